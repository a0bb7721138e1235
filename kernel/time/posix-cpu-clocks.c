// SPDX-License-Identifier: GPL-2.0
/*
 * The CPU clocks of processes and threads: reading them, and sleeping on them.
 * A negative clockid_t names the task and which of its three times is meant;
 * number 0 is the caller. posix-cpu-timers.c has the timers.
 */
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/posix-timers.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/time.h>

#include "posix-cpu.h"

u64 cpu_clock_sample_task(clockid_t clock, struct task_struct *t)
{
	u64 utime, stime;

	if (CPUCLOCK_WHICH(clock) == CPUCLOCK_SCHED)
		return task_sched_runtime(t);
	task_cputime_adjusted(t, &utime, &stime);
	return CPUCLOCK_WHICH(clock) == CPUCLOCK_VIRT ? utime : utime + stime;
}

u64 cpu_clock_sample_group(clockid_t clock, struct task_struct *t)
{
	u64 utime, stime;

	if (CPUCLOCK_WHICH(clock) == CPUCLOCK_SCHED)
		return thread_group_sched_runtime(t);
	thread_group_cputime_adjusted(t, &utime, &stime);
	return CPUCLOCK_WHICH(clock) == CPUCLOCK_VIRT ? utime : utime + stime;
}

static u64 sample(clockid_t clock, struct task_struct *t)
{
	return CPUCLOCK_PERTHREAD(clock) ? cpu_clock_sample_task(clock, t) :
					   cpu_clock_sample_group(clock, t);
}

/*
 * A thread's clock is for its own group only. A process is named by its id;
 * for reading the clock, a thread may also name its process by its own id.
 */
static bool clock_task_ok(clockid_t clock, struct task_struct *t, bool gettime)
{
	if (CPUCLOCK_PERTHREAD(clock))
		return same_thread_group(t, current);
	return thread_group_leader(t) || (gettime && t == current);
}

struct task_struct *cpu_clock_task(clockid_t clock, bool gettime)
{
	pid_t pid = CPUCLOCK_PID(clock);
	struct task_struct *t;

	if (CPUCLOCK_WHICH(clock) >= CPUCLOCK_MAX)
		return NULL;
	if (!pid)
		return get_task_struct(CPUCLOCK_PERTHREAD(clock) ? current :
							  current->group_leader);
	t = find_get_task_by_vpid(pid);
	if (t && !clock_task_ok(clock, t, gettime)) {
		put_task_struct(t);
		return NULL;
	}
	return t;
}

static int posix_cpu_clock_getres(clockid_t clock, struct timespec64 *ts)
{
	struct task_struct *t = cpu_clock_task(clock, false);

	if (!t)
		return -EINVAL;
	put_task_struct(t);
	ts->tv_sec = 0;
	/* As Linux says, though these are exact as well. */
	ts->tv_nsec = CPUCLOCK_WHICH(clock) == CPUCLOCK_SCHED ? 1 : TICK_NSEC;
	return 0;
}

/* Nobody may, but other errors come first. */
static int posix_cpu_clock_set(clockid_t clock, const struct timespec64 *ts)
{
	struct task_struct *t = cpu_clock_task(clock, false);

	if (!t)
		return -EINVAL;
	put_task_struct(t);
	return -EPERM;
}

static int posix_cpu_clock_get(clockid_t clock, struct timespec64 *ts)
{
	struct task_struct *t = cpu_clock_task(clock, true);

	if (!t)
		return -EINVAL;
	*ts = ns_to_timespec64(sample(clock, t));
	put_task_struct(t);
	return 0;
}

/* ---- sleeping ---- */

static long posix_cpu_nsleep_restart(struct restart_block *restart);

/* Sleep until the clock of @t reaches @expires; -EINTR for a signal. */
static int sleep_on_cpu_clock(clockid_t clock, struct task_struct *t, u64 expires)
{
	enum pid_type type = CPUCLOCK_PERTHREAD(clock) ? PIDTYPE_PID : PIDTYPE_TGID;
	struct cpu_timer ct = { .clock = clock, .expires = expires, .sleeper = current };

	ct.pid = get_task_pid(t, type);
	set_current_state(TASK_INTERRUPTIBLE);
	cpu_timer_enqueue(&ct);
	while (READ_ONCE(ct.sleeper) && !signal_pending(current)) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	cpu_timer_dequeue(&ct);
	put_pid(ct.pid);
	return ct.sleeper ? -EINTR : 0;
}

static long do_cpu_nsleep(clockid_t clock, bool absolute, u64 value)
{
	struct restart_block *restart = &current->restart_block;
	struct task_struct *t = cpu_clock_task(clock, false);
	u64 expires, now;
	int err;

	if (!t)
		return -EINVAL;
	expires = absolute ? value : sample(clock, t) + value;
	err = sample(clock, t) < expires ? sleep_on_cpu_clock(clock, t, expires) : 0;
	now = sample(clock, t);
	put_task_struct(t);
	if (!err || now >= expires)
		return 0;
	restart->nanosleep.clockid = clock;
	restart->nanosleep.expires = expires;
	err = nanosleep_copyout(expires - now);
	if (err == -ERESTART_RESTARTBLOCK)
		restart->fn = posix_cpu_nsleep_restart;
	return err;
}

static long posix_cpu_nsleep_restart(struct restart_block *restart)
{
	return do_cpu_nsleep(restart->nanosleep.clockid, true, restart->nanosleep.expires);
}

static int posix_cpu_nsleep(clockid_t clock, int flags, const struct timespec64 *ts)
{
	bool absolute = flags & TIMER_ABSTIME;
	long err;

	/* One's own thread does not run while it sleeps. */
	if (CPUCLOCK_PERTHREAD(clock) &&
	    (!CPUCLOCK_PID(clock) || CPUCLOCK_PID(clock) == task_pid_vnr(current)))
		return -EINVAL;
	err = do_cpu_nsleep(clock, absolute, timespec64_to_ns(ts));
	if (err == -ERESTART_RESTARTBLOCK && absolute) {
		current->restart_block.fn = NULL;
		return -ERESTARTNOHAND;
	}
	return err;
}

/* The timer half is in posix-cpu-timers.c. */
const struct k_clock clock_posix_cpu = {
	.getres			= posix_cpu_clock_getres,
	.set			= posix_cpu_clock_set,
	.get			= posix_cpu_clock_get,
	.nsleep			= posix_cpu_nsleep,
	.timer_create		= posix_cpu_timer_create,
	.timer_arm		= posix_cpu_timer_arm,
	.timer_try_cancel	= posix_cpu_timer_try_cancel,
	.timer_forward		= posix_cpu_timer_forward,
	.timer_rearm		= posix_cpu_timer_rearm,
	.timer_expiry		= posix_cpu_timer_expiry,
	.timer_now		= posix_cpu_timer_now,
	.timer_delete		= posix_cpu_timer_delete,
};
