// SPDX-License-Identifier: GPL-2.0
/* Tests of checksums and hashes, by their published check values. */
#include <kunit/test.h>
#include <linux/crc16.h>
#include <linux/crc32.h>
#include <linux/crc32c.h>
#include <linux/hash.h>
#include <linux/jhash.h>
#include <linux/siphash.h>

static const char check[] = "123456789";

static void check_values(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, crc32_le(~0, check, 9) ^ ~0u, 0xcbf43926);
	KUNIT_EXPECT_EQ(test, crc32_be(~0, check, 9), 0x0376e6e7);
	KUNIT_EXPECT_EQ(test, crc32c(~0, check, 9) ^ ~0u, 0xe3069283);
	KUNIT_EXPECT_EQ(test, crc16(0, check, 9), 0xbb3d);
	KUNIT_EXPECT_EQ(test, crc16(0xffff, check, 9), 0x4b37);
}

static u32 slow_crc(u32 crc, const u8 *p, size_t len, u32 poly)
{
	while (len--) {
		crc ^= *p++;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? poly : 0);
	}
	return crc;
}

static void every_length_and_alignment(struct kunit *test)
{
	u8 data[100];

	for (int i = 0; i < 100; i++)
		data[i] = i * i + 3;
	for (int at = 0; at < 9; at++) {
		for (int len = 0; len < 90; len++) {
			KUNIT_ASSERT_EQ(test, crc32c(5, data + at, len),
				slow_crc(5, data + at, len, 0x82f63b78));
			KUNIT_ASSERT_EQ(test, crc32_le(5, data + at, len),
				slow_crc(5, data + at, len, 0xedb88320));
		}
	}
}

/* From the appendix of the SipHash paper. */
static void siphash_vectors(struct kunit *test)
{
	static const siphash_key_t key = {
		{ 0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL }
	};
	u8 data[64];

	for (int i = 0; i < 64; i++)
		data[i] = i;
	KUNIT_EXPECT_EQ(test, siphash(data, 0, &key), 0x726fdb47dd0e0e31ULL);
	KUNIT_EXPECT_EQ(test, siphash(data, 1, &key), 0x74f839c593dc67fdULL);
	KUNIT_EXPECT_EQ(test, siphash(data, 15, &key), 0xa129ca6149be45e5ULL);
	KUNIT_EXPECT_EQ(test, siphash_1u64(0x0706050403020100ULL, &key),
			siphash(data, 8, &key));
	KUNIT_EXPECT_EQ(test, siphash_2u64(0x0706050403020100ULL,
					   0x0f0e0d0c0b0a0908ULL, &key),
			siphash(data, 16, &key));
}

static void hashes_spread(struct kunit *test)
{
	u16 hit[64] = { 0 }, hit2[64] = { 0 };

	for (u32 i = 0; i < 6400; i++) {
		hit[hash_long(i * 64UL, 6)]++;
		hit2[jhash_1word(i * 64, 1) & 63]++;
	}
	for (int i = 0; i < 64; i++) {
		KUNIT_EXPECT_GT(test, hit[i], 50);
		KUNIT_EXPECT_GT(test, hit2[i], 50);
	}
	KUNIT_EXPECT_NE(test, jhash("abc", 3, 0), jhash("abd", 3, 0));
	KUNIT_EXPECT_NE(test, jhash("abc", 3, 0), jhash("abc", 3, 1));
}

static struct kunit_case crc_cases[] = {
	KUNIT_CASE(check_values),
	KUNIT_CASE(every_length_and_alignment),
	KUNIT_CASE(siphash_vectors),
	KUNIT_CASE(hashes_spread),
	{}
};

static struct kunit_suite crc_suite = {
	.name = "crc",
	.test_cases = crc_cases,
};
kunit_test_suite(crc_suite);
