// SPDX-License-Identifier: GPL-2.0
/*
 * Disks: registration of majors, allocation, becoming visible, capacity.
 *
 * A gendisk owns its request queue and the block_device of the whole disk
 * (part0); partitions come and go under open_mutex. Names and numbers are the
 * driver's choice.
 *
 * Locks: major_lock for the table of majors; disk->open_mutex for partitions.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk.h"

struct blk_major {
	struct list_head	list;
	unsigned int		major;
	char			name[16];
};

static DEFINE_MUTEX(major_lock);
static LIST_HEAD(majors);

static struct blk_major *find_major(unsigned int major)
{
	struct blk_major *m;

	list_for_each_entry(m, &majors, list)
		if (m->major == major)
			return m;
	return NULL;
}

static int register_major_locked(unsigned int major, const char *name)
{
	bool dynamic = !major;
	struct blk_major *m, *pos;

	for (major = major ?: 254; dynamic && find_major(major); major--)
		if (major < 240)
			return -EBUSY;
	if (find_major(major))
		return -EBUSY;
	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	m->major = major;
	strscpy(m->name, name, sizeof(m->name));
	list_for_each_entry(pos, &majors, list)
		if (pos->major > major)
			break;
	list_add_tail(&m->list, &pos->list);
	return dynamic ? (int)major : 0;
}

/**
 * register_blkdev() - take a block major
 * @major: number, 0 for any free one
 * @name: as shown in /proc/devices
 *
 * Return: 0 (the number if @major was 0), -EBUSY or -ENOMEM.
 */
int register_blkdev(unsigned int major, const char *name)
{
	int ret;

	mutex_lock(&major_lock);
	ret = register_major_locked(major, name);
	mutex_unlock(&major_lock);
	return ret;
}

void unregister_blkdev(unsigned int major, const char *name)
{
	struct blk_major *m;

	mutex_lock(&major_lock);
	m = find_major(major);
	if (m) {
		list_del(&m->list);
		kfree(m);
	}
	mutex_unlock(&major_lock);
}

/* The lines of /proc/devices for major number @offset. */
void blkdev_show(struct seq_file *seq, off_t offset)
{
	struct blk_major *m;

	mutex_lock(&major_lock);
	m = find_major(offset);
	if (m)
		seq_printf(seq, "%3u %s\n", m->major, m->name);
	mutex_unlock(&major_lock);
}

char *bdev_name(struct block_device *bdev, char *buf)
{
	const char *disk = bdev->bd_disk->disk_name;
	size_t len = strlen(disk);
	bool digit = len && disk[len - 1] >= '0' && disk[len - 1] <= '9';

	if (!bdev->bd_partno)
		strscpy(buf, disk, BDEVNAME_SIZE);
	else
		snprintf(buf, BDEVNAME_SIZE, "%s%s%d", disk, digit ? "p" : "", bdev->bd_partno);
	return buf;
}

static struct gendisk *alloc_disk(const struct blk_mq_ops *ops, const struct queue_limits *lim,
				  void *queuedata)
{
	struct gendisk *disk = kzalloc(sizeof(*disk), GFP_KERNEL);

	if (!disk)
		return ERR_PTR(-ENOMEM);
	disk->queue = blk_alloc_queue(lim, ops);
	if (!disk->queue)
		goto free_disk;
	disk->queue->disk = disk;
	disk->queue->queuedata = queuedata;
	mutex_init(&disk->open_mutex);
	disk->part0 = bdev_alloc(disk, 0);
	if (!disk->part0)
		goto free_queue;
	disk->part_tbl[0] = disk->part0;
	return disk;

free_queue:
	blk_free_queue(disk->queue);
free_disk:
	kfree(disk);
	return ERR_PTR(-ENOMEM);
}

struct gendisk *blk_mq_alloc_disk(const struct blk_mq_ops *ops, const struct queue_limits *lim,
				  void *queuedata)
{
	return alloc_disk(ops, lim, queuedata);
}

struct gendisk *blk_alloc_disk(const struct queue_limits *lim)
{
	return alloc_disk(NULL, lim, NULL);
}

void set_capacity(struct gendisk *disk, sector_t sectors)
{
	disk->part0->bd_nr_sectors = sectors;
	i_size_write(disk->part0->bd_inode, (loff_t)sectors << SECTOR_SHIFT);
}

sector_t get_capacity(struct gendisk *disk)
{
	return disk->part0->bd_nr_sectors;
}

void set_disk_ro(struct gendisk *disk, bool ro)
{
	disk->read_only = ro;
}

bool bdev_read_only(struct block_device *bdev)
{
	return bdev->bd_read_only || bdev->bd_disk->read_only;
}

/**
 * add_disk() - the disk is ready: make it visible, look for partitions
 *
 * Context: sleeps, reads from the disk.
 * Return: 0 or -errno; on error the caller still owns the disk.
 */
int add_disk(struct gendisk *disk)
{
	int err;

	bdev_add(disk->part0, MKDEV(disk->major, disk->first_minor));
	err = bdev_add_device(disk, disk->part0);
	if (err) {
		bdev_remove(disk->part0);
		return err;
	}
	if (!disk->no_part && get_capacity(disk))
		disk_scan_partitions(disk);
	return 0;
}

int disk_openers(struct gendisk *disk)
{
	int i, n = 0;

	for (i = 0; i < (int)ARRAY_SIZE(disk->part_tbl); i++)
		if (disk->part_tbl[i])
			n += disk->part_tbl[i]->bd_openers;
	return n;
}

void disk_del_partitions(struct gendisk *disk)
{
	int i;

	for (i = 1; i < (int)ARRAY_SIZE(disk->part_tbl); i++)
		if (disk->part_tbl[i])
			del_partition(disk, i);
}

static void remove_disk(struct gendisk *disk)
{
	mutex_lock(&disk->open_mutex);
	disk_del_partitions(disk);
	mutex_unlock(&disk->open_mutex);
	sync_blockdev(disk->part0);
	invalidate_bdev(disk->part0);
	bdev_del_device(disk, disk->part0);
	bdev_remove(disk->part0);
}

/**
 * del_gendisk() - the disk goes: its partitions, its names, its nodes
 *
 * Context: sleeps, writes what is dirty. Opening it fails from here on; who has
 * it open may go on until the driver refuses.
 */
void del_gendisk(struct gendisk *disk)
{
	mutex_lock(&disk->open_mutex);
	disk->dead = true;
	mutex_unlock(&disk->open_mutex);
	remove_disk(disk);
}

int del_gendisk_unused(struct gendisk *disk)
{
	bool busy;

	mutex_lock(&disk->open_mutex);
	busy = disk_openers(disk) != 0;
	if (!busy)
		disk->dead = true;
	mutex_unlock(&disk->open_mutex);
	if (busy)
		return -EBUSY;
	remove_disk(disk);
	return 0;
}

void put_disk(struct gendisk *disk)
{
	iput(disk->part0->bd_inode);
}

/* The last reference to part0 is gone. */
void disk_free(struct gendisk *disk)
{
	if (disk->fops && disk->fops->free_disk)
		disk->fops->free_disk(disk);
	blk_free_queue(disk->queue);
	kfree(disk);
}
