// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/N/fd, the open files of a process as magic links, and fdinfo, what
 * there is to say about each. A dentry is good while the descriptor is open;
 * its permissions say how.
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/mount.h>
#include <linux/sprintf.h>
#include <linux/filelock.h>

#include "internal.h"

/* ---- fdinfo ---- */

/* Everything that belongs to the descriptor rather than to the file. */
static struct file *get_fd_flags(struct inode *inode, unsigned int *flags,
				 struct files_struct **files)
{
	struct task_struct *task = get_proc_task(inode);
	unsigned int fd = PROC_I(inode)->fd;
	struct file *file = NULL;

	if (!task)
		return NULL;
	task_lock(task);
	if (task->files) {
		struct fdtable *fdt = &task->files->fdt;

		spin_lock(&task->files->file_lock);
		if (fd < fdt->max_fds)
			file = fdt->fd[fd];
		if (file) {
			get_file(file);
			*flags = file->f_flags & ~(unsigned int)O_CLOEXEC;
			if (test_bit(fd, fdt->close_on_exec))
				*flags |= O_CLOEXEC;
			*files = task->files;
			atomic_inc(&task->files->count);
		}
		spin_unlock(&task->files->file_lock);
	}
	task_unlock(task);
	put_task_struct(task);
	return file;
}

static int seq_show(struct seq_file *m, void *v)
{
	struct files_struct *files;
	unsigned int flags = 0;
	struct file *file = get_fd_flags(m->private, &flags, &files);

	if (!file)
		return -ENOENT;
	seq_printf(m, "pos:\t%lli\nflags:\t0%o\nmnt_id:\t%i\nino:\t%lu\n",
		   (long long)file->f_pos, flags, real_mnt_id(file->f_path.mnt),
		   file_inode(file)->i_ino);
	show_fd_locks(m, file, files);
	put_files_struct(files);
	if (file->f_op->show_fdinfo)
		file->f_op->show_fdinfo(m, file);
	fput(file);
	return 0;
}

static int fdinfo_open(struct inode *inode, struct file *file)
{
	struct task_struct *task = get_proc_task(inode);
	bool allowed;

	if (!task)
		return -ESRCH;
	allowed = ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
	put_task_struct(task);
	return allowed ? single_open(file, seq_show, inode) : -EACCES;
}

static const struct file_operations proc_fdinfo_file_operations = {
	.open		= fdinfo_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};

/* ---- dentries of descriptors ---- */

static bool tid_fd_mode(struct task_struct *task, unsigned int fd, fmode_t *mode)
{
	struct file *file = task_lookup_fd(task, fd);

	if (!file)
		return false;
	*mode = file->f_mode;
	fput(file);
	return true;
}

static void tid_fd_update_inode(struct task_struct *task, struct inode *inode, fmode_t f_mode)
{
	if (S_ISLNK(inode->i_mode)) {
		umode_t mode = S_IFLNK;

		if (f_mode & FMODE_READ)
			mode |= S_IRUSR | S_IXUSR;
		if (f_mode & FMODE_WRITE)
			mode |= S_IWUSR | S_IXUSR;
		inode->i_mode = mode;
	}
	task_dump_owner(task, 0, &inode->i_uid, &inode->i_gid);
}

static int tid_fd_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = d_inode(dentry);
	struct task_struct *task = get_proc_task(inode);
	fmode_t mode;
	bool open;

	if (!task)
		return 0;
	open = tid_fd_mode(task, PROC_I(inode)->fd, &mode);
	if (open)
		tid_fd_update_inode(task, inode, mode);
	put_task_struct(task);
	return open;
}

static const struct dentry_operations tid_fd_dentry_operations = {
	.d_revalidate	= tid_fd_revalidate,
	.d_delete	= pid_delete_dentry,
};

static int proc_fd_link(struct dentry *dentry, struct path *path)
{
	struct inode *inode = d_inode(dentry);
	struct task_struct *task = get_proc_task(inode);
	struct file *file;

	if (!task)
		return -ENOENT;
	file = task_lookup_fd(task, PROC_I(inode)->fd);
	put_task_struct(task);
	if (!file)
		return -ENOENT;
	*path = file->f_path;
	path_get(path);
	fput(file);
	return 0;
}

static struct dentry *instantiate(struct inode *dir, struct dentry *dentry,
				  struct task_struct *task, unsigned int fd, fmode_t mode,
				  bool info)
{
	struct inode *inode;

	inode = proc_pid_make_inode(dir->i_sb, task, info ? S_IFREG | 0400 : S_IFLNK,
				    (info ? PROC_INO_FDINFO : PROC_INO_FD) | fd,
				    proc_inode_is_thread(dir));
	if (!inode)
		return ERR_PTR(-ENOENT);
	PROC_I(inode)->fd = fd;
	if (info) {
		inode->i_fop = &proc_fdinfo_file_operations;
	} else {
		inode->i_op = &proc_pid_link_inode_operations;
		inode->i_size = 64;
		PROC_I(inode)->op.proc_get_link = proc_fd_link;
	}
	tid_fd_update_inode(task, inode, mode);
	dentry->d_op = &tid_fd_dentry_operations;
	return d_splice_alias(inode, dentry);
}

/* ---- the two directories ---- */

static struct dentry *lookup_common(struct inode *dir, struct dentry *dentry, bool info)
{
	struct task_struct *task = get_proc_task(dir);
	unsigned int fd = name_to_int(&dentry->d_name);
	struct dentry *result = ERR_PTR(-ENOENT);
	fmode_t mode;

	if (!task)
		return result;
	if (fd != ~0U && tid_fd_mode(task, fd, &mode))
		result = instantiate(dir, dentry, task, fd, mode, info);
	put_task_struct(task);
	return result;
}

static int readdir_common(struct file *file, struct dir_context *ctx, bool info)
{
	struct inode *dir = file_inode(file);
	struct task_struct *task = get_proc_task(dir);
	unsigned int fd;
	struct file *f;

	if (!task)
		return -ENOENT;
	if (!dir_emit_dots(file, ctx))
		goto out;
	fd = ctx->pos - 2;
	while ((f = task_lookup_next_fd(task, &fd)) != NULL) {
		unsigned long ino = (info ? PROC_INO_FDINFO : PROC_INO_FD) | fd;
		char name[16];
		int len = snprintf(name, sizeof(name), "%u", fd);

		fput(f);
		ctx->pos = fd + 2;
		ino = proc_pid_ino(pid_nr(proc_pid(dir)), proc_inode_is_thread(dir), ino);
		if (!dir_emit(ctx, name, len, ino, (info ? S_IFREG : S_IFLNK) >> 12))
			goto out;
		ctx->pos = ++fd + 2;
		cond_resched();
	}
out:
	put_task_struct(task);
	return 0;
}

static struct dentry *proc_lookupfd(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	return lookup_common(dir, dentry, false);
}

static int proc_readfd(struct file *file, struct dir_context *ctx)
{
	return readdir_common(file, ctx, false);
}

static struct dentry *proc_lookupfdinfo(struct inode *dir, struct dentry *dentry,
					unsigned int flags)
{
	return lookup_common(dir, dentry, true);
}

static int proc_readfdinfo(struct file *file, struct dir_context *ctx)
{
	return readdir_common(file, ctx, true);
}

/* A process that changed identity does not own its files here but may look. */
static int proc_fd_permission(struct inode *inode, int mask)
{
	int err = generic_permission(inode, mask);
	struct task_struct *task;

	if (!err)
		return 0;
	task = get_proc_task(inode);
	if (task) {
		if (same_thread_group(task, current))
			err = 0;
		put_task_struct(task);
	}
	return err;
}

/* The size is the number of open files. */
static int proc_fd_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
			   unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);
	struct task_struct *task = get_proc_task(inode);

	generic_fillattr(inode, stat);
	if (!task)
		return -ENOENT;
	task_lock(task);
	if (task->files) {
		struct fdtable *fdt = &task->files->fdt;
		unsigned int fd;

		spin_lock(&task->files->file_lock);
		for (stat->size = 0, fd = 0; fd < fdt->max_fds; fd++)
			stat->size += !!fdt->fd[fd];
		spin_unlock(&task->files->file_lock);
	}
	task_unlock(task);
	put_task_struct(task);
	return 0;
}

const struct inode_operations proc_fd_inode_operations = {
	.lookup		= proc_lookupfd,
	.permission	= proc_fd_permission,
	.getattr	= proc_fd_getattr,
	.setattr	= proc_setattr,
};

const struct file_operations proc_fd_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_readfd,
	.llseek		= generic_file_llseek,
};

static int proc_fdinfo_permission(struct inode *inode, int mask)
{
	struct task_struct *task = get_proc_task(inode);
	bool allowed;

	if (!task)
		return -ESRCH;
	allowed = ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
	put_task_struct(task);
	return allowed ? generic_permission(inode, mask) : -EACCES;
}

const struct inode_operations proc_fdinfo_inode_operations = {
	.lookup		= proc_lookupfdinfo,
	.permission	= proc_fdinfo_permission,
	.setattr	= proc_setattr,
};

const struct file_operations proc_fdinfo_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_readfdinfo,
	.llseek		= generic_file_llseek,
};
