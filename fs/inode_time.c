// SPDX-License-Identifier: GPL-2.0
/*
 * inode_time.c: when the timestamps of a file change.
 *
 * Access times follow the mount's flags (noatime, nodiratime, relatime, which
 * is the default, strictatime); modification and change times follow writes.
 * With SB_LAZYTIME they stay in memory until something else is written.
 * All take the one clock's coarse time, cut to the filesystem's granularity.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mount.h>
#include <linux/timekeeping.h>
#include "internal.h"

#define RELATIME_MAX_AGE	(24 * 60 * 60)

/* Cut to what the filesystem can store. */
struct timespec64 timestamp_truncate(struct timespec64 t, struct inode *inode)
{
	struct super_block *sb = inode->i_sb;
	unsigned int gran = sb->s_time_gran;

	t.tv_sec = clamp(t.tv_sec, sb->s_time_min, sb->s_time_max);
	if (t.tv_sec == sb->s_time_max || t.tv_sec == sb->s_time_min)
		t.tv_nsec = 0;
	if (gran == NSEC_PER_SEC)
		t.tv_nsec = 0;
	else if (gran > 1)
		t.tv_nsec -= t.tv_nsec % gran;
	return t;
}

/* Now, as a timestamp of @inode. */
struct timespec64 current_time(struct inode *inode)
{
	struct timespec64 now;

	ktime_get_coarse_real_ts64(&now);
	return timestamp_truncate(now, inode);
}

struct timespec64 inode_set_ctime_current(struct inode *inode)
{
	inode->i_ctime = current_time(inode);
	return inode->i_ctime;
}

/**
 * inode_update_timestamps - set the times named by S_ATIME, S_MTIME, S_CTIME
 * @inode: whose
 * @flags: which; S_VERSION bumps i_version
 *
 * Return: those that really changed.
 */
int inode_update_timestamps(struct inode *inode, int flags)
{
	struct timespec64 now = current_time(inode);
	int updated = 0;

	spin_lock(&inode->i_lock);
	if (flags & S_ATIME && !timespec64_equal(&inode->i_atime, &now)) {
		inode->i_atime = now;
		updated |= S_ATIME;
	}
	if (flags & S_MTIME && !timespec64_equal(&inode->i_mtime, &now)) {
		inode->i_mtime = now;
		updated |= S_MTIME;
	}
	if (flags & S_CTIME && !timespec64_equal(&inode->i_ctime, &now)) {
		inode->i_ctime = now;
		updated |= S_CTIME;
	}
	spin_unlock(&inode->i_lock);
	if (flags & S_VERSION && inode->i_sb->s_flags & SB_I_VERSION && updated) {
		atomic64_inc(&inode->i_version);
		updated |= S_VERSION;
	}
	return updated;
}

/* The default ->update_time(). */
int generic_update_time(struct inode *inode, int flags)
{
	int updated = inode_update_timestamps(inode, flags);
	int dirty = 0;

	if (updated & (S_ATIME | S_MTIME | S_CTIME))
		dirty = inode->i_sb->s_flags & SB_LAZYTIME ? I_DIRTY_TIME : I_DIRTY_SYNC;
	if (updated & S_VERSION)
		dirty |= I_DIRTY_SYNC;
	if (dirty)
		__mark_inode_dirty(inode, dirty);
	return 0;
}

int inode_update_time(struct inode *inode, int flags)
{
	if (inode->i_op->update_time)
		return inode->i_op->update_time(inode, flags);
	return generic_update_time(inode, flags);
}

/* relatime: only if older than the other times, or than a day. */
static bool relatime_due(struct vfsmount *mnt, struct inode *inode, struct timespec64 now)
{
	if (!(mnt->mnt_flags & MNT_RELATIME))
		return true;
	if (timespec64_compare(&inode->i_mtime, &inode->i_atime) >= 0 ||
	    timespec64_compare(&inode->i_ctime, &inode->i_atime) >= 0)
		return true;
	return now.tv_sec - inode->i_atime.tv_sec >= RELATIME_MAX_AGE;
}

bool atime_needs_update(const struct path *path, struct inode *inode)
{
	struct vfsmount *mnt = path->mnt;
	struct timespec64 now;

	if (inode->i_flags & S_NOATIME || IS_NOATIME(inode))
		return false;
	if (inode->i_sb->s_flags & SB_NODIRATIME && S_ISDIR(inode->i_mode))
		return false;
	if (mnt->mnt_flags & MNT_NOATIME)
		return false;
	if (mnt->mnt_flags & MNT_NODIRATIME && S_ISDIR(inode->i_mode))
		return false;
	now = current_time(inode);
	return relatime_due(mnt, inode, now) && !timespec64_equal(&inode->i_atime, &now);
}

/**
 * touch_atime - a file was read
 * @path: where
 *
 * Failures are nobody's concern: a read succeeds on a full or frozen disk.
 */
void touch_atime(const struct path *path)
{
	struct inode *inode = d_inode(path->dentry);

	if (!atime_needs_update(path, inode))
		return;
	if (mnt_want_write(path->mnt))
		return;
	inode_update_time(inode, S_ATIME);
	mnt_drop_write(path->mnt);
}

void file_accessed(struct file *file)
{
	if (!(file->f_flags & O_NOATIME))
		touch_atime(&file->f_path);
}

/**
 * file_update_time - a file is being written
 * @file: open for writing
 *
 * Return: 0 or -errno of ->update_time().
 */
int file_update_time(struct file *file)
{
	struct inode *inode = file_inode(file);
	struct timespec64 now = current_time(inode);
	int flags = 0, err;

	if (inode->i_flags & S_NOCMTIME || unlikely(file->f_mode & FMODE_NOCMTIME))
		return 0;
	if (!timespec64_equal(&inode->i_mtime, &now))
		flags |= S_MTIME;
	if (!timespec64_equal(&inode->i_ctime, &now))
		flags |= S_CTIME;
	if (!flags)
		return 0;
	if (mnt_want_write_file(file))
		return 0;
	err = inode_update_time(inode, flags | S_VERSION);
	mnt_drop_write_file(file);
	return err;
}

/* What every write does first: privileges, then times. i_rwsem held. */
int file_modified(struct file *file)
{
	int err = file_remove_privs(file);

	return err ? err : file_update_time(file);
}
