// SPDX-License-Identifier: GPL-2.0
/* Tests of sysctl handlers and of the registry. */
#include <kunit/test.h>
#include <linux/string.h>
#include <linux/sysctl.h>

static int number;
static int numbers[3];
static char text[8];

static const struct ctl_table test_table[] = {
	{ .procname = "number", .data = &number, .maxlen = sizeof(number), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO,
	  .extra2 = SYSCTL_ONE_HUNDRED },
	{ .procname = "numbers", .data = numbers, .maxlen = sizeof(numbers),
	  .mode = 0600, .proc_handler = proc_dointvec },
	{ .procname = "text", .data = text, .maxlen = sizeof(text), .mode = 0644,
	  .proc_handler = proc_dostring },
};

static struct ctl_table_header *header;

static int register_table(struct kunit *test)
{
	header = register_sysctl("kunit/inner", test_table);
	return header ? 0 : -ENOMEM;
}

static void unregister_table(struct kunit *test)
{
	unregister_sysctl_table(header);
}

static int put(const char *name, const char *value)
{
	char buf[32];
	size_t len = strscpy(buf, value, sizeof(buf));
	loff_t pos = 0;

	return sysctl_run("kunit/inner", 11, name, strlen(name), 1, buf, &len, &pos);
}

static const char *get(const char *name)
{
	static char buf[32];
	size_t len = sizeof(buf) - 1;
	loff_t pos = 0;

	if (sysctl_run("kunit/inner", 11, name, strlen(name), 0, buf, &len, &pos))
		return "error";
	buf[len] = '\0';
	return buf;
}

static void numbers_are_parsed_and_bounded(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, put("number", "42\n"), 0);
	KUNIT_EXPECT_EQ(test, number, 42);
	KUNIT_EXPECT_STREQ(test, get("number"), "42\n");
	KUNIT_EXPECT_EQ(test, put("number", "0x10"), 0);
	KUNIT_EXPECT_EQ(test, number, 16);
	KUNIT_EXPECT_EQ(test, put("number", "101"), -EINVAL);
	KUNIT_EXPECT_EQ(test, put("number", "-1"), -EINVAL);
	KUNIT_EXPECT_EQ(test, put("number", "1x"), -EINVAL);
	KUNIT_EXPECT_EQ(test, put("number", "\n"), -EINVAL);
	KUNIT_EXPECT_EQ(test, number, 16);
}

static void vectors_take_what_is_given(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, put("numbers", "1 -2\t3\n"), 0);
	KUNIT_EXPECT_STREQ(test, get("numbers"), "1\t-2\t3\n");
	KUNIT_EXPECT_EQ(test, put("numbers", "7"), 0);
	KUNIT_EXPECT_STREQ(test, get("numbers"), "7\t-2\t3\n");
}

static void strings_are_cut_at_the_line(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, put("text", "abc\ndef"), 0);
	KUNIT_EXPECT_STREQ(test, get("text"), "abc\n");
	KUNIT_EXPECT_EQ(test, put("text", "much too long"), 0);
	KUNIT_EXPECT_STREQ(test, text, "much to");
}

static void folders_are_found_by_name_and_number(struct kunit *test)
{
	struct sysctl_entry entry;
	bool seen = false;

	KUNIT_EXPECT_EQ(test, sysctl_lookup("", 0, "kunit", 5, &entry), 0);
	KUNIT_EXPECT_TRUE(test, entry.is_dir);
	KUNIT_EXPECT_EQ(test, sysctl_lookup("kunit", 5, "inner", 5, &entry), 0);
	KUNIT_EXPECT_TRUE(test, entry.is_dir);
	KUNIT_EXPECT_EQ(test, sysctl_lookup("kunit/inner", 11, "numbers", 7, &entry), 0);
	KUNIT_EXPECT_FALSE(test, entry.is_dir);
	KUNIT_EXPECT_EQ(test, entry.mode, 0600);
	KUNIT_EXPECT_EQ(test, sysctl_lookup("kunit/inn", 9, "number", 6, &entry), -ENOENT);
	KUNIT_EXPECT_TRUE(test, sysctl_nth("kunit/inner", 11, 2, &entry));
	KUNIT_EXPECT_STREQ(test, entry.name, "text");
	KUNIT_EXPECT_FALSE(test, sysctl_nth("kunit/inner", 11, 3, &entry));
	/* "kernel" is registered many times and shown once. */
	for (int i = 0; sysctl_nth("", 0, i, &entry); i++) {
		if (strcmp(entry.name, "kernel"))
			continue;
		KUNIT_EXPECT_FALSE(test, seen);
		seen = true;
	}
	KUNIT_EXPECT_TRUE(test, seen);
}

static struct kunit_case sysctl_cases[] = {
	KUNIT_CASE(numbers_are_parsed_and_bounded),
	KUNIT_CASE(vectors_take_what_is_given),
	KUNIT_CASE(strings_are_cut_at_the_line),
	KUNIT_CASE(folders_are_found_by_name_and_number),
	{}
};

static struct kunit_suite sysctl_suite = {
	.name = "sysctl",
	.init = register_table,
	.exit = unregister_table,
	.test_cases = sysctl_cases,
};
kunit_test_suite(sysctl_suite);
