// SPDX-License-Identifier: GPL-2.0
/* SCM_RIGHTS and SCM_CREDENTIALS: descriptors in flight, cycles, identity. */
#include "harness.h"
#include <sys/resource.h>
#include <sys/socket.h>

struct ctl {
	union { char buf[CMSG_SPACE(sizeof(int) * 260)]; struct cmsghdr align; } u;
	struct msghdr m;
	struct iovec v;
	char data[8];
};

static void prepare(struct ctl *c)
{
	memset(c, 0, sizeof(*c));
	c->v = (struct iovec){ c->data, 1 };
	c->m.msg_iov = &c->v;
	c->m.msg_iovlen = 1;
	c->m.msg_control = c->u.buf;
	c->m.msg_controllen = sizeof(c->u.buf);
}

static int send_fds(int sock, const int *fds, int n)
{
	static struct ctl c;
	struct cmsghdr *h;

	prepare(&c);
	c.m.msg_controllen = CMSG_SPACE(sizeof(int) * n);
	h = CMSG_FIRSTHDR(&c.m);
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_RIGHTS;
	h->cmsg_len = CMSG_LEN(sizeof(int) * n);
	memcpy(CMSG_DATA(h), fds, sizeof(int) * n);
	return sendmsg(sock, &c.m, MSG_DONTWAIT);
}

/* Receive up to room descriptors; how many came. */
static int recv_fds(int sock, int *fds, int room, int flags, int *msg_flags)
{
	static struct ctl c;
	struct cmsghdr *h;
	int n = 0;

	prepare(&c);
	c.m.msg_controllen = room ? CMSG_SPACE(sizeof(int) * room) : 0;
	if (recvmsg(sock, &c.m, flags) < 0)
		return -1;
	if (msg_flags)
		*msg_flags = c.m.msg_flags;
	for (h = CMSG_FIRSTHDR(&c.m); h; h = CMSG_NXTHDR(&c.m, h))
		if (h->cmsg_type == SCM_RIGHTS) {
			n = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
			memcpy(fds, CMSG_DATA(h), n * sizeof(int));
		}
	return n;
}

TEST(one_descriptor)
{
	int sv[2], p[2], fd;
	char c;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(pipe(p));
	MUST(send_fds(sv[0], &p[0], 1));
	CHECK_EQ(1, recv_fds(sv[1], &fd, 1, 0, NULL));
	CHECK_NE(p[0], fd);
	CHECK_EQ(0, fcntl(fd, F_GETFD));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(1, read(fd, &c, 1));
	MUST(send_fds(sv[0], &p[0], 1));
	CHECK_EQ(1, recv_fds(sv[1], &fd, 1, MSG_CMSG_CLOEXEC, NULL));
	CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
}

TEST(to_another_process)
{
	int sv[2], fd;
	pid_t pid;
	char buf[8] = "";

	scratch();
	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
	pid = MUST(fork());
	if (!pid) {
		fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
		MUST(write(fd, "child", 5));
		MUST(send_fds(sv[0], &fd, 1));
		_exit(0);
	}
	CHECK_EXIT(pid, 0);				/* lives in flight */
	CHECK_EQ(1, recv_fds(sv[1], &fd, 1, 0, NULL));
	CHECK_EQ(5, lseek(fd, 0, SEEK_CUR));		/* the same description */
	CHECK_EQ(5, pread(fd, buf, 8, 0));
	CHECK_STR("child", buf);
}

TEST(limit_of_253)
{
	int sv[2], fds[254], got[254], i, n;
	struct rlimit r = { 1024, 1024 };

	setrlimit(RLIMIT_NOFILE, &r);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	for (i = 0; i < 254; i++)
		fds[i] = 0;
	fds[0] = MUST(open("/dev/null", O_RDONLY));
	for (i = 1; i < 254; i++)
		fds[i] = fds[0];
	CHECK_ERR(EINVAL, send_fds(sv[0], fds, 254));
	MUST(send_fds(sv[0], fds, 253));
	n = recv_fds(sv[1], got, 254, 0, NULL);
	CHECK_EQ(253, n);
	for (i = 0; i < n; i++)
		close(got[i]);
}

TEST(no_room_for_them)
{
	int sv[2], p[2], fds[3], flags;
	char c;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(pipe(p));
	fds[0] = fds[1] = fds[2] = p[1];
	MUST(send_fds(sv[0], fds, 3));
	CHECK_EQ(0, recv_fds(sv[1], fds, 0, 0, &flags));
	CHECK(flags & MSG_CTRUNC);
	close(p[1]);
	CHECK_EQ(0, read(p[0], &c, 1));			/* all copies are closed */
}

TEST(bad_descriptor)
{
	int sv[2], fd = 999;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	CHECK_ERR(EBADF, send_fds(sv[0], &fd, 1));
	fd = -1;
	CHECK_ERR(EBADF, send_fds(sv[0], &fd, 1));
}

TEST(receiver_has_no_numbers_left)
{
	int sv[2], fd, flags;
	struct rlimit r;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	fd = MUST(open("/dev/null", O_RDONLY));
	MUST(send_fds(sv[0], &fd, 1));
	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = fd + 1;
	setrlimit(RLIMIT_NOFILE, &r);
	CHECK_EQ(0, recv_fds(sv[1], &fd, 1, 0, &flags));
	CHECK(flags & MSG_CTRUNC);
}

TEST(unread_message_closes_with_the_socket)
{
	int sv[2], p[2];
	char c;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(pipe(p));
	MUST(send_fds(sv[0], &p[1], 1));
	close(p[1]);
	close(sv[0]);
	close(sv[1]);
	CHECK_EQ(0, read(p[0], &c, 1));
}

/* A socket that holds only itself must be found and freed. */
TEST(cycles_are_collected)
{
	int i, sv[2], p[2], tw[2];
	char c;

	MUST(pipe(p));
	for (i = 0; i < 300; i++) {
		MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
		MUST(send_fds(sv[0], &sv[1], 1));
		MUST(send_fds(sv[1], &sv[0], 1));
		MUST(send_fds(sv[0], &p[1], 1));
		close(sv[0]);
		close(sv[1]);
		if (i % 50 == 0) {
			int a[2], b[2];

			MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, a));
			MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, b));
			MUST(send_fds(a[0], &b[0], 1));
			MUST(send_fds(b[1], &a[1], 1));
			close(a[0]);
			close(a[1]);
			close(b[0]);
			close(b[1]);
		}
	}
	close(p[1]);
	/* Closing any socket starts the search. */
	for (i = 0; i < 50; i++) {
		MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, tw));
		close(tw[0]);
		close(tw[1]);
		msleep(2);
	}
	alarm(10);
	CHECK_EQ(0, read(p[0], &c, 1));
}

TEST(in_flight_but_reachable_is_not_collected)
{
	int a[2], b[2], fd, i, tw[2];
	char c = 0;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, a));
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, b));
	MUST(send_fds(a[0], &b[0], 1));
	close(b[0]);
	for (i = 0; i < 20; i++) {
		MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, tw));
		close(tw[0]);
		close(tw[1]);
	}
	CHECK_EQ(1, recv_fds(a[1], &fd, 1, 0, NULL));
	MUST(write(b[1], "k", 1));
	CHECK_EQ(1, read(fd, &c, 1));
	CHECK_EQ('k', c);
}

TEST(peek_copies_descriptors)
{
	int sv[2], p[2], x, y;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(pipe(p));
	MUST(send_fds(sv[0], &p[0], 1));
	CHECK_EQ(1, recv_fds(sv[1], &x, 1, MSG_PEEK, NULL));
	CHECK_EQ(1, recv_fds(sv[1], &y, 1, 0, NULL));
	CHECK_NE(x, y);
}

TEST(messages_with_rights_do_not_run_together)
{
	int sv[2], p[2], fd;
	char buf[16];
	struct ctl c;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(pipe(p));
	MUST(write(sv[0], "abc", 3));
	MUST(send_fds(sv[0], &p[0], 1));
	MUST(write(sv[0], "def", 3));
	prepare(&c);
	c.v = (struct iovec){ buf, 16 };
	CHECK_EQ(4, recvmsg(sv[1], &c.m, 0));		/* up to the rights, not beyond */
	CHECK_EQ(3, read(sv[1], buf, 16));
	(void)fd;
}

static int with_creds(int sock, struct ucred *uc)
{
	struct ctl c;
	struct cmsghdr *h;

	prepare(&c);
	c.m.msg_controllen = CMSG_SPACE(sizeof(*uc));
	h = CMSG_FIRSTHDR(&c.m);
	h->cmsg_level = SOL_SOCKET;
	h->cmsg_type = SCM_CREDENTIALS;
	h->cmsg_len = CMSG_LEN(sizeof(*uc));
	memcpy(CMSG_DATA(h), uc, sizeof(*uc));
	return sendmsg(sock, &c.m, 0);
}

static struct ucred got_creds(int sock)
{
	struct ctl c;
	struct cmsghdr *h;
	struct ucred uc = { -1, -1, -1 };

	prepare(&c);
	MUST(recvmsg(sock, &c.m, 0));
	for (h = CMSG_FIRSTHDR(&c.m); h; h = CMSG_NXTHDR(&c.m, h))
		if (h->cmsg_type == SCM_CREDENTIALS)
			memcpy(&uc, CMSG_DATA(h), sizeof(uc));
	return uc;
}

TEST(credentials)
{
	int sv[2], on = 1;
	struct ucred uc;
	pid_t pid;

	MUST(socketpair(AF_UNIX, SOCK_DGRAM, 0, sv));
	MUST(setsockopt(sv[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)));
	pid = MUST(fork());
	if (!pid) {
		MUST(write(sv[0], "x", 1));		/* added by the kernel */
		if (!geteuid()) {
			MUST(setuid(1000));
			uc = (struct ucred){ getpid(), 0, 0 };
			CHECK_ERR(EPERM, with_creds(sv[0], &uc));
			uc = (struct ucred){ 1, 1000, getgid() };
			CHECK_ERR(EPERM, with_creds(sv[0], &uc));
			uc = (struct ucred){ getpid(), 1000, getgid() };
			CHECK_EQ(1, with_creds(sv[0], &uc));
		}
		done();
	}
	uc = got_creds(sv[1]);
	CHECK_EQ(pid, uc.pid);
	CHECK_EQ(geteuid(), uc.uid);
	CHECK_EXIT(pid, 0);
	if (!geteuid()) {
		uc = got_creds(sv[1]);
		CHECK_EQ(1000, uc.uid);
	}
}
