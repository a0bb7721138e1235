// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/ttyS0 to /dev/ttyS63: the UML serial lines, ssl<n>= on the command
 * line. console=ttyS0 makes the first of them the kernel's console.
 */
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "line.h"

#define NR_SERIAL_LINES	64

static struct line serial_lines[NR_SERIAL_LINES];

static struct line_driver serial_driver;

static int serial_mc_config(char *text, const char **error)
{
	return line_mc_config(&serial_driver, text, error);
}

static int serial_mc_query(const char *text, char *buf, size_t size, const char **error)
{
	return line_mc_query(&serial_driver, text, buf, size, error);
}

static int serial_mc_remove(int unit, const char **error)
{
	return line_mc_remove(&serial_driver, unit, error);
}

static struct line_driver serial_driver = {
	.option		= "ssl",
	.description	= "serial line",
	.title		= "Serial line",
	.driver_name	= "UML serial line",
	.device_name	= "ttyS",
	.minor_start	= 64,
	.type		= TTY_DRIVER_TYPE_SERIAL,
	.subtype	= 0,
	.num		= NR_SERIAL_LINES,
	.lines		= serial_lines,
	.raw		= true,
	.first_config	= CONFIG_SSL_CHAN,
	.other_config	= CONFIG_SSL_CHAN,
	.mc		= {
		.config	= serial_mc_config,
		.query	= serial_mc_query,
		.remove	= serial_mc_remove,
	},
};

static int __init serial_option(char *arg)
{
	if (!strcmp(arg, "-non-raw")) {
		serial_driver.raw = false;
		return 1;
	}
	if (*arg != '=' && (*arg < '0' || *arg > '9'))
		return 0;
	return line_setup(&serial_driver, arg);
}
__setup("ssl", serial_option);

static void serial_console_write(struct console *co, const char *s, unsigned int n)
{
	line_console_write(&serial_lines[co->index], s, n);
}

static struct tty_driver *serial_console_device(struct console *co, int *index)
{
	*index = co->index;
	return serial_driver.tty_driver;
}

static int serial_console_setup(struct console *co, char *options)
{
	return line_console_setup(&serial_driver, co);
}

static struct console serial_console = {
	.name	= "ttyS",
	.write	= serial_console_write,
	.device	= serial_console_device,
	.setup	= serial_console_setup,
	.flags	= CON_PRINTBUFFER,
	.index	= -1,
};

static int __init ssl_init(void)
{
	int err = line_register_driver(&serial_driver);

	if (err)
		return err;
	pr_info("Initializing software serial port version 1\n");
	register_console(&serial_console);
	return 0;
}
device_initcall(ssl_init);
