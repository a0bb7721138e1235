// SPDX-License-Identifier: GPL-2.0
/* clone3: argument sizes, checks, pidfd and chosen tids. */
#include "harness.h"
#include <linux/sched.h>
#include <poll.h>

static long clone3(struct clone_args *args, size_t size)
{
	long r = syscall(SYS_clone3, args, size);

	return r;
}

/* A call that must fail: a child that appears by mistake leaves. */
static long bad(struct clone_args *args, size_t size)
{
	long r = clone3(args, size);

	if (!r)
		_exit(0);
	return r;
}

TEST(plain_child)
{
	struct clone_args a = { .exit_signal = SIGCHLD };
	pid_t pid = MUST(clone3(&a, sizeof(a)));

	if (!pid)
		_exit(12);
	CHECK_EXIT(pid, 12);
}

TEST(sizes)
{
	struct { struct clone_args a; char tail[64]; } big = { .a.exit_signal = SIGCHLD };
	char page[8192] = "";
	pid_t pid;

	CHECK_ERR(EINVAL, bad(&big.a, 0));
	CHECK_ERR(EINVAL, bad(&big.a, 63));
	CHECK_ERR(E2BIG, bad((void *)page, 4097));
	CHECK_ERR(EFAULT, bad((void *)8, sizeof(struct clone_args)));
	pid = MUST(clone3(&big.a, 64));
	if (!pid)
		_exit(0);
	CHECK_EXIT(pid, 0);
	pid = MUST(clone3(&big.a, sizeof(big)));
	if (!pid)
		_exit(0);
	CHECK_EXIT(pid, 0);
	big.tail[63] = 1;
	CHECK_ERR(E2BIG, bad(&big.a, sizeof(big)));
}

TEST(checks)
{
	struct clone_args a;

#define TRY(err, ...)							\
	do {								\
		a = (struct clone_args){ .exit_signal = SIGCHLD, __VA_ARGS__ }; \
		CHECK_ERR(err, bad(&a, sizeof(a)));			\
	} while (0)
	TRY(EINVAL, .flags = CLONE_DETACHED);
	TRY(EINVAL, .flags = 0xff);		/* signal belongs in exit_signal */
	TRY(EINVAL, .flags = 1ULL << 60);
	TRY(EINVAL, .exit_signal = 65);
	TRY(EINVAL, .exit_signal = 0x100 | SIGCHLD);
	TRY(EINVAL, .stack = 0x1000, .stack_size = 0);
	TRY(EINVAL, .stack = 0, .stack_size = 4096);
	TRY(EINVAL, .flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM);
	TRY(EINVAL, .flags = CLONE_SIGHAND | CLONE_CLEAR_SIGHAND | CLONE_VM);
	TRY(EINVAL, .set_tid = 0, .set_tid_size = 1);
	TRY(EINVAL, .set_tid = (unsigned long)&a, .set_tid_size = 0);
	TRY(EINVAL, .set_tid = (unsigned long)&a, .set_tid_size = 33);
	CHECK_ERR(ECHILD, wait(NULL));
}

TEST(pidfd_is_returned_cloexec_and_polls)
{
	int pidfd = -1;
	struct clone_args a = {
		.flags = CLONE_PIDFD, .exit_signal = SIGCHLD,
		.pidfd = (unsigned long)&pidfd,
	};
	struct pollfd p;
	pid_t pid = MUST(clone3(&a, sizeof(a)));

	if (!pid) {
		pause();
		_exit(0);
	}
	CHECK_GE(pidfd, 3);
	CHECK_EQ(FD_CLOEXEC, fcntl(pidfd, F_GETFD));
	p = (struct pollfd){ .fd = pidfd, .events = POLLIN };
	CHECK_EQ(0, poll(&p, 1, 0));
	CHECK_EQ(0, syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0));
	CHECK_EQ(1, poll(&p, 1, 5000));
	CHECK_EQ(POLLIN, p.revents);
	CHECK_KILLED(pid, SIGTERM);
	close(pidfd);
}

static void handler(int sig) { }

TEST(clear_sighand_resets_handlers_keeps_ignored)
{
	struct clone_args a = { .flags = CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD };
	struct sigaction sa;
	pid_t pid;

	signal(SIGUSR1, handler);
	signal(SIGUSR2, SIG_IGN);
	pid = MUST(clone3(&a, sizeof(a)));
	if (!pid) {
		sigaction(SIGUSR1, NULL, &sa);
		CHECK(sa.sa_handler == SIG_DFL);
		sigaction(SIGUSR2, NULL, &sa);
		CHECK(sa.sa_handler == SIG_IGN);
		done();
	}
	CHECK_EXIT(pid, 0);
	sigaction(SIGUSR1, NULL, &sa);
	CHECK(sa.sa_handler == handler);
}

TEST(set_tid_chooses_the_pid)
{
	pid_t want = 0, pid;
	struct clone_args a = {
		.exit_signal = SIGCHLD, .set_tid = (unsigned long)&want,
		.set_tid_size = 1,
	};

	need_root();
	CHECK_ERR(EINVAL, bad(&a, sizeof(a)));		/* 0 is no pid */
	want = -1;
	CHECK_ERR(EINVAL, bad(&a, sizeof(a)));
	want = getpid();
	CHECK_ERR(EEXIST, bad(&a, sizeof(a)));
	/* A number that was just free. */
	pid = MUST(fork());
	if (!pid)
		_exit(0);
	CHECK_EXIT(pid, 0);
	want = pid;
	pid = MUST(clone3(&a, sizeof(a)));
	if (!pid)
		_exit(getpid() == want ? 0 : 1);
	CHECK_EQ(want, pid);
	CHECK_EXIT(pid, 0);
}

TEST(set_tid_needs_privilege)
{
	pid_t want = 30000;
	struct clone_args a = {
		.exit_signal = SIGCHLD, .set_tid = (unsigned long)&want,
		.set_tid_size = 1,
	};

	if (!geteuid())
		MUST(setuid(1000));
	CHECK_ERR(EPERM, bad(&a, sizeof(a)));
}
