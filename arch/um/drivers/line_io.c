// SPDX-License-Identifier: GPL-2.0
/*
 * Moving a line's bytes. Input goes from the host straight into the line
 * discipline, never more than it has room for, so that the rest waits on the
 * host. Output is tried at once; what the host does not take waits in a ring
 * and leaves when the host's descriptor is writable again.
 *
 * Context: interrupt points and process context; nothing here sleeps but starting
 * and stopping. Lock order: the discipline's lock > ring_lock.
 */
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/irq.h>
#include <os_file.h>
#include <os_process.h>
#include <os_tty.h>

#include "line.h"

/* The input ended: a connection that ends hangs up, a file or pipe just ends. */
static void input_ended(struct line *line)
{
	struct tty_struct *tty = line->tty;
	bool hang_up = line->in.is_tty || line->in.type->hangs_up;

	if (line->in.irq) {
		um_free_irq(line->in.irq, &line->in);
		line->in.irq = 0;
	}
	if (hang_up) {
		line->host_gone = true;
		tty_hangup(tty);
		return;
	}
	set_bit(TTY_INPUT_ENDED, &tty->flags);
	wake_up_interruptible(&tty->read_wait);
}

/* Take from the host what the discipline has room for. */
static void line_read(struct line *line)
{
	struct tty_struct *tty = line->tty;
	u8 buf[256];

	while (tty && line->in.open && !test_bit(TTY_INPUT_ENDED, &tty->flags)) {
		size_t room = min(tty_receive_room(tty), sizeof(buf));
		long long n;

		if (!room)
			return;		/* line_unthrottle() comes back */
		n = os_read_nowait(line->in.io_fd, buf, room);
		if (n == -EAGAIN)
			return;
		if (n <= 0) {
			input_ended(line);
			return;
		}
		tty_receive(tty, buf, n);
	}
}

static irqreturn_t line_input(int irq, void *dev)
{
	struct chan *in = dev;

	line_read(container_of(in, struct line, in));
	return IRQ_HANDLED;
}

static void line_input_work(struct work_struct *work)
{
	line_read(container_of(work, struct line, input_work));
}

void line_unthrottle(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	if (line->in.open)
		line_read(line);
}

/* Give the host what it takes. Context: ring_lock held. */
static void ring_push(struct line *line)
{
	lockdep_assert_held(&line->ring_lock);
	while (line->tail != line->head && line->out.open) {
		size_t at = line->tail % LINE_RING_SIZE;
		size_t len = min(line->head - line->tail, LINE_RING_SIZE - at);
		long long n = os_write_nowait(line->out.io_fd, line->ring + at, len);

		if (n == -EAGAIN)
			return;
		if (n < 0) {			/* the reader is gone for good */
			line->tail = line->head;
			return;
		}
		line->tail += n;
	}
}

static irqreturn_t line_output(int irq, void *dev)
{
	struct chan *out = dev;
	struct line *line = container_of(out, struct line, out);

	spin_lock(&line->ring_lock);
	ring_push(line);
	spin_unlock(&line->ring_lock);
	if (line->tty)
		tty_wakeup(line->tty);
	return IRQ_HANDLED;
}

ssize_t line_write(struct tty_struct *tty, const u8 *buf, size_t count)
{
	struct line *line = tty->driver_data;
	size_t done = 0;

	if (!line->out.open)
		return count;			/* null: gone */
	spin_lock(&line->ring_lock);
	while (done < count) {
		size_t used = line->head - line->tail;
		size_t at = line->head % LINE_RING_SIZE;
		size_t len = min3(count - done, LINE_RING_SIZE - used, LINE_RING_SIZE - at);

		if (!len)
			break;
		memcpy(line->ring + at, buf + done, len);
		line->head += len;
		done += len;
		if (!line->stopped)
			ring_push(line);
	}
	spin_unlock(&line->ring_lock);
	return done;
}

unsigned int line_write_room(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	if (!line->out.open)
		return LINE_RING_SIZE;
	return LINE_RING_SIZE - (line->head - line->tail);
}

unsigned int line_chars_in_buffer(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	return line->head - line->tail;
}

void line_flush_buffer(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	spin_lock(&line->ring_lock);
	line->tail = line->head;
	spin_unlock(&line->ring_lock);
	tty_wakeup(tty);
}

/*
 * Everything out. Where somebody surely reads we wait for the host: the machine is
 * ending.
 */
void line_drain(struct line *line)
{
	while (line->out.open && line->tail != line->head) {
		size_t at = line->tail % LINE_RING_SIZE;
		size_t len = min(line->head - line->tail, LINE_RING_SIZE - at);
		long long n = len;

		if (line->out.type->waits)
			os_early_write(line->out.fd, (const char *)line->ring + at, len);
		else
			n = os_write_nowait(line->out.io_fd, line->ring + at, len);
		if (n <= 0)
			return;
		line->tail += n;
	}
}

/* --- the size of the window ---------------------------------------------- */

static irqreturn_t line_winch(int irq, void *dev)
{
	struct line *line = dev;
	char drop[16];

	while (os_read_nowait(line->winch_fd, drop, sizeof(drop)) > 0)
		;
	schedule_work(&line->resize_work);	/* resizing sleeps */
	return IRQ_HANDLED;
}

static void line_resize(struct work_struct *work)
{
	struct line *line = container_of(work, struct line, resize_work);
	struct winsize ws;

	if (!line->tty || line->winch_fd < 0)
		return;
	ws = line->tty->winsize;
	if (!os_tty_size(line->out.fd, &ws.ws_row, &ws.ws_col))
		tty_do_resize(line->tty, &ws);
}

static void start_winch(struct line *line)
{
	struct winsize *ws = &line->tty->winsize;
	int irq;

	line->winch_fd = -1;
	if (!line->out.open || !line->out.is_tty || !line->out.type->has_size)
		return;
	os_tty_size(line->out.fd, &ws->ws_row, &ws->ws_col);
	line->winch_fd = os_tty_watch_size(line->out.fd);
	if (line->winch_fd < 0)
		return;
	irq = um_request_irq(WINCH_IRQ, line->winch_fd, IRQ_READ, line_winch, "winch", line);
	line->winch_irq = irq > 0 ? irq : 0;
}

/**
 * line_start_io() - the line was opened for the first time: let bytes move
 *
 * Context: tty_mutex held, sleeps.
 * Return: 0 or -errno.
 */
int line_start_io(struct line *line)
{
	int irq;

	INIT_WORK(&line->input_work, line_input_work);
	INIT_WORK(&line->resize_work, line_resize);
	if (line->in.open) {
		irq = line->in.always_ready ? -EPERM :
		      um_request_irq(UM_IRQ_DYNAMIC, line->in.io_fd, IRQ_READ, line_input,
				     line->driver->description, &line->in);
		if (irq > 0)
			line->in.irq = irq;
		schedule_work(&line->input_work);	/* what is there already */
	}
	if (line->out.open && !line->out.always_ready) {
		irq = um_request_irq(UM_IRQ_DYNAMIC, line->out.io_fd, IRQ_WRITE, line_output,
				     line->driver->description, &line->out);
		if (irq > 0)
			line->out.irq = irq;
	}
	start_winch(line);
	return 0;
}

void line_stop_io(struct line *line)
{
	if (line->winch_irq)
		um_free_irq(line->winch_irq, line);
	if (line->winch_fd >= 0)
		os_close(line->winch_fd);
	line->winch_irq = 0;
	line->winch_fd = -1;
	if (line->in.irq)
		um_free_irq(line->in.irq, &line->in);
	if (line->out.irq)
		um_free_irq(line->out.irq, &line->out);
	line->in.irq = 0;
	line->out.irq = 0;
	cancel_work_sync(&line->input_work);
	cancel_work_sync(&line->resize_work);
}
