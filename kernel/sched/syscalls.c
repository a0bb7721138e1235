// SPDX-License-Identifier: GPL-2.0
/*
 * The system calls about scheduling: policies, priorities, nice values. The
 * checks are in the order of sched_setscheduler(2), sched_setattr(2),
 * setpriority(2); the work is in policy.c.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched/task.h>
#include <linux/sched/types.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/uaccess.h>

#include "sched.h"

/* A reference, or NULL. */
static struct task_struct *find_target(pid_t pid)
{
	return pid ? find_get_task_by_vpid(pid) : get_task_struct(current);
}

static int setscheduler(struct task_struct *p, int policy, const struct sched_param *param)
{
	struct sched_attr attr = {
		.sched_policy	= policy,
		.sched_priority	= param->sched_priority,
		.sched_nice	= task_nice(p),
	};

	if (policy != (int)SETPARAM_POLICY && (policy & SCHED_RESET_ON_FORK)) {
		attr.sched_flags = SCHED_FLAG_RESET_ON_FORK;
		attr.sched_policy = policy & ~SCHED_RESET_ON_FORK;
	}
	return __sched_setscheduler(p, &attr, true);
}

static int do_setscheduler(pid_t pid, int policy, struct sched_param __user *uparam)
{
	struct sched_param param;
	struct task_struct *p;
	int err;

	if (!uparam || pid < 0)
		return -EINVAL;
	if (copy_from_user(&param, uparam, sizeof(param)))
		return -EFAULT;
	p = find_target(pid);
	if (!p)
		return -ESRCH;
	err = setscheduler(p, policy, &param);
	put_task_struct(p);
	return err;
}

SYSCALL_DEFINE3(sched_setscheduler, pid_t, pid, int, policy, struct sched_param __user *, param)
{
	if (policy < 0)
		return -EINVAL;
	return do_setscheduler(pid, policy, param);
}

SYSCALL_DEFINE2(sched_setparam, pid_t, pid, struct sched_param __user *, param)
{
	return do_setscheduler(pid, (int)SETPARAM_POLICY, param);
}

SYSCALL_DEFINE1(sched_getscheduler, pid_t, pid)
{
	struct task_struct *p;
	int policy;

	if (pid < 0)
		return -EINVAL;
	p = find_target(pid);
	if (!p)
		return -ESRCH;
	policy = p->policy | (p->sched_reset_on_fork ? SCHED_RESET_ON_FORK : 0);
	put_task_struct(p);
	return policy;
}

SYSCALL_DEFINE2(sched_getparam, pid_t, pid, struct sched_param __user *, uparam)
{
	struct sched_param param = { };
	struct task_struct *p;

	if (!uparam || pid < 0)
		return -EINVAL;
	p = find_target(pid);
	if (!p)
		return -ESRCH;
	if (rt_policy(p->policy))
		param.sched_priority = p->rt_priority;
	put_task_struct(p);
	return copy_to_user(uparam, &param, sizeof(param)) ? -EFAULT : 0;
}

/* ---- struct sched_attr ---- */

static int wrong_size(struct sched_attr __user *uattr)
{
	return put_user((u32)sizeof(*uattr), &uattr->size) ? -EFAULT : -E2BIG;
}

static int copy_attr_in(struct sched_attr *attr, struct sched_attr __user *uattr)
{
	u32 size;
	int err;

	if (get_user(size, &uattr->size))
		return -EFAULT;
	if (!size)
		size = SCHED_ATTR_SIZE_VER0;
	if (size < SCHED_ATTR_SIZE_VER0 || size > PAGE_SIZE)
		return wrong_size(uattr);
	err = copy_struct_from_user(attr, sizeof(*attr), uattr, size);
	if (err == -E2BIG)
		return wrong_size(uattr);
	if (err)
		return err;
	attr->sched_nice = clamp_t(int, attr->sched_nice, MIN_NICE, MAX_NICE);
	return 0;
}

static void get_params(struct task_struct *p, struct sched_attr *attr)
{
	if (rt_policy(p->policy))
		attr->sched_priority = p->rt_priority;
	else
		attr->sched_nice = task_nice(p);
}

SYSCALL_DEFINE3(sched_setattr, pid_t, pid, struct sched_attr __user *, uattr, unsigned int, flags)
{
	struct task_struct *p;
	struct sched_attr attr;
	int err;

	if (!uattr || pid < 0 || flags)
		return -EINVAL;
	err = copy_attr_in(&attr, uattr);
	if (err)
		return err;
	if ((int)attr.sched_policy < 0)
		return -EINVAL;
	if (attr.sched_flags & SCHED_FLAG_KEEP_POLICY)
		attr.sched_policy = SETPARAM_POLICY;
	p = find_target(pid);
	if (!p)
		return -ESRCH;
	if (attr.sched_flags & SCHED_FLAG_KEEP_PARAMS)
		get_params(p, &attr);
	err = __sched_setscheduler(p, &attr, true);
	put_task_struct(p);
	return err;
}

SYSCALL_DEFINE4(sched_getattr, pid_t, pid, struct sched_attr __user *, uattr,
		unsigned int, usize, unsigned int, flags)
{
	struct sched_attr attr = { };
	struct task_struct *p;

	if (!uattr || pid < 0 || usize > PAGE_SIZE || usize < SCHED_ATTR_SIZE_VER0 || flags)
		return -EINVAL;
	p = find_target(pid);
	if (!p)
		return -ESRCH;
	attr.sched_policy = p->policy;
	if (p->sched_reset_on_fork)
		attr.sched_flags |= SCHED_FLAG_RESET_ON_FORK;
	get_params(p, &attr);
	put_task_struct(p);
	attr.size = min_t(u32, usize, sizeof(attr));
	return copy_to_user(uattr, &attr, attr.size) ? -EFAULT : 0;
}

/* ---- limits and intervals ---- */

SYSCALL_DEFINE1(sched_get_priority_max, int, policy)
{
	switch (policy) {
	case SCHED_FIFO:
	case SCHED_RR:
		return MAX_RT_PRIO - 1;
	case SCHED_NORMAL:
	case SCHED_BATCH:
	case SCHED_IDLE:
	case SCHED_DEADLINE:
		return 0;
	}
	return -EINVAL;
}

SYSCALL_DEFINE1(sched_get_priority_min, int, policy)
{
	switch (policy) {
	case SCHED_FIFO:
	case SCHED_RR:
		return 1;
	case SCHED_NORMAL:
	case SCHED_BATCH:
	case SCHED_IDLE:
	case SCHED_DEADLINE:
		return 0;
	}
	return -EINVAL;
}

SYSCALL_DEFINE2(sched_rr_get_interval, pid_t, pid, struct __kernel_timespec __user *, interval)
{
	struct timespec64 ts;
	struct task_struct *p;
	struct rq *rq;

	if (pid < 0)
		return -EINVAL;
	p = find_target(pid);
	if (!p)
		return -ESRCH;
	rq = task_rq_lock(p);
	ts = ns_to_timespec64(p->sched_class->rr_interval(rq, p));
	task_rq_unlock(rq, p);
	put_task_struct(p);
	return put_timespec64(&ts, interval);
}

SYSCALL_DEFINE0(sched_yield)
{
	yield();
	return 0;
}

/* ---- nice values ---- */

/* What setpriority() and getpriority() do for each of the tasks meant. */
typedef void (*prio_fn)(struct task_struct *p, int nice, int *result);

static bool may_set_nice(struct task_struct *p)
{
	const struct cred *theirs = get_task_cred(p);
	kuid_t uid = current_euid();
	bool owner = uid_eq(theirs->uid, uid) || uid_eq(theirs->euid, uid);

	put_cred(theirs);
	return owner || capable(CAP_SYS_NICE);
}

static void set_one_nice(struct task_struct *p, int nice, int *result)
{
	if (!may_set_nice(p)) {
		*result = -EPERM;
		return;
	}
	if (nice < task_nice(p) && !can_nice(p, nice)) {
		*result = -EACCES;
		return;
	}
	if (*result == -ESRCH)
		*result = 0;
	set_user_nice(p, nice);
}

/* The best of them, as 1..40 so that it is no error. */
static void get_one_nice(struct task_struct *p, int nice, int *result)
{
	*result = max(*result, MAX_NICE - task_nice(p) + 1);
}

static void for_group(int who, int nice, prio_fn fn, int *result)
{
	struct pid *pgrp = who ? find_vpid(who) : task_pgrp(current);
	struct task_struct *leader, *p;

	do_each_pid_task(pgrp, PIDTYPE_PGID, leader) {
		for_each_thread(leader, p)
			fn(p, nice, result);
	} while_each_pid_task(pgrp, PIDTYPE_PGID, leader);
}

static void for_user(kuid_t uid, int nice, prio_fn fn, int *result)
{
	struct task_struct *leader, *p;

	for_each_process_thread(leader, p) {
		const struct cred *cred = get_task_cred(p);
		bool theirs = uid_eq(cred->uid, uid);

		put_cred(cred);
		if (theirs && p->pid)
			fn(p, nice, result);
	}
}

static int for_those(int which, int who, int nice, prio_fn fn)
{
	struct task_struct *p;
	int result = -ESRCH;

	read_lock(&tasklist_lock);
	switch (which) {
	case PRIO_PROCESS:
		p = who ? find_task_by_vpid(who) : current;
		if (p)
			fn(p, nice, &result);
		break;
	case PRIO_PGRP:
		for_group(who, nice, fn, &result);
		break;
	case PRIO_USER:
		for_user(who ? make_kuid(&init_user_ns, who) : current_uid(), nice, fn, &result);
		break;
	}
	read_unlock(&tasklist_lock);
	return result;
}

SYSCALL_DEFINE3(setpriority, int, which, int, who, int, nice)
{
	if (which > PRIO_USER || which < PRIO_PROCESS)
		return -EINVAL;
	return for_those(which, who, clamp(nice, MIN_NICE, MAX_NICE), set_one_nice);
}

SYSCALL_DEFINE2(getpriority, int, which, int, who)
{
	if (which > PRIO_USER || which < PRIO_PROCESS)
		return -EINVAL;
	return for_those(which, who, 0, get_one_nice);
}
