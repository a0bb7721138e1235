// SPDX-License-Identifier: GPL-2.0
/*
 * FUTEX_WAIT_REQUEUE_PI and FUTEX_CMP_REQUEUE_PI: a condition variable whose
 * mutex is a PI futex. The waiter sleeps on the first futex with an rt_waiter
 * ready; the waker takes the second one for the most important waiter if it is
 * free and queues the others on it, all without waking anybody in vain.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "futex.h"

static int requeue_one_pi(struct futex_q *q, struct futex_bucket *to, const struct futex_key *key,
			  struct futex_pi_state *ps)
{
	int err;

	spin_lock(&rt_mutex_chain_lock);
	err = rt_mutex_enqueue(&ps->pi_mutex, q->rt_waiter, q->task);
	spin_unlock(&rt_mutex_chain_lock);
	if (err)
		return err;
	get_pi_state(ps);
	q->pi_state = ps;
	requeue_one(q, to, key);
	return 0;
}

static bool meant_for(const struct futex_q *q, const struct futex_key *key2)
{
	return q->rt_waiter && !q->pi_state && q->requeue_pi_key &&
	       futex_match(q->requeue_pi_key, key2);
}

/* The rest, once @ps is known. */
static int requeue_rest(const struct futex_requeue *r, struct futex_bucket *from,
			struct futex_bucket *to, const struct futex_key *key1,
			const struct futex_key *key2, struct futex_pi_state *ps, int done)
{
	struct futex_q *q, *next;
	int err;

	list_for_each_entry_safe(q, next, &from->queue, list) {
		if (done - r->nr_wake >= r->nr_requeue)
			break;
		if (!futex_match(&q->key, key1))
			continue;
		if (!meant_for(q, key2))
			return -EINVAL;
		err = requeue_one_pi(q, to, key2, ps);
		/* Its own mutex: that is its error, found when it wakes. */
		if (err)
			return done ?: err;
		done++;
	}
	return done;
}

static int requeue_pi_locked(const struct futex_requeue *r, struct futex_bucket *from,
			     struct futex_bucket *to, const struct futex_key *key1,
			     const struct futex_key *key2)
{
	struct futex_q *top = futex_top_waiter(from, key1);
	struct futex_pi_state *ps = NULL;
	u32 value;
	int ret;

	if (futex_get_value(&value, r->uaddr1))
		return -EFAULT;
	if (value != *r->cmpval)
		return -EAGAIN;
	if (!top)
		return 0;
	if (!meant_for(top, key2))
		return -EINVAL;
	/* For the top waiter; it stays contended when others follow. */
	ret = lock_pi_atomic(r->uaddr2, to, key2, &ps, top->task, r->nr_requeue > 0);
	if (ret == 1) {
		futex_mark_and_wake(top);	/* it owns the second futex */
		/* Others wait for the new owner, whom the next round finds. */
		return r->nr_requeue ? -EINPROGRESS : 1;
	}
	if (ret)
		return ret;
	ret = requeue_rest(r, from, to, key1, key2, ps, 0);
	put_pi_state(ps);
	return ret;
}

/* Those after the one who got the futex: it owns the word now. */
static int requeue_followers(const struct futex_requeue *r, struct futex_bucket *from,
			     struct futex_bucket *to, const struct futex_key *key1,
			     const struct futex_key *key2)
{
	struct futex_q *top = futex_top_waiter(from, key1);
	struct futex_pi_state *ps = NULL;
	int ret;

	if (!top)
		return 1;
	if (!meant_for(top, key2))
		return -EINVAL;
	ret = lock_pi_atomic(r->uaddr2, to, key2, &ps, top->task, true);
	if (ret < 0)
		return ret;
	if (ret == 1) {		/* released again already */
		futex_mark_and_wake(top);	/* it owns the second futex */
		return -EINPROGRESS;
	}
	ret = requeue_rest(r, from, to, key1, key2, ps, 1);
	put_pi_state(ps);
	return ret;
}

/**
 * futex_requeue_pi() - hand waiters of a futex over to a PI futex
 * @r: what and how many; nr_wake is 1
 *
 * Context: may sleep. Return: how many got the futex or were queued for it.
 */
int futex_requeue_pi(const struct futex_requeue *r)
{
	struct futex_bucket *from, *to;
	struct futex_key key1, key2;
	bool first = true;
	u32 value;
	int ret;

	if (r->nr_wake != 1 || r->nr_requeue < 0 || r->uaddr1 == r->uaddr2)
		return -EINVAL;
	for (;;) {
		ret = refill_pi_state_cache();
		if (!ret)
			ret = get_futex_key(r->uaddr1, r->flags1, &key1, false);
		if (!ret)
			ret = get_futex_key(r->uaddr2, r->flags2, &key2, true);
		if (!ret && futex_match(&key1, &key2))
			ret = -EINVAL;
		if (ret)
			return ret;
		from = futex_hash(&key1);
		to = futex_hash(&key2);
		double_lock_buckets(from, to);
		ret = first ? requeue_pi_locked(r, from, to, &key1, &key2) :
			      requeue_followers(r, from, to, &key1, &key2);
		double_unlock_buckets(from, to);
		if (ret == -EINPROGRESS) {
			first = false;
			continue;
		}
		if (ret == -EFAULT && get_user(value, r->uaddr1))
			return -EFAULT;
		if (ret == -EAGAIN && first && !get_user(value, r->uaddr1) && value != *r->cmpval)
			return -EAGAIN;
		if (ret != -EFAULT && ret != -EBUSY && ret != -EAGAIN)
			return ret;
		ret = pi_try_again(ret, r->uaddr2);
		if (ret)
			return ret;
	}
}

/* ---- the waiter ---- */

/* Not requeued: woken, timed out or interrupted on the first futex. */
static int early_wakeup(struct futex_q *q, struct hrtimer_sleeper *to)
{
	futex_unqueue_locked(q);
	if (to && !READ_ONCE(to->task))
		return -ETIMEDOUT;
	if (signal_pending(current))
		return -ERESTARTNOINTR;
	return -EWOULDBLOCK;
}

/* Requeued to the PI futex: wait for it there. */
static int wait_requeued(u32 __user *uaddr2, struct futex_q *q, struct rt_mutex_waiter *waiter,
			 struct hrtimer_sleeper *to)
{
	struct futex_bucket *bucket;
	bool granted;
	int ret, fixed;

	ret = rt_mutex_wait(waiter, to);
	bucket = q->bucket;
	spin_lock(&bucket->lock);
	spin_lock(&rt_mutex_chain_lock);
	granted = waiter->granted;
	rt_mutex_dequeue(waiter);
	spin_unlock(&rt_mutex_chain_lock);
	fixed = fixup_pi_owner(uaddr2, q, granted);
	unqueue_pi(q);
	spin_unlock(&bucket->lock);
	if (fixed == 1)
		return 0;
	/* It cannot be restarted on the first futex: user space decides. */
	if (!fixed && ret == -EINTR)
		return -EWOULDBLOCK;
	return fixed ?: ret;
}

static int after_sleep(u32 __user *uaddr2, struct futex_q *q, const struct futex_key *key2,
		       struct rt_mutex_waiter *waiter, struct hrtimer_sleeper *to)
{
	for (;;) {
		struct futex_bucket *bucket = READ_ONCE(q->bucket);
		int ret;

		if (!bucket)
			return 0;	/* granted while we slept */
		spin_lock(&bucket->lock);
		if (bucket != q->bucket) {
			spin_unlock(&bucket->lock);
			continue;
		}
		if (q->pi_state) {
			spin_unlock(&bucket->lock);
			return wait_requeued(uaddr2, q, waiter, to);
		}
		ret = early_wakeup(q, to);
		spin_unlock(&bucket->lock);
		return ret;
	}
}

/**
 * futex_wait_requeue_pi() - wait on one futex, return with a PI futex taken
 * @uaddr: to wait on while it is @val
 * @flags: FLAGS_*
 * @val: see above
 * @abs_time: limit, or NULL
 * @bitset: must not be 0
 * @uaddr2: the PI futex
 *
 * Context: may sleep. Return: 0 with the PI futex owned, or -errno.
 */
int futex_wait_requeue_pi(u32 __user *uaddr, unsigned int flags, u32 val, ktime_t *abs_time,
			  u32 bitset, u32 __user *uaddr2)
{
	struct hrtimer_sleeper timer, *to;
	struct rt_mutex_waiter waiter = { };
	struct futex_q q = FUTEX_Q_INIT;
	struct futex_bucket *bucket;
	struct futex_key key2;
	int ret;

	if (uaddr == uaddr2 || !bitset)
		return -EINVAL;
	ret = get_futex_key(uaddr2, flags, &key2, true);
	if (ret)
		return ret;
	q.bitset = bitset;
	q.rt_waiter = &waiter;
	q.requeue_pi_key = &key2;
	to = futex_setup_timer(abs_time, &timer, flags);
	ret = futex_wait_setup(uaddr, val, flags, &q, &bucket);
	if (!ret && futex_match(&q.key, &key2)) {
		futex_q_unlock(bucket);
		ret = -EINVAL;
	}
	if (!ret) {
		futex_wait_sleep(bucket, &q, to);
		ret = after_sleep(uaddr2, &q, &key2, &waiter, to);
	}
	futex_cancel_timer(to);
	return ret;
}
