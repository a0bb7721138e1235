// SPDX-License-Identifier: GPL-2.0
/*
 * chmod.c: the chmod(2) and chown(2) families.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include "internal.h"

int chmod_common(const struct path *path, umode_t mode)
{
	struct inode *inode = d_inode(path->dentry);
	struct iattr attr;
	int err = mnt_want_write(path->mnt);

	if (err)
		return err;
	inode_lock(inode);
	attr.ia_mode = (mode & S_IALLUGO) | (inode->i_mode & ~S_IALLUGO);
	attr.ia_valid = ATTR_MODE | ATTR_CTIME;
	err = notify_change(path->dentry, &attr);
	inode_unlock(inode);
	mnt_drop_write(path->mnt);
	return err;
}

static long do_fchmodat(int dfd, const char __user *name, umode_t mode, unsigned int flags)
{
	unsigned int lookup = LOOKUP_FOLLOW;
	struct path path;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_SYMLINK_NOFOLLOW)
		lookup = 0;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, name, lookup, &path);
	if (!err) {
		err = chmod_common(&path, mode);
		path_put(&path);
	}
	return err;
}

SYSCALL_DEFINE4(fchmodat2, int, dfd, const char __user *, name, umode_t, mode, unsigned int, flags)
{
	return do_fchmodat(dfd, name, mode, flags);
}

SYSCALL_DEFINE3(fchmodat, int, dfd, const char __user *, name, umode_t, mode)
{
	return do_fchmodat(dfd, name, mode, 0);
}

SYSCALL_DEFINE2(chmod, const char __user *, name, umode_t, mode)
{
	return do_fchmodat(AT_FDCWD, name, mode, 0);
}

SYSCALL_DEFINE2(fchmod, unsigned int, fd, umode_t, mode)
{
	struct fd f = fdget(fd);
	int err;

	if (!f.file)
		return -EBADF;
	err = chmod_common(&f.file->f_path, mode);
	fdput(f);
	return err;
}

/* Giving a file away, even to oneself, costs it its set-id bits. */
static int chown_locked(const struct path *path, uid_t user, gid_t group)
{
	struct inode *inode = d_inode(path->dentry);
	struct iattr attr = { .ia_valid = ATTR_CTIME };

	if (user != (uid_t)-1) {
		attr.ia_valid |= ATTR_UID;
		attr.ia_uid = user;
	}
	if (group != (gid_t)-1) {
		attr.ia_valid |= ATTR_GID;
		attr.ia_gid = group;
	}
	if (!S_ISDIR(inode->i_mode)) {
		attr.ia_valid |= ATTR_KILL_SUID | ATTR_KILL_PRIV;
		if (inode->i_mode & S_ISGID &&
		    (inode->i_mode & S_IXGRP || !in_group_or_capable(inode, inode->i_gid)))
			attr.ia_valid |= ATTR_KILL_SGID;
	}
	return notify_change(path->dentry, &attr);
}

int chown_common(const struct path *path, uid_t user, gid_t group)
{
	int err = mnt_want_write(path->mnt);

	if (err)
		return err;
	inode_lock(d_inode(path->dentry));
	err = chown_locked(path, user, group);
	inode_unlock(d_inode(path->dentry));
	mnt_drop_write(path->mnt);
	return err;
}

static long do_fchownat(int dfd, const char __user *name, uid_t user, gid_t group, int flags)
{
	unsigned int lookup = LOOKUP_FOLLOW;
	struct path path;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_SYMLINK_NOFOLLOW)
		lookup = 0;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, name, lookup, &path);
	if (!err) {
		err = chown_common(&path, user, group);
		path_put(&path);
	}
	return err;
}

SYSCALL_DEFINE5(fchownat, int, dfd, const char __user *, name, uid_t, user, gid_t, group, int, flags)
{
	return do_fchownat(dfd, name, user, group, flags);
}

SYSCALL_DEFINE3(chown, const char __user *, name, uid_t, user, gid_t, group)
{
	return do_fchownat(AT_FDCWD, name, user, group, 0);
}

SYSCALL_DEFINE3(lchown, const char __user *, name, uid_t, user, gid_t, group)
{
	return do_fchownat(AT_FDCWD, name, user, group, AT_SYMLINK_NOFOLLOW);
}

SYSCALL_DEFINE3(fchown, unsigned int, fd, uid_t, user, gid_t, group)
{
	struct fd f = fdget(fd);
	int err;

	if (!f.file)
		return -EBADF;
	err = chown_common(&f.file->f_path, user, group);
	fdput(f);
	return err;
}
