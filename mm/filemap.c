// SPDX-License-Identifier: GPL-2.0
/*
 * The page cache: the folios of files, by index, one page each.
 *
 * A folio in the cache has the cache's reference; ->mapping and ->index change
 * only with the folio locked and i_pages locked. It is found without a lock: take
 * a reference if there is one to take, then look again whether it is still there.
 *
 * Neighbours: filemap_read.c, filemap_write.c and filemap_fault.c (the generic file
 * operations), filemap_sync.c, readahead.c, truncate.c, page-writeback.c.
 *
 * Lock order: inode->i_rwsem, mmap_lock (copies fault), mapping->invalidate_lock,
 * folio lock, i_mmap_rwsem, page_table_lock, i_pages.xa_lock, lruvec.lock.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/swap.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include <linux/xarray.h>
#include "filemap.h"
#include "internal.h"

/* ---- waiting ---- */

bool folio_trylock(struct folio *folio)
{
	return !test_and_set_bit_lock(PG_locked, &folio->flags);
}

void folio_lock(struct folio *folio)
{
	if (!folio_trylock(folio))
		wait_on_bit_lock(&folio->flags, PG_locked, TASK_UNINTERRUPTIBLE);
}

int folio_lock_killable(struct folio *folio)
{
	if (folio_trylock(folio))
		return 0;
	return wait_on_bit_lock(&folio->flags, PG_locked, TASK_KILLABLE);
}

void folio_unlock(struct folio *folio)
{
	clear_bit_unlock(PG_locked, &folio->flags);
	wake_up_bit(&folio->flags, PG_locked);
}

void folio_wait_locked(struct folio *folio)
{
	if (folio_test_locked(folio))
		wait_on_bit(&folio->flags, PG_locked, TASK_UNINTERRUPTIBLE);
}

int folio_wait_locked_killable(struct folio *folio)
{
	if (!folio_test_locked(folio))
		return 0;
	return wait_on_bit(&folio->flags, PG_locked, TASK_KILLABLE);
}

void folio_wait_writeback(struct folio *folio)
{
	while (folio_test_writeback(folio))
		wait_on_bit(&folio->flags, PG_writeback, TASK_UNINTERRUPTIBLE);
}

/* Data under way to the disk may be read from memory at any moment. */
void folio_wait_stable(struct folio *folio)
{
	folio_wait_writeback(folio);
}

void folio_end_read(struct folio *folio, bool success)
{
	if (success)
		folio_mark_uptodate(folio);
	folio_unlock(folio);
}

void *folio_detach_private(struct folio *folio)
{
	void *data = folio->private;

	if (!folio_test_private(folio))
		return NULL;
	folio_clear_private(folio);
	folio->private = NULL;
	folio_put(folio);
	return data;
}

/* ---- the array ---- */

void address_space_init_once(struct address_space *mapping)
{
	xa_init(&mapping->i_pages);
	init_rwsem(&mapping->invalidate_lock);
	INIT_LIST_HEAD(&mapping->i_mmap);
	init_rwsem(&mapping->i_mmap_rwsem);
	spin_lock_init(&mapping->private_lock);
	atomic_set(&mapping->i_mmap_writable, 0);
}

static void account_cached(struct folio *folio, long nr)
{
	vm_stat_mod(NR_FILE_PAGES, nr);
	if (folio_test_swapbacked(folio))
		vm_stat_mod(NR_SHMEM, nr);
}

/*
 * Insert @folio, locked by the caller, not on an LRU list yet. Takes the cache's
 * reference. Return: 0, -EEXIST, -ENOMEM.
 */
int __filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index,
			gfp_t gfp)
{
	int err;

	folio_get(folio);
	folio->mapping = mapping;
	folio->index = index;
	xa_lock(&mapping->i_pages);
	err = __xa_insert(&mapping->i_pages, index, folio,
			  gfp & (__GFP_RECLAIM | __GFP_FS | __GFP_IO));
	if (!err)
		mapping->nrpages++;
	xa_unlock(&mapping->i_pages);
	if (err) {
		folio->mapping = NULL;
		folio_put(folio);
		return err == -EBUSY ? -EEXIST : err;
	}
	account_cached(folio, 1);
	return 0;
}

/**
 * filemap_add_folio() - put a new folio into the page cache
 * @mapping: the file's
 * @folio: folio nobody else knows
 * @index: page of the file
 * @gfp: for the array's own memory
 *
 * Context: may sleep.
 * Return: 0 and the folio is locked, -EEXIST, -ENOMEM.
 */
int filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index,
		      gfp_t gfp)
{
	int err;

	folio_set_locked(folio);
	err = __filemap_add_folio(mapping, folio, index, gfp);
	if (err)
		folio_clear_locked(folio);
	else
		folio_add_lru(folio);
	return err;
}

/* i_pages locked; the folio's reference stays with the caller. */
void __filemap_remove_folio(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	__xa_erase(&mapping->i_pages, folio->index);
	mapping->nrpages--;
	account_cached(folio, -1);
	if (WARN_ON_ONCE(folio_test_dirty(folio) && !folio_test_swapbacked(folio)))
		folio_account_cleaned(folio);
	folio->mapping = NULL;
}

/**
 * filemap_remove_folio() - take a folio out of the page cache
 * @folio: locked folio; the caller has a reference of its own
 */
void filemap_remove_folio(struct folio *folio)
{
	struct address_space *mapping = folio->mapping;

	xa_lock(&mapping->i_pages);
	__filemap_remove_folio(folio);
	xa_unlock(&mapping->i_pages);
	if (mapping->a_ops->free_folio)
		mapping->a_ops->free_folio(folio);
	folio_put(folio);
}

/* What is at @index, with a reference; NULL when nothing is. */
struct folio *filemap_find(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio;

	for (;;) {
		folio = xa_load(&mapping->i_pages, index);
		if (!folio)
			return NULL;
		if (!folio_try_get(folio))
			continue;		/* just being removed */
		if (likely(xa_load(&mapping->i_pages, index) == folio))
			return folio;
		folio_put(folio);
	}
}

/* Lock what was found. Return: 0, -EAGAIN; -ESTALE when it is not in the file. */
static int lock_found(struct address_space *mapping, struct folio *folio, fgf_t fgp)
{
	if (fgp & FGP_NOWAIT) {
		if (!folio_trylock(folio))
			return -EAGAIN;
	} else {
		folio_lock(folio);
	}
	if (likely(folio->mapping == mapping))
		return 0;
	folio_unlock(folio);
	return -ESTALE;
}

static struct folio *create_folio(struct address_space *mapping, pgoff_t index, fgf_t fgp,
				  gfp_t gfp)
{
	struct folio *folio;
	int err;

	if (fgp & FGP_NOFS)
		gfp &= ~__GFP_FS;
	if (fgp & FGP_NOWAIT)
		gfp &= ~GFP_KERNEL;
	folio = folio_alloc(gfp, 0);
	if (!folio)
		return ERR_PTR(-ENOMEM);
	err = filemap_add_folio(mapping, folio, index, gfp);
	if (err) {
		folio_put(folio);
		return ERR_PTR(err);
	}
	if (fgp & FGP_ACCESSED)
		folio_set_referenced(folio);
	if (!(fgp & FGP_LOCK))
		folio_unlock(folio);
	return folio;
}

struct folio *__filemap_get_folio(struct address_space *mapping, pgoff_t index, fgf_t fgp,
				  gfp_t gfp)
{
	struct folio *folio;
	int err;

	for (;;) {
		folio = filemap_find(mapping, index);
		if (!folio) {
			if (!(fgp & FGP_CREAT))
				return ERR_PTR(-ENOENT);
			folio = create_folio(mapping, index, fgp, gfp);
			if (PTR_ERR(folio) == -EEXIST)
				continue;
			return folio;
		}
		err = fgp & FGP_LOCK ? lock_found(mapping, folio, fgp) : 0;
		if (!err)
			break;
		folio_put(folio);
		if (err == -EAGAIN)
			return ERR_PTR(err);
	}
	if (fgp & FGP_ACCESSED)
		folio_mark_accessed(folio);
	if (fgp & FGP_STABLE)
		folio_wait_stable(folio);
	return folio;
}

/* Referenced folios that match @filter from *@start on, which moves behind them. */
static unsigned int get_batch(struct address_space *mapping, pgoff_t *start, pgoff_t end,
			      xa_mark_t filter, struct folio **folios, unsigned int max)
{
	unsigned long index = *start;
	struct folio *folio;
	unsigned int nr = 0;

	folio = *start <= end ? xa_find(&mapping->i_pages, &index, end, filter) : NULL;
	while (folio && nr < max) {
		if (folio_try_get(folio)) {
			if (xa_load(&mapping->i_pages, index) == folio)
				folios[nr++] = folio;
			else
				folio_put(folio);
		}
		*start = index + 1;
		if (index == end || nr == max)
			return nr;
		folio = xa_find_after(&mapping->i_pages, &index, end, filter);
	}
	*start = end + 1;
	return nr;
}

unsigned int filemap_get_folios(struct address_space *mapping, pgoff_t *start, pgoff_t end,
				struct folio **folios, unsigned int max)
{
	return get_batch(mapping, start, end, XA_PRESENT, folios, max);
}

unsigned int filemap_get_folios_tag(struct address_space *mapping, pgoff_t *start,
				    pgoff_t end, xa_mark_t tag, struct folio **folios,
				    unsigned int max)
{
	return get_batch(mapping, start, end, tag, folios, max);
}

bool filemap_range_has_page(struct address_space *mapping, loff_t start, loff_t end)
{
	unsigned long index = start >> PAGE_SHIFT;

	return end >= start && xa_find(&mapping->i_pages, &index, end >> PAGE_SHIFT, XA_PRESENT);
}

/* ---- reading one folio ---- */

/**
 * filemap_read_folio() - have a locked folio read, and wait
 * @file: open file, or NULL
 * @filler: a_ops->read_folio or a substitute
 * @folio: locked folio; unlocked on return
 *
 * Return: 0 when it is up to date, -EINTR, -EIO or the filesystem's error.
 */
int filemap_read_folio(struct file *file, int (*filler)(struct file *, struct folio *),
		       struct folio *folio)
{
	int err = filler(file, folio);

	if (err)
		return err;
	err = folio_wait_locked_killable(folio);
	if (err)
		return err;
	return folio_test_uptodate(folio) ? 0 : -EIO;
}

/* @folio: referenced, unlocked. Return: 0, or 1 to look it up again, or -errno. */
static int make_uptodate(struct address_space *mapping, struct folio *folio,
			 struct file *file, int (*filler)(struct file *, struct folio *))
{
	if (folio_test_uptodate(folio))
		return 0;
	folio_lock(folio);
	if (folio->mapping != mapping || folio_test_uptodate(folio)) {
		int again = folio->mapping != mapping;

		folio_unlock(folio);
		return again;
	}
	return filemap_read_folio(file, filler, folio);
}

struct folio *read_cache_folio(struct address_space *mapping, pgoff_t index,
			       int (*filler)(struct file *, struct folio *),
			       struct file *file)
{
	struct folio *folio;
	int err;

	if (!filler)
		filler = mapping->a_ops->read_folio;
	do {
		folio = __filemap_get_folio(mapping, index, FGP_CREAT, mapping->gfp_mask);
		if (IS_ERR(folio))
			return folio;
		err = make_uptodate(mapping, folio, file, filler);
		if (err)
			folio_put(folio);
	} while (err > 0);
	if (err)
		return ERR_PTR(err);
	folio_mark_accessed(folio);
	return folio;
}

/* ---- who may write through mappings: memfd seals, running programs ---- */

int mapping_map_writable(struct address_space *mapping)
{
	return atomic_inc_unless_negative(&mapping->i_mmap_writable) ? 0 : -EPERM;
}

void mapping_unmap_writable(struct address_space *mapping)
{
	atomic_dec(&mapping->i_mmap_writable);
}

int mapping_deny_writable(struct address_space *mapping)
{
	return atomic_dec_unless_positive(&mapping->i_mmap_writable) ? 0 : -EBUSY;
}

void mapping_allow_writable(struct address_space *mapping)
{
	atomic_inc(&mapping->i_mmap_writable);
}

/* ---- holes ---- */

static bool is_data(struct folio *folio)
{
	return folio_test_uptodate(folio) || folio_test_dirty(folio);
}

/**
 * mapping_seek_hole_data() - SEEK_HOLE and SEEK_DATA for what is only in memory
 * @mapping: mapping
 * @start: byte to start from
 * @end: size of the file
 * @whence: SEEK_HOLE or SEEK_DATA
 *
 * Return: the offset; -ENXIO when there is no more data.
 */
loff_t mapping_seek_hole_data(struct address_space *mapping, loff_t start, loff_t end,
			      int whence)
{
	pgoff_t index = start >> PAGE_SHIFT, last;

	if (end <= start)
		return -ENXIO;
	last = (end - 1) >> PAGE_SHIFT;
	for (; index <= last; index++) {
		struct folio *folio;
		unsigned long at = index;
		bool data;

		if (whence == SEEK_DATA) {
			if (!xa_find(&mapping->i_pages, &at, last, XA_PRESENT))
				break;
			index = at;
		}
		folio = filemap_find(mapping, index);
		data = folio && is_data(folio);
		if (folio)
			folio_put(folio);
		if (data == (whence == SEEK_DATA))
			return max_t(loff_t, start, (loff_t)index << PAGE_SHIFT);
	}
	return whence == SEEK_HOLE ? end : -ENXIO;
}
