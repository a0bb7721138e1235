// SPDX-License-Identifier: GPL-2.0
/*
 * What happens when an expectation fails: it is printed as KTAP diagnosis, the
 * case is marked, and after an assertion control goes back to run.c.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "internal.h"

/* Each line of the text indented, as the parser wants it. */
static void print_indented(char *text)
{
	char *line;

	while ((line = strsep(&text, "\n")))
		if (*line)
			printk(KERN_ERR INDENT1 "%s\n", line);
}

void kunit_fail_assert(struct kunit *test, const char *file, int line,
		       bool is_assert, const char *fmt, ...)
{
	static char text[900];
	va_list args;

	test->status = KUNIT_FAILURE;
	printk(KERN_ERR INDENT1 "# %s: %s FAILED at %s:%d\n", test->name,
	       is_assert ? "ASSERTION" : "EXPECTATION", file, line);
	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	print_indented(text);
}
EXPORT_SYMBOL(kunit_fail_assert);

/* The _MSG variants' own text; a lone blank when there is none. */
void kunit_fail_note(struct kunit *test, const char *fmt, ...)
{
	static char text[500];
	va_list args;

	va_start(args, fmt);
	vscnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	print_indented(skip_spaces(text));
}
EXPORT_SYMBOL(kunit_fail_note);

void kunit_mark_skipped_fmt(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	test->status = KUNIT_SKIPPED;
	va_start(args, fmt);
	vscnprintf(test->status_comment, sizeof(test->status_comment), fmt,
		   args);
	va_end(args);
}
EXPORT_SYMBOL(kunit_mark_skipped_fmt);

void __noreturn kunit_abort(struct kunit *test)
{
	if (!test->can_abort)
		panic("kunit: %s: assertion outside a running case", test->name);
	__builtin_longjmp(test->abort_ctx, 1);
}
EXPORT_SYMBOL(kunit_abort);
