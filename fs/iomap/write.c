// SPDX-License-Identifier: GPL-2.0
/*
 * Buffered writes. Per folio: bring it up to date unless it is overwritten
 * whole, then map (and so allocate) the range, then copy. The read comes
 * before the allocation, so that fresh blocks are never taken for data.
 *
 * The copy runs with page faults disabled under the folio lock; the user's
 * page is faulted in before, and a short copy is just tried again.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/uio.h>
#include <linux/writeback.h>

#include "iomap_internal.h"

/* A locked, referenced folio into which [pos, pos+len) may be copied. */
static struct folio *begin_folio(struct inode *inode, loff_t pos, size_t len,
				 const struct iomap_ops *ops)
{
	struct address_space *mapping = inode->i_mapping;

	for (;;) {
		struct folio *folio = __filemap_get_folio(mapping, pos >> PAGE_SHIFT,
							  FGP_WRITEBEGIN, mapping_gfp_mask(mapping));
		int err;

		if (IS_ERR(folio))
			return folio;
		if (folio_test_uptodate(folio))
			return folio;
		if (!offset_in_folio(folio, pos) &&
		    (len >= folio_size(folio) || pos + (loff_t)len >= i_size_read(inode))) {
			/* Nothing old is kept; what is not written now is zero. */
			folio_zero_segment(folio, min(len, folio_size(folio)), folio_size(folio));
			return folio;
		}
		err = iomap_fill_folio(inode, folio, ops);
		if (!err)
			return folio;
		folio_unlock(folio);
		folio_put(folio);
		if (err != -ESTALE)
			return ERR_PTR(err);
	}
}

static void end_folio(struct inode *inode, struct folio *folio, loff_t pos, size_t copied)
{
	if (copied) {
		folio_mark_uptodate(folio);
		folio_mark_dirty(folio);
		if (pos + (loff_t)copied > i_size_read(inode))
			i_size_write(inode, pos + copied);
	}
	folio_unlock(folio);
	folio_put(folio);
}

/* Bytes between the old end of the file and a write beyond it read as zero. */
static int zero_gap(struct inode *inode, loff_t pos, const struct iomap_ops *ops)
{
	loff_t isize = i_size_read(inode);

	return pos > isize ? iomap_zero_range(inode, isize, pos - isize, NULL, ops) : 0;
}

/* One folio's worth, already faulted in. Returns bytes written or -errno. */
static ssize_t write_folio(struct inode *inode, loff_t pos, size_t len, struct iov_iter *from,
			   struct iomap *map, bool *have_map, const struct iomap_ops *ops)
{
	loff_t ahead = iov_iter_count(from);
	struct folio *folio;
	size_t copied;
	int err;

	folio = begin_folio(inode, pos, len, ops);
	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (!*have_map || pos < map->offset || pos + len > map->offset + map->length) {
		err = iomap_get(inode, pos, ahead, IOMAP_WRITE, ops, map);
		*have_map = !err;
		if (err) {
			folio_unlock(folio);
			folio_put(folio);
			return err;
		}
		len = min_t(u64, len, iomap_length_from(map, pos));
	}
	copied = copy_folio_from_iter_atomic(folio, offset_in_folio(folio, pos), len, from);
	/* A folio that was not up to date must be filled as promised or not at all. */
	if (copied < len && !folio_test_uptodate(folio)) {
		iov_iter_revert(from, copied);
		copied = 0;
	}
	end_folio(inode, folio, pos, copied);
	return copied;
}

static ssize_t write_one(struct kiocb *iocb, struct inode *inode, struct iov_iter *from,
			 struct iomap *map, bool *have_map, const struct iomap_ops *ops)
{
	loff_t pos = iocb->ki_pos;
	size_t len = min_t(size_t, iov_iter_count(from), PAGE_SIZE - offset_in_page(pos));
	size_t bad = fault_in_iov_iter_readable(from, len);
	ssize_t n;

	if (bad == len)
		return -EFAULT;
	len -= bad;	/* what cannot be copied fails when it is reached */
	n = ops->write_begin ? ops->write_begin(inode, pos, len) : 0;
	if (n)
		return n;
	n = write_folio(inode, pos, len, from, map, have_map, ops);
	if (ops->write_end)
		ops->write_end(inode, pos, max_t(ssize_t, n, 0));
	return n;
}

/**
 * iomap_file_buffered_write() - copy into the page cache, allocating as needed
 *
 * The caller holds the inode's i_rwsem and has done the generic checks.
 * Return: bytes written, or -errno if none. ki_pos moves along; i_size grows,
 * marking the inode dirty for it is the caller's.
 */
ssize_t iomap_file_buffered_write(struct kiocb *iocb, struct iov_iter *from,
				  const struct iomap_ops *ops)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	struct iomap map = { 0 };
	bool have_map = false;
	ssize_t written = 0, n;
	int err = zero_gap(inode, iocb->ki_pos, ops);

	if (err)
		return err;
	while (iov_iter_count(from)) {
		n = write_one(iocb, inode, from, &map, &have_map, ops);
		if (n < 0) {
			err = n;
			break;
		}
		iocb->ki_pos += n;
		written += n;
		balance_dirty_pages_ratelimited(inode->i_mapping);
		if (fatal_signal_pending(current)) {
			err = -EINTR;
			break;
		}
		cond_resched();
	}
	return written ? written : err;
}

/* Zero part of one folio that is not a hole. */
static int zero_in_folio(struct inode *inode, loff_t pos, size_t len, const struct iomap_ops *ops)
{
	struct folio *folio = begin_folio(inode, pos, 0, ops);
	struct iomap map;
	int err;

	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (!folio_test_uptodate(folio))
		folio_mark_uptodate(folio);
	err = iomap_get(inode, pos, len, IOMAP_WRITE | IOMAP_ZERO, ops, &map);
	if (!err) {
		folio_zero_range(folio, offset_in_folio(folio, pos), len);
		folio_mark_dirty(folio);
	}
	folio_unlock(folio);
	folio_put(folio);
	return err;
}

/**
 * iomap_zero_range() - make a range read as zero, leaving holes holes
 *
 * Context: i_rwsem held for writing.
 */
int iomap_zero_range(struct inode *inode, loff_t pos, loff_t len, bool *did_zero,
		     const struct iomap_ops *ops)
{
	while (len > 0) {
		struct iomap map;
		loff_t n;
		int err = iomap_get(inode, pos, len, 0, ops, &map);

		if (err)
			return err;
		n = min_t(loff_t, len, iomap_length_from(&map, pos));
		if (map.type == IOMAP_MAPPED || filemap_range_has_page(inode->i_mapping, pos, pos + n - 1)) {
			n = min_t(loff_t, n, PAGE_SIZE - offset_in_page(pos));
			if (map.type != IOMAP_HOLE || n < (loff_t)PAGE_SIZE) {
				if (map.type == IOMAP_MAPPED) {
					err = zero_in_folio(inode, pos, n, ops);
					if (did_zero)
						*did_zero = true;
				}
			}
			if (err)
				return err;
		}
		pos += n;
		len -= n;
		cond_resched();
	}
	return 0;
}

/* The tail of the last block of a file of @pos bytes. */
int iomap_truncate_page(struct inode *inode, loff_t pos, bool *did_zero, const struct iomap_ops *ops)
{
	unsigned int blocksize = i_blocksize(inode), off = pos & (blocksize - 1);

	return off ? iomap_zero_range(inode, pos, blocksize - off, did_zero, ops) : 0;
}

/**
 * iomap_page_mkwrite() - a mapped page is about to be written
 *
 * Return: VM_FAULT_LOCKED with the folio locked and dirty, or an error.
 */
vm_fault_t iomap_page_mkwrite(struct vm_fault *vmf, const struct iomap_ops *ops)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct folio *folio = page_folio(vmf->page);
	loff_t pos = folio_pos(folio), end;
	int err = 0;

	folio_lock(folio);
	end = min_t(loff_t, pos + folio_size(folio), i_size_read(inode));
	if (folio->mapping != inode->i_mapping || pos >= end) {
		folio_unlock(folio);
		return VM_FAULT_NOPAGE;
	}
	while (pos < end && !err) {
		struct iomap map;

		err = iomap_get(inode, pos, end - pos, IOMAP_WRITE | IOMAP_FAULT, ops, &map);
		if (!err)
			pos += min_t(loff_t, end - pos, iomap_length_from(&map, pos));
	}
	if (err) {
		folio_unlock(folio);
		return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	}
	folio_wait_stable(folio);
	folio_mark_dirty(folio);
	return VM_FAULT_LOCKED;
}

bool iomap_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	return filemap_dirty_folio(mapping, folio);
}

bool iomap_release_folio(struct folio *folio, gfp_t gfp)
{
	return !folio_test_dirty(folio) && !folio_test_writeback(folio);
}

/* No state hangs on a folio outside I/O. */
void iomap_invalidate_folio(struct folio *folio, size_t offset, size_t len)
{
}
