// SPDX-License-Identifier: GPL-2.0
/*
 * Regular files: buffered and direct I/O through iomap, fsync, fallocate,
 * seeking for data and holes.
 */
#include <linux/blkdev.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uio.h>
#include <linux/writeback.h>
#include <uapi/linux/falloc.h>

#include "ext4.h"

static ssize_t ext4_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t n;

	if (!(iocb->ki_flags & IOCB_DIRECT))
		return generic_file_read_iter(iocb, to);
	inode_lock_shared(inode);
	n = iomap_dio_rw(iocb, to, &ext4_iomap_ops, NULL, 0);
	inode_unlock_shared(inode);
	if (n == -ENOTBLK)
		return filemap_read(iocb, to, 0);
	file_accessed(iocb->ki_filp);
	return n;
}

/*
 * A write that makes the file longer, and is more than one folio, gets blocks ahead
 * of the size. Should the machine die in between, the next mount cuts them off.
 */
static int begin_extending(struct inode *inode)
{
	return ext4_in_transaction(inode->i_sb, CREDITS_INODE, ext4_orphan_add(inode));
}

static void end_extending(struct inode *inode, bool whole)
{
	if (!whole)
		ext4_truncate(inode);
	ext4_orphan_done(inode);
}

static bool is_extending(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	loff_t pos = iocb->ki_pos;
	size_t len = iov_iter_count(from);

	return EXT4_SB(inode->i_sb)->s_journal && pos + (loff_t)len > i_size_read(inode) &&
	       (iocb->ki_flags & IOCB_DIRECT || offset_in_page(pos) + len > PAGE_SIZE);
}

static ssize_t write_once(struct kiocb *iocb, struct iov_iter *from)
{
	ssize_t n = -ENOTBLK;

	if (iocb->ki_flags & IOCB_DIRECT)
		n = iomap_dio_rw(iocb, from, &ext4_iomap_ops, NULL, 0);
	return n == -ENOTBLK ? iomap_file_buffered_write(iocb, from, &ext4_iomap_ops) : n;
}

/* A full disk may have room after a commit. */
static ssize_t write_data(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t n = 0, done = 0;
	int retries = 0;

	while (iov_iter_count(from) && !fatal_signal_pending(current)) {
		n = write_once(iocb, from);
		if (n > 0)
			done += n;
		else if (n != -ENOSPC || !ext4_should_retry(inode->i_sb, &retries))
			break;
	}
	if (!done)
		return n ? n : -EINTR;
	mark_inode_dirty(inode);
	return done;
}

/* Context: i_rwsem held. */
static ssize_t write_locked(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t n = generic_write_checks(iocb, from);
	loff_t max = ext4_max_size(inode->i_sb, ext4_uses_extents(inode));
	bool extending;
	size_t wanted;
	int err;

	if (n <= 0)
		return n;
	if (iocb->ki_pos >= max)
		return -EFBIG;
	iov_iter_truncate(from, max - iocb->ki_pos);
	err = file_modified(iocb->ki_filp);
	if (err)
		return err;
	wanted = iov_iter_count(from);
	extending = is_extending(iocb, from);
	err = extending ? begin_extending(inode) : 0;
	if (err)
		return err;
	n = write_data(iocb, from);
	if (extending)
		end_extending(inode, n == (ssize_t)wanted);
	return n;
}

static ssize_t ext4_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t n;

	if (iocb->ki_flags & IOCB_NOWAIT) {
		if (!inode_trylock(inode))
			return -EAGAIN;
	} else {
		inode_lock(inode);
	}
	n = write_locked(iocb, from);
	inode_unlock(inode);
	return n > 0 ? generic_write_sync(iocb, n) : n;
}

/**
 * ext4_sync_file() - data, then the metadata that leads to it, then the cache
 *
 * With a journal: the transaction of the inode's last change. Without one all dirty
 * metadata of the filesystem goes out, which is what makes the file reachable after
 * a crash.
 */
int ext4_sync_file(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct inode *inode = file_inode(file);
	struct super_block *sb = inode->i_sb;
	struct ext4_inode_info *ei = EXT4_I(inode);
	int err = file_write_and_wait_range(file, start, end);

	if (err || sb_rdonly(sb))
		return err;
	if (EXT4_SB(sb)->s_journal)
		return ext4_journal_sync(sb, READ_ONCE(*(datasync ? &ei->i_datasync_tid : &ei->i_sync_tid)));
	err = sync_inode_metadata(inode, 1);
	if (!err)
		err = sync_blockdev(sb->s_bdev);
	if (!err && (EXT4_SB(sb)->s_mount_opt & OPT_BARRIER)) {
		err = blkdev_issue_flush(sb->s_bdev);
		if (err == -EOPNOTSUPP)
			err = 0;
	}
	return err;
}

static vm_fault_t ext4_page_mkwrite(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);

	struct ext4_handle *h;
	int retries = 0;
	vm_fault_t ret;

	file_update_time(vmf->vma->vm_file);
	if (sb_rdonly(inode->i_sb))
		return VM_FAULT_SIGBUS;
	do {
		h = ext4_journal_start(inode->i_sb, PAGE_SIZE / 1024 * CREDITS_MAP);
		if (IS_ERR(h))
			return VM_FAULT_SIGBUS;
		ret = iomap_page_mkwrite(vmf, &ext4_iomap_ops);
		ext4_journal_stop(h);
	} while (ret == VM_FAULT_SIGBUS && ext4_should_retry(inode->i_sb, &retries));
	return ret;
}

static const struct vm_operations_struct ext4_vm_ops = {
	.fault		= filemap_fault,
	.map_pages	= filemap_map_pages,
	.page_mkwrite	= ext4_page_mkwrite,
};

static int ext4_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	file_accessed(file);
	vma->vm_ops = &ext4_vm_ops;
	return 0;
}

static loff_t ext4_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file_inode(file);
	loff_t max = ext4_max_size(inode->i_sb, ext4_uses_extents(inode));

	if (whence != SEEK_HOLE && whence != SEEK_DATA)
		return generic_file_llseek_size(file, offset, whence, max, i_size_read(inode));
	inode_lock_shared(inode);
	offset = whence == SEEK_HOLE ? iomap_seek_hole(inode, offset, &ext4_iomap_ops) :
				       iomap_seek_data(inode, offset, &ext4_iomap_ops);
	inode_unlock_shared(inode);
	return offset < 0 ? offset : vfs_setpos(file, offset, max);
}

static int punch_hole(struct inode *inode, loff_t offset, loff_t len)
{
	unsigned int bits = inode->i_blkbits, mask = i_blocksize(inode) - 1;
	loff_t end = min(offset + len, i_size_read(inode)), first = (offset + mask) >> bits, last;
	int err = 0;

	if (end <= offset)
		return 0;
	last = end >> bits;			/* first block not punched */
	filemap_write_and_wait_range(inode->i_mapping, offset, end - 1);
	err = iomap_zero_range(inode, offset, min(end, first << bits) - offset, NULL, &ext4_iomap_ops);
	if (!err && last >= first)
		err = iomap_zero_range(inode, last << bits, end - (last << bits), NULL, &ext4_iomap_ops);
	if (err)
		return err;
	if (end == i_size_read(inode))
		last = (end + mask) >> bits;
	if (last <= first)
		return 0;
	filemap_write_and_wait_range(inode->i_mapping, offset, end - 1);
	truncate_pagecache_range(inode, first << bits, (last << bits) - 1);
	return ext4_remove_blocks(inode, first, last - 1);
}

static int preallocate(struct inode *inode, loff_t offset, loff_t len)
{
	u64 block = offset >> inode->i_blkbits, end = (offset + len + i_blocksize(inode) - 1) >> inode->i_blkbits;

	while (block < end) {
		struct ext4_map map = { .lblk = block, .len = min_t(u64, end - block, EXT_UNWRITTEN_MAX_LEN) };
		int ret = ext4_map_blocks(inode, &map, MAP_CREATE_UNWRITTEN);

		if (ret <= 0)
			return ret ? ret : -EIO;
		block += ret;
	}
	return 0;
}

static int fallocate_locked(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	loff_t end = offset + len;
	int err;

	if (end > ext4_max_size(inode->i_sb, ext4_uses_extents(inode)))
		return -EFBIG;
	err = mode & FALLOC_FL_KEEP_SIZE ? 0 : inode_newsize_ok(inode, end);
	if (!err)
		err = file_modified(file);
	if (err)
		return err;
	inode_dio_wait(inode);
	if (mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		err = punch_hole(inode, offset, len);
	if (!err && !(mode & FALLOC_FL_PUNCH_HOLE))
		err = preallocate(inode, offset, len);
	if (!err && !(mode & FALLOC_FL_KEEP_SIZE) && end > i_size_read(inode))
		i_size_write(inode, end);
	mark_inode_dirty(inode);
	return err;
}

static long ext4_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	long err;

	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		return -EOPNOTSUPP;
	if (!ext4_uses_extents(inode) && !(mode & FALLOC_FL_PUNCH_HOLE))
		return -EOPNOTSUPP;
	inode_lock(inode);
	err = fallocate_locked(file, mode, offset, len);
	inode_unlock(inode);
	if (!err && file->f_flags & O_SYNC)
		err = vfs_fsync(file, 0);
	return err;
}

static int ext4_file_open(struct inode *inode, struct file *file)
{
	file->f_mode |= FMODE_NOWAIT | FMODE_CAN_ODIRECT;
	return generic_file_open(inode, file);
}

int ext4_fiemap(struct inode *inode, struct fiemap_extent_info *fi, u64 start, u64 len)
{
	return iomap_fiemap(inode, fi, start, len, &ext4_iomap_ops);
}

const struct file_operations ext4_file_operations = {
	.llseek		= ext4_llseek,
	.read_iter	= ext4_read_iter,
	.write_iter	= ext4_write_iter,
	.unlocked_ioctl	= ext4_ioctl,
	.mmap		= ext4_file_mmap,
	.open		= ext4_file_open,
	.fsync		= ext4_sync_file,
	.splice_read	= filemap_splice_read,
	.splice_write	= iter_file_splice_write,
	.fallocate	= ext4_fallocate,
};

const struct inode_operations ext4_file_inode_operations = {
	.setattr	= ext4_setattr,
	.getattr	= ext4_getattr,
	.listxattr	= ext4_listxattr,
	.get_acl	= ext4_get_acl,
	.set_acl	= ext4_set_acl,
	.fiemap		= ext4_fiemap,
	.fileattr_get	= ext4_fileattr_get,
	.fileattr_set	= ext4_fileattr_set,
};
