// SPDX-License-Identifier: GPL-2.0
/* Timers: order, restarting, cancelling, and sleeping with a limit. */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>

#define MS	NSEC_PER_MSEC

struct probe {
	struct hrtimer	timer;
	int		name, rounds;
	int		*log, *count;
};

static enum hrtimer_restart probe_fn(struct hrtimer *timer)
{
	struct probe *p = container_of(timer, struct probe, timer);

	p->log[(*p->count)++] = p->name;
	if (--p->rounds <= 0)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, 2 * MS);
	return HRTIMER_RESTART;
}

static void start_probe(struct probe *p, int name, int *log, int *count, ktime_t in)
{
	*p = (struct probe){ .name = name, .log = log, .count = count };
	hrtimer_setup(&p->timer, probe_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_start(&p->timer, in, HRTIMER_MODE_REL);
}

static void timers_expire_in_order_of_time(struct kunit *test)
{
	struct probe p[3];
	int log[3] = { }, count = 0;

	start_probe(&p[0], 0, log, &count, 9 * MS);
	start_probe(&p[1], 1, log, &count, 3 * MS);
	start_probe(&p[2], 2, log, &count, 6 * MS);
	msleep(15);
	KUNIT_ASSERT_EQ(test, count, 3);
	KUNIT_EXPECT_EQ(test, log[0], 1);
	KUNIT_EXPECT_EQ(test, log[1], 2);
	KUNIT_EXPECT_EQ(test, log[2], 0);
}

static void cancelled_timer_does_not_run(struct kunit *test)
{
	int log[1], count = 0;
	struct probe p;

	start_probe(&p, 0, log, &count, 2 * MS);
	KUNIT_EXPECT_TRUE(test, hrtimer_active(&p.timer));
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&p.timer), 1);
	KUNIT_EXPECT_EQ(test, hrtimer_cancel(&p.timer), 0);
	KUNIT_EXPECT_FALSE(test, hrtimer_active(&p.timer));
	msleep(5);
	KUNIT_EXPECT_EQ(test, count, 0);
}

static void restarting_timer_runs_again(struct kunit *test)
{
	int log[3], count = 0;
	struct probe p;

	start_probe(&p, 0, log, &count, 1 * MS);
	p.rounds = 3;
	msleep(15);
	KUNIT_EXPECT_EQ(test, count, 3);
	KUNIT_EXPECT_FALSE(test, hrtimer_active(&p.timer));
}

static void starting_a_queued_timer_moves_it(struct kunit *test)
{
	int log[1], count = 0;
	struct probe p;

	start_probe(&p, 0, log, &count, 1 * MS);
	hrtimer_start(&p.timer, 500 * MS, HRTIMER_MODE_REL);
	KUNIT_EXPECT_GT(test, hrtimer_get_remaining(&p.timer), 300 * MS);
	msleep(4);
	KUNIT_EXPECT_EQ(test, count, 0);
	hrtimer_cancel(&p.timer);
}

static void forward_counts_missed_intervals(struct kunit *test)
{
	struct hrtimer timer;

	hrtimer_setup(&timer, probe_fn, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	hrtimer_set_expires(&timer, 100);
	KUNIT_EXPECT_EQ(test, hrtimer_forward(&timer, 99, 10), 0);
	KUNIT_EXPECT_EQ(test, hrtimer_forward(&timer, 100, 10), 1);
	KUNIT_EXPECT_EQ(test, hrtimer_get_expires(&timer), 110);
	KUNIT_EXPECT_EQ(test, hrtimer_forward(&timer, 145, 10), 4);
	KUNIT_EXPECT_EQ(test, hrtimer_get_expires(&timer), 150);
}

static void absolute_wall_clock_timer_expires(struct kunit *test)
{
	int log[1], count = 0;
	struct probe p = { .log = log, .count = &count };

	hrtimer_setup(&p.timer, probe_fn, CLOCK_REALTIME, HRTIMER_MODE_ABS);
	hrtimer_start(&p.timer, ktime_get_real() + 2 * MS, HRTIMER_MODE_ABS);
	msleep(6);
	KUNIT_EXPECT_EQ(test, count, 1);
}

/* ---- jiffy timers ---- */

struct jiffy_probe {
	struct timer_list	timer;
	struct completion	done;
};

static void jiffy_probe_fn(struct timer_list *t)
{
	complete(&from_timer((struct jiffy_probe *)NULL, t, timer)->done);
}

static void jiffy_timer_runs_at_its_jiffy(struct kunit *test)
{
	unsigned long target = jiffies + 2;
	struct jiffy_probe p;

	init_completion(&p.done);
	timer_setup(&p.timer, jiffy_probe_fn, 0);
	KUNIT_EXPECT_FALSE(test, timer_pending(&p.timer));
	KUNIT_EXPECT_EQ(test, mod_timer(&p.timer, target), 0);
	KUNIT_EXPECT_EQ(test, mod_timer(&p.timer, target), 1);
	KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&p.done, HZ), 0);
	KUNIT_EXPECT_TRUE(test, time_after_eq(jiffies, target));
	KUNIT_EXPECT_EQ(test, timer_delete_sync(&p.timer), 0);
}

/* ---- sleeping ---- */

static void schedule_timeout_returns_what_is_left(struct kunit *test)
{
	ktime_t start = ktime_get();

	KUNIT_EXPECT_EQ(test, schedule_timeout_uninterruptible(2), 0);
	KUNIT_EXPECT_GE(test, ktime_get() - start, 2 * TICK_NSEC);
	/* Not asleep: woken at once. */
	__set_current_state(TASK_INTERRUPTIBLE);
	wake_up_process(current);
	KUNIT_EXPECT_GE(test, schedule_timeout(HZ), HZ - 2);
	KUNIT_EXPECT_TRUE(test, task_is_running(current));
}

static void sleep_is_not_shorter_than_asked(struct kunit *test)
{
	for (int us = 50; us <= 3200; us *= 4) {
		ktime_t start = ktime_get();

		usleep_range(us, us);
		KUNIT_EXPECT_GE(test, ktime_get() - start, us * NSEC_PER_USEC);
	}
}

static void clocks_go_forward(struct kunit *test)
{
	ktime_t mono = ktime_get(), raw = ktime_get_raw(), real = ktime_get_real();

	for (int i = 0; i < 1000; i++) {
		ktime_t m = ktime_get(), r = ktime_get_raw(), w = ktime_get_real();

		KUNIT_ASSERT_GE(test, m, mono);
		KUNIT_ASSERT_GE(test, r, raw);
		KUNIT_ASSERT_GE(test, w, real);
		mono = m;
		raw = r;
		real = w;
	}
}

static struct kunit_case hrtimer_cases[] = {
	KUNIT_CASE(timers_expire_in_order_of_time),
	KUNIT_CASE(cancelled_timer_does_not_run),
	KUNIT_CASE(restarting_timer_runs_again),
	KUNIT_CASE(starting_a_queued_timer_moves_it),
	KUNIT_CASE(forward_counts_missed_intervals),
	KUNIT_CASE(absolute_wall_clock_timer_expires),
	KUNIT_CASE(jiffy_timer_runs_at_its_jiffy),
	KUNIT_CASE(schedule_timeout_returns_what_is_left),
	KUNIT_CASE(sleep_is_not_shorter_than_asked),
	KUNIT_CASE(clocks_go_forward),
	{}
};

static struct kunit_suite hrtimer_suite = {
	.name		= "hrtimer",
	.test_cases	= hrtimer_cases,
};
kunit_test_suite(hrtimer_suite);
