// SPDX-License-Identifier: GPL-2.0
/* Tests of bit operations, bit searches and bitmaps. */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/log2.h>

#define BITS	300

static void single_bits_atomic_and_not(struct kunit *test)
{
	DECLARE_BITMAP(map, BITS) = { 0 };

	KUNIT_EXPECT_FALSE(test, test_and_set_bit(130, map));
	KUNIT_EXPECT_TRUE(test, test_and_set_bit(130, map));
	KUNIT_EXPECT_TRUE(test, test_bit(130, map));
	KUNIT_EXPECT_TRUE(test, test_and_clear_bit(130, map));
	KUNIT_EXPECT_FALSE(test, __test_and_set_bit(0, map));
	change_bit(0, map);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, BITS));
	assign_bit(299, map, true);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, BITS), 299);
}

static void word_functions(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, ffs(0), 0);
	KUNIT_EXPECT_EQ(test, ffs(0x80000000u), 32);
	KUNIT_EXPECT_EQ(test, fls(0), 0);
	KUNIT_EXPECT_EQ(test, fls(0x80000000u), 32);
	KUNIT_EXPECT_EQ(test, fls64(1ULL << 40), 41);
	KUNIT_EXPECT_EQ(test, __ffs(0x100), 8);
	KUNIT_EXPECT_EQ(test, __fls(0x1ff), 8);
	KUNIT_EXPECT_EQ(test, ffz(0xffff), 16);
	KUNIT_EXPECT_EQ(test, hweight8(0xff), 8);
	KUNIT_EXPECT_EQ(test, hweight64(~0ULL), 64);
	KUNIT_EXPECT_EQ(test, rol32(0x80000001, 1), 3);
	KUNIT_EXPECT_EQ(test, ror64(1, 1), 1ULL << 63);
	KUNIT_EXPECT_EQ(test, sign_extend32(0xff, 7), -1);
	KUNIT_EXPECT_EQ(test, ilog2(4096), 12);
	KUNIT_EXPECT_EQ(test, roundup_pow_of_two(4097), 8192);
	KUNIT_EXPECT_EQ(test, rounddown_pow_of_two(4097), 4096);
	KUNIT_EXPECT_EQ(test, order_base_2(5), 3);
	KUNIT_EXPECT_FALSE(test, is_power_of_2(0));
}

static void searches_stop_at_the_size(struct kunit *test)
{
	DECLARE_BITMAP(map, BITS);

	bitmap_fill(map, BITS);
	KUNIT_EXPECT_EQ(test, find_first_zero_bit(map, BITS), BITS);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 70, 70), 70);
	KUNIT_EXPECT_EQ(test, find_next_bit(map, 70, 99), 70);
	bitmap_zero(map, BITS);
	__set_bit(70, map);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 70), 70);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 71), 70);
	KUNIT_EXPECT_EQ(test, find_last_bit(map, 70), 70);
	KUNIT_EXPECT_EQ(test, find_next_zero_bit(map, BITS, 70), 71);
}

static void ranges_do_not_touch_neighbours(struct kunit *test)
{
	DECLARE_BITMAP(map, BITS);

	for (unsigned int start = 0; start < 130; start += 13) {
		for (unsigned int len = 0; len < 150; len += 7) {
			bitmap_zero(map, BITS);
			bitmap_set(map, start, len);
			KUNIT_ASSERT_EQ(test, bitmap_weight(map, BITS), len);
			if (len)
				KUNIT_ASSERT_EQ(test,
					find_first_bit(map, BITS), start);
			bitmap_fill(map, BITS);
			bitmap_clear(map, start, len);
			KUNIT_ASSERT_EQ(test, bitmap_weight(map, BITS), BITS - len);
		}
	}
}

static void set_algebra_ignores_the_tail(struct kunit *test)
{
	DECLARE_BITMAP(a, 70) = { 0, ~0UL };
	DECLARE_BITMAP(b, 70) = { 0, 0x3f };
	DECLARE_BITMAP(c, 70);

	KUNIT_EXPECT_TRUE(test, bitmap_equal(a, b, 70));
	KUNIT_EXPECT_TRUE(test, bitmap_subset(a, b, 70));
	KUNIT_EXPECT_FALSE(test, bitmap_andnot(c, a, b, 70));
	KUNIT_EXPECT_TRUE(test, bitmap_and(c, a, b, 70));
	KUNIT_EXPECT_EQ(test, bitmap_weight(c, 70), 6);
	bitmap_complement(c, a, 70);
	KUNIT_EXPECT_FALSE(test, bitmap_intersects(a, c, 70));
	bitmap_or(c, a, c, 70);
	KUNIT_EXPECT_TRUE(test, bitmap_full(c, 70));
}

static void shifts_cross_words(struct kunit *test)
{
	DECLARE_BITMAP(map, 200) = { 0 };

	__set_bit(3, map);
	bitmap_shift_left(map, map, 130, 200);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 200), 133);
	bitmap_shift_right(map, map, 69, 200);
	KUNIT_EXPECT_EQ(test, find_first_bit(map, 200), 64);
	KUNIT_EXPECT_EQ(test, bitmap_weight(map, 200), 1);
}

static void zero_areas_are_aligned(struct kunit *test)
{
	DECLARE_BITMAP(map, 128) = { 0 };

	bitmap_set(map, 0, 5);
	__set_bit(20, map);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, 128, 0, 4, 0), 5);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, 128, 0, 4, 7), 8);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, 128, 0, 16, 0), 21);
	KUNIT_EXPECT_GT(test, bitmap_find_next_zero_area(map, 128, 0, 108, 0), 127);
	KUNIT_EXPECT_EQ(test, bitmap_find_next_zero_area(map, 128, 0, 107, 0), 21);
}

static void lists_are_parsed(struct kunit *test)
{
	DECLARE_BITMAP(map, 64);

	KUNIT_EXPECT_EQ(test, bitmap_parselist("0-3,8,10-30:2/8\n", map, 64), 0);
	KUNIT_EXPECT_EQ(test, map[0], 0xc0c0d0fUL);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("", map, 64), 0);
	KUNIT_EXPECT_TRUE(test, bitmap_empty(map, 64));
	KUNIT_EXPECT_EQ(test, bitmap_parselist("64", map, 64), -ERANGE);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("3-1", map, 64), -EINVAL);
	KUNIT_EXPECT_EQ(test, bitmap_parselist("a", map, 64), -EINVAL);
	KUNIT_EXPECT_EQ(test, bitmap_parse("3,00000001\n", 11, map, 64), 0);
	KUNIT_EXPECT_EQ(test, map[0], 0x300000001UL);
	KUNIT_EXPECT_EQ(test, bitmap_parse("g", 1, map, 64), -EINVAL);
	KUNIT_EXPECT_EQ(test, bitmap_parse("100", 3, map, 8), -EOVERFLOW);
}

static struct kunit_case bitmap_cases[] = {
	KUNIT_CASE(single_bits_atomic_and_not),
	KUNIT_CASE(word_functions),
	KUNIT_CASE(searches_stop_at_the_size),
	KUNIT_CASE(ranges_do_not_touch_neighbours),
	KUNIT_CASE(set_algebra_ignores_the_tail),
	KUNIT_CASE(shifts_cross_words),
	KUNIT_CASE(zero_areas_are_aligned),
	KUNIT_CASE(lists_are_parsed),
	{}
};

static struct kunit_suite bitmap_suite = {
	.name = "bitmap",
	.test_cases = bitmap_cases,
};
kunit_test_suite(bitmap_suite);
