// SPDX-License-Identifier: GPL-2.0
/*
 * On which CPU: choosing one for a task that wakes up, and the masks of CPUs
 * a task is allowed on.
 *
 * A mask that excludes the CPU on which the task runs takes effect when it
 * next leaves that CPU, which resched_curr() makes soon: schedule() marks it
 * as migrating, and the task after it, which knows it is off its stack, puts
 * it on another queue.
 */
#include <linux/capability.h>
#include <linux/cpumask.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "sched.h"

/* The mask may allow no CPU that exists any more; then any will do. */
static bool allowed_on(const struct task_struct *p, int cpu)
{
	return cpumask_test_cpu(cpu, &p->cpus_mask) && cpu_online(cpu);
}

/**
 * select_task_rq() - the CPU to wake a task on
 * @p: sleeping or new, its queue standing still
 *
 * Where it was, if that CPU is idle; else any idle one; else the one with
 * least to do, the old one in doubt since its caches may be warm.
 *
 * Return: a CPU the task is allowed on.
 */
int select_task_rq(struct task_struct *p)
{
	unsigned int least = UINT_MAX;
	int cpu, best = -1;

	if (num_online_cpus() == 1)
		return cpumask_first(cpu_online_mask);
	if (allowed_on(p, p->cpu)) {
		if (idle_cpu(p->cpu))
			return p->cpu;
		best = p->cpu;
		least = READ_ONCE(cpu_rq(best)->nr_running);
	}
	for_each_online_cpu(cpu) {
		if (!cpumask_test_cpu(cpu, &p->cpus_mask))
			continue;
		if (idle_cpu(cpu))
			return cpu;
		if (READ_ONCE(cpu_rq(cpu)->nr_running) < least) {
			least = cpu_rq(cpu)->nr_running;
			best = cpu;
		}
	}
	return best >= 0 ? best : cpumask_first(cpu_online_mask);
}

/* @p left a CPU it is not allowed on; it is off its stack and on no queue. */
void place_migrating_task(struct task_struct *p)
{
	int cpu = select_task_rq(p);
	struct rq *rq = cpu_rq(cpu);

	spin_lock(&rq->lock);
	update_rq_clock(rq);
	set_task_cpu(p, cpu);
	activate_task(rq, p, 0);
	check_preempt(rq, p);
	spin_unlock(&rq->lock);
}

/* A waiting task can be moved right away. */
static void move_waiting_task(struct task_struct *p)
	__must_hold(&p->pi_lock)
{
	struct rq *from = task_rq(p);
	struct rq *to = cpu_rq(select_task_rq(p));

	double_rq_lock(from, to);
	if (task_rq(p) == from && from != to && task_on_rq_queued(p) && from->curr != p) {
		deactivate_task(from, p, 0);
		set_task_cpu(p, to->cpu);
		activate_task(to, p, 0);
		check_preempt(to, p);
	}
	double_rq_unlock(from, to);
}

/**
 * set_cpus_allowed_ptr() - restrict a task to some CPUs
 * @p: the task
 * @mask: the CPUs; at least one must be online
 *
 * Context: may sleep if @p is current. On return current runs where it may.
 * Return: 0 or -EINVAL.
 */
int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *mask)
{
	bool here_forbidden, waiting;
	struct rq *rq;

	if (!cpumask_intersects(mask, cpu_online_mask))
		return -EINVAL;
	rq = task_rq_lock(p);
	p->cpus_mask = *mask;
	p->nr_cpus_allowed = cpumask_weight(mask);
	here_forbidden = !cpumask_test_cpu(rq->cpu, mask);
	waiting = task_on_rq_queued(p) && rq->curr != p;
	if (here_forbidden && rq->curr == p)
		resched_curr(rq);
	spin_unlock(&rq->lock);
	if (here_forbidden && waiting)
		move_waiting_task(p);
	spin_unlock(&p->pi_lock);
	if (here_forbidden && p == current)
		schedule();
	return 0;
}

static bool check_same_owner(struct task_struct *p)
{
	const struct cred *theirs = get_task_cred(p);
	const struct cred *ours = current_cred();
	bool same = uid_eq(ours->euid, theirs->euid) || uid_eq(ours->euid, theirs->uid);

	put_cred(theirs);
	return same;
}

long sched_setaffinity(pid_t pid, const struct cpumask *mask)
{
	struct cpumask usable;
	struct task_struct *p;
	long ret = -EPERM;

	p = pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
	if (!p)
		return -ESRCH;
	if (p->flags & PF_NO_SETAFFINITY) {
		put_task_struct(p);
		return -EINVAL;
	}
	if (check_same_owner(p) || capable(CAP_SYS_NICE)) {
		cpumask_and(&usable, mask, cpu_possible_mask);
		ret = set_cpus_allowed_ptr(p, &usable);
	}
	put_task_struct(p);
	return ret;
}

long sched_getaffinity(pid_t pid, struct cpumask *mask)
{
	struct task_struct *p;

	p = pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
	if (!p)
		return -ESRCH;
	spin_lock(&p->pi_lock);
	cpumask_and(mask, &p->cpus_mask, cpu_online_mask);
	spin_unlock(&p->pi_lock);
	put_task_struct(p);
	return 0;
}

/* Bits beyond what the program gives are 0, those beyond ours ignored. */
SYSCALL_DEFINE3(sched_setaffinity, pid_t, pid, unsigned int, len, unsigned long __user *, umask)
{
	struct cpumask mask;

	cpumask_clear(&mask);
	if (copy_from_user(&mask, umask, min_t(unsigned int, len, cpumask_size())))
		return -EFAULT;
	return sched_setaffinity(pid, &mask);
}

/* Returns the bytes written, a multiple of a word. */
SYSCALL_DEFINE3(sched_getaffinity, pid_t, pid, unsigned int, len, unsigned long __user *, umask)
{
	struct cpumask mask;
	unsigned int size;
	long ret;

	if ((u64)len * BITS_PER_BYTE < nr_cpu_ids)
		return -EINVAL;
	if (len & (sizeof(unsigned long) - 1))
		return -EINVAL;
	ret = sched_getaffinity(pid, &mask);
	if (ret)
		return ret;
	size = min_t(unsigned int, len, cpumask_size());
	if (copy_to_user(umask, &mask, size))
		return -EFAULT;
	return size;
}
