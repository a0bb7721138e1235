// SPDX-License-Identifier: GPL-2.0
/* Process descriptors. */
#include "harness.h"
#include <poll.h>
#include <sys/epoll.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static int pidfd_open(pid_t pid, unsigned int flags)
{
	return syscall(SYS_pidfd_open, pid, flags);
}

static int pidfd_send(int fd, int sig, siginfo_t *si, unsigned int flags)
{
	return syscall(SYS_pidfd_send_signal, fd, sig, si, flags);
}

static pid_t child_pause(void)
{
	pid_t pid = MUST(fork());

	if (!pid)
		for (;;)
			pause();
	return pid;
}

TEST(open_errors_and_flags)
{
	int fd;

	CHECK_ERR(EINVAL, pidfd_open(0, 0));
	CHECK_ERR(EINVAL, pidfd_open(-1, 0));
	CHECK_ERR(EINVAL, pidfd_open(getpid(), 0x40000000));
	CHECK_ERR(ESRCH, pidfd_open(0x3fffffff, 0));
	fd = MUST(pidfd_open(getpid(), 0));
	CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	CHECK_EQ(0, fcntl(fd, F_GETFL) & O_NONBLOCK);
	close(fd);
	fd = MUST(pidfd_open(getpid(), O_NONBLOCK));
	CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK);
}

TEST(poll_and_epoll_at_exit)
{
	pid_t pid = child_pause();
	int fd = MUST(pidfd_open(pid, 0)), ep = MUST(epoll_create1(0));
	struct epoll_event ev = { .events = EPOLLIN };
	struct pollfd p = { .fd = fd, .events = POLLIN };

	MUST(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev));
	CHECK_EQ(0, poll(&p, 1, 0));
	CHECK_EQ(0, epoll_wait(ep, &ev, 1, 0));
	kill(pid, SIGKILL);
	CHECK_EQ(1, poll(&p, 1, 5000));
	CHECK_EQ(1, epoll_wait(ep, &ev, 1, 0));
	CHECK_KILLED(pid, SIGKILL);
	CHECK_EQ(1, poll(&p, 1, 0));			/* stays readable */
	CHECK_ERR(ESRCH, pidfd_send(fd, 0, NULL, 0));
}

TEST(send_signal)
{
	pid_t pid = child_pause();
	int fd = MUST(pidfd_open(pid, 0)), null = MUST(open("/dev/null", O_RDONLY));
	siginfo_t si;

	CHECK_EQ(0, pidfd_send(fd, 0, NULL, 0));
	CHECK_ERR(EBADF, pidfd_send(null, 0, NULL, 0));
	CHECK_ERR(EBADF, pidfd_send(999, 0, NULL, 0));
	CHECK_ERR(EINVAL, pidfd_send(fd, 65, NULL, 0));
	CHECK_ERR(EINVAL, pidfd_send(fd, 0, NULL, 0x80000000));
	memset(&si, 0, sizeof(si));
	si.si_signo = SIGUSR2;
	si.si_code = SI_QUEUE;
	CHECK_ERR(EINVAL, pidfd_send(fd, SIGUSR1, &si, 0));	/* must agree */
	si.si_signo = SIGTERM;
	si.si_code = SI_USER;
	CHECK_ERR(EPERM, pidfd_send(fd, SIGTERM, &si, 0));	/* a lie */
	si.si_code = SI_QUEUE;
	CHECK_EQ(0, pidfd_send(fd, SIGTERM, &si, 0));
	CHECK_KILLED(pid, SIGTERM);
}

TEST(an_open_proc_directory_will_do)
{
	char path[32];
	pid_t pid = child_pause();
	int fd;

	snprintf(path, sizeof(path), "/proc/%d", pid);
	fd = MUST(open(path, O_RDONLY | O_DIRECTORY));
	CHECK_EQ(0, pidfd_send(fd, 0, NULL, 0));
	CHECK_ERR(EBADF, pidfd_send(MUST(open("/proc", O_RDONLY)), 0, NULL, 0));
	CHECK_EQ(0, pidfd_send(fd, SIGTERM, NULL, 0));
	CHECK_KILLED(pid, SIGTERM);
	CHECK_ERR(ESRCH, pidfd_send(fd, 0, NULL, 0));
}

TEST(waitid_by_pidfd)
{
	pid_t pid = child_pause();
	int fd = MUST(pidfd_open(pid, 0));
	siginfo_t si;

	MUST(fcntl(fd, F_SETFL, O_NONBLOCK));
	CHECK_ERR(EAGAIN, waitid((idtype_t)P_PIDFD, fd, &si, WEXITED));
	kill(pid, SIGKILL);
	MUST(fcntl(fd, F_SETFL, 0));
	CHECK_EQ(0, waitid((idtype_t)P_PIDFD, fd, &si, WEXITED));
	CHECK_EQ(pid, si.si_pid);
	CHECK_ERR(ECHILD, waitid((idtype_t)P_PIDFD, fd, &si, WEXITED));
}

TEST(getfd_takes_a_copy)
{
	int p[2], ready[2], fd, got;
	char ch;
	pid_t pid;

	MUST(pipe(ready));
	pid = MUST(fork());
	if (!pid) {
		MUST(pipe(p));
		MUST(dup2(p[1], 77));
		MUST(write(ready[1], "x", 1));
		MUST(read(p[0], &ch, 1));
		_exit(ch);
	}
	MUST(read(ready[0], &ch, 1));
	fd = MUST(pidfd_open(pid, 0));
	CHECK_ERR(EBADF, syscall(SYS_pidfd_getfd, fd, 500, 0));
	CHECK_ERR(EINVAL, syscall(SYS_pidfd_getfd, fd, 77, 1));
	CHECK_ERR(EBADF, syscall(SYS_pidfd_getfd, 999, 77, 0));
	got = MUST(syscall(SYS_pidfd_getfd, fd, 77, 0));
	CHECK_EQ(FD_CLOEXEC, fcntl(got, F_GETFD));
	CHECK_EQ(1, write(got, "\x21", 1));
	CHECK_EXIT(pid, 0x21);
}

TEST(fdinfo_names_the_pid)
{
	int fd = MUST(pidfd_open(getpid(), 0));
	char path[64], want[32];

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	snprintf(want, sizeof(want), "Pid:\t%d\n", getpid());
	CHECK(strstr(read_file(path), want));
}

TEST(no_read_write_seek)
{
	int fd = MUST(pidfd_open(getpid(), 0));
	char ch;

	CHECK_ERR(EINVAL, read(fd, &ch, 1));
	CHECK_ERR(EINVAL, write(fd, &ch, 1));
}
