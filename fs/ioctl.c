// SPDX-License-Identifier: GPL-2.0
/*
 * ioctl.c: ioctl(2): the commands that mean the same on every file; all others
 * go to the file's ->unlocked_ioctl().
 *
 * Neighbours: ioctl_attr.c (FS_IOC_GETFLAGS and kin), ioctl_fiemap.c.
 */
#include <linux/capability.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/asm/ioctls.h>
#include <uapi/linux/falloc.h>
#include <uapi/linux/fiemap.h>
#include "internal.h"

/* The preallocation ioctls of XFS, which became fallocate(2). */
struct space_resv {
	s16	l_type;
	s16	l_whence;
	s64	l_start;
	s64	l_len;
	s32	l_sysid;
	u32	l_pid;
	s32	l_pad[4];
};

#define FS_IOC_RESVSP		_IOW('X', 40, struct space_resv)
#define FS_IOC_UNRESVSP		_IOW('X', 41, struct space_resv)
#define FS_IOC_RESVSP64		_IOW('X', 42, struct space_resv)
#define FS_IOC_UNRESVSP64	_IOW('X', 43, struct space_resv)
#define FS_IOC_ZERO_RANGE	_IOW('X', 57, struct space_resv)

/* Ask the file itself. -ENOTTY: it knows no such command. */
int vfs_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	int err;

	if (!file->f_op->unlocked_ioctl)
		return -ENOTTY;
	err = file->f_op->unlocked_ioctl(file, cmd, arg);
	return err == -ENOIOCTLCMD ? -ENOTTY : err;
}

/* FIBMAP: block of the file to block of the device. */
static int ioctl_fibmap(struct file *file, int __user *p)
{
	const struct address_space_operations *aops = file->f_mapping->a_ops;
	sector_t block;
	int user_block;

	if (!capable(CAP_SYS_RAWIO))
		return -EPERM;
	if (get_user(user_block, p))
		return -EFAULT;
	if (user_block < 0)
		return -EINVAL;
	if (!aops->bmap)
		return -EINVAL;
	block = aops->bmap(file->f_mapping, user_block);
	if (block > INT_MAX)
		return put_user(0, p) ? -EFAULT : -ERANGE;
	return put_user((int)block, p);
}

static int ioctl_preallocate(struct file *file, int mode, void __user *arg)
{
	struct inode *inode = file_inode(file);
	struct space_resv sr;

	if (copy_from_user(&sr, arg, sizeof(sr)))
		return -EFAULT;
	switch (sr.l_whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		sr.l_start += file->f_pos;
		break;
	case SEEK_END:
		sr.l_start += i_size_read(inode);
		break;
	default:
		return -EINVAL;
	}
	return vfs_fallocate(file, mode | FALLOC_FL_KEEP_SIZE, sr.l_start, sr.l_len);
}

static int file_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *p = (void __user *)arg;

	switch (cmd) {
	case FIBMAP:
		return ioctl_fibmap(file, p);
	case FS_IOC_RESVSP:
	case FS_IOC_RESVSP64:
		return ioctl_preallocate(file, 0, p);
	case FS_IOC_UNRESVSP:
	case FS_IOC_UNRESVSP64:
		return ioctl_preallocate(file, FALLOC_FL_PUNCH_HOLE, p);
	case FS_IOC_ZERO_RANGE:
		return ioctl_preallocate(file, FALLOC_FL_ZERO_RANGE, p);
	case FIONREAD:
		return put_user((int)(i_size_read(file_inode(file)) - file->f_pos), (int __user *)p);
	}
	return -ENOIOCTLCMD;
}

static int ioctl_fionbio(struct file *file, int __user *p)
{
	int on;

	if (get_user(on, p))
		return -EFAULT;
	spin_lock(&file->f_lock);
	if (on)
		file->f_flags |= O_NONBLOCK;
	else
		file->f_flags &= ~O_NONBLOCK;
	spin_unlock(&file->f_lock);
	return 0;
}

static int ioctl_fioasync(unsigned int fd, struct file *file, int __user *p)
{
	int on, err = 0;

	if (get_user(on, p))
		return -EFAULT;
	/* ->fasync() sets FASYNC in the flags. */
	if (!on != !(file->f_flags & FASYNC))
		err = file->f_op->fasync ? file->f_op->fasync(fd, file, on) : -ENOTTY;
	return err < 0 ? err : 0;
}

static int ioctl_fioqsize(struct file *file, loff_t __user *p)
{
	struct inode *inode = file_inode(file);
	loff_t size;

	if (!S_ISDIR(inode->i_mode) && !S_ISREG(inode->i_mode) && !S_ISLNK(inode->i_mode))
		return -ENOTTY;
	size = inode_get_bytes(inode);
	return copy_to_user(p, &size, sizeof(size)) ? -EFAULT : 0;
}

static int ioctl_figetbsz(struct file *file, int __user *p)
{
	struct super_block *sb = file_inode(file)->i_sb;

	/* Pipes and their like have no blocks. */
	return sb->s_blocksize ? put_user((int)sb->s_blocksize, p) : -EINVAL;
}

/* FIFREEZE, FITHAW: nothing here can be frozen. */
static int ioctl_freeze(void)
{
	return capable(CAP_SYS_ADMIN) ? -EOPNOTSUPP : -EPERM;
}

static int do_vfs_ioctl(struct file *file, unsigned int fd, unsigned int cmd, unsigned long arg)
{
	void __user *p = (void __user *)arg;

	switch (cmd) {
	case FIOCLEX:
		set_close_on_exec(fd, true);
		return 0;
	case FIONCLEX:
		set_close_on_exec(fd, false);
		return 0;
	case FIONBIO:
		return ioctl_fionbio(file, p);
	case FIOASYNC:
		return ioctl_fioasync(fd, file, p);
	case FIOQSIZE:
		return ioctl_fioqsize(file, p);
	case FIFREEZE:
	case FITHAW:
		return ioctl_freeze();
	case FS_IOC_FIEMAP:
		return ioctl_fiemap(file, p);
	case FIGETBSZ:
		return ioctl_figetbsz(file, p);
	case FICLONE:
	case FICLONERANGE:
	case FIDEDUPERANGE:
		return -EOPNOTSUPP;
	case FS_IOC_GETFLAGS:
		return ioctl_getflags(file, p);
	case FS_IOC_SETFLAGS:
		return ioctl_setflags(file, p);
	case FS_IOC_FSGETXATTR:
		return ioctl_fsgetxattr(file, p);
	case FS_IOC_FSSETXATTR:
		return ioctl_fssetxattr(file, p);
	}
	if (S_ISREG(file_inode(file)->i_mode))
		return file_ioctl(file, cmd, arg);
	return -ENOIOCTLCMD;
}

SYSCALL_DEFINE3(ioctl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct fd f = fdget(fd);
	long err;

	if (!f.file)
		return -EBADF;
	err = do_vfs_ioctl(f.file, fd, cmd, arg);
	if (err == -ENOIOCTLCMD) {
		/* Some return more than an int can hold. */
		err = -ENOTTY;
		if (f.file->f_op->unlocked_ioctl)
			err = f.file->f_op->unlocked_ioctl(f.file, cmd, arg);
		if (err == -ENOIOCTLCMD)
			err = -ENOTTY;
	}
	fdput(f);
	return err;
}
