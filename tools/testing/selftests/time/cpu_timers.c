// SPDX-License-Identifier: GPL-2.0
/*
 * CPU clocks by number, sleeping on them, timers and limits that count CPU
 * time, and the errors of the timer calls in their order.
 */
#include "harness.h"
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/timex.h>

#define PROCESS_CLOCK(pid, which)	((clockid_t)(~(unsigned int)(pid) << 3 | (which)))
#define THREAD_CLOCK(tid, which)	PROCESS_CLOCK(tid, (which) | 4)
enum { PROF, VIRT, SCHED };

static long ms_of(const struct timespec *ts)
{
	return ts->tv_sec * 1000 + ts->tv_nsec / 1000000;
}

static void burn(long ms)
{
	struct timespec start, now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	while (ms_of(&now) - ms_of(&start) < ms);
}

TEST(clocks_by_number)
{
	struct timespec a, b;
	pid_t tid = syscall(SYS_gettid);

	burn(30);
	CHECK_EQ(0, clock_gettime(PROCESS_CLOCK(0, SCHED), &a));
	CHECK_EQ(0, clock_gettime(PROCESS_CLOCK(getpid(), SCHED), &b));
	CHECK_GE(ms_of(&a), 29);
	CHECK_LE(ms_of(&b) - ms_of(&a), 20);
	CHECK_EQ(0, clock_gettime(THREAD_CLOCK(tid, PROF), &b));
	CHECK_EQ(0, clock_gettime(THREAD_CLOCK(tid, VIRT), &b));
	CHECK_ERR(EINVAL, clock_gettime(PROCESS_CLOCK(0, 3), &b));
	CHECK_ERR(EINVAL, clock_gettime(PROCESS_CLOCK(0x3ffff0, SCHED), &b));
	CHECK_ERR(EINVAL, clock_gettime(THREAD_CLOCK(1, SCHED), &b));
	CHECK_ERR(EINVAL, clock_gettime(12345, &b));
	CHECK_EQ(0, clock_getres(PROCESS_CLOCK(0, SCHED), &a));
	CHECK_EQ(1, a.tv_nsec);
	CHECK_ERR(EPERM, clock_settime(PROCESS_CLOCK(0, SCHED), &a));
	CHECK_ERR(EINVAL, clock_settime(CLOCK_MONOTONIC, &a));
	CHECK_ERR(EFAULT, syscall(SYS_clock_gettime, CLOCK_BOOTTIME, (void *)8));
}

TEST(sleeping_errors_come_in_order)
{
	struct timespec bad = { .tv_nsec = 1000000000 }, zero = { };

	CHECK_ERR(EINVAL, syscall(SYS_clock_nanosleep, 99, 0, (void *)8, NULL));
	CHECK_ERR(EOPNOTSUPP, syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC_RAW, 0, (void *)8, NULL));
	CHECK_ERR(EOPNOTSUPP, syscall(SYS_clock_nanosleep, CLOCK_THREAD_CPUTIME_ID, 0, &bad, NULL));
	CHECK_ERR(EFAULT, syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, (void *)8, NULL));
	CHECK_ERR(EINVAL, syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &bad, NULL));
	CHECK_ERR(EINVAL, syscall(SYS_clock_nanosleep, THREAD_CLOCK(0, SCHED), 0, &zero, NULL));
	CHECK_EQ(0, syscall(SYS_clock_nanosleep, CLOCK_TAI, TIMER_ABSTIME, &zero, NULL));
	CHECK_EQ(0, syscall(SYS_clock_nanosleep, CLOCK_PROCESS_CPUTIME_ID, TIMER_ABSTIME, &zero, NULL));
}

static volatile int stop;

static void *busy(void *arg)
{
	while (!stop)
		;
	return arg;
}

TEST(sleep_on_the_cpu_clock_of_the_process)
{
	struct timespec a, b, ts = { .tv_nsec = 60000000 };
	pthread_t t;

	stop = 0;
	pthread_create(&t, NULL, busy, NULL);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	CHECK_EQ(0, clock_nanosleep(CLOCK_PROCESS_CPUTIME_ID, 0, &ts, NULL));
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	CHECK_GE(ms_of(&b) - ms_of(&a), 59);
	CHECK_LE(ms_of(&b) - ms_of(&a), 1000);
	stop = 1;
	pthread_join(t, NULL);
}

static volatile int signals;

static void count(int sig)
{
	signals++;
}

TEST(sleep_goes_on_after_a_signal)
{
	struct timespec ts = { .tv_nsec = 200000000 }, left = { }, a, b;
	struct itimerval it = { .it_value.tv_usec = 50000 };
	struct sigaction sa = { .sa_handler = count };

	sigaction(SIGALRM, &sa, NULL);
	clock_gettime(CLOCK_MONOTONIC, &a);
	setitimer(ITIMER_REAL, &it, NULL);
	CHECK_ERR(EINTR, nanosleep(&ts, &left));
	CHECK_GE(ms_of(&left), 50);
	CHECK_LE(ms_of(&left), 160);
	/* A signal without a handler, stop and continue, does not end it. */
	clock_gettime(CLOCK_MONOTONIC, &a);
	{
		pid_t me = getpid(), pid = MUST(fork());

		if (!pid) {
			msleep(30);
			kill(me, SIGSTOP);
			msleep(30);
			kill(me, SIGCONT);
			_exit(0);
		}
		CHECK_EQ(0, nanosleep(&ts, NULL));
		clock_gettime(CLOCK_MONOTONIC, &b);
		CHECK_GE(ms_of(&b) - ms_of(&a), 199);
		CHECK_LE(ms_of(&b) - ms_of(&a), 1500);
		CHECK_EXIT(pid, 0);
	}
}

TEST(timer_errors)
{
	struct itimerspec its = { .it_value.tv_nsec = -1 };
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = 0 };
	int id;

	CHECK_ERR(EINVAL, syscall(SYS_timer_create, 77, NULL, &id));
	CHECK_ERR(EOPNOTSUPP, syscall(SYS_timer_create, CLOCK_MONOTONIC_RAW, NULL, &id));
	CHECK_ERR(EFAULT, syscall(SYS_timer_create, CLOCK_MONOTONIC, (void *)8, &id));
	CHECK_ERR(EINVAL, syscall(SYS_timer_create, CLOCK_MONOTONIC, &ev, &id));
	ev.sigev_notify = SIGEV_THREAD_ID;
	ev.sigev_signo = SIGUSR1;
	CHECK_ERR(EINVAL, syscall(SYS_timer_create, CLOCK_MONOTONIC, &ev, &id));
	ev.sigev_notify = 99;
	CHECK_ERR(EINVAL, syscall(SYS_timer_create, CLOCK_MONOTONIC, &ev, &id));
	CHECK_ERR(EFAULT, syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, (void *)8));
	CHECK_EQ(0, syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, &id));
	CHECK_ERR(EINVAL, syscall(SYS_timer_settime, id, 0, &its, NULL));
	CHECK_ERR(EINVAL, syscall(SYS_timer_settime, id, 0, NULL, NULL));
	CHECK_ERR(EFAULT, syscall(SYS_timer_settime, id, 0, (void *)8, NULL));
	its.it_value.tv_nsec = 0;
	CHECK_ERR(EINVAL, syscall(SYS_timer_settime, id + 1000, 0, &its, NULL));
	CHECK_ERR(EINVAL, syscall(SYS_timer_gettime, id + 1000, &its));
	CHECK_ERR(EFAULT, syscall(SYS_timer_gettime, id, (void *)8));
	CHECK_ERR(EINVAL, syscall(SYS_timer_getoverrun, id + 1000));
	CHECK_EQ(0, syscall(SYS_timer_delete, id));
	CHECK_ERR(EINVAL, syscall(SYS_timer_delete, id));
}

TEST(timer_on_another_process)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct itimerspec its = { .it_value.tv_nsec = 40000000 };
	sigset_t set;
	siginfo_t info;
	struct timespec limit = { .tv_sec = 5 };
	pid_t pid = MUST(fork());
	timer_t id;

	if (!pid)
		for (;;)
			;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	MUST(timer_create(PROCESS_CLOCK(pid, SCHED), &ev, &id));
	MUST(timer_settime(id, 0, &its, NULL));
	CHECK_EQ(SIGUSR1, sigtimedwait(&set, &info, &limit));
	CHECK_EQ(SI_TIMER, info.si_code);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	/* Its clock stands still now, and the timer can still be deleted. */
	CHECK_EQ(0, timer_delete(id));
}

/* ---- limits ---- */

TEST(cpu_limit_warns_then_kills)
{
	struct rlimit rl = { .rlim_cur = 1, .rlim_max = 2 };
	int status;
	pid_t pid = MUST(fork());

	if (!pid) {
		signal(SIGXCPU, SIG_IGN);
		setrlimit(RLIMIT_CPU, &rl);
		for (;;)
			;
	}
	MUST(waitpid(pid, &status, 0));
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(SIGKILL, WTERMSIG(status));
	rl.rlim_max = 3;
	pid = MUST(fork());
	if (!pid) {
		setrlimit(RLIMIT_CPU, &rl);
		/* Inherited. */
		pid = fork();
		if (pid) {
			waitpid(pid, &status, 0);
			_exit(WIFSIGNALED(status) ? WTERMSIG(status) : 0);
		}
		for (;;)
			;
	}
	CHECK_EXIT(pid, SIGXCPU);
}

TEST(real_time_limit)
{
	struct rlimit rl = { .rlim_cur = 100000, .rlim_max = 5000000 };
	struct sched_param p = { .sched_priority = 1 };
	int status;
	pid_t pid;

	NEED_CAP(CAP_SYS_NICE);
	pid = MUST(fork());
	if (!pid) {
		if (sched_setscheduler(0, SCHED_FIFO, &p))
			_exit(77);
		setrlimit(RLIMIT_RTTIME, &rl);
		burn(60);
		msleep(5);		/* a sleep begins the count anew */
		burn(60);
		burn(300);
		_exit(1);
	}
	MUST(waitpid(pid, &status, 0));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		SKIP("no real-time budget in this group");
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU);
}

/* ---- setting the clock ---- */

TEST(adjtimex_needs_privilege)
{
	struct timex tx = { .modes = ADJ_FREQUENCY };
	struct timespec ts;
	pid_t pid;

	need_root();
	clock_gettime(CLOCK_REALTIME, &ts);
	pid = MUST(fork());
	if (!pid) {
		MUST(setuid(1000));
		CHECK_ERR(EPERM, adjtimex(&tx));
		CHECK_ERR(EPERM, clock_settime(CLOCK_REALTIME, &ts));
		ts.tv_nsec = -1;
		CHECK_ERR(EINVAL, clock_settime(CLOCK_REALTIME, &ts));
		tx.modes = 0;
		CHECK_GE(adjtimex(&tx), 0);
		CHECK_EQ(10000, tx.tick);
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_ERR(EFAULT, adjtimex((void *)8));
	tx.modes = ADJ_TICK;
	tx.tick = 1;
	CHECK_ERR(EINVAL, adjtimex(&tx));
}
