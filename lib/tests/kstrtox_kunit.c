// SPDX-License-Identifier: GPL-2.0
/* Tests of kstrto*(), simple_strto*() and the command line helpers. */
#include <kunit/test.h>
#include <linux/kstrtox.h>

static const struct {
	const char *text;
	unsigned int base;
	int err;
	unsigned long long value;
} unsigned_cases[] = {
	{ "0", 0, 0, 0 },
	{ "10", 0, 0, 10 },
	{ "010", 0, 0, 8 },
	{ "0x1F", 0, 0, 31 },
	{ "0x1f", 16, 0, 31 },
	{ "1f\n", 16, 0, 31 },
	{ "+7", 10, 0, 7 },
	{ "18446744073709551615", 10, 0, ULLONG_MAX },
	{ "18446744073709551616", 10, -ERANGE, 0 },
	{ "99999999999999999999999", 10, -ERANGE, 0 },
	{ "", 10, -EINVAL, 0 },
	{ "\n", 10, -EINVAL, 0 },
	{ "-1", 10, -EINVAL, 0 },
	{ "0x", 0, -EINVAL, 0 },
	{ "12a", 10, -EINVAL, 0 },
	{ "8", 8, -EINVAL, 0 },
	{ "1\n\n", 10, -EINVAL, 0 },
	{ " 1", 10, -EINVAL, 0 },
};

static void whole_strings_or_nothing(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(unsigned_cases); i++) {
		unsigned long long v = 0;

		KUNIT_EXPECT_EQ_MSG(test, unsigned_cases[i].err,
				    kstrtoull(unsigned_cases[i].text,
					      unsigned_cases[i].base, &v),
				    "\"%s\"", unsigned_cases[i].text);
		KUNIT_EXPECT_EQ(test, v, unsigned_cases[i].value);
	}
}

static void ranges_of_the_smaller_types(struct kunit *test)
{
	long long ll = 0;
	int i = 0;
	u8 b = 0;
	s16 h = 0;

	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775808", 10, &ll), 0);
	KUNIT_EXPECT_EQ(test, ll, LLONG_MIN);
	KUNIT_EXPECT_EQ(test, kstrtoll("9223372036854775808", 10, &ll), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoll("-9223372036854775809", 10, &ll), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtoint("-2147483648", 10, &i), 0);
	KUNIT_EXPECT_EQ(test, i, INT_MIN);
	KUNIT_EXPECT_EQ(test, kstrtoint("2147483648", 10, &i), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtou8("255", 10, &b), 0);
	KUNIT_EXPECT_EQ(test, kstrtou8("256", 10, &b), -ERANGE);
	KUNIT_EXPECT_EQ(test, kstrtos16("-32768", 10, &h), 0);
	KUNIT_EXPECT_EQ(test, kstrtos16("-32769", 10, &h), -ERANGE);
}

static void booleans(struct kunit *test)
{
	bool v = false;

	KUNIT_EXPECT_EQ(test, kstrtobool("on", &v), 0);
	KUNIT_EXPECT_TRUE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("No", &v), 0);
	KUNIT_EXPECT_FALSE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("1", &v), 0);
	KUNIT_EXPECT_TRUE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("of", &v), 0);
	KUNIT_EXPECT_FALSE(test, v);
	KUNIT_EXPECT_EQ(test, kstrtobool("maybe", &v), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("", &v), -EINVAL);
}

static void simple_ones_stop_where_it_ends(struct kunit *test)
{
	char *end;

	KUNIT_EXPECT_EQ(test, simple_strtoul("12abc", &end, 10), 12);
	KUNIT_EXPECT_STREQ(test, end, "abc");
	KUNIT_EXPECT_EQ(test, simple_strtol("-0x10,", &end, 0), -16);
	KUNIT_EXPECT_STREQ(test, end, ",");
	KUNIT_EXPECT_EQ(test, simple_strtoul("zz", &end, 10), 0);
	KUNIT_EXPECT_STREQ(test, end, "zz");
	KUNIT_EXPECT_EQ(test, memparse("512M", &end), 512ULL << 20);
	KUNIT_EXPECT_STREQ(test, end, "");
	KUNIT_EXPECT_EQ(test, memparse("0x10k,x", &end), 16384);
	KUNIT_EXPECT_STREQ(test, end, ",x");
}

static void option_lists(struct kunit *test)
{
	int v[8];

	KUNIT_EXPECT_STREQ(test, get_options("1,3-5,-2 x", 8, v), " x");
	KUNIT_EXPECT_EQ(test, v[0], 5);
	KUNIT_EXPECT_EQ(test, v[1], 1);
	KUNIT_EXPECT_EQ(test, v[2], 3);
	KUNIT_EXPECT_EQ(test, v[4], 5);
	KUNIT_EXPECT_EQ(test, v[5], -2);
	KUNIT_EXPECT_TRUE(test, parse_option_str("a,bc,d", "bc"));
	KUNIT_EXPECT_FALSE(test, parse_option_str("a,bc,d", "b"));
}

static void words_of_a_command_line(struct kunit *test)
{
	char line[] = "quiet root=/dev/ubda  opt=\"a b\" \"x=1 2\" last";
	char *args = line, *param, *val;

	args = next_arg(args, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "quiet");
	KUNIT_EXPECT_NULL(test, val);
	args = next_arg(args, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "root");
	KUNIT_EXPECT_STREQ(test, val, "/dev/ubda");
	args = next_arg(args, &param, &val);
	KUNIT_EXPECT_STREQ(test, val, "a b");
	args = next_arg(args, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "x");
	KUNIT_EXPECT_STREQ(test, val, "1 2");
	args = next_arg(args, &param, &val);
	KUNIT_EXPECT_STREQ(test, param, "last");
	KUNIT_EXPECT_STREQ(test, args, "");
}

static struct kunit_case kstrtox_cases[] = {
	KUNIT_CASE(whole_strings_or_nothing),
	KUNIT_CASE(ranges_of_the_smaller_types),
	KUNIT_CASE(booleans),
	KUNIT_CASE(simple_ones_stop_where_it_ends),
	KUNIT_CASE(option_lists),
	KUNIT_CASE(words_of_a_command_line),
	{}
};

static struct kunit_suite kstrtox_suite = {
	.name = "kstrtox",
	.test_cases = kstrtox_cases,
};
kunit_test_suite(kstrtox_suite);
