// SPDX-License-Identifier: GPL-2.0
/*
 * ioctl_attr.c: the inode flags that lsattr(1) and chattr(1) show and change.
 *
 * They come in two forms, FS_*_FL and FS_XFLAG_*; the common ones are kept in
 * step, whichever form is used. Filesystems see a struct fileattr.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "internal.h"

static const struct { u32 fl, xflag; } common_flags[] = {
	{ FS_SYNC_FL, FS_XFLAG_SYNC },
	{ FS_IMMUTABLE_FL, FS_XFLAG_IMMUTABLE },
	{ FS_APPEND_FL, FS_XFLAG_APPEND },
	{ FS_NODUMP_FL, FS_XFLAG_NODUMP },
	{ FS_NOATIME_FL, FS_XFLAG_NOATIME },
	{ FS_DAX_FL, FS_XFLAG_DAX },
	{ FS_PROJINHERIT_FL, FS_XFLAG_PROJINHERIT },
};

void fileattr_fill_flags(struct fileattr *fa, u32 flags)
{
	memset(fa, 0, sizeof(*fa));
	fa->flags = flags;
	for (size_t i = 0; i < ARRAY_SIZE(common_flags); i++) {
		if (flags & common_flags[i].fl)
			fa->fsx_xflags |= common_flags[i].xflag;
	}
}

static void fileattr_fill_xflags(struct fileattr *fa, u32 xflags)
{
	memset(fa, 0, sizeof(*fa));
	fa->fsx_valid = true;
	fa->fsx_xflags = xflags;
	for (size_t i = 0; i < ARRAY_SIZE(common_flags); i++) {
		if (xflags & common_flags[i].xflag)
			fa->flags |= common_flags[i].fl;
	}
}

static int vfs_fileattr_get(struct dentry *dentry, struct fileattr *fa)
{
	struct inode *inode = d_inode(dentry);

	memset(fa, 0, sizeof(*fa));
	return inode->i_op->fileattr_get ? inode->i_op->fileattr_get(dentry, fa) : -ENOIOCTLCMD;
}

/* The parts of the old and new attributes the caller's form cannot express. */
static void fileattr_merge(struct fileattr *fa, const struct fileattr *old)
{
	u32 common = 0, xcommon = 0;

	for (size_t i = 0; i < ARRAY_SIZE(common_flags); i++) {
		common |= common_flags[i].fl;
		xcommon |= common_flags[i].xflag;
	}
	if (fa->fsx_valid) {
		fa->flags |= old->flags & ~common;
	} else {
		fa->fsx_xflags |= old->fsx_xflags & ~xcommon;
		fa->fsx_extsize = old->fsx_extsize;
		fa->fsx_nextents = old->fsx_nextents;
		fa->fsx_projid = old->fsx_projid;
		fa->fsx_cowextsize = old->fsx_cowextsize;
	}
}

static int fileattr_check(const struct inode *inode, const struct fileattr *old,
			  const struct fileattr *fa)
{
	if ((fa->flags ^ old->flags) & (FS_APPEND_FL | FS_IMMUTABLE_FL) &&
	    !capable(CAP_LINUX_IMMUTABLE))
		return -EPERM;
	if (fa->fsx_xflags & (FS_XFLAG_EXTSIZE | FS_XFLAG_COWEXTSIZE) && !S_ISREG(inode->i_mode))
		return -EINVAL;
	if (fa->fsx_xflags & FS_XFLAG_EXTSZINHERIT && !S_ISDIR(inode->i_mode))
		return -EINVAL;
	if (fa->fsx_xflags & FS_XFLAG_DAX && !S_ISREG(inode->i_mode) && !S_ISDIR(inode->i_mode))
		return -EINVAL;
	return 0;
}

static int vfs_fileattr_set(struct dentry *dentry, struct fileattr *fa)
{
	struct inode *inode = d_inode(dentry);
	struct fileattr old;
	int err;

	if (!inode->i_op->fileattr_set)
		return -ENOIOCTLCMD;
	if (!inode_owner_or_capable(inode))
		return -EPERM;
	inode_lock(inode);
	err = vfs_fileattr_get(dentry, &old);
	if (!err) {
		fileattr_merge(fa, &old);
		err = fileattr_check(inode, &old, fa);
	}
	if (!err)
		err = inode->i_op->fileattr_set(dentry, fa);
	inode_unlock(inode);
	return err;
}

static int set_attr(struct file *file, struct fileattr *fa)
{
	int err = mnt_want_write_file(file);

	if (err)
		return err;
	err = vfs_fileattr_set(file_dentry(file), fa);
	mnt_drop_write_file(file);
	return err;
}

int ioctl_getflags(struct file *file, unsigned int __user *p)
{
	struct fileattr fa;
	int err = vfs_fileattr_get(file_dentry(file), &fa);

	return err ? err : put_user(fa.flags, p);
}

int ioctl_setflags(struct file *file, unsigned int __user *p)
{
	struct fileattr fa;
	unsigned int flags;

	if (get_user(flags, p))
		return -EFAULT;
	fileattr_fill_flags(&fa, flags);
	return set_attr(file, &fa);
}

int ioctl_fsgetxattr(struct file *file, struct fsxattr __user *p)
{
	struct fsxattr x;
	struct fileattr fa;
	int err = vfs_fileattr_get(file_dentry(file), &fa);

	if (err)
		return err;
	memset(&x, 0, sizeof(x));
	x.fsx_xflags = fa.fsx_xflags;
	x.fsx_extsize = fa.fsx_extsize;
	x.fsx_nextents = fa.fsx_nextents;
	x.fsx_projid = fa.fsx_projid;
	x.fsx_cowextsize = fa.fsx_cowextsize;
	return copy_to_user(p, &x, sizeof(x)) ? -EFAULT : 0;
}

int ioctl_fssetxattr(struct file *file, struct fsxattr __user *p)
{
	struct fsxattr x;
	struct fileattr fa;

	if (copy_from_user(&x, p, sizeof(x)))
		return -EFAULT;
	fileattr_fill_xflags(&fa, x.fsx_xflags);
	fa.fsx_extsize = x.fsx_extsize;
	fa.fsx_nextents = x.fsx_nextents;
	fa.fsx_projid = x.fsx_projid;
	fa.fsx_cowextsize = x.fsx_cowextsize;
	return set_attr(file, &fa);
}
