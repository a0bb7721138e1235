// SPDX-License-Identifier: GPL-2.0
/*
 * shmem: inodes and names. The directory tree is the dcache itself; each name holds
 * one extra reference to its dentry, which keeps it there.
 *
 * Lock order: as the VFS: directories' i_rwsem, then the file's.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/memfd.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/posix_acl.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xattr.h>
#include "shmem.h"

#define WHITEOUT_MODE	0

static const struct inode_operations shmem_inode_operations, shmem_dir_inode_operations,
	shmem_special_inode_operations, shmem_symlink_inode_operations;

/* ---- inodes ---- */

/* Against nr_inodes=. Return: 0 or -ENOSPC. */
int shmem_reserve_inode(struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);
	int err = 0;

	if (!sbinfo->max_inodes)
		return 0;
	spin_lock(&sbinfo->lock);
	if (sbinfo->free_inodes)
		sbinfo->free_inodes--;
	else
		err = -ENOSPC;
	spin_unlock(&sbinfo->lock);
	return err;
}

void shmem_free_inode(struct super_block *sb)
{
	struct shmem_sb_info *sbinfo = SHMEM_SB(sb);

	if (!sbinfo->max_inodes)
		return;
	spin_lock(&sbinfo->lock);
	sbinfo->free_inodes++;
	spin_unlock(&sbinfo->lock);
}

static void set_operations(struct inode *inode, umode_t mode, dev_t dev)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		inode->i_mapping->a_ops = &shmem_aops;
		inode->i_op = &shmem_inode_operations;
		inode->i_fop = &shmem_file_operations;
		break;
	case S_IFDIR:
		inc_nlink(inode);		/* its "." */
		inode->i_size = 2 * BOGO_DIRENT_SIZE;
		inode->i_op = &shmem_dir_inode_operations;
		inode->i_fop = &simple_dir_operations;
		break;
	case S_IFLNK:
		inode->i_op = &shmem_symlink_inode_operations;
		break;
	default:
		inode->i_op = &shmem_special_inode_operations;
		init_special_inode(inode, mode, dev);
		break;
	}
}

/**
 * shmem_get_inode() - a new inode
 * @sb: its filesystem
 * @dir: directory it is made in, or NULL
 * @mode: type and permissions
 * @dev: for device nodes
 * @flags: VM_NORESERVE
 *
 * Return: the inode or ERR_PTR(-ENOSPC).
 */
struct inode *shmem_get_inode(struct super_block *sb, const struct inode *dir, umode_t mode,
			      dev_t dev, unsigned long flags)
{
	struct shmem_inode_info *info;
	struct inode *inode;

	if (shmem_reserve_inode(sb))
		return ERR_PTR(-ENOSPC);
	inode = new_inode(sb);
	if (!inode) {
		shmem_free_inode(sb);
		return ERR_PTR(-ENOSPC);
	}
	inode->i_ino = get_next_ino();
	inode_init_owner(inode, dir, mode);
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	inode->i_acl = inode->i_default_acl = NULL;
	mapping_set_gfp_mask(inode->i_mapping, GFP_HIGHUSER_MOVABLE);
	info = SHMEM_I(inode);
	spin_lock_init(&info->lock);
	info->flags = flags & VM_NORESERVE;
	info->fsflags = 0;
	info->seals = F_SEAL_SEAL;
	info->alloced = 0;
	init_rwsem(&info->xattr_sem);
	INIT_LIST_HEAD(&info->xattrs);
	set_operations(inode, inode->i_mode, dev);
	return inode;
}

/* ---- attributes ---- */

#define FSFLAGS_CHANGEABLE	(FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NODUMP_FL | FS_NOATIME_FL)

static int shmem_fileattr_get(struct dentry *dentry, struct fileattr *fa)
{
	fileattr_fill_flags(fa, SHMEM_I(d_inode(dentry))->fsflags);
	return 0;
}

static int shmem_fileattr_set(struct dentry *dentry, struct fileattr *fa)
{
	struct inode *inode = d_inode(dentry);
	unsigned int flags = 0;

	if (fa->fsx_valid && (fa->fsx_xflags & ~(FS_XFLAG_IMMUTABLE | FS_XFLAG_APPEND | FS_XFLAG_NODUMP | FS_XFLAG_NOATIME) || fa->fsx_projid))
		return -EOPNOTSUPP;
	if (!fa->fsx_valid && fa->flags & ~(FSFLAGS_CHANGEABLE | FS_EXTENT_FL))
		return -EOPNOTSUPP;
	SHMEM_I(inode)->fsflags = fa->flags & FSFLAGS_CHANGEABLE;
	if (fa->flags & FS_IMMUTABLE_FL)
		flags |= S_IMMUTABLE;
	if (fa->flags & FS_APPEND_FL)
		flags |= S_APPEND;
	if (fa->flags & FS_NOATIME_FL)
		flags |= S_NOATIME;
	inode->i_flags = (inode->i_flags & ~(S_IMMUTABLE | S_APPEND | S_NOATIME)) | flags;
	inode_set_ctime_current(inode);
	return 0;
}

static int change_size(struct inode *inode, loff_t newsize)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	loff_t oldsize = inode->i_size;
	int err;

	if ((newsize < oldsize && (info->seals & F_SEAL_SHRINK)) ||
	    (newsize > oldsize && (info->seals & F_SEAL_GROW)))
		return -EPERM;
	if (newsize == oldsize)
		return 0;
	err = shmem_reacct_size(info->flags, oldsize, newsize);
	if (err)
		return err;
	i_size_write(inode, newsize);
	if (newsize < oldsize) {
		loff_t hole = round_up(newsize, PAGE_SIZE);

		unmap_mapping_range(inode->i_mapping, hole, 0, 1);
		shmem_truncate_range(inode, newsize, -1);
		unmap_mapping_range(inode->i_mapping, hole, 0, 1);
	}
	inode->i_mtime = inode_set_ctime_current(inode);
	return 0;
}

int shmem_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int err = setattr_prepare(dentry, attr);

	if (err)
		return err;
	if ((SHMEM_I(inode)->seals & F_SEAL_EXEC) && (attr->ia_valid & ATTR_MODE) &&
	    ((inode->i_mode ^ attr->ia_mode) & 0111))
		return -EPERM;
	if (S_ISREG(inode->i_mode) && (attr->ia_valid & ATTR_SIZE)) {
		err = change_size(inode, attr->ia_size);
		if (err)
			return err;
	}
	setattr_copy(inode, attr);
	if (attr->ia_valid & ATTR_MODE)
		err = posix_acl_chmod(dentry, inode->i_mode);
	return err;
}

int shmem_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
		  unsigned int flags)
{
	generic_fillattr(d_inode(path->dentry), stat);
	return 0;
}

/* ---- names ---- */

static void dir_changed(struct inode *dir, int names)
{
	dir->i_size += names * BOGO_DIRENT_SIZE;
	dir->i_mtime = inode_set_ctime_current(dir);
}

/* What a new inode inherits from its directory. */
static int inherit_acl(struct inode *dir, struct inode *inode)
{
	struct posix_acl *def, *acl;
	int err;

	if (S_ISLNK(inode->i_mode) || !IS_POSIXACL(dir))
		return 0;
	err = posix_acl_create(dir, &inode->i_mode, &def, &acl);
	if (err)
		return err;
	set_cached_acl(inode, ACL_TYPE_DEFAULT, def);
	set_cached_acl(inode, ACL_TYPE_ACCESS, acl);
	posix_acl_release(def);
	posix_acl_release(acl);
	return 0;
}

static int shmem_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	struct inode *inode = shmem_get_inode(dir->i_sb, dir, mode, dev, VM_NORESERVE);
	int err;

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	err = inherit_acl(dir, inode);
	if (err) {
		iput(inode);
		return err;
	}
	dir_changed(dir, 1);
	d_instantiate(dentry, inode);
	dget(dentry);
	return 0;
}

static int shmem_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl)
{
	return shmem_mknod(dir, dentry, mode | S_IFREG, 0);
}

static int shmem_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	int err = shmem_mknod(dir, dentry, mode | S_IFDIR, 0);

	if (!err)
		inc_nlink(dir);
	return err;
}

static int shmem_tmpfile(struct inode *dir, struct file *file, umode_t mode)
{
	struct inode *inode = shmem_get_inode(dir->i_sb, dir, mode, 0, VM_NORESERVE);
	int err;

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	err = inherit_acl(dir, inode);
	if (err) {
		iput(inode);
		return err;
	}
	d_tmpfile(file_dentry(file), inode);
	return 0;
}

static int shmem_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(old);

	/* A link counts as an inode: it takes memory, too. Not for O_TMPFILE's first. */
	if (inode->i_nlink && shmem_reserve_inode(inode->i_sb))
		return -ENOSPC;
	dir_changed(dir, 1);
	inode_set_ctime_current(inode);
	inc_nlink(inode);
	ihold(inode);
	dget(dentry);
	d_instantiate(dentry, inode);
	return 0;
}

static int shmem_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);

	if (inode->i_nlink > 1 && !S_ISDIR(inode->i_mode))
		shmem_free_inode(inode->i_sb);
	dir_changed(dir, -1);
	inode_set_ctime_current(inode);
	drop_nlink(inode);
	dput(dentry);		/* the name's reference; the caller has its own */
	return 0;
}

static int shmem_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!simple_empty(dentry))
		return -ENOTEMPTY;
	drop_nlink(d_inode(dentry));
	drop_nlink(dir);
	return shmem_unlink(dir, dentry);
}

/* overlayfs leaves a character device 0:0 where a file was. */
static int make_whiteout(struct inode *dir, struct dentry *old)
{
	struct dentry *whiteout = d_alloc(old->d_parent, &old->d_name);
	int err;

	if (!whiteout)
		return -ENOMEM;
	err = shmem_mknod(dir, whiteout, S_IFCHR | WHITEOUT_MODE, MKDEV(0, 0));
	if (!err)
		d_rehash(whiteout);
	dput(whiteout);
	return err;
}

static int rename_over(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
		       struct dentry *new)
{
	bool is_dir = d_is_dir(old);

	if (d_is_positive(new)) {
		shmem_unlink(new_dir, new);
		if (is_dir) {
			drop_nlink(d_inode(new));
			drop_nlink(old_dir);
		}
	} else if (is_dir) {
		drop_nlink(old_dir);
		inc_nlink(new_dir);
	}
	dir_changed(old_dir, -1);
	dir_changed(new_dir, 1);
	inode_set_ctime_current(d_inode(old));
	return 0;
}

static int shmem_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
			struct dentry *new, unsigned int flags)
{
	int err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT))
		return -EINVAL;
	if (flags & RENAME_EXCHANGE)
		return simple_rename(old_dir, old, new_dir, new, RENAME_EXCHANGE);
	if (!simple_empty(new))
		return -ENOTEMPTY;
	if (flags & RENAME_WHITEOUT) {
		err = make_whiteout(old_dir, old);
		if (err)
			return err;
	}
	return rename_over(old_dir, old, new_dir, new);
}

/* ---- symbolic links: the text is a kmalloc() object ---- */

static const char *shmem_get_link(struct dentry *dentry, struct inode *inode,
				  struct delayed_call *done)
{
	return inode->i_link;
}

static int shmem_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	size_t len = strlen(target);
	struct inode *inode;

	if (len + 1 > PAGE_SIZE)
		return -ENAMETOOLONG;
	inode = shmem_get_inode(dir->i_sb, dir, S_IFLNK | 0777, 0, VM_NORESERVE);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->i_link = kmemdup(target, len + 1, GFP_KERNEL);
	if (!inode->i_link) {
		iput(inode);
		return -ENOMEM;
	}
	inode->i_size = len;
	dir_changed(dir, 1);
	d_instantiate(dentry, inode);
	dget(dentry);
	return 0;
}

static const struct inode_operations shmem_inode_operations = {
	.getattr	= shmem_getattr,
	.setattr	= shmem_setattr,
	.listxattr	= shmem_listxattr,
	.set_acl	= shmem_set_acl,
	.fileattr_get	= shmem_fileattr_get,
	.fileattr_set	= shmem_fileattr_set,
};

static const struct inode_operations shmem_dir_inode_operations = {
	.getattr	= shmem_getattr,
	.create		= shmem_create,
	.lookup		= simple_lookup,
	.link		= shmem_link,
	.unlink		= shmem_unlink,
	.symlink	= shmem_symlink,
	.mkdir		= shmem_mkdir,
	.rmdir		= shmem_rmdir,
	.mknod		= shmem_mknod,
	.rename		= shmem_rename,
	.tmpfile	= shmem_tmpfile,
	.listxattr	= shmem_listxattr,
	.setattr	= shmem_setattr,
	.set_acl	= shmem_set_acl,
	.fileattr_get	= shmem_fileattr_get,
	.fileattr_set	= shmem_fileattr_set,
};

static const struct inode_operations shmem_special_inode_operations = {
	.getattr	= shmem_getattr,
	.setattr	= shmem_setattr,
	.listxattr	= shmem_listxattr,
	.set_acl	= shmem_set_acl,
};

static const struct inode_operations shmem_symlink_inode_operations = {
	.getattr	= shmem_getattr,
	.get_link	= shmem_get_link,
	.setattr	= shmem_setattr,
	.listxattr	= shmem_listxattr,
};
