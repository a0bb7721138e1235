// SPDX-License-Identifier: GPL-2.0
/*
 * futex_waitv(2): sleep until one of several futexes is woken. All are queued
 * before the sleep; whichever has left its queue afterwards was woken, and the
 * index of one such is returned.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#include "futex.h"

/* Not in older UAPI headers. */
#ifndef FUTEX2_SIZE_MASK
#define FUTEX2_SIZE_U32		0x02
#define FUTEX2_SIZE_MASK	0x03
#define FUTEX2_PRIVATE		FUTEX_PRIVATE_FLAG
#endif

struct futex_vector {
	struct futex_waitv	w;
	struct futex_q		q;
};

/* Leave the queues of the first @count; the index of a woken one, or -1. */
static int unqueue_multiple(struct futex_vector *v, int count)
{
	int woken = -1;

	for (int i = 0; i < count; i++) {
		if (!futex_unqueue(&v[i].q))
			woken = i;
	}
	return woken;
}

static unsigned int vector_flags(const struct futex_vector *v)
{
	return v->w.flags & FUTEX2_PRIVATE ? 0 : FLAGS_SHARED;
}

/*
 * Queue on all of them. 1: one was woken meanwhile, @woken is its index. 0:
 * queued. Else -errno, queued on none; -EAGAIN for a word with another value.
 */
static int setup_multiple(struct futex_vector *v, int count, int *woken)
{
	struct futex_bucket *bucket;
	int err, i;

	set_current_state(TASK_INTERRUPTIBLE);
	for (i = 0; i < count; i++) {
		/* A fault may sleep; wait_setup() then changes the state. */
		err = futex_wait_setup(u64_to_user_ptr(v[i].w.uaddr), v[i].w.val,
				       vector_flags(&v[i]), &v[i].q, &bucket);
		if (err)
			break;
		futex_queue(&v[i].q, bucket);
		spin_unlock(&bucket->lock);
	}
	if (i == count) {
		set_current_state(TASK_INTERRUPTIBLE);
		return 0;
	}
	__set_current_state(TASK_RUNNING);
	*woken = unqueue_multiple(v, i);
	return *woken >= 0 ? 1 : err;
}

static void sleep_multiple(struct futex_vector *v, int count, struct hrtimer_sleeper *to)
{
	if (to && !READ_ONCE(to->task))
		return;
	for (int i = 0; i < count; i++) {
		if (!READ_ONCE(v[i].q.bucket))
			return;
	}
	schedule();
}

static int wait_multiple(struct futex_vector *v, int count, struct hrtimer_sleeper *to)
{
	int ret, woken = 0;

	if (to)
		hrtimer_sleeper_start(to, hrtimer_get_expires(&to->timer), HRTIMER_MODE_ABS);
	for (;;) {
		ret = setup_multiple(v, count, &woken);
		if (ret)
			return ret > 0 ? woken : ret;
		sleep_multiple(v, count, to);
		__set_current_state(TASK_RUNNING);
		woken = unqueue_multiple(v, count);
		if (woken >= 0)
			return woken;
		if (to && !READ_ONCE(to->task))
			return -ETIMEDOUT;
		if (signal_pending(current))
			return -ERESTARTSYS;
	}
}

static int copy_vector(struct futex_vector *v, struct futex_waitv __user *uwaiters, int count)
{
	for (int i = 0; i < count; i++) {
		struct futex_waitv *w = &v[i].w;

		if (copy_from_user(w, &uwaiters[i], sizeof(*w)))
			return -EFAULT;
		if ((w->flags & ~(FUTEX2_SIZE_MASK | FUTEX2_PRIVATE)) || w->__reserved)
			return -EINVAL;
		if ((w->flags & FUTEX2_SIZE_MASK) != FUTEX2_SIZE_U32 || w->val >> 32)
			return -EINVAL;
		v[i].q = (struct futex_q)FUTEX_Q_INIT;
	}
	return 0;
}

static int waitv_timer(struct __kernel_timespec __user *timeout, clockid_t clockid,
		       struct hrtimer_sleeper *timer, struct hrtimer_sleeper **to)
{
	struct timespec64 ts;
	ktime_t time;

	*to = NULL;
	if (!timeout)
		return 0;
	if (clockid != CLOCK_REALTIME && clockid != CLOCK_MONOTONIC)
		return -EINVAL;
	if (get_timespec64(&ts, timeout))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	time = timespec64_to_ktime(ts);
	*to = futex_setup_timer(&time, timer, clockid == CLOCK_REALTIME ? FLAGS_CLOCKRT : 0);
	return 0;
}

SYSCALL_DEFINE5(futex_waitv, struct futex_waitv __user *, waiters, unsigned int, nr_futexes,
		unsigned int, flags, struct __kernel_timespec __user *, timeout,
		clockid_t, clockid)
{
	struct hrtimer_sleeper timer, *to;
	struct futex_vector *v;
	int ret;

	if (flags)
		return -EINVAL;
	if (!nr_futexes || nr_futexes > FUTEX_WAITV_MAX || !waiters)
		return -EINVAL;
	ret = waitv_timer(timeout, clockid, &timer, &to);
	if (ret)
		return ret;
	v = kcalloc(nr_futexes, sizeof(*v), GFP_KERNEL);
	if (!v)
		return -ENOMEM;
	ret = copy_vector(v, waiters, nr_futexes);
	if (!ret)
		ret = wait_multiple(v, nr_futexes, to);
	futex_cancel_timer(to);
	kfree(v);
	return ret;
}

/* ---- the one-futex calls of the same family ---- */

static int futex2_flags(unsigned int flags, unsigned int *result)
{
	if (flags & ~(FUTEX2_SIZE_MASK | FUTEX2_PRIVATE))
		return -EINVAL;
	if ((flags & FUTEX2_SIZE_MASK) != FUTEX2_SIZE_U32)
		return -EINVAL;
	*result = flags & FUTEX2_PRIVATE ? 0 : FLAGS_SHARED;
	return 0;
}

SYSCALL_DEFINE4(futex_wake, void __user *, uaddr, unsigned long, mask, int, nr,
		unsigned int, flags)
{
	unsigned int inner;
	int err = futex2_flags(flags, &inner);

	if (err || mask >> 32)
		return -EINVAL;
	return futex_wake(uaddr, inner, nr, mask);
}

SYSCALL_DEFINE6(futex_wait, void __user *, uaddr, unsigned long, val, unsigned long, mask,
		unsigned int, flags, struct __kernel_timespec __user *, timeout,
		clockid_t, clockid)
{
	struct hrtimer_sleeper timer, *to;
	unsigned int inner;
	ktime_t time;
	int err = futex2_flags(flags, &inner);

	if (err || val >> 32 || mask >> 32)
		return -EINVAL;
	err = waitv_timer(timeout, clockid, &timer, &to);
	if (err)
		return err;
	if (to) {
		time = hrtimer_get_expires(&to->timer);
		inner |= clockid == CLOCK_REALTIME ? FLAGS_CLOCKRT : 0;
	}
	return futex_wait(uaddr, inner, val, to ? &time : NULL, mask);
}

SYSCALL_DEFINE4(futex_requeue, struct futex_waitv __user *, waiters, unsigned int, flags,
		int, nr_wake, int, nr_requeue)
{
	struct futex_vector v[2];
	struct futex_requeue r = { .nr_wake = nr_wake, .nr_requeue = nr_requeue };
	u32 cmpval;
	int err;

	if (flags || !waiters)
		return -EINVAL;
	err = copy_vector(v, waiters, 2);
	if (err)
		return err;
	cmpval = v[0].w.val;
	r.cmpval = &cmpval;
	r.uaddr1 = u64_to_user_ptr(v[0].w.uaddr);
	r.uaddr2 = u64_to_user_ptr(v[1].w.uaddr);
	r.flags1 = vector_flags(&v[0]);
	r.flags2 = vector_flags(&v[1]);
	return futex_requeue(&r);
}
