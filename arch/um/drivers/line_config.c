// SPDX-License-Identifier: GPL-2.0
/*
 * Settings of lines: from the command line at boot, and from the management console
 * while the machine runs.
 *
 * Context: process; all but the mconsole functions want tty_mutex held.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "line.h"

static void register_line(struct line *line)
{
	struct device *dev;

	if (line->is_registered)
		return;
	dev = tty_register_device(line->driver->tty_driver, line->index, NULL);
	line->is_registered = !IS_ERR(dev);
}

static void unregister_line(struct line *line)
{
	if (line->is_registered)
		tty_unregister_device(line->driver->tty_driver, line->index);
	line->is_registered = false;
}

static void forget_config(struct line *line)
{
	line->in = line->out = (struct chan){ .fd = -1, .io_fd = -1 };
	if (line->config_is_ours)
		kfree(line->config);
	line->config_is_ours = false;
	line->config = NULL;
}

/**
 * line_apply_config() - give a line its channels and its device node
 * @line: not connected
 * @config: kept; "none" takes the node away
 *
 * Context: tty_mutex held.
 * Return: NULL, or why not; the line has no channels then.
 */
const char *line_apply_config(struct line *line, const char *config)
{
	const char *error = "failed to parse channel pair";
	struct chan in, out;
	int err;

	lockdep_assert_held(&tty_mutex);
	err = chan_parse_pair(config, &in, &out, &error);
	forget_config(line);
	if (err || (!in.type && !out.type)) {
		unregister_line(line);
		return err ? error : NULL;
	}
	line->in = in;
	line->out = out;
	line->shared = !strchr(config, ',');
	line->config = config;
	register_line(line);
	return line->is_registered ? NULL : "Failed to register device";
}

/* --- the management console ---------------------------------------------- */

int line_mc_parse_unit(const char **text)
{
	char *end;
	unsigned long n = simple_strtoul(*text, &end, 0);

	if (end == *text)
		return -EINVAL;
	*text = end;
	return n < INT_MAX ? n : INT_MAX - 1;
}

static bool is_open(const struct line *line)
{
	return line->driver->tty_driver->ttys[line->index];
}

static int reconfigure(struct line *line, const char *config, const char **error)
{
	char *copy;

	guard(mutex)(&tty_mutex);
	if (is_open(line)) {
		*error = "Device is already open";
		return -EINVAL;
	}
	if (!strcmp(config, "none") && !line->config) {
		*error = "configured as 'none'";
		return -EINVAL;
	}
	copy = kstrdup(config, GFP_KERNEL);
	if (!copy) {
		*error = "Failed to allocate memory";
		return -ENOMEM;
	}
	line_disconnect(line);
	*error = line_apply_config(line, copy);
	if (!line->config)
		kfree(copy);
	else
		line->config_is_ours = true;
	return *error ? -EPERM : 0;
}

static struct line *find_line(struct line_driver *drv, const char **text)
{
	int n = line_mc_parse_unit(text);

	return n < 0 || n >= (int)drv->num ? NULL : &drv->lines[n];
}

int line_mc_config(struct line_driver *drv, char *text, const char **error)
{
	const char *rest = text;
	struct line *line;

	if (*text == '=') {
		*error = "Can't configure all devices from mconsole";
		return -EINVAL;
	}
	line = find_line(drv, &rest);
	if (rest == text || *rest != '=') {
		*error = "Couldn't parse device number";
		return -EINVAL;
	}
	if (!line) {
		*error = "Device number out of range";
		return -EINVAL;
	}
	return reconfigure(line, rest + 1, error);
}

int line_mc_query(struct line_driver *drv, const char *text, char *buf, size_t size,
		  const char **error)
{
	const char *rest = text;
	struct line *line = find_line(drv, &rest);

	if (rest == text || *rest) {
		*error = "line_get_config failed to parse device number";
		return -EINVAL;
	}
	if (!line) {
		*error = "device number out of range";
		return -EINVAL;
	}
	guard(mutex)(&tty_mutex);
	if (line->tty)
		return chan_describe_pair(line, buf, size);
	return scnprintf(buf, size, "%s", line->config ? line->config : "none");
}

int line_mc_remove(struct line_driver *drv, int unit, const char **error)
{
	if (unit >= (int)drv->num) {
		*error = "Device number out of range";
		return -EINVAL;
	}
	return reconfigure(&drv->lines[unit], "none", error);
}
