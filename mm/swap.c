// SPDX-License-Identifier: GPL-2.0
/*
 * The LRU lists: which pages were used lately, for reclaim to choose from.
 *
 * A folio on a list has PG_lru; which list follows from its other flags, so these
 * only change with lruvec.lock held. Being on a list is no reference: the last
 * folio_put() takes the folio off. New pages start inactive; a second use makes
 * them active (folio_mark_accessed()).
 *
 * Lock order: page_table_lock or i_pages, lruvec.lock. It is a leaf.
 *
 * Left out against Linux: per-CPU batches in front of the lists, and generations.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include "internal.h"

struct lruvec lruvec;

void __init swap_setup(void)
{
	spin_lock_init(&lruvec.lock);
	for (int l = 0; l < NR_LRU_LISTS; l++)
		INIT_LIST_HEAD(&lruvec.lists[l]);
}

static enum lru_list folio_lru_list(struct folio *folio)
{
	enum lru_list lru;

	if (folio_test_unevictable(folio))
		return LRU_UNEVICTABLE;
	lru = folio_test_swapbacked(folio) ? LRU_INACTIVE_ANON : LRU_INACTIVE_FILE;
	return folio_test_active(folio) ? lru + 1 : lru;
}

/* All with lruvec.lock held. The lists' counters have the lists' order. */

void lru_link(struct folio *folio, bool tail)
{
	enum lru_list lru = folio_lru_list(folio);

	if (tail)
		list_add_tail(&folio->lru, &lruvec.lists[lru]);
	else
		list_add(&folio->lru, &lruvec.lists[lru]);
	folio_set_lru(folio);
	vm_stat_mod(NR_INACTIVE_ANON + lru, folio_nr_pages(folio));
}

void lru_unlink(struct folio *folio)
{
	vm_stat_mod(NR_INACTIVE_ANON + folio_lru_list(folio), -(long)folio_nr_pages(folio));
	folio_clear_lru(folio);
	list_del_init(&folio->lru);
}

bool folio_evictable(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	if (folio_test_mlocked(folio))
		return false;
	if (!mapping || folio_test_anon(folio))
		return true;
	return !test_bit(AS_UNEVICTABLE, &mapping->flags);
}

/**
 * folio_add_lru() - put a new folio on its list
 * @folio: folio on no list; its kind (swapbacked, active) is set already
 *
 * Context: any; spins.
 */
void folio_add_lru(struct folio *folio)
{
	spin_lock(&lruvec.lock);
	if (!folio_test_lru(folio)) {
		if (!folio_evictable(folio))
			folio_set_unevictable(folio);
		lru_link(folio, false);
	}
	spin_unlock(&lruvec.lock);
}

/**
 * folio_isolate_lru() - take a folio off its list
 * @folio: folio
 *
 * Return: true when it was on one; it then has one more reference, and its lru
 * field is the caller's until folio_putback_lru().
 */
bool folio_isolate_lru(struct folio *folio)
{
	bool ok = false;

	spin_lock(&lruvec.lock);
	if (folio_test_lru(folio) && folio_try_get(folio)) {
		lru_unlink(folio);
		ok = true;
	}
	spin_unlock(&lruvec.lock);
	return ok;
}

void folio_putback_lru(struct folio *folio)
{
	spin_lock(&lruvec.lock);
	if (folio_evictable(folio))
		folio_clear_unevictable(folio);
	else
		folio_set_unevictable(folio);
	lru_link(folio, false);
	spin_unlock(&lruvec.lock);
	folio_put(folio);
}

/* Change flags of a folio that may be on a list. */
static void set_active(struct folio *folio, bool active)
{
	spin_lock(&lruvec.lock);
	if (folio_test_lru(folio) && !folio_test_unevictable(folio)) {
		lru_unlink(folio);
		if (active)
			folio_set_active(folio);
		else
			folio_clear_active(folio);
		lru_link(folio, false);
		count_vm_event(active ? PGACTIVATE : PGDEACTIVATE);
	}
	spin_unlock(&lruvec.lock);
}

void folio_activate(struct folio *folio)
{
	if (!folio_test_active(folio))
		set_active(folio, true);
}

void folio_deactivate(struct folio *folio)
{
	folio_clear_referenced(folio);
	if (folio_test_active(folio))
		set_active(folio, false);
}

/* Written back for reclaim: next to go. */
void folio_rotate_reclaimable(struct folio *folio)
{
	spin_lock(&lruvec.lock);
	if (folio_test_lru(folio) && !folio_test_active(folio) &&
	    !folio_test_unevictable(folio)) {
		lru_unlink(folio);
		lru_link(folio, true);
		count_vm_event(PGROTATED);
	}
	spin_unlock(&lruvec.lock);
}

/**
 * folio_mark_accessed() - somebody read or wrote the folio
 * @folio: folio
 *
 * The first time makes it referenced, the second active.
 */
void folio_mark_accessed(struct folio *folio)
{
	if (!folio_test_referenced(folio)) {
		folio_set_referenced(folio);
	} else if (!folio_test_active(folio) && !folio_test_unevictable(folio)) {
		folio_activate(folio);
		folio_clear_referenced(folio);
	}
}

void mlock_folio(struct folio *folio)
{
	if (folio_test_set_mlocked(folio))
		return;
	vm_stat_mod(NR_MLOCK, folio_nr_pages(folio));
	count_vm_event(UNEVICTABLE_PGMLOCKED);
	spin_lock(&lruvec.lock);
	if (folio_test_lru(folio) && !folio_test_unevictable(folio)) {
		lru_unlink(folio);
		folio_clear_active(folio);
		folio_set_unevictable(folio);
		lru_link(folio, false);
	}
	spin_unlock(&lruvec.lock);
}

void munlock_folio(struct folio *folio)
{
	if (!folio_test_clear_mlocked(folio))
		return;
	vm_stat_mod(NR_MLOCK, -(long)folio_nr_pages(folio));
	count_vm_event(UNEVICTABLE_PGMUNLOCKED);
	spin_lock(&lruvec.lock);
	if (folio_test_lru(folio) && folio_evictable(folio)) {
		lru_unlink(folio);
		folio_clear_unevictable(folio);
		lru_link(folio, false);
	}
	spin_unlock(&lruvec.lock);
}

void lru_add_drain(void)
{
}

/* The last reference is gone: nobody can find the folio but through its list. */
void __folio_put(struct folio *folio)
{
	if (folio_test_lru(folio)) {
		spin_lock(&lruvec.lock);
		lru_unlink(folio);
		spin_unlock(&lruvec.lock);
	}
	if (folio_test_clear_mlocked(folio))
		vm_stat_mod(NR_MLOCK, -(long)folio_nr_pages(folio));
	free_unref_folio(folio);
}
