// SPDX-License-Identifier: GPL-2.0
/* Sleeping, alarms, interval timers and POSIX timers. */
#include "harness.h"
#include <sys/time.h>

static volatile int ticks;

static void tick(int sig)
{
	ticks++;
}

TEST(nanosleep_is_long_enough)
{
	static const long want[] = { 0, 1000, 100000, 1000000, 20000000, 110000000 };
	struct timespec a, b, ts;
	unsigned int i;
	long long took;

	for (i = 0; i < sizeof(want) / sizeof(*want); i++) {
		ts = (struct timespec){ 0, want[i] };
		clock_gettime(CLOCK_MONOTONIC, &a);
		CHECK_EQ(0, nanosleep(&ts, NULL));
		clock_gettime(CLOCK_MONOTONIC, &b);
		took = (b.tv_sec - a.tv_sec) * 1000000000LL + b.tv_nsec - a.tv_nsec;
		CHECK_GE(took, want[i]);
		CHECK_LE(took, want[i] + 500000000);
	}
}

TEST(nanosleep_errors)
{
	struct timespec bad = { 0, 1000000000 }, neg = { -1, 0 }, ok = { 0, 0 };

	CHECK_ERR(EINVAL, nanosleep(&bad, NULL));
	CHECK_ERR(EINVAL, nanosleep(&neg, NULL));
	CHECK_ERR(EFAULT, syscall(SYS_nanosleep, 8L, NULL));
	CHECK_EQ(EINVAL, clock_nanosleep(99, 0, &ok, NULL));
	CHECK_EQ(EINVAL, clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &ok, NULL));
}

TEST(absolute_sleep)
{
	struct timespec ts;
	long t = now_ms();

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_nsec += 60000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_nsec -= 1000000000;
		ts.tv_sec++;
	}
	CHECK_EQ(0, clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL));
	CHECK_GE(now_ms() - t, 59);
	t = now_ms();
	CHECK_EQ(0, clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL));
	CHECK_LE(now_ms() - t, 1000);
}

TEST(alarm_replaces_and_tells)
{
	signal(SIGALRM, tick);
	CHECK_EQ(0, alarm(100));
	CHECK_EQ(100, alarm(50));
	CHECK_EQ(50, alarm(0));
	CHECK_EQ(0, alarm(0));
	alarm(1);
	CHECK_ERR(EINTR, pause());
	CHECK_EQ(1, ticks);
}

TEST(interval_timer)
{
	struct itimerval it = { { 0, 20000 }, { 0, 50000 } }, old;
	long t = now_ms();

	signal(SIGALRM, tick);
	MUST(setitimer(ITIMER_REAL, &it, NULL));
	while (ticks < 5)
		pause();
	CHECK_GE(now_ms() - t, 50 + 4 * 20 - 2);
	MUST(getitimer(ITIMER_REAL, &old));
	CHECK_EQ(20000, old.it_interval.tv_usec);
	CHECK_LE(old.it_value.tv_usec, 20000);
	it.it_value.tv_usec = 0;
	MUST(setitimer(ITIMER_REAL, &it, &old));
	CHECK_EQ(20000, old.it_interval.tv_usec);
	ticks = 0;
	msleep(60);
	CHECK_EQ(0, ticks);
	it.it_value.tv_usec = 1000000;
	CHECK_ERR(EINVAL, setitimer(ITIMER_REAL, &it, NULL));
	CHECK_ERR(EINVAL, setitimer((enum __itimer_which)7, &it, NULL));
	CHECK_ERR(EINVAL, getitimer((enum __itimer_which)7, &it));
}

TEST(virtual_and_prof_count_cpu)
{
	struct itimerval it = { { 0, 0 }, { 0, 50000 } };
	long t;

	signal(SIGVTALRM, tick);
	MUST(setitimer(ITIMER_VIRTUAL, &it, NULL));
	msleep(150);
	CHECK_EQ(0, ticks);			/* sleeping does not count */
	t = now_ms();
	while (!ticks && now_ms() - t < 5000)
		;
	CHECK_EQ(1, ticks);
	signal(SIGPROF, tick);
	MUST(setitimer(ITIMER_PROF, &it, NULL));
	t = now_ms();
	while (ticks < 2 && now_ms() - t < 5000)
		getppid();
	CHECK_EQ(2, ticks);
}

TEST(posix_timer_rounds_and_overruns)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN };
	struct itimerspec its = { { 0, 10000000 }, { 0, 10000000 } }, got;
	sigset_t set;
	siginfo_t si;
	timer_t id;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	MUST(timer_create(CLOCK_MONOTONIC, &ev, &id));
	MUST(timer_settime(id, 0, &its, NULL));
	msleep(105);
	CHECK_EQ(SIGRTMIN, sigwaitinfo(&set, &si));
	CHECK_EQ(SI_TIMER, si.si_code);
	CHECK(si.si_overrun >= 5 && si.si_overrun < 50);
	CHECK_EQ(si.si_overrun, timer_getoverrun(id));
	MUST(timer_gettime(id, &got));
	CHECK_EQ(10000000, got.it_interval.tv_nsec);
	CHECK(got.it_value.tv_nsec <= 10000000);
	MUST(timer_delete(id));
	CHECK_ERR(EINVAL, syscall(SYS_timer_delete, 12345));
	CHECK_ERR(EINVAL, syscall(SYS_timer_gettime, 12345, &got));
}

TEST(posix_timer_absolute_and_none)
{
	struct sigevent ev = { .sigev_notify = SIGEV_NONE };
	struct itimerspec its = { { 0, 0 }, { 100, 0 } };
	timer_t id;

	MUST(timer_create(CLOCK_REALTIME, &ev, &id));
	MUST(timer_settime(id, 0, &its, NULL));
	MUST(timer_gettime(id, &its));
	CHECK(its.it_value.tv_sec >= 98 && its.it_value.tv_sec <= 100);
	its.it_value.tv_nsec = -1;
	CHECK_ERR(EINVAL, timer_settime(id, 0, &its, NULL));
	ev.sigev_notify = 77;
	CHECK_ERR(EINVAL, timer_create(CLOCK_REALTIME, &ev, &id));
	ev.sigev_notify = SIGEV_SIGNAL;
	ev.sigev_signo = 99;
	CHECK_ERR(EINVAL, timer_create(CLOCK_REALTIME, &ev, &id));
	CHECK_ERR(EINVAL, timer_create(99, NULL, &id));
}

TEST(posix_timer_on_cpu_time)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	struct itimerspec its = { { 0, 0 }, { 0, 50000000 } };
	timer_t id;
	long t;

	signal(SIGUSR1, tick);
	MUST(timer_create(CLOCK_PROCESS_CPUTIME_ID, &ev, &id));
	MUST(timer_settime(id, 0, &its, NULL));
	msleep(120);
	CHECK_EQ(0, ticks);
	t = now_ms();
	while (!ticks && now_ms() - t < 5000)
		;
	CHECK_EQ(1, ticks);
}

TEST(timer_to_a_thread)
{
	struct sigevent ev = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1 };
	struct itimerspec its = { { 0, 0 }, { 0, 1000000 } };
	timer_t id;

	ev._sigev_un._tid = syscall(SYS_gettid);
	signal(SIGUSR1, tick);
	MUST(timer_create(CLOCK_MONOTONIC, &ev, &id));
	MUST(timer_settime(id, 0, &its, NULL));
	msleep(50);
	CHECK_EQ(1, ticks);
	ev._sigev_un._tid = 1;
	CHECK_ERR(EINVAL, timer_create(CLOCK_MONOTONIC, &ev, &id));
}

TEST(hundred_timers)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN };
	struct itimerspec its = { { 0, 0 }, { 0, 0 } };
	struct timespec wait = { 5, 0 };
	sigset_t set;
	siginfo_t si;
	timer_t id[100];
	int i, last = -1;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (i = 99; i >= 0; i--) {
		ev.sigev_value.sival_int = i;
		MUST(timer_create(CLOCK_MONOTONIC, &ev, &id[i]));
		its.it_value.tv_nsec = 100000000 + i * 2000000;
		MUST(timer_settime(id[i], 0, &its, NULL));
	}
	for (i = 0; i < 100; i++) {
		CHECK_EQ(SIGRTMIN, sigtimedwait(&set, &si, &wait));
		CHECK_GE(si.si_value.sival_int, last - 60);	/* nearly in order */
		last = si.si_value.sival_int;
	}
}
