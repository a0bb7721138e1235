// SPDX-License-Identifier: GPL-2.0
/*
 * Stand-ins for the types of channel that the configuration left out: their names are
 * understood, opening them fails.
 */
#include <linux/errno.h>
#include <linux/printk.h>

#include "line.h"

static int __maybe_unused absent_open(struct line *line, struct chan *chan, unsigned int access)
{
	pr_err("Using a channel type which is configured out of UML\n");
	return -ENODEV;
}

#ifndef CONFIG_PORT_CHAN
const struct chan_type port_chan = { .name = "port", .open = absent_open };
#endif
#ifndef CONFIG_PTY_CHAN
const struct chan_type pty_chan = { .name = "pty", .open = absent_open };
const struct chan_type pts_chan = { .name = "pts", .open = absent_open };
#endif
#ifndef CONFIG_TTY_CHAN
const struct chan_type tty_chan = { .name = "tty", .open = absent_open };
#endif
#ifndef CONFIG_XTERM_CHAN
const struct chan_type xterm_chan = { .name = "xterm", .open = absent_open };
#endif
