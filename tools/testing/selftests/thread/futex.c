// SPDX-License-Identifier: GPL-2.0
/* The futex system call itself. */
#include "harness.h"
#include <linux/futex.h>
#include <pthread.h>

static int word, word2;

static long futex(int *uaddr, int op, int val, const void *timeout, int *uaddr2, int val3)
{
	return syscall(SYS_futex, uaddr, op, val, timeout, uaddr2, val3);
}

static const struct timespec *ms(long n)
{
	static __thread struct timespec ts;

	ts.tv_sec = n / 1000;
	ts.tv_nsec = n % 1000 * 1000000;
	return &ts;
}

TEST(wait_checks_the_value_first)
{
	word = 1;
	CHECK_ERR(EAGAIN, futex(&word, FUTEX_WAIT, 0, NULL, NULL, 0));
	CHECK_ERR(EAGAIN, futex(&word, FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0));
}

TEST(errors)
{
	struct timespec bad = { 0, 1000000000 };

	CHECK_ERR(EFAULT, futex((int *)8, FUTEX_WAIT, 0, NULL, NULL, 0));
	CHECK_ERR(EINVAL, futex((int *)((char *)&word + 1), FUTEX_WAIT, 0, NULL, NULL, 0));
	CHECK_ERR(EINVAL, futex((int *)((char *)&word + 1), FUTEX_WAKE, 1, NULL, NULL, 0));
	CHECK_ERR(EINVAL, futex(&word, FUTEX_WAIT, 0, &bad, NULL, 0));
	bad.tv_nsec = 0;
	bad.tv_sec = -1;
	CHECK_ERR(EINVAL, futex(&word, FUTEX_WAIT, 0, &bad, NULL, 0));
	CHECK_ERR(EFAULT, futex(&word, FUTEX_WAIT, 0, (void *)8, NULL, 0));
	CHECK_ERR(ENOSYS, futex(&word, 77, 0, NULL, NULL, 0));
	CHECK_ERR(ENOSYS, futex(&word, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 0, NULL, NULL, 0));
	CHECK_ERR(EINVAL, futex(&word, FUTEX_WAIT_BITSET, word, NULL, NULL, 0));
	CHECK_ERR(EINVAL, futex(&word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0));
	CHECK_EQ(0, futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
	CHECK_EQ(0, futex((int *)8, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, NULL, NULL, 0));
	CHECK_ERR(EFAULT, futex((int *)8, FUTEX_WAKE, 1, NULL, NULL, 0));
}

TEST(time_outs)
{
	struct timespec abs;
	long t = now_ms();

	word = 0;
	CHECK_ERR(ETIMEDOUT, futex(&word, FUTEX_WAIT, 0, ms(40), NULL, 0));
	CHECK_GE(now_ms() - t, 39);
	CHECK_LE(now_ms() - t, 2000);
	CHECK_ERR(ETIMEDOUT, futex(&word, FUTEX_WAIT, 0, ms(0), NULL, 0));
	/* Absolute with BITSET, on the monotonic or the real clock. */
	clock_gettime(CLOCK_MONOTONIC, &abs);
	abs.tv_sec /= 2;			/* past, and no less than 0 soon after the start */
	abs.tv_nsec /= 2;
	CHECK_ERR(ETIMEDOUT, futex(&word, FUTEX_WAIT_BITSET, 0, &abs, NULL, -1));
	clock_gettime(CLOCK_REALTIME, &abs);
	abs.tv_nsec += 50000000;
	if (abs.tv_nsec >= 1000000000) {
		abs.tv_nsec -= 1000000000;
		abs.tv_sec++;
	}
	t = now_ms();
	CHECK_ERR(ETIMEDOUT, futex(&word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &abs,
				   NULL, -1));
	CHECK_GE(now_ms() - t, 45);
}

#define WAITERS	8
static volatile int asleep, awake;
static int results[WAITERS];

struct waiter { int *uaddr; int op; int bits; int n; };

static void *wait_thread(void *arg)
{
	struct waiter *w = arg;

	__atomic_fetch_add(&asleep, 1, __ATOMIC_SEQ_CST);
	results[w->n] = futex(w->uaddr, w->op, 0, NULL, NULL, w->bits) ? errno : 0;
	__atomic_fetch_add(&awake, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static pthread_t threads[WAITERS];
static struct waiter waiters[WAITERS];

static void start_waiters(int n, int *uaddr, int op, int (*bits)(int))
{
	int i;

	asleep = awake = 0;
	for (i = 0; i < n; i++) {
		waiters[i] = (struct waiter){ uaddr, op, bits ? bits(i) : 0, i };
		MUST_TRUE(!pthread_create(&threads[i], NULL, wait_thread, &waiters[i]));
	}
	while (asleep < n)
		msleep(1);
	msleep(60);
}

static void join(int n)
{
	while (n--)
		pthread_join(threads[n], NULL);
}

static void wait_awake(int n)
{
	int i;

	for (i = 0; i < 1000 && awake < n; i++)
		msleep(1);
	msleep(20);
	CHECK_EQ(n, awake);
}

TEST(wake_counts)
{
	word = 0;
	start_waiters(8, &word, FUTEX_WAIT_PRIVATE, NULL);
	CHECK_EQ(1, futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
	wait_awake(1);
	CHECK_EQ(3, futex(&word, FUTEX_WAKE_PRIVATE, 3, NULL, NULL, 0));
	wait_awake(4);
	CHECK_EQ(4, futex(&word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0));
	wait_awake(8);
	CHECK_EQ(0, futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
	join(8);
}

TEST(first_in_first_out)
{
	word = 0;
	asleep = awake = 0;
	start_waiters(1, &word, FUTEX_WAIT_PRIVATE, NULL);
	waiters[1] = (struct waiter){ &word, FUTEX_WAIT_PRIVATE, 0, 1 };
	results[0] = results[1] = -1;
	MUST_TRUE(!pthread_create(&threads[1], NULL, wait_thread, &waiters[1]));
	msleep(60);
	futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	wait_awake(1);
	CHECK_EQ(0, results[0]);
	CHECK_EQ(-1, results[1]);
	futex(&word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	join(2);
}

static int one_bit(int i)
{
	return 1 << i;
}

TEST(bitsets)
{
	word = 0;
	start_waiters(4, &word, FUTEX_WAIT_BITSET_PRIVATE, one_bit);
	CHECK_EQ(0, futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 99, NULL, NULL, 0x10));
	CHECK_EQ(1, futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 99, NULL, NULL, 0x4));
	wait_awake(1);
	CHECK_EQ(2, futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 99, NULL, NULL, 0x3));
	wait_awake(3);
	CHECK_EQ(1, futex(&word, FUTEX_WAKE_PRIVATE, 99, NULL, NULL, 0));	/* matches any */
	join(4);
}

TEST(requeue)
{
	word = word2 = 0;
	start_waiters(6, &word, FUTEX_WAIT_PRIVATE, NULL);
	CHECK_ERR(EAGAIN, futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)2, &word2, 7));
	/* Wake one, move two: the result counts both. */
	CHECK_EQ(3, futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)2, &word2, 0));
	wait_awake(1);
	CHECK_EQ(2, futex(&word2, FUTEX_WAKE_PRIVATE, 99, NULL, NULL, 0));
	wait_awake(3);
	CHECK_EQ(0, futex(&word, FUTEX_REQUEUE_PRIVATE, 0, (void *)99, &word2, 0) - 3);
	CHECK_EQ(0, futex(&word, FUTEX_WAKE_PRIVATE, 99, NULL, NULL, 0));
	CHECK_EQ(3, futex(&word2, FUTEX_WAKE_PRIVATE, 99, NULL, NULL, 0));
	join(6);
	CHECK_ERR(EINVAL, futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, -1, (void *)2, &word2, 0));
}

TEST(wake_op)
{
	word = 0;
	word2 = 5;
	start_waiters(2, &word, FUTEX_WAIT_PRIVATE, NULL);
	/* word2 += 3; wake 1 on word; if the old word2 == 5, one on word2 too. */
	CHECK_EQ(1, futex(&word, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &word2,
			  FUTEX_OP(FUTEX_OP_ADD, 3, FUTEX_OP_CMP_EQ, 5)));
	CHECK_EQ(8, word2);
	CHECK_EQ(1, futex(&word, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &word2,
			  FUTEX_OP(FUTEX_OP_SET, 1, FUTEX_OP_CMP_GT, 100)));
	CHECK_EQ(1, word2);
	join(2);
	CHECK_EQ(0, futex(&word, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &word2,
			  FUTEX_OP(FUTEX_OP_OR, 6, FUTEX_OP_CMP_EQ, 1)));
	CHECK_EQ(7, word2);
	CHECK_ERR(ENOSYS, futex(&word, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &word2,
				FUTEX_OP(5, 6, FUTEX_OP_CMP_EQ, 1)));
}

TEST(shared_between_processes)
{
	int *w = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	pid_t pid = MUST(fork());
	int i;

	if (!pid) {
		CHECK_EQ(0, futex(w, FUTEX_WAIT, 0, ms(5000), NULL, 0));
		CHECK_EQ(1, *w);
		done();
	}
	CHECK(wait_state(pid, 'S'));
	*w = 1;
	for (i = 0; i < 1000; i++) {
		if (futex(w, FUTEX_WAKE, 1, NULL, NULL, 0) == 1)
			break;
		msleep(1);
	}
	CHECK_LT(i, 1000);
	CHECK_EXIT(pid, 0);
}

TEST(shared_by_a_file_at_two_addresses)
{
	int fd, *a, *b, i;
	pid_t pid;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(ftruncate(fd, 8192));
	a = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	b = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 4096));
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(0, futex(a + 1024, FUTEX_WAIT, 0, ms(5000), NULL, 0));
		done();
	}
	CHECK(wait_state(pid, 'S'));
	for (i = 0; i < 1000; i++) {
		if (futex(b, FUTEX_WAKE, 1, NULL, NULL, 0) == 1)
			break;
		msleep(1);
	}
	CHECK_LT(i, 1000);
	CHECK_EXIT(pid, 0);
}

TEST(private_memory_of_two_processes_is_two_futexes)
{
	pid_t pid;

	word = 0;
	pid = MUST(fork());
	if (!pid) {
		CHECK_ERR(ETIMEDOUT, futex(&word, FUTEX_WAIT, 0, ms(200), NULL, 0));
		done();
	}
	CHECK(wait_state(pid, 'S'));
	CHECK_EQ(0, futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
	CHECK_EXIT(pid, 0);
}

static void nothing(int sig) { }

TEST(interrupted)
{
	struct sigaction sa = { .sa_handler = nothing };

	sigaction(SIGALRM, &sa, NULL);
	ualarm(30000, 0);
	CHECK_ERR(EINTR, futex(&word, FUTEX_WAIT, word, NULL, NULL, 0));
	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	ualarm(30000, 0);
	CHECK_ERR(EINTR, futex(&word, FUTEX_WAIT, word, ms(500), NULL, 0));
}

struct robust_entry { struct robust_entry *next; int futex; };
static struct robust_list_head head;
static struct robust_entry entry;

static void *die_with_lock(void *arg)
{
	head.list.next = (void *)&entry;
	entry.next = (void *)&head;
	head.futex_offset = offsetof(struct robust_entry, futex);
	syscall(SYS_set_robust_list, &head, sizeof(head));
	entry.futex = syscall(SYS_gettid) | FUTEX_WAITERS;
	*(int *)arg = syscall(SYS_gettid);
	syscall(SYS_exit, 0);
	return NULL;
}

TEST(robust_list)
{
	pthread_t t;
	int tid = 0;
	struct robust_list_head *got;
	size_t len;

	CHECK_ERR(EINVAL, syscall(SYS_set_robust_list, &head, 7));
	CHECK_EQ(0, syscall(SYS_get_robust_list, 0, &got, &len));
	CHECK_EQ(sizeof(head), len);
	CHECK_ERR(ESRCH, syscall(SYS_get_robust_list, 0x3fffffff, &got, &len));
	MUST_TRUE(!pthread_create(&t, NULL, die_with_lock, &tid));
	for (len = 0; len < 1000 && !(entry.futex & FUTEX_OWNER_DIED); len++)
		msleep(1);
	CHECK_EQ((int)(FUTEX_OWNER_DIED | FUTEX_WAITERS), entry.futex);
}

TEST(pi_lock_and_unlock)
{
	int tid = syscall(SYS_gettid);

	word = 0;
	CHECK_EQ(0, futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(tid, word);
	CHECK_ERR(EDEADLK, futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
	CHECK_ERR(EDEADLK, futex(&word, FUTEX_TRYLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(0, futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
	CHECK_EQ(0, word);
	CHECK_ERR(EPERM, futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
	word = 0x3fffffff;		/* no such thread */
	CHECK_ERR(ESRCH, futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0));
}

static void *take_pi(void *arg)
{
	*(int *)arg = futex(&word, FUTEX_LOCK_PI_PRIVATE, 0, NULL, NULL, 0) ? errno : 0;
	if (!*(int *)arg) {
		CHECK_EQ(syscall(SYS_gettid), word & FUTEX_TID_MASK);
		futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0);
	}
	return NULL;
}

TEST(pi_hand_over)
{
	pthread_t t;
	int r = -1;

	word = syscall(SYS_gettid);
	MUST_TRUE(!pthread_create(&t, NULL, take_pi, &r));
	msleep(60);
	CHECK(word & FUTEX_WAITERS);
	CHECK_EQ(-1, r);
	CHECK_EQ(0, futex(&word, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0));
	pthread_join(t, NULL);
	CHECK_EQ(0, r);
	CHECK_EQ(0, word);
}
