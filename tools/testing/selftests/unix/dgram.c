// SPDX-License-Identifier: GPL-2.0
/* AF_UNIX datagrams and sequenced packets. */
#include "harness.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

static struct sockaddr_un un(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
	return a;
}

static int bound(int type, const char *path)
{
	struct sockaddr_un a = un(path);
	int fd = MUST(socket(AF_UNIX, type, 0));

	MUST(bind(fd, (void *)&a, sizeof(a)));
	return fd;
}

TEST(borders_are_kept)
{
	int sv[2], n;
	char buf[8] = "";

	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
	MUST(send(sv[0], "one", 3, 0));
	MUST(send(sv[0], "three", 5, 0));
	MUST(send(sv[0], "", 0, 0));
	MUST(ioctl(sv[1], FIONREAD, &n));
	CHECK_EQ(3, n);
	CHECK_EQ(3, recv(sv[1], buf, 8, 0));
	CHECK_STR("one", buf);
	CHECK_EQ(2, recv(sv[1], buf, 2, 0));			/* cut */
	CHECK_EQ(0, recv(sv[1], buf, 8, 0));			/* an empty one */
	MUST(send(sv[0], "12345", 5, 0));
	CHECK_EQ(5, recv(sv[1], buf, 2, MSG_TRUNC));		/* true length */
}

TEST(sendto_by_name)
{
	int a, b;
	struct sockaddr_un to, from;
	socklen_t n = sizeof(from);
	char buf[8] = "";

	scratch();
	a = bound(SOCK_DGRAM, "a");
	b = bound(SOCK_DGRAM, "b");
	to = un("b");
	CHECK_EQ(2, sendto(a, "hi", 2, 0, (void *)&to, sizeof(to)));
	CHECK_EQ(2, recvfrom(b, buf, 8, 0, (void *)&from, &n));
	CHECK_STR("a", from.sun_path);
	CHECK_ERR(ENOTCONN, send(a, "x", 1, 0));
	to = un("none");
	CHECK_ERR(ENOENT, sendto(a, "x", 1, 0, (void *)&to, sizeof(to)));
	close(b);
	to = un("b");
	CHECK_ERR(ECONNREFUSED, sendto(a, "x", 1, 0, (void *)&to, sizeof(to)));
}

TEST(connected_datagrams)
{
	int a, b, c;
	struct sockaddr_un to, none = { .sun_family = AF_UNSPEC };

	scratch();
	a = bound(SOCK_DGRAM, "a");
	b = bound(SOCK_DGRAM, "b");
	c = bound(SOCK_DGRAM, "c");
	to = un("b");
	MUST(connect(a, (void *)&to, sizeof(to)));
	CHECK_EQ(1, send(a, "x", 1, 0));
	to = un("a");
	MUST(connect(b, (void *)&to, sizeof(to)));
	/* b is connected to a now: c may not send to it. */
	to = un("b");
	CHECK_ERR(EPERM, sendto(c, "x", 1, 0, (void *)&to, sizeof(to)));
	CHECK_ERR(EPERM, connect(c, (void *)&to, sizeof(to)));
	MUST(connect(a, (void *)&none, sizeof(none)));		/* dissolve */
	CHECK_ERR(ENOTCONN, send(a, "x", 1, 0));
}

TEST(queue_limit)
{
	int sv[2], i;
	char c = 0;

	MUST(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, sv));
	for (i = 0; i < 100000 && send(sv[0], &c, 1, 0) == 1; i++)
		;
	CHECK_EQ(EAGAIN, errno);
	CHECK_GE(i, 5);
	CHECK_LE(i, 2000);
	MUST(recv(sv[1], &c, 1, 0));
	while (recv(sv[1], &c, 1, 0) == 1)
		;
	CHECK_EQ(1, send(sv[0], &c, 1, 0));
}

TEST(too_big)
{
	static char big[400000];
	int sv[2], v = 100000;

	MUST(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, sv));
	MUST(setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &v, sizeof(v)));
	CHECK_ERR(EMSGSIZE, send(sv[0], big, sizeof(big), 0));
	CHECK_EQ(150000, send(sv[0], big, 150000, 0));
}

TEST(seqpacket)
{
	struct sockaddr_un a;
	int l, c, s;
	char buf[8] = "";
	struct msghdr m = { 0 };
	struct iovec v = { buf, 2 };

	scratch();
	l = bound(SOCK_SEQPACKET, "l");
	MUST(listen(l, 5));
	c = MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
	a = un("l");
	MUST(connect(c, (void *)&a, sizeof(a)));
	s = MUST(accept(l, NULL, NULL));
	MUST(send(c, "abc", 3, 0));
	MUST(send(c, "de", 2, 0));
	m.msg_iov = &v;
	m.msg_iovlen = 1;
	CHECK_EQ(2, recvmsg(s, &m, 0));
	CHECK(m.msg_flags & MSG_TRUNC);
	CHECK_EQ(2, recv(s, buf, 8, 0));
	CHECK_MEM("de", buf, 2);
	close(c);
	CHECK_EQ(0, recv(s, buf, 8, 0));
	signal(SIGPIPE, SIG_IGN);
	CHECK_ERR(EPIPE, send(s, "x", 1, 0));
}

TEST(many_messages_per_call)
{
	char bufs[4][8] = { "" };
	struct iovec v[4];
	struct mmsghdr m[4];
	int sv[2], i;

	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
	memset(m, 0, sizeof(m));
	for (i = 0; i < 4; i++) {
		snprintf(bufs[i], 8, "msg%d", i);
		v[i] = (struct iovec){ bufs[i], 4 };
		m[i].msg_hdr.msg_iov = &v[i];
		m[i].msg_hdr.msg_iovlen = 1;
	}
	CHECK_EQ(4, sendmmsg(sv[0], m, 4, 0));
	CHECK_EQ(4, m[3].msg_len);
	memset(bufs, 0, sizeof(bufs));
	CHECK_EQ(4, recvmmsg(sv[1], m, 4, MSG_DONTWAIT, NULL));
	CHECK_STR("msg2", bufs[2]);
	CHECK_ERR(EAGAIN, recvmmsg(sv[1], m, 4, MSG_DONTWAIT, NULL));
}

TEST(peer_gone)
{
	int sv[2];

	signal(SIGPIPE, SIG_IGN);
	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
	MUST(send(sv[1], "x", 1, 0));
	close(sv[1]);
	CHECK_EQ(1, poll(&(struct pollfd){ sv[0], POLLIN, 0 }, 1, 0));
	CHECK_ERR(ECONNREFUSED, send(sv[0], "x", 1, 0));
}
