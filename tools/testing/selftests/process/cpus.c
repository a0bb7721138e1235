// SPDX-License-Identifier: GPL-2.0
/* CPUs: which there are, where a thread may run, and what survives a change. */
#include "harness.h"
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>

static cpu_set_t all;

static int nr_cpus(void)
{
	CPU_ZERO(&all);
	MUST(sched_getaffinity(0, sizeof(all), &all));
	return CPU_COUNT(&all);
}

static void bind(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	MUST(sched_setaffinity(0, sizeof(one), &one));
}

/* The next allowed CPU. */
static int next_cpu(int cpu)
{
	do
		cpu = (cpu + 1) % CPU_SETSIZE;
	while (!CPU_ISSET(cpu, &all));
	return cpu;
}

TEST(a_bound_thread_is_where_it_belongs)
{
	unsigned int cpu, node;
	int want = -1;

	for (int i = 2 * nr_cpus(); i > 0; i--) {
		want = next_cpu(want);
		bind(want);
		MUST(syscall(SYS_getcpu, &cpu, &node, NULL));
		CHECK_EQ(want, (int)cpu);
		CHECK_EQ(want, sched_getcpu());
	}
}

TEST(masks_without_any_cpu)
{
	cpu_set_t none;
	unsigned long word;

	CPU_ZERO(&none);
	CHECK_ERR(EINVAL, sched_setaffinity(0, sizeof(none), &none));
	CPU_SET(CPU_SETSIZE - 1, &none);
	CHECK_ERR(EINVAL, sched_setaffinity(0, sizeof(none), &none));
	CHECK_ERR(ESRCH, sched_setaffinity(0x3fffffff, sizeof(none), &none));
	CHECK_ERR(EINVAL, syscall(SYS_sched_getaffinity, 0, 1, &word));
	CHECK_ERR(EINVAL, syscall(SYS_sched_getaffinity, 0, 12, &word));
}

TEST(a_mask_is_inherited)
{
	int cpu = nr_cpus() ? next_cpu(-1) : 0;
	cpu_set_t seen;
	pid_t pid;

	bind(cpu);
	pid = MUST(fork());
	if (!pid) {
		CPU_ZERO(&seen);
		sched_getaffinity(0, sizeof(seen), &seen);
		_exit(CPU_COUNT(&seen) != 1 || !CPU_ISSET(cpu, &seen));
	}
	CHECK_EXIT(pid, 0);
}

/* Registers of all kinds are the same after each move. */
TEST(nothing_is_lost_by_moving)
{
	double sum = 0, term = 1;
	long integer = 0;
	int cpu = -1;

	nr_cpus();
	for (int i = 0; i < 300; i++) {
		cpu = next_cpu(cpu);
		bind(cpu);
		sum += term;
		term *= 0.5;
		integer += i;
	}
	CHECK(sum == 2.0 || sum == 2.0 - 2 * term);
	CHECK_EQ(300 * 299 / 2, integer);
}

static void *move_about(void *arg)
{
	int cpu = -1;

	for (int i = 0; i < 200; i++) {
		cpu = next_cpu(cpu);
		bind(cpu);
		if (sched_getcpu() != cpu)
			return arg;
	}
	return NULL;
}

TEST(threads_of_one_process_move_about)
{
	pthread_t t[4];
	void *bad;

	nr_cpus();
	for (int i = 0; i < 4; i++)
		MUST_TRUE(!pthread_create(&t[i], NULL, move_about, (void *)&all));
	for (int i = 0; i < 4; i++) {
		MUST_TRUE(!pthread_join(t[i], &bad));
		CHECK(!bad);
	}
}

static volatile int turn;

static void *answer(void *arg)
{
	bind(*(int *)arg);
	for (int i = 0; i < 2000; i++) {
		while (turn != 1)
			;
		turn = 0;
	}
	return NULL;
}

/* Without a system call, so only if both really run at once it is quick. */
TEST(two_threads_run_at_once)
{
	int here, there;
	pthread_t t;

	if (nr_cpus() < 2)
		SKIP("one CPU");
	here = next_cpu(-1);
	there = next_cpu(here);
	bind(here);
	MUST_TRUE(!pthread_create(&t, NULL, answer, &there));
	for (int i = 0; i < 2000; i++) {
		turn = 1;
		while (turn != 0)
			;
	}
	MUST_TRUE(!pthread_join(t, NULL));
}

static volatile int x, y, stop;

static void *storer(void *arg)
{
	(void)arg;
	while (!stop) {
		y = 1;
		__asm__ __volatile__("" ::: "memory");
		(void)x;
	}
	return NULL;
}

TEST(membarrier_with_a_running_thread)
{
	pthread_t t;

	NEED_SYSCALL(syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0));
	MUST(syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0));
	MUST_TRUE(!pthread_create(&t, NULL, storer, NULL));
	for (int i = 0; i < 50; i++) {
		x = i;
		MUST(syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0));
	}
	stop = 1;
	MUST_TRUE(!pthread_join(t, NULL));
}
