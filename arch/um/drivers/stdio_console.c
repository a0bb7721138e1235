// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/tty0 to /dev/tty15: the UML consoles, con<n>= on the command line.
 * Console 0 is on the descriptors 0 and 1 unless told otherwise and shows the
 * kernel's messages (console=tty0, tty).
 */
#include <linux/init.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/string.h>

#include "line.h"

#define NR_CONSOLES	16

static struct line console_lines[NR_CONSOLES];

static struct line_driver console_driver = {
	.option		= "con",
	.description	= "console",
	.driver_name	= "UML console",
	.device_name	= "tty",
	.minor_start	= 0,
	.type		= TTY_DRIVER_TYPE_CONSOLE,
	.subtype	= SYSTEM_TYPE_CONSOLE,
	.num		= NR_CONSOLES,
	.lines		= console_lines,
};

static int __init console_option(char *arg)
{
	/* console=..., consoleblank=... are others' */
	if (*arg != '=' && (*arg < '0' || *arg > '9'))
		return 0;
	return line_setup(&console_driver, arg);
}
__setup("con", console_option);

static void console_write(struct console *co, const char *s, unsigned int n)
{
	line_console_write(&console_lines[co->index], s, n);
}

static struct tty_driver *console_tty_driver(struct console *co, int *index)
{
	*index = co->index;
	return console_driver.tty_driver;
}

static int console_setup(struct console *co, char *options)
{
	return co->index >= 0 && co->index < NR_CONSOLES ? 0 : -ENODEV;
}

static struct console stdio_console = {
	.name	= "tty",
	.write	= console_write,
	.device	= console_tty_driver,
	.setup	= console_setup,
	.flags	= CON_PRINTBUFFER,
	.index	= -1,
};

static int console_at_end(struct notifier_block *nb, unsigned long event, void *data)
{
	line_flush_all(&console_driver);
	return NOTIFY_DONE;
}

static struct notifier_block console_reboot = { .notifier_call = console_at_end };

static int __init stdio_console_init(void)
{
	int err = line_register_driver(&console_driver);

	if (err)
		return err;
	pr_info("Initialized stdio console driver\n");
	register_reboot_notifier(&console_reboot);
	register_console(&stdio_console);
	pr_info("Console initialized on /dev/tty0\n");
	return 0;
}
device_initcall(stdio_console_init);
