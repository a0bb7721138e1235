// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/sysrq-trigger: one letter, one thing done at once. kernel.sysrq says
 * what a keyboard may do; root writing here may do everything.
 *
 * Left out against Linux: letters about what does not exist here (consoles of
 * hardware, keyboards, perf, KDB).
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/uaccess.h>

#include "internal.h"

static void send_to_all(int sig)
{
	struct task_struct *p;

	read_lock(&tasklist_lock);
	for_each_process(p) {
		if ((p->flags & PF_KTHREAD) || is_global_init(p))
			continue;
		do_send_sig_info(sig, SEND_SIG_PRIV, p, PIDTYPE_TGID);
	}
	read_unlock(&tasklist_lock);
}

static void show_tasks(bool blocked_only)
{
	struct task_struct *p, *t;
	char state;

	read_lock(&tasklist_lock);
	for_each_process_thread(p, t) {
		state = task_state_to_char(t);
		if (blocked_only && state != 'D')
			continue;
		pr_info("task:%-15.15s state:%c pid:%-5d tgid:%-5d ppid:%-6d flags:0x%08x\n",
			t->comm, state, t->pid, t->tgid, t->real_parent->tgid, t->flags);
		if (t != current && !task_is_running(t))
			show_stack(t, NULL, KERN_INFO);
	}
	read_unlock(&tasklist_lock);
}

static void do_b(void) { emergency_restart(); }
static void do_c(void) { panic("sysrq triggered crash"); }
static void do_e(void) { send_to_all(SIGTERM); }
static void do_i(void) { send_to_all(SIGKILL); }
static void do_m(void) { show_mem(); }
static void do_o(void) { kernel_power_off(); }
static void do_p(void) { show_regs(task_pt_regs(current)); }
static void do_s(void) { ksys_sync_all(); }
static void do_t(void) { show_tasks(false); }
static void do_u(void) { emergency_remount(); }
static void do_w(void) { show_tasks(true); }

static const struct sysrq_op {
	char		key;
	void		(*fn)(void);
	const char	*help, *action;
} sysrq_ops[] = {
	{ 'b', do_b, "reboot(b)", "Resetting" },
	{ 'c', do_c, "crash(c)", "Trigger a crash" },
	{ 'e', do_e, "terminate-all-tasks(e)", "Terminate All Tasks" },
	{ 'i', do_i, "kill-all-tasks(i)", "Kill All Tasks" },
	{ 'm', do_m, "show-memory-usage(m)", "Show Memory" },
	{ 'o', do_o, "poweroff(o)", "Power Off" },
	{ 'p', do_p, "show-registers(p)", "Show Regs" },
	{ 's', do_s, "sync(s)", "Emergency Sync" },
	{ 't', do_t, "show-task-states(t)", "Show State" },
	{ 'u', do_u, "unmount(u)", "Emergency Remount R/O" },
	{ 'w', do_w, "show-blocked-tasks(w)", "Show Blocked State" },
};

static void show_help(void)
{
	char line[512];
	size_t i, n = 0;

	for (i = 0; i < ARRAY_SIZE(sysrq_ops); i++)
		n += scnprintf(line + n, sizeof(line) - n, "%s ", sysrq_ops[i].help);
	pr_info("sysrq: HELP : loglevel(0-9) %s\n", line);
}

static void handle_sysrq(char key)
{
	size_t i;

	if (key >= '0' && key <= '9') {
		console_loglevel = key - '0';
		pr_info("sysrq: Loglevel set to %d\n", console_loglevel);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(sysrq_ops); i++) {
		if (sysrq_ops[i].key != key)
			continue;
		pr_info("sysrq: %s\n", sysrq_ops[i].action);
		sysrq_ops[i].fn();
		return;
	}
	show_help();
}

/* The first letter; after an underscore, all of them. */
static ssize_t write_sysrq_trigger(struct file *file, const char __user *buf, size_t count,
				   loff_t *ppos)
{
	bool bulk = false;
	size_t i;
	char c;

	for (i = 0; i < count; i++) {
		if (get_user(c, buf + i))
			return -EFAULT;
		if (c == '_') {
			bulk = true;
			continue;
		}
		handle_sysrq(c);
		if (!bulk)
			break;
	}
	return count;
}

static const struct proc_ops sysrq_trigger_proc_ops = {
	.proc_write	= write_sysrq_trigger,
	.proc_lseek	= noop_llseek,
};

static int __init sysrq_init(void)
{
	proc_create("sysrq-trigger", S_IWUSR, NULL, &sysrq_trigger_proc_ops);
	return 0;
}
device_initcall(sysrq_init);
