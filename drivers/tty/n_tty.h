/* SPDX-License-Identifier: GPL-2.0 */
/* The two halves of the N_TTY line discipline share this. */
#ifndef DRIVERS_TTY_N_TTY_H
#define DRIVERS_TTY_N_TTY_H

#include <linux/bitmap.h>
#include <linux/spinlock.h>
#include <linux/tty.h>

#define N_TTY_BUF_SIZE	4096
#define ECHO_BUF_SIZE	4096

/*
 * Positions run freely; a slot is pos % N_TTY_BUF_SIZE. Input between
 * read_tail and canon_head is complete lines, between canon_head and
 * read_head the line being edited. Everything is under lock.
 */
struct n_tty_data {
	spinlock_t	lock;
	size_t		read_head, canon_head, read_tail;
	DECLARE_BITMAP(line_end, N_TTY_BUF_SIZE);	/* newline, EOL or EOF here */
	u8		read_buf[N_TTY_BUF_SIZE];
	size_t		echo_head, echo_tail;
	u8		echo_buf[ECHO_BUF_SIZE];
	unsigned int	column;		/* where the output stands */
	unsigned int	canon_column;	/* where the edited line began */
	bool		lnext;		/* ^V: the next character is itself */
	bool		erasing;	/* inside a \...../ of ECHOPRT */
	bool		raw_eof;	/* flag of pushed EOF handled */
};

static inline u8 n_tty_at(const struct n_tty_data *d, size_t pos)
{
	return d->read_buf[pos % N_TTY_BUF_SIZE];
}

/* n_tty_output.c; lock held */
#define L_FLAG(tty, f)	((tty)->termios.c_lflag & (f))
#define I_FLAG(tty, f)	((tty)->termios.c_iflag & (f))
#define O_FLAG(tty, f)	((tty)->termios.c_oflag & (f))
#define CC(tty, n)	((tty)->termios.c_cc[n])
#define CC_MATCH(tty, n, c) (CC(tty, n) && CC(tty, n) == (c))

void n_tty_echo(struct tty_struct *tty, u8 c);		/* as L_ECHO rules say: ^X for controls */
void n_tty_echo_raw(struct tty_struct *tty, u8 c);	/* just this byte */
void n_tty_echo_erase(struct tty_struct *tty, u8 c, unsigned int column_before);
void n_tty_flush_echoes(struct tty_struct *tty);
ssize_t n_tty_output_block(struct tty_struct *tty, const u8 *buf, size_t nr);
unsigned int n_tty_char_width(struct tty_struct *tty, u8 c, unsigned int column);

#endif /* DRIVERS_TTY_N_TTY_H */
