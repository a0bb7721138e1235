// SPDX-License-Identifier: GPL-2.0
/* Clocks: reading, resolution, agreement, errors. */
#include "harness.h"
#include <linux/capability.h>
#include <pthread.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/timex.h>

static long long ns(clockid_t c)
{
	struct timespec ts;

	MUST(clock_gettime(c, &ts));
	CHECK(ts.tv_nsec >= 0 && ts.tv_nsec < 1000000000);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

TEST(monotonic_clocks_never_go_back)
{
	static const clockid_t c[] = { CLOCK_MONOTONIC, CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME,
		CLOCK_MONOTONIC_COARSE, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID };
	long long last, now;
	unsigned int i;
	int n;

	for (i = 0; i < sizeof(c) / sizeof(*c); i++) {
		last = 0;
		for (n = 0; n < 3000; n++) {
			now = ns(c[i]);
			if (now < last) {
				FAIL("clock %d went back by %lld", c[i], last - now);
				break;
			}
			last = now;
		}
	}
}

TEST(all_pass_at_one_speed)
{
	long long m, r, b;

	m = ns(CLOCK_MONOTONIC);
	r = ns(CLOCK_REALTIME);
	b = ns(CLOCK_BOOTTIME);
	msleep(200);
	m = ns(CLOCK_MONOTONIC) - m;
	r = ns(CLOCK_REALTIME) - r;
	b = ns(CLOCK_BOOTTIME) - b;
	CHECK_GE(m, 199000000);
	CHECK_LE(llabs(m - r), 20000000);
	CHECK_LE(llabs(m - b), 20000000);
}

TEST(realtime_interfaces_agree)
{
	struct timeval tv;
	struct timespec ts;
	time_t t;

	MUST(clock_gettime(CLOCK_REALTIME, &ts));
	MUST(gettimeofday(&tv, NULL));
	t = time(NULL);
	CHECK(tv.tv_sec - ts.tv_sec <= 1 && tv.tv_sec >= ts.tv_sec);
	CHECK(t - ts.tv_sec <= 1 && t - ts.tv_sec >= -1);
	CHECK_GT(t, 1600000000);
	CHECK_LE(syscall(SYS_time, NULL) - t, 10);
	CHECK_EQ(0, syscall(SYS_gettimeofday, &tv, NULL));
	CHECK_LE(labs(tv.tv_sec - t), 1);
}

TEST(resolution)
{
	struct timespec ts;

	MUST(clock_getres(CLOCK_MONOTONIC, &ts));
	CHECK_EQ(0, ts.tv_sec);
	CHECK_EQ(1, ts.tv_nsec);
	MUST(clock_getres(CLOCK_REALTIME_COARSE, &ts));
	CHECK_GE(ts.tv_nsec, 1000000);
	CHECK_LE(ts.tv_nsec, 10000000);
	CHECK_EQ(0, clock_getres(CLOCK_MONOTONIC, NULL));
}

TEST(errors)
{
	struct timespec ts = { 0, 1000000000 };

	CHECK_ERR(EINVAL, clock_gettime(99, &ts));
	CHECK_ERR(EINVAL, clock_getres(99, &ts));
	CHECK_ERR(EFAULT, syscall(SYS_clock_gettime, CLOCK_REALTIME, 8L));
	CHECK_ERR(EINVAL, clock_settime(CLOCK_MONOTONIC, &ts));
	CHECK_ERR(EINVAL, clock_settime(CLOCK_REALTIME, &ts));
	if (!geteuid())
		MUST(setuid(1000));
	ts.tv_nsec = 0;
	CHECK_ERR(EPERM, clock_settime(CLOCK_REALTIME, &ts));
}

static void *use_100_ms(void *arg)
{
	long long end = ns(CLOCK_THREAD_CPUTIME_ID) + 100000000;

	while (ns(CLOCK_THREAD_CPUTIME_ID) < end)
		;
	return NULL;
}

TEST(cpu_clocks_count_work_not_sleep)
{
	long long p, t;
	pthread_t th;

	p = ns(CLOCK_PROCESS_CPUTIME_ID);
	msleep(100);
	CHECK_LE(ns(CLOCK_PROCESS_CPUTIME_ID) - p, 50000000);
	p = ns(CLOCK_PROCESS_CPUTIME_ID);
	t = ns(CLOCK_THREAD_CPUTIME_ID);
	pthread_create(&th, NULL, use_100_ms, NULL);
	pthread_join(th, NULL);
	CHECK_GE(ns(CLOCK_PROCESS_CPUTIME_ID) - p, 95000000);
	CHECK_LE(ns(CLOCK_THREAD_CPUTIME_ID) - t, 50000000);
	use_100_ms(NULL);
	CHECK_GE(ns(CLOCK_THREAD_CPUTIME_ID) - t, 100000000);
}

TEST(cpu_clock_of_another)
{
	clockid_t c;
	pid_t pid = MUST(fork());
	int i;

	if (!pid)
		for (;;)
			;
	CHECK_EQ(0, clock_getcpuclockid(pid, &c));
	for (i = 0; i < 500 && ns(c) < 30000000; i++)
		msleep(10);
	CHECK_LT(i, 500);
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
	CHECK_EQ(ESRCH, clock_getcpuclockid(pid, &c));
}

TEST(times_ticks)
{
	struct tms t;
	clock_t a = times(&t);

	CHECK_EQ(100, sysconf(_SC_CLK_TCK));
	msleep(120);
	CHECK_GE(times(&t) - a, 11);
	CHECK_LE(times(&t) - a, 100);
	CHECK_ERR(EFAULT, syscall(SYS_times, 8L));
}

TEST(uptime_follows_boottime)
{
	double up = strtod(read_file("/proc/uptime"), NULL);
	double b = ns(CLOCK_BOOTTIME) / 1e9;

	CHECK(up - b < 1 && b - up < 1);
}

TEST(adjtimex_reads)
{
	struct timex tx = { .modes = 0 };

	CHECK_GE(adjtimex(&tx), 0);
	CHECK_GT(tx.time.tv_sec, 1600000000);
	CHECK(tx.tick >= 9000 && tx.tick <= 11000);
}

TEST(setting_the_clock)
{
	struct timespec ts, now;
	long long m;

	need_root();
	NEED_CAP(CAP_SYS_TIME);
	if (!getenv("TEST_SET_CLOCK"))		/* init sets it in a guest */
		SKIP("TEST_SET_CLOCK is not set");
	m = ns(CLOCK_MONOTONIC);
	MUST(clock_gettime(CLOCK_REALTIME, &ts));
	ts.tv_sec += 1000;
	MUST(clock_settime(CLOCK_REALTIME, &ts));
	MUST(clock_gettime(CLOCK_REALTIME, &now));
	CHECK(now.tv_sec - ts.tv_sec <= 1);
	CHECK_LE(ns(CLOCK_MONOTONIC) - m, 1000000000);
	msleep(20);			/* others must not take it for a long time */
	ts.tv_sec -= 1000;
	MUST(clock_settime(CLOCK_REALTIME, &ts));
}

/* vDSO and system call are one clock, also after it was set. */
TEST(setting_the_clock_keeps_monotonic_in_step)
{
	struct timespec ts, v;
	int i;

	need_root();
	NEED_CAP(CAP_SYS_TIME);
	if (!getenv("TEST_SET_CLOCK"))
		SKIP("TEST_SET_CLOCK is not set");
	for (i = 0; i < 3000; i++) {
		MUST(clock_gettime(CLOCK_REALTIME, &ts));
		MUST(clock_settime(CLOCK_REALTIME, &ts));
		MUST(clock_gettime(CLOCK_MONOTONIC, &v));
		MUST(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &ts));
		if (v.tv_sec > ts.tv_sec || (v.tv_sec == ts.tv_sec && v.tv_nsec > ts.tv_nsec)) {
			FAIL("vDSO ahead by %lld ns", (v.tv_sec - ts.tv_sec) * 1000000000LL +
			     v.tv_nsec - ts.tv_nsec);
			break;
		}
	}
}
