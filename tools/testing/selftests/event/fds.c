// SPDX-License-Identifier: GPL-2.0
/* eventfd, signalfd, timerfd. */
#include "harness.h"
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

static int polled(int fd, int events)
{
	struct pollfd f = { fd, events, 0 };

	poll(&f, 1, 0);
	return f.revents;
}

TEST(eventfd_counts)
{
	int fd = MUST(eventfd(3, EFD_NONBLOCK));
	uint64_t v;

	CHECK_EQ(POLLIN | POLLOUT, polled(fd, POLLIN | POLLOUT));
	CHECK_EQ(8, read(fd, &v, 8));
	CHECK_EQ(3, v);
	CHECK_ERR(EAGAIN, read(fd, &v, 8));
	CHECK_EQ(POLLOUT, polled(fd, POLLIN | POLLOUT));
	v = 5;
	CHECK_EQ(8, write(fd, &v, 8));
	CHECK_EQ(8, write(fd, &v, 8));
	CHECK_EQ(8, read(fd, &v, 8));
	CHECK_EQ(10, v);
	v = ~0ULL;
	CHECK_ERR(EINVAL, write(fd, &v, 8));
	v = ~0ULL - 1;
	CHECK_EQ(8, write(fd, &v, 8));
	CHECK_EQ(POLLIN, polled(fd, POLLIN | POLLOUT));
	v = 1;
	CHECK_ERR(EAGAIN, write(fd, &v, 8));
	CHECK_ERR(EINVAL, read(fd, &v, 7));
	CHECK_ERR(EINVAL, write(fd, &v, 7));
	CHECK_ERR(EINVAL, eventfd(0, 0x10));
}

TEST(eventfd_semaphore)
{
	int fd = MUST(eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC));
	uint64_t v;

	CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	CHECK_EQ(8, read(fd, &v, 8));
	CHECK_EQ(1, v);
	CHECK_EQ(8, read(fd, &v, 8));
	CHECK_EQ(1, v);
	CHECK_ERR(EAGAIN, read(fd, &v, 8));
}

TEST(eventfd_blocks_and_wakes)
{
	int fd = MUST(eventfd(0, 0));
	uint64_t v = 7;

	if (!fork()) {
		msleep(40);
		MUST(write(fd, &v, 8));
		_exit(0);
	}
	v = 0;
	CHECK_EQ(8, read(fd, &v, 8));
	CHECK_EQ(7, v);
}

static sigset_t set_of(int a, int b)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, a);
	sigaddset(&s, b);
	return s;
}

TEST(signalfd_reads_infos)
{
	sigset_t s = set_of(SIGUSR1, SIGRTMIN);
	struct signalfd_siginfo si[3];
	union sigval v = { .sival_int = 42 };
	int fd;

	sigprocmask(SIG_BLOCK, &s, NULL);
	fd = MUST(signalfd(-1, &s, SFD_NONBLOCK | SFD_CLOEXEC));
	CHECK_ERR(EAGAIN, read(fd, si, sizeof(si)));
	kill(getpid(), SIGUSR1);
	sigqueue(getpid(), SIGRTMIN, v);
	CHECK_EQ(POLLIN, polled(fd, POLLIN));
	CHECK_EQ(2 * sizeof(*si), read(fd, si, sizeof(si)));
	CHECK_EQ(128, sizeof(*si));
	CHECK_EQ(SIGUSR1, si[0].ssi_signo);
	CHECK_EQ(getpid(), si[0].ssi_pid);
	CHECK_EQ(SI_USER, si[0].ssi_code);
	CHECK_EQ(SIGRTMIN, si[1].ssi_signo);
	CHECK_EQ(42, si[1].ssi_int);
	CHECK_EQ(0, polled(fd, POLLIN));
	CHECK_ERR(EINVAL, read(fd, si, 127));
	CHECK_ERR(EINVAL, signalfd(-1, &s, 0x10));
	CHECK_ERR(EBADF, signalfd(999, &s, 0));
	CHECK_ERR(EINVAL, signalfd(0 + MUST(open("/dev/null", O_RDONLY)), &s, 0));
	CHECK_ERR(EINVAL, write(fd, si, 128));
}

TEST(signalfd_mask_can_change)
{
	sigset_t s = set_of(SIGUSR1, SIGUSR2), one = set_of(SIGUSR2, SIGUSR2);
	struct signalfd_siginfo si;
	int fd;

	sigprocmask(SIG_BLOCK, &s, NULL);
	fd = MUST(signalfd(-1, &s, SFD_NONBLOCK));
	CHECK_EQ(fd, signalfd(fd, &one, 0));
	raise(SIGUSR1);
	CHECK_ERR(EAGAIN, read(fd, &si, sizeof(si)));
	raise(SIGUSR2);
	CHECK_EQ(128, read(fd, &si, sizeof(si)));
	CHECK_EQ(SIGUSR2, si.ssi_signo);
}

TEST(signalfd_child_and_blocking)
{
	sigset_t s = set_of(SIGCHLD, SIGCHLD);
	struct signalfd_siginfo si;
	int fd;
	pid_t pid;

	sigprocmask(SIG_BLOCK, &s, NULL);
	fd = MUST(signalfd(-1, &s, 0));
	pid = MUST(fork());
	if (!pid) {
		msleep(30);
		_exit(6);
	}
	CHECK_EQ(128, read(fd, &si, sizeof(si)));
	CHECK_EQ(SIGCHLD, si.ssi_signo);
	CHECK_EQ(pid, si.ssi_pid);
	CHECK_EQ(6, si.ssi_status);
	CHECK_EQ(CLD_EXITED, si.ssi_code);
}

TEST(timerfd_one_shot_and_interval)
{
	int fd = MUST(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));
	struct itimerspec it = { .it_value.tv_nsec = 30000000 }, got;
	uint64_t n;
	long t = now_ms();

	CHECK_ERR(EAGAIN, read(fd, &n, 8));
	MUST(timerfd_settime(fd, 0, &it, NULL));
	CHECK_EQ(0, polled(fd, POLLIN));
	MUST(timerfd_gettime(fd, &got));
	CHECK(got.it_value.tv_nsec > 0 && got.it_value.tv_nsec <= 30000000);
	MUST(fcntl(fd, F_SETFL, 0));
	CHECK_EQ(8, read(fd, &n, 8));
	CHECK_EQ(1, n);
	CHECK_GE(now_ms() - t, 29);
	MUST(timerfd_gettime(fd, &got));
	CHECK_EQ(0, got.it_value.tv_nsec);
	it.it_interval.tv_nsec = 10000000;
	MUST(timerfd_settime(fd, 0, &it, NULL));
	msleep(100);
	CHECK_EQ(POLLIN, polled(fd, POLLIN));
	CHECK_EQ(8, read(fd, &n, 8));
	CHECK(n >= 5 && n <= 30);
	it.it_value.tv_nsec = 0;
	MUST(timerfd_settime(fd, 0, &it, &got));		/* disarm */
	CHECK_EQ(10000000, got.it_interval.tv_nsec);
	MUST(fcntl(fd, F_SETFL, O_NONBLOCK));
	CHECK_ERR(EAGAIN, read(fd, &n, 8));
}

TEST(timerfd_absolute_and_errors)
{
	int fd = MUST(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC));
	struct itimerspec it = { 0 };
	uint64_t n;

	clock_gettime(CLOCK_REALTIME, &it.it_value);
	it.it_value.tv_sec -= 10;
	MUST(timerfd_settime(fd, TFD_TIMER_ABSTIME, &it, NULL));
	CHECK_EQ(8, read(fd, &n, 8));				/* in the past: at once */
	CHECK_EQ(1, n);
	it.it_value.tv_nsec = 1000000000;
	CHECK_ERR(EINVAL, timerfd_settime(fd, 0, &it, NULL));
	it.it_value.tv_nsec = 0;
	CHECK_ERR(EINVAL, timerfd_settime(fd, 0x10, &it, NULL));
	CHECK_ERR(EINVAL, timerfd_create(99, 0));
	CHECK_ERR(EINVAL, timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0));
	CHECK_ERR(EINVAL, timerfd_create(CLOCK_MONOTONIC, 0x10));
	CHECK_ERR(EINVAL, timerfd_settime(MUST(open("/dev/null", O_RDONLY)), 0, &it, NULL));
	CHECK_ERR(EINVAL, read(fd, &n, 4));
	MUST(timerfd_create(CLOCK_BOOTTIME, 0));
}

TEST(names_in_proc)
{
	char path[64], link[64] = "";
	int fd = MUST(eventfd(0, 0));

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	MUST(readlink(path, link, sizeof(link) - 1));
	CHECK_STR("anon_inode:[eventfd]", link);
}
