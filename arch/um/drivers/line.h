/* SPDX-License-Identifier: GPL-2.0 */
/* UML lines: ttys whose other side is a host channel. */
#ifndef ARCH_UM_DRIVERS_LINE_H
#define ARCH_UM_DRIVERS_LINE_H

#include <linux/console.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/tty.h>
#include <linux/workqueue.h>

#define LINE_RING_SIZE	8192

enum chan_type { CHAN_NONE, CHAN_NULL, CHAN_FD, CHAN_UNAVAILABLE };

/* One direction of a line. */
struct chan {
	enum chan_type	type;
	int		fd;		/* the descriptor that was named */
	int		io_fd;		/* what we read or write: private, non-blocking if possible */
	int		irq;		/* its event, 0 = none */
	bool		always_ready;	/* a plain file: no events, never waits */
	bool		is_tty;
	bool		open;
};

/*
 * Locks: [r] ring_lock, [m] tty_mutex, [I] set during boot.
 */
struct line {
	struct line_driver *driver;	/* [I] */
	int		index;		/* [I] */
	const char	*config;	/* [I] channel pair, NULL = none */
	struct chan	in, out;	/* [m] */
	struct tty_struct *tty;		/* [m] while it is open */
	spinlock_t	ring_lock;
	size_t		head, tail;	/* [r] output not yet taken by the host */
	bool		stopped;	/* [r] ^S */
	u8		*ring;		/* [m] */
	struct work_struct input_work;	/* plain files are read from here */
	int		winch_irq, winch_fd;
};

struct line_driver {
	const char	*option;	/* "con" */
	const char	*description;	/* "console" or "serial line" */
	const char	*driver_name;	/* "UML console" */
	const char	*device_name;	/* "tty" */
	int		minor_start, type, subtype;
	unsigned int	num;
	struct line	*lines;
	const char	*default_config; /* con=..., NULL: what the lines have */
	struct tty_driver *tty_driver;
};

/* chan.c */
int chan_parse_pair(const char *config, struct chan *in, struct chan *out, const char **error);
int chan_open_pair(struct chan *in, struct chan *out);
void chan_close_pair(struct chan *in, struct chan *out);

/* line.c */
int line_setup(struct line_driver *drv, char *arg);
int line_register_driver(struct line_driver *drv);
void line_console_write(struct line *line, const char *s, unsigned int n);
void line_flush_all(struct line_driver *drv);

/* line_io.c */
int line_start_io(struct line *line);
void line_stop_io(struct line *line);
ssize_t line_write(struct tty_struct *tty, const u8 *buf, size_t count);
unsigned int line_write_room(struct tty_struct *tty);
unsigned int line_chars_in_buffer(struct tty_struct *tty);
void line_flush_buffer(struct tty_struct *tty);
void line_unthrottle(struct tty_struct *tty);
void line_drain(struct line *line);

#endif /* ARCH_UM_DRIVERS_LINE_H */
