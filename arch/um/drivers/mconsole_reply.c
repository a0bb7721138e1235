// SPDX-License-Identifier: GPL-2.0
/*
 * Answers of the management console. A text goes out in datagrams of at most 511
 * bytes and a NUL; all but the last say that more follows. A client that does not
 * read is given up after the first datagram it did not take.
 *
 * Commands whose answer is what the kernel prints capture it: a kernel console
 * "mc" sends each record to the client of the command that is running.
 *
 * Context: any. Commands that capture do not sleep meanwhile, or run alone.
 */
#include <linux/console.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <asm/processor.h>

#include "mconsole.h"

#define MAX_TEXT	(MCONSOLE_MAX_DATA - 1)
#define HEADER_SIZE	offsetof(struct mconsole_reply, data)

static void send_datagram(struct mc_request *req, const char *text, size_t len, int err,
			  bool more)
{
	struct mconsole_reply reply = {
		.err = req->answered ? 0 : err, .more = more, .len = len + 1,
	};

	memcpy(reply.data, text, len);
	reply.data[len] = '\0';
	if (!req->gone && os_dgram_send(req->fd, &reply, HEADER_SIZE + len + 1, &req->from))
		req->gone = true;
	req->answered = true;
}

/**
 * mconsole_reply_part() - send text, cut to datagrams
 * @req: whose client
 * @text: need not end
 * @len: its length
 * @err: 0, 1 or -errno; goes out with the first datagram of an answer only
 * @more: there will be more parts
 */
void mconsole_reply_part(struct mc_request *req, const char *text, size_t len, int err,
			 bool more)
{
	while (len > MAX_TEXT) {
		send_datagram(req, text, MAX_TEXT, err, true);
		text += MAX_TEXT;
		len -= MAX_TEXT;
	}
	send_datagram(req, text, len, err, more);
}

/* The whole answer. */
void mconsole_reply(struct mc_request *req, const char *text, int err)
{
	mconsole_reply_part(req, text, strlen(text), err, false);
}

/* --- capturing ----------------------------------------------------------- */

static struct mc_request *capturing;		/* [console lock] */
static int loglevel_before;

static void mc_console_write(struct console *co, const char *s, unsigned int n)
{
	if (capturing)
		mconsole_reply_part(capturing, s, n, 0, true);
}

static struct console mc_console = {
	.name	= "mc",
	.write	= mc_console_write,
	.flags	= CON_ENABLED,
	.index	= -1,
};

/*
 * Bring the consoles up to date. Another CPU that is at it will soon be through;
 * whoever sleeps with the lock must not stop us.
 */
static void show_all(void)
{
	int patience = 1000000;

	while (!console_trylock()) {
		if (!patience--)
			return;
		cpu_relax();
	}
	console_unlock();
}

/**
 * mconsole_capture_begin() - from now on what the kernel prints goes to a client
 *
 * Everything but debugging messages is seen, whatever the log level was.
 */
void mconsole_capture_begin(struct mc_request *req)
{
	show_all();
	loglevel_before = console_loglevel;
	if (console_loglevel < CONSOLE_LOGLEVEL_DEFAULT)
		console_loglevel = CONSOLE_LOGLEVEL_DEFAULT;
	capturing = req;
}

void mconsole_capture_end(struct mc_request *req)
{
	show_all();
	capturing = NULL;
	console_loglevel = loglevel_before;
	mconsole_reply(req, "", 0);
}

static int __init mc_console_init(void)
{
	register_console(&mc_console);
	return 0;
}
late_initcall(mc_console_init);
