// SPDX-License-Identifier: GPL-2.0
/*
 * Terminal settings: termios in its three shapes, window size, flow control,
 * flushing and draining. See ioctl_tty(2) for what each number means.
 *
 * Lock order: see tty_io.c; termios changes hold termios_rwsem for writing.
 */
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "tty_internal.h"

unsigned int tty_chars_in_buffer(struct tty_struct *tty)
{
	return tty->ops->chars_in_buffer ? tty->ops->chars_in_buffer(tty) : 0;
}

unsigned int tty_write_room(struct tty_struct *tty)
{
	return tty->ops->write_room ? tty->ops->write_room(tty) : 2048;
}

void tty_flush_output(struct tty_struct *tty)
{
	if (tty->ops->flush_buffer)
		tty->ops->flush_buffer(tty);
	tty_wakeup(tty);
}

/* Wait until all output has left, at most @timeout jiffies (0: for ever). */
void tty_wait_until_sent(struct tty_struct *tty, long timeout)
{
	if (!timeout)
		timeout = MAX_SCHEDULE_TIMEOUT;
	wait_event_interruptible_timeout(tty->write_wait, !tty_chars_in_buffer(tty), timeout);
}

void tty_stop(struct tty_struct *tty)
{
	spin_lock(&tty->ctrl_lock);
	tty->flow_stopped = true;
	spin_unlock(&tty->ctrl_lock);
	if (tty->ops->stop)
		tty->ops->stop(tty);
}

void tty_start(struct tty_struct *tty)
{
	spin_lock(&tty->ctrl_lock);
	tty->flow_stopped = tty->tco_stopped;
	spin_unlock(&tty->ctrl_lock);
	if (tty->flow_stopped)
		return;
	if (tty->ops->start)
		tty->ops->start(tty);
	tty_wakeup(tty);
}

static const struct { unsigned int code, rate; } baud_table[] = {
	{ B0, 0 }, { B50, 50 }, { B75, 75 }, { B110, 110 }, { B134, 134 }, { B150, 150 },
	{ B200, 200 }, { B300, 300 }, { B600, 600 }, { B1200, 1200 }, { B1800, 1800 },
	{ B2400, 2400 }, { B4800, 4800 }, { B9600, 9600 }, { B19200, 19200 },
	{ B38400, 38400 }, { B57600, 57600 }, { B115200, 115200 }, { B230400, 230400 },
	{ B460800, 460800 }, { B500000, 500000 }, { B576000, 576000 }, { B921600, 921600 },
	{ B1000000, 1000000 }, { B1152000, 1152000 }, { B1500000, 1500000 },
	{ B2000000, 2000000 }, { B2500000, 2500000 }, { B3000000, 3000000 },
	{ B3500000, 3500000 }, { B4000000, 4000000 },
};

static unsigned int baud_of_cflag(const struct ktermios *t)
{
	size_t i;

	if ((t->c_cflag & CBAUD) == BOTHER)
		return t->c_ospeed;
	for (i = 0; i < ARRAY_SIZE(baud_table); i++)
		if (baud_table[i].code == (t->c_cflag & CBAUD))
			return baud_table[i].rate;
	return 38400;
}

/* The old structures carry the speed in c_cflag only. */
static void speeds_from_cflag(struct ktermios *t)
{
	t->c_ospeed = baud_of_cflag(t);
	t->c_ispeed = t->c_ospeed;
}

static void apply_locked_bits(struct ktermios *new, const struct ktermios *old,
			      const struct ktermios *locked)
{
	int i;

#define KEEP(field) (new->field = (new->field & ~locked->field) | (old->field & locked->field))
	KEEP(c_iflag);
	KEEP(c_oflag);
	KEEP(c_cflag);
	KEEP(c_lflag);
#undef KEEP
	new->c_line = locked->c_line ? old->c_line : new->c_line;
	for (i = 0; i < NCCS; i++)
		if (locked->c_cc[i])
			new->c_cc[i] = old->c_cc[i];
}

void tty_set_termios(struct tty_struct *tty, const struct ktermios *new)
{
	struct ktermios old;

	down_write(&tty->termios_rwsem);
	old = tty->termios;
	tty->termios = *new;
	apply_locked_bits(&tty->termios, &old, &tty->termios_locked);
	if (tty->ops->set_termios)
		tty->ops->set_termios(tty, &old);
	if (tty->ldisc->set_termios)
		tty->ldisc->set_termios(tty, &old);
	up_write(&tty->termios_rwsem);
}

enum termios_shape { SHAPE_TERMIO, SHAPE_TERMIOS, SHAPE_TERMIOS2 };
#define SET_FLUSH	1
#define SET_WAIT	2

static int get_user_termios(struct ktermios *t, enum termios_shape shape, void __user *arg)
{
	struct termio io;

	switch (shape) {
	case SHAPE_TERMIOS2:
		if (copy_from_user(t, arg, sizeof(struct termios2)))
			return -EFAULT;
		return 0;
	case SHAPE_TERMIOS:
		if (copy_from_user(t, arg, sizeof(struct termios)))
			return -EFAULT;
		break;
	case SHAPE_TERMIO:
		if (copy_from_user(&io, arg, sizeof(io)))
			return -EFAULT;
		t->c_iflag = (t->c_iflag & 0xffff0000) | io.c_iflag;
		t->c_oflag = (t->c_oflag & 0xffff0000) | io.c_oflag;
		t->c_cflag = (t->c_cflag & 0xffff0000) | io.c_cflag;
		t->c_lflag = (t->c_lflag & 0xffff0000) | io.c_lflag;
		t->c_line = io.c_line;
		memcpy(t->c_cc, io.c_cc, NCC);
		break;
	}
	speeds_from_cflag(t);
	return 0;
}

static int put_user_termios(const struct ktermios *t, enum termios_shape shape, void __user *arg)
{
	struct termio io = {
		.c_iflag = t->c_iflag, .c_oflag = t->c_oflag, .c_cflag = t->c_cflag,
		.c_lflag = t->c_lflag, .c_line = t->c_line,
	};
	size_t size = shape == SHAPE_TERMIOS2 ? sizeof(struct termios2) : sizeof(struct termios);

	if (shape == SHAPE_TERMIO) {
		memcpy(io.c_cc, t->c_cc, NCC);
		return copy_to_user(arg, &io, sizeof(io)) ? -EFAULT : 0;
	}
	return copy_to_user(arg, t, size) ? -EFAULT : 0;
}

static int set_termios(struct tty_struct *tty, enum termios_shape shape, void __user *arg, int opt)
{
	struct ktermios t;
	int err = tty_check_change(tty);

	if (err)
		return err;
	down_read(&tty->termios_rwsem);
	t = tty->termios;
	up_read(&tty->termios_rwsem);
	err = get_user_termios(&t, shape, arg);
	if (err)
		return err;
	if (opt & SET_FLUSH)
		tty->ldisc->flush_buffer(tty);
	if (opt & SET_WAIT) {
		tty_wait_until_sent(tty, 0);
		if (signal_pending(current))
			return -ERESTARTSYS;
	}
	tty_set_termios(tty, &t);
	return 0;
}

static int tty_tcflow(struct tty_struct *tty, unsigned long arg)
{
	int err = tty_check_change(tty);

	if (err)
		return err;
	switch (arg) {
	case TCOOFF:
		tty->tco_stopped = true;
		tty_stop(tty);
		return 0;
	case TCOON:
		tty->tco_stopped = false;
		tty_start(tty);
		return 0;
	case TCIOFF:
	case TCION: {
		u8 c = tty->termios.c_cc[arg == TCIOFF ? VSTOP : VSTART];

		if (c)
			tty->ops->write(tty, &c, 1);
		return 0;
	}
	}
	return -EINVAL;
}

static int tty_tcflush(struct tty_struct *tty, unsigned long arg)
{
	int err = tty_check_change(tty);

	if (err)
		return err;
	if (arg > TCIOFLUSH)
		return -EINVAL;
	if (arg == TCIFLUSH || arg == TCIOFLUSH) {
		tty->ldisc->flush_buffer(tty);
		tty_unthrottle(tty);
	}
	if (arg == TCOFLUSH || arg == TCIOFLUSH)
		tty_flush_output(tty);
	return 0;
}

/* The settings that belong to the terminal itself; a pty master's are its slave's. */
int tty_mode_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd, unsigned long arg)
{
	struct tty_struct *real = tty_is_pty_master(tty) && tty->link ? tty->link : tty;
	void __user *p = (void __user *)arg;
	struct ktermios t;

	down_read(&real->termios_rwsem);
	t = real->termios;
	up_read(&real->termios_rwsem);
	switch (cmd) {
	case TCGETS:	return put_user_termios(&t, SHAPE_TERMIOS, p);
	case TCGETS2:	return put_user_termios(&t, SHAPE_TERMIOS2, p);
	case TCGETA:	return put_user_termios(&t, SHAPE_TERMIO, p);
	case TCSETS:	return set_termios(real, SHAPE_TERMIOS, p, 0);
	case TCSETSW:	return set_termios(real, SHAPE_TERMIOS, p, SET_WAIT);
	case TCSETSF:	return set_termios(real, SHAPE_TERMIOS, p, SET_WAIT | SET_FLUSH);
	case TCSETS2:	return set_termios(real, SHAPE_TERMIOS2, p, 0);
	case TCSETSW2:	return set_termios(real, SHAPE_TERMIOS2, p, SET_WAIT);
	case TCSETSF2:	return set_termios(real, SHAPE_TERMIOS2, p, SET_WAIT | SET_FLUSH);
	case TCSETA:	return set_termios(real, SHAPE_TERMIO, p, 0);
	case TCSETAW:	return set_termios(real, SHAPE_TERMIO, p, SET_WAIT);
	case TCSETAF:	return set_termios(real, SHAPE_TERMIO, p, SET_WAIT | SET_FLUSH);
	case TIOCGLCKTRMIOS:
		return put_user_termios(&real->termios_locked, SHAPE_TERMIOS, p);
	case TIOCSLCKTRMIOS:
		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		return get_user_termios(&real->termios_locked, SHAPE_TERMIOS, p);
	case TIOCGSOFTCAR:
		return put_user(t.c_cflag & CLOCAL ? 1 : 0, (int __user *)p);
	case TCXONC:	return tty_tcflow(tty, arg);
	case TCFLSH:	return tty_tcflush(tty, arg);
	}
	return -ENOIOCTLCMD;
}

int tty_do_resize(struct tty_struct *tty, const struct winsize *ws)
{
	struct pid *pgrp;

	down_write(&tty->termios_rwsem);
	if (!memcmp(ws, &tty->winsize, sizeof(*ws))) {
		up_write(&tty->termios_rwsem);
		return 0;
	}
	tty->winsize = *ws;
	up_write(&tty->termios_rwsem);
	pgrp = tty_get_pgrp(tty);
	if (pgrp)
		kill_pgrp(pgrp, SIGWINCH, 1);
	put_pid(pgrp);
	return 0;
}

static int tty_winsize_ioctl(struct tty_struct *tty, unsigned int cmd, void __user *p)
{
	struct tty_struct *real = tty_is_pty_master(tty) && tty->link ? tty->link : tty;
	struct winsize ws;

	if (cmd == TIOCGWINSZ) {
		down_read(&real->termios_rwsem);
		ws = real->winsize;
		up_read(&real->termios_rwsem);
		return copy_to_user(p, &ws, sizeof(ws)) ? -EFAULT : 0;
	}
	if (copy_from_user(&ws, p, sizeof(ws)))
		return -EFAULT;
	if (tty->ops->resize)
		return tty->ops->resize(tty, &ws);
	tty_do_resize(tty, &ws);
	return 0;
}

/* TIOCSTI: as if typed. Refused to others' terminals without privilege. */
static int tiocsti(struct tty_struct *tty, u8 __user *p)
{
	u8 c;

	if (!capable(CAP_SYS_ADMIN))
		return current->signal->tty != tty ? -EPERM : -EIO;
	if (get_user(c, p))
		return -EFAULT;
	tty_receive(tty, &c, 1);
	return 0;
}

static int tty_misc_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd,
			  unsigned long arg)
{
	void __user *p = (void __user *)arg;

	switch (cmd) {
	case TIOCGWINSZ:
	case TIOCSWINSZ:
		return tty_winsize_ioctl(tty, cmd, p);
	case TIOCSTI:
		return tiocsti(tty, p);
	case TIOCEXCL:
		set_bit(TTY_EXCLUSIVE, &tty->flags);
		return 0;
	case TIOCNXCL:
		clear_bit(TTY_EXCLUSIVE, &tty->flags);
		return 0;
	case TIOCGEXCL:
		return put_user(test_bit(TTY_EXCLUSIVE, &tty->flags) ? 1 : 0, (int __user *)p);
	case TIOCGETD:
		return put_user(N_TTY, (int __user *)p);
	case TIOCSETD: {
		int ldisc;

		if (get_user(ldisc, (int __user *)p))
			return -EFAULT;
		return ldisc == N_TTY ? 0 : -EINVAL;
	}
	case TIOCGDEV:
		return put_user(new_encode_dev(tty_devnum(tty)), (unsigned int __user *)p);
	case TIOCVHANGUP:
		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		tty_vhangup(tty);
		return 0;
	case TIOCOUTQ:
		return put_user((int)tty_chars_in_buffer(tty), (int __user *)p);
	case TIOCCONS:
		return capable(CAP_SYS_ADMIN) ? 0 : -EPERM;
	case TCSBRK:
	case TCSBRKP:
		if (cmd == TCSBRKP || !arg || arg == 1)
			tty_wait_until_sent(tty, 0);
		return signal_pending(current) ? -EINTR : 0;
	case TIOCSBRK:
	case TIOCCBRK:
		return 0;
	case TIOCMGET:
	case TIOCMSET:
	case TIOCMBIS:
	case TIOCMBIC:
	case TIOCGSERIAL:
	case TIOCSSERIAL:
		return -ENOTTY;
	}
	return -ENOIOCTLCMD;
}

static bool ioctl_changes_terminal(unsigned int cmd)
{
	return cmd == TIOCSETD || cmd == TIOCSBRK || cmd == TIOCCBRK || cmd == TCSBRK ||
	       cmd == TCSBRKP;
}

long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct tty_struct *tty = file_tty(file);
	long ret;

	if (ioctl_changes_terminal(cmd)) {
		ret = tty_check_change(tty);
		if (ret)
			return ret;
	}
	ret = tty_misc_ioctl(tty, file, cmd, arg);
	if (ret == -ENOIOCTLCMD)
		ret = tty_jobctrl_ioctl(tty, file, cmd, arg);
	/* Needs the file: its mount is where the slave is. */
	if (ret == -ENOIOCTLCMD && cmd == TIOCGPTPEER && tty_is_pty_master(tty))
		ret = ptm_open_peer(file, tty, (int)arg);
	if (ret == -ENOIOCTLCMD && tty->ops->ioctl)
		ret = tty->ops->ioctl(tty, cmd, arg);
	if (ret == -ENOIOCTLCMD)
		ret = tty_mode_ioctl(tty, file, cmd, arg);
	if (ret == -ENOIOCTLCMD)
		ret = tty->ldisc->ioctl(tty, cmd, arg);
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}
