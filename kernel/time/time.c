// SPDX-License-Identifier: GPL-2.0
/* The older calls about time: gettimeofday(2), settimeofday(2), time(2), times(2). */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/timex.h>
#include <linux/uaccess.h>
#include <uapi/linux/times.h>

/* Kept for those who ask; nothing here depends on it. */
static struct timezone sys_tz;

int settime_checked(const struct timespec64 *ts)
{
	int err;

	if (!timespec64_valid_settod(ts))
		return -EINVAL;
	if (!capable(CAP_SYS_TIME))
		return -EPERM;
	err = do_settimeofday64(ts);
	if (!err)
		ntp_clear();
	return err;
}

SYSCALL_DEFINE1(time, __kernel_old_time_t __user *, tloc)
{
	__kernel_old_time_t now = ktime_get_real_seconds();

	if (tloc && put_user(now, tloc))
		return -EFAULT;
	return now;
}

SYSCALL_DEFINE2(gettimeofday, struct __kernel_old_timeval __user *, tv,
		struct timezone __user *, tz)
{
	struct timespec64 ts;

	if (tv) {
		ktime_get_real_ts64(&ts);
		if (put_user(ts.tv_sec, &tv->tv_sec) ||
		    put_user(ts.tv_nsec / NSEC_PER_USEC, &tv->tv_usec))
			return -EFAULT;
	}
	if (tz && copy_to_user(tz, &sys_tz, sizeof(sys_tz)))
		return -EFAULT;
	return 0;
}

static int set_timezone(const struct timezone *tz)
{
	if (!capable(CAP_SYS_TIME))
		return -EPERM;
	if (tz->tz_minuteswest > 15 * 60 || tz->tz_minuteswest < -15 * 60)
		return -EINVAL;
	sys_tz = *tz;
	return 0;
}

SYSCALL_DEFINE2(settimeofday, struct __kernel_old_timeval __user *, utv,
		struct timezone __user *, utz)
{
	struct __kernel_old_timeval tv;
	struct timespec64 ts;
	struct timezone tz;
	int err;

	if (utv) {
		if (copy_from_user(&tv, utv, sizeof(tv)))
			return -EFAULT;
		if (tv.tv_usec < 0 || tv.tv_usec > USEC_PER_SEC)
			return -EINVAL;
		ts.tv_sec = tv.tv_sec;
		ts.tv_nsec = tv.tv_usec * NSEC_PER_USEC;
		if (!timespec64_valid(&ts))
			return -EINVAL;
	}
	if (utz && copy_from_user(&tz, utz, sizeof(tz)))
		return -EFAULT;
	if (!utv && !utz)
		return capable(CAP_SYS_TIME) ? 0 : -EPERM;
	if (utz) {
		err = set_timezone(&tz);
		if (err)
			return err;
	}
	return utv ? settime_checked(&ts) : 0;
}

SYSCALL_DEFINE1(times, struct tms __user *, tbuf)
{
	u64 utime, stime;
	struct tms tms;

	if (tbuf) {
		thread_group_cputime_adjusted(current, &utime, &stime);
		tms.tms_utime = nsec_to_clock_t(utime);
		tms.tms_stime = nsec_to_clock_t(stime);
		spin_lock(&current->sighand->siglock);
		tms.tms_cutime = nsec_to_clock_t(current->signal->cutime);
		tms.tms_cstime = nsec_to_clock_t(current->signal->cstime);
		spin_unlock(&current->sighand->siglock);
		if (copy_to_user(tbuf, &tms, sizeof(tms)))
			return -EFAULT;
	}
	return (long)jiffies_64_to_clock_t(get_jiffies_64());
}
