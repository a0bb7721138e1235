// SPDX-License-Identifier: GPL-2.0
/*
 * The magic links of a process: cwd, root, exe (and in fd.c its files). They
 * lead to the place itself, whatever its name is by now, so following one
 * needs the right to look into the process.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/uaccess.h>

#include "internal.h"

static bool proc_link_allowed(struct inode *inode)
{
	struct task_struct *task = get_proc_task(inode);
	bool allowed;

	if (!task)
		return false;
	allowed = ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
	put_task_struct(task);
	return allowed;
}

static const char *proc_pid_get_link(struct dentry *dentry, struct inode *inode,
				     struct delayed_call *done)
{
	struct path path;
	int err;

	if (!proc_link_allowed(inode))
		return ERR_PTR(-EACCES);
	err = PROC_I(inode)->op.proc_get_link(dentry, &path);
	if (!err)
		err = nd_jump_link(&path);
	return ERR_PTR(err);
}

static int do_proc_readlink(const struct path *path, char __user *buffer, int buflen)
{
	char *page = (char *)__get_free_page(GFP_KERNEL), *name;
	int len;

	if (!page)
		return -ENOMEM;
	name = d_path(path, page, PAGE_SIZE);
	if (IS_ERR(name)) {
		len = PTR_ERR(name);
	} else {
		len = min_t(int, page + PAGE_SIZE - 1 - name, buflen);
		if (copy_to_user(buffer, name, len))
			len = -EFAULT;
	}
	free_page((unsigned long)page);
	return len;
}

static int proc_pid_readlink(struct dentry *dentry, char __user *buffer, int buflen)
{
	struct inode *inode = d_inode(dentry);
	struct path path;
	int err;

	if (!proc_link_allowed(inode))
		return -EACCES;
	err = PROC_I(inode)->op.proc_get_link(dentry, &path);
	if (err)
		return err;
	err = do_proc_readlink(&path, buffer, buflen);
	path_put(&path);
	return err;
}

const struct inode_operations proc_pid_link_inode_operations = {
	.readlink	= proc_pid_readlink,
	.get_link	= proc_pid_get_link,
	.setattr	= proc_setattr,
};

static int get_fs_path(struct dentry *dentry, struct path *path,
		       void (*get)(struct fs_struct *, struct path *))
{
	struct task_struct *task = get_proc_task(d_inode(dentry));
	int err = -ENOENT;

	if (!task)
		return err;
	task_lock(task);
	if (task->fs) {
		get(task->fs, path);
		err = 0;
	}
	task_unlock(task);
	put_task_struct(task);
	return err;
}

int proc_cwd_link(struct dentry *dentry, struct path *path)
{
	return get_fs_path(dentry, path, get_fs_pwd);
}

int proc_root_link(struct dentry *dentry, struct path *path)
{
	return get_fs_path(dentry, path, get_fs_root);
}

int proc_exe_link(struct dentry *dentry, struct path *path)
{
	struct task_struct *task = get_proc_task(d_inode(dentry));
	struct file *exe;

	if (!task)
		return -ENOENT;
	exe = get_task_exe_file(task);
	put_task_struct(task);
	if (!exe)
		return -ENOENT;
	*path = exe->f_path;
	path_get(path);
	fput(exe);
	return 0;
}
