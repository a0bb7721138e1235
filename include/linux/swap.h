/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LRU lists and reclaim: mm/swap.c, mm/vmscan.c. There is no swap yet; anonymous
 * pages have their lists all the same, and isolation takes them off like others.
 */
#ifndef INCLUDE_LINUX_SWAP_H
#define INCLUDE_LINUX_SWAP_H

#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/spinlock.h>

enum lru_list {
	LRU_INACTIVE_ANON, LRU_ACTIVE_ANON,
	LRU_INACTIVE_FILE, LRU_ACTIVE_FILE,
	LRU_UNEVICTABLE,
	NR_LRU_LISTS
};

/* Locks: [l] lock */
struct lruvec {
	spinlock_t		lock;
	struct list_head	lists[NR_LRU_LISTS];	/* [l] folio->lru, newest first */
};
extern struct lruvec lruvec;

void swap_setup(void);
void lru_link(struct folio *folio, bool tail);	/* lock held */
void lru_unlink(struct folio *folio);		/* lock held */
void folio_add_lru(struct folio *folio);
bool folio_isolate_lru(struct folio *folio);	/* off its list; a reference is taken */
void folio_putback_lru(struct folio *folio);	/* back on one; the reference dropped */
void folio_activate(struct folio *folio);
void folio_deactivate(struct folio *folio);	/* madvise(MADV_COLD) */
void folio_rotate_reclaimable(struct folio *folio);
void folio_mark_accessed(struct folio *folio);
void mlock_folio(struct folio *folio);
void munlock_folio(struct folio *folio);
void lru_add_drain(void);

/* vmscan.c */
unsigned long try_to_free_pages(unsigned int order, gfp_t gfp);
unsigned long shrink_all_memory(unsigned long nr);
void wakeup_kswapd(unsigned int order);
bool folio_evictable(struct folio *folio);
/* Write out and free; madvise(MADV_PAGEOUT). Consumes the isolated @folios. */
unsigned long reclaim_pages(struct list_head *folios);
void drop_slab(void);
void drop_pagecache(void);
extern int vm_swappiness, sysctl_vfs_cache_pressure;

/*
 * Caches that can be shrunk. count: objects that could go; scan: free up to @nr,
 * returns how many. Both may sleep; @gfp says whether filesystems may be entered.
 */
struct shrinker {
	unsigned long (*count_objects)(struct shrinker *s, gfp_t gfp);
	unsigned long (*scan_objects)(struct shrinker *s, unsigned long nr, gfp_t gfp);
	const char *name;
	struct list_head list;
};
void register_shrinker(struct shrinker *s);
void unregister_shrinker(struct shrinker *s);

struct sysinfo;
void si_swapinfo(struct sysinfo *val);		/* totalswap and freeswap, in mem_unit */

#endif /* INCLUDE_LINUX_SWAP_H */
