// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: making, removing and moving names.
 *
 * Each is one host call by the kernel's user. A new file is given the owner and
 * mode the guest wants as far as the host lets us: a kernel that does not run as
 * root makes files of its own user, unless the mount is "mapped".
 *
 * Context: the VFS holds the directories' i_rwsem.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uidgid.h>

#include <os_file.h>

#include "internal.h"

static const char *name_of(const struct dentry *dentry)
{
	return (const char *)dentry->d_name.name;
}

/* What the host is to make for a file of @mode. */
static unsigned int host_mode(struct inode *dir, umode_t mode)
{
	return HOSTFS_SB(dir->i_sb)->mapped ? hostfs_mapped_mode(mode) : mode & S_IALLUGO;
}

/* Owner and mode of the new file behind @fd, and its inode. */
static struct inode *new_inode_of(struct inode *dir, int fd, umode_t mode, dev_t dev)
{
	struct super_block *sb = dir->i_sb;
	kgid_t gid = dir->i_mode & S_ISGID ? dir->i_gid : current_fsgid();
	struct hostfs_stat st;
	int err = hostfs_fstat(fd, &st);

	if (err)
		return ERR_PTR(err);
	if (dir->i_mode & S_ISGID && S_ISDIR(mode))
		mode |= S_ISGID;
	st.rdev_major = MAJOR(dev);
	st.rdev_minor = MINOR(dev);
	err = hostfs_set_owner(sb, fd, &st, mode, current_fsuid(), gid);
	if (!err)
		err = hostfs_stat_fd(sb, fd, &st);
	atomic_set(&HOSTFS_SB(sb)->written, 1);
	return err ? ERR_PTR(err) : hostfs_iget(sb, &st);
}

/* Name what was just made. On failure it is removed again. */
static int instantiate(struct inode *dir, int dirfd, struct dentry *dentry, int fd, umode_t mode,
		       dev_t dev)
{
	struct inode *inode = fd < 0 ? ERR_PTR(fd) : new_inode_of(dir, fd, mode, dev);

	if (IS_ERR(inode)) {
		if (S_ISDIR(mode))
			hostfs_rmdir(dirfd, name_of(dentry));
		else
			hostfs_unlink(dirfd, name_of(dentry));
		return PTR_ERR(inode);
	}
	d_instantiate(dentry, inode);
	return 0;
}

/* The same by name, for what cannot be opened. */
static int instantiate_name(struct inode *dir, int dirfd, struct dentry *dentry, umode_t mode,
			    dev_t dev)
{
	int fd = hostfs_open_path(dirfd, name_of(dentry)), err;

	err = instantiate(dir, dirfd, dentry, fd, mode, dev);
	if (fd >= 0)
		os_close(fd);
	return err;
}

static int open_new(struct inode *dir, int dirfd, struct dentry *dentry, umode_t mode)
{
	unsigned int flags = HOSTFS_READ | HOSTFS_WRITE | HOSTFS_CREATE;
	int fd;

	if (HOSTFS_SB(dir->i_sb)->append)
		flags |= HOSTFS_APPEND;
	fd = hostfs_open(dirfd, name_of(dentry), flags, host_mode(dir, mode));
	if (fd == -EMFILE && hostfs_cache_shrink())
		fd = hostfs_open(dirfd, name_of(dentry), flags, host_mode(dir, mode));
	return fd == -EMFILE ? -ENFILE : fd;
}

/*
 * The descriptor is kept for the open that follows: the file's mode may not allow
 * another. A file the host has made meanwhile is to be looked up anew.
 */
static int hostfs_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl)
{
	int dirfd = hostfs_dir_get(dir), fd, err;

	if (dirfd < 0)
		return dirfd;
	fd = open_new(dir, dirfd, dentry, mode);
	if (fd < 0) {
		err = fd == -EEXIST && !excl ? -ESTALE : fd;
	} else {
		err = instantiate(dir, dirfd, dentry, fd, mode | S_IFREG, 0);
		if (err)
			os_close(fd);
		else
			hostfs_file_adopt(d_inode(dentry), fd);
	}
	hostfs_dir_put(dir);
	return err;
}

static int hostfs_op_tmpfile(struct inode *dir, struct file *file, umode_t mode)
{
	int dirfd = hostfs_dir_get(dir), fd;
	struct inode *inode;

	if (dirfd < 0)
		return dirfd;
	fd = hostfs_open_tmpfile(dirfd, host_mode(dir, mode));
	hostfs_dir_put(dir);
	if (fd < 0)
		return fd == -EISDIR ? -EOPNOTSUPP : fd;
	inode = new_inode_of(dir, fd, mode | S_IFREG, 0);
	if (IS_ERR(inode)) {
		os_close(fd);
		return PTR_ERR(inode);
	}
	hostfs_file_adopt(inode, fd);
	set_nlink(inode, 1);		/* d_tmpfile() takes it away */
	d_tmpfile(file_dentry(file), inode);
	return finish_open(file, file_dentry(file), NULL);
}

static int hostfs_op_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	int dirfd = hostfs_dir_get(dir), err;

	if (dirfd < 0)
		return dirfd;
	err = hostfs_mkdir(dirfd, name_of(dentry), host_mode(dir, mode | S_IFDIR));
	if (!err)
		err = instantiate_name(dir, dirfd, dentry, mode | S_IFDIR, 0);
	hostfs_dir_put(dir);
	return err;
}

static int hostfs_op_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	int dirfd = hostfs_dir_get(dir), err;
	unsigned int type = HOSTFS_SB(dir->i_sb)->mapped ? S_IFREG : mode & S_IFMT;

	if (dirfd < 0)
		return dirfd;
	err = hostfs_mknod(dirfd, name_of(dentry), type | host_mode(dir, mode), MAJOR(dev), MINOR(dev));
	if (!err)
		err = instantiate_name(dir, dirfd, dentry, mode, dev);
	hostfs_dir_put(dir);
	return err;
}

static int hostfs_op_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	int dirfd = hostfs_dir_get(dir), err;

	if (dirfd < 0)
		return dirfd;
	err = hostfs_symlink(dirfd, name_of(dentry), target);
	if (!err)
		err = instantiate_name(dir, dirfd, dentry, S_IFLNK | 0777, 0);
	hostfs_dir_put(dir);
	return err;
}

/* Its link count and times have changed with its name. */
static void inode_renamed(struct inode *inode, int dirfd, const char *name)
{
	unsigned int changes = hostfs_changes(inode);
	struct hostfs_stat st;

	if (!hostfs_stat_name(inode->i_sb, dirfd, name, &st) && hostfs_is_same(inode, &st))
		hostfs_refresh(inode, &st, changes, false);
}

static int link_on_host(struct dentry *old, int dirfd, const char *name)
{
	struct hostfs_place place;
	struct hostfs_handle h;
	int err;

	if (d_inode(old)->i_state & I_LINKABLE) {
		err = hostfs_handle_get(old, &h);
		if (err)
			return err;
		err = hostfs_link_fd(h.fd, dirfd, name);
		hostfs_handle_put(&h);
		return err;
	}
	err = hostfs_place_get(old, &place);
	if (err)
		return err;
	err = hostfs_link(place.dir, place_name(&place), dirfd, name);
	hostfs_place_put(&place);
	return err;
}

static int hostfs_op_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = d_inode(old);
	int dirfd = hostfs_dir_get(dir), err;

	if (dirfd < 0)
		return dirfd;
	err = link_on_host(old, dirfd, name_of(dentry));
	if (!err) {
		inode_renamed(inode, dirfd, name_of(dentry));
		ihold(inode);
		d_instantiate(dentry, inode);
	}
	hostfs_dir_put(dir);
	return err;
}

/* A name of @inode has gone. */
static void one_name_less(struct inode *inode)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);

	spin_lock(&hi->change_lock);
	hi->changes++;
	if (S_ISDIR(inode->i_mode))
		clear_nlink(inode);
	else if (inode->i_nlink)
		drop_nlink(inode);
	spin_unlock(&hi->change_lock);
	atomic_set(&HOSTFS_SB(inode->i_sb)->written, 1);
}

static int hostfs_op_unlink(struct inode *dir, struct dentry *dentry)
{
	int dirfd, err;

	if (HOSTFS_SB(dir->i_sb)->append)
		return -EPERM;
	dirfd = hostfs_dir_get(dir);
	if (dirfd < 0)
		return dirfd;
	err = hostfs_unlink(dirfd, name_of(dentry));
	hostfs_dir_put(dir);
	if (!err)
		one_name_less(d_inode(dentry));
	return err;
}

static int hostfs_op_rmdir(struct inode *dir, struct dentry *dentry)
{
	int dirfd = hostfs_dir_get(dir), err;

	if (dirfd < 0)
		return dirfd;
	err = hostfs_rmdir(dirfd, name_of(dentry));
	hostfs_dir_put(dir);
	if (!err)
		one_name_less(d_inode(dentry));
	return err;
}

static int may_rename(struct inode *dir, struct dentry *new, unsigned int flags)
{
	const struct hostfs_sb_info *sbi = HOSTFS_SB(dir->i_sb);

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT))
		return -EINVAL;
	/* A whiteout would have to become a regular file. */
	if (sbi->mapped && flags & RENAME_WHITEOUT)
		return -EINVAL;
	/* Nothing may be lost. */
	if (sbi->append && d_is_reg(new) && !(flags & RENAME_EXCHANGE))
		return -EPERM;
	return 0;
}

static int hostfs_op_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
			    struct dentry *new, unsigned int flags)
{
	int err = may_rename(new_dir, new, flags), from, to;

	if (err)
		return err;
	from = hostfs_dir_get(old_dir);
	if (from < 0)
		return from;
	to = hostfs_dir_get(new_dir);
	err = to < 0 ? to : hostfs_rename(from, name_of(old), to, name_of(new), flags);
	if (!err)
		inode_renamed(d_inode(old), to, name_of(new));
	if (to >= 0)
		hostfs_dir_put(new_dir);
	hostfs_dir_put(old_dir);
	if (!err && d_is_positive(new) && !(flags & RENAME_EXCHANGE))
		one_name_less(d_inode(new));
	return err;
}

const struct inode_operations hostfs_dir_inode_operations = {
	.lookup		= hostfs_lookup,
	.create		= hostfs_create,
	.link		= hostfs_op_link,
	.unlink		= hostfs_op_unlink,
	.symlink	= hostfs_op_symlink,
	.mkdir		= hostfs_op_mkdir,
	.rmdir		= hostfs_op_rmdir,
	.mknod		= hostfs_op_mknod,
	.rename		= hostfs_op_rename,
	.tmpfile	= hostfs_op_tmpfile,
	.permission	= hostfs_permission,
	.setattr	= hostfs_setattr,
	.getattr	= hostfs_getattr,
	.listxattr	= hostfs_listxattr_op,
	.update_time	= hostfs_update_time,
};

const struct inode_operations hostfs_special_inode_operations = {
	.setattr	= hostfs_setattr,
	.getattr	= hostfs_getattr,
	.listxattr	= hostfs_listxattr_op,
	.update_time	= hostfs_update_time,
};
