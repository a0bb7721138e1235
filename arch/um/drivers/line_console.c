// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel messages on lines. They go around the ring, after what is in it. Where
 * somebody surely reads (a descriptor we were given) they wait for the host, because
 * the last words of a panic must be seen; elsewhere what the host does not take is
 * left out.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/panic_notifier.h>
#include <linux/string.h>

#include <os_file.h>
#include <os_process.h>

#include "line.h"

/**
 * line_console_setup() - a line is going to show the kernel's messages
 *
 * Descriptors and /dev/null need nothing; other channels are opened now. Booting
 * waits for whoever is to be on the other side.
 *
 * Context: sleeps. Return: 0 or -ENODEV.
 */
int line_console_setup(struct line_driver *drv, struct console *co)
{
	struct line *line;

	if (co->index < 0 || co->index >= (int)drv->num)
		return -ENODEV;
	line = &drv->lines[co->index];
	if (!line->in.type && !line->out.type)
		return -ENODEV;
	if (!line->out.type || !line->out.type->open || line->out.type->waits)
		return 0;
	return line_connect(line) ? -ENODEV : 0;
}

/* Where the messages go, or -1. An fd channel works before it is opened. */
static int output_fd(const struct line *line)
{
	if (!line->out.type || !line->out.type->open)
		return -1;
	if (line->out.open)
		return line->out.type->waits ? line->out.fd : line->out.io_fd;
	return line->out.type->waits ? (int)line->out.number : -1;
}

static void put(const struct line *line, int fd, const char *s, size_t n)
{
	if (line->out.type->waits)
		os_early_write(fd, s, n);
	else
		os_write_nowait(fd, s, n);
}

/* --- a panic that nobody would see --------------------------------------- */

static bool shown;			/* some console's output goes somewhere */

static void dump_write(const char *s, unsigned int n)
{
	os_early_write(1, s, n);
}

static int dump_on_panic(struct notifier_block *nb, unsigned long event, void *message)
{
	static const char head[] = "kmsg_dump:\n";

	if (!shown) {
		os_early_write(1, head, sizeof(head) - 1);
		console_dump(dump_write);
	}
	return NOTIFY_DONE;
}

static struct notifier_block dump_block = { .notifier_call = dump_on_panic };

static int __init dump_init(void)
{
	atomic_notifier_chain_register(&panic_notifier_list, &dump_block);
	return 0;
}
device_initcall(dump_init);

void line_console_write(struct line *line, const char *s, unsigned int n)
{
	const char *end = s + n;
	int fd = output_fd(line);
	bool crlf = line->out.open && (line->out.is_tty || !line->out.type->waits);

	if (fd < 0)
		return;
	shown = true;
	line_drain(line);
	while (s < end) {
		const char *nl = memchr(s, '\n', end - s);
		const char *stop = nl ? nl : end;

		if (stop > s)
			put(line, fd, s, stop - s);
		if (nl)
			put(line, fd, crlf ? "\r\n" : "\n", crlf ? 2 : 1);
		s = nl ? nl + 1 : end;
	}
}
