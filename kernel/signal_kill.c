// SPDX-License-Identifier: GPL-2.0
/*
 * The system calls that send signals, and who may: kill(2), tkill(2),
 * rt_sigqueueinfo(2), pidfd_send_signal(2) and their in-kernel forms.
 */
#include <linux/bitops.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/pidfd.h>
#include <linux/proc_fs.h>
#include <linux/reboot.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "signal.h"

#ifndef PIDFD_SIGNAL_THREAD
#define PIDFD_SIGNAL_THREAD		(1UL << 0)
#define PIDFD_SIGNAL_THREAD_GROUP	(1UL << 1)
#define PIDFD_SIGNAL_PROCESS_GROUP	(1UL << 2)
#endif
#define PIDFD_SEND_SIGNAL_FLAGS	(PIDFD_SIGNAL_THREAD | PIDFD_SIGNAL_THREAD_GROUP | \
				 PIDFD_SIGNAL_PROCESS_GROUP)

/* The sender's real or effective user must be the target's real or saved one. */
static bool kill_ok_by_cred(struct task_struct *t)
{
	const struct cred *cred = current_cred();
	kuid_t uid, suid;

	spin_lock(&t->cred_lock);
	uid = __task_cred(t)->uid;
	suid = __task_cred(t)->suid;
	spin_unlock(&t->cred_lock);
	return uid_eq(cred->euid, suid) || uid_eq(cred->euid, uid) ||
	       uid_eq(cred->uid, suid) || uid_eq(cred->uid, uid) ||
	       capable(CAP_KILL);
}

/* tasklist_lock held, or @t cannot change its session. */
static int check_kill_permission(int sig, kernel_siginfo_t *info, struct task_struct *t)
{
	struct pid *sid;

	if (!valid_signal(sig))
		return -EINVAL;
	if (!si_fromuser(info))
		return 0;
	if (same_thread_group(current, t) || kill_ok_by_cred(t))
		return 0;
	if (sig == SIGCONT) {
		/* Anybody may continue what is in his session (job control). */
		sid = task_session(t);
		if (!sid || sid == task_session(current))
			return 0;
	}
	return -EPERM;
}

/**
 * group_send_sig_info() - to a process, if current may
 * @sig: signal, 0 just to ask
 * @info: sender's information, SEND_SIG_*
 * @t: a thread of it
 * @type: PIDTYPE_PID only this thread; others the process
 *
 * Context: tasklist_lock held. Return: 0 or -errno.
 */
int group_send_sig_info(int sig, kernel_siginfo_t *info, struct task_struct *t,
			enum pid_type type)
{
	int ret = check_kill_permission(sig, info, t);

	if (!ret && sig)
		ret = do_send_sig_info(sig, info, t, type);
	return ret;
}

/* tasklist_lock held. One success is success. */
int __kill_pgrp_info(int sig, kernel_siginfo_t *info, struct pid *pgrp)
{
	struct task_struct *t;
	int ret = -ESRCH;

	do_each_pid_task(pgrp, PIDTYPE_PGID, t) {
		int err = group_send_sig_info(sig, info, t, PIDTYPE_PGID);

		if (ret)
			ret = err;
	} while_each_pid_task(pgrp, PIDTYPE_PGID, t);
	return ret;
}

static int kill_pid_info_type(int sig, kernel_siginfo_t *info, struct pid *pid,
			      enum pid_type type)
{
	struct task_struct *t;
	int ret = -ESRCH;

	read_lock(&tasklist_lock);
	t = pid_task(pid, PIDTYPE_PID);
	if (t)
		ret = group_send_sig_info(sig, info, t, type);
	read_unlock(&tasklist_lock);
	return ret;
}

int kill_pid_info(int sig, kernel_siginfo_t *info, struct pid *pid)
{
	return kill_pid_info_type(sig, info, pid, PIDTYPE_TGID);
}

int kill_pid(struct pid *pid, int sig, int priv)
{
	return kill_pid_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, pid);
}

int kill_pgrp(struct pid *pgrp, int sig, int priv)
{
	int ret;

	read_lock(&tasklist_lock);
	ret = __kill_pgrp_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, pgrp);
	read_unlock(&tasklist_lock);
	return ret;
}

/* To whoever handles Ctrl-Alt-Del. */
int kill_cad_pid(int sig, int priv)
{
	struct pid *pid = get_pid(READ_ONCE(cad_pid));
	int ret = pid ? kill_pid(pid, sig, priv) : -ESRCH;

	put_pid(pid);
	return ret;
}

static int kill_proc_info(int sig, kernel_siginfo_t *info, pid_t nr)
{
	struct pid *pid = find_get_pid(nr);
	int ret;

	if (!pid)
		return -ESRCH;
	ret = kill_pid_info(sig, info, pid);
	put_pid(pid);
	return ret;
}

/* kill(-1): everyone but init and ourselves; that some may not be is no error. */
static int kill_all_info(int sig, kernel_siginfo_t *info)
{
	struct task_struct *t;
	int ret = 0, count = 0, err;

	for_each_process(t) {
		if (task_pid_vnr(t) <= 1 || same_thread_group(t, current))
			continue;
		count++;
		err = group_send_sig_info(sig, info, t, PIDTYPE_MAX);
		if (err != -EPERM)
			ret = err;
	}
	return count ? ret : -ESRCH;
}

int kill_something_info(int sig, kernel_siginfo_t *info, pid_t pid)
{
	int ret;

	if (pid > 0)
		return kill_proc_info(sig, info, pid);
	if (pid == INT_MIN)
		return -ESRCH;
	read_lock(&tasklist_lock);
	if (pid == -1)
		ret = kill_all_info(sig, info);
	else
		ret = __kill_pgrp_info(sig, info,
				       pid ? find_vpid(-pid) : task_pgrp(current));
	read_unlock(&tasklist_lock);
	return ret;
}

/* --- system calls -------------------------------------------------------- */

static void prepare_kill_siginfo(int sig, kernel_siginfo_t *info, enum pid_type type)
{
	clear_siginfo(info);
	info->si_signo = sig;
	info->si_code = type == PIDTYPE_PID ? SI_TKILL : SI_USER;
	info->si_pid = task_tgid_vnr(current);
	info->si_uid = from_kuid_munged(NULL, current_uid());
}

SYSCALL_DEFINE2(kill, pid_t, pid, int, sig)
{
	kernel_siginfo_t info;

	prepare_kill_siginfo(sig, &info, PIDTYPE_TGID);
	return kill_something_info(sig, &info, pid);
}

/* To one thread; @tgid <= 0: of whatever process. */
static int do_send_specific(pid_t tgid, pid_t pid, int sig, kernel_siginfo_t *info)
{
	struct task_struct *t;
	int err = -ESRCH;

	read_lock(&tasklist_lock);
	t = find_task_by_vpid(pid);
	if (t && (tgid <= 0 || task_tgid_vnr(t) == tgid)) {
		err = check_kill_permission(sig, info, t);
		if (!err && sig) {
			err = do_send_sig_info(sig, info, t, PIDTYPE_PID);
			if (err == -ESRCH)	/* dead, but still there */
				err = 0;
		}
	}
	read_unlock(&tasklist_lock);
	return err;
}

static int do_tkill(pid_t tgid, pid_t pid, int sig)
{
	kernel_siginfo_t info;

	prepare_kill_siginfo(sig, &info, PIDTYPE_PID);
	return do_send_specific(tgid, pid, sig, &info);
}

SYSCALL_DEFINE3(tgkill, pid_t, tgid, pid_t, pid, int, sig)
{
	if (pid <= 0 || tgid <= 0)
		return -EINVAL;
	return do_tkill(tgid, pid, sig);
}

SYSCALL_DEFINE2(tkill, pid_t, pid, int, sig)
{
	if (pid <= 0)
		return -EINVAL;
	return do_tkill(0, pid, sig);
}

/* Nobody may pretend to be the kernel, or kill(), to others. */
static bool forged(const kernel_siginfo_t *info)
{
	return info->si_code >= 0 || info->si_code == SI_TKILL;
}

static int copy_queueinfo(int sig, kernel_siginfo_t *info, const siginfo_t __user *uinfo)
{
	int err = copy_siginfo_from_user(info, uinfo);

	info->si_signo = sig;
	return err;
}

SYSCALL_DEFINE3(rt_sigqueueinfo, pid_t, pid, int, sig, siginfo_t __user *, uinfo)
{
	kernel_siginfo_t info;
	int err;

	err = copy_queueinfo(sig, &info, uinfo);
	if (err)
		return err;
	if (forged(&info) && task_pid_vnr(current) != pid)
		return -EPERM;
	return kill_proc_info(sig, &info, pid);
}

SYSCALL_DEFINE4(rt_tgsigqueueinfo, pid_t, tgid, pid_t, pid, int, sig,
		siginfo_t __user *, uinfo)
{
	kernel_siginfo_t info;
	int err;

	err = copy_queueinfo(sig, &info, uinfo);
	if (err)
		return err;
	if (pid <= 0 || tgid <= 0)
		return -EINVAL;
	if (forged(&info) && task_pid_vnr(current) != pid)
		return -EPERM;
	return do_send_specific(tgid, pid, sig, &info);
}

static enum pid_type pidfd_signal_type(unsigned int flags, unsigned int f_flags)
{
	switch (flags) {
	case PIDFD_SIGNAL_THREAD:
		return PIDTYPE_PID;
	case PIDFD_SIGNAL_THREAD_GROUP:
		return PIDTYPE_TGID;
	case PIDFD_SIGNAL_PROCESS_GROUP:
		return PIDTYPE_PGID;
	}
	return f_flags & PIDFD_THREAD ? PIDTYPE_PID : PIDTYPE_TGID;
}

static int pidfd_siginfo(int sig, kernel_siginfo_t *info, siginfo_t __user *uinfo,
			 struct pid *pid, enum pid_type type)
{
	int err;

	if (!uinfo) {
		prepare_kill_siginfo(sig, info, type);
		return 0;
	}
	err = copy_siginfo_from_user(info, uinfo);
	if (err)
		return err;
	if (sig != info->si_signo)
		return -EINVAL;
	if ((task_pid(current) != pid || type > PIDTYPE_TGID) && forged(info))
		return -EPERM;
	return 0;
}

/* A pidfd, or an open /proc/<pid> directory. Referenced or ERR_PTR. */
static struct pid *signal_target(int fd, unsigned int *f_flags)
{
	struct pid *pid = pidfd_get_pid(fd, f_flags);
	struct file *file;

	if (pid != ERR_PTR(-EBADF))
		return pid;
	file = fget(fd);
	if (!file)
		return pid;
	*f_flags = 0;
	pid = tgid_pidfd_to_pid(file);
	if (!IS_ERR(pid))
		get_pid(pid);
	fput(file);
	return pid;
}

SYSCALL_DEFINE4(pidfd_send_signal, int, pidfd, int, sig, siginfo_t __user *, uinfo,
		unsigned int, flags)
{
	kernel_siginfo_t info;
	enum pid_type type;
	unsigned int f_flags;
	struct pid *pid;
	int ret;

	if (flags & ~PIDFD_SEND_SIGNAL_FLAGS)
		return -EINVAL;
	if (hweight32(flags) > 1)
		return -EINVAL;
	pid = signal_target(pidfd, &f_flags);
	if (IS_ERR(pid))
		return PTR_ERR(pid);
	type = pidfd_signal_type(flags, f_flags);
	ret = pidfd_siginfo(sig, &info, uinfo, pid, type);
	if (!ret && type == PIDTYPE_PGID) {
		read_lock(&tasklist_lock);
		ret = __kill_pgrp_info(sig, &info, pid);
		read_unlock(&tasklist_lock);
	} else if (!ret) {
		ret = kill_pid_info_type(sig, &info, pid, type);
	}
	put_pid(pid);
	return ret;
}
