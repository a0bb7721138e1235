// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: copying a lower file up, before it is changed.
 *
 * Directories on the way to it first. The copy is made in the work directory with
 * data, attributes and extended attributes, and renamed into place when complete.
 * A file with several names is copied under the one that is used.
 *
 * Locks: ovl_inode->lock of the file; a parent's is taken before, not inside.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xattr.h>

#include "overlayfs.h"

#define COPY_SIZE	65536

int ovl_want_write(struct dentry *dentry)
{
	struct vfsmount *upper = OVL_FS(dentry->d_sb)->mnt[0];

	return upper ? mnt_want_write(upper) : -EROFS;
}

void ovl_drop_write(struct dentry *dentry)
{
	mnt_drop_write(OVL_FS(dentry->d_sb)->mnt[0]);
}

/* ---- attributes ---- */

static int copy_xattr(struct super_block *sb, struct dentry *from, struct dentry *to, const char *name)
{
	ssize_t size = vfs_getxattr(from, name, NULL, 0);
	char *value;
	int err;

	if (size < 0)
		return size == -ENODATA ? 0 : size;
	value = kmalloc(size ? size : 1, GFP_KERNEL);
	if (!value)
		return -ENOMEM;
	size = vfs_getxattr(from, name, value, size);
	err = size < 0 ? size : vfs_setxattr(to, name, value, size, 0);
	kfree(value);
	/* Security attributes are the upper filesystem's to keep or not. */
	if (err == -EOPNOTSUPP || (err == -EPERM && strstarts(name, XATTR_SECURITY_PREFIX)))
		return 0;
	return err;
}

static int copy_xattrs(struct super_block *sb, struct dentry *from, struct dentry *to)
{
	ssize_t len;
	char *list;
	int err = 0;

	if (!from->d_sb->s_xattr || !to->d_sb->s_xattr)
		return 0;
	list = kzalloc(XATTR_LIST_MAX, GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	len = vfs_listxattr(from, list, XATTR_LIST_MAX);
	for (char *p = list; len > 0 && p < list + len && !err; p += strlen(p) + 1)
		if (!ovl_is_own_xattr(sb, p))
			err = copy_xattr(sb, from, to, p);
	kfree(list);
	return len < 0 && len != -EOPNOTSUPP ? len : err;
}

static int set_attributes(struct dentry *to, const struct kstat *stat)
{
	struct iattr attr = {
		.ia_valid = ATTR_UID | ATTR_GID | ATTR_FORCE,
		.ia_uid = stat->uid, .ia_gid = stat->gid,
	};
	int err;

	inode_lock(d_inode(to));
	err = notify_change(to, &attr);
	if (!err) {
		attr = (struct iattr){
			.ia_valid = ATTR_ATIME | ATTR_MTIME | ATTR_ATIME_SET | ATTR_MTIME_SET |
				    ATTR_FORCE,
			.ia_atime = stat->atime, .ia_mtime = stat->mtime,
		};
		if (!S_ISLNK(stat->mode)) {
			attr.ia_valid |= ATTR_MODE;
			attr.ia_mode = stat->mode;
		}
		err = notify_change(to, &attr);
	}
	inode_unlock(d_inode(to));
	return err;
}

/* ---- contents ---- */

static bool is_zero(const char *buf, size_t len)
{
	return !len || (!buf[0] && !memcmp(buf, buf + 1, len - 1));
}

/* @len bytes; blocks of zeroes become holes. */
static int copy_bytes(struct file *from, struct file *to, loff_t len)
{
	char *buf = kmalloc(COPY_SIZE, GFP_KERNEL);
	loff_t pos = 0;
	int err = buf ? 0 : -ENOMEM;

	while (!err && pos < len) {
		loff_t at = pos, out = pos;
		ssize_t n = kernel_read(from, buf, min_t(loff_t, COPY_SIZE, len - pos), &at);
		ssize_t done = 0;

		if (n <= 0) {
			err = n;
			break;
		}
		while (!is_zero(buf, n) && done < n && !err) {
			ssize_t w = kernel_write(to, buf + done, n - done, &out);

			if (w <= 0)
				err = w ? w : -EIO;
			done += w;
		}
		pos += n;
		if (fatal_signal_pending(current))
			err = -EINTR;
	}
	if (!err)
		err = do_truncate(file_dentry(to), pos, 0, to);
	kfree(buf);
	return err;
}

static int copy_data(struct super_block *sb, const struct path *lower, struct dentry *temp, loff_t len)
{
	struct ovl_fs *ofs = OVL_FS(sb);
	struct path upper = { .mnt = ofs->work_mnt, .dentry = temp };
	struct file *from, *to;
	int err;

	if (!len)
		return 0;
	from = dentry_open(lower, O_RDONLY | O_LARGEFILE, ofs->cred);
	if (IS_ERR(from))
		return PTR_ERR(from);
	to = dentry_open(&upper, O_WRONLY | O_LARGEFILE, ofs->cred);
	err = PTR_ERR_OR_ZERO(to);
	if (!err) {
		err = copy_bytes(from, to, len);
		fput(to);
	}
	fput(from);
	return err;
}

/* ---- one file ---- */

static int make_symlink(struct inode *dir, struct dentry *temp, struct dentry *lower)
{
	struct delayed_call done = {};
	struct inode *inode = d_inode(lower);
	const char *text = inode->i_link;
	int err;

	if (!text && inode->i_op->get_link)
		text = inode->i_op->get_link(lower, inode, &done);
	if (IS_ERR_OR_NULL(text))
		return text ? PTR_ERR(text) : -EINVAL;
	err = vfs_symlink(dir, temp, text);
	do_delayed_call(&done);
	return err;
}

static int make_copy(struct inode *dir, struct dentry *temp, struct dentry *lower)
{
	const struct inode *inode = d_inode(lower);

	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
		return vfs_create(dir, temp, S_IFREG | 0600, true);
	case S_IFDIR:
		return vfs_mkdir(dir, temp, 0700);
	case S_IFLNK:
		return make_symlink(dir, temp, lower);
	default:
		return vfs_mknod(dir, temp, inode->i_mode, inode->i_rdev);
	}
}

static int fill_copy(struct super_block *sb, const struct path *lower, struct dentry *temp,
		     const struct kstat *stat, loff_t size)
{
	int err = 0;

	if (S_ISREG(stat->mode))
		err = copy_data(sb, lower, temp, min(size, stat->size));
	if (!err)
		err = copy_xattrs(sb, lower->dentry, temp);
	if (!err)
		err = set_attributes(temp, stat);
	return err;
}

/* A complete copy in the work directory. */
static struct dentry *copy_to_temp(struct super_block *sb, const struct path *lower, loff_t size)
{
	struct dentry *work = OVL_FS(sb)->workdir, *temp;
	struct kstat stat;
	int err = vfs_getattr(lower, &stat, STATX_BASIC_STATS, 0);

	if (err)
		return ERR_PTR(err);
	inode_lock_nested(d_inode(work), I_MUTEX_PARENT);
	temp = ovl_lookup_temp(sb);
	err = PTR_ERR_OR_ZERO(temp);
	if (!err) {
		err = make_copy(d_inode(work), temp, lower->dentry);
		if (err)
			dput(temp);
	}
	inode_unlock(d_inode(work));
	if (err)
		return ERR_PTR(err);
	err = fill_copy(sb, lower, temp, &stat, size);
	if (!err)
		return temp;
	ovl_cleanup(work, temp);
	dput(temp);
	return ERR_PTR(err);
}

/* @dentry's parent is in the upper layer. The inode's lock is held. */
static int copy_up_locked(struct dentry *dentry, struct dentry *parent, loff_t size)
{
	struct super_block *sb = dentry->d_sb;
	struct inode *inode = d_inode(dentry);
	struct dentry *upper_dir = ovl_upper(d_inode(parent)), *temp, *target;
	struct name_snapshot name;
	struct path lower;
	int err;

	ovl_real_path(inode, &lower);
	temp = copy_to_temp(sb, &lower, size);
	if (IS_ERR(temp))
		return PTR_ERR(temp);
	take_dentry_name_snapshot(&name, dentry);
	target = ovl_lookup_real(upper_dir, (const char *)name.name.name, name.name.len);
	release_dentry_name_snapshot(&name);
	err = PTR_ERR_OR_ZERO(target);
	if (!err) {
		err = d_is_positive(target) ? -ESTALE :
		      ovl_do_rename(OVL_FS(sb)->workdir, temp, upper_dir, target, 0);
		dput(target);
	}
	if (err) {
		ovl_cleanup(OVL_FS(sb)->workdir, temp);
		dput(temp);
		return err;
	}
	smp_store_release(&OVL_I(inode)->upper, temp);
	ovl_copyattr(inode);
	return 0;
}

static int copy_up_one(struct dentry *dentry, struct dentry *parent, loff_t size)
{
	struct ovl_inode *oi = OVL_I(d_inode(dentry));
	const struct cred *old;
	int err = 0;

	mutex_lock(&oi->lock);
	if (!oi->upper) {
		old = ovl_override(dentry->d_sb);
		err = copy_up_locked(dentry, parent, size);
		revert_creds(old);
	}
	mutex_unlock(&oi->lock);
	return err;
}

/**
 * ovl_copy_up_size() - have a file in the upper layer
 * @dentry: of the overlay; write access to the upper mount is held
 * @size: that many bytes of it are enough, as it will be truncated
 */
int ovl_copy_up_size(struct dentry *dentry, loff_t size)
{
	int err = 0;

	/* From the topmost directory that is not there yet, down to @dentry. */
	while (!err && !ovl_upper(d_inode(dentry))) {
		struct dentry *next = dget(dentry), *parent = dget_parent(next);

		while (!ovl_upper(d_inode(parent)) && !IS_ROOT(parent)) {
			dput(next);
			next = parent;
			parent = dget_parent(next);
		}
		err = copy_up_one(next, parent, next == dentry ? size : 0);
		dput(parent);
		dput(next);
	}
	return err;
}

int ovl_copy_up(struct dentry *dentry)
{
	return ovl_copy_up_size(dentry, LLONG_MAX);
}
