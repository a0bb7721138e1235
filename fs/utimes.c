// SPDX-License-Identifier: GPL-2.0
/*
 * utimes.c: setting a file's times: utimensat(2) and the older forms of it.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/time.h>
#include <uapi/linux/utime.h>
#include "internal.h"

static bool nsec_valid(long nsec)
{
	return nsec == UTIME_OMIT || nsec == UTIME_NOW || (nsec >= 0 && nsec < NSEC_PER_SEC);
}

static void set_one_time(struct iattr *attr, struct timespec64 *to, const struct timespec64 *t,
			 unsigned int attr_bit, unsigned int set_bit)
{
	if (t->tv_nsec == UTIME_OMIT) {
		attr->ia_valid &= ~attr_bit;
	} else if (t->tv_nsec != UTIME_NOW) {
		*to = *t;
		attr->ia_valid |= set_bit;
	}
}

/**
 * vfs_utimes - set access and modification time
 * @path: the file
 * @times: both, with UTIME_NOW and UTIME_OMIT; NULL: now
 */
static int vfs_utimes(const struct path *path, const struct timespec64 *times)
{
	struct inode *inode = d_inode(path->dentry);
	struct iattr attr = { .ia_valid = ATTR_CTIME | ATTR_MTIME | ATTR_ATIME };
	int err;

	if (times) {
		if (!nsec_valid(times[0].tv_nsec) || !nsec_valid(times[1].tv_nsec))
			return -EINVAL;
		if (times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW)
			times = NULL;
	}
	err = mnt_want_write(path->mnt);
	if (err)
		return err;
	if (times) {
		set_one_time(&attr, &attr.ia_atime, &times[0], ATTR_ATIME, ATTR_ATIME_SET);
		set_one_time(&attr, &attr.ia_mtime, &times[1], ATTR_MTIME, ATTR_MTIME_SET);
		/* One of them being "now" does not make it less of an explicit setting. */
		attr.ia_valid |= ATTR_TIMES_SET;
	} else {
		attr.ia_valid |= ATTR_TOUCH;
	}
	inode_lock(inode);
	err = notify_change(path->dentry, &attr);
	inode_unlock(inode);
	mnt_drop_write(path->mnt);
	return err;
}

static long utimes_fd(int fd, const struct timespec64 *times, int flags)
{
	struct fd f;
	int err;

	if (flags)
		return -EINVAL;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	err = vfs_utimes(&f.file->f_path, times);
	fdput(f);
	return err;
}

static long do_utimes(int dfd, const char __user *name, const struct timespec64 *times, int flags)
{
	unsigned int lookup = 0;
	struct path path;
	int err;

	if (!name && dfd != AT_FDCWD)
		return utimes_fd(dfd, times, flags);
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (!(flags & AT_SYMLINK_NOFOLLOW))
		lookup |= LOOKUP_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, name, lookup, &path);
	if (!err) {
		err = vfs_utimes(&path, times);
		path_put(&path);
	}
	return err;
}

SYSCALL_DEFINE4(utimensat, int, dfd, const char __user *, name,
		struct __kernel_timespec __user *, utimes, int, flags)
{
	struct __kernel_timespec user[2];
	struct timespec64 times[2];

	if (!utimes)
		return do_utimes(dfd, name, NULL, flags);
	if (copy_from_user(user, utimes, sizeof(user)))
		return -EFAULT;
	for (int i = 0; i < 2; i++) {
		times[i].tv_sec = user[i].tv_sec;
		times[i].tv_nsec = user[i].tv_nsec;
	}
	/* Nothing to do: not even to look whether the file is there. */
	if (times[0].tv_nsec == UTIME_OMIT && times[1].tv_nsec == UTIME_OMIT)
		return 0;
	return do_utimes(dfd, name, times, flags);
}

static long do_futimesat(int dfd, const char __user *name,
			 struct __kernel_old_timeval __user *utimes)
{
	struct __kernel_old_timeval user[2];
	struct timespec64 times[2];

	if (!utimes)
		return do_utimes(dfd, name, NULL, 0);
	if (copy_from_user(user, utimes, sizeof(user)))
		return -EFAULT;
	for (int i = 0; i < 2; i++) {
		if (user[i].tv_usec < 0 || user[i].tv_usec >= USEC_PER_SEC)
			return -EINVAL;
		times[i].tv_sec = user[i].tv_sec;
		times[i].tv_nsec = user[i].tv_usec * NSEC_PER_USEC;
	}
	return do_utimes(dfd, name, times, 0);
}

SYSCALL_DEFINE3(futimesat, int, dfd, const char __user *, name,
		struct __kernel_old_timeval __user *, utimes)
{
	return do_futimesat(dfd, name, utimes);
}

SYSCALL_DEFINE2(utimes, const char __user *, name, struct __kernel_old_timeval __user *, utimes)
{
	return do_futimesat(AT_FDCWD, name, utimes);
}

SYSCALL_DEFINE2(utime, const char __user *, name, struct utimbuf __user *, utimes)
{
	struct timespec64 times[2] = {};
	struct utimbuf user;

	if (!utimes)
		return do_utimes(AT_FDCWD, name, NULL, 0);
	if (copy_from_user(&user, utimes, sizeof(user)))
		return -EFAULT;
	times[0].tv_sec = user.actime;
	times[1].tv_sec = user.modtime;
	return do_utimes(AT_FDCWD, name, times, 0);
}
