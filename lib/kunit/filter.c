// SPDX-License-Identifier: GPL-2.0
/*
 * Which cases run. kunit.filter_glob=<suite>[.<case>] takes shell patterns;
 * kunit.filter=speed<op><value>[,...] compares attributes, and with
 * kunit.filter_action=skip the cases it rejects are reported as skipped instead
 * of not at all.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kunit."

static char *filter_glob;
module_param(filter_glob, charp, 0444);
static char *filter;
module_param(filter, charp, 0444);
static char *filter_action;
module_param(filter_action, charp, 0444);

static const char *const speed_names[] = {
	[KUNIT_SPEED_UNSET] = "unset",
	[KUNIT_SPEED_VERY_SLOW] = "very_slow",
	[KUNIT_SPEED_SLOW] = "slow",
	[KUNIT_SPEED_NORMAL] = "normal",
};

/* The case's own speed, else the suite's, else normal. */
static enum kunit_speed case_speed(const struct kunit_suite *suite,
				   const struct kunit_case *c)
{
	if (c && c->attr.speed != KUNIT_SPEED_UNSET)
		return c->attr.speed;
	if (suite->attr.speed != KUNIT_SPEED_UNSET)
		return suite->attr.speed;
	return KUNIT_SPEED_NORMAL;
}

const char *kunit_speed_name(const struct kunit_suite *suite,
			     const struct kunit_case *c)
{
	return speed_names[case_speed(suite, c)];
}

/* "suite_pattern.case_pattern" or "suite_pattern". */
static bool glob_accepts(const struct kunit_suite *suite,
			 const struct kunit_case *c)
{
	char pattern[128], *dot;

	if (!filter_glob)
		return true;
	strscpy(pattern, filter_glob);
	dot = strchr(pattern, '.');
	if (dot)
		*dot++ = '\0';
	return glob_match(pattern, suite->name) &&
	       (!dot || glob_match(dot, c->name));
}

static bool compare(const char *op, int a, int b)
{
	if (op[0] == '<')
		return op[1] == '=' ? a <= b : a < b;
	if (op[0] == '>')
		return op[1] == '=' ? a >= b : a > b;
	return op[0] == '!' ? a != b : a == b;
}

/* One "speed>slow"; terms we do not know accept everything. */
static bool term_accepts(char *term, const struct kunit_suite *suite,
			 const struct kunit_case *c)
{
	char *op = strpbrk(term, "<>=!");
	char *value;
	int speed;

	if (!op || strncmp(term, "speed", op - term))
		return true;
	value = op + strspn(op, "<>=!");
	speed = match_string(speed_names, ARRAY_SIZE(speed_names), value);
	if (speed < 0) {
		pr_err("kunit: unknown speed \"%s\" in filter\n", value);
		return true;
	}
	return compare(op, case_speed(suite, c), speed);
}

static bool filter_accepts(const struct kunit_suite *suite,
			   const struct kunit_case *c)
{
	char terms[128], *rest = terms, *term;

	if (!filter)
		return true;
	strscpy(terms, filter);
	while ((term = strsep(&rest, ",")))
		if (!term_accepts(strim(term), suite, c))
			return false;
	return true;
}

static size_t count_cases(const struct kunit_suite *suite)
{
	size_t n = 0;

	while (suite->test_cases[n].run_case)
		n++;
	return n;
}

static int select_cases(struct kunit_suite *suite, struct kunit_selection *sel)
{
	bool skip = filter_action && !strcmp(filter_action, "skip");
	size_t n = count_cases(suite);

	sel->suite = suite;
	sel->nr_cases = 0;
	sel->cases = kcalloc(n + 1, sizeof(*sel->cases), GFP_KERNEL);
	sel->skip = bitmap_zalloc(n + 1, GFP_KERNEL);
	if (!sel->cases || !sel->skip)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		struct kunit_case *c = &suite->test_cases[i];
		bool accepted = filter_accepts(suite, c);

		if (!glob_accepts(suite, c) || (!accepted && !skip))
			continue;
		if (!accepted)
			__set_bit(sel->nr_cases, sel->skip);
		sel->cases[sel->nr_cases++] = c;
	}
	return 0;
}

void kunit_selection_free(struct kunit_selection *sel, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		kfree(sel[i].cases);
		bitmap_free(sel[i].skip);
	}
	kfree(sel);
}

int kunit_select(struct kunit_selection **selp, size_t *nr)
{
	size_t suites = __kunit_suites_end - __kunit_suites_start, n = 0;
	struct kunit_selection *sel;

	sel = kcalloc(suites + 1, sizeof(*sel), GFP_KERNEL);
	if (!sel)
		return -ENOMEM;
	for (size_t i = 0; i < suites; i++) {
		if (select_cases(__kunit_suites_start[i], &sel[n])) {
			kunit_selection_free(sel, n + 1);
			return -ENOMEM;
		}
		if (sel[n].nr_cases) {
			n++;
			continue;
		}
		kfree(sel[n].cases);
		bitmap_free(sel[n].skip);
		sel[n].cases = NULL;
		sel[n].skip = NULL;
	}
	*selp = sel;
	*nr = n;
	return 0;
}
