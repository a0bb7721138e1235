// SPDX-License-Identifier: GPL-2.0
/*
 * Timers that run on CPU time: POSIX timers on CPU clocks, the interval timers
 * ITIMER_PROF and ITIMER_VIRTUAL, RLIMIT_CPU and RLIMIT_RTTIME.
 *
 * There is no tick to look at them. Whenever a task gets a CPU whose group has
 * any of these (signal->cpu_timers_active), an hrtimer of that CPU is started
 * for the earliest moment at which one could expire. When it fires, the task's
 * time is up to date, what has expired is acted on, and the timer is started
 * for the rest. It never comes more often than every millisecond, so CPU timers
 * may be that much late.
 *
 * A waiting cpu_timer is on the list of the task, or of the group, whose time
 * it counts. Expired POSIX timers are collected under siglock and fired after
 * it, since their own lock is outside of it.
 *
 * Lock order: k_itimer->it_lock -> tasklist_lock -> siglock -> run queues.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/timekeeping.h>

#include "posix-cpu.h"

#define MIN_PERIOD_NS	NSEC_PER_MSEC

enum { IT_PROF, IT_VIRT };		/* indices of signal->it */

static DEFINE_PER_CPU(struct hrtimer, cpu_time_timer);

/* ---- when to look ---- */

static struct hlist_head *list_of(const struct cpu_timer *ct, struct task_struct *t)
{
	return CPUCLOCK_PERTHREAD(ct->clock) ? &t->cpu_timers.timers : &t->signal->cpu_timers.timers;
}

static u64 sample_of(const struct cpu_timer *ct, struct task_struct *t)
{
	return CPUCLOCK_PERTHREAD(ct->clock) ? cpu_clock_sample_task(ct->clock, t) :
					       cpu_clock_sample_group(ct->clock, t);
}

static u64 until(u64 expires, u64 now)
{
	return expires > now ? expires - now : 0;
}

static u64 list_next(struct hlist_head *list, struct task_struct *t)
{
	struct cpu_timer *ct;
	u64 next = KTIME_MAX;

	hlist_for_each_entry(ct, list, node)
		next = min(next, until(ct->expires, sample_of(ct, t)));
	return next;
}

static u64 group_prof(struct task_struct *t)
{
	return cpu_clock_sample_group(CPUCLOCK_PROF, t);
}

static bool rlimit_cpu_set(const struct signal_struct *sig)
{
	return sig->rlim[RLIMIT_CPU].rlim_cur != RLIM_INFINITY;
}

static u64 rlimit_ns(unsigned long seconds)
{
	return seconds >= KTIME_SEC_MAX ? KTIME_MAX : seconds * NSEC_PER_SEC;
}

/* Time a real-time task has run since it last slept. */
static u64 rt_stretch(struct task_struct *t)
{
	return task_sched_runtime(t) - t->rt.stretch_start;
}

static bool rlimit_rt_set(struct task_struct *t)
{
	return task_is_realtime(t) && task_rlimit(t, RLIMIT_RTTIME) != RLIM_INFINITY;
}

/* How long @t may run until something of its group could expire. */
static u64 next_expiry(struct task_struct *t)
	__must_hold(&t->sighand->siglock)
{
	struct signal_struct *sig = t->signal;
	u64 next = min(list_next(&t->cpu_timers.timers, t), list_next(&sig->cpu_timers.timers, t));

	if (sig->it[IT_PROF].expires)
		next = min(next, until(sig->it[IT_PROF].expires, group_prof(t)));
	if (sig->it[IT_VIRT].expires)
		next = min(next, until(sig->it[IT_VIRT].expires,
				       cpu_clock_sample_group(CPUCLOCK_VIRT, t)));
	if (rlimit_cpu_set(sig))
		next = min(next, until(rlimit_ns(sig->rlim[RLIMIT_CPU].rlim_cur), group_prof(t)));
	if (rlimit_rt_set(t))
		next = min(next, until(t->rt.next_warning_ns, rt_stretch(t)));
	return next;
}

static bool any_active(struct task_struct *t)
	__must_hold(&t->sighand->siglock)
{
	struct signal_struct *sig = t->signal;
	struct task_struct *thread;

	if (!hlist_empty(&sig->cpu_timers.timers) || sig->it[IT_PROF].expires ||
	    sig->it[IT_VIRT].expires || rlimit_cpu_set(sig))
		return true;
	for_each_thread(t, thread) {
		if (!hlist_empty(&thread->cpu_timers.timers))
			return true;
	}
	return false;
}

/* siglock is held; @t is the running task. */
static void arm(struct task_struct *t)
{
	u64 next = next_expiry(t);

	if (next == KTIME_MAX) {
		t->signal->cpu_timers_active = any_active(t);
		return;
	}
	hrtimer_start(this_cpu_ptr(&cpu_time_timer), max_t(u64, next, MIN_PERIOD_NS),
		      HRTIMER_MODE_REL);
}

/* @t, which is current, has just got the CPU. */
void posix_cpu_timers_switch_in(struct task_struct *t)
{
	if (!lock_task_sighand(t))
		return;
	arm(t);
	unlock_task_sighand(t);
}

/* The first time a task runs: limits are inherited, timers are not. */
void posix_cpu_timers_begin(struct task_struct *t)
{
	if (rlimit_cpu_set(t->signal))
		t->signal->cpu_timers_active = true;
}

/* At each interrupt point: somebody may have started a timer for us. */
void posix_cpu_timers_tick(void)
{
	struct signal_struct *sig = current->signal;

	if (likely(!READ_ONCE(sig->cpu_timers_active)))
		return;
	if (!hrtimer_is_queued(this_cpu_ptr(&cpu_time_timer)))
		posix_cpu_timers_switch_in(current);
}

/* Something of @t's group was started; siglock held. */
static void note_active(struct task_struct *t)
{
	t->signal->cpu_timers_active = true;
	if (same_thread_group(t, current))
		arm(current);
	/* Its threads on other CPUs look at their next interrupt point. */
	sched_kick_group(t->signal);
}

/* ---- expiry ---- */

/* Move what has expired of @list to @fired; sleepers are woken at once. */
static void collect(struct hlist_head *list, struct task_struct *t, struct list_head *fired)
	__must_hold(&t->sighand->siglock)
{
	struct hlist_node *next;
	struct cpu_timer *ct;

	hlist_for_each_entry_safe(ct, next, list, node) {
		struct task_struct *sleeper = ct->sleeper;

		if (ct->collected || until(ct->expires, sample_of(ct, t)))
			continue;
		hlist_del_init(&ct->node);
		if (sleeper) {
			/* It takes siglock before it leaves. */
			WRITE_ONCE(ct->sleeper, NULL);
			wake_up_process(sleeper);
		} else {
			refcount_inc(&ct->timer->refs);
			ct->collected = ct->due = true;
			list_add_tail(&ct->fire, fired);
		}
	}
}

/* Without siglock. A timer deleted or set meanwhile is not due any more. */
static void fire(struct list_head *fired, struct task_struct *t)
{
	struct cpu_timer *ct, *next;

	list_for_each_entry_safe(ct, next, fired, fire) {
		struct k_itimer *timer = ct->timer;
		bool due;

		spin_lock(&timer->it_lock);
		spin_lock(&t->sighand->siglock);
		due = ct->due;
		ct->collected = ct->due = false;
		spin_unlock(&t->sighand->siglock);
		if (due)
			posix_timer_expired(timer);
		spin_unlock(&timer->it_lock);
		posix_timer_put(timer);
	}
}

static void check_itimer(struct task_struct *t, struct cpu_itimer *it, u64 now, int sig)
	__must_hold(&t->sighand->siglock)
{
	if (!it->expires || now < it->expires)
		return;
	it->expires = it->incr ? it->expires + it->incr : 0;
	send_signal_locked(sig, SEND_SIG_PRIV, t, PIDTYPE_TGID);
}

static void check_rlimit_cpu(struct task_struct *t)
	__must_hold(&t->sighand->siglock)
{
	struct rlimit *rlim = &t->signal->rlim[RLIMIT_CPU];
	u64 now;

	if (rlim->rlim_cur == RLIM_INFINITY)
		return;
	now = group_prof(t);
	if (now >= rlimit_ns(rlim->rlim_max)) {
		pr_debug("CPU Watchdog Timeout (hard): %s[%d]\n", t->comm, t->pid);
		send_signal_locked(SIGKILL, SEND_SIG_PRIV, t, PIDTYPE_TGID);
	} else if (now >= rlimit_ns(rlim->rlim_cur)) {
		send_signal_locked(SIGXCPU, SEND_SIG_PRIV, t, PIDTYPE_TGID);
		rlim->rlim_cur++;	/* and again in a second */
	}
}

static void check_rlimit_rt(struct task_struct *t)
	__must_hold(&t->sighand->siglock)
{
	unsigned long hard = task_rlimit_max(t, RLIMIT_RTTIME);
	u64 now;

	if (!rlimit_rt_set(t))
		return;
	if (!t->rt.next_warning_ns)
		t->rt.next_warning_ns = task_rlimit(t, RLIMIT_RTTIME) * NSEC_PER_USEC;
	now = rt_stretch(t);
	if (hard != RLIM_INFINITY && now >= hard * NSEC_PER_USEC) {
		send_signal_locked(SIGKILL, SEND_SIG_PRIV, t, PIDTYPE_TGID);
	} else if (now >= t->rt.next_warning_ns) {
		send_signal_locked(SIGXCPU, SEND_SIG_PRIV, t, PIDTYPE_TGID);
		t->rt.next_warning_ns = now + NSEC_PER_SEC;
	}
}

/**
 * run_posix_cpu_timers() - act on all CPU timers of the current task's group
 *
 * Context: interrupt point, no locks held; the task's time is up to date.
 */
void run_posix_cpu_timers(void)
{
	struct task_struct *t = current;
	struct signal_struct *sig = t->signal;
	LIST_HEAD(fired);

	if (!lock_task_sighand(t))
		return;
	collect(&t->cpu_timers.timers, t, &fired);
	collect(&sig->cpu_timers.timers, t, &fired);
	check_itimer(t, &sig->it[IT_PROF], group_prof(t), SIGPROF);
	check_itimer(t, &sig->it[IT_VIRT], cpu_clock_sample_group(CPUCLOCK_VIRT, t), SIGVTALRM);
	check_rlimit_cpu(t);
	check_rlimit_rt(t);
	unlock_task_sighand(t);
	fire(&fired, t);
	if (!lock_task_sighand(t))
		return;
	arm(t);
	unlock_task_sighand(t);
}

static enum hrtimer_restart cpu_time_timer_fn(struct hrtimer *timer)
{
	/* It may have been started for a task that has left the CPU. */
	if (current->signal->cpu_timers_active || rlimit_rt_set(current))
		run_posix_cpu_timers();
	return HRTIMER_NORESTART;
}

/* ---- one timer ---- */

static struct task_struct *timer_task(const struct cpu_timer *ct)
{
	return pid_task(ct->pid, CPUCLOCK_PERTHREAD(ct->clock) ? PIDTYPE_PID : PIDTYPE_TGID);
}

/**
 * cpu_timer_enqueue() - let a CPU timer run
 * @ct: clock, pid and expiry set
 *
 * Does nothing when the task is gone: its clock stands still.
 */
void cpu_timer_enqueue(struct cpu_timer *ct)
{
	struct task_struct *t;

	read_lock(&tasklist_lock);
	t = timer_task(ct);
	if (t && lock_task_sighand(t)) {
		hlist_add_head(&ct->node, list_of(ct, t));
		note_active(t);
		unlock_task_sighand(t);
	}
	read_unlock(&tasklist_lock);
}

/* Stop it. Returns whether it was waiting. */
bool cpu_timer_dequeue(struct cpu_timer *ct)
{
	struct task_struct *t;
	bool queued = false;

	read_lock(&tasklist_lock);
	t = timer_task(ct);
	/* A task that is gone took its timers off its list. */
	if (t && lock_task_sighand(t)) {
		queued = !hlist_unhashed(&ct->node) || ct->due;
		hlist_del_init(&ct->node);
		ct->due = false;
		unlock_task_sighand(t);
	}
	read_unlock(&tasklist_lock);
	return queued;
}

/* @t is leaving its group; siglock held, tasklist_lock for writing. */
void posix_cpu_timers_exit(struct task_struct *t)
{
	struct hlist_node *next;
	struct cpu_timer *ct;

	hlist_for_each_entry_safe(ct, next, &t->cpu_timers.timers, node)
		hlist_del_init(&ct->node);
	if (!thread_group_leader(t))
		return;
	hlist_for_each_entry_safe(ct, next, &t->signal->cpu_timers.timers, node)
		hlist_del_init(&ct->node);
}

/* ---- POSIX timers ---- */

int posix_cpu_timer_create(struct k_itimer *timer)
{
	struct task_struct *t = cpu_clock_task(timer->it_clock, false);

	if (!t)
		return -EINVAL;
	timer->cpu.clock = timer->it_clock;
	timer->cpu.timer = timer;
	INIT_HLIST_NODE(&timer->cpu.node);
	timer->cpu.pid = get_task_pid(t, CPUCLOCK_PERTHREAD(timer->it_clock) ? PIDTYPE_PID :
								       PIDTYPE_TGID);
	put_task_struct(t);
	return 0;
}

ktime_t posix_cpu_timer_now(struct k_itimer *timer)
{
	struct task_struct *t;
	u64 now = timer->cpu.expires;	/* of a clock that stands still */

	read_lock(&tasklist_lock);
	t = timer_task(&timer->cpu);
	if (t)
		now = sample_of(&timer->cpu, t);
	read_unlock(&tasklist_lock);
	return now;
}

ktime_t posix_cpu_timer_expiry(struct k_itimer *timer)
{
	return timer->cpu.expires;
}

void posix_cpu_timer_arm(struct k_itimer *timer, ktime_t value, bool absolute, bool notify)
{
	ktime_t now = posix_cpu_timer_now(timer);

	timer->cpu.expires = absolute ? value : ktime_add_safe(now, value);
	if (!notify)
		return;
	/* In the past: now, not at the task's next run. */
	if ((ktime_t)timer->cpu.expires <= now)
		posix_timer_expired(timer);
	else
		cpu_timer_enqueue(&timer->cpu);
}

int posix_cpu_timer_try_cancel(struct k_itimer *timer)
{
	int queued = cpu_timer_dequeue(&timer->cpu);

	timer->cpu.expires = 0;
	return queued;
}

u64 posix_cpu_timer_forward(struct k_itimer *timer, ktime_t now)
{
	u64 interval = timer->it_interval;
	u64 overrun;

	if ((ktime_t)timer->cpu.expires > now || !interval)
		return 0;
	overrun = (now - timer->cpu.expires) / interval + 1;
	timer->cpu.expires += overrun * interval;
	return overrun;
}

void posix_cpu_timer_rearm(struct k_itimer *timer)
{
	cpu_timer_enqueue(&timer->cpu);
}

void posix_cpu_timer_delete(struct k_itimer *timer)
{
	cpu_timer_dequeue(&timer->cpu);
}

/* ---- interval timers and limits ---- */

/**
 * set_process_cpu_timer() - ITIMER_PROF or ITIMER_VIRTUAL
 * @t: a task of the group; its siglock is held
 * @which: CPUCLOCK_PROF or CPUCLOCK_VIRT
 * @newval: time from now, 0 for off; becomes the absolute expiry
 * @oldval: the absolute expiry before; becomes the time left. May be NULL
 */
void set_process_cpu_timer(struct task_struct *t, unsigned int which, u64 *newval, u64 *oldval)
{
	u64 now = cpu_clock_sample_group(which, t);

	lockdep_assert_held(&t->sighand->siglock);
	if (oldval && *oldval)
		*oldval = max_t(u64, until(*oldval, now), NSEC_PER_USEC);
	if (!*newval)
		return;
	*newval += now;
}

/* The interval timers of @t's group were changed; siglock held. */
void posix_cpu_timers_changed(struct task_struct *t)
{
	note_active(t);
}

void update_rlimit_cpu(struct task_struct *t, unsigned long seconds)
{
	if (!lock_task_sighand(t))
		return;
	note_active(t);
	unlock_task_sighand(t);
}

static int __init posix_cpu_timers_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		hrtimer_setup(per_cpu_ptr(&cpu_time_timer, cpu), cpu_time_timer_fn,
			      CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	return 0;
}
early_initcall(posix_cpu_timers_init);
