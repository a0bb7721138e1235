// SPDX-License-Identifier: GPL-2.0
/*
 * The commands of the management console. A request is matched by prefix, so
 * that "versionxyz" is "version"; what follows the name and its blanks is the
 * argument.
 *
 * "stop" keeps all guest programs from running, wherever they are; the kernel's
 * threads go on, so that "sysrq s" can bring the disks up to date, and the console
 * serves every command as before.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysrq.h>
#include <linux/utsname.h>

#include <asm/machine.h>

#include "mconsole.h"

static void do_version(struct mc_request *req)
{
	char text[6 * (__NEW_UTS_LEN + 1)];
	struct new_utsname *uts = init_utsname();

	scnprintf(text, sizeof(text), "%s %s %s %s %s", uts->sysname, uts->nodename,
		  uts->release, uts->version, uts->machine);
	mconsole_reply(req, text, 0);
}

static void do_help(struct mc_request *req)
{
	mconsole_reply(req,
		"Commands: \n"
		"    version - Tell the kernel's version\n"
		"    help - Show this list\n"
		"    halt - End the machine at once\n"
		"    reboot - Restart the machine at once\n"
		"    config <dev>=<config> - Add a device or change it, with the words of "
		"the command line\n"
		"    config <dev> - Show a device's configuration\n"
		"    remove <dev> - Take a device away\n"
		"    sysrq <letter> - Do what the SysRq key and that letter would do\n"
		"    cad - Press Ctrl-Alt-Del\n"
		"    stop - Stop all guest programs until 'go'; commands go on working\n"
		"    go - Go on after 'stop'\n"
		"    log <string> - Put the string into the kernel log\n"
		"    proc <file> - Show the content of /proc/<file>\n"
		"    stack <pid> - Show the kernel stack of a process\n", 0);
}

static void do_halt(struct mc_request *req)
{
	mconsole_reply(req, "", 0);
	pr_emerg("mconsole: halt\n");
	machine_halt();
}

static void do_reboot(struct mc_request *req)
{
	mconsole_reply(req, "", 0);
	pr_emerg("mconsole: reboot\n");
	machine_restart(NULL);
}

static void do_cad(struct mc_request *req)
{
	mconsole_reply(req, "", 0);
	ctrl_alt_del();
}

/* --- sysrq and stack ----------------------------------------------------- */

static void run_sysrq(struct mc_request *req, char key)
{
	if (key && strchr("bco", key)) {	/* there is no time afterwards */
		mconsole_reply(req, "", 0);
		handle_sysrq(key);
		return;
	}
	mconsole_capture_begin(req);
	handle_sysrq(key);
	mconsole_capture_end(req);
	if (isdigit(key))
		console_loglevel = key - '0';
}

/* The letters that sleep wait for their turn in process context. */
static void do_sysrq_asleep(struct mc_request *req)
{
	run_sysrq(req, *mconsole_argument(req));
}

static const struct mc_command sysrq_asleep = { "sysrq", true, do_sysrq_asleep };

static void do_sysrq(struct mc_request *req)
{
	char key = *mconsole_argument(req);

	if (!sysrq_key_sleeps(key))
		run_sysrq(req, key);
	else if (!mconsole_defer(req, &sysrq_asleep))
		mconsole_reply(req, "Out of memory", 1);
}

static void show_task_stack(struct task_struct *task)
{
	unsigned long *sp = (unsigned long *)(task == current ?
			(unsigned long)__builtin_frame_address(0) : task->thread.sp);
	int i;

	printk("\n");
	printk("Stack:\n");
	for (i = 0; i < 12; i += 4)
		printk(" %016lx %016lx %016lx %016lx\n", sp[i], sp[i + 1], sp[i + 2], sp[i + 3]);
	show_stack(task, NULL, KERN_INFO);
}

static void do_stack(struct mc_request *req)
{
	char *text = mconsole_argument(req), *end;
	struct task_struct *task;
	unsigned long pid;

	pid = simple_strtoul(text, &end, 10);
	if (end == text) {
		mconsole_reply(req, "Please specify a pid", 1);
		return;
	}
	task = pid && pid <= INT_MAX ? find_get_task_by_vpid(pid) : NULL;
	if (!task) {
		mconsole_reply(req, "Couldn't find that pid", 1);
		return;
	}
	mconsole_capture_begin(req);
	show_task_stack(task);
	mconsole_capture_end(req);
	put_task_struct(task);
}

/* --- stop and go --------------------------------------------------------- */

static void do_stop(struct mc_request *req)
{
	if (!um_stop_guest()) {
		mconsole_reply(req, "Already stopped", 1);
		return;
	}
	mconsole_reply(req, "stopped", 0);
}

static void do_go(struct mc_request *req)
{
	if (um_resume_guest())
		mconsole_reply(req, "", 0);
	else
		mconsole_reply(req, "Not stopped", 1);
}

/* --- log ----------------------------------------------------------------- */

static void do_log(struct mc_request *req)
{
	const char *text = req->text + strlen("log");

	if (*text)			/* exactly one blank */
		text++;
	printk(KERN_WARNING "%s", text);
	mconsole_reply(req, "", 0);
}

/* --- the table ----------------------------------------------------------- */

static const struct mc_command commands[] = {
	{ "version",	true,	do_version },
	{ "halt",	true,	do_halt },
	{ "reboot",	true,	do_reboot },
	{ "config",	true,	mconsole_config },
	{ "remove",	true,	mconsole_remove },
	{ "sysrq",	false,	do_sysrq },
	{ "help",	false,	do_help },
	{ "cad",	false,	do_cad },
	{ "stop",	true,	do_stop },
	{ "go",		false,	do_go },
	{ "log",	false,	do_log },
	{ "proc",	true,	mconsole_proc },
	{ "stack",	false,	do_stack },
};

const struct mc_command *mconsole_find_command(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strncmp(text, commands[i].name, strlen(commands[i].name)))
			return &commands[i];
	return NULL;
}

char *mconsole_argument(struct mc_request *req)
{
	return skip_spaces(req->text + strlen(req->cmd->name));
}
