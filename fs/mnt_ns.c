// SPDX-License-Identifier: GPL-2.0
/*
 * mnt_ns.c: mount namespaces: the first one, copies of it, their end.
 *
 * Not here: setns(2) into a mount namespace.
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/nsproxy.h>
#include <linux/proc_ns.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "internal.h"
#include "mount.h"

static struct mnt_namespace *alloc_mnt_ns(void)
{
	struct mnt_namespace *ns = kzalloc(sizeof(*ns), GFP_KERNEL);

	if (!ns)
		return NULL;
	refcount_set(&ns->count, 1);
	INIT_LIST_HEAD(&ns->list);
	init_waitqueue_head(&ns->poll);
	ns->inum = ns_alloc_inum();	/* the first is the first of all: 4026531840 */
	return ns;
}

/* Point @fs at the copies of the mounts it is at; what it leaves is put later. */
static void move_fs(struct fs_struct *fs, struct mount *old, struct mount *new,
		    struct vfsmount *put[2])
{
	spin_lock(&fs->lock);
	if (fs->root.mnt == &old->mnt) {
		put[0] = fs->root.mnt;
		fs->root.mnt = mntget(&new->mnt);
	}
	if (fs->pwd.mnt == &old->mnt) {
		put[1] = fs->pwd.mnt;
		fs->pwd.mnt = mntget(&new->mnt);
	}
	spin_unlock(&fs->lock);
}

/**
 * copy_mnt_ns - the mount namespace of a new process, or of unshare(2)
 * @flags: CLONE_NEWNS to copy
 * @ns: current's
 * @fs: root and working directory to be moved into the copy; may be NULL
 *
 * Context: may sleep.
 * Return: referenced, or ERR_PTR.
 */
struct mnt_namespace *copy_mnt_ns(unsigned long flags, struct mnt_namespace *ns,
				  struct fs_struct *fs)
{
	struct vfsmount *put[2] = {};
	struct mnt_namespace *new_ns;
	struct mount *p, *q, *new;

	if (!(flags & CLONE_NEWNS)) {
		refcount_inc(&ns->count);
		return ns;
	}
	new_ns = alloc_mnt_ns();
	if (!new_ns)
		return ERR_PTR(-ENOMEM);
	namespace_lock();
	new = copy_tree(ns->root, ns->root->mnt.mnt_root, CL_COPY_UNBINDABLE);
	if (IS_ERR(new)) {
		namespace_unlock();
		kfree(new_ns);
		return ERR_CAST(new);
	}
	lock_mount_hash();
	new_ns->root = new;
	/* Nothing was left out, so both trees have the same shape. */
	for (p = ns->root, q = new; p && q; p = next_mnt(p, ns->root), q = next_mnt(q, new)) {
		mnt_add_to_ns(new_ns, q);
		if (fs)
			move_fs(fs, p, q, put);
	}
	unlock_mount_hash();
	namespace_unlock();
	mntput(put[0]);
	mntput(put[1]);
	return new_ns;
}

/* The last task has left: take the tree apart. */
void put_mnt_ns(struct mnt_namespace *ns)
{
	if (!refcount_dec_and_test(&ns->count))
		return;
	namespace_lock();
	lock_mount_hash();
	umount_tree(ns->root, 0);
	unlock_mount_hash();
	namespace_unlock();
	kfree(ns);
}

unsigned int mnt_ns_inum(const struct mnt_namespace *ns)
{
	return ns->inum;
}

/**
 * init_mount_tree - the first mount of the first namespace
 * @rootfs: what it shows
 */
int __init init_mount_tree(struct file_system_type *rootfs)
{
	struct vfsmount *mnt = vfs_kern_mount(rootfs, 0, "rootfs", NULL);
	struct mnt_namespace *ns;
	struct path root;

	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	ns = alloc_mnt_ns();
	if (!ns)
		return -ENOMEM;
	ns->root = real_mount(mnt);
	mnt_add_to_ns(ns, ns->root);
	mnt->mnt_flags |= MNT_LOCKED;	/* never unmounted or moved */
	init_nsproxy.mnt_ns = ns;

	root.mnt = mnt;
	root.dentry = mnt->mnt_root;
	set_fs_pwd(current->fs, &root);
	set_fs_root(current->fs, &root);
	return 0;
}
