// SPDX-License-Identifier: GPL-2.0
/* /proc/tty: which terminal drivers and line disciplines there are. */
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/mutex.h>
#include <linux/tty.h>

#include "internal.h"

static const char *driver_type(const struct tty_driver *p)
{
	switch (p->type) {
	case TTY_DRIVER_TYPE_SYSTEM:
		return p->subtype == SYSTEM_TYPE_CONSOLE ? "system:console" : "system:/dev/tty";
	case TTY_DRIVER_TYPE_CONSOLE:
		return "console";
	case TTY_DRIVER_TYPE_SERIAL:
		return p->subtype == 2 ? "serial:callout" : "serial";
	case TTY_DRIVER_TYPE_PTY:
		return p->subtype == PTY_TYPE_MASTER ? "pty:master" : "pty:slave";
	}
	return "type:unknown";
}

static void show_range(struct seq_file *m, const char *driver, const char *node, unsigned int major,
		       unsigned int first, unsigned int num, const char *type)
{
	seq_printf(m, "%-20s /dev/%-8s %3u ", driver, node, major);
	if (num > 1)
		seq_printf(m, "%u-%u ", first, first + num - 1);
	else
		seq_printf(m, "%7u ", first);
	seq_printf(m, "%s\n", type);
}

static void show_fixed(struct seq_file *m)
{
	show_range(m, "/dev/tty", "tty", 5, 0, 1, "system:/dev/tty");
	show_range(m, "/dev/console", "console", 5, 1, 1, "system:console");
	show_range(m, "/dev/ptmx", "ptmx", 5, 2, 1, "system");
}

static void *t_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&tty_mutex);
	return seq_list_start(&tty_drivers, *pos);
}

static void *t_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &tty_drivers, pos);
}

static void t_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&tty_mutex);
}

static int show_tty_driver(struct seq_file *m, void *v)
{
	struct tty_driver *p = list_entry(v, struct tty_driver, tty_drivers);

	if (v == tty_drivers.next)
		show_fixed(m);
	show_range(m, p->driver_name ? p->driver_name : "unknown", p->name, p->major,
		   p->minor_start, p->num, driver_type(p));
	return 0;
}

static const struct seq_operations tty_drivers_op = {
	.start	= t_start,
	.next	= t_next,
	.stop	= t_stop,
	.show	= show_tty_driver,
};

static int ldiscs_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%-10s %2d\n", "n_tty", 0);
	return 0;
}

void __init proc_tty_init(void)
{
	if (!proc_mkdir("tty", NULL))
		return;
	proc_mkdir("tty/ldisc", NULL);
	proc_mkdir("tty/driver", NULL);
	proc_create_single("tty/ldiscs", 0, NULL, ldiscs_show);
	proc_create_seq("tty/drivers", 0, NULL, &tty_drivers_op);
}
