// SPDX-License-Identifier: GPL-2.0
/*
 * uml_watchdog: the host's side of a machine's /dev/watchdog.
 *
 * The machine starts it when the device is opened, with a pipe on both ends. A
 * byte on stdout says that it watches; every byte on stdin says that the
 * machine is alive; the end of stdin ends the watch. When nothing came for
 * the time of a watch the machine hangs, and either its process is ended
 * (-pid) or somebody is told (-mconsole), who decides.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tool.h"

#define TIMEOUT_S	60

/* A datagram as the machine's own notifications are. */
struct notification {
	uint32_t magic, version, type, len;
};

#define NOTIFY_HANG	2

struct options {
	const char	*socket;	/* NULL: end the process @pid */
	long		pid;
	long		timeout;	/* seconds */
};

static _Noreturn void usage(void)
{
	fprintf(stderr, "Usage : %s [ -timeout seconds ] -pid pid | -mconsole notify-socket\n",
		tool_name);
	exit(1);
}

static void parse_options(char **arg, struct options *o)
{
	for (; arg[0] && arg[1]; arg += 2) {
		if (!strcmp(arg[0], "-mconsole"))
			o->socket = arg[1];
		else if (!strcmp(arg[0], "-pid") && parse_number(arg[1], 1, INT_MAX, &o->pid))
			continue;
		else if (strcmp(arg[0], "-timeout") ||
			 !parse_number(arg[1], 1, 24 * 3600, &o->timeout))
			usage();
	}
	if (arg[0] || !o->socket == !o->pid)
		usage();
}

static int open_process(long pid)
{
	return syscall(SYS_pidfd_open, (pid_t)pid, 0);
}

/*
 * Asks twice, so that terminals and files are left clean, then insists. The
 * descriptor, opened at the start, is that process and no later one.
 */
static void end_process(int pidfd)
{
	static const int signals[] = { SIGINT, SIGINT, SIGKILL };
	struct pollfd end = { .fd = pidfd, .events = POLLIN };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		if (syscall(SYS_pidfd_send_signal, pidfd, signals[i], NULL, 0))
			return;
		if (poll(&end, 1, 1000) > 0)
			return;
	}
}

static void notify(const char *path)
{
	struct notification hang = { .magic = 0xcafebabe, .version = 2, .type = NOTIFY_HANG };
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die_errno("socket");
	strcpy(name.sun_path, path);
	if (sendto(fd, &hang, sizeof(hang), MSG_NOSIGNAL, (struct sockaddr *)&name,
		   sizeof(name)) < 0)
		die_errno("cannot notify '%s'", path);
}

/* Returns when the machine hangs. */
static void watch(long timeout)
{
	struct pollfd in = { .fd = 0, .events = POLLIN };
	char buf[512];
	ssize_t n;

	for (;;) {
		int ready = poll(&in, 1, timeout * 1000);

		if (ready == 0)
			return;
		if (ready < 0)
			continue;
		n = read(0, buf, sizeof(buf));
		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			exit(0);
	}
}

int main(int argc, char **argv)
{
	struct options o = { .timeout = TIMEOUT_S };
	int pidfd = -1;

	tool_start(argv);
	parse_options(argv + 1, &o);
	if (o.socket && strlen(o.socket) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		die("the socket name '%s' is too long", o.socket);
	if (o.pid) {
		pidfd = open_process(o.pid);
		if (pidfd < 0)
			die_errno("cannot watch pid %ld", o.pid);
	}
	signal(SIGINT, SIG_IGN);	/* a terminal's, meant for the machine */
	signal(SIGPIPE, SIG_IGN);
	if (write_all(1, "\n", 1))
		die_errno("cannot tell that the watch has begun");
	watch(o.timeout);
	if (o.socket)
		notify(o.socket);
	else
		end_process(pidfd);
	return 0;
}
