// SPDX-License-Identifier: GPL-2.0
/* Tests of glob_match() and match_token(). */
#include <kunit/test.h>
#include <linux/glob.h>
#include <linux/parser.h>

static const struct glob_case {
	const char *pat, *str;
	bool match;
} glob_cases_table[] = {
	{ "a", "a", true }, { "a", "b", false }, { "a", "aa", false },
	{ "a", "", false }, { "", "", true }, { "", "a", false },
	{ "?", "a", true }, { "?", "", false }, { "??", "ab", true },
	{ "[a]", "a", true }, { "[!a]", "a", false }, { "[!a]", "b", true },
	{ "[ab]", "b", true }, { "[a-c]b", "bb", true }, { "[a-c]b", "db", false },
	{ "[]a]", "]", true }, { "[!]a]", "]", false }, { "[a-]", "-", true },
	{ "[", "[", true }, { "[ab", "[ab", true },
	{ "*", "", true }, { "*", "abc", true }, { "*a", "ba", true },
	{ "*a", "ab", false }, { "a*", "ab", true }, { "*a*a*", "aXa", true },
	{ "*a*a*", "a", false }, { "*ab", "aab", true },
	{ "a*b*c", "aXbXc", true }, { "a*b*c", "aXcXb", false },
	{ "*??", "a", false }, { "*??", "abc", true },
	{ "\\*", "*", true }, { "\\*", "a", false }, { "\\[a]", "[a]", true },
	{ "a\\", "a\\", true }, { "x*.c", "xarray.c", true },
	{ "*aaaab", "aaaaaaaaaaaaaaaaaaaab", true },
};

static void glob_desc(const struct glob_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "\"%s\" \"%s\"", c->pat, c->str);
}

KUNIT_ARRAY_PARAM(glob, glob_cases_table, glob_desc);

static void pattern_matches(struct kunit *test)
{
	const struct glob_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, glob_match(c->pat, c->str), c->match);
}

enum { OPT_UID, OPT_MODE, OPT_NAME, OPT_PAIR, OPT_FLAG, OPT_NONE };

static const match_table_t tokens = {
	{ OPT_UID, "uid=%u" },
	{ OPT_MODE, "mode=%o" },
	{ OPT_PAIR, "pair=%d:%d" },
	{ OPT_NAME, "name=%s" },
	{ OPT_FLAG, "flag" },
	{ OPT_NONE, NULL },
};

static int token(const char *text, substring_t *args)
{
	static char buf[32];

	strscpy(buf, text);
	return match_token(buf, tokens, args);
}

static void options_are_recognised(struct kunit *test)
{
	substring_t args[MAX_OPT_ARGS];
	unsigned int u;
	char name[8];
	int v;

	KUNIT_EXPECT_EQ(test, token("uid=1000", args), OPT_UID);
	KUNIT_EXPECT_EQ(test, match_uint(&args[0], &u), 0);
	KUNIT_EXPECT_EQ(test, u, 1000);
	KUNIT_EXPECT_EQ(test, token("mode=755", args), OPT_MODE);
	KUNIT_EXPECT_EQ(test, match_octal(&args[0], &v), 0);
	KUNIT_EXPECT_EQ(test, v, 0755);
	KUNIT_EXPECT_EQ(test, token("pair=1:-2", args), OPT_PAIR);
	KUNIT_EXPECT_EQ(test, match_int(&args[1], &v), 0);
	KUNIT_EXPECT_EQ(test, v, -2);
	KUNIT_EXPECT_EQ(test, token("name=a,long,one", args), OPT_NAME);
	KUNIT_EXPECT_EQ(test, match_strlcpy(name, &args[0], sizeof(name)), 10);
	KUNIT_EXPECT_STREQ(test, name, "a,long,");
	KUNIT_EXPECT_EQ(test, token("flag", args), OPT_FLAG);
	KUNIT_EXPECT_EQ(test, token("flags", args), OPT_NONE);
	KUNIT_EXPECT_EQ(test, token("uid=", args), OPT_NONE);
	KUNIT_EXPECT_EQ(test, token("uid=1x", args), OPT_NONE);
}

static struct kunit_case glob_cases[] = {
	KUNIT_CASE_PARAM(pattern_matches, glob_gen_params),
	KUNIT_CASE(options_are_recognised),
	{}
};

static struct kunit_suite glob_suite = {
	.name = "glob",
	.test_cases = glob_cases,
};
kunit_test_suite(glob_suite);
