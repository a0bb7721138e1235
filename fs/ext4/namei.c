// SPDX-License-Identifier: GPL-2.0
/*
 * Names: lookup, create, link, unlink, mkdir, rmdir, mknod, tmpfile.
 *
 * Each is one transaction. Without a journal there is only the order on disk: an
 * inode is in the table before a name leads to it (both leave at the next
 * write-back; a name without an inode is what e2fsck -p removes). A file whose last
 * name goes is on the orphan list until it is freed, so that the next mount, or
 * e2fsck, finishes what a killed machine began.
 *
 * Context: the VFS holds the directories' i_rwsem.
 */
#include <linux/namei.h>
#include <linux/posix_acl.h>

#include "ext4.h"

#define EXT4_LINK_MAX	65000

/* A directory may have more links than fit: then the count reads 1. */
void ext4_inc_count(struct inode *inode)
{
	inc_nlink(inode);
	if (S_ISDIR(inode->i_mode) && (inode->i_nlink > EXT4_LINK_MAX || inode->i_nlink == 2) &&
	    ext4_is_indexed(inode) && HAS_RO_COMPAT(inode->i_sb, DIR_NLINK))
		set_nlink(inode, 1);
}

void ext4_dec_count(struct inode *inode)
{
	if (!S_ISDIR(inode->i_mode) || inode->i_nlink > 2)
		drop_nlink(inode);
}

static struct dentry *ext4_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = NULL;
	struct ext4_dir_entry *de;
	struct buffer_head *bh;

	if (dentry->d_name.len > EXT4_NAME_LEN)
		return ERR_PTR(-ENAMETOOLONG);
	bh = ext4_find_entry(dir, &dentry->d_name, &de);
	if (IS_ERR(bh))
		return ERR_CAST(bh);
	if (bh) {
		u32 ino = le32_to_cpu(de->inode);

		brelse(bh);
		if (ino == dir->i_ino || (ino < EXT4_SB(dir->i_sb)->s_first_ino && ino != EXT4_ROOT_INO)) {
			ext4_inode_error(dir, "'%pd' linked to reserved or parent inode %u", dentry, ino);
			return ERR_PTR(-EUCLEAN);
		}
		inode = ext4_iget(dir->i_sb, ino);
		if (inode == ERR_PTR(-ESTALE)) {
			ext4_inode_error(dir, "deleted inode referenced: %u", ino);
			return ERR_PTR(-EUCLEAN);
		}
	}
	return d_splice_alias(inode, dentry);
}

/* Name a new inode; on failure it is dropped. */
int ext4_add_nondir(struct dentry *dentry, struct inode *dir, struct inode *inode)
{
	int err = ext4_write_inode_raw(inode);

	if (!err)
		err = ext4_add_entry(dir, &dentry->d_name, inode);
	if (!err) {
		d_instantiate_new(dentry, inode);
		return 0;
	}
	drop_nlink(inode);
	ext4_orphan_add(inode);
	unlock_new_inode(inode);
	iput(inode);
	return err;
}

static int do_create(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	struct inode *inode = ext4_new_inode(dir, mode, &dentry->d_name);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->i_op = &ext4_file_inode_operations;
	inode->i_fop = &ext4_file_operations;
	ext4_set_aops(inode);
	return ext4_add_nondir(dentry, dir, inode);
}

static int ext4_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_create(dir, dentry, mode));
}

static int do_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t rdev)
{
	struct inode *inode = ext4_new_inode(dir, mode, &dentry->d_name);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	/* The mode has been bounded by the umask or the directory's ACL. */
	init_special_inode(inode, inode->i_mode, rdev);
	inode->i_op = &ext4_special_inode_operations;
	return ext4_add_nondir(dentry, dir, inode);
}

static int ext4_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t rdev)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_mknod(dir, dentry, mode, rdev));
}

static int do_tmpfile(struct inode *dir, struct file *file, umode_t mode)
{
	struct inode *inode = ext4_new_inode(dir, mode, NULL);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->i_op = &ext4_file_inode_operations;
	inode->i_fop = &ext4_file_operations;
	ext4_set_aops(inode);
	d_tmpfile(file->f_path.dentry, inode);
	ext4_orphan_add(inode);
	mark_inode_dirty(inode);
	unlock_new_inode(inode);
	return finish_open(file, file->f_path.dentry, NULL);
}

static int ext4_tmpfile(struct inode *dir, struct file *file, umode_t mode)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_tmpfile(dir, file, mode));
}

static int do_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	struct inode *inode;
	int err;

	if (dir->i_nlink >= EXT4_LINK_MAX && !(ext4_is_indexed(dir) && HAS_RO_COMPAT(dir->i_sb, DIR_NLINK)))
		return -EMLINK;
	inode = ext4_new_inode(dir, S_IFDIR | mode, &dentry->d_name);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->i_op = &ext4_dir_inode_operations;
	inode->i_fop = &ext4_dir_operations;
	err = ext4_make_empty_dir(dir, inode);
	if (!err) {
		set_nlink(inode, 2);
		err = ext4_write_inode_raw(inode);
	}
	if (!err)
		err = ext4_add_entry(dir, &dentry->d_name, inode);
	if (err) {
		clear_nlink(inode);
		ext4_orphan_add(inode);
		unlock_new_inode(inode);
		iput(inode);
		return err;
	}
	ext4_inc_count(dir);
	mark_inode_dirty(dir);
	d_instantiate_new(dentry, inode);
	return 0;
}

static int ext4_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_mkdir(dir, dentry, mode));
}

/* The entry of a dentry that exists, and that it still is the same inode's. */
static struct buffer_head *entry_of(struct inode *dir, struct dentry *dentry, struct ext4_dir_entry **de)
{
	struct buffer_head *bh = ext4_find_entry(dir, &dentry->d_name, de);

	if (IS_ERR(bh))
		return bh;
	if (!bh)
		return ERR_PTR(-ENOENT);
	if (le32_to_cpu((*de)->inode) == d_inode(dentry)->i_ino)
		return bh;
	brelse(bh);
	return ERR_PTR(-EUCLEAN);
}

static int do_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	struct ext4_dir_entry *de;
	struct buffer_head *bh = entry_of(dir, dentry, &de);
	int err;

	if (IS_ERR(bh))
		return PTR_ERR(bh);
	err = ext4_delete_entry(dir, bh, de);
	brelse(bh);
	if (err)
		return err;
	if (inode->i_nlink)
		drop_nlink(inode);
	inode->i_ctime = current_time(inode);
	if (!inode->i_nlink)
		ext4_orphan_add(inode);
	mark_inode_dirty(inode);
	return 0;
}

static int ext4_unlink(struct inode *dir, struct dentry *dentry)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_unlink(dir, dentry));
}

static int do_rmdir(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	struct ext4_dir_entry *de;
	struct buffer_head *bh = entry_of(dir, dentry, &de);
	int err;

	if (IS_ERR(bh))
		return PTR_ERR(bh);
	err = ext4_empty_dir(inode) ? ext4_delete_entry(dir, bh, de) : -ENOTEMPTY;
	brelse(bh);
	if (err)
		return err;
	clear_nlink(inode);
	inode->i_size = 0;
	inode->i_ctime = current_time(inode);
	ext4_orphan_add(inode);
	mark_inode_dirty(inode);
	ext4_dec_count(dir);
	mark_inode_dirty(dir);
	return 0;
}

static int ext4_rmdir(struct inode *dir, struct dentry *dentry)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_rmdir(dir, dentry));
}

static int do_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(old);
	int err;

	if (inode->i_nlink >= EXT4_LINK_MAX)
		return -EMLINK;
	inode->i_ctime = current_time(inode);
	inc_nlink(inode);
	ihold(inode);
	err = ext4_add_entry(dir, &dentry->d_name, inode);
	if (err) {
		drop_nlink(inode);
		iput(inode);
		return err;
	}
	if (inode->i_nlink == 1)		/* linkat() of an O_TMPFILE */
		ext4_orphan_del(inode);
	mark_inode_dirty(inode);
	d_instantiate(dentry, inode);
	return 0;
}

static int ext4_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	return ext4_in_transaction(dir->i_sb, CREDITS_NAME, do_link(old, dir, dentry));
}

const struct inode_operations ext4_dir_inode_operations = {
	.lookup		= ext4_lookup,
	.create		= ext4_create,
	.link		= ext4_link,
	.unlink		= ext4_unlink,
	.symlink	= ext4_symlink,
	.mkdir		= ext4_mkdir,
	.rmdir		= ext4_rmdir,
	.mknod		= ext4_mknod,
	.rename		= ext4_rename,
	.tmpfile	= ext4_tmpfile,
	.setattr	= ext4_setattr,
	.getattr	= ext4_getattr,
	.listxattr	= ext4_listxattr,
	.get_acl	= ext4_get_acl,
	.set_acl	= ext4_set_acl,
	.fileattr_get	= ext4_fileattr_get,
	.fileattr_set	= ext4_fileattr_set,
};

const struct inode_operations ext4_special_inode_operations = {
	.setattr	= ext4_setattr,
	.getattr	= ext4_getattr,
	.listxattr	= ext4_listxattr,
	.get_acl	= ext4_get_acl,
	.set_acl	= ext4_set_acl,
};

const struct inode_operations *ext4_inode_ops_for(umode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:	return &ext4_file_inode_operations;
	case S_IFDIR:	return &ext4_dir_inode_operations;
	case S_IFLNK:	return &ext4_symlink_inode_operations;
	default:	return &ext4_special_inode_operations;
	}
}
