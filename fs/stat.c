// SPDX-License-Identifier: GPL-2.0
/*
 * stat.c: stat(2) and its kin, statx(2), readlink(2).
 *
 * vfs_getattr() gathers a struct kstat, from the inode or from the filesystem's
 * ->getattr(); the syscalls put it into the layout the program wants.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"
#include "mount.h"

/* What the inode itself knows; the default of ->getattr(). */
void generic_fillattr(struct inode *inode, struct kstat *stat)
{
	stat->dev = inode->i_sb->s_dev;
	stat->ino = inode->i_ino;
	stat->mode = inode->i_mode;
	stat->nlink = inode->i_nlink;
	stat->uid = inode->i_uid;
	stat->gid = inode->i_gid;
	stat->rdev = inode->i_rdev;
	stat->size = i_size_read(inode);
	spin_lock(&inode->i_lock);
	stat->atime = inode->i_atime;
	stat->mtime = inode->i_mtime;
	stat->ctime = inode->i_ctime;
	stat->blocks = inode->i_blocks;
	spin_unlock(&inode->i_lock);
	stat->blksize = i_blocksize(inode);
}

/**
 * vfs_getattr - a file's attributes
 * @path: the file
 * @stat: filled in
 * @request_mask: STATX_* wanted
 * @flags: AT_STATX_*
 *
 * Return: 0 or -errno.
 */
int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);

	memset(stat, 0, sizeof(*stat));
	stat->result_mask = STATX_BASIC_STATS;
	if (IS_NOATIME(inode))
		stat->result_mask &= ~STATX_ATIME;
	stat->attributes_mask = STATX_ATTR_AUTOMOUNT | STATX_ATTR_DAX;
	if (inode->i_flags & S_IMMUTABLE)
		stat->attributes |= STATX_ATTR_IMMUTABLE;
	if (inode->i_flags & S_APPEND)
		stat->attributes |= STATX_ATTR_APPEND;
	stat->attributes_mask |= STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND;
	if (inode->i_op->getattr)
		return inode->i_op->getattr(path, stat, request_mask, flags & AT_STATX_SYNC_TYPE);
	generic_fillattr(inode, stat);
	return 0;
}

static int statx_path(const struct path *path, unsigned int flags, struct kstat *stat, u32 mask)
{
	int err = vfs_getattr(path, stat, mask, flags);

	if (err)
		return err;
	stat->mnt_id = real_mount(path->mnt)->mnt_id;
	stat->result_mask |= STATX_MNT_ID;
	if (path->mnt->mnt_root == path->dentry)
		stat->attributes |= STATX_ATTR_MOUNT_ROOT;
	stat->attributes_mask |= STATX_ATTR_MOUNT_ROOT;
	return 0;
}

static int statx_fd(int fd, unsigned int flags, struct kstat *stat, u32 mask)
{
	struct fd f = fdget_raw(fd);
	int err;

	if (!f.file)
		return -EBADF;
	err = statx_path(&f.file->f_path, flags, stat, mask);
	fdput(f);
	return err;
}

/* AT_EMPTY_PATH with nothing: the descriptor itself. */
static bool is_empty_path(int dfd, const char __user *name, unsigned int flags)
{
	char c;

	if (dfd < 0 || !(flags & AT_EMPTY_PATH))
		return false;
	return !name || (!get_user(c, name) && !c);
}

static int vfs_statx(int dfd, const char __user *name, unsigned int flags, struct kstat *stat,
		     u32 mask)
{
	unsigned int lookup = 0;
	struct path path;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AT_STATX_SYNC_TYPE))
		return -EINVAL;
	if (is_empty_path(dfd, name, flags))
		return statx_fd(dfd, flags, stat, mask);
	if (!(flags & AT_SYMLINK_NOFOLLOW))
		lookup |= LOOKUP_FOLLOW;
	if (!(flags & AT_NO_AUTOMOUNT))
		lookup |= LOOKUP_AUTOMOUNT;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, name, lookup, &path);
	if (!err) {
		err = statx_path(&path, flags, stat, mask);
		path_put(&path);
	}
	return err;
}

static long put_stat(const struct kstat *stat, struct stat __user *ustat)
{
	struct stat s = {
		.st_dev = new_encode_dev(stat->dev),
		.st_ino = stat->ino,
		.st_mode = stat->mode,
		.st_nlink = stat->nlink,
		.st_uid = stat->uid,
		.st_gid = stat->gid,
		.st_rdev = new_encode_dev(stat->rdev),
		.st_size = stat->size,
		.st_atime = stat->atime.tv_sec,
		.st_atime_nsec = stat->atime.tv_nsec,
		.st_mtime = stat->mtime.tv_sec,
		.st_mtime_nsec = stat->mtime.tv_nsec,
		.st_ctime = stat->ctime.tv_sec,
		.st_ctime_nsec = stat->ctime.tv_nsec,
		.st_blocks = stat->blocks,
		.st_blksize = stat->blksize,
	};

	return copy_to_user(ustat, &s, sizeof(s)) ? -EFAULT : 0;
}

static long do_stat(int dfd, const char __user *name, unsigned int flags, struct stat __user *ustat)
{
	struct kstat stat;
	int err = vfs_statx(dfd, name, flags | AT_NO_AUTOMOUNT, &stat, STATX_BASIC_STATS);

	return err ? err : put_stat(&stat, ustat);
}

SYSCALL_DEFINE2(newstat, const char __user *, name, struct stat __user *, statbuf)
{
	return do_stat(AT_FDCWD, name, 0, statbuf);
}

SYSCALL_DEFINE2(newlstat, const char __user *, name, struct stat __user *, statbuf)
{
	return do_stat(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, statbuf);
}

SYSCALL_DEFINE4(newfstatat, int, dfd, const char __user *, name, struct stat __user *, statbuf,
		int, flags)
{
	return do_stat(dfd, name, flags, statbuf);
}

SYSCALL_DEFINE2(newfstat, unsigned int, fd, struct stat __user *, statbuf)
{
	struct kstat stat;
	int err = statx_fd(fd, 0, &stat, STATX_BASIC_STATS);

	return err ? err : put_stat(&stat, statbuf);
}

static void set_statx_time(struct statx_timestamp *to, const struct timespec64 *from)
{
	to->tv_sec = from->tv_sec;
	to->tv_nsec = from->tv_nsec;
}

static long put_statx(const struct kstat *stat, struct statx __user *ux)
{
	struct statx s;

	memset(&s, 0, sizeof(s));
	s.stx_mask = stat->result_mask;
	s.stx_blksize = stat->blksize;
	s.stx_attributes = stat->attributes;
	s.stx_nlink = stat->nlink;
	s.stx_uid = stat->uid;
	s.stx_gid = stat->gid;
	s.stx_mode = stat->mode;
	s.stx_ino = stat->ino;
	s.stx_size = stat->size;
	s.stx_blocks = stat->blocks;
	s.stx_attributes_mask = stat->attributes_mask;
	set_statx_time(&s.stx_atime, &stat->atime);
	set_statx_time(&s.stx_btime, &stat->btime);
	set_statx_time(&s.stx_ctime, &stat->ctime);
	set_statx_time(&s.stx_mtime, &stat->mtime);
	s.stx_rdev_major = MAJOR(stat->rdev);
	s.stx_rdev_minor = MINOR(stat->rdev);
	s.stx_dev_major = MAJOR(stat->dev);
	s.stx_dev_minor = MINOR(stat->dev);
	s.stx_mnt_id = stat->mnt_id;
	s.stx_dio_mem_align = stat->dio_mem_align;
	s.stx_dio_offset_align = stat->dio_offset_align;
	return copy_to_user(ux, &s, sizeof(s)) ? -EFAULT : 0;
}

SYSCALL_DEFINE5(statx, int, dfd, const char __user *, name, unsigned int, flags,
		unsigned int, mask, struct statx __user *, buffer)
{
	struct kstat stat;
	int err;

	if (mask & STATX__RESERVED)
		return -EINVAL;
	if ((flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE)
		return -EINVAL;
	err = vfs_statx(dfd, name, flags, &stat, mask);
	return err ? err : put_statx(&stat, buffer);
}

/* A symlink's text, as far as it fits and without terminator. */
static int put_link_text(char __user *buf, int buflen, const char *text)
{
	int len = min_t(int, strlen(text), buflen);

	return copy_to_user(buf, text, len) ? -EFAULT : len;
}

/**
 * vfs_readlink - read a symlink
 * @dentry: the symlink
 * @buf: guest memory
 * @buflen: its size
 *
 * Return: bytes or -errno; -EINVAL if it is none.
 */
int vfs_readlink(struct dentry *dentry, char __user *buf, int buflen)
{
	struct inode *inode = d_inode(dentry);
	struct delayed_call done = {};
	const char *text;
	int err;

	if (inode->i_op->readlink)
		return inode->i_op->readlink(dentry, buf, buflen);
	if (!S_ISLNK(inode->i_mode))
		return -EINVAL;
	text = inode->i_link;
	if (!text) {
		if (!inode->i_op->get_link)
			return -EINVAL;
		text = inode->i_op->get_link(dentry, inode, &done);
		if (IS_ERR_OR_NULL(text))
			return text ? PTR_ERR(text) : -EINVAL;
	}
	err = put_link_text(buf, buflen, text);
	do_delayed_call(&done);
	return err;
}

static long readlink_path(const struct path *path, bool empty, char __user *buf, int buflen)
{
	struct inode *inode = d_inode(path->dentry);

	/* Before there was O_PATH, "" meant that the name did not exist. */
	if (!inode->i_op->readlink && !S_ISLNK(inode->i_mode))
		return empty ? -ENOENT : -EINVAL;
	touch_atime(path);
	return vfs_readlink(path->dentry, buf, buflen);
}

static long do_readlinkat(int dfd, const char __user *uname, char __user *buf, int buflen)
{
	struct filename *name;
	struct path path;
	long err;

	if (buflen <= 0)
		return -EINVAL;
	name = getname_flags(uname, LOOKUP_EMPTY);
	if (IS_ERR(name))
		return PTR_ERR(name);
	err = filename_lookup(dfd, name, LOOKUP_EMPTY, &path, NULL);
	if (!err) {
		err = readlink_path(&path, !name->name[0], buf, buflen);
		path_put(&path);
	}
	putname(name);
	return err;
}

SYSCALL_DEFINE4(readlinkat, int, dfd, const char __user *, name, char __user *, buf, int, bufsiz)
{
	return do_readlinkat(dfd, name, buf, bufsiz);
}

SYSCALL_DEFINE3(readlink, const char __user *, name, char __user *, buf, int, bufsiz)
{
	return do_readlinkat(AT_FDCWD, name, buf, bufsiz);
}
