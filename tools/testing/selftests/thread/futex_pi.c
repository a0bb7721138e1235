// SPDX-License-Identifier: GPL-2.0
/*
 * Futexes beyond plain waiting: vectors, priority inheritance in its corners,
 * requeueing to a PI futex, owners that die.
 */
#include "harness.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>

#ifndef SYS_futex_waitv
#define SYS_futex_waitv	449
#endif
#define SIZE_U32	2
#define PRIVATE		FUTEX_PRIVATE_FLAG

static long futex(int *uaddr, int op, int val, const void *arg4, int *uaddr2, int val3)
{
	return syscall(SYS_futex, uaddr, op, val, arg4, uaddr2, val3);
}

static pid_t tid(void)
{
	return syscall(SYS_gettid);
}

static struct timespec in_ms(clockid_t clock, long ms)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	ts.tv_nsec += ms * 1000000;
	ts.tv_sec += ts.tv_nsec / 1000000000;
	ts.tv_nsec %= 1000000000;
	return ts;
}

static void nap(int ms)
{
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	nanosleep(&ts, NULL);
}

/* ---- futex_waitv ---- */

static int words[3];

static void *wake_second(void *arg)
{
	nap(30);
	futex(&words[1], FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0);
	return arg;
}

TEST(waitv_tells_which)
{
	struct futex_waitv v[3] = { };
	struct timespec ts = in_ms(CLOCK_MONOTONIC, 5000);
	pthread_t t;
	int i;

	for (i = 0; i < 3; i++) {
		v[i].uaddr = (unsigned long)&words[i];
		v[i].flags = SIZE_U32 | PRIVATE;
	}
	if (syscall(SYS_futex_waitv, v, 0, 0, NULL, 0) < 0 && errno == ENOSYS)
		SKIP("no futex_waitv");
	CHECK_ERR(EINVAL, syscall(SYS_futex_waitv, v, 0, 0, NULL, 0));
	CHECK_ERR(EINVAL, syscall(SYS_futex_waitv, v, 129, 0, NULL, 0));
	CHECK_ERR(EINVAL, syscall(SYS_futex_waitv, v, 3, 1, NULL, 0));
	CHECK_ERR(EINVAL, syscall(SYS_futex_waitv, v, 3, 0, &ts, CLOCK_BOOTTIME));
	pthread_create(&t, NULL, wake_second, NULL);
	CHECK_EQ(1, syscall(SYS_futex_waitv, v, 3, 0, &ts, CLOCK_MONOTONIC));
	pthread_join(t, NULL);
	ts = in_ms(CLOCK_REALTIME, 20);
	CHECK_ERR(ETIMEDOUT, syscall(SYS_futex_waitv, v, 3, 0, &ts, CLOCK_REALTIME));
	v[2].val = 7;
	CHECK_ERR(EAGAIN, syscall(SYS_futex_waitv, v, 3, 0, NULL, 0));
	v[2].val = 0;
	v[2].flags = PRIVATE;
	CHECK_ERR(EINVAL, syscall(SYS_futex_waitv, v, 3, 0, NULL, 0));
	v[2].flags = SIZE_U32;
	v[2].__reserved = 1;
	CHECK_ERR(EINVAL, syscall(SYS_futex_waitv, v, 3, 0, NULL, 0));
}

/* ---- PI ---- */

static int lock_word;

TEST(pi_word_must_make_sense)
{
	lock_word = 0;
	CHECK_EQ(0, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(tid(), lock_word);
	CHECK_ERR(EDEADLK, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_ERR(EDEADLK, futex(&lock_word, FUTEX_TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(0, futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(0, lock_word);
	CHECK_ERR(EPERM, futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	lock_word = 0x3ffffff0;		/* nobody's id */
	CHECK_ERR(ESRCH, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	lock_word = FUTEX_OWNER_DIED;
	CHECK_EQ(0, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(tid() | (int)FUTEX_OWNER_DIED, lock_word);
	CHECK_ERR(EFAULT, futex((int *)8, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
	CHECK_ERR(EINVAL, futex((int *)((char *)&lock_word + 1), FUTEX_LOCK_PI, 0, NULL, NULL, 0));
}

static volatile int stage;

static void *hold_lock(void *arg)
{
	futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	stage = 1;
	while (stage != 2)
		nap(1);
	if (arg)
		futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0);
	return NULL;
}

TEST(pi_lock_times_out)
{
	struct timespec ts;
	pthread_t t;

	stage = lock_word = 0;
	pthread_create(&t, NULL, hold_lock, (void *)1);
	while (stage != 1)
		nap(1);
	CHECK_ERR(EAGAIN, futex(&lock_word, FUTEX_TRYLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	ts = in_ms(CLOCK_REALTIME, 30);
	CHECK_ERR(ETIMEDOUT, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, &ts, NULL, 0));
	ts = in_ms(CLOCK_MONOTONIC, 30);
	CHECK_ERR(ETIMEDOUT, futex(&lock_word, 13 /* LOCK_PI2 */ | PRIVATE, 0, &ts, NULL, 0));
	CHECK(lock_word & FUTEX_WAITERS);
	/* A plain waker must not meddle. */
	CHECK_EQ(0, futex(&lock_word, FUTEX_WAKE | PRIVATE, 1, NULL, NULL, 0));
	stage = 2;
	CHECK_EQ(0, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(tid(), lock_word & FUTEX_TID_MASK);
	pthread_join(t, NULL);
}

static void *let_go_soon(void *arg)
{
	nap(50);
	stage = 2;
	return arg;
}

/* The owner ends without unlocking: its waiter gets the lock. */
TEST(pi_owner_dies)
{
	pthread_t t, let_go;

	stage = lock_word = 0;
	pthread_create(&t, NULL, hold_lock, NULL);
	while (stage != 1)
		nap(1);
	alarm(5);
	pthread_detach(t);
	pthread_create(&let_go, NULL, let_go_soon, NULL);
	CHECK_EQ(0, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	pthread_join(let_go, NULL);
	CHECK_EQ(tid(), lock_word & FUTEX_TID_MASK);
	CHECK_EQ(0, futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	alarm(0);
}

#define CONTENDERS	8
#define ROUNDS		300
static long counter;

static void *contend(void *arg)
{
	int i, free = 0, me = tid();

	for (i = 0; i < ROUNDS; i++) {
		free = 0;
		if (!__atomic_compare_exchange_n(&lock_word, &free, me, 0, __ATOMIC_SEQ_CST,
						 __ATOMIC_SEQ_CST))
			if (futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0))
				return (void *)1;
		counter++;
		if (i % 16 == 0)
			sched_yield();
		free = me;
		if (!__atomic_compare_exchange_n(&lock_word, &free, 0, 0, __ATOMIC_SEQ_CST,
						 __ATOMIC_SEQ_CST))
			if (futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0))
				return (void *)2;
	}
	return NULL;
}

TEST(pi_contention)
{
	pthread_t t[CONTENDERS];
	void *ret;
	int i;

	counter = lock_word = 0;
	for (i = 0; i < CONTENDERS; i++)
		MUST(pthread_create(&t[i], NULL, contend, NULL) ? -1 : 0);
	for (i = 0; i < CONTENDERS; i++) {
		pthread_join(t[i], &ret);
		CHECK_EQ(0, (long)ret);
	}
	CHECK_EQ(CONTENDERS * ROUNDS, counter);
	CHECK_EQ(0, lock_word & FUTEX_TID_MASK);
}

/* ---- requeueing to a PI futex ---- */

static int cond_word;
static volatile int got;

static void *wait_on_condition(void *arg)
{
	long ret = futex(&cond_word, FUTEX_WAIT_REQUEUE_PI | PRIVATE, 0, NULL, &lock_word, 0);

	if (ret)
		return (void *)(long)errno;
	if ((lock_word & FUTEX_TID_MASK) != tid())
		return (void *)1000;
	__atomic_fetch_add(&got, 1, __ATOMIC_SEQ_CST);
	nap(2);
	return (void *)(futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0) ? 1001L : 0L);
}

TEST(requeue_to_pi)
{
	pthread_t t[3];
	void *ret;
	int i;

	got = cond_word = lock_word = 0;
	CHECK_ERR(EINVAL, futex(&cond_word, FUTEX_WAIT_REQUEUE_PI | PRIVATE, 0, NULL, &cond_word, 0));
	CHECK_ERR(EAGAIN, futex(&cond_word, FUTEX_WAIT_REQUEUE_PI | PRIVATE, 1, NULL, &lock_word, 0));
	for (i = 0; i < 3; i++)
		pthread_create(&t[i], NULL, wait_on_condition, NULL);
	nap(50);
	CHECK_ERR(EINVAL, futex(&cond_word, FUTEX_CMP_REQUEUE_PI | PRIVATE, 2, (void *)2, &lock_word, 0));
	CHECK_ERR(EAGAIN, futex(&cond_word, FUTEX_CMP_REQUEUE_PI | PRIVATE, 1, (void *)2, &lock_word, 5));
	CHECK_EQ(3, futex(&cond_word, FUTEX_CMP_REQUEUE_PI | PRIVATE, 1, (void *)10, &lock_word, 0));
	for (i = 0; i < 3; i++) {
		pthread_join(t[i], &ret);
		CHECK_EQ(0, (long)ret);
	}
	CHECK_EQ(3, got);
	CHECK_EQ(0, lock_word & FUTEX_TID_MASK);
}

TEST(requeue_to_a_held_pi)
{
	pthread_t t[2];
	void *ret;
	int i;

	got = cond_word = lock_word = 0;
	for (i = 0; i < 2; i++)
		pthread_create(&t[i], NULL, wait_on_condition, NULL);
	nap(50);
	CHECK_EQ(0, futex(&lock_word, FUTEX_LOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(2, futex(&cond_word, FUTEX_CMP_REQUEUE_PI | PRIVATE, 1, (void *)10, &lock_word, 0));
	nap(30);
	CHECK_EQ(0, got);
	CHECK_EQ(0, futex(&lock_word, FUTEX_UNLOCK_PI | PRIVATE, 0, NULL, NULL, 0));
	for (i = 0; i < 2; i++) {
		pthread_join(t[i], &ret);
		CHECK_EQ(0, (long)ret);
	}
	CHECK_EQ(2, got);
}

TEST(wait_requeue_pi_times_out)
{
	struct timespec ts = in_ms(CLOCK_MONOTONIC, 30);

	cond_word = lock_word = 0;
	CHECK_ERR(ETIMEDOUT, futex(&cond_word, FUTEX_WAIT_REQUEUE_PI | PRIVATE, 0, &ts, &lock_word, 0));
	CHECK_EQ(0, lock_word);
}

/* ---- robust ---- */

static void *set_and_ask(void *arg)
{
	struct robust_list_head *head;
	size_t len;

	CHECK_EQ(0, syscall(SYS_get_robust_list, 0, &head, &len));
	CHECK_EQ(sizeof(*head), len);
	CHECK_ERR(EINVAL, syscall(SYS_set_robust_list, head, len - 1));
	CHECK_ERR(ESRCH, syscall(SYS_get_robust_list, 0x3ffffff0, &head, &len));
	return arg;
}

TEST(robust_list_calls)
{
	set_and_ask(NULL);
}

/* A robust list that leads nowhere, or round in circles, must not matter. */
TEST(broken_robust_lists)
{
	static struct robust_list_head head;
	int i;

	for (i = 0; i < 4; i++) {
		pid_t pid = MUST(fork());

		if (!pid) {
			head.list.next = i == 0 ? (void *)8 : i == 1 ? &head.list :
					 (void *)((char *)&head + 1000);
			head.futex_offset = i == 3 ? 0x7fffffffffffL : 3;
			head.list_op_pending = i == 2 ? (void *)-1L : NULL;
			syscall(SYS_set_robust_list, &head, sizeof(head));
			_exit(0);
		}
		CHECK_EXIT(pid, 0);
	}
}
