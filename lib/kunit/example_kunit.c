// SPDX-License-Identifier: GPL-2.0
/* A suite to copy from: expectations, assertions, resources, parameters. */
#include <kunit/test.h>
#include <linux/slab.h>

static void example_simple_test(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 1 + 1, 2);
}

static void example_skip_test(struct kunit *test)
{
	kunit_skip(test, "this test should be skipped");
	KUNIT_FAIL(test, "kunit_skip() came back");
}

static void example_mark_skipped_test(struct kunit *test)
{
	kunit_mark_skipped(test, "this test should be skipped");
	KUNIT_EXPECT_EQ(test, test->status, KUNIT_SKIPPED);
}

static void example_all_expect_macros_test(struct kunit *test)
{
	const u32 a[] = { 1, 2 }, b[] = { 1, 3 };

	KUNIT_EXPECT_TRUE(test, true);
	KUNIT_EXPECT_FALSE(test, false);
	KUNIT_EXPECT_NE(test, 0, 1);
	KUNIT_EXPECT_GT(test, 1, 0);
	KUNIT_EXPECT_GE(test, 1, 1);
	KUNIT_EXPECT_LT(test, 0, 1);
	KUNIT_EXPECT_LE(test, 1, 1);
	KUNIT_EXPECT_NOT_ERR_OR_NULL(test, test);
	KUNIT_EXPECT_PTR_EQ(test, NULL, NULL);
	KUNIT_EXPECT_PTR_NE(test, test, NULL);
	KUNIT_EXPECT_NULL(test, NULL);
	KUNIT_EXPECT_NOT_NULL(test, test);
	KUNIT_EXPECT_STREQ(test, "hi", "hi");
	KUNIT_EXPECT_STRNEQ(test, "hi", "bye");
	KUNIT_EXPECT_MEMEQ(test, a, b, sizeof(a[0]));
	KUNIT_EXPECT_MEMNEQ(test, a, b, sizeof(a));
	KUNIT_ASSERT_EQ_MSG(test, a[0], 1, "a[0] is %u", a[0]);
}

static void count_up(void *ctx)
{
	++*(int *)ctx;
}

static void example_action_runs_on_release(struct kunit *test)
{
	int count = 0;

	KUNIT_ASSERT_EQ(test, kunit_add_action(test, count_up, &count), 0);
	kunit_release_action(test, count_up, &count);
	KUNIT_EXPECT_EQ(test, count, 1);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, count_up, &count), 0);
	kunit_remove_action(test, count_up, &count);
	KUNIT_EXPECT_EQ(test, count, 1);
}

static void example_memory_is_zeroed(struct kunit *test)
{
	u64 *p = kunit_kcalloc(test, 16, sizeof(*p), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (int i = 0; i < 16; i++)
		KUNIT_EXPECT_EQ(test, p[i], 0);
}

static struct example_param {
	int value;
} example_params[] = {
	{ .value = 3 }, { .value = 2 }, { .value = 1 }, { .value = 0 },
};

static void example_param_desc(struct example_param *p, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "example value %d", p->value);
}

KUNIT_ARRAY_PARAM(example, example_params, example_param_desc);

static void example_params_test(struct kunit *test)
{
	const struct example_param *param = test->param_value;

	KUNIT_ASSERT_NOT_NULL(test, param);
	if (!param->value)
		kunit_skip(test, "unsupported param value");
	KUNIT_EXPECT_EQ(test, param->value % param->value, 0);
}

static int example_test_init(struct kunit *test)
{
	test->priv = test;
	return 0;
}

static void example_test_exit(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, test->priv, test);
}

static struct kunit_case example_test_cases[] = {
	KUNIT_CASE(example_simple_test),
	KUNIT_CASE(example_skip_test),
	KUNIT_CASE(example_mark_skipped_test),
	KUNIT_CASE(example_all_expect_macros_test),
	KUNIT_CASE(example_action_runs_on_release),
	KUNIT_CASE(example_memory_is_zeroed),
	KUNIT_CASE_PARAM(example_params_test, example_gen_params),
	{}
};

static struct kunit_suite example_test_suite = {
	.name = "example",
	.init = example_test_init,
	.exit = example_test_exit,
	.test_cases = example_test_cases,
};
kunit_test_suite(example_test_suite);
