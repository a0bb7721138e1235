/* SPDX-License-Identifier: GPL-2.0 */
/* Channels: the host ends of consoles and serial lines. */
#ifndef ARCH_UM_DRIVERS_CHAN_H
#define ARCH_UM_DRIVERS_CHAN_H

#include <linux/types.h>

struct chan;
struct line;

/**
 * struct chan_type - a kind of channel
 * @name:	prefix in a configuration
 * @argument:	what follows it after a colon
 * @no_argument: error text when that is missing
 * @bad_argument: error text when that is wrong
 * @open:	set @chan->io_fd; sleeps, perhaps for long. NULL: nothing to open
 * @close:	after @chan->io_fd was closed; NULL: nothing more to do
 * @is_host_tty: a terminal is used raw, and restored when closed
 * @waits:	its owner reads: the last words may wait for the host
 * @has_size:	the line has the terminal's size
 * @hangs_up:	the end of the input is the end of the line
 */
struct chan_type {
	const char	*name;
	enum { CHAN_NO_ARGUMENT, CHAN_NUMBER, CHAN_PATH } argument;
	const char	*no_argument, *bad_argument;
	int (*open)(struct line *line, struct chan *chan, unsigned int access);
	void (*close)(struct chan *chan);
	bool		is_host_tty, waits, has_size, hangs_up;
};

/* One direction of a line. Locks: [I] with the configuration, [o] line->open_lock. */
struct chan {
	const struct chan_type *type;	/* [I] NULL = none */
	unsigned int	number;		/* [I] fd, port */
	const char	*path;		/* [I] tty, in the configuration */
	unsigned int	path_len;	/* [I] */
	int		fd;		/* [o] for the modes of the terminal, or -1 */
	int		io_fd;		/* [o] what we read or write, or -1 */
	int		irq;		/* [o] its event, 0 = none */
	bool		always_ready;	/* [o] a plain file: no events, never waits */
	bool		is_tty;		/* [o] */
	bool		open;		/* [o] */
	char		device[24];	/* [o] the host's name of a pty */
	void		*private;	/* [o] the type's */
	int		pid;		/* [o] the type's helper */
};

/* chan.c */
int chan_parse_pair(const char *config, struct chan *in, struct chan *out, const char **error);
int chan_open_pair(struct line *line);
void chan_close_pair(struct line *line);
int chan_describe_pair(const struct line *line, char *buf, size_t size);

const char *port_helper_path(void);

/* chan_pty.c, chan_tty.c, port.c, xterm.c, or chan_absent.c */
extern const struct chan_type pty_chan, pts_chan, tty_chan, port_chan, xterm_chan;

#endif /* ARCH_UM_DRIVERS_CHAN_H */
