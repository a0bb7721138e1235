// SPDX-License-Identifier: GPL-2.0
/*
 * FUTEX_REQUEUE and FUTEX_CMP_REQUEUE: wake some waiters of one futex and let
 * the others wait on a second one, without waking them only to queue again.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "futex.h"

/* @q waits on @key from now on; both buckets are locked. */
void requeue_one(struct futex_q *q, struct futex_bucket *to, const struct futex_key *key)
{
	struct futex_q *other;

	if (q->bucket != to) {
		list_del(&q->list);
		atomic_dec(&q->bucket->waiters);
		atomic_inc(&to->waiters);
		smp_mb();
		list_for_each_entry_reverse(other, &to->queue, list) {
			if (other->prio <= q->prio)
				break;
		}
		list_add(&q->list, &other->list);
		WRITE_ONCE(q->bucket, to);
	}
	q->key = *key;
}

static int requeue_matching(const struct futex_requeue *r, struct futex_bucket *from,
			    struct futex_bucket *to, const struct futex_key *key1,
			    const struct futex_key *key2)
{
	struct futex_q *q, *next;
	int done = 0;

	list_for_each_entry_safe(q, next, &from->queue, list) {
		if (done - r->nr_wake >= r->nr_requeue)
			break;
		if (!futex_match(&q->key, key1))
			continue;
		if (q->rt_waiter || q->pi_state)
			return -EINVAL;	/* FUTEX_CMP_REQUEUE_PI is meant */
		if (++done <= r->nr_wake)
			futex_mark_and_wake(q);
		else
			requeue_one(q, to, key2);
	}
	return done;
}

static int compare_value(const struct futex_requeue *r)
{
	u32 value;
	int err;

	if (!r->cmpval)
		return 0;
	err = futex_get_value(&value, r->uaddr1);
	if (err)
		return err;
	return value == *r->cmpval ? 0 : -EAGAIN;
}

/**
 * futex_requeue() - wake some, move others
 * @r: what and how many
 *
 * Context: may sleep.
 * Return: how many were woken or moved, -EAGAIN when the word has changed.
 */
int futex_requeue(const struct futex_requeue *r)
{
	struct futex_bucket *from, *to;
	struct futex_key key1, key2;
	int ret;

	if (r->nr_wake < 0 || r->nr_requeue < 0)
		return -EINVAL;
	for (;;) {
		ret = get_futex_key(r->uaddr1, r->flags1, &key1, false);
		if (!ret)
			ret = get_futex_key(r->uaddr2, r->flags2, &key2, false);
		if (ret)
			return ret;
		from = futex_hash(&key1);
		to = futex_hash(&key2);
		double_lock_buckets(from, to);
		ret = compare_value(r);
		if (!ret)
			ret = requeue_matching(r, from, to, &key1, &key2);
		double_unlock_buckets(from, to);
		if (ret != -EFAULT)
			return ret;
		if (fault_in_readable((char __user *)r->uaddr1, sizeof(u32)))
			return -EFAULT;
	}
}
