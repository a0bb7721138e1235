// SPDX-License-Identifier: GPL-2.0
/* Tests of process identifiers. */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

static void drop(struct pid *pid)
{
	write_lock(&tasklist_lock);
	free_pid(pid);
	write_unlock(&tasklist_lock);
}

static void numbers_go_up_and_are_found(struct kunit *test)
{
	struct pid *a = alloc_pid(NULL, 0), *b;

	KUNIT_ASSERT_FALSE(test, IS_ERR(a));
	b = alloc_pid(NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(b));
	KUNIT_EXPECT_GT(test, pid_nr(b), pid_nr(a));
	KUNIT_EXPECT_PTR_EQ(test, find_vpid(pid_nr(a)), a);
	KUNIT_EXPECT_PTR_EQ(test, find_vpid(pid_nr(b)), b);
	drop(a);
	drop(b);
}

static void freed_number_is_not_given_out_next(struct kunit *test)
{
	struct pid *a = alloc_pid(NULL, 0), *b;
	pid_t nr;

	KUNIT_ASSERT_FALSE(test, IS_ERR(a));
	nr = pid_nr(a);
	drop(a);
	KUNIT_EXPECT_NULL(test, find_vpid(nr));
	b = alloc_pid(NULL, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(b));
	KUNIT_EXPECT_NE(test, pid_nr(b), nr);
	drop(b);
}

static void reference_outlives_the_number(struct kunit *test)
{
	struct pid *pid = alloc_pid(NULL, 0);
	pid_t nr;

	KUNIT_ASSERT_FALSE(test, IS_ERR(pid));
	nr = pid_nr(pid);
	get_pid(pid);
	drop(pid);
	KUNIT_EXPECT_NULL(test, find_vpid(nr));
	KUNIT_EXPECT_EQ(test, pid_nr(pid), nr);
	KUNIT_EXPECT_NULL(test, get_pid_task(pid, PIDTYPE_PID));
	put_pid(pid);
}

static void wanted_number_is_checked(struct kunit *test)
{
	pid_t want[2] = { 0, 0 };
	struct pid *pid;

	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(want, 1)), -EINVAL);
	want[0] = pid_max;
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(want, 1)), -EINVAL);
	want[0] = 1;
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(want, 1)), -EEXIST);
	KUNIT_EXPECT_EQ(test, PTR_ERR(alloc_pid(want, 2)), -EINVAL);
	want[0] = pid_max - 1;
	pid = alloc_pid(want, 1);
	KUNIT_ASSERT_FALSE(test, IS_ERR(pid));
	KUNIT_EXPECT_EQ(test, pid_nr(pid), pid_max - 1);
	drop(pid);
}

static void own_pid_leads_to_oneself(struct kunit *test)
{
	struct task_struct *t = get_pid_task(task_pid(current), PIDTYPE_PID);
	struct pid *next = find_ge_pid(task_pid_nr(current));

	KUNIT_EXPECT_PTR_EQ(test, t, current);
	KUNIT_EXPECT_PTR_EQ(test, next, task_pid(current));
	put_pid(next);
	if (t)
		put_task_struct(t);
}

static struct kunit_case pid_cases[] = {
	KUNIT_CASE(numbers_go_up_and_are_found),
	KUNIT_CASE(freed_number_is_not_given_out_next),
	KUNIT_CASE(reference_outlives_the_number),
	KUNIT_CASE(wanted_number_is_checked),
	KUNIT_CASE(own_pid_leads_to_oneself),
	{}
};

static struct kunit_suite pid_suite = {
	.name = "pid",
	.test_cases = pid_cases,
};
kunit_test_suite(pid_suite);
