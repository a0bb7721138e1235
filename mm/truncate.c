// SPDX-License-Identifier: GPL-2.0
/*
 * Removing pages from the page cache: because the file ends before them now
 * (truncate), because the disk knows better (invalidate), or because memory is
 * wanted (drop_caches).
 *
 * A page is first taken out of all page tables, then waited for, then removed.
 * The size has been changed before, so a fault that comes late finds the end of
 * the file; the second look at "mapped" catches one that came just before.
 *
 * Lock order: inode->i_rwsem, invalidate_lock (write), folio lock, i_mmap_rwsem.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/writeback.h>
#include "filemap.h"
#include "internal.h"

static void invalidate_private(struct folio *folio, size_t offset, size_t len)
{
	const struct address_space_operations *a_ops = folio->mapping->a_ops;

	if (folio_test_private(folio) && a_ops->invalidate_folio)
		a_ops->invalidate_folio(folio, offset, len);
}

/* @folio: locked, in the cache, not under writeback. It leaves the cache. */
static void truncate_folio(struct address_space *mapping, struct folio *folio)
{
	if (folio_mapped(folio))
		unmap_mapping_pages(mapping, folio->index, 1, false);
	invalidate_private(folio, 0, folio_size(folio));
	folio_cancel_dirty(folio);
	filemap_remove_folio(folio);
}

/* Bytes [from, to) of the folio at @index become zeroes, if it is cached. */
static void truncate_partial(struct address_space *mapping, pgoff_t index, size_t from,
			     size_t to)
{
	struct folio *folio = filemap_lock_folio(mapping, index);

	if (IS_ERR(folio))
		return;
	folio_wait_writeback(folio);
	folio_zero_segment(folio, from, to);
	invalidate_private(folio, from, to - from);
	folio_unlock(folio);
	folio_put(folio);
}

static void truncate_whole(struct address_space *mapping, pgoff_t index, pgoff_t last)
{
	struct folio *folios[FOLIO_BATCH];
	unsigned int nr;

	while ((nr = filemap_get_folios(mapping, &index, last, folios, FOLIO_BATCH))) {
		for (unsigned int i = 0; i < nr; i++) {
			struct folio *folio = folios[i];

			folio_lock(folio);
			if (folio->mapping == mapping) {
				folio_wait_writeback(folio);
				truncate_folio(mapping, folio);
			}
			folio_unlock(folio);
		}
		put_batch(folios, nr);
		if (index > last || !index)
			break;
		cond_resched();
	}
}

/**
 * truncate_inode_pages_range() - remove pages, zeroing parts at the ends
 * @mapping: mapping
 * @lstart: first byte
 * @lend: last byte; -1 for the end of the file
 *
 * Context: sleeps. The caller keeps new pages from appearing.
 */
void truncate_inode_pages_range(struct address_space *mapping, loff_t lstart, loff_t lend)
{
	size_t head = offset_in_page(lstart), tail = offset_in_page((u64)lend + 1);
	pgoff_t start = ((u64)lstart + PAGE_SIZE - 1) >> PAGE_SHIFT;	/* whole pages */
	pgoff_t end = lend == -1 ? ULONG_MAX : ((u64)lend + 1) >> PAGE_SHIFT;

	if (!mapping->nrpages)
		return;
	if (head) {
		pgoff_t index = lstart >> PAGE_SHIFT;
		bool same = lend != -1 && (u64)lend >> PAGE_SHIFT == index;

		truncate_partial(mapping, index, head, same ? offset_in_page(lend) + 1 : PAGE_SIZE);
	}
	if (tail && end >= start)
		truncate_partial(mapping, end, 0, tail);
	if (end > start)
		truncate_whole(mapping, start, end - 1);
}

void truncate_inode_pages(struct address_space *mapping, loff_t start)
{
	truncate_inode_pages_range(mapping, start, -1);
}

/* The inode goes away: everything, waiting for who may be looking at a page. */
void truncate_inode_pages_final(struct address_space *mapping)
{
	truncate_inode_pages(mapping, 0);
}

/**
 * truncate_pagecache() - the file is shorter now
 * @inode: inode, i_size set already
 * @newsize: its size
 */
void truncate_pagecache(struct inode *inode, loff_t newsize)
{
	struct address_space *mapping = inode->i_mapping;
	loff_t hole = round_up(newsize, PAGE_SIZE);

	/* Twice: a private copy may be made between the two. */
	unmap_mapping_range(mapping, hole, 0, 1);
	truncate_inode_pages(mapping, newsize);
	unmap_mapping_range(mapping, hole, 0, 1);
}

/* A hole was punched: bytes @lstart to @lend, inclusive. */
void truncate_pagecache_range(struct inode *inode, loff_t lstart, loff_t lend)
{
	struct address_space *mapping = inode->i_mapping;
	loff_t start = round_up(lstart, PAGE_SIZE);
	loff_t end = round_down(1 + (u64)lend, PAGE_SIZE) - 1;

	if (end > start)
		unmap_mapping_range(mapping, start, 1 + end - start, 0);
	truncate_inode_pages_range(mapping, lstart, lend);
}

void truncate_setsize(struct inode *inode, loff_t newsize)
{
	loff_t oldsize = inode->i_size;

	i_size_write(inode, newsize);
	if (newsize > oldsize)
		pagecache_isize_extended(inode, oldsize, newsize);
	truncate_pagecache(inode, newsize);
}

/*
 * The file grew over the middle of a page that may be mapped writable without its
 * block: the next write must ask the filesystem again.
 */
void pagecache_isize_extended(struct inode *inode, loff_t from, loff_t to)
{
	struct folio *folio;

	if (from >= to || !offset_in_page(from) || i_blocksize(inode) >= PAGE_SIZE)
		return;
	folio = filemap_lock_folio(inode->i_mapping, from >> PAGE_SHIFT);
	if (IS_ERR(folio))
		return;
	if (folio_mkclean(folio))
		folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
}

/* ---- invalidation ---- */

/* Drop a clean, unused, locked folio. Return: whether it went. */
static bool mapping_evict_folio(struct address_space *mapping, struct folio *folio)
{
	if (folio_test_dirty(folio) || folio_test_writeback(folio) || folio_mapped(folio))
		return false;
	/* Cache, caller, and one for private data. */
	if (folio_ref_count(folio) > 2 + folio_test_private(folio))
		return false;
	if (folio_test_private(folio) && mapping->a_ops->release_folio &&
	    !mapping->a_ops->release_folio(folio, GFP_KERNEL))
		return false;
	return remove_mapping(mapping, folio);
}

/**
 * invalidate_mapping_pages() - drop clean pages nobody uses
 * @mapping: mapping
 * @start: first page
 * @end: last page
 *
 * Never waits for locks or I/O.
 *
 * Return: how many pages went.
 */
unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start,
				       pgoff_t end)
{
	struct folio *folios[FOLIO_BATCH];
	unsigned long dropped = 0;
	unsigned int nr;

	while ((nr = filemap_get_folios(mapping, &start, end, folios, FOLIO_BATCH))) {
		for (unsigned int i = 0; i < nr; i++) {
			struct folio *folio = folios[i];

			if (!folio_trylock(folio))
				continue;
			if (folio->mapping == mapping && mapping_evict_folio(mapping, folio))
				dropped++;
			folio_unlock(folio);
		}
		put_batch(folios, nr);
		if (start > end || !start)
			break;
		cond_resched();
	}
	return dropped;
}

/* @folio: locked. Return: 0 when it is gone, -EBUSY. */
static int invalidate_one(struct address_space *mapping, struct folio *folio)
{
	if (folio_mapped(folio))
		unmap_mapping_pages(mapping, folio->index, 1, false);
	if (folio_test_dirty(folio) && mapping->a_ops->launder_folio)
		mapping->a_ops->launder_folio(folio);
	if (folio_test_private(folio) && mapping->a_ops->release_folio &&
	    !mapping->a_ops->release_folio(folio, GFP_KERNEL))
		return -EBUSY;
	if (folio_test_dirty(folio))
		return -EBUSY;
	filemap_remove_folio(folio);
	return 0;
}

/**
 * invalidate_inode_pages2_range() - drop pages because the disk has changed
 * @mapping: mapping
 * @start: first page
 * @end: last page
 *
 * Context: sleeps.
 * Return: 0, or -EBUSY when a page is dirty again already.
 */
int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t start, pgoff_t end)
{
	struct folio *folios[FOLIO_BATCH];
	unsigned int nr;
	int ret = 0;

	if (!mapping->nrpages)
		return 0;
	while ((nr = filemap_get_folios(mapping, &start, end, folios, FOLIO_BATCH))) {
		for (unsigned int i = 0; i < nr; i++) {
			struct folio *folio = folios[i];

			folio_lock(folio);
			if (folio->mapping == mapping) {
				folio_wait_writeback(folio);
				if (invalidate_one(mapping, folio))
					ret = -EBUSY;
			}
			folio_unlock(folio);
		}
		put_batch(folios, nr);
		if (start > end || !start)
			break;
		cond_resched();
	}
	return ret;
}
