// SPDX-License-Identifier: GPL-2.0
/*
 * Making a free block of several pages. Reclaim by age frees pages here and there;
 * when contiguous ones are wanted, this looks for an aligned block all of whose
 * pages are free or clean pages of files, and frees just these, whatever their age.
 *
 * What a page is, is read without locks and may change; the worst that comes of it
 * is a page freed for nothing. The search goes on where it ended last time.
 *
 * Left out against Linux: compaction, which moves pages instead of dropping them.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include "internal.h"

#define MAX_BLOCKS	8		/* freed by one call */

/* Pages up to the next that has to be looked at; 0: this one cannot go. */
static unsigned long step_over(struct page *page)
{
	unsigned long flags = READ_ONCE(page->flags);
	const unsigned long busy = 1UL << PG_locked | 1UL << PG_dirty | 1UL << PG_writeback |
		1UL << PG_swapbacked | 1UL << PG_unevictable | 1UL << PG_mlocked |
		1UL << PG_slab | 1UL << PG_reserved;

	if (flags & (1UL << PG_buddy)) {
		unsigned long order = READ_ONCE(page->private);

		return order <= MAX_PAGE_ORDER ? 1UL << order : 1;
	}
	if (READ_ONCE(page->compound))
		return 0;
	if (!atomic_read(&page->_refcount))
		return 1;		/* free, on a CPU's list */
	return (flags & (1UL << PG_lru)) && !(flags & busy) ? 1 : 0;
}

static bool block_could_go(unsigned long pfn, unsigned int order)
{
	unsigned long end = pfn + (1UL << order);

	while (pfn < end) {
		unsigned long step = step_over(pfn_to_page(pfn));

		if (!step)
			return false;
		pfn += step;
	}
	return true;
}

static unsigned long free_block_at(unsigned long pfn, unsigned int order)
{
	LIST_HEAD(folios);

	for (unsigned long i = pfn; i < pfn + (1UL << order); i++) {
		struct folio *folio = (struct folio *)pfn_to_page(i);

		if (folio_test_lru(folio) && folio_isolate_lru(folio))
			list_add(&folio->lru, &folios);
	}
	return list_empty(&folios) ? 0 : reclaim_pages(&folios);
}

/**
 * reclaim_blocks() - free some blocks of clean page cache
 * @order: at least 1
 *
 * Context: sleeps; direct reclaim.
 * Return: number of pages freed.
 */
unsigned long reclaim_blocks(unsigned int order)
{
	static unsigned long cursor;
	unsigned long nr = (zone.end_pfn - zone.start_pfn) >> order, freed = 0;
	unsigned long pfn = READ_ONCE(cursor);
	unsigned int blocks = 0;

	while (nr-- && blocks < MAX_BLOCKS) {
		pfn = ALIGN(pfn + 1, 1UL << order);
		if (pfn < zone.start_pfn || pfn + (1UL << order) > zone.end_pfn)
			pfn = ALIGN(zone.start_pfn, 1UL << order);
		if (block_could_go(pfn, order)) {
			unsigned long n = free_block_at(pfn, order);

			freed += n;
			blocks += n > 0;
		}
		if (!(nr % 1024))
			cond_resched();
	}
	WRITE_ONCE(cursor, pfn);
	return freed;
}
