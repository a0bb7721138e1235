/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of memory management: mm/vmstat.c. States go up and down and count
 * pages unless the name says otherwise; events only go up.
 */
#ifndef INCLUDE_LINUX_VMSTAT_H
#define INCLUDE_LINUX_VMSTAT_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/types.h>

struct seq_file;

enum vm_stat_item {
	NR_FREE_PAGES,
	NR_INACTIVE_ANON,		/* the five LRU lists, in the order of enum lru_list */
	NR_ACTIVE_ANON,
	NR_INACTIVE_FILE,
	NR_ACTIVE_FILE,
	NR_UNEVICTABLE,
	NR_MLOCK,
	NR_ANON_MAPPED,
	NR_FILE_MAPPED,
	NR_FILE_PAGES,
	NR_FILE_DIRTY,
	NR_WRITEBACK,
	NR_SHMEM,
	NR_SLAB_RECLAIMABLE,
	NR_SLAB_UNRECLAIMABLE,
	NR_PAGETABLE,
	NR_KERNEL_STACK_KB,
	NR_VMALLOC,
	NR_HOST_RETURNED,		/* free pages whose memory the host has back */
	NR_DIRTIED,			/* only grow: */
	NR_WRITTEN,
	NR_VM_STAT_ITEMS
};

enum vm_event_item {
	PGPGIN, PGPGOUT,		/* 512-byte sectors, set by the block layer */
	PSWPIN, PSWPOUT,
	PGALLOC, PGFREE,
	PGACTIVATE, PGDEACTIVATE,
	PGFAULT, PGMAJFAULT,
	PGREFILL,
	PGSTEAL_KSWAPD, PGSTEAL_DIRECT,
	PGSCAN_KSWAPD, PGSCAN_DIRECT,
	SLABS_SCANNED,
	KSWAPD_INODESTEAL, PAGEOUTRUN, ALLOCSTALL,
	PGROTATED,
	DROP_PAGECACHE, DROP_SLAB,
	OOM_KILL,
	UNEVICTABLE_PGMLOCKED, UNEVICTABLE_PGMUNLOCKED,
	NR_VM_EVENT_ITEMS
};

extern atomic_long_t vm_stat[NR_VM_STAT_ITEMS];
DECLARE_PER_CPU(unsigned long [NR_VM_EVENT_ITEMS], vm_events);

static inline void vm_stat_mod(enum vm_stat_item item, long delta)
{
	atomic_long_add(delta, &vm_stat[item]);
}

static inline unsigned long vm_stat_read(enum vm_stat_item item)
{
	long v = atomic_long_read(&vm_stat[item]);

	return v < 0 ? 0 : v;
}

static inline void count_vm_events(enum vm_event_item item, long delta)
{
	(*this_cpu_ptr(&vm_events))[item] += delta;
}
#define count_vm_event(item)	count_vm_events(item, 1)

/* Sums over the CPUs: @events has NR_VM_EVENT_ITEMS elements. */
void all_vm_events(unsigned long *events);

/**
 * struct meminfo - what /proc/meminfo says, in pages unless marked
 */
struct meminfo {
	unsigned long	total, free, available, buffers, cached;
	unsigned long	active_anon, inactive_anon, active_file, inactive_file;
	unsigned long	unevictable, mlocked, swap_total, swap_free;
	unsigned long	dirty, writeback, anon_pages, mapped, shmem;
	unsigned long	slab_reclaimable, slab_unreclaimable;
	unsigned long	kernel_stack_kb;	/* KiB */
	unsigned long	page_tables, commit_limit, committed_as;
	unsigned long	vmalloc_total, vmalloc_used;
};

void meminfo_fill(struct meminfo *mi);
unsigned long si_mem_available(void);
/* Bodies of /proc/vmstat, /proc/buddyinfo and /proc/zoneinfo. */
void vmstat_show(struct seq_file *m);
void buddyinfo_show(struct seq_file *m);
void zoneinfo_show(struct seq_file *m);

#endif /* INCLUDE_LINUX_VMSTAT_H */
