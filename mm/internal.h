/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of mm/ tell each other and nobody else. */
#ifndef MM_INTERNAL_H
#define MM_INTERNAL_H

#include <linux/mm.h>
#include <linux/page-flags.h>

/* page_alloc.c */
#define PG_reported	PG_owner_priv_1		/* free, and the host has its memory back */
#define NR_PAGE_ORDERS	(MAX_PAGE_ORDER + 1)
#define COSTLY_ORDER	3			/* larger ones may fail without a kill */

struct free_area {
	struct list_head	list;		/* [z] page->lru, first page of each block */
	unsigned long		nr_free;	/* [z] blocks */
};

/* The one zone. Locks: [z] lock, [I] constant after boot */
struct zone {
	spinlock_t		lock;
	struct free_area	area[NR_PAGE_ORDERS];
	unsigned long		start_pfn;	/* [I] below: the boot allocator's */
	unsigned long		end_pfn;	/* [I] */
	unsigned long		wmark_min;	/* pages; written by the sysctl */
	unsigned long		wmark_low;
	unsigned long		wmark_high;
};
extern struct zone zone;

void page_alloc_init(unsigned long start_pfn, unsigned long end_pfn);
void setup_watermarks(void);
void split_page(struct page *page, unsigned int order);
void drain_pages(int cpu);
void drain_all_pages(void);
unsigned long nr_pcp_pages(void);
void free_unref_folio(struct folio *folio);
void __free_one_block(struct page *page, unsigned int order, bool reported);
void __take_block(struct page *page, unsigned int order);

static inline bool zone_below(unsigned long wmark)
{
	return vm_stat_read(NR_FREE_PAGES) < wmark;
}

/* page_reporting.c: free blocks go back to the host */
bool page_reporting_wanted(void);
void page_reporting_work(void);

/* vmscan.c */
unsigned long try_to_free_pages(unsigned int order, gfp_t gfp);
void wakeup_kswapd(unsigned int order);

/* slab.c */
struct slab;
void slab_drain_cpu(int cpu);

#endif /* MM_INTERNAL_H */
