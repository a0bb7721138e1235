// SPDX-License-Identifier: GPL-2.0
/*
 * The way out of N_TTY: output post-processing (OPOST) and echo.
 *
 * Echoed bytes go to a ring of their own first, because they are produced
 * where nothing may wait; the ring empties whenever the driver has room, and
 * always before newer output, so that order is kept.
 *
 * Context: the discipline's lock is held, nothing sleeps.
 */
#include <linux/ctype.h>
#include <linux/string.h>

#include "n_tty.h"
#include "tty_internal.h"

/* Columns that @c takes on the screen when it starts at @column. */
unsigned int n_tty_char_width(struct tty_struct *tty, u8 c, unsigned int column)
{
	if (c == '\t')
		return 8 - (column & 7);
	if (iscntrl(c))
		return L_FLAG(tty, ECHOCTL) ? 2 : 0;
	/* Continuation bytes of UTF-8 take no column. */
	if (I_FLAG(tty, IUTF8) && (c & 0xc0) == 0x80)
		return 0;
	return 1;
}

/*
 * Post-process one byte into @out (at least 9 bytes). Returns its length and
 * moves the column.
 */
static size_t opost_char(struct tty_struct *tty, u8 c, u8 *out)
{
	struct n_tty_data *d = tty->disc_data;
	unsigned int spaces;

	switch (c) {
	case '\n':
		if (O_FLAG(tty, ONLRET))
			d->column = 0;
		if (O_FLAG(tty, ONLCR)) {
			d->column = 0;
			memcpy(out, "\r\n", 2);
			return 2;
		}
		break;
	case '\r':
		if (O_FLAG(tty, ONOCR) && !d->column)
			return 0;
		if (O_FLAG(tty, OCRNL)) {
			if (O_FLAG(tty, ONLRET))
				d->column = 0;
			out[0] = '\n';
			return 1;
		}
		d->column = 0;
		break;
	case '\t':
		spaces = 8 - (d->column & 7);
		d->column += spaces;
		if (O_FLAG(tty, TABDLY) == XTABS) {
			memset(out, ' ', spaces);
			return spaces;
		}
		break;
	case '\b':
		if (d->column)
			d->column--;
		break;
	default:
		if (O_FLAG(tty, OLCUC))
			c = toupper(c);
		if (!iscntrl(c) && !(I_FLAG(tty, IUTF8) && (c & 0xc0) == 0x80))
			d->column++;
	}
	out[0] = c;
	return 1;
}

/* Hand echoed bytes to the driver as far as it takes them. */
void n_tty_flush_echoes(struct tty_struct *tty)
{
	struct n_tty_data *d = tty->disc_data;

	while (d->echo_tail != d->echo_head && !tty->flow_stopped) {
		size_t at = d->echo_tail % ECHO_BUF_SIZE;
		size_t len = min(d->echo_head - d->echo_tail, ECHO_BUF_SIZE - at);
		ssize_t n = tty->ops->write(tty, d->echo_buf + at, len);

		if (n <= 0)
			break;
		d->echo_tail += n;
	}
}

static void echo_put(struct tty_struct *tty, const u8 *s, size_t len)
{
	struct n_tty_data *d = tty->disc_data;

	/* A full ring loses the oldest echo: the screen is hopeless by then. */
	while (len--) {
		d->echo_buf[d->echo_head++ % ECHO_BUF_SIZE] = *s++;
		if (d->echo_head - d->echo_tail > ECHO_BUF_SIZE)
			d->echo_tail++;
	}
}

void n_tty_echo_raw(struct tty_struct *tty, u8 c)
{
	u8 out[9];
	size_t n = 1;

	out[0] = c;
	if (O_FLAG(tty, OPOST))
		n = opost_char(tty, c, out);
	echo_put(tty, out, n);
}

void n_tty_echo(struct tty_struct *tty, u8 c)
{
	struct n_tty_data *d = tty->disc_data;

	if (L_FLAG(tty, ECHOCTL) && iscntrl(c) && c != '\t' && c != '\n') {
		u8 shown[2] = { '^', c ^ 0100 };

		d->column += 2;
		echo_put(tty, shown, 2);
		return;
	}
	n_tty_echo_raw(tty, c);
}

/* Wipe @c, which began at @column_before, off the screen. */
void n_tty_echo_erase(struct tty_struct *tty, u8 c, unsigned int column_before)
{
	struct n_tty_data *d = tty->disc_data;
	unsigned int width = n_tty_char_width(tty, c, column_before);

	if (c == '\t') {
		while (width-- && d->column) {
			echo_put(tty, (const u8 *)"\b", 1);
			d->column--;
		}
		return;
	}
	while (width--) {
		echo_put(tty, (const u8 *)"\b \b", 3);
		if (d->column)
			d->column--;
	}
}

/*
 * Post-process and write as much of @buf as the driver takes. Returns the
 * number of bytes of @buf done.
 */
static ssize_t opost_block(struct tty_struct *tty, const u8 *buf, size_t nr)
{
	struct n_tty_data *d = tty->disc_data;
	size_t room = tty_write_room(tty), done = 0, used = 0;
	u8 out[256];

	if (room > sizeof(out))
		room = sizeof(out);
	while (done < nr) {
		unsigned int column = d->column;
		u8 one[9];
		size_t n = opost_char(tty, buf[done], one);

		if (used + n > room) {
			d->column = column;
			break;
		}
		memcpy(out + used, one, n);
		used += n;
		done++;
	}
	if (used)
		tty->ops->write(tty, out, used);
	return done;
}

ssize_t n_tty_output_block(struct tty_struct *tty, const u8 *buf, size_t nr)
{
	size_t done = 0;

	if (tty->flow_stopped)
		return 0;
	n_tty_flush_echoes(tty);
	while (done < nr) {
		ssize_t n = opost_block(tty, buf + done, nr - done);

		if (n <= 0)
			break;
		done += n;
	}
	return done;
}
