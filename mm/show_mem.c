// SPDX-License-Identifier: GPL-2.0
/*
 * Where memory is, in the kernel log: for a failed allocation, the OOM killer's
 * report and SysRq-m.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include "internal.h"

#define K(pages)	((pages) << (PAGE_SHIFT - 10))

static void show_orders(void)
{
	unsigned long nr[NR_PAGE_ORDERS];

	spin_lock(&zone.lock);
	for (int o = 0; o < NR_PAGE_ORDERS; o++)
		nr[o] = zone.area[o].nr_free;
	spin_unlock(&zone.lock);
	printk(KERN_INFO "Normal: ");
	for (int o = 0; o < NR_PAGE_ORDERS; o++)
		pr_cont("%lu*%lukB ", nr[o], K(1UL) << o);
	pr_cont("= %lukB\n", K(vm_stat_read(NR_FREE_PAGES)));
}

void show_free_areas(void)
{
	pr_info("active_anon:%lu inactive_anon:%lu active_file:%lu inactive_file:%lu unevictable:%lu\n",
		vm_stat_read(NR_ACTIVE_ANON), vm_stat_read(NR_INACTIVE_ANON),
		vm_stat_read(NR_ACTIVE_FILE), vm_stat_read(NR_INACTIVE_FILE),
		vm_stat_read(NR_UNEVICTABLE));
	pr_info(" dirty:%lu writeback:%lu slab_reclaimable:%lu slab_unreclaimable:%lu\n",
		vm_stat_read(NR_FILE_DIRTY), vm_stat_read(NR_WRITEBACK),
		vm_stat_read(NR_SLAB_RECLAIMABLE), vm_stat_read(NR_SLAB_UNRECLAIMABLE));
	pr_info(" mapped:%lu shmem:%lu pagetables:%lu free:%lu free_pcp:%lu\n",
		vm_stat_read(NR_FILE_MAPPED), vm_stat_read(NR_SHMEM),
		vm_stat_read(NR_PAGETABLE), vm_stat_read(NR_FREE_PAGES), nr_pcp_pages());
	pr_info("Normal free:%lukB min:%lukB low:%lukB high:%lukB\n",
		K(vm_stat_read(NR_FREE_PAGES)), K(zone.wmark_min), K(zone.wmark_low),
		K(zone.wmark_high));
	show_orders();
}

void show_mem(void)
{
	pr_info("Mem-Info:\n");
	show_free_areas();
	pr_info("%lu total pagecache pages\n", vm_stat_read(NR_FILE_PAGES));
	pr_info("%lu pages RAM, %lu pages reserved\n", max_mapnr,
		max_mapnr - totalram_pages_count);
}
