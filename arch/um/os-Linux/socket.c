// SPDX-License-Identifier: GPL-2.0
/*
 * Host sockets of the management console, of helper programs and of port
 * channels.  Receiving never waits; sending waits half a second at most, so that
 * a client that stopped reading cannot stop the machine.
 */
#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include <os_socket.h>
#include "internal.h"

_Static_assert(sizeof(((struct os_peer *)0)->addr) >= sizeof(struct sockaddr_un),
	       "room for an AF_UNIX address");

static int unix_address(struct sockaddr_un *sun, const char *path)
{
	unsigned long len = strlen(path);

	if (len >= sizeof(sun->sun_path))
		return -ENAMETOOLONG;
	memset(sun, 0, sizeof(*sun));
	sun->sun_family = AF_UNIX;
	memcpy(sun->sun_path, path, len);
	return 0;
}

static int dgram_socket(void)
{
	struct timeval patience = { .tv_usec = 500000 };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return fd;
}

int os_dgram_open(const char *path)
{
	struct sockaddr_un sun;
	int fd, err = path ? unix_address(&sun, path) : 0;

	if (err)
		return err;
	fd = dgram_socket();
	if (fd < 0 || !path)
		return fd;
	if (bind(fd, (struct sockaddr *)&sun, sizeof(sun)) < 0) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

long long os_dgram_recv(int fd, void *buf, unsigned long len, struct os_peer *from)
{
	socklen_t size = sizeof(from->addr);
	long n = RETRY(recvfrom(fd, buf, len, MSG_DONTWAIT,
				(struct sockaddr *)from->addr, &size));

	/* An unbound sender has a family and no name. */
	from->len = n >= 0 && size > offsetof(struct sockaddr_un, sun_path) ? size : 0;
	return n;
}

int os_dgram_send(int fd, const void *buf, unsigned long len, const struct os_peer *to)
{
	long n;

	if (!to->len)
		return -ENOTCONN;
	n = RETRY(sendto(fd, buf, len, MSG_NOSIGNAL,
			 (const struct sockaddr *)to->addr, to->len));
	return n < 0 ? n : 0;
}

int os_dgram_send_path(int fd, const void *buf, unsigned long len, const char *path)
{
	struct sockaddr_un sun;
	long n = unix_address(&sun, path);

	if (n)
		return n;
	n = RETRY(sendto(fd, buf, len, MSG_NOSIGNAL, (struct sockaddr *)&sun,
			 sizeof(sun)));
	return n < 0 ? n : 0;
}

int os_dgram_pair(int fds[2])
{
	return socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fds) < 0 ? -errno : 0;
}

long long os_dgram_recv_fd(int fd, int *value, int *passed)
{
	union {
		struct cmsghdr	head;
		char		room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec iov = { .iov_base = value, .iov_len = sizeof(*value) };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	struct cmsghdr *c;
	long n;

	*passed = -1;
	n = RETRY(recvmsg(fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
	c = n >= 0 ? CMSG_FIRSTHDR(&msg) : NULL;
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
	    c->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(passed, CMSG_DATA(c), sizeof(int));
	return n;
}

int os_tcp_listen(unsigned int port)
{
	struct sockaddr_in sin = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_ANY),
	};
	int fd, err, one = 1;

	if (port > 65535)
		return -EINVAL;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) < 0 || listen(fd, 1) < 0) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

int os_accept(int fd)
{
	return RETRY(accept4(fd, NULL, NULL, SOCK_CLOEXEC));
}
