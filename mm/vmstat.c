// SPDX-License-Identifier: GPL-2.0
/*
 * The counters of memory management and the texts made of them: /proc/meminfo,
 * /proc/vmstat, /proc/buddyinfo, /proc/zoneinfo. States are one atomic each;
 * events are per CPU and summed when read.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/vmalloc.h>
#include <uapi/linux/sysinfo.h>
#include "internal.h"

atomic_long_t vm_stat[NR_VM_STAT_ITEMS];
DEFINE_PER_CPU(unsigned long [NR_VM_EVENT_ITEMS], vm_events);

/* /proc/vmstat has Linux's names; those of one zone or node are the whole. */
static const char *const stat_names[NR_VM_STAT_ITEMS] = {
	[NR_FREE_PAGES] = "nr_free_pages",
	[NR_INACTIVE_ANON] = "nr_inactive_anon",
	[NR_ACTIVE_ANON] = "nr_active_anon",
	[NR_INACTIVE_FILE] = "nr_inactive_file",
	[NR_ACTIVE_FILE] = "nr_active_file",
	[NR_UNEVICTABLE] = "nr_unevictable",
	[NR_MLOCK] = "nr_mlock",
	[NR_ANON_MAPPED] = "nr_anon_pages",
	[NR_FILE_MAPPED] = "nr_mapped",
	[NR_FILE_PAGES] = "nr_file_pages",
	[NR_FILE_DIRTY] = "nr_dirty",
	[NR_WRITEBACK] = "nr_writeback",
	[NR_SHMEM] = "nr_shmem",
	[NR_SLAB_RECLAIMABLE] = "nr_slab_reclaimable",
	[NR_SLAB_UNRECLAIMABLE] = "nr_slab_unreclaimable",
	[NR_PAGETABLE] = "nr_page_table_pages",
	[NR_KERNEL_STACK_KB] = "nr_kernel_stack",
	[NR_VMALLOC] = "nr_vmalloc",
	[NR_HOST_RETURNED] = "nr_host_returned",
	[NR_DIRTIED] = "nr_dirtied",
	[NR_WRITTEN] = "nr_written",
};

static const char *const event_names[NR_VM_EVENT_ITEMS] = {
	[PGPGIN] = "pgpgin", [PGPGOUT] = "pgpgout",
	[PSWPIN] = "pswpin", [PSWPOUT] = "pswpout",
	[PGALLOC] = "pgalloc_normal", [PGFREE] = "pgfree",
	[PGACTIVATE] = "pgactivate", [PGDEACTIVATE] = "pgdeactivate",
	[PGFAULT] = "pgfault", [PGMAJFAULT] = "pgmajfault",
	[PGREFILL] = "pgrefill",
	[PGSTEAL_KSWAPD] = "pgsteal_kswapd", [PGSTEAL_DIRECT] = "pgsteal_direct",
	[PGSCAN_KSWAPD] = "pgscan_kswapd", [PGSCAN_DIRECT] = "pgscan_direct",
	[SLABS_SCANNED] = "slabs_scanned",
	[KSWAPD_INODESTEAL] = "kswapd_inodesteal",
	[PAGEOUTRUN] = "pageoutrun", [ALLOCSTALL] = "allocstall_normal",
	[PGROTATED] = "pgrotated",
	[DROP_PAGECACHE] = "drop_pagecache", [DROP_SLAB] = "drop_slab",
	[OOM_KILL] = "oom_kill",
	[UNEVICTABLE_PGMLOCKED] = "unevictable_pgs_mlocked",
	[UNEVICTABLE_PGMUNLOCKED] = "unevictable_pgs_munlocked",
};

void all_vm_events(unsigned long *events)
{
	int cpu;

	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
		events[i] = 0;
	for_each_possible_cpu(cpu) {
		unsigned long *from = *per_cpu_ptr(&vm_events, cpu);

		for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
			events[i] += READ_ONCE(from[i]);
	}
}

/* Pages of raw block devices in the page cache; the block layer knows. */
unsigned long __weak nr_blockdev_pages(void)
{
	return 0;
}

/**
 * si_mem_available() - memory a new program could have without swapping
 *
 * Free memory above the watermarks, and half of what the page cache and the
 * reclaimable slabs hold, or all of it but a low watermark's worth.
 */
unsigned long si_mem_available(void)
{
	unsigned long cache = vm_stat_read(NR_ACTIVE_FILE) + vm_stat_read(NR_INACTIVE_FILE);
	unsigned long slab = vm_stat_read(NR_SLAB_RECLAIMABLE);
	long available = (long)nr_free_pages() - (long)zone.wmark_high;

	available += cache - min(cache / 2, zone.wmark_low);
	available += slab - min(slab / 2, zone.wmark_low);
	return available < 0 ? 0 : available;
}

/**
 * meminfo_fill() - everything /proc/meminfo shows
 * @mi: result
 */
void meminfo_fill(struct meminfo *mi)
{
	unsigned long file = vm_stat_read(NR_FILE_PAGES);

	*mi = (struct meminfo) {
		.total = totalram_pages_count,
		.free = nr_free_pages(),
		.available = si_mem_available(),
		.buffers = nr_blockdev_pages(),
		.active_anon = vm_stat_read(NR_ACTIVE_ANON),
		.inactive_anon = vm_stat_read(NR_INACTIVE_ANON),
		.active_file = vm_stat_read(NR_ACTIVE_FILE),
		.inactive_file = vm_stat_read(NR_INACTIVE_FILE),
		.unevictable = vm_stat_read(NR_UNEVICTABLE),
		.mlocked = vm_stat_read(NR_MLOCK),
		.dirty = vm_stat_read(NR_FILE_DIRTY),
		.writeback = vm_stat_read(NR_WRITEBACK),
		.anon_pages = vm_stat_read(NR_ANON_MAPPED),
		.mapped = vm_stat_read(NR_FILE_MAPPED),
		.shmem = vm_stat_read(NR_SHMEM),
		.slab_reclaimable = vm_stat_read(NR_SLAB_RECLAIMABLE),
		.slab_unreclaimable = vm_stat_read(NR_SLAB_UNRECLAIMABLE),
		.kernel_stack_kb = vm_stat_read(NR_KERNEL_STACK_KB),
		.page_tables = vm_stat_read(NR_PAGETABLE),
		.commit_limit = vm_commit_limit(),
		.committed_as = max(atomic_long_read(&vm_committed_as), 0L),
		.vmalloc_total = vmalloc_total(),
		.vmalloc_used = vm_stat_read(NR_VMALLOC),
	};
	mi->cached = file > mi->buffers ? file - mi->buffers : 0;
}

/* For sysinfo(2), in pages: mem_unit says so. */
void si_meminfo(struct sysinfo *si)
{
	si->totalram = totalram_pages_count;
	si->freeram = nr_free_pages();
	si->sharedram = vm_stat_read(NR_SHMEM);
	si->bufferram = nr_blockdev_pages();
	si->totalhigh = 0;
	si->freehigh = 0;
	si->mem_unit = PAGE_SIZE;
}

void vmstat_show(struct seq_file *m)
{
	unsigned long events[NR_VM_EVENT_ITEMS];

	for (int i = 0; i < NR_VM_STAT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", stat_names[i], vm_stat_read(i));
	all_vm_events(events);
	events[PGPGIN] /= 2;		/* KiB */
	events[PGPGOUT] /= 2;
	for (int i = 0; i < NR_VM_EVENT_ITEMS; i++)
		seq_printf(m, "%s %lu\n", event_names[i], events[i]);
}

void buddyinfo_show(struct seq_file *m)
{
	seq_printf(m, "Node %d, zone %8s ", 0, "Normal");
	spin_lock(&zone.lock);
	for (int o = 0; o < NR_PAGE_ORDERS; o++)
		seq_printf(m, "%6lu ", zone.area[o].nr_free);
	spin_unlock(&zone.lock);
	seq_putc(m, '\n');
}

void zoneinfo_show(struct seq_file *m)
{
	seq_printf(m, "Node %d, zone %8s\n", 0, "Normal");
	seq_printf(m, "  pages free     %lu\n", vm_stat_read(NR_FREE_PAGES));
	seq_printf(m, "        min      %lu\n", zone.wmark_min);
	seq_printf(m, "        low      %lu\n", zone.wmark_low);
	seq_printf(m, "        high     %lu\n", zone.wmark_high);
	seq_printf(m, "        spanned  %lu\n", zone.end_pfn);
	seq_printf(m, "        present  %lu\n", zone.end_pfn);
	seq_printf(m, "        managed  %lu\n", totalram_pages_count);
	for (int i = 0; i < NR_VM_STAT_ITEMS; i++)
		seq_printf(m, "      %-12s %lu\n", stat_names[i], vm_stat_read(i));
	seq_printf(m, "  start_pfn:           %lu\n", zone.start_pfn);
}
