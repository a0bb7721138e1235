// SPDX-License-Identifier: GPL-2.0
/*
 * xattr_sys.c: the twelve system calls of extended attributes: get, set, list
 * and remove, each on a path, on a path without following a symlink at its end,
 * and on a descriptor.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/xattr.h>
#include "internal.h"

struct xattr_name {
	char text[XATTR_NAME_MAX + 1];
};

static int get_name(struct xattr_name *name, const char __user *uname)
{
	long len = strncpy_from_user(name->text, uname, sizeof(name->text));

	if (len < 0)
		return len;
	return !len || len == sizeof(name->text) ? -ERANGE : 0;
}

static long do_setxattr(const struct path *path, const char __user *uname,
			const void __user *uvalue, size_t size, int flags)
{
	struct xattr_name name;
	void *value = NULL;
	int err;

	if (flags & ~(XATTR_CREATE | XATTR_REPLACE))
		return -EINVAL;
	err = get_name(&name, uname);
	if (err)
		return err;
	if (size > XATTR_SIZE_MAX)
		return -E2BIG;
	if (size) {
		value = vmemdup_user(uvalue, size);
		if (IS_ERR(value))
			return PTR_ERR(value);
	}
	err = mnt_want_write(path->mnt);
	if (!err) {
		err = vfs_setxattr(path->dentry, name.text, value, size, flags);
		mnt_drop_write(path->mnt);
	}
	kvfree(value);
	return err;
}

static long do_getxattr(const struct path *path, const char __user *uname, void __user *uvalue,
			size_t size)
{
	struct xattr_name name;
	void *value = NULL;
	ssize_t len;

	len = get_name(&name, uname);
	if (len)
		return len;
	size = min_t(size_t, size, XATTR_SIZE_MAX);
	if (size) {
		value = kvzalloc(size, GFP_KERNEL);
		if (!value)
			return -ENOMEM;
	}
	len = vfs_getxattr(path->dentry, name.text, value, size);
	if (len > 0 && size && copy_to_user(uvalue, value, len))
		len = -EFAULT;
	else if (len == -ERANGE && size >= XATTR_SIZE_MAX)
		len = -E2BIG;	/* larger than may be: the filesystem is wrong */
	kvfree(value);
	return len;
}

static long do_listxattr(const struct path *path, char __user *ulist, size_t size)
{
	char *list = NULL;
	ssize_t len;

	size = min_t(size_t, size, XATTR_LIST_MAX);
	if (size) {
		list = kvmalloc(size, GFP_KERNEL);
		if (!list)
			return -ENOMEM;
	}
	len = vfs_listxattr(path->dentry, list, size);
	if (len > 0 && size && copy_to_user(ulist, list, len))
		len = -EFAULT;
	else if (len == -ERANGE && size >= XATTR_LIST_MAX)
		len = -E2BIG;
	kvfree(list);
	return len;
}

static long do_removexattr(const struct path *path, const char __user *uname)
{
	struct xattr_name name;
	int err = get_name(&name, uname);

	if (err)
		return err;
	err = mnt_want_write(path->mnt);
	if (!err) {
		err = vfs_removexattr(path->dentry, name.text);
		mnt_drop_write(path->mnt);
	}
	return err;
}

/* What to do once the file is found. */
struct xattr_call {
	long (*fn)(const struct path *path, const struct xattr_call *call);
	const char __user	*name;
	void __user		*buf;
	size_t			size;
	int			flags;
};

static long call_set(const struct path *path, const struct xattr_call *c)
{
	return do_setxattr(path, c->name, c->buf, c->size, c->flags);
}

static long call_get(const struct path *path, const struct xattr_call *c)
{
	return do_getxattr(path, c->name, c->buf, c->size);
}

static long call_list(const struct path *path, const struct xattr_call *c)
{
	return do_listxattr(path, c->buf, c->size);
}

static long call_remove(const struct path *path, const struct xattr_call *c)
{
	return do_removexattr(path, c->name);
}

static long on_path(const char __user *pathname, unsigned int lookup, const struct xattr_call *call)
{
	struct path path;
	long err = user_path_at(AT_FDCWD, pathname, lookup, &path);

	if (err)
		return err;
	err = call->fn(&path, call);
	path_put(&path);
	return err;
}

static long on_fd(int fd, const struct xattr_call *call)
{
	struct fd f = fdget(fd);
	long err;

	if (!f.file)
		return -EBADF;
	err = call->fn(&f.file->f_path, call);
	fdput(f);
	return err;
}

#define XATTR_CALL(...) (&(const struct xattr_call){ __VA_ARGS__ })

SYSCALL_DEFINE5(setxattr, const char __user *, pathname, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return on_path(pathname, LOOKUP_FOLLOW,
		       XATTR_CALL(call_set, name, (void __user *)value, size, flags));
}

SYSCALL_DEFINE5(lsetxattr, const char __user *, pathname, const char __user *, name,
		const void __user *, value, size_t, size, int, flags)
{
	return on_path(pathname, 0, XATTR_CALL(call_set, name, (void __user *)value, size, flags));
}

SYSCALL_DEFINE5(fsetxattr, int, fd, const char __user *, name, const void __user *, value,
		size_t, size, int, flags)
{
	return on_fd(fd, XATTR_CALL(call_set, name, (void __user *)value, size, flags));
}

SYSCALL_DEFINE4(getxattr, const char __user *, pathname, const char __user *, name,
		void __user *, value, size_t, size)
{
	return on_path(pathname, LOOKUP_FOLLOW, XATTR_CALL(call_get, name, value, size, 0));
}

SYSCALL_DEFINE4(lgetxattr, const char __user *, pathname, const char __user *, name,
		void __user *, value, size_t, size)
{
	return on_path(pathname, 0, XATTR_CALL(call_get, name, value, size, 0));
}

SYSCALL_DEFINE4(fgetxattr, int, fd, const char __user *, name, void __user *, value, size_t, size)
{
	return on_fd(fd, XATTR_CALL(call_get, name, value, size, 0));
}

SYSCALL_DEFINE3(listxattr, const char __user *, pathname, char __user *, list, size_t, size)
{
	return on_path(pathname, LOOKUP_FOLLOW, XATTR_CALL(call_list, NULL, list, size, 0));
}

SYSCALL_DEFINE3(llistxattr, const char __user *, pathname, char __user *, list, size_t, size)
{
	return on_path(pathname, 0, XATTR_CALL(call_list, NULL, list, size, 0));
}

SYSCALL_DEFINE3(flistxattr, int, fd, char __user *, list, size_t, size)
{
	return on_fd(fd, XATTR_CALL(call_list, NULL, list, size, 0));
}

SYSCALL_DEFINE2(removexattr, const char __user *, pathname, const char __user *, name)
{
	return on_path(pathname, LOOKUP_FOLLOW, XATTR_CALL(call_remove, name, NULL, 0, 0));
}

SYSCALL_DEFINE2(lremovexattr, const char __user *, pathname, const char __user *, name)
{
	return on_path(pathname, 0, XATTR_CALL(call_remove, name, NULL, 0, 0));
}

SYSCALL_DEFINE2(fremovexattr, int, fd, const char __user *, name)
{
	return on_fd(fd, XATTR_CALL(call_remove, name, NULL, 0, 0));
}
