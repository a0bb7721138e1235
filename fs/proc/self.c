// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/self and /proc/thread-self: symlinks whose target is whoever reads
 * them. Each instance has the two dentries from the start and keeps them.
 */
#include <linux/err.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sprintf.h>

#include "internal.h"

static const char *self_get_link(struct dentry *dentry, struct inode *inode,
				 struct delayed_call *done)
{
	char *name = kasprintf(GFP_KERNEL, "%u", task_tgid_nr(current));

	if (!name)
		return ERR_PTR(-ENOMEM);
	set_delayed_call(done, kfree_link, name);
	return name;
}

static const char *thread_self_get_link(struct dentry *dentry, struct inode *inode,
					struct delayed_call *done)
{
	char *name = kasprintf(GFP_KERNEL, "%u/task/%u", task_tgid_nr(current),
			       task_pid_nr(current));

	if (!name)
		return ERR_PTR(-ENOMEM);
	set_delayed_call(done, kfree_link, name);
	return name;
}

static const struct inode_operations proc_self_inode_operations = {
	.get_link	= self_get_link,
};

static const struct inode_operations proc_thread_self_inode_operations = {
	.get_link	= thread_self_get_link,
};

static struct dentry *make_link(struct super_block *sb, const char *name, unsigned long ino,
				const struct inode_operations *iops)
{
	struct dentry *dentry = d_alloc_name(sb->s_root, name);
	struct inode *inode = dentry ? new_inode(sb) : NULL;

	if (!inode) {
		dput(dentry);
		return NULL;
	}
	inode->i_ino = ino;
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	inode->i_mode = S_IFLNK | 0777;
	inode->i_op = iops;
	d_add(dentry, inode);
	return dentry;
}

int proc_setup_self(struct super_block *sb)
{
	struct proc_fs_info *info = proc_sb_info(sb);

	info->self = make_link(sb, "self", PROC_SELF_INO, &proc_self_inode_operations);
	info->thread_self = make_link(sb, "thread-self", PROC_THREAD_SELF_INO,
				      &proc_thread_self_inode_operations);
	return info->self && info->thread_self ? 0 : -ENOMEM;
}
