// SPDX-License-Identifier: GPL-2.0
/*
 * nanosleep(2), and what it shares with clock_nanosleep(2): sleeping until a
 * time, and going on after a signal. The restart block keeps the absolute
 * expiry, so interruptions do not add up.
 */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/posix-timers.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>

/* Sleep; 0 when the time has come, else the task has a signal. */
static int sleep_until_signal(struct hrtimer_sleeper *sl, ktime_t expires, enum hrtimer_mode mode)
{
	hrtimer_sleeper_start(sl, expires, mode);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!READ_ONCE(sl->task) || signal_pending(current))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	hrtimer_cancel(&sl->timer);
	return sl->task ? -EINTR : 0;
}

/* The program may want to know how much is left. */
int nanosleep_copyout(ktime_t left)
{
	void __user *rmtp = current->restart_block.nanosleep.rmtp;
	struct timespec64 ts = ns_to_timespec64(max_t(ktime_t, left, 0));

	if (rmtp && put_timespec64(&ts, rmtp))
		return -EFAULT;
	return -ERESTART_RESTARTBLOCK;
}

static long nanosleep_restart(struct restart_block *restart)
{
	struct hrtimer_sleeper sl;
	ktime_t left;
	int err;

	hrtimer_init_sleeper(&sl, restart->nanosleep.clockid, HRTIMER_MODE_ABS);
	if (!sleep_until_signal(&sl, restart->nanosleep.expires, HRTIMER_MODE_ABS))
		return 0;
	left = restart->nanosleep.expires - hrtimer_cb_get_time(&sl.timer);
	if (left <= 0)
		return 0;
	err = nanosleep_copyout(left);
	if (err == -ERESTART_RESTARTBLOCK)
		restart->fn = nanosleep_restart;
	return err;
}

/**
 * hrtimer_nanosleep() - sleep until a time of a clock
 * @expires: when
 * @mode: absolute or relative
 * @clock: CLOCK_*
 *
 * current->restart_block.nanosleep.rmtp says where the time left goes.
 *
 * Context: may sleep. Return: 0, -ERESTARTNOHAND, -ERESTART_RESTARTBLOCK.
 */
long hrtimer_nanosleep(ktime_t expires, enum hrtimer_mode mode, clockid_t clock)
{
	struct restart_block *restart = &current->restart_block;
	struct hrtimer_sleeper sl;
	ktime_t left;
	int err;

	hrtimer_init_sleeper(&sl, clock, mode);
	if (!sleep_until_signal(&sl, expires, mode))
		return 0;
	/* An absolute sleep is simply called again. */
	if (mode == HRTIMER_MODE_ABS)
		return -ERESTARTNOHAND;
	left = hrtimer_get_remaining(&sl.timer);
	if (left <= 0)
		return 0;
	err = nanosleep_copyout(left);
	if (err != -ERESTART_RESTARTBLOCK)
		return err;
	/* A relative wall clock sleep became a monotonic one. */
	restart->nanosleep.clockid = clock == CLOCK_REALTIME ? CLOCK_MONOTONIC : clock;
	restart->nanosleep.expires = hrtimer_get_expires(&sl.timer);
	restart->fn = nanosleep_restart;
	return err;
}

SYSCALL_DEFINE2(nanosleep, struct __kernel_timespec __user *, rqtp,
		struct __kernel_timespec __user *, rmtp)
{
	struct timespec64 ts;

	if (get_timespec64(&ts, rqtp))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	current->restart_block.fn = NULL;
	current->restart_block.nanosleep.rmtp = rmtp;
	return hrtimer_nanosleep(timespec64_to_ktime(ts), HRTIMER_MODE_REL, CLOCK_MONOTONIC);
}
