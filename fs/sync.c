// SPDX-License-Identifier: GPL-2.0
/*
 * sync.c: making changes safe: sync(2), syncfs(2), fsync(2), fdatasync(2),
 * sync_file_range(2).
 *
 * Neighbour: fs-writeback.c, which writes inodes.
 */
#include <linux/blkdev.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/pagemap.h>
#include <linux/syscalls.h>
#include <linux/writeback.h>
#include "internal.h"

static void sync_inodes_one_sb(struct super_block *sb, void *arg)
{
	if (!sb_rdonly(sb))
		sync_inodes_sb(sb);
}

static void sync_fs_one_sb(struct super_block *sb, void *arg)
{
	if (!sb_rdonly(sb) && sb->s_op->sync_fs)
		sb->s_op->sync_fs(sb, *(int *)arg);
}

static void sync_bdevs(bool wait)
{
	struct block_device *bdev;

	for (bdev = bdev_next(NULL); bdev; bdev = bdev_next(bdev)) {
		struct address_space *mapping = bdev->bd_inode->i_mapping;

		if (!mapping->nrpages)
			continue;
		if (wait)
			filemap_fdatawait(mapping);
		else
			filemap_fdatawrite(mapping);
	}
}

/* Everything of every filesystem: start all, then wait for all. */
void ksys_sync_all(void)
{
	int nowait = 0, wait = 1;

	wakeup_flusher_threads();
	iterate_supers(sync_inodes_one_sb, NULL);
	iterate_supers(sync_fs_one_sb, &nowait);
	iterate_supers(sync_fs_one_sb, &wait);
	sync_bdevs(false);
	sync_bdevs(true);
}

SYSCALL_DEFINE0(sync)
{
	ksys_sync_all();
	return 0;
}

/**
 * sync_filesystem - write everything of one filesystem and wait
 * @sb: s_umount held
 *
 * Return: 0 or the first error.
 */
int sync_filesystem(struct super_block *sb)
{
	int err = 0;

	if (sb_rdonly(sb))
		return 0;
	writeback_inodes_sb(sb);
	if (sb->s_op->sync_fs) {
		err = sb->s_op->sync_fs(sb, 0);
		if (err)
			return err;
	}
	if (sb->s_bdev)
		filemap_fdatawrite(sb->s_bdev->bd_inode->i_mapping);
	sync_inodes_sb(sb);
	if (sb->s_op->sync_fs)
		err = sb->s_op->sync_fs(sb, 1);
	if (!err && sb->s_bdev)
		err = sync_blockdev(sb->s_bdev);
	return err;
}

SYSCALL_DEFINE1(syncfs, int, fd)
{
	struct fd f = fdget(fd);
	struct super_block *sb;
	int err;

	if (!f.file)
		return -EBADF;
	sb = file_dentry(f.file)->d_sb;
	down_read(&sb->s_umount);
	err = sync_filesystem(sb);
	up_read(&sb->s_umount);
	fdput(f);
	return err;
}

/**
 * vfs_fsync_range - make a range of a file safe
 * @file: the file
 * @start: first byte
 * @end: last byte
 * @datasync: leave out what is not needed to read the data back
 */
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct inode *inode = file->f_mapping->host;

	if (!file->f_op->fsync)
		return -EINVAL;
	if (!datasync && inode->i_state & I_DIRTY_TIME)
		mark_inode_dirty_sync(inode);
	return file->f_op->fsync(file, start, end, datasync);
}

int vfs_fsync(struct file *file, int datasync)
{
	return vfs_fsync_range(file, 0, LLONG_MAX, datasync);
}

static long do_fsync(unsigned int fd, int datasync)
{
	struct fd f = fdget(fd);
	int err;

	if (!f.file)
		return -EBADF;
	err = vfs_fsync(f.file, datasync);
	fdput(f);
	return err;
}

SYSCALL_DEFINE1(fsync, unsigned int, fd)
{
	return do_fsync(fd, 0);
}

SYSCALL_DEFINE1(fdatasync, unsigned int, fd)
{
	return do_fsync(fd, 1);
}

/* The ->fsync() of filesystems without journal: data, inode, flush. */
int generic_file_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct inode *inode = file->f_mapping->host;
	int err, err2;

	err = file_write_and_wait_range(file, start, end);
	if (err)
		return err;
	inode_lock(inode);
	if (inode->i_state & I_DIRTY_ALL && (!datasync || inode->i_state & I_DIRTY_DATASYNC))
		err = sync_inode_metadata(inode, 1);
	inode_unlock(inode);
	err2 = file_check_and_advance_wb_err(file);
	if (!err)
		err = err2;
	if (!err && inode->i_sb->s_bdev)
		err = blkdev_issue_flush(inode->i_sb->s_bdev);
	return err;
}

/* End of a write: O_SYNC, O_DSYNC, RWF_SYNC want it safe before it returns. */
ssize_t generic_write_sync(struct kiocb *iocb, ssize_t count)
{
	int err;

	if (!(iocb->ki_flags & IOCB_DSYNC))
		return count;
	err = vfs_fsync_range(iocb->ki_filp, iocb->ki_pos - count, iocb->ki_pos - 1,
			      iocb->ki_flags & IOCB_SYNC ? 0 : 1);
	return err ? err : count;
}

static int sync_range(struct file *file, loff_t start, loff_t end, unsigned int flags)
{
	struct address_space *mapping = file->f_mapping;
	umode_t mode = file_inode(file)->i_mode;
	int err = 0;

	if (!S_ISREG(mode) && !S_ISBLK(mode) && !S_ISDIR(mode) && !S_ISLNK(mode))
		return -ESPIPE;
	if (flags & SYNC_FILE_RANGE_WAIT_BEFORE)
		err = filemap_fdatawait_range(mapping, start, end);
	if (!err && flags & SYNC_FILE_RANGE_WRITE)
		err = filemap_fdatawrite_range(mapping, start, end);
	if (!err && flags & SYNC_FILE_RANGE_WAIT_AFTER)
		err = filemap_fdatawait_range(mapping, start, end);
	return err;
}

SYSCALL_DEFINE4(sync_file_range, int, fd, loff_t, offset, loff_t, nbytes, unsigned int, flags)
{
	struct fd f;
	loff_t end;
	int err;

	if (flags & ~(SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
		      SYNC_FILE_RANGE_WAIT_AFTER))
		return -EINVAL;
	if (offset < 0 || nbytes < 0 || check_add_overflow(offset, nbytes, &end))
		return -EINVAL;
	end = nbytes ? end - 1 : LLONG_MAX;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	err = sync_range(f.file, offset, end, flags);
	fdput(f);
	return err;
}
