// SPDX-License-Identifier: GPL-2.0
/*
 * The end (panic) and complaints that go on (WARN): what they print, what taints
 * the kernel, and which options turn the second into the first.
 *
 * The first CPU that panics stops the others and tells what happened; a panic
 * while that goes on ends at once.
 */
#include <linux/bug.h>
#include <linux/console.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/notifier.h>
#include <linux/panic.h>
#include <linux/panic_notifier.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>

ATOMIC_NOTIFIER_HEAD(panic_notifier_list);
int oops_in_progress;
int panic_timeout;
int panic_on_oops;
int panic_on_warn;
static unsigned long tainted_mask;	/* [A] */
static int panic_cpu = -1;		/* [A] */

core_param(panic, panic_timeout, int, 0644);
core_param(panic_on_warn, panic_on_warn, int, 0644);

static int __init oops_setup(char *str)
{
	if (str && !strcmp(str, "panic"))
		panic_on_oops = 1;
	return 0;
}
early_param("oops", oops_setup);

/* Stop the other CPUs for good; the machine knows how. */
void __weak smp_send_stop(void)
{
}

/* Only the first gets through. */
static void panic_enter(void)
{
	int cpu = raw_smp_processor_id(), none = -1;

	if (__atomic_compare_exchange_n(&panic_cpu, &none, cpu, false,
					__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return;
	if (none == cpu)
		machine_panic();
	for (;;)
		cpu_relax();
}

/**
 * vpanic - say why and stop the machine
 * @fmt: format of the reason, without newline
 * @args: arguments
 *
 * Context: any.
 */
void vpanic(const char *fmt, va_list args)
{
	static char buf[1024];
	size_t len;

	panic_enter();
	oops_in_progress = 1;
	console_verbose();
	len = vscnprintf(buf, sizeof(buf), fmt, args);
	if (len && buf[len - 1] == '\n')
		buf[len - 1] = '\0';
	pr_emerg("Kernel panic - not syncing: %s\n", buf);
	if (!test_taint(TAINT_DIE))
		dump_stack();
	smp_send_stop();
	atomic_notifier_call_chain(&panic_notifier_list, 0, buf);
	pr_emerg("---[ end Kernel panic - not syncing: %s ]---\n", buf);
	console_flush_on_panic();
	machine_panic();
}

void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vpanic(fmt, args);
}
EXPORT_SYMBOL(panic);

void add_taint(unsigned int flag, int lockdep_ok)
{
	set_bit(flag, &tainted_mask);
}
EXPORT_SYMBOL(add_taint);

int test_taint(unsigned int flag)
{
	return test_bit(flag, &tainted_mask);
}

unsigned long get_taint(void)
{
	return READ_ONCE(tainted_mask);
}

/* "Not tainted", or a letter for each reason. */
const char *print_tainted(void)
{
	static const char letters[] = "PFSRMBUDAWCIOELKXTN";
	static char buf[sizeof("Tainted: ") + sizeof(letters)];
	size_t len;

	if (!get_taint())
		return "Not tainted";
	len = scnprintf(buf, sizeof(buf), "Tainted: ");
	for (unsigned int i = 0; i < sizeof(letters) - 1; i++)
		buf[len++] = test_taint(i) ? letters[i] : i ? ' ' : 'G';
	buf[len] = '\0';
	return buf;
}

static void warn_begin(const char *file, int line, const void *caller)
{
	pr_warn("------------[ cut here ]------------\n");
	pr_warn("WARNING: CPU: %d PID: %d at %s:%d %pS\n",
		raw_smp_processor_id(), current->pid, file, line, caller);
}

static void warn_end(unsigned int taint)
{
	if (panic_on_warn) {
		panic_on_warn = 0;
		panic("kernel: panic_on_warn set ...");
	}
	dump_stack_lvl(KERN_WARNING);
	pr_warn("---[ end trace 0000000000000000 ]---\n");
	add_taint(taint, LOCKDEP_STILL_OK);
}

void warn_slowpath_fmt(const char *file, int line, unsigned int taint,
		       const char *fmt, ...)
{
	va_list args;

	warn_begin(file, line, __builtin_return_address(0));
	va_start(args, fmt);
	vprintk_emit(0, LOGLEVEL_WARNING, fmt, args);
	va_end(args);
	warn_end(taint);
}
EXPORT_SYMBOL(warn_slowpath_fmt);

void warn_slowpath_null(const char *file, int line, unsigned int taint)
{
	warn_begin(file, line, __builtin_return_address(0));
	warn_end(taint);
}
EXPORT_SYMBOL(warn_slowpath_null);
