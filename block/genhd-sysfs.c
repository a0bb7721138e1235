// SPDX-License-Identifier: GPL-2.0
/*
 * Disks and partitions in /sys/block, /sys/class/block and /dev: the
 * attributes lsblk, udev and iostat read, and their queue folder.
 */
#include <linux/blkdev.h>
#include <linux/init.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "blk.h"

struct class block_class = { .name = "block" };

static struct block_device *dev_to_bdev(struct device *dev)
{
	return container_of(dev, struct block_device, bd_device);
}

#define BDEV_ATTR(_name, _fmt, ...)					\
static ssize_t _name##_show(struct device *dev, struct device_attribute *attr, char *buf) \
{									\
	struct block_device *bdev __maybe_unused = dev_to_bdev(dev);	\
	return sysfs_emit(buf, _fmt, __VA_ARGS__);			\
}									\
static DEVICE_ATTR_RO(_name)

BDEV_ATTR(size, "%llu\n", bdev->bd_nr_sectors);
BDEV_ATTR(ro, "%d\n", bdev_read_only(bdev));
BDEV_ATTR(partition, "%d\n", bdev->bd_partno);
BDEV_ATTR(start, "%llu\n", bdev->bd_start_sect);
BDEV_ATTR(removable, "%d\n", bdev->bd_disk->removable);
BDEV_ATTR(hidden, "%d\n", 0);
BDEV_ATTR(range, "%d\n", bdev->bd_disk->minors);
BDEV_ATTR(ext_range, "%d\n", bdev->bd_disk->no_part ? 1 : DISK_MAX_PARTS);
BDEV_ATTR(capability, "%x\n", 0);
BDEV_ATTR(alignment_offset, "%d\n", 0);
BDEV_ATTR(discard_alignment, "%d\n", 0);
BDEV_ATTR(inflight, "%8u %8u\n", atomic_read(&bdev->bd_in_flight[0]),
	  atomic_read(&bdev->bd_in_flight[1]));

static u64 stat_ms(struct block_device *bdev, int kind)
{
	return div_u64(atomic64_read(&bdev->bd_stats.ticks_ns[kind]), NSEC_PER_MSEC);
}

/* Documentation/admin-guide/iostats of Linux: 17 fields */
static int format_stat(struct block_device *bdev, char *buf, size_t size)
{
	u64 all = stat_ms(bdev, 0) + stat_ms(bdev, 1) + stat_ms(bdev, 2) + stat_ms(bdev, 3);
	int kind, n = 0;

	for (kind = 0; kind < 3; kind++) {
		n += scnprintf(buf + n, size - n, "%lld %lld %lld %llu ",
			       (long long)atomic64_read(&bdev->bd_stats.ios[kind]),
			       (long long)atomic64_read(&bdev->bd_stats.merges[kind]),
			       (long long)atomic64_read(&bdev->bd_stats.sectors[kind]),
			       stat_ms(bdev, kind));
		if (kind == 1)
			n += scnprintf(buf + n, size - n, "%u %llu %llu ",
				       atomic_read(&bdev->bd_in_flight[0]) +
				       atomic_read(&bdev->bd_in_flight[1]), all, all);
	}
	return n + scnprintf(buf + n, size - n, "%lld %llu\n",
			     (long long)atomic64_read(&bdev->bd_stats.ios[3]), stat_ms(bdev, 3));
}

static ssize_t stat_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return format_stat(dev_to_bdev(dev), buf, PAGE_SIZE);
}
static DEVICE_ATTR_RO(stat);

static struct attribute *disk_attrs[] = {
	&dev_attr_size.attr, &dev_attr_ro.attr, &dev_attr_removable.attr, &dev_attr_hidden.attr,
	&dev_attr_range.attr, &dev_attr_ext_range.attr, &dev_attr_capability.attr,
	&dev_attr_alignment_offset.attr, &dev_attr_discard_alignment.attr,
	&dev_attr_stat.attr, &dev_attr_inflight.attr, NULL,
};
ATTRIBUTE_GROUPS(disk);

static struct attribute *part_attrs[] = {
	&dev_attr_partition.attr, &dev_attr_start.attr, &dev_attr_size.attr, &dev_attr_ro.attr,
	&dev_attr_alignment_offset.attr, &dev_attr_discard_alignment.attr,
	&dev_attr_stat.attr, &dev_attr_inflight.attr, NULL,
};
ATTRIBUTE_GROUPS(part);

/* The object lives in its inode. */
static void bdev_device_release(struct device *dev)
{
	iput(dev_to_bdev(dev)->bd_inode);
}

static int part_uevent(const struct device *dev, char *buf, size_t size)
{
	const struct block_device *bdev = container_of(dev, struct block_device, bd_device);
	int n = scnprintf(buf, size, "PARTN=%u\n", bdev->bd_partno);

	if (bdev->bd_partname[0])
		n += scnprintf(buf + n, size - n, "PARTNAME=%s\n", bdev->bd_partname);
	return n;
}

const struct device_type disk_type = {
	.name = "disk", .groups = disk_groups, .release = bdev_device_release,
};
const struct device_type part_type = {
	.name = "partition", .groups = part_groups, .release = bdev_device_release,
	.uevent = part_uevent,
};

/* /sys/block/X/queue: numbers of the limits, in bytes or KiB as Linux has them */
static struct request_queue *kobj_queue(struct kobject *kobj)
{
	return container_of(kobj, struct request_queue, kobj);
}

#define QUEUE_ATTR(_name, _fmt, _expr)					\
static ssize_t queue_##_name##_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf) \
{									\
	struct queue_limits *lim __maybe_unused = &kobj_queue(kobj)->limits; \
	return sysfs_emit(buf, _fmt "\n", _expr);			\
}									\
static struct kobj_attribute queue_##_name##_attr = {			\
	.attr = { .name = #_name, .mode = 0444 }, .show = queue_##_name##_show }

QUEUE_ATTR(logical_block_size, "%u", lim->logical_block_size);
QUEUE_ATTR(hw_sector_size, "%u", lim->logical_block_size);
QUEUE_ATTR(physical_block_size, "%u", lim->physical_block_size);
QUEUE_ATTR(minimum_io_size, "%u", lim->io_min ?: lim->physical_block_size);
QUEUE_ATTR(optimal_io_size, "%u", lim->io_opt);
QUEUE_ATTR(max_sectors_kb, "%u", lim->max_hw_sectors / 2);
QUEUE_ATTR(max_hw_sectors_kb, "%u", lim->max_hw_sectors / 2);
QUEUE_ATTR(max_segments, "%u", lim->max_segments);
QUEUE_ATTR(nr_requests, "%u", kobj_queue(kobj)->ops ? kobj_queue(kobj)->ops->queue_depth : 128);
QUEUE_ATTR(rotational, "%d", lim->features & BLK_FEAT_ROTATIONAL ? 1 : 0);
QUEUE_ATTR(discard_granularity, "%u", lim->discard_granularity);
QUEUE_ATTR(discard_max_bytes, "%llu", (u64)lim->max_discard_sectors << 9);
QUEUE_ATTR(discard_zeroes_data, "%d", 0);
QUEUE_ATTR(write_zeroes_max_bytes, "%llu", (u64)lim->max_write_zeroes_sectors << 9);
QUEUE_ATTR(write_cache, "%s", lim->features & BLK_FEAT_WRITE_CACHE ? "write back" : "write through");
QUEUE_ATTR(fua, "%d", lim->features & BLK_FEAT_FUA ? 1 : 0);
QUEUE_ATTR(scheduler, "%s", "[none]");
QUEUE_ATTR(read_ahead_kb, "%u", 128u);
QUEUE_ATTR(zoned, "%s", "none");
QUEUE_ATTR(add_random, "%d", 0);
QUEUE_ATTR(nomerges, "%d", 0);
QUEUE_ATTR(dax, "%d", 0);

#define Q(name) &queue_##name##_attr.attr
static struct attribute *queue_attrs[] = {
	Q(logical_block_size), Q(hw_sector_size), Q(physical_block_size), Q(minimum_io_size),
	Q(optimal_io_size), Q(max_sectors_kb), Q(max_hw_sectors_kb), Q(max_segments),
	Q(nr_requests), Q(rotational), Q(discard_granularity), Q(discard_max_bytes),
	Q(discard_zeroes_data), Q(write_zeroes_max_bytes), Q(write_cache), Q(fua),
	Q(scheduler), Q(read_ahead_kb), Q(zoned), Q(add_random), Q(nomerges), Q(dax), NULL,
};
ATTRIBUTE_GROUPS(queue);

static void queue_kobj_release(struct kobject *kobj)
{
}

static const struct kobj_type queue_ktype = {
	.release = queue_kobj_release,
	.sysfs_ops = &kobj_sysfs_ops,
	.default_groups = queue_groups,
};

/* Context: sleeps. Makes the folder in /sys and the node in /dev. */
int bdev_add_device(struct gendisk *disk, struct block_device *bdev)
{
	struct device *dev = &bdev->bd_device;
	char name[BDEVNAME_SIZE];
	int err;

	ihold(bdev->bd_inode);		/* put by bdev_device_release() */
	device_initialize(dev);
	dev->class = &block_class;
	dev->type = bdev->bd_partno ? &part_type : &disk_type;
	dev->devt = bdev->bd_dev;
	dev->parent = bdev->bd_partno ? &disk->part0->bd_device : disk->parent;
	if (!bdev->bd_partno)
		dev->groups = disk->groups;
	dev_set_name(dev, "%s", bdev_name(bdev, name));
	err = device_add(dev);
	if (err)
		put_device(dev);
	if (err || bdev->bd_partno)
		return err;
	sysfs_create_link(block_depr, &dev->kobj, name);
	kobject_init_and_add(&disk->queue->kobj, &queue_ktype, &dev->kobj, "queue");
	return 0;
}

void bdev_del_device(struct gendisk *disk, struct block_device *bdev)
{
	char name[BDEVNAME_SIZE];

	if (!bdev->bd_partno) {
		sysfs_remove_link(block_depr, bdev_name(bdev, name));
		kobject_del(&disk->queue->kobj);
		kobject_put(&disk->queue->kobj);
	}
	device_del(&bdev->bd_device);
	put_device(&bdev->bd_device);
}

static int partitions_show(struct seq_file *m, void *v)
{
	struct block_device *bdev = NULL;
	char name[BDEVNAME_SIZE];

	seq_puts(m, "major minor  #blocks  name\n\n");
	while ((bdev = bdev_next(bdev)))
		if (bdev->bd_nr_sectors)
			seq_printf(m, "%4d  %7d %10llu %s\n", MAJOR(bdev->bd_dev),
				   MINOR(bdev->bd_dev), bdev->bd_nr_sectors >> 1,
				   bdev_name(bdev, name));
	return 0;
}

static int diskstats_show(struct seq_file *m, void *v)
{
	struct block_device *bdev = NULL;
	char name[BDEVNAME_SIZE], stat[256];

	while ((bdev = bdev_next(bdev))) {
		if (!bdev->bd_nr_sectors)
			continue;
		format_stat(bdev, stat, sizeof(stat));
		seq_printf(m, "%4d %7d %s %s", MAJOR(bdev->bd_dev), MINOR(bdev->bd_dev),
			   bdev_name(bdev, name), stat);
	}
	return 0;
}

static int __init genhd_init(void)
{
	block_depr = kobject_create_and_add("block", NULL);
	proc_create_single("partitions", 0, NULL, partitions_show);
	proc_create_single("diskstats", 0, NULL, diskstats_show);
	return class_register(&block_class);
}
subsys_initcall(genhd_init);
