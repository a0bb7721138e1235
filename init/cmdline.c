// SPDX-License-Identifier: GPL-2.0
/*
 * The command line. Options of the kernel (__setup, early_param) and of its
 * modules (module_param) are taken out; the rest belongs to init: words with
 * "=" go to its environment, others are its arguments, and so is everything
 * after "--".
 *
 * The line exists twice: saved_command_line is what /proc/cmdline shows, the
 * other is cut into words in place, and stays, because options keep pointers
 * into it.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "init.h"

#define MAX_INIT_ARGS	32
#define MAX_INIT_ENVS	32

const char *argv_init[MAX_INIT_ARGS + 2] = { "init", NULL };
const char *envp_init[MAX_INIT_ENVS + 2] = { "HOME=/", "TERM=linux", NULL };
#define DEFAULT_ENVS	2

char *saved_command_line;
static char *static_command_line;

char *execute_command;
char *ramdisk_execute_command = "/init";
bool rdinit_was_given;

/* Too much for init: said once the console works. */
static const char *panic_later, *panic_param;

/* Boot loaders prepend words: only what follows init= is meant for it. */
static void forget_init_args(void)
{
	for (int i = 1; i < MAX_INIT_ARGS; i++)
		argv_init[i] = NULL;
}

static int __init init_setup(char *str)
{
	execute_command = str;
	forget_init_args();
	return 1;
}
__setup("init=", init_setup);

static int __init rdinit_setup(char *str)
{
	ramdisk_execute_command = str;
	rdinit_was_given = true;
	forget_init_args();
	return 1;
}
__setup("rdinit=", rdinit_setup);

void __init setup_command_line(char *command_line)
{
	size_t len = strlen(boot_command_line) + 1;

	saved_command_line = memblock_alloc(len, 1);
	strscpy(saved_command_line, boot_command_line, len);
	len = strlen(command_line) + 1;
	static_command_line = memblock_alloc(len, 1);
	strscpy(static_command_line, command_line, len);
}

bool __init command_line_has(const char *prefix)
{
	size_t len = strlen(prefix);

	for (const char *p = saved_command_line; (p = strstr(p, prefix)); p += len) {
		if (p == saved_command_line || p[-1] == ' ' || p[-1] == '"')
			return true;
	}
	return false;
}

/* next_arg() cut "param=val" or param="val"; put it together again. */
static void __init rejoin(char *param, char *val)
{
	if (!val)
		return;
	if (val == param + strlen(param) + 1) {
		val[-1] = '=';
	} else if (val == param + strlen(param) + 2) {
		val[-2] = '=';
		memmove(val - 1, val, strlen(val) + 1);
	}
}

/* Does a __setup() function take this word? */
static bool __init take_setup_option(char *line)
{
	const struct obs_kernel_param *p;
	bool early = false;

	for (p = __setup_start; p < __setup_end; p++) {
		size_t n = strlen(p->str);

		if (strlen(line) < n || !parameqn(line, p->str, n))
			continue;
		if (p->early) {
			/* Done already, but another may want it as well. */
			if (line[n] == '\0' || line[n] == '=')
				early = true;
		} else if (p->setup_func(line + n)) {
			return true;
		}
	}
	return early;
}

static void __init add_env(char *param)
{
	size_t name = strcspn(param, "=") + 1;
	int i;

	for (i = 0; envp_init[i] && i < MAX_INIT_ENVS; i++) {
		if (!strncmp(param, envp_init[i], name))
			break;
	}
	if (i == MAX_INIT_ENVS) {
		panic_later = "env";
		panic_param = param;
		return;
	}
	envp_init[i] = param;
}

static void __init add_arg(char *param)
{
	int i = 0;

	while (argv_init[i] && i < MAX_INIT_ARGS)
		i++;
	if (i == MAX_INIT_ARGS) {
		panic_later = "init";
		panic_param = param;
		return;
	}
	argv_init[i] = param;
}

static int __init unknown_bootoption(char *param, char *val, const char *doing, void *arg)
{
	size_t len = strlen(param);

	rejoin(param, val);
	if (take_setup_option(param))
		return 0;
	/* "module.option" of a module that is not there */
	if (memchr(param, '.', len))
		return 0;
	if (panic_later)
		return 0;
	if (val)
		add_env(param);
	else
		add_arg(param);
	return 0;
}

/* After "--" */
static int __init set_init_arg(char *param, char *val, const char *doing, void *arg)
{
	if (panic_later)
		return 0;
	rejoin(param, val);
	add_arg(param);
	return 0;
}

static void __init print_unknown_bootoptions(void)
{
	size_t size = 1;
	char *text, *end;

	if (panic_later || (!argv_init[1] && !envp_init[DEFAULT_ENVS]))
		return;
	for (const char **p = &argv_init[1]; *p; p++)
		size += strlen(*p) + 1;
	for (const char **p = &envp_init[DEFAULT_ENVS]; *p; p++)
		size += strlen(*p) + 1;
	text = end = kmalloc(size, GFP_KERNEL);
	if (!text)
		return;
	for (const char **p = &argv_init[1]; *p; p++)
		end += sprintf(end, " %s", *p);
	for (const char **p = &envp_init[DEFAULT_ENVS]; *p; p++)
		end += sprintf(end, " %s", *p);
	/* text + 1: without the first blank */
	pr_notice("Unknown kernel command line parameters \"%s\", will be passed to user space.\n",
		  text + 1);
	kfree(text);
}

/* ---- early options ---- */

static int __init do_early_param(char *param, char *val, const char *doing, void *arg)
{
	const struct obs_kernel_param *p;

	for (p = __setup_start; p < __setup_end; p++) {
		if (p->early && parameq(param, p->str) && p->setup_func(val))
			pr_warn("Malformed early option '%s'\n", param);
	}
	return 0;	/* all the others are for later */
}

void __init parse_early_options(char *cmdline)
{
	parse_args("early options", cmdline, NULL, 0, NULL, do_early_param);
}

void __init parse_early_param(void)
{
	static char copy[COMMAND_LINE_SIZE];
	static bool done;

	if (done)
		return;
	done = true;
	strscpy(copy, boot_command_line, sizeof(copy));
	parse_early_options(copy);
}

/* Everything else. */
void __init parse_command_line(void)
{
	char *after_dashes;

	parse_early_param();
	after_dashes = parse_args("Booting kernel", static_command_line,
				  __start___param, __stop___param - __start___param,
				  NULL, unknown_bootoption);
	print_unknown_bootoptions();
	if (!IS_ERR_OR_NULL(after_dashes))
		parse_args("Setting init args", after_dashes, NULL, 0, NULL, set_init_arg);
}

/* Too many words for init are an error, but one that should be seen. */
void __init check_init_words(void)
{
	if (panic_later)
		panic("Too many boot %s vars at `%s'", panic_later, panic_param);
}
