// SPDX-License-Identifier: GPL-2.0
/*
 * llseek.c: file positions: lseek(2) and the ->llseek() operations to choose
 * from.
 *
 * f_pos is changed under f_pos_lock (fdget_pos()); drivers whose seeks need a
 * lock of their own take it inside.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/syscalls.h>
#include "internal.h"

/**
 * vfs_setpos - set the position if it is a possible one
 * @file: whose; negative positions are fine with FMODE_UNSIGNED_OFFSET
 * @offset: the position
 * @maxsize: largest allowed
 *
 * Return: @offset or -EINVAL.
 */
loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize)
{
	if (offset < 0 && !(file->f_mode & FMODE_UNSIGNED_OFFSET))
		return -EINVAL;
	if (offset > maxsize)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

/**
 * generic_file_llseek_size - for files of a known size and no known holes
 * @file: whose position
 * @offset: how far
 * @whence: from where
 * @maxsize: largest position allowed
 * @eof: what SEEK_END means
 */
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t maxsize,
				loff_t eof)
{
	switch (whence) {
	case SEEK_END:
		offset += eof;
		break;
	case SEEK_CUR:
		/* Asking is not seeking: it must work at any position. */
		if (!offset)
			return file->f_pos;
		offset += file->f_pos;
		break;
	case SEEK_DATA:
		if ((u64)offset >= eof)
			return -ENXIO;
		break;
	case SEEK_HOLE:
		if ((u64)offset >= eof)
			return -ENXIO;
		offset = eof;
		break;
	}
	return vfs_setpos(file, offset, maxsize);
}

loff_t generic_file_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file->f_mapping->host;

	return generic_file_llseek_size(file, offset, whence, inode->i_sb->s_maxbytes,
					i_size_read(inode));
}

/* Devices with a fixed number of bytes. */
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size)
{
	switch (whence) {
	case SEEK_SET:
	case SEEK_CUR:
	case SEEK_END:
		return generic_file_llseek_size(file, offset, whence, size, size);
	default:
		return -EINVAL;
	}
}

/* Seeking succeeds and changes nothing. */
loff_t noop_llseek(struct file *file, loff_t offset, int whence)
{
	return file->f_pos;
}

loff_t no_llseek(struct file *file, loff_t offset, int whence)
{
	return -ESPIPE;
}

/* For files whose size may change while seeking: under i_rwsem. */
loff_t default_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file_inode(file);

	inode_lock(inode);
	offset = generic_file_llseek_size(file, offset, whence, LLONG_MAX, i_size_read(inode));
	inode_unlock(inode);
	return offset;
}

loff_t vfs_llseek(struct file *file, loff_t offset, int whence)
{
	if (!(file->f_mode & FMODE_LSEEK))
		return -ESPIPE;
	return file->f_op->llseek(file, offset, whence);
}

SYSCALL_DEFINE3(lseek, unsigned int, fd, off_t, offset, unsigned int, whence)
{
	struct fd f = fdget_pos(fd);
	loff_t pos = -EINVAL;

	if (!f.file)
		return -EBADF;
	if (whence <= SEEK_MAX)
		pos = vfs_llseek(f.file, offset, whence);
	fdput_pos(f);
	return pos;
}
