// SPDX-License-Identifier: GPL-2.0
/*
 * The devices of major 1 that programs take for granted: null, zero, full,
 * random, urandom and kmsg.
 *
 * One open function on the major hands each minor to its operations. The
 * windows into memory and ports, mem, kmem and port, are left out: there is
 * nothing behind them that a guest should see.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/major.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syslog.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "random.h"

static ssize_t read_iter_null(struct kiocb *iocb, struct iov_iter *to)
{
	return 0;
}

static ssize_t write_iter_null(struct kiocb *iocb, struct iov_iter *from)
{
	size_t count = iov_iter_count(from);

	iov_iter_advance(from, count);
	return count;
}

static ssize_t read_iter_zero(struct kiocb *iocb, struct iov_iter *iter)
{
	size_t written = 0;

	while (iov_iter_count(iter)) {
		size_t chunk = min_t(size_t, iov_iter_count(iter), PAGE_SIZE), n;

		n = iov_iter_zero(chunk, iter);
		written += n;
		if (n != chunk)
			return written ? (ssize_t)written : -EFAULT;
		if (signal_pending(current))
			return written;
		cond_resched();
	}
	return written;
}

/* Private mappings are ordinary anonymous memory, shared ones a shmem file. */
static int mmap_zero(struct file *file, struct vm_area_struct *vma)
{
	bool writable = (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
	int err;

	if (!(vma->vm_flags & VM_SHARED)) {
		vma->vm_ops = NULL;
		return 0;
	}
	err = shmem_zero_setup(vma);
	if (err)
		return err;
	/* The VMA has a new file: what it held of this one goes. */
	if (writable)
		mapping_unmap_writable(file->f_mapping);
	fput(file);
	return 0;
}

static ssize_t write_full(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return -ENOSPC;
}

/* Reading never ends, so any position is 0. */
static loff_t null_lseek(struct file *file, loff_t offset, int orig)
{
	return file->f_pos = 0;
}

static const struct file_operations null_fops = {
	.llseek		= null_lseek,
	.read_iter	= read_iter_null,
	.write_iter	= write_iter_null,
	.splice_write	= iter_file_splice_write,
};

static const struct file_operations zero_fops = {
	.llseek		= null_lseek,
	.read_iter	= read_iter_zero,
	.write_iter	= write_iter_null,
	.splice_read	= copy_splice_read,
	.splice_write	= iter_file_splice_write,
	.mmap		= mmap_zero,
};

static const struct file_operations full_fops = {
	.llseek		= null_lseek,
	.read_iter	= read_iter_zero,
	.write		= write_full,
	.splice_read	= copy_splice_read,
};

static const struct memdev {
	const char			*name;
	const struct file_operations	*fops;
	umode_t				mode;
} devlist[] = {
	[3]  = { "null", &null_fops, 0666 },
	[5]  = { "zero", &zero_fops, 0666 },
	[7]  = { "full", &full_fops, 0666 },
	[8]  = { "random", &random_fops, 0666 },
	[9]  = { "urandom", &urandom_fops, 0666 },
	[11] = { "kmsg", &kmsg_fops, 0644 },
};

static int memory_open(struct inode *inode, struct file *file)
{
	unsigned int minor = iminor(inode);
	const struct memdev *dev;

	if (minor >= ARRAY_SIZE(devlist) || !devlist[minor].fops)
		return -ENXIO;
	dev = &devlist[minor];
	file->f_op = dev->fops;
	return dev->fops->open ? dev->fops->open(inode, file) : 0;
}

static const struct file_operations memory_fops = {
	.open	= memory_open,
	.llseek	= noop_llseek,
};

static char *mem_devnode(const struct device *dev, umode_t *mode)
{
	if (mode && devlist[MINOR(dev->devt)].mode)
		*mode = devlist[MINOR(dev->devt)].mode;
	return NULL;
}

static struct class mem_class = {
	.name		= "mem",
	.devnode	= mem_devnode,
};

static int __init chr_dev_init(void)
{
	int err = register_chrdev(MEM_MAJOR, "mem", &memory_fops);
	unsigned int minor;

	if (err)
		pr_err("unable to get major %d for memory devs\n", MEM_MAJOR);
	err = class_register(&mem_class);
	if (err)
		return err;
	for (minor = 0; minor < ARRAY_SIZE(devlist); minor++)
		if (devlist[minor].name)
			device_create(&mem_class, NULL, MKDEV(MEM_MAJOR, minor), NULL, "%s",
				      devlist[minor].name);
	return 0;
}
fs_initcall(chr_dev_init);
