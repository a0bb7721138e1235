// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/tty0 to /dev/tty15: the UML consoles, con<n>= on the command line.
 * Console 0 is on the descriptors 0 and 1 unless told otherwise and shows the
 * kernel's messages (console=tty0, tty).
 */
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "line.h"

#define NR_CONSOLES	16

static struct line console_lines[NR_CONSOLES];

static struct line_driver console_driver;

static int console_mc_config(char *text, const char **error)
{
	return line_mc_config(&console_driver, text, error);
}

static int console_mc_query(const char *text, char *buf, size_t size, const char **error)
{
	return line_mc_query(&console_driver, text, buf, size, error);
}

static int console_mc_remove(int unit, const char **error)
{
	return line_mc_remove(&console_driver, unit, error);
}

static struct line_driver console_driver = {
	.option		= "con",
	.description	= "console",
	.title		= "Virtual console",
	.driver_name	= "UML console",
	.device_name	= "tty",
	.minor_start	= 0,
	.type		= TTY_DRIVER_TYPE_CONSOLE,
	.subtype	= SYSTEM_TYPE_CONSOLE,
	.num		= NR_CONSOLES,
	.lines		= console_lines,
	.raw		= true,
	.first_config	= CONFIG_CON_ZERO_CHAN,
	.other_config	= CONFIG_CON_CHAN,
	.mc		= {
		.config	= console_mc_config,
		.query	= console_mc_query,
		.remove	= console_mc_remove,
	},
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
	return line_console_setup(&console_driver, co);
}

static struct console stdio_console = {
	.name	= "tty",
	.write	= console_write,
	.device	= console_tty_driver,
	.setup	= console_setup,
	.flags	= CON_PRINTBUFFER,
	.index	= -1,
};

static int __init stdio_console_init(void)
{
	int err = line_register_driver(&console_driver);

	if (err)
		return err;
	pr_info("Initialized stdio console driver\n");
	register_console(&stdio_console);
	pr_info("Console initialized on /dev/tty0\n");
	return 0;
}
device_initcall(stdio_console_init);
