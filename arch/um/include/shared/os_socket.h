/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host sockets of the consoles: AF_UNIX datagrams (management console, messages
 * of helper programs) and TCP listeners (port channels).  Results are >= 0 or
 * -errno, descriptors are close-on-exec.  Any context.
 */
#ifndef UM_SHARED_OS_SOCKET_H
#define UM_SHARED_OS_SOCKET_H

/* Where a datagram came from, kept for the answer. */
struct os_peer {
	unsigned int	len;		/* 0: nobody can be answered */
	unsigned char	addr[128];
};

/* A datagram socket bound to @path, which must not exist; NULL: unbound. */
int os_dgram_open(const char *path);

/* -EAGAIN when nothing is there; 0 is an empty datagram. */
long long os_dgram_recv(int fd, void *buf, unsigned long len, struct os_peer *from);

/*
 * Waits up to half a second for a peer whose queue is full, then -EAGAIN.
 * Return: 0 or -errno.
 */
int os_dgram_send(int fd, const void *buf, unsigned long len, const struct os_peer *to);
int os_dgram_send_path(int fd, const void *buf, unsigned long len, const char *path);

/* Two connected datagram sockets. */
int os_dgram_pair(int fds[2]);

/**
 * os_dgram_recv_fd() - receive a number and a descriptor, as port-helper sends them
 * @fd: socket
 * @value: the four bytes of data
 * @passed: the descriptor that came along, or -1
 *
 * Return: bytes of data, 0 at the end, -EAGAIN.
 */
long long os_dgram_recv_fd(int fd, int *value, int *passed);

/* A TCP listener on @port of all IPv4 addresses. */
int os_tcp_listen(unsigned int port);
int os_accept(int fd);			/* -EAGAIN when nobody is there */

#endif /* UM_SHARED_OS_SOCKET_H */
