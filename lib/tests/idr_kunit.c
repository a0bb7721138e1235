// SPDX-License-Identifier: GPL-2.0
/* Tests of idr and ida. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/idr.h>

static void ids_are_lowest_free_and_found(struct kunit *test)
{
	DEFINE_IDR(idr);
	int here[4];

	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test,
			idr_alloc(&idr, &here[i], 10, 14, GFP_KERNEL), 10 + i);
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, here, 10, 14, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_PTR_EQ(test, idr_find(&idr, 12), &here[2]);
	KUNIT_EXPECT_NULL(test, idr_find(&idr, 9));
	KUNIT_EXPECT_PTR_EQ(test, idr_remove(&idr, 11), &here[1]);
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, here, 10, 0, GFP_KERNEL), 11);
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, here, 0, 0, GFP_KERNEL), 0);
	idr_destroy(&idr);
	KUNIT_EXPECT_TRUE(test, idr_is_empty(&idr));
}

static void reserved_id_is_filled_later(struct kunit *test)
{
	DEFINE_IDR(idr);
	int id = idr_alloc(&idr, NULL, 1, 0, GFP_KERNEL);

	KUNIT_ASSERT_EQ(test, id, 1);
	KUNIT_EXPECT_NULL(test, idr_find(&idr, id));
	KUNIT_EXPECT_EQ(test, idr_alloc(&idr, test, 1, 0, GFP_KERNEL), 2);
	KUNIT_EXPECT_NULL(test, idr_replace(&idr, &idr, id));
	KUNIT_EXPECT_PTR_EQ(test, idr_find(&idr, id), &idr);
	KUNIT_EXPECT_TRUE(test, IS_ERR(idr_replace(&idr, test, 99)));
	idr_destroy(&idr);
}

static void cyclic_ids_do_not_come_back_soon(struct kunit *test)
{
	DEFINE_IDR(idr);

	for (int i = 1; i < 300; i++) {
		KUNIT_ASSERT_EQ(test, idr_alloc_cyclic(&idr, test, 1, 300,
						       GFP_KERNEL), i);
		idr_remove(&idr, i);
	}
	KUNIT_EXPECT_EQ(test,
		idr_alloc_cyclic(&idr, test, 1, 300, GFP_KERNEL), 1);
	idr_destroy(&idr);
}

static void iteration_sees_ids_in_order(struct kunit *test)
{
	struct idr idr;
	int id, last = -1, n = 0;
	void *entry;

	idr_init_base(&idr, 5);
	for (int i = 0; i < 200; i++)
		KUNIT_ASSERT_GE(test, idr_alloc(&idr, test, i * 3 + 5, 0,
						GFP_KERNEL), 5);
	idr_for_each_entry(&idr, entry, id) {
		KUNIT_ASSERT_GT(test, id, last);
		last = id;
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 200);
	KUNIT_EXPECT_EQ(test, last, 199 * 3 + 5);
	idr_destroy(&idr);
}

static void ida_fills_gaps(struct kunit *test)
{
	DEFINE_IDA(ida);

	for (int i = 0; i < 3000; i++)
		KUNIT_ASSERT_EQ(test, ida_alloc(&ida, GFP_KERNEL), i);
	ida_free(&ida, 1024);
	ida_free(&ida, 5);
	KUNIT_EXPECT_FALSE(test, ida_exists(&ida, 5));
	KUNIT_EXPECT_EQ(test, ida_alloc(&ida, GFP_KERNEL), 5);
	KUNIT_EXPECT_EQ(test, ida_alloc_min(&ida, 6, GFP_KERNEL), 1024);
	KUNIT_EXPECT_EQ(test, ida_alloc_max(&ida, 2999, GFP_KERNEL), -ENOSPC);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 5000, 5000, GFP_KERNEL), 5000);
	KUNIT_EXPECT_EQ(test, ida_alloc_range(&ida, 5000, 5000, GFP_KERNEL), -ENOSPC);
	ida_destroy(&ida);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

static void ida_is_empty_when_all_are_freed(struct kunit *test)
{
	DEFINE_IDA(ida);

	for (int i = 0; i < 1500; i++)
		ida_alloc(&ida, GFP_KERNEL);
	for (int i = 1499; i >= 0; i--)
		ida_free(&ida, i);
	KUNIT_EXPECT_TRUE(test, ida_is_empty(&ida));
}

static struct kunit_case idr_cases[] = {
	KUNIT_CASE(ids_are_lowest_free_and_found),
	KUNIT_CASE(reserved_id_is_filled_later),
	KUNIT_CASE(cyclic_ids_do_not_come_back_soon),
	KUNIT_CASE(iteration_sees_ids_in_order),
	KUNIT_CASE(ida_fills_gaps),
	KUNIT_CASE(ida_is_empty_when_all_are_freed),
	{}
};

static struct kunit_suite idr_suite = {
	.name = "idr",
	.test_cases = idr_cases,
};
kunit_test_suite(idr_suite);
