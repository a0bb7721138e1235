// SPDX-License-Identifier: GPL-2.0
/*
 * Channels to new pseudo terminals of the host (pts, and pty of the old kind), whose
 * name is told in the kernel log when the line is opened.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include <os_tty.h>

#include "line.h"

static int announce(struct line *line, struct chan *chan, int fd)
{
	chan->io_fd = fd;
	pr_info("%s %d assigned device '%s'\n", line->driver->title, line->index, chan->device);
	return 0;
}

static int pts_open(struct line *line, struct chan *chan, unsigned int access)
{
	int fd = os_pty_open(chan->device, sizeof(chan->device), line->driver->raw);

	if (fd < 0) {
		pr_err("open_pts : Failed to open pts\n");
		return fd;
	}
	return announce(line, chan, fd);
}

const struct chan_type pts_chan = {
	.name		= "pts",
	.open		= pts_open,
	.hangs_up	= true,
};

static int pty_open(struct line *line, struct chan *chan, unsigned int access)
{
	int fd = os_pty_open_bsd(chan->device, sizeof(chan->device), line->driver->raw);

	if (fd < 0) {
		chan->device[0] = '\0';
		pr_err("getmaster - no usable host pty devices\n");
		return fd;
	}
	return announce(line, chan, fd);
}

const struct chan_type pty_chan = {
	.name		= "pty",
	.open		= pty_open,
	.hangs_up	= true,
};
