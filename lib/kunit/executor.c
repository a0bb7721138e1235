// SPDX-License-Identifier: GPL-2.0
/*
 * The end of boot of a test kernel: run or list the suites that were linked in,
 * and stop the machine if kunit_shutdown= says so. kunit.py drives this.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/string.h>

#include "internal.h"

#undef MODULE_PARAM_PREFIX
#define MODULE_PARAM_PREFIX "kunit."

static bool enable = IS_ENABLED(CONFIG_KUNIT_DEFAULT_ENABLED);
module_param(enable, bool, 0444);
static bool autorun = true;
module_param(autorun, bool, 0444);
/* NULL: run; "list", "list_attr" */
static char *action;
module_param(action, charp, 0400);
static char *kunit_shutdown;
core_param(kunit_shutdown, kunit_shutdown, charp, 0644);

bool kunit_all_passed = true;

bool kunit_enabled(void)
{
	return enable;
}

/* The machine may end with this status. */
void __weak kunit_set_exit(int status)
{
}

static void list_cases(const struct kunit_selection *sel, bool attributes)
{
	const struct kunit_suite *suite = sel->suite;

	if (attributes && suite->attr.speed != KUNIT_SPEED_UNSET)
		printk(KERN_INFO "# %s.speed: %s\n", suite->name,
		       kunit_speed_name(suite, NULL));
	printk(KERN_INFO "%s\n", suite->name);
	for (size_t i = 0; i < sel->nr_cases; i++) {
		const struct kunit_case *c = sel->cases[i];

		printk(KERN_INFO "%s.%s\n", suite->name, c->name);
		if (attributes && c->attr.speed != KUNIT_SPEED_UNSET)
			printk(KERN_INFO "# %s.%s.speed: %s\n", suite->name,
			       c->name, kunit_speed_name(suite, c));
	}
}

static void list_all(const struct kunit_selection *sel, size_t nr)
{
	printk(KERN_INFO "KTAP version 1\n");
	for (size_t i = 0; i < nr; i++)
		list_cases(&sel[i], !strcmp(action, "list_attr"));
}

static void run_all(const struct kunit_selection *sel, size_t nr)
{
	printk(KERN_INFO "KTAP version 1\n");
	printk(KERN_INFO "1..%zu\n", nr);
	for (size_t i = 0; i < nr; i++)
		if (!kunit_run_suite(&sel[i], i + 1))
			kunit_all_passed = false;
	kunit_set_exit(!kunit_all_passed);
}

static void shutdown_if_asked(void)
{
	if (!kunit_shutdown)
		return;
	if (!strcmp(kunit_shutdown, "poweroff"))
		kernel_power_off();
	else if (!strcmp(kunit_shutdown, "halt"))
		kernel_halt();
	else if (!strcmp(kunit_shutdown, "reboot"))
		kernel_restart(NULL);
}

static int execute(void)
{
	struct kunit_selection *sel;
	size_t nr;
	int err = kunit_select(&sel, &nr);

	if (err) {
		pr_err("kunit executor: error filtering suites: %d\n", err);
		return err;
	}
	if (!action)
		run_all(sel, nr);
	else if (!strcmp(action, "list") || !strcmp(action, "list_attr"))
		list_all(sel, nr);
	else
		pr_err("kunit executor: unknown action '%s'\n", action);
	kunit_selection_free(sel, nr);
	return 0;
}

/**
 * kunit_run_all_tests - what kunit.* on the command line asks for
 *
 * Context: the init task, when everything else has been initialised.
 * Return: 0, or -errno when it could not begin; failed cases are no error.
 */
int kunit_run_all_tests(void)
{
	int err = 0;

	if (!kunit_enabled())
		pr_info("kunit: disabled\n");
	else if (autorun)
		err = execute();
	shutdown_if_asked();
	return err;
}
