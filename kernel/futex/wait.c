// SPDX-License-Identifier: GPL-2.0
/* FUTEX_WAIT and FUTEX_WAIT_BITSET. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "futex.h"

static long futex_wait_restart(struct restart_block *restart);

/**
 * futex_wait_setup() - lock the bucket if the word still has that value
 * @uaddr: the word
 * @val: what it must be
 * @flags: FLAGS_*
 * @q: its key is set
 * @bucket: locked on success
 *
 * Context: may sleep. Return: 0, -EAGAIN (another value), -EFAULT, -EINVAL.
 */
int futex_wait_setup(u32 __user *uaddr, u32 val, unsigned int flags, struct futex_q *q,
		     struct futex_bucket **bucket)
{
	u32 now;
	int err;

retry:
	err = get_futex_key(uaddr, flags, &q->key, false);
	if (err)
		return err;
	*bucket = futex_q_lock(q);
	err = futex_get_value(&now, uaddr);
	if (err) {
		futex_q_unlock(*bucket);
		if (get_user(now, uaddr))
			return -EFAULT;
		goto retry;	/* the mapping may have changed meanwhile */
	}
	if (now != val) {
		futex_q_unlock(*bucket);
		return -EAGAIN;
	}
	return 0;
}

/* Queue and sleep; drops the bucket's lock. */
void futex_wait_sleep(struct futex_bucket *bucket, struct futex_q *q, struct hrtimer_sleeper *to)
{
	/* Before the queue, so that no wake-up comes too early. */
	set_current_state(TASK_INTERRUPTIBLE);
	futex_queue(q, bucket);
	spin_unlock(&bucket->lock);
	if (to)
		hrtimer_sleeper_start(to, hrtimer_get_expires(&to->timer), HRTIMER_MODE_ABS);
	if (READ_ONCE(q->bucket) && (!to || READ_ONCE(to->task)))
		schedule();
	__set_current_state(TASK_RUNNING);
}

static int wait_once(u32 __user *uaddr, unsigned int flags, u32 val, struct futex_q *q,
		     struct hrtimer_sleeper *to)
{
	struct futex_bucket *bucket;
	int err;

	for (;;) {
		err = futex_wait_setup(uaddr, val, flags, q, &bucket);
		if (err)
			return err;
		futex_wait_sleep(bucket, q, to);
		if (!futex_unqueue(q))
			return 0;
		if (to && !READ_ONCE(to->task))
			return -ETIMEDOUT;
		if (signal_pending(current))
			return -ERESTARTSYS;
		/* Woken by nobody we know: look again. */
	}
}

/**
 * futex_wait() - sleep while a word has a value
 * @uaddr: the word
 * @flags: FLAGS_*
 * @val: the value
 * @abs_time: until when; NULL for ever
 * @bitset: wake-ups with one of these bits count
 *
 * Context: may sleep.
 * Return: 0 when woken, -EAGAIN, -ETIMEDOUT, a restart code for a signal.
 */
int futex_wait(u32 __user *uaddr, unsigned int flags, u32 val, ktime_t *abs_time, u32 bitset)
{
	struct futex_q q = FUTEX_Q_INIT;
	struct restart_block *restart = &current->restart_block;
	struct hrtimer_sleeper timer, *to;
	int ret;

	if (!bitset)
		return -EINVAL;
	q.bitset = bitset;
	to = futex_setup_timer(abs_time, &timer, flags);
	ret = wait_once(uaddr, flags, val, &q, to);
	futex_cancel_timer(to);
	/* With a limit in absolute time the call can go on as it is. */
	if (ret == -ERESTARTSYS && abs_time) {
		restart->futex.uaddr = uaddr;
		restart->futex.val = val;
		restart->futex.time = *abs_time;
		restart->futex.bitset = bitset;
		restart->futex.flags = flags | FLAGS_HAS_TIMEOUT;
		restart->fn = futex_wait_restart;
		return -ERESTART_RESTARTBLOCK;
	}
	return ret;
}

static long futex_wait_restart(struct restart_block *restart)
{
	ktime_t time = restart->futex.time;
	bool limited = restart->futex.flags & FLAGS_HAS_TIMEOUT;

	restart->fn = NULL;
	return futex_wait(restart->futex.uaddr, restart->futex.flags & ~FLAGS_HAS_TIMEOUT,
			  restart->futex.val, limited ? &time : NULL, restart->futex.bitset);
}
