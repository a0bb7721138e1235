// SPDX-License-Identifier: GPL-2.0
/*
 * Block special files: open by number, then the page cache of the device,
 * not of the node.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <uapi/linux/falloc.h>

#include "blk.h"

static int blkdev_file_open(struct inode *inode, struct file *file)
{
	void *holder = file->f_flags & O_EXCL ? file : NULL;
	struct block_device *bdev = bdev_lookup(inode->i_rdev);
	int err;

	if (!bdev)
		return -ENXIO;
	err = (file->f_mode & FMODE_WRITE) && bdev_read_only(bdev) ? -EACCES : 0;
	if (!err)
		err = bdev_open(bdev, file->f_mode, holder);
	if (err) {
		iput(bdev->bd_inode);
		return err;
	}
	file->private_data = bdev;
	file->f_mapping = bdev->bd_inode->i_mapping;
	file->f_wb_err = file->f_mapping->wb_err_seq;
	file->f_mode |= FMODE_NOWAIT;
	return 0;
}

static int blkdev_file_release(struct inode *inode, struct file *file)
{
	struct block_device *bdev = file->private_data;

	/* f_flags has forgotten O_EXCL. */
	bdev_release(bdev, bdev->bd_holder == file ? file : NULL);
	iput(bdev->bd_inode);
	return 0;
}

static loff_t blkdev_llseek(struct file *file, loff_t offset, int whence)
{
	struct block_device *bdev = file->private_data;

	return fixed_size_llseek(file, offset, whence, bdev_nr_bytes(bdev));
}

static ssize_t blkdev_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct block_device *bdev = iocb->ki_filp->private_data;
	loff_t size = bdev_nr_bytes(bdev);

	if (iocb->ki_pos >= size)
		return 0;
	iov_iter_truncate(to, size - iocb->ki_pos);
	return generic_file_read_iter(iocb, to);
}

static ssize_t blkdev_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct block_device *bdev = iocb->ki_filp->private_data;
	loff_t size = bdev_nr_bytes(bdev);
	ssize_t n;

	if (bdev_read_only(bdev))
		return -EPERM;
	if (!iov_iter_count(from))
		return 0;
	if (iocb->ki_pos >= size)
		return -ENOSPC;
	iov_iter_truncate(from, size - iocb->ki_pos);
	n = __generic_file_write_iter(iocb, from);
	return n > 0 ? generic_write_sync(iocb, n) : n;
}

static int blkdev_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct block_device *bdev = file->private_data;
	int err = file_write_and_wait_range(file, start, end);

	if (err)
		return err;
	err = blkdev_issue_flush(bdev);
	return err == -EOPNOTSUPP ? 0 : err;
}

/* Zeroes, by FALLOC_FL_PUNCH_HOLE only if the device can do it by itself. */
static long blkdev_fallocate(struct file *file, int mode, loff_t start, loff_t len)
{
	struct block_device *bdev = file->private_data;
	unsigned int mask = bdev_logical_block_size(bdev) - 1;
	loff_t size = bdev_nr_bytes(bdev);

	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		return -EOPNOTSUPP;
	if (start >= size)
		return -EINVAL;
	if (start + len > size) {
		if (!(mode & FALLOC_FL_KEEP_SIZE))
			return -EINVAL;
		len = size - start;
	}
	if ((start | len) & mask)
		return -EINVAL;
	if (mode & FALLOC_FL_PUNCH_HOLE && !bdev_limits(bdev)->max_write_zeroes_sectors)
		return -EOPNOTSUPP;
	if (!(mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)))
		return -EOPNOTSUPP;
	truncate_inode_pages_range(bdev->bd_inode->i_mapping, start, start + len - 1);
	return blkdev_issue_zeroout(bdev, start >> SECTOR_SHIFT, len >> SECTOR_SHIFT, GFP_KERNEL);
}

static long blkdev_file_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return blkdev_ioctl(file->private_data, file->f_mode, cmd, arg);
}

const struct file_operations def_blk_fops = {
	.open		= blkdev_file_open,
	.release	= blkdev_file_release,
	.llseek		= blkdev_llseek,
	.read_iter	= blkdev_read_iter,
	.write_iter	= blkdev_write_iter,
	.mmap		= generic_file_mmap,
	.fsync		= blkdev_fsync,
	.unlocked_ioctl	= blkdev_file_ioctl,
	.fallocate	= blkdev_fallocate,
	.splice_read	= filemap_splice_read,
	.splice_write	= iter_file_splice_write,
};
