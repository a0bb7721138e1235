// SPDX-License-Identifier: GPL-2.0
/*
 * The fair class: SCHED_NORMAL, SCHED_BATCH, SCHED_IDLE.
 *
 * Each task has a virtual run time that grows with the time it runs, slower
 * the more weight its nice value gives it. The task with the least of it runs
 * next, so over time everybody gets a share in proportion to his weight.
 *
 * A slice is the task's share of the latency period; it is measured by a
 * timer only while somebody waits. A task that slept is placed a little behind
 * the others (in its favour) but never by more than half a period: sleeping
 * does not save up CPU time. A task woken that far behind preempts.
 *
 * Waiting tasks are in a red-black tree by virtual time; the running one is
 * outside. Everything here is under rq->lock.
 */
#include <linux/math64.h>

#include "sched.h"

static const u64 latency_ns = 6 * NSEC_PER_MSEC;	/* everybody runs once in this */
static const u64 min_granularity_ns = 750 * NSEC_PER_USEC; /* a slice is not shorter */
static const u64 wakeup_granularity_ns = NSEC_PER_MSEC;	/* lead needed to preempt */

#define NR_NICE		(MAX_NICE - MIN_NICE + 1)

/*
 * Weight by nice value: each step is a factor of 1.25, which between two
 * tasks moves about 10% of the CPU from one to the other.
 */
static unsigned long nice_weight[NR_NICE];

void __init init_nice_weights(void)
{
	const int zero = -MIN_NICE;
	u64 up = (u64)NICE_0_WEIGHT << 20, down = up;	/* 20 bits of fraction */

	nice_weight[zero] = NICE_0_WEIGHT;
	for (int i = 1; i <= zero; i++) {
		up = up * 5 / 4;
		nice_weight[zero - i] = (up + (1 << 19)) >> 20;
		if (zero + i >= NR_NICE)
			continue;
		down = down * 4 / 5;
		nice_weight[zero + i] = (down + (1 << 19)) >> 20;
	}
}

void set_load_weight(struct task_struct *p)
{
	if (p->policy == SCHED_IDLE)
		p->se.weight = IDLE_POLICY_WEIGHT;
	else
		p->se.weight = nice_weight[PRIO_TO_NICE(p->static_prio) - MIN_NICE];
}

void __init init_cfs_rq(struct cfs_rq *cfs)
{
	*cfs = (struct cfs_rq){ .queue = RB_ROOT_CACHED };
	/* Soon enough before the wrap to see that wrapping works. */
	cfs->min_vruntime = -(1ULL << 30);
}

static struct task_struct *se_task(struct rb_node *node)
{
	return rb_entry(node, struct task_struct, se.run_node);
}

/* Virtual times wrap: only differences mean anything. */
static bool vruntime_before(u64 a, u64 b)
{
	return (s64)(a - b) < 0;
}

static bool entity_less(struct rb_node *a, const struct rb_node *b)
{
	return vruntime_before(rb_entry(a, struct sched_entity, run_node)->vruntime,
			       rb_entry(b, struct sched_entity, run_node)->vruntime);
}

/* Time at nice 0 to virtual time of @p. */
static u64 to_virtual(u64 ns, const struct task_struct *p)
{
	if (likely(p->se.weight == NICE_0_WEIGHT))
		return ns;
	return div64_u64(ns * NICE_0_WEIGHT, p->se.weight);
}

static void advance_min_vruntime(struct rq *rq)
{
	struct cfs_rq *cfs = &rq->cfs;
	struct rb_node *first = rb_first_cached(&cfs->queue);
	struct task_struct *curr = rq->curr;
	bool have = false;
	u64 least = 0;

	if (curr->sched_class == &fair_sched_class && curr->on_rq) {
		least = curr->se.vruntime;
		have = true;
	}
	if (first && (!have || vruntime_before(se_task(first)->se.vruntime, least))) {
		least = se_task(first)->se.vruntime;
		have = true;
	}
	if (have && vruntime_before(cfs->min_vruntime, least))
		cfs->min_vruntime = least;
}

static void account_fair(struct rq *rq, struct task_struct *p, u64 ns)
{
	p->se.vruntime += to_virtual(ns, p);
	advance_min_vruntime(rq);
}

/* Its share of a period that is long enough for everybody. */
static u64 slice_of(const struct cfs_rq *cfs, const struct task_struct *p, bool joins)
{
	unsigned int nr = cfs->nr_running + joins;
	u64 load = cfs->load + (joins ? p->se.weight : 0);
	u64 period = max(latency_ns, nr * min_granularity_ns);

	if (!load)
		return period;
	return max(div64_u64(period * p->se.weight, load), min_granularity_ns);
}

/* Where a task that was away is put in virtual time. */
static void place_entity(struct cfs_rq *cfs, struct task_struct *p, int flags)
{
	u64 vruntime = cfs->min_vruntime;

	if (flags & ENQUEUE_INITIAL) {
		/* A new task has its first slice behind it: forking pays nothing. */
		p->se.vruntime = vruntime + to_virtual(slice_of(cfs, p, true), p);
		return;
	}
	if (p->policy != SCHED_IDLE)
		vruntime -= latency_ns / 2;
	if (vruntime_before(p->se.vruntime, vruntime))
		p->se.vruntime = vruntime;
}

static void queue_entity(struct cfs_rq *cfs, struct task_struct *p)
{
	rb_add_cached(&p->se.run_node, &cfs->queue, entity_less);
	p->se.on_rq = true;
}

static void unqueue_entity(struct cfs_rq *cfs, struct task_struct *p)
{
	if (!p->se.on_rq)
		return;
	rb_erase_cached(&p->se.run_node, &cfs->queue);
	RB_CLEAR_NODE(&p->se.run_node);
	p->se.on_rq = false;
}

static void enqueue_fair(struct rq *rq, struct task_struct *p, int flags)
{
	struct cfs_rq *cfs = &rq->cfs;

	update_curr(rq);
	if (flags & (ENQUEUE_WAKEUP | ENQUEUE_INITIAL))
		place_entity(cfs, p, flags);
	cfs->load += p->se.weight;
	cfs->nr_running++;
	queue_entity(cfs, p);
}

static void dequeue_fair(struct rq *rq, struct task_struct *p, int flags)
{
	struct cfs_rq *cfs = &rq->cfs;

	update_curr(rq);
	unqueue_entity(cfs, p);
	cfs->load -= p->se.weight;
	cfs->nr_running--;
	advance_min_vruntime(rq);
}

/* Right behind the first of those who wait. */
static void yield_fair(struct rq *rq)
{
	struct rb_node *first = rb_first_cached(&rq->cfs.queue);
	struct task_struct *curr = rq->curr;
	u64 behind;

	if (!first)
		return;
	behind = se_task(first)->se.vruntime + 1;
	if (vruntime_before(curr->se.vruntime, behind))
		curr->se.vruntime = behind;
}

static bool preempts_fair(struct rq *rq, struct task_struct *p)
{
	struct task_struct *curr = rq->curr;
	s64 lead;

	if (curr->policy == SCHED_IDLE && p->policy != SCHED_IDLE)
		return true;
	/* Batch and idle tasks do not interrupt others. */
	if (p->policy != SCHED_NORMAL)
		return false;
	if (curr == current && curr->wakes_in_sync)
		return false;
	update_curr(rq);
	lead = curr->se.vruntime - p->se.vruntime;
	return lead > (s64)to_virtual(wakeup_granularity_ns, p);
}

static struct task_struct *pick_fair(struct rq *rq)
{
	struct rb_node *first = rb_first_cached(&rq->cfs.queue);

	return first ? se_task(first) : NULL;
}

static void put_prev_fair(struct rq *rq, struct task_struct *p)
{
	if (task_on_rq_queued(p))
		queue_entity(&rq->cfs, p);
}

static void set_next_fair(struct rq *rq, struct task_struct *p)
{
	unqueue_entity(&rq->cfs, p);
	p->se.prev_sum_exec_runtime = p->se.sum_exec_runtime;
}

static s64 slice_left_fair(struct rq *rq, struct task_struct *p)
{
	u64 ran = p->se.sum_exec_runtime - p->se.prev_sum_exec_runtime;

	/* Who waits for a real-time task to end has no claim against it. */
	if (rq->cfs.nr_running < 2)
		return NO_SLICE_END;
	return slice_of(&rq->cfs, p, false) - ran;
}

static void slice_end_fair(struct rq *rq, struct task_struct *p)
{
	resched_curr(rq);
}

u64 fair_rr_interval(struct rq *rq, struct task_struct *p)
{
	return rq->cfs.load ? slice_of(&rq->cfs, p, false) : 0;
}

/* The task sleeps or is between queues: its lead or lag moves with it. */
void migrate_vruntime(struct task_struct *p, struct rq *from, struct rq *to)
{
	p->se.vruntime += READ_ONCE(to->cfs.min_vruntime) - READ_ONCE(from->cfs.min_vruntime);
}

const struct sched_class fair_sched_class = {
	.rank		= 1,
	.enqueue	= enqueue_fair,
	.dequeue	= dequeue_fair,
	.yield		= yield_fair,
	.preempts	= preempts_fair,
	.pick		= pick_fair,
	.put_prev	= put_prev_fair,
	.set_next	= set_next_fair,
	.account	= account_fair,
	.slice_left	= slice_left_fair,
	.slice_end	= slice_end_fair,
	.rr_interval	= fair_rr_interval,
};
