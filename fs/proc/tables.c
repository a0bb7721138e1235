// SPDX-License-Identifier: GPL-2.0
/*
 * Tunables of /proc/sys that belong to no one file: constants that programs
 * ask for, and counters of the VFS. Owners of real tunables register their own.
 */
#include <linux/capability.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sysctl.h>
#include <linux/syslog.h>
#include <linux/uidgid.h>

#include "internal.h"

static const int ngroups_max = 65536, cap_last_cap = CAP_LAST_CAP;
static int overflow_uid = DEFAULT_OVERFLOWUID, overflow_gid = DEFAULT_OVERFLOWGID;
static int fs_overflow_uid = DEFAULT_OVERFLOWUID, fs_overflow_gid = DEFAULT_OVERFLOWGID;
static int max_overflow_id = 65535;
static int loglevel_max = 10;

#define INT_ENTRY(file, var, perm)					\
	{ .procname = file, .data = (void *)&(var), .maxlen = sizeof(int), .mode = perm, \
	  .proc_handler = proc_dointvec }
#define BOUND_ENTRY(file, var, low, high)				\
	{ .procname = file, .data = &(var), .maxlen = sizeof(int), .mode = 0644, \
	  .proc_handler = proc_dointvec_minmax, .extra1 = low, .extra2 = high }

static const struct ctl_table kernel_table[] = {
	INT_ENTRY("ngroups_max", ngroups_max, 0444),
	INT_ENTRY("cap_last_cap", cap_last_cap, 0444),
	BOUND_ENTRY("overflowuid", overflow_uid, SYSCTL_ZERO, &max_overflow_id),
	BOUND_ENTRY("overflowgid", overflow_gid, SYSCTL_ZERO, &max_overflow_id),
	{ .procname = "printk", .data = console_printk, .maxlen = 4 * sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ZERO, .extra2 = &loglevel_max },
	BOUND_ENTRY("dmesg_restrict", dmesg_restrict, SYSCTL_ZERO, SYSCTL_ONE),
};

/* Numbers made when somebody reads them. */
static int show_longs(const long *values, int n, void *buffer, size_t *lenp, loff_t *ppos)
{
	unsigned long copy[6];
	struct ctl_table fake = { .data = copy, .maxlen = n * sizeof(long) };
	int i;

	for (i = 0; i < n; i++)
		copy[i] = values[i];
	return proc_doulongvec_minmax(&fake, 0, buffer, lenp, ppos);
}

/* dentries, unused, age limit, pages wanted, negative, dummy */
static int proc_dentry_state(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			     loff_t *ppos)
{
	long v[6] = { [2] = 45 };

	get_nr_dentry_stat(&v[0], &v[1], &v[4]);
	return show_longs(v, 6, buffer, lenp, ppos);
}

static int proc_inode_nr(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			 loff_t *ppos)
{
	long v[2];

	get_nr_inodes_stat(&v[0], &v[1]);
	return show_longs(v, 2, buffer, lenp, ppos);
}

/* As inode-nr, then five that are always 0. */
static int proc_inode_state(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			    loff_t *ppos)
{
	size_t room = *lenp, n;
	int err = proc_inode_nr(table, write, buffer, lenp, ppos);

	if (err || !*lenp)
		return err;
	n = *lenp - 1;
	n += scnprintf(buffer + n, room - n, "\t0\t0\t0\t0\t0\n");
	*ppos += n - *lenp;
	*lenp = n;
	return 0;
}

static const struct ctl_table fs_table[] = {
	{ .procname = "dentry-state", .mode = 0444, .proc_handler = proc_dentry_state },
	{ .procname = "inode-nr", .mode = 0444, .proc_handler = proc_inode_nr },
	{ .procname = "inode-state", .mode = 0444, .proc_handler = proc_inode_state },
	BOUND_ENTRY("overflowuid", fs_overflow_uid, SYSCTL_ZERO, &max_overflow_id),
	BOUND_ENTRY("overflowgid", fs_overflow_gid, SYSCTL_ZERO, &max_overflow_id),
};

static int __init proc_tables_init(void)
{
	register_sysctl_init("kernel", kernel_table);
	register_sysctl_init("fs", fs_table);
	return 0;
}
device_initcall(proc_tables_init);
