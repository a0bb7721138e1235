// SPDX-License-Identifier: GPL-2.0
/*
 * Spreading tasks over CPUs. Most of it happens when a task is woken
 * (affinity.c); here is the rest: an idle CPU takes waiting tasks from the
 * busiest one, and a CPU whose slice timer fires with tasks waiting gives one
 * to a CPU with clearly less to do.
 *
 * Both hold two run queue locks, the lower CPU's first.
 */
#include <linux/cpumask.h>

#include "sched.h"

void double_rq_lock(struct rq *a, struct rq *b)
{
	if (a->cpu > b->cpu)
		swap(a, b);
	spin_lock(&a->lock);
	if (a != b)
		spin_lock_nested(&b->lock, SINGLE_DEPTH_NESTING);
	update_rq_clock(a);
	b->clock = a->clock;
}

void double_rq_unlock(struct rq *a, struct rq *b)
{
	spin_unlock(&a->lock);
	if (a != b)
		spin_unlock(&b->lock);
}

static bool may_move(struct task_struct *p, struct rq *from, int cpu)
{
	return p != from->curr && !p->on_cpu && cpumask_test_cpu(cpu, &p->cpus_mask);
}

/* A waiting fair task that may run on @cpu; the one that waits longest. */
static struct task_struct *find_movable(struct rq *from, int cpu)
{
	struct rb_node *node;

	for (node = rb_first_cached(&from->cfs.queue); node; node = rb_next(node)) {
		struct task_struct *p = rb_entry(node, struct task_struct, se.run_node);

		if (may_move(p, from, cpu))
			return p;
	}
	return NULL;
}

/* Both locks are held, so on_rq never shows a state in between. */
static void move_task(struct rq *from, struct rq *to, struct task_struct *p)
{
	deactivate_task(from, p, 0);
	set_task_cpu(p, to->cpu);
	activate_task(to, p, 0);
	check_preempt(to, p);
}

static struct rq *busiest_rq(struct rq *than)
{
	struct rq *busiest = NULL;
	unsigned int most = 1;
	int cpu;

	for_each_online_cpu(cpu) {
		struct rq *rq = cpu_rq(cpu);

		if (rq != than && READ_ONCE(rq->nr_running) > most) {
			most = rq->nr_running;
			busiest = rq;
		}
	}
	return busiest;
}

/* Called by the idle task before it sleeps: is there work elsewhere? */
void idle_pull(struct rq *rq)
{
	struct task_struct *p;
	struct rq *from;

	if (num_online_cpus() < 2)
		return;
	from = busiest_rq(rq);
	if (!from)
		return;
	double_rq_lock(rq, from);
	if (!rq->nr_running && from->nr_running > 1) {
		p = find_movable(from, rq->cpu);
		if (p)
			move_task(from, rq, p);
	}
	double_rq_unlock(rq, from);
}

/* Called at the end of a slice with tasks waiting: can another CPU help? */
void push_overload(struct rq *rq)
{
	struct rq *to = NULL;
	unsigned int least = READ_ONCE(rq->nr_running);
	struct task_struct *p;
	int cpu;

	if (num_online_cpus() < 2)
		return;
	for_each_online_cpu(cpu) {
		if (READ_ONCE(cpu_rq(cpu)->nr_running) + 1 < least) {
			to = cpu_rq(cpu);
			least = to->nr_running + 1;
		}
	}
	if (!to)
		return;
	double_rq_lock(rq, to);
	if (to->nr_running + 1 < rq->nr_running) {
		p = find_movable(rq, to->cpu);
		if (p)
			move_task(rq, to, p);
	}
	double_rq_unlock(rq, to);
}
