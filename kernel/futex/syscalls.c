// SPDX-License-Identifier: GPL-2.0
/* futex(2): which operation, which flags, which clock. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>
#include <linux/time.h>

#include "futex.h"

static long requeue(u32 __user *uaddr, unsigned int flags, u32 val, u32 __user *uaddr2,
		    u32 val2, const u32 *cmpval, bool pi)
{
	struct futex_requeue r = {
		.uaddr1 = uaddr, .uaddr2 = uaddr2, .flags1 = flags, .flags2 = flags,
		.nr_wake = val, .nr_requeue = val2, .cmpval = cmpval,
	};

	return pi ? futex_requeue_pi(&r) : futex_requeue(&r);
}

long do_futex(u32 __user *uaddr, int op, u32 val, ktime_t *timeout, u32 __user *uaddr2,
	      u32 val2, u32 val3)
{
	int cmd = op & FUTEX_CMD_MASK;
	unsigned int flags = 0;

	if (!(op & FUTEX_PRIVATE_FLAG))
		flags |= FLAGS_SHARED;
	if (op & FUTEX_CLOCK_REALTIME) {
		flags |= FLAGS_CLOCKRT;
		if (cmd != FUTEX_WAIT_BITSET && cmd != FUTEX_WAIT_REQUEUE_PI &&
		    cmd != FUTEX_LOCK_PI2)
			return -ENOSYS;
	}
	switch (cmd) {
	case FUTEX_WAIT:
		val3 = FUTEX_BITSET_MATCH_ANY;
		fallthrough;
	case FUTEX_WAIT_BITSET:
		return futex_wait(uaddr, flags, val, timeout, val3);
	case FUTEX_WAKE:
		val3 = FUTEX_BITSET_MATCH_ANY;
		fallthrough;
	case FUTEX_WAKE_BITSET:
		return futex_wake(uaddr, flags, val, val3);
	case FUTEX_REQUEUE:
		return requeue(uaddr, flags, val, uaddr2, val2, NULL, false);
	case FUTEX_CMP_REQUEUE:
		return requeue(uaddr, flags, val, uaddr2, val2, &val3, false);
	case FUTEX_WAKE_OP:
		return futex_wake_op(uaddr, flags, uaddr2, val, val2, val3);
	case FUTEX_LOCK_PI:
		flags |= FLAGS_CLOCKRT;
		fallthrough;
	case FUTEX_LOCK_PI2:
		return futex_lock_pi(uaddr, flags, timeout, false);
	case FUTEX_UNLOCK_PI:
		return futex_unlock_pi(uaddr, flags);
	case FUTEX_TRYLOCK_PI:
		return futex_lock_pi(uaddr, flags, NULL, true);
	case FUTEX_WAIT_REQUEUE_PI:
		return futex_wait_requeue_pi(uaddr, flags, val, timeout,
					     FUTEX_BITSET_MATCH_ANY, uaddr2);
	case FUTEX_CMP_REQUEUE_PI:
		return requeue(uaddr, flags, val, uaddr2, val2, &val3, true);
	}
	return -ENOSYS;
}

static bool has_timeout(int cmd)
{
	switch (cmd) {
	case FUTEX_WAIT:
	case FUTEX_LOCK_PI:
	case FUTEX_LOCK_PI2:
	case FUTEX_WAIT_BITSET:
	case FUTEX_WAIT_REQUEUE_PI:
		return true;
	}
	return false;
}

/* The fourth argument is a time for some operations, a number for others. */
SYSCALL_DEFINE6(futex, u32 __user *, uaddr, int, op, u32, val,
		const struct __kernel_timespec __user *, utime,
		u32 __user *, uaddr2, u32, val3)
{
	int cmd = op & FUTEX_CMD_MASK;
	struct timespec64 ts;
	ktime_t time;

	if (!utime || !has_timeout(cmd))
		return do_futex(uaddr, op, val, NULL, uaddr2, (unsigned long)utime, val3);
	if (get_timespec64(&ts, utime))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	time = timespec64_to_ktime(ts);
	if (cmd == FUTEX_WAIT)		/* the only relative one */
		time = ktime_add_safe(ktime_get(), time);
	return do_futex(uaddr, op, val, &time, uaddr2, 0, val3);
}
