// SPDX-License-Identifier: GPL-2.0
/* /proc/consoles: where the kernel log goes; the first line is /dev/console. */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/tty.h>

#include "internal.h"

static void flag_letters(const struct console *con, char *out)
{
	static const struct {
		short	flag;
		char	letter;
	} flags[] = {
		{ CON_ENABLED, 'E' }, { CON_CONSDEV, 'C' }, { CON_BOOT, 'B' },
		{ CON_PRINTBUFFER, 'p' }, { CON_BRL, 'b' }, { CON_ANYTIME, 'a' },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flags); i++)
		*out++ = con->flags & flags[i].flag ? flags[i].letter : ' ';
	*out = '\0';
}

static void show_console(struct seq_file *m, struct console *con)
{
	const struct tty_driver *driver = NULL;
	char flags[8];
	int index = 0;

	if (con->device)
		driver = con->device(con, &index);
	flag_letters(con, flags);
	seq_setwidth(m, 21 - 1);
	seq_printf(m, "%s%d", con->name, con->index);
	seq_pad(m, ' ');
	seq_printf(m, "-%c- (%s)", con->write ? 'W' : '-', flags);
	if (driver)
		seq_printf(m, " %4d:%d", driver->major, driver->minor_start + index);
	seq_putc(m, '\n');
}

static int consoles_show(struct seq_file *m, void *v)
{
	struct console *con;

	console_lock();
	for_each_console(con)
		if (con->flags & CON_CONSDEV)
			show_console(m, con);
	for_each_console(con)
		if (!(con->flags & CON_CONSDEV))
			show_console(m, con);
	console_unlock();
	return 0;
}

static int __init proc_consoles_init(void)
{
	proc_create_single("consoles", 0, NULL, consoles_show);
	return 0;
}
fs_initcall(proc_consoles_init);
