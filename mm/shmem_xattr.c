// SPDX-License-Identifier: GPL-2.0
/*
 * shmem: extended attributes (user, trusted, security) as a list in memory, and
 * access control lists, which live in the inode's cache of them for ever.
 *
 * Locks: info->xattr_sem. A new value is made before it is taken, so that setting
 * fails before anything has changed.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/posix_acl.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xattr.h>
#include "shmem.h"

struct shmem_xattr {
	struct list_head	list;
	char			*name;		/* with its prefix */
	size_t			size;
	char			value[];
};

static struct shmem_xattr *xattr_new(const char *name, const void *value, size_t size)
{
	struct shmem_xattr *x;

	if (size > XATTR_SIZE_MAX)
		return ERR_PTR(-E2BIG);
	x = kvmalloc(sizeof(*x) + size, GFP_KERNEL);
	if (!x)
		return ERR_PTR(-ENOMEM);
	x->name = kstrdup(name, GFP_KERNEL);
	if (!x->name) {
		kvfree(x);
		return ERR_PTR(-ENOMEM);
	}
	x->size = size;
	memcpy(x->value, value, size);
	return x;
}

static void xattr_free(struct shmem_xattr *x)
{
	kfree(x->name);
	kvfree(x);
}

void shmem_free_xattrs(struct shmem_inode_info *info)
{
	struct shmem_xattr *x, *next;

	list_for_each_entry_safe(x, next, &info->xattrs, list)
		xattr_free(x);
}

static struct shmem_xattr *xattr_find(struct shmem_inode_info *info, const char *name)
{
	struct shmem_xattr *x;

	list_for_each_entry(x, &info->xattrs, list) {
		if (!strcmp(x->name, name))
			return x;
	}
	return NULL;
}

static int shmem_xattr_get(const struct xattr_handler *h, struct dentry *dentry,
			   struct inode *inode, const char *name, void *buf, size_t size)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	struct shmem_xattr *x;
	int ret = -ENODATA;

	name = xattr_full_name(h, name);
	down_read(&info->xattr_sem);
	x = xattr_find(info, name);
	if (x) {
		ret = x->size;
		if (buf && size < x->size)
			ret = -ERANGE;
		else if (buf)
			memcpy(buf, x->value, x->size);
	}
	up_read(&info->xattr_sem);
	return ret;
}

/* Put @new (NULL: remove) in the place of what has its name. */
static int xattr_replace(struct shmem_inode_info *info, const char *name,
			 struct shmem_xattr *new, int flags, struct shmem_xattr **old)
{
	*old = xattr_find(info, name);
	if (*old && (flags & XATTR_CREATE))
		return -EEXIST;
	if (!*old && ((flags & XATTR_REPLACE) || !new))
		return -ENODATA;
	if (*old)
		list_del(&(*old)->list);
	if (new)
		list_add(&new->list, &info->xattrs);
	return 0;
}

static int shmem_xattr_set(const struct xattr_handler *h, struct dentry *dentry,
			   struct inode *inode, const char *name, const void *value,
			   size_t size, int flags)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	struct shmem_xattr *new = NULL, *old = NULL;
	int err;

	name = xattr_full_name(h, name);
	if (value) {
		new = xattr_new(name, value, size);
		if (IS_ERR(new))
			return PTR_ERR(new);
	}
	down_write(&info->xattr_sem);
	err = xattr_replace(info, name, new, flags, &old);
	up_write(&info->xattr_sem);
	if (err) {
		if (new)
			xattr_free(new);
		return err;
	}
	if (old)
		xattr_free(old);
	inode_set_ctime_current(inode);
	return 0;
}

/* Append a name to a list that may only be measured. */
static int add_name(char **buffer, size_t *left, const char *name)
{
	size_t len = strlen(name) + 1;

	if (*buffer) {
		if (*left < len)
			return -ERANGE;
		memcpy(*buffer, name, len);
		*buffer += len;
		*left -= len;
	}
	return len;
}

static ssize_t list_acls(struct inode *inode, char **buffer, size_t *left)
{
	ssize_t total = 0;
	int n;

	if (inode->i_acl && inode->i_acl != ACL_NOT_CACHED) {
		n = add_name(buffer, left, XATTR_NAME_POSIX_ACL_ACCESS);
		if (n < 0)
			return n;
		total += n;
	}
	if (inode->i_default_acl && inode->i_default_acl != ACL_NOT_CACHED) {
		n = add_name(buffer, left, XATTR_NAME_POSIX_ACL_DEFAULT);
		if (n < 0)
			return n;
		total += n;
	}
	return total;
}

ssize_t shmem_listxattr(struct dentry *dentry, char *buffer, size_t size)
{
	struct inode *inode = d_inode(dentry);
	struct shmem_inode_info *info = SHMEM_I(inode);
	bool trusted = capable(CAP_SYS_ADMIN);
	ssize_t total = list_acls(inode, &buffer, &size);
	struct shmem_xattr *x;

	if (total < 0)
		return total;
	down_read(&info->xattr_sem);
	list_for_each_entry(x, &info->xattrs, list) {
		int n;

		if (!trusted && !strncmp(x->name, XATTR_TRUSTED_PREFIX, XATTR_TRUSTED_PREFIX_LEN))
			continue;
		n = add_name(&buffer, &size, x->name);
		if (n < 0) {
			total = n;
			break;
		}
		total += n;
	}
	up_read(&info->xattr_sem);
	return total;
}

static const struct xattr_handler shmem_security_handler = {
	.prefix = XATTR_SECURITY_PREFIX, .get = shmem_xattr_get, .set = shmem_xattr_set,
};

static const struct xattr_handler shmem_trusted_handler = {
	.prefix = XATTR_TRUSTED_PREFIX, .get = shmem_xattr_get, .set = shmem_xattr_set,
};

static const struct xattr_handler shmem_user_handler = {
	.prefix = XATTR_USER_PREFIX, .get = shmem_xattr_get, .set = shmem_xattr_set,
};

const struct xattr_handler *const shmem_xattr_handlers[] = {
	&nop_posix_acl_access,
	&nop_posix_acl_default,
	&shmem_security_handler,
	&shmem_trusted_handler,
	&shmem_user_handler,
	NULL
};

int shmem_set_acl(struct dentry *dentry, struct posix_acl *acl, int type)
{
	struct inode *inode = d_inode(dentry);
	int err;

	if (type == ACL_TYPE_ACCESS) {
		err = posix_acl_update_mode(inode, &inode->i_mode, &acl);
		if (err)
			return err;
	}
	inode_set_ctime_current(inode);
	set_cached_acl(inode, type, acl);
	return 0;
}
