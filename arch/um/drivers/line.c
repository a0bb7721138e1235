// SPDX-License-Identifier: GPL-2.0
/*
 * UML lines as ttys: the configuration strings of con= and ssl=, opening and
 * closing, and the kernel console on top. The bytes move in line_io.c, the
 * host ends are opened by chan.c.
 *
 * A line without a configuration, or with "none", has no device node.
 *
 * Locks: tty_mutex around open and close; ring_lock (spins) for output.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/major.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <os_file.h>

#include "line.h"

static int line_open(struct tty_struct *tty, struct file *file)
{
	struct line *line = tty->driver_data;
	int err;

	if (line->tty)
		return 0;
	if (!line->ring) {
		line->ring = kmalloc(LINE_RING_SIZE, GFP_KERNEL);
		if (!line->ring)
			return -ENOMEM;
	}
	err = chan_open_pair(&line->in, &line->out);
	if (err)
		return err;
	line->tty = tty;
	err = line_start_io(line);
	if (err) {
		line->tty = NULL;
		chan_close_pair(&line->in, &line->out);
	}
	return err;
}

static void line_close(struct tty_struct *tty, struct file *file)
{
	struct line *line = tty->driver_data;

	if (tty->count > 1 || line->tty != tty)
		return;
	line_stop_io(line);
	line_drain(line);
	line->tty = NULL;
	chan_close_pair(&line->in, &line->out);
}

static int line_install(struct tty_driver *driver, struct tty_struct *tty)
{
	struct line_driver *drv = driver->driver_state;
	struct line *line = &drv->lines[tty->index];

	if (line->in.type == CHAN_NONE && line->out.type == CHAN_NONE)
		return -ENODEV;
	tty->driver_data = line;
	if (driver->termios[tty->index])
		tty->termios = *driver->termios[tty->index];
	driver->ttys[tty->index] = tty;
	return 0;
}

static void line_hangup(struct tty_struct *tty)
{
	line_flush_buffer(tty);
}

static void line_stop(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	spin_lock(&line->ring_lock);
	line->stopped = true;
	spin_unlock(&line->ring_lock);
}

static void line_start(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	spin_lock(&line->ring_lock);
	line->stopped = false;
	spin_unlock(&line->ring_lock);
	line_write(tty, NULL, 0);
}

static const struct tty_operations line_ops = {
	.install	= line_install,
	.open		= line_open,
	.close		= line_close,
	.write		= line_write,
	.write_room	= line_write_room,
	.chars_in_buffer = line_chars_in_buffer,
	.flush_buffer	= line_flush_buffer,
	.unthrottle	= line_unthrottle,
	.hangup		= line_hangup,
	.stop		= line_stop,
	.start		= line_start,
};

static void setup_failed(struct line_driver *drv, const char *arg, const char *why)
{
	pr_err("Failed to set up %s with configuration string \"%s\" : %s\n",
	       drv->description, arg, why);
}

/**
 * line_setup() - one con<n>=... or con=... word
 * @arg: what follows the option's name; kept
 *
 * Context: boot, before the drivers are registered.
 * Return: 1 when it was understood or complained about.
 */
int line_setup(struct line_driver *drv, char *arg)
{
	char *eq = strchr(arg, '='), *end;
	unsigned long n;

	if (*arg == '=') {
		drv->default_config = arg + 1;
		return 1;
	}
	n = simple_strtoul(arg, &end, 0);
	if (end == arg || !eq || end != eq) {
		setup_failed(drv, arg, "Couldn't parse device number");
		return 1;
	}
	if (n >= drv->num) {
		setup_failed(drv, arg, "Device number out of range");
		return 1;
	}
	drv->lines[n].config = eq + 1;
	return 1;
}

static bool setup_one_line(struct line_driver *drv, unsigned int n)
{
	struct line *line = &drv->lines[n];
	const char *error = NULL, *config = line->config;

	line->driver = drv;
	line->index = n;
	line->winch_fd = -1;
	spin_lock_init(&line->ring_lock);
	if (!config && !(n == 0 && drv->minor_start == 0))
		config = drv->default_config;
	if (!config)
		config = n == 0 && drv->minor_start == 0 ? "fd:0,fd:1" : "none";
	if (chan_parse_pair(config, &line->in, &line->out, &error)) {
		pr_err("setup_one_line failed for device %u : %s (\"%s\")\n", n, error, config);
		line->in.type = line->out.type = CHAN_NONE;
	}
	return line->in.type != CHAN_NONE || line->out.type != CHAN_NONE;
}

/**
 * line_register_driver() - make the ttys of a driver's configured lines
 *
 * Context: initcall.
 */
int line_register_driver(struct line_driver *drv)
{
	struct tty_driver *driver;
	unsigned int i;
	int err;

	driver = tty_alloc_driver(drv->num, TTY_DRIVER_REAL_RAW | TTY_DRIVER_DYNAMIC_DEV);
	if (IS_ERR(driver))
		return PTR_ERR(driver);
	driver->driver_name = drv->driver_name;
	driver->name = drv->device_name;
	driver->major = TTY_MAJOR;
	driver->minor_start = drv->minor_start;
	driver->type = drv->type;
	driver->subtype = drv->subtype;
	driver->driver_state = drv;
	driver->ops = &line_ops;
	err = tty_register_driver(driver);
	if (err)
		return err;
	drv->tty_driver = driver;
	for (i = 0; i < drv->num; i++)
		if (setup_one_line(drv, i))
			tty_register_device(driver, i, NULL);
	return 0;
}

/*
 * Kernel messages go around the ring, after what is in it, and wait for the
 * host: the last words of a panic must be seen.
 */
void line_console_write(struct line *line, const char *s, unsigned int n)
{
	int fd = line->out.type == CHAN_FD ? line->out.fd : -1;
	const char *end = s + n;

	if (fd < 0)
		return;
	line_drain(line);
	while (s < end) {
		const char *nl = memchr(s, '\n', end - s);
		const char *stop = nl ? nl : end;

		if (stop > s && os_write(fd, s, stop - s) < 0)
			return;
		if (nl)
			os_write(fd, line->out.open && line->out.is_tty ? "\r\n" : "\n",
				 line->out.open && line->out.is_tty ? 2 : 1);
		s = nl ? nl + 1 : end;
	}
}

/* All output of all lines to the host, on the way out of the machine. */
void line_flush_all(struct line_driver *drv)
{
	unsigned int i;

	for (i = 0; i < drv->num; i++)
		if (drv->lines[i].ring)
			line_drain(&drv->lines[i]);
}
