// SPDX-License-Identifier: GPL-2.0
/*
 * Pipes and FIFOs: a ring of page-sized buffers between writers and readers.
 *
 * A write of at most PIPE_BUF (4096) bytes is never mixed with others'. Bytes
 * join the last buffer when it has room, unless O_DIRECT asked for packets.
 * Splicing moves the buffers themselves (splice.c).
 *
 * Locks: pipe->mutex over everything; the wait queues inside it.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/panic.h>
#include <linux/pipe_fs_i.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <uapi/asm/ioctls.h>
#include <uapi/linux/magic.h>

#include "pipe.h"

unsigned int pipe_max_size = 1048576;
static unsigned long pipe_user_pages_soft = PIPE_DEF_BUFFERS * 1024;
static unsigned long pipe_user_pages_hard;
static struct vfsmount *pipe_mnt;

void pipe_lock(struct pipe_inode_info *pipe)
{
	mutex_lock(&pipe->mutex);
}

void pipe_unlock(struct pipe_inode_info *pipe)
{
	mutex_unlock(&pipe->mutex);
}

static void page_buf_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	put_page(buf->page);
}

static bool page_buf_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	get_page(buf->page);
	return true;
}

static bool page_buf_try_steal(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	return page_count(buf->page) == 1;
}

const struct pipe_buf_operations page_pipe_buf_ops = {
	.release = page_buf_release, .get = page_buf_get, .try_steal = page_buf_try_steal,
};

/* Account for @nr more (or fewer) pages of the user; the totals after it. */
static unsigned long account_pages(struct user_struct *user, long nr)
{
	return atomic_long_add_return(nr, &user->pipe_bufs);
}

static bool too_many(unsigned long pages)
{
	if (pipe_user_pages_hard && pages > pipe_user_pages_hard)
		return true;
	return false;
}

static bool privileged(void)
{
	return capable(CAP_SYS_RESOURCE) || capable(CAP_SYS_ADMIN);
}

struct pipe_inode_info *alloc_pipe_info(void)
{
	struct pipe_inode_info *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL_ACCOUNT);
	struct user_struct *user = current_user();
	unsigned int slots = PIPE_DEF_BUFFERS;
	unsigned long pages;

	if (!pipe)
		return NULL;
	pages = account_pages(user, slots);
	if (pipe_user_pages_soft && pages > pipe_user_pages_soft && !privileged()) {
		account_pages(user, 2 - (long)slots);
		slots = 2;
	}
	if (!too_many(pages) || privileged())
		pipe->bufs = kcalloc(slots, sizeof(*pipe->bufs), GFP_KERNEL_ACCOUNT);
	if (!pipe->bufs) {
		account_pages(user, -(long)slots);
		kfree(pipe);
		return NULL;
	}
	init_waitqueue_head(&pipe->rd_wait);
	init_waitqueue_head(&pipe->wr_wait);
	mutex_init(&pipe->mutex);
	pipe->r_counter = pipe->w_counter = 1;
	pipe->max_usage = slots;
	pipe->ring_size = slots;
	pipe->user = user;
	refcount_inc(&user->count);
	return pipe;
}

void free_pipe_info(struct pipe_inode_info *pipe)
{
	unsigned int i;

	account_pages(pipe->user, -(long)pipe->ring_size);
	free_uid(pipe->user);
	for (i = pipe->tail; i != pipe->head; i++)
		pipe_slot(pipe, i)->ops->release(pipe, pipe_slot(pipe, i));
	kfree(pipe->bufs);
	kfree(pipe);
}

static void pipe_wake_readers(struct pipe_inode_info *pipe)
{
	wake_up_interruptible_sync_poll(&pipe->rd_wait, EPOLLIN | EPOLLRDNORM);
	kill_fasync(&pipe->fasync_readers, SIGIO, POLL_IN);
}

static void pipe_wake_writers(struct pipe_inode_info *pipe)
{
	wake_up_interruptible_sync_poll(&pipe->wr_wait, EPOLLOUT | EPOLLWRNORM);
	kill_fasync(&pipe->fasync_writers, SIGIO, POLL_OUT);
}

/* Copy from the first buffer; 1 when it is used up, 0, or -errno. */
static int read_buffer(struct pipe_inode_info *pipe, struct iov_iter *to, ssize_t *done)
{
	struct pipe_buffer *buf = pipe_slot(pipe, pipe->tail);
	size_t len = min_t(size_t, buf->len, iov_iter_count(to)), n;
	int err = buf->ops->confirm ? buf->ops->confirm(pipe, buf) : 0;

	if (err)
		return err;
	n = copy_page_to_iter(buf->page, buf->offset, len, to);
	if (n < len && !n)
		return -EFAULT;
	*done += n;
	buf->offset += n;
	buf->len -= n;
	if (buf->flags & PIPE_BUF_FLAG_PACKET) {
		buf->len = 0;			/* what did not fit is lost */
		iov_iter_truncate(to, 0);
	}
	if (buf->len)
		return 0;
	buf->ops->release(pipe, buf);
	buf->ops = NULL;
	pipe->tail++;
	return 1;
}

static ssize_t pipe_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	struct pipe_inode_info *pipe = file->private_data;
	bool was_full, nonblock = file->f_flags & O_NONBLOCK || iocb->ki_flags & IOCB_NOWAIT;
	ssize_t done = 0;
	int err = 0;

	if (!iov_iter_count(to))
		return 0;
	pipe_lock(pipe);
	for (;;) {
		was_full = pipe_full(pipe->head, pipe->tail, pipe->max_usage);
		while (iov_iter_count(to) && !pipe_empty(pipe->head, pipe->tail)) {
			err = read_buffer(pipe, to, &done);
			if (err <= 0)
				break;
		}
		if (done && was_full)
			pipe_wake_writers(pipe);
		if (done || err < 0 || !pipe->writers)
			break;
		err = -EAGAIN;
		if (nonblock)
			break;
		pipe_unlock(pipe);
		err = wait_event_interruptible_exclusive(pipe->rd_wait, pipe_readable(pipe));
		if (err)
			return err;
		pipe_lock(pipe);
		err = 0;
	}
	/* More is there: let the next reader have it. */
	if (!pipe_empty(pipe->head, pipe->tail))
		wake_up_interruptible_sync_poll(&pipe->rd_wait, EPOLLIN | EPOLLRDNORM);
	pipe_unlock(pipe);
	if (done > 0)
		file_accessed(file);
	return done ? done : min(err, 0);
}

/* A short write may continue the last buffer. Returns bytes or -EFAULT. */
static ssize_t try_merge(struct pipe_inode_info *pipe, struct iov_iter *from)
{
	struct pipe_buffer *buf = pipe_slot(pipe, pipe->head - 1);
	size_t tail = iov_iter_count(from) & (PAGE_SIZE - 1), at = buf->offset + buf->len, n;

	if (!tail || !(buf->flags & PIPE_BUF_FLAG_CAN_MERGE) || at + tail > PAGE_SIZE)
		return 0;
	n = copy_page_from_iter(buf->page, at, tail, from);
	if (n < tail)
		return -EFAULT;
	buf->len += n;
	return n;
}

/* One new buffer with up to a page. Returns bytes or -errno. */
static ssize_t add_buffer(struct pipe_inode_info *pipe, struct iov_iter *from, bool packet)
{
	struct page *page = alloc_page(GFP_HIGHUSER_MOVABLE | __GFP_ACCOUNT);
	struct pipe_buffer *buf;
	size_t want = min_t(size_t, PAGE_SIZE, iov_iter_count(from)), n;

	if (!page)
		return -ENOMEM;
	n = copy_page_from_iter(page, 0, PAGE_SIZE, from);
	if (n < want) {
		__free_page(page);
		return -EFAULT;
	}
	buf = pipe_slot(pipe, pipe->head);
	*buf = (struct pipe_buffer){
		.page = page, .len = n, .ops = &page_pipe_buf_ops,
		.flags = packet ? PIPE_BUF_FLAG_PACKET : PIPE_BUF_FLAG_CAN_MERGE,
	};
	pipe->head++;
	return n;
}

/* As much as fits now. Context: pipe locked. */
static ssize_t fill(struct pipe_inode_info *pipe, struct iov_iter *from, bool packet)
{
	ssize_t done = 0, n;

	while (iov_iter_count(from) && !pipe_full(pipe->head, pipe->tail, pipe->max_usage)) {
		n = add_buffer(pipe, from, packet);
		if (n < 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

static ssize_t pipe_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	struct pipe_inode_info *pipe = file->private_data;
	bool packet = file->f_flags & O_DIRECT, nonblock = file->f_flags & O_NONBLOCK || iocb->ki_flags & IOCB_NOWAIT;
	ssize_t done = 0, n = 0;
	bool was_empty;

	if (!iov_iter_count(from))
		return 0;
	pipe_lock(pipe);
	was_empty = pipe_empty(pipe->head, pipe->tail);
	if (pipe->readers && !was_empty && !packet) {
		n = try_merge(pipe, from);
		done = n > 0 ? n : 0;
	}
	while (n >= 0) {
		if (!pipe->readers) {
			send_sig(SIGPIPE, current, 0);
			n = -EPIPE;
			break;
		}
		was_empty = pipe_empty(pipe->head, pipe->tail);
		n = fill(pipe, from, packet);
		if (n > 0) {
			done += n;
			if (was_empty)
				pipe_wake_readers(pipe);
		}
		if (n < 0 || !iov_iter_count(from))
			break;
		n = -EAGAIN;
		if (nonblock)
			break;
		pipe_unlock(pipe);
		n = wait_event_interruptible_exclusive(pipe->wr_wait, pipe_writable(pipe));
		pipe_lock(pipe);
	}
	if (done)
		pipe_wake_readers(pipe);
	if (!pipe_full(pipe->head, pipe->tail, pipe->max_usage))
		wake_up_interruptible_sync_poll(&pipe->wr_wait, EPOLLOUT | EPOLLWRNORM);
	pipe_unlock(pipe);
	if (done > 0)
		file_update_time(file);
	return done ? done : n;
}

static long pipe_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pipe_inode_info *pipe = file->private_data;
	unsigned int i;
	int count = 0;

	if (cmd != FIONREAD)
		return -ENOIOCTLCMD;
	pipe_lock(pipe);
	for (i = pipe->tail; i != pipe->head; i++)
		count += pipe_slot(pipe, i)->len;
	pipe_unlock(pipe);
	return put_user(count, (int __user *)arg);
}

static __poll_t pipe_poll(struct file *file, poll_table *wait)
{
	struct pipe_inode_info *pipe = file->private_data;
	__poll_t mask = 0;

	if (file->f_mode & FMODE_READ)
		poll_wait(file, &pipe->rd_wait, wait);
	if (file->f_mode & FMODE_WRITE)
		poll_wait(file, &pipe->wr_wait, wait);
	if (file->f_mode & FMODE_READ) {
		if (!pipe_empty(READ_ONCE(pipe->head), READ_ONCE(pipe->tail)))
			mask |= EPOLLIN | EPOLLRDNORM;
		/* A FIFO that no writer ever opened is not at its end. */
		if (!pipe->writers && pipe->w_counter != (unsigned long)file->f_security)
			mask |= EPOLLHUP;
	}
	if (file->f_mode & FMODE_WRITE) {
		if (!pipe_full(READ_ONCE(pipe->head), READ_ONCE(pipe->tail), pipe->max_usage))
			mask |= EPOLLOUT | EPOLLWRNORM;
		if (!pipe->readers)
			mask |= EPOLLERR;
	}
	return mask;
}

static void put_pipe_info(struct inode *inode, struct pipe_inode_info *pipe)
{
	bool last;

	spin_lock(&inode->i_lock);
	last = !--pipe->files;
	if (last)
		inode->i_pipe = NULL;
	spin_unlock(&inode->i_lock);
	if (last)
		free_pipe_info(pipe);
}

static int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe_inode_info *pipe = file->private_data;

	pipe_lock(pipe);
	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	if (file->f_mode & FMODE_WRITE)
		pipe->writers--;
	/* The other side must learn that it is alone now. */
	if (!pipe->readers != !pipe->writers) {
		wake_up_interruptible_all(&pipe->rd_wait);
		wake_up_interruptible_all(&pipe->wr_wait);
		kill_fasync(&pipe->fasync_readers, SIGIO, POLL_IN);
		kill_fasync(&pipe->fasync_writers, SIGIO, POLL_OUT);
	}
	pipe_unlock(pipe);
	put_pipe_info(inode, pipe);
	return 0;
}

static int pipe_fasync(int fd, struct file *file, int on)
{
	struct pipe_inode_info *pipe = file->private_data;
	int err = 0;

	pipe_lock(pipe);
	if (file->f_mode & FMODE_READ)
		err = fasync_helper(fd, file, on, &pipe->fasync_readers);
	if (err >= 0 && (file->f_mode & FMODE_WRITE)) {
		err = fasync_helper(fd, file, on, &pipe->fasync_writers);
		if (err < 0 && (file->f_mode & FMODE_READ))
			fasync_helper(-1, file, 0, &pipe->fasync_readers);
	}
	pipe_unlock(pipe);
	return err;
}

/* Opening a FIFO: each side waits until the other has been there. */
static int wait_for_partner(struct pipe_inode_info *pipe, unsigned int *counter)
{
	unsigned int seen = *counter;
	int err = 0;

	while (seen == *counter && !err) {
		pipe_unlock(pipe);
		err = wait_event_interruptible(pipe->rd_wait, READ_ONCE(*counter) != seen);
		pipe_lock(pipe);
	}
	return seen != *counter ? 0 : -ERESTARTSYS;
}

static int fifo_open_side(struct file *file, struct pipe_inode_info *pipe)
{
	bool nonblock = file->f_flags & O_NONBLOCK;

	switch (file->f_mode & (FMODE_READ | FMODE_WRITE)) {
	case FMODE_READ:
		pipe->r_counter++;
		if (!pipe->readers++)
			wake_up_interruptible_all(&pipe->rd_wait);
		if (pipe->writers)
			return 0;
		if (nonblock) {
			file->f_security = (void *)(unsigned long)pipe->w_counter;
			return 0;
		}
		return wait_for_partner(pipe, &pipe->w_counter);
	case FMODE_WRITE:
		if (nonblock && !pipe->readers)
			return -ENXIO;
		pipe->w_counter++;
		if (!pipe->writers++)
			wake_up_interruptible_all(&pipe->rd_wait);
		return pipe->readers ? 0 : wait_for_partner(pipe, &pipe->r_counter);
	default:			/* both: POSIX leaves it open, Linux never waits */
		pipe->readers++;
		pipe->writers++;
		pipe->r_counter++;
		pipe->w_counter++;
		if (pipe->readers == 1 || pipe->writers == 1)
			wake_up_interruptible_all(&pipe->rd_wait);
		return 0;
	}
}

/* -ENXIO came before anything was counted, other errors after. */
static void fifo_undo(struct file *file, struct pipe_inode_info *pipe, int err)
{
	if (err == -ENXIO)
		return;
	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	else
		pipe->writers--;
	wake_up_interruptible_all(&pipe->rd_wait);
	wake_up_interruptible_all(&pipe->wr_wait);
}

static struct pipe_inode_info *inode_pipe(struct inode *inode)
{
	struct pipe_inode_info *pipe, *new = NULL;

	spin_lock(&inode->i_lock);
	if (!inode->i_pipe) {
		spin_unlock(&inode->i_lock);
		new = alloc_pipe_info();
		if (!new)
			return NULL;
		spin_lock(&inode->i_lock);
		if (!inode->i_pipe) {
			inode->i_pipe = new;
			new = NULL;
		}
	}
	pipe = inode->i_pipe;
	pipe->files++;
	spin_unlock(&inode->i_lock);
	if (new)
		free_pipe_info(new);
	return pipe;
}

static int fifo_open(struct inode *inode, struct file *file)
{
	struct pipe_inode_info *pipe = inode_pipe(inode);
	bool is_pipe = inode->i_sb == pipe_mnt->mnt_sb;
	int err;

	if (!pipe)
		return -ENOMEM;
	file->private_data = pipe;
	file->f_security = NULL;
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	pipe_lock(pipe);
	if (is_pipe) {			/* /proc/self/fd/N of a pipe: never waits */
		if (file->f_mode & FMODE_READ)
			pipe->readers++;
		if (file->f_mode & FMODE_WRITE)
			pipe->writers++;
		err = 0;
	} else {
		err = fifo_open_side(file, pipe);
		if (err)
			fifo_undo(file, pipe, err);
	}
	pipe_unlock(pipe);
	if (err)
		put_pipe_info(inode, pipe);
	return err;
}

const struct file_operations pipefifo_fops = {
	.open		= fifo_open,
	.llseek		= no_llseek,
	.read_iter	= pipe_read,
	.write_iter	= pipe_write,
	.poll		= pipe_poll,
	.unlocked_ioctl	= pipe_ioctl,
	.release	= pipe_release,
	.fasync		= pipe_fasync,
	.splice_write	= iter_file_splice_write,
};

static struct inode *new_pipe_inode(void)
{
	struct inode *inode = new_inode_pseudo(pipe_mnt->mnt_sb);
	struct pipe_inode_info *pipe;

	if (!inode)
		return NULL;
	pipe = alloc_pipe_info();
	if (!pipe) {
		iput(inode);
		return NULL;
	}
	inode->i_ino = get_next_ino();
	inode->i_pipe = pipe;
	pipe->files = 2;
	pipe->readers = pipe->writers = 1;
	inode->i_fop = &pipefifo_fops;
	inode->i_mode = S_IFIFO | S_IRUSR | S_IWUSR;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	inode->i_atime = inode->i_mtime = inode->i_ctime = current_time(inode);
	return inode;
}

/**
 * create_pipe_files() - both ends of a new pipe
 * @res: read end, write end
 *
 * Return: 0, -ENFILE or -ENOMEM.
 */
int create_pipe_files(struct file **res, int flags)
{
	struct inode *inode = new_pipe_inode();
	struct file *w;

	if (!inode)
		return -ENFILE;
	w = alloc_file_pseudo(inode, pipe_mnt, "", O_WRONLY | (flags & (O_NONBLOCK | O_DIRECT)), &pipefifo_fops);
	if (IS_ERR(w)) {
		free_pipe_info(inode->i_pipe);
		inode->i_pipe = NULL;
		iput(inode);
		return PTR_ERR(w);
	}
	w->private_data = inode->i_pipe;
	res[0] = alloc_file_clone(w, O_RDONLY | (flags & O_NONBLOCK), &pipefifo_fops);
	if (IS_ERR(res[0])) {
		int err = PTR_ERR(res[0]);

		put_pipe_info(inode, inode->i_pipe);
		fput(w);
		return err;
	}
	res[0]->private_data = inode->i_pipe;
	res[1] = w;
	stream_open(inode, res[0]);
	stream_open(inode, res[1]);
	return 0;
}

static int do_pipe2(int __user *fds, int flags)
{
	struct file *files[2];
	int fd[2], err;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT))
		return -EINVAL;
	err = create_pipe_files(files, flags);
	if (err)
		return err;
	fd[0] = err = get_unused_fd_flags(flags & O_CLOEXEC);
	if (err < 0)
		goto put_files;
	fd[1] = err = get_unused_fd_flags(flags & O_CLOEXEC);
	if (err < 0)
		goto put_fd0;
	err = -EFAULT;
	if (copy_to_user(fds, fd, sizeof(fd)))
		goto put_fd1;
	fd_install(fd[0], files[0]);
	fd_install(fd[1], files[1]);
	return 0;

put_fd1:
	put_unused_fd(fd[1]);
put_fd0:
	put_unused_fd(fd[0]);
put_files:
	fput(files[0]);
	fput(files[1]);
	return err;
}

SYSCALL_DEFINE2(pipe2, int __user *, fds, int, flags)
{
	return do_pipe2(fds, flags);
}

SYSCALL_DEFINE1(pipe, int __user *, fds)
{
	return do_pipe2(fds, 0);
}

struct pipe_inode_info *get_pipe_info(struct file *file, bool for_splice)
{
	return file->f_op == &pipefifo_fops ? file->private_data : NULL;
}

/* Change the number of slots; the contents move along. Context: locked. */
static long resize_ring(struct pipe_inode_info *pipe, unsigned int slots)
{
	unsigned int used = pipe->head - pipe->tail, i;
	struct pipe_buffer *bufs;

	if (used > slots)
		return -EBUSY;
	bufs = kvcalloc(slots, sizeof(*bufs), GFP_KERNEL_ACCOUNT);
	if (!bufs)
		return -ENOMEM;
	for (i = 0; i < used; i++)
		bufs[i] = *pipe_slot(pipe, pipe->tail + i);
	kvfree(pipe->bufs);
	pipe->bufs = bufs;
	pipe->tail = 0;
	pipe->head = used;
	account_pages(pipe->user, (long)slots - (long)pipe->ring_size);
	pipe->ring_size = pipe->max_usage = slots;
	wake_up_interruptible(&pipe->wr_wait);
	return slots * PAGE_SIZE;
}

static long set_pipe_size(struct pipe_inode_info *pipe, unsigned int arg)
{
	unsigned int size, slots;
	unsigned long pages;

	if (arg > 1u << 31)
		return -EINVAL;
	size = arg < PAGE_SIZE ? PAGE_SIZE : roundup_pow_of_two(arg);
	slots = size >> PAGE_SHIFT;
	if (!slots)
		return -EINVAL;
	if (slots > pipe->max_usage && size > pipe_max_size && !capable(CAP_SYS_RESOURCE))
		return -EPERM;
	pages = atomic_long_read(&pipe->user->pipe_bufs) + slots - pipe->ring_size;
	if (slots > pipe->max_usage && ((pipe_user_pages_soft && pages > pipe_user_pages_soft) || too_many(pages)) &&
	    !privileged())
		return -EPERM;
	return resize_ring(pipe, slots);
}

long pipe_fcntl(struct file *file, unsigned int cmd, unsigned int arg)
{
	struct pipe_inode_info *pipe = get_pipe_info(file, false);
	long ret;

	if (!pipe)
		return -EBADF;
	pipe_lock(pipe);
	ret = cmd == F_SETPIPE_SZ ? set_pipe_size(pipe, arg) : (long)pipe->max_usage * PAGE_SIZE;
	pipe_unlock(pipe);
	return ret;
}

static char *pipe_dname(struct dentry *dentry, char *buf, int len)
{
	return dynamic_dname(buf, len, "pipe:[%lu]", d_inode(dentry)->i_ino);
}

static const struct dentry_operations pipe_dentry_ops = { .d_dname = pipe_dname };
static const struct super_operations pipe_sops = { .statfs = simple_statfs, .drop_inode = generic_delete_inode };

static struct dentry *pipefs_mount(struct file_system_type *type, int flags, const char *dev_name, void *data)
{
	return mount_pseudo(type, "pipe:", &pipe_sops, &pipe_dentry_ops, PIPEFS_MAGIC);
}

static struct file_system_type pipe_fs_type = {
	.name = "pipefs", .mount = pipefs_mount, .kill_sb = kill_anon_super,
};

static const struct ctl_table pipe_table[] = {
	{ .procname = "pipe-max-size", .data = &pipe_max_size, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_douintvec },
	{ .procname = "pipe-user-pages-soft", .data = &pipe_user_pages_soft, .maxlen = sizeof(long), .mode = 0644,
	  .proc_handler = proc_doulongvec_minmax },
	{ .procname = "pipe-user-pages-hard", .data = &pipe_user_pages_hard, .maxlen = sizeof(long), .mode = 0644,
	  .proc_handler = proc_doulongvec_minmax },
};

static int __init init_pipe_fs(void)
{
	int err = register_filesystem(&pipe_fs_type);

	if (err)
		return err;
	pipe_mnt = kern_mount(&pipe_fs_type);
	if (IS_ERR(pipe_mnt))
		panic("Cannot mount pipefs\n");
	register_sysctl("fs", pipe_table);
	return 0;
}
fs_initcall(init_pipe_fs);
