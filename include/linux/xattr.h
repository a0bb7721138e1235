/* SPDX-License-Identifier: GPL-2.0 */
/* Extended attributes: fs/xattr.c */
#ifndef INCLUDE_LINUX_XATTR_H
#define INCLUDE_LINUX_XATTR_H

#include <linux/types.h>
#include <uapi/linux/limits.h>
#include <uapi/linux/xattr.h>

struct dentry;
struct inode;

/* One per name or name prefix; ->get with a NULL buffer asks for the size. */
struct xattr_handler {
	const char *name;			/* exact name, or */
	const char *prefix;
	int flags;				/* for the handler itself */
	bool (*list)(struct dentry *dentry);
	int (*get)(const struct xattr_handler *h, struct dentry *dentry, struct inode *inode, const char *name, void *buf, size_t size);
	/* @value NULL removes */
	int (*set)(const struct xattr_handler *h, struct dentry *dentry, struct inode *inode, const char *name, const void *value, size_t size, int flags);
};

ssize_t vfs_getxattr(struct dentry *dentry, const char *name, void *value, size_t size);
int __vfs_removexattr(struct dentry *dentry, const char *name);
int __vfs_setxattr(struct dentry *dentry, struct inode *inode, const char *name, const void *value, size_t size, int flags);
ssize_t __vfs_getxattr(struct dentry *dentry, struct inode *inode, const char *name, void *value, size_t size);
int vfs_setxattr(struct dentry *dentry, const char *name, const void *value, size_t size, int flags);
int vfs_removexattr(struct dentry *dentry, const char *name);
ssize_t vfs_listxattr(struct dentry *dentry, char *list, size_t size);
ssize_t generic_listxattr(struct dentry *dentry, char *buf, size_t size);
const char *xattr_full_name(const struct xattr_handler *handler, const char *name);

#endif /* INCLUDE_LINUX_XATTR_H */
