// SPDX-License-Identifier: GPL-2.0
/*
 * Misc devices: drivers that want one device node share major 10 here, with a
 * minor of a fixed table or a free one.
 *
 * misc_register() makes the node and /sys/class/misc/<name>. An open finds the
 * driver by minor and gives it the file; file->private_data is the miscdevice
 * until the driver's own open puts something else there. /proc/misc lists them.
 *
 * Lock: misc_mtx for the list.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/major.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

/* Minors at and above this are given out; 0-254 are assigned. */
#define DYNAMIC_FIRST	256
#define DYNAMIC_LAST	MINORMASK

static LIST_HEAD(misc_list);		/* misc_mtx */
static DEFINE_MUTEX(misc_mtx);
static DEFINE_IDA(misc_minors_ida);

static char *misc_devnode(const struct device *dev, umode_t *mode)
{
	const struct miscdevice *c = dev_get_drvdata(dev);

	if (mode && c->mode)
		*mode = c->mode;
	return c->nodename ? kstrdup(c->nodename, GFP_KERNEL) : NULL;
}

static struct class misc_class = {
	.name		= "misc",
	.devnode	= misc_devnode,
};

static struct miscdevice *find_minor(int minor)
{
	struct miscdevice *c;

	list_for_each_entry(c, &misc_list, list)
		if (c->minor == minor)
			return c;
	return NULL;
}

static int misc_open(struct inode *inode, struct file *file)
{
	const struct file_operations *fops = NULL;
	struct miscdevice *c;

	mutex_lock(&misc_mtx);
	c = find_minor(iminor(inode));
	if (c)
		fops = c->fops;
	mutex_unlock(&misc_mtx);
	if (!fops)
		return -ENODEV;
	file->private_data = c;
	file->f_op = fops;
	return fops->open ? fops->open(inode, file) : 0;
}

static const struct file_operations misc_fops = {
	.open	= misc_open,
	.llseek	= noop_llseek,
};

static int take_minor(struct miscdevice *misc)
{
	int minor;

	if (misc->minor != MISC_DYNAMIC_MINOR)
		return find_minor(misc->minor) ? -EBUSY : 0;
	minor = ida_alloc_range(&misc_minors_ida, DYNAMIC_FIRST, DYNAMIC_LAST, GFP_KERNEL);
	if (minor < 0)
		return -EBUSY;
	misc->minor = minor;
	return 0;
}

static void give_minor_back(struct miscdevice *misc)
{
	if (misc->minor < DYNAMIC_FIRST)
		return;
	ida_free(&misc_minors_ida, misc->minor);
	misc->minor = MISC_DYNAMIC_MINOR;
}

/**
 * misc_register() - add a device on major 10
 * @misc: name, operations and minor, or MISC_DYNAMIC_MINOR to be given one;
 *	must stay until misc_deregister()
 *
 * Context: may sleep. Return: 0, -EBUSY when the minor is taken, -ENOMEM.
 */
int misc_register(struct miscdevice *misc)
{
	struct device *dev;
	int err;

	INIT_LIST_HEAD(&misc->list);
	mutex_lock(&misc_mtx);
	err = take_minor(misc);
	if (err)
		goto out;
	dev = device_create(&misc_class, NULL, MKDEV(MISC_MAJOR, misc->minor), misc, "%s",
			    misc->name);
	if (IS_ERR(dev)) {
		err = PTR_ERR(dev);
		give_minor_back(misc);
		goto out;
	}
	misc->this_device = dev;
	list_add(&misc->list, &misc_list);
out:
	mutex_unlock(&misc_mtx);
	return err;
}

void misc_deregister(struct miscdevice *misc)
{
	if (list_empty(&misc->list))
		return;
	mutex_lock(&misc_mtx);
	list_del_init(&misc->list);
	device_destroy(&misc_class, MKDEV(MISC_MAJOR, misc->minor));
	give_minor_back(misc);
	mutex_unlock(&misc_mtx);
}

static void *misc_seq_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&misc_mtx);
	return seq_list_start(&misc_list, *pos);
}

static void *misc_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &misc_list, pos);
}

static void misc_seq_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&misc_mtx);
}

static int misc_seq_show(struct seq_file *m, void *v)
{
	const struct miscdevice *p = list_entry(v, struct miscdevice, list);

	seq_printf(m, "%3i %s\n", p->minor, p->name ? p->name : "");
	return 0;
}

static const struct seq_operations misc_seq_ops = {
	.start	= misc_seq_start,
	.next	= misc_seq_next,
	.stop	= misc_seq_stop,
	.show	= misc_seq_show,
};

static int __init misc_init(void)
{
	int err = class_register(&misc_class);

	if (!err)
		err = register_chrdev(MISC_MAJOR, "misc", &misc_fops);
	if (err < 0)
		pr_err("unable to get major %d for misc devices\n", MISC_MAJOR);
	proc_create_seq("misc", 0, NULL, &misc_seq_ops);
	return err;
}
subsys_initcall(misc_init);
