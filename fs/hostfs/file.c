// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: regular files: opening, reading, mapping, everything but writing.
 *
 * All opens of a file share one host descriptor for reading and one for writing.
 * Reads go through the page cache unless O_DIRECT asks otherwise; mapped pages
 * that were written to go to the host when they are written back, at the latest
 * when the last writer closes the file.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <uapi/linux/falloc.h>

#include <os_file.h>

#include "internal.h"

#define BOUNCE_SIZE	65536

/* ---- opening ---- */

static int open_host(struct dentry *dentry, int which)
{
	unsigned int flags = which == FD_WRITE ? HOSTFS_WRITE : HOSTFS_READ;
	struct hostfs_place place;
	int fd = hostfs_place_get(dentry, &place);

	if (fd)
		return fd;
	if (which == FD_WRITE && HOSTFS_SB(dentry->d_sb)->append)
		flags |= HOSTFS_APPEND;
	fd = hostfs_open(place.dir, place_name(&place), flags, 0);
	if ((fd == -EMFILE || fd == -ENFILE) && hostfs_cache_shrink())
		fd = hostfs_open(place.dir, place_name(&place), flags, 0);
	hostfs_place_put(&place);
	return fd == -EMFILE ? -ENFILE : fd;
}

/* A symlink, pipe or other file of that name is not ours any more. */
static int open_same(struct dentry *dentry, int which)
{
	int fd = open_host(dentry, which), err;
	struct hostfs_stat st;

	if (fd == -ELOOP || fd == -ENXIO || fd == -EISDIR)
		return -ESTALE;
	if (fd < 0)
		return fd;
	err = hostfs_fstat(fd, &st);
	if (!err && !hostfs_is_same(d_inode(dentry), &st))
		err = -ESTALE;
	if (!err)
		return fd;
	os_close(fd);
	return err;
}

/**
 * hostfs_file_get() - a host descriptor of a regular file
 * @dentry: a name of it
 * @which: FD_READ or FD_WRITE
 *
 * Return: the descriptor, until hostfs_fd_put(); the host's error; -ESTALE when
 * there is another file of this name now.
 */
int hostfs_file_get(struct dentry *dentry, int which)
{
	struct inode *inode = d_inode(dentry);

	for (;;) {
		int fd = hostfs_fd_pin(inode, which);

		if (fd >= 0)
			return fd;
		fd = open_same(dentry, which);
		if (fd < 0)
			return fd;
		hostfs_fd_install(inode, which, fd);
	}
}

/* @fd, open for reading and writing, is of a file just made. */
void hostfs_file_adopt(struct inode *inode, int fd)
{
	int copy = os_dup(fd);

	if (copy >= 0)
		hostfs_fd_install(inode, FD_READ, copy);
	hostfs_fd_install(inode, FD_WRITE, fd);
}

static int get_both(struct file *file)
{
	int err;

	if (file->f_mode & FMODE_READ) {
		err = hostfs_file_get(file_dentry(file), FD_READ);
		if (err < 0)
			return err;
	}
	if (!(file->f_mode & FMODE_WRITE))
		return 0;
	err = hostfs_file_get(file_dentry(file), FD_WRITE);
	if (err >= 0)
		return 0;
	if (file->f_mode & FMODE_READ)
		hostfs_fd_put(file_inode(file), FD_READ);
	return err;
}

static int hostfs_file_open(struct inode *inode, struct file *file)
{
	int err = get_both(file);

	if (err)
		return err;
	file->f_mode |= FMODE_CAN_ODIRECT;
	err = generic_file_open(inode, file);
	if (!err)
		return 0;
	if (file->f_mode & FMODE_READ)
		hostfs_fd_put(inode, FD_READ);
	if (file->f_mode & FMODE_WRITE)
		hostfs_fd_put(inode, FD_WRITE);
	return err;
}

static int hostfs_file_release(struct inode *inode, struct file *file)
{
	if (file->f_mode & FMODE_WRITE) {
		filemap_write_and_wait(inode->i_mapping);
		hostfs_fd_put(inode, FD_WRITE);
	}
	if (file->f_mode & FMODE_READ)
		hostfs_fd_put(inode, FD_READ);
	return 0;
}

/* The descriptor the open file has pinned for what it may do. */
static int file_fd(struct file *file)
{
	struct hostfs_inode *hi = HOSTFS_I(file_inode(file));

	return READ_ONCE(hi->fd[file->f_mode & FMODE_WRITE ? FD_WRITE : FD_READ]);
}

/* ---- reading ---- */

/* Zeroes follow the end of the file. The folio stays locked. */
static int fill_folio(struct inode *inode, int fd, struct folio *folio)
{
	size_t size = folio_size(folio), done = 0;

	while (done < size) {
		long long n = os_pread(fd, (char *)folio_address(folio) + done, size - done,
				       folio_pos(folio) + done);

		if (n < 0)
			return n;
		if (!n)
			break;
		done += n;
	}
	folio_zero_segment(folio, done, size);
	return 0;
}

static int hostfs_read_folio(struct file *file, struct folio *folio)
{
	struct inode *inode = folio->mapping->host;
	int fd = hostfs_fd_pin(inode, FD_READ), err;

	if (fd < 0) {
		folio_end_read(folio, false);
		return -EIO;
	}
	err = fill_folio(inode, fd, folio);
	hostfs_fd_put(inode, FD_READ);
	folio_end_read(folio, !err);
	return err;
}

#define READAHEAD_BATCH	32

/* Read a run of folios by one call; what that does not give is read one by one. */
static void read_run(struct inode *inode, int fd, struct folio **folios, unsigned int nr)
{
	struct os_iov iov[READAHEAD_BATCH] = { 0 };
	long long got;

	if (!nr)
		return;
	for (unsigned int i = 0; i < nr; i++)
		iov[i] = (struct os_iov){ folio_address(folios[i]), folio_size(folios[i]) };
	got = os_preadv(fd, iov, nr, folio_pos(folios[0]));
	for (unsigned int i = 0; i < nr; i++) {
		int err = 0;

		if (got >= (long long)iov[i].len) {
			got -= iov[i].len;
		} else {
			err = fill_folio(inode, fd, folios[i]);
			got = 0;
		}
		folio_end_read(folios[i], !err);
	}
}

static void hostfs_readahead(struct readahead_control *rac)
{
	struct inode *inode = rac->mapping->host;
	struct folio *folios[READAHEAD_BATCH], *folio;
	int fd = hostfs_fd_pin(inode, FD_READ);
	unsigned int nr = 0;

	if (fd < 0)
		return;
	while ((folio = readahead_folio(rac))) {
		folios[nr++] = folio;
		if (nr < READAHEAD_BATCH)
			continue;
		read_run(inode, fd, folios, nr);
		nr = 0;
	}
	read_run(inode, fd, folios, nr);
	hostfs_fd_put(inode, FD_READ);
}

static ssize_t read_direct(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	size_t count = iov_iter_count(to), size = min_t(size_t, count, BOUNCE_SIZE);
	ssize_t done = 0;
	char *buf;
	int err;

	if (!count)
		return 0;
	err = filemap_write_and_wait_range(file->f_mapping, iocb->ki_pos, iocb->ki_pos + count - 1);
	if (err)
		return err;
	buf = kmalloc(size, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	while (iov_iter_count(to)) {
		size_t want = min(iov_iter_count(to), size), copied;
		long long n = os_pread(HOSTFS_I(file_inode(file))->fd[FD_READ], buf, want, iocb->ki_pos);

		copied = n > 0 ? copy_to_iter(buf, n, to) : 0;
		if (n < 0 || copied < n)
			err = n < 0 ? n : -EFAULT;
		iocb->ki_pos += copied;
		done += copied;
		if (err || n < want)
			break;
	}
	kfree(buf);
	return done ? done : err;
}

static ssize_t hostfs_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct inode *inode = file_inode(iocb->ki_filp);

	if (iocb->ki_flags & IOCB_DIRECT)
		return read_direct(iocb, to);
	hostfs_refresh_fd(inode, HOSTFS_I(inode)->fd[FD_READ]);
	return generic_file_read_iter(iocb, to);
}

static int hostfs_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct inode *inode = file_inode(file);

	/* Whole pages cannot be appended. */
	if (HOSTFS_SB(inode->i_sb)->append && vma->vm_flags & VM_SHARED &&
	    file->f_mode & FMODE_WRITE)
		return -EPERM;
	return generic_file_mmap(file, vma);
}

/* ---- the rest ---- */

static int hostfs_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	int err = file_write_and_wait_range(file, start, end), fd = file_fd(file);

	if (err)
		return err;
	return datasync ? os_fdatasync(fd) : os_fsync(fd);
}

static loff_t hostfs_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file_inode(file);
	int err;

	hostfs_refresh_fd(inode, file_fd(file));
	if (whence != SEEK_HOLE && whence != SEEK_DATA)
		return generic_file_llseek(file, offset, whence);
	if (offset < 0)
		return -ENXIO;
	err = filemap_write_and_wait(inode->i_mapping);
	if (err)
		return err;
	offset = hostfs_lseek(file_fd(file), offset, whence);
	return offset < 0 ? offset : vfs_setpos(file, offset, MAX_LFS_FILESIZE);
}

static long fallocate_locked(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	struct address_space *mapping = inode->i_mapping;
	long err = 0;

	/* The host does not know the limit of our process. */
	if (!(mode & (FALLOC_FL_KEEP_SIZE | FALLOC_FL_COLLAPSE_RANGE)))
		err = inode_newsize_ok(inode, offset + len);
	if (!err)
		err = file_modified(file);
	if (!err)
		err = filemap_write_and_wait(mapping);
	if (err)
		return err;
	hostfs_begin_change(inode);
	err = hostfs_fallocate(file_fd(file), mode, offset, len);
	if (!err && mode & (FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_INSERT_RANGE))
		truncate_pagecache(inode, round_down(offset, PAGE_SIZE));
	else if (!err && mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		truncate_pagecache_range(inode, offset, offset + len - 1);
	hostfs_end_change(inode, file_fd(file));
	return err;
}

static long hostfs_op_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	long err;

	if (HOSTFS_SB(inode->i_sb)->append && mode & ~FALLOC_FL_KEEP_SIZE)
		return -EPERM;
	inode_lock(inode);
	err = fallocate_locked(file, mode, offset, len);
	inode_unlock(inode);
	return err;
}

const struct address_space_operations hostfs_aops = {
	.read_folio	= hostfs_read_folio,
	.readahead	= hostfs_readahead,
	.writepages	= hostfs_writepages,
	.dirty_folio	= filemap_dirty_folio,
};

const struct file_operations hostfs_file_operations = {
	.open		= hostfs_file_open,
	.release	= hostfs_file_release,
	.read_iter	= hostfs_read_iter,
	.write_iter	= hostfs_write_iter,
	.mmap		= hostfs_mmap,
	.fsync		= hostfs_fsync,
	.llseek		= hostfs_llseek,
	.fallocate	= hostfs_op_fallocate,
	.splice_read	= filemap_splice_read,
	.splice_write	= iter_file_splice_write,
};

const struct inode_operations hostfs_file_inode_operations = {
	.permission	= hostfs_permission,
	.setattr	= hostfs_setattr,
	.getattr	= hostfs_getattr,
	.listxattr	= hostfs_listxattr_op,
	.update_time	= hostfs_update_time,
};
