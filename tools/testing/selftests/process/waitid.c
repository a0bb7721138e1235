// SPDX-License-Identifier: GPL-2.0
/* waitid: what siginfo says, WNOWAIT, idtypes and errors. */
#include "harness.h"

static pid_t child_pause(void)
{
	pid_t pid = MUST(fork());

	if (!pid)
		for (;;)
			pause();
	return pid;
}

TEST(exited_info)
{
	siginfo_t si;
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(0x1ab);
	memset(&si, 0xff, sizeof(si));
	CHECK_EQ(0, waitid(P_PID, pid, &si, WEXITED));
	CHECK_EQ(SIGCHLD, si.si_signo);
	CHECK_EQ(CLD_EXITED, si.si_code);
	CHECK_EQ(0xab, si.si_status);
	CHECK_EQ(pid, si.si_pid);
	CHECK_EQ(getuid(), si.si_uid);
	CHECK_EQ(0, si.si_errno);
}

TEST(killed_stopped_continued_info)
{
	siginfo_t si;
	pid_t pid = child_pause();

	kill(pid, SIGSTOP);
	CHECK_EQ(0, waitid(P_PID, pid, &si, WSTOPPED));
	CHECK_EQ(CLD_STOPPED, si.si_code);
	CHECK_EQ(SIGSTOP, si.si_status);
	kill(pid, SIGCONT);
	CHECK_EQ(0, waitid(P_PID, pid, &si, WCONTINUED));
	CHECK_EQ(CLD_CONTINUED, si.si_code);
	CHECK_EQ(SIGCONT, si.si_status);
	kill(pid, SIGKILL);
	CHECK_EQ(0, waitid(P_PID, pid, &si, WEXITED));
	CHECK_EQ(CLD_KILLED, si.si_code);
	CHECK_EQ(SIGKILL, si.si_status);
}

TEST(nowait_leaves_it)
{
	siginfo_t si;
	pid_t pid = MUST(fork());
	int i;

	if (!pid)
		_exit(5);
	for (i = 0; i < 3; i++) {
		si.si_pid = 0;
		CHECK_EQ(0, waitid(P_PID, pid, &si, WEXITED | WNOWAIT));
		CHECK_EQ(pid, si.si_pid);
	}
	CHECK_EQ(0, waitid(P_PID, pid, &si, WEXITED));
	CHECK_ERR(ECHILD, waitid(P_PID, pid, &si, WEXITED));
}

TEST(nohang_clears_info)
{
	siginfo_t si;
	pid_t pid = child_pause();

	memset(&si, 0xff, sizeof(si));
	CHECK_EQ(0, waitid(P_PID, pid, &si, WEXITED | WNOHANG));
	CHECK_EQ(0, si.si_pid);
	CHECK_EQ(0, si.si_signo);
	kill(pid, SIGKILL);
	CHECK_EQ(0, waitid(P_ALL, 0, &si, WEXITED));
	CHECK_EQ(pid, si.si_pid);
}

TEST(errors)
{
	siginfo_t si;

	CHECK_ERR(EINVAL, waitid(P_ALL, 0, &si, 0));
	CHECK_ERR(EINVAL, waitid(P_ALL, 0, &si, WNOHANG));
	CHECK_ERR(EINVAL, waitid(P_ALL, 0, &si, WEXITED | 0x100000));
	CHECK_ERR(EINVAL, waitid(P_PID, 0, &si, WEXITED));
	CHECK_ERR(EINVAL, waitid(P_PID, -1, &si, WEXITED));
	CHECK_ERR(EINVAL, waitid((idtype_t)77, 1, &si, WEXITED));
	CHECK_ERR(EINVAL, waitid(P_PGID, -1, &si, WEXITED));
	CHECK_ERR(ECHILD, waitid(P_ALL, 0, &si, WEXITED));
	CHECK_ERR(ECHILD, waitid(P_PID, 1, &si, WEXITED));
	CHECK_ERR(EBADF, waitid((idtype_t)3 /* P_PIDFD */, 999, &si, WEXITED));
}

TEST(null_info_is_allowed)
{
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(0);
	CHECK_EQ(0, waitid(P_PID, pid, NULL, WEXITED));
}

TEST(by_group)
{
	siginfo_t si;
	pid_t pid = child_pause();

	MUST(setpgid(pid, pid));
	CHECK_ERR(ECHILD, waitid(P_PGID, 0, &si, WEXITED));	/* 0: our own */
	kill(pid, SIGKILL);
	CHECK_EQ(0, waitid(P_PGID, pid, &si, WEXITED));
	CHECK_EQ(pid, si.si_pid);
}

TEST(raw_call_fills_rusage)
{
	siginfo_t si;
	char ru[512];
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(0);
	memset(ru, 0xff, sizeof(ru));
	CHECK_EQ(0, syscall(SYS_waitid, P_PID, pid, &si, WEXITED, ru));
	CHECK_NE(-1, ((long *)ru)[0]);		/* ru_utime.tv_sec */
}
