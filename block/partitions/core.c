// SPDX-License-Identifier: GPL-2.0
/*
 * Partitions of a disk: reading its table, adding and removing the devices.
 *
 * Locks: disk->open_mutex is held by the callers of add and del.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/pagemap.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../blk.h"

static DEFINE_IDA(ext_minors);

static int (*const parsers[])(struct parsed_partitions *) = {
	gpt_partition,			/* before msdos: it wears an MBR as a cloak */
	msdos_partition,
};

int read_part_sector(struct parsed_partitions *state, sector_t n, void *buf)
{
	struct folio *folio;

	if (n >= state->bdev->bd_nr_sectors) {
		state->access_beyond_eod = true;
		return -EIO;
	}
	folio = read_mapping_folio(state->bdev->bd_inode->i_mapping,
				   n >> (PAGE_SHIFT - SECTOR_SHIFT), NULL);
	if (IS_ERR(folio))
		return -EIO;
	memcpy(buf, folio_address(folio) + ((n << SECTOR_SHIFT) & (PAGE_SIZE - 1)), SECTOR_SIZE);
	folio_put(folio);
	return 0;
}

/* A number of the disk's own, or one of those that all disks share. */
static int partition_devt(struct gendisk *disk, int partno, dev_t *devt)
{
	int minor;

	if (partno < disk->minors) {
		*devt = MKDEV(disk->major, disk->first_minor + partno);
		return 0;
	}
	minor = ida_alloc_max(&ext_minors, (1 << 20) - 1, GFP_KERNEL);
	if (minor < 0)
		return minor == -ENOSPC ? -EBUSY : minor;
	*devt = MKDEV(BLOCK_EXT_MAJOR, minor);
	return 0;
}

static void put_devt(dev_t devt)
{
	if (MAJOR(devt) == BLOCK_EXT_MAJOR)
		ida_free(&ext_minors, MINOR(devt));
}

int add_partition(struct gendisk *disk, int partno, sector_t start, sector_t len,
		  const char *uuid, const char *name)
{
	struct block_device *bdev = bdev_alloc(disk, partno);
	dev_t devt;
	int err;

	if (!bdev)
		return -ENOMEM;
	bdev->bd_start_sect = start;
	bdev->bd_nr_sectors = len;
	i_size_write(bdev->bd_inode, (loff_t)len << SECTOR_SHIFT);
	strscpy(bdev->bd_partuuid, uuid, sizeof(bdev->bd_partuuid));
	strscpy(bdev->bd_partname, name, sizeof(bdev->bd_partname));
	err = partition_devt(disk, partno, &devt);
	if (err) {
		iput(bdev->bd_inode);
		return err;
	}
	bdev_add(bdev, devt);
	err = bdev_add_device(disk, bdev);
	if (err) {
		bdev_remove(bdev);
		put_devt(bdev->bd_dev);
		iput(bdev->bd_inode);
		return err;
	}
	disk->part_tbl[partno] = bdev;
	return 0;
}

int del_partition(struct gendisk *disk, int partno)
{
	struct block_device *bdev = disk->part_tbl[partno];

	sync_blockdev(bdev);
	invalidate_bdev(bdev);
	disk->part_tbl[partno] = NULL;
	bdev_del_device(disk, bdev);
	bdev_remove(bdev);
	put_devt(bdev->bd_dev);
	iput(bdev->bd_inode);
	return 0;
}

static bool any_partition_open(struct gendisk *disk)
{
	int i;

	for (i = 1; i < (int)ARRAY_SIZE(disk->part_tbl); i++)
		if (disk->part_tbl[i] && disk->part_tbl[i]->bd_openers)
			return true;
	return false;
}

static void add_parsed(struct gendisk *disk, struct parsed_partitions *state)
{
	sector_t capacity = get_capacity(disk);
	char name[BDEVNAME_SIZE];
	int i;

	printk(KERN_INFO " %s:", disk->disk_name);
	for (i = 1; i < (int)ARRAY_SIZE(state->parts); i++) {
		sector_t from = state->parts[i].from, size = state->parts[i].size;

		if (!state->parts[i].used || !size)
			continue;
		if (from >= capacity) {
			pr_warn("%s: p%d start %llu is beyond EOD, ignored\n",
				disk->disk_name, i, from);
			continue;
		}
		if (size > capacity - from) {
			pr_warn("%s: p%d size %llu extends beyond EOD, truncated\n",
				disk->disk_name, i, size);
			size = capacity - from;
		}
		if (!add_partition(disk, i, from, size, state->parts[i].uuid, state->parts[i].name))
			printk(KERN_CONT " %s", bdev_name(disk->part_tbl[i], name));
	}
	printk(KERN_CONT "\n");
}

/**
 * disk_scan_partitions() - (re)read the partition table
 *
 * Context: sleeps. Return: 0, -EBUSY while a partition is open, -ENOMEM.
 */
int disk_scan_partitions(struct gendisk *disk)
{
	struct parsed_partitions *state;
	int i, found = 0;

	mutex_lock(&disk->open_mutex);
	if (any_partition_open(disk)) {
		mutex_unlock(&disk->open_mutex);
		return -EBUSY;
	}
	disk_del_partitions(disk);
	state = kvzalloc(sizeof(*state), GFP_KERNEL);
	if (!state) {
		mutex_unlock(&disk->open_mutex);
		return -ENOMEM;
	}
	state->bdev = disk->part0;
	for (i = 0; i < (int)ARRAY_SIZE(parsers) && found <= 0; i++)
		found = parsers[i](state);
	if (found > 0)
		add_parsed(disk, state);
	mutex_unlock(&disk->open_mutex);
	kvfree(state);
	return 0;
}

static int __init blkext_init(void)
{
	return register_blkdev(BLOCK_EXT_MAJOR, "blkext");
}
subsys_initcall(blkext_init);
