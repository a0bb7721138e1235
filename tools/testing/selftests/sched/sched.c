// SPDX-License-Identifier: GPL-2.0
/* Nice values, policies, affinity, yielding, fairness. */
#include "harness.h"
#include <linux/capability.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

TEST(nice_values)
{
	pid_t pid;

	CHECK_EQ(0, getpriority(PRIO_PROCESS, 0));
	CHECK_EQ(5, nice(5));
	CHECK_EQ(5, getpriority(PRIO_PROCESS, 0));
	CHECK_EQ(15, syscall(SYS_getpriority, PRIO_PROCESS, 0));	/* 20 - nice */
	MUST(setpriority(PRIO_PROCESS, 0, 100));
	CHECK_EQ(19, getpriority(PRIO_PROCESS, 0));
	pid = MUST(fork());
	if (!pid)
		_exit(getpriority(PRIO_PROCESS, 0));
	CHECK_EXIT(pid, 19);
	CHECK_ERR(EINVAL, setpriority((__priority_which_t)9, 0, 0));
	CHECK_ERR(ESRCH, setpriority(PRIO_PROCESS, 0x3fffffff, 0));
	if (!geteuid())
		MUST(setuid(1000));
	CHECK_ERR(EACCES, setpriority(PRIO_PROCESS, 0, 10));
	CHECK_ERR(EPERM, setpriority(PRIO_PROCESS, 1, 19));
	CHECK_ERR(EPERM, nice(-1));
}

TEST(nice_of_a_group)
{
	pid_t a = MUST(fork());

	if (!a) {
		pause();
		_exit(0);
	}
	MUST(setpriority(PRIO_PGRP, 0, 7));
	CHECK_EQ(7, getpriority(PRIO_PROCESS, a));
	CHECK_EQ(7, getpriority(PRIO_PGRP, 0));
	kill(a, SIGKILL);
}

TEST(policies)
{
	struct sched_param p = { 0 };
	pid_t pid;

	CHECK_EQ(SCHED_OTHER, sched_getscheduler(0));
	CHECK_EQ(0, sched_setscheduler(0, SCHED_BATCH, &p));
	CHECK_EQ(SCHED_BATCH, sched_getscheduler(0));
	CHECK_EQ(0, sched_setscheduler(0, SCHED_IDLE, &p));
	p.sched_priority = 1;
	CHECK_ERR(EINVAL, sched_setscheduler(0, SCHED_OTHER, &p));
	p.sched_priority = 0;
	CHECK_ERR(EINVAL, sched_setscheduler(0, SCHED_FIFO, &p));
	CHECK_ERR(EINVAL, sched_setscheduler(0, 99, &p));
	CHECK_ERR(ESRCH, sched_setscheduler(0x3fffffff, SCHED_OTHER, &p));
	CHECK_ERR(EINVAL, sched_getscheduler(-1));
	CHECK_EQ(99, sched_get_priority_max(SCHED_FIFO));
	CHECK_EQ(1, sched_get_priority_min(SCHED_RR));
	CHECK_EQ(0, sched_get_priority_max(SCHED_OTHER));
	CHECK_ERR(EINVAL, sched_get_priority_max(99));
	pid = MUST(fork());
	if (!pid) {
		if (!geteuid())
			MUST(setuid(1000));
		p.sched_priority = 5;
		CHECK_ERR(EPERM, sched_setscheduler(0, SCHED_FIFO, &p));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(real_time_policy)
{
	struct sched_param p = { .sched_priority = 10 };
	struct timespec ts;
	pid_t pid;

	need_root();
	NEED_CAP(CAP_SYS_NICE);
	if (sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &p) && errno == EPERM)
		SKIP("no real-time budget in this group");
	CHECK_EQ(SCHED_RR | SCHED_RESET_ON_FORK, sched_getscheduler(0));
	MUST(sched_getparam(0, &p));
	CHECK_EQ(10, p.sched_priority);
	MUST(sched_rr_get_interval(0, &ts));
	CHECK(ts.tv_nsec > 0);
	pid = MUST(fork());
	if (!pid)
		_exit(sched_getscheduler(0) == SCHED_OTHER ? 0 : 1);
	CHECK_EXIT(pid, 0);
}

TEST(affinity)
{
	cpu_set_t all, one, none;
	int i, n, cpu;

	MUST(sched_getaffinity(0, sizeof(all), &all));
	n = CPU_COUNT(&all);
	CHECK_GE(n, 1);
	for (i = 0; i < CPU_SETSIZE; i++) {
		if (!CPU_ISSET(i, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(i, &one);
		CHECK_EQ(0, sched_setaffinity(0, sizeof(one), &one));
		CHECK_EQ(i, sched_getcpu());
	}
	CPU_ZERO(&none);
	CHECK_ERR(EINVAL, sched_setaffinity(0, sizeof(none), &none));
	CHECK_ERR(ESRCH, sched_setaffinity(0x3fffffff, sizeof(all), &all));
	CHECK_EQ(0, sched_setaffinity(0, sizeof(all), &all));
	CHECK_ERR(EINVAL, syscall(SYS_sched_getaffinity, 0, 1, &all));
	CHECK_EQ(0, syscall(SYS_getcpu, &cpu, NULL, NULL));
	CHECK(CPU_ISSET(cpu, &all));
	CHECK_EQ(n, sysconf(_SC_NPROCESSORS_ONLN) < n ? sysconf(_SC_NPROCESSORS_ONLN) : n);
}

TEST(attributes)
{
	struct { unsigned int size, policy; unsigned long long flags; int nice; unsigned int prio;
		 unsigned long long runtime, deadline, period; unsigned int umin, umax; } a = { 0 };

	CHECK_EQ(0, syscall(SYS_sched_getattr, 0, &a, sizeof(a), 0));
	CHECK_EQ(SCHED_OTHER, a.policy);
	CHECK_EQ(0, a.nice);
	a.nice = 3;
	a.size = 48;
	CHECK_EQ(0, syscall(SYS_sched_setattr, 0, &a, 0));
	CHECK_EQ(3, getpriority(PRIO_PROCESS, 0));
	CHECK_ERR(EINVAL, syscall(SYS_sched_getattr, 0, &a, 10, 0));
	CHECK_ERR(EINVAL, syscall(SYS_sched_setattr, 0, &a, 1));
}

/* Two that never sleep share the processor; nobody starves. */
TEST(busy_processes_all_move)
{
	volatile long *count = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	pid_t pid[4];
	int i;

	for (i = 0; i < 4; i++) {
		pid[i] = MUST(fork());
		if (!pid[i])
			for (;;)
				count[i * 8]++;
	}
	msleep(800);
	for (i = 0; i < 4; i++)
		kill(pid[i], SIGKILL);
	for (i = 0; i < 4; i++) {
		CHECK_KILLED(pid[i], SIGKILL);
		CHECK_GT(count[i * 8], count[0] / 20);
		CHECK_LT(count[i * 8], count[0] * 20 + 20);
	}
}

/* A sleeper gets in quickly although others compute. */
TEST(sleepers_are_not_kept_waiting)
{
	pid_t pid[2];
	long worst = 0, t;
	int i;

	for (i = 0; i < 2; i++) {
		pid[i] = MUST(fork());
		if (!pid[i])
			for (;;)
				;
	}
	for (i = 0; i < 40; i++) {
		t = now_ms();
		msleep(5);
		if (now_ms() - t > worst)
			worst = now_ms() - t;
	}
	for (i = 0; i < 2; i++)
		kill(pid[i], SIGKILL);
	CHECK_LE(worst, 500);
}

TEST(nice_gets_less)
{
	volatile long *count = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE,
					 MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	cpu_set_t one;
	pid_t pid[2];
	int i;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	for (i = 0; i < 2; i++) {
		pid[i] = MUST(fork());
		if (!pid[i]) {
			MUST(sched_setaffinity(0, sizeof(one), &one));
			MUST(setpriority(PRIO_PROCESS, 0, i * 15));
			for (;;)
				count[i * 8]++;
		}
	}
	msleep(1500);
	for (i = 0; i < 2; i++)
		kill(pid[i], SIGKILL);
	CHECK_GT(count[0], 2 * count[8]);
	CHECK_GT(count[8], 0);
}

TEST(yield)
{
	int i;

	for (i = 0; i < 1000; i++)
		CHECK_EQ(0, sched_yield());
}
