// SPDX-License-Identifier: GPL-2.0
/*
 * Dirty pages: marking them, counting them, limiting them, and the loop that hands
 * them to a filesystem.
 *
 * A dirty folio has PG_dirty and the mapping's DIRTY mark; under writeback it has
 * PG_writeback and the WRITEBACK mark. Above the background limit the flusher of
 * fs/fs-writeback.c works; above the hard limit whoever dirties pages waits for it.
 *
 * Lock order: folio lock, i_mmap_rwsem (write-protecting), i_pages.xa_lock.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/percpu.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include "filemap.h"
#include "internal.h"

int dirty_background_ratio = 10;
int vm_dirty_ratio = 20;
unsigned long dirty_background_bytes, vm_dirty_bytes;
unsigned int dirty_writeback_interval = 5 * 100;	/* centiseconds */
unsigned int dirty_expire_interval = 30 * 100;

/* ---- dirty ---- */

bool noop_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	return folio_test_dirty(folio) ? false : !folio_test_set_dirty(folio);
}

/**
 * filemap_dirty_folio() - ->dirty_folio for filesystems without private state
 * @mapping: the folio's
 * @folio: folio that cannot leave the cache (locked, or mapped under its lock)
 *
 * Return: true when it was clean.
 */
bool filemap_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	if (folio_test_set_dirty(folio))
		return false;
	xa_lock(&mapping->i_pages);
	if (folio->mapping == mapping) {
		vm_stat_mod(NR_FILE_DIRTY, folio_nr_pages(folio));
		vm_stat_mod(NR_DIRTIED, folio_nr_pages(folio));
		__xa_set_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_DIRTY);
	}
	xa_unlock(&mapping->i_pages);
	if (mapping->host)
		__mark_inode_dirty(mapping->host, I_DIRTY_PAGES);
	return true;
}

/**
 * folio_mark_dirty() - the folio's data is newer than the disk's
 * @folio: folio
 *
 * Return: true when it was clean.
 */
bool folio_mark_dirty(struct folio *folio)
{
	struct address_space *mapping = READ_ONCE(folio->mapping);

	if (!mapping || folio_test_anon(folio))
		return noop_dirty_folio(NULL, folio);
	if (folio_test_reclaim(folio))
		folio_clear_reclaim(folio);
	if (mapping->a_ops->dirty_folio)
		return mapping->a_ops->dirty_folio(mapping, folio);
	return filemap_dirty_folio(mapping, folio);
}

void folio_account_cleaned(struct folio *folio)
{
	vm_stat_mod(NR_FILE_DIRTY, -(long)folio_nr_pages(folio));
}

static bool is_accounted(struct folio *folio)
{
	return folio->mapping && !folio_test_anon(folio) &&
	       folio->mapping->a_ops->dirty_folio != noop_dirty_folio;
}

/* The folio is thrown away: its dirt does not matter any more. */
void folio_cancel_dirty(struct folio *folio)
{
	if (folio_test_clear_dirty(folio) && is_accounted(folio))
		folio_account_cleaned(folio);
}

/**
 * folio_clear_dirty_for_io() - about to write it
 * @folio: locked folio
 *
 * Write access through mappings is taken away first, so that a later write
 * dirties it anew. The mark in the mapping stays until folio_start_writeback().
 *
 * Return: whether it was dirty.
 */
bool folio_clear_dirty_for_io(struct folio *folio)
{
	if (!is_accounted(folio))
		return folio_test_clear_dirty(folio);
	if (folio_mkclean(folio))
		folio_mark_dirty(folio);
	if (!folio_test_clear_dirty(folio))
		return false;
	folio_account_cleaned(folio);
	return true;
}

void folio_account_redirty(struct folio *folio)
{
	vm_stat_mod(NR_DIRTIED, -(long)folio_nr_pages(folio));
}

bool folio_redirty_for_writepage(struct writeback_control *wbc, struct folio *folio)
{
	bool was_clean = filemap_dirty_folio(folio->mapping, folio);

	wbc->pages_skipped += folio_nr_pages(folio);
	if (was_clean)
		folio_account_redirty(folio);
	return was_clean;
}

/* ---- under way ---- */

/* @folio: locked; its data goes to the disk from now on. */
void folio_start_writeback(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	if (folio_test_set_writeback(folio))
		return;
	xa_lock(&mapping->i_pages);
	__xa_set_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_WRITEBACK);
	if (!folio_test_dirty(folio))
		__xa_clear_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_DIRTY);
	__xa_clear_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_TOWRITE);
	xa_unlock(&mapping->i_pages);
	vm_stat_mod(NR_WRITEBACK, folio_nr_pages(folio));
}

/* It is there, or failed: see mapping_set_error(). Any context; never sleeps. */
void folio_end_writeback(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	folio_get(folio);		/* until the wake-up is done */
	if (folio_test_clear_reclaim(folio))
		folio_rotate_reclaimable(folio);
	xa_lock(&mapping->i_pages);
	__xa_clear_mark(&mapping->i_pages, folio->index, PAGECACHE_TAG_WRITEBACK);
	folio_clear_writeback(folio);
	xa_unlock(&mapping->i_pages);
	vm_stat_mod(NR_WRITEBACK, -(long)folio_nr_pages(folio));
	vm_stat_mod(NR_WRITTEN, folio_nr_pages(folio));
	wake_up_bit(&folio->flags, PG_writeback);
	folio_put(folio);
}

/* ---- the loop ---- */

/*
 * Mark what is dirty now, and write only that: pages dirtied meanwhile would keep
 * fsync(2) busy for ever.
 */
void tag_pages_for_writeback(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	unsigned long index = start;
	unsigned int n = 0;
	void *entry;

	xa_lock(&mapping->i_pages);
	for (entry = xa_find(&mapping->i_pages, &index, end, PAGECACHE_TAG_DIRTY); entry;
	     entry = xa_find_after(&mapping->i_pages, &index, end, PAGECACHE_TAG_DIRTY)) {
		__xa_set_mark(&mapping->i_pages, index, PAGECACHE_TAG_TOWRITE);
		if (++n % 512)
			continue;
		xa_unlock(&mapping->i_pages);
		cond_resched();
		xa_lock(&mapping->i_pages);
	}
	xa_unlock(&mapping->i_pages);
}

/* Lock @folio if it is still to be written, with dirty cleared. */
static bool prepare_folio(struct address_space *mapping, struct folio *folio,
			  struct writeback_control *wbc)
{
	folio_lock(folio);
	if (folio->mapping != mapping || !folio_test_dirty(folio))
		goto skip;
	if (folio_test_writeback(folio)) {
		if (wbc->sync_mode == WB_SYNC_NONE)
			goto skip;
		folio_wait_writeback(folio);
	}
	if (folio_clear_dirty_for_io(folio))
		return true;
skip:
	folio_unlock(folio);
	return false;
}

struct write_loop {
	struct writeback_control *wbc;
	int			(*writepage)(struct folio *, struct writeback_control *, void *);
	void			*data;
	pgoff_t			done_index;	/* where a cyclic caller goes on */
	int			err;		/* the first one */
	bool			stop;
};

static void write_one(struct address_space *mapping, struct folio *folio,
		      struct write_loop *loop)
{
	struct writeback_control *wbc = loop->wbc;
	int err;

	loop->done_index = folio->index + 1;
	if (!prepare_folio(mapping, folio, wbc))
		return;
	err = loop->writepage(folio, wbc, loop->data);
	if (err && !loop->err)
		loop->err = err;
	/* For data integrity go on and write the rest all the same. */
	if (err && wbc->sync_mode == WB_SYNC_NONE)
		loop->stop = true;
	if (--wbc->nr_to_write <= 0 && wbc->sync_mode == WB_SYNC_NONE)
		loop->stop = true;
}

static void write_span(struct address_space *mapping, pgoff_t index, pgoff_t end,
		       struct write_loop *loop)
{
	bool sync = loop->wbc->sync_mode == WB_SYNC_ALL || loop->wbc->tagged_writepages;
	xa_mark_t tag = sync ? PAGECACHE_TAG_TOWRITE : PAGECACHE_TAG_DIRTY;
	struct folio *folios[FOLIO_BATCH];
	unsigned int nr;

	if (sync)
		tag_pages_for_writeback(mapping, index, end);
	while (!loop->stop && (nr = filemap_get_folios_tag(mapping, &index, end, tag, folios,
							   FOLIO_BATCH))) {
		for (unsigned int i = 0; i < nr && !loop->stop; i++)
			write_one(mapping, folios[i], loop);
		put_batch(folios, nr);
		if (index > end || !index)
			break;
		cond_resched();
	}
}

/**
 * write_cache_pages() - call a function for each dirty folio of a range
 * @mapping: mapping
 * @wbc: what to write and how much
 * @writepage: gets the folio locked with dirty cleared; unlocks it
 * @data: for @writepage
 *
 * Context: sleeps.
 * Return: 0 or the first error of @writepage.
 */
int write_cache_pages(struct address_space *mapping, struct writeback_control *wbc,
		      int (*writepage)(struct folio *folio, struct writeback_control *wbc,
				       void *data), void *data)
{
	struct write_loop loop = { .wbc = wbc, .writepage = writepage, .data = data };
	pgoff_t start = wbc->range_start >> PAGE_SHIFT;
	pgoff_t end = (u64)wbc->range_end >> PAGE_SHIFT;

	if (!wbc->range_cyclic) {
		write_span(mapping, start, end, &loop);
		return loop.err;
	}
	start = mapping->writeback_index;
	write_span(mapping, start, ULONG_MAX, &loop);
	if (!loop.stop)
		loop.done_index = 0;		/* next time from the beginning */
	mapping->writeback_index = loop.done_index;
	return loop.err;
}

int do_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	if (wbc->nr_to_write <= 0)
		return 0;
	if (!mapping->a_ops->writepages)
		return 0;
	return mapping->a_ops->writepages(mapping, wbc);
}

/* ---- limits ---- */

static unsigned long dirtyable_pages(void)
{
	return nr_free_pages() + vm_stat_read(NR_INACTIVE_FILE) + vm_stat_read(NR_ACTIVE_FILE);
}

void global_dirty_limits(unsigned long *background, unsigned long *dirty)
{
	unsigned long all = dirtyable_pages();

	*dirty = vm_dirty_bytes ? DIV_ROUND_UP(vm_dirty_bytes, PAGE_SIZE) :
		 all * vm_dirty_ratio / 100;
	*background = dirty_background_bytes ? DIV_ROUND_UP(dirty_background_bytes, PAGE_SIZE) :
		      all * dirty_background_ratio / 100;
	if (*background >= *dirty)
		*background = *dirty / 2;
}

static unsigned long dirty_pages(void)
{
	return vm_stat_read(NR_FILE_DIRTY) + vm_stat_read(NR_WRITEBACK);
}

/*
 * Wait until there is less dirt than half way between the limits. Who waits in vain
 * for a second writes some pages itself.
 */
static void balance_dirty_pages(struct address_space *mapping)
{
	unsigned int waits = 0;

	for (;;) {
		unsigned long background, limit, dirty = dirty_pages();

		global_dirty_limits(&background, &limit);
		if (dirty > background)
			wakeup_flusher_threads();
		if (dirty <= (background + limit) / 2 || fatal_signal_pending(current))
			break;
		/* Below the hard limit one short wait is enough. */
		if (dirty <= limit && waits)
			break;
		schedule_timeout_killable(max(HZ / 50, 1));
		if (++waits % 50 == 0)
			writeback_some(1024);
	}
}

#define RATELIMIT_PAGES	32
static DEFINE_PER_CPU(unsigned int, dirtied);

/**
 * balance_dirty_pages_ratelimited() - called by who has just dirtied a page
 * @mapping: its mapping
 *
 * Context: sleeps; no folio locked, no transaction open.
 */
void balance_dirty_pages_ratelimited(struct address_space *mapping)
{
	if (mapping->a_ops->dirty_folio == noop_dirty_folio)
		return;
	if (this_cpu_inc_return(dirtied) < RATELIMIT_PAGES)
		return;
	this_cpu_write(dirtied, 0);
	/* Waiting for pages to be written, they would wait for themselves. */
	if (current->flags & (PF_MEMALLOC | PF_LOCAL_THROTTLE))
		return;
	balance_dirty_pages(mapping);
}
