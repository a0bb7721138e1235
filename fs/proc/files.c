// SPDX-License-Identifier: GPL-2.0
/*
 * The small files of /proc's root: what this kernel is, and which devices,
 * filesystems, interrupts and modules it has.
 */
#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/utsname.h>
#include <asm/setup.h>

#include "internal.h"

#define MAJOR_MAX	512

extern const struct seq_operations cpuinfo_op;	/* the machine's */
extern const char linux_proc_banner[];

static int version_show(struct seq_file *m, void *v)
{
	struct new_utsname name;

	down_read(&uts_sem);
	name = *utsname();
	up_read(&uts_sem);
	seq_printf(m, linux_proc_banner, name.sysname, name.release, name.version);
	return 0;
}

static int cmdline_show(struct seq_file *m, void *v)
{
	seq_puts(m, saved_command_line);
	seq_putc(m, '\n');
	return 0;
}

static int filesystems_show(struct seq_file *m, void *v)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);

	if (!page)
		return -ENOMEM;
	seq_write(m, page, list_filesystems(page, PAGE_SIZE));
	free_page((unsigned long)page);
	return 0;
}

static int devices_show(struct seq_file *m, void *v)
{
	off_t major;

	seq_puts(m, "Character devices:\n");
	for (major = 0; major < MAJOR_MAX; major++)
		chrdev_show(m, major);
	seq_puts(m, "\nBlock devices:\n");
	for (major = 0; major < MAJOR_MAX; major++)
		blkdev_show(m, major);
	return 0;
}

static int interrupts_show(struct seq_file *m, void *v)
{
	return show_interrupts(m);
}

/* There are none: what would be one runs where the event is taken. */
static int softirqs_show(struct seq_file *m, void *v)
{
	static const char *const names[] = {
		"HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED",
		"HRTIMER", "RCU",
	};
	size_t i;
	int cpu;

	seq_puts(m, "                    ");
	for_each_possible_cpu(cpu)
		seq_printf(m, "CPU%-8d", cpu);
	seq_putc(m, '\n');
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		seq_printf(m, "%12s:", names[i]);
		for_each_possible_cpu(cpu)
			seq_printf(m, " %10u", 0);
		seq_putc(m, '\n');
	}
	return 0;
}

static int execdomains_show(struct seq_file *m, void *v)
{
	seq_puts(m, "0-0\tLinux           \t[kernel]\n");
	return 0;
}

static int cgroups_show(struct seq_file *m, void *v)
{
	seq_puts(m, "#subsys_name\thierarchy\tnum_cgroups\tenabled\n");
	return 0;
}

/* No modules, no ports, no memory but the RAM that nobody needs to find. */
static int empty_show(struct seq_file *m, void *v)
{
	return 0;
}

static int __init proc_files_init(void)
{
	proc_create_single("version", 0, NULL, version_show);
	proc_create_single("cmdline", 0, NULL, cmdline_show);
	proc_create_single("filesystems", 0, NULL, filesystems_show);
	proc_create_single("devices", 0, NULL, devices_show);
	proc_create_single("interrupts", 0, NULL, interrupts_show);
	proc_create_single("softirqs", 0, NULL, softirqs_show);
	proc_create_single("execdomains", 0, NULL, execdomains_show);
	proc_create_single("cgroups", 0, NULL, cgroups_show);
	proc_create_single("modules", 0, NULL, empty_show);
	proc_create_single("iomem", 0400, NULL, empty_show);
	proc_create_single("ioports", 0400, NULL, empty_show);
	proc_create_seq("cpuinfo", 0, NULL, &cpuinfo_op);
	return 0;
}
fs_initcall(proc_files_init);
