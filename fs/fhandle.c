// SPDX-License-Identifier: GPL-2.0
/*
 * fhandle.c: name_to_handle_at(2), open_by_handle_at(2).
 *
 * A handle is a filesystem's own name for a file. No filesystem here gives any
 * out yet: what programs learn is the mount id, and that the rest is not
 * supported, in the order of checks in which Linux says so.
 */
#include <linux/capability.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"

#define MAX_HANDLE_SZ	128
#ifndef AT_HANDLE_FID
#define AT_HANDLE_FID	AT_REMOVEDIR
#endif

struct file_handle {
	u32		handle_bytes;
	s32		handle_type;
	unsigned char	f_handle[];
};

static long path_to_handle(const struct path *path, struct file_handle __user *uhandle)
{
	struct file_handle handle;

	/* Without ->s_export_op there is nothing to make a handle from. */
	if (!path->dentry->d_sb->s_export_op)
		return -EOPNOTSUPP;
	if (copy_from_user(&handle, uhandle, sizeof(handle)))
		return -EFAULT;
	return handle.handle_bytes > MAX_HANDLE_SZ ? -EINVAL : -EOPNOTSUPP;
}

SYSCALL_DEFINE5(name_to_handle_at, int, dfd, const char __user *, name,
		struct file_handle __user *, handle, int __user *, mnt_id, int, flag)
{
	unsigned int lookup = 0;
	struct path path;
	int err;

	if (flag & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH | AT_HANDLE_FID))
		return -EINVAL;
	if (flag & AT_SYMLINK_FOLLOW)
		lookup |= LOOKUP_FOLLOW;
	if (flag & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, name, lookup, &path);
	if (err)
		return err;
	err = path_to_handle(&path, handle);
	path_put(&path);
	return err;
}

SYSCALL_DEFINE3(open_by_handle_at, int, mountdirfd, struct file_handle __user *, uhandle, int, flags)
{
	struct file_handle handle;

	if (!capable(CAP_DAC_READ_SEARCH))
		return -EPERM;
	if (copy_from_user(&handle, uhandle, sizeof(handle)))
		return -EFAULT;
	if (!handle.handle_bytes || handle.handle_bytes > MAX_HANDLE_SZ)
		return -EINVAL;
	if (mountdirfd != AT_FDCWD) {
		struct file *file = fget(mountdirfd);

		if (!file)
			return -EBADF;
		fput(file);
	}
	return -ESTALE;
}
