// SPDX-License-Identifier: GPL-2.0
/*
 * The real-time class: SCHED_FIFO and SCHED_RR. A list for each of the 99
 * priorities and a bitmap of those that are not empty. The first task of the
 * highest list runs until it sleeps, yields, or somebody of higher priority
 * comes; SCHED_RR tasks go to the end of their list after 100 ms.
 *
 * The list index is task->prio: 0 (rt_priority 99) is the highest. The running
 * task stays on its list. rt_bandwidth.c keeps the class from taking all of a
 * CPU.
 */
#include <linux/find.h>

#include "sched.h"

void __init init_rt_rq(struct rt_rq *rt)
{
	bitmap_zero(rt->bitmap, MAX_RT_PRIO);
	for (int i = 0; i < MAX_RT_PRIO; i++)
		INIT_LIST_HEAD(&rt->queue[i]);
	rt->nr_running = 0;
}

static void enqueue_rt(struct rq *rq, struct task_struct *p, int flags)
{
	struct list_head *queue = &rq->rt.queue[p->prio];

	if (flags & ENQUEUE_HEAD)
		list_add(&p->rt.run_list, queue);
	else
		list_add_tail(&p->rt.run_list, queue);
	__set_bit(p->prio, rq->rt.bitmap);
	rq->rt.nr_running++;
}

static void dequeue_rt(struct rq *rq, struct task_struct *p, int flags)
{
	update_curr(rq);
	list_del_init(&p->rt.run_list);
	if (list_empty(&rq->rt.queue[p->prio]))
		__clear_bit(p->prio, rq->rt.bitmap);
	rq->rt.nr_running--;
}

static void requeue(struct rq *rq, struct task_struct *p)
{
	list_move_tail(&p->rt.run_list, &rq->rt.queue[p->prio]);
}

static void yield_rt(struct rq *rq)
{
	requeue(rq, rq->curr);
}

static bool preempts_rt(struct rq *rq, struct task_struct *p)
{
	return p->prio < rq->curr->prio;
}

static struct task_struct *pick_rt(struct rq *rq)
{
	unsigned int prio;

	if (!rq->rt.nr_running || rt_bandwidth_throttled(rq))
		return NULL;
	prio = find_first_bit(rq->rt.bitmap, MAX_RT_PRIO);
	return list_first_entry(&rq->rt.queue[prio], struct task_struct, rt.run_list);
}

static void put_prev_rt(struct rq *rq, struct task_struct *p)
{
}

static void set_next_rt(struct rq *rq, struct task_struct *p)
{
}

static void account_rt(struct rq *rq, struct task_struct *p, u64 ns)
{
	rt_bandwidth_charge(rq, ns);
	if (p->policy == SCHED_RR)
		p->rt.time_slice_ns -= min(ns, p->rt.time_slice_ns);
}

static s64 slice_left_rt(struct rq *rq, struct task_struct *p)
{
	s64 left = rt_bandwidth_left(rq);

	/* Only an equal can take its turn. */
	if (p->policy == SCHED_RR && !list_is_singular(&rq->rt.queue[p->prio]))
		left = min_t(s64, left, p->rt.time_slice_ns);
	return left;
}

static void slice_end_rt(struct rq *rq, struct task_struct *p)
{
	if (rt_bandwidth_left(rq) <= 0)
		rt_bandwidth_throttle(rq);
	if (p->policy == SCHED_RR && !p->rt.time_slice_ns) {
		p->rt.time_slice_ns = RR_TIMESLICE_NS;
		requeue(rq, p);
	}
	resched_curr(rq);
}

static u64 rr_interval_rt(struct rq *rq, struct task_struct *p)
{
	return p->policy == SCHED_RR ? RR_TIMESLICE_NS : 0;
}

const struct sched_class rt_sched_class = {
	.rank		= 2,
	.enqueue	= enqueue_rt,
	.dequeue	= dequeue_rt,
	.yield		= yield_rt,
	.preempts	= preempts_rt,
	.pick		= pick_rt,
	.put_prev	= put_prev_rt,
	.set_next	= set_next_rt,
	.account	= account_rt,
	.slice_left	= slice_left_rt,
	.slice_end	= slice_end_rt,
	.rr_interval	= rr_interval_rt,
};
