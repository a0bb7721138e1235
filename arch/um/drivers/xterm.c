// SPDX-License-Identifier: GPL-2.0
/*
 * Channels to a window of their own: a terminal emulator is started with
 * port-helper as the program inside, which sends us the emulator's terminal on a
 * socket and then only keeps the window open.
 *
 *	xterm=<emulator>[,<title switch>[,<exec switch>]]	empty parts: default
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/string.h>

#include <os_file.h>
#include <os_helper.h>
#include <os_process.h>
#include <os_socket.h>
#include <um_options.h>

#include "line.h"

#define PIPE_PATTERN	"/tmp/xterm-pipe%06x"
#define POLL_INTERVAL	(HZ / 10)
#define MAX_OPTION	128

/* The three parts of xterm=, cut apart once. */
static const char *emulator = CONFIG_XTERM_CHAN_DEFAULT_EMULATOR;
static const char *title_switch = "-T", *exec_switch = "-e";

static int __init xterm_init(void)
{
	static char text[MAX_OPTION];
	const char **const parts[] = { &emulator, &title_switch, &exec_switch };
	char *rest = text, *part;
	size_t i;

	if (!um_options.xterm)
		return 0;
	strscpy(text, um_options.xterm, sizeof(text));
	for (i = 0; i < ARRAY_SIZE(parts) && (part = strsep(&rest, ",")); i++)
		if (*part)
			*parts[i] = part;
	return 0;
}
core_initcall(xterm_init);

/* A socket with a name nobody has. */
static int open_pipe(char *path, size_t size)
{
	unsigned int random;
	int fd, tries;

	for (tries = 0; tries < 100; tries++) {
		if (os_getrandom(&random, sizeof(random)) != sizeof(random))
			return -EIO;
		snprintf(path, size, PIPE_PATTERN, random & 0xffffff);
		fd = os_dgram_open(path);
		if (fd != -EADDRINUSE)
			return fd;
	}
	return -EADDRINUSE;
}

static int start_emulator(struct line *line, const char *path)
{
	static const int fds[OS_HELPER_FDS] = { -1, 1, 2, -1 };
	const char *umid = os_umid();
	char title[128];
	const char *const argv[] = {
		emulator, title_switch, title, exec_switch,
		port_helper_path(), "-uml-socket", path, NULL,
	};
	const char *plain[ARRAY_SIZE(argv)];

	scnprintf(title, sizeof(title), "%s #%d%s%s%s", line->driver->title, line->index,
		  *umid ? " (" : "", umid, *umid ? ")" : "");
	memcpy(plain, argv, sizeof(argv));
	if (os_executable(plain[4]))
		plain[4] = "port-helper";	/* somewhere in PATH */
	return os_helper_start(plain, fds);
}

/*
 * Nothing tells when the emulator ends before it has sent anything, so we look from
 * time to time.
 */
static int wait_for_terminal(struct chan *chan, int fd)
{
	int pid = 0, terminal;
	long long n;

	for (;;) {
		n = os_dgram_recv_fd(fd, &pid, &terminal);
		if (n == sizeof(pid) && terminal >= 0)
			break;
		if (n != -EAGAIN && n < 0)
			return n;
		if (signal_pending(current))
			return -ERESTARTSYS;
		if (os_helper_ended(chan->pid))
			return -ENODEV;
		schedule_timeout_interruptible(POLL_INTERVAL);
	}
	os_helper_adopt(pid);
	chan->private = (void *)(unsigned long)pid;
	chan->io_fd = terminal;
	return 0;
}

static void xterm_close(struct chan *chan)
{
	os_helper_kill_other((unsigned long)chan->private);
	os_helper_kill(chan->pid);
	chan->private = NULL;
	chan->pid = 0;
}

static bool has_display(void)
{
	const char *x = os_getenv("DISPLAY"), *wayland = os_getenv("WAYLAND_DISPLAY");

	return (x && *x) || (wayland && *wayland);
}

static int xterm_open(struct line *line, struct chan *chan, unsigned int access)
{
	char path[sizeof(PIPE_PATTERN) + 8];
	int fd, err;

	if (!has_display()) {
		pr_err("xterm_open : neither $DISPLAY nor $WAYLAND_DISPLAY is set.\n");
		return -ENODEV;
	}
	fd = open_pipe(path, sizeof(path));
	if (fd < 0) {
		pr_err("xterm_open : can't make the socket %s, errno = %d\n", path, -fd);
		return fd;
	}
	chan->pid = start_emulator(line, path);
	if (chan->pid < 0) {
		pr_err("xterm_open : can't start '%s', errno = %d\n", emulator, -chan->pid);
		err = -ENODEV;
		chan->pid = 0;
	} else {
		err = wait_for_terminal(chan, fd);
		if (err)
			xterm_close(chan);
	}
	os_close(fd);
	os_unlink(path);
	return err;
}

const struct chan_type xterm_chan = {
	.name		= "xterm",
	.open		= xterm_open,
	.close		= xterm_close,
	.is_host_tty	= true,
	.has_size	= true,
	.hangs_up	= true,
};
