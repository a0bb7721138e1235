// SPDX-License-Identifier: GPL-2.0
/* epoll: level, edge, one-shot, exclusive, nesting, errors. */
#include "harness.h"
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

static int ep, p[2];

static void set_up(void)
{
	ep = MUST(epoll_create1(EPOLL_CLOEXEC));
	MUST(pipe2(p, O_NONBLOCK));
}

static int ctl(int op, int fd, unsigned int events)
{
	struct epoll_event ev = { .events = events, .data.u64 = 0x1000 + fd };

	return epoll_ctl(ep, op, fd, &ev);
}

/* The events of one ready descriptor, -1 when there is none. */
static int ready(int ms)
{
	struct epoll_event ev[4];
	int n = MUST(epoll_wait(ep, ev, 4, ms));

	CHECK_LE(n, 1);
	return n ? (int)ev[0].events : -1;
}

TEST(level_triggered)
{
	char c;

	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	CHECK_EQ(-1, ready(0));
	MUST(write(p[1], "xy", 2));
	CHECK_EQ(EPOLLIN, ready(0));
	CHECK_EQ(EPOLLIN, ready(0));
	MUST(read(p[0], &c, 1));
	CHECK_EQ(EPOLLIN, ready(0));
	MUST(read(p[0], &c, 1));
	CHECK_EQ(-1, ready(0));
}

TEST(edge_triggered)
{
	set_up();
	MUST(write(p[1], "x", 1));
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLET));
	CHECK_EQ(EPOLLIN, ready(0));		/* ready when added */
	CHECK_EQ(-1, ready(0));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(EPOLLIN, ready(0));		/* every write is an edge */
	CHECK_EQ(-1, ready(0));
	MUST(ctl(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLET));
	CHECK_EQ(EPOLLIN, ready(0));		/* and so is MOD */
}

TEST(one_shot)
{
	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLONESHOT));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(EPOLLIN, ready(0));
	CHECK_EQ(-1, ready(0));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(-1, ready(0));
	MUST(ctl(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT));
	CHECK_EQ(EPOLLIN, ready(0));
}

TEST(hang_up_is_always_told)
{
	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], 0));
	close(p[1]);
	CHECK_EQ(EPOLLHUP, ready(0));
}

TEST(control_errors)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int file;

	set_up();
	scratch();
	write_file("f", "");
	file = MUST(open("f", O_RDONLY));
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	CHECK_ERR(EEXIST, ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	CHECK_ERR(ENOENT, ctl(EPOLL_CTL_MOD, p[1], EPOLLIN));
	CHECK_ERR(ENOENT, ctl(EPOLL_CTL_DEL, p[1], EPOLLIN));
	CHECK_ERR(EBADF, ctl(EPOLL_CTL_ADD, 999, EPOLLIN));
	CHECK_ERR(EBADF, epoll_ctl(999, EPOLL_CTL_ADD, p[0], &ev));
	CHECK_ERR(EINVAL, epoll_ctl(p[0], EPOLL_CTL_ADD, p[1], &ev));
	CHECK_ERR(EINVAL, ctl(EPOLL_CTL_ADD, ep, EPOLLIN));
	CHECK_ERR(EPERM, ctl(EPOLL_CTL_ADD, file, EPOLLIN));	/* always ready anyway */
	CHECK_ERR(EINVAL, ctl(77, p[0], EPOLLIN));
	CHECK_ERR(EFAULT, epoll_ctl(ep, EPOLL_CTL_ADD, p[1], NULL));
	CHECK_EQ(0, epoll_ctl(ep, EPOLL_CTL_DEL, p[0], NULL));
	CHECK_ERR(EINVAL, epoll_create1(0x10));
	CHECK_ERR(EINVAL, epoll_create(0));
	CHECK_ERR(EINVAL, epoll_wait(ep, &ev, 0, 0));
	CHECK_ERR(EINVAL, epoll_wait(p[0], &ev, 1, 0));
	CHECK_ERR(EBADF, epoll_wait(999, &ev, 1, 0));
	CHECK_ERR(EINVAL, ctl(EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT));
}

TEST(data_comes_back)
{
	struct epoll_event ev[8];
	int i, n, q[5][2];
	unsigned long long seen = 0;

	set_up();
	for (i = 0; i < 5; i++) {
		MUST(pipe(q[i]));
		MUST(ctl(EPOLL_CTL_ADD, q[i][0], EPOLLIN));
		MUST(write(q[i][1], "x", 1));
	}
	n = MUST(epoll_wait(ep, ev, 8, 0));
	CHECK_EQ(5, n);
	for (i = 0; i < n; i++)
		seen |= 1ULL << (ev[i].data.u64 - 0x1000);
	for (i = 0; i < 5; i++)
		CHECK(seen & 1ULL << q[i][0]);
	/* Round robin: with room for two, all come in three calls. */
	seen = 0;
	for (n = 0; n < 3; n++) {
		int k = MUST(epoll_wait(ep, ev, 2, 0));

		for (i = 0; i < k; i++)
			seen |= 1ULL << (ev[i].data.u64 - 0x1000);
	}
	for (i = 0; i < 5; i++)
		CHECK(seen & 1ULL << q[i][0]);
}

TEST(time_out_and_wake_up)
{
	long t = now_ms();

	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	CHECK_EQ(-1, ready(50));
	CHECK_GE(now_ms() - t, 49);
	if (!fork()) {
		msleep(40);
		MUST(write(p[1], "x", 1));
		_exit(0);
	}
	CHECK_EQ(EPOLLIN, ready(5000));
}

TEST(closing_removes)
{
	int d;

	set_up();
	MUST(write(p[1], "x", 1));
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	d = MUST(dup(p[0]));
	close(p[0]);
	CHECK_EQ(EPOLLIN, ready(0));		/* the description lives in d */
	close(d);
	CHECK_EQ(-1, ready(0));
}

TEST(same_file_twice_by_dup)
{
	struct epoll_event ev[4];
	int d;

	set_up();
	d = MUST(dup(p[0]));
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	MUST(ctl(EPOLL_CTL_ADD, d, EPOLLIN));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(2, epoll_wait(ep, ev, 4, 0));
}

TEST(nesting)
{
	int outer = MUST(epoll_create1(0)), i, last;
	struct epoll_event ev = { .events = EPOLLIN };
	struct pollfd f;

	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	MUST(epoll_ctl(outer, EPOLL_CTL_ADD, ep, &ev));
	CHECK_EQ(0, epoll_wait(outer, &ev, 1, 0));
	f = (struct pollfd){ ep, POLLIN, 0 };
	CHECK_EQ(0, poll(&f, 1, 0));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(1, epoll_wait(outer, &ev, 1, 0));
	CHECK_EQ(1, poll(&f, 1, 0));
	ev.events = EPOLLIN;
	CHECK_ERR(ELOOP, epoll_ctl(ep, EPOLL_CTL_ADD, outer, &ev));
	last = outer;
	for (i = 0; i < 10; i++) {
		int next = MUST(epoll_create1(0));

		if (epoll_ctl(next, EPOLL_CTL_ADD, last, &ev))
			break;
		last = next;
	}
	CHECK_LT(i, 10);			/* too deep */
}

static volatile int woken;

static void *wait_one(void *arg)
{
	struct epoll_event ev;

	if (epoll_wait(ep, &ev, 1, 1000) == 1)
		__atomic_fetch_add(&woken, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

TEST(edge_wakes_one_waiter)
{
	pthread_t t[4];
	int i;

	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLET));
	for (i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, wait_one, NULL);
	msleep(100);
	MUST(write(p[1], "x", 1));
	for (i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	CHECK_EQ(1, woken);
}

TEST(sockets)
{
	int sv[2];
	char c;

	set_up();
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(ctl(EPOLL_CTL_ADD, sv[0], EPOLLIN | EPOLLOUT | EPOLLRDHUP));
	CHECK_EQ(EPOLLOUT, ready(0));
	MUST(write(sv[1], "x", 1));
	CHECK_EQ(EPOLLIN | EPOLLOUT, ready(0));
	MUST(read(sv[0], &c, 1));
	MUST(shutdown(sv[1], SHUT_WR));
	CHECK_EQ(EPOLLIN | EPOLLOUT | EPOLLRDHUP, ready(0));
}

TEST(pwait2)
{
	struct epoll_event ev;
	struct timespec ts = { 0, 30000000 };
	long t = now_ms();

	set_up();
	CHECK_EQ(0, syscall(SYS_epoll_pwait2, ep, &ev, 1, &ts, NULL, 0));
	CHECK_GE(now_ms() - t, 29);
	ts.tv_nsec = -1;
	CHECK_ERR(EINVAL, syscall(SYS_epoll_pwait2, ep, &ev, 1, &ts, NULL, 0));
}

TEST(fdinfo)
{
	char path[64];

	set_up();
	MUST(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN));
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", ep);
	CHECK(strstr(read_file(path), "tfd:"));
}
