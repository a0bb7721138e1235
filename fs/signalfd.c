// SPDX-License-Identifier: GPL-2.0
/*
 * signalfd(2): take pending signals by reading. What is read is the reader's
 * pending signals, not the creator's.
 */
#include <linux/anon_inodes.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/signalfd.h>

struct signalfd_ctx { sigset_t mask; };	/* signals NOT wanted */

static int signalfd_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static __poll_t signalfd_poll(struct file *file, poll_table *wait)
{
	struct signalfd_ctx *ctx = file->private_data;
	__poll_t events = 0;

	poll_wait(file, &current->sighand->signalfd_wqh, wait);
	spin_lock(&current->sighand->siglock);
	if (next_signal(&current->pending, &ctx->mask) || next_signal(&current->signal->shared_pending, &ctx->mask))
		events |= EPOLLIN;
	spin_unlock(&current->sighand->siglock);
	return events;
}

static int put_info(struct signalfd_siginfo __user *to, const kernel_siginfo_t *info)
{
	struct signalfd_siginfo si = {
		.ssi_signo = info->si_signo, .ssi_errno = info->si_errno, .ssi_code = info->si_code,
	};

	if (info->si_signo == SIGCHLD && info->si_code > 0) {
		si.ssi_pid = info->si_pid;
		si.ssi_uid = info->si_uid;
		si.ssi_status = info->si_status;
		si.ssi_utime = info->si_utime;
		si.ssi_stime = info->si_stime;
	} else if (info->si_code == SI_TIMER) {
		si.ssi_tid = info->si_tid;
		si.ssi_overrun = info->si_overrun;
		si.ssi_ptr = (unsigned long)info->si_ptr;
		si.ssi_int = info->si_int;
	} else if (info->si_code > 0 && info->si_code != SI_KERNEL &&
		   sigismember(&(sigset_t){ SIG_KERNEL_COREDUMP_MASK }, info->si_signo)) {
		si.ssi_addr = (unsigned long)info->si_addr;
	} else if (info->si_signo == SIGIO && info->si_code > 0 && info->si_code != SI_KERNEL) {
		si.ssi_band = info->si_band;
		si.ssi_fd = info->si_fd;
	} else {
		si.ssi_pid = info->si_pid;
		si.ssi_uid = info->si_uid;
		si.ssi_ptr = (unsigned long)info->si_ptr;
		si.ssi_int = info->si_int;
	}
	return copy_to_user(to, &si, sizeof(si)) ? -EFAULT : 0;
}

/* The next wanted signal: its number, 0 for none. */
static int take(struct signalfd_ctx *ctx, kernel_siginfo_t *info)
{
	int sig;

	spin_lock(&current->sighand->siglock);
	sig = dequeue_signal(&ctx->mask, info);
	spin_unlock(&current->sighand->siglock);
	return sig;
}

static bool has_wanted(struct signalfd_ctx *ctx)
{
	bool yes;

	spin_lock(&current->sighand->siglock);
	yes = next_signal(&current->pending, &ctx->mask) || next_signal(&current->signal->shared_pending, &ctx->mask);
	spin_unlock(&current->sighand->siglock);
	return yes;
}

static ssize_t signalfd_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct signalfd_siginfo __user *to = (struct signalfd_siginfo __user *)buf;
	struct signalfd_ctx *ctx = file->private_data;
	size_t room = count / sizeof(*to);
	kernel_siginfo_t info;
	ssize_t done = 0;
	int err;

	if (!room)
		return -EINVAL;
	while (room) {
		if (!take(ctx, &info)) {
			if (done)
				break;
			if (file->f_flags & O_NONBLOCK)
				return -EAGAIN;
			err = wait_event_interruptible(current->sighand->signalfd_wqh, has_wanted(ctx));
			if (err)
				return err;
			continue;
		}
		err = put_info(to++, &info);
		if (err)
			return done ? done : err;
		done += sizeof(*to);
		room--;
	}
	return done;
}

static void signalfd_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct signalfd_ctx *ctx = file->private_data;

	seq_printf(m, "sigmask:\t%016lx\n", ~ctx->mask);
}

static const struct file_operations signalfd_fops = {
	.release	= signalfd_release,
	.poll		= signalfd_poll,
	.read		= signalfd_read,
	.llseek		= noop_llseek,
	.show_fdinfo	= signalfd_show_fdinfo,
};

static long do_signalfd4(int ufd, const sigset_t __user *umask, size_t size, int flags)
{
	struct signalfd_ctx *ctx;
	sigset_t mask;

	if (size != sizeof(mask))
		return -EINVAL;
	if (copy_from_user(&mask, umask, sizeof(mask)))
		return -EFAULT;
	if (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK))
		return -EINVAL;
	sigdelsetmask(&mask, SIG_KERNEL_ONLY_MASK);
	mask = ~mask;
	if (ufd == -1) {
		ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
		if (!ctx)
			return -ENOMEM;
		ctx->mask = mask;
		ufd = anon_inode_getfd("[signalfd]", &signalfd_fops, ctx,
				       O_RDWR | (flags & (O_CLOEXEC | O_NONBLOCK)));
		if (ufd < 0)
			kfree(ctx);
		return ufd;
	}
	CLASS(fd, f)(ufd);
	if (!fd_file(f))
		return -EBADF;
	if (fd_file(f)->f_op != &signalfd_fops)
		return -EINVAL;
	ctx = fd_file(f)->private_data;
	spin_lock(&current->sighand->siglock);
	ctx->mask = mask;
	spin_unlock(&current->sighand->siglock);
	wake_up(&current->sighand->signalfd_wqh);
	return ufd;
}

SYSCALL_DEFINE4(signalfd4, int, ufd, const sigset_t __user *, umask, size_t, size, int, flags)
{
	return do_signalfd4(ufd, umask, size, flags);
}

SYSCALL_DEFINE3(signalfd, int, ufd, const sigset_t __user *, umask, size_t, size)
{
	return do_signalfd4(ufd, umask, size, 0);
}
