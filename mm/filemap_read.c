// SPDX-License-Identifier: GPL-2.0
/*
 * read(2) from the page cache, with read-ahead in front of it.
 *
 * Data is copied out of a folio that is up to date and referenced, not locked: a
 * concurrent write may be seen half done, as on Linux, never something else's data.
 *
 * Lock order: folio lock, taken and dropped here before anything is copied.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/uio.h>
#include <linux/writeback.h>
#include "filemap.h"
#include "internal.h"

static pgoff_t last_index(struct kiocb *iocb, struct iov_iter *iter)
{
	return (iocb->ki_pos + iov_iter_count(iter) + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

/* Nothing is there even after read-ahead: one folio by itself. */
static int read_missing(struct kiocb *iocb, pgoff_t index, struct folio **out)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	struct folio *folio;
	int err;

	if (iocb->ki_flags & (IOCB_NOWAIT | IOCB_NOIO))
		return -EAGAIN;
	folio = folio_alloc(mapping->gfp_mask, 0);
	if (!folio)
		return -ENOMEM;
	/* Truncation must not come between the size and the folio. */
	down_read(&mapping->invalidate_lock);
	err = filemap_add_folio(mapping, folio, index, mapping->gfp_mask);
	if (!err)
		err = filemap_read_folio(file, mapping->a_ops->read_folio, folio);
	up_read(&mapping->invalidate_lock);
	if (err) {
		folio_put(folio);
		return err == -EEXIST ? 1 : err;
	}
	*out = folio;
	return 0;
}

/* @folio is not up to date. Return: 0, 1 to look it up again, or -errno. */
static int update_folio(struct kiocb *iocb, struct folio *folio)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;

	if (iocb->ki_flags & IOCB_NOWAIT) {
		if (!folio_trylock(folio))
			return -EAGAIN;
	} else if (folio_lock_killable(folio)) {
		return -EINTR;
	}
	if (folio->mapping != mapping) {
		folio_unlock(folio);
		return 1;
	}
	if (folio_test_uptodate(folio)) {
		folio_unlock(folio);
		return 0;
	}
	if (iocb->ki_flags & (IOCB_NOIO | IOCB_NOWAIT)) {
		folio_unlock(folio);
		return -EAGAIN;
	}
	return filemap_read_folio(iocb->ki_filp, mapping->a_ops->read_folio, folio);
}

/* Return: 0 with a referenced folio that is up to date, 1 to try again, -errno. */
static int get_folio(struct kiocb *iocb, struct iov_iter *iter, struct folio **out)
{
	struct file *file = iocb->ki_filp;
	struct address_space *mapping = file->f_mapping;
	pgoff_t index = iocb->ki_pos >> PAGE_SHIFT;
	unsigned long wanted = last_index(iocb, iter) - index;
	struct folio *folio = filemap_find(mapping, index);
	int err;

	if (!folio) {
		if (iocb->ki_flags & (IOCB_NOIO | IOCB_NOWAIT))
			return -EAGAIN;
		page_cache_sync_readahead(mapping, &file->f_ra, file, index, wanted);
		folio = filemap_find(mapping, index);
		if (!folio)
			return read_missing(iocb, index, out);
	}
	if (folio_test_readahead(folio) && !(iocb->ki_flags & IOCB_NOIO))
		page_cache_async_readahead(mapping, &file->f_ra, file, folio, wanted);
	if (!folio_test_uptodate(folio)) {
		err = update_folio(iocb, folio);
		if (err) {
			folio_put(folio);
			return err;
		}
	}
	*out = folio;
	return 0;
}

/* A program that reads a page bit by bit has used it once. */
static bool is_same_page_as_before(struct file *file, loff_t pos)
{
	return file->f_ra.prev_pos >= 0 && pos >> PAGE_SHIFT == file->f_ra.prev_pos >> PAGE_SHIFT;
}

/**
 * filemap_read() - read through the page cache
 * @iocb: file and position
 * @iter: where to
 * @already_read: bytes read before, counted into the result
 *
 * Context: may sleep.
 * Return: bytes, short at the end of the file or after an error; -errno only when
 * nothing was read.
 */
ssize_t filemap_read(struct kiocb *iocb, struct iov_iter *iter, ssize_t already_read)
{
	struct file *file = iocb->ki_filp;
	struct inode *inode = file->f_mapping->host;
	loff_t prev = -1;
	int err = 0;

	if (iocb->ki_pos >= inode->i_sb->s_maxbytes || !iov_iter_count(iter))
		return already_read;
	iov_iter_truncate(iter, inode->i_sb->s_maxbytes - iocb->ki_pos);
	while (iov_iter_count(iter)) {
		struct folio *folio;
		size_t offset, n, copied;
		loff_t size;

		cond_resched();
		if (iocb->ki_pos >= i_size_read(inode))
			break;
		err = get_folio(iocb, iter, &folio);
		if (err > 0)
			continue;
		if (err)
			break;
		/* The size counts that holds now that the data is there. */
		size = i_size_read(inode);
		if (iocb->ki_pos >= size) {
			folio_put(folio);
			break;
		}
		offset = offset_in_page(iocb->ki_pos);
		n = min_t(u64, min_t(size_t, PAGE_SIZE - offset, iov_iter_count(iter)),
			  size - iocb->ki_pos);
		if (prev < 0 && !is_same_page_as_before(file, iocb->ki_pos))
			folio_mark_accessed(folio);
		else if (prev >= 0)
			folio_mark_accessed(folio);
		copied = copy_folio_to_iter(folio, offset, n, iter);
		folio_put(folio);
		already_read += copied;
		prev = iocb->ki_pos;
		iocb->ki_pos += copied;
		if (copied < n) {
			err = -EFAULT;
			break;
		}
	}
	if (prev >= 0)
		file->f_ra.prev_pos = iocb->ki_pos - 1;
	file_accessed(file);
	return already_read ? already_read : err;
}

/* Before reading around the page cache, its dirty pages must be on the disk. */
static int prepare_direct(struct kiocb *iocb, size_t count)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	loff_t end = iocb->ki_pos + count - 1;

	if (iocb->ki_flags & IOCB_NOWAIT)
		return filemap_range_has_page(mapping, iocb->ki_pos, end) ? -EAGAIN : 0;
	return filemap_write_and_wait_range(mapping, iocb->ki_pos, end);
}

/**
 * generic_file_read_iter() - ->read_iter for files in the page cache
 * @iocb: file and position
 * @iter: where to
 *
 * Return: bytes or -errno.
 */
ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	size_t count = iov_iter_count(iter);
	ssize_t done;
	int err;

	if (!count)
		return 0;
	if (!(iocb->ki_flags & IOCB_DIRECT) || !mapping->a_ops->direct_IO)
		return filemap_read(iocb, iter, 0);
	err = prepare_direct(iocb, count);
	if (err)
		return err;
	file_accessed(iocb->ki_filp);
	done = mapping->a_ops->direct_IO(iocb, iter);
	if (done > 0) {
		iocb->ki_pos += done;
		count -= done;
	}
	/* What direct I/O could not do (a hole, the tail) comes from the cache. */
	if (done < 0 || !count || iocb->ki_pos >= i_size_read(mapping->host))
		return done;
	return filemap_read(iocb, iter, done);
}
