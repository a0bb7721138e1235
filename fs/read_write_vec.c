// SPDX-License-Identifier: GPL-2.0
/*
 * read_write_vec.c: transfers to and from several buffers: readv(2), writev(2),
 * preadv2(2), pwritev2(2) and their kin; copy_file_range(2).
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include "internal.h"

/**
 * kiocb_set_rw_flags - apply the per-call flags of preadv2() and pwritev2()
 * @kiocb: after init_sync_kiocb()
 * @flags: RWF_*
 *
 * Return: 0 or -EOPNOTSUPP.
 */
int kiocb_set_rw_flags(struct kiocb *kiocb, int flags)
{
	const int known = RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_NOWAIT | RWF_APPEND;

	if (!flags)
		return 0;
	if (flags & ~known)
		return -EOPNOTSUPP;
	if (flags & RWF_NOWAIT) {
		if (!(kiocb->ki_filp->f_mode & FMODE_NOWAIT))
			return -EOPNOTSUPP;
		kiocb->ki_flags |= IOCB_NOWAIT | IOCB_NOIO;
	}
	if (flags & RWF_SYNC)
		kiocb->ki_flags |= IOCB_SYNC | IOCB_DSYNC;
	if (flags & RWF_DSYNC)
		kiocb->ki_flags |= IOCB_DSYNC;
	if (flags & RWF_APPEND)
		kiocb->ki_flags |= IOCB_APPEND;
	return 0;
}

static ssize_t do_iter(struct file *file, struct iov_iter *iter, loff_t *ppos, int type, int flags)
{
	struct kiocb kiocb;
	ssize_t ret;

	init_sync_kiocb(&kiocb, file);
	ret = kiocb_set_rw_flags(&kiocb, flags);
	if (ret)
		return ret;
	kiocb.ki_pos = ppos ? *ppos : 0;
	if (type == ITER_DEST) {
		ret = file->f_op->read_iter(&kiocb, iter);
	} else {
		kiocb.ki_flags |= IOCB_WRITE;
		ret = file->f_op->write_iter(&kiocb, iter);
	}
	if (ppos)
		*ppos = kiocb.ki_pos;
	return ret;
}

/* A driver without the iter operations gets one buffer after the other. */
static ssize_t do_loop(struct file *file, struct iov_iter *iter, loff_t *ppos, int type, int flags)
{
	ssize_t ret = 0;

	if (flags & ~RWF_HIPRI)
		return -EOPNOTSUPP;
	while (iov_iter_count(iter)) {
		size_t len = iov_iter_single_seg_count(iter);
		char __user *buf;
		ssize_t nr;

		if (iter_is_ubuf(iter))
			buf = (char __user *)iter->ubuf + iter->iov_offset;
		else
			buf = (char __user *)iter_iov(iter)->iov_base + iter->iov_offset;
		if (type == ITER_DEST)
			nr = file->f_op->read(file, buf, len, ppos);
		else
			nr = file->f_op->write(file, buf, len, ppos);
		if (nr < 0)
			return ret ? ret : nr;
		ret += nr;
		if (nr != len)
			break;
		iov_iter_advance(iter, nr);
	}
	return ret;
}

static int check_mode(struct file *file, int type)
{
	bool read = type == ITER_DEST;

	if (!(file->f_mode & (read ? FMODE_READ : FMODE_WRITE)))
		return -EBADF;
	if (!(file->f_mode & (read ? FMODE_CAN_READ : FMODE_CAN_WRITE)))
		return -EINVAL;
	return 0;
}

static ssize_t vfs_rw_iter(struct file *file, struct iov_iter *iter, loff_t *pos, int type, int flags)
{
	bool read = type == ITER_DEST, has_iter;
	ssize_t ret = check_mode(file, type);
	size_t count = iov_iter_count(iter);

	if (ret || !count)
		return ret;
	ret = rw_verify_area(read ? READ : WRITE, file, pos, count);
	if (ret)
		return ret;
	has_iter = read ? file->f_op->read_iter : file->f_op->write_iter;
	if (has_iter)
		ret = do_iter(file, iter, pos, type, flags);
	else
		ret = do_loop(file, iter, pos, type, flags);
	if (ret > 0) {
		if (read)
			fsnotify_access(file);
		else
			fsnotify_modify(file);
	}
	return ret;
}

static ssize_t vfs_rwv(struct file *file, const struct iovec __user *vec, unsigned long vlen,
		       loff_t *pos, int type, int flags)
{
	struct iovec fast[8], *iov = fast;
	struct iov_iter iter;
	ssize_t ret = check_mode(file, type);

	if (ret)
		return ret;
	ret = import_iovec(type, vec, vlen, ARRAY_SIZE(fast), &iov, &iter);
	if (ret >= 0) {
		ret = vfs_rw_iter(file, &iter, pos, type, flags);
		kfree(iov);
	}
	return ret;
}

static void account(int type, ssize_t ret)
{
	if (type == ITER_DEST) {
		current->io_rchar += max_t(ssize_t, ret, 0);
		current->io_syscr++;
	} else {
		current->io_wchar += max_t(ssize_t, ret, 0);
		current->io_syscw++;
	}
}

/* At the file's position. */
static ssize_t do_rwv(unsigned long fd, const struct iovec __user *vec, unsigned long vlen,
		      int type, int flags)
{
	struct fd f = fdget_pos(fd);
	ssize_t ret = -EBADF;

	if (f.file) {
		loff_t pos = f.file->f_pos;
		bool stream = f.file->f_mode & FMODE_STREAM;

		ret = vfs_rwv(f.file, vec, vlen, stream ? NULL : &pos, type, flags);
		if (ret >= 0 && !stream)
			f.file->f_pos = pos;
		fdput_pos(f);
	}
	account(type, ret);
	return ret;
}

/* At a given one. */
static ssize_t do_prwv(unsigned long fd, const struct iovec __user *vec, unsigned long vlen,
		       loff_t pos, int type, int flags)
{
	fmode_t need = type == ITER_DEST ? FMODE_PREAD : FMODE_PWRITE;
	struct fd f;
	ssize_t ret = -EBADF;

	if (pos < 0)
		return -EINVAL;
	f = fdget(fd);
	if (f.file) {
		ret = -ESPIPE;
		if (f.file->f_mode & need)
			ret = vfs_rwv(f.file, vec, vlen, &pos, type, flags);
		fdput(f);
	}
	account(type, ret);
	return ret;
}

SYSCALL_DEFINE3(readv, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen)
{
	return do_rwv(fd, vec, vlen, ITER_DEST, 0);
}

SYSCALL_DEFINE3(writev, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen)
{
	return do_rwv(fd, vec, vlen, ITER_SOURCE, 0);
}

/* The position comes in two halves for 32-bit machines; the first is all here. */
SYSCALL_DEFINE5(preadv, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen,
		unsigned long, pos_l, unsigned long, pos_h)
{
	return do_prwv(fd, vec, vlen, pos_l, ITER_DEST, 0);
}

SYSCALL_DEFINE5(pwritev, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen,
		unsigned long, pos_l, unsigned long, pos_h)
{
	return do_prwv(fd, vec, vlen, pos_l, ITER_SOURCE, 0);
}

SYSCALL_DEFINE6(preadv2, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen,
		unsigned long, pos_l, unsigned long, pos_h, int, flags)
{
	if ((loff_t)pos_l == -1)
		return do_rwv(fd, vec, vlen, ITER_DEST, flags);
	return do_prwv(fd, vec, vlen, pos_l, ITER_DEST, flags);
}

SYSCALL_DEFINE6(pwritev2, unsigned long, fd, const struct iovec __user *, vec, unsigned long, vlen,
		unsigned long, pos_l, unsigned long, pos_h, int, flags)
{
	if ((loff_t)pos_l == -1)
		return do_rwv(fd, vec, vlen, ITER_SOURCE, flags);
	return do_prwv(fd, vec, vlen, pos_l, ITER_SOURCE, flags);
}

/* By way of the page cache and a pipe. */
ssize_t generic_copy_file_range(struct file *in, loff_t pos_in, struct file *out, loff_t pos_out,
				size_t len, unsigned int flags)
{
	return do_splice_direct(in, &pos_in, out, &pos_out, min_t(size_t, len, MAX_RW_COUNT), 0);
}

static int copy_check_files(struct file *in, struct file *out)
{
	struct inode *from = file_inode(in), *to = file_inode(out);

	if (S_ISDIR(from->i_mode) || S_ISDIR(to->i_mode))
		return -EISDIR;
	if (!S_ISREG(from->i_mode) || !S_ISREG(to->i_mode))
		return -EINVAL;
	if (!(in->f_mode & FMODE_READ) || !(out->f_mode & FMODE_WRITE) || out->f_flags & O_APPEND)
		return -EBADF;
	/* Another filesystem is fine only if it is one of the same type. */
	if (from->i_sb->s_type != to->i_sb->s_type)
		return -EXDEV;
	if (IS_IMMUTABLE(to))
		return -EPERM;
	if (IS_SWAPFILE(from) || IS_SWAPFILE(to))
		return -ETXTBSY;
	return 0;
}

static int copy_check_range(struct inode *from, loff_t pos_in, struct inode *to, loff_t pos_out,
			    size_t *len)
{
	loff_t size = i_size_read(from);
	u64 end;

	/* Programs ask for as much as fits a size_t: beyond LLONG_MAX is well. */
	if (check_add_overflow((u64)pos_in, (u64)*len, &end) ||
	    check_add_overflow((u64)pos_out, (u64)*len, &end))
		return -EOVERFLOW;
	if (pos_in >= size)
		*len = 0;
	else
		*len = min_t(u64, *len, size - pos_in);
	if (from == to && pos_out + *len > pos_in && pos_out < pos_in + *len)
		return -EINVAL;
	return 0;
}

static ssize_t vfs_copy_file_range(struct file *in, loff_t pos_in, struct file *out,
				   loff_t pos_out, size_t len, unsigned int flags)
{
	ssize_t ret;

	if (flags)
		return -EINVAL;
	ret = copy_check_files(in, out);
	if (!ret)
		ret = copy_check_range(file_inode(in), pos_in, file_inode(out), pos_out, &len);
	if (!ret)
		ret = rw_verify_area(READ, in, &pos_in, len);
	if (!ret)
		ret = rw_verify_area(WRITE, out, &pos_out, len);
	if (ret || !len)
		return ret;
	if (out->f_op->copy_file_range && file_inode(in)->i_sb == file_inode(out)->i_sb)
		ret = out->f_op->copy_file_range(in, pos_in, out, pos_out, len, flags);
	else
		ret = generic_copy_file_range(in, pos_in, out, pos_out, len, flags);
	if (ret > 0) {
		fsnotify_access(in);
		fsnotify_modify(out);
		current->io_rchar += ret;
		current->io_wchar += ret;
	}
	current->io_syscr++;
	current->io_syscw++;
	return ret;
}

static int get_offset(struct file *file, const loff_t __user *off, loff_t *pos)
{
	if (!off) {
		*pos = file->f_pos;
		return 0;
	}
	return copy_from_user(pos, off, sizeof(*pos)) ? -EFAULT : 0;
}

static int put_offset(struct file *file, loff_t __user *off, loff_t pos)
{
	if (!off) {
		file->f_pos = pos;
		return 0;
	}
	return copy_to_user(off, &pos, sizeof(pos)) ? -EFAULT : 0;
}

SYSCALL_DEFINE6(copy_file_range, int, fd_in, loff_t __user *, off_in, int, fd_out,
		loff_t __user *, off_out, size_t, len, unsigned int, flags)
{
	struct fd in = fdget(fd_in), out = fdget(fd_out);
	loff_t pos_in, pos_out;
	ssize_t ret = -EBADF;

	if (!in.file || !out.file)
		goto put;
	ret = get_offset(in.file, off_in, &pos_in);
	if (!ret)
		ret = get_offset(out.file, off_out, &pos_out);
	if (!ret)
		ret = vfs_copy_file_range(in.file, pos_in, out.file, pos_out, len, flags);
	if (ret > 0) {
		if (put_offset(in.file, off_in, pos_in + ret) ||
		    put_offset(out.file, off_out, pos_out + ret))
			ret = -EFAULT;
	}
put:
	fdput(out);
	fdput(in);
	return ret;
}
