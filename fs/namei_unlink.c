// SPDX-License-Identifier: GPL-2.0
/*
 * namei_unlink.c: removing names: unlink, rmdir.
 *
 * The directory's i_rwsem is held, then the victim's. What is mounted on the
 * victim in other namespaces is detached; in current's own it is -EBUSY.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include "internal.h"
#include "mount.h"
#include "namei.h"

/**
 * vfs_rmdir - remove a directory
 * @dir: its parent, i_rwsem held
 * @dentry: the directory
 */
int vfs_rmdir(struct inode *dir, struct dentry *dentry)
{
	struct inode *victim;
	int err = may_delete(dir, dentry, true);

	if (err)
		return err;
	if (!dir->i_op->rmdir)
		return -EPERM;
	victim = d_inode(dentry);
	dget(dentry);
	inode_lock(victim);
	err = is_local_mountpoint(dentry) ? -EBUSY : dir->i_op->rmdir(dir, dentry);
	if (!err) {
		shrink_dcache_parent(dentry);
		victim->i_flags |= S_DEAD;
		dont_mount(dentry);
		detach_mounts(dentry);
	}
	inode_unlock(victim);
	if (!err) {
		d_delete(dentry);
		fsnotify_rmdir(dir, dentry);
	}
	dput(dentry);
	return err;
}

/**
 * vfs_unlink - remove a name of a file that is not a directory
 * @dir: the directory, i_rwsem held
 * @dentry: the name
 */
int vfs_unlink(struct inode *dir, struct dentry *dentry)
{
	struct inode *victim;
	int err = may_delete(dir, dentry, false);

	if (err)
		return err;
	if (!dir->i_op->unlink)
		return -EPERM;
	victim = d_inode(dentry);
	inode_lock(victim);
	if (IS_SWAPFILE(victim))
		err = -EPERM;
	else if (is_local_mountpoint(dentry))
		err = -EBUSY;
	else
		err = dir->i_op->unlink(dir, dentry);
	if (!err) {
		dont_mount(dentry);
		detach_mounts(dentry);
	}
	inode_unlock(victim);
	if (!err) {
		fsnotify_link_count(victim);
		d_delete(dentry);
		fsnotify_unlink(dir, dentry);
	}
	return err;
}

static int rmdir_last(const struct path *path, const struct qstr *last)
{
	struct inode *dir = d_inode(path->dentry);
	struct dentry *dentry;
	int err = mnt_want_write(path->mnt);

	if (err)
		return err;
	inode_lock_nested(dir, I_MUTEX_PARENT);
	dentry = lookup_locked(path->dentry, last, 0);
	if (IS_ERR(dentry)) {
		err = PTR_ERR(dentry);
	} else {
		err = d_is_negative(dentry) ? -ENOENT : vfs_rmdir(dir, dentry);
		dput(dentry);
	}
	inode_unlock(dir);
	mnt_drop_write(path->mnt);
	return err;
}

int do_rmdir(int dfd, struct filename *name)
{
	enum last_type type;
	struct path path;
	struct qstr last;
	int err = filename_parentat(dfd, name, 0, &path, &last, &type, NULL);

	if (err)
		return err;
	switch (type) {
	case LAST_DOTDOT:
		err = -ENOTEMPTY;
		break;
	case LAST_DOT:
		err = -EINVAL;
		break;
	case LAST_ROOT:
		err = -EBUSY;
		break;
	case LAST_NORM:
		err = rmdir_last(&path, &last);
		break;
	}
	path_put(&path);
	return err;
}

/* The name ends in slashes, or does not exist: unlink() says what is wrong. */
static int unlink_refused(const struct dentry *dentry)
{
	if (d_is_negative(dentry))
		return -ENOENT;
	return d_is_dir(dentry) ? -EISDIR : -ENOTDIR;
}

static int unlink_last(const struct path *path, const struct qstr *last)
{
	struct inode *dir = d_inode(path->dentry), *inode = NULL;
	struct dentry *dentry;
	int err = mnt_want_write(path->mnt);

	if (err)
		return err;
	inode_lock_nested(dir, I_MUTEX_PARENT);
	dentry = lookup_locked(path->dentry, last, 0);
	if (IS_ERR(dentry)) {
		err = PTR_ERR(dentry);
	} else {
		if (last->name[last->len] || d_is_negative(dentry)) {
			err = unlink_refused(dentry);
		} else {
			inode = d_inode(dentry);
			ihold(inode);
			err = vfs_unlink(dir, dentry);
		}
		dput(dentry);
	}
	inode_unlock(dir);
	/* Freeing a large file takes time: not with the directory locked. */
	iput(inode);
	mnt_drop_write(path->mnt);
	return err;
}

int do_unlinkat(int dfd, struct filename *name)
{
	enum last_type type;
	struct path path;
	struct qstr last;
	int err = filename_parentat(dfd, name, 0, &path, &last, &type, NULL);

	if (err)
		return err;
	err = type == LAST_NORM ? unlink_last(&path, &last) : -EISDIR;
	path_put(&path);
	return err;
}

static long user_unlinkat(int dfd, const char __user *uname, int flags)
{
	struct filename *name = getname(uname);
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	err = flags & AT_REMOVEDIR ? do_rmdir(dfd, name) : do_unlinkat(dfd, name);
	putname(name);
	return err;
}

SYSCALL_DEFINE1(rmdir, const char __user *, name)
{
	return user_unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

SYSCALL_DEFINE1(unlink, const char __user *, name)
{
	return user_unlinkat(AT_FDCWD, name, 0);
}

SYSCALL_DEFINE3(unlinkat, int, dfd, const char __user *, name, int, flags)
{
	if (flags & ~AT_REMOVEDIR)
		return -EINVAL;
	return user_unlinkat(dfd, name, flags);
}
