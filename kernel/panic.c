// SPDX-License-Identifier: GPL-2.0
/*
 * When the kernel cannot go on, or nearly so: panic(), warnings, and the taint
 * flags that remember them. A panic says why, shows where every CPU is, tells
 * the panic notifiers (consoles, the management socket), and then restarts the
 * machine if panic=N says so, else ends the host process by SIGABRT.
 *
 * Nothing here may wait for a lock that the failing code could hold.
 */
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/panic.h>
#include <linux/panic_notifier.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/utsname.h>

int oops_in_progress;
int panic_timeout;			/* seconds before the machine restarts; 0: never */
int panic_on_oops;
int panic_on_warn;
ATOMIC_NOTIFIER_HEAD(panic_notifier_list);

static unsigned long tainted_mask;	/* [A] */
static int panic_cpu = -1;		/* [A] the one that panics first */
static int warn_limit;
static atomic_t warn_count;

core_param(panic, panic_timeout, int, 0644);
core_param(panic_on_warn, panic_on_warn, int, 0644);

static int __init oops_setup(char *value)
{
	if (value && !strcmp(value, "panic"))
		panic_on_oops = 1;
	return 0;
}
early_param("oops", oops_setup);

/* --- taint --------------------------------------------------------------- */

/* Letters of /proc/sys/kernel/tainted's bits, as in every oops report. */
static const char taint_letters[] = "PFSRMBUDAWCIOELKXTN";

/**
 * print_tainted() - what has been noted so far, for reports
 *
 * Return: "Not tainted" or "Tainted: " and letters, in a static buffer.
 */
const char *print_tainted(void)
{
	static char buf[sizeof("Tainted: ") + sizeof(taint_letters)];
	char *s;
	int i;

	if (!tainted_mask)
		return "Not tainted";
	s = buf + scnprintf(buf, sizeof(buf), "Tainted: ");
	for (i = 0; taint_letters[i]; i++)
		*s++ = test_taint(i) ? taint_letters[i] : i ? ' ' : 'G';
	*s = '\0';
	return buf;
}

int test_taint(unsigned int flag)
{
	return !!(READ_ONCE(tainted_mask) & (1UL << flag));
}

unsigned long get_taint(void)
{
	return READ_ONCE(tainted_mask);
}

void add_taint(unsigned int flag, int lockdep_ok)
{
	__atomic_fetch_or(&tainted_mask, 1UL << flag, __ATOMIC_RELAXED);
}

/* --- panic() ------------------------------------------------------------- */

/* The machine stops its other CPUs, each after showing its stack. */
void __weak smp_send_stop(void)
{
}

/* One panic at a time: a second CPU waits to be stopped, a recursion gives up. */
static void become_panic_cpu(void)
{
	int none = -1, this_cpu = raw_smp_processor_id();

	if (__atomic_compare_exchange_n(&panic_cpu, &none, this_cpu, false,
					__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return;
	if (none == this_cpu)
		machine_panic(NULL);
	for (;;)
		cpu_relax();
}

void vpanic(const char *fmt, va_list args)
{
	static char buf[1024];

	become_panic_cpu();
	panic_on_warn = 0;		/* warnings on the way are not the cause */
	oops_in_progress++;
	console_verbose();
	vscnprintf(buf, sizeof(buf), fmt, args);
	if (*buf && buf[strlen(buf) - 1] == '\n')
		buf[strlen(buf) - 1] = '\0';
	pr_emerg("Kernel panic - not syncing: %s\n", buf);
	/* An oops has shown its stack already. */
	if (!test_taint(TAINT_DIE))
		dump_stack();
	smp_send_stop();
	atomic_notifier_call_chain(&panic_notifier_list, 0, buf);
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", buf);
	if (panic_timeout > 0)
		pr_emerg("Rebooting in %d seconds..\n", panic_timeout);
	console_flush_on_panic();
	machine_panic(buf);
}

/**
 * panic() - the kernel cannot go on
 * @fmt: why
 *
 * Context: any. Does not return.
 */
void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vpanic(fmt, args);
}

/* --- warnings ------------------------------------------------------------ */

static void warn_limit_check(void)
{
	int count = atomic_inc_return(&warn_count);

	if (panic_on_warn)
		panic("kernel: panic_on_warn set ...");
	if (warn_limit && count >= warn_limit)
		panic("kernel: system warned too often (kernel.warn_limit is %d)", warn_limit);
}

static void warn_end(unsigned int taint)
{
	warn_limit_check();
	dump_stack_lvl(KERN_WARNING);
	pr_warn("---[ end trace 0000000000000000 ]---\n");
	add_taint(taint, LOCKDEP_STILL_OK);
}

static void warn_begin(const char *file, int line, void *caller)
{
	pr_warn("------------[ cut here ]------------\n");
	pr_warn("WARNING: CPU: %d PID: %d at %s:%d %pS\n",
		raw_smp_processor_id(), current->pid, file, line, caller);
	pr_warn("CPU: %d PID: %d Comm: %.20s %s %s\n", raw_smp_processor_id(),
		current->pid, current->comm, print_tainted(), init_utsname()->release);
}

void warn_slowpath_fmt(const char *file, int line, unsigned int taint,
		       const char *fmt, ...)
{
	char buf[256];
	va_list args;

	warn_begin(file, line, __builtin_return_address(0));
	va_start(args, fmt);
	vscnprintf(buf, sizeof(buf), fmt, args);
	va_end(args);
	pr_warn("%s%s", buf, *buf && buf[strlen(buf) - 1] == '\n' ? "" : "\n");
	warn_end(taint);
}

void warn_slowpath_null(const char *file, int line, unsigned int taint)
{
	warn_begin(file, line, __builtin_return_address(0));
	warn_end(taint);
}

/* --- /proc/sys/kernel ---------------------------------------------------- */

/* Flags can be added by writing, never taken away. */
static int proc_taint(const struct ctl_table *table, int write,
		      void *buffer, size_t *lenp, loff_t *ppos)
{
	unsigned long value = get_taint();
	struct ctl_table copy = *table;
	int err;

	copy.data = &value;
	err = proc_doulongvec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write)
		__atomic_fetch_or(&tainted_mask, value, __ATOMIC_RELAXED);
	return err;
}

static const struct ctl_table panic_table[] = {
	{ .procname = "tainted", .maxlen = sizeof(long), .mode = 0644,
	  .proc_handler = proc_taint },
	{ .procname = "panic", .data = &panic_timeout, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec },
	{ .procname = "panic_on_oops", .data = &panic_on_oops, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec },
	{ .procname = "panic_on_warn", .data = &panic_on_warn, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE },
	{ .procname = "warn_limit", .data = &warn_limit, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_douintvec },
};

static int __init panic_sysctl_init(void)
{
	register_sysctl_init("kernel", panic_table);
	return 0;
}
core_initcall(panic_sysctl_init);
