// SPDX-License-Identifier: GPL-2.0
/* Workqueues: queueing, delays, cancelling, flushing, order. */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

struct job {
	struct work_struct	work;
	struct delayed_work	delayed;
	struct workqueue_struct	*wq;
	struct completion	started, go_on;
	int			runs, again;
	int			*log, *count, name;
};

static void count_run(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	job->runs++;
	if (job->again-- > 0)
		queue_work(job->wq, work);
}

static void count_delayed(struct work_struct *work)
{
	container_of(to_delayed_work(work), struct job, delayed)->runs++;
}

static void block_in_work(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	complete(&job->started);
	wait_for_completion(&job->go_on);
	job->runs++;
}

static void log_work(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	job->log[(*job->count)++] = job->name;
	schedule_timeout_uninterruptible(1);
}

static void job_init(struct job *job, struct workqueue_struct *wq, work_func_t fn)
{
	*job = (struct job){ .wq = wq };
	INIT_WORK(&job->work, fn);
	INIT_DELAYED_WORK(&job->delayed, count_delayed);
	init_completion(&job->started);
	init_completion(&job->go_on);
}

static int workqueue_case_init(struct kunit *test)
{
	test->priv = alloc_workqueue("kunit", 0, 0);
	return test->priv ? 0 : -ENOMEM;
}

static void workqueue_case_exit(struct kunit *test)
{
	destroy_workqueue(test->priv);
}

static void queued_work_runs_once(struct kunit *test)
{
	struct job job;

	job_init(&job, test->priv, count_run);
	KUNIT_EXPECT_TRUE(test, queue_work(job.wq, &job.work));
	KUNIT_EXPECT_FALSE(test, queue_work(job.wq, &job.work));
	KUNIT_EXPECT_TRUE(test, work_pending(&job.work));
	KUNIT_EXPECT_TRUE(test, flush_work(&job.work));
	KUNIT_EXPECT_EQ(test, job.runs, 1);
	KUNIT_EXPECT_FALSE(test, flush_work(&job.work));
}

static void work_may_queue_itself(struct kunit *test)
{
	struct job job;

	job_init(&job, test->priv, count_run);
	job.again = 3;
	queue_work(job.wq, &job.work);
	drain_workqueue(job.wq);
	KUNIT_EXPECT_EQ(test, job.runs, 4);
}

static void delayed_work_waits(struct kunit *test)
{
	struct job job;

	job_init(&job, test->priv, count_run);
	KUNIT_EXPECT_TRUE(test, queue_delayed_work(job.wq, &job.delayed, 3));
	KUNIT_EXPECT_FALSE(test, queue_delayed_work(job.wq, &job.delayed, 1));
	msleep(12);
	KUNIT_EXPECT_EQ(test, job.runs, 0);
	msleep(40);
	KUNIT_EXPECT_EQ(test, job.runs, 1);
}

static void mod_delayed_work_changes_the_time(struct kunit *test)
{
	struct job job;

	job_init(&job, test->priv, count_run);
	KUNIT_EXPECT_FALSE(test, mod_delayed_work(job.wq, &job.delayed, 100 * HZ));
	KUNIT_EXPECT_TRUE(test, mod_delayed_work(job.wq, &job.delayed, 1));
	msleep(25);
	KUNIT_EXPECT_EQ(test, job.runs, 1);
	queue_delayed_work(job.wq, &job.delayed, 100 * HZ);
	KUNIT_EXPECT_TRUE(test, flush_delayed_work(&job.delayed));
	KUNIT_EXPECT_EQ(test, job.runs, 2);
}

static void cancelled_work_does_not_run(struct kunit *test)
{
	struct job job;

	job_init(&job, test->priv, count_run);
	queue_delayed_work(job.wq, &job.delayed, 1);
	KUNIT_EXPECT_TRUE(test, cancel_delayed_work_sync(&job.delayed));
	KUNIT_EXPECT_FALSE(test, cancel_delayed_work_sync(&job.delayed));
	msleep(25);
	KUNIT_EXPECT_EQ(test, job.runs, 0);
	/* And can be queued again. */
	KUNIT_EXPECT_TRUE(test, queue_delayed_work(job.wq, &job.delayed, 0));
	KUNIT_EXPECT_TRUE(test, flush_delayed_work(&job.delayed));
	KUNIT_EXPECT_EQ(test, job.runs, 1);
}

static void blocked_work_does_not_block_others(struct kunit *test)
{
	struct job slow, quick;

	job_init(&slow, test->priv, block_in_work);
	job_init(&quick, test->priv, count_run);
	queue_work(slow.wq, &slow.work);
	wait_for_completion(&slow.started);
	queue_work(quick.wq, &quick.work);
	flush_work(&quick.work);
	KUNIT_EXPECT_EQ(test, quick.runs, 1);
	KUNIT_EXPECT_EQ(test, slow.runs, 0);
	complete(&slow.go_on);
	flush_workqueue(slow.wq);
	KUNIT_EXPECT_EQ(test, slow.runs, 1);
}

static void cancel_sync_waits_for_the_function(struct kunit *test)
{
	struct job job;

	job_init(&job, test->priv, block_in_work);
	queue_work(job.wq, &job.work);
	wait_for_completion(&job.started);
	complete(&job.go_on);
	KUNIT_EXPECT_FALSE(test, cancel_work_sync(&job.work));
	KUNIT_EXPECT_EQ(test, job.runs, 1);
}

static void ordered_queue_keeps_the_order(struct kunit *test)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("kunit_ordered", 0);
	int log[4], count = 0;
	struct job job[4];

	KUNIT_ASSERT_NOT_NULL(test, wq);
	for (int i = 0; i < 4; i++) {
		job_init(&job[i], wq, log_work);
		job[i].log = log;
		job[i].count = &count;
		job[i].name = i;
		queue_work(wq, &job[i].work);
	}
	flush_workqueue(wq);
	KUNIT_ASSERT_EQ(test, count, 4);
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, log[i], i);
	destroy_workqueue(wq);
}

static struct kunit_case workqueue_cases[] = {
	KUNIT_CASE(queued_work_runs_once),
	KUNIT_CASE(work_may_queue_itself),
	KUNIT_CASE(delayed_work_waits),
	KUNIT_CASE(mod_delayed_work_changes_the_time),
	KUNIT_CASE(cancelled_work_does_not_run),
	KUNIT_CASE(blocked_work_does_not_block_others),
	KUNIT_CASE(cancel_sync_waits_for_the_function),
	KUNIT_CASE(ordered_queue_keeps_the_order),
	{}
};

static struct kunit_suite workqueue_suite = {
	.name		= "workqueue",
	.init		= workqueue_case_init,
	.exit		= workqueue_case_exit,
	.test_cases	= workqueue_cases,
};
kunit_test_suite(workqueue_suite);
