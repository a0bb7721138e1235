// SPDX-License-Identifier: GPL-2.0
/*
 * xattr.c: extended attributes: who may use which, and who implements them.
 *
 * A name's prefix decides: user.* follow the file's permissions, and are for
 * files and directories only; trusted.* need CAP_SYS_ADMIN, and cannot even be
 * seen without; security.* and system.* are checked by their handlers. A
 * filesystem lists its handlers in s_xattr.
 *
 * Neighbours: xattr_sys.c (the syscalls), posix_acl_xattr.c (system.posix_acl_*).
 *
 * Locks: i_rwsem is held for changes.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/posix_acl.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xattr.h>
#include "internal.h"

/*
 * The part of @name after @prefix; the whole prefix must be there, and for
 * a prefix handler something after it.
 */
static const char *after_prefix(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(name, prefix, len) ? NULL : name + len;
}

/* The handler of a name; *@name becomes what it wants to be asked for. */
static const struct xattr_handler *xattr_resolve(struct inode *inode, const char **name)
{
	const struct xattr_handler *const *p = inode->i_sb->s_xattr;

	if (!p)
		return ERR_PTR(-EOPNOTSUPP);
	for (; *p; p++) {
		const char *rest;

		if ((*p)->name) {
			if (strcmp(*name, (*p)->name))
				continue;
			*name = "";
			return *p;
		}
		rest = after_prefix(*name, (*p)->prefix);
		if (!rest)
			continue;
		if (!*rest)
			return ERR_PTR(-EINVAL);
		*name = rest;
		return *p;
	}
	return ERR_PTR(-EOPNOTSUPP);
}

/* From what a handler was asked for back to the full name. */
const char *xattr_full_name(const struct xattr_handler *handler, const char *name)
{
	return handler->name ? handler->name : name - strlen(handler->prefix);
}

/* May the attribute of this name be read or written? */
int xattr_permission(struct inode *inode, const char *name, int mask)
{
	if (mask & MAY_WRITE && (IS_IMMUTABLE(inode) || IS_APPEND(inode)))
		return -EPERM;
	if (strstarts(name, XATTR_SECURITY_PREFIX) || strstarts(name, XATTR_SYSTEM_PREFIX))
		return 0;
	if (strstarts(name, XATTR_TRUSTED_PREFIX)) {
		if (!capable(CAP_SYS_ADMIN))
			return mask & MAY_WRITE ? -EPERM : -ENODATA;
		return 0;
	}
	if (strstarts(name, XATTR_USER_PREFIX)) {
		if (!S_ISREG(inode->i_mode) && !S_ISDIR(inode->i_mode))
			return mask & MAY_WRITE ? -EPERM : -ENODATA;
		/* In /tmp others must not fill directories they do not own. */
		if (S_ISDIR(inode->i_mode) && inode->i_mode & S_ISVTX && mask & MAY_WRITE &&
		    !inode_owner_or_capable(inode))
			return -EPERM;
	}
	return inode_permission(inode, mask);
}

ssize_t __vfs_getxattr(struct dentry *dentry, struct inode *inode, const char *name, void *value,
		       size_t size)
{
	const struct xattr_handler *handler = xattr_resolve(inode, &name);

	if (IS_ERR(handler))
		return PTR_ERR(handler);
	if (!handler->get)
		return -EOPNOTSUPP;
	return handler->get(handler, dentry, inode, name, value, size);
}

/**
 * vfs_getxattr - read an attribute
 * @dentry: the file
 * @name: full name
 * @value: filled in; NULL with @size 0 to ask for the size
 * @size: of @value
 *
 * Return: bytes, -ENODATA, -ERANGE, -EOPNOTSUPP ...
 */
ssize_t vfs_getxattr(struct dentry *dentry, const char *name, void *value, size_t size)
{
	struct inode *inode = d_inode(dentry);
	int err = xattr_permission(inode, name, MAY_READ);

	return err ? err : __vfs_getxattr(dentry, inode, name, value, size);
}

/* No checks. */
int __vfs_setxattr(struct dentry *dentry, struct inode *inode, const char *name,
		   const void *value, size_t size, int flags)
{
	const struct xattr_handler *handler = xattr_resolve(inode, &name);

	if (IS_ERR(handler))
		return PTR_ERR(handler);
	if (!handler->set)
		return -EOPNOTSUPP;
	return handler->set(handler, dentry, inode, name, value, size, flags);
}

int __vfs_removexattr(struct dentry *dentry, const char *name)
{
	struct inode *inode = d_inode(dentry);
	const struct xattr_handler *handler = xattr_resolve(inode, &name);

	if (IS_ERR(handler))
		return PTR_ERR(handler);
	if (!handler->set)
		return -EOPNOTSUPP;
	return handler->set(handler, dentry, inode, name, NULL, 0, XATTR_REPLACE);
}

/* security.* without a module that knows better: capabilities, else the admin. */
static int security_permission(const char *name)
{
	if (!strstarts(name, XATTR_SECURITY_PREFIX))
		return 0;
	if (!strcmp(name, XATTR_NAME_CAPS))
		return capable(CAP_SETFCAP) ? 0 : -EPERM;
	return capable(CAP_SYS_ADMIN) ? 0 : -EPERM;
}

/**
 * vfs_setxattr - set an attribute
 * @dentry: the file
 * @name: full name
 * @value: what to
 * @size: its size
 * @flags: XATTR_CREATE, XATTR_REPLACE or 0
 *
 * Context: takes i_rwsem; write access is held.
 */
int vfs_setxattr(struct dentry *dentry, const char *name, const void *value, size_t size, int flags)
{
	struct inode *inode = d_inode(dentry);
	int err;

	inode_lock(inode);
	err = xattr_permission(inode, name, MAY_WRITE);
	if (!err)
		err = security_permission(name);
	if (!err)
		err = __vfs_setxattr(dentry, inode, name, value ? value : "", size, flags);
	if (!err) {
		if (strstarts(name, XATTR_SECURITY_PREFIX))
			inode_set_flags(inode, 0, S_NOSEC);
		fsnotify_dentry(dentry, IN_ATTRIB);
	}
	inode_unlock(inode);
	return err;
}

int vfs_removexattr(struct dentry *dentry, const char *name)
{
	struct inode *inode = d_inode(dentry);
	int err;

	inode_lock(inode);
	err = xattr_permission(inode, name, MAY_WRITE);
	if (!err)
		err = security_permission(name);
	if (!err)
		err = __vfs_removexattr(dentry, name);
	if (!err)
		fsnotify_dentry(dentry, IN_ATTRIB);
	inode_unlock(inode);
	return err;
}

/* A ->listxattr() made of the handlers that have one name each. */
ssize_t generic_listxattr(struct dentry *dentry, char *buf, size_t size)
{
	const struct xattr_handler *const *p = dentry->d_sb->s_xattr;
	size_t used = 0;

	for (; p && *p; p++) {
		size_t len;

		if (!(*p)->name || ((*p)->list && !(*p)->list(dentry)))
			continue;
		len = strlen((*p)->name) + 1;
		if (buf) {
			if (used + len > size)
				return -ERANGE;
			memcpy(buf + used, (*p)->name, len);
		}
		used += len;
	}
	return used;
}

/**
 * vfs_listxattr - the names of a file's attributes
 * @dentry: the file
 * @list: filled with terminated names; NULL to ask for the size
 * @size: of @list
 */
ssize_t vfs_listxattr(struct dentry *dentry, char *list, size_t size)
{
	struct inode *inode = d_inode(dentry);

	if (inode->i_op->listxattr)
		return inode->i_op->listxattr(dentry, list, size);
	return generic_listxattr(dentry, list, size);
}
