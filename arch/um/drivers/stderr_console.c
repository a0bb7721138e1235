// SPDX-License-Identifier: GPL-2.0
/*
 * stderr=1: an early kernel console on the host's stderr, until the real ones are
 * there.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>

#include <os_process.h>

static bool use_stderr;

static void stderr_write(struct console *co, const char *s, unsigned int n)
{
	os_early_write(2, s, n);
}

static struct console stderr_console = {
	.name	= "stderr",
	.write	= stderr_write,
	.flags	= CON_PRINTBUFFER | CON_ENABLED,
	.index	= 0,
};

static int __init stderr_setup(char *text)
{
	use_stderr = simple_strtoul(text, NULL, 0) != 0;
	return 1;
}
__setup("stderr=", stderr_setup);

static int __init stderr_console_init(void)
{
	if (use_stderr)
		register_console(&stderr_console);
	return 0;
}
console_initcall(stderr_console_init);

static int __init stderr_console_exit(void)
{
	if (use_stderr)
		unregister_console(&stderr_console);
	return 0;
}
device_initcall(stderr_console_exit);
