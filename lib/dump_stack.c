// SPDX-License-Identifier: GPL-2.0
/*
 * dump_stack(): who runs here and how it came here. The walk itself is the
 * machine's, in show_stack().
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/smp.h>

void dump_stack_lvl(const char *log_lvl)
{
	printk("%sCPU: %d PID: %d Comm: %.16s\n", log_lvl,
	       raw_smp_processor_id(), current->pid, current->comm);
	show_stack(NULL, NULL, log_lvl);
}
EXPORT_SYMBOL(dump_stack_lvl);

void dump_stack(void)
{
	dump_stack_lvl(KERN_DEFAULT);
}
EXPORT_SYMBOL(dump_stack);
