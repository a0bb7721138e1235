// SPDX-License-Identifier: GPL-2.0
/*
 * Channels: what a console or serial line is connected to on the host.
 *
 *	channel := none | null | fd:<n>
 *
 * A line has one channel, or two separated by a comma, for input and output.
 * Type names are matched as prefixes. The types that need a helper (port, pts,
 * pty, tty, xterm) parse, and say when opened that they are not there.
 *
 * Neighbours: line.c owns the lines; the host side is <os_tty.h>, <os_file.h>.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <os_file.h>
#include <os_tty.h>

#include "line.h"

static bool has_prefix(const char *s, size_t len, const char *prefix)
{
	size_t n = strlen(prefix);

	return len >= n && !strncmp(s, prefix, n);
}

static int parse_fd(const char *s, size_t len, struct chan *chan, const char **error)
{
	char number[16];
	unsigned int fd;

	if (!len || s[0] != ':') {
		*error = "fd_init : channel type 'fd' must specify a file descriptor";
		return -EINVAL;
	}
	if (len - 1 >= sizeof(number))
		len = sizeof(number);
	memcpy(number, s + 1, len - 1);
	number[len - 1] = '\0';
	if (kstrtouint(number, 10, &fd) || fd > INT_MAX) {
		*error = "fd_init : couldn't parse file descriptor, expected fd:<number>";
		return -EINVAL;
	}
	chan->type = CHAN_FD;
	chan->fd = fd;
	return 0;
}

static int parse_one(const char *s, size_t len, struct chan *chan, const char **error)
{
	static const char *const unavailable[] = { "port", "pty", "pts", "tty", "xterm" };
	size_t i;

	*chan = (struct chan){ .type = CHAN_NONE, .fd = -1, .io_fd = -1 };
	if (len == 4 && !strncmp(s, "none", 4))
		return 0;
	if (has_prefix(s, len, "fd"))
		return parse_fd(s + 2, len - 2, chan, error);
	if (has_prefix(s, len, "null")) {
		chan->type = CHAN_NULL;
		return 0;
	}
	for (i = 0; i < ARRAY_SIZE(unavailable); i++) {
		if (has_prefix(s, len, unavailable[i])) {
			chan->type = CHAN_UNAVAILABLE;
			return 0;
		}
	}
	*error = "failed to parse channel pair";
	return -EINVAL;
}

/**
 * chan_parse_pair() - what a configuration string means
 * @config: "fd:0,fd:1", "null", ...
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

static int chan_open(struct chan *chan, unsigned int access)
{
	struct os_stat st;
	int err;

	if (chan->type == CHAN_UNAVAILABLE) {
		pr_err("Using a channel type which is configured out of UML\n");
		return -ENODEV;
	}
	if (chan->type != CHAN_FD)
		return 0;
	err = os_fstat(chan->fd, &st);
	if (err) {
		pr_err("channel fd:%d is not open on the host, errno = %d\n", chan->fd, -err);
		return err;
	}
	chan->is_tty = os_isatty(chan->fd);
	chan->always_ready = st.type == OS_TYPE_FILE;
	if (chan->is_tty) {
		err = os_tty_raw(chan->fd);
		if (err)
			pr_warn("channel fd:%d: can't set the terminal raw, errno = %d\n",
				chan->fd, -err);
	}
	/*
	 * A description of our own may be non-blocking without the shell
	 * noticing. Plain files must share the position, sockets can't be
	 * opened anew: they are used as they are.
	 */
	chan->io_fd = chan->fd;
	if (st.type == OS_TYPE_CHAR && chan->is_tty) {
		int fd = os_open_private(chan->fd, access | OS_NONBLOCK | OS_NOCTTY);

		if (fd >= 0)
			chan->io_fd = fd;
	}
	chan->open = true;
	return 0;
}

static void chan_close(struct chan *chan)
{
	if (!chan->open)
		return;
	if (chan->io_fd >= 0 && chan->io_fd != chan->fd)
		os_close(chan->io_fd);
	chan->io_fd = -1;
	chan->open = false;
	if (chan->is_tty)
		os_tty_restore(chan->fd);
}

int chan_open_pair(struct chan *in, struct chan *out)
{
	int err = chan_open(in, OS_READ);

	/* A missing input leaves a line that can still speak. */
	if (err && in->type == CHAN_FD && out->type == CHAN_FD && in->fd != out->fd) {
		in->type = CHAN_NULL;
		err = 0;
	}
	if (err)
		return err;
	err = chan_open(out, OS_WRITE);
	if (err)
		chan_close(in);
	return err;
}

void chan_close_pair(struct chan *in, struct chan *out)
{
	chan_close(in);
	chan_close(out);
}
