// SPDX-License-Identifier: GPL-2.0
/*
 * namespace_tree.c: the shape of the mount tree: mount points, attaching,
 * detaching and copying subtrees.
 *
 * All changes: namespace_sem for writing, and mount_lock around each change of
 * pointers. What a change leaves to be put, which may sleep, is gathered and
 * put by namespace_unlock().
 */
#include <linux/capability.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/init.h>
#include "internal.h"
#include "mount.h"

#define MOUNTPOINT_HASH_BITS	8

static struct hlist_head mountpoint_hash[1 << MOUNTPOINT_HASH_BITS]; /* mount_lock */
static LIST_HEAD(unmounted);			/* namespace_sem: mnt_list */
static HLIST_HEAD(ex_mountpoints);		/* namespace_sem: m_hash */
static u64 mount_event;				/* namespace_sem */
static unsigned int sysctl_mount_max = 100000;

bool may_mount(void)
{
	return capable(CAP_SYS_ADMIN);
}

static struct hlist_head *mp_hash(const struct dentry *dentry)
{
	return mountpoint_hash + hash_ptr(dentry, MOUNTPOINT_HASH_BITS);
}

/* mount_lock held. Counted, or NULL. */
struct mountpoint *lookup_mountpoint(struct dentry *dentry)
{
	struct mountpoint *mp;

	hlist_for_each_entry(mp, mp_hash(dentry), m_hash) {
		if (mp->m_dentry == dentry) {
			mp->m_count++;
			return mp;
		}
	}
	return NULL;
}

/**
 * get_mountpoint - make a dentry a mount point
 * @dentry: referenced; namespace_sem is held for writing
 *
 * Return: counted; ERR_PTR(-ENOENT) if the directory was removed, -ENOMEM.
 */
struct mountpoint *get_mountpoint(struct dentry *dentry)
{
	struct mountpoint *mp = NULL;
	int err;

	if (d_mountpoint(dentry)) {
		if (d_unlinked(dentry))
			return ERR_PTR(-ENOENT);
		lock_mount_hash();
		mp = lookup_mountpoint(dentry);
		unlock_mount_hash();
	}
	if (mp)
		return mp;
	mp = kmalloc(sizeof(*mp), GFP_KERNEL);
	if (!mp)
		return ERR_PTR(-ENOMEM);
	err = d_set_mounted(dentry);
	if (err) {
		kfree(mp);
		return ERR_PTR(err);
	}
	mp->m_dentry = dget(dentry);
	mp->m_count = 1;
	INIT_HLIST_HEAD(&mp->m_list);
	lock_mount_hash();
	hlist_add_head(&mp->m_hash, mp_hash(dentry));
	unlock_mount_hash();
	return mp;
}

/* mount_lock and namespace_sem held. */
void put_mountpoint(struct mountpoint *mp)
{
	struct dentry *dentry = mp->m_dentry;

	if (--mp->m_count)
		return;
	spin_lock(&dentry->d_lock);
	dentry->d_flags &= ~DCACHE_MOUNTED;
	spin_unlock(&dentry->d_lock);
	hlist_del(&mp->m_hash);
	hlist_add_head(&mp->m_hash, &ex_mountpoints);
}

/**
 * namespace_unlock - end a change of the mount tree
 *
 * Puts what the change detached. Context: may sleep.
 */
void namespace_unlock(void)
{
	struct hlist_head points;
	struct hlist_node *next;
	struct mountpoint *mp;
	LIST_HEAD(mounts);

	list_splice_init(&unmounted, &mounts);
	hlist_move_list(&ex_mountpoints, &points);
	up_write(&namespace_sem);

	while (!list_empty(&mounts)) {
		struct mount *mnt = list_first_entry(&mounts, struct mount, mnt_list);

		list_del_init(&mnt->mnt_list);
		mntput(&mnt->mnt);
	}
	hlist_for_each_entry_safe(mp, next, &points, m_hash) {
		dput(mp->m_dentry);
		kfree(mp);
	}
}

/**
 * lock_mount - lock the place where something is to be mounted
 * @path: moved to the top of what is mounted there
 *
 * Return: its mount point with i_rwsem and namespace_sem held, to be given to
 * unlock_mount(); or ERR_PTR.
 */
struct mountpoint *lock_mount(struct path *path)
{
	for (;;) {
		struct inode *inode = d_inode(path->dentry);
		struct mountpoint *mp;
		struct vfsmount *top;

		inode_lock(inode);
		if (path->dentry->d_flags & DCACHE_CANT_MOUNT) {
			inode_unlock(inode);
			return ERR_PTR(-ENOENT);
		}
		namespace_lock();
		top = lookup_mnt(path);
		if (!top) {
			mp = get_mountpoint(path->dentry);
			if (!IS_ERR(mp))
				return mp;
			namespace_unlock();
			inode_unlock(inode);
			return mp;
		}
		namespace_unlock();
		inode_unlock(inode);
		path_put(path);
		path->mnt = top;
		path->dentry = dget(top->mnt_root);
	}
}

void unlock_mount(struct mountpoint *mp, const struct path *path)
{
	lock_mount_hash();
	put_mountpoint(mp);
	unlock_mount_hash();
	namespace_unlock();
	inode_unlock(d_inode(path->dentry));
}

/* Tell those who poll /proc/mounts. namespace_sem held. */
void touch_mnt_namespace(struct mnt_namespace *ns)
{
	if (!ns)
		return;
	ns->event = ++mount_event;
	wake_up_interruptible(&ns->poll);
}

void mnt_add_to_ns(struct mnt_namespace *ns, struct mount *mnt)
{
	mnt->mnt_ns = ns;
	list_add_tail(&mnt->mnt_list, &ns->list);
	ns->nr_mounts++;
}

/* The mount after @p in a walk of the tree from @root, parents first. */
struct mount *next_mnt(struct mount *p, const struct mount *root)
{
	struct list_head *next = p->mnt_mounts.next;

	if (next != &p->mnt_mounts)
		return list_entry(next, struct mount, mnt_child);
	for (;; p = p->mnt_parent) {
		if (p == root)
			return NULL;
		next = p->mnt_child.next;
		if (next != &p->mnt_parent->mnt_mounts)
			return list_entry(next, struct mount, mnt_child);
	}
}

/* Say where @child will be, without showing it yet. mount_lock held. */
void mnt_set_mountpoint(struct mount *parent, struct mountpoint *mp, struct mount *child)
{
	mp->m_count++;
	mnt_add_count(parent, 1);
	child->mnt_mountpoint = mp->m_dentry;
	child->mnt_parent = parent;
	child->mnt_mp = mp;
	hlist_add_head(&child->mnt_mp_list, &mp->m_list);
}

static void show_mnt(struct mount *mnt)
{
	mount_hash_add(mnt);
	list_add_tail(&mnt->mnt_child, &mnt->mnt_parent->mnt_mounts);
}

/* mount_lock held. */
void attach_mnt(struct mount *child, struct mount *parent, struct mountpoint *mp)
{
	mnt_set_mountpoint(parent, mp, child);
	show_mnt(child);
}

/*
 * Take a mount off its parent; the parent's reference stays the caller's, as
 * does the returned mount point's count. mount_lock held.
 */
struct mountpoint *unhash_mnt(struct mount *mnt)
{
	struct mountpoint *mp = mnt->mnt_mp;

	mnt->mnt_parent = mnt;
	mnt->mnt_mountpoint = mnt->mnt.mnt_root;
	list_del_init(&mnt->mnt_child);
	hlist_del_init(&mnt->mnt_hash);
	hlist_del_init(&mnt->mnt_mp_list);
	mnt->mnt_mp = NULL;
	return mp;
}

/* The same, dropping both. The parent is in use by the tree, so not finally. */
void umount_mnt(struct mount *mnt)
{
	mnt_add_count(mnt->mnt_parent, -1);
	put_mountpoint(unhash_mnt(mnt));
}

/* Show a tree whose top has been given its place. mount_lock held. */
static void commit_tree(struct mount *mnt)
{
	struct mnt_namespace *ns = mnt->mnt_parent->mnt_ns;
	struct mount *p;

	for (p = mnt; p; p = next_mnt(p, mnt)) {
		list_del_init(&p->mnt_list);
		mnt_add_to_ns(ns, p);
	}
	show_mnt(mnt);
	touch_mnt_namespace(ns);
}

/* Copy what is mounted on @src onto the copy @dst, but what may not be bound. */
static int copy_children(struct mount *src, struct mount *dst, struct dentry *root, int flag)
{
	struct mount *from = src, *to = dst, *copy, *child;

	/* A walk of both trees in step; @to is the copy of @from. */
	child = list_first_entry_or_null(&from->mnt_mounts, struct mount, mnt_child);
	while (child) {
		bool skip = from == src && !is_subdir(child->mnt_mountpoint, root);

		if (!(flag & CL_COPY_UNBINDABLE) && mnt_is_unbindable(child))
			skip = true;
		if (!skip) {
			copy = clone_mnt(child, child->mnt.mnt_root, flag);
			if (IS_ERR(copy))
				return PTR_ERR(copy);
			lock_mount_hash();
			attach_mnt(copy, to, child->mnt_mp);
			unlock_mount_hash();
			if (!list_empty(&child->mnt_mounts)) {
				from = child;
				to = copy;
				child = list_first_entry(&from->mnt_mounts, struct mount, mnt_child);
				continue;
			}
		}
		while (list_is_last(&child->mnt_child, &from->mnt_mounts)) {
			if (from == src)
				return 0;
			child = from;
			from = from->mnt_parent;
			to = to->mnt_parent;
		}
		child = list_next_entry(child, mnt_child);
	}
	return 0;
}

/**
 * copy_tree - copy a mount and what is mounted below it
 * @mnt: the top; namespace_sem held for writing
 * @root: the directory the copy shows; only what is below it is copied
 * @flag: CL_*
 *
 * Return: the copy, attached nowhere, or ERR_PTR.
 */
struct mount *copy_tree(struct mount *mnt, struct dentry *root, int flag)
{
	struct mount *copy;
	int err;

	if (!(flag & CL_COPY_UNBINDABLE) && mnt_is_unbindable(mnt))
		return ERR_PTR(-EINVAL);
	copy = clone_mnt(mnt, root, flag);
	if (IS_ERR(copy))
		return copy;
	err = copy_children(mnt, copy, root, flag);
	if (!err)
		return copy;
	lock_mount_hash();
	umount_tree(copy, 0);
	unlock_mount_hash();
	return ERR_PTR(err);
}

static int count_mounts(const struct mnt_namespace *ns, struct mount *mnt)
{
	unsigned int n = 0;
	struct mount *p;

	for (p = mnt; p; p = next_mnt(p, mnt))
		n++;
	return ns->nr_mounts + n > sysctl_mount_max ? -ENOSPC : 0;
}

/*
 * A copy appears where something may be mounted already, which then goes on top
 * of it. @root_mp: the copy's own root as a mount point.
 */
static void commit_copy(struct mount *copy, struct mountpoint *root_mp)
{
	struct mount *old = __lookup_mnt(&copy->mnt_parent->mnt, copy->mnt_mountpoint);

	commit_tree(copy);
	if (old) {
		umount_mnt(old);
		attach_mnt(old, copy, root_mp);
	}
}

/* Make the copies that appear where @dest is shared, not yet shown. */
static int make_copies(struct mount *source, struct mount *dest, struct mountpoint *mp,
		       struct list_head *copies)
{
	struct mount *p, *next;
	int err = invent_group_ids(source, true);

	if (err)
		return err;
	err = propagate_mnt(dest, mp, source, copies);
	if (!err)
		return 0;
	lock_mount_hash();
	list_for_each_entry_safe(p, next, copies, mnt_list)
		umount_tree(p, 0);
	unlock_mount_hash();
	cleanup_group_ids(source, NULL);
	return err;
}

static void attach_source(struct mount *source, struct mount *dest, struct mountpoint *mp, bool moving)
{
	struct mount *p;

	if (mnt_is_shared(dest)) {
		for (p = source; p; p = next_mnt(p, source))
			set_mnt_shared(p);
	}
	if (moving) {
		umount_mnt(source);
		attach_mnt(source, dest, mp);
		touch_mnt_namespace(source->mnt_ns);
	} else {
		mnt_set_mountpoint(dest, mp, source);
		commit_tree(source);
	}
}

/**
 * attach_recursive_mnt - put a tree of mounts in its place
 * @source: its top
 * @dest: the mount it goes onto
 * @mp: where on it
 * @moving: it is attached somewhere else
 *
 * If @dest is shared, copies appear on all that share with it.
 * Context: as lock_mount() leaves it.
 */
int attach_recursive_mnt(struct mount *source, struct mount *dest, struct mountpoint *mp, bool moving)
{
	struct mountpoint *root_mp = NULL;
	struct mount *p, *next;
	LIST_HEAD(copies);
	int err = 0;

	if (!moving && dest->mnt_ns)
		err = count_mounts(dest->mnt_ns, source);
	if (err)
		return err;
	if (mnt_is_shared(dest)) {
		root_mp = get_mountpoint(source->mnt.mnt_root);
		if (IS_ERR(root_mp))
			return PTR_ERR(root_mp);
		err = make_copies(source, dest, mp, &copies);
	}
	lock_mount_hash();
	if (!err) {
		attach_source(source, dest, mp, moving);
		list_for_each_entry_safe(p, next, &copies, mnt_list)
			commit_copy(p, root_mp);
	}
	if (root_mp)
		put_mountpoint(root_mp);
	unlock_mount_hash();
	return err;
}

/* Attach a new tree where its type, directory or not, fits. */
int graft_tree(struct mount *mnt, struct mount *parent, struct mountpoint *mp)
{
	if (mnt->mnt.mnt_sb->s_flags & SB_NOUSER)
		return -EINVAL;
	if (d_is_dir(mp->m_dentry) != d_is_dir(mnt->mnt.mnt_root))
		return -ENOTDIR;
	return attach_recursive_mnt(mnt, parent, mp, false);
}

/**
 * umount_tree - take a tree of mounts apart
 * @mnt: its top; namespace_sem for writing and mount_lock held
 * @how: UMOUNT_PROPAGATE: also where it was propagated to
 *
 * The tree's references are put by namespace_unlock(); users keep single mounts
 * alive.
 */
void umount_tree(struct mount *mnt, enum umount_tree_flags how)
{
	struct mount *p;
	LIST_HEAD(list);

	for (p = mnt; p; p = next_mnt(p, mnt)) {
		p->mnt.mnt_flags |= MNT_UMOUNT;
		if (p->mnt_ns)
			p->mnt_ns->nr_mounts--;
		list_move_tail(&p->mnt_list, &list);
	}
	if (how & UMOUNT_PROPAGATE)
		propagate_umount(&list);
	while (!list_empty(&list)) {
		p = list_last_entry(&list, struct mount, mnt_list);	/* children first */
		touch_mnt_namespace(p->mnt_ns);
		p->mnt_ns = NULL;
		if (mnt_has_parent(p))
			umount_mnt(p);
		change_mnt_propagation(p, MS_PRIVATE);
		list_move(&p->mnt_list, &unmounted);
	}
}

/* Is something mounted there in current's namespace? */
bool is_local_mountpoint(const struct dentry *dentry)
{
	struct mountpoint *mp;
	struct mount *mnt;
	bool local = false;

	if (!d_mountpoint(dentry))
		return false;
	down_read(&namespace_sem);
	read_lock_mounts();
	hlist_for_each_entry(mp, mp_hash(dentry), m_hash) {
		if (mp->m_dentry != dentry)
			continue;
		hlist_for_each_entry(mnt, &mp->m_list, mnt_mp_list)
			local |= check_mnt(mnt);
	}
	read_unlock_mounts();
	up_read(&namespace_sem);
	return local;
}

/**
 * detach_mounts - a directory goes away: unmount what is on it, everywhere
 * @dentry: the directory, removed
 */
void detach_mounts(struct dentry *dentry)
{
	struct mountpoint *mp;

	if (!d_mountpoint(dentry))
		return;
	namespace_lock();
	lock_mount_hash();
	mp = lookup_mountpoint(dentry);
	if (mp) {
		while (!hlist_empty(&mp->m_list))
			umount_tree(hlist_entry(mp->m_list.first, struct mount, mnt_mp_list), 0);
		put_mountpoint(mp);
	}
	unlock_mount_hash();
	namespace_unlock();
}

static const struct ctl_table mount_sysctls[] = {
	{ .procname = "mount-max", .data = &sysctl_mount_max, .maxlen = sizeof(unsigned int),
	  .mode = 0644, .proc_handler = proc_dointvec_minmax, .extra1 = SYSCTL_ONE },
};

static int __init mount_sysctl_init(void)
{
	register_sysctl_init("fs", mount_sysctls);
	return 0;
}
fs_initcall(mount_sysctl_init);
