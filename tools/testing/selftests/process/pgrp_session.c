// SPDX-License-Identifier: GPL-2.0
/* Process groups and sessions: who may move whom. */
#define HARNESS_EXEC	run_as_child
#include "harness.h"

static void run_as_child(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--pause")) {
		MUST(write(3, "x", 1));
		pause();
		_exit(0);
	}
}

static pid_t child_pause(void)
{
	pid_t pid = MUST(fork());

	if (!pid)
		for (;;)
			pause();
	return pid;
}

TEST(queries)
{
	CHECK_EQ(getpgrp(), getpgid(0));
	CHECK_EQ(getpgrp(), getpgid(getpid()));
	CHECK_EQ(getsid(0), getsid(getpid()));
	CHECK_ERR(ESRCH, getpgid(0x3fffffff));
	CHECK_ERR(ESRCH, getsid(0x3fffffff));
	CHECK_ERR(ESRCH, getpgid(-1));
}

TEST(setpgid_of_self_and_child)
{
	pid_t a = child_pause(), b = child_pause();

	CHECK_EQ(getpgrp(), getpgid(a));
	CHECK_EQ(0, setpgid(a, 0));		/* 0: its own pid */
	CHECK_EQ(a, getpgid(a));
	CHECK_EQ(0, setpgid(b, a));
	CHECK_EQ(a, getpgid(b));
	CHECK_EQ(0, setpgid(b, getpgrp()));	/* and back */
	CHECK_EQ(getpgrp(), getpgid(b));
	kill(-a, SIGKILL);
	CHECK_KILLED(a, SIGKILL);
	CHECK_EQ(0, kill(b, 0));
	kill(b, SIGKILL);
	CHECK_KILLED(b, SIGKILL);
}

TEST(setpgid_errors)
{
	pid_t pid = child_pause();

	CHECK_ERR(EINVAL, setpgid(0, -1));
	CHECK_ERR(ESRCH, setpgid(getppid(), 0));	/* neither self nor child */
	CHECK_ERR(ESRCH, setpgid(0x3fffffff, 0));
	CHECK_ERR(EPERM, setpgid(pid, 0x3fffffff));	/* no such group */
	CHECK_ERR(EPERM, setpgid(pid, getsid(0) == getpgrp() ? 1 : pid + 100000));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(setpgid_after_exec_is_eacces)
{
	int p[2];
	char ch;
	pid_t pid;

	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		dup2(p[1], 3);
		execl("/proc/self/exe", "x", "--pause", (char *)NULL);
		_exit(127);
	}
	MUST(read(p[0], &ch, 1));
	CHECK_ERR(EACCES, setpgid(pid, pid));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(setpgid_across_sessions)
{
	int p[2];
	char ch;
	pid_t pid;

	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		MUST(setsid());
		/* The group we came from is in another session. */
		CHECK_ERR(EPERM, setpgid(0, getppid()));
		MUST(write(p[1], test_failed ? "n" : "y", 1));
		pause();
		_exit(0);
	}
	MUST(read(p[0], &ch, 1));
	CHECK_EQ('y', ch);
	CHECK_ERR(EPERM, setpgid(pid, getpgrp()));	/* a session leader */
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(setsid_rules)
{
	pid_t pid;

	CHECK_ERR(EPERM, setsid());		/* the test is a group leader */
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(getpid(), setsid());
		CHECK_EQ(getpid(), getsid(0));
		CHECK_EQ(getpid(), getpgrp());
		CHECK_ERR(EPERM, setsid());
		CHECK_ERR(EPERM, setpgid(0, 0));	/* leader may not move */
		CHECK_ERR(ENXIO, open("/dev/tty", O_RDWR));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(setsid_fails_while_the_group_lives)
{
	int p[2];
	char ch;
	pid_t pid;

	/* A process whose pid is the id of a group it has left. */
	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		pid_t member;

		MUST(setpgid(0, 0));
		member = child_pause();
		MUST(setpgid(0, getppid()));
		CHECK_ERR(EPERM, setsid());
		kill(member, SIGKILL);
		CHECK_KILLED(member, SIGKILL);
		CHECK_EQ(getpid(), setsid());
		MUST(write(p[1], "x", 1));
		done();
	}
	MUST(read(p[0], &ch, 1));
	CHECK_EXIT(pid, 0);
}

TEST(kill_targets)
{
	pid_t a = child_pause(), b = child_pause(), st;

	MUST(setpgid(a, a));
	MUST(setpgid(b, a));
	CHECK_EQ(0, kill(-a, 0));
	CHECK_EQ(0, killpg(a, SIGSTOP));
	CHECK_EQ(a, waitpid(a, &st, WUNTRACED));
	CHECK_EQ(b, waitpid(b, &st, WUNTRACED));
	CHECK_EQ(0, killpg(a, SIGKILL));
	CHECK_KILLED(a, SIGKILL);
	CHECK_KILLED(b, SIGKILL);
	CHECK_ERR(ESRCH, kill(-a, 0));
	CHECK_ERR(ESRCH, kill(0x3fffffff, 0));
	CHECK_ERR(EINVAL, kill(getpid(), 65));
	CHECK_ERR(EINVAL, kill(getpid(), -1));
	CHECK_ERR(ESRCH, kill(INT_MIN, 0));
}
