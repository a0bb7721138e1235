// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: extended attributes, which are the host's. On a "mapped" mount those that
 * only root may set have the prefix user.uml. there, and that prefix is hidden.
 *
 * POSIX ACLs are not offered: a guest would have to take part in checking them.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/xattr.h>

#include "internal.h"

/* The name the host knows it by, in @buf of XATTR_NAME_MAX + 1. */
static int host_name(struct inode *inode, const char *name, char *buf)
{
	bool mapped = HOSTFS_SB(inode->i_sb)->mapped;
	bool user = strstarts(name, XATTR_USER_PREFIX);
	int len;

	if (mapped && strstarts(name, MAPPED_PREFIX))
		return -EPERM;
	len = snprintf(buf, XATTR_NAME_MAX + 1, "%s%s", mapped && !user ? MAPPED_PREFIX : "", name);
	return len > XATTR_NAME_MAX ? -ERANGE : 0;
}

static int hostfs_xattr_get(const struct xattr_handler *handler, struct dentry *dentry,
			    struct inode *inode, const char *name, void *buf, size_t size)
{
	char full[XATTR_NAME_MAX + 1];
	struct hostfs_handle h;
	int ret = host_name(inode, xattr_full_name(handler, name), full);

	if (ret)
		return ret == -EPERM ? -ENODATA : ret;
	ret = hostfs_handle_get(dentry, &h);
	if (ret)
		return ret;
	ret = hostfs_getxattr(h.fd, full, buf, size);
	hostfs_handle_put(&h);
	return ret;
}

static int hostfs_xattr_set(const struct xattr_handler *handler, struct dentry *dentry,
			    struct inode *inode, const char *name, const void *value, size_t size,
			    int flags)
{
	char full[XATTR_NAME_MAX + 1];
	struct hostfs_handle h;
	int err = host_name(inode, xattr_full_name(handler, name), full);

	if (!err)
		err = hostfs_handle_get(dentry, &h);
	if (err)
		return err;
	hostfs_begin_change(inode);
	err = value ? hostfs_setxattr(h.fd, full, value, size, flags) : hostfs_removexattr(h.fd, full);
	hostfs_end_change(inode, h.fd);
	hostfs_handle_put(&h);
	return err;
}

/* Show only what there is a handler for, and trusted.* to whom it may serve. */
static bool is_shown(const char *name)
{
	if (strstarts(name, XATTR_TRUSTED_PREFIX) && !capable(CAP_SYS_ADMIN))
		return false;
	for (const struct xattr_handler *const *h = hostfs_xattr_handlers; *h; h++)
		if (strstarts(name, (*h)->prefix))
			return true;
	return false;
}

/* What the guest calls it; NULL: it is not to see it. */
static const char *guest_name(struct inode *inode, const char *name)
{
	if (HOSTFS_SB(inode->i_sb)->mapped) {
		if (strstarts(name, MAPPED_PREFIX)) {
			name += strlen(MAPPED_PREFIX);
			if (strstarts(name, XATTR_USER_PREFIX))
				return NULL;
		} else if (!strstarts(name, XATTR_USER_PREFIX)) {
			return NULL;
		}
	}
	return is_shown(name) ? name : NULL;
}

/* Translate @len bytes of names in place; the length they have then. */
static ssize_t guest_names(struct inode *inode, char *list, ssize_t len)
{
	char *to = list, *end = list + len;

	for (char *p = list, *next; p < end; p = next) {
		const char *name = guest_name(inode, p);
		size_t n;

		next = p + strnlen(p, end - p) + 1;
		if (!name)
			continue;
		n = next - name;
		memmove(to, name, n);
		to += n;
	}
	return to - list;
}

ssize_t hostfs_listxattr_op(struct dentry *dentry, char *list, size_t size)
{
	char *buf = kmalloc(XATTR_LIST_MAX, GFP_KERNEL);
	struct hostfs_handle h;
	ssize_t len;

	if (!buf)
		return -ENOMEM;
	len = hostfs_handle_get(dentry, &h);
	if (!len) {
		len = hostfs_listxattr(h.fd, buf, XATTR_LIST_MAX);
		hostfs_handle_put(&h);
	}
	if (len > 0)
		len = guest_names(d_inode(dentry), buf, len);
	if (len > 0 && list) {
		if (len > size)
			len = -ERANGE;
		else
			memcpy(list, buf, len);
	}
	kfree(buf);
	return len;
}

#define HANDLER(name_, prefix_)					\
static const struct xattr_handler name_ = {			\
	.prefix	= prefix_,					\
	.get	= hostfs_xattr_get,				\
	.set	= hostfs_xattr_set,				\
}

HANDLER(user_handler, XATTR_USER_PREFIX);
HANDLER(trusted_handler, XATTR_TRUSTED_PREFIX);
HANDLER(security_handler, XATTR_SECURITY_PREFIX);

const struct xattr_handler *const hostfs_xattr_handlers[] = {
	&user_handler, &trusted_handler, &security_handler, NULL,
};
