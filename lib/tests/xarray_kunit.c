// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the XArray: against a plain array where indices are small, at the
 * ends of the index range, marks, the cursor, and index allocation.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/xarray.h>

#define MODEL	5000

static void *val(unsigned long n)
{
	return xa_mk_value(n & LONG_MAX);
}

static void holds_single_entries_anywhere(struct kunit *test)
{
	static const unsigned long places[] = {
		0, 1, 63, 64, 65, 4095, 4096, 1UL << 32, LONG_MAX, ULONG_MAX,
	};
	DEFINE_XARRAY(xa);

	for (unsigned int i = 0; i < ARRAY_SIZE(places); i++) {
		unsigned long at = places[i], index = 0;

		KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
		KUNIT_EXPECT_NULL(test, xa_store(&xa, at, &xa, GFP_KERNEL));
		KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, at), &xa);
		KUNIT_EXPECT_NULL(test, xa_load(&xa, at + 1));
		KUNIT_EXPECT_NULL(test, xa_load(&xa, at - 1));
		KUNIT_EXPECT_PTR_EQ(test, &xa,
			xa_find(&xa, &index, ULONG_MAX, XA_PRESENT));
		KUNIT_EXPECT_EQ(test, index, at);
		KUNIT_EXPECT_NULL(test,
			xa_find_after(&xa, &index, ULONG_MAX, XA_PRESENT));
		KUNIT_EXPECT_PTR_EQ(test, xa_erase(&xa, at), &xa);
	}
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void holds_all_of_them_at_once(struct kunit *test)
{
	DEFINE_XARRAY(xa);
	unsigned long index, n = 0;
	void *entry;

	for (int bit = 0; bit < 64; bit++)
		KUNIT_ASSERT_FALSE(test, xa_is_err(
			xa_store(&xa, 1UL << bit, val(bit), GFP_KERNEL)));
	xa_for_each(&xa, index, entry) {
		KUNIT_ASSERT_EQ(test, index, 1UL << n);
		KUNIT_ASSERT_EQ(test, xa_to_value(entry), n);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 64);
	for (int bit = 63; bit >= 0; bit--)
		KUNIT_EXPECT_PTR_EQ(test, xa_erase(&xa, 1UL << bit), val(bit));
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void check_against_model(struct kunit *test, struct xarray *xa,
				const u8 *model)
{
	unsigned long index = 0, want = 0;
	void *entry;

	xa_for_each(xa, index, entry) {
		while (want < MODEL && !(model[want] & 1))
			want++;
		KUNIT_ASSERT_EQ(test, index, want);
		want++;
	}
	while (want < MODEL && !(model[want] & 1))
		want++;
	KUNIT_ASSERT_EQ(test, want, MODEL);
	want = 0;
	xa_for_each_marked(xa, index, entry, XA_MARK_1) {
		while (want < MODEL && !(model[want] & 2))
			want++;
		KUNIT_ASSERT_EQ(test, index, want);
		want++;
	}
}

/* model: bit 0 present, bit 1 marked. */
static void random_step(struct kunit *test, struct xarray *xa, u8 *model,
			u32 r)
{
	unsigned long at = r / 8 % MODEL;

	switch (r % 8) {
	case 0: case 1: case 2:
		KUNIT_ASSERT_EQ(test, !!xa_store(xa, at, val(at), GFP_KERNEL),
				model[at] & 1);
		model[at] |= 1;
		break;
	case 3: case 4: case 5:
		KUNIT_ASSERT_EQ(test, !!xa_erase(xa, at), model[at] & 1);
		model[at] = 0;
		break;
	case 6:
		xa_set_mark(xa, at, XA_MARK_1);
		if (model[at] & 1)
			model[at] |= 2;
		break;
	default:
		xa_clear_mark(xa, at, XA_MARK_1);
		model[at] &= ~2;
	}
	KUNIT_ASSERT_EQ(test, xa_get_mark(xa, at, XA_MARK_1), model[at] >> 1);
	KUNIT_ASSERT_EQ(test, !!xa_load(xa, at), model[at] & 1);
}

static void behaves_like_an_array(struct kunit *test)
{
	u8 *model = kunit_kzalloc(test, MODEL, GFP_KERNEL);
	DEFINE_XARRAY(xa);
	u32 seed = 99;

	KUNIT_ASSERT_NOT_NULL(test, model);
	for (int i = 0; i < 40000; i++) {
		seed = seed * 1664525 + 1013904223;
		random_step(test, &xa, model, seed >> 8);
		if (i % 2000 == 0)
			check_against_model(test, &xa, model);
	}
	check_against_model(test, &xa, model);
	for (unsigned long i = 0; i < MODEL; i++)
		xa_erase(&xa, i);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
	KUNIT_EXPECT_FALSE(test, xa_marked(&xa, XA_MARK_1));
}

static void marks_go_with_their_entry(struct kunit *test)
{
	DEFINE_XARRAY(xa);
	unsigned long index = 0;

	xa_set_mark(&xa, 5, XA_MARK_0);
	KUNIT_EXPECT_FALSE(test, xa_marked(&xa, XA_MARK_0));
	for (unsigned long i = 0; i < 1000; i++)
		xa_store(&xa, i, val(i), GFP_KERNEL);
	xa_set_mark(&xa, 777, XA_MARK_2);
	xa_set_mark(&xa, 3, XA_MARK_2);
	/* Growing upwards keeps them. */
	xa_store(&xa, 1UL << 40, val(1), GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 777, XA_MARK_2));
	xa_store(&xa, 777, val(1), GFP_KERNEL);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 777, XA_MARK_2));
	xa_erase(&xa, 3);
	KUNIT_EXPECT_NOT_NULL(test,
		xa_find(&xa, &index, ULONG_MAX, XA_MARK_2));
	KUNIT_EXPECT_EQ(test, index, 777);
	xa_erase(&xa, 777);
	KUNIT_EXPECT_FALSE(test, xa_marked(&xa, XA_MARK_2));
	xa_store(&xa, 777, val(1), GFP_KERNEL);
	KUNIT_EXPECT_FALSE(test, xa_get_mark(&xa, 777, XA_MARK_2));
	xa_destroy(&xa);
	KUNIT_EXPECT_TRUE(test, xa_empty(&xa));
}

static void cmpxchg_and_insert_respect_what_is_there(struct kunit *test)
{
	DEFINE_XARRAY(xa);

	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 70, val(1), GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 70, val(2), GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 70, val(5), val(6), 0), val(1));
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, 70), val(1));
	KUNIT_EXPECT_PTR_EQ(test, xa_cmpxchg(&xa, 70, val(1), val(6), 0), val(1));
	KUNIT_EXPECT_PTR_EQ(test, xa_load(&xa, 70), val(6));
	KUNIT_EXPECT_EQ(test, xa_reserve(&xa, 71, GFP_KERNEL), 0);
	KUNIT_EXPECT_NULL(test, xa_load(&xa, 71));
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 71, val(2), GFP_KERNEL), -EBUSY);
	xa_release(&xa, 71);
	KUNIT_EXPECT_EQ(test, xa_insert(&xa, 71, val(2), GFP_KERNEL), 0);
	xa_destroy(&xa);
}

static void cursor_walks_and_removes(struct kunit *test)
{
	DEFINE_XARRAY(xa);
	XA_STATE(xas, &xa, 0);
	unsigned long n = 0;
	void *entry;

	for (unsigned long i = 0; i < 300; i += 3)
		xa_store(&xa, i, val(i), GFP_KERNEL);
	xas_lock(&xas);
	xas_for_each(&xas, entry, 200) {
		KUNIT_ASSERT_EQ(test, xas.xa_index, n * 3);
		if (n % 2)
			xas_store(&xas, NULL);
		else
			xas_set_mark(&xas, XA_MARK_0);
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, 67);
	n = 0;
	xas_set(&xas, 10);
	xas_for_each_marked(&xas, entry, ULONG_MAX, XA_MARK_0) {
		KUNIT_ASSERT_EQ(test, xas.xa_index % 6, 0);
		xas_clear_mark(&xas, XA_MARK_0);
		xas_pause(&xas);
		n++;
	}
	xas_unlock(&xas);
	KUNIT_EXPECT_EQ(test, n, 32);
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 0, XA_MARK_0));
	KUNIT_EXPECT_TRUE(test, xa_get_mark(&xa, 6, XA_MARK_0));
	xa_destroy(&xa);
}

static void cursor_steps_over_holes(struct kunit *test)
{
	DEFINE_XARRAY(xa);
	XA_STATE(xas, &xa, 63);

	xa_store(&xa, 63, val(1), GFP_KERNEL);
	xa_store(&xa, 65, val(2), GFP_KERNEL);
	xas_lock(&xas);
	KUNIT_EXPECT_PTR_EQ(test, xas_load(&xas), val(1));
	KUNIT_EXPECT_NULL(test, xas_next(&xas));
	KUNIT_EXPECT_EQ(test, xas.xa_index, 64);
	KUNIT_EXPECT_PTR_EQ(test, xas_next(&xas), val(2));
	KUNIT_EXPECT_NULL(test, xas_prev(&xas));
	KUNIT_EXPECT_PTR_EQ(test, xas_prev(&xas), val(1));
	xas_unlock(&xas);
	xa_destroy(&xa);
}

static void alloc_gives_the_lowest_free_index(struct kunit *test)
{
	DEFINE_XARRAY_ALLOC(xa);
	u32 id;

	for (u32 i = 0; i < 5000; i++) {
		KUNIT_ASSERT_EQ(test, xa_alloc(&xa, &id, val(i), xa_limit_32b,
					       GFP_KERNEL), 0);
		KUNIT_ASSERT_EQ(test, id, i);
	}
	xa_erase(&xa, 4097);
	xa_erase(&xa, 64);
	xa_erase(&xa, 0);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, val(1), XA_LIMIT(1, 5000),
				       GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 64);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, val(1), XA_LIMIT(1, 4096),
				       GFP_KERNEL), -EBUSY);
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, NULL, XA_LIMIT(1, 9999),
				       GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 4097);
	KUNIT_EXPECT_NULL(test, xa_load(&xa, 4097));
	KUNIT_EXPECT_EQ(test, xa_alloc(&xa, &id, val(1), xa_limit_32b,
				       GFP_KERNEL), 0);
	KUNIT_EXPECT_EQ(test, id, 0);
	xa_destroy(&xa);
}

static void alloc_cyclic_wraps(struct kunit *test)
{
	DEFINE_XARRAY_ALLOC1(xa);
	struct xa_limit limit = XA_LIMIT(0, 4);
	u32 id, next = 0;

	for (u32 i = 1; i <= 4; i++) {
		KUNIT_EXPECT_EQ(test, xa_alloc_cyclic(&xa, &id, val(i), limit,
						      &next, GFP_KERNEL), 0);
		KUNIT_EXPECT_EQ(test, id, i);
	}
	KUNIT_EXPECT_EQ(test, xa_alloc_cyclic(&xa, &id, val(9), limit, &next,
					      GFP_KERNEL), -EBUSY);
	xa_erase(&xa, 2);
	KUNIT_EXPECT_EQ(test, xa_alloc_cyclic(&xa, &id, val(9), limit, &next,
					      GFP_KERNEL), 1);
	KUNIT_EXPECT_EQ(test, id, 2);
	xa_destroy(&xa);
}

static struct kunit_case xarray_cases[] = {
	KUNIT_CASE(holds_single_entries_anywhere),
	KUNIT_CASE(holds_all_of_them_at_once),
	KUNIT_CASE(behaves_like_an_array),
	KUNIT_CASE(marks_go_with_their_entry),
	KUNIT_CASE(cmpxchg_and_insert_respect_what_is_there),
	KUNIT_CASE(cursor_walks_and_removes),
	KUNIT_CASE(cursor_steps_over_holes),
	KUNIT_CASE(alloc_gives_the_lowest_free_index),
	KUNIT_CASE(alloc_cyclic_wraps),
	{}
};

static struct kunit_suite xarray_suite = {
	.name = "xarray",
	.test_cases = xarray_cases,
};
kunit_test_suite(xarray_suite);
