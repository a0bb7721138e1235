// SPDX-License-Identifier: GPL-2.0
/* Mutexes, rwsems and priority inheritance, with kernel threads in contention. */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/rtmutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>

#define NR_THREADS	4
#define NR_ROUNDS	200

struct contest {
	struct mutex		mutex;
	struct rw_semaphore	sem;
	struct completion	done;
	int			value, inside, most_inside, broken;
	int			order[NR_THREADS], arrived;
};

static void contest_init(struct contest *c)
{
	*c = (struct contest){ };
	mutex_init(&c->mutex);
	init_rwsem(&c->sem);
	init_completion(&c->done);
}

static void run_threads(struct kunit *test, int (*fn)(void *), struct contest *c, int n)
{
	for (int i = 0; i < n; i++) {
		struct task_struct *k = kthread_run(fn, c, "contest/%d", i);

		KUNIT_ASSERT_FALSE(test, IS_ERR(k));
	}
	for (int i = 0; i < n; i++)
		wait_for_completion(&c->done);
}

/* ---- mutex ---- */

static int add_with_mutex(void *arg)
{
	struct contest *c = arg;

	for (int i = 0; i < NR_ROUNDS; i++) {
		int before;

		mutex_lock(&c->mutex);
		before = c->value;
		yield();	/* let the others try */
		c->value = before + 1;
		mutex_unlock(&c->mutex);
	}
	complete(&c->done);
	return 0;
}

static void mutex_lets_one_in(struct kunit *test)
{
	struct contest c;

	contest_init(&c);
	run_threads(test, add_with_mutex, &c, NR_THREADS);
	KUNIT_EXPECT_EQ(test, c.value, NR_THREADS * NR_ROUNDS);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&c.mutex));
}

static void mutex_trylock_fails_when_held(struct kunit *test)
{
	struct contest c;

	contest_init(&c);
	KUNIT_EXPECT_EQ(test, mutex_trylock(&c.mutex), 1);
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&c.mutex));
	KUNIT_EXPECT_EQ(test, mutex_trylock(&c.mutex), 0);
	mutex_unlock(&c.mutex);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&c.mutex));
}

/* Takes the lock again and again, hardly leaving it free. */
static int mutex_hog(void *arg)
{
	struct contest *c = arg;

	while (!READ_ONCE(c->broken)) {
		mutex_lock(&c->mutex);
		cond_resched();
		mutex_unlock(&c->mutex);
		cond_resched();
	}
	complete(&c->done);
	return 0;
}

static void mutex_waiter_is_not_starved(struct kunit *test)
{
	struct contest c;
	struct task_struct *k;

	contest_init(&c);
	k = kthread_run(mutex_hog, &c, "mutex_hog");
	KUNIT_ASSERT_FALSE(test, IS_ERR(k));
	for (int i = 0; i < 5; i++) {
		mutex_lock(&c.mutex);
		mutex_unlock(&c.mutex);
	}
	WRITE_ONCE(c.broken, 1);
	wait_for_completion(&c.done);
}

/* ---- rwsem ---- */

static int read_together(void *arg)
{
	struct contest *c = arg;

	down_read(&c->sem);
	c->most_inside = max(c->most_inside, ++c->inside);
	msleep(3);
	c->inside--;
	up_read(&c->sem);
	complete(&c->done);
	return 0;
}

static void rwsem_lets_readers_in_together(struct kunit *test)
{
	struct contest c;

	contest_init(&c);
	run_threads(test, read_together, &c, NR_THREADS);
	KUNIT_EXPECT_EQ(test, c.most_inside, NR_THREADS);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&c.sem));
}

static int write_alone(void *arg)
{
	struct contest *c = arg;

	for (int i = 0; i < NR_ROUNDS; i++) {
		down_write(&c->sem);
		if (c->inside++)
			c->broken = 1;
		yield();
		c->inside--;
		downgrade_write(&c->sem);
		yield();
		up_read(&c->sem);
	}
	complete(&c->done);
	return 0;
}

static void rwsem_lets_writers_in_alone(struct kunit *test)
{
	struct contest c;

	contest_init(&c);
	run_threads(test, write_alone, &c, NR_THREADS);
	KUNIT_EXPECT_EQ(test, c.broken, 0);
}

static int write_once(void *arg)
{
	struct contest *c = arg;

	down_write(&c->sem);
	c->order[c->arrived++] = 'w';
	up_write(&c->sem);
	complete(&c->done);
	return 0;
}

static int read_once(void *arg)
{
	struct contest *c = arg;

	down_read(&c->sem);
	c->order[c->arrived++] = 'r';
	up_read(&c->sem);
	complete(&c->done);
	return 0;
}

/* A reader who comes after a writer waits behind him. */
static void rwsem_keeps_the_order_of_arrival(struct kunit *test)
{
	struct contest c;

	contest_init(&c);
	down_read(&c.sem);
	kthread_run(write_once, &c, "writer");
	msleep(2);
	KUNIT_EXPECT_TRUE(test, rwsem_is_contended(&c.sem));
	KUNIT_EXPECT_EQ(test, down_read_trylock(&c.sem), 0);
	kthread_run(read_once, &c, "reader");
	msleep(2);
	KUNIT_EXPECT_EQ(test, c.arrived, 0);
	up_read(&c.sem);
	wait_for_completion(&c.done);
	wait_for_completion(&c.done);
	KUNIT_EXPECT_EQ(test, c.order[0], 'w');
	KUNIT_EXPECT_EQ(test, c.order[1], 'r');
}

static void rwsem_trylock_follows_the_holder(struct kunit *test)
{
	struct contest c;

	contest_init(&c);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&c.sem), 1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&c.sem), 1);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&c.sem), 0);
	up_read(&c.sem);
	up_read(&c.sem);
	KUNIT_EXPECT_EQ(test, down_write_trylock(&c.sem), 1);
	KUNIT_EXPECT_EQ(test, down_read_trylock(&c.sem), 0);
	up_write(&c.sem);
}

/* ---- priority inheritance ---- */

static int sleep_until_stopped(void *arg)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static void owner_has_the_priority_of_its_waiter(struct kunit *test)
{
	struct rt_mutex_waiter waiter, second;
	struct rt_mutex first_lock, second_lock;
	struct task_struct *owner, *middle, *top;

	owner = kthread_run(sleep_until_stopped, NULL, "pi_owner");
	middle = kthread_run(sleep_until_stopped, NULL, "pi_middle");
	top = kthread_run(sleep_until_stopped, NULL, "pi_top");
	sched_set_fifo(top);

	spin_lock(&rt_mutex_chain_lock);
	rt_mutex_init_owned(&first_lock, owner);
	rt_mutex_init_owned(&second_lock, middle);
	/* top waits for middle, who waits for owner */
	KUNIT_EXPECT_EQ(test, rt_mutex_enqueue(&first_lock, &waiter, middle), 0);
	KUNIT_EXPECT_FALSE(test, rt_task(owner));
	KUNIT_EXPECT_EQ(test, rt_mutex_enqueue(&second_lock, &second, top), 0);
	KUNIT_EXPECT_TRUE(test, rt_task(middle));
	KUNIT_EXPECT_EQ(test, owner->prio, top->prio);
	KUNIT_EXPECT_EQ(test, rt_mutex_enqueue(&second_lock, &waiter, owner), -EDEADLK);
	rt_mutex_dequeue(&second);
	KUNIT_EXPECT_FALSE(test, rt_task(middle));
	KUNIT_EXPECT_FALSE(test, rt_task(owner));
	KUNIT_EXPECT_PTR_EQ(test, rt_mutex_hand_over(&first_lock), middle);
	KUNIT_EXPECT_TRUE(test, waiter.granted);
	rt_mutex_set_owner(&first_lock, NULL);
	rt_mutex_set_owner(&second_lock, NULL);
	spin_unlock(&rt_mutex_chain_lock);

	kthread_stop(top);
	kthread_stop(middle);
	kthread_stop(owner);
}

static struct kunit_case locking_cases[] = {
	KUNIT_CASE(mutex_lets_one_in),
	KUNIT_CASE(mutex_trylock_fails_when_held),
	KUNIT_CASE(mutex_waiter_is_not_starved),
	KUNIT_CASE(rwsem_lets_readers_in_together),
	KUNIT_CASE(rwsem_lets_writers_in_alone),
	KUNIT_CASE(rwsem_keeps_the_order_of_arrival),
	KUNIT_CASE(rwsem_trylock_follows_the_holder),
	KUNIT_CASE(owner_has_the_priority_of_its_waiter),
	{}
};

static struct kunit_suite locking_suite = {
	.name		= "locking",
	.test_cases	= locking_cases,
};
kunit_test_suite(locking_suite);
