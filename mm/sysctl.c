// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/sys/vm: the tunables of memory management. See sysctl(5) and proc(5); only
 * those are here that have an effect.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memfd.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/sysctl.h>
#include <linux/writeback.h>
#include "internal.h"

static int drop_caches_value;

/* Two ways to say the same: the one that is written switches the other off. */
static int either_or(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
		     loff_t *ppos, void *other, size_t other_size)
{
	int err;

	if (table->maxlen == sizeof(unsigned long))
		err = proc_doulongvec_minmax(table, write, buffer, lenp, ppos);
	else
		err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);
	if (!err && write)
		memset(other, 0, other_size);
	return err;
}

static int dirty_ratio_handler(const struct ctl_table *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	return either_or(table, write, buffer, lenp, ppos, &vm_dirty_bytes,
			 sizeof(vm_dirty_bytes));
}

static int dirty_bytes_handler(const struct ctl_table *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	return either_or(table, write, buffer, lenp, ppos, &vm_dirty_ratio,
			 sizeof(vm_dirty_ratio));
}

static int background_ratio_handler(const struct ctl_table *table, int write, void *buffer,
				    size_t *lenp, loff_t *ppos)
{
	return either_or(table, write, buffer, lenp, ppos, &dirty_background_bytes,
			 sizeof(dirty_background_bytes));
}

static int background_bytes_handler(const struct ctl_table *table, int write, void *buffer,
				    size_t *lenp, loff_t *ppos)
{
	return either_or(table, write, buffer, lenp, ppos, &dirty_background_ratio,
			 sizeof(dirty_background_ratio));
}

static int overcommit_ratio_handler(const struct ctl_table *table, int write, void *buffer,
				    size_t *lenp, loff_t *ppos)
{
	return either_or(table, write, buffer, lenp, ppos, &sysctl_overcommit_kbytes,
			 sizeof(sysctl_overcommit_kbytes));
}

static int overcommit_kbytes_handler(const struct ctl_table *table, int write, void *buffer,
				     size_t *lenp, loff_t *ppos)
{
	return either_or(table, write, buffer, lenp, ppos, &sysctl_overcommit_ratio,
			 sizeof(sysctl_overcommit_ratio));
}

static int min_free_kbytes_handler(const struct ctl_table *table, int write, void *buffer,
				   size_t *lenp, loff_t *ppos)
{
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (!err && write)
		min_free_kbytes_changed();
	return err;
}

static int mmap_min_addr_handler(const struct ctl_table *table, int write, void *buffer,
				 size_t *lenp, loff_t *ppos)
{
	int err;

	if (write && !capable(CAP_SYS_RAWIO))
		return -EPERM;
	err = proc_doulongvec_minmax(table, write, buffer, lenp, ppos);
	if (!err && write)
		mmap_min_addr = max(mmap_min_addr, MMAP_MIN_ADDR);
	return err;
}

static int drop_caches_handler(const struct ctl_table *table, int write, void *buffer,
			       size_t *lenp, loff_t *ppos)
{
	int err = proc_dointvec_minmax(table, write, buffer, lenp, ppos);

	if (err || !write)
		return err;
	if (drop_caches_value & 1)
		drop_pagecache();
	if (drop_caches_value & 2)
		drop_slab();
	if (!(drop_caches_value & 4))
		pr_info("%s (%d): drop_caches: %d\n", current->comm, task_pid_nr(current),
			drop_caches_value);
	return 0;
}

#define INT(name, var, lo, hi) \
	{ .procname = name, .data = &(var), .maxlen = sizeof(int), .mode = 0644, \
	  .proc_handler = proc_dointvec_minmax, .extra1 = lo, .extra2 = hi }
#define ULONG(name, var) \
	{ .procname = name, .data = &(var), .maxlen = sizeof(unsigned long), .mode = 0644, \
	  .proc_handler = proc_doulongvec_minmax }
#define INT_BY(handler, name, var, hi) \
	{ .procname = name, .data = &(var), .maxlen = sizeof(int), .mode = 0644, \
	  .proc_handler = handler, .extra1 = SYSCTL_ZERO, .extra2 = hi }
#define ULONG_BY(handler, name, var) \
	{ .procname = name, .data = &(var), .maxlen = sizeof(unsigned long), .mode = 0644, \
	  .proc_handler = handler }

static const struct ctl_table vm_table[] = {
	INT("overcommit_memory", sysctl_overcommit_memory, SYSCTL_ZERO, SYSCTL_TWO),
	INT_BY(overcommit_ratio_handler, "overcommit_ratio", sysctl_overcommit_ratio,
	       SYSCTL_INT_MAX),
	ULONG_BY(overcommit_kbytes_handler, "overcommit_kbytes", sysctl_overcommit_kbytes),
	ULONG("user_reserve_kbytes", sysctl_user_reserve_kbytes),
	ULONG("admin_reserve_kbytes", sysctl_admin_reserve_kbytes),
	INT("max_map_count", sysctl_max_map_count, SYSCTL_ZERO, SYSCTL_INT_MAX),
	ULONG_BY(mmap_min_addr_handler, "mmap_min_addr", mmap_min_addr),
	INT("legacy_va_layout", sysctl_legacy_va_layout, SYSCTL_ZERO, SYSCTL_INT_MAX),
	INT("memfd_noexec", sysctl_memfd_noexec, SYSCTL_ZERO, SYSCTL_TWO),
	INT_BY(min_free_kbytes_handler, "min_free_kbytes", sysctl_min_free_kbytes,
	       SYSCTL_INT_MAX),
	INT("swappiness", vm_swappiness, SYSCTL_ZERO, SYSCTL_TWO_HUNDRED),
	INT("vfs_cache_pressure", sysctl_vfs_cache_pressure, SYSCTL_ZERO, SYSCTL_INT_MAX),
	INT_BY(dirty_ratio_handler, "dirty_ratio", vm_dirty_ratio, SYSCTL_ONE_HUNDRED),
	ULONG_BY(dirty_bytes_handler, "dirty_bytes", vm_dirty_bytes),
	INT_BY(background_ratio_handler, "dirty_background_ratio", dirty_background_ratio,
	       SYSCTL_ONE_HUNDRED),
	ULONG_BY(background_bytes_handler, "dirty_background_bytes", dirty_background_bytes),
	INT("dirty_writeback_centisecs", dirty_writeback_interval, SYSCTL_ZERO, SYSCTL_INT_MAX),
	INT("dirty_expire_centisecs", dirty_expire_interval, SYSCTL_ZERO, SYSCTL_INT_MAX),
	{ .procname = "drop_caches", .data = &drop_caches_value, .maxlen = sizeof(int),
	  .mode = 0200, .proc_handler = drop_caches_handler,
	  .extra1 = SYSCTL_ONE, .extra2 = SYSCTL_FOUR },
	INT("panic_on_oom", sysctl_panic_on_oom, SYSCTL_ZERO, SYSCTL_TWO),
	INT("oom_kill_allocating_task", sysctl_oom_kill_allocating_task, NULL, NULL),
	INT("oom_dump_tasks", sysctl_oom_dump_tasks, NULL, NULL),
};

static int __init vm_sysctl_init(void)
{
	register_sysctl_init("vm", vm_table);
	return 0;
}
subsys_initcall(vm_sysctl_init);
