// SPDX-License-Identifier: GPL-2.0
/*
 * Futexes: sleeping until a word of memory changes. The word belongs to user
 * space; the kernel only keeps queues of those who sleep, in buckets by hash.
 *
 * No wake-up is lost because looking at the word and queueing happen under the
 * bucket's lock, and a waker changes the word before it takes that lock. The
 * count of waiters lets a waker skip an empty bucket without the lock; it is
 * raised before the waiter looks at the word.
 *
 *	key.c		names and buckets
 *	wait.c wake.c waitv.c	the plain operations
 *	requeue.c	moving waiters to another futex
 *	pi.c pi_state.c requeue_pi.c	priority inheritance
 *	robust.c	owners that die
 *	syscalls.c	the system calls
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "futex.h"

/* Read the word under the bucket's lock, where no fault may be taken. */
int futex_get_value(u32 *value, u32 __user *uaddr)
{
	return copy_from_user_inatomic(value, uaddr, sizeof(*value)) ? -EFAULT : 0;
}

/* Outside of it: make the page present and writable. */
int fault_in_user_writeable(u32 __user *uaddr)
{
	return fault_in_writeable((char __user *)uaddr, sizeof(*uaddr)) ? -EFAULT : 0;
}

/* The bucket of q->key, locked and counted; then queue, or unlock. */
struct futex_bucket *futex_q_lock(struct futex_q *q)
{
	struct futex_bucket *bucket = futex_hash(&q->key);

	atomic_inc(&bucket->waiters);
	smp_mb();
	spin_lock(&bucket->lock);
	return bucket;
}

void futex_q_unlock(struct futex_bucket *bucket)
{
	spin_unlock(&bucket->lock);
	atomic_dec(&bucket->waiters);
}

/* Behind its equals; real-time tasks before the others. */
void futex_queue(struct futex_q *q, struct futex_bucket *bucket)
	__must_hold(&bucket->lock)
{
	struct futex_q *other;

	q->prio = min(current->normal_prio, MAX_RT_PRIO);
	q->task = current;
	q->bucket = bucket;
	list_for_each_entry_reverse(other, &bucket->queue, list) {
		if (other->prio <= q->prio)
			break;
	}
	list_add(&q->list, &other->list);
}

void futex_unqueue_locked(struct futex_q *q)
	__must_hold(&q->bucket->lock)
{
	list_del(&q->list);
	atomic_dec(&q->bucket->waiters);
	WRITE_ONCE(q->bucket, NULL);
}

/**
 * futex_unqueue() - leave the queue after the sleep
 * @q: our entry; a requeue may have moved it to another bucket
 *
 * Return: false when a waker had taken us off.
 */
bool futex_unqueue(struct futex_q *q)
{
	for (;;) {
		struct futex_bucket *bucket = READ_ONCE(q->bucket);

		if (!bucket)
			break;
		spin_lock(&bucket->lock);
		if (bucket == q->bucket) {
			futex_unqueue_locked(q);
			spin_unlock(&bucket->lock);
			return true;
		}
		spin_unlock(&bucket->lock);
	}
	/* The waker cleared it last, and does not look at us again. */
	smp_acquire__after_ctrl_dep();
	return false;
}

struct futex_q *futex_top_waiter(struct futex_bucket *bucket, const struct futex_key *key)
	__must_hold(&bucket->lock)
{
	struct futex_q *q;

	list_for_each_entry(q, &bucket->queue, list) {
		if (futex_match(&q->key, key))
			return q;
	}
	return NULL;
}

/* Take @q off and wake its task; @q is gone afterwards. */
void futex_mark_and_wake(struct futex_q *q)
	__must_hold(&q->bucket->lock)
{
	struct task_struct *task = get_task_struct(q->task);
	struct futex_bucket *bucket = q->bucket;

	list_del(&q->list);
	q->task = NULL;
	atomic_dec(&bucket->waiters);
	smp_store_release(&q->bucket, NULL);
	wake_up_state(task, TASK_NORMAL);
	put_task_struct(task);
}

void double_lock_buckets(struct futex_bucket *a, struct futex_bucket *b)
{
	if (a > b)
		swap(a, b);
	spin_lock(&a->lock);
	if (a != b)
		spin_lock_nested(&b->lock, SINGLE_DEPTH_NESTING);
}

void double_unlock_buckets(struct futex_bucket *a, struct futex_bucket *b)
{
	spin_unlock(&a->lock);
	if (a != b)
		spin_unlock(&b->lock);
}

/* A timer for an absolute time, not started yet; NULL when there is no limit. */
struct hrtimer_sleeper *futex_setup_timer(const ktime_t *time, struct hrtimer_sleeper *timer,
					  unsigned int flags)
{
	if (!time)
		return NULL;
	hrtimer_init_sleeper(timer, flags & FLAGS_CLOCKRT ? CLOCK_REALTIME : CLOCK_MONOTONIC,
			     HRTIMER_MODE_ABS);
	hrtimer_set_expires(&timer->timer, *time);
	return timer;
}

void futex_cancel_timer(struct hrtimer_sleeper *timer)
{
	if (timer)
		hrtimer_cancel(&timer->timer);
}

/* ---- the end of a task ---- */

/* @t->pi_lock orders this against those who would attach to us as owner. */
static void set_exit_state(struct task_struct *t, unsigned int state)
{
	spin_lock(&t->pi_lock);
	t->futex_state = state;
	spin_unlock(&t->pi_lock);
}

static void cleanup(struct task_struct *t)
{
	if (t->robust_list) {
		exit_robust_list(t);
		t->robust_list = NULL;
	}
	if (!list_empty(&t->pi_state_list))
		exit_pi_state_list(t);
	kfree(t->pi_state_cache);
	t->pi_state_cache = NULL;
}

void futex_exit_release(struct task_struct *t)
{
	set_exit_state(t, FUTEX_STATE_EXITING);
	cleanup(t);
	set_exit_state(t, FUTEX_STATE_DEAD);
}

/* The task lives on with other memory. */
void futex_exec_release(struct task_struct *t)
{
	set_exit_state(t, FUTEX_STATE_EXITING);
	cleanup(t);
	set_exit_state(t, FUTEX_STATE_OK);
}

void futex_exit_recursive(struct task_struct *t)
{
	set_exit_state(t, FUTEX_STATE_DEAD);
}
