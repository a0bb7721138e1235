// SPDX-License-Identifier: GPL-2.0
/*
 * read_write.c: read(2), write(2), pread(2), pwrite(2), and the same for the
 * kernel.
 *
 * A file has ->read_iter() and ->write_iter(), which take an iov_iter and a
 * kiocb with the position, or the older ->read() and ->write() for drivers.
 *
 * Neighbours: read_write_vec.c (readv and kin), llseek.c, mm/filemap.c (most
 * files' ->read_iter()).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "internal.h"

const struct file_operations generic_ro_fops = {
	.llseek		= generic_file_llseek,
	.read_iter	= generic_file_read_iter,
	.mmap		= generic_file_readonly_mmap,
	.splice_read	= filemap_splice_read,
};

/**
 * rw_verify_area - can a transfer be at this place at all
 * @read_write: READ or WRITE
 * @file: the file
 * @ppos: position; NULL for streams
 * @count: bytes
 *
 * Return: 0, -EINVAL, -EOVERFLOW.
 */
int rw_verify_area(int read_write, struct file *file, const loff_t *ppos, size_t count)
{
	loff_t pos;

	if (unlikely((ssize_t)count < 0))
		return -EINVAL;
	if (!ppos)
		return 0;
	pos = *ppos;
	if (likely(pos >= 0 && pos <= LLONG_MAX - (loff_t)count))
		return 0;
	if (!(file->f_mode & FMODE_UNSIGNED_OFFSET))
		return -EINVAL;
	/* The position of /proc/pid/mem is an address; it may not wrap. */
	return pos < 0 && count >= -(u64)pos ? -EOVERFLOW : 0;
}

void init_sync_kiocb(struct kiocb *iocb, struct file *file)
{
	int flags = 0;

	if (file->f_flags & O_APPEND)
		flags |= IOCB_APPEND;
	if (file->f_flags & O_DIRECT)
		flags |= IOCB_DIRECT;
	if (file->f_flags & O_DSYNC || IS_SYNC(file->f_mapping->host))
		flags |= IOCB_DSYNC;
	if (file->f_flags & __O_SYNC)
		flags |= IOCB_SYNC;
	*iocb = (struct kiocb){ .ki_filp = file, .ki_flags = flags };
}

static ssize_t iter_read_at(struct file *file, struct iov_iter *iter, loff_t *ppos)
{
	struct kiocb kiocb;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	kiocb.ki_pos = ppos ? *ppos : 0;
	ret = file->f_op->read_iter(&kiocb, iter);
	if (ppos)
		*ppos = kiocb.ki_pos;
	return ret;
}

static ssize_t iter_write_at(struct file *file, struct iov_iter *iter, loff_t *ppos)
{
	struct kiocb kiocb;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	kiocb.ki_flags |= IOCB_WRITE;
	kiocb.ki_pos = ppos ? *ppos : 0;
	ret = file->f_op->write_iter(&kiocb, iter);
	if (ret > 0 && ppos)
		*ppos = kiocb.ki_pos;
	return ret;
}

static void account_read(struct file *file, ssize_t ret)
{
	if (ret > 0) {
		fsnotify_access(file);
		current->io_rchar += ret;
	}
	current->io_syscr++;
}

static void account_write(struct file *file, ssize_t ret)
{
	if (ret > 0) {
		fsnotify_modify(file);
		current->io_wchar += ret;
	}
	current->io_syscw++;
}

/**
 * vfs_read - read into guest memory
 * @file: referenced
 * @buf: where to
 * @count: bytes; more than 2 GiB less a page is cut
 * @pos: position, advanced; NULL for streams
 *
 * Return: bytes read or -errno.
 */
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct iov_iter iter;
	ssize_t ret;

	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!(file->f_mode & FMODE_CAN_READ))
		return -EINVAL;
	if (unlikely(!access_ok(buf, count)))
		return -EFAULT;
	ret = rw_verify_area(READ, file, pos, count);
	if (ret)
		return ret;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (file->f_op->read) {
		ret = file->f_op->read(file, buf, count, pos);
	} else {
		iov_iter_ubuf(&iter, ITER_DEST, buf, count);
		ret = iter_read_at(file, &iter, pos);
	}
	account_read(file, ret);
	return ret;
}

/* The same for writing. */
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct iov_iter iter;
	ssize_t ret;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!(file->f_mode & FMODE_CAN_WRITE))
		return -EINVAL;
	if (unlikely(!access_ok(buf, count)))
		return -EFAULT;
	ret = rw_verify_area(WRITE, file, pos, count);
	if (ret)
		return ret;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (file->f_op->write) {
		ret = file->f_op->write(file, buf, count, pos);
	} else {
		iov_iter_ubuf(&iter, ITER_SOURCE, (void __user *)buf, count);
		ret = iter_write_at(file, &iter, pos);
	}
	account_write(file, ret);
	return ret;
}

/**
 * vfs_iter_read - read into an iov_iter
 * @file: referenced
 * @iter: where to
 * @pos: position, advanced
 */
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *pos)
{
	size_t count = iov_iter_count(iter);
	ssize_t ret;

	if (!file->f_op->read_iter)
		return -EINVAL;
	if (!(file->f_mode & FMODE_READ))
		return -EBADF;
	if (!(file->f_mode & FMODE_CAN_READ))
		return -EINVAL;
	if (!count)
		return 0;
	ret = rw_verify_area(READ, file, pos, count);
	if (!ret)
		ret = iter_read_at(file, iter, pos);
	if (ret > 0)
		fsnotify_access(file);
	return ret;
}

ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *pos)
{
	size_t count = iov_iter_count(iter);
	ssize_t ret;

	if (!file->f_op->write_iter)
		return -EINVAL;
	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!(file->f_mode & FMODE_CAN_WRITE))
		return -EINVAL;
	if (!count)
		return 0;
	ret = rw_verify_area(WRITE, file, pos, count);
	if (!ret)
		ret = iter_write_at(file, iter, pos);
	if (ret > 0)
		fsnotify_modify(file);
	return ret;
}

/**
 * kernel_read - read into kernel memory
 * @file: open for reading, with ->read_iter()
 * @buf: where to
 * @count: bytes
 * @pos: position, advanced
 */
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos)
{
	struct kvec vec = { .iov_base = buf, .iov_len = min_t(size_t, count, MAX_RW_COUNT) };
	struct iov_iter iter;
	ssize_t ret;

	if (!(file->f_mode & FMODE_READ) || !file->f_op->read_iter)
		return -EINVAL;
	ret = rw_verify_area(READ, file, pos, count);
	if (ret)
		return ret;
	iov_iter_kvec(&iter, ITER_DEST, &vec, 1, vec.iov_len);
	ret = iter_read_at(file, &iter, pos);
	account_read(file, ret);
	return ret;
}

ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos)
{
	struct kvec vec = {
		.iov_base = (void *)buf,
		.iov_len = min_t(size_t, count, MAX_RW_COUNT),
	};
	struct iov_iter iter;
	ssize_t ret;

	if (!(file->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!file->f_op->write_iter)
		return -EINVAL;
	ret = rw_verify_area(WRITE, file, pos, count);
	if (ret)
		return ret;
	iov_iter_kvec(&iter, ITER_SOURCE, &vec, 1, vec.iov_len);
	ret = iter_write_at(file, &iter, pos);
	account_write(file, ret);
	return ret;
}

/* How much may be written at this place: limits of the process and the file. */
static int limit_write(struct file *file, loff_t pos, loff_t *count)
{
	loff_t max_size = file->f_mapping->host->i_sb->s_maxbytes;
	unsigned long limit = rlimit(RLIMIT_FSIZE);

	if (limit != RLIM_INFINITY) {
		if (pos >= limit) {
			send_sig(SIGXFSZ, current, 0);
			return -EFBIG;
		}
		*count = min_t(u64, *count, limit - pos);
	}
	if (!(file->f_flags & O_LARGEFILE))
		max_size = MAX_NON_LFS;
	if (unlikely(pos >= max_size))
		return -EFBIG;
	*count = min(*count, max_size - pos);
	return 0;
}

/**
 * generic_write_checks - first step of a ->write_iter() on a file with a size
 * @iocb: ki_pos is moved to the end for O_APPEND; i_rwsem is held
 * @from: cut to what may be written
 *
 * Return: bytes to write, 0, or -errno.
 */
ssize_t generic_write_checks(struct kiocb *iocb, struct iov_iter *from)
{
	struct inode *inode = iocb->ki_filp->f_mapping->host;
	loff_t count;
	int err;

	if (IS_SWAPFILE(inode))
		return -ETXTBSY;
	if (!iov_iter_count(from))
		return 0;
	if (iocb->ki_flags & IOCB_APPEND)
		iocb->ki_pos = i_size_read(inode);
	if (iocb->ki_flags & IOCB_NOWAIT && !(iocb->ki_flags & IOCB_DIRECT) &&
	    !(iocb->ki_filp->f_mode & FMODE_NOWAIT))
		return -EINVAL;
	count = iov_iter_count(from);
	err = limit_write(iocb->ki_filp, iocb->ki_pos, &count);
	if (err)
		return err;
	iov_iter_truncate(from, count);
	return iov_iter_count(from);
}

/* The position read() and write() use, or NULL for what has none. */
static loff_t *file_ppos(struct file *file)
{
	return file->f_mode & FMODE_STREAM ? NULL : &file->f_pos;
}

SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, size_t, count)
{
	struct fd f = fdget_pos(fd);
	loff_t pos, *ppos;
	ssize_t ret;

	if (!f.file)
		return -EBADF;
	ppos = file_ppos(f.file);
	if (ppos) {
		pos = *ppos;
		ppos = &pos;
	}
	ret = vfs_read(f.file, buf, count, ppos);
	if (ret >= 0 && ppos)
		f.file->f_pos = pos;
	fdput_pos(f);
	return ret;
}

SYSCALL_DEFINE3(write, unsigned int, fd, const char __user *, buf, size_t, count)
{
	struct fd f = fdget_pos(fd);
	loff_t pos, *ppos;
	ssize_t ret;

	if (!f.file)
		return -EBADF;
	ppos = file_ppos(f.file);
	if (ppos) {
		pos = *ppos;
		ppos = &pos;
	}
	ret = vfs_write(f.file, buf, count, ppos);
	if (ret >= 0 && ppos)
		f.file->f_pos = pos;
	fdput_pos(f);
	return ret;
}

SYSCALL_DEFINE4(pread64, unsigned int, fd, char __user *, buf, size_t, count, loff_t, pos)
{
	struct fd f;
	ssize_t ret = -ESPIPE;

	if (pos < 0)
		return -EINVAL;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	if (f.file->f_mode & FMODE_PREAD)
		ret = vfs_read(f.file, buf, count, &pos);
	fdput(f);
	return ret;
}

SYSCALL_DEFINE4(pwrite64, unsigned int, fd, const char __user *, buf, size_t, count, loff_t, pos)
{
	struct fd f;
	ssize_t ret = -ESPIPE;

	if (pos < 0)
		return -EINVAL;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	if (f.file->f_mode & FMODE_PWRITE)
		ret = vfs_write(f.file, buf, count, &pos);
	fdput(f);
	return ret;
}
