// SPDX-License-Identifier: GPL-2.0
/* Tests of COW headers, against files as they were found: every version, every lie. */
#include <kunit/test.h>
#include <linux/byteorder.h>
#include <linux/string.h>

#include "../cow.h"

static u8 buf[COW_HEADER_MAX];

static void be32_at(size_t offset, u32 value)
{
	__be32 be = cpu_to_be32(value);

	memcpy(buf + offset, &be, 4);
}

static void be64_at(size_t offset, u64 value)
{
	__be64 be = cpu_to_be64(value);

	memcpy(buf + offset, &be, 8);
}

/* A good version 3 header over 10 MiB. */
static void fill_v3(void)
{
	memset(buf, 0, sizeof(buf));
	be32_at(0, COW_MAGIC);
	be32_at(4, 3);
	be32_at(8, 1234567890);
	be64_at(12, 10 << 20);
	be32_at(20, 512);
	be32_at(24, 4096);
	strscpy((char *)buf + 32, "/images/base", 64);
}

static void version_3_has_its_bitmap_on_a_page(struct kunit *test)
{
	struct cow_header h;

	fill_v3();
	KUNIT_ASSERT_EQ(test, cow_parse(buf, sizeof(buf), &h), 1);
	KUNIT_EXPECT_EQ(test, h.version, 3U);
	KUNIT_EXPECT_EQ(test, h.size, 10ULL << 20);
	KUNIT_EXPECT_EQ(test, h.mtime, 1234567890LL);
	KUNIT_EXPECT_STREQ(test, h.backing, "/images/base");
	KUNIT_EXPECT_EQ(test, h.layout.bitmap_offset, 8192ULL);
	KUNIT_EXPECT_EQ(test, h.layout.bitmap_len, 2560ULL);
	KUNIT_EXPECT_EQ(test, h.layout.data_offset, 12288ULL);
}

static void what_is_built_is_understood(struct kunit *test)
{
	struct cow_header h = { .mtime = 77, .size = 4ULL << 30, .backing = "/b" }, back;

	KUNIT_ASSERT_EQ(test, cow_build(buf, &h), 4128);
	KUNIT_ASSERT_EQ(test, cow_parse(buf, sizeof(buf), &back), 1);
	KUNIT_EXPECT_STREQ(test, back.backing, "/b");
	KUNIT_EXPECT_EQ(test, back.mtime, 77LL);
	KUNIT_EXPECT_EQ(test, back.layout.bitmap_len, 1048576ULL);
	KUNIT_EXPECT_EQ(test, back.layout.data_offset, 1056768ULL);
	KUNIT_EXPECT_EQ(test, back.layout.data_offset, h.layout.data_offset);
	KUNIT_EXPECT_EQ(test, back.name_offset, 32U);
}

static void too_long_a_name_is_not_built(struct kunit *test)
{
	static char name[COW_PATH_MAX + 1];
	struct cow_header h = { .size = 512, .backing = name };

	memset(name, 'x', COW_PATH_MAX);
	KUNIT_EXPECT_EQ(test, cow_build(buf, &h), -ENAMETOOLONG);
}

static void broken_version_3_is_recovered(struct kunit *test)
{
	struct cow_header h;

	memset(buf, 0, sizeof(buf));
	be32_at(0, COW_MAGIC);
	be32_at(4, 3);
	be32_at(8, 99);
	be32_at(12, 0xdead);		/* the low half of its mtime does not count */
	be64_at(16, 10 << 20);
	be32_at(24, 512);
	be32_at(28, 4096);
	strscpy((char *)buf + 36, "/b", 16);
	KUNIT_ASSERT_EQ(test, cow_parse(buf, sizeof(buf), &h), 1);
	KUNIT_EXPECT_EQ(test, h.mtime, 99LL);
	KUNIT_EXPECT_EQ(test, h.size, 10ULL << 20);
	KUNIT_EXPECT_STREQ(test, h.backing, "/b");
	KUNIT_EXPECT_EQ(test, h.name_offset, 36U);
	KUNIT_EXPECT_EQ(test, h.layout.data_offset, 12288ULL);
}

static void version_2_rounds_its_bitmap_down(struct kunit *test)
{
	struct cow_header h;

	memset(buf, 0, sizeof(buf));
	be32_at(0, COW_MAGIC);
	be32_at(4, 2);
	strscpy((char *)buf + 8, "/b", 16);
	be64_at(4108, 4096 * 10 + 512);
	be32_at(4116, 512);
	KUNIT_ASSERT_EQ(test, cow_parse(buf, sizeof(buf), &h), 1);
	KUNIT_EXPECT_EQ(test, h.layout.bitmap_offset, 4120ULL);
	KUNIT_EXPECT_EQ(test, h.layout.bitmap_len, 10ULL);
	KUNIT_EXPECT_EQ(test, h.layout.data_offset, 4608ULL);
}

static void version_1_has_the_order_of_its_writer(struct kunit *test)
{
	u32 words[2] = { COW_MAGIC, 1 }, ss = 512;
	u64 size = 1 << 20;
	struct cow_header h;

	memset(buf, 0, sizeof(buf));
	memcpy(buf, words, 8);
	strscpy((char *)buf + 8, "/b", 16);
	memcpy(buf + 268, &size, 8);
	memcpy(buf + 276, &ss, 4);
	KUNIT_ASSERT_EQ(test, cow_parse(buf, 280, &h), 1);
	KUNIT_EXPECT_EQ(test, h.size, 1ULL << 20);
	KUNIT_EXPECT_EQ(test, h.layout.bitmap_offset, 280ULL);
	KUNIT_EXPECT_EQ(test, h.layout.data_offset, 1024ULL);
	be32_at(0, COW_MAGIC);
	be32_at(4, 1);
	be64_at(268, 1 << 20);
	be32_at(276, 512);
	KUNIT_ASSERT_EQ(test, cow_parse(buf, 280, &h), 1);
	KUNIT_EXPECT_EQ(test, h.size, 1ULL << 20);
}

static void other_files_are_not_cow(struct kunit *test)
{
	struct cow_header h;

	fill_v3();
	KUNIT_EXPECT_EQ(test, cow_parse(buf, 0, &h), 0);
	KUNIT_EXPECT_EQ(test, cow_parse(buf, 3, &h), 0);
	KUNIT_EXPECT_EQ(test, cow_parse(buf, 6, &h), 0);
	be32_at(4, 9);
	KUNIT_EXPECT_EQ(test, cow_parse(buf, sizeof(buf), &h), 0);
	buf[0] = 'X';
	KUNIT_EXPECT_EQ(test, cow_parse(buf, sizeof(buf), &h), 0);
}

static void lies_are_refused(struct kunit *test)
{
	static const struct { size_t offset; u32 value; } lies[] = {
		{ 12, 0xffffffff }, { 20, 0 }, { 20, 1024 }, { 24, 0 },
		{ 24, 0xffffffff }, { 28, 1 },
	};
	struct cow_header h;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lies); i++) {
		fill_v3();
		be32_at(lies[i].offset, lies[i].value);
		KUNIT_EXPECT_EQ(test, cow_parse(buf, sizeof(buf), &h), -EINVAL);
	}
	fill_v3();
	memset(buf + 32, 'x', COW_PATH_MAX);
	KUNIT_EXPECT_EQ(test, cow_parse(buf, sizeof(buf), &h), -EINVAL);
	fill_v3();
	KUNIT_EXPECT_EQ(test, cow_parse(buf, 1000, &h), -EINVAL);
}

static struct kunit_case cow_cases[] = {
	KUNIT_CASE(version_3_has_its_bitmap_on_a_page),
	KUNIT_CASE(what_is_built_is_understood),
	KUNIT_CASE(too_long_a_name_is_not_built),
	KUNIT_CASE(broken_version_3_is_recovered),
	KUNIT_CASE(version_2_rounds_its_bitmap_down),
	KUNIT_CASE(version_1_has_the_order_of_its_writer),
	KUNIT_CASE(other_files_are_not_cow),
	KUNIT_CASE(lies_are_refused),
	{}
};

static struct kunit_suite cow_suite = {
	.name		= "cow",
	.test_cases	= cow_cases,
};
kunit_test_suite(cow_suite);
