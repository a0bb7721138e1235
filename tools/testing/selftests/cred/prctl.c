// SPDX-License-Identifier: GPL-2.0
/* prctl and arch_prctl, personality, seccomp. */
#include "harness.h"
#include <asm/prctl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/personality.h>
#include <sys/prctl.h>

TEST(name)
{
	char buf[32] = "";

	MUST(prctl(PR_SET_NAME, "a-name-that-is-too-long"));
	MUST(prctl(PR_GET_NAME, buf));
	CHECK_STR("a-name-that-is-", buf);
	CHECK_STR("a-name-that-is-\n", read_file("/proc/self/comm"));
	write_file("/proc/self/comm", "written");
	MUST(prctl(PR_GET_NAME, buf));
	CHECK_STR("written", buf);
	CHECK_ERR(EFAULT, prctl(PR_SET_NAME, 8L));
}

TEST(dumpable)
{
	CHECK_EQ(1, prctl(PR_GET_DUMPABLE));
	MUST(prctl(PR_SET_DUMPABLE, 0));
	CHECK_EQ(0, prctl(PR_GET_DUMPABLE));
	CHECK_ERR(EINVAL, prctl(PR_SET_DUMPABLE, 2));
	CHECK_ERR(EINVAL, prctl(PR_SET_DUMPABLE, 3));
}

TEST(various)
{
	unsigned long v;

	CHECK_ERR(EINVAL, prctl(99999, 0, 0, 0, 0));
	MUST(prctl(PR_SET_TIMERSLACK, 12345));
	CHECK_EQ(12345, prctl(PR_GET_TIMERSLACK));
	MUST(prctl(PR_GET_TSC, &v));
	CHECK_EQ(PR_TSC_ENABLE, (int)v);
	CHECK_GE(prctl(PR_GET_SECUREBITS), 0);
	CHECK_GE(prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0), 0);
	CHECK_ERR(EINVAL, prctl(PR_GET_THP_DISABLE, 1, 0, 0, 0));
}

TEST(fs_and_gs_base)
{
	static unsigned long area[4] = { 0, 0x1234 };
	unsigned long fs, gs, v;

	MUST(syscall(SYS_arch_prctl, ARCH_GET_FS, &fs));
	CHECK_EQ((unsigned long)__builtin_thread_pointer(), fs);
	MUST(syscall(SYS_arch_prctl, ARCH_SET_GS, area));
	MUST(syscall(SYS_arch_prctl, ARCH_GET_GS, &gs));
	CHECK_EQ((unsigned long)area, gs);
	__asm__ volatile("mov %%gs:8, %0" : "=r"(v));
	CHECK_EQ(0x1234, v);
	CHECK_ERR(EPERM, syscall(SYS_arch_prctl, ARCH_SET_GS, 1UL << 63));
	CHECK_ERR(EINVAL, syscall(SYS_arch_prctl, 0x9999, 0));
	if (!fork()) {			/* inherited */
		__asm__ volatile("mov %%gs:8, %0" : "=r"(v));
		_exit(v != 0x1234);
	}
	CHECK_EXIT(-1, 0);
	/* Kept over system calls and switches. */
	msleep(20);
	__asm__ volatile("mov %%gs:8, %0" : "=r"(v));
	CHECK_EQ(0x1234, v);
}

TEST(personality_is_kept)
{
	CHECK_EQ(0, personality(0xffffffff) & 0xff);
	MUST(personality(ADDR_NO_RANDOMIZE));
	CHECK_EQ(ADDR_NO_RANDOMIZE, personality(0xffffffff));
	if (!fork())
		_exit(personality(0xffffffff) != ADDR_NO_RANDOMIZE);
	CHECK_EXIT(-1, 0);
}

static int filter(struct sock_filter *f, int n)
{
	struct sock_fprog p = { n, f };

	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p);
}

#define LOAD(x)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, x))
#define IF(v, t, f) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, v, t, f)
#define RET(v)	BPF_STMT(BPF_RET | BPF_K, v)

TEST(seccomp_errno_and_kill)
{
	struct sock_filter f[] = {
		LOAD(nr), IF(SYS_getppid, 0, 1), RET(SECCOMP_RET_ERRNO | ENOTTY),
		IF(SYS_getpgrp, 0, 1), RET(SECCOMP_RET_KILL_PROCESS), RET(SECCOMP_RET_ALLOW) };
	pid_t pid;

	if (filter(f, 6) && errno == EINVAL)
		SKIP("no seccomp filters");
	CHECK_ERR(ENOTTY, syscall(SYS_getppid));
	CHECK_EQ(getpid(), syscall(SYS_getpid));
	pid = MUST(fork());			/* inherited */
	if (!pid) {
		CHECK_ERR(ENOTTY, syscall(SYS_getppid));
		syscall(SYS_getpgrp);
		_exit(0);
	}
	CHECK_KILLED(pid, SIGSYS);
	CHECK(strstr(read_file("/proc/self/status"), "Seccomp:\t2"));
}

static volatile int got_nr;

static void on_sys(int sig, siginfo_t *si, void *ctx)
{
	got_nr = si->si_syscall;
}

TEST(seccomp_trap)
{
	struct sock_filter f[] = {
		LOAD(nr), IF(SYS_getppid, 0, 1), RET(SECCOMP_RET_TRAP), RET(SECCOMP_RET_ALLOW) };
	struct sigaction sa = { .sa_sigaction = on_sys, .sa_flags = SA_SIGINFO };

	sigaction(SIGSYS, &sa, NULL);
	if (filter(f, 4) && errno == EINVAL)
		SKIP("no seccomp filters");
	syscall(SYS_getppid);
	CHECK_EQ(SYS_getppid, got_nr);
}

TEST(seccomp_strict)
{
	pid_t pid = MUST(fork());

	if (!pid) {
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
			_exit(77);
		syscall(SYS_getpid);
		syscall(SYS_exit, 0);
	}
	int st = test_wait(pid);

	if (st == 77 << 8)
		SKIP("no strict mode");
	CHECK(WIFSIGNALED(st) && WTERMSIG(st) == SIGKILL);
}

TEST(seccomp_errors)
{
	struct sock_filter bad[] = { { 0xffff, 0, 0, 0 } };
	struct sock_filter open_end[] = { LOAD(nr) };

	if (prctl(PR_GET_SECCOMP) < 0)
		SKIP("no seccomp");
	CHECK_ERR(EINVAL, filter(bad, 1));
	CHECK_ERR(EINVAL, filter(open_end, 1));
	CHECK_ERR(EINVAL, filter(bad, 0));
	CHECK_ERR(EINVAL, syscall(SYS_seccomp, 99, 0, NULL));
	CHECK_ERR(EINVAL, prctl(PR_SET_SECCOMP, 9, NULL));
}
