// SPDX-License-Identifier: GPL-2.0
/*
 * ioprio_set(2) and ioprio_get(2): the I/O priority of a task, which ionice(1) shows.
 *
 * It is checked, kept, and inherited by children. The host orders the requests of all
 * its processes, so that it has no effect on the order here.
 *
 * Locks: tasklist_lock for finding the tasks; task->ioprio is a single word.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <uapi/linux/ioprio.h>

/* Returns what ends the walk, or 0. */
typedef int (*ioprio_fn)(struct task_struct *p, int ioprio, int *result);

static int check_ioprio(int ioprio)
{
	unsigned int class = IOPRIO_PRIO_CLASS(ioprio), level = IOPRIO_PRIO_DATA(ioprio);

	switch (class) {
	case IOPRIO_CLASS_RT:
		if (!capable(CAP_SYS_ADMIN) && !capable(CAP_SYS_NICE))
			return -EPERM;
		return level < IOPRIO_BE_NR ? 0 : -EINVAL;
	case IOPRIO_CLASS_BE:
		return level < IOPRIO_BE_NR ? 0 : -EINVAL;
	case IOPRIO_CLASS_IDLE:
		return 0;
	case IOPRIO_CLASS_NONE:
		return level ? -EINVAL : 0;
	}
	return -EINVAL;
}

static int set_one(struct task_struct *p, int ioprio, int *result)
{
	const struct cred *cred = current_cred(), *theirs = get_task_cred(p);
	bool same = uid_eq(theirs->uid, cred->euid) || uid_eq(theirs->uid, cred->uid);

	put_cred(theirs);
	if (!same && !capable(CAP_SYS_NICE))
		return *result = -EPERM;
	WRITE_ONCE(p->ioprio, ioprio);
	*result = 0;
	return 0;
}

/* The smaller the better; a task without one does as the middle of best effort. */
static int rank(int ioprio)
{
	return IOPRIO_PRIO_CLASS(ioprio) == IOPRIO_CLASS_NONE ?
		IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, IOPRIO_NORM) : ioprio;
}

static int get_one(struct task_struct *p, int unused, int *result)
{
	int ioprio = READ_ONCE(p->ioprio);

	if (*result < 0 || rank(ioprio) < rank(*result))
		*result = ioprio;
	return 0;
}

static void for_group(int who, int ioprio, ioprio_fn fn, int *result)
{
	struct pid *pgrp = who ? find_vpid(who) : task_pgrp(current);
	struct task_struct *leader, *p;

	do_each_pid_task(pgrp, PIDTYPE_PGID, leader) {
		for_each_thread(leader, p)
			if (fn(p, ioprio, result))
				return;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, leader);
}

static void for_user(kuid_t uid, int ioprio, ioprio_fn fn, int *result)
{
	struct task_struct *leader, *p;

	for_each_process_thread(leader, p) {
		const struct cred *cred = get_task_cred(p);
		bool theirs = uid_eq(cred->uid, uid);

		put_cred(cred);
		if (theirs && p->pid && fn(p, ioprio, result))
			return;
	}
}

static int for_those(int which, int who, int ioprio, ioprio_fn fn)
{
	struct task_struct *p;
	int result = -ESRCH;

	read_lock(&tasklist_lock);
	switch (which) {
	case IOPRIO_WHO_PROCESS:
		p = who ? find_task_by_vpid(who) : current;
		if (p)
			fn(p, ioprio, &result);
		break;
	case IOPRIO_WHO_PGRP:
		for_group(who, ioprio, fn, &result);
		break;
	case IOPRIO_WHO_USER:
		for_user(who ? make_kuid(&init_user_ns, who) : current_uid(), ioprio, fn,
			 &result);
		break;
	default:
		result = -EINVAL;
	}
	read_unlock(&tasklist_lock);
	return result;
}

SYSCALL_DEFINE3(ioprio_set, int, which, int, who, int, ioprio)
{
	int err = check_ioprio(ioprio);

	return err ? err : for_those(which, who, ioprio, set_one);
}

SYSCALL_DEFINE2(ioprio_get, int, which, int, who)
{
	return for_those(which, who, 0, get_one);
}
