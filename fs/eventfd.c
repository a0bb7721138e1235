// SPDX-License-Identifier: GPL-2.0
/* eventfd(2): a 64-bit counter as a file. Locks: ctx->wqh.lock. */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/eventfd.h>
#include <linux/file.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uio.h>


struct eventfd_ctx {
	wait_queue_head_t	wqh;
	u64			count;		/* [wqh.lock] */
	unsigned int		flags;
};

static int eventfd_release(struct inode *inode, struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	wake_up_poll(&ctx->wqh, EPOLLHUP);
	kfree(ctx);
	return 0;
}

static __poll_t eventfd_poll(struct file *file, poll_table *wait)
{
	struct eventfd_ctx *ctx = file->private_data;
	u64 count;
	__poll_t events = 0;

	poll_wait(file, &ctx->wqh, wait);
	count = READ_ONCE(ctx->count);
	if (count > 0)
		events |= EPOLLIN;
	if (count == ULLONG_MAX)
		events |= EPOLLERR;
	if (ULLONG_MAX - 1 > count)
		events |= EPOLLOUT;
	return events;
}

/* Take the value (one, for a semaphore) if there is any. */
static bool try_take(struct eventfd_ctx *ctx, u64 *value)
{
	spin_lock(&ctx->wqh.lock);
	*value = ctx->flags & EFD_SEMAPHORE && ctx->count ? 1 : ctx->count;
	ctx->count -= *value;
	spin_unlock(&ctx->wqh.lock);
	return *value;
}

static ssize_t eventfd_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	struct eventfd_ctx *ctx = file->private_data;
	u64 value;
	int err;

	if (iov_iter_count(to) < sizeof(value))
		return -EINVAL;
	while (!try_take(ctx, &value)) {
		if (file->f_flags & O_NONBLOCK || iocb->ki_flags & IOCB_NOWAIT)
			return -EAGAIN;
		err = wait_event_interruptible(ctx->wqh, READ_ONCE(ctx->count));
		if (err)
			return err;
	}
	wake_up_poll(&ctx->wqh, EPOLLOUT);
	return copy_to_iter(&value, sizeof(value), to) == sizeof(value) ? (ssize_t)sizeof(value) : -EFAULT;
}

static bool try_add(struct eventfd_ctx *ctx, u64 value)
{
	bool fits;

	spin_lock(&ctx->wqh.lock);
	fits = ULLONG_MAX - ctx->count > value;
	if (fits)
		ctx->count += value;
	spin_unlock(&ctx->wqh.lock);
	return fits;
}

static ssize_t eventfd_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	struct eventfd_ctx *ctx = file->private_data;
	u64 value;
	int err;

	if (iov_iter_count(from) < sizeof(value))
		return -EINVAL;
	if (!copy_from_iter_full(&value, sizeof(value), from))
		return -EFAULT;
	if (value == ULLONG_MAX)
		return -EINVAL;
	while (!try_add(ctx, value)) {
		if (file->f_flags & O_NONBLOCK || iocb->ki_flags & IOCB_NOWAIT)
			return -EAGAIN;
		err = wait_event_interruptible(ctx->wqh, ULLONG_MAX - READ_ONCE(ctx->count) > value);
		if (err)
			return err;
	}
	wake_up_poll(&ctx->wqh, EPOLLIN);
	return sizeof(value);
}

static void eventfd_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct eventfd_ctx *ctx = file->private_data;

	seq_printf(m, "eventfd-count: %16llx\n", READ_ONCE(ctx->count));
}

static const struct file_operations eventfd_fops = {
	.release	= eventfd_release,
	.poll		= eventfd_poll,
	.read_iter	= eventfd_read,
	.write_iter	= eventfd_write,
	.llseek		= noop_llseek,
	.show_fdinfo	= eventfd_show_fdinfo,
};

static long do_eventfd(unsigned int count, int flags)
{
	struct eventfd_ctx *ctx;
	int fd;

	if (flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	init_waitqueue_head(&ctx->wqh);
	ctx->count = count;
	ctx->flags = flags;
	fd = anon_inode_getfd("[eventfd]", &eventfd_fops, ctx, O_RDWR | (flags & (O_CLOEXEC | O_NONBLOCK)));
	if (fd < 0)
		kfree(ctx);
	return fd;
}

SYSCALL_DEFINE2(eventfd2, unsigned int, count, int, flags)
{
	return do_eventfd(count, flags);
}

SYSCALL_DEFINE1(eventfd, unsigned int, count)
{
	return do_eventfd(count, 0);
}
