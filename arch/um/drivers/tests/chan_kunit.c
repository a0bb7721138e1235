// SPDX-License-Identifier: GPL-2.0
/* Tests of the grammar of channels: con<n>=, ssl<n>=. */
#include <kunit/test.h>
#include <linux/string.h>

#include "../line.h"

static struct chan in, out;
static const char *error;

static int parse(const char *config)
{
	error = NULL;
	return chan_parse_pair(config, &in, &out, &error);
}

static void one_channel_is_for_both_directions(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("fd:7"), 0);
	KUNIT_EXPECT_STREQ(test, in.type->name, "fd");
	KUNIT_EXPECT_EQ(test, in.number, 7u);
	KUNIT_EXPECT_PTR_EQ(test, out.type, in.type);
	KUNIT_EXPECT_EQ(test, out.number, 7u);
}

static void a_comma_separates_input_and_output(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("null,fd:2"), 0);
	KUNIT_EXPECT_STREQ(test, in.type->name, "null");
	KUNIT_EXPECT_STREQ(test, out.type->name, "fd");
	KUNIT_EXPECT_EQ(test, out.number, 2u);
	KUNIT_EXPECT_EQ(test, parse("tty:/dev/a,tty:/dev/bc"), 0);
	KUNIT_EXPECT_EQ(test, in.path_len, 6u);
	KUNIT_EXPECT_EQ(test, out.path_len, 7u);
}

static void names_are_prefixes(struct kunit *test)
{
	static const char *const good[] = {
		"null", "nullify", "pty", "ptyxyz", "pts", "pts:9", "xterm", "xterminal",
		"port:9000", "tty:/dev/tty8", "fd:0,fd:1", "null,null",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++)
		KUNIT_EXPECT_EQ_MSG(test, parse(good[i]), 0, "%s", good[i]);
}

static void none_is_the_whole_word(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, parse("none"), 0);
	KUNIT_EXPECT_PTR_EQ(test, in.type, NULL);
	KUNIT_EXPECT_PTR_EQ(test, out.type, NULL);
	KUNIT_EXPECT_EQ(test, parse("nonesuch"), -EINVAL);
	KUNIT_EXPECT_STREQ(test, error, "failed to parse channel pair");
}

static void what_is_wrong_is_told(struct kunit *test)
{
	static const char *const bad[] = {
		"", ",", "bogus", "fd", "fd:", "fd:x", "fd:-1", "fd:4294967296", "fd:99999999999999999999",
		"port", "port:", "port:http", "tty", "tty:", "/dev/tty8", "fd:1,", "fd:1,bogus", "Null",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_EXPECT_EQ_MSG(test, parse(bad[i]), -EINVAL, "%s", bad[i]);
		KUNIT_EXPECT_NOT_NULL(test, error);
	}
	parse("tty");
	KUNIT_EXPECT_STREQ(test, error, "tty_init : channel type 'tty' must specify a device");
	parse("port:");
	KUNIT_EXPECT_STREQ(test, error, "port_init : channel type 'port' must specify a port number");
}

static struct kunit_case chan_cases[] = {
	KUNIT_CASE(one_channel_is_for_both_directions),
	KUNIT_CASE(a_comma_separates_input_and_output),
	KUNIT_CASE(names_are_prefixes),
	KUNIT_CASE(none_is_the_whole_word),
	KUNIT_CASE(what_is_wrong_is_told),
	{ }
};

static struct kunit_suite chan_suite = { .name = "um_chan", .test_cases = chan_cases };
kunit_test_suite(chan_suite);
