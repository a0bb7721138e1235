// SPDX-License-Identifier: GPL-2.0
/*
 * char_dev.c: character devices: who owns which numbers, and opening them.
 *
 * Regions reserve numbers under a name for /proc/devices; a struct cdev gives a
 * range of them operations. The first open of an inode finds the cdev and keeps
 * it in i_cdev, so that the next need not search.
 *
 * Both are lists sorted by number, under chrdevs_lock: there are some dozens.
 */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define CHRDEV_MAJOR_MAX	512
/* Dynamic majors are taken from these, downwards. */
#define CHRDEV_MAJOR_DYN_HI	254
#define CHRDEV_MAJOR_DYN_LO	234
#define CHRDEV_MAJOR_DYN_EXT_HI	511
#define CHRDEV_MAJOR_DYN_EXT_LO	384

struct chrdev_region {
	struct list_head	list;		/* chrdevs_lock */
	dev_t			first;		/* [I] */
	unsigned int		count;		/* [I] numbers, within one major */
	char			name[64];	/* [I] */
	struct cdev		*cdev;		/* of register_chrdev() */
};

static DEFINE_MUTEX(chrdevs_lock);
static LIST_HEAD(chrdev_regions);	/* chrdevs_lock: by number */
static LIST_HEAD(cdevs);		/* cdev_lock */
static DEFINE_SPINLOCK(cdev_lock);	/* also inode->i_cdev and cdev->list */

static bool major_in_use(unsigned int major)
{
	struct chrdev_region *r;

	list_for_each_entry(r, &chrdev_regions, list) {
		if (MAJOR(r->first) == major)
			return true;
	}
	return false;
}

static int find_dynamic_major(void)
{
	int major;

	for (major = CHRDEV_MAJOR_DYN_HI; major >= CHRDEV_MAJOR_DYN_LO; major--) {
		if (!major_in_use(major))
			return major;
	}
	for (major = CHRDEV_MAJOR_DYN_EXT_HI; major >= CHRDEV_MAJOR_DYN_EXT_LO; major--) {
		if (!major_in_use(major))
			return major;
	}
	return -EBUSY;
}

/* Insert in order. chrdevs_lock held. */
static int insert_region(struct chrdev_region *new)
{
	struct chrdev_region *r;

	list_for_each_entry(r, &chrdev_regions, list) {
		if (r->first + r->count <= new->first)
			continue;
		if (r->first < new->first + new->count)
			return -EBUSY;
		break;
	}
	list_add_tail(&new->list, &r->list);
	return 0;
}

/* @major 0 asks for a dynamic one. The numbers must not cross into the next. */
static struct chrdev_region *add_region(unsigned int major, unsigned int minor,
					unsigned int count, const char *name)
{
	struct chrdev_region *r;
	int err = 0;

	if (major >= CHRDEV_MAJOR_MAX || !count || count > MINORMASK + 1 - minor)
		return ERR_PTR(-EINVAL);
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&chrdevs_lock);
	if (!major) {
		err = find_dynamic_major();
		major = err;
	}
	if (err >= 0) {
		r->first = MKDEV(major, minor);
		r->count = count;
		strscpy(r->name, name, sizeof(r->name));
		err = insert_region(r);
	}
	mutex_unlock(&chrdevs_lock);
	if (err >= 0)
		return r;
	kfree(r);
	return ERR_PTR(err);
}

static struct chrdev_region *remove_region(dev_t first, unsigned int count)
{
	struct chrdev_region *r, *found = NULL;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &chrdev_regions, list) {
		if (r->first == first && r->count == count) {
			list_del(&r->list);
			found = r;
			break;
		}
	}
	mutex_unlock(&chrdevs_lock);
	return found;
}

/**
 * register_chrdev_region - reserve device numbers
 * @from: the first
 * @count: how many; may span majors
 * @name: for /proc/devices
 *
 * Return: 0, -EBUSY, -EINVAL, -ENOMEM.
 */
int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	dev_t n = from, next, to = from + count;

	for (; n < to; n = next) {
		struct chrdev_region *r;

		next = min(to, MKDEV(MAJOR(n) + 1, 0));
		r = add_region(MAJOR(n), MINOR(n), next - n, name);
		if (IS_ERR(r)) {
			unregister_chrdev_region(from, n - from);
			return PTR_ERR(r);
		}
	}
	return 0;
}

/* Reserve numbers of whatever major is free. */
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name)
{
	struct chrdev_region *r = add_region(0, baseminor, count, name);

	if (IS_ERR(r))
		return PTR_ERR(r);
	*dev = r->first;
	return 0;
}

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	dev_t n = from, next, to = from + count;

	for (; n < to; n = next) {
		next = min(to, MKDEV(MAJOR(n) + 1, 0));
		kfree(remove_region(n, next - n));
	}
}

/**
 * register_chrdev - reserve the first 256 minors of a major and serve them
 * @major: 0 asks for a free one
 * @name: for /proc/devices
 * @fops: the operations
 *
 * Return: 0, or the major if one was chosen, or -errno.
 */
int register_chrdev(unsigned int major, const char *name, const struct file_operations *fops)
{
	struct chrdev_region *r = add_region(major, 0, 256, name);
	struct cdev *cdev;
	int err = -ENOMEM;

	if (IS_ERR(r))
		return PTR_ERR(r);
	cdev = cdev_alloc();
	if (!cdev)
		goto remove;
	cdev->ops = fops;
	r->cdev = cdev;
	err = cdev_add(cdev, r->first, r->count);
	if (err)
		goto put;
	return major ? 0 : MAJOR(r->first);
put:
	cdev_put(cdev);
remove:
	kfree(remove_region(r->first, r->count));
	return err;
}

/* The "Character devices" half of /proc/devices: one line per region of @major. */
void chrdev_show(struct seq_file *m, off_t major)
{
	struct chrdev_region *r;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &chrdev_regions, list) {
		if (MAJOR(r->first) == major)
			seq_printf(m, "%3u %s\n", MAJOR(r->first), r->name);
	}
	mutex_unlock(&chrdevs_lock);
}

void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	memset(cdev, 0, sizeof(*cdev));
	INIT_LIST_HEAD(&cdev->list);
	INIT_LIST_HEAD(&cdev->all);
	refcount_set(&cdev->refs, 1);
	cdev->ops = fops;
}

struct cdev *cdev_alloc(void)
{
	struct cdev *cdev = kmalloc(sizeof(*cdev), GFP_KERNEL);

	if (cdev) {
		cdev_init(cdev, NULL);
		cdev->allocated = true;
	}
	return cdev;
}

void cdev_put(struct cdev *cdev)
{
	if (cdev && refcount_dec_and_test(&cdev->refs) && cdev->allocated)
		kfree(cdev);
}

/**
 * cdev_add - make a device live: it may be opened before this returns
 * @cdev: its operations are set
 * @dev: first number
 * @count: how many
 */
int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	if (WARN_ON_ONCE(!dev))
		return -EBUSY;
	cdev->dev = dev;
	cdev->count = count;
	spin_lock(&cdev_lock);
	list_add(&cdev->all, &cdevs);
	spin_unlock(&cdev_lock);
	return 0;
}

/* Forget the inodes that remember the device. cdev_lock held. */
static void cdev_purge(struct cdev *cdev)
{
	while (!list_empty(&cdev->list)) {
		struct inode *inode = list_first_entry(&cdev->list, struct inode, i_devices);

		list_del_init(&inode->i_devices);
		inode->i_cdev = NULL;
	}
}

/* No more opens; files that are open keep working with the operations. */
void cdev_del(struct cdev *cdev)
{
	spin_lock(&cdev_lock);
	list_del_init(&cdev->all);
	cdev_purge(cdev);
	spin_unlock(&cdev_lock);
	cdev_put(cdev);
}

/* The inode is being evicted. */
void cd_forget(struct inode *inode)
{
	spin_lock(&cdev_lock);
	list_del_init(&inode->i_devices);
	inode->i_cdev = NULL;
	inode->i_mapping = &inode->i_data;
	spin_unlock(&cdev_lock);
}

/* The most specific device of a number. cdev_lock held. */
static struct cdev *find_cdev(dev_t dev)
{
	struct cdev *cdev, *best = NULL;

	list_for_each_entry(cdev, &cdevs, all) {
		if (dev - cdev->dev < cdev->count && (!best || cdev->count < best->count))
			best = cdev;
	}
	return best;
}

/* Referenced, or NULL. */
static struct cdev *inode_get_cdev(struct inode *inode)
{
	struct cdev *cdev;

	spin_lock(&cdev_lock);
	cdev = inode->i_cdev;
	if (!cdev) {
		cdev = find_cdev(inode->i_rdev);
		if (cdev) {
			inode->i_cdev = cdev;
			list_add(&inode->i_devices, &cdev->list);
		}
	}
	if (cdev)
		refcount_inc(&cdev->refs);
	spin_unlock(&cdev_lock);
	return cdev;
}

/* Every character device is opened here; from then on its operations serve. */
static int chrdev_open(struct inode *inode, struct file *file)
{
	struct cdev *cdev = inode_get_cdev(inode);
	int err = 0;

	if (!cdev)
		return -ENXIO;
	if (!cdev->ops) {
		cdev_put(cdev);
		return -ENXIO;
	}
	file->f_op = cdev->ops;
	file->f_cdev = cdev;
	if (file->f_op->open)
		err = file->f_op->open(inode, file);
	if (err) {
		file->f_cdev = NULL;
		cdev_put(cdev);
	}
	return err;
}

const struct file_operations def_chr_fops = {
	.open	= chrdev_open,
	.llseek	= noop_llseek,
};

void __init chrdev_init(void)
{
}
