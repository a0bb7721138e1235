// SPDX-License-Identifier: GPL-2.0
/*
 * nsfs: namespaces as files. Nobody mounts it; one gets there by the links of
 * /proc/pid/ns. Two files are of the same namespace if device and inode number
 * are the same. An open file or a bind mount keeps the namespace alive.
 *
 * Mount and UTS namespaces are real; of the others there is one each, with the
 * well-known number of the first.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/nsproxy.h>
#include <linux/panic.h>
#include <linux/proc_ns.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <uapi/linux/magic.h>
#include <uapi/linux/nsfs.h>

#include "mount.h"

static struct vfsmount *nsfs_mnt;

unsigned int ns_alloc_inum(void)
{
	static atomic_t next = ATOMIC_INIT(PROC_NS_FIRST_INO);

	return atomic_fetch_inc(&next);
}

/* ---- kinds ---- */

static void *mntns_get(struct task_struct *task)
{
	struct mnt_namespace *ns = NULL;

	task_lock(task);
	if (task->nsproxy) {
		ns = task->nsproxy->mnt_ns;
		refcount_inc(&ns->count);
	}
	task_unlock(task);
	return ns;
}

static void mntns_put(void *ns)
{
	put_mnt_ns(ns);
}

static unsigned int mntns_inum(const void *ns)
{
	return mnt_ns_inum(ns);
}

static void *utsns_get(struct task_struct *task)
{
	struct uts_namespace *ns = NULL;

	task_lock(task);
	if (task->nsproxy) {
		ns = task->nsproxy->uts_ns;
		refcount_inc(&ns->count);
	}
	task_unlock(task);
	return ns;
}

static void utsns_put(void *ns)
{
	put_uts_ns(ns);
}

static unsigned int utsns_inum(const void *ns)
{
	return ((const struct uts_namespace *)ns)->inum;
}

static const struct proc_ns_operations mntns_operations = {
	.name = "mnt", .real_name = "mnt", .type = CLONE_NEWNS,
	.get = mntns_get, .put = mntns_put, .inum = mntns_inum,
};

static const struct proc_ns_operations utsns_operations = {
	.name = "uts", .real_name = "uts", .type = CLONE_NEWUTS,
	.get = utsns_get, .put = utsns_put, .inum = utsns_inum,
};

/* The only one of its kind is represented by its number. */
static void only_put(void *ns)
{
}

static unsigned int only_inum(const void *ns)
{
	return *(const unsigned int *)ns;
}

#define ONLY_NS(var, link_name, kind, flag, number)			\
static void *var##_get(struct task_struct *task)			\
{									\
	static unsigned int inum = number;				\
									\
	return task->exit_state ? NULL : &inum;				\
}									\
static const struct proc_ns_operations var##_operations = {		\
	.name = link_name, .real_name = kind, .type = flag,		\
	.get = var##_get, .put = only_put, .inum = only_inum,		\
}

ONLY_NS(ipcns, "ipc", "ipc", CLONE_NEWIPC, PROC_IPC_INIT_INO);
ONLY_NS(netns, "net", "net", CLONE_NEWNET, PROC_NET_INIT_INO);
ONLY_NS(pidns, "pid", "pid", CLONE_NEWPID, PROC_PID_INIT_INO);
ONLY_NS(pidns_children, "pid_for_children", "pid", CLONE_NEWPID, PROC_PID_INIT_INO);
ONLY_NS(userns, "user", "user", CLONE_NEWUSER, PROC_USER_INIT_INO);
ONLY_NS(cgroupns, "cgroup", "cgroup", CLONE_NEWCGROUP, PROC_CGROUP_INIT_INO);
ONLY_NS(timens, "time", "time", CLONE_NEWTIME, PROC_TIME_INIT_INO);
ONLY_NS(timens_children, "time_for_children", "time", CLONE_NEWTIME, PROC_TIME_INIT_INO);

const struct proc_ns_operations *const ns_entries[] = {
	&netns_operations, &utsns_operations, &ipcns_operations, &pidns_operations,
	&pidns_children_operations, &userns_operations, &mntns_operations, &cgroupns_operations,
	&timens_operations, &timens_children_operations,
};
const unsigned int nr_ns_entries = ARRAY_SIZE(ns_entries);

/* ---- files ---- */

/* inode->i_private */
struct ns_ref {
	const struct proc_ns_operations *ops;
	void *ns;
};

static long ns_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct ns_ref *ref = file_inode(file)->i_private;

	switch (cmd) {
	case NS_GET_NSTYPE:
		return ref->ops->type;
	case NS_GET_PARENT:
		if (ref->ops->type != CLONE_NEWUSER && ref->ops->type != CLONE_NEWPID)
			return -EINVAL;
		return -EPERM;
	case NS_GET_USERNS:
		return -EPERM;		/* the first one is out of reach */
	case NS_GET_OWNER_UID:
		if (ref->ops->type != CLONE_NEWUSER)
			return -EINVAL;
		return put_user((uid_t)0, (uid_t __user *)arg);
	}
	return -ENOTTY;
}

static const struct file_operations ns_file_operations = {
	.unlocked_ioctl	= ns_ioctl,
};

void *ns_of_file(struct file *file, const struct proc_ns_operations **ops)
{
	struct ns_ref *ref;

	if (file->f_op != &ns_file_operations)
		return NULL;
	ref = file_inode(file)->i_private;
	*ops = ref->ops;
	return ref->ns;
}

static void nsfs_evict(struct inode *inode)
{
	struct ns_ref *ref = inode->i_private;

	clear_inode(inode);
	if (ref)
		ref->ops->put(ref->ns);
	kfree(ref);
}

static char *ns_dname(struct dentry *dentry, char *buf, int len)
{
	struct inode *inode = d_inode(dentry);
	struct ns_ref *ref = inode->i_private;

	return dynamic_dname(buf, len, "%s:[%lu]", ref->ops->real_name, inode->i_ino);
}

static int nsfs_show_path(struct seq_file *m, struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	struct ns_ref *ref = inode->i_private;

	seq_printf(m, "%s:[%lu]", ref->ops->real_name, inode->i_ino);
	return 0;
}

static const struct dentry_operations ns_dentry_operations = {
	.d_delete	= always_delete_dentry,
	.d_dname	= ns_dname,
};

static const struct super_operations nsfs_ops = {
	.statfs		= simple_statfs,
	.evict_inode	= nsfs_evict,
	.drop_inode	= generic_delete_inode,
	.show_devname	= nsfs_show_path,
};

static struct dentry *nsfs_mount(struct file_system_type *type, int flags, const char *dev_name,
				 void *data)
{
	return mount_pseudo(type, "nsfs", &nsfs_ops, &ns_dentry_operations, NSFS_MAGIC);
}

static struct file_system_type nsfs_type = {
	.name		= "nsfs",
	.mount		= nsfs_mount,
	.kill_sb	= kill_anon_super,
};

/* Takes over @ref and what it refers to. */
static struct inode *ns_inode(struct ns_ref *ref)
{
	struct inode *inode = new_inode_pseudo(nsfs_mnt->mnt_sb);

	if (!inode) {
		ref->ops->put(ref->ns);
		kfree(ref);
		return NULL;
	}
	inode->i_private = ref;
	inode->i_ino = ref->ops->inum(ref->ns);
	inode->i_atime = inode->i_mtime = inode_set_ctime_current(inode);
	inode->i_flags |= S_IMMUTABLE;
	inode->i_mode = S_IFREG | 0444;
	inode->i_fop = &ns_file_operations;
	return inode;
}

int ns_get_path(struct path *path, struct task_struct *task, const struct proc_ns_operations *ops)
{
	struct qstr name = QSTR_INIT("", 0);
	struct ns_ref *ref = kmalloc(sizeof(*ref), GFP_KERNEL);
	struct inode *inode;

	if (!ref)
		return -ENOMEM;
	ref->ops = ops;
	ref->ns = ops->get(task);
	if (!ref->ns) {
		kfree(ref);
		return -ENOENT;
	}
	inode = ns_inode(ref);
	if (!inode)
		return -ENOMEM;
	path->dentry = d_alloc_pseudo(nsfs_mnt->mnt_sb, &name);
	if (!path->dentry) {
		iput(inode);
		return -ENOMEM;
	}
	d_instantiate(path->dentry, inode);
	path->mnt = mntget(nsfs_mnt);
	return 0;
}

int ns_get_name(char *buf, size_t size, struct task_struct *task,
		const struct proc_ns_operations *ops)
{
	void *ns = ops->get(task);
	int len;

	if (!ns)
		return -ENOENT;
	len = snprintf(buf, size, "%s:[%u]", ops->real_name, ops->inum(ns));
	ops->put(ns);
	return len;
}

static int __init nsfs_initcall(void)
{
	nsfs_mnt = kern_mount(&nsfs_type);
	if (IS_ERR(nsfs_mnt))
		panic("can't set nsfs up");
	return 0;
}
core_initcall(nsfs_initcall);
