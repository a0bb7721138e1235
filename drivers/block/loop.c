// SPDX-License-Identifier: GPL-2.0
/*
 * Loop devices: a file shown as a disk, /dev/loop0 and up. This file makes the
 * devices and takes them away, and has their attributes in /sys; see loop_io.c,
 * loop_config.c and loop_control.c (ioctls).
 *
 *	max_loop=<count>	devices from the start
 *
 * Left out against Linux: encryption (it is gone there, too), LO_FLAGS_READ_ONLY
 * by LOOP_SET_STATUS.
 *
 * Locks: loop_lock for the table of devices, outermost.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/major.h>

#include "loop.h"
#include "loop_control.h"

static DEFINE_MUTEX(loop_lock);
static DEFINE_IDR(loops);		/* [loop_lock] */
static unsigned int max_loop = CONFIG_BLK_DEV_LOOP_MIN_COUNT;

/* -- /sys/block/loop<n>/loop, while a file is bound -- */

static struct loop_device *dev_to_loop(struct device *dev)
{
	return container_of(dev, struct block_device, bd_device)->bd_disk->private_data;
}

static ssize_t backing_file_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct loop_device *lo = dev_to_loop(dev);
	ssize_t n = 0;
	char *p;

	mutex_lock(&lo->lock);
	if (lo->file) {
		p = d_path(&lo->file->f_path, buf, PAGE_SIZE - 1);
		n = IS_ERR(p) ? PTR_ERR(p) : (ssize_t)strlen(p);
		if (n > 0) {
			memmove(buf, p, n);
			buf[n++] = '\n';
		}
	}
	mutex_unlock(&lo->lock);
	return n;
}

static ssize_t offset_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", dev_to_loop(dev)->offset);
}

static ssize_t sizelimit_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", dev_to_loop(dev)->sizelimit);
}

static ssize_t show_flag(struct device *dev, char *buf, u32 flag)
{
	return sysfs_emit(buf, "%d\n", !!(dev_to_loop(dev)->flags & flag));
}

static ssize_t autoclear_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show_flag(dev, buf, LO_FLAGS_AUTOCLEAR);
}

static ssize_t partscan_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show_flag(dev, buf, LO_FLAGS_PARTSCAN);
}

static ssize_t dio_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return show_flag(dev, buf, LO_FLAGS_DIRECT_IO);
}

static DEVICE_ATTR_RO(backing_file);
static DEVICE_ATTR_RO(offset);
static DEVICE_ATTR_RO(sizelimit);
static DEVICE_ATTR_RO(autoclear);
static DEVICE_ATTR_RO(partscan);
static DEVICE_ATTR_RO(dio);

static struct attribute *loop_attrs[] = {
	&dev_attr_backing_file.attr, &dev_attr_offset.attr, &dev_attr_sizelimit.attr,
	&dev_attr_autoclear.attr, &dev_attr_partscan.attr, &dev_attr_dio.attr, NULL,
};

const struct attribute_group loop_attribute_group = {
	.name	= "loop",
	.attrs	= loop_attrs,
};

/* -- devices -- */

static void loop_release(struct gendisk *disk)
{
	if (!disk_openers(disk))
		loop_last_close(disk->private_data);
}

static void loop_free_disk(struct gendisk *disk)
{
	struct loop_device *lo = disk->private_data;

	if (!lo)
		return;
	destroy_workqueue(lo->wq);
	kfree(lo);
}

static const struct block_device_operations loop_fops = {
	.release	= loop_release,
	.ioctl		= loop_ioctl,
	.free_disk	= loop_free_disk,
};

static struct loop_device *loop_alloc(int n)
{
	struct loop_device *lo = kzalloc(sizeof(*lo), GFP_KERNEL);
	static const struct queue_limits lim = { .max_segments = 128 };
	struct gendisk *disk;

	if (!lo)
		return ERR_PTR(-ENOMEM);
	lo->number = n;
	mutex_init(&lo->lock);
	lo->wq = alloc_workqueue("loop%d", WQ_UNBOUND, 0, n);
	if (!lo->wq) {
		kfree(lo);
		return ERR_PTR(-ENOMEM);
	}
	disk = blk_mq_alloc_disk(&loop_mq_ops, &lim, lo);
	if (IS_ERR(disk)) {
		destroy_workqueue(lo->wq);
		kfree(lo);
		return ERR_CAST(disk);
	}
	lo->disk = disk;
	disk->major = LOOP_MAJOR;
	disk->first_minor = n;
	disk->minors = 1;
	disk->no_part = true;
	disk->fops = &loop_fops;
	disk->private_data = lo;
	snprintf(disk->disk_name, sizeof(disk->disk_name), "loop%d", n);
	return lo;
}

/* Context: loop_lock. */
static int add_locked(int n)
{
	struct loop_device *lo;
	int err;

	n = n < 0 ? idr_alloc(&loops, NULL, 0, 1 << 20, GFP_KERNEL) :
		    idr_alloc(&loops, NULL, n, n + 1, GFP_KERNEL);
	if (n < 0)
		return n == -ENOSPC ? -EEXIST : n;
	lo = loop_alloc(n);
	if (IS_ERR(lo)) {
		idr_remove(&loops, n);
		return PTR_ERR(lo);
	}
	idr_replace(&loops, lo, n);
	err = add_disk(lo->disk);
	if (err) {
		idr_remove(&loops, n);
		put_disk(lo->disk);
		return err;
	}
	return n;
}

int loop_add(int n)
{
	int ret;

	mutex_lock(&loop_lock);
	ret = add_locked(n);
	mutex_unlock(&loop_lock);
	return ret;
}

int loop_remove(int n)
{
	struct loop_device *lo;
	int err = -ENODEV;

	mutex_lock(&loop_lock);
	lo = idr_find(&loops, n);
	if (lo)
		err = lo->file ? -EBUSY : del_gendisk_unused(lo->disk);
	if (!err) {
		idr_remove(&loops, n);
		put_disk(lo->disk);
	}
	mutex_unlock(&loop_lock);
	return err;
}

int loop_get_free(void)
{
	struct loop_device *lo;
	int n, ret = -1;

	mutex_lock(&loop_lock);
	idr_for_each_entry(&loops, lo, n) {
		if (!READ_ONCE(lo->file)) {
			ret = n;
			break;
		}
	}
	if (ret < 0)
		ret = add_locked(-1);
	mutex_unlock(&loop_lock);
	return ret;
}

static int __init max_loop_setup(char *str)
{
	return !kstrtouint(str, 0, &max_loop);
}
__setup("max_loop=", max_loop_setup);

static int __init loop_init(void)
{
	unsigned int i;
	int err = register_blkdev(LOOP_MAJOR, "loop");

	if (err)
		return err;
	for (i = 0; i < max_loop && i < 256; i++)
		loop_add(i);
	return loop_control_init();
}
device_initcall(loop_init);
