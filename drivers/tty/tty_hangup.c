// SPDX-License-Identifier: GPL-2.0
/*
 * Hanging up: the line is gone (the pty master closed, the host's terminal
 * ended, vhangup(2)). Open files of it turn into dead ones, the session is
 * told by SIGHUP, readers see the end of file and writers EIO.
 *
 * Lock order: tty_mutex > files_lock; see tty_io.c.
 */
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/syscalls.h>

#include "tty_internal.h"

static ssize_t hung_up_tty_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	return 0;
}

static ssize_t hung_up_tty_write(struct file *file, const char __user *buf, size_t count,
				 loff_t *pos)
{
	return -EIO;
}

static __poll_t hung_up_tty_poll(struct file *file, struct poll_table_struct *wait)
{
	return EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLRDNORM | EPOLLWRNORM;
}

static long hung_up_tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return cmd == TIOCSPGRP ? -ENOTTY : -EIO;
}

static int hung_up_tty_fasync(int fd, struct file *file, int on)
{
	return -ENOTTY;
}

const struct file_operations hung_up_tty_fops = {
	.llseek		= no_llseek,
	.read		= hung_up_tty_read,
	.write		= hung_up_tty_write,
	.poll		= hung_up_tty_poll,
	.unlocked_ioctl	= hung_up_tty_ioctl,
	.release	= tty_release,
	.fasync		= hung_up_tty_fasync,
};

bool tty_hung_up_p(struct file *file)
{
	return file && READ_ONCE(file->f_op) == &hung_up_tty_fops;
}

static void tty_mark_files_hung_up(struct tty_struct *tty)
{
	struct tty_file_private *priv;

	spin_lock(&tty->files_lock);
	list_for_each_entry(priv, &tty->tty_files, list)
		if (priv->file->f_op->read == tty_read || priv->file->f_op == &tty_fops)
			WRITE_ONCE(priv->file->f_op, &hung_up_tty_fops);
	spin_unlock(&tty->files_lock);
}

static void __tty_hangup(struct tty_struct *tty, bool exit_session)
{
	struct pid *session, *pgrp;

	if (test_and_set_bit(TTY_HUPPED, &tty->flags))
		return;
	tty_mark_files_hung_up(tty);
	tty_signal_session_leader(tty, exit_session);
	tty->ldisc->flush_buffer(tty);
	tty_flush_output(tty);

	spin_lock(&tty->ctrl_lock);
	clear_bit(TTY_THROTTLED, &tty->flags);
	session = tty->session;
	pgrp = tty->pgrp;
	tty->session = NULL;
	tty->pgrp = NULL;
	tty->flow_stopped = false;
	tty->tco_stopped = false;
	spin_unlock(&tty->ctrl_lock);
	session_clear_tty(session);
	put_pid(session);
	put_pid(pgrp);

	if (tty->driver->flags & TTY_DRIVER_RESET_TERMIOS) {
		down_write(&tty->termios_rwsem);
		tty->termios = tty->driver->init_termios;
		up_write(&tty->termios_rwsem);
	}
	if (tty->ops->hangup)
		tty->ops->hangup(tty);
	wake_up_interruptible_poll(&tty->write_wait, EPOLLOUT);
	wake_up_interruptible_poll(&tty->read_wait, EPOLLIN);
}

/* Context: tty_mutex held. */
void tty_vhangup_locked(struct tty_struct *tty)
{
	if (tty->disc_data)		/* else its last close came first */
		__tty_hangup(tty, false);
}

/**
 * tty_vhangup() - hang up now
 *
 * Context: sleeps; tty_mutex not held.
 */
void tty_vhangup(struct tty_struct *tty)
{
	mutex_lock(&tty_mutex);
	tty_vhangup_locked(tty);
	mutex_unlock(&tty_mutex);
}

/* Hang up soon. Context: any. */
void tty_hangup(struct tty_struct *tty)
{
	tty_kref_get(tty);
	if (!schedule_work(&tty->hangup_work))
		tty_kref_put(tty);
}

void tty_vhangup_self(void)
{
	struct tty_struct *tty = get_current_tty();

	if (tty) {
		tty_vhangup(tty);
		tty_kref_put(tty);
	}
}
