// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/ttyS0 to /dev/ttyS63: the UML serial lines, ssl<n>= on the command
 * line. console=ttyS0 makes the first of them the kernel's console.
 */
#include <linux/init.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/reboot.h>

#include "line.h"

#define NR_SERIAL_LINES	64

static struct line serial_lines[NR_SERIAL_LINES];

static struct line_driver serial_driver = {
	.option		= "ssl",
	.description	= "serial line",
	.driver_name	= "UML serial line",
	.device_name	= "ttyS",
	.minor_start	= 64,
	.type		= TTY_DRIVER_TYPE_SERIAL,
	.subtype	= 0,
	.num		= NR_SERIAL_LINES,
	.lines		= serial_lines,
};

static int __init serial_option(char *arg)
{
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
	return co->index >= 0 && co->index < NR_SERIAL_LINES ? 0 : -ENODEV;
}

static struct console serial_console = {
	.name	= "ttyS",
	.write	= serial_console_write,
	.device	= serial_console_device,
	.setup	= serial_console_setup,
	.flags	= CON_PRINTBUFFER,
	.index	= -1,
};

static int serial_at_end(struct notifier_block *nb, unsigned long event, void *data)
{
	line_flush_all(&serial_driver);
	return NOTIFY_DONE;
}

static struct notifier_block serial_reboot = { .notifier_call = serial_at_end };

static int __init ssl_init(void)
{
	int err = line_register_driver(&serial_driver);

	if (err)
		return err;
	pr_info("Initializing software serial port version 1\n");
	register_reboot_notifier(&serial_reboot);
	register_console(&serial_console);
	return 0;
}
device_initcall(ssl_init);
