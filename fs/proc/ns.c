// SPDX-License-Identifier: GPL-2.0
/* /proc/N/ns: a magic link for each namespace the process is in (fs/nsfs.c). */
#include <linux/err.h>
#include <linux/namei.h>
#include <linux/proc_ns.h>
#include <linux/uaccess.h>

#include "internal.h"

#define NS_INO	0x1000			/* numbers within the process, after its files */

static struct task_struct *get_allowed_task(struct inode *inode, int *err)
{
	struct task_struct *task = get_proc_task(inode);

	*err = -EACCES;
	if (!task || ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS))
		return task;
	put_task_struct(task);
	return NULL;
}

static const char *proc_ns_get_link(struct dentry *dentry, struct inode *inode,
				    struct delayed_call *done)
{
	struct task_struct *task;
	struct path path;
	int err;

	task = get_allowed_task(inode, &err);
	if (!task)
		return ERR_PTR(err);
	err = ns_get_path(&path, task, ns_entries[PROC_I(inode)->op.which]);
	put_task_struct(task);
	if (!err)
		err = nd_jump_link(&path);
	return ERR_PTR(err);
}

static int proc_ns_readlink(struct dentry *dentry, char __user *buffer, int buflen)
{
	struct inode *inode = d_inode(dentry);
	struct task_struct *task;
	char name[50];
	int len;

	task = get_allowed_task(inode, &len);
	if (!task)
		return len;
	len = ns_get_name(name, sizeof(name), task, ns_entries[PROC_I(inode)->op.which]);
	put_task_struct(task);
	if (len < 0)
		return len;
	len = min(len, buflen);
	return copy_to_user(buffer, name, len) ? -EFAULT : len;
}

static const struct inode_operations proc_ns_link_inode_operations = {
	.readlink	= proc_ns_readlink,
	.get_link	= proc_ns_get_link,
	.setattr	= proc_setattr,
};

static struct dentry *proc_ns_dir_lookup(struct inode *dir, struct dentry *dentry,
					 unsigned int flags)
{
	struct task_struct *task = get_proc_task(dir);
	struct inode *inode = NULL;
	unsigned int i;

	if (!task)
		return ERR_PTR(-ENOENT);
	for (i = 0; i < nr_ns_entries; i++) {
		const char *name = ns_entries[i]->name;

		if (strlen(name) == dentry->d_name.len &&
		    !memcmp(name, dentry->d_name.name, dentry->d_name.len))
			break;
	}
	if (i < nr_ns_entries)
		inode = proc_pid_make_inode(dir->i_sb, task, S_IFLNK | 0777, NS_INO + i,
					    proc_inode_is_thread(dir));
	put_task_struct(task);
	if (!inode)
		return ERR_PTR(-ENOENT);
	inode->i_op = &proc_ns_link_inode_operations;
	PROC_I(inode)->op.which = i;
	dentry->d_op = &pid_dentry_operations;
	return d_splice_alias(inode, dentry);
}

static int proc_ns_dir_readdir(struct file *file, struct dir_context *ctx)
{
	struct inode *dir = file_inode(file);
	struct task_struct *task = get_proc_task(dir);

	if (!task)
		return -ENOENT;
	put_task_struct(task);
	if (!dir_emit_dots(file, ctx))
		return 0;
	for (; ctx->pos < nr_ns_entries + 2; ctx->pos++) {
		unsigned int i = ctx->pos - 2;
		const char *name = ns_entries[i]->name;
		unsigned long ino = proc_pid_ino(pid_nr(proc_pid(dir)), proc_inode_is_thread(dir),
						 NS_INO + i);

		if (!dir_emit(ctx, name, strlen(name), ino, S_IFLNK >> 12))
			break;
	}
	return 0;
}

const struct inode_operations proc_ns_dir_inode_operations = {
	.lookup		= proc_ns_dir_lookup,
	.getattr	= pid_getattr,
	.setattr	= proc_setattr,
};

const struct file_operations proc_ns_dir_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_ns_dir_readdir,
	.llseek		= generic_file_llseek,
};
