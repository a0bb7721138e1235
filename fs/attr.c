// SPDX-License-Identifier: GPL-2.0
/*
 * attr.c: changing a file's mode, owner, size and times.
 *
 * notify_change() is the one way in: it applies the rules that hold for every
 * filesystem, asks ->setattr(), which uses setattr_prepare() and setattr_copy(),
 * and tells watchers. i_rwsem is held throughout.
 *
 * Neighbours: chmod.c, truncate.c, utimes.c (the syscalls).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/xattr.h>
#include "internal.h"

/* Only the owner gives nothing away; CAP_CHOWN may. */
static bool chown_ok(const struct inode *inode, kuid_t uid)
{
	if (inode->i_uid == current_fsuid() && uid == inode->i_uid)
		return true;
	return capable_wrt_inode(inode, CAP_CHOWN);
}

/* The owner may choose among his own groups. */
static bool chgrp_ok(const struct inode *inode, kgid_t gid)
{
	if (inode->i_uid == current_fsuid() && (gid == inode->i_gid || in_group_p(gid)))
		return true;
	return capable_wrt_inode(inode, CAP_CHOWN);
}

static int check_owner_change(const struct inode *inode, struct iattr *attr)
{
	unsigned int valid = attr->ia_valid;

	if (valid & ATTR_UID && !chown_ok(inode, attr->ia_uid))
		return -EPERM;
	if (valid & ATTR_GID && !chgrp_ok(inode, attr->ia_gid))
		return -EPERM;
	if (valid & ATTR_MODE) {
		kgid_t gid = valid & ATTR_GID ? attr->ia_gid : inode->i_gid;

		if (!inode_owner_or_capable(inode))
			return -EPERM;
		if (!in_group_or_capable(inode, gid))
			attr->ia_mode &= ~S_ISGID;
	}
	if (valid & (ATTR_MTIME_SET | ATTR_ATIME_SET | ATTR_TIMES_SET) &&
	    !inode_owner_or_capable(inode))
		return -EPERM;
	return 0;
}

/**
 * setattr_prepare - may current make these changes
 * @dentry: the file
 * @attr: the changes; the set-group-id bit may be taken out
 *
 * Return: 0, -EPERM, -EFBIG, -ETXTBSY ...
 */
int setattr_prepare(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int err;

	if (attr->ia_valid & ATTR_SIZE) {
		err = inode_newsize_ok(inode, attr->ia_size);
		if (err)
			return err;
	}
	if (!(attr->ia_valid & ATTR_FORCE)) {
		err = check_owner_change(inode, attr);
		if (err)
			return err;
	}
	if (attr->ia_valid & ATTR_KILL_PRIV) {
		err = __vfs_removexattr(dentry, XATTR_NAME_CAPS);
		if (err && err != -ENODATA && err != -EOPNOTSUPP)
			return err;
	}
	return 0;
}

/**
 * setattr_copy - make the changes in the inode, but for the size
 * @inode: the file
 * @attr: after setattr_prepare()
 *
 * The caller marks the inode dirty.
 */
void setattr_copy(struct inode *inode, const struct iattr *attr)
{
	unsigned int valid = attr->ia_valid;

	if (valid & ATTR_UID)
		inode->i_uid = attr->ia_uid;
	if (valid & ATTR_GID)
		inode->i_gid = attr->ia_gid;
	spin_lock(&inode->i_lock);
	if (valid & ATTR_ATIME)
		inode->i_atime = attr->ia_atime;
	if (valid & ATTR_MTIME)
		inode->i_mtime = attr->ia_mtime;
	if (valid & ATTR_CTIME)
		inode->i_ctime = attr->ia_ctime;
	spin_unlock(&inode->i_lock);
	if (valid & ATTR_MODE) {
		umode_t mode = attr->ia_mode;

		if (!in_group_or_capable(inode, inode->i_gid))
			mode &= ~S_ISGID;
		inode->i_mode = mode;
	}
}

static int may_setattr(struct inode *inode, unsigned int valid)
{
	if (valid & (ATTR_MODE | ATTR_UID | ATTR_GID | ATTR_TIMES_SET) &&
	    (IS_IMMUTABLE(inode) || IS_APPEND(inode)))
		return -EPERM;
	/* utimes(NULL): writing rights are enough. */
	if (valid & ATTR_TOUCH) {
		if (IS_IMMUTABLE(inode))
			return -EPERM;
		if (!inode_owner_or_capable(inode))
			return inode_permission(inode, MAY_WRITE);
	}
	return 0;
}

static void fill_times(struct inode *inode, struct iattr *attr)
{
	struct timespec64 now = current_time(inode);

	attr->ia_ctime = now;
	attr->ia_atime = attr->ia_valid & ATTR_ATIME_SET ?
			 timestamp_truncate(attr->ia_atime, inode) : now;
	attr->ia_mtime = attr->ia_valid & ATTR_MTIME_SET ?
			 timestamp_truncate(attr->ia_mtime, inode) : now;
}

/* Express the dropping of set-id bits as a change of mode. */
static void kill_bits_to_mode(struct inode *inode, struct iattr *attr)
{
	umode_t drop = 0;

	if (attr->ia_valid & ATTR_KILL_SUID)
		drop |= inode->i_mode & S_ISUID;
	if (attr->ia_valid & ATTR_KILL_SGID)
		drop |= inode->i_mode & S_ISGID;
	attr->ia_valid &= ~(ATTR_KILL_SUID | ATTR_KILL_SGID);
	if (!drop)
		return;
	if (!(attr->ia_valid & ATTR_MODE)) {
		attr->ia_valid |= ATTR_MODE;
		attr->ia_mode = inode->i_mode;
	}
	attr->ia_mode &= ~drop;
}

static void notify_watchers(struct dentry *dentry, unsigned int valid)
{
	u32 mask = 0;

	if (valid & (ATTR_UID | ATTR_GID | ATTR_MODE))
		mask |= IN_ATTRIB;
	if (valid & ATTR_SIZE)
		mask |= IN_MODIFY;
	if ((valid & (ATTR_ATIME | ATTR_MTIME)) == (ATTR_ATIME | ATTR_MTIME))
		mask |= IN_ATTRIB;
	else if (valid & ATTR_ATIME)
		mask |= IN_ACCESS;
	else if (valid & ATTR_MTIME)
		mask |= IN_MODIFY;
	if (mask)
		fsnotify_dentry(dentry, mask);
}

/**
 * notify_change - change a file's attributes
 * @dentry: the file; its i_rwsem is held
 * @attr: the changes
 *
 * Context: may sleep.
 * Return: 0 or -errno.
 */
int notify_change(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	unsigned int valid;
	int err = may_setattr(inode, attr->ia_valid);

	if (err)
		return err;
	if (attr->ia_valid & ATTR_MODE) {
		if (S_ISLNK(inode->i_mode))
			return -EOPNOTSUPP;
		if (attr->ia_mode & (S_ISUID | S_ISGID))
			inode_set_flags(inode, 0, S_NOSEC);
	}
	fill_times(inode, attr);
	if (attr->ia_valid & ATTR_KILL_PRIV &&
	    __vfs_getxattr(dentry, inode, XATTR_NAME_CAPS, NULL, 0) <= 0)
		attr->ia_valid &= ~ATTR_KILL_PRIV;
	kill_bits_to_mode(inode, attr);
	valid = attr->ia_valid;
	if (!(valid & ~ATTR_FORCE))
		return 0;

	if (inode->i_op->setattr)
		err = inode->i_op->setattr(dentry, attr);
	else
		err = simple_setattr(dentry, attr);
	if (!err)
		notify_watchers(dentry, valid);
	return err;
}
