// SPDX-License-Identifier: GPL-2.0
/* Kernel parameters: words, quotes, types. */
#include <kunit/test.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/page.h>

static int an_int;
static bool a_bool;
static char a_text[8];
static int some[3];
static unsigned int nr_some;

static const struct kparam_string text_arg = { sizeof(a_text), a_text };
static const struct kparam_array some_arg = {
	.max = 3, .elemsize = sizeof(int), .num = &nr_some, .ops = &param_ops_int, .elem = some,
};

static const struct kernel_param table[] = {
	{ .name = "mod.an_int", .ops = &param_ops_int, .arg = &an_int },
	{ .name = "mod.a_bool", .ops = &param_ops_bool, .arg = &a_bool },
	{ .name = "mod.a_text", .ops = &param_ops_string, .str = &text_arg },
	{ .name = "mod.some", .ops = &param_array_ops, .arr = &some_arg },
};

static char unknown_words[128];

static int note_unknown(char *param, char *val, const char *doing, void *arg)
{
	strlcat(unknown_words, "[", sizeof(unknown_words));
	strlcat(unknown_words, param, sizeof(unknown_words));
	if (val) {
		strlcat(unknown_words, "|", sizeof(unknown_words));
		strlcat(unknown_words, val, sizeof(unknown_words));
	}
	strlcat(unknown_words, "]", sizeof(unknown_words));
	return 0;
}

static char *parse(struct kunit *test, const char *line)
{
	char *copy = kunit_kmalloc(test, strlen(line) + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	strcpy(copy, line);
	unknown_words[0] = '\0';
	return parse_args("kunit", copy, table, ARRAY_SIZE(table), NULL, note_unknown);
}

static void words_are_cut_at_blanks(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, parse(test, "  one two=2   three= "));
	KUNIT_EXPECT_STREQ(test, unknown_words, "[one][two|2][three|]");
}

static void quotes_keep_blanks(struct kunit *test)
{
	parse(test, "a=\"b c\" \"d=e f\" g");
	KUNIT_EXPECT_STREQ(test, unknown_words, "[a|b c][d|e f][g]");
}

static void rest_after_dashes_is_returned(struct kunit *test)
{
	char *rest = parse(test, "one -- two three");

	KUNIT_ASSERT_NOT_NULL(test, rest);
	KUNIT_EXPECT_STREQ(test, rest, "two three");
	KUNIT_EXPECT_STREQ(test, unknown_words, "[one]");
}

static void known_parameters_are_set(struct kunit *test)
{
	a_bool = false;
	parse(test, "mod.an_int=-0x10 mod.a_bool mod.a_text=hello mod.some=1,2");
	KUNIT_EXPECT_EQ(test, an_int, -16);
	KUNIT_EXPECT_TRUE(test, a_bool);
	KUNIT_EXPECT_STREQ(test, a_text, "hello");
	KUNIT_EXPECT_EQ(test, nr_some, 2);
	KUNIT_EXPECT_EQ(test, some[1], 2);
	KUNIT_EXPECT_STREQ(test, unknown_words, "");
}

static void dash_and_underscore_are_the_same(struct kunit *test)
{
	parse(test, "mod.an-int=5");
	KUNIT_EXPECT_EQ(test, an_int, 5);
	KUNIT_EXPECT_TRUE(test, parameq("a-b_c", "a_b-c"));
	KUNIT_EXPECT_FALSE(test, parameq("a-b", "a-b-c"));
}

static void bad_values_are_errors_and_the_rest_is_parsed(struct kunit *test)
{
	char *result = parse(test, "mod.an_int=x mod.a_text=much_too_long mod.some=1,2,3,4 last");

	KUNIT_EXPECT_TRUE(test, IS_ERR(result));
	KUNIT_EXPECT_STREQ(test, unknown_words, "[last]");
}

static void values_can_be_read_back(struct kunit *test)
{
	char *page = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);

	parse(test, "mod.an_int=42 mod.a_bool=n mod.some=7,8,9");
	param_get_int(page, &table[0]);
	KUNIT_EXPECT_STREQ(test, page, "42\n");
	param_get_bool(page, &table[1]);
	KUNIT_EXPECT_STREQ(test, page, "N\n");
	param_array_ops.get(page, &table[3]);
	KUNIT_EXPECT_STREQ(test, page, "7,8,9\n");
}

static struct kunit_case params_cases[] = {
	KUNIT_CASE(words_are_cut_at_blanks),
	KUNIT_CASE(quotes_keep_blanks),
	KUNIT_CASE(rest_after_dashes_is_returned),
	KUNIT_CASE(known_parameters_are_set),
	KUNIT_CASE(dash_and_underscore_are_the_same),
	KUNIT_CASE(bad_values_are_errors_and_the_rest_is_parsed),
	KUNIT_CASE(values_can_be_read_back),
	{}
};

static struct kunit_suite params_suite = {
	.name		= "params",
	.test_cases	= params_cases,
};
kunit_test_suite(params_suite);
