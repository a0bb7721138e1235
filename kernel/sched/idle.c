// SPDX-License-Identifier: GPL-2.0
/*
 * The idle task of each CPU: a class of its own that always has one task, and
 * the loop that task runs. While nothing happens the CPU's host thread sleeps
 * in the host until its next timer or event, so an idle machine costs nothing.
 */
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/syslog.h>

#include "sched.h"

static void enqueue_idle(struct rq *rq, struct task_struct *p, int flags)
{
}

static void dequeue_idle(struct rq *rq, struct task_struct *p, int flags)
{
	WARN_ONCE(1, "the idle task of CPU %d went to sleep", rq->cpu);
	p->on_rq = TASK_ON_RQ_QUEUED;
	WRITE_ONCE(p->__state, TASK_RUNNING);
	rq->nr_running++;	/* undo deactivate_task() */
}

static void yield_idle(struct rq *rq)
{
}

static bool preempts_idle(struct rq *rq, struct task_struct *p)
{
	return true;
}

static struct task_struct *pick_idle(struct rq *rq)
{
	return rq->idle;
}

static void put_or_set_idle(struct rq *rq, struct task_struct *p)
{
}

static void account_idle(struct rq *rq, struct task_struct *p, u64 ns)
{
}

static s64 slice_left_idle(struct rq *rq, struct task_struct *p)
{
	return NO_SLICE_END;
}

static u64 rr_interval_idle(struct rq *rq, struct task_struct *p)
{
	return 0;
}

const struct sched_class idle_sched_class = {
	.rank		= 0,
	.enqueue	= enqueue_idle,
	.dequeue	= dequeue_idle,
	.yield		= yield_idle,
	.preempts	= preempts_idle,
	.pick		= pick_idle,
	.put_prev	= put_or_set_idle,
	.set_next	= put_or_set_idle,
	.account	= account_idle,
	.slice_left	= slice_left_idle,
	.slice_end	= put_or_set_idle,
	.rr_interval	= rr_interval_idle,
};

/*
 * Whoever wants this CPU sets need_resched() and then kicks it, and the wait
 * ends at once if there was a kick before it: nothing can be missed.
 */
void __noreturn cpu_startup_entry(void)
{
	struct rq *rq = this_rq();

	for (;;) {
		while (!need_resched()) {
			idle_pull(rq);
			printk_wake_readers();
			if (need_resched())
				break;
			arch_cpu_idle();
		}
		__schedule_idle();
	}
}
