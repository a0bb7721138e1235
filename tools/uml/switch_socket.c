// SPDX-License-Identifier: GPL-2.0
/*
 * The sockets of uml_switch, its tap and its log. A control socket nobody listens on is
 * what a killed switch left behind and is replaced; anything else that has the
 * name is left alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "switch.h"
#include "tool.h"

time_t switch_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return now.tv_sec;
}

void say(const char *text, ...)
{
	struct pollfd out = { .fd = 1, .events = POLLOUT };
	va_list args;

	if (poll(&out, 1, 0) != 1 || !(out.revents & POLLOUT))
		return;
	va_start(args, text);
	vprintf(text, args);
	va_end(args);
	putchar('\n');
}

static struct sockaddr_un path_address(const char *path)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(name.sun_path))
		die("the socket name '%s' is longer than %zu bytes", path,
		    sizeof(name.sun_path) - 1);
	strcpy(name.sun_path, path);
	return name;
}

static int open_socket(int type)
{
	int fd = socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die_errno("socket");
	return fd;
}

static _Noreturn void in_use(const char *what, const char *path)
{
	fprintf(stderr, "The %s socket '%s' has another server attached to it\n"
		"You can either\n"
		"\tremove '%s'\n"
		"\tor rerun with a different, unused filename for a socket\n",
		what, path, path);
	exit(1);
}

static void bind_path(int fd, int type, const char *what, const char *path)
{
	struct sockaddr_un name = path_address(path);
	struct stat st;
	int probe;

	if (!bind(fd, (struct sockaddr *)&name, sizeof(name)))
		return;
	if (errno != EADDRINUSE)
		die_errno("cannot bind the %s socket '%s'", what, path);
	if (lstat(path, &st) || !S_ISSOCK(st.st_mode))
		die("cannot bind the %s socket: '%s' exists and is not a socket", what, path);
	probe = open_socket(type);
	if (!connect(probe, (struct sockaddr *)&name, sizeof(name)) || errno == EAGAIN)
		in_use(what, path);
	close(probe);
	if (errno != ECONNREFUSED)
		die_errno("cannot tell who uses the %s socket '%s'", what, path);
	if (unlink(path))
		die_errno("The %s socket '%s' exists, isn't used, but couldn't be removed",
			  what, path);
	if (bind(fd, (struct sockaddr *)&name, sizeof(name)))
		die_errno("cannot bind the %s socket '%s'", what, path);
}

int switch_open_control(const char *path, const char *data_path)
{
	int fd = open_socket(SOCK_STREAM);

	if (data_path && !strcmp(path, data_path))
		die("the control and the data socket have the same name, '%s'", path);
	bind_path(fd, SOCK_STREAM, "control", path);
	if (listen(fd, 64))
		die_errno("listen");
	return fd;
}

/*
 * Without a path, an abstract name: four zero bytes, our pid, microseconds, and
 * zeros to the end.
 */
void switch_open_data(struct ether_switch *sw, const char *path)
{
	struct {
		char	zero[4];
		int	pid, usecs;
	} unique = { .pid = getpid() };
	struct timeval now;
	int size = 1 << 20;

	sw->data_fd = open_socket(SOCK_DGRAM);
	setsockopt(sw->data_fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (path) {
		bind_path(sw->data_fd, SOCK_DGRAM, "data", path);
		sw->data = path_address(path);
		return;
	}
	gettimeofday(&now, NULL);
	unique.usecs = now.tv_usec;
	sw->data.sun_family = AF_UNIX;
	memcpy(sw->data.sun_path, &unique, sizeof(unique));
	if (bind(sw->data_fd, (struct sockaddr *)&sw->data, sizeof(sw->data)))
		die_errno("Binding to data socket");
}

int switch_open_tap(const char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd;

	if (strlen(name) >= sizeof(ifr.ifr_name))
		die("the tap name '%s' is too long", name);
	strcpy(ifr.ifr_name, name);
	fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		die_errno("Failed to open /dev/net/tun");
	if (ioctl(fd, TUNSETIFF, &ifr))
		die_errno("TUNSETIFF failed for '%s'%s", name,
			  errno == EPERM ? " (tunctl -u makes one for a user)" : "");
	return fd;
}
