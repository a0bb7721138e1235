// SPDX-License-Identifier: GPL-2.0
/*
 * file.c: descriptor tables, and finding the open file behind a descriptor.
 *
 * A table starts inside its files_struct with room for 64 descriptors and grows
 * by doubling. file_lock protects it; a descriptor is first reserved in the
 * open_fds bitmap (get_unused_fd_flags()), then given its file (fd_install()).
 * While a task is the only user of its table, nobody else can close a
 * descriptor, so fdget() borrows the file without counting a reference.
 *
 * Neighbours: fd_dup.c (dup, close, close_range), file_table.c (open files).
 *
 * Lock order: task_lock(), then file_lock; nothing is taken inside file_lock.
 */
#include <linux/bitmap.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/find.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include "fd_table.h"

unsigned int sysctl_nr_open = 1024 * 1024;
static unsigned int sysctl_nr_open_min = BITS_PER_LONG;
static unsigned int sysctl_nr_open_max = 1 << 30;

struct files_struct init_files = {
	.count		= ATOMIC_INIT(1),
	.file_lock	= __SPIN_LOCK_UNLOCKED(init_files.file_lock),
	.fdt		= {
		.max_fds	= NR_OPEN_DEFAULT,
		.fd		= init_files.fd_array,
		.open_fds	= init_files.open_fds_init,
		.close_on_exec	= init_files.close_on_exec_init,
	},
};

static void free_fdtable(struct fdtable *fdt, struct files_struct *owner)
{
	if (fdt->fd == owner->fd_array)
		return;
	kvfree(fdt->fd);
	kvfree(fdt->open_fds);
	kvfree(fdt->close_on_exec);
}

static int alloc_fdtable(struct fdtable *fdt, unsigned int nr)
{
	nr = roundup_pow_of_two(max(nr, 256U));
	if (nr > sysctl_nr_open)
		nr = round_up(sysctl_nr_open, BITS_PER_LONG);
	fdt->max_fds = nr;
	fdt->fd = kvcalloc(nr, sizeof(*fdt->fd), GFP_KERNEL_ACCOUNT);
	fdt->open_fds = kvzalloc(bitmap_size(nr), GFP_KERNEL_ACCOUNT);
	fdt->close_on_exec = kvzalloc(bitmap_size(nr), GFP_KERNEL_ACCOUNT);
	if (fdt->fd && fdt->open_fds && fdt->close_on_exec)
		return 0;
	kvfree(fdt->fd);
	kvfree(fdt->open_fds);
	kvfree(fdt->close_on_exec);
	return -ENOMEM;
}

static void copy_fdtable(struct fdtable *to, const struct fdtable *from)
{
	unsigned int nr = min(to->max_fds, from->max_fds);

	memcpy(to->fd, from->fd, nr * sizeof(*to->fd));
	memcpy(to->open_fds, from->open_fds, bitmap_size(nr));
	memcpy(to->close_on_exec, from->close_on_exec, bitmap_size(nr));
}

/**
 * expand_files - make room for a descriptor
 * @files: file_lock held; dropped and retaken if the table must grow
 * @nr: the descriptor
 *
 * Return: 0 if there was room, 1 if the lock was dropped, -EMFILE, -ENOMEM.
 */
int expand_files(struct files_struct *files, unsigned int nr)
{
	struct fdtable new, old;
	int err;

	if (nr < files->fdt.max_fds)
		return 0;
	if (nr >= sysctl_nr_open)
		return -EMFILE;
	spin_unlock(&files->file_lock);
	err = alloc_fdtable(&new, nr + 1);
	spin_lock(&files->file_lock);
	if (err)
		return err;
	if (nr < files->fdt.max_fds) {
		old = new;		/* someone else was faster */
	} else {
		old = files->fdt;
		copy_fdtable(&new, &old);
		files->fdt = new;
	}
	spin_unlock(&files->file_lock);
	free_fdtable(&old, files);
	spin_lock(&files->file_lock);
	return 1;
}

/**
 * alloc_fd - reserve the lowest free descriptor of a range
 * @start: first that will do
 * @end: first that will not
 * @flags: O_CLOEXEC or 0
 *
 * Return: the descriptor, -EMFILE, -ENOMEM.
 */
int alloc_fd(unsigned int start, unsigned int end, unsigned int flags)
{
	struct files_struct *files = current->files;
	unsigned int fd;
	int err;

	spin_lock(&files->file_lock);
	do {
		struct fdtable *fdt = &files->fdt;

		fd = max(start, files->next_fd);
		if (fd < fdt->max_fds)
			fd = find_next_zero_bit(fdt->open_fds, fdt->max_fds, fd);
		err = -EMFILE;
		if (fd >= end)
			goto out;
		err = expand_files(files, fd);
		if (err < 0)
			goto out;
	} while (err);

	if (start <= files->next_fd)
		files->next_fd = fd + 1;
	__set_bit(fd, files->fdt.open_fds);
	__assign_bit(fd, files->fdt.close_on_exec, flags & O_CLOEXEC);
	err = fd;
out:
	spin_unlock(&files->file_lock);
	return err;
}

int get_unused_fd_flags(unsigned int flags)
{
	return alloc_fd(0, rlimit(RLIMIT_NOFILE), flags);
}

/* file_lock held. */
void __put_unused_fd(struct files_struct *files, unsigned int fd)
{
	__clear_bit(fd, files->fdt.open_fds);
	if (fd < files->next_fd)
		files->next_fd = fd;
}

/* Give back a reserved descriptor. */
void put_unused_fd(unsigned int fd)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	__put_unused_fd(files, fd);
	spin_unlock(&files->file_lock);
}

/**
 * fd_install - give a reserved descriptor its file
 * @fd: from get_unused_fd_flags()
 * @file: its reference passes to the table
 *
 * From now on the guest can use, and close, the descriptor.
 */
void fd_install(unsigned int fd, struct file *file)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	WARN_ON_ONCE(files->fdt.fd[fd]);
	files->fdt.fd[fd] = file;
	spin_unlock(&files->file_lock);
}

/* file_lock held, or the only user of the table. */
static struct file *fd_lookup(const struct files_struct *files, unsigned int fd)
{
	if (fd >= files->fdt.max_fds)
		return NULL;
	/* A mispredicted bounds check must not read beyond the table. */
	return files->fdt.fd[array_index_nospec(fd, files->fdt.max_fds)];
}

static struct file *__fget_files(struct files_struct *files, unsigned int fd, fmode_t mask)
{
	struct file *file;

	spin_lock(&files->file_lock);
	file = fd_lookup(files, fd);
	if (file) {
		if (file->f_mode & mask)
			file = NULL;
		else
			get_file(file);
	}
	spin_unlock(&files->file_lock);
	return file;
}

struct file *fget(unsigned int fd)
{
	return __fget_files(current->files, fd, FMODE_PATH);
}

struct file *fget_raw(unsigned int fd)
{
	return __fget_files(current->files, fd, 0);
}

struct file *fget_task(struct task_struct *t, unsigned int fd)
{
	struct file *file = NULL;

	task_lock(t);
	if (t->files)
		file = __fget_files(t->files, fd, 0);
	task_unlock(t);
	return file;
}

static struct fd __fdget(unsigned int fd, fmode_t mask)
{
	struct files_struct *files = current->files;
	struct file *file;

	if (atomic_read(&files->count) == 1) {
		file = fd_lookup(files, fd);
		if (!file || file->f_mode & mask)
			return (struct fd){};
		return (struct fd){ .file = file };
	}
	file = __fget_files(files, fd, mask);
	return (struct fd){ .file = file, .flags = file ? FDPUT_FPUT : 0 };
}

/**
 * fdget - borrow the file of a descriptor for the length of a syscall
 * @fd: the descriptor
 *
 * Return: ->file is NULL if it is closed or O_PATH. To be fdput().
 */
struct fd fdget(unsigned int fd)
{
	return __fdget(fd, FMODE_PATH);
}

struct fd fdget_raw(unsigned int fd)
{
	return __fdget(fd, 0);
}

/* And lock the position, unless nobody else can be using this open file. */
struct fd fdget_pos(unsigned int fd)
{
	struct fd f = fdget(fd);

	if (f.file && f.file->f_mode & FMODE_ATOMIC_POS &&
	    (file_count(f.file) > 1 || f.file->f_op->iterate_shared)) {
		mutex_lock(&f.file->f_pos_lock);
		f.flags |= FDPUT_POS_UNLOCK;
	}
	return f;
}

void fdput(struct fd f)
{
	if (f.flags & FDPUT_FPUT)
		fput(f.file);
}

void fdput_pos(struct fd f)
{
	if (f.flags & FDPUT_POS_UNLOCK)
		mutex_unlock(&f.file->f_pos_lock);
	fdput(f);
}

struct file *task_lookup_fd(struct task_struct *t, unsigned int fd)
{
	return fget_task(t, fd);
}

struct file *task_lookup_next_fd(struct task_struct *t, unsigned int *ret_fd)
{
	struct file *file = NULL;
	unsigned int fd = *ret_fd;

	task_lock(t);
	if (t->files) {
		spin_lock(&t->files->file_lock);
		for (; fd < t->files->fdt.max_fds; fd++) {
			file = t->files->fdt.fd[fd];
			if (file) {
				get_file(file);
				break;
			}
		}
		spin_unlock(&t->files->file_lock);
	}
	task_unlock(t);
	*ret_fd = fd;
	return file;
}

/**
 * iterate_fd - call a function for each open descriptor
 * @files: the table, or NULL
 * @from: first descriptor
 * @fn: called under file_lock; nonzero ends the walk
 * @arg: for it
 *
 * Return: what @fn last returned.
 */
int iterate_fd(struct files_struct *files, unsigned int from,
	       int (*fn)(const void *, struct file *, unsigned int), const void *arg)
{
	unsigned int fd;
	int ret = 0;

	if (!files)
		return 0;
	spin_lock(&files->file_lock);
	for (fd = from; fd < files->fdt.max_fds && !ret; fd++) {
		if (files->fdt.fd[fd])
			ret = fn(arg, files->fdt.fd[fd], fd);
	}
	spin_unlock(&files->file_lock);
	return ret;
}

bool get_close_on_exec(unsigned int fd)
{
	struct files_struct *files = current->files;
	bool set;

	spin_lock(&files->file_lock);
	set = fd < files->fdt.max_fds && test_bit(fd, files->fdt.close_on_exec);
	spin_unlock(&files->file_lock);
	return set;
}

void set_close_on_exec(unsigned int fd, bool flag)
{
	struct files_struct *files = current->files;

	spin_lock(&files->file_lock);
	if (fd < files->fdt.max_fds)
		__assign_bit(fd, files->fdt.close_on_exec, flag);
	spin_unlock(&files->file_lock);
}

static void init_files_struct(struct files_struct *files)
{
	memset(files, 0, sizeof(*files));
	atomic_set(&files->count, 1);
	spin_lock_init(&files->file_lock);
	files->fdt.max_fds = NR_OPEN_DEFAULT;
	files->fdt.fd = files->fd_array;
	files->fdt.open_fds = files->open_fds_init;
	files->fdt.close_on_exec = files->close_on_exec_init;
}

/* Descriptors below @max_fds in use in @old, rounded up; its file_lock is held. */
static unsigned int fds_to_copy(const struct files_struct *old, unsigned int max_fds)
{
	unsigned int size = min(old->fdt.max_fds, max_fds);
	unsigned int last = find_last_bit(old->fdt.open_fds, size);

	return last < size ? last + 1 : 0;
}

/*
 * @old's file_lock is held. Descriptors that are reserved but not installed
 * belong to a syscall of another thread and do not exist in the copy.
 */
static void copy_fds(struct files_struct *new, const struct files_struct *old, unsigned int nr)
{
	unsigned int fd;

	new->next_fd = min(old->next_fd, nr);
	for (fd = 0; fd < nr; fd++) {
		struct file *file = old->fdt.fd[fd];

		if (!file) {
			if (fd < new->next_fd)
				new->next_fd = fd;
			continue;
		}
		new->fdt.fd[fd] = get_file(file);
		__set_bit(fd, new->fdt.open_fds);
		if (test_bit(fd, old->fdt.close_on_exec))
			__set_bit(fd, new->fdt.close_on_exec);
	}
}

/**
 * dup_fd - copy a descriptor table
 * @old: the table
 * @max_fds: copy only descriptors below
 * @err: set on failure
 *
 * Return: the copy, or NULL with -ENOMEM in *@err.
 */
struct files_struct *dup_fd(struct files_struct *old, unsigned int max_fds, int *err)
{
	struct files_struct *new = kmalloc(sizeof(*new), GFP_KERNEL_ACCOUNT);
	unsigned int nr;

	*err = -ENOMEM;
	if (!new)
		return NULL;
	init_files_struct(new);
	spin_lock(&old->file_lock);
	while ((nr = fds_to_copy(old, max_fds)) > new->fdt.max_fds) {
		spin_unlock(&old->file_lock);
		free_fdtable(&new->fdt, new);
		if (alloc_fdtable(&new->fdt, nr)) {
			kfree(new);
			return NULL;
		}
		spin_lock(&old->file_lock);
	}
	copy_fds(new, old, nr);
	spin_unlock(&old->file_lock);
	*err = 0;
	return new;
}

static void close_files(struct files_struct *files)
{
	unsigned int fd;

	/* The last user is gone: no lock. */
	for (fd = 0; fd < files->fdt.max_fds; fd++) {
		if (files->fdt.fd[fd]) {
			filp_close(files->fdt.fd[fd], files);
			cond_resched();
		}
	}
}

void put_files_struct(struct files_struct *files)
{
	if (!atomic_dec_and_test(&files->count))
		return;
	close_files(files);
	free_fdtable(&files->fdt, files);
	if (files != &init_files)
		kfree(files);
}

/* An exiting task gives up its descriptors. */
void exit_files(struct task_struct *t)
{
	struct files_struct *files = t->files;

	if (!files)
		return;
	task_lock(t);
	t->files = NULL;
	task_unlock(t);
	put_files_struct(files);
}

/* fork: share or copy. */
int copy_files(unsigned long clone_flags, struct task_struct *t)
{
	struct files_struct *files = current->files;
	int err = 0;

	if (!files)
		return 0;
	if (clone_flags & CLONE_FILES) {
		atomic_inc(&files->count);
		return 0;
	}
	t->files = dup_fd(files, UINT_MAX, &err);
	return err;
}

/* exec: have a table of one's own. */
int unshare_files(void)
{
	struct files_struct *old = current->files, *new;
	int err;

	if (atomic_read(&old->count) == 1)
		return 0;
	new = dup_fd(old, UINT_MAX, &err);
	if (!new)
		return err;
	task_lock(current);
	current->files = new;
	task_unlock(current);
	put_files_struct(old);
	return 0;
}

static const struct ctl_table nr_open_sysctls[] = {
	{ .procname = "nr_open", .data = &sysctl_nr_open, .maxlen = sizeof(unsigned int),
	  .mode = 0644, .proc_handler = proc_douintvec_minmax,
	  .extra1 = &sysctl_nr_open_min, .extra2 = &sysctl_nr_open_max },
};

static int __init nr_open_sysctl_init(void)
{
	register_sysctl_init("fs", nr_open_sysctls);
	return 0;
}
fs_initcall(nr_open_sysctl_init);
