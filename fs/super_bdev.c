// SPDX-License-Identifier: GPL-2.0
/*
 * super_bdev.c: superblocks of filesystems on block devices.
 *
 * One superblock per device: mounting it again finds the first. The device is
 * held exclusively, with the type as holder, so that nothing else claims it.
 */
#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include "internal.h"

int set_bdev_super(struct super_block *sb, void *data)
{
	struct block_device *bdev = data;

	sb->s_bdev = bdev;
	sb->s_dev = bdev->bd_dev;
	return 0;
}

static int test_bdev_super(struct super_block *sb, void *data)
{
	return sb->s_bdev == data;
}

static fmode_t sb_open_mode(int flags)
{
	return flags & SB_RDONLY ? FMODE_READ : FMODE_READ | FMODE_WRITE;
}

/* @sb is new and owns the reference on its device. */
static int fill_bdev_super(struct super_block *sb, int flags, void *data,
			   int (*fill_super)(struct super_block *, void *, int))
{
	int err;

	strscpy(sb->s_id, dev_name(&sb->s_bdev->bd_device), sizeof(sb->s_id));
	sb_set_blocksize(sb, max(bdev_logical_block_size(sb->s_bdev), 512U));
	err = fill_super(sb, data, flags & SB_SILENT ? 1 : 0);
	if (!err)
		sb->s_flags |= SB_ACTIVE;
	return err;
}

/**
 * mount_bdev - ->mount() of a filesystem on a block device
 * @type: its type
 * @flags: SB_*
 * @dev_name: path of the device node
 * @data: option string, for @fill_super
 * @fill_super: reads the superblock, sets s_op, s_root and so on
 *
 * Context: may sleep.
 * Return: the root, referenced, s_umount held; or ERR_PTR: -ENOTBLK, -EACCES,
 * -EBUSY when mounted with the other of read-only and read-write ...
 */
struct dentry *mount_bdev(struct file_system_type *type, int flags, const char *dev_name, void *data,
			  int (*fill_super)(struct super_block *, void *, int))
{
	struct block_device *bdev;
	struct super_block *sb;
	int err;

	bdev = blkdev_get_by_path(dev_name, sb_open_mode(flags), type);
	if (IS_ERR(bdev))
		return ERR_CAST(bdev);
	if (!(flags & SB_RDONLY) && bdev_read_only(bdev)) {
		blkdev_put(bdev, type);
		return ERR_PTR(-EACCES);
	}
	sb = sget(type, test_bdev_super, set_bdev_super, flags, bdev);
	if (IS_ERR(sb)) {
		blkdev_put(bdev, type);
		return ERR_CAST(sb);
	}
	if (sb->s_root) {
		/* The superblock has its own reference on the device. */
		blkdev_put(bdev, type);
		if ((flags ^ sb->s_flags) & SB_RDONLY) {
			deactivate_locked_super(sb);
			return ERR_PTR(-EBUSY);
		}
		return dget(sb->s_root);
	}
	err = fill_bdev_super(sb, flags, data, fill_super);
	if (err) {
		deactivate_locked_super(sb);
		return ERR_PTR(err);
	}
	return dget(sb->s_root);
}

void kill_block_super(struct super_block *sb)
{
	struct block_device *bdev = sb->s_bdev;

	generic_shutdown_super(sb);
	sync_blockdev(bdev);
	blkdev_put(bdev, sb->s_type);
}

/**
 * sb_set_blocksize - choose the filesystem's block size
 * @sb: being filled
 * @size: bytes, a power of two not below the device's
 *
 * Return: @size, or 0 if the device cannot.
 */
int sb_set_blocksize(struct super_block *sb, int size)
{
	if (set_blocksize(sb->s_bdev, size))
		return 0;
	sb->s_blocksize = size;
	sb->s_blocksize_bits = ilog2(size);
	return size;
}

/* The same, but at least the device's. */
int sb_min_blocksize(struct super_block *sb, int size)
{
	return sb_set_blocksize(sb, max_t(int, size, bdev_logical_block_size(sb->s_bdev)));
}
