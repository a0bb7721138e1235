// SPDX-License-Identifier: GPL-2.0
/*
 * Direct I/O: between the user's pages and the device. The user's pages are
 * pinned, a bio is built per piece, and the call waits for each. The page
 * cache of the range is written out before and dropped after.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uio.h>

#include "iomap_internal.h"

#define DIO_PAGES	64

/* One mapped piece of at most @len bytes. */
static ssize_t dio_piece(struct kiocb *iocb, struct iov_iter *iter, struct iomap *map,
			 loff_t pos, size_t len, bool write)
{
	struct bio *bio = bio_alloc(map->bdev, DIO_PAGES, write ? REQ_OP_WRITE | REQ_SYNC : REQ_OP_READ,
				    GFP_KERNEL);
	ssize_t n;
	int err;

	if (!bio)
		return -ENOMEM;
	bio->bi_iter.bi_sector = iomap_sector(map, pos);
	n = bio_iov_iter_get_pages(bio, iter, len);
	if (n > 0) {
		err = n & 511 ? -EINVAL : submit_bio_wait(bio);
		bio_release_pages(bio, !write && !err);
		if (err)
			n = err;
	}
	bio_put(bio);
	return n;
}

static ssize_t dio_loop(struct kiocb *iocb, struct iov_iter *iter, struct inode *inode,
			const struct iomap_ops *ops, bool write)
{
	unsigned int flags = IOMAP_DIRECT | (write ? IOMAP_WRITE : 0);
	loff_t pos = iocb->ki_pos, isize = i_size_read(inode);
	ssize_t done = 0, n = 0;

	while (iov_iter_count(iter)) {
		size_t len = iov_iter_count(iter);
		struct iomap map;
		int err;

		if (!write && pos >= isize)
			break;
		err = iomap_get(inode, pos, len, flags, ops, &map);
		if (err) {
			n = err;
			break;
		}
		len = min_t(u64, len, iomap_length_from(&map, pos));
		if (map.type == IOMAP_MAPPED)
			n = dio_piece(iocb, iter, &map, pos, len, write);
		else if (write)
			n = -ENOTBLK;
		else
			n = iov_iter_zero(len, iter) ?: -EFAULT;
		if (n <= 0)
			break;
		pos += n;
		done += n;
	}
	return done ? done : n;
}

/**
 * iomap_dio_rw() - direct read or write
 *
 * The caller holds i_rwsem (for writes), and has checked limits. Alignment is
 * checked here: -EINVAL below the device's logical block.
 * Return: bytes, or -errno. A read never returns more than the file has.
 */
ssize_t iomap_dio_rw(struct kiocb *iocb, struct iov_iter *iter, const struct iomap_ops *ops,
		     const struct iomap_dio_ops *dops, unsigned int dio_flags)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	bool write = iov_iter_rw(iter) == ITER_SOURCE;
	loff_t pos = iocb->ki_pos, end = pos + iov_iter_count(iter) - 1;
	unsigned int mask = bdev_logical_block_size(inode->i_sb->s_bdev) - 1;
	ssize_t n;
	int err;

	if (!iov_iter_count(iter))
		return 0;
	if (!user_backed_iter(iter) && !iov_iter_is_bvec(iter))
		return -ENOTBLK;
	if ((pos | iov_iter_count(iter) | iov_iter_alignment(iter)) & mask)
		return -EINVAL;
	err = filemap_write_and_wait_range(inode->i_mapping, pos, end);
	if (!err && write)
		err = invalidate_inode_pages2_range(inode->i_mapping, pos >> PAGE_SHIFT, end >> PAGE_SHIFT);
	if (err)
		return err == -EBUSY ? -ENOTBLK : err;
	inode_dio_begin(inode);
	n = dio_loop(iocb, iter, inode, ops, write);
	inode_dio_end(inode);
	if (write)
		invalidate_inode_pages2_range(inode->i_mapping, pos >> PAGE_SHIFT, end >> PAGE_SHIFT);
	if (n > 0) {
		loff_t isize = i_size_read(inode);

		if (!write && pos + n > isize)
			n = isize - pos;
		iocb->ki_pos += n;
		if (write && iocb->ki_pos > isize)
			i_size_write(inode, iocb->ki_pos);
	}
	if (dops && dops->end_io) {
		err = dops->end_io(iocb, n > 0 ? n : 0, n < 0 ? n : 0, 0);
		if (err)
			return err;
	}
	return n;
}
