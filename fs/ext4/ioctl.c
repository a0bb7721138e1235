// SPDX-License-Identifier: GPL-2.0
/* chattr, lsattr, generation and label: what ioctl(2) asks of ext4 alone. */
#include <linux/mount.h>
#include <linux/uaccess.h>

#include "ext4.h"

int ext4_fileattr_get(struct dentry *dentry, struct fileattr *fa)
{
	struct inode *inode = d_inode(dentry);

	fa->flags = EXT4_I(inode)->i_flags & EXT4_FL_USER_VISIBLE;
	fa->fsx_projid = EXT4_I(inode)->i_projid;
	return 0;
}

int ext4_fileattr_set(struct dentry *dentry, struct fileattr *fa)
{
	struct inode *inode = d_inode(dentry);
	struct ext4_inode_info *ei = EXT4_I(inode);
	u32 flags = fa->flags;

	if (fa->fsx_valid && fa->fsx_projid != ei->i_projid && !HAS_RO_COMPAT(inode->i_sb, PROJECT))
		return -EOPNOTSUPP;
	if (!S_ISDIR(inode->i_mode))
		flags &= ~(FS_DIRSYNC_FL | FS_TOPDIR_FL);
	if ((flags ^ ei->i_flags) & (FS_JOURNAL_DATA_FL))
		return -EOPNOTSUPP;
	/* The format of the map cannot be changed in place. */
	if ((flags ^ ei->i_flags) & EXT4_FL_USER_MODIFIABLE & EXT4_EXTENTS_FL)
		return -EOPNOTSUPP;
	flags &= EXT4_FL_USER_MODIFIABLE & ~EXT4_EXTENTS_FL;
	ei->i_flags = flags | (ei->i_flags & ~(EXT4_FL_USER_MODIFIABLE & ~EXT4_EXTENTS_FL));
	if (fa->fsx_valid)
		ei->i_projid = fa->fsx_projid;
	ext4_set_inode_flags(inode);
	inode->i_ctime = current_time(inode);
	mark_inode_dirty(inode);
	return 0;
}

static long set_generation(struct file *file, u32 __user *arg)
{
	struct inode *inode = file_inode(file);
	u32 generation;
	int err;

	if (!inode_owner_or_capable(inode))
		return -EPERM;
	if (EXT4_SB(inode->i_sb)->s_has_csum)
		return -ENOTTY;			/* it is in every checksum */
	if (get_user(generation, arg))
		return -EFAULT;
	err = mnt_want_write_file(file);
	if (err)
		return err;
	inode->i_generation = generation;
	inode->i_ctime = current_time(inode);
	mark_inode_dirty(inode);
	mnt_drop_write_file(file);
	return 0;
}

static long get_label(struct super_block *sb, char __user *arg)
{
	char label[FSLABEL_MAX] = "";

	memcpy(label, EXT4_SB(sb)->s_es->s_volume_name, 16);
	return copy_to_user(arg, label, sizeof(label)) ? -EFAULT : 0;
}

long ext4_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct inode *inode = file_inode(file);

	switch (cmd) {
	case FS_IOC_GETVERSION:
		return put_user(inode->i_generation, (int __user *)arg);
	case FS_IOC_SETVERSION:
		return set_generation(file, (u32 __user *)arg);
	case FS_IOC_GETFSLABEL:
		return get_label(inode->i_sb, (char __user *)arg);
	}
	return -ENOTTY;
}
