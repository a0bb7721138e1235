// SPDX-License-Identifier: GPL-2.0
/*
 * Sleeping with a time limit. All of it is one on-stack hrtimer that wakes the
 * task; the callers have set the task's state before, so a wake-up between
 * that and schedule() is not lost.
 */
#include <linux/delay.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

static enum hrtimer_restart hrtimer_wakeup(struct hrtimer *timer)
{
	struct hrtimer_sleeper *sl = container_of(timer, struct hrtimer_sleeper, timer);
	struct task_struct *task = sl->task;

	/* The sleeper sees NULL when woken, and cancels before it leaves. */
	WRITE_ONCE(sl->task, NULL);
	if (task)
		wake_up_process(task);
	return HRTIMER_NORESTART;
}

/* A timer that wakes the current task. */
void hrtimer_init_sleeper(struct hrtimer_sleeper *sl, clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_setup(&sl->timer, hrtimer_wakeup, clock, mode);
	sl->task = current;
}

void hrtimer_sleeper_start(struct hrtimer_sleeper *sl, ktime_t time, enum hrtimer_mode mode)
{
	hrtimer_start(&sl->timer, time, mode);
}

/**
 * schedule_hrtimeout_range_clock() - sleep until a time of some clock
 * @expires: when; NULL means for ever
 * @delta: how much later would do; not used
 * @mode: absolute or relative
 * @clock: CLOCK_*
 *
 * The task's state has been set by the caller and is TASK_RUNNING afterwards.
 *
 * Return: 0 when the time has come, -EINTR when the task was woken before.
 */
int schedule_hrtimeout_range_clock(ktime_t *expires, u64 delta, enum hrtimer_mode mode,
				   clockid_t clock)
{
	struct hrtimer_sleeper sl;

	if (!expires) {
		schedule();
		return -EINTR;
	}
	if (*expires == 0) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	hrtimer_init_sleeper(&sl, clock, mode);
	hrtimer_start(&sl.timer, *expires, mode);
	if (READ_ONCE(sl.task))
		schedule();
	hrtimer_cancel(&sl.timer);
	__set_current_state(TASK_RUNNING);
	return sl.task ? -EINTR : 0;
}

int schedule_hrtimeout_range(ktime_t *expires, u64 delta, enum hrtimer_mode mode)
{
	return schedule_hrtimeout_range_clock(expires, delta, mode, CLOCK_MONOTONIC);
}

int schedule_hrtimeout(ktime_t *expires, enum hrtimer_mode mode)
{
	return schedule_hrtimeout_range_clock(expires, 0, mode, CLOCK_MONOTONIC);
}

/**
 * schedule_timeout() - sleep until woken, at most for some jiffies
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * The task's state has been set by the caller and is TASK_RUNNING afterwards.
 *
 * Return: the jiffies left, 0 when the time was over.
 */
long schedule_timeout(long timeout)
{
	ktime_t end, left;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (timeout <= 0) {
		WARN_ONCE(timeout < 0, "schedule_timeout: timeout %ld", timeout);
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	/* Centuries are for ever, and do not overflow. */
	timeout = min_t(long, timeout, KTIME_MAX / TICK_NSEC / 4);
	end = ktime_get() + timeout * TICK_NSEC;
	schedule_hrtimeout(&end, HRTIMER_MODE_ABS);
	left = end - ktime_get();
	return left > 0 ? (left + TICK_NSEC - 1) / TICK_NSEC : 0;
}

long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_killable(long timeout)
{
	__set_current_state(TASK_KILLABLE);
	return schedule_timeout(timeout);
}

/* Not counted in the load average. */
long schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}

static void sleep_until(ktime_t end)
{
	do
		__set_current_state(TASK_UNINTERRUPTIBLE);
	while (schedule_hrtimeout(&end, HRTIMER_MODE_ABS));
}

void msleep(unsigned int msecs)
{
	sleep_until(ktime_get() + msecs * (s64)NSEC_PER_MSEC);
}

unsigned long msleep_interruptible(unsigned int msecs)
{
	ktime_t end = ktime_get() + msecs * (s64)NSEC_PER_MSEC;

	while (!signal_pending(current)) {
		__set_current_state(TASK_INTERRUPTIBLE);
		if (!schedule_hrtimeout(&end, HRTIMER_MODE_ABS))
			return 0;
	}
	return max_t(s64, end - ktime_get(), 0) / NSEC_PER_MSEC;
}

void usleep_range(unsigned long min_us, unsigned long max_us)
{
	sleep_until(ktime_get() + min_us * NSEC_PER_USEC);
}

void ndelay(unsigned long nsecs)
{
	u64 end = sched_clock() + nsecs;

	while (sched_clock() < end)
		cpu_relax();
}
