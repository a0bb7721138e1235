// SPDX-License-Identifier: GPL-2.0
/*
 * Scheduling policies and priorities: what they mean, who may set them, and
 * setting them. syscalls.c has the system calls on top.
 *
 * task->prio is what the classes use: 0..98 for real-time priorities 99..1,
 * 100..139 for nice -20..19. normal_prio is what policy and nice value say;
 * prio may be better than that while the task holds a PI futex somebody more
 * important waits for.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/rtmutex.h>
#include <linux/sched/task.h>
#include <linux/sched/types.h>

#include "sched.h"

bool rt_prio(int prio)
{
	return prio < MAX_RT_PRIO;
}

/* Runs as real time, by its policy or by a boost. */
bool rt_task(const struct task_struct *p)
{
	return rt_prio(p->prio);
}

bool task_is_realtime(const struct task_struct *p)
{
	return rt_policy(p->policy);
}

int normal_prio(const struct task_struct *p)
{
	if (rt_policy(p->policy))
		return MAX_RT_PRIO - 1 - p->rt_priority;
	return p->static_prio;
}

void set_class_from_prio(struct task_struct *p, int prio)
{
	p->prio = prio;
	p->sched_class = rt_prio(prio) ? &rt_sched_class : &fair_sched_class;
}

int task_nice(const struct task_struct *p)
{
	return PRIO_TO_NICE(p->static_prio);
}

/* As /proc/pid/stat shows it: -100..-2 real time, 0..39 others. */
int task_prio(const struct task_struct *p)
{
	return p->prio - MAX_RT_PRIO;
}

/* RLIMIT_NICE counts 1..40 from nice 19 to -20. */
static unsigned long nice_rank(int nice)
{
	return MAX_NICE - nice + 1;
}

/* May @p have that nice value? */
int can_nice(const struct task_struct *p, int nice)
{
	return nice_rank(nice) <= task_rlimit(p, RLIMIT_NICE) || capable(CAP_SYS_NICE);
}

static int boosted_prio(const struct task_struct *p, int prio)
{
	const struct task_struct *donor = p->pi_top_task;

	return donor ? min(prio, donor->prio) : prio;
}

/**
 * set_user_nice() - change a task's nice value
 * @p: the task
 * @nice: -20..19
 */
void set_user_nice(struct task_struct *p, long nice)
{
	struct sched_change ctx;
	struct rq *rq;

	if (nice < MIN_NICE || nice > MAX_NICE)
		return;
	rq = task_rq_lock(p);
	/* Real time: it only matters once the policy is changed back. */
	if (rt_policy(p->policy)) {
		p->static_prio = NICE_TO_PRIO(nice);
	} else {
		ctx = sched_change_begin(rq, p);
		p->static_prio = NICE_TO_PRIO(nice);
		set_load_weight(p);
		p->normal_prio = normal_prio(p);
		set_class_from_prio(p, boosted_prio(p, p->normal_prio));
		sched_change_end(&ctx, 0);
	}
	task_rq_unlock(rq, p);
}

/**
 * rt_mutex_setprio() - lend a task the priority of its top PI waiter
 * @p: the owner
 * @donor: its most important waiter, NULL when there is none (any more)
 *
 * Context: the PI lock is held; takes @p's pi_lock.
 */
void rt_mutex_setprio(struct task_struct *p, struct task_struct *donor)
{
	struct sched_change ctx;
	struct rq *rq = task_rq_lock(p);
	int prio;

	p->pi_top_task = donor;
	prio = boosted_prio(p, p->normal_prio);
	if (prio != p->prio) {
		ctx = sched_change_begin(rq, p);
		set_class_from_prio(p, prio);
		/* Who loses a boost stays first among its equals. */
		sched_change_end(&ctx, prio > ctx.prio ? ENQUEUE_HEAD : 0);
	}
	task_rq_unlock(rq, p);
}

/* ---- who may ---- */

static bool same_owner(const struct task_struct *p)
{
	const struct cred *theirs = get_task_cred((struct task_struct *)p);
	bool same = uid_eq(current_euid(), theirs->euid) || uid_eq(current_euid(), theirs->uid);

	put_cred(theirs);
	return same;
}

/* What an unprivileged task may not ask for. */
static bool needs_privilege(const struct task_struct *p, const struct sched_attr *attr,
			    int policy, bool reset_on_fork)
{
	if (fair_policy(policy) && attr->sched_nice < task_nice(p) &&
	    nice_rank(attr->sched_nice) > task_rlimit(p, RLIMIT_NICE))
		return true;
	if (rt_policy(policy)) {
		unsigned long limit = task_rlimit(p, RLIMIT_RTPRIO);

		if (policy != p->policy && !limit)
			return true;
		if (attr->sched_priority > p->rt_priority && attr->sched_priority > limit)
			return true;
	}
	/* Out of SCHED_IDLE is like a better nice value. */
	if (p->policy == SCHED_IDLE && policy != SCHED_IDLE &&
	    nice_rank(task_nice(p)) > task_rlimit(p, RLIMIT_NICE))
		return true;
	if (!same_owner(p))
		return true;
	return p->sched_reset_on_fork && !reset_on_fork;
}

/* ---- setting ---- */

static int check_attr(const struct sched_attr *attr, int policy)
{
	if (!fair_policy(policy) && !rt_policy(policy) && policy != SCHED_IDLE)
		return -EINVAL;		/* deadline among them */
	if (attr->sched_flags & ~SCHED_FLAG_ALL)
		return -EINVAL;
	if (attr->sched_flags & SCHED_FLAG_UTIL_CLAMP)
		return -EOPNOTSUPP;
	if (attr->sched_priority > MAX_RT_PRIO - 1)
		return -EINVAL;
	if (rt_policy(policy) != (attr->sched_priority != 0))
		return -EINVAL;
	return 0;
}

static void apply_attr(struct rq *rq, struct task_struct *p, const struct sched_attr *attr,
		       int policy)
{
	struct sched_change ctx = sched_change_begin(rq, p);
	int old_prio = p->prio;

	p->policy = policy;
	if (fair_policy(policy))
		p->static_prio = NICE_TO_PRIO(clamp_t(int, attr->sched_nice, MIN_NICE, MAX_NICE));
	p->rt_priority = attr->sched_priority;
	p->rt.time_slice_ns = RR_TIMESLICE_NS;
	p->normal_prio = normal_prio(p);
	set_load_weight(p);
	set_class_from_prio(p, boosted_prio(p, p->normal_prio));
	/* POSIX: raised goes to the tail of its list, lowered to the head. */
	sched_change_end(&ctx, old_prio < p->prio ? ENQUEUE_HEAD : 0);
}

/**
 * __sched_setscheduler() - change policy and parameters of a task
 * @p: the task
 * @attr: what to set; sched_policy SETPARAM_POLICY keeps the policy
 * @check: whether the caller's rights matter
 *
 * Return: 0, -EINVAL, or -EPERM.
 */
int __sched_setscheduler(struct task_struct *p, const struct sched_attr *attr, bool check)
{
	bool reset_on_fork, keep = attr->sched_policy == SETPARAM_POLICY;
	int policy = keep ? p->policy : attr->sched_policy;
	struct rq *rq;
	int err;

	reset_on_fork = keep ? p->sched_reset_on_fork :
			       attr->sched_flags & SCHED_FLAG_RESET_ON_FORK;
	err = check_attr(attr, policy);
	if (err)
		return err;
	if (check && needs_privilege(p, attr, policy, reset_on_fork) && !capable(CAP_SYS_NICE))
		return -EPERM;
	rq = task_rq_lock(p);
	p->sched_reset_on_fork = reset_on_fork;
	apply_attr(rq, p, attr, policy);
	task_rq_unlock(rq, p);
	rt_mutex_adjust_pi(p);
	return 0;
}

int sched_setattr_nocheck(struct task_struct *p, const struct sched_attr *attr)
{
	return __sched_setscheduler(p, attr, false);
}

int sched_setscheduler_nocheck(struct task_struct *p, int policy, const struct sched_param *param)
{
	struct sched_attr attr = {
		.sched_policy	= policy,
		.sched_priority	= param->sched_priority,
		.sched_nice	= task_nice(p),
	};

	return __sched_setscheduler(p, &attr, false);
}

/* For kernel threads: middle real-time priority, or a nice value. */
void sched_set_fifo(struct task_struct *p)
{
	struct sched_param param = { .sched_priority = MAX_RT_PRIO / 2 };

	WARN_ON_ONCE(sched_setscheduler_nocheck(p, SCHED_FIFO, &param));
}

void sched_set_normal(struct task_struct *p, int nice)
{
	struct sched_attr attr = { .sched_policy = SCHED_NORMAL, .sched_nice = nice };

	WARN_ON_ONCE(sched_setattr_nocheck(p, &attr));
}
