// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: extended attributes: the real file's, but for our own, which nobody
 * sees: trusted.overlay.*, or user.overlay.* with the option userxattr. Those of an
 * overlay that has its layers inside this one are called trusted.overlay.overlay.*
 * on the real file.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/xattr.h>

#include "overlayfs.h"

#define INNER	"overlay."

/* After our prefix; NULL: not ours. */
static const char *after_prefix(struct super_block *sb, const char *name)
{
	const char *prefix = OVL_FS(sb)->prefix;

	return strstarts(name, prefix) ? name + strlen(prefix) : NULL;
}

bool ovl_is_own_xattr(struct super_block *sb, const char *name)
{
	const char *rest = after_prefix(sb, name);

	return rest && !strstarts(rest, INNER);
}

/* What the real file calls it; *@buf is to be freed. */
static int real_name(struct super_block *sb, const char **name, char **buf)
{
	const char *rest = after_prefix(sb, *name);

	*buf = NULL;
	if (!rest)
		return 0;
	if (strlen(*name) + strlen(INNER) > XATTR_NAME_MAX)
		return -EOPNOTSUPP;
	*buf = kasprintf(GFP_KERNEL, "%s" INNER "%s", OVL_FS(sb)->prefix, rest);
	if (!*buf)
		return -ENOMEM;
	*name = *buf;
	return 0;
}

static void own_name(struct super_block *sb, const char *name, char *full, size_t size)
{
	snprintf(full, size, "%s%s", OVL_FS(sb)->prefix, name);
}

/* Our attribute @name of a real file. Credentials are the mounter's. */
ssize_t ovl_get_own(struct super_block *sb, struct dentry *real, const char *name, void *buf, size_t size)
{
	char full[XATTR_NAME_MAX + 1];

	own_name(sb, name, full, sizeof(full));
	return vfs_getxattr(real, full, buf, size);
}

int ovl_set_own(struct super_block *sb, struct dentry *real, const char *name, const void *value, size_t size)
{
	char full[XATTR_NAME_MAX + 1];

	own_name(sb, name, full, sizeof(full));
	return vfs_setxattr(real, full, value, size, 0);
}

static int ovl_xattr_get(const struct xattr_handler *handler, struct dentry *dentry,
			 struct inode *inode, const char *name, void *buf, size_t size)
{
	const struct cred *old;
	struct path real;
	char *tmp;
	int ret = real_name(inode->i_sb, &name, &tmp);

	if (ret)
		return ret;
	ovl_real_path(inode, &real);
	old = ovl_override(inode->i_sb);
	ret = vfs_getxattr(real.dentry, name, buf, size);
	revert_creds(old);
	kfree(tmp);
	return ret;
}

static int set_upper(struct inode *inode, const char *name, const void *value, size_t size,
		     int flags)
{
	const struct cred *old;
	char *tmp;
	int err = real_name(inode->i_sb, &name, &tmp);

	if (err)
		return err;
	old = ovl_override(inode->i_sb);
	if (value)
		err = vfs_setxattr(ovl_upper(inode), name, value, size, flags);
	else
		err = vfs_removexattr(ovl_upper(inode), name);
	revert_creds(old);
	kfree(tmp);
	ovl_copyattr(inode);
	return err;
}

static int ovl_xattr_set(const struct xattr_handler *handler, struct dentry *dentry,
			 struct inode *inode, const char *name, const void *value, size_t size,
			 int flags)
{
	int err = ovl_want_write(dentry);

	if (err)
		return err;
	/* Nothing to remove is no reason to copy. */
	if (!value && !ovl_upper(inode)) {
		err = ovl_xattr_get(handler, dentry, inode, name, NULL, 0);
		if (err > 0)
			err = 0;
	}
	if (!err)
		err = ovl_copy_up(dentry);
	if (!err)
		err = set_upper(inode, name, value, size, flags);
	ovl_drop_write(dentry);
	return err;
}

static bool is_hidden(struct super_block *sb, const char *name)
{
	return ovl_is_own_xattr(sb, name) ||
	       (strstarts(name, XATTR_TRUSTED_PREFIX) && !capable(CAP_SYS_ADMIN));
}

/*
 * Take what the caller is not to see out of a list of names, and our prefix out of
 * those of an inner overlay.
 */
static ssize_t shown_names(struct super_block *sb, char *list, ssize_t len)
{
	char *p = list;

	while (p < list + len) {
		const char *inner = after_prefix(sb, p);
		size_t n = strlen(p) + 1, at = 0, cut = 0;

		if (is_hidden(sb, p)) {
			cut = n;
		} else if (inner) {
			at = inner - p;
			cut = strlen(INNER);
		}
		len -= cut;
		memmove(p + at, p + at + cut, list + len - (p + at));
		p += n - cut;
	}
	return len;
}

ssize_t ovl_listxattr(struct dentry *dentry, char *list, size_t size)
{
	struct super_block *sb = dentry->d_sb;
	const struct cred *old = ovl_override(sb);
	struct path real;
	ssize_t len;

	ovl_real_path(d_inode(dentry), &real);
	len = vfs_listxattr(real.dentry, list, size);
	revert_creds(old);
	return len > 0 && list ? shown_names(sb, list, len) : len;
}

/* The name of a POSIX ACL does not come here. */
static const struct xattr_handler any_handler = {
	.prefix	= "",
	.get	= ovl_xattr_get,
	.set	= ovl_xattr_set,
};

const struct xattr_handler *const ovl_xattr_handlers[] = { &any_handler, NULL };
