// SPDX-License-Identifier: GPL-2.0
/*
 * Calls whose results are known beforehand, made in a tight loop: they must be right
 * after each change, keep all registers, and not keep anybody else from the CPU.
 */
#include "harness.h"
#include <sys/ptrace.h>
#include <sys/time.h>

static volatile int alarms;

static void count_alarm(int sig)
{
	alarms++;
}

static void start_alarms(void)
{
	struct sigaction sa = { .sa_handler = count_alarm };
	struct itimerval it = { { 0, 3000 }, { 0, 3000 } };

	MUST(sigaction(SIGALRM, &sa, NULL));
	MUST(setitimer(ITIMER_REAL, &it, NULL));
}

/* getppid() with marks in all registers a call has to keep.  Return: how many did not. */
static long call_with_marks(long nr, long *result)
{
	long bad;

	__asm__ volatile(
		"mov $0x11, %%ebx\n\tmov $0x22, %%r8d\n\tmov $0x33, %%r9d\n\t"
		"mov $0x44, %%r10d\n\tmov $0x55, %%r12d\n\tmov $0x66, %%r13d\n\t"
		"mov $0x77, %%r14d\n\tmov $0x88, %%r15d\n\tmov $0x99, %%edi\n\t"
		"mov $0xaa, %%esi\n\tmov $0xbb, %%edx\n\tmovq %%rbx, %%xmm7\n\t"
		"syscall\n\t"
		"xor $0x11, %%rbx\n\txor $0x22, %%r8\n\txor $0x33, %%r9\n\t"
		"xor $0x44, %%r10\n\txor $0x55, %%r12\n\txor $0x66, %%r13\n\t"
		"xor $0x77, %%r14\n\txor $0x88, %%r15\n\txor $0x99, %%rdi\n\t"
		"xor $0xaa, %%rsi\n\txor $0xbb, %%rdx\n\tmovq %%xmm7, %%rcx\n\t"
		"xor $0x11, %%rcx\n\t"
		"or %%rbx, %%rcx\n\tor %%r8, %%rcx\n\tor %%r9, %%rcx\n\t"
		"or %%r10, %%rcx\n\tor %%r12, %%rcx\n\tor %%r13, %%rcx\n\t"
		"or %%r14, %%rcx\n\tor %%r15, %%rcx\n\tor %%rdi, %%rcx\n\t"
		"or %%rsi, %%rcx\n\tor %%rdx, %%rcx"
		: "=a" (*result), "=&c" (bad) : "a" (nr)
		: "rbx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13",
		  "r14", "r15", "xmm7", "memory");
	return bad;
}

TEST(loop_is_interrupted_and_keeps_registers)
{
	long i, bad = 0, wrong = 0, got, me = getpid();

	start_alarms();
	for (i = 0; i < 50000000 && alarms < 200; i++) {
		bad |= call_with_marks(SYS_getpid, &got);
		wrong += got != me;
	}
	CHECK_EQ(0, bad);
	CHECK_EQ(0, wrong);
	CHECK(alarms >= 200);
}

TEST(loop_can_be_killed_and_stopped)
{
	pid_t pid = MUST(fork());
	int st;

	if (!pid)
		for (;;)
			syscall(SYS_getppid);
	msleep(50);
	MUST(kill(pid, SIGSTOP));
	CHECK_EQ(pid, waitpid(pid, &st, WUNTRACED));
	CHECK(WIFSTOPPED(st));
	MUST(kill(pid, SIGCONT));
	msleep(20);
	MUST(kill(pid, SIGKILL));
	CHECK_EQ(pid, waitpid(pid, &st, 0));
	CHECK(WIFSIGNALED(st));
}

TEST(ids_follow_their_changes)
{
	pid_t pid;

	if (getuid())
		SKIP("needs root");
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(0, syscall(SYS_getuid));
		MUST(setresgid(1001, 1002, 1003));
		CHECK_EQ(1001, syscall(SYS_getgid));
		CHECK_EQ(1002, syscall(SYS_getegid));
		MUST(setresuid(2001, 2002, 2003));
		CHECK_EQ(2001, syscall(SYS_getuid));
		CHECK_EQ(2002, syscall(SYS_geteuid));
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0, syscall(SYS_getuid));
}

TEST(vfork_child_has_its_own)
{
	volatile long child = 0, parent = 0;
	long me = syscall(SYS_getpid);
	pid_t pid = vfork();

	if (!pid) {
		child = syscall(SYS_getpid);
		parent = syscall(SYS_getppid);
		_exit(0);
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(pid, child);
	CHECK_EQ(me, parent);
	CHECK_EQ(me, syscall(SYS_getpid));
}

TEST(tracer_sees_every_call)
{
	int st, calls = 0;
	pid_t pid = MUST(fork());

	if (!pid) {
		MUST(ptrace(PTRACE_TRACEME, 0, 0, 0));
		raise(SIGSTOP);
		for (int i = 0; i < 10; i++)
			syscall(SYS_getuid);
		_exit(0);
	}
	MUST(waitpid(pid, &st, 0));
	MUST(ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD));
	for (;;) {
		MUST(ptrace(PTRACE_SYSCALL, pid, 0, 0));
		MUST(waitpid(pid, &st, 0));
		if (!WIFSTOPPED(st))
			break;
		if (WSTOPSIG(st) == (SIGTRAP | 0x80) &&
		    ptrace(PTRACE_PEEKUSER, pid, 15 * 8, 0) == SYS_getuid)
			calls++;
	}
	CHECK_EQ(20, calls);
}
