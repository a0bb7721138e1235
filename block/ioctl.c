// SPDX-License-Identifier: GPL-2.0
/* The ioctls of block devices that every disk has; the rest is the driver's. */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>
#include <uapi/linux/blkpg.h>
#include <uapi/linux/hdreg.h>

#include "blk.h"

static int blk_discard_range(struct block_device *bdev, fmode_t mode, unsigned int cmd,
			     u64 __user *arg)
{
	u64 range[2];

	if (!(mode & FMODE_WRITE))
		return -EBADF;
	if (cmd == BLKDISCARD && !bdev_limits(bdev)->max_discard_sectors)
		return -EOPNOTSUPP;
	if (copy_from_user(range, arg, sizeof(range)))
		return -EFAULT;
	if ((range[0] | range[1]) & 511)
		return -EINVAL;
	if (range[0] + range[1] < range[0] || range[0] + range[1] > (u64)bdev_nr_bytes(bdev))
		return -EINVAL;
	truncate_inode_pages_range(bdev->bd_inode->i_mapping, range[0], range[0] + range[1] - 1);
	if (cmd == BLKDISCARD)
		return blkdev_issue_discard(bdev, range[0] >> 9, range[1] >> 9, GFP_KERNEL);
	return blkdev_issue_zeroout(bdev, range[0] >> 9, range[1] >> 9, GFP_KERNEL);
}

static int blkpg(struct block_device *bdev, struct blkpg_ioctl_arg __user *arg)
{
	struct gendisk *disk = bdev->bd_disk;
	struct blkpg_partition p;
	struct blkpg_ioctl_arg a;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EACCES;
	if (copy_from_user(&a, arg, sizeof(a)) || copy_from_user(&p, a.data, sizeof(p)))
		return -EFAULT;
	if (bdev->bd_partno)
		return -EINVAL;
	if (disk->no_part || p.pno <= 0 || p.pno >= (int)ARRAY_SIZE(disk->part_tbl))
		return -EINVAL;
	mutex_lock(&disk->open_mutex);
	switch (a.op) {
	case BLKPG_ADD_PARTITION:
		err = p.start < 0 || p.length <= 0 || (p.start | p.length) & 511 ? -EINVAL :
		      disk->part_tbl[p.pno] ? -EBUSY :
		      add_partition(disk, p.pno, p.start >> 9, p.length >> 9, "", "");
		break;
	case BLKPG_DEL_PARTITION:
		err = !disk->part_tbl[p.pno] ? -ENXIO :
		      disk->part_tbl[p.pno]->bd_openers ? -EBUSY : del_partition(disk, p.pno);
		break;
	default:
		err = -EINVAL;
	}
	mutex_unlock(&disk->open_mutex);
	return err;
}

static int blk_reread(struct block_device *bdev)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EACCES;
	if (bdev->bd_partno || bdev->bd_disk->no_part)
		return -EINVAL;
	return disk_scan_partitions(bdev->bd_disk);
}

static int blk_getgeo(struct block_device *bdev, struct hd_geometry __user *arg)
{
	struct gendisk *disk = bdev->bd_disk;
	struct hd_geometry geo = { .start = bdev->bd_start_sect };
	int err;

	if (!disk->fops || !disk->fops->getgeo)
		return -ENOTTY;
	err = disk->fops->getgeo(bdev, &geo);
	if (err)
		return err;
	return copy_to_user(arg, &geo, sizeof(geo)) ? -EFAULT : 0;
}

static int blk_set_ro(struct block_device *bdev, int __user *arg)
{
	int ro;

	if (!capable(CAP_SYS_ADMIN))
		return -EACCES;
	if (get_user(ro, arg))
		return -EFAULT;
	if (!ro && bdev->bd_disk->read_only)
		return -EACCES;
	bdev->bd_read_only = ro;
	return 0;
}

static int blk_set_bsz(struct block_device *bdev, int __user *arg)
{
	int size;

	if (!capable(CAP_SYS_ADMIN))
		return -EACCES;
	if (get_user(size, arg))
		return -EFAULT;
	return bdev->bd_holder ? -EBUSY : set_blocksize(bdev, size);
}

int blkdev_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg)
{
	struct queue_limits *lim = bdev_limits(bdev);
	void __user *p = (void __user *)arg;
	struct gendisk *disk = bdev->bd_disk;

	switch (cmd) {
	case BLKGETSIZE64:	return put_user((u64)bdev_nr_bytes(bdev), (u64 __user *)p);
	case BLKGETSIZE:	return put_user((unsigned long)bdev->bd_nr_sectors, (unsigned long __user *)p);
	case BLKROGET:		return put_user((int)bdev_read_only(bdev), (int __user *)p);
	case BLKROSET:		return blk_set_ro(bdev, p);
	case BLKSSZGET:		return put_user((int)lim->logical_block_size, (int __user *)p);
	case BLKPBSZGET:	return put_user(lim->physical_block_size, (unsigned int __user *)p);
	case BLKIOMIN:		return put_user(lim->io_min ?: lim->physical_block_size, (unsigned int __user *)p);
	case BLKIOOPT:		return put_user(lim->io_opt, (unsigned int __user *)p);
	case BLKALIGNOFF:	return put_user(0, (int __user *)p);
	case BLKDISCARDZEROES:	return put_user(0u, (unsigned int __user *)p);
	case BLKSECTGET:	return put_user((unsigned short)min(lim->max_hw_sectors, 65535u), (unsigned short __user *)p);
	case BLKROTATIONAL:	return put_user((unsigned short)!!(lim->features & BLK_FEAT_ROTATIONAL), (unsigned short __user *)p);
	case BLKBSZGET:		return put_user(1 << bdev->bd_inode->i_blkbits, (int __user *)p);
	case BLKBSZSET:		return blk_set_bsz(bdev, p);
	case BLKRAGET:
	case BLKFRAGET:		return put_user(256l, (long __user *)p);
	case BLKRASET:
	case BLKFRASET:		return capable(CAP_SYS_ADMIN) ? 0 : -EACCES;
	case BLKFLSBUF:
		if (!capable(CAP_SYS_ADMIN))
			return -EACCES;
		sync_blockdev(bdev);
		invalidate_bdev(bdev);
		return 0;
	case BLKDISCARD:
	case BLKZEROOUT:	return blk_discard_range(bdev, mode, cmd, p);
	case BLKSECDISCARD:	return -EOPNOTSUPP;
	case BLKRRPART:		return blk_reread(bdev);
	case BLKPG:		return blkpg(bdev, p);
	case HDIO_GETGEO:	return blk_getgeo(bdev, p);
	}
	if (disk->fops && disk->fops->ioctl)
		return disk->fops->ioctl(bdev, mode, cmd, arg);
	return -ENOTTY;
}
