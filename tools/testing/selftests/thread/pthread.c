// SPDX-License-Identifier: GPL-2.0
/* Threads as libc makes them: many at once, all the ways to wait. */
#include "harness.h"
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#define N	16

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static long counter;
static __thread long local;
static pthread_t threads[N];

static void run(void *(*fn)(void *))
{
	long i;

	for (i = 0; i < N; i++)
		MUST_TRUE(!pthread_create(&threads[i], NULL, fn, (void *)i));
}

static long join_all(void)
{
	long sum = 0;
	void *r;
	int i;

	for (i = 0; i < N; i++) {
		MUST_TRUE(!pthread_join(threads[i], &r));
		sum += (long)r;
	}
	return sum;
}

static void *count_locked(void *arg)
{
	int i;

	for (i = 0; i < 10000; i++) {
		pthread_mutex_lock(&mutex);
		counter++;
		pthread_mutex_unlock(&mutex);
		local++;
		if (i % 1000 == 0)
			sched_yield();
	}
	return (void *)local;
}

TEST(sixteen_with_a_mutex)
{
	run(count_locked);
	CHECK_EQ(N * 10000, join_all());
	CHECK_EQ(N * 10000, counter);
	CHECK_EQ(0, local);
}

static int turn;

static void *take_turns(void *arg)
{
	int i;

	for (i = 0; i < 50; i++) {
		pthread_mutex_lock(&mutex);
		while (turn % N != (long)arg)
			pthread_cond_wait(&cond, &mutex);
		turn++;
		pthread_cond_broadcast(&cond);
		pthread_mutex_unlock(&mutex);
	}
	return (void *)1;
}

TEST(sixteen_take_turns_by_condition)
{
	run(take_turns);
	CHECK_EQ(N, join_all());
	CHECK_EQ(N * 50, turn);
}

static void *meet(void *arg)
{
	long serial = 0;
	int i;

	for (i = 0; i < 100; i++)
		serial += pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD;
	return (void *)serial;
}

TEST(barrier_hundred_times)
{
	pthread_barrier_init(&barrier, NULL, N);
	run(meet);
	CHECK_EQ(100, join_all());
}

static int readers;

static void *read_or_write(void *arg)
{
	int i;

	for (i = 0; i < 500; i++) {
		if ((long)arg % 4) {
			pthread_rwlock_rdlock(&rwlock);
			__atomic_fetch_add(&readers, 1, __ATOMIC_SEQ_CST);
			sched_yield();
			__atomic_fetch_sub(&readers, 1, __ATOMIC_SEQ_CST);
		} else {
			pthread_rwlock_wrlock(&rwlock);
			if (__atomic_load_n(&readers, __ATOMIC_SEQ_CST))
				return (void *)1;
			counter++;
		}
		pthread_rwlock_unlock(&rwlock);
	}
	return NULL;
}

TEST(rwlock_excludes)
{
	run(read_or_write);
	CHECK_EQ(0, join_all());
	CHECK_EQ(N / 4 * 500, counter);
}

static sem_t sem, filled;

static void *consume(void *arg)
{
	sem_wait(&sem);
	sem_post(&filled);
	return NULL;
}

TEST(semaphores)
{
	int i, v;

	sem_init(&sem, 0, 0);
	sem_init(&filled, 0, 0);
	run(consume);
	for (i = 0; i < N; i++)
		sem_post(&sem);
	for (i = 0; i < N; i++)
		sem_wait(&filled);
	join_all();
	sem_getvalue(&sem, &v);
	CHECK_EQ(0, v);
}

static void *timed(void *arg)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_nsec += 100000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_nsec -= 1000000000;
		ts.tv_sec++;
	}
	return (void *)(long)pthread_mutex_timedlock(&mutex, &ts);
}

TEST(timed_lock_times_out)
{
	pthread_t t;
	void *r;

	pthread_mutex_lock(&mutex);
	pthread_create(&t, NULL, timed, NULL);
	pthread_join(t, &r);
	CHECK_EQ(ETIMEDOUT, (long)r);
}

static void init_once(void) { counter++; }

static void *call_once(void *arg)
{
	pthread_once(&once, init_once);
	return NULL;
}

TEST(once)
{
	run(call_once);
	join_all();
	CHECK_EQ(1, counter);
}

static void *hold_and_die(void *arg)
{
	pthread_mutex_lock(arg);
	return NULL;
}

TEST(robust_mutex)
{
	pthread_mutexattr_t a;
	pthread_mutex_t m;
	pthread_t t;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&m, &a);
	pthread_create(&t, NULL, hold_and_die, &m);
	pthread_join(t, NULL);
	CHECK_EQ(EOWNERDEAD, pthread_mutex_lock(&m));
	CHECK_EQ(0, pthread_mutex_consistent(&m));
	CHECK_EQ(0, pthread_mutex_unlock(&m));
	CHECK_EQ(0, pthread_mutex_lock(&m));
}

TEST(robust_mutex_of_a_killed_process)
{
	pthread_mutexattr_t a;
	pthread_mutex_t *m = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	int p[2];
	char ch;
	pid_t pid;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
	pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(m, &a);
	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		pthread_mutex_lock(m);
		MUST(write(p[1], "x", 1));
		pause();
	}
	MUST(read(p[0], &ch, 1));
	kill(pid, SIGKILL);
	CHECK_EQ(EOWNERDEAD, pthread_mutex_lock(m));
	CHECK_KILLED(pid, SIGKILL);
}

static void *pi_worker(void *arg)
{
	int i;

	for (i = 0; i < 500; i++) {
		pthread_mutex_lock(arg);
		counter++;
		pthread_mutex_unlock(arg);
	}
	return NULL;
}

TEST(priority_inheritance_mutex)
{
	pthread_mutexattr_t a;
	pthread_mutex_t m;
	int i;

	pthread_mutexattr_init(&a);
	pthread_mutexattr_setprotocol(&a, PTHREAD_PRIO_INHERIT);
	MUST_TRUE(!pthread_mutex_init(&m, &a));
	for (i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, pi_worker, &m);
	for (i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	CHECK_EQ(2000, counter);
}

static volatile int cleaned;

static void clean(void *arg) { cleaned = 1; }

static void *cancel_me(void *arg)
{
	pthread_cleanup_push(clean, NULL);
	for (;;)
		pause();
	pthread_cleanup_pop(0);
	return NULL;
}

TEST(cancellation)
{
	pthread_t t;
	void *r;

	pthread_create(&t, NULL, cancel_me, NULL);
	msleep(30);
	pthread_cancel(t);
	pthread_join(t, &r);
	CHECK(r == PTHREAD_CANCELED);
	CHECK_EQ(1, cleaned);
}

static void *just_return(void *arg) { return arg; }

TEST(two_thousand_in_sequence)
{
	pthread_t t;
	void *r;
	long i;

	for (i = 0; i < 2000; i++) {
		MUST_TRUE(!pthread_create(&t, NULL, just_return, (void *)i));
		pthread_join(t, &r);
		CHECK_EQ(i, (long)r);
	}
}

TEST(detached_ones_go_away)
{
	pthread_attr_t a;
	pthread_t t;
	char path[64];
	int i, n;

	pthread_attr_init(&a);
	pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
	for (i = 0; i < 100; i++)
		MUST_TRUE(!pthread_create(&t, &a, just_return, NULL));
	snprintf(path, sizeof(path), "/proc/%d/task", getpid());
	for (i = 0; i < 1000; i++) {
		struct stat st;

		MUST(stat(path, &st));
		n = st.st_nlink - 2;
		if (n == 1)
			break;
		msleep(2);
	}
	CHECK_EQ(1, n);
}

static void *fork_in_thread(void *arg)
{
	pid_t pid = fork();

	if (!pid)
		_exit(7);
	return (void *)(long)WEXITSTATUS(test_wait(pid));
}

TEST(fork_from_threads)
{
	run(fork_in_thread);
	CHECK_EQ(7 * N, join_all());
}

TEST(fork_copies_only_the_caller)
{
	pid_t pid;
	int i;

	for (i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, cancel_me, NULL);
	pid = MUST(fork());
	if (!pid) {
		struct stat st;

		MUST(stat("/proc/self/task", &st));
		CHECK_EQ(3, st.st_nlink);
		done();
	}
	CHECK_EXIT(pid, 0);
}

static void *identity(void *arg)
{
	CHECK_NE(getpid(), syscall(SYS_gettid));
	CHECK_EQ(*(pid_t *)arg, getpid());
	pthread_setname_np(pthread_self(), "worker");
	CHECK_STR("worker\n", read_file("/proc/thread-self/comm"));
	return NULL;
}

TEST(ids_and_names)
{
	pid_t me = getpid();
	pthread_t t;

	pthread_create(&t, NULL, identity, &me);
	pthread_join(t, NULL);
	CHECK_STR("pthread\n", read_file("/proc/self/comm"));
}
