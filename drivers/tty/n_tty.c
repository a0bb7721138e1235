// SPDX-License-Identifier: GPL-2.0
/*
 * N_TTY, the line discipline: turns what arrives into lines or raw bytes,
 * edits, echoes, makes signals of ^C and friends, and serves read, write and
 * poll. Behaviour is termios(3)'s.
 *
 * Input is processed where it arrives (an interrupt point, or the writer of
 * the other end of a pty) under one spinning lock and never sleeps. Readers
 * copy out in small pieces through a buffer on their stack.
 *
 * Lock order: atomic_read_lock > termios_rwsem (read) > data->lock >
 * ctrl_lock. A slave's lock comes before its master's: echo writes to it.
 *
 * Left out against Linux: EXTPROC, the parity and break flags of real lines
 * (no UML line has them).
 */
#include <linux/ctype.h>
#include <linux/jiffies.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "n_tty.h"
#include "tty_internal.h"

static void put_char(struct n_tty_data *d, u8 c)
{
	d->read_buf[d->read_head++ % N_TTY_BUF_SIZE] = c;
}

static size_t n_tty_free(const struct n_tty_data *d)
{
	/* One slot is kept for the newline that ends a full line. */
	return N_TTY_BUF_SIZE - 1 - (d->read_head - d->read_tail);
}

static bool n_tty_full(struct tty_struct *tty, struct n_tty_data *d)
{
	return d->read_head - d->read_tail >= N_TTY_BUF_SIZE - 1;
}

static void wake_readers(struct tty_struct *tty)
{
	kill_fasync(&tty->fasync, SIGIO, POLL_IN);
	wake_up_interruptible_poll(&tty->read_wait, EPOLLIN | EPOLLRDNORM);
}

static void reset_input(struct n_tty_data *d)
{
	d->read_head = d->canon_head = d->read_tail = 0;
	bitmap_zero(d->line_end, N_TTY_BUF_SIZE);
	d->erasing = false;
	d->lnext = false;
}

/* The line so far becomes readable; @c ends it. */
static void end_line(struct tty_struct *tty, struct n_tty_data *d, u8 c)
{
	set_bit(d->read_head % N_TTY_BUF_SIZE, d->line_end);
	put_char(d, c);
	d->canon_head = d->read_head;
	wake_readers(tty);
}

/* Column at which position @pos of the edited line was shown. */
static unsigned int column_of(struct tty_struct *tty, struct n_tty_data *d, size_t pos)
{
	unsigned int column = d->canon_column;
	size_t p;

	for (p = d->canon_head; p != pos; p++)
		column += n_tty_char_width(tty, n_tty_at(d, p), column);
	return column;
}

static void finish_erasing(struct tty_struct *tty, struct n_tty_data *d)
{
	if (d->erasing) {
		n_tty_echo_raw(tty, '/');
		d->erasing = false;
	}
}

/* Take the last character (all bytes of it in UTF-8) off the line. */
static void erase_one(struct tty_struct *tty, struct n_tty_data *d)
{
	size_t head = d->read_head;
	u8 c;

	do {
		head--;
		c = n_tty_at(d, head);
	} while (I_FLAG(tty, IUTF8) && (c & 0xc0) == 0x80 && head != d->canon_head);
	if (!L_FLAG(tty, ECHO)) {
		d->read_head = head;
		return;
	}
	if (L_FLAG(tty, ECHOPRT)) {
		if (!d->erasing) {
			n_tty_echo_raw(tty, '\\');
			d->erasing = true;
		}
		for (d->read_head = head; head != d->read_head + 1; head++)
			n_tty_echo(tty, n_tty_at(d, head));
		return;
	}
	if (L_FLAG(tty, ECHOE))
		n_tty_echo_erase(tty, c, column_of(tty, d, head));
	else
		n_tty_echo(tty, CC(tty, VERASE));
	d->read_head = head;
}

static void erase_word(struct tty_struct *tty, struct n_tty_data *d)
{
	bool seen_word = false;

	while (d->read_head != d->canon_head) {
		u8 c = n_tty_at(d, d->read_head - 1);

		if (isalnum(c) || c == '_' || (c & 0x80))
			seen_word = true;
		else if (seen_word)
			break;
		erase_one(tty, d);
	}
}

static void kill_line(struct tty_struct *tty, struct n_tty_data *d)
{
	if (!L_FLAG(tty, ECHO)) {
		d->read_head = d->canon_head;
		return;
	}
	if (L_FLAG(tty, ECHOK) && L_FLAG(tty, ECHOKE) && L_FLAG(tty, ECHOE)) {
		while (d->read_head != d->canon_head)
			erase_one(tty, d);
		return;
	}
	d->read_head = d->canon_head;
	finish_erasing(tty, d);
	n_tty_echo(tty, CC(tty, VKILL));
	if (L_FLAG(tty, ECHOK))
		n_tty_echo_raw(tty, '\n');
}

/* ^C, ^\, ^Z: flush unless NOFLSH, tell the foreground group, show it. */
static void input_signal(struct tty_struct *tty, struct n_tty_data *d, int sig, u8 c)
{
	struct pid *pgrp = tty_get_pgrp(tty);

	if (!L_FLAG(tty, NOFLSH)) {
		reset_input(d);
		d->echo_head = d->echo_tail = 0;
		if (tty->ops->flush_buffer)
			tty->ops->flush_buffer(tty);
	}
	if (I_FLAG(tty, IXON) && !tty->tco_stopped)
		tty_start(tty);
	if (L_FLAG(tty, ECHO)) {
		n_tty_echo(tty, c);
		n_tty_flush_echoes(tty);
	}
	if (pgrp)
		kill_pgrp(pgrp, sig, 1);
	put_pid(pgrp);
}

static bool input_isig(struct tty_struct *tty, struct n_tty_data *d, u8 c)
{
	if (CC_MATCH(tty, VINTR, c))
		input_signal(tty, d, SIGINT, c);
	else if (CC_MATCH(tty, VQUIT, c))
		input_signal(tty, d, SIGQUIT, c);
	else if (CC_MATCH(tty, VSUSP, c))
		input_signal(tty, d, SIGTSTP, c);
	else
		return false;
	return true;
}

static bool input_flow(struct tty_struct *tty, u8 c)
{
	if (CC_MATCH(tty, VSTART, c))
		tty_start(tty);
	else if (CC_MATCH(tty, VSTOP, c))
		tty_stop(tty);
	else
		return false;
	return true;
}

/* Store and echo an ordinary byte. */
static void input_plain(struct tty_struct *tty, struct n_tty_data *d, u8 c)
{
	if (n_tty_full(tty, d)) {
		if (I_FLAG(tty, IMAXBEL))
			n_tty_echo_raw(tty, '\a');
		return;
	}
	if (L_FLAG(tty, ECHO)) {
		finish_erasing(tty, d);
		if (d->canon_head == d->read_head)
			d->canon_column = d->column;
		if (c == '\n')
			n_tty_echo_raw(tty, c);
		else
			n_tty_echo(tty, c);
	}
	put_char(d, c);
}

static void reprint_line(struct tty_struct *tty, struct n_tty_data *d, u8 c)
{
	size_t p;

	finish_erasing(tty, d);
	n_tty_echo(tty, c);
	n_tty_echo_raw(tty, '\n');
	d->canon_column = 0;
	for (p = d->canon_head; p != d->read_head; p++)
		n_tty_echo(tty, n_tty_at(d, p));
}

/* Characters with a meaning in canonical mode; false: an ordinary one. */
static bool input_canon(struct tty_struct *tty, struct n_tty_data *d, u8 c)
{
	if (CC_MATCH(tty, VERASE, c)) {
		if (d->read_head != d->canon_head)
			erase_one(tty, d);
		return true;
	}
	if (CC_MATCH(tty, VKILL, c)) {
		kill_line(tty, d);
		return true;
	}
	if (L_FLAG(tty, IEXTEN) && CC_MATCH(tty, VWERASE, c)) {
		erase_word(tty, d);
		return true;
	}
	if (L_FLAG(tty, IEXTEN) && CC_MATCH(tty, VLNEXT, c)) {
		d->lnext = true;
		if (L_FLAG(tty, ECHO)) {
			finish_erasing(tty, d);
			if (d->canon_head == d->read_head)
				d->canon_column = d->column;
			if (L_FLAG(tty, ECHOCTL)) {
				n_tty_echo_raw(tty, '^');
				n_tty_echo_raw(tty, '\b');
			}
		}
		return true;
	}
	if (L_FLAG(tty, ECHO) && L_FLAG(tty, IEXTEN) && CC_MATCH(tty, VREPRINT, c)) {
		reprint_line(tty, d, c);
		return true;
	}
	if (c == '\n') {
		if (L_FLAG(tty, ECHO) || L_FLAG(tty, ECHONL)) {
			finish_erasing(tty, d);
			n_tty_echo_raw(tty, '\n');
		}
		end_line(tty, d, c);
		return true;
	}
	if (CC_MATCH(tty, VEOF, c)) {
		/* The marker is not read itself; see copy_line(). */
		end_line(tty, d, 0);
		return true;
	}
	if (CC_MATCH(tty, VEOL, c) || (L_FLAG(tty, IEXTEN) && CC_MATCH(tty, VEOL2, c))) {
		if (L_FLAG(tty, ECHO)) {
			finish_erasing(tty, d);
			n_tty_echo(tty, c);
		}
		end_line(tty, d, c);
		return true;
	}
	return false;
}

static void input_char(struct tty_struct *tty, struct n_tty_data *d, u8 c)
{
	if (I_FLAG(tty, ISTRIP))
		c &= 0x7f;
	if (I_FLAG(tty, IUCLC) && L_FLAG(tty, IEXTEN))
		c = tolower(c);
	if (d->lnext) {
		d->lnext = false;
		input_plain(tty, d, c);
		return;
	}
	if (I_FLAG(tty, IXON) && input_flow(tty, c))
		return;
	if (L_FLAG(tty, ISIG) && input_isig(tty, d, c))
		return;
	if (tty->flow_stopped && !tty->tco_stopped && I_FLAG(tty, IXON) && I_FLAG(tty, IXANY))
		tty_start(tty);
	if (c == '\r') {
		if (I_FLAG(tty, IGNCR))
			return;
		if (I_FLAG(tty, ICRNL))
			c = '\n';
	} else if (c == '\n' && I_FLAG(tty, INLCR)) {
		c = '\r';
	}
	if (L_FLAG(tty, ICANON) && input_canon(tty, d, c))
		return;
	input_plain(tty, d, c);
}

static size_t n_tty_receive_room(struct tty_struct *tty)
{
	struct n_tty_data *d = tty->disc_data;
	size_t room;

	spin_lock(&d->lock);
	room = n_tty_free(d);
	/* A full line still being edited: take more, to find its end. */
	if (!room && L_FLAG(tty, ICANON) && d->canon_head == d->read_tail)
		room = 1;
	spin_unlock(&d->lock);
	return room;
}

static size_t n_tty_receive_buf(struct tty_struct *tty, const u8 *cp, size_t count)
{
	struct n_tty_data *d = tty->disc_data;
	size_t done = 0;

	spin_lock(&d->lock);
	while (done < count) {
		if (n_tty_full(tty, d) && !(L_FLAG(tty, ICANON) && d->canon_head == d->read_tail)) {
			set_bit(TTY_THROTTLED, &tty->flags);
			break;
		}
		input_char(tty, d, cp[done++]);
	}
	n_tty_flush_echoes(tty);
	if (!L_FLAG(tty, ICANON) && d->read_head != d->read_tail) {
		d->canon_head = d->read_head;
		wake_readers(tty);
	}
	spin_unlock(&d->lock);
	return done;
}

/* Is there something for read()? @poll: MIN with TIME > 0 counts as one. */
static bool input_available(struct tty_struct *tty, bool poll)
{
	struct n_tty_data *d = tty->disc_data;
	size_t want = 1;

	if (L_FLAG(tty, ICANON))
		return d->canon_head != d->read_tail;
	if (poll && !CC(tty, VTIME) && CC(tty, VMIN))
		want = CC(tty, VMIN);
	return d->read_head - d->read_tail >= want;
}

/* Raw bytes into @to; returns how many. */
static size_t copy_raw(struct n_tty_data *d, u8 *to, size_t max)
{
	size_t n = 0;

	spin_lock(&d->lock);
	while (n < max && d->read_tail != d->read_head) {
		clear_bit(d->read_tail % N_TTY_BUF_SIZE, d->line_end);
		to[n++] = n_tty_at(d, d->read_tail++);
	}
	if (d->canon_head - d->read_tail > N_TTY_BUF_SIZE)
		d->canon_head = d->read_tail;
	spin_unlock(&d->lock);
	return n;
}

/* At most one line into @to; *@end is set when its end was reached. */
static size_t copy_line(struct n_tty_data *d, u8 *to, size_t max, bool *end)
{
	size_t n = 0;

	spin_lock(&d->lock);
	while (d->read_tail != d->canon_head && !*end) {
		size_t slot = d->read_tail % N_TTY_BUF_SIZE;
		u8 c = d->read_buf[slot];

		*end = test_bit(slot, d->line_end);
		if (*end && !c) {			/* EOF marker */
			clear_bit(slot, d->line_end);
			d->read_tail++;
			break;
		}
		if (n == max) {
			*end = false;
			break;
		}
		clear_bit(slot, d->line_end);
		to[n++] = c;
		d->read_tail++;
	}
	spin_unlock(&d->lock);
	return n;
}

static ssize_t copy_input(struct tty_struct *tty, char __user *buf, size_t nr, bool *end)
{
	struct n_tty_data *d = tty->disc_data;
	ssize_t done = 0;
	u8 chunk[128];

	while ((size_t)done < nr && !*end) {
		size_t max = min_t(size_t, nr - done, sizeof(chunk)), n;

		n = L_FLAG(tty, ICANON) ? copy_line(d, chunk, max, end) : copy_raw(d, chunk, max);
		if (n && copy_to_user(buf + done, chunk, n))
			return done ? done : -EFAULT;
		done += n;
		if (n < max)
			break;
	}
	/* A line that exactly filled the buffer may be followed by its EOF marker. */
	if ((size_t)done == nr && L_FLAG(tty, ICANON) && !*end) {
		u8 none;

		copy_line(d, &none, 0, end);
	}
	return done;
}

/* The master of a pty in packet mode: one status byte instead of data. */
static ssize_t read_packet_status(struct tty_struct *tty, char __user *buf)
{
	struct tty_struct *slave = tty->link;
	u8 status;

	spin_lock(&slave->ctrl_lock);
	status = slave->pktstatus;
	slave->pktstatus = 0;
	spin_unlock(&slave->ctrl_lock);
	return put_user(status, (u8 __user *)buf) ? -EFAULT : 1;
}

/*
 * Sleep until read() can return something. 0: try again, > 0: give up with
 * what there is (time out or end of file), or -errno.
 */
static long wait_for_input(struct tty_struct *tty, struct file *file, long *timeout)
{
	DEFINE_WAIT(wait);
	long ret = 0;

	prepare_to_wait(&tty->read_wait, &wait, TASK_INTERRUPTIBLE);
	if (input_available(tty, false) || (tty->packet && tty->link && tty->link->pktstatus))
		goto out;
	ret = 1;
	if (test_bit(TTY_OTHER_CLOSED, &tty->flags)) {
		ret = -EIO;
		goto out;
	}
	if (tty_hung_up_p(file) || !*timeout || test_bit(TTY_INPUT_ENDED, &tty->flags))
		goto out;
	ret = -EAGAIN;
	if (file->f_flags & O_NONBLOCK)
		goto out;
	ret = -ERESTARTSYS;
	if (signal_pending(current))
		goto out;
	ret = 0;
	*timeout = schedule_timeout(*timeout);
out:
	finish_wait(&tty->read_wait, &wait);
	return ret;
}

/* How long the first and the following bytes may take, from MIN and TIME. */
static void read_limits(struct tty_struct *tty, size_t *minimum, long *timeout)
{
	long time = (HZ / 10) * CC(tty, VTIME);

	*minimum = 1;
	*timeout = MAX_SCHEDULE_TIMEOUT;
	if (L_FLAG(tty, ICANON))
		return;
	if (CC(tty, VMIN)) {
		*minimum = CC(tty, VMIN);
		return;
	}
	*timeout = time;
}

static ssize_t read_locked(struct tty_struct *tty, struct file *file, char __user *buf, size_t nr)
{
	bool end = false, packet = tty->packet && tty->link;
	ssize_t done = 0;
	size_t minimum;
	long timeout;

	read_limits(tty, &minimum, &timeout);
	while ((size_t)done < nr) {
		ssize_t n;

		if (packet && tty->link->pktstatus)
			return done ? done : read_packet_status(tty, buf);
		if (!input_available(tty, false)) {
			long w = wait_for_input(tty, file, &timeout);

			if (w)
				return done || w > 0 ? done : w;
			continue;
		}
		if (packet && !done) {
			if (put_user(TIOCPKT_DATA, (u8 __user *)buf))
				return -EFAULT;
			done = 1;
			if (nr == 1)
				break;
		}
		n = copy_input(tty, buf + done, nr - done, &end);
		if (n < 0)
			return done ? done : n;
		done += n;
		if (L_FLAG(tty, ICANON) || (size_t)done >= minimum || packet)
			break;
		if (CC(tty, VTIME))
			timeout = (HZ / 10) * CC(tty, VTIME);
	}
	return done;
}

static ssize_t n_tty_read(struct tty_struct *tty, struct file *file, char __user *buf, size_t nr)
{
	ssize_t ret = __tty_check_change(tty, SIGTTIN);

	if (ret)
		return ret;
	if (file->f_flags & O_NONBLOCK) {
		if (!mutex_trylock(&tty->atomic_read_lock))
			return -EAGAIN;
	} else if (mutex_lock_interruptible(&tty->atomic_read_lock)) {
		return -ERESTARTSYS;
	}
	ret = read_locked(tty, file, buf, nr);
	mutex_unlock(&tty->atomic_read_lock);
	if (ret > 0) {
		clear_bit(TTY_THROTTLED, &tty->flags);
		tty_unthrottle(tty);
	}
	return ret;
}

/*
 * Without post-processing no state of ours is touched and the lock is not
 * held: a pty master's output is its slave's input, whose echo comes back here.
 */
static ssize_t write_some(struct tty_struct *tty, const u8 *buf, size_t nr)
{
	struct n_tty_data *d = tty->disc_data;
	bool cooked = O_FLAG(tty, OPOST);
	ssize_t n = 0;

	spin_lock(&d->lock);
	if (cooked)
		n = n_tty_output_block(tty, buf, nr);
	else
		n_tty_flush_echoes(tty);
	spin_unlock(&d->lock);
	if (!cooked && !tty->flow_stopped)
		n = tty->ops->write(tty, buf, nr);
	return n;
}

static ssize_t n_tty_write(struct tty_struct *tty, struct file *file, const u8 *buf, size_t nr)
{
	DEFINE_WAIT(wait);
	ssize_t done = 0, ret = 0;

	if (L_FLAG(tty, TOSTOP)) {
		ret = tty_check_change(tty);
		if (ret)
			return ret;
	}
	for (;;) {
		ssize_t n;

		prepare_to_wait(&tty->write_wait, &wait, TASK_INTERRUPTIBLE);
		ret = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		ret = -EIO;
		if (tty_hung_up_p(file) || (tty->link && !tty->link->count))
			break;
		n = write_some(tty, buf + done, nr - done);
		ret = n;
		if (n < 0)
			break;
		done += n;
		if ((size_t)done == nr)
			break;
		if (n)
			continue;
		ret = -EAGAIN;
		if (file->f_flags & O_NONBLOCK)
			break;
		schedule();
	}
	finish_wait(&tty->write_wait, &wait);
	return done ? done : ret;
}

static __poll_t n_tty_poll(struct tty_struct *tty, struct file *file, poll_table *wait)
{
	__poll_t mask = 0;

	poll_wait(file, &tty->read_wait, wait);
	poll_wait(file, &tty->write_wait, wait);
	if (input_available(tty, true) || test_bit(TTY_INPUT_ENDED, &tty->flags))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (tty->packet && tty->link && tty->link->pktstatus)
		mask |= EPOLLPRI | EPOLLIN | EPOLLRDNORM;
	if (test_bit(TTY_OTHER_CLOSED, &tty->flags) || tty_hung_up_p(file))
		mask |= EPOLLHUP;
	if (!tty->flow_stopped && tty->ops->write && tty_write_room(tty) > 0)
		mask |= EPOLLOUT | EPOLLWRNORM;
	return mask;
}

static int n_tty_ioctl(struct tty_struct *tty, unsigned int cmd, unsigned long arg)
{
	struct n_tty_data *d = tty->disc_data;
	size_t n;

	if (cmd != TIOCINQ)
		return -ENOIOCTLCMD;
	spin_lock(&d->lock);
	n = (L_FLAG(tty, ICANON) ? d->canon_head : d->read_head) - d->read_tail;
	if (L_FLAG(tty, ICANON)) {
		size_t p;

		for (p = d->read_tail; p != d->canon_head; p++)
			if (test_bit(p % N_TTY_BUF_SIZE, d->line_end) && !n_tty_at(d, p))
				n--;	/* EOF markers are not data */
	}
	spin_unlock(&d->lock);
	return put_user((int)n, (int __user *)arg);
}

/* Tell a pty master in packet mode what changed here. */
static void packet_status(struct tty_struct *tty, u8 status, u8 clear)
{
	if (!tty->link || !tty->link->packet)
		return;
	spin_lock(&tty->ctrl_lock);
	tty->pktstatus = (tty->pktstatus & ~clear) | status;
	spin_unlock(&tty->ctrl_lock);
	wake_up_interruptible(&tty->link->read_wait);
}

static void n_tty_flush_buffer(struct tty_struct *tty)
{
	struct n_tty_data *d = tty->disc_data;

	spin_lock(&d->lock);
	reset_input(d);
	spin_unlock(&d->lock);
	packet_status(tty, TIOCPKT_FLUSHREAD, 0);
}

static bool flow_chars_standard(const struct ktermios *t)
{
	return (t->c_iflag & IXON) && t->c_cc[VSTOP] == 19 && t->c_cc[VSTART] == 17;
}

static void n_tty_set_termios(struct tty_struct *tty, const struct ktermios *old)
{
	struct n_tty_data *d = tty->disc_data;
	bool was = flow_chars_standard(old), is = flow_chars_standard(&tty->termios);

	spin_lock(&d->lock);
	if ((old->c_lflag ^ tty->termios.c_lflag) & ICANON) {
		/* What was typed stays; in canonical mode it counts as one line. */
		bitmap_zero(d->line_end, N_TTY_BUF_SIZE);
		if (L_FLAG(tty, ICANON) && d->read_head != d->read_tail) {
			d->canon_head = d->read_head;
			set_bit((d->read_head - 1) % N_TTY_BUF_SIZE, d->line_end);
		} else {
			d->canon_head = L_FLAG(tty, ICANON) ? d->read_tail : d->read_head;
		}
		d->erasing = false;
		d->lnext = false;
	}
	spin_unlock(&d->lock);
	if (!I_FLAG(tty, IXON) && (old->c_iflag & IXON) && !tty->tco_stopped)
		tty_start(tty);
	if (was != is)
		packet_status(tty, is ? TIOCPKT_DOSTOP : TIOCPKT_NOSTOP,
			      is ? TIOCPKT_NOSTOP : TIOCPKT_DOSTOP);
	wake_up_interruptible(&tty->write_wait);
	wake_up_interruptible(&tty->read_wait);
}

static void n_tty_write_wakeup(struct tty_struct *tty)
{
	kill_fasync(&tty->fasync, SIGIO, POLL_OUT);
}

static int n_tty_open(struct tty_struct *tty)
{
	struct n_tty_data *d = kzalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return -ENOMEM;
	spin_lock_init(&d->lock);
	tty->disc_data = d;
	return 0;
}

static void n_tty_close(struct tty_struct *tty)
{
	struct n_tty_data *d = tty->disc_data;

	tty->disc_data = NULL;
	kfree(d);
}

const struct tty_ldisc_ops n_tty_ops = {
	.name		= "n_tty",
	.num		= N_TTY,
	.open		= n_tty_open,
	.close		= n_tty_close,
	.flush_buffer	= n_tty_flush_buffer,
	.read		= n_tty_read,
	.write		= n_tty_write,
	.ioctl		= n_tty_ioctl,
	.set_termios	= n_tty_set_termios,
	.poll		= n_tty_poll,
	.receive_buf	= n_tty_receive_buf,
	.receive_room	= n_tty_receive_room,
	.write_wakeup	= n_tty_write_wakeup,
};
