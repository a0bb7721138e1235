// SPDX-License-Identifier: GPL-2.0
/*
 * The core of the scheduler: run queues, waking, switching.
 *
 * Each CPU has a run queue with its own lock. A task is on one queue (on_rq),
 * runs (on_cpu), or sleeps; sched classes (rt.c, fair.c, idle.c) order the
 * queue, and everything here is the same for all of them.
 *
 * Waking a task up (try_to_wake_up):
 *	sleeper				waker
 *	  __state = SLEEPING		  condition = true
 *	  full barrier			  full barrier
 *	  if (condition) ...		  if (__state is SLEEPING) ...
 *	  schedule(): under rq->lock	  under pi_lock:
 *	    on_rq = 0			    on_rq? then under rq->lock: it never left
 *	    switch away			    wait until on_cpu == 0: it is off its
 *	    on_cpu = 0			    stack; then queue it anywhere
 *
 * schedule() holds rq->lock across the switch; whoever runs next releases it.
 * A task counts the lock in its own preempt_count, which is therefore right
 * again when it comes back; a new task starts with a count of one.
 *
 * Nothing is ever preempted in the kernel: a task gives up the CPU in
 * schedule(), cond_resched(), or on its way back to the guest.
 *
 * Left out against Linux: deadline scheduling, groups (cgroups), core
 * scheduling, CPU hotplug.
 */
#include <linux/sched.h>
#include <linux/blkdev.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/posix-timers.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>
#include <asm/irq.h>

#include "sched.h"

DEFINE_PER_CPU(struct rq, runqueues);

void __weak smp_send_reschedule(int cpu)
{
}

void __weak arch_spin_yield(void)
{
}

/* Sleeping with requests held back would be waiting for oneself. */
void __weak blk_flush_plug(struct task_struct *p)
{
}

/* ---- locking ---- */

/* The run queue of @p, locked; the caller has @p->pi_lock. */
static struct rq *lock_rq_of(struct task_struct *p)
	__must_hold(&p->pi_lock)
{
	for (;;) {
		struct rq *rq = task_rq(p);

		spin_lock(&rq->lock);
		if (rq == task_rq(p) && !task_on_rq_migrating(p)) {
			update_rq_clock(rq);
			return rq;
		}
		spin_unlock(&rq->lock);
		while (task_on_rq_migrating(p))
			cpu_relax();
	}
}

struct rq *task_rq_lock(struct task_struct *p)
{
	spin_lock(&p->pi_lock);
	return lock_rq_of(p);
}

void task_rq_unlock(struct rq *rq, struct task_struct *p)
{
	spin_unlock(&rq->lock);
	spin_unlock(&p->pi_lock);
}

/* ---- accounting and queueing ---- */

/**
 * update_curr() - charge the running task for the time up to rq->clock
 * @rq: locked, clock fresh
 */
void update_curr(struct rq *rq)
{
	struct task_struct *p = rq->curr;
	s64 ns = rq->clock - p->se.exec_start;

	if (ns <= 0 || p == rq->idle)
		return;
	p->se.exec_start = rq->clock;
	p->se.sum_exec_runtime += ns;
	rq->stats.cpu_time += ns;
	atomic64_add(ns, &p->signal->cpu_runtime);
	p->sched_class->account(rq, p, ns);
}

void activate_task(struct rq *rq, struct task_struct *p, int flags)
{
	calc_load_catch_up(rq->clock);
	p->sched_class->enqueue(rq, p, flags);
	rq->nr_running++;
	p->sched_info.last_queued = rq->clock;
	p->on_rq = TASK_ON_RQ_QUEUED;
}

void deactivate_task(struct rq *rq, struct task_struct *p, int flags)
{
	calc_load_catch_up(rq->clock);
	p->on_rq = flags & DEQUEUE_SLEEP ? 0 : TASK_ON_RQ_MIGRATING;
	rq->nr_running--;
	p->sched_class->dequeue(rq, p, flags);
}

/* The CPU shall call schedule() soon. */
void resched_curr(struct rq *rq)
{
	lockdep_assert_held(&rq->lock);
	if (test_tsk_thread_flag(rq->curr, TIF_NEED_RESCHED))
		return;
	set_tsk_thread_flag(rq->curr, TIF_NEED_RESCHED);
	if (rq->cpu != raw_smp_processor_id())
		smp_send_reschedule(rq->cpu);
}

void resched_curr_cpu(int cpu)
{
	struct rq *rq = cpu_rq(cpu);

	spin_lock(&rq->lock);
	resched_curr(rq);
	spin_unlock(&rq->lock);
}

/* @p became runnable on @rq: must the running task go? */
void check_preempt(struct rq *rq, struct task_struct *p)
{
	struct task_struct *curr = rq->curr;

	if (p->sched_class->rank > curr->sched_class->rank)
		resched_curr(rq);
	else if (p->sched_class == curr->sched_class && curr->sched_class->preempts(rq, p))
		resched_curr(rq);
	else
		arm_slice_timer(rq);
}

/* Under the locks that make @p's queue stand still. */
void set_task_cpu(struct task_struct *p, int cpu)
{
	if (p->cpu != cpu)
		migrate_vruntime(p, cpu_rq(p->cpu), cpu_rq(cpu));
	task_thread_info(p)->cpu = cpu;
	WRITE_ONCE(p->cpu, cpu);
}

/* ---- time slices ---- */

static void arm_slice_in(struct rq *rq, s64 ns)
{
	ktime_t end = ktime_get() + max_t(s64, ns, 0);

	/* One that comes too early is armed again when it fires. */
	if (hrtimer_is_queued(&rq->slice_timer) && hrtimer_get_expires(&rq->slice_timer) <= end)
		return;
	hrtimer_start(&rq->slice_timer, end, HRTIMER_MODE_ABS);
}

/**
 * arm_slice_timer() - see to it that the running task's slice ends
 * @rq: locked
 *
 * Alone on its CPU a task has no slice, and there is no timer. Another CPU's
 * timer cannot be armed from here: that CPU is asked to look itself.
 */
void arm_slice_timer(struct rq *rq)
{
	struct task_struct *p = rq->curr;
	s64 left;

	if (rq->nr_running < 2 || p == rq->idle)
		return;
	left = p->sched_class->slice_left(rq, p);
	if (left == NO_SLICE_END)
		return;
	if (rq->cpu == raw_smp_processor_id())
		arm_slice_in(rq, left);
	else
		smp_send_reschedule(rq->cpu);
}

/* Is the slice over? Runs at interrupt points. */
void scheduler_tick(void)
{
	struct rq *rq = this_rq();
	struct task_struct *p;
	s64 left;

	hrtimer_recheck();
	posix_cpu_timers_tick();
	/* Racy, but whoever makes it 2 sends us here again. */
	if (READ_ONCE(rq->nr_running) < 2)
		return;
	spin_lock(&rq->lock);
	update_rq_clock(rq);
	update_curr(rq);
	p = rq->curr;
	left = p->sched_class->slice_left(rq, p);
	if (left <= 0)
		p->sched_class->slice_end(rq, p);
	else if (left != NO_SLICE_END)
		arm_slice_in(rq, left);
	spin_unlock(&rq->lock);
	push_overload(rq);
}

static enum hrtimer_restart slice_timer_fn(struct hrtimer *timer)
{
	scheduler_tick();
	return HRTIMER_NORESTART;
}

/* ---- waking ---- */

static void ttwu_activate(struct rq *rq, struct task_struct *p)
{
	if (p->contributes_to_load)
		rq->nr_uninterruptible--;
	p->contributes_to_load = false;
	rq->stats.ttwu_count++;
	rq->stats.ttwu_local += rq->cpu == raw_smp_processor_id();
	activate_task(rq, p, ENQUEUE_WAKEUP);
	check_preempt(rq, p);
	WRITE_ONCE(p->__state, TASK_RUNNING);
}

/* It set its state but has not left the run queue yet: it need not. */
static bool ttwu_runnable(struct task_struct *p)
{
	struct rq *rq = lock_rq_of(p);
	bool queued = task_on_rq_queued(p);

	if (queued) {
		if (!p->on_cpu)
			check_preempt(rq, p);
		WRITE_ONCE(p->__state, TASK_RUNNING);
	}
	spin_unlock(&rq->lock);
	return queued;
}

static void ttwu_queue(struct task_struct *p)
{
	struct rq *rq;

	if (p->in_iowait)
		atomic_dec(&task_rq(p)->nr_iowait);
	set_task_cpu(p, select_task_rq(p));
	rq = task_rq(p);
	spin_lock(&rq->lock);
	update_rq_clock(rq);
	ttwu_activate(rq, p);
	spin_unlock(&rq->lock);
}

/**
 * try_to_wake_up() - make a task run if it sleeps in one of some states
 * @p: the task; the caller knows that it cannot vanish
 * @state: TASK_* bits
 * @wake_flags: not used
 *
 * Everything the caller wrote before is visible to the woken task.
 *
 * Context: any but under a run queue's lock. Return: whether its state was
 * changed.
 */
bool try_to_wake_up(struct task_struct *p, unsigned int state, int wake_flags)
{
	bool woken = false;

	if (p == current) {
		/* Not asleep yet, and on this CPU nobody can be in between. */
		if (!(READ_ONCE(p->__state) & state))
			return false;
		WRITE_ONCE(p->__state, TASK_RUNNING);
		return true;
	}
	spin_lock(&p->pi_lock);
	smp_mb();
	if (!(READ_ONCE(p->__state) & state))
		goto out;
	woken = true;
	/* Read on_rq after the state: the mirror of schedule()'s order. */
	smp_rmb();
	if (READ_ONCE(p->on_rq) && ttwu_runnable(p))
		goto out;
	/* Off the queue; wait until it is off its stack too. */
	smp_cond_load_acquire(&p->on_cpu, !VAL);
	ttwu_queue(p);
out:
	spin_unlock(&p->pi_lock);
	return woken;
}

bool wake_up_process(struct task_struct *p)
{
	return try_to_wake_up(p, TASK_NORMAL, 0);
}

bool wake_up_state(struct task_struct *p, unsigned int state)
{
	return try_to_wake_up(p, state, 0);
}

/* ---- birth ---- */

static void reset_policy_on_fork(struct task_struct *p)
{
	if (rt_policy(p->policy)) {
		p->policy = SCHED_NORMAL;
		p->static_prio = NICE_TO_PRIO(0);
		p->rt_priority = 0;
	} else if (PRIO_TO_NICE(p->static_prio) < 0) {
		p->static_prio = NICE_TO_PRIO(0);
	}
	p->sched_reset_on_fork = false;
}

/**
 * sched_fork() - the scheduler's part of a new task
 * @clone_flags: CLONE_*
 * @p: copy of the current task, seen by nobody yet
 *
 * Return: 0.
 */
int sched_fork(unsigned long clone_flags, struct task_struct *p)
{
	p->__state = TASK_NEW;
	p->on_rq = 0;
	p->on_cpu = 0;
	p->in_iowait = false;
	p->contributes_to_load = false;
	p->nvcsw = p->nivcsw = 0;
	memset(&p->sched_info, 0, sizeof(p->sched_info));
	p->se = (struct sched_entity){ .vruntime = p->se.vruntime };
	RB_CLEAR_NODE(&p->se.run_node);
	INIT_LIST_HEAD(&p->rt.run_list);
	p->rt.time_slice_ns = RR_TIMESLICE_NS;
	spin_lock_init(&p->pi_lock);
	p->pi_waiters = RB_ROOT_CACHED;
	p->pi_top_task = NULL;
	p->pi_blocked_on = NULL;
	if (p->sched_reset_on_fork)
		reset_policy_on_fork(p);
	if (is_idle_task(current)) {
		/* init and kthreadd: not bound as their parent is. */
		cpumask_setall(&p->cpus_mask);
		p->nr_cpus_allowed = NR_CPUS;
	}
	p->normal_prio = normal_prio(p);
	/* A boost is not inherited. */
	set_class_from_prio(p, p->normal_prio);
	set_load_weight(p);
	p->cpu = raw_smp_processor_id();
	task_thread_info(p)->cpu = p->cpu;
	/* It begins with the run queue's lock held, see schedule_tail(). */
	task_thread_info(p)->preempt_count = 1;
	return 0;
}

/**
 * wake_up_new_task() - let a new task run for the first time
 * @p: from sched_fork(), complete
 */
void wake_up_new_task(struct task_struct *p)
{
	struct rq *rq;

	spin_lock(&p->pi_lock);
	WRITE_ONCE(p->__state, TASK_RUNNING);
	set_task_cpu(p, select_task_rq(p));
	rq = task_rq(p);
	spin_lock(&rq->lock);
	update_rq_clock(rq);
	update_curr(rq);
	activate_task(rq, p, ENQUEUE_INITIAL);
	check_preempt(rq, p);
	task_rq_unlock(rq, p);
}

/* ---- switching ---- */

/* The lock taken by the task before us is ours now. */
static void rq_lock_handed_over(struct rq *rq)
{
	lockdep_set_owner(&rq->lock.dep_map, current);
}

/*
 * Off @prev's stack: it may run elsewhere from now on, or be freed. The lock
 * is that of the CPU we are on now.
 */
static void finish_switch(struct task_struct *prev)
{
	struct rq *rq = this_rq();
	bool dead = READ_ONCE(prev->__state) == TASK_DEAD;
	bool migrating = task_on_rq_migrating(prev);

	rq_lock_handed_over(rq);
	smp_store_release(&prev->on_cpu, 0);
	spin_unlock(&rq->lock);
	if (unlikely(migrating))
		place_migrating_task(prev);
	if (unlikely(dead))
		put_task_struct(prev);
	if (unlikely(current->signal->cpu_timers_active || task_is_realtime(current)))
		posix_cpu_timers_switch_in(current);
}

/* The first thing a new task does, on its own stack. */
void schedule_tail(struct task_struct *prev)
{
	posix_cpu_timers_begin(current);
	finish_switch(prev);
	if (current->set_child_tid && put_user(task_pid_vnr(current), current->set_child_tid))
		current->set_child_tid = NULL;
}

static void note_run_start(struct rq *rq, struct task_struct *p)
{
	u64 waited = rq->clock - p->sched_info.last_queued;

	if (p == rq->idle)
		return;
	p->sched_info.pcount++;
	p->sched_info.run_delay += waited;
	rq->stats.pcount++;
	rq->stats.run_delay += waited;
}

static struct task_struct *pick_next_task(struct rq *rq)
{
	const struct sched_class *class;

	/* Nearly always everybody is fair. */
	if (likely(!rq->rt.nr_running && rq->cfs.nr_running))
		return fair_sched_class.pick(rq);
	for_each_class(class) {
		struct task_struct *p = class->pick(rq);

		if (p)
			return p;
	}
	BUG();
}

/* Take a task off the queue that is going to sleep. */
static void block_task(struct rq *rq, struct task_struct *p, unsigned int state)
{
	p->contributes_to_load = (state & TASK_UNINTERRUPTIBLE) && !(state & TASK_NOLOAD);
	if (p->contributes_to_load)
		rq->nr_uninterruptible++;
	if (p->in_iowait)
		atomic_inc(&rq->nr_iowait);
	deactivate_task(rq, p, DEQUEUE_SLEEP);
	/* RLIMIT_RTTIME counts from here. */
	p->rt.stretch_start = p->se.sum_exec_runtime;
	p->rt.next_warning_ns = 0;
}

static void switch_tasks(struct rq *rq, struct task_struct *prev, struct task_struct *next)
{
	rq->nr_switches++;
	rq->curr = next;
	WRITE_ONCE(next->on_cpu, 1);
	note_run_start(rq, next);
	arm_slice_timer(rq);
	prev = switch_to(prev, next);
	finish_switch(prev);
}

/* @preempt: it did not ask for it, so it stays on the queue in any state. */
static void __schedule(bool preempt)
{
	struct rq *rq = this_rq_lock();
	struct task_struct *prev = rq->curr;
	struct task_struct *next;
	unsigned int state = READ_ONCE(prev->__state);

	rq->stats.sched_count++;
	update_curr(rq);
	if (!preempt && state) {
		if (signal_pending_state(state, prev))
			WRITE_ONCE(prev->__state, TASK_RUNNING);
		else
			block_task(rq, prev, state);
	}
	if (task_on_rq_queued(prev) && prev != rq->idle &&
	    !cpumask_test_cpu(rq->cpu, &prev->cpus_mask))
		deactivate_task(rq, prev, 0);	/* its mask was changed */
	if (prev->on_rq == TASK_ON_RQ_QUEUED)
		prev->sched_info.last_queued = rq->clock;
	prev->sched_class->put_prev(rq, prev);
	next = pick_next_task(rq);
	next->sched_class->set_next(rq, next);
	next->se.exec_start = rq->clock;
	clear_tsk_thread_flag(prev, TIF_NEED_RESCHED);
	if (prev == next) {
		arm_slice_timer(rq);
		spin_unlock(&rq->lock);
		return;
	}
	if (preempt || !state)
		prev->nivcsw++;
	else
		prev->nvcsw++;
	rq->stats.sched_goidle += next == rq->idle;
	switch_tasks(rq, prev, next);
}

/**
 * schedule() - let others run
 *
 * With the task's state set to something else than TASK_RUNNING it sleeps
 * until it is woken from that state; otherwise it runs again in its turn.
 *
 * Context: process context, no spinlock held.
 */
void schedule(void)
{
	struct task_struct *p = current;

	might_sleep();
	if (!task_is_running(p)) {
		if (p->plug)
			blk_flush_plug(p);
		if (p->flags & PF_WQ_WORKER)
			wq_worker_sleeping(p);
	}
	if (arch_events_pending())
		arch_handle_events();
	do
		__schedule(false);
	while (need_resched());
	if (p->flags & PF_WQ_WORKER)
		wq_worker_running(p);
}

/* From the idle loop, whose task never sleeps. */
void __schedule_idle(void)
{
	do
		__schedule(false);
	while (need_resched());
}

/**
 * cond_resched() - in a long loop: let others run if they should
 *
 * Also takes the host's events, so a long stretch of kernel code does not
 * hold up timers and devices. Keeps the task's state.
 *
 * Context: process context, no spinlock held. Return: 1 if others ran.
 */
int cond_resched(void)
{
	might_sleep();
	if (arch_events_pending())
		arch_handle_events();
	if (likely(!need_resched())) {
		arch_timer_arm();	/* this may go on for long */
		return 0;
	}
	do
		__schedule(true);
	while (need_resched());
	return 1;
}

/* schedule() while waiting for a device: counted as I/O wait. */
void io_schedule(void)
{
	bool before = current->in_iowait;

	current->in_iowait = true;
	schedule();
	current->in_iowait = before;
}

long io_schedule_timeout(long timeout)
{
	bool before = current->in_iowait;

	current->in_iowait = true;
	timeout = schedule_timeout(timeout);
	current->in_iowait = before;
	return timeout;
}

/* Go behind the others; runs on at once when there is nobody else. */
void yield(void)
{
	struct rq *rq = this_rq_lock();

	update_curr(rq);
	rq->stats.yield_count++;
	rq->curr->sched_class->yield(rq);
	spin_unlock(&rq->lock);
	__set_current_state(TASK_RUNNING);
	schedule();
}

/**
 * do_task_dead() - the end of a task
 *
 * The task after us on this CPU drops the scheduler's reference to us.
 */
void __noreturn do_task_dead(void)
{
	set_special_state(TASK_DEAD);
	__schedule(false);
	BUG();
}

/* ---- changing a task's place ---- */

struct sched_change sched_change_begin(struct rq *rq, struct task_struct *p)
{
	struct sched_change ctx = {
		.rq = rq, .p = p, .class = p->sched_class, .prio = p->prio,
		.queued = task_on_rq_queued(p), .running = rq->curr == p,
	};

	lockdep_assert_held(&rq->lock);
	update_curr(rq);
	if (ctx.running)
		p->sched_class->put_prev(rq, p);
	if (ctx.queued)
		p->sched_class->dequeue(rq, p, 0);
	return ctx;
}

void sched_change_end(struct sched_change *ctx, int flags)
{
	struct task_struct *p = ctx->p;
	struct rq *rq = ctx->rq;

	if (ctx->queued)
		p->sched_class->enqueue(rq, p, flags);
	if (ctx->running) {
		p->sched_class->set_next(rq, p);
		p->se.exec_start = rq->clock;
	}
	if (!ctx->queued)
		return;
	if (ctx->running && (p->sched_class != ctx->class || p->prio > ctx->prio))
		resched_curr(rq);
	else if (!ctx->running)
		check_preempt(rq, p);
}

/* ---- questions ---- */

int idle_cpu(int cpu)
{
	struct rq *rq = cpu_rq(cpu);

	return READ_ONCE(rq->curr) == rq->idle && !READ_ONCE(rq->nr_running);
}

bool is_idle_task(const struct task_struct *p)
{
	return p->flags & PF_IDLE;
}

/* Only to be shown: it may be gone when that CPU goes on. */
struct task_struct *curr_task(int cpu)
{
	return READ_ONCE(cpu_rq(cpu)->curr);
}

int task_cpu(const struct task_struct *p)
{
	return READ_ONCE(p->cpu);
}

/* The letter of /proc/pid/stat. */
char task_state_to_char(struct task_struct *p)
{
	unsigned int state = READ_ONCE(p->__state);

	if (READ_ONCE(p->exit_state) & EXIT_DEAD)
		return 'X';
	if (READ_ONCE(p->exit_state) & EXIT_ZOMBIE)
		return 'Z';
	if ((state & TASK_IDLE) == TASK_IDLE)
		return 'I';
	if (state & TASK_INTERRUPTIBLE)
		return 'S';
	if (state & TASK_UNINTERRUPTIBLE)
		return 'D';
	if (state & __TASK_STOPPED)
		return 'T';
	if (state & __TASK_TRACED)
		return 't';
	return state & TASK_DEAD ? 'X' : 'R';
}

/* ---- start ---- */

/* The task that runs on @cpu when nobody else does; it runs there already. */
void init_idle(struct task_struct *idle, int cpu)
{
	struct rq *rq = cpu_rq(cpu);

	spin_lock(&rq->lock);
	idle->__state = TASK_RUNNING;
	idle->flags |= PF_IDLE | PF_KTHREAD | PF_NO_SETAFFINITY;
	idle->sched_class = &idle_sched_class;
	idle->policy = SCHED_NORMAL;
	/* What it forks, init first, is an ordinary task. */
	idle->static_prio = idle->normal_prio = DEFAULT_PRIO;
	idle->prio = MAX_PRIO;
	idle->cpus_mask = *cpumask_of(cpu);
	idle->nr_cpus_allowed = 1;
	idle->cpu = cpu;
	task_thread_info(idle)->cpu = cpu;
	idle->on_cpu = 1;
	idle->on_rq = TASK_ON_RQ_QUEUED;
	idle->se.exec_start = sched_clock();
	rq->idle = rq->curr = idle;
	snprintf(idle->comm, sizeof(idle->comm), "swapper/%d", cpu);
	spin_unlock(&rq->lock);
}

static void __init init_rq(struct rq *rq, int cpu)
{
	spin_lock_init(&rq->lock);
	rq->cpu = cpu;
	init_cfs_rq(&rq->cfs);
	init_rt_rq(&rq->rt);
	init_rt_bandwidth(rq);
	hrtimer_setup(&rq->slice_timer, slice_timer_fn, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
}

/* After hrtimers_init(): from here on schedule() works. */
void __init sched_init(void)
{
	int cpu;

	wait_bit_init();
	init_nice_weights();
	for_each_possible_cpu(cpu)
		init_rq(cpu_rq(cpu), cpu);
	init_idle(current, raw_smp_processor_id());
}
