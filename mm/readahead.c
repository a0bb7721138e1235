// SPDX-License-Identifier: GPL-2.0
/*
 * Read-ahead: reading what will be wanted next before it is.
 *
 * A file that is read in sequence has a window [start, start + size). Its last
 * async_size pages are ahead of the reader; the first of them carries PG_readahead,
 * and when the reader gets there the next, larger window is read behind it, so that
 * the disk stays ahead. Other reads get what they asked for and nothing more, until
 * the page cache itself shows that the pages before were read, too.
 *
 * Pages are allocated in runs, neighbours in the file becoming neighbours in RAM:
 * the host then maps them with one call.
 *
 * Lock order: mapping->invalidate_lock (read), folio locks in ascending order.
 */
#include <linux/blkdev.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <uapi/linux/fadvise.h>
#include "filemap.h"
#include "internal.h"

#define RA_BATCH	16

unsigned int default_ra_pages = 32;

void file_ra_state_init(struct file_ra_state *ra, struct address_space *mapping)
{
	ra->start = 0;
	ra->size = ra->async_size = 0;
	ra->ra_pages = default_ra_pages;
	ra->prev_pos = -1;
}

/* ---- reading a range ---- */

/*
 * The next folio of a ->readahead call: locked, and its reference the cache's.
 * Whoever reads it unlocks it.
 */
struct folio *readahead_folio(struct readahead_control *rac)
{
	struct folio *folio;

	if (!rac->_nr_pages)
		return NULL;
	folio = xa_load(&rac->mapping->i_pages, rac->_index);
	rac->_index++;
	rac->_nr_pages--;
	folio_put(folio);
	return folio;
}

/* Have the run collected in @rac read. It is empty afterwards. */
static void read_run(struct readahead_control *rac)
{
	const struct address_space_operations *a_ops = rac->mapping->a_ops;
	struct folio *folio;
	struct blk_plug plug;

	if (!rac->_nr_pages)
		return;
	blk_start_plug(&plug);
	if (a_ops->readahead) {
		a_ops->readahead(rac);
		while ((folio = readahead_folio(rac))) {	/* what it did not want */
			folio_get(folio);
			filemap_remove_folio(folio);
			folio_unlock(folio);
			folio_put(folio);
		}
	} else {
		while ((folio = readahead_folio(rac)))
			a_ops->read_folio(rac->file, folio);
	}
	blk_finish_plug(&plug);
}

/* Fresh pages for up to @nr indices. Return: how many there are. */
static unsigned long fresh_pages(struct address_space *mapping, unsigned long nr,
				 struct page **pages)
{
	gfp_t gfp = mapping->gfp_mask | __GFP_NORETRY | __GFP_NOWARN;

	return alloc_pages_bulk(gfp, min_t(unsigned long, nr, RA_BATCH), pages);
}

/**
 * page_cache_ra_unbounded() - read pages that are not cached yet
 * @rac: file and mapping; _index is the first page
 * @nr: pages to look at
 * @lookahead: of these, how many are behind the PG_readahead mark
 *
 * Context: sleeps for memory, not for the reads.
 */
static void page_cache_ra_unbounded(struct readahead_control *rac, unsigned long nr,
				    unsigned long lookahead)
{
	struct address_space *mapping = rac->mapping;
	pgoff_t index = rac->_index, end = index + nr;
	pgoff_t mark = lookahead && lookahead <= nr ? end - lookahead : ULONG_MAX;
	struct page *pages[RA_BATCH];
	unsigned long have = 0, used = 0;

	down_read(&mapping->invalidate_lock);
	for (; index < end; index++) {
		struct folio *folio;

		if (xa_load(&mapping->i_pages, index)) {
			read_run(rac);
			rac->_index = index + 1;
			continue;
		}
		if (used == have) {
			have = fresh_pages(mapping, end - index, pages);
			used = 0;
			if (!have)
				break;
		}
		folio = page_folio(pages[used]);
		if (filemap_add_folio(mapping, folio, index, mapping->gfp_mask)) {
			read_run(rac);
			rac->_index = index + 1;
			continue;
		}
		used++;
		if (index == mark)
			folio_set_readahead(folio);
		rac->_nr_pages++;
	}
	read_run(rac);
	up_read(&mapping->invalidate_lock);
	while (used < have)
		put_page(pages[used++]);
}

/* The same, not beyond the end of the file. */
static void do_page_cache_ra(struct address_space *mapping, struct file *file,
			     struct file_ra_state *ra, pgoff_t index, unsigned long nr,
			     unsigned long lookahead)
{
	struct readahead_control rac = {
		.file = file, .mapping = mapping, .ra = ra, ._index = index,
	};
	loff_t size = i_size_read(mapping->host);
	pgoff_t last;

	if (!size)
		return;
	last = (size - 1) >> PAGE_SHIFT;
	if (index > last)
		return;
	nr = min(nr, last - index + 1);
	page_cache_ra_unbounded(&rac, nr, lookahead);
}

void ra_submit(struct address_space *mapping, struct file_ra_state *ra, struct file *file)
{
	do_page_cache_ra(mapping, file, ra, ra->start, ra->size, ra->async_size);
}

/* Read @nr pages whatever they are for, in bites, so that memory stays bounded. */
void force_page_cache_readahead(struct address_space *mapping, struct file *file,
				pgoff_t index, unsigned long nr)
{
	const unsigned long bite = (2UL << 20) >> PAGE_SHIFT;
	unsigned long limit = nr_free_pages() / 2 + vm_stat_read(NR_INACTIVE_FILE) / 2;

	if (!mapping->a_ops->readahead && !mapping->a_ops->read_folio)
		return;
	nr = min(nr, max(limit, bite));
	while (nr) {
		unsigned long n = min(nr, bite);

		do_page_cache_ra(mapping, file, &file->f_ra, index, n, 0);
		index += n;
		nr -= n;
		cond_resched();
	}
}

/* ---- the window ---- */

static unsigned long init_window(unsigned long wanted, unsigned long max)
{
	unsigned long size = roundup_pow_of_two(wanted);

	if (size <= max / 32)
		return size * 4;
	return size <= max / 4 ? size * 2 : max;
}

static unsigned long next_window(unsigned long size, unsigned long max)
{
	if (size < max / 16)
		return size * 4;
	return size <= max / 2 ? size * 2 : max;
}

/* Cached pages immediately before @index, up to @max. */
static unsigned long history_before(struct address_space *mapping, pgoff_t index,
				    unsigned long max)
{
	unsigned long n = 0;

	while (n < max && n < index && xa_load(&mapping->i_pages, index - 1 - n))
		n++;
	return n;
}

/* First page at or behind @index that is not cached, up to @max further. */
static pgoff_t next_miss(struct address_space *mapping, pgoff_t index, unsigned long max)
{
	pgoff_t end = index + max;

	while (index < end && xa_load(&mapping->i_pages, index))
		index++;
	return index;
}

static void start_window(struct address_space *mapping, struct file_ra_state *ra,
			 struct file *file, pgoff_t index, unsigned long wanted,
			 unsigned long max)
{
	ra->start = index;
	ra->size = init_window(wanted, max);
	ra->async_size = ra->size > wanted ? ra->size - wanted : ra->size;
	ra_submit(mapping, ra, file);
}

/**
 * page_cache_sync_readahead() - a page that is wanted now is not cached
 * @mapping: mapping
 * @ra: state of the open file
 * @file: the file
 * @index: the page
 * @nr: pages the caller will read
 */
void page_cache_sync_readahead(struct address_space *mapping, struct file_ra_state *ra,
			       struct file *file, pgoff_t index, unsigned long nr)
{
	unsigned long max = ra->ra_pages, history;
	pgoff_t prev = (u64)ra->prev_pos >> PAGE_SHIFT;

	if (!nr)
		return;
	if (!max || (file && (file->f_mode & FMODE_RANDOM))) {
		force_page_cache_readahead(mapping, file, index, nr);
		return;
	}
	if (!index || nr > max || (ra->prev_pos >= 0 && index - prev <= 1)) {
		start_window(mapping, ra, file, index, min(nr, max), max);
		return;
	}
	history = history_before(mapping, index, max);
	if (history <= nr) {
		do_page_cache_ra(mapping, file, ra, index, nr, 0);
		return;
	}
	start_window(mapping, ra, file, index, min(history + nr, max), max);
}

/**
 * page_cache_async_readahead() - the reader came to the mark of its window
 * @mapping: mapping
 * @ra: state of the open file
 * @file: the file
 * @folio: folio with PG_readahead
 * @nr: pages the caller will read
 */
void page_cache_async_readahead(struct address_space *mapping, struct file_ra_state *ra,
				struct file *file, struct folio *folio, unsigned long nr)
{
	unsigned long max = max_t(unsigned long, ra->ra_pages, nr);
	pgoff_t index = folio->index, start;

	if (!ra->ra_pages || folio_test_writeback(folio))
		return;
	folio_clear_readahead(folio);
	if (index == ra->start + ra->size - ra->async_size) {
		ra->start += ra->size;
		ra->size = next_window(ra->size, max);
	} else {
		/* Another reader's mark: go on from where the cache ends. */
		start = next_miss(mapping, index + 1, max);
		if (start - index > max)
			return;
		ra->start = start;
		ra->size = next_window(start - index + nr, max);
	}
	ra->async_size = ra->size;
	ra_submit(mapping, ra, file);
}

/* ---- advice ---- */

static void fadvise_dontneed(struct address_space *mapping, loff_t offset, loff_t end)
{
	pgoff_t first = ((u64)offset + PAGE_SIZE - 1) >> PAGE_SHIFT;
	pgoff_t last = end == LLONG_MAX ? ULONG_MAX : (end + 1) >> PAGE_SHIFT;

	filemap_flush(mapping);
	/* A page that is only partly meant stays, unless the file ends in it. */
	if (end != LLONG_MAX && end == i_size_read(mapping->host) - 1 && offset_in_page(end + 1))
		last++;
	if (last > first)
		invalidate_mapping_pages(mapping, first, last == ULONG_MAX ? last : last - 1);
}

/**
 * generic_fadvise() - posix_fadvise(2) for files in the page cache
 * @file: file
 * @offset: first byte
 * @len: bytes, 0 for all
 * @advice: POSIX_FADV_*
 *
 * Return: 0, -EINVAL.
 */
int generic_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	struct address_space *mapping = file->f_mapping;
	loff_t end;

	if (!mapping || len < 0)
		return -EINVAL;
	end = len && offset <= LLONG_MAX - len ? offset + len - 1 : LLONG_MAX;
	switch (advice) {
	case POSIX_FADV_NORMAL:
		file->f_ra.ra_pages = default_ra_pages;
		file->f_mode &= ~(FMODE_RANDOM | FMODE_NOREUSE);
		return 0;
	case POSIX_FADV_RANDOM:
		file->f_mode |= FMODE_RANDOM;
		return 0;
	case POSIX_FADV_SEQUENTIAL:
		file->f_ra.ra_pages = default_ra_pages * 2;
		file->f_mode &= ~FMODE_RANDOM;
		return 0;
	case POSIX_FADV_WILLNEED:
		force_page_cache_readahead(mapping, file, offset >> PAGE_SHIFT,
					   (end >> PAGE_SHIFT) - (offset >> PAGE_SHIFT) + 1);
		return 0;
	case POSIX_FADV_NOREUSE:
		file->f_mode |= FMODE_NOREUSE;
		return 0;
	case POSIX_FADV_DONTNEED:
		fadvise_dontneed(mapping, offset, end);
		return 0;
	default:
		return -EINVAL;
	}
}

int vfs_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	if (S_ISFIFO(file_inode(file)->i_mode))
		return -ESPIPE;
	if (file->f_op->fadvise)
		return file->f_op->fadvise(file, offset, len, advice);
	return generic_fadvise(file, offset, len, advice);
}

SYSCALL_DEFINE4(fadvise64, int, fd, loff_t, offset, size_t, len, int, advice)
{
	CLASS(fd, f)(fd);

	if (!fd_file(f))
		return -EBADF;
	return vfs_fadvise(fd_file(f), offset, len, advice);
}

SYSCALL_DEFINE3(readahead, int, fd, loff_t, offset, size_t, count)
{
	CLASS(fd, f)(fd);
	struct file *file = fd_file(f);
	umode_t mode;

	if (!file || !(file->f_mode & FMODE_READ))
		return -EBADF;
	mode = file_inode(file)->i_mode;
	if (!file->f_mapping || !file->f_mapping->a_ops || (!S_ISREG(mode) && !S_ISBLK(mode)))
		return -EINVAL;
	return vfs_fadvise(file, offset, count, POSIX_FADV_WILLNEED);
}
