// SPDX-License-Identifier: GPL-2.0
/*
 * The clocks of clock_gettime(2) and its family: a table of what each of them
 * can do, and the system calls, which only look into it.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/nospec.h>
#include <linux/posix-timers.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/timex.h>
#include <linux/uaccess.h>

/* ---- the clocks ---- */

static int res_hr(clockid_t clock, struct timespec64 *ts)
{
	*ts = (struct timespec64){ .tv_nsec = 1 };
	return 0;
}

static int res_coarse(clockid_t clock, struct timespec64 *ts)
{
	*ts = (struct timespec64){ .tv_nsec = TICK_NSEC };
	return 0;
}

static int get_realtime(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_real_ts64(ts);
	return 0;
}

static int get_monotonic(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_ts64(ts);
	return 0;
}

static int get_raw(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_raw_ts64(ts);
	return 0;
}

static int get_realtime_coarse(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_coarse_real_ts64(ts);
	return 0;
}

static int get_monotonic_coarse(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_coarse_ts64(ts);
	return 0;
}

static int get_boottime(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_boottime_ts64(ts);
	return 0;
}

static int get_tai(clockid_t clock, struct timespec64 *ts)
{
	ktime_get_clocktai_ts64(ts);
	return 0;
}

static int set_realtime(clockid_t clock, const struct timespec64 *ts)
{
	return settime_checked(ts);
}

static int adj_realtime(clockid_t clock, struct __kernel_timex *tx)
{
	return do_adjtimex(tx);
}

static int sleep_on(clockid_t clock, int flags, const struct timespec64 *ts)
{
	return hrtimer_nanosleep(timespec64_to_ktime(*ts),
				 flags & TIMER_ABSTIME ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL,
				 clock);
}

/* Alarm clocks would wake a suspended machine; this one is never suspended. */
static int sleep_on_alarm(clockid_t clock, int flags, const struct timespec64 *ts)
{
	if (!capable(CAP_WAKE_ALARM))
		return -EPERM;
	return sleep_on(clock, flags, ts);
}

/* ---- timers on them: hrtimers ---- */

static int hr_timer_create(struct k_itimer *timer)
{
	/* The wall clock itself, even for relative times: only start differs. */
	hrtimer_setup(&timer->real, posix_timer_fn, timer->it_clock, HRTIMER_MODE_ABS);
	return 0;
}

static int alarm_timer_create(struct k_itimer *timer)
{
	if (!capable(CAP_WAKE_ALARM))
		return -EPERM;
	return hr_timer_create(timer);
}

static void hr_timer_arm(struct k_itimer *timer, ktime_t value, bool absolute, bool notify)
{
	clockid_t clock = timer->it_clock;

	/* Relative to the wall clock means not to be moved by setting it. */
	hrtimer_setup(&timer->real, posix_timer_fn, clock,
		      absolute ? HRTIMER_MODE_ABS : HRTIMER_MODE_REL);
	if (!absolute)
		value = ktime_add_safe(hrtimer_cb_get_time(&timer->real), value);
	hrtimer_set_expires(&timer->real, value);
	if (notify)
		hrtimer_start(&timer->real, value, HRTIMER_MODE_ABS);
}

static int hr_timer_try_cancel(struct k_itimer *timer)
{
	return hrtimer_try_to_cancel(&timer->real);
}

static u64 hr_timer_forward(struct k_itimer *timer, ktime_t now)
{
	return hrtimer_forward(&timer->real, now, timer->it_interval);
}

static void hr_timer_rearm(struct k_itimer *timer)
{
	hrtimer_restart(&timer->real);
}

static ktime_t hr_timer_expiry(struct k_itimer *timer)
{
	return hrtimer_get_expires(&timer->real);
}

static ktime_t hr_timer_now(struct k_itimer *timer)
{
	return hrtimer_cb_get_time(&timer->real);
}

static void hr_timer_delete(struct k_itimer *timer)
{
	hrtimer_cancel(&timer->real);
}

#define HR_TIMER_OPS						\
	.timer_arm		= hr_timer_arm,			\
	.timer_try_cancel	= hr_timer_try_cancel,		\
	.timer_forward		= hr_timer_forward,		\
	.timer_rearm		= hr_timer_rearm,		\
	.timer_expiry		= hr_timer_expiry,		\
	.timer_now		= hr_timer_now,			\
	.timer_delete		= hr_timer_delete

/* ---- CPU clocks of the caller ---- */

#define PROCESS_CLOCK	MAKE_PROCESS_CPUCLOCK(0, CPUCLOCK_SCHED)
#define THREAD_CLOCK	MAKE_THREAD_CPUCLOCK(0, CPUCLOCK_SCHED)

static int process_cpu_getres(clockid_t clock, struct timespec64 *ts)
{
	return clock_posix_cpu.getres(PROCESS_CLOCK, ts);
}

static int process_cpu_get(clockid_t clock, struct timespec64 *ts)
{
	return clock_posix_cpu.get(PROCESS_CLOCK, ts);
}

static int process_cpu_nsleep(clockid_t clock, int flags, const struct timespec64 *ts)
{
	return clock_posix_cpu.nsleep(PROCESS_CLOCK, flags, ts);
}

static int process_cpu_timer_create(struct k_itimer *timer)
{
	timer->it_clock = PROCESS_CLOCK;
	timer->kclock = &clock_posix_cpu;
	return clock_posix_cpu.timer_create(timer);
}

static int thread_cpu_getres(clockid_t clock, struct timespec64 *ts)
{
	return clock_posix_cpu.getres(THREAD_CLOCK, ts);
}

static int thread_cpu_get(clockid_t clock, struct timespec64 *ts)
{
	return clock_posix_cpu.get(THREAD_CLOCK, ts);
}

static int thread_cpu_timer_create(struct k_itimer *timer)
{
	timer->it_clock = THREAD_CLOCK;
	timer->kclock = &clock_posix_cpu;
	return clock_posix_cpu.timer_create(timer);
}

static const struct k_clock posix_clocks[] = {
	[CLOCK_REALTIME] = {
		.getres = res_hr, .get = get_realtime, .set = set_realtime,
		.adj = adj_realtime, .nsleep = sleep_on,
		.timer_create = hr_timer_create, HR_TIMER_OPS,
	},
	[CLOCK_MONOTONIC] = {
		.getres = res_hr, .get = get_monotonic, .nsleep = sleep_on,
		.timer_create = hr_timer_create, HR_TIMER_OPS,
	},
	[CLOCK_PROCESS_CPUTIME_ID] = {
		.getres = process_cpu_getres, .get = process_cpu_get,
		.nsleep = process_cpu_nsleep, .timer_create = process_cpu_timer_create,
	},
	[CLOCK_THREAD_CPUTIME_ID] = {
		.getres = thread_cpu_getres, .get = thread_cpu_get,
		.timer_create = thread_cpu_timer_create,
	},
	[CLOCK_MONOTONIC_RAW] = { .getres = res_hr, .get = get_raw },
	[CLOCK_REALTIME_COARSE] = { .getres = res_coarse, .get = get_realtime_coarse },
	[CLOCK_MONOTONIC_COARSE] = { .getres = res_coarse, .get = get_monotonic_coarse },
	[CLOCK_BOOTTIME] = {
		.getres = res_hr, .get = get_boottime, .nsleep = sleep_on,
		.timer_create = hr_timer_create, HR_TIMER_OPS,
	},
	[CLOCK_REALTIME_ALARM] = {
		.getres = res_hr, .get = get_realtime, .nsleep = sleep_on_alarm,
		.timer_create = alarm_timer_create, HR_TIMER_OPS,
	},
	[CLOCK_BOOTTIME_ALARM] = {
		.getres = res_hr, .get = get_boottime, .nsleep = sleep_on_alarm,
		.timer_create = alarm_timer_create, HR_TIMER_OPS,
	},
	[CLOCK_TAI] = {
		.getres = res_hr, .get = get_tai, .nsleep = sleep_on,
		.timer_create = hr_timer_create, HR_TIMER_OPS,
	},
};

const struct k_clock *clockid_to_kclock(clockid_t clock)
{
	const struct k_clock *kc;

	if (clock < 0) {
		/* Clocks that are files (PTP devices) do not exist here. */
		if ((clock & CLOCKFD_MASK) == CLOCKFD)
			return NULL;
		return &clock_posix_cpu;
	}
	if (clock >= (clockid_t)ARRAY_SIZE(posix_clocks))
		return NULL;
	kc = &posix_clocks[array_index_nospec(clock, ARRAY_SIZE(posix_clocks))];
	return kc->get ? kc : NULL;
}

/* ---- system calls ---- */

SYSCALL_DEFINE2(clock_settime, clockid_t, clock, const struct __kernel_timespec __user *, tp)
{
	const struct k_clock *kc = clockid_to_kclock(clock);
	struct timespec64 ts;

	if (!kc || !kc->set)
		return -EINVAL;
	if (get_timespec64(&ts, tp))
		return -EFAULT;
	return kc->set(clock, &ts);
}

SYSCALL_DEFINE2(clock_gettime, clockid_t, clock, struct __kernel_timespec __user *, tp)
{
	const struct k_clock *kc = clockid_to_kclock(clock);
	struct timespec64 ts;
	int err;

	if (!kc)
		return -EINVAL;
	err = kc->get(clock, &ts);
	if (!err && put_timespec64(&ts, tp))
		err = -EFAULT;
	return err;
}

SYSCALL_DEFINE2(clock_getres, clockid_t, clock, struct __kernel_timespec __user *, tp)
{
	const struct k_clock *kc = clockid_to_kclock(clock);
	struct timespec64 ts;
	int err;

	if (!kc)
		return -EINVAL;
	err = kc->getres(clock, &ts);
	if (!err && tp && put_timespec64(&ts, tp))
		err = -EFAULT;
	return err;
}

SYSCALL_DEFINE2(clock_adjtime, clockid_t, clock, struct __kernel_timex __user *, utx)
{
	const struct k_clock *kc;
	struct __kernel_timex tx;
	int err;

	if (copy_from_user(&tx, utx, sizeof(tx)))
		return -EFAULT;
	kc = clockid_to_kclock(clock);
	if (!kc)
		return -EINVAL;
	if (!kc->adj)
		return -EOPNOTSUPP;
	err = kc->adj(clock, &tx);
	if (err >= 0 && copy_to_user(utx, &tx, sizeof(tx)))
		return -EFAULT;
	return err;
}

SYSCALL_DEFINE4(clock_nanosleep, clockid_t, clock, int, flags,
		const struct __kernel_timespec __user *, rqtp,
		struct __kernel_timespec __user *, rmtp)
{
	const struct k_clock *kc = clockid_to_kclock(clock);
	struct timespec64 ts;

	if (!kc)
		return -EINVAL;
	if (!kc->nsleep)
		return -EOPNOTSUPP;
	if (get_timespec64(&ts, rqtp))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	current->restart_block.fn = NULL;
	current->restart_block.nanosleep.rmtp = flags & TIMER_ABSTIME ? NULL : rmtp;
	return kc->nsleep(clock, flags, &ts);
}
