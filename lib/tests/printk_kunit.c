// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the log, through a console of their own that keeps what it is shown
 * in memory.
 */
#include <kunit/test.h>
#include <linux/console.h>
#include <linux/list.h>
#include <linux/printk.h>

static struct {
	char text[4096];
	size_t len;
} shown;

static void capture_write(struct console *con, const char *s, unsigned int n)
{
	n = min_t(size_t, n, sizeof(shown.text) - 1 - shown.len);
	memcpy(shown.text + shown.len, s, n);
	shown.len += n;
	shown.text[shown.len] = '\0';
}

static struct console capture = {
	.name	= "kunitcon",
	.write	= capture_write,
	.flags	= CON_ENABLED,
};

/* Listed directly: whether console= wants it does not matter here. */
static int printk_test_init(struct kunit *test)
{
	console_flush_log();
	console_lock();
	capture.seq = U64_MAX;
	list_add_tail(&capture.node, &console_list);
	console_unlock();
	return 0;
}

static void printk_test_exit(struct kunit *test)
{
	console_lock();
	list_del(&capture.node);
	console_unlock();
}

/* Let it catch up with the log, and forget that. */
static void start_capture(void)
{
	console_lock();
	capture.seq = 0;
	console_unlock();
	shown.len = 0;
	shown.text[0] = '\0';
}

static void levels_and_continuation(struct kunit *test)
{
	int level = console_loglevel;

	start_capture();
	printk(KERN_NOTICE "one ");
	pr_cont("two ");
	pr_cont("three\n");
	console_loglevel = LOGLEVEL_WARNING;
	pr_warn("hidden by the level\n");
	pr_err("shown\n");
	console_loglevel = level;
	KUNIT_EXPECT_STREQ(test, shown.text, "one two three\nshown\n");
}

static void lines_of_one_message_stay_together(struct kunit *test)
{
	start_capture();
	pr_notice("first\nsecond\n");
	KUNIT_EXPECT_STREQ(test, shown.text, "first\nsecond\n");
}

static void open_line_ends_when_another_begins(struct kunit *test)
{
	start_capture();
	printk(KERN_NOTICE "open");
	KUNIT_EXPECT_STREQ(test, shown.text, "");
	printk(KERN_NOTICE "next\n");
	KUNIT_EXPECT_STREQ(test, shown.text, "open\nnext\n");
}

static void prefix_is_recognised(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, printk_get_level(KERN_ERR "x"), '3');
	KUNIT_EXPECT_EQ(test, printk_get_level(KERN_CONT "x"), 'c');
	KUNIT_EXPECT_EQ(test, printk_get_level("x"), 0);
	KUNIT_EXPECT_STREQ(test, printk_skip_headers(KERN_ERR KERN_CONT "x"), "x");
}

static void long_message_is_cut_not_lost(struct kunit *test)
{
	char *text = kunit_kmalloc(test, 2001, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, 'x', 2000);
	text[2000] = '\0';
	start_capture();
	printk(KERN_NOTICE "%s\n", text);
	printk(KERN_NOTICE "after\n");
	KUNIT_EXPECT_GT(test, shown.len, 900);
	KUNIT_EXPECT_STREQ(test, shown.text + shown.len - 7, "\nafter\n");
}

static struct kunit_case printk_cases[] = {
	KUNIT_CASE(levels_and_continuation),
	KUNIT_CASE(lines_of_one_message_stay_together),
	KUNIT_CASE(open_line_ends_when_another_begins),
	KUNIT_CASE(prefix_is_recognised),
	KUNIT_CASE(long_message_is_cut_not_lost),
	{}
};

static struct kunit_suite printk_suite = {
	.name = "printk",
	.init = printk_test_init,
	.exit = printk_test_exit,
	.test_cases = printk_cases,
};
kunit_test_suite(printk_suite);
