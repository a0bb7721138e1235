// SPDX-License-Identifier: GPL-2.0
/* Tests of iov_iter over kernel memory. */
#include <kunit/test.h>
#include <linux/uio.h>

#define TOTAL	200

/* Segments of 0, 1, 2, ... bytes over buf; returns how many. */
static int make_kvecs(struct kvec *v, u8 *buf)
{
	size_t at = 0;
	int n = 0;

	while (at < TOTAL) {
		v[n].iov_base = buf + at;
		v[n].iov_len = min_t(size_t, n, TOTAL - at);
		at += v[n++].iov_len;
	}
	return n;
}

static void fill_pattern(u8 *p)
{
	for (int i = 0; i < TOTAL; i++)
		p[i] = i + 1;
}

static void fills_all_segments(struct kunit *test)
{
	struct kvec v[32];
	u8 buf[TOTAL] = { 0 }, src[TOTAL];
	int n = make_kvecs(v, buf);
	struct iov_iter iter;

	fill_pattern(src);
	iov_iter_kvec(&iter, ITER_DEST, v, n, TOTAL);
	for (size_t done = 0, step = 1; done < TOTAL; step++) {
		size_t len = min_t(size_t, step, TOTAL - done);

		KUNIT_ASSERT_EQ(test, copy_to_iter(src + done, len, &iter), len);
		done += len;
		KUNIT_ASSERT_EQ(test, iov_iter_count(&iter), TOTAL - done);
	}
	KUNIT_EXPECT_MEMEQ(test, buf, src, TOTAL);
	KUNIT_EXPECT_EQ(test, copy_to_iter(src, 1, &iter), 0);
}

static void takes_from_the_middle(struct kunit *test)
{
	struct kvec v[32];
	u8 buf[TOTAL], out[TOTAL];
	int n = make_kvecs(v, buf);

	fill_pattern(buf);
	for (size_t skip = 0; skip < TOTAL; skip += 7) {
		struct iov_iter iter;
		size_t left = TOTAL - skip;

		iov_iter_kvec(&iter, ITER_SOURCE, v, n, TOTAL);
		iov_iter_advance(&iter, skip);
		KUNIT_ASSERT_EQ(test, copy_from_iter(out, TOTAL, &iter), left);
		KUNIT_ASSERT_EQ(test, memcmp(out, buf + skip, left), 0);
	}
}

static void revert_undoes_advance(struct kunit *test)
{
	struct kvec v[32];
	u8 buf[TOTAL], byte;
	int n = make_kvecs(v, buf);
	struct iov_iter_state state;
	struct iov_iter iter;

	fill_pattern(buf);
	iov_iter_kvec(&iter, ITER_SOURCE, v, n, TOTAL);
	for (size_t to = 0; to < TOTAL; to += 11) {
		iov_iter_save_state(&iter, &state);
		iov_iter_advance(&iter, TOTAL);
		if (to & 1)
			iov_iter_restore(&iter, &state);
		else
			iov_iter_revert(&iter, TOTAL);
		iov_iter_advance(&iter, to);
		KUNIT_ASSERT_EQ(test, copy_from_iter(&byte, 1, &iter), 1);
		KUNIT_ASSERT_EQ(test, byte, to + 1);
		iov_iter_revert(&iter, to + 1);
		KUNIT_ASSERT_EQ(test, iov_iter_count(&iter), TOTAL);
	}
	KUNIT_EXPECT_FALSE(test, copy_from_iter_full(buf, TOTAL + 1, &iter));
	KUNIT_EXPECT_EQ(test, iov_iter_count(&iter), TOTAL);
}

static void truncation_bounds_copies(struct kunit *test)
{
	struct kvec v = { .iov_len = TOTAL };
	u8 buf[TOTAL];
	struct iov_iter iter;

	memset(buf, 0xaa, TOTAL);
	v.iov_base = buf;
	iov_iter_kvec(&iter, ITER_DEST, &v, 1, TOTAL);
	iov_iter_truncate(&iter, 10);
	KUNIT_EXPECT_EQ(test, iov_iter_zero(TOTAL, &iter), 10);
	KUNIT_EXPECT_EQ(test, buf[9], 0);
	KUNIT_EXPECT_EQ(test, buf[10], 0xaa);
	iov_iter_reexpand(&iter, TOTAL - 10);
	KUNIT_EXPECT_EQ(test, iov_iter_zero(TOTAL, &iter), TOTAL - 10);
	KUNIT_EXPECT_EQ(test, iov_iter_single_seg_count(&iter), 0);
	iov_iter_discard(&iter, ITER_DEST, 50);
	KUNIT_EXPECT_EQ(test, copy_to_iter(buf, TOTAL, &iter), 50);
}

static struct kunit_case iov_iter_cases[] = {
	KUNIT_CASE(fills_all_segments),
	KUNIT_CASE(takes_from_the_middle),
	KUNIT_CASE(revert_undoes_advance),
	KUNIT_CASE(truncation_bounds_copies),
	{}
};

static struct kunit_suite iov_iter_suite = {
	.name = "iov_iter",
	.test_cases = iov_iter_cases,
};
kunit_test_suite(iov_iter_suite);
