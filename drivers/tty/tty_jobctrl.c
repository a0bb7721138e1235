// SPDX-License-Identifier: GPL-2.0
/*
 * Controlling terminals: which session owns a tty, which process group is in
 * its foreground, and what happens to those that are not (POSIX.1-2017,
 * chapter 11, and tcsetpgrp(3)).
 *
 * Locks: tasklist_lock > sighand->siglock > ctrl_lock. signal->tty is under
 * siglock, tty->session and tty->pgrp under ctrl_lock.
 */
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/uaccess.h>

#include "tty_internal.h"

static bool sig_ignored_or_blocked(int sig)
{
	return sigismember(&current->blocked, sig) ||
	       current->sighand->action[sig - 1].sa.sa_handler == SIG_IGN;
}

struct pid *tty_get_pgrp(struct tty_struct *tty)
{
	struct pid *pgrp;

	spin_lock(&tty->ctrl_lock);
	pgrp = get_pid(tty->pgrp);
	spin_unlock(&tty->ctrl_lock);
	return pgrp;
}

/**
 * __tty_check_change() - may current's group touch the terminal?
 * @sig: SIGTTOU or SIGTTIN, what a background group gets for trying
 *
 * Return: 0; -EIO for an orphaned group; -ERESTARTSYS after the signal was sent.
 */
int __tty_check_change(struct tty_struct *tty, int sig)
{
	struct pid *pgrp, *tty_pgrp;
	int ret = 0;

	if (current->signal->tty != tty)
		return 0;
	pgrp = task_pgrp(current);
	tty_pgrp = tty_get_pgrp(tty);
	if (tty_pgrp && pgrp != tty_pgrp) {
		if (sig_ignored_or_blocked(sig)) {
			ret = sig == SIGTTIN ? -EIO : 0;
		} else if (is_current_pgrp_orphaned()) {
			ret = -EIO;
		} else {
			kill_pgrp(pgrp, sig, 1);
			set_thread_flag(TIF_SIGPENDING);
			ret = -ERESTARTSYS;
		}
	}
	put_pid(tty_pgrp);
	return ret;
}

int tty_check_change(struct tty_struct *tty)
{
	return __tty_check_change(tty, SIGTTOU);
}

struct tty_struct *get_current_tty(void)
{
	struct tty_struct *tty;

	spin_lock(&current->sighand->siglock);
	tty = tty_kref_get(current->signal->tty);
	spin_unlock(&current->sighand->siglock);
	return tty;
}

void proc_clear_tty(struct task_struct *t)
{
	struct tty_struct *tty;

	spin_lock(&t->sighand->siglock);
	tty = t->signal->tty;
	t->signal->tty = NULL;
	spin_unlock(&t->sighand->siglock);
	tty_kref_put(tty);
}

/* current leads a session without a terminal: @tty becomes it. */
static void proc_set_tty(struct tty_struct *tty)
{
	struct pid *old_pgrp, *old_session;
	struct tty_struct *old_tty;

	spin_lock(&tty->ctrl_lock);
	old_pgrp = tty->pgrp;
	old_session = tty->session;
	tty->pgrp = get_pid(task_pgrp(current));
	tty->session = get_pid(task_session(current));
	spin_unlock(&tty->ctrl_lock);
	put_pid(old_pgrp);
	put_pid(old_session);

	spin_lock(&current->sighand->siglock);
	old_tty = current->signal->tty;
	current->signal->tty = tty_kref_get(tty);
	put_pid(current->signal->tty_old_pgrp);
	current->signal->tty_old_pgrp = NULL;
	spin_unlock(&current->sighand->siglock);
	tty_kref_put(old_tty);
}

/* open(2) of a terminal by a session leader that has none (no O_NOCTTY). */
void tty_open_proc_set_tty(struct file *file, struct tty_struct *tty)
{
	read_lock(&tasklist_lock);
	/* Write-only opens don't: a log to a terminal must not become ours. */
	if (current->signal->leader && !current->signal->tty && !tty->session &&
	    (file->f_mode & FMODE_READ))
		proc_set_tty(tty);
	read_unlock(&tasklist_lock);
}

void session_clear_tty(struct pid *session)
{
	struct task_struct *p;

	read_lock(&tasklist_lock);
	do_each_pid_task(session, PIDTYPE_SID, p)
		proc_clear_tty(p);
	while_each_pid_task(session, PIDTYPE_SID, p);
	read_unlock(&tasklist_lock);
}

/**
 * tty_signal_session_leader() - SIGHUP, SIGCONT to the leader of the session
 * @exit_session: the foreground group gets SIGHUP too
 *
 * Return: how many tasks were told.
 */
int tty_signal_session_leader(struct tty_struct *tty, bool exit_session)
{
	struct pid *session, *pgrp;
	struct task_struct *p;
	int n = 0;

	spin_lock(&tty->ctrl_lock);
	session = get_pid(tty->session);
	pgrp = get_pid(tty->pgrp);
	spin_unlock(&tty->ctrl_lock);

	read_lock(&tasklist_lock);
	do_each_pid_task(session, PIDTYPE_SID, p) {
		if (!p->signal->leader)
			continue;
		spin_lock(&p->sighand->siglock);
		put_pid(p->signal->tty_old_pgrp);
		p->signal->tty_old_pgrp = get_pid(pgrp);
		spin_unlock(&p->sighand->siglock);
		do_send_sig_info(SIGHUP, SEND_SIG_PRIV, p, PIDTYPE_TGID);
		do_send_sig_info(SIGCONT, SEND_SIG_PRIV, p, PIDTYPE_TGID);
		n++;
	} while_each_pid_task(session, PIDTYPE_SID, p);
	read_unlock(&tasklist_lock);
	if (pgrp && exit_session)
		kill_pgrp(pgrp, SIGHUP, 1);
	put_pid(session);
	put_pid(pgrp);
	return n;
}

static void hup_old_pgrp(bool on_exit)
{
	struct pid *old;

	spin_lock(&current->sighand->siglock);
	old = current->signal->tty_old_pgrp;
	current->signal->tty_old_pgrp = NULL;
	spin_unlock(&current->sighand->siglock);
	if (!old)
		return;
	kill_pgrp(old, SIGHUP, on_exit);
	kill_pgrp(old, SIGCONT, on_exit);
	put_pid(old);
}

/**
 * disassociate_ctty() - the session gives up its terminal
 * @on_exit: its leader is exiting (else TIOCNOTTY)
 *
 * Context: sleeps.
 */
void disassociate_ctty(int on_exit)
{
	struct tty_struct *tty;

	if (!current->signal->leader)
		return;
	tty = get_current_tty();
	if (!tty) {
		if (on_exit)
			hup_old_pgrp(true);
		return;
	}
	if (on_exit && tty->driver->type != TTY_DRIVER_TYPE_PTY) {
		tty_vhangup(tty);
	} else {
		struct pid *pgrp = tty_get_pgrp(tty);

		if (pgrp) {
			kill_pgrp(pgrp, SIGHUP, on_exit);
			if (!on_exit)
				kill_pgrp(pgrp, SIGCONT, on_exit);
			put_pid(pgrp);
		}
	}
	spin_lock(&tty->ctrl_lock);
	if (tty->session == task_session(current)) {
		put_pid(tty->session);
		put_pid(tty->pgrp);
		tty->session = NULL;
		tty->pgrp = NULL;
	}
	spin_unlock(&tty->ctrl_lock);
	session_clear_tty(task_session(current));
	tty_kref_put(tty);
}

static int tiocsctty(struct tty_struct *tty, struct file *file, int arg)
{
	int ret = 0;

	mutex_lock(&tty_mutex);
	read_lock(&tasklist_lock);
	if (current->signal->leader && task_session(current) == tty->session)
		goto unlock;
	ret = -EPERM;
	if (!current->signal->leader || current->signal->tty)
		goto unlock;
	if (tty->session) {
		if (arg != 1 || !capable(CAP_SYS_ADMIN))
			goto unlock;
		read_unlock(&tasklist_lock);
		session_clear_tty(tty->session);	/* stolen by root */
		read_lock(&tasklist_lock);
	}
	if (!(file->f_mode & FMODE_READ) && !capable(CAP_SYS_ADMIN))
		goto unlock;
	proc_set_tty(tty);
	ret = 0;
unlock:
	read_unlock(&tasklist_lock);
	mutex_unlock(&tty_mutex);
	return ret;
}

static int tiocgpgrp(struct tty_struct *tty, struct tty_struct *real, pid_t __user *p)
{
	struct pid *pgrp;
	int ret;

	if (tty == real && current->signal->tty != real)
		return -ENOTTY;
	pgrp = tty_get_pgrp(real);
	ret = put_user(pid_vnr(pgrp), p);
	put_pid(pgrp);
	return ret;
}

static int tiocspgrp(struct tty_struct *tty, struct tty_struct *real, pid_t __user *p)
{
	struct task_struct *member;
	struct pid *pgrp;
	pid_t nr;
	int ret = tty_check_change(real);

	if (ret == -EIO)
		return -ENOTTY;
	if (ret)
		return ret;
	if (get_user(nr, p))
		return -EFAULT;
	if (nr < 0)
		return -EINVAL;

	read_lock(&tasklist_lock);
	ret = -ENOTTY;
	if (!current->signal->tty || current->signal->tty != real ||
	    real->session != task_session(current))
		goto unlock;
	ret = -ESRCH;
	pgrp = find_vpid(nr);
	if (!pgrp)
		goto unlock;
	ret = -EPERM;
	member = pid_task(pgrp, PIDTYPE_PGID);
	if (!member || task_session(member) != task_session(current))
		goto unlock;
	ret = 0;
	spin_lock(&tty->ctrl_lock);
	put_pid(real->pgrp);
	real->pgrp = get_pid(pgrp);
	spin_unlock(&tty->ctrl_lock);
unlock:
	read_unlock(&tasklist_lock);
	return ret;
}

static int tiocgsid(struct tty_struct *tty, struct tty_struct *real, pid_t __user *p)
{
	pid_t sid;

	if (tty == real && current->signal->tty != real)
		return -ENOTTY;
	spin_lock(&real->ctrl_lock);
	sid = real->session ? pid_vnr(real->session) : -1;
	spin_unlock(&real->ctrl_lock);
	return sid < 0 ? -ENOTTY : put_user(sid, p);
}

/* The job control ioctls; on a pty master they mean the slave. */
long tty_jobctrl_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd,
		       unsigned long arg)
{
	struct tty_struct *real = tty_is_pty_master(tty) && tty->link ? tty->link : tty;

	switch (cmd) {
	case TIOCNOTTY:
		if (current->signal->tty != tty)
			return -ENOTTY;
		if (current->signal->leader)
			disassociate_ctty(0);
		else
			proc_clear_tty(current);
		return 0;
	case TIOCSCTTY:
		return tiocsctty(real, file, (int)arg);
	case TIOCGPGRP:
		return tiocgpgrp(tty, real, (pid_t __user *)arg);
	case TIOCSPGRP:
		return tiocspgrp(tty, real, (pid_t __user *)arg);
	case TIOCGSID:
		return tiocgsid(tty, real, (pid_t __user *)arg);
	}
	return -ENOIOCTLCMD;
}
