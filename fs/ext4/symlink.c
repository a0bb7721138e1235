// SPDX-License-Identifier: GPL-2.0
/* Symbolic links: up to 59 bytes in the inode itself, longer ones in a block. */
#include <linux/pagemap.h>

#include "ext4.h"

static int put_target(struct inode *inode, const char *target, int len)
{
	struct ext4_map map = { .len = 1 };
	struct buffer_head *bh;
	int ret = ext4_map_blocks(inode, &map, MAP_CREATE);

	if (ret <= 0)
		return ret ? ret : -EIO;
	bh = sb_getblk(inode->i_sb, map.pblk);
	if (!bh)
		return -ENOMEM;
	lock_buffer(bh);
	memset(bh->b_data, 0, bh->b_size);
	memcpy(bh->b_data, target, len);
	set_buffer_uptodate(bh);
	unlock_buffer(bh);
	ret = ext4_write_metadata(inode->i_sb, bh);
	brelse(bh);
	return ret;
}

static int do_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	int len = strlen(target), err = 0;
	struct ext4_inode_info *ei;
	struct inode *inode;

	if ((unsigned long)len + 1 > dir->i_sb->s_blocksize)
		return -ENAMETOOLONG;
	inode = ext4_new_inode(dir, S_IFLNK | 0777, &dentry->d_name);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	ei = EXT4_I(inode);
	if (len < (int)sizeof(ei->i_data)) {
		ei->i_flags &= ~EXT4_EXTENTS_FL;
		memset(ei->i_data, 0, sizeof(ei->i_data));
		memcpy(ei->i_data, target, len);
		inode->i_op = &ext4_fast_symlink_inode_operations;
		inode->i_link = (char *)ei->i_data;
	} else {
		inode->i_op = &ext4_symlink_inode_operations;
		ext4_set_aops(inode);
		err = put_target(inode, target, len);
	}
	if (err) {
		clear_nlink(inode);
		ext4_orphan_add(inode);
		unlock_new_inode(inode);
		iput(inode);
		return err;
	}
	i_size_write(inode, len);
	return ext4_add_nondir(dentry, dir, inode);
}

int ext4_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_symlink(dir, dentry, target));
}

static void put_link(void *arg)
{
	kfree(arg);
}

static const char *ext4_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done)
{
	struct buffer_head *bh;
	char *link;

	if (!dentry)
		return ERR_PTR(-ECHILD);
	bh = ext4_bread(inode, 0);
	if (IS_ERR(bh))
		return ERR_CAST(bh);
	if (!bh || inode->i_size >= inode->i_sb->s_blocksize) {
		brelse(bh);
		ext4_inode_error(inode, "bad symlink");
		return ERR_PTR(-EUCLEAN);
	}
	link = kmemdup_nul(bh->b_data, inode->i_size, GFP_KERNEL);
	brelse(bh);
	if (!link)
		return ERR_PTR(-ENOMEM);
	set_delayed_call(done, put_link, link);
	return link;
}

const struct inode_operations ext4_symlink_inode_operations = {
	.get_link	= ext4_get_link,
	.setattr	= ext4_setattr,
	.getattr	= ext4_getattr,
	.listxattr	= ext4_listxattr,
};

const struct inode_operations ext4_fast_symlink_inode_operations = {
	.get_link	= simple_get_link,
	.setattr	= ext4_setattr,
	.getattr	= ext4_getattr,
	.listxattr	= ext4_listxattr,
};
