// SPDX-License-Identifier: GPL-2.0
/* /proc/N/task: a directory for each thread of the process. */
#include <linux/err.h>
#include <linux/sched/task.h>
#include <linux/sprintf.h>

#include "internal.h"

static struct dentry *proc_tid_base_lookup(struct inode *dir, struct dentry *dentry,
					   unsigned int flags)
{
	return proc_pident_lookup(dir, dentry, tid_base_stuff, nr_tid_base_stuff);
}

static int proc_tid_base_readdir(struct file *file, struct dir_context *ctx)
{
	return proc_pident_readdir(file, ctx, tid_base_stuff, nr_tid_base_stuff);
}

static const struct inode_operations proc_tid_base_inode_operations = {
	.lookup		= proc_tid_base_lookup,
	.getattr	= pid_getattr,
	.setattr	= proc_setattr,
};

static const struct file_operations proc_tid_base_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_tid_base_readdir,
	.llseek		= generic_file_llseek,
};

static struct dentry *proc_task_instantiate(struct dentry *dentry, struct task_struct *task)
{
	struct inode *inode = proc_pid_make_inode(dentry->d_sb, task, S_IFDIR | 0555, 0, true);

	if (!inode)
		return ERR_PTR(-ENOENT);
	inode->i_op = &proc_tid_base_inode_operations;
	inode->i_fop = &proc_tid_base_operations;
	set_nlink(inode, 8);
	pid_update_inode(task, inode);
	dentry->d_op = &pid_dentry_operations;
	return d_splice_alias(inode, dentry);
}

static struct dentry *proc_task_lookup(struct inode *dir, struct dentry *dentry,
				       unsigned int flags)
{
	struct task_struct *leader = get_proc_task(dir), *task = NULL;
	unsigned int tid = name_to_int(&dentry->d_name);
	struct dentry *result = ERR_PTR(-ENOENT);

	if (!leader)
		return result;
	if (tid != ~0U)
		task = find_get_task_by_vpid(tid);
	if (task && same_thread_group(leader, task))
		result = proc_task_instantiate(dentry, task);
	if (task)
		put_task_struct(task);
	put_task_struct(leader);
	return result;
}

/*
 * The thread at position @n; 0 when there are not so many. @hint: the one that
 * was at @n - 1 a moment ago, or 0. It saves walking the list from its start.
 */
static pid_t thread_at(struct pid *pid, loff_t n, pid_t hint)
{
	struct task_struct *leader, *t;
	pid_t tid = 0;

	read_lock(&tasklist_lock);
	leader = pid_task(pid, PIDTYPE_PID);
	if (!leader)
		goto out;
	t = hint ? find_task_by_vpid(hint) : NULL;
	if (t && same_thread_group(leader, t)) {
		t = list_next_entry(t, thread_node);
		if (&t->thread_node != &leader->signal->thread_head)
			tid = t->pid;
		goto out;
	}
	for_each_thread(leader, t) {
		if (!n--) {
			tid = t->pid;
			break;
		}
	}
out:
	read_unlock(&tasklist_lock);
	return tid;
}

/* Remembered in the open file: the thread shown last, and at which position. */
static unsigned long pack_hint(loff_t pos, pid_t tid)
{
	return (unsigned long)pos << 32 | (unsigned int)tid;
}

static int proc_task_readdir(struct file *file, struct dir_context *ctx)
{
	struct inode *inode = file_inode(file);
	unsigned long last = (unsigned long)file->private_data;
	pid_t tid = 0, hint;

	if (!pid_has_task(proc_pid(inode), PIDTYPE_PID))
		return -ENOENT;
	if (!dir_emit_dots(file, ctx))
		return 0;
	hint = (u32)(ctx->pos - 1) == last >> 32 ? (pid_t)last : 0;
	for (;; ctx->pos++, hint = tid) {
		char name[16];
		int len;

		tid = thread_at(proc_pid(inode), ctx->pos - 2, hint);
		if (!tid)
			break;
		len = snprintf(name, sizeof(name), "%d", tid);
		if (!dir_emit(ctx, name, len, proc_pid_ino(tid, true, 0), S_IFDIR >> 12))
			break;
		file->private_data = (void *)pack_hint(ctx->pos, tid);
	}
	return 0;
}

static int proc_task_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
			     unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);
	struct task_struct *task = get_proc_task(inode);

	generic_fillattr(inode, stat);
	if (task) {
		stat->nlink += get_nr_threads(task);
		put_task_struct(task);
	}
	return 0;
}

const struct inode_operations proc_task_inode_operations = {
	.lookup		= proc_task_lookup,
	.getattr	= proc_task_getattr,
	.setattr	= proc_setattr,
};

const struct file_operations proc_task_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_task_readdir,
	.llseek		= generic_file_llseek,
};
