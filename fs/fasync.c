// SPDX-License-Identifier: GPL-2.0
/*
 * fasync.c: signals that tell of I/O: O_ASYNC, F_SETOWN, F_SETSIG.
 *
 * A driver keeps a list of the open files that asked (fasync_helper()) and
 * signals their owners (kill_fasync()). fasync_lock protects all such lists:
 * they are short and rare.
 *
 * Lock order: fasync_lock, fown->lock, tasklist_lock, siglock.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include "internal.h"

struct fasync_struct {
	struct fasync_struct	*next;		/* fasync_lock */
	struct file		*file;		/* [I] */
	int			fd;		/* for si_fd */
};

static DEFINE_SPINLOCK(fasync_lock);
static struct kmem_cache *fasync_cache;

/**
 * __f_setown - say who gets a file's signals
 * @file: the file
 * @pid: process or group, a reference is taken; NULL for nobody
 * @type: which
 * @force: also if there is an owner already
 */
void __f_setown(struct file *file, struct pid *pid, enum pid_type type, int force)
{
	struct fown_struct *fown = &file->f_owner;
	struct pid *old = NULL;

	spin_lock(&fown->lock);
	if (force || !fown->pid) {
		old = fown->pid;
		fown->pid = pid ? get_pid(pid) : NULL;
		fown->pid_type = type;
		if (pid) {
			fown->uid = current_uid();
			fown->euid = current_euid();
		}
	}
	spin_unlock(&fown->lock);
	put_pid(old);
}

/* F_SETOWN: a process, or minus a process group. */
int f_setown(struct file *file, int who, int force)
{
	enum pid_type type = PIDTYPE_TGID;
	struct pid *pid = NULL;

	if (who < 0) {
		if (who == INT_MIN)
			return -EINVAL;
		type = PIDTYPE_PGID;
		who = -who;
	}
	if (who) {
		pid = find_get_pid(who);
		if (!pid)
			return -ESRCH;
	}
	__f_setown(file, pid, type, force);
	put_pid(pid);
	return 0;
}

void f_delown(struct file *file)
{
	__f_setown(file, NULL, PIDTYPE_TGID, 1);
}

pid_t f_getown(struct file *file)
{
	pid_t pid;

	spin_lock(&file->f_owner.lock);
	pid = pid_nr(file->f_owner.pid);
	if (file->f_owner.pid_type == PIDTYPE_PGID)
		pid = -pid;
	spin_unlock(&file->f_owner.lock);
	return pid;
}

/* May who set the owner send signals to it? */
static bool sigio_perm(struct task_struct *t, const struct fown_struct *fown, int sig)
{
	const struct cred *cred = get_task_cred(t);
	bool ok;

	ok = fown->euid == 0 || fown->euid == cred->suid || fown->euid == cred->uid ||
	     fown->uid == cred->suid || fown->uid == cred->uid;
	put_cred(cred);
	return ok;
}

/* si_band for the reasons POLL_IN, POLL_OUT, POLL_MSG, POLL_ERR, POLL_PRI, POLL_HUP */
static __poll_t band_of(int reason)
{
	static const __poll_t table[] = {
		EPOLLIN | EPOLLRDNORM,
		EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND,
		EPOLLIN | EPOLLRDNORM | EPOLLMSG,
		EPOLLERR,
		EPOLLPRI | EPOLLRDBAND,
		EPOLLHUP | EPOLLERR,
	};

	if (reason < POLL_IN || reason - POLL_IN >= ARRAY_SIZE(table))
		return ~(__poll_t)0;
	return table[reason - POLL_IN];
}

static void send_sigio_to_task(struct task_struct *t, struct fown_struct *fown, int fd,
			       int reason, enum pid_type type)
{
	int signum = READ_ONCE(fown->signum);
	kernel_siginfo_t si;

	if (!sigio_perm(t, fown, signum ? signum : SIGIO))
		return;
	if (signum) {
		clear_siginfo(&si);
		si.si_signo = signum;
		si.si_code = reason;
		si.si_band = band_of(reason);
		si.si_fd = fd;
		if (!do_send_sig_info(signum, &si, t, type))
			return;
		/* The queue is full: at least say that something happened. */
	}
	do_send_sig_info(SIGIO, SEND_SIG_PRIV, t, type);
}

/**
 * send_sigio - signal the owner of a file
 * @fown: the owner
 * @fd: the descriptor it knows the file by
 * @band: reason, POLL_IN and so on
 */
void send_sigio(struct fown_struct *fown, int fd, int band)
{
	struct task_struct *t;
	enum pid_type type;
	struct pid *pid;

	spin_lock(&fown->lock);
	type = fown->pid_type;
	pid = fown->pid;
	if (pid) {
		read_lock(&tasklist_lock);
		if (type <= PIDTYPE_TGID) {
			t = pid_task(pid, PIDTYPE_PID);
			if (t)
				send_sigio_to_task(t, fown, fd, band, type);
		} else {
			do_each_pid_task(pid, type, t)
				send_sigio_to_task(t, fown, fd, band, type);
			while_each_pid_task(pid, type, t);
		}
		read_unlock(&tasklist_lock);
	}
	spin_unlock(&fown->lock);
}

/* Urgent data came: SIGURG. 1 if there was an owner. */
int send_sigurg(struct fown_struct *fown)
{
	struct task_struct *t;
	struct pid *pid;
	int found = 0;

	spin_lock(&fown->lock);
	pid = fown->pid;
	if (pid) {
		found = 1;
		read_lock(&tasklist_lock);
		if (fown->pid_type <= PIDTYPE_TGID) {
			t = pid_task(pid, PIDTYPE_PID);
			if (t && sigio_perm(t, fown, SIGURG))
				do_send_sig_info(SIGURG, SEND_SIG_PRIV, t, fown->pid_type);
		} else {
			do_each_pid_task(pid, fown->pid_type, t)
				if (sigio_perm(t, fown, SIGURG))
					do_send_sig_info(SIGURG, SEND_SIG_PRIV, t, fown->pid_type);
			while_each_pid_task(pid, fown->pid_type, t);
		}
		read_unlock(&tasklist_lock);
	}
	spin_unlock(&fown->lock);
	return found;
}

static int fasync_remove(struct file *file, struct fasync_struct **list)
{
	struct fasync_struct *fa;
	int found = 0;

	spin_lock(&file->f_lock);
	spin_lock(&fasync_lock);
	for (; (fa = *list) != NULL; list = &fa->next) {
		if (fa->file == file) {
			*list = fa->next;
			kmem_cache_free(fasync_cache, fa);
			file->f_flags &= ~FASYNC;
			found = 1;
			break;
		}
	}
	spin_unlock(&fasync_lock);
	spin_unlock(&file->f_lock);
	return found;
}

static int fasync_add(int fd, struct file *file, struct fasync_struct **list)
{
	struct fasync_struct *new = kmem_cache_alloc(fasync_cache, GFP_KERNEL), *fa;

	if (!new)
		return -ENOMEM;
	spin_lock(&file->f_lock);
	spin_lock(&fasync_lock);
	for (fa = *list; fa; fa = fa->next) {
		if (fa->file == file)
			break;
	}
	if (fa) {
		fa->fd = fd;
	} else {
		*new = (struct fasync_struct){ .next = *list, .file = file, .fd = fd };
		*list = new;
		file->f_flags |= FASYNC;
	}
	spin_unlock(&fasync_lock);
	spin_unlock(&file->f_lock);
	if (!fa)
		return 1;
	kmem_cache_free(fasync_cache, new);
	return 0;
}

/**
 * fasync_helper - the ->fasync() of a driver
 * @fd: the descriptor
 * @file: the open file
 * @on: add or remove
 * @list: the driver's list
 *
 * Return: 1 if something changed, 0, -ENOMEM.
 */
int fasync_helper(int fd, struct file *file, int on, struct fasync_struct **list)
{
	return on ? fasync_add(fd, file, list) : fasync_remove(file, list);
}

/**
 * kill_fasync - something happened to those who asked
 * @list: the driver's list
 * @sig: SIGIO, or SIGURG
 * @band: POLL_IN and so on
 *
 * Context: does not sleep.
 */
void kill_fasync(struct fasync_struct **list, int sig, int band)
{
	struct fasync_struct *fa;

	if (!READ_ONCE(*list))
		return;
	spin_lock(&fasync_lock);
	for (fa = *list; fa; fa = fa->next) {
		/* SIGURG has its own default way, unless F_SETSIG wants details. */
		if (!(sig == SIGURG && !fa->file->f_owner.signum))
			send_sigio(&fa->file->f_owner, fa->fd, band);
	}
	spin_unlock(&fasync_lock);
}

static int __init fasync_init(void)
{
	fasync_cache = KMEM_CACHE(fasync_struct, SLAB_PANIC);
	return 0;
}
core_initcall(fasync_init);
