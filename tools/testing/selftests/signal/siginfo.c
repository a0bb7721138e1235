// SPDX-License-Identifier: GPL-2.0
/* siginfo of every kind of source. */
#include "harness.h"
#include <pthread.h>
#include <setjmp.h>

static siginfo_t info;
static volatile int got;
static sigjmp_buf back;

static void keep(int sig, siginfo_t *si, void *ctx)
{
	info = *si;
	got = sig;
}

static void keep_and_jump(int sig, siginfo_t *si, void *ctx)
{
	info = *si;
	got = sig;
	siglongjmp(back, 1);
}

static void catch(int sig, void (*fn)(int, siginfo_t *, void *))
{
	struct sigaction sa = { .sa_sigaction = fn, .sa_flags = SA_SIGINFO | SA_NODEFER };

	MUST(sigaction(sig, &sa, NULL));
	memset(&info, 0xff, sizeof(info));
	got = 0;
}

TEST(kill_tgkill_queue)
{
	union sigval v = { .sival_ptr = (void *)0x1234567890 };

	catch(SIGUSR1, keep);
	kill(getpid(), SIGUSR1);
	CHECK_EQ(SI_USER, info.si_code);
	CHECK_EQ(getpid(), info.si_pid);
	CHECK_EQ(getuid(), info.si_uid);
	CHECK_EQ(SIGUSR1, info.si_signo);
	CHECK_EQ(0, info.si_errno);
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGUSR1);
	CHECK_EQ(SI_TKILL, info.si_code);
	CHECK_EQ(getpid(), info.si_pid);
	MUST(sigqueue(getpid(), SIGUSR1, v));
	CHECK_EQ(SI_QUEUE, info.si_code);
	CHECK(info.si_value.sival_ptr == v.sival_ptr);
	CHECK_EQ(getpid(), info.si_pid);
}

TEST(forged_codes_are_refused)
{
	siginfo_t si = { .si_code = SI_USER };
	pid_t pid = MUST(fork());

	if (!pid) {
		pause();
		_exit(0);
	}
	CHECK_ERR(EPERM, syscall(SYS_rt_sigqueueinfo, pid, SIGUSR1, &si));
	si.si_code = SI_TKILL;
	CHECK_ERR(EPERM, syscall(SYS_rt_sigqueueinfo, pid, SIGUSR1, &si));
	si.si_code = SI_QUEUE;
	CHECK_EQ(0, syscall(SYS_rt_sigqueueinfo, pid, SIGUSR1, &si));
	CHECK_KILLED(pid, SIGUSR1);
	/* To oneself anything goes. */
	catch(SIGUSR2, keep);
	si.si_code = SI_USER;
	si.si_pid = 4711;
	CHECK_EQ(0, syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR2, &si));
	CHECK_EQ(4711, info.si_pid);
}

TEST(child_signals)
{
	pid_t pid;
	int st, i;

	catch(SIGCHLD, keep);
	pid = MUST(fork());
	if (!pid)
		_exit(9);
	while (waitpid(pid, &st, 0) != pid)
		;
	CHECK_EQ(SIGCHLD, got);
	CHECK_EQ(CLD_EXITED, info.si_code);
	CHECK_EQ(9, info.si_status);
	CHECK_EQ(pid, info.si_pid);
	pid = MUST(fork());
	if (!pid)
		for (;;)
			pause();
	kill(pid, SIGSTOP);
	while (waitpid(pid, &st, WUNTRACED) != pid)
		;
	CHECK_EQ(CLD_STOPPED, info.si_code);
	CHECK_EQ(SIGSTOP, info.si_status);
	kill(pid, SIGCONT);
	while (waitpid(pid, &st, WCONTINUED) != pid)
		;
	/* The child itself tells it, a little later. */
	for (i = 0; i < 1000 && info.si_code != CLD_CONTINUED; i++)
		msleep(1);
	CHECK_EQ(CLD_CONTINUED, info.si_code);
	kill(pid, SIGTERM);
	while (waitpid(pid, &st, 0) != pid)
		;
	CHECK_EQ(CLD_KILLED, info.si_code);
	CHECK_EQ(SIGTERM, info.si_status);
}

#define FAULT(sig, expr)						\
	do {								\
		catch(sig, keep_and_jump);				\
		if (!sigsetjmp(back, 1)) {				\
			expr;						\
			FAIL("no %s from %s", #sig, #expr);		\
		}							\
		CHECK_EQ(sig, got);					\
	} while (0)

TEST(segv_codes_and_addresses)
{
	char *p = MUST(mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *none = MUST(mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	FAULT(SIGSEGV, *(volatile char *)16 = 1);
	CHECK_EQ(SEGV_MAPERR, info.si_code);
	CHECK_EQ(16, (long)info.si_addr);
	FAULT(SIGSEGV, *(volatile char *)(p + 4097) = 1);
	CHECK_EQ(SEGV_ACCERR, info.si_code);
	CHECK(info.si_addr == p + 4097);
	FAULT(SIGSEGV, (void)*(volatile char *)none);
	CHECK_EQ(SEGV_ACCERR, info.si_code);
	CHECK(info.si_addr == none);
	FAULT(SIGSEGV, ((void (*)(void))p)());		/* not executable */
	CHECK_EQ(SEGV_ACCERR, info.si_code);
	CHECK(info.si_addr == p);
	munmap(p, 8192);
	FAULT(SIGSEGV, (void)*(volatile char *)p);
	CHECK_EQ(SEGV_MAPERR, info.si_code);
	FAULT(SIGSEGV, (void)*(volatile char *)0x8000000000000000);	/* not canonical */
	CHECK_EQ(SI_KERNEL, info.si_code);
	CHECK_EQ(0, (long)info.si_addr);
	FAULT(SIGSEGV, (void)*(volatile char *)0xffffffff80000000);	/* kernel's half */
	FAULT(SIGSEGV, __asm__ volatile("hlt"));
	CHECK_EQ(SI_KERNEL, info.si_code);
	FAULT(SIGSEGV, __asm__ volatile("cli"));
	CHECK_EQ(SI_KERNEL, info.si_code);
}

TEST(bus_beyond_end_of_file)
{
	char *p;
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(ftruncate(fd, 100));
	p = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	p[99] = 1;
	p[4095] = 1;				/* the rest of the page exists */
	FAULT(SIGBUS, p[4096] = 1);
	CHECK_EQ(BUS_ADRERR, info.si_code);
	CHECK(info.si_addr == p + 4096);
	MUST(ftruncate(fd, 0));
	FAULT(SIGBUS, (void)*(volatile char *)p);
	CHECK(info.si_addr == p);
}

TEST(arithmetic_and_instructions)
{
	/* The compiler knows ways to divide that never trap. */
#define DIVIDE(a, b)							\
	__asm__ volatile("cltd; idivl %1" : : "a"(a), "r"(b) : "edx", "cc")

	FAULT(SIGFPE, DIVIDE(1, 0));
	CHECK_EQ(FPE_INTDIV, info.si_code);
	CHECK(info.si_addr);
	FAULT(SIGFPE, DIVIDE(INT_MIN, -1));
	CHECK_EQ(FPE_INTDIV, info.si_code);
	FAULT(SIGILL, __asm__ volatile("ud2"));
	CHECK_EQ(ILL_ILLOPN, info.si_code);
	CHECK(info.si_addr);
}

TEST(floating_point_exceptions)
{
	unsigned int mxcsr, on;
	volatile double zero = 0, r;

	__asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
	on = mxcsr & ~(1u << 9);			/* unmask divide by zero */
	FAULT(SIGFPE, __asm__ volatile("ldmxcsr %0" : : "m"(on)); r = 1 / zero);
	CHECK_EQ(FPE_FLTDIV, info.si_code);
	__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	(void)r;
}

TEST(breakpoint)
{
	catch(SIGTRAP, keep);
	__asm__ volatile("int3");
	CHECK_EQ(SIGTRAP, got);
	CHECK_EQ(SI_KERNEL, info.si_code);
}

static timer_t timer;

TEST(posix_timer)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN,
			       .sigev_value.sival_int = 77 };
	struct itimerspec its = { .it_value.tv_nsec = 10000000 };
	int i;

	catch(SIGRTMIN, keep);
	MUST(timer_create(CLOCK_MONOTONIC, &ev, &timer));
	MUST(timer_settime(timer, 0, &its, NULL));
	for (i = 0; i < 1000 && !got; i++)
		msleep(1);
	CHECK_EQ(SI_TIMER, info.si_code);
	CHECK_EQ(77, info.si_value.sival_int);
	CHECK_EQ(0, info.si_overrun);
}

TEST(pipe_and_alarm)
{
	int p[2];

	catch(SIGPIPE, keep);
	MUST(pipe(p));
	close(p[0]);
	CHECK_ERR(EPIPE, write(p[1], "x", 1));
	CHECK_EQ(SIGPIPE, got);
	CHECK_EQ(SI_USER, info.si_code);
	CHECK_EQ(getpid(), info.si_pid);
	catch(SIGALRM, keep);
	ualarm(1000, 0);
	pause();
	CHECK_EQ(SI_KERNEL, info.si_code);
}

static void three_arguments(int sig, siginfo_t *si, void *ctx)
{
	got = si && ctx ? sig : -1;
}

/* x86-64 always builds the whole frame; the siginfo in it may be stale. */
TEST(without_siginfo_flag_still_three_arguments)
{
	struct sigaction sa = { .sa_handler = (void (*)(int))(void *)three_arguments };

	MUST(sigaction(SIGUSR1, &sa, NULL));
	raise(SIGUSR1);
	CHECK_EQ(SIGUSR1, got);
}
