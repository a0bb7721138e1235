// SPDX-License-Identifier: GPL-2.0
/* /proc/meminfo and the other files about memory; mm/ makes most of them. */
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>

#include "internal.h"

static void show_kb(struct seq_file *m, const char *name, unsigned long kb)
{
	seq_printf(m, "%-16s%8lu kB\n", name, kb);
}

static void show_pages(struct seq_file *m, const char *name, unsigned long pages)
{
	show_kb(m, name, pages << (PAGE_SHIFT - 10));
}

static void show_usage(struct seq_file *m, const struct meminfo *mi)
{
	show_pages(m, "MemTotal:", mi->total);
	show_pages(m, "MemFree:", mi->free);
	show_pages(m, "MemAvailable:", mi->available);
	show_pages(m, "Buffers:", mi->buffers);
	show_pages(m, "Cached:", mi->cached);
	show_pages(m, "SwapCached:", 0);
	show_pages(m, "Active:", mi->active_anon + mi->active_file);
	show_pages(m, "Inactive:", mi->inactive_anon + mi->inactive_file);
	show_pages(m, "Active(anon):", mi->active_anon);
	show_pages(m, "Inactive(anon):", mi->inactive_anon);
	show_pages(m, "Active(file):", mi->active_file);
	show_pages(m, "Inactive(file):", mi->inactive_file);
	show_pages(m, "Unevictable:", mi->unevictable);
	show_pages(m, "Mlocked:", mi->mlocked);
}

static int meminfo_show(struct seq_file *m, void *v)
{
	struct meminfo mi;

	meminfo_fill(&mi);
	show_usage(m, &mi);
	show_pages(m, "SwapTotal:", mi.swap_total);
	show_pages(m, "SwapFree:", mi.swap_free);
	show_pages(m, "Dirty:", mi.dirty);
	show_pages(m, "Writeback:", mi.writeback);
	show_pages(m, "AnonPages:", mi.anon_pages);
	show_pages(m, "Mapped:", mi.mapped);
	show_pages(m, "Shmem:", mi.shmem);
	show_pages(m, "KReclaimable:", mi.slab_reclaimable);
	show_pages(m, "Slab:", mi.slab_reclaimable + mi.slab_unreclaimable);
	show_pages(m, "SReclaimable:", mi.slab_reclaimable);
	show_pages(m, "SUnreclaim:", mi.slab_unreclaimable);
	show_kb(m, "KernelStack:", mi.kernel_stack_kb);
	show_pages(m, "PageTables:", mi.page_tables);
	show_pages(m, "SecPageTables:", 0);
	show_pages(m, "NFS_Unstable:", 0);
	show_pages(m, "Bounce:", 0);
	show_pages(m, "WritebackTmp:", 0);
	show_pages(m, "CommitLimit:", mi.commit_limit);
	show_pages(m, "Committed_AS:", mi.committed_as);
	show_pages(m, "VmallocTotal:", mi.vmalloc_total);
	show_pages(m, "VmallocUsed:", mi.vmalloc_used);
	show_pages(m, "VmallocChunk:", 0);
	show_pages(m, "Percpu:", 0);
	return 0;
}

/* No swap yet: the header alone is what swapon -s wants to see. */
static int swaps_show(struct seq_file *m, void *v)
{
	seq_puts(m, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	return 0;
}

#define SHOW_BY(name)					\
static int show_##name(struct seq_file *m, void *v)	\
{							\
	name##_show(m);					\
	return 0;					\
}

SHOW_BY(vmstat)
SHOW_BY(buddyinfo)
SHOW_BY(zoneinfo)
SHOW_BY(slabinfo)
SHOW_BY(vmallocinfo)

static int __init proc_meminfo_init(void)
{
	proc_create_single("meminfo", 0, NULL, meminfo_show);
	proc_create_single("swaps", 0, NULL, swaps_show);
	proc_create_single("vmstat", 0444, NULL, show_vmstat);
	proc_create_single("buddyinfo", 0444, NULL, show_buddyinfo);
	proc_create_single("zoneinfo", 0444, NULL, show_zoneinfo);
	proc_create_single("slabinfo", 0400, NULL, show_slabinfo);
	proc_create_single("vmallocinfo", 0400, NULL, show_vmallocinfo);
	return 0;
}
fs_initcall(proc_meminfo_init);
