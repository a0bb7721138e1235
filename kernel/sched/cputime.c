// SPDX-License-Identifier: GPL-2.0
/*
 * CPU time: who used how much, in which mode.
 *
 * The machine measures each stretch of guest code, kernel code and idleness
 * and reports it here; nothing is sampled. The scheduler measures
 * sum_exec_runtime by itself (core.c). Besides the task, both charge the
 * process at once, so that the CPU clock of a process is one atomic read and
 * needs no walk over its threads.
 */
#include <linux/cpumask.h>

#include "sched.h"

/* [P] means the CPU itself: these run on the CPU they are about. */
void account_user_time(struct task_struct *p, u64 ns)
{
	struct kernel_cpustat *stat = &this_rq()->cpustat;

	p->utime += ns;
	atomic64_add(ns, &p->signal->cpu_utime);
	if (task_nice(p) > 0)
		stat->nice += ns;
	else
		stat->user += ns;
}

void account_system_time(struct task_struct *p, u64 ns)
{
	p->stime += ns;
	atomic64_add(ns, &p->signal->cpu_stime);
	this_rq()->cpustat.system += ns;
}

void account_idle_time(int cpu, u64 ns)
{
	struct rq *rq = cpu_rq(cpu);

	if (atomic_read(&rq->nr_iowait) > 0)
		rq->cpustat.iowait += ns;
	else
		rq->cpustat.idle += ns;
}

/* Idleness that still goes on was not reported yet. */
void get_cpustat(int cpu, struct kernel_cpustat *out)
{
	struct rq *rq = cpu_rq(cpu);

	spin_lock(&rq->lock);
	update_rq_clock(rq);
	*out = rq->cpustat;
	if (rq->curr == rq->idle)
		out->idle += rq->clock - rq->idle->se.exec_start;
	spin_unlock(&rq->lock);
}

/* Time the task has had a CPU, up to now. */
u64 task_sched_runtime(struct task_struct *p)
{
	struct rq *rq = task_rq_lock(p);
	u64 ns;

	if (rq->curr == p)
		update_curr(rq);
	ns = p->se.sum_exec_runtime;
	task_rq_unlock(rq, p);
	return ns;
}

/* The same for the whole process of @p, with those of its threads that ended. */
u64 thread_group_sched_runtime(struct task_struct *p)
{
	struct signal_struct *sig = p->signal;
	int cpu;

	for_each_online_cpu(cpu) {
		struct rq *rq = cpu_rq(cpu);

		spin_lock(&rq->lock);
		if (rq->curr->signal == sig) {
			update_rq_clock(rq);
			update_curr(rq);
		}
		spin_unlock(&rq->lock);
	}
	return atomic64_read(&sig->cpu_runtime);
}

void sched_kick_group(const struct signal_struct *sig)
{
	int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *curr = READ_ONCE(cpu_rq(cpu)->curr);

		/* Only compared: @curr may be gone by now. */
		if (cpu != raw_smp_processor_id() && READ_ONCE(curr->signal) == sig)
			smp_send_reschedule(cpu);
	}
}

/* "Adjusted" in Linux, which samples; here they are exact. */
void task_cputime_adjusted(struct task_struct *p, u64 *utime, u64 *stime)
{
	*utime = READ_ONCE(p->utime);
	*stime = READ_ONCE(p->stime);
}

void thread_group_cputime_adjusted(struct task_struct *p, u64 *utime, u64 *stime)
{
	*utime = atomic64_read(&p->signal->cpu_utime);
	*stime = atomic64_read(&p->signal->cpu_stime);
}
