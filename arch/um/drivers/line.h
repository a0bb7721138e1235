/* SPDX-License-Identifier: GPL-2.0 */
/* UML lines: ttys whose other side is a host channel. */
#ifndef ARCH_UM_DRIVERS_LINE_H
#define ARCH_UM_DRIVERS_LINE_H

#include <linux/console.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/tty.h>
#include <linux/workqueue.h>

#include "chan.h"
#include "mconsole.h"

#define LINE_RING_SIZE	8192

/*
 * Locks: [o] open_lock, [r] ring_lock, [m] tty_mutex, [I] set during boot.
 */
struct line {
	struct line_driver *driver;	/* [I] */
	int		index;		/* [I] */
	const char	*config;	/* [m] channel pair, NULL = none */
	bool		config_is_ours;	/* [m] to be freed */
	bool		is_registered;	/* [m] has a device node */
	struct mutex	open_lock;	/* held while a channel waits for its peer */
	bool		connected;	/* [o] the channels are open */
	bool		shared;		/* [m] one channel for both directions */
	bool		host_gone;	/* [A] the channel ended and must be closed */
	struct chan	in, out;	/* [o] while open, else [m] */
	struct tty_struct *tty;		/* [m] while it is open */
	spinlock_t	ring_lock;
	size_t		head, tail;	/* [r] output not yet taken by the host */
	bool		stopped;	/* [r] ^S */
	u8		*ring;		/* [m] */
	struct work_struct input_work;	/* plain files are read from here */
	struct work_struct resize_work;
	int		winch_irq, winch_fd;
};

struct line_driver {
	const char	*option;	/* "con" */
	const char	*description;	/* "console" or "serial line" */
	const char	*title;		/* "Virtual console" or "Serial line" */
	const char	*driver_name;	/* "UML console" */
	const char	*device_name;	/* "tty" */
	int		minor_start, type, subtype;
	unsigned int	num;
	struct line	*lines;
	bool		raw;		/* host terminals are set raw */
	const char	*default_config; /* con=..., NULL: what the lines have */
	const char	*first_config, *other_config; /* without any option */
	struct tty_driver *tty_driver;
	struct mc_device mc;
};

/* line.c */
int line_setup(struct line_driver *drv, char *arg);
int line_register_driver(struct line_driver *drv);
int line_connect(struct line *line);
void line_disconnect(struct line *line);

/* line_console.c */
int line_console_setup(struct line_driver *drv, struct console *co);
void line_console_write(struct line *line, const char *s, unsigned int n);

/* line_config.c */
const char *line_apply_config(struct line *line, const char *config);
int line_mc_config(struct line_driver *drv, char *text, const char **error);
int line_mc_query(struct line_driver *drv, const char *text, char *buf, size_t size,
		  const char **error);
int line_mc_parse_unit(const char **text);
int line_mc_remove(struct line_driver *drv, int unit, const char **error);

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
