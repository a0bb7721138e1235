// SPDX-License-Identifier: GPL-2.0
/* AF_UNIX stream sockets. */
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

static int sock(int type)
{
	return MUST(socket(AF_UNIX, type, 0));
}

static int do_bind(int fd, const char *path)
{
	struct sockaddr_un a = un(path);

	return bind(fd, (void *)&a, sizeof(a));
}

static int do_connect(int fd, const char *path)
{
	struct sockaddr_un a = un(path);

	return connect(fd, (void *)&a, sizeof(a));
}

static int listener(const char *path, int backlog)
{
	int fd = sock(SOCK_STREAM);

	MUST(do_bind(fd, path));
	MUST(listen(fd, backlog));
	return fd;
}

TEST(connect_accept_talk)
{
	int l, c, s;
	char buf[8] = "";
	struct sockaddr_un a;
	socklen_t n = sizeof(a);
	struct stat st;

	scratch();
	l = listener("s", 5);
	MUST(stat("s", &st));
	CHECK(S_ISSOCK(st.st_mode));
	c = sock(SOCK_STREAM);
	MUST(do_connect(c, "s"));
	s = MUST(accept4(l, (void *)&a, &n, SOCK_CLOEXEC | SOCK_NONBLOCK));
	CHECK_EQ(sizeof(sa_family_t), n);		/* the client has no name */
	CHECK_EQ(AF_UNIX, a.sun_family);
	CHECK_EQ(FD_CLOEXEC, fcntl(s, F_GETFD));
	MUST(write(c, "ping", 4));
	CHECK_EQ(4, read(s, buf, 8));
	CHECK_STR("ping", buf);
	CHECK_ERR(EAGAIN, read(s, buf, 8));
	n = sizeof(a);
	MUST(getpeername(c, (void *)&a, &n));
	CHECK_STR("s", a.sun_path);
	CHECK_EQ(sizeof(sa_family_t) + 2, n);
	n = sizeof(a);
	MUST(getsockname(s, (void *)&a, &n));
	CHECK_STR("s", a.sun_path);
	close(c);
	CHECK_EQ(0, read(s, buf, 8));
	signal(SIGPIPE, SIG_IGN);
	CHECK_ERR(EPIPE, write(s, "x", 1));
}

TEST(connect_errors)
{
	int c = sock(SOCK_STREAM), d;

	scratch();
	CHECK_ERR(ENOENT, do_connect(c, "none"));
	d = sock(SOCK_STREAM);
	MUST(do_bind(d, "bound"));
	CHECK_ERR(ECONNREFUSED, do_connect(c, "bound"));	/* nobody listens */
	write_file("file", "");
	CHECK_ERR(ECONNREFUSED, do_connect(c, "file"));
	close(listener("gone", 1));
	CHECK_ERR(ECONNREFUSED, do_connect(c, "gone"));
	d = sock(SOCK_DGRAM);
	MUST(do_bind(d, "dgram"));
	CHECK_ERR(EPROTOTYPE, do_connect(c, "dgram"));
	listener("l", 5);
	MUST(do_connect(c, "l"));
	CHECK_ERR(EISCONN, do_connect(c, "l"));
}

TEST(bind_errors)
{
	struct sockaddr_un a = un("x");
	int fd = sock(SOCK_STREAM);

	scratch();
	MUST(do_bind(fd, "a"));
	CHECK_ERR(EADDRINUSE, do_bind(sock(SOCK_STREAM), "a"));
	CHECK_ERR(EINVAL, do_bind(fd, "b"));
	CHECK_ERR(ENOENT, do_bind(sock(SOCK_STREAM), "no/dir"));
	a.sun_family = AF_INET;
	CHECK_ERR(EINVAL, bind(sock(SOCK_STREAM), (void *)&a, sizeof(a)));
	CHECK_ERR(EINVAL, bind(sock(SOCK_STREAM), (void *)&a, 1));
	CHECK_ERR(EINVAL, bind(sock(SOCK_STREAM), (void *)&a, 200));
	CHECK_ERR(ENOTSOCK, do_bind(MUST(open("/dev/null", O_RDWR)), "c"));
	CHECK_ERR(EBADF, do_bind(999, "c"));
}

TEST(listen_and_accept_errors)
{
	int fd = sock(SOCK_STREAM);

	scratch();
	CHECK_ERR(EINVAL, listen(fd, 5));			/* not bound */
	CHECK_ERR(EINVAL, accept(fd, NULL, NULL));
	CHECK_ERR(EOPNOTSUPP, listen(sock(SOCK_DGRAM), 5));
	CHECK_ERR(EOPNOTSUPP, accept(sock(SOCK_DGRAM), NULL, NULL));
	MUST(do_bind(fd, "l"));
	MUST(listen(fd, 5));
	MUST(fcntl(fd, F_SETFL, O_NONBLOCK));
	CHECK_ERR(EAGAIN, accept(fd, NULL, NULL));
	CHECK_ERR(EINVAL, accept4(fd, NULL, NULL, 0x10));
	CHECK_ERR(ENOTCONN, write(fd, "x", 1));
	CHECK_ERR(EINVAL, read(fd, (char[1]){ 0 }, 1));
	CHECK_ERR(ENOTCONN, getpeername(fd, (void *)&(struct sockaddr_un){ 0 }, &(socklen_t){ 10 }));
}

TEST(backlog_fills)
{
	int l, i, c[10];

	scratch();
	l = listener("l", 2);
	for (i = 0; i < 10; i++) {
		c[i] = sock(SOCK_STREAM | SOCK_NONBLOCK);
		if (do_connect(c[i], "l"))
			break;
	}
	CHECK_EQ(3, i);
	CHECK_EQ(EAGAIN, errno);
	MUST(accept(l, NULL, NULL));
	MUST(do_connect(c[i], "l"));
}

TEST(socketpair_kinds)
{
	int sv[2];

	MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv));
	CHECK_EQ(FD_CLOEXEC, fcntl(sv[1], F_GETFD));
	CHECK_ERR(EPROTONOSUPPORT, socketpair(AF_UNIX, SOCK_STREAM, 5, sv));
	CHECK_ERR(ESOCKTNOSUPPORT, socket(AF_UNIX, SOCK_RDM, 0));
	CHECK_ERR(EAFNOSUPPORT, socket(77, SOCK_STREAM, 0));
	CHECK_ERR(EINVAL, socket(AF_UNIX, 77, 0));
	CHECK_ERR(EFAULT, socketpair(AF_UNIX, SOCK_STREAM, 0, (void *)8));
}

TEST(shutdown_halves)
{
	int sv[2];
	char c;
	struct pollfd p;

	signal(SIGPIPE, SIG_IGN);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(write(sv[1], "x", 1));
	MUST(shutdown(sv[1], SHUT_WR));
	CHECK_EQ(1, read(sv[0], &c, 1));
	CHECK_EQ(0, read(sv[0], &c, 1));
	CHECK_ERR(EPIPE, write(sv[1], "x", 1));
	CHECK_EQ(1, write(sv[0], "y", 1));		/* the other way works */
	CHECK_EQ(1, read(sv[1], &c, 1));
	MUST(shutdown(sv[1], SHUT_RD));
	CHECK_EQ(0, read(sv[1], &c, 1));
	CHECK_ERR(EPIPE, write(sv[0], "y", 1));
	p = (struct pollfd){ sv[0], POLLIN | POLLOUT, 0 };
	poll(&p, 1, 0);
	CHECK(p.revents & POLLHUP);
	CHECK_ERR(EINVAL, shutdown(sv[0], 9));
}

TEST(peer_closes_with_unread_data)
{
	int sv[2];
	char c;

	signal(SIGPIPE, SIG_IGN);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(write(sv[0], "unread", 6));
	close(sv[1]);
	CHECK_ERR(ECONNRESET, read(sv[0], &c, 1));
	CHECK_EQ(0, read(sv[0], &c, 1));
}

TEST(flags_of_recv)
{
	int sv[2], n;
	char buf[16] = "";

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	CHECK_ERR(EAGAIN, recv(sv[0], buf, 1, MSG_DONTWAIT));
	MUST(write(sv[1], "hello", 5));
	CHECK_EQ(5, recv(sv[0], buf, 16, MSG_PEEK));
	CHECK_STR("hello", buf);
	MUST(ioctl(sv[0], FIONREAD, &n));
	CHECK_EQ(5, n);
	CHECK_EQ(2, recv(sv[0], buf, 2, 0));
	if (!fork()) {
		msleep(30);
		MUST(write(sv[1], "world", 5));
		_exit(0);
	}
	CHECK_EQ(8, recv(sv[0], buf, 8, MSG_WAITALL));
	CHECK_MEM("lloworld", buf, 8);
	CHECK_EXIT(-1, 0);
	CHECK_EQ(1, send(sv[0], "x", 1, MSG_NOSIGNAL));
	close(sv[1]);
	CHECK_ERR(EPIPE, send(sv[0], "x", 1, MSG_NOSIGNAL));
}

TEST(buffer_fills_and_drains)
{
	static char buf[65536];
	int sv[2];
	long total = 0, n;

	MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sv));
	while ((n = write(sv[0], buf, sizeof(buf))) > 0)
		total += n;
	CHECK_EQ(EAGAIN, errno);
	CHECK_GE(total, 65536);
	CHECK_LE(total, 2 << 20);
	CHECK_EQ(0, poll(&(struct pollfd){ sv[0], POLLOUT, 0 }, 1, 0));
	while ((n = read(sv[1], buf, sizeof(buf))) > 0)
		total -= n;
	CHECK_EQ(0, total);
	CHECK_EQ(1, poll(&(struct pollfd){ sv[0], POLLOUT, 0 }, 1, 0));
}

TEST(options)
{
	int sv[2], v;
	socklen_t n = sizeof(v);
	struct ucred uc;
	struct timeval tv = { 0, 60000 };
	long t;
	char c;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(getsockopt(sv[0], SOL_SOCKET, SO_TYPE, &v, &n));
	CHECK_EQ(SOCK_STREAM, v);
	MUST(getsockopt(sv[0], SOL_SOCKET, SO_DOMAIN, &v, &n));
	CHECK_EQ(AF_UNIX, v);
	MUST(getsockopt(sv[0], SOL_SOCKET, SO_ERROR, &v, &n));
	CHECK_EQ(0, v);
	v = 50000;
	MUST(setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &v, sizeof(v)));
	MUST(getsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &v, &n));
	CHECK_EQ(100000, v);				/* twice, as ever */
	n = sizeof(uc);
	MUST(getsockopt(sv[0], SOL_SOCKET, SO_PEERCRED, &uc, &n));
	CHECK_EQ(getpid(), uc.pid);
	CHECK_EQ(geteuid(), uc.uid);
	MUST(setsockopt(sv[0], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)));
	t = now_ms();
	CHECK_ERR(EAGAIN, read(sv[0], &c, 1));
	CHECK_GE(now_ms() - t, 55);
	CHECK_ERR(ENOPROTOOPT, getsockopt(sv[0], SOL_SOCKET, 9999, &v, &n));
	CHECK_ERR(EINVAL, setsockopt(sv[0], SOL_SOCKET, SO_SNDBUF, &v, 1));
}

TEST(peer_credentials_of_the_listener)
{
	int l, c;
	struct ucred uc;
	socklen_t n = sizeof(uc);
	pid_t pid;

	scratch();
	l = listener("l", 5);
	pid = MUST(fork());
	if (!pid) {
		c = sock(SOCK_STREAM);
		MUST(do_connect(c, "l"));
		MUST(getsockopt(c, SOL_SOCKET, SO_PEERCRED, &uc, &n));
		CHECK_EQ(getppid(), uc.pid);
		msleep(100);
		done();
	}
	c = MUST(accept(l, NULL, NULL));
	MUST(getsockopt(c, SOL_SOCKET, SO_PEERCRED, &uc, &n));
	CHECK_EQ(pid, uc.pid);
	CHECK_EXIT(pid, 0);
}

TEST(abstract_names_and_autobind)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX }, b;
	socklen_t n = sizeof(b);
	int l = sock(SOCK_STREAM), c;

	snprintf(a.sun_path + 1, 50, "selftest-%d", getpid());
	MUST(bind(l, (void *)&a, 2 + 1 + strlen(a.sun_path + 1)));
	MUST(listen(l, 5));
	c = sock(SOCK_STREAM);
	CHECK_ERR(ECONNREFUSED, connect(c, (void *)&a, 2 + 2 + strlen(a.sun_path + 1)));
	MUST(connect(c, (void *)&a, 2 + 1 + strlen(a.sun_path + 1)));
	close(l);
	l = sock(SOCK_STREAM);
	MUST(bind(l, (void *)&a, sizeof(sa_family_t)));		/* autobind */
	MUST(getsockname(l, (void *)&b, &n));
	CHECK_EQ(2 + 6, n);
	CHECK_EQ(0, b.sun_path[0]);
	CHECK(b.sun_path[1] != 0);
}

TEST(permissions_of_the_path)
{
	pid_t pid;

	need_root();
	scratch();
	MUST(chmod(".", 0755));
	listener("l", 5);
	MUST(chmod("l", 0700));
	pid = MUST(fork());
	if (!pid) {
		MUST(setuid(1000));
		CHECK_ERR(EACCES, do_connect(sock(SOCK_STREAM), "l"));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(megabytes_in_order)
{
	static unsigned int buf[4096];
	unsigned int next = 0, bad = 0, i;
	int sv[2];
	long n;
	size_t have = 0;
	pid_t pid;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	pid = MUST(fork());
	if (!pid) {
		close(sv[0]);
		for (n = 0; n < 256; n++) {
			for (i = 0; i < 4096; i++)
				buf[i] = next++;
			for (have = 0; have < sizeof(buf);)
				have += MUST(write(sv[1], (char *)buf + have, sizeof(buf) - have));
		}
		_exit(0);
	}
	close(sv[1]);
	while ((n = read(sv[0], (char *)buf + have, sizeof(buf) - have)) > 0) {
		have += n;
		if (have < sizeof(buf))
			continue;
		for (i = 0; i < 4096; i++)
			bad += buf[i] != next++;
		have = 0;
	}
	CHECK_EQ(256 * 4096, next);
	CHECK_EQ(0, bad);
	CHECK_EXIT(pid, 0);
}

/* What systemd sets file-max to. */
TEST(limit_of_files_may_be_the_largest_number)
{
	char old[32];

	need_root();
	if (access("/proc/sys/fs/file-max", W_OK))
		SKIP("file-max cannot be written");
	if (!getenv("TEST_SET_CLOCK"))		/* only in a guest of its own */
		SKIP("not on a machine in use");
	strcpy(old, read_file("/proc/sys/fs/file-max"));
	write_file("/proc/sys/fs/file-max", "9223372036854775807");
	MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	write_file("/proc/sys/fs/file-max", old);
}
