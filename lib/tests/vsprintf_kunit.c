// SPDX-License-Identifier: GPL-2.0
/* Tests of printf, the %p family and scanf. */
#include <kunit/test.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/uuid.h>

/* The text, the returned length, and cutting at every shorter size. */
static __printf(3, 4) void expect(struct kunit *test, const char *want,
				  const char *fmt, ...)
{
	size_t len = strlen(want);
	char buf[160], cut[160];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, args);
	va_end(args);
	KUNIT_EXPECT_STREQ(test, buf, want);
	KUNIT_EXPECT_EQ(test, n, (int)len);
	for (size_t size = 0; size <= len; size++) {
		memset(cut, '#', sizeof(cut));
		va_start(args, fmt);
		n = vsnprintf(cut, size, fmt, args);
		va_end(args);
		KUNIT_ASSERT_EQ(test, n, (int)len);
		KUNIT_ASSERT_EQ(test, cut[size], '#');
		if (size) {
			KUNIT_ASSERT_EQ(test, cut[size - 1], 0);
			KUNIT_ASSERT_MEMEQ(test, cut, want, size - 1);
		}
	}
}

static void integers(struct kunit *test)
{
	expect(test, "0 -1 4294967295", "%d %i %u", 0, -1, -1);
	expect(test, "-9223372036854775808", "%lld", LLONG_MIN);
	expect(test, "18446744073709551615", "%lu", ULONG_MAX);
	expect(test, "ff FF 377", "%x %X %o", 255, 255, 255);
	expect(test, "0xff 0XFF 0377 0", "%#x %#X %#o %#o", 255, 255, 255, 0);
	expect(test, "-1 255 -1 65535", "%hhd %hhu %hd %hu", (s8)255, (u8)255,
	       (s16)65535, (u16)65535);
	expect(test, "12 34 56", "%zu %td %zd", (size_t)12, (ptrdiff_t)34,
	       (ssize_t)56);
}

static void flags_width_and_precision(struct kunit *test)
{
	expect(test, "[   42][42   ][00042][  +42][ 42]",
	       "[%5d][%-5d][%05d][%+5d][% d]", 42, 42, 42, 42, 42);
	expect(test, "[  007][007  ][-0007][]", "[%5.3d][%-5.3d][%05d][%.0d]",
	       7, 7, -7, 0);
	expect(test, "[   42][42   ]", "[%*d][%*d]", 5, 42, -5, 42);
	expect(test, "[0x002a][  0x2a]", "[%#06x][%#6x]", 42, 42);
	expect(test, "[abc][  abc][abc  ][ab]", "[%s][%5s][%-5s][%.2s]", "abc",
	       "abc", "abc", "abc");
	expect(test, "[x][  x][x  ]", "[%c][%3c][%-3c]", 'x', 'x', 'x');
	expect(test, "[ab][]", "[%.*s][%.*s]", 2, "abc", 0, "abc");
	expect(test, "100%", "%d%%", 100);
}

static void bad_strings_do_not_fault(struct kunit *test)
{
	const char *null = NULL;

	OPTIMIZER_HIDE_VAR(null);
	expect(test, "(null)", "%s", null);
	expect(test, "(efault)", "%s", (const char *)16);
	expect(test, "(efault)", "%s", (const char *)ERR_PTR(-5));
}

static void pointers_and_errors(struct kunit *test)
{
	char a[20], b[20];

	expect(test, "-ENOENT", "%pe", ERR_PTR(-ENOENT));
	expect(test, "-ERESTARTSYS", "%pe", ERR_PTR(-ERESTARTSYS));
	expect(test, "-999", "%pe", ERR_PTR(-999));
	expect(test, "00000000deadbeef", "%px", (void *)0xdeadbeefUL);
	/* A hash: always the same for one pointer, and not the pointer. */
	snprintf(a, sizeof(a), "%p", test);
	snprintf(b, sizeof(b), "%px", test);
	KUNIT_EXPECT_EQ(test, strlen(a), 16);
	KUNIT_EXPECT_STRNEQ(test, a, b);
	snprintf(b, sizeof(b), "%p", test);
	KUNIT_EXPECT_STREQ(test, a, b);
}

static void addresses_and_bytes(struct kunit *test)
{
	static const u8 ip[16] = { 127, 0, 0, 1 };
	static const u8 six[16] = { 0x20, 1, 0xd, 0xb8, [15] = 1 };
	static const u8 one[16] = { [15] = 1 };
	static const u8 mapped[16] = { [10] = 0xff, 0xff, 10, 0, 0, 7 };
	static const u8 mac[6] = { 2, 0xfd, 0, 1, 2, 3 };

	expect(test, "127.0.0.1 127.000.000.001", "%pI4 %pi4", ip, ip);
	expect(test, "2001:0db8:0000:0000:0000:0000:0000:0001", "%pI6", six);
	expect(test, "20010db8000000000000000000000001", "%pi6", six);
	expect(test, "2001:db8::1 ::1 ::", "%pI6c %pI6c %pI6c", six, one,
	       (const u8[16]){ 0 });
	expect(test, "::ffff:10.0.0.7", "%pI6c", mapped);
	expect(test, "02:fd:00:01:02:03", "%pM", mac);
	expect(test, "03-02", "%*phD", 2, (const u8[]){ 3, 2 });
	expect(test, "02fd00010203", "%pm", mac);
	expect(test, "02 fd 00", "%*ph", 3, mac);
	expect(test, "02:fd:00", "%*phC", 3, mac);
	expect(test, "02fd00", "%*phN", 3, mac);
}

static void uuids_and_bitmaps(struct kunit *test)
{
	static const u8 u[16] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd,
		0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef };
	unsigned long map[2] = { 0x8000000000000117UL, 0x5 };

	expect(test, "01234567-89ab-cdef-0123-456789abcdef", "%pUb", u);
	expect(test, "67452301-AB89-EFCD-0123-456789ABCDEF", "%pUL", u);
	expect(test, "0-2,4,8,63-64,66", "%*pbl", 128, map);
	expect(test, "0-2,4", "%*pbl", 8, map);
	expect(test, "117", "%*pb", 12, map);
	expect(test, "5,80000000,00000117", "%*pb", 67, map);
	expect(test, "", "%*pbl", 0, map);
}

static __printf(2, 3) void nested(char *out, const char *fmt, ...)
{
	va_list args;
	struct va_format vf = { .fmt = fmt, .va = &args };

	va_start(args, fmt);
	sprintf(out, "<%pV:%d>", &vf, 7);
	va_end(args);
}

static void formats_nest(struct kunit *test)
{
	char buf[64];

	nested(buf, "%s=%d", "a", 5);
	KUNIT_EXPECT_STREQ(test, buf, "<a=5:7>");
	KUNIT_EXPECT_EQ(test, scnprintf(buf, 4, "%d", 123456), 3);
}

static void scans_numbers_and_words(struct kunit *test)
{
	int a, b, n;
	unsigned int x;
	unsigned long long big;
	char word[16], c;
	u8 byte;

	KUNIT_EXPECT_EQ(test, sscanf("12 -34", "%d %d", &a, &b), 2);
	KUNIT_EXPECT_EQ(test, a, 12);
	KUNIT_EXPECT_EQ(test, b, -34);
	KUNIT_EXPECT_EQ(test, sscanf("ff 0x10", "%x %i", &x, &a), 2);
	KUNIT_EXPECT_EQ(test, x, 255);
	KUNIT_EXPECT_EQ(test, a, 16);
	KUNIT_EXPECT_EQ(test, sscanf("18446744073709551615", "%llu", &big), 1);
	KUNIT_EXPECT_EQ(test, big, ULLONG_MAX);
	KUNIT_EXPECT_EQ(test, sscanf("1234", "%2d%hhx", &a, &byte), 2);
	KUNIT_EXPECT_EQ(test, a, 12);
	KUNIT_EXPECT_EQ(test, byte, 0x34);
	KUNIT_EXPECT_EQ(test, sscanf("ab cd", "%s%n", word, &n), 1);
	KUNIT_EXPECT_STREQ(test, word, "ab");
	KUNIT_EXPECT_EQ(test, n, 2);
	KUNIT_EXPECT_EQ(test, sscanf("x:y", "%*c:%c", &c), 1);
	KUNIT_EXPECT_EQ(test, c, 'y');
	KUNIT_EXPECT_EQ(test, sscanf("key=val", "%15[a-z]=", word), 1);
	KUNIT_EXPECT_STREQ(test, word, "key");
	KUNIT_EXPECT_EQ(test, sscanf("a,b", "%15[^,],", word), 1);
	KUNIT_EXPECT_STREQ(test, word, "a");
	KUNIT_EXPECT_EQ(test, sscanf("5", "%d %d", &a, &b), 1);
	KUNIT_EXPECT_EQ(test, sscanf("x", "%d", &a), 0);
}

static struct kunit_case vsprintf_cases[] = {
	KUNIT_CASE(integers),
	KUNIT_CASE(flags_width_and_precision),
	KUNIT_CASE(bad_strings_do_not_fault),
	KUNIT_CASE(pointers_and_errors),
	KUNIT_CASE(addresses_and_bytes),
	KUNIT_CASE(uuids_and_bitmaps),
	KUNIT_CASE(formats_nest),
	KUNIT_CASE(scans_numbers_and_words),
	{}
};

static struct kunit_suite vsprintf_suite = {
	.name = "vsprintf",
	.test_cases = vsprintf_cases,
};
kunit_test_suite(vsprintf_suite);
