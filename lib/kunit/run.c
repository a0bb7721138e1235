// SPDX-License-Identifier: GPL-2.0
/*
 * Running the cases of a suite and reporting them as KTAP:
 *
 *	    KTAP version 1
 *	    # Subtest: suite
 *	    1..2
 *	    ok 1 first_case
 *	    not ok 2 second_case
 *	    # suite: pass:1 fail:1 skip:0 total:2
 *	not ok 1 suite
 *
 * A case runs in the calling task; an assertion that fails jumps back here past
 * the case's frames, which is why nothing may be held at an assertion that the
 * suite's exit() or kunit's actions do not release.
 */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include "internal.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kunit."

/* 0 never, 1 where there is more than one result, 2 always. */
static int kunit_stats_enabled = 1;
module_param_named(stats_enabled, kunit_stats_enabled, int, 0644);

static struct kunit *current_test;

struct kunit *kunit_get_current_test(void)
{
	return current_test;
}
EXPORT_SYMBOL(kunit_get_current_test);

static void count_status(struct kunit_stats *stats, enum kunit_status status)
{
	switch (status) {
	case KUNIT_SUCCESS:
		stats->passed++;
		break;
	case KUNIT_FAILURE:
		stats->failed++;
		break;
	case KUNIT_SKIPPED:
		stats->skipped++;
		break;
	}
}

static void add_stats(struct kunit_stats *to, const struct kunit_stats *from)
{
	to->passed += from->passed;
	to->failed += from->failed;
	to->skipped += from->skipped;
}

static void print_stats(const char *indent, const char *name,
			const struct kunit_stats *s)
{
	printk(KERN_INFO "%s# %s: pass:%lu fail:%lu skip:%lu total:%lu\n",
	       indent, name, s->passed, s->failed, s->skipped,
	       kunit_stats_total(s));
}

static bool stats_wanted(const struct kunit_stats *s)
{
	return kunit_stats_enabled > 1 ||
	       (kunit_stats_enabled == 1 && kunit_stats_total(s) > 1);
}

static void print_result(const char *indent, enum kunit_status status,
			 size_t number, const char *name, const char *comment)
{
	printk(KERN_INFO "%s%sok %zu %s%s%s\n", indent,
	       status == KUNIT_FAILURE ? "not " : "", number, name,
	       status == KUNIT_SKIPPED ? " # SKIP " : "",
	       status == KUNIT_SKIPPED ? comment : "");
}

/*
 * Call fn so that kunit_abort() ends it. A function of its own, as everything
 * local to it is lost by the jump.
 */
static noinline void kunit_try(struct kunit *test, void (*fn)(struct kunit *))
{
	int preempt = preempt_count();

	test->can_abort = true;
	if (!__builtin_setjmp(test->abort_ctx))
		fn(test);
	test->can_abort = false;
	barrier();
	if (preempt_count() != preempt) {
		printk(KERN_ERR INDENT1 "# %s: ended with a lock held\n",
		       test->name);
		test->status = KUNIT_FAILURE;
		current_thread_info()->preempt_count = preempt;
	}
}

/* What kunit_try() runs; one case at a time. */
static const struct kunit_suite *running_suite;
static const struct kunit_case *running_case;

static void init_and_run(struct kunit *test)
{
	if (running_suite->init) {
		int err = running_suite->init(test);

		if (err) {
			kunit_err(test, "failed to initialize: %d\n", err);
			test->status = KUNIT_FAILURE;
			return;
		}
	}
	running_case->run_case(test);
}

static void run_one(struct kunit *test, const struct kunit_suite *suite,
		    const struct kunit_case *c)
{
	INIT_LIST_HEAD(&test->resources);
	test->name = c->name;
	test->status = KUNIT_SUCCESS;
	test->status_comment[0] = '\0';
	test->priv = NULL;
	running_suite = suite;
	running_case = c;
	current_test = test;
	kunit_try(test, init_and_run);
	if (suite->exit)
		kunit_try(test, suite->exit);
	kunit_cleanup(test);
	current_test = NULL;
}

/* The worst of the parameters' results is the case's. */
static void run_parameterised(struct kunit *test,
			      const struct kunit_suite *suite,
			      const struct kunit_case *c,
			      struct kunit_stats *stats)
{
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	const void *param = c->generate_params(NULL, desc);
	size_t number = 0;

	printk(KERN_INFO INDENT2 "KTAP version 1\n");
	printk(KERN_INFO INDENT2 "# Subtest: %s\n", c->name);
	while (param) {
		test->param_value = param;
		test->param_index = number++;
		run_one(test, suite, c);
		if (!desc[0])
			scnprintf(desc, sizeof(desc), "param-%zu", number - 1);
		print_result(INDENT2, test->status, number, desc,
			     test->status_comment);
		count_status(stats, test->status);
		desc[0] = '\0';
		param = c->generate_params(param, desc);
	}
	test->param_value = NULL;
	test->status = stats->failed ? KUNIT_FAILURE :
		       stats->passed ? KUNIT_SUCCESS : KUNIT_SKIPPED;
	if (stats_wanted(stats))
		print_stats(INDENT1, c->name, stats);
}

static enum kunit_status run_case(const struct kunit_selection *sel, size_t i,
				  struct kunit_stats *totals)
{
	static struct kunit test;
	const struct kunit_case *c = sel->cases[i];
	struct kunit_stats stats = { 0 };

	if (test_bit(i, sel->skip)) {
		test.status = KUNIT_SKIPPED;
		strscpy(test.status_comment, "filtered out");
	} else if (c->generate_params) {
		run_parameterised(&test, sel->suite, c, &stats);
	} else {
		run_one(&test, sel->suite, c);
	}
	print_result(INDENT1, test.status, i + 1, c->name, test.status_comment);
	if (kunit_stats_total(&stats))
		add_stats(totals, &stats);
	else
		count_status(totals, test.status);
	return test.status;
}

static bool start_suite(struct kunit_suite *suite)
{
	int err = suite->suite_init ? suite->suite_init(suite) : 0;

	if (err)
		printk(KERN_ERR INDENT1 "# failed to initialize (%d)\n", err);
	return !err;
}

bool kunit_run_suite(const struct kunit_selection *sel, size_t number)
{
	struct kunit_suite *suite = sel->suite;
	struct kunit_stats cases = { 0 }, totals = { 0 };
	enum kunit_status status;
	bool started;

	printk(KERN_INFO INDENT1 "KTAP version 1\n");
	printk(KERN_INFO INDENT1 "# Subtest: %s\n", suite->name);
	printk(KERN_INFO INDENT1 "1..%zu\n", sel->nr_cases);
	started = start_suite(suite);
	for (size_t i = 0; started && i < sel->nr_cases; i++)
		count_status(&cases, run_case(sel, i, &totals));
	if (started && suite->suite_exit)
		suite->suite_exit(suite);
	if (stats_wanted(&cases)) {
		print_stats(INDENT1, suite->name, &cases);
		print_stats(INDENT1, "Totals", &totals);
	}
	status = !started || cases.failed ? KUNIT_FAILURE :
		 cases.passed ? KUNIT_SUCCESS : KUNIT_SKIPPED;
	print_result("", status, number, suite->name, "");
	return status != KUNIT_FAILURE;
}
