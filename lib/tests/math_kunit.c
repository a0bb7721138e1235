// SPDX-License-Identifier: GPL-2.0
/* Tests of integer helpers, times and the calendar, and counters. */
#include <kunit/test.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/refcount.h>
#include <linux/seq_buf.h>
#include <linux/time.h>

static void integer_functions(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, gcd(48, 36), 12);
	KUNIT_EXPECT_EQ(test, lcm(4, 6), 12);
	KUNIT_EXPECT_EQ(test, int_sqrt(99), 9);
	KUNIT_EXPECT_EQ(test, int_sqrt(ULONG_MAX), UINT_MAX);
	KUNIT_EXPECT_EQ(test, int_pow(3, 5), 243);
	KUNIT_EXPECT_EQ(test, round_up(13, 8), 16);
	KUNIT_EXPECT_EQ(test, roundup(13, 5), 15);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(13, 5), 3);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-13, 5), -3);
	KUNIT_EXPECT_EQ(test, abs(-5), 5);
	KUNIT_EXPECT_EQ(test, clamp(15, 1, 10), 10);
	KUNIT_EXPECT_EQ(test, mul_u64_u64_div_u64(1ULL << 62, 6, 12), 1ULL << 61);
}

static void overflow_is_noticed(struct kunit *test)
{
	u8 b;
	int i;

	KUNIT_EXPECT_TRUE(test, check_add_overflow(200, 100, &b));
	KUNIT_EXPECT_FALSE(test, check_add_overflow(INT_MAX - 1, 1, &i));
	KUNIT_EXPECT_TRUE(test, check_shl_overflow(1, 31, &i));
	KUNIT_EXPECT_FALSE(test, check_shl_overflow(1, 30, &i));
	KUNIT_EXPECT_EQ(test, array_size(SIZE_MAX, 2), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, size_add(SIZE_MAX, 1), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, array3_size(2, 3, 4), 24);
}

static void times_are_normalized(struct kunit *test)
{
	struct timespec64 a = { 1, 900000000 }, b = { 0, 200000000 };
	struct timespec64 t = timespec64_add(a, b);

	KUNIT_EXPECT_EQ(test, t.tv_sec, 2);
	KUNIT_EXPECT_EQ(test, t.tv_nsec, 100000000);
	t = timespec64_sub(b, a);
	KUNIT_EXPECT_EQ(test, t.tv_sec, -2);
	KUNIT_EXPECT_EQ(test, t.tv_nsec, 300000000);
	t = ns_to_timespec64(-1);
	KUNIT_EXPECT_EQ(test, t.tv_sec, -1);
	KUNIT_EXPECT_EQ(test, t.tv_nsec, 999999999);
	KUNIT_EXPECT_EQ(test, ktime_add_safe(KTIME_MAX - 1, 5), KTIME_MAX);
	KUNIT_EXPECT_EQ(test, ktime_set(KTIME_SEC_MAX, 0), KTIME_MAX);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(11), 2);
	KUNIT_EXPECT_EQ(test, msecs_to_jiffies(-1), MAX_JIFFY_OFFSET);
	KUNIT_EXPECT_TRUE(test, time_after(5UL, ULONG_MAX - 5));
}

static void calendar_goes_both_ways(struct kunit *test)
{
	struct tm tm;

	time64_to_tm(0, 0, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_year, 70);
	KUNIT_EXPECT_EQ(test, tm.tm_wday, 4);
	time64_to_tm(951782400, 0, &tm);	/* 29 February 2000 */
	KUNIT_EXPECT_EQ(test, tm.tm_mon, 1);
	KUNIT_EXPECT_EQ(test, tm.tm_mday, 29);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 59);
	time64_to_tm(-1, 0, &tm);
	KUNIT_EXPECT_EQ(test, tm.tm_year, 69);
	KUNIT_EXPECT_EQ(test, tm.tm_yday, 364);
	KUNIT_EXPECT_EQ(test, tm.tm_sec, 59);
	for (time64_t t = -86400LL * 40000; t < 86400LL * 80000;
	     t += 86400LL * 17 + 3601) {
		time64_to_tm(t, 0, &tm);
		if (tm.tm_year + 1900 < 1)
			continue;
		KUNIT_ASSERT_EQ(test, t, mktime64(tm.tm_year + 1900,
			tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
			tm.tm_sec));
	}
}

static void atomics_return_what_they_say(struct kunit *test)
{
	atomic_t v = ATOMIC_INIT(5);
	int old = 5;

	KUNIT_EXPECT_EQ(test, atomic_add_return(2, &v), 7);
	KUNIT_EXPECT_EQ(test, atomic_fetch_sub(3, &v), 7);
	KUNIT_EXPECT_EQ(test, atomic_xchg(&v, 5), 4);
	KUNIT_EXPECT_TRUE(test, atomic_try_cmpxchg(&v, &old, 9));
	KUNIT_EXPECT_FALSE(test, atomic_try_cmpxchg(&v, &old, 1));
	KUNIT_EXPECT_EQ(test, old, 9);
	KUNIT_EXPECT_FALSE(test, atomic_add_unless(&v, 1, 9));
	KUNIT_EXPECT_TRUE(test, atomic_inc_not_zero(&v));
	KUNIT_EXPECT_EQ(test, atomic_read(&v), 10);
	atomic_set(&v, 1);
	KUNIT_EXPECT_TRUE(test, atomic_dec_and_test(&v));
	KUNIT_EXPECT_EQ(test, atomic_dec_if_positive(&v), -1);
}

static void refcounts_end_at_zero(struct kunit *test)
{
	refcount_t r = REFCOUNT_INIT(1);

	KUNIT_EXPECT_TRUE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_FALSE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_FALSE(test, refcount_dec_not_one(&r));
	KUNIT_EXPECT_TRUE(test, refcount_dec_and_test(&r));
	KUNIT_EXPECT_FALSE(test, refcount_inc_not_zero(&r));
	KUNIT_EXPECT_EQ(test, refcount_read(&r), 0);
}

static void seq_buf_remembers_overflow(struct kunit *test)
{
	DECLARE_SEQ_BUF(s, 8);

	KUNIT_EXPECT_EQ(test, seq_buf_printf(&s, "%d", 1234), 0);
	KUNIT_EXPECT_EQ(test, seq_buf_puts(&s, "56"), 0);
	KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), "123456");
	KUNIT_EXPECT_EQ(test, seq_buf_printf(&s, "%d", 7890), -1);
	KUNIT_EXPECT_TRUE(test, seq_buf_has_overflowed(&s));
	KUNIT_EXPECT_EQ(test, seq_buf_used(&s), 8);
}

static struct kunit_case math_cases[] = {
	KUNIT_CASE(integer_functions),
	KUNIT_CASE(overflow_is_noticed),
	KUNIT_CASE(times_are_normalized),
	KUNIT_CASE(calendar_goes_both_ways),
	KUNIT_CASE(atomics_return_what_they_say),
	KUNIT_CASE(refcounts_end_at_zero),
	KUNIT_CASE(seq_buf_remembers_overflow),
	{}
};

static struct kunit_suite math_suite = {
	.name = "math",
	.test_cases = math_cases,
};
kunit_test_suite(math_suite);
