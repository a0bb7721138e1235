// SPDX-License-Identifier: GPL-2.0
/*
 * Giving free memory back to the host, so that a guest which was large for a
 * moment does not stay large on the host.
 *
 * Only blocks of 2 MiB and more are worth a host call. A block must have been free
 * at two consecutive visits, two seconds apart, before it goes: memory that is
 * freed and taken again all the time stays. kswapd does the visits, and only while
 * there is something to give back, so that an idle machine sleeps.
 *
 * Lock order: zone.lock, never held across the host call: the block is taken out
 * of the buddy meanwhile.
 */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include "internal.h"

#define PG_aged		PG_referenced	/* free block seen by an earlier visit */

void __weak arch_free_to_host(unsigned long pfn, unsigned int order)
{
}

static struct page *find_block(unsigned int order, bool aged)
{
	struct page *page;

	list_for_each_entry(page, &zone.area[order].list, lru) {
		if (page->flags & (1UL << PG_reported))
			return NULL;	/* these are at the tail */
		if (!!(page->flags & (1UL << PG_aged)) == aged)
			return page;
	}
	return NULL;
}

/* Is there a block which the host does not have yet? */
bool page_reporting_wanted(void)
{
	bool wanted = false;

	spin_lock(&zone.lock);
	for (unsigned int o = REPORT_ORDER; o < NR_PAGE_ORDERS && !wanted; o++)
		wanted = find_block(o, true) || find_block(o, false);
	spin_unlock(&zone.lock);
	return wanted;
}

static bool report_one(unsigned int order)
{
	struct page *page;

	spin_lock(&zone.lock);
	page = find_block(order, true);
	if (page)
		__take_block(page, order);
	spin_unlock(&zone.lock);
	if (!page)
		return false;
	arch_free_to_host(page_to_pfn(page), order);
	spin_lock(&zone.lock);
	__free_one_block(page, order, true);
	spin_unlock(&zone.lock);
	return true;
}

/* One visit. Context: kswapd. */
void page_reporting_work(void)
{
	struct page *page;

	for (unsigned int o = REPORT_ORDER; o < NR_PAGE_ORDERS; o++) {
		while (report_one(o))
			cond_resched();
		spin_lock(&zone.lock);
		list_for_each_entry(page, &zone.area[o].list, lru) {
			if (page->flags & (1UL << PG_reported))
				break;
			page->flags |= 1UL << PG_aged;
		}
		spin_unlock(&zone.lock);
	}
}
