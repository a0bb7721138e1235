// SPDX-License-Identifier: GPL-2.0
/*
 * System requests: one letter, one thing done at once, on a machine that may not
 * do anything else any more. They come from /proc/sysrq-trigger, where root may do
 * everything, and from the management console, where kernel.sysrq says what.
 *
 * Letters that sleep are for process context; the others work in any.
 *
 * Left out against Linux: letters about what does not exist here (consoles of
 * hardware, keyboards, perf, ftrace, KGDB, frozen filesystems).
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/sysctl.h>
#include <linux/sysrq.h>
#include <linux/uaccess.h>

/* kernel.sysrq: 0 nothing, 1 all, else these bits */
#define ALLOW_LOGLEVEL	0x002
#define ALLOW_DUMP	0x008
#define ALLOW_SYNC	0x010
#define ALLOW_REMOUNT	0x020
#define ALLOW_SIGNAL	0x040
#define ALLOW_BOOT	0x080
#define ALLOW_RTNICE	0x100
#define ALLOW_MAX	511

static int sysrq_enabled = 1, sysrq_max = ALLOW_MAX;

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

/* Real-time tasks become ordinary ones. */
static void normalize_tasks(void)
{
	struct task_struct *p, *t;

	read_lock(&tasklist_lock);
	for_each_process_thread(p, t) {
		if (!(t->flags & PF_KTHREAD) && t->policy != SCHED_NORMAL)
			sched_set_normal(t, 0);
	}
	read_unlock(&tasklist_lock);
}

static void do_b(void) { emergency_restart(); }
static void do_c(void) { panic("sysrq triggered crash"); }
static void do_e(void) { send_to_all(SIGTERM); }
static void do_f(void) { out_of_memory(GFP_KERNEL, 0); }
static void do_i(void) { send_to_all(SIGKILL); }
static void do_l(void) { show_stack(NULL, NULL, KERN_INFO); }
static void do_m(void) { show_mem(); }
static void do_n(void) { normalize_tasks(); }
static void do_o(void) { kernel_power_off(); }
static void do_p(void) { show_regs(task_pt_regs(current)); }
static void do_t(void) { show_tasks(false); }
static void do_u(void) { emergency_remount(); }
static void do_w(void) { show_tasks(true); }

static void do_s(void)
{
	ksys_sync_all();
	pr_info("Emergency Sync complete\n");
}

static const struct sysrq_op {
	char		key;
	bool		sleeps;
	int		mask;
	void		(*fn)(void);
	const char	*help, *action;
} sysrq_ops[] = {
	{ 'b', false, ALLOW_BOOT, do_b, "reboot(b)", "Resetting" },
	{ 'c', false, ALLOW_DUMP, do_c, "crash(c)", "Trigger a crash" },
	{ 'e', false, ALLOW_SIGNAL, do_e, "terminate-all-tasks(e)", "Terminate All Tasks" },
	{ 'f', true, ALLOW_SIGNAL, do_f, "memory-full-oom-kill(f)", "Manual OOM execution" },
	{ 'i', false, ALLOW_SIGNAL, do_i, "kill-all-tasks(i)", "Kill All Tasks" },
	{ 'l', false, ALLOW_DUMP, do_l, "show-backtrace-all-active-cpus(l)",
	  "Show backtrace of all active CPUs" },
	{ 'm', false, ALLOW_DUMP, do_m, "show-memory-usage(m)", "Show Memory" },
	{ 'n', false, ALLOW_RTNICE, do_n, "nice-all-RT-tasks(n)", "Nice All RT Tasks" },
	{ 'o', true, ALLOW_BOOT, do_o, "poweroff(o)", "Power Off" },
	{ 'p', false, ALLOW_DUMP, do_p, "show-registers(p)", "Show Regs" },
	{ 's', true, ALLOW_SYNC, do_s, "sync(s)", "Emergency Sync" },
	{ 't', false, ALLOW_DUMP, do_t, "show-task-states(t)", "Show State" },
	{ 'u', false, ALLOW_REMOUNT, do_u, "unmount(u)", "Emergency Remount R/O" },
	{ 'w', false, ALLOW_DUMP, do_w, "show-blocked-tasks(w)", "Show Blocked State" },
};

static const struct sysrq_op *find_op(char key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sysrq_ops); i++)
		if (sysrq_ops[i].key == key)
			return &sysrq_ops[i];
	return NULL;
}

static void show_help(void)
{
	char line[512];
	size_t i, n = 0;

	for (i = 0; i < ARRAY_SIZE(sysrq_ops); i++)
		n += scnprintf(line + n, sizeof(line) - n, "%s ", sysrq_ops[i].help);
	pr_info("sysrq: HELP : loglevel(0-9) %s\n", line);
}

static bool allowed(int mask)
{
	return sysrq_enabled == 1 || (sysrq_enabled & mask);
}

static void do_sysrq(char key, bool from_root)
{
	const struct sysrq_op *op = find_op(key);
	bool is_level = key >= '0' && key <= '9';

	if (!op && !is_level) {
		show_help();
	} else if (!from_root && !allowed(is_level ? ALLOW_LOGLEVEL : op->mask)) {
		pr_info("sysrq: This sysrq operation is disabled.\n");
	} else if (is_level) {
		console_loglevel = key - '0';
		pr_info("sysrq: Loglevel set to %d\n", console_loglevel);
	} else {
		pr_info("sysrq: %s\n", op->action);
		op->fn();
	}
}

/* Is @key's request one that sleeps? */
bool sysrq_key_sleeps(char key)
{
	const struct sysrq_op *op = find_op(key);

	return op && op->sleeps;
}

/**
 * handle_sysrq() - do what SysRq and a key would do
 * @key: letter or digit; anything else prints a help line
 *
 * kernel.sysrq decides whether it may be done.
 *
 * Context: any, but for keys of which sysrq_key_sleeps() is true.
 */
void handle_sysrq(char key)
{
	do_sysrq(key, false);
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
		do_sysrq(c, true);
		if (!bulk)
			break;
	}
	return count;
}

static const struct proc_ops sysrq_trigger_proc_ops = {
	.proc_write	= write_sysrq_trigger,
	.proc_lseek	= noop_llseek,
};

static const struct ctl_table sysrq_table[] = {
	{ .procname = "sysrq", .data = &sysrq_enabled, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = &sysrq_max },
};

static int __init sysrq_init(void)
{
	register_sysctl_init("kernel", sysrq_table);
	proc_create("sysrq-trigger", S_IWUSR, NULL, &sysrq_trigger_proc_ops);
	return 0;
}
device_initcall(sysrq_init);
