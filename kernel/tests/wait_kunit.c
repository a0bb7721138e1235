// SPDX-License-Identifier: GPL-2.0
/* Wait queues, bits and completions. */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/wait.h>

struct meeting {
	wait_queue_head_t	queue;
	struct completion	done;
	unsigned long		word;
	int			condition, woken;
};

static void meeting_init(struct meeting *m)
{
	*m = (struct meeting){ };
	init_waitqueue_head(&m->queue);
	init_completion(&m->done);
}

static int wait_shared(void *arg)
{
	struct meeting *m = arg;

	wait_event(m->queue, READ_ONCE(m->condition));
	m->woken++;
	complete(&m->done);
	return 0;
}

static int wait_exclusive(void *arg)
{
	struct meeting *m = arg;

	wait_event_interruptible_exclusive(m->queue, READ_ONCE(m->condition));
	m->woken++;
	complete(&m->done);
	return 0;
}

static void wake_up_wakes_all_and_one_exclusive(struct kunit *test)
{
	struct meeting m;

	meeting_init(&m);
	kthread_run(wait_exclusive, &m, "exclusive1");
	kthread_run(wait_exclusive, &m, "exclusive2");
	kthread_run(wait_shared, &m, "shared1");
	kthread_run(wait_shared, &m, "shared2");
	msleep(5);
	KUNIT_EXPECT_TRUE(test, waitqueue_active(&m.queue));
	m.condition = 1;
	wake_up(&m.queue);
	for (int i = 0; i < 3; i++)
		wait_for_completion(&m.done);
	msleep(2);
	KUNIT_EXPECT_EQ(test, m.woken, 3);
	wake_up(&m.queue);
	wait_for_completion(&m.done);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&m.queue));
}

static void wake_up_without_the_condition_sleeps_on(struct kunit *test)
{
	struct meeting m;

	meeting_init(&m);
	kthread_run(wait_shared, &m, "shared");
	msleep(2);
	wake_up_all(&m.queue);
	msleep(2);
	KUNIT_EXPECT_EQ(test, m.woken, 0);
	m.condition = 1;
	wake_up_all(&m.queue);
	wait_for_completion(&m.done);
}

static void wait_event_timeout_counts_down(struct kunit *test)
{
	struct meeting m;

	meeting_init(&m);
	KUNIT_EXPECT_EQ(test, wait_event_timeout(m.queue, m.condition, 2), 0);
	m.condition = 1;
	KUNIT_EXPECT_GE(test, wait_event_timeout(m.queue, m.condition, 5), 1);
	m.condition = 0;
	KUNIT_EXPECT_EQ(test, wait_event_interruptible_hrtimeout(m.queue, m.condition,
								 NSEC_PER_MSEC), -ETIME);
}

/* ---- bits ---- */

static int wait_for_bit(void *arg)
{
	struct meeting *m = arg;

	wait_on_bit(&m->word, 3, TASK_UNINTERRUPTIBLE);
	m->woken++;
	complete(&m->done);
	return 0;
}

static int lock_bit(void *arg)
{
	struct meeting *m = arg;

	wait_on_bit_lock(&m->word, 3, TASK_UNINTERRUPTIBLE);
	m->woken++;
	yield();
	clear_and_wake_up_bit(3, &m->word);
	complete(&m->done);
	return 0;
}

static void bit_waiters_go_when_it_clears(struct kunit *test)
{
	struct meeting m;

	meeting_init(&m);
	m.word = 1UL << 3;
	kthread_run(wait_for_bit, &m, "bit");
	kthread_run(lock_bit, &m, "bit_lock1");
	kthread_run(lock_bit, &m, "bit_lock2");
	msleep(3);
	wake_up_bit(&m.word, 3);	/* still set: nobody may go */
	msleep(1);
	KUNIT_EXPECT_EQ(test, m.woken, 0);
	clear_and_wake_up_bit(3, &m.word);
	for (int i = 0; i < 3; i++)
		wait_for_completion(&m.done);
	KUNIT_EXPECT_EQ(test, m.woken, 3);
	KUNIT_EXPECT_EQ(test, m.word, 0);
}

/* ---- completions ---- */

static void completion_counts_events(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(c);

	KUNIT_EXPECT_FALSE(test, completion_done(&c));
	complete(&c);
	complete(&c);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&c));
	wait_for_completion(&c);
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&c));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&c, 2), 0);
	complete_all(&c);
	wait_for_completion(&c);
	wait_for_completion(&c);
	KUNIT_EXPECT_TRUE(test, completion_done(&c));
	reinit_completion(&c);
	KUNIT_EXPECT_FALSE(test, completion_done(&c));
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(wake_up_wakes_all_and_one_exclusive),
	KUNIT_CASE(wake_up_without_the_condition_sleeps_on),
	KUNIT_CASE(wait_event_timeout_counts_down),
	KUNIT_CASE(bit_waiters_go_when_it_clears),
	KUNIT_CASE(completion_counts_events),
	{}
};

static struct kunit_suite wait_suite = {
	.name		= "wait",
	.test_cases	= wait_cases,
};
kunit_test_suite(wait_suite);
