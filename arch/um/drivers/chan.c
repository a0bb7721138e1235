// SPDX-License-Identifier: GPL-2.0
/*
 * Channels: what a console or serial line is connected to on the host.
 *
 *	config  := channel [, channel]		input and output, or both
 *	channel := none | null | fd:<n> | port:<n> | pty | pts | tty:<device> | xterm
 *
 * Type names are matched as prefixes, in the order of the table. Here is the
 * grammar, what opening and closing have in common, and the types null and fd.
 *
 * Neighbours: line.c owns the lines; the host side is <os_tty.h>, <os_file.h>.
 * Context: open and close are called with the line's open_lock held and sleep.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <os_file.h>
#include <os_process.h>
#include <os_tty.h>

#include "line.h"

#define PORT_HELPER	"/usr/lib/uml/port-helper"

/* A terminal gets a description of our own, non-blocking, which its owner can't see. */
static int fd_open(struct line *line, struct chan *chan, unsigned int access)
{
	struct os_stat st;
	int fd, err = os_fstat(chan->number, &st);

	if (err) {
		pr_err("channel fd:%u is not open on the host, errno = %d\n", chan->number, -err);
		return err;
	}
	chan->fd = chan->number;
	chan->io_fd = chan->fd;
	chan->always_ready = st.type == OS_TYPE_FILE;
	if (!os_isatty(chan->fd))
		return 0;
	fd = os_open_private(chan->fd, access | OS_NONBLOCK | OS_NOCTTY);
	if (fd >= 0)
		chan->io_fd = fd;
	return 0;
}

static const struct chan_type fd_chan = {
	.name		= "fd",
	.argument	= CHAN_NUMBER,
	.no_argument	= "fd_init : channel type 'fd' must specify a file descriptor",
	.bad_argument	= "fd_init : couldn't parse file descriptor, expected fd:<number>",
	.open		= fd_open,
	.is_host_tty	= true,
	.waits		= true,
	.has_size	= true,
};

static const struct chan_type null_chan = { .name = "null" };

static const struct chan_type *const chan_types[] = {
	&fd_chan, &null_chan, &port_chan, &pty_chan, &pts_chan, &tty_chan, &xterm_chan,
};

/* --- grammar ------------------------------------------------------------- */

static int parse_number(const char *s, size_t len, struct chan *chan)
{
	char text[16];

	if (len >= sizeof(text))
		return -EINVAL;
	memcpy(text, s, len);
	text[len] = '\0';
	if (kstrtouint(text, 10, &chan->number) || chan->number > INT_MAX)
		return -EINVAL;
	return 0;
}

static int parse_argument(const char *s, size_t len, struct chan *chan, const char **error)
{
	const struct chan_type *type = chan->type;
	bool has_argument = len > 1 && s[0] == ':';

	if (type->argument == CHAN_NO_ARGUMENT)
		return 0;
	if (!has_argument) {
		*error = type->no_argument;
		return -EINVAL;
	}
	chan->path = s + 1;
	chan->path_len = len - 1;
	if (type->argument == CHAN_NUMBER && parse_number(s + 1, len - 1, chan)) {
		*error = type->bad_argument;
		return -EINVAL;
	}
	return 0;
}

static int parse_one(const char *s, size_t len, struct chan *chan, const char **error)
{
	size_t i, n;

	*chan = (struct chan){ .fd = -1, .io_fd = -1 };
	if (len == 4 && !strncmp(s, "none", 4))
		return 0;
	for (i = 0; i < ARRAY_SIZE(chan_types); i++) {
		n = strlen(chan_types[i]->name);
		if (len < n || strncmp(s, chan_types[i]->name, n))
			continue;
		chan->type = chan_types[i];
		return parse_argument(s + n, len - n, chan, error);
	}
	*error = "failed to parse channel pair";
	return -EINVAL;
}

/**
 * chan_parse_pair() - what a configuration string means
 * @config: "fd:0,fd:1", "null", ...; kept
 * @in: input channel
 * @out: output channel; the same as @in when only one was named
 * @error: text for the user when the result is -EINVAL
 *
 * Return: 0 or -EINVAL.
 */
int chan_parse_pair(const char *config, struct chan *in, struct chan *out, const char **error)
{
	const char *comma = strchr(config, ',');
	int err;

	err = parse_one(config, comma ? (size_t)(comma - config) : strlen(config), in, error);
	if (err)
		return err;
	if (comma)
		return parse_one(comma + 1, strlen(comma + 1), out, error);
	*out = *in;
	return 0;
}

static int describe(const struct chan *chan, char *buf, size_t size)
{
	if (!chan->type)
		return scnprintf(buf, size, "none");
	if (chan->device[0])
		return scnprintf(buf, size, "%s:%s", chan->type->name, chan->device);
	if (chan->type->argument != CHAN_NO_ARGUMENT)
		return scnprintf(buf, size, "%s:%.*s", chan->type->name, (int)chan->path_len,
				 chan->path);
	return scnprintf(buf, size, "%s", chan->type->name);
}

/* The open channels of a line as a configuration. Return: length. */
int chan_describe_pair(const struct line *line, char *buf, size_t size)
{
	int n = describe(&line->in, buf, size);

	if (line->shared)
		return n;
	n += scnprintf(buf + n, size - n, ",");
	return n + describe(&line->out, buf + n, size - n);
}

/* The program that ports and xterms need. */
const char *port_helper_path(void)
{
	const char *path = os_getenv("UML_PORT_HELPER");

	return path && *path ? path : PORT_HELPER;
}

/* --- open and close ------------------------------------------------------ */

static int chan_open(struct line *line, struct chan *chan, unsigned int access)
{
	int err;

	if (!chan->type || !chan->type->open)
		return 0;
	chan->fd = -1;
	chan->io_fd = -1;
	chan->always_ready = false;
	err = chan->type->open(line, chan, access);
	if (err)
		return err;
	if (chan->fd < 0)
		chan->fd = chan->io_fd;
	chan->is_tty = chan->type->is_host_tty && os_isatty(chan->fd);
	if (chan->is_tty && line->driver->raw) {
		err = os_tty_raw(chan->fd);
		if (err)
			pr_warn("%s %d: can't set the host's terminal raw, errno = %d\n",
				line->driver->description, line->index, -err);
	}
	chan->open = true;
	return 0;
}

static void chan_close(struct chan *chan)
{
	if (!chan->open)
		return;
	chan->open = false;
	if (chan->is_tty)
		os_tty_restore(chan->fd);
	if (chan->io_fd >= 0 && (chan->type != &fd_chan || chan->io_fd != (int)chan->number))
		os_close(chan->io_fd);	/* the shell's own stays open */
	if (chan->type->close)
		chan->type->close(chan);
	chan->fd = -1;
	chan->io_fd = -1;
	chan->device[0] = '\0';
}

/* One channel for both directions is opened once. */
static int open_shared(struct line *line)
{
	int err = chan_open(line, &line->in, OS_READ | OS_WRITE);

	if (err)
		return err;
	line->out = line->in;
	line->out.irq = 0;
	return 0;
}

/**
 * chan_open_pair() - open a line's channels
 *
 * An input that is not there leaves a line that can still speak.
 *
 * Context: open_lock held, sleeps; waits for ever for the peer of a port or xterm.
 * Return: 0 or -errno.
 */
int chan_open_pair(struct line *line)
{
	int err;

	if (line->shared)
		return open_shared(line);
	err = chan_open(line, &line->in, OS_READ);
	if (err && line->in.type == &fd_chan && line->out.type == &fd_chan) {
		line->in.type = &null_chan;
		err = 0;
	}
	if (err)
		return err;
	err = chan_open(line, &line->out, OS_WRITE);
	if (err)
		chan_close(&line->in);
	return err;
}

void chan_close_pair(struct line *line)
{
	if (line->shared)
		line->out.open = false;
	else
		chan_close(&line->out);
	chan_close(&line->in);
}
