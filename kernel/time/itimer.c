// SPDX-License-Identifier: GPL-2.0
/*
 * Interval timers: getitimer(2), setitimer(2), alarm(2). ITIMER_REAL is an
 * hrtimer of the process; it is started again when its signal is taken, by
 * kernel/signal_queue.c. The other two count CPU time (posix-cpu-timers.c).
 *
 * Locks: siglock for all of it.
 */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/posix-timers.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/time64.h>
#include <linux/uaccess.h>

static int itimer_index(int which)
{
	return which == ITIMER_PROF ? 0 : 1;
}

static clockid_t itimer_clock(int which)
{
	return which == ITIMER_PROF ? CPUCLOCK_PROF : CPUCLOCK_VIRT;
}

/* 0 when it is off, else at least a microsecond: it is not over yet. */
static ktime_t real_left(struct hrtimer *timer)
{
	if (!hrtimer_active(timer))
		return 0;
	return max_t(ktime_t, hrtimer_get_remaining(timer), NSEC_PER_USEC);
}

static void get_cpu_itimer(struct task_struct *t, int which, struct itimerspec64 *value)
{
	struct cpu_itimer *it = &t->signal->it[itimer_index(which)];
	u64 left = it->expires;
	u64 off = 0;

	set_process_cpu_timer(t, itimer_clock(which), &off, &left);
	value->it_value = ns_to_timespec64(left);
	value->it_interval = ns_to_timespec64(it->incr);
}

static int do_getitimer(int which, struct itimerspec64 *value)
{
	struct task_struct *t = current;

	switch (which) {
	case ITIMER_REAL:
		spin_lock(&t->sighand->siglock);
		value->it_value = ktime_to_timespec64(real_left(&t->signal->real_timer));
		value->it_interval = ktime_to_timespec64(t->signal->it_real_incr);
		spin_unlock(&t->sighand->siglock);
		return 0;
	case ITIMER_VIRTUAL:
	case ITIMER_PROF:
		spin_lock(&t->sighand->siglock);
		get_cpu_itimer(t, which, value);
		spin_unlock(&t->sighand->siglock);
		return 0;
	}
	return -EINVAL;
}

enum hrtimer_restart it_real_fn(struct hrtimer *timer)
{
	struct signal_struct *sig = container_of(timer, struct signal_struct, real_timer);

	kill_pid_info(SIGALRM, SEND_SIG_PRIV, sig->pids[PIDTYPE_TGID]);
	return HRTIMER_NORESTART;
}

static void set_real(struct task_struct *t, const struct itimerspec64 *value,
		     struct itimerspec64 *old)
{
	struct hrtimer *timer = &t->signal->real_timer;
	ktime_t expires = timespec64_to_ktime(value->it_value);

	for (;;) {
		spin_lock(&t->sighand->siglock);
		if (old) {
			old->it_value = ktime_to_timespec64(real_left(timer));
			old->it_interval = ktime_to_timespec64(t->signal->it_real_incr);
		}
		if (hrtimer_try_to_cancel(timer) >= 0)
			break;
		/* Its function wants siglock: let it. */
		spin_unlock(&t->sighand->siglock);
		cpu_relax();
	}
	t->signal->it_real_incr = expires ? timespec64_to_ktime(value->it_interval) : 0;
	if (expires)
		hrtimer_start(timer, expires, HRTIMER_MODE_REL);
	spin_unlock(&t->sighand->siglock);
}

static void set_cpu_itimer(struct task_struct *t, int which, const struct itimerspec64 *value,
			   struct itimerspec64 *old)
{
	struct cpu_itimer *it = &t->signal->it[itimer_index(which)];
	u64 expires = timespec64_to_ns(&value->it_value);
	u64 left, incr;

	spin_lock(&t->sighand->siglock);
	left = it->expires;
	incr = it->incr;
	set_process_cpu_timer(t, itimer_clock(which), &expires, &left);
	it->expires = expires;
	it->incr = timespec64_to_ns(&value->it_interval);
	if (expires)
		posix_cpu_timers_changed(t);
	spin_unlock(&t->sighand->siglock);
	if (old) {
		old->it_value = ns_to_timespec64(left);
		old->it_interval = ns_to_timespec64(incr);
	}
}

static int do_setitimer(int which, const struct itimerspec64 *value, struct itimerspec64 *old)
{
	switch (which) {
	case ITIMER_REAL:
		set_real(current, value, old);
		return 0;
	case ITIMER_VIRTUAL:
	case ITIMER_PROF:
		set_cpu_itimer(current, which, value, old);
		return 0;
	}
	return -EINVAL;
}

/* ---- system calls ---- */

static int put_itimerval(struct __kernel_old_itimerval __user *uit, const struct itimerspec64 *it)
{
	struct __kernel_old_itimerval v = {
		.it_interval.tv_sec	= it->it_interval.tv_sec,
		.it_interval.tv_usec	= it->it_interval.tv_nsec / NSEC_PER_USEC,
		.it_value.tv_sec	= it->it_value.tv_sec,
		.it_value.tv_usec	= it->it_value.tv_nsec / NSEC_PER_USEC,
	};

	return copy_to_user(uit, &v, sizeof(v)) ? -EFAULT : 0;
}

static bool timeval_valid(const struct __kernel_old_timeval *tv)
{
	return tv->tv_sec >= 0 && (unsigned long)tv->tv_usec < USEC_PER_SEC;
}

static int get_itimerval(struct itimerspec64 *it, const struct __kernel_old_itimerval __user *uit)
{
	struct __kernel_old_itimerval v;

	if (copy_from_user(&v, uit, sizeof(v)))
		return -EFAULT;
	if (!timeval_valid(&v.it_value) || !timeval_valid(&v.it_interval))
		return -EINVAL;
	it->it_interval.tv_sec = v.it_interval.tv_sec;
	it->it_interval.tv_nsec = v.it_interval.tv_usec * NSEC_PER_USEC;
	it->it_value.tv_sec = v.it_value.tv_sec;
	it->it_value.tv_nsec = v.it_value.tv_usec * NSEC_PER_USEC;
	return 0;
}

SYSCALL_DEFINE2(getitimer, int, which, struct __kernel_old_itimerval __user *, uvalue)
{
	struct itimerspec64 value;
	int err = do_getitimer(which, &value);

	return err ?: put_itimerval(uvalue, &value);
}

/* No new value means 0, as ever. */
SYSCALL_DEFINE3(setitimer, int, which, struct __kernel_old_itimerval __user *, uvalue,
		struct __kernel_old_itimerval __user *, uold)
{
	struct itimerspec64 value = { }, old;
	int err = uvalue ? get_itimerval(&value, uvalue) : 0;

	if (!err)
		err = do_setitimer(which, &value, uold ? &old : NULL);
	if (!err && uold)
		err = put_itimerval(uold, &old);
	return err;
}

/* Seconds left of the alarm before, rounded, but never to 0. */
SYSCALL_DEFINE1(alarm, unsigned int, seconds)
{
	struct itimerspec64 value = { .it_value.tv_sec = min(seconds, (unsigned int)INT_MAX) };
	struct itimerspec64 old;

	set_real(current, &value, &old);
	if ((!old.it_value.tv_sec && old.it_value.tv_nsec) ||
	    old.it_value.tv_nsec >= NSEC_PER_SEC / 2)
		old.it_value.tv_sec++;
	return old.it_value.tv_sec;
}
