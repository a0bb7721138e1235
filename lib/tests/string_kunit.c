// SPDX-License-Identifier: GPL-2.0
/* Tests of lib/string.c and lib/string_helpers.c. */
#include <kunit/test.h>
#include <linux/ctype.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/uuid.h>

#define AREA	512

/* Every length and alignment the copy loops treat differently. */
static void copies_are_exact(struct kunit *test)
{
	u8 *src = kunit_kmalloc(test, AREA, GFP_KERNEL);
	u8 *dst = kunit_kmalloc(test, AREA, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, src);
	KUNIT_ASSERT_NOT_NULL(test, dst);
	for (int i = 0; i < AREA; i++)
		src[i] = i * 7 + 1;
	for (int len = 0; len < 300; len++) {
		int at = 8 + len % 9;

		memset(dst, 0xee, AREA);
		memcpy(dst + at, src + len % 5, len);
		KUNIT_ASSERT_EQ(test, memcmp(dst + at, src + len % 5, len), 0);
		KUNIT_ASSERT_EQ(test, dst[at - 1], 0xee);
		KUNIT_ASSERT_EQ(test, dst[at + len], 0xee);
		memset(dst + at, 0x11, len);
		KUNIT_ASSERT_NULL(test, memchr_inv(dst + at, 0x11, len));
		KUNIT_ASSERT_EQ(test, dst[at - 1], 0xee);
		KUNIT_ASSERT_EQ(test, dst[at + len], 0xee);
	}
}

static void memmove_survives_overlap(struct kunit *test)
{
	u8 *buf = kunit_kmalloc(test, AREA, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	for (int len = 0; len < 300; len += 3) {
		for (int shift = -20; shift <= 20; shift++) {
			for (int i = 0; i < AREA; i++)
				buf[i] = i;
			memmove(buf + 100 + shift, buf + 100, len);
			for (int i = 0; i < len; i++)
				KUNIT_ASSERT_EQ(test, buf[100 + shift + i],
						(u8)(100 + i));
		}
	}
}

static void comparisons_are_unsigned(struct kunit *test)
{
	KUNIT_EXPECT_LT(test, strcmp("a", "\xff"), 0);
	KUNIT_EXPECT_GT(test, memcmp("12345678\xff", "12345678a", 9), 0);
	KUNIT_EXPECT_EQ(test, strncmp("abcd", "abce", 3), 0);
	KUNIT_EXPECT_LT(test, strncmp("ab", "abc", 3), 0);
	KUNIT_EXPECT_EQ(test, strcasecmp("HeLLo", "hEllO"), 0);
	KUNIT_EXPECT_NE(test, strncasecmp("abc", "abd", 3), 0);
}

static void searches(struct kunit *test)
{
	const char *s = "a path/to/it";

	KUNIT_EXPECT_STREQ(test, strchr(s, '/'), "/to/it");
	KUNIT_EXPECT_STREQ(test, strrchr(s, '/'), "/it");
	KUNIT_EXPECT_STREQ(test, strchr(s, 0), "");
	KUNIT_EXPECT_NULL(test, strchr(s, 'x'));
	KUNIT_EXPECT_STREQ(test, strchrnul(s, 'x'), "");
	KUNIT_EXPECT_STREQ(test, strstr(s, "to"), "to/it");
	KUNIT_EXPECT_NULL(test, strstr(s, "toto"));
	KUNIT_EXPECT_PTR_EQ(test, strstr(s, ""), s);
	KUNIT_EXPECT_NULL(test, strnstr(s, "to", 8));
	KUNIT_EXPECT_EQ(test, strspn(s, " pa"), 4);
	KUNIT_EXPECT_EQ(test, strcspn(s, "/"), 6);
	KUNIT_EXPECT_STREQ(test, strpbrk(s, "ot"), "th/to/it");
	KUNIT_EXPECT_STREQ(test, kbasename(s), "it");
	KUNIT_EXPECT_EQ(test, str_has_prefix(s, "a p"), 3);
}

static void bounded_copies_terminate(struct kunit *test)
{
	char buf[8] = "1234567";

	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc"), 3);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, strscpy(buf, "12345678"), -E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "1234567");
	KUNIT_EXPECT_EQ(test, strscpy(buf, "x", 0), -E2BIG);
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "q"), 1);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 1, 0, 7));
	KUNIT_EXPECT_EQ(test, strlcpy(buf, "123456789", sizeof(buf)), 9);
	KUNIT_EXPECT_STREQ(test, buf, "1234567");
	strscpy(buf, "abc");
	KUNIT_EXPECT_EQ(test, strlcat(buf, "defghi", sizeof(buf)), 9);
	KUNIT_EXPECT_STREQ(test, buf, "abcdefg");
	strncpy(buf, "ab", sizeof(buf));
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + 2, 0, 6));
}

static void fields_and_blanks(struct kunit *test)
{
	char text[] = "a,,b;c", *rest = text;
	char blanks[] = " \t x y \n";

	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "a");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "b");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ",;"), "c");
	KUNIT_EXPECT_NULL(test, strsep(&rest, ",;"));
	KUNIT_EXPECT_STREQ(test, strim(blanks), "x y");
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on\n\n", "on"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on", "one"));
}

static void classes_are_ascii(struct kunit *test)
{
	int letters = 0, printable = 0;

	for (int c = 0; c < 256; c++) {
		letters += isalpha(c);
		printable += isprint(c);
	}
	KUNIT_EXPECT_EQ(test, letters, 52);
	KUNIT_EXPECT_EQ(test, printable, 95);
	KUNIT_EXPECT_EQ(test, tolower('Z'), 'z');
	KUNIT_EXPECT_EQ(test, toupper('['), '[');
}

static void expect_escape(struct kunit *test, const char *in,
			  unsigned int flags, const char *only,
			  const char *want)
{
	char out[64];
	int n = string_escape_mem(in, strlen(in), out, sizeof(out) - 1, flags,
				  only);

	KUNIT_ASSERT_LT(test, n, (int)sizeof(out));
	out[n] = '\0';
	KUNIT_EXPECT_STREQ(test, out, want);
}

static void escaping_and_back(struct kunit *test)
{
	char text[] = "a\\040b\\n\\x41\\q";

	expect_escape(test, "a b\n", ESCAPE_OCTAL, " \n", "a\\040b\\012");
	expect_escape(test, "a\n\"\1", ESCAPE_ANY_NP, NULL, "a\\n\"\\001");
	expect_escape(test, "\r\xff", ESCAPE_HEX, NULL, "\\x0d\\xff");
	expect_escape(test, "x\ty", ESCAPE_SPACE, NULL, "x\\ty");
	KUNIT_EXPECT_EQ(test, string_escape_mem("\n\n\n", 3, text, 1,
						ESCAPE_OCTAL, NULL), 12);
	strscpy(text, "a\\040b\\n\\x41\\q");
	KUNIT_EXPECT_EQ(test, string_unescape(text, text, 0, UNESCAPE_ANY), 7);
	KUNIT_EXPECT_STREQ(test, text, "a b\nA\\q");
}

static void sizes_have_three_digits(struct kunit *test)
{
	char buf[24];

	string_get_size(1, 512, STRING_UNITS_2, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "512 B");
	string_get_size(2048, 512, STRING_UNITS_2, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "1.00 MiB");
	string_get_size(1500, 1000, STRING_UNITS_10, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "1.50 MB");
}

static void uuids_parse(struct kunit *test)
{
	static const char text[] = "01234567-89ab-cdef-0123-456789abcdef";
	uuid_t u;
	guid_t g;

	KUNIT_EXPECT_EQ(test, uuid_parse(text, &u), 0);
	KUNIT_EXPECT_EQ(test, u.b[0], 0x01);
	KUNIT_EXPECT_EQ(test, u.b[15], 0xef);
	KUNIT_EXPECT_EQ(test, guid_parse(text, &g), 0);
	KUNIT_EXPECT_EQ(test, g.b[0], 0x67);
	KUNIT_EXPECT_EQ(test, uuid_parse("01234567+89ab", &u), -EINVAL);
	uuid_gen(&u);
	KUNIT_EXPECT_EQ(test, u.b[6] >> 4, 4);
	KUNIT_EXPECT_EQ(test, u.b[8] >> 6, 2);
}

static struct kunit_case string_cases[] = {
	KUNIT_CASE(copies_are_exact),
	KUNIT_CASE(memmove_survives_overlap),
	KUNIT_CASE(comparisons_are_unsigned),
	KUNIT_CASE(searches),
	KUNIT_CASE(bounded_copies_terminate),
	KUNIT_CASE(fields_and_blanks),
	KUNIT_CASE(classes_are_ascii),
	KUNIT_CASE(escaping_and_back),
	KUNIT_CASE(sizes_have_three_digits),
	KUNIT_CASE(uuids_parse),
	{}
};

static struct kunit_suite string_suite = {
	.name = "string",
	.test_cases = string_cases,
};
kunit_test_suite(string_suite);
