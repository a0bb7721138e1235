// SPDX-License-Identifier: GPL-2.0
/*
 * UML lines as ttys: the options con= and ssl=, opening, closing and hanging up.
 * The bytes move in line_io.c, the host ends are opened by chan.c, settings change
 * in line_config.c, the kernel's own output is in line_console.c.
 *
 * A line's channels are opened with the first open of its tty, or when it becomes
 * a kernel console, and stay open until the host's end is gone, the line is
 * configured anew or the machine ends: a getty that comes and goes must not cost
 * the user his connection.
 *
 * A line without a configuration, or with "none", has no device node.
 *
 * Lock order: tty_mutex > open_lock > ring_lock (spins); but tty_mutex is let go
 * while a channel waits for its peer.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/major.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/machine.h>

#include "line.h"

#define MAX_DRIVERS 2

static struct line_driver *drivers[MAX_DRIVERS];	/* [I] after boot */

/**
 * line_connect() - open the channels, if they are not open
 *
 * Context: sleeps, perhaps for ever; interruptible. tty_mutex not held.
 * Return: 0 or -errno.
 */
int line_connect(struct line *line)
{
	int err = mutex_lock_interruptible(&line->open_lock);

	if (err)
		return err;
	if (!line->connected) {
		err = chan_open_pair(line);
		line->connected = !err;
		line->host_gone = false;
	}
	mutex_unlock(&line->open_lock);
	return err;
}

/* Close them. Context: nobody has the tty open, or it was hung up; tty_mutex held. */
void line_disconnect(struct line *line)
{
	guard(mutex)(&line->open_lock);
	if (line->connected)
		chan_close_pair(line);
	line->connected = false;
}

static int line_open(struct tty_struct *tty, struct file *file)
{
	struct line *line = tty->driver_data;
	int err;

	lockdep_assert_held(&tty_mutex);
	if (line->tty)
		return 0;
	if (!line->ring) {
		line->ring = kmalloc(LINE_RING_SIZE, GFP_KERNEL);
		if (!line->ring)
			return -ENOMEM;
	}
	mutex_unlock(&tty_mutex);
	err = line_connect(line);
	mutex_lock(&tty_mutex);
	if (err || line->tty)		/* another open was faster */
		return err;
	line->tty = tty;
	err = line_start_io(line);
	if (err)
		line->tty = NULL;
	return err;
}

static void line_close(struct tty_struct *tty, struct file *file)
{
	struct line *line = tty->driver_data;

	if (tty->count > 1 || line->tty != tty)
		return;
	line_stop_io(line);
	line->tty = NULL;
	if (line->host_gone)
		line_disconnect(line);
}

static int line_install(struct tty_driver *driver, struct tty_struct *tty)
{
	struct line_driver *drv = driver->driver_state;
	struct line *line = &drv->lines[tty->index];

	if (!line->in.type && !line->out.type)
		return -ENODEV;
	tty->driver_data = line;
	if (driver->termios[tty->index])
		tty->termios = *driver->termios[tty->index];
	driver->ttys[tty->index] = tty;
	return 0;
}

/* When the host's end is gone, the next open gets a new channel. */
static void line_hangup(struct tty_struct *tty)
{
	struct line *line = tty->driver_data;

	line_flush_buffer(tty);
	if (!line->host_gone || line->tty != tty)
		return;
	line_stop_io(line);
	line->tty = NULL;
	line_disconnect(line);
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

/* --- options ------------------------------------------------------------- */

static void setup_failed(struct line_driver *drv, const char *arg, const char *why)
{
	pr_err("Failed to set up %s with configuration string \"%s\" : %s\n",
	       drv->description, arg, why);
}

/**
 * line_setup() - one con<n>=... or con=... word
 * @drv: whose
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

/* The more special setting wins, in whatever order they came. */
static const char *initial_config(const struct line_driver *drv, unsigned int n)
{
	if (drv->lines[n].config)
		return drv->lines[n].config;
	if (drv->default_config)
		return drv->default_config;
	return n ? drv->other_config : drv->first_config;
}

static void setup_one_line(struct line_driver *drv, unsigned int n)
{
	struct line *line = &drv->lines[n];
	const char *error, *config = initial_config(drv, n);

	line->driver = drv;
	line->index = n;
	line->winch_fd = -1;
	spin_lock_init(&line->ring_lock);
	mutex_init(&line->open_lock);
	error = line_apply_config(line, config);
	if (error)
		pr_err("setup_one_line failed for device %u : %s (\"%s\")\n", n, error, config);
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
	mutex_lock(&tty_mutex);
	for (i = 0; i < drv->num; i++)
		setup_one_line(drv, i);
	mutex_unlock(&tty_mutex);
	for (i = 0; i < MAX_DRIVERS; i++) {
		if (drivers[i])
			continue;
		drivers[i] = drv;
		break;
	}
	drv->mc.name = drv->option;
	drv->mc.parse_unit = line_mc_parse_unit;
	drv->mc.nr_units = INT_MAX;	/* has a text of its own for that */
	mconsole_register_dev(&drv->mc);
	return 0;
}

/* All output of all lines to the host: the machine ends. Context: any. */
void um_flush_lines(void)
{
	unsigned int d, i;

	for (d = 0; d < MAX_DRIVERS && drivers[d]; d++)
		for (i = 0; i < drivers[d]->num; i++)
			line_drain(&drivers[d]->lines[i]);
}
