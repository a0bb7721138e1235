// SPDX-License-Identifier: GPL-2.0
/*
 * splice(2), tee(2), vmsplice(2), sendfile(2): moving bytes through pipes.
 * Pages of the page cache are put into the pipe by reference; everything else
 * is copied once, into fresh pages.
 *
 * Locks: one pipe at a time; tee() locks two in address order.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pipe_fs_i.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "pipe.h"

#define SPLICE_F_MOVE		1
#define SPLICE_F_NONBLOCK	2
#define SPLICE_F_MORE		4
#define SPLICE_F_GIFT		8
#define SPLICE_F_ALL		0xf

/* Wait for room (or for data). 0, -EAGAIN, -ERESTARTSYS; -EPIPE without readers. */
static int wait_for_room(struct pipe_inode_info *pipe, unsigned int flags)
{
	for (;;) {
		int err;

		if (!pipe->readers) {
			send_sig(SIGPIPE, current, 0);
			return -EPIPE;
		}
		if (!pipe_full(pipe->head, pipe->tail, pipe->max_usage))
			return 0;
		if (flags & SPLICE_F_NONBLOCK)
			return -EAGAIN;
		pipe_unlock(pipe);
		err = wait_event_interruptible(pipe->wr_wait, pipe_writable(pipe));
		pipe_lock(pipe);
		if (err)
			return err;
	}
}

/* 1: there is data; 0: the end; or -errno. */
static int wait_for_data(struct pipe_inode_info *pipe, unsigned int flags)
{
	while (pipe_empty(pipe->head, pipe->tail)) {
		int err;

		if (!pipe->writers)
			return 0;
		if (flags & SPLICE_F_NONBLOCK)
			return -EAGAIN;
		pipe_unlock(pipe);
		err = wait_event_interruptible(pipe->rd_wait, pipe_readable(pipe));
		pipe_lock(pipe);
		if (err)
			return err;
	}
	return 1;
}

static void wake_readers(struct pipe_inode_info *pipe)
{
	wake_up_interruptible_poll(&pipe->rd_wait, EPOLLIN | EPOLLRDNORM);
	kill_fasync(&pipe->fasync_readers, SIGIO, POLL_IN);
}

static void wake_writers(struct pipe_inode_info *pipe)
{
	wake_up_interruptible_poll(&pipe->wr_wait, EPOLLOUT | EPOLLWRNORM);
	kill_fasync(&pipe->fasync_writers, SIGIO, POLL_OUT);
}

static void push(struct pipe_inode_info *pipe, struct page *page, unsigned int offset, unsigned int len)
{
	*pipe_slot(pipe, pipe->head) = (struct pipe_buffer){
		.page = page, .offset = offset, .len = len, .ops = &page_pipe_buf_ops,
	};
	pipe->head++;
}

static unsigned int slots_left(struct pipe_inode_info *pipe)
{
	unsigned int used = pipe->head - pipe->tail;

	return used < pipe->max_usage ? pipe->max_usage - used : 0;
}

/**
 * filemap_splice_read() - page cache pages into a pipe, by reference
 *
 * Context: the pipe is locked and has room. Return: bytes, 0 at the end.
 */
ssize_t filemap_splice_read(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len,
			    unsigned int flags)
{
	struct address_space *mapping = in->f_mapping;
	ssize_t done = 0;

	while (len && slots_left(pipe)) {
		loff_t size = i_size_read(mapping->host);
		size_t offset = offset_in_page(*pos), n;
		struct folio *folio;

		if (*pos >= size)
			break;
		n = min3(len, (size_t)(PAGE_SIZE - offset), (size_t)(size - *pos));
		folio = read_mapping_folio(mapping, *pos >> PAGE_SHIFT, in);
		if (IS_ERR(folio))
			return done ? done : PTR_ERR(folio);
		push(pipe, folio_page(folio, (*pos >> PAGE_SHIFT) - folio->index), offset, n);
		*pos += n;
		done += n;
		len -= n;
	}
	if (done)
		file_accessed(in);
	return done;
}

/* Read into fresh pages: for files whose pages cannot be shared. */
ssize_t copy_splice_read(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len,
			 unsigned int flags)
{
	ssize_t done = 0;

	len = min_t(size_t, len, (size_t)slots_left(pipe) << PAGE_SHIFT);
	while (len && slots_left(pipe)) {
		struct page *page = alloc_page(GFP_USER);
		size_t want = min_t(size_t, len, PAGE_SIZE);
		ssize_t n;

		if (!page)
			return done ? done : -ENOMEM;
		n = kernel_read(in, page_address(page), want, pos);
		if (n <= 0) {
			__free_page(page);
			return done ? done : n;
		}
		push(pipe, page, 0, n);
		done += n;
		len -= n;
		if ((size_t)n < want)
			break;
	}
	return done;
}

/* From the locked pipe into a file by its write method. Returns bytes or -errno. */
static ssize_t write_buffers(struct pipe_inode_info *pipe, struct file *out, loff_t *pos, size_t len)
{
	ssize_t done = 0;

	while (len && !pipe_empty(pipe->head, pipe->tail)) {
		struct pipe_buffer *buf = pipe_slot(pipe, pipe->tail);
		size_t want = min_t(size_t, len, buf->len);
		ssize_t n;

		n = kernel_write(out, page_address(buf->page) + buf->offset, want, pos);
		if (n <= 0)
			return done ? done : n;
		buf->offset += n;
		buf->len -= n;
		done += n;
		len -= n;
		if (!buf->len) {
			buf->ops->release(pipe, buf);
			buf->ops = NULL;
			pipe->tail++;
		}
		if ((size_t)n < want)
			break;
	}
	return done;
}

ssize_t iter_file_splice_write(struct pipe_inode_info *pipe, struct file *out, loff_t *pos, size_t len,
			       unsigned int flags)
{
	ssize_t done = 0, n = 0;

	pipe_lock(pipe);
	while (len) {
		n = wait_for_data(pipe, done ? SPLICE_F_NONBLOCK : flags);
		if (n <= 0)
			break;
		n = write_buffers(pipe, out, pos, len);
		if (n <= 0)
			break;
		done += n;
		len -= n;
		wake_writers(pipe);
	}
	pipe_unlock(pipe);
	return done ? done : n;
}

static ssize_t do_splice_read(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len,
			      unsigned int flags)
{
	if (!(in->f_mode & FMODE_READ))
		return -EBADF;
	if (!len)
		return 0;
	if (in->f_op->splice_read && !(in->f_flags & O_DIRECT))
		return in->f_op->splice_read(in, pos, pipe, len, flags);
	return copy_splice_read(in, pos, pipe, len, flags);
}

static ssize_t file_to_pipe(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len,
			    unsigned int flags)
{
	ssize_t n;

	pipe_lock(pipe);
	n = wait_for_room(pipe, flags);
	if (!n)
		n = do_splice_read(in, pos, pipe, len, flags);
	if (n > 0)
		wake_readers(pipe);
	pipe_unlock(pipe);
	return n;
}

static ssize_t pipe_to_file(struct pipe_inode_info *pipe, struct file *out, loff_t *pos, size_t len,
			    unsigned int flags)
{
	int err;

	if (!(out->f_mode & FMODE_WRITE))
		return -EBADF;
	if (out->f_flags & O_APPEND)
		return -EINVAL;
	err = rw_verify_area(1, out, pos, len);
	if (err)
		return err;
	if (out->f_op->splice_write)
		return out->f_op->splice_write(pipe, out, pos, len, flags);
	if (!out->f_op->write_iter)
		return -EINVAL;
	return iter_file_splice_write(pipe, out, pos, len, flags);
}

/* Both locked without risk of a deadlock. */
static void lock_two(struct pipe_inode_info *a, struct pipe_inode_info *b)
{
	if (a > b)
		swap(a, b);
	mutex_lock(&a->mutex);
	mutex_lock_nested(&b->mutex, 1);
}

/*
 * Move (or, for tee, share) buffers between two locked pipes; neither waits
 * here. Returns bytes.
 */
static ssize_t link_pipes(struct pipe_inode_info *in, struct pipe_inode_info *out, size_t len, bool keep)
{
	unsigned int at = in->tail;
	ssize_t done = 0;

	while (len && at != in->head && slots_left(out)) {
		struct pipe_buffer *from = pipe_slot(in, at), *to = pipe_slot(out, out->head);
		size_t n = min_t(size_t, len, from->len);

		*to = *from;
		to->len = n;
		to->flags &= ~(PIPE_BUF_FLAG_CAN_MERGE | PIPE_BUF_FLAG_GIFT);
		if (keep || n < from->len)
			from->ops->get(in, from);
		out->head++;
		if (!keep) {
			from->offset += n;
			from->len -= n;
			if (!from->len)
				in->tail++;
		} else {
			from->flags &= ~PIPE_BUF_FLAG_CAN_MERGE;
		}
		at++;
		done += n;
		len -= n;
	}
	return done;
}

static ssize_t pipe_to_pipe(struct pipe_inode_info *in, struct pipe_inode_info *out, size_t len,
			    unsigned int flags, bool keep)
{
	ssize_t n;

	if (in == out)
		return -EINVAL;
	do {
		pipe_lock(in);
		n = wait_for_data(in, flags);
		pipe_unlock(in);
		if (n <= 0)
			return n;
		pipe_lock(out);
		n = wait_for_room(out, flags);
		pipe_unlock(out);
		if (n)
			return n;
		lock_two(in, out);
		n = link_pipes(in, out, len, keep);
		if (n) {
			wake_readers(out);
			if (!keep)
				wake_writers(in);
		}
		pipe_unlock(in);
		pipe_unlock(out);
	} while (!n);
	return n;
}

static ssize_t do_splice(struct file *in, loff_t *off_in, struct file *out, loff_t *off_out, size_t len,
			 unsigned int flags)
{
	struct pipe_inode_info *ipipe = get_pipe_info(in, true), *opipe = get_pipe_info(out, true);
	loff_t pos;
	ssize_t n;

	if (!(in->f_mode & FMODE_READ) || !(out->f_mode & FMODE_WRITE))
		return -EBADF;
	if ((ipipe && off_in) || (opipe && off_out))
		return -ESPIPE;
	if ((ipipe && in->f_flags & O_NONBLOCK) || (opipe && out->f_flags & O_NONBLOCK))
		flags |= SPLICE_F_NONBLOCK;
	if (ipipe && opipe)
		return pipe_to_pipe(ipipe, opipe, len, flags, false);
	if (ipipe) {
		if (off_out && !(out->f_mode & FMODE_PWRITE))
			return -EINVAL;
		pos = off_out ? *off_out : out->f_pos;
		n = pipe_to_file(ipipe, out, &pos, len, flags);
		*(off_out ? off_out : &out->f_pos) = pos;
		return n;
	}
	if (opipe) {
		if (off_in && !(in->f_mode & FMODE_PREAD))
			return -EINVAL;
		pos = off_in ? *off_in : in->f_pos;
		n = rw_verify_area(0, in, &pos, len);
		if (!n)
			n = file_to_pipe(in, &pos, opipe, len, flags);
		*(off_in ? off_in : &in->f_pos) = pos;
		return n;
	}
	return -EINVAL;
}

SYSCALL_DEFINE6(splice, int, fd_in, loff_t __user *, uoff_in, int, fd_out, loff_t __user *, uoff_out,
		size_t, len, unsigned int, flags)
{
	loff_t off_in, off_out;
	ssize_t n;

	if (!len)
		return 0;
	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	CLASS(fd, in)(fd_in);
	if (!fd_file(in))
		return -EBADF;
	CLASS(fd, out)(fd_out);
	if (!fd_file(out))
		return -EBADF;
	if (uoff_in && copy_from_user(&off_in, uoff_in, sizeof(off_in)))
		return -EFAULT;
	if (uoff_out && copy_from_user(&off_out, uoff_out, sizeof(off_out)))
		return -EFAULT;
	n = do_splice(fd_file(in), uoff_in ? &off_in : NULL, fd_file(out), uoff_out ? &off_out : NULL, len, flags);
	if (n > 0) {
		fsnotify_access(fd_file(in));
		fsnotify_modify(fd_file(out));
	}
	if (uoff_in && copy_to_user(uoff_in, &off_in, sizeof(off_in)))
		return -EFAULT;
	if (uoff_out && copy_to_user(uoff_out, &off_out, sizeof(off_out)))
		return -EFAULT;
	return n;
}

SYSCALL_DEFINE4(tee, int, fd_in, int, fd_out, size_t, len, unsigned int, flags)
{
	struct pipe_inode_info *ipipe, *opipe;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	if (!len)
		return 0;
	CLASS(fd, in)(fd_in);
	CLASS(fd, out)(fd_out);
	if (!fd_file(in) || !fd_file(out))
		return -EBADF;
	if (!(fd_file(in)->f_mode & FMODE_READ) || !(fd_file(out)->f_mode & FMODE_WRITE))
		return -EBADF;
	ipipe = get_pipe_info(fd_file(in), true);
	opipe = get_pipe_info(fd_file(out), true);
	if (!ipipe || !opipe)
		return -EINVAL;
	if ((fd_file(in)->f_flags | fd_file(out)->f_flags) & O_NONBLOCK)
		flags |= SPLICE_F_NONBLOCK;
	return pipe_to_pipe(ipipe, opipe, len, flags, true);
}

SYSCALL_DEFINE4(vmsplice, int, ufd, const struct iovec __user *, uiov, unsigned long, nr, unsigned int, flags)
{
	struct iovec stack[8], *iov = stack;
	struct iov_iter iter;
	bool write;
	ssize_t n;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	CLASS(fd, f)(ufd);
	if (!fd_file(f))
		return -EBADF;
	if (!get_pipe_info(fd_file(f), true))
		return -EBADF;
	write = fd_file(f)->f_mode & FMODE_WRITE;
	n = import_iovec(write ? ITER_SOURCE : ITER_DEST, uiov, nr, ARRAY_SIZE(stack), &iov, &iter);
	if (n < 0)
		return n;
	/* Copied, not mapped: what the writer changes later is not seen. */
	n = write ? vfs_iter_write(fd_file(f), &iter, NULL) : vfs_iter_read(fd_file(f), &iter, NULL);
	kfree(iov);
	return n;
}

/**
 * do_splice_direct() - from file to file through a pipe of our own
 *
 * Used by sendfile() and copy_file_range(). Return: bytes or -errno.
 */
long do_splice_direct(struct file *in, loff_t *pos_in, struct file *out, loff_t *pos_out, size_t len,
		      unsigned int flags)
{
	umode_t mode = file_inode(in)->i_mode;
	struct pipe_inode_info *pipe;
	ssize_t done = 0, n = 0;

	/* What is read and then cannot be written must still be there. */
	if ((!S_ISREG(mode) && !S_ISBLK(mode)) || !out->f_op->write_iter)
		return -EINVAL;
	pipe = alloc_pipe_info();
	if (!pipe)
		return -ENOMEM;
	pipe->readers = pipe->writers = 1;
	while (len) {
		loff_t start = *pos_in;
		ssize_t got, put;

		pipe_lock(pipe);
		got = do_splice_read(in, pos_in, pipe, min_t(size_t, len, PIPE_DEF_BUFFERS * PAGE_SIZE), flags);
		if (got <= 0) {
			pipe_unlock(pipe);
			n = got;
			break;
		}
		put = write_buffers(pipe, out, pos_out, got);
		pipe_unlock(pipe);
		if (put > 0)
			done += put;
		if (put < got) {
			/* What could not be written was not read. */
			*pos_in = start + max_t(ssize_t, put, 0);
			n = put;
			break;
		}
		len -= put;
		if (signal_pending(current)) {
			n = -ERESTARTSYS;
			break;
		}
		cond_resched();
	}
	free_pipe_info(pipe);
	return done ? done : n;
}

static ssize_t sendfile_checked(struct file *out, struct file *in, loff_t *pos, size_t count)
{
	struct pipe_inode_info *opipe = get_pipe_info(out, true);
	unsigned int flags = 0;
	loff_t out_pos = out->f_pos;
	ssize_t n;

	n = rw_verify_area(0, in, pos, count);
	if (n)
		return n;
	count = min_t(size_t, count, MAX_RW_COUNT);
	if (opipe) {
		if (out->f_flags & O_NONBLOCK)
			flags |= SPLICE_F_NONBLOCK;
		return file_to_pipe(in, pos, opipe, count, flags);
	}
	n = rw_verify_area(1, out, &out_pos, count);
	if (n)
		return n;
	n = do_splice_direct(in, pos, out, &out_pos, count, 0);
	if (n > 0)
		out->f_pos = out_pos;
	return n;
}

SYSCALL_DEFINE4(sendfile64, int, out_fd, int, in_fd, loff_t __user *, offset, size_t, count)
{
	struct file *fin, *fout;
	loff_t pos;
	ssize_t n;

	if (offset && copy_from_user(&pos, offset, sizeof(pos)))
		return -EFAULT;
	CLASS(fd, in)(in_fd);
	fin = fd_file(in);
	if (!fin || !(fin->f_mode & FMODE_READ))
		return -EBADF;
	if (offset && !(fin->f_mode & FMODE_PREAD))
		return -ESPIPE;
	CLASS(fd, out)(out_fd);
	fout = fd_file(out);
	if (!fout || !(fout->f_mode & FMODE_WRITE))
		return -EBADF;
	if (fout->f_flags & O_APPEND)
		return -EINVAL;
	if (!offset)
		pos = fin->f_pos;
	n = sendfile_checked(fout, fin, &pos, count);
	if (!offset && n > 0)
		fin->f_pos = pos;
	if (n > 0) {
		fsnotify_access(fin);
		fsnotify_modify(fout);
	}
	if (offset && copy_to_user(offset, &pos, sizeof(pos)))
		return -EFAULT;
	return n;
}
