// SPDX-License-Identifier: GPL-2.0
/*
 * namespace.c: one mount: its life, its place in the hash, write access to it.
 *
 * A mount is a filesystem (superblock) seen from one of its directories, with
 * flags of its own. Mounts form trees; a tree belongs to a namespace.
 *
 *	namespace.c		this
 *	namespace_tree.c	attaching, detaching and copying trees of mounts
 *	namespace_mount.c	mount(2)
 *	namespace_umount.c	umount(2), pivot_root(2)
 *	mnt_ns.c		namespaces
 *	pnode.c			propagation between shared mounts
 *	proc_namespace.c	/proc/mounts and its kin
 *
 * Lock order: i_rwsem of the mount point, namespace_sem, s_umount (taken inside
 * namespace_sem by nobody), mount_lock, rename_lock, d_lock. The tree changes
 * under namespace_sem for writing and mount_lock; either lets one read it.
 *
 * The last mntput() of a mount may have to shut a filesystem down: like that of
 * a file it is left to the task's work, so that it can come from anywhere.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/hash.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/mount.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/task_work.h>
#include <linux/workqueue.h>
#include "internal.h"
#include "mount.h"

#define MOUNT_HASH_BITS	10

DEFINE_SEQLOCK(mount_lock);
DECLARE_RWSEM(namespace_sem);

static struct hlist_head mount_hash[1 << MOUNT_HASH_BITS];	/* mount_lock */
static struct kmem_cache *mnt_cache;
static DEFINE_IDA(mnt_id_ida);
static atomic64_t mnt_id_counter = ATOMIC64_INIT(1ULL << 31);

static struct hlist_head *m_hash(const struct vfsmount *mnt, const struct dentry *dentry)
{
	unsigned long key = (unsigned long)mnt / 64 ^ (unsigned long)dentry / 64 * 31;

	return mount_hash + hash_long(key, MOUNT_HASH_BITS);
}

/**
 * alloc_vfsmnt - a mount of nothing yet
 * @name: shown as the device; may be NULL
 *
 * Return: with one reference, or NULL.
 */
struct mount *alloc_vfsmnt(const char *name)
{
	struct mount *mnt = kmem_cache_zalloc(mnt_cache, GFP_KERNEL);

	if (!mnt)
		return NULL;
	mnt->mnt_id = ida_alloc_range(&mnt_id_ida, 1, INT_MAX, GFP_KERNEL);
	if (mnt->mnt_id < 0)
		goto free;
	mnt->mnt_id_unique = atomic64_inc_return(&mnt_id_counter);
	if (name) {
		mnt->mnt_devname = kstrdup(name, GFP_KERNEL);
		if (!mnt->mnt_devname)
			goto free_id;
	}
	atomic_set(&mnt->mnt_count, 1);
	INIT_HLIST_NODE(&mnt->mnt_hash);
	INIT_HLIST_NODE(&mnt->mnt_mp_list);
	INIT_LIST_HEAD(&mnt->mnt_child);
	INIT_LIST_HEAD(&mnt->mnt_mounts);
	INIT_LIST_HEAD(&mnt->mnt_instance);
	INIT_LIST_HEAD(&mnt->mnt_list);
	INIT_LIST_HEAD(&mnt->mnt_share);
	INIT_LIST_HEAD(&mnt->mnt_slave_list);
	INIT_LIST_HEAD(&mnt->mnt_slave);
	return mnt;

free_id:
	ida_free(&mnt_id_ida, mnt->mnt_id);
free:
	kmem_cache_free(mnt_cache, mnt);
	return NULL;
}

static void free_vfsmnt(struct mount *mnt)
{
	ida_free(&mnt_id_ida, mnt->mnt_id);
	kfree(mnt->mnt_devname);
	kmem_cache_free(mnt_cache, mnt);
}

/* Let @mnt show @root, whose reference and active superblock it takes over. */
static void mnt_set_root(struct mount *mnt, struct dentry *root)
{
	mnt->mnt.mnt_root = root;
	mnt->mnt.mnt_sb = root->d_sb;
	mnt->mnt_mountpoint = root;
	mnt->mnt_parent = mnt;
	lock_mount_hash();
	list_add_tail(&mnt->mnt_instance, &root->d_sb->s_mounts);
	unlock_mount_hash();
}

/**
 * vfs_kern_mount - mount a filesystem without attaching it anywhere
 * @type: the filesystem
 * @flags: SB_*; SB_KERNMOUNT for the kernel's own use
 * @name: device name
 * @data: options
 *
 * Context: may sleep.
 * Return: the mount with one reference, or ERR_PTR.
 */
struct vfsmount *vfs_kern_mount(struct file_system_type *type, int flags, const char *name,
				void *data)
{
	struct dentry *root;
	struct mount *mnt;

	if (!type)
		return ERR_PTR(-ENODEV);
	mnt = alloc_vfsmnt(name);
	if (!mnt)
		return ERR_PTR(-ENOMEM);
	if (flags & SB_KERNMOUNT)
		mnt->mnt.mnt_flags = MNT_INTERNAL;
	root = mount_fs(type, flags, name, data);
	if (IS_ERR(root)) {
		free_vfsmnt(mnt);
		return ERR_CAST(root);
	}
	mnt_set_root(mnt, root);
	return &mnt->mnt;
}

struct vfsmount *kern_mount(struct file_system_type *type)
{
	return vfs_kern_mount(type, SB_KERNMOUNT, type->name, NULL);
}

void kern_unmount(struct vfsmount *mnt)
{
	if (!IS_ERR_OR_NULL(mnt))
		mntput(mnt);
}

static int clone_group(struct mount *mnt, struct mount *old, int flag)
{
	if (flag & (CL_SLAVE | CL_PRIVATE))
		mnt->mnt_group_id = 0;	/* not a peer of the original */
	else
		mnt->mnt_group_id = old->mnt_group_id;
	if (flag & CL_MAKE_SHARED && !mnt->mnt_group_id)
		return invent_group_ids(mnt, false);
	return 0;
}

/* Make the clone a peer, slave or neither of the original. */
static void clone_propagation(struct mount *mnt, struct mount *old, int flag)
{
	if (flag & CL_SLAVE) {
		list_add(&mnt->mnt_slave, &old->mnt_slave_list);
		mnt->mnt_master = old;
		mnt->mnt.mnt_flags &= ~MNT_SHARED;
	} else if (!(flag & CL_PRIVATE)) {
		if (flag & CL_MAKE_SHARED || mnt_is_shared(old))
			list_add(&mnt->mnt_share, &old->mnt_share);
		if (old->mnt_master) {
			list_add(&mnt->mnt_slave, &old->mnt_slave);
			mnt->mnt_master = old->mnt_master;
		}
	} else {
		mnt->mnt.mnt_flags &= ~MNT_SHARED;
	}
	if (flag & CL_MAKE_SHARED)
		set_mnt_shared(mnt);
}

/**
 * clone_mnt - another mount of the same filesystem
 * @old: the original; namespace_sem is held
 * @root: the directory it shows
 * @flag: CL_*
 *
 * Return: the mount with one reference, or ERR_PTR.
 */
struct mount *clone_mnt(struct mount *old, struct dentry *root, int flag)
{
	struct super_block *sb = old->mnt.mnt_sb;
	struct mount *mnt = alloc_vfsmnt(old->mnt_devname);
	int err;

	if (!mnt)
		return ERR_PTR(-ENOMEM);
	err = clone_group(mnt, old, flag);
	if (err) {
		free_vfsmnt(mnt);
		return ERR_PTR(err);
	}
	mnt->mnt.mnt_flags = old->mnt.mnt_flags & ~(MNT_WRITE_HOLD | MNT_INTERNAL | MNT_MARKED);
	atomic_inc(&sb->s_active);
	mnt_set_root(mnt, dget(root));
	clone_propagation(mnt, old, flag);
	return mnt;
}

/**
 * clone_private_mount - a mount for a filesystem's own use
 * @path: what it shows
 *
 * It is in no namespace and nothing is mounted on it; to be given to mntput().
 * Return: the mount or ERR_PTR.
 */
struct vfsmount *clone_private_mount(const struct path *path)
{
	struct mount *mnt;

	down_read(&namespace_sem);
	mnt = clone_mnt(real_mount(path->mnt), path->dentry, CL_PRIVATE);
	up_read(&namespace_sem);
	return IS_ERR(mnt) ? ERR_CAST(mnt) : &mnt->mnt;
}

struct vfsmount *mntget(struct vfsmount *mnt)
{
	if (mnt)
		atomic_inc(&real_mount(mnt)->mnt_count);
	return mnt;
}

static void cleanup_mnt(struct mount *mnt)
{
	WARN_ON(atomic_read(&mnt->mnt_writers));
	dput(mnt->mnt.mnt_root);
	deactivate_super(mnt->mnt.mnt_sb);
	free_vfsmnt(mnt);
}

static LLIST_HEAD(delayed_mntput_list);

static void delayed_mntput(struct work_struct *unused)
{
	struct llist_node *node = llist_del_all(&delayed_mntput_list), *next;

	for (; node; node = next) {
		next = node->next;
		cleanup_mnt(container_of((struct callback_head *)node, struct mount, mnt_cleanup));
	}
}

static DECLARE_WORK(delayed_mntput_work, delayed_mntput);

static void cleanup_mnt_work(struct callback_head *work)
{
	cleanup_mnt(container_of(work, struct mount, mnt_cleanup));
}

/* Clean up where nothing is locked. */
static void defer_cleanup(struct mount *mnt)
{
	if (mnt->mnt.mnt_flags & MNT_INTERNAL) {
		cleanup_mnt(mnt);
		return;
	}
	if (!(current->flags & PF_KTHREAD)) {
		init_task_work(&mnt->mnt_cleanup, cleanup_mnt_work);
		if (!task_work_add(current, &mnt->mnt_cleanup, TWA_RESUME))
			return;
	}
	if (llist_add((struct llist_node *)&mnt->mnt_cleanup, &delayed_mntput_list))
		schedule_work(&delayed_mntput_work);
}

/* Drop a reference that was no use of the mount in the sense of MNT_EXPIRE. */
void mntput_no_expire(struct mount *mnt)
{
	if (atomic_add_unless(&mnt->mnt_count, -1, 1))
		return;
	lock_mount_hash();
	if (!atomic_dec_and_test(&mnt->mnt_count)) {
		unlock_mount_hash();
		return;
	}
	list_del_init(&mnt->mnt_instance);
	unlock_mount_hash();
	defer_cleanup(mnt);
}

/**
 * mntput - drop a reference on a mount
 * @mnt: may be NULL; the last reference unmounts the filesystem
 *
 * Context: any but for MNT_INTERNAL mounts, which may sleep.
 */
void mntput(struct vfsmount *mnt)
{
	if (!mnt)
		return;
	if (unlikely(READ_ONCE(real_mount(mnt)->mnt_expiry_mark)))
		WRITE_ONCE(real_mount(mnt)->mnt_expiry_mark, 0);
	mntput_no_expire(real_mount(mnt));
}

/* mount_lock held. */
void mount_hash_add(struct mount *mnt)
{
	hlist_add_head(&mnt->mnt_hash, m_hash(&mnt->mnt_parent->mnt, mnt->mnt_mountpoint));
}

/* What is mounted on @dentry of @mnt. mount_lock or namespace_sem held. */
struct mount *__lookup_mnt(const struct vfsmount *mnt, const struct dentry *dentry)
{
	struct mount *p;

	hlist_for_each_entry(p, m_hash(mnt, dentry), mnt_hash) {
		if (&p->mnt_parent->mnt == mnt && p->mnt_mountpoint == dentry)
			return p;
	}
	return NULL;
}

/* The same for the walk: referenced, or NULL. */
struct vfsmount *lookup_mnt(const struct path *path)
{
	struct mount *child;

	read_lock_mounts();
	child = __lookup_mnt(path->mnt, path->dentry);
	if (child)
		mntget(&child->mnt);
	read_unlock_mounts();
	return child ? &child->mnt : NULL;
}

bool __path_is_mountpoint(const struct path *path)
{
	return __lookup_mnt(path->mnt, path->dentry);
}

bool path_is_mountpoint(const struct path *path)
{
	bool is;

	if (!d_mountpoint(path->dentry))
		return false;
	read_lock_mounts();
	is = __path_is_mountpoint(path);
	read_unlock_mounts();
	return is;
}

/* Is the place at or below @root, through mounts? mount_lock held. */
bool is_path_reachable(struct mount *mnt, struct dentry *dentry, const struct path *root)
{
	while (&mnt->mnt != root->mnt && mnt_has_parent(mnt)) {
		dentry = mnt->mnt_mountpoint;
		mnt = mnt->mnt_parent;
	}
	return &mnt->mnt == root->mnt && is_subdir(dentry, root->dentry);
}

/* Is the mount in current's namespace? */
bool check_mnt(const struct mount *mnt)
{
	return current->nsproxy && mnt->mnt_ns == current->nsproxy->mnt_ns;
}

bool our_mnt(struct vfsmount *mnt)
{
	return check_mnt(real_mount(mnt));
}

int real_mnt_id(const struct vfsmount *mnt)
{
	return real_mount(mnt)->mnt_id;
}

/* Set-id bits count only on mounts the task can see by itself. */
bool mnt_may_suid(struct vfsmount *mnt)
{
	return !(mnt->mnt_flags & MNT_NOSUID) && check_mnt(real_mount(mnt));
}

bool __mnt_is_readonly(struct vfsmount *mnt)
{
	return mnt->mnt_flags & MNT_READONLY || sb_rdonly(mnt->mnt_sb);
}

static bool mnt_is_readonly(struct vfsmount *mnt)
{
	if (READ_ONCE(mnt->mnt_sb->s_readonly_remount))
		return true;
	smp_rmb();	/* against reconfigure_super(): flags, then the mark */
	return __mnt_is_readonly(mnt);
}

/**
 * mnt_want_write - begin to change something through a mount
 * @m: the mount; it cannot become read-only before mnt_drop_write()
 *
 * Return: 0 or -EROFS.
 */
int mnt_want_write(struct vfsmount *m)
{
	struct mount *mnt = real_mount(m);

	atomic_inc(&mnt->mnt_writers);
	smp_mb();	/* pairs with mnt_hold_writers(): count, then flag */
	while (READ_ONCE(m->mnt_flags) & MNT_WRITE_HOLD)
		cpu_relax();
	smp_rmb();
	if (!mnt_is_readonly(m))
		return 0;
	atomic_dec(&mnt->mnt_writers);
	return -EROFS;
}

void mnt_drop_write(struct vfsmount *mnt)
{
	atomic_dec(&real_mount(mnt)->mnt_writers);
}

/* A file open for writing has write access already: it need not be asked for. */
int mnt_want_write_file(struct file *file)
{
	if (!(file->f_mode & FMODE_WRITER))
		return mnt_want_write(file->f_path.mnt);
	atomic_inc(&real_mount(file->f_path.mnt)->mnt_writers);
	return 0;
}

void mnt_drop_write_file(struct file *file)
{
	mnt_drop_write(file->f_path.mnt);
}

/*
 * Keep new writers waiting, if there are none. mount_lock held until
 * mnt_unhold_writers(). -EBUSY: someone is writing.
 */
int mnt_hold_writers(struct mount *mnt)
{
	mnt->mnt.mnt_flags |= MNT_WRITE_HOLD;
	smp_mb();	/* flag, then count */
	return atomic_read(&mnt->mnt_writers) ? -EBUSY : 0;
}

void mnt_unhold_writers(struct mount *mnt)
{
	smp_wmb();	/* MNT_READONLY before the release */
	mnt->mnt.mnt_flags &= ~MNT_WRITE_HOLD;
}

/* mount_lock held. */
int mnt_make_readonly(struct mount *mnt)
{
	int err = mnt_hold_writers(mnt);

	if (!err)
		mnt->mnt.mnt_flags |= MNT_READONLY;
	mnt_unhold_writers(mnt);
	return err;
}

void __init mnt_init(void)
{
	mnt_cache = kmem_cache_create("mnt_cache", sizeof(struct mount), 0,
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
}
