// SPDX-License-Identifier: GPL-2.0
/*
 * write(2) into the page cache.
 *
 * A page is copied with its folio locked, so the copy must not fault: the source
 * may be a mapping of the very same page. It is faulted in first, copied without
 * waiting, and when it went away in between both are done again.
 *
 * Lock order: inode->i_rwsem, then what write_begin takes (transaction, folio).
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uio.h>
#include <linux/writeback.h>
#include "internal.h"

/* One try at one page. Return: bytes written, 0 to fault in again, -errno. */
static ssize_t write_page(struct file *file, struct iov_iter *from, loff_t pos, size_t bytes)
{
	struct address_space *mapping = file->f_mapping;
	const struct address_space_operations *a_ops = mapping->a_ops;
	struct folio *folio;
	void *fsdata = NULL;
	size_t copied;
	int done;

	done = a_ops->write_begin(file, mapping, pos, bytes, &folio, &fsdata);
	if (done < 0)
		return done;
	copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, pos), bytes, from);
	done = a_ops->write_end(file, mapping, pos, bytes, copied, folio, fsdata);
	if (done < 0 || (size_t)done < copied)
		iov_iter_revert(from, copied - max(done, 0));
	return done;
}

/**
 * generic_perform_write() - the copy loop of a buffered write
 * @iocb: file and position, which moves
 * @from: the data
 *
 * Context: inode->i_rwsem held for writing; sleeps.
 * Return: bytes written; -errno only when there is none.
 */
ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	ssize_t written = 0, done = 0;

	while (iov_iter_count(from)) {
		size_t bytes = min_t(size_t, PAGE_SIZE - offset_in_page(iocb->ki_pos),
				     iov_iter_count(from));

		do {
			if (fault_in_iov_iter_readable(from, bytes) == bytes)
				done = -EFAULT;
			else if (fatal_signal_pending(current))
				done = -EINTR;
			else
				done = write_page(file, from, iocb->ki_pos, bytes);
			cond_resched();
			/* A short copy is tried again with what is surely there. */
			if (!done)
				bytes = min_t(size_t, bytes, iov_iter_single_seg_count(from));
		} while (!done);
		if (done < 0)
			break;
		iocb->ki_pos += done;
		written += done;
		balance_dirty_pages_ratelimited(file->f_mapping);
	}
	return written ? written : done;
}

/* Cached pages of a range that direct I/O writes: out with them, or fail. */
int kiocb_invalidate_pages(struct kiocb *iocb, size_t count)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	loff_t pos = iocb->ki_pos, end = pos + count - 1;
	int err;

	if (iocb->ki_flags & IOCB_NOWAIT) {
		if (filemap_range_has_page(mapping, pos, end))
			return -EAGAIN;
	} else {
		err = filemap_write_and_wait_range(mapping, pos, end);
		if (err)
			return err;
	}
	return invalidate_inode_pages2_range(mapping, pos >> PAGE_SHIFT, end >> PAGE_SHIFT);
}

static ssize_t direct_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	struct inode *inode = mapping->host;
	size_t count = iov_iter_count(from);
	loff_t pos = iocb->ki_pos;
	ssize_t done;
	int err;

	err = kiocb_invalidate_pages(iocb, count);
	if (err)
		return err == -EBUSY ? 0 : err;	/* 0: fall back to the cache */
	done = mapping->a_ops->direct_IO(iocb, from);
	if (done <= 0)
		return done;
	/* Read-ahead may have brought old data in meanwhile. */
	invalidate_inode_pages2_range(mapping, pos >> PAGE_SHIFT,
				      (pos + done - 1) >> PAGE_SHIFT);
	iocb->ki_pos = pos + done;
	if (iocb->ki_pos > i_size_read(inode) && !S_ISBLK(inode->i_mode)) {
		i_size_write(inode, iocb->ki_pos);
		mark_inode_dirty(inode);
	}
	return done;
}

/* What direct I/O left over goes through the cache and out of it again. */
static ssize_t finish_buffered(struct kiocb *iocb, struct iov_iter *from, ssize_t direct)
{
	struct address_space *mapping = iocb->ki_filp->f_mapping;
	loff_t pos = iocb->ki_pos;
	ssize_t done = generic_perform_write(iocb, from);
	loff_t end = pos + done - 1;

	if (done < 0)
		return direct ? direct : done;
	if (!filemap_write_and_wait_range(mapping, pos, end))
		invalidate_mapping_pages(mapping, pos >> PAGE_SHIFT, end >> PAGE_SHIFT);
	return direct + done;
}

/**
 * __generic_file_write_iter() - write with the inode locked and the checks done
 * @iocb: file and position
 * @from: the data
 *
 * Return: bytes or -errno.
 */
ssize_t __generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	ssize_t done;
	int err;

	err = file_remove_privs(file);
	if (err)
		return err;
	err = file_update_time(file);
	if (err)
		return err;
	if (!(iocb->ki_flags & IOCB_DIRECT) || !file->f_mapping->a_ops->direct_IO)
		return generic_perform_write(iocb, from);
	done = direct_write(iocb, from);
	if (done < 0 || !iov_iter_count(from))
		return done;
	return finish_buffered(iocb, from, done);
}

ssize_t generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = iocb->ki_filp->f_mapping->host;
	ssize_t ret;

	inode_lock(inode);
	ret = generic_write_checks(iocb, from);
	if (ret > 0)
		ret = __generic_file_write_iter(iocb, from);
	inode_unlock(inode);
	if (ret > 0)
		ret = generic_write_sync(iocb, ret);
	return ret;
}
