// SPDX-License-Identifier: GPL-2.0
/*
 * The scheduler: shares by nice value, real-time order, preemption. The
 * threads are bound to one CPU, so that they do compete.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/timekeeping.h>

#define CONTEST_MS	160

struct runner {
	struct task_struct	*task;
	struct completion	done;
	bool			stop;
	int			nice;
	u64			ran;
};

static int burn(void *arg)
{
	struct runner *r = arg;
	u64 before = task_sched_runtime(current);

	while (!READ_ONCE(r->stop))
		cond_resched();
	r->ran = task_sched_runtime(current) - before;
	complete(&r->done);
	return 0;
}

static void start_runner(struct kunit *test, struct runner *r, int nice)
{
	*r = (struct runner){ .nice = nice };
	init_completion(&r->done);
	r->task = kthread_create(burn, r, "burn/%d", nice);
	KUNIT_ASSERT_FALSE(test, IS_ERR(r->task));
	set_cpus_allowed_ptr(r->task, cpumask_of(0));
	set_user_nice(r->task, nice);
}

static void contest(struct runner *a, struct runner *b)
{
	wake_up_process(a->task);
	wake_up_process(b->task);
	msleep(CONTEST_MS);
	WRITE_ONCE(a->stop, true);
	WRITE_ONCE(b->stop, true);
	wait_for_completion(&a->done);
	wait_for_completion(&b->done);
}

static void equal_tasks_get_equal_shares(struct kunit *test)
{
	struct runner a, b;

	start_runner(test, &a, 0);
	start_runner(test, &b, 0);
	contest(&a, &b);
	/* Half: the host takes its own share of either. */
	KUNIT_EXPECT_GT(test, a.ran * 2, b.ran);
	KUNIT_EXPECT_GT(test, b.ran * 2, a.ran);
}

/* Five steps of 1.25 are a factor of 3. */
static void nicer_task_gets_less(struct kunit *test)
{
	struct runner a, b;

	start_runner(test, &a, 0);
	start_runner(test, &b, 5);
	contest(&a, &b);
	KUNIT_EXPECT_GT(test, a.ran, 2 * b.ran);
	KUNIT_EXPECT_LT(test, a.ran, 5 * b.ran);
	KUNIT_EXPECT_GT(test, b.ran, 0);
}

/* ---- sleepers ---- */

struct ping {
	struct completion	go, back;
	u64			worst;
	int			rounds;
};

static int answer(void *arg)
{
	struct ping *p = arg;

	for (int i = 0; i < p->rounds; i++) {
		wait_for_completion(&p->go);
		complete(&p->back);
	}
	return 0;
}

static void woken_task_preempts_a_busy_one(struct kunit *test)
{
	struct runner busy;
	struct ping p = { .rounds = 20 };
	struct task_struct *k;

	init_completion(&p.go);
	init_completion(&p.back);
	start_runner(test, &busy, 0);
	wake_up_process(busy.task);
	k = kthread_create(answer, &p, "answer");
	KUNIT_ASSERT_FALSE(test, IS_ERR(k));
	set_cpus_allowed_ptr(k, cpumask_of(0));
	wake_up_process(k);
	for (int i = 0; i < p.rounds; i++) {
		u64 start;

		msleep(2);
		start = sched_clock();
		complete(&p.go);
		wait_for_completion(&p.back);
		p.worst = max(p.worst, sched_clock() - start);
	}
	WRITE_ONCE(busy.stop, true);
	wait_for_completion(&busy.done);
	/* A slice would be 3 ms; the host may add a little. */
	KUNIT_EXPECT_LT(test, p.worst, 20 * NSEC_PER_MSEC);
}

/* ---- real time ---- */

struct rt_order {
	int		log[3], count;
	struct completion done;
};

struct rt_runner {
	struct rt_order	*order;
	int		name;
};

static int note_order(void *arg)
{
	struct rt_runner *r = arg;

	r->order->log[r->order->count++] = r->name;
	complete(&r->order->done);
	return 0;
}

static void real_time_runs_by_priority(struct kunit *test)
{
	static const int prio[3] = { 10, 30, 20 };
	struct rt_order order = { };
	struct rt_runner r[3];
	struct task_struct *k[3];
	struct sched_param param;

	init_completion(&order.done);
	for (int i = 0; i < 3; i++) {
		r[i] = (struct rt_runner){ &order, prio[i] };
		k[i] = kthread_create(note_order, &r[i], "rt/%d", prio[i]);
		KUNIT_ASSERT_FALSE(test, IS_ERR(k[i]));
		set_cpus_allowed_ptr(k[i], cpumask_of(0));
		param.sched_priority = prio[i];
		sched_setscheduler_nocheck(k[i], SCHED_FIFO, &param);
	}
	/* We are above them until all are ready. */
	param.sched_priority = 90;
	KUNIT_ASSERT_EQ(test, sched_setscheduler_nocheck(current, SCHED_FIFO, &param), 0);
	for (int i = 0; i < 3; i++)
		wake_up_process(k[i]);
	for (int i = 0; i < 3; i++)
		wait_for_completion(&order.done);
	sched_set_normal(current, 0);
	KUNIT_EXPECT_EQ(test, order.log[0], 30);
	KUNIT_EXPECT_EQ(test, order.log[1], 20);
	KUNIT_EXPECT_EQ(test, order.log[2], 10);
}

/* A real-time task in an endless loop leaves others a little. */
static void real_time_leaves_some_time(struct kunit *test)
{
	struct runner greedy, modest;
	u64 start = sched_clock();

	start_runner(test, &greedy, 0);
	start_runner(test, &modest, 0);
	sched_set_fifo(greedy.task);
	wake_up_process(greedy.task);
	wake_up_process(modest.task);
	while (!task_sched_runtime(modest.task) && sched_clock() - start < 5 * NSEC_PER_SEC)
		msleep(10);
	WRITE_ONCE(greedy.stop, true);
	WRITE_ONCE(modest.stop, true);
	wait_for_completion(&greedy.done);
	wait_for_completion(&modest.done);
	KUNIT_EXPECT_LT(test, sched_clock() - start, 3 * NSEC_PER_SEC);
}

static void policies_are_checked(struct kunit *test)
{
	struct sched_param param = { .sched_priority = 0 };

	KUNIT_EXPECT_EQ(test, sched_setscheduler_nocheck(current, SCHED_FIFO, &param), -EINVAL);
	param.sched_priority = 100;
	KUNIT_EXPECT_EQ(test, sched_setscheduler_nocheck(current, SCHED_RR, &param), -EINVAL);
	param.sched_priority = 1;
	KUNIT_EXPECT_EQ(test, sched_setscheduler_nocheck(current, SCHED_NORMAL, &param), -EINVAL);
	KUNIT_EXPECT_EQ(test, sched_setscheduler_nocheck(current, SCHED_DEADLINE, &param), -EINVAL);
	KUNIT_EXPECT_FALSE(test, rt_task(current));
}

static void sleeping_costs_no_cpu_time(struct kunit *test)
{
	u64 before = task_sched_runtime(current);

	msleep(20);
	KUNIT_EXPECT_LT(test, task_sched_runtime(current) - before, 5 * NSEC_PER_MSEC);
}

static struct kunit_case sched_cases[] = {
	KUNIT_CASE_SLOW(equal_tasks_get_equal_shares),
	KUNIT_CASE_SLOW(nicer_task_gets_less),
	KUNIT_CASE(woken_task_preempts_a_busy_one),
	KUNIT_CASE(real_time_runs_by_priority),
	KUNIT_CASE_SLOW(real_time_leaves_some_time),
	KUNIT_CASE(policies_are_checked),
	KUNIT_CASE(sleeping_costs_no_cpu_time),
	{}
};

static struct kunit_suite sched_suite = {
	.name		= "sched",
	.test_cases	= sched_cases,
};
kunit_test_suite(sched_suite);
