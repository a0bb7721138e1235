// SPDX-License-Identifier: GPL-2.0
/*
 * inode_attr.c: the small state changes of an inode: links, owner of a new file,
 * bytes used, direct I/O in flight, set-id bits to be dropped on write.
 *
 * The callers hold i_rwsem where fs.h says [r]; i_lock is taken here for [l].
 * Neighbours: attr.c (chmod and friends), inode_time.c (timestamps).
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/posix_acl.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/wait.h>
#include <linux/xattr.h>
#include "internal.h"

#define __I_DIO_WAKEUP	9	/* a bit of i_state nobody sets, to wait on */

/*
 * s_remove_count: files without a name that still exist. Such a file must be
 * removed from the disk later, so the filesystem cannot become read-only.
 */
void drop_nlink(struct inode *inode)
{
	WARN_ON_ONCE(!inode->i_nlink);
	if (!--inode->i_nlink)
		atomic_long_inc(&inode->i_sb->s_remove_count);
}

void clear_nlink(struct inode *inode)
{
	if (inode->i_nlink) {
		inode->i_nlink = 0;
		atomic_long_inc(&inode->i_sb->s_remove_count);
	}
}

void set_nlink(struct inode *inode, unsigned int nlink)
{
	if (!nlink) {
		clear_nlink(inode);
		return;
	}
	if (!inode->i_nlink)
		atomic_long_dec(&inode->i_sb->s_remove_count);
	inode->i_nlink = nlink;
}

void inc_nlink(struct inode *inode)
{
	if (!inode->i_nlink) {
		WARN_ON_ONCE(!(inode->i_state & I_LINKABLE));
		atomic_long_dec(&inode->i_sb->s_remove_count);
	}
	inode->i_nlink++;
}

void inode_inc_link_count(struct inode *inode)
{
	inc_nlink(inode);
	mark_inode_dirty(inode);
}

void inode_dec_link_count(struct inode *inode)
{
	drop_nlink(inode);
	mark_inode_dirty(inode);
}

/* Owned, or CAP_FOWNER. */
bool inode_owner_or_capable(const struct inode *inode)
{
	return inode->i_uid == current_fsuid() || capable_wrt_inode(inode, CAP_FOWNER);
}

bool in_group_or_capable(const struct inode *inode, kgid_t gid)
{
	return in_group_p(gid) || capable_wrt_inode(inode, CAP_FSETID);
}

/*
 * A file created in a set-group-id directory gets the directory's group: only a
 * member may make it set-group-id executable.
 */
umode_t mode_strip_sgid(const struct inode *dir, umode_t mode)
{
	if ((mode & (S_ISGID | S_IXGRP)) != (S_ISGID | S_IXGRP))
		return mode;
	if (S_ISDIR(mode) || !dir || !(dir->i_mode & S_ISGID))
		return mode;
	return in_group_or_capable(dir, dir->i_gid) ? mode : mode & ~S_ISGID;
}

/**
 * inode_init_owner - owner, group and mode of a new file
 * @inode: the new one
 * @dir: where it is created, NULL for a root
 * @mode: wanted; a directory inherits set-group-id
 */
void inode_init_owner(struct inode *inode, const struct inode *dir, umode_t mode)
{
	inode->i_uid = current_fsuid();
	if (dir && dir->i_mode & S_ISGID) {
		inode->i_gid = dir->i_gid;
		if (S_ISDIR(mode))
			mode |= S_ISGID;
	} else {
		inode->i_gid = current_fsgid();
	}
	inode->i_mode = mode;
}

/* Set the operations of a device, FIFO or socket inode. */
void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev)
{
	inode->i_mode = mode;
	if (S_ISCHR(mode)) {
		inode->i_fop = &def_chr_fops;
		inode->i_rdev = rdev;
	} else if (S_ISBLK(mode)) {
		inode->i_fop = &def_blk_fops;
		inode->i_rdev = rdev;
	} else if (S_ISFIFO(mode)) {
		inode->i_fop = &pipefifo_fops;
	}
	/* A socket keeps the open that fails with ENXIO. */
}

void inode_set_flags(struct inode *inode, unsigned int flags, unsigned int mask)
{
	spin_lock(&inode->i_lock);
	inode->i_flags = (inode->i_flags & ~mask) | flags;
	spin_unlock(&inode->i_lock);
}

void inode_add_bytes(struct inode *inode, loff_t bytes)
{
	spin_lock(&inode->i_lock);
	inode->i_blocks += bytes >> 9;
	inode->i_bytes += bytes & 511;
	if (inode->i_bytes >= 512) {
		inode->i_blocks++;
		inode->i_bytes -= 512;
	}
	spin_unlock(&inode->i_lock);
}

void inode_sub_bytes(struct inode *inode, loff_t bytes)
{
	spin_lock(&inode->i_lock);
	inode->i_blocks -= bytes >> 9;
	bytes &= 511;
	if (inode->i_bytes < bytes) {
		inode->i_blocks--;
		inode->i_bytes += 512;
	}
	inode->i_bytes -= bytes;
	spin_unlock(&inode->i_lock);
}

loff_t inode_get_bytes(struct inode *inode)
{
	loff_t bytes;

	spin_lock(&inode->i_lock);
	bytes = ((loff_t)inode->i_blocks << 9) + inode->i_bytes;
	spin_unlock(&inode->i_lock);
	return bytes;
}

/* i_lock held, or the inode private. */
void inode_set_bytes(struct inode *inode, loff_t bytes)
{
	inode->i_blocks = bytes >> 9;
	inode->i_bytes = bytes & 511;
}

void inode_dio_begin(struct inode *inode)
{
	atomic_inc(&inode->i_dio_count);
}

void inode_dio_end(struct inode *inode)
{
	if (atomic_dec_and_test(&inode->i_dio_count))
		wake_up_bit(&inode->i_state, __I_DIO_WAKEUP);
}

/**
 * inode_dio_wait - wait until direct I/O on a file has ended
 * @inode: i_rwsem is held, so that no more begins
 */
void inode_dio_wait(struct inode *inode)
{
	wait_queue_head_t *wq = bit_waitqueue(&inode->i_state, __I_DIO_WAKEUP);
	DEFINE_WAIT(wait);

	while (atomic_read(&inode->i_dio_count)) {
		prepare_to_wait(wq, &wait, TASK_UNINTERRUPTIBLE);
		if (atomic_read(&inode->i_dio_count))
			schedule();
		finish_wait(wq, &wait);
	}
}

/**
 * inode_newsize_ok - may a file be given this size
 * @inode: i_rwsem held
 * @offset: the new size
 *
 * Return: 0, -EFBIG (with SIGXFSZ when it is the process's limit), or -ETXTBSY
 * for a swap file that would shrink.
 */
int inode_newsize_ok(const struct inode *inode, loff_t offset)
{
	if (offset < 0)
		return -EINVAL;
	if (inode->i_size >= offset)
		return IS_SWAPFILE(inode) ? -ETXTBSY : 0;
	if (offset > rlimit(RLIMIT_FSIZE)) {
		send_sig(SIGXFSZ, current, 0);
		return -EFBIG;
	}
	return offset > inode->i_sb->s_maxbytes ? -EFBIG : 0;
}

/* Does writing to or chowning this file cost it its set-group-id bit? */
static int should_drop_sgid(const struct inode *inode)
{
	if (!(inode->i_mode & S_ISGID))
		return 0;
	if (inode->i_mode & S_IXGRP || !in_group_or_capable(inode, inode->i_gid))
		return ATTR_KILL_SGID;
	return 0;
}

int setattr_should_drop_suidgid(struct inode *inode)
{
	int kill = should_drop_sgid(inode);

	if (inode->i_mode & S_ISUID)
		kill |= ATTR_KILL_SUID;
	if (kill && !capable(CAP_FSETID) && S_ISREG(inode->i_mode))
		return kill;
	return 0;
}

/* ATTR_KILL_* bits that a write by current brings about. */
int should_remove_suid(struct dentry *dentry)
{
	return setattr_should_drop_suidgid(d_inode(dentry));
}

/* All privileges of a file that a write takes away, or 0, or -errno. */
int dentry_needs_remove_privs(struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	int mask;

	if (inode->i_flags & S_NOSEC)
		return 0;
	mask = should_remove_suid(dentry);
	if (__vfs_getxattr(dentry, inode, XATTR_NAME_CAPS, NULL, 0) > 0)
		mask |= ATTR_KILL_PRIV;
	return mask;
}

/**
 * file_remove_privs - a file is about to be written: drop set-id bits and
 *		       file capabilities
 * @file: its inode's i_rwsem is held
 *
 * Return: 0 or -errno.
 */
int file_remove_privs(struct file *file)
{
	struct dentry *dentry = file_dentry(file);
	struct inode *inode = file_inode(file);
	struct iattr attr = { .ia_valid = ATTR_FORCE };
	int kill, err = 0;

	if (inode->i_flags & S_NOSEC || !S_ISREG(inode->i_mode))
		return 0;
	kill = dentry_needs_remove_privs(dentry);
	if (kill < 0)
		return kill;
	if (kill) {
		attr.ia_valid |= kill;
		err = notify_change(dentry, &attr);
	}
	if (!err && !(inode->i_mode & (S_ISUID | S_ISGID)) && inode->i_sb->s_iflags & SB_I_NOSEC_OK)
		inode_set_flags(inode, S_NOSEC, S_NOSEC);
	return err;
}
