// SPDX-License-Identifier: GPL-2.0
/*
 * The directories of processes, /proc/N, and what they have in common: finding
 * them, their inodes, who may look (hidepid=), and tables of entries. The
 * tables themselves are in pid_table.c, /proc/N/task in task_dir.c.
 *
 * An inode holds a struct pid, never a task: a file stays open over the
 * process's end and then reads ESRCH. A dentry is cached as long as the task
 * lives; each use asks whether it does, and brings the owner up to date.
 *
 * Locks: none here; get_proc_task() takes tasklist_lock for reading.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched/coredump.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/threads.h>

#include "internal.h"

/* The number a name is, or ~0U: no leading zeroes, no overflow. */
unsigned int name_to_int(const struct qstr *qstr)
{
	const unsigned char *name = qstr->name;
	unsigned int n = 0;
	u32 len = qstr->len;

	if (!len || (len > 1 && *name == '0'))
		return ~0U;
	while (len--) {
		unsigned int c = *name++ - '0';

		if (c > 9 || n >= (~0U - 9) / 10)
			return ~0U;
		n = n * 10 + c;
	}
	return n;
}

bool proc_inode_is_thread(const struct inode *inode)
{
	return inode->i_ino & PROC_INO_TASK;
}

/* ---- owners ---- */

/*
 * Who owns the files of @task: its effective ids; but root if it may not be
 * dumped, except for the directory itself (mode 0555), by which programs find
 * out whose process it is.
 */
void task_dump_owner(struct task_struct *task, umode_t mode, kuid_t *uid, kgid_t *gid)
{
	const struct cred *cred;

	*uid = GLOBAL_ROOT_UID;
	*gid = GLOBAL_ROOT_GID;
	if (task->flags & PF_KTHREAD)
		return;
	if (mode != (S_IFDIR | 0555)) {
		bool dumpable;

		task_lock(task);
		dumpable = task->mm && get_dumpable(task->mm) == SUID_DUMP_USER;
		task_unlock(task);
		if (!dumpable)
			return;
	}
	cred = get_task_cred(task);
	*uid = cred->euid;
	*gid = cred->egid;
	put_cred(cred);
}

void pid_update_inode(struct task_struct *task, struct inode *inode)
{
	task_dump_owner(task, inode->i_mode, &inode->i_uid, &inode->i_gid);
	inode->i_mode &= ~(S_ISUID | S_ISGID);
}

/* An inode for file number @n of @task's directory; NULL when memory is short. */
struct inode *proc_pid_make_inode(struct super_block *sb, struct task_struct *task, umode_t mode,
				  unsigned long n, bool thread)
{
	struct inode *inode = new_inode(sb);
	struct pid *pid;

	if (!inode)
		return NULL;
	pid = get_task_pid(task, PIDTYPE_PID);
	if (!pid) {
		iput(inode);
		return NULL;
	}
	PROC_I(inode)->pid = pid;
	inode->i_ino = proc_pid_ino(pid_nr(pid), thread, n);
	inode->i_mode = mode;
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	inode->i_op = &proc_def_inode_operations;
	pid_update_inode(task, inode);
	return inode;
}

/* ---- permissions ---- */

static bool has_pid_permissions(struct proc_fs_info *info, struct task_struct *task, int min)
{
	if (info->hide_pid == HIDEPID_NOT_PTRACEABLE)
		return ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
	if (info->hide_pid < min || in_group_p(info->pid_gid))
		return true;
	return ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS);
}

static int proc_pid_permission(struct inode *inode, int mask)
{
	struct proc_fs_info *info = proc_sb_info(inode->i_sb);
	struct task_struct *task = get_proc_task(inode);
	bool allowed;

	if (!task)
		return -ESRCH;
	allowed = has_pid_permissions(info, task, HIDEPID_NO_ACCESS);
	put_task_struct(task);
	if (allowed)
		return generic_permission(inode, mask);
	/* The name must not tell either whether the process exists. */
	return info->hide_pid == HIDEPID_INVISIBLE ? -ENOENT : -EPERM;
}

int pid_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);
	struct task_struct *task = get_proc_task(inode);

	generic_fillattr(inode, stat);
	stat->uid = GLOBAL_ROOT_UID;
	stat->gid = GLOBAL_ROOT_GID;
	if (!task)
		return 0;
	if (!has_pid_permissions(proc_sb_info(inode->i_sb), task, HIDEPID_INVISIBLE)) {
		put_task_struct(task);
		return -ENOENT;
	}
	task_dump_owner(task, inode->i_mode, &stat->uid, &stat->gid);
	put_task_struct(task);
	return 0;
}

int proc_setattr(struct dentry *dentry, struct iattr *attr)
{
	int err;

	if (attr->ia_valid & ATTR_MODE)
		return -EPERM;
	err = setattr_prepare(dentry, attr);
	attr->ia_valid &= ~(unsigned int)ATTR_SIZE;
	if (!err)
		setattr_copy(d_inode(dentry), attr);
	return err;
}

const struct inode_operations proc_def_inode_operations = {
	.setattr	= proc_setattr,
};

/* ---- dentries ---- */

int pid_revalidate(struct dentry *dentry, unsigned int flags)
{
	struct inode *inode = d_inode(dentry);
	struct task_struct *task = get_proc_task(inode);

	if (!task)
		return 0;
	pid_update_inode(task, inode);
	put_task_struct(task);
	return 1;
}

int pid_delete_dentry(const struct dentry *dentry)
{
	return !pid_has_task(proc_pid(d_inode(dentry)), PIDTYPE_PID);
}

const struct dentry_operations pid_dentry_operations = {
	.d_revalidate	= pid_revalidate,
	.d_delete	= pid_delete_dentry,
};

/* ---- tables of entries ---- */

static struct dentry *proc_pident_instantiate(struct inode *dir, struct dentry *dentry,
					      struct task_struct *task,
					      const struct pid_entry *p, unsigned long n)
{
	struct inode *inode = proc_pid_make_inode(dir->i_sb, task, p->mode, n,
						  proc_inode_is_thread(dir));

	if (!inode)
		return ERR_PTR(-ENOENT);
	if (S_ISDIR(inode->i_mode))
		set_nlink(inode, 2);
	if (p->iop)
		inode->i_op = p->iop;
	if (p->fop)
		inode->i_fop = p->fop;
	PROC_I(inode)->op = p->op;
	pid_update_inode(task, inode);
	dentry->d_op = &pid_dentry_operations;
	return d_splice_alias(inode, dentry);
}

struct dentry *proc_pident_lookup(struct inode *dir, struct dentry *dentry,
				  const struct pid_entry *ents, unsigned int nents)
{
	struct task_struct *task = get_proc_task(dir);
	struct dentry *res = ERR_PTR(-ENOENT);
	unsigned int i;

	if (!task)
		return res;
	for (i = 0; i < nents; i++) {
		if (ents[i].len != dentry->d_name.len ||
		    memcmp(dentry->d_name.name, ents[i].name, ents[i].len))
			continue;
		res = proc_pident_instantiate(dir, dentry, task, &ents[i], i + 1);
		break;
	}
	put_task_struct(task);
	return res;
}

int proc_pident_readdir(struct file *file, struct dir_context *ctx,
			const struct pid_entry *ents, unsigned int nents)
{
	struct inode *dir = file_inode(file);
	struct task_struct *task = get_proc_task(dir);
	pid_t nr;

	if (!task)
		return -ENOENT;
	put_task_struct(task);
	nr = pid_nr(proc_pid(dir));
	if (!dir_emit_dots(file, ctx))
		return 0;
	for (; ctx->pos < nents + 2; ctx->pos++) {
		unsigned int i = ctx->pos - 2;

		if (!dir_emit(ctx, ents[i].name, ents[i].len,
			      proc_pid_ino(nr, proc_inode_is_thread(dir), i + 1),
			      (ents[i].mode & S_IFMT) >> 12))
			break;
	}
	return 0;
}

/* ---- /proc/N ---- */

static struct dentry *proc_tgid_base_lookup(struct inode *dir, struct dentry *dentry,
					    unsigned int flags)
{
	return proc_pident_lookup(dir, dentry, tgid_base_stuff, nr_tgid_base_stuff);
}

static int proc_tgid_base_readdir(struct file *file, struct dir_context *ctx)
{
	return proc_pident_readdir(file, ctx, tgid_base_stuff, nr_tgid_base_stuff);
}

static const struct inode_operations proc_tgid_base_inode_operations = {
	.lookup		= proc_tgid_base_lookup,
	.getattr	= pid_getattr,
	.setattr	= proc_setattr,
	.permission	= proc_pid_permission,
};

static const struct file_operations proc_tgid_base_operations = {
	.read		= generic_read_dir,
	.iterate_shared	= proc_tgid_base_readdir,
	.llseek		= generic_file_llseek,
};

/*
 * An open /proc/<pid> names a process as a pidfd does: pidfd_send_signal(2).
 * ERR_PTR(-EBADF) for any other file; the pid is the file's.
 */
struct pid *tgid_pidfd_to_pid(const struct file *file)
{
	if (file->f_op != &proc_tgid_base_operations)
		return ERR_PTR(-EBADF);
	return proc_pid(file_inode(file));
}

static struct dentry *proc_pid_instantiate(struct dentry *dentry, struct task_struct *task)
{
	struct inode *inode = proc_pid_make_inode(dentry->d_sb, task, S_IFDIR | 0555, 0, false);

	if (!inode)
		return ERR_PTR(-ENOENT);
	inode->i_op = &proc_tgid_base_inode_operations;
	inode->i_fop = &proc_tgid_base_operations;
	set_nlink(inode, 9);		/* the folders in it */
	pid_update_inode(task, inode);
	dentry->d_op = &pid_dentry_operations;
	return d_splice_alias(inode, dentry);
}

/* Threads are found by number, too, though only leaders are listed. */
struct dentry *proc_pid_lookup(struct dentry *dentry, unsigned int flags)
{
	struct proc_fs_info *info = proc_sb_info(dentry->d_sb);
	unsigned int tgid = name_to_int(&dentry->d_name);
	struct dentry *result = ERR_PTR(-ENOENT);
	struct task_struct *task;

	if (tgid == ~0U)
		return result;
	task = find_get_task_by_vpid(tgid);
	if (!task)
		return result;
	/* With hidepid=ptraceable what may not be traced does not exist. */
	if (info->hide_pid != HIDEPID_NOT_PTRACEABLE ||
	    ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS))
		result = proc_pid_instantiate(dentry, task);
	put_task_struct(task);
	return result;
}

/* The process with the lowest number from *@nr on; *@nr becomes its. */
static struct task_struct *next_tgid(pid_t *nr)
{
	struct task_struct *task;
	struct pid *pid;

	while ((pid = find_ge_pid(*nr)) != NULL) {
		*nr = pid_nr(pid);
		task = get_pid_task(pid, PIDTYPE_TGID);
		put_pid(pid);
		if (task)
			return task;
		++*nr;
	}
	return NULL;
}

static bool emit_self(struct dir_context *ctx)
{
	if (ctx->pos == FIRST_PROCESS_ENTRY) {
		if (!dir_emit(ctx, "self", 4, PROC_SELF_INO, S_IFLNK >> 12))
			return false;
		ctx->pos++;
	}
	if (ctx->pos == FIRST_PROCESS_ENTRY + 1) {
		if (!dir_emit(ctx, "thread-self", 11, PROC_THREAD_SELF_INO, S_IFLNK >> 12))
			return false;
		ctx->pos++;
	}
	return true;
}

int proc_pid_readdir(struct file *file, struct dir_context *ctx)
{
	struct proc_fs_info *info = proc_sb_info(file_inode(file)->i_sb);
	struct task_struct *task;
	pid_t nr;

	if (ctx->pos >= PID_MAX_LIMIT + TGID_OFFSET || !emit_self(ctx))
		return 0;
	for (nr = ctx->pos - TGID_OFFSET; (task = next_tgid(&nr)) != NULL; nr++) {
		bool show = has_pid_permissions(info, task, HIDEPID_INVISIBLE);
		char name[16];
		int len;

		put_task_struct(task);
		cond_resched();
		if (!show)
			continue;
		len = snprintf(name, sizeof(name), "%d", nr);
		ctx->pos = nr + TGID_OFFSET;
		if (!dir_emit(ctx, name, len, proc_pid_ino(nr, false, 0), S_IFDIR >> 12))
			return 0;
	}
	ctx->pos = PID_MAX_LIMIT + TGID_OFFSET;
	return 0;
}
