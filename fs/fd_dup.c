// SPDX-License-Identifier: GPL-2.0
/*
 * fd_dup.c: what changes a descriptor table: close, close_range, dup and its
 * kin, and close-on-exec.
 *
 * Closing means: take the file out of the table under file_lock, then flush and
 * put it without. Neighbour: file.c, which owns the tables.
 */
#include <linux/bitmap.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/find.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/close_range.h>
#include "fd_table.h"

/* Everything of a close but dropping the reference. */
static int filp_flush(struct file *file, void *owner)
{
	int err = 0;

	if (WARN_ON_ONCE(!file_count(file)))
		return 0;
	if (file->f_op->flush)
		err = file->f_op->flush(file, owner);
	if (!(file->f_mode & FMODE_PATH))
		locks_remove_posix(file, owner);
	return err;
}

/**
 * filp_close - a descriptor is gone
 * @file: its file, whose reference is dropped
 * @owner: the table it was in: POSIX locks taken through it go
 *
 * Return: the error of ->flush(), for close(2).
 */
int filp_close(struct file *file, void *owner)
{
	int err = filp_flush(file, owner);

	fput(file);
	return err;
}

/* file_lock held. NULL if the descriptor is not open. */
static struct file *file_close_fd_locked(struct files_struct *files, unsigned int fd)
{
	struct fdtable *fdt = &files->fdt;
	struct file *file;

	if (fd >= fdt->max_fds)
		return NULL;
	fd = array_index_nospec(fd, fdt->max_fds);
	file = fdt->fd[fd];
	if (file) {
		fdt->fd[fd] = NULL;
		__put_unused_fd(files, fd);
	}
	return file;
}

static struct file *file_close_fd(unsigned int fd)
{
	struct files_struct *files = current->files;
	struct file *file;

	spin_lock(&files->file_lock);
	file = file_close_fd_locked(files, fd);
	spin_unlock(&files->file_lock);
	return file;
}

int close_fd(unsigned int fd)
{
	struct file *file = file_close_fd(fd);

	return file ? filp_close(file, current->files) : -EBADF;
}

/* The descriptor is gone whatever ->flush() says: never restart. */
SYSCALL_DEFINE1(close, unsigned int, fd)
{
	struct file *file = file_close_fd(fd);
	int err;

	if (!file)
		return -EBADF;
	err = filp_flush(file, current->files);
	__fput_sync(file);
	if (err == -ERESTARTSYS || err == -ERESTARTNOINTR ||
	    err == -ERESTARTNOHAND || err == -ERESTART_RESTARTBLOCK)
		err = -EINTR;
	return err;
}

static void close_fd_range(struct files_struct *files, unsigned int fd, unsigned int max_fd)
{
	struct file *file;

	spin_lock(&files->file_lock);
	for (; fd <= max_fd; fd++) {
		fd = find_next_bit(files->fdt.open_fds, files->fdt.max_fds, fd);
		if (fd >= files->fdt.max_fds || fd > max_fd)
			break;
		file = file_close_fd_locked(files, fd);
		if (!file)
			continue;
		spin_unlock(&files->file_lock);
		filp_close(file, files);
		cond_resched();
		spin_lock(&files->file_lock);
	}
	spin_unlock(&files->file_lock);
}

static void cloexec_fd_range(struct files_struct *files, unsigned int fd, unsigned int max_fd)
{
	spin_lock(&files->file_lock);
	max_fd = min(max_fd, files->fdt.max_fds - 1);
	if (fd <= max_fd)
		bitmap_set(files->fdt.close_on_exec, fd, max_fd - fd + 1);
	spin_unlock(&files->file_lock);
}

SYSCALL_DEFINE3(close_range, unsigned int, fd, unsigned int, max_fd, unsigned int, flags)
{
	struct files_struct *files = current->files, *shared = NULL;
	unsigned int copy = UINT_MAX;
	int err;

	if (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC))
		return -EINVAL;
	if (fd > max_fd)
		return -EINVAL;
	if (flags & CLOSE_RANGE_UNSHARE && atomic_read(&files->count) > 1) {
		/* No need to copy what would be closed at once. */
		if (max_fd == UINT_MAX && !(flags & CLOSE_RANGE_CLOEXEC))
			copy = fd;
		shared = files;
		files = dup_fd(files, copy, &err);
		if (!files)
			return err;
	}
	if (flags & CLOSE_RANGE_CLOEXEC)
		cloexec_fd_range(files, fd, max_fd);
	else
		close_fd_range(files, fd, max_fd);
	if (shared) {
		task_lock(current);
		current->files = files;
		task_unlock(current);
		put_files_struct(shared);
	}
	return 0;
}

/**
 * do_close_on_exec - close what is marked so
 * @files: current's own table
 */
void do_close_on_exec(struct files_struct *files)
{
	struct file *file;
	unsigned int fd = 0;

	spin_lock(&files->file_lock);
	for (;; fd++) {
		fd = find_next_and_bit(files->fdt.close_on_exec, files->fdt.open_fds,
				       files->fdt.max_fds, fd);
		if (fd >= files->fdt.max_fds)
			break;
		file = file_close_fd_locked(files, fd);
		if (!file)
			continue;
		spin_unlock(&files->file_lock);
		filp_close(file, files);
		cond_resched();
		spin_lock(&files->file_lock);
	}
	spin_unlock(&files->file_lock);
}

/* Put @file at @fd, closing what is there. file_lock held, dropped. */
static int do_dup2(struct files_struct *files, struct file *file, unsigned int fd,
		   unsigned int flags)
{
	struct fdtable *fdt = &files->fdt;
	struct file *old = fdt->fd[fd];

	/* Reserved by a syscall of another thread, which has no file yet. */
	if (!old && test_bit(fd, fdt->open_fds)) {
		spin_unlock(&files->file_lock);
		return -EBUSY;
	}
	fdt->fd[fd] = get_file(file);
	__set_bit(fd, fdt->open_fds);
	__assign_bit(fd, fdt->close_on_exec, flags & O_CLOEXEC);
	spin_unlock(&files->file_lock);
	if (old)
		filp_close(old, files);
	return fd;
}

/**
 * replace_fd - make a descriptor mean another file
 * @fd: which
 * @file: NULL closes it
 * @flags: O_CLOEXEC or 0
 */
int replace_fd(unsigned int fd, struct file *file, unsigned int flags)
{
	struct files_struct *files = current->files;
	int err;

	if (!file)
		return close_fd(fd);
	if (fd >= rlimit(RLIMIT_NOFILE))
		return -EBADF;
	spin_lock(&files->file_lock);
	err = expand_files(files, fd);
	if (err < 0) {
		spin_unlock(&files->file_lock);
		return err;
	}
	return do_dup2(files, file, fd, flags);
}

/**
 * receive_fd - install a file that came from elsewhere (SCM_RIGHTS, pidfd_getfd)
 * @file: a reference is taken
 * @ufd: where to store the number first, or NULL
 * @flags: O_CLOEXEC or 0
 *
 * Return: the descriptor, or -errno.
 */
int receive_fd(struct file *file, int __user *ufd, unsigned int flags)
{
	int fd = get_unused_fd_flags(flags);

	if (fd < 0)
		return fd;
	if (ufd && put_user(fd, ufd)) {
		put_unused_fd(fd);
		return -EFAULT;
	}
	fd_install(fd, get_file(file));
	return fd;
}

static int ksys_dup3(unsigned int oldfd, unsigned int newfd, int flags)
{
	struct files_struct *files = current->files;
	struct file *file = NULL;
	int err;

	if (flags & ~O_CLOEXEC)
		return -EINVAL;
	if (oldfd == newfd)
		return -EINVAL;
	if (newfd >= rlimit(RLIMIT_NOFILE))
		return -EBADF;
	spin_lock(&files->file_lock);
	err = expand_files(files, newfd);
	if (oldfd < files->fdt.max_fds)
		file = files->fdt.fd[array_index_nospec(oldfd, files->fdt.max_fds)];
	if (!file || err == -EMFILE)
		err = -EBADF;
	if (err < 0) {
		spin_unlock(&files->file_lock);
		return err;
	}
	return do_dup2(files, file, newfd, flags);
}

SYSCALL_DEFINE3(dup3, unsigned int, oldfd, unsigned int, newfd, int, flags)
{
	return ksys_dup3(oldfd, newfd, flags);
}

SYSCALL_DEFINE2(dup2, unsigned int, oldfd, unsigned int, newfd)
{
	struct file *file;

	if (oldfd != newfd)
		return ksys_dup3(oldfd, newfd, 0);
	file = fget_raw(oldfd);
	if (!file)
		return -EBADF;
	fput(file);
	return oldfd;
}

SYSCALL_DEFINE1(dup, unsigned int, fd)
{
	struct file *file = fget_raw(fd);
	int new;

	if (!file)
		return -EBADF;
	new = get_unused_fd_flags(0);
	if (new >= 0)
		fd_install(new, file);
	else
		fput(file);
	return new;
}

/* fcntl(F_DUPFD): the lowest free descriptor from @from on. */
int f_dupfd(unsigned int from, struct file *file, unsigned int flags)
{
	unsigned long end = rlimit(RLIMIT_NOFILE);
	int fd;

	if (from >= end)
		return -EINVAL;
	fd = alloc_fd(from, end, flags);
	if (fd >= 0)
		fd_install(fd, get_file(file));
	return fd;
}
