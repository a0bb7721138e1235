// SPDX-License-Identifier: GPL-2.0
/*
 * The ioctls of loop devices, see loop(4): arguments in, arguments out.
 */
#include <linux/blkdev.h>
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "loop.h"
#include "loop_control.h"

static int set_fd(struct loop_device *lo, fmode_t mode, unsigned int fd)
{
	struct loop_config config = { .fd = fd };

	return loop_configure(lo, mode, &config);
}

static int configure(struct loop_device *lo, fmode_t mode, void __user *arg)
{
	struct loop_config config;

	if (copy_from_user(&config, arg, sizeof(config)))
		return -EFAULT;
	return loop_configure(lo, mode, &config);
}

static int set_status64(struct loop_device *lo, void __user *arg)
{
	struct loop_info64 info;

	if (copy_from_user(&info, arg, sizeof(info)))
		return -EFAULT;
	return loop_set_status(lo, &info);
}

static int get_status64(struct loop_device *lo, void __user *arg)
{
	struct loop_info64 info;
	int err;

	if (!arg)
		return -EINVAL;
	err = loop_get_status(lo, &info);
	if (err)
		return err;
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

static int set_status_old(struct loop_device *lo, void __user *arg)
{
	struct loop_info64 info = { 0 };
	struct loop_info old;

	if (copy_from_user(&old, arg, sizeof(old)))
		return -EFAULT;
	info.lo_offset = old.lo_offset;
	info.lo_flags = old.lo_flags;
	info.lo_encrypt_type = old.lo_encrypt_type;
	info.lo_encrypt_key_size = old.lo_encrypt_key_size;
	memcpy(info.lo_file_name, old.lo_name, LO_NAME_SIZE);
	return loop_set_status(lo, &info);
}

static int get_status_old(struct loop_device *lo, void __user *arg)
{
	struct loop_info64 info;
	struct loop_info old = { 0 };
	int err;

	if (!arg)
		return -EINVAL;
	err = loop_get_status(lo, &info);
	if (err)
		return err;
	old.lo_number = info.lo_number;
	old.lo_device = info.lo_device;
	old.lo_inode = info.lo_inode;
	old.lo_rdevice = info.lo_rdevice;
	old.lo_offset = info.lo_offset;
	old.lo_flags = info.lo_flags;
	memcpy(old.lo_name, info.lo_file_name, LO_NAME_SIZE);
	if ((u64)old.lo_offset != info.lo_offset || old.lo_inode != info.lo_inode ||
	    old.lo_device != info.lo_device)
		return -EOVERFLOW;
	return copy_to_user(arg, &old, sizeof(old)) ? -EFAULT : 0;
}

int loop_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg)
{
	struct loop_device *lo = bdev->bd_disk->private_data;
	void __user *p = (void __user *)arg;
	bool may_change = mode & FMODE_WRITE || capable(CAP_SYS_ADMIN);

	switch (cmd) {
	case LOOP_SET_FD:		return set_fd(lo, mode, arg);
	case LOOP_CONFIGURE:		return configure(lo, mode, p);
	case LOOP_CHANGE_FD:		return loop_change_fd(lo, arg);
	case LOOP_CLR_FD:		return loop_clear(lo);
	case LOOP_SET_STATUS:		return may_change ? set_status_old(lo, p) : -EPERM;
	case LOOP_GET_STATUS:		return get_status_old(lo, p);
	case LOOP_SET_STATUS64:		return may_change ? set_status64(lo, p) : -EPERM;
	case LOOP_GET_STATUS64:		return get_status64(lo, p);
	case LOOP_SET_CAPACITY:		return may_change ? loop_set_capacity(lo) : -EPERM;
	case LOOP_SET_DIRECT_IO:	return may_change ? loop_set_direct_io(lo, arg) : -EPERM;
	case LOOP_SET_BLOCK_SIZE:	return may_change ? loop_set_block_size(lo, arg) : -EPERM;
	}
	return lo->file ? -ENOTTY : -ENXIO;
}

static long control_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	int n = arg;

	switch (cmd) {
	case LOOP_CTL_ADD:	return loop_add(n);
	case LOOP_CTL_REMOVE:	return n < 0 ? -EINVAL : loop_remove(n);
	case LOOP_CTL_GET_FREE:	return loop_get_free();
	}
	return -ENOSYS;
}

static const struct file_operations control_fops = {
	.open		= nonseekable_open,
	.unlocked_ioctl	= control_ioctl,
	.llseek		= noop_llseek,
};

static struct miscdevice loop_misc = {
	.minor	= LOOP_CTRL_MINOR,
	.name	= "loop-control",
	.fops	= &control_fops,
};

int loop_control_init(void)
{
	return misc_register(&loop_misc);
}
