// SPDX-License-Identifier: GPL-2.0
/* One address space changed and used by many threads at the same time. */
#define TEST_TIMEOUT	90
#include "harness.h"
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

static volatile int stop;
static char *shared;
static volatile long faults;

/* Write faults on a read-only page: make it writable and go on. */
static void unprotect(int sig, siginfo_t *si, void *ctx)
{
	char *page = (char *)((long)si->si_addr & -PAGE);

	__atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED);
	if (page < shared || page >= shared + 64 * PAGE || mprotect(page, PAGE, RW))
		_exit(99);
}

static void *write_pages(void *arg)
{
	long n = 0, i;

	while (!stop)
		for (i = 0; i < 64; i++) {
			*(volatile long *)(shared + i * PAGE + 8 * (long)arg) = ++n;
			if (*(volatile long *)(shared + i * PAGE + 8 * (long)arg) != n) {
				FAIL("a write is lost");
				stop = 1;
			}
		}
	return NULL;
}

TEST(protection_changes_under_writers)
{
	struct sigaction sa = { .sa_sigaction = unprotect, .sa_flags = SA_SIGINFO };
	pthread_t t[3];
	long i, end = now_ms() + 700;

	sigaction(SIGSEGV, &sa, NULL);
	shared = MUST((char *)mmap(NULL, 64 * PAGE, RW, ANON, -1, 0));
	for (i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, write_pages, (void *)i);
	for (i = 0; now_ms() < end; i++) {
		mprotect(shared + i % 64 * PAGE, PAGE, PROT_READ);
		sched_yield();
	}
	stop = 1;
	for (i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
	CHECK_GT(faults, 0);
}

static void *map_and_unmap(void *arg)
{
	long i, n, bad = 0;

	for (i = 0; i < 300; i++) {
		n = 1 + i % 9;
		char *p = mmap(NULL, n * PAGE, RW, ANON, -1, 0);

		if (p == MAP_FAILED)
			return (void *)-1;
		p[0] = p[n * PAGE - 1] = (char)(long)arg;
		sched_yield();
		bad += p[0] != (char)(long)arg || p[n * PAGE - 1] != (char)(long)arg;
		bad += n > 2 && p[PAGE] != 0;
		munmap(p, n * PAGE);
	}
	return (void *)bad;
}

TEST(everyone_maps_and_unmaps)
{
	pthread_t t[8];
	void *r;
	long i;

	for (i = 0; i < 8; i++)
		pthread_create(&t[i], NULL, map_and_unmap, (void *)(i + 1));
	for (i = 0; i < 8; i++) {
		pthread_join(t[i], &r);
		CHECK_EQ(0, (long)r);
	}
}

static pthread_barrier_t barrier;

static void *touch_same(void *arg)
{
	long i;

	pthread_barrier_wait(&barrier);
	for (i = 0; i < 512; i++)
		__atomic_fetch_add((long *)(shared + i * PAGE), 1, __ATOMIC_SEQ_CST);
	return NULL;
}

TEST(same_pages_are_touched_first_by_all)
{
	pthread_t t[8];
	long i, round;

	pthread_barrier_init(&barrier, NULL, 8);
	for (round = 0; round < 5; round++) {
		shared = MUST((char *)mmap(NULL, 512 * PAGE, RW, ANON, -1, 0));
		for (i = 0; i < 8; i++)
			pthread_create(&t[i], NULL, touch_same, NULL);
		for (i = 0; i < 8; i++)
			pthread_join(t[i], NULL);
		for (i = 0; i < 512; i++)
			if (*(long *)(shared + i * PAGE) != 8) {
				FAIL("page %ld says %ld", i, *(long *)(shared + i * PAGE));
				break;
			}
		munmap(shared, 512 * PAGE);
	}
}

static void *count_up(void *arg)
{
	while (!stop) {
		__atomic_fetch_add((long *)shared, 1, __ATOMIC_SEQ_CST);
		__atomic_fetch_add((long *)(shared + PAGE), 1, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

/* After fork parent and child must not see each other's writes. */
TEST(fork_while_threads_write)
{
	pthread_t t[3];
	long i, a, b;
	pid_t pid;

	shared = MUST((char *)mmap(NULL, 64 * PAGE, RW, ANON, -1, 0));
	for (i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, count_up, NULL);
	for (i = 0; i < 20; i++) {
		pid = MUST(fork());
		if (!pid) {
			a = *(volatile long *)shared;
			b = *(volatile long *)(shared + PAGE);
			msleep(5);
			CHECK_EQ(a, *(volatile long *)shared);
			CHECK_EQ(b, *(volatile long *)(shared + PAGE));
			done();
		}
		CHECK_EXIT(pid, 0);
	}
	stop = 1;
	for (i = 0; i < 3; i++)
		pthread_join(t[i], NULL);
}

static void *spin(void *arg)
{
	while (!stop)
		;
	return NULL;
}

/* A page taken away must fault at once in a thread that never enters the kernel. */
static sigjmp_buf back;
static volatile int jumped;

static void on_segv(int sig)
{
	jumped = 1;
	siglongjmp(back, 1);
}

static void *read_until_gone(void *arg)
{
	if (!sigsetjmp(back, 1))
		for (;;)
			(void)*(volatile char *)shared;
	return NULL;
}

TEST(unmapping_is_seen_by_a_spinning_thread)
{
	pthread_t t;

	signal(SIGSEGV, on_segv);
	shared = MUST((char *)mmap(NULL, PAGE, RW, ANON, -1, 0));
	shared[0] = 1;
	pthread_create(&t, NULL, read_until_gone, NULL);
	msleep(50);
	munmap(shared, PAGE);
	pthread_join(t, NULL);
	CHECK_EQ(1, jumped);
}

TEST(protecting_is_seen_by_a_spinning_thread)
{
	pthread_t t;

	signal(SIGSEGV, on_segv);
	shared = MUST((char *)mmap(NULL, PAGE, RW, ANON, -1, 0));
	shared[0] = 1;
	pthread_create(&t, NULL, read_until_gone, NULL);
	msleep(50);
	mprotect(shared, PAGE, PROT_NONE);
	pthread_join(t, NULL);
	CHECK_EQ(1, jumped);
}

TEST(exec_with_many_threads)
{
	pthread_t t[10];
	pid_t pid;
	int n, i;

	for (n = 0; n < 10; n++) {
		pid = MUST(fork());
		if (!pid) {
			for (i = 0; i < 10; i++)
				pthread_create(&t[i], NULL, i % 2 ? spin : map_and_unmap, (void *)(long)i);
			close(1);
			execl("/proc/self/exe", "threads", "-l", (char *)NULL);
			_exit(1);
		}
		CHECK_EXIT(pid, 0);
	}
}

TEST(exit_with_many_threads)
{
	pthread_t t[10];
	pid_t pid;
	int n, i;

	for (n = 0; n < 10; n++) {
		pid = MUST(fork());
		if (!pid) {
			for (i = 0; i < 10; i++)
				pthread_create(&t[i], NULL, i % 2 ? spin : map_and_unmap, (void *)(long)i);
			_exit(n);
		}
		CHECK_EXIT(pid, n);
	}
}
