// SPDX-License-Identifier: GPL-2.0
/*
 * Text for people before the kernel has consoles.  Host checks speak by
 * host_info(), which "quiet" silences; the reason for giving up is always told.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <os_process.h>
#include "internal.h"

static void say(const char *fmt, va_list args)
{
	char buf[512];
	int n = vsnprintf(buf, sizeof(buf), fmt, args);

	if (n > (int)sizeof(buf) - 1)
		n = sizeof(buf) - 1;
	if (n > 0)
		os_early_write(STDERR_FILENO, buf, n);
}

void host_say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
}

void host_info(const char *fmt, ...)
{
	va_list args;

	if (um_options.quiet)
		return;
	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
}

void host_die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	exit_cleanup();
	_exit(1);
}

void os_early_write(int fd, const char *buf, unsigned long len)
{
	while (len) {
		long n = RETRY(write(fd, buf, len));

		if (n == -EAGAIN) {
			usleep(1000);	/* somebody made our output non-blocking */
			continue;
		}
		if (n <= 0)
			return;
		buf += n;
		len -= n;
	}
}
