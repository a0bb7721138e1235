// SPDX-License-Identifier: GPL-2.0
/*
 * truncate.c: truncate(2), ftruncate(2), fallocate(2).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/overflow.h>
#include <linux/syscalls.h>
#include <uapi/linux/falloc.h>
#include "internal.h"

/**
 * do_truncate - set a file's size, checks done
 * @dentry: the file, write access held
 * @length: new size
 * @time_attrs: ATTR_* of times to update with it
 * @file: through which, or NULL
 */
int do_truncate(struct dentry *dentry, loff_t length, unsigned int time_attrs, struct file *file)
{
	struct inode *inode = d_inode(dentry);
	struct iattr attr = { .ia_size = length, .ia_valid = ATTR_SIZE | time_attrs };
	int err;

	if (length < 0)
		return -EINVAL;
	if (file) {
		attr.ia_file = file;
		attr.ia_valid |= ATTR_FILE;
	}
	inode_lock(inode);
	err = dentry_needs_remove_privs(dentry);
	if (err >= 0) {
		if (err)
			attr.ia_valid |= err | ATTR_FORCE;
		err = notify_change(dentry, &attr);
	}
	inode_unlock(inode);
	return err;
}

int vfs_truncate(const struct path *path, loff_t length)
{
	struct inode *inode = d_inode(path->dentry);
	int err;

	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(inode->i_mode))
		return -EINVAL;
	err = mnt_want_write(path->mnt);
	if (err)
		return err;
	err = inode_permission(inode, MAY_WRITE);
	if (!err && IS_APPEND(inode))
		err = -EPERM;
	if (!err) {
		err = get_write_access(inode);
		if (!err) {
			err = do_truncate(path->dentry, length, 0, NULL);
			put_write_access(inode);
		}
	}
	mnt_drop_write(path->mnt);
	return err;
}

SYSCALL_DEFINE2(truncate, const char __user *, name, long, length)
{
	struct path path;
	int err;

	if (length < 0)
		return -EINVAL;
	err = user_path_at(AT_FDCWD, name, LOOKUP_FOLLOW, &path);
	if (!err) {
		err = vfs_truncate(&path, length);
		path_put(&path);
	}
	return err;
}

static int file_truncate(struct file *file, loff_t length)
{
	struct inode *inode = file_inode(file);

	if (!S_ISREG(inode->i_mode) || !(file->f_mode & FMODE_WRITE))
		return -EINVAL;
	if (IS_APPEND(inode))
		return -EPERM;
	return do_truncate(file_dentry(file), length, ATTR_MTIME | ATTR_CTIME, file);
}

SYSCALL_DEFINE2(ftruncate, unsigned int, fd, long, length)
{
	struct fd f;
	int err;

	if (length < 0)
		return -EINVAL;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	err = file_truncate(f.file, length);
	fdput(f);
	return err;
}

#define FALLOC_OPS	(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_ZERO_RANGE | \
			 FALLOC_FL_INSERT_RANGE | FALLOC_FL_UNSHARE_RANGE)

/* One operation at a time; some say what they do to the size by themselves. */
static bool fallocate_mode_ok(int mode)
{
	if (mode & ~(FALLOC_OPS | FALLOC_FL_KEEP_SIZE))
		return false;
	switch (mode & FALLOC_OPS) {
	case 0:
	case FALLOC_FL_UNSHARE_RANGE:
	case FALLOC_FL_ZERO_RANGE:
		return true;
	case FALLOC_FL_PUNCH_HOLE:
		return mode & FALLOC_FL_KEEP_SIZE;
	case FALLOC_FL_COLLAPSE_RANGE:
	case FALLOC_FL_INSERT_RANGE:
		return !(mode & FALLOC_FL_KEEP_SIZE);
	default:
		return false;
	}
}

static int fallocate_check_inode(struct inode *inode, int mode)
{
	if (mode & ~FALLOC_FL_KEEP_SIZE && IS_APPEND(inode))
		return -EPERM;
	if (IS_IMMUTABLE(inode))
		return -EPERM;
	if (IS_SWAPFILE(inode))
		return -ETXTBSY;
	if (S_ISFIFO(inode->i_mode))
		return -ESPIPE;
	if (S_ISDIR(inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(inode->i_mode) && !S_ISBLK(inode->i_mode))
		return -ENODEV;
	return 0;
}

/**
 * vfs_fallocate - allocate, free or move a range of a file
 * @file: open for writing
 * @mode: FALLOC_FL_*
 * @offset: first byte
 * @len: bytes
 */
int vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	loff_t end;
	int err;

	if (offset < 0 || len <= 0)
		return -EINVAL;
	if (!fallocate_mode_ok(mode))
		return -EOPNOTSUPP;
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	err = fallocate_check_inode(inode, mode);
	if (err)
		return err;
	if (check_add_overflow(offset, len, &end) || end > inode->i_sb->s_maxbytes)
		return -EFBIG;
	if (!file->f_op->fallocate)
		return -EOPNOTSUPP;
	err = file->f_op->fallocate(file, mode, offset, len);
	if (!err)
		fsnotify_modify(file);
	return err;
}

SYSCALL_DEFINE4(fallocate, int, fd, int, mode, loff_t, offset, loff_t, len)
{
	struct fd f = fdget(fd);
	int err;

	if (!f.file)
		return -EBADF;
	err = vfs_fallocate(f.file, mode, offset, len);
	fdput(f);
	return err;
}
