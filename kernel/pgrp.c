// SPDX-License-Identifier: GPL-2.0
/*
 * Process groups and sessions (POSIX job control), and the calls that ask for
 * process ids.
 */
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/tty.h>

/* tasklist_lock held for writing. @t is ourselves, or a child that has not execed. */
static int may_setpgid(struct task_struct *t)
{
	struct task_struct *self = current->group_leader;

	if (!t)
		return -ESRCH;
	if (!thread_group_leader(t))
		return -EINVAL;
	if (same_thread_group(t->real_parent, self)) {
		if (task_session(t) != task_session(self))
			return -EPERM;
		if (!(t->flags & PF_FORKNOEXEC))
			return -EACCES;
	} else if (t != self) {
		return -ESRCH;
	}
	return t->signal->leader ? -EPERM : 0;
}

/* Its own number, or a group of the caller's session. */
static struct pid *target_pgrp(struct task_struct *t, pid_t pid, pid_t pgid)
{
	struct pid *pgrp = task_pid(t);
	struct task_struct *member;

	if (pgid == pid)
		return pgrp;
	pgrp = find_vpid(pgid);
	member = pid_task(pgrp, PIDTYPE_PGID);
	if (!member || task_session(member) != task_session(current->group_leader))
		return NULL;
	return pgrp;
}

SYSCALL_DEFINE2(setpgid, pid_t, pid, pid_t, pgid)
{
	struct task_struct *t;
	struct pid *pgrp;
	int err;

	if (!pid)
		pid = task_pid_vnr(current->group_leader);
	if (!pgid)
		pgid = pid;
	if (pgid < 0)
		return -EINVAL;

	write_lock(&tasklist_lock);
	t = find_task_by_vpid(pid);
	err = may_setpgid(t);
	if (err)
		goto unlock;
	pgrp = target_pgrp(t, pid, pgid);
	if (!pgrp) {
		err = -EPERM;
		goto unlock;
	}
	if (task_pgrp(t) != pgrp)
		change_pid(t, PIDTYPE_PGID, pgrp);
unlock:
	write_unlock(&tasklist_lock);
	return err;
}

static int id_of(pid_t pid, pid_t (*nr)(struct task_struct *))
{
	struct task_struct *t;
	int ret;

	if (!pid)
		return nr(current);
	t = find_get_task_by_vpid(pid);
	if (!t)
		return -ESRCH;
	ret = nr(t);
	put_task_struct(t);
	return ret;
}

SYSCALL_DEFINE1(getpgid, pid_t, pid)
{
	return id_of(pid, task_pgrp_nr);
}

SYSCALL_DEFINE0(getpgrp)
{
	return task_pgrp_nr(current);
}

SYSCALL_DEFINE1(getsid, pid_t, pid)
{
	return id_of(pid, task_session_nr);
}

/**
 * ksys_setsid() - a session and a group of one's own, without a terminal
 *
 * Return: its number, or -EPERM for the leader of a group.
 */
int ksys_setsid(void)
{
	struct task_struct *leader = current->group_leader;
	struct pid *sid = task_pid(leader);
	int err = -EPERM;

	write_lock(&tasklist_lock);
	if (leader->signal->leader)
		goto unlock;
	/* Somebody is in a group of that number: members of two sessions. */
	if (pid_task(sid, PIDTYPE_PGID))
		goto unlock;
	leader->signal->leader = true;
	if (task_session(leader) != sid)
		change_pid(leader, PIDTYPE_SID, sid);
	if (task_pgrp(leader) != sid)
		change_pid(leader, PIDTYPE_PGID, sid);
	err = pid_vnr(sid);
unlock:
	write_unlock(&tasklist_lock);
	if (err > 0)
		proc_clear_tty(leader);
	return err;
}

SYSCALL_DEFINE0(setsid)
{
	return ksys_setsid();
}

SYSCALL_DEFINE0(getpid)
{
	return task_tgid_vnr(current);
}

SYSCALL_DEFINE0(gettid)
{
	return task_pid_vnr(current);
}

SYSCALL_DEFINE0(getppid)
{
	return task_ppid_nr(current);
}
