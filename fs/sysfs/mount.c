// SPDX-License-Identifier: GPL-2.0
/* Mounting sysfs, and inodes for its nodes: made on lookup, gone when unused. */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <uapi/linux/magic.h>

#include "sysfs.h"

extern const struct dentry_operations sysfs_dentry_ops;

static void fill_inode(struct inode *inode, struct sysfs_dirent *sd)
{
	inode->i_private = sysfs_get(sd);
	inode->i_mode = sd->mode;
	inode->i_uid = sd->uid;
	inode->i_gid = sd->gid;
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time(inode);
	switch (sd->type) {
	case SYSFS_DIR:
		inode->i_op = &sysfs_dir_inode_operations;
		inode->i_fop = &sysfs_dir_operations;
		set_nlink(inode, sd->nr_subdirs + 2);
		break;
	case SYSFS_ATTR:
		inode->i_op = &sysfs_file_inode_operations;
		inode->i_fop = &sysfs_file_operations;
		inode->i_size = PAGE_SIZE;
		break;
	case SYSFS_BIN_ATTR:
		inode->i_op = &sysfs_file_inode_operations;
		inode->i_fop = &sysfs_bin_operations;
		inode->i_size = sd->bin_attr->size;
		break;
	case SYSFS_LINK:
		inode->i_op = &sysfs_link_inode_operations;
		break;
	}
}

struct inode *sysfs_get_inode(struct super_block *sb, struct sysfs_dirent *sd)
{
	struct inode *inode = iget_locked(sb, sd->ino);

	if (inode && (inode->i_state & I_NEW)) {
		fill_inode(inode, sd);
		unlock_new_inode(inode);
	}
	return inode;
}

static void sysfs_evict_inode(struct inode *inode)
{
	struct sysfs_dirent *sd = inode->i_private;

	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	sysfs_put(sd);
}

static const struct super_operations sysfs_super_ops = {
	.statfs		= simple_statfs,
	.drop_inode	= generic_delete_inode,
	.evict_inode	= sysfs_evict_inode,
};

static int sysfs_fill_super(struct super_block *sb, void *data, int silent)
{
	struct inode *root;

	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = SYSFS_MAGIC;
	sb->s_op = &sysfs_super_ops;
	sb->s_d_op = &sysfs_dentry_ops;
	sb->s_time_gran = 1;
	root = sysfs_get_inode(sb, &sysfs_root);
	if (!root)
		return -ENOMEM;
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static struct dentry *sysfs_mount(struct file_system_type *type, int flags, const char *dev_name,
				  void *data)
{
	return mount_single(type, flags, data, sysfs_fill_super);
}

static struct file_system_type sysfs_fs_type = {
	.name		= "sysfs",
	.mount		= sysfs_mount,
	.kill_sb	= kill_anon_super,
	.fs_flags	= FS_USERNS_MOUNT,
};

int __init sysfs_init(void)
{
	return register_filesystem(&sysfs_fs_type);
}
core_initcall(sysfs_init);
