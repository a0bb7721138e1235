// SPDX-License-Identifier: GPL-2.0
/*
 * Channels to a terminal device of the host that exists already.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <os_file.h>

#include "line.h"

static int tty_chan_open(struct line *line, struct chan *chan, unsigned int access)
{
	char *path = kstrndup(chan->path, chan->path_len, GFP_KERNEL);
	int fd;

	if (!path)
		return -ENOMEM;
	fd = os_open(path, access | OS_NONBLOCK | OS_NOCTTY, 0);
	if (fd < 0)
		pr_err("%s %d: can't open '%s', errno = %d\n", line->driver->title, line->index,
		       path, -fd);
	kfree(path);
	chan->io_fd = fd;
	return fd < 0 ? fd : 0;
}

const struct chan_type tty_chan = {
	.name		= "tty",
	.argument	= CHAN_PATH,
	.no_argument	= "tty_init : channel type 'tty' must specify a device",
	.open		= tty_chan_open,
	.is_host_tty	= true,
	.has_size	= true,
	.hangs_up	= true,
};
