// SPDX-License-Identifier: GPL-2.0
/*
 * libfs.c: operations for filesystems whose truth is the dcache and page cache:
 * a positive dentry is a file, and it stays because its creation took a
 * reference. ramfs, tmpfs, devtmpfs, sysfs and the like are made of these.
 *
 * Neighbours: libfs_dir.c (reading such directories), libfs_link.c (symlinks),
 * libfs_file.c (page cache without a disk, copies from buffers).
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include "internal.h"

int simple_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
		   unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);

	generic_fillattr(inode, stat);
	stat->blocks = inode->i_mapping->nrpages << (PAGE_SHIFT - 9);
	return 0;
}

int simple_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct super_block *sb = dentry->d_sb;

	buf->f_fsid.val[0] = new_encode_dev(sb->s_dev);
	buf->f_fsid.val[1] = 0;
	buf->f_type = sb->s_magic;
	buf->f_bsize = PAGE_SIZE;
	buf->f_namelen = NAME_MAX;
	return 0;
}

/* ->d_delete(): do not keep unused dentries. */
int always_delete_dentry(const struct dentry *dentry)
{
	return 1;
}

const struct dentry_operations simple_dentry_operations = {
	.d_delete = always_delete_dentry,
};

/**
 * simple_lookup - ->lookup() where the dcache knows everything
 *
 * What is asked for does not exist. The negative dentry is dropped when unused.
 */
struct dentry *simple_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	if (dentry->d_name.len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	if (!dentry->d_op)
		dentry->d_op = &simple_dentry_operations;
	d_add(dentry, NULL);
	return NULL;
}

static bool simple_positive(const struct dentry *dentry)
{
	return dentry->d_inode && !d_unhashed(dentry);
}

int simple_open(struct inode *inode, struct file *file)
{
	if (inode->i_private)
		file->private_data = inode->i_private;
	return 0;
}

int simple_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(old);

	dir->i_mtime = inode_set_ctime_current(dir);
	inode_set_ctime_current(inode);
	inc_nlink(inode);
	ihold(inode);
	dget(dentry);
	d_instantiate(dentry, inode);
	return 0;
}

/* Nonzero if no file is in the directory. */
int simple_empty(struct dentry *dentry)
{
	struct dentry *child;
	int empty = 1;

	spin_lock(&dentry->d_lock);
	list_for_each_entry(child, &dentry->d_subdirs, d_child) {
		spin_lock_nested(&child->d_lock, 1);
		if (simple_positive(child))
			empty = 0;
		spin_unlock(&child->d_lock);
		if (!empty)
			break;
	}
	spin_unlock(&dentry->d_lock);
	return empty;
}

int simple_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);

	dir->i_mtime = inode_set_ctime_current(dir);
	inode_set_ctime_current(inode);
	drop_nlink(inode);
	dput(dentry);
	return 0;
}

int simple_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!simple_empty(dentry))
		return -ENOTEMPTY;
	drop_nlink(d_inode(dentry));
	simple_unlink(dir, dentry);
	drop_nlink(dir);
	return 0;
}

static void simple_rename_times(struct inode *old_dir, struct dentry *old,
				struct inode *new_dir, struct dentry *new)
{
	old_dir->i_mtime = inode_set_ctime_current(old_dir);
	new_dir->i_mtime = inode_set_ctime_current(new_dir);
	inode_set_ctime_current(d_inode(old));
	if (d_is_positive(new))
		inode_set_ctime_current(d_inode(new));
}

static int simple_rename_exchange(struct inode *old_dir, struct dentry *old,
				  struct inode *new_dir, struct dentry *new)
{
	if (old_dir != new_dir && d_is_dir(old) != d_is_dir(new)) {
		if (d_is_dir(old)) {
			drop_nlink(old_dir);
			inc_nlink(new_dir);
		} else {
			drop_nlink(new_dir);
			inc_nlink(old_dir);
		}
	}
	simple_rename_times(old_dir, old, new_dir, new);
	return 0;
}

int simple_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
		  struct dentry *new, unsigned int flags)
{
	bool dir = d_is_dir(old);

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	if (flags & RENAME_EXCHANGE)
		return simple_rename_exchange(old_dir, old, new_dir, new);
	if (!simple_empty(new))
		return -ENOTEMPTY;
	simple_rename_times(old_dir, old, new_dir, new);
	if (d_is_positive(new)) {
		simple_unlink(new_dir, new);
		if (dir) {
			drop_nlink(d_inode(new));
			drop_nlink(old_dir);
		}
	} else if (dir) {
		drop_nlink(old_dir);
		inc_nlink(new_dir);
	}
	return 0;
}

int simple_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int err = setattr_prepare(dentry, attr);

	if (err)
		return err;
	if (attr->ia_valid & ATTR_SIZE)
		truncate_setsize(inode, attr->ia_size);
	setattr_copy(inode, attr);
	mark_inode_dirty(inode);
	return 0;
}

const struct inode_operations simple_dir_inode_operations = {
	.lookup = simple_lookup,
};

static const struct super_operations simple_super_ops = {
	.statfs = simple_statfs,
};

/**
 * simple_fill_super - a superblock with an empty root directory
 * @sb: new
 * @magic: f_type of statfs()
 */
int simple_fill_super(struct super_block *sb, unsigned long magic)
{
	struct inode *inode;

	sb->s_blocksize = PAGE_SIZE;
	sb->s_blocksize_bits = PAGE_SHIFT;
	sb->s_magic = magic;
	sb->s_op = &simple_super_ops;
	sb->s_time_gran = 1;
	inode = new_inode(sb);
	if (!inode)
		return -ENOMEM;
	inode->i_ino = 1;
	inode->i_mode = S_IFDIR | 0755;
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	inode->i_op = &simple_dir_inode_operations;
	inode->i_fop = &simple_dir_operations;
	set_nlink(inode, 2);
	sb->s_root = d_make_root(inode);
	return sb->s_root ? 0 : -ENOMEM;
}

static DEFINE_SPINLOCK(pin_fs_lock);

/**
 * simple_pin_fs - keep an internal filesystem mounted while it has contents
 * @type: the filesystem
 * @mount: the mount, NULL before the first
 * @count: number of pins
 */
int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count)
{
	struct vfsmount *mnt = NULL;

	spin_lock(&pin_fs_lock);
	if (unlikely(!*mount)) {
		spin_unlock(&pin_fs_lock);
		mnt = vfs_kern_mount(type, SB_KERNMOUNT, type->name, NULL);
		if (IS_ERR(mnt))
			return PTR_ERR(mnt);
		spin_lock(&pin_fs_lock);
		if (!*mount)
			*mount = mnt;
	}
	mntget(*mount);
	++*count;
	spin_unlock(&pin_fs_lock);
	mntput(mnt);
	return 0;
}

void simple_release_fs(struct vfsmount **mount, int *count)
{
	struct vfsmount *mnt;

	spin_lock(&pin_fs_lock);
	mnt = *mount;
	if (!--*count)
		*mount = NULL;
	spin_unlock(&pin_fs_lock);
	mntput(mnt);
}
