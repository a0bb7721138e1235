// SPDX-License-Identifier: GPL-2.0
/* poll and select. */
#include "harness.h"
#include <poll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>

TEST(poll_basics)
{
	int p[2];
	struct pollfd f[4];

	MUST(pipe(p));
	f[0] = (struct pollfd){ p[0], POLLIN, -1 };
	f[1] = (struct pollfd){ p[1], POLLOUT, -1 };
	f[2] = (struct pollfd){ -1, POLLIN, -1 };
	f[3] = (struct pollfd){ 999, POLLIN, -1 };
	CHECK_EQ(2, poll(f, 4, 0));
	CHECK_EQ(0, f[0].revents);
	CHECK_EQ(POLLOUT, f[1].revents);
	CHECK_EQ(0, f[2].revents);
	CHECK_EQ(POLLNVAL, f[3].revents);
}

TEST(poll_time_out)
{
	int p[2];
	struct pollfd f;
	long t = now_ms();

	MUST(pipe(p));
	f = (struct pollfd){ p[0], POLLIN, 0 };
	CHECK_EQ(0, poll(&f, 1, 60));
	CHECK_GE(now_ms() - t, 59);
	CHECK_LE(now_ms() - t, 3000);
	t = now_ms();
	CHECK_EQ(0, poll(NULL, 0, 30));
	CHECK_GE(now_ms() - t, 29);
}

TEST(poll_wakes_up)
{
	int p[2];
	struct pollfd f;
	long t;

	MUST(pipe(p));
	f = (struct pollfd){ p[0], POLLIN, 0 };
	if (!fork()) {
		msleep(50);
		MUST(write(p[1], "x", 1));
		_exit(0);
	}
	t = now_ms();
	CHECK_EQ(1, poll(&f, 1, -1));
	CHECK_GE(now_ms() - t, 40);
	CHECK_LE(now_ms() - t, 3000);
}

TEST(poll_errors)
{
	struct rlimit r = { 10, 10 };
	struct pollfd f[20];
	struct timespec bad = { 0, 1000000000 };

	CHECK_ERR(EFAULT, poll((void *)8, 1, 0));
	CHECK_ERR(EINVAL, ppoll(f, 1, &bad, NULL));
	MUST(setrlimit(RLIMIT_NOFILE, &r));
	CHECK_ERR(EINVAL, poll(f, 20, 0));
}

TEST(regular_files_are_always_ready)
{
	struct pollfd f;

	scratch();
	write_file("f", "x");
	f = (struct pollfd){ MUST(open("f", O_RDWR)), POLLIN | POLLOUT | POLLPRI, 0 };
	CHECK_EQ(1, poll(&f, 1, 0));
	CHECK_EQ(POLLIN | POLLOUT, f.revents);
}

TEST(socket_states)
{
	int sv[2];
	struct pollfd f;
	char c;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	f = (struct pollfd){ sv[0], POLLIN | POLLOUT | POLLRDHUP, 0 };
	poll(&f, 1, 0);
	CHECK_EQ(POLLOUT, f.revents);
	MUST(write(sv[1], "x", 1));
	MUST(shutdown(sv[1], SHUT_WR));
	poll(&f, 1, 0);
	CHECK_EQ(POLLIN | POLLOUT | POLLRDHUP, f.revents);
	MUST(read(sv[0], &c, 1));
	CHECK_EQ(0, read(sv[0], &c, 1));
	close(sv[1]);
	poll(&f, 1, 0);
	CHECK_EQ(POLLIN | POLLOUT | POLLRDHUP | POLLHUP, f.revents);
}

TEST(select_sets)
{
	int p[2], fd;
	fd_set r, w, e;
	struct timeval tv = { 0, 50000 };

	MUST(pipe(p));
	fd = MUST(fcntl(p[0], F_DUPFD, 300));
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&e);
	FD_SET(fd, &r);
	FD_SET(p[1], &w);
	FD_SET(fd, &e);
	CHECK_EQ(1, select(fd + 1, &r, &w, &e, &tv));
	CHECK(!FD_ISSET(fd, &r) && FD_ISSET(p[1], &w) && !FD_ISSET(fd, &e));
	MUST(write(p[1], "x", 1));
	FD_SET(fd, &r);
	CHECK_EQ(2, select(fd + 1, &r, &w, NULL, NULL));
}

TEST(select_time_left_and_errors)
{
	struct timeval tv = { 0, 40000 };
	fd_set r;

	CHECK_EQ(0, select(0, NULL, NULL, NULL, &tv));
	CHECK_EQ(0, tv.tv_sec);
	CHECK_EQ(0, tv.tv_usec);		/* Linux writes what is left */
	FD_ZERO(&r);
	FD_SET(40, &r);
	tv.tv_usec = 0;
	CHECK_ERR(EBADF, select(41, &r, NULL, NULL, &tv));
	CHECK_ERR(EINVAL, select(-1, NULL, NULL, NULL, &tv));
	tv.tv_usec = -1;
	CHECK_ERR(EINVAL, select(0, NULL, NULL, NULL, &tv));
	CHECK_ERR(EFAULT, syscall(SYS_select, 1, 8L, NULL, NULL, NULL));
}

TEST(closing_what_is_polled)
{
	int p[2];
	struct pollfd f;

	MUST(pipe(p));
	f = (struct pollfd){ p[0], POLLIN, 0 };
	if (!fork()) {
		close(p[0]);
		close(p[1]);
		_exit(0);
	}
	CHECK_EQ(0, poll(&f, 1, 100));		/* ours are open still */
	close(p[1]);
	CHECK_EQ(1, poll(&f, 1, 1000));
	CHECK_EQ(POLLHUP, f.revents);
}

TEST(thousand_descriptors)
{
	static struct pollfd f[1000];
	struct rlimit r;
	int p[2], i;

	getrlimit(RLIMIT_NOFILE, &r);
	if (r.rlim_cur < 1010) {
		r.rlim_cur = r.rlim_max < 2000 ? r.rlim_max : 2000;
		setrlimit(RLIMIT_NOFILE, &r);
		if (r.rlim_cur < 1010)
			SKIP("limit of %ld", (long)r.rlim_cur);
	}
	MUST(pipe(p));
	for (i = 0; i < 1000; i++)
		f[i] = (struct pollfd){ MUST(dup(p[0])), POLLIN, 0 };
	CHECK_EQ(0, poll(f, 1000, 0));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(1000, poll(f, 1000, 0));
}
