/* SPDX-License-Identifier: GPL-2.0 */
/* A mount as fs/namespace*.c see it, around the public struct vfsmount. */
#ifndef FS_MOUNT_H
#define FS_MOUNT_H

#include <linux/atomic.h>
#include <linux/container_of.h>
#include <linux/list.h>
#include <linux/mount.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/seqlock.h>
#include <linux/wait.h>

struct mount;
struct seq_file;

/*
 * The mounts a group of tasks sees.
 * Locks: [N] namespace_sem for writing and mount_lock to change, either to read;
 *	  [A] atomic, [I] constant
 */
struct mnt_namespace {
	refcount_t		count;		/* [A] */
	unsigned int		inum;		/* [I] /proc/pid/ns/mnt */
	struct mount		*root;		/* [N] */
	struct list_head	list;		/* [N] all its mounts, oldest first */
	unsigned int		nr_mounts;	/* [N] */
	wait_queue_head_t	poll;		/* pollers of /proc/mounts */
	u64			event;		/* [N] changes with each change */
};

/* A dentry with mounts on it; exists once per dentry while it has any. */
struct mountpoint {
	struct hlist_node	m_hash;		/* mount_lock */
	struct dentry		*m_dentry;	/* [I] referenced */
	struct hlist_head	m_list;		/* mount_lock: mount->mnt_mp_list */
	int			m_count;	/* mount_lock */
};

/*
 * Locks: [N] as above, [m] mount_lock, [n] namespace_sem, [A] atomic, [I] constant.
 * The tree holds one reference on each attached mount, and an attached mount one
 * on its parent.
 */
struct mount {
	struct hlist_node	mnt_hash;	/* [m] by parent and mount point */
	struct mount		*mnt_parent;	/* [N] itself when it has none */
	struct dentry		*mnt_mountpoint; /* [N] held by mnt_mp; mnt_root when none */
	struct vfsmount		mnt;		/* flags: [m] */
	atomic_t		mnt_count;	/* [A] */
	atomic_t		mnt_writers;	/* [A] mnt_want_write() in progress */
	struct list_head	mnt_mounts;	/* [N] children, in order of mounting */
	struct list_head	mnt_child;	/* [N] in parent's mnt_mounts */
	struct list_head	mnt_instance;	/* [m] sb->s_mounts */
	const char		*mnt_devname;	/* [I] */
	struct list_head	mnt_list;	/* [N] mnt_ns->list, or a list being built */
	struct mnt_namespace	*mnt_ns;	/* [N] NULL: detached */
	struct mountpoint	*mnt_mp;	/* [N] */
	struct hlist_node	mnt_mp_list;	/* [m] in mnt_mp->m_list */
	int			mnt_id;		/* [I] reused */
	u64			mnt_id_unique;	/* [I] never reused: statx */
	int			mnt_group_id;	/* [n] peer group, 0 = not shared */
	struct list_head	mnt_share;	/* [n] ring of peers */
	struct mount		*mnt_master;	/* [n] we are its slave */
	struct list_head	mnt_slave_list;	/* [n] our slaves */
	struct list_head	mnt_slave;	/* [n] in the master's list */
	struct mount		*mnt_copy;	/* [n] made here by the propagation going on */
	int			mnt_expiry_mark; /* [A] umount2(MNT_EXPIRE) */
	struct callback_head	mnt_cleanup;	/* the deferred end */
};

/* vfsmount.mnt_flags that are nobody else's business */
#define MNT_WRITE_HOLD		0x200	/* mnt_want_write() waits */
#define MNT_LOCKED		0x800000
#define MNT_DOOMED		0x1000000	/* last reference is being dropped */
#define MNT_UMOUNT		0x8000000	/* being taken off the tree */
#define MNT_MARKED		0x4000000
#define MNT_USER_SETTABLE	(MNT_NOSUID | MNT_NODEV | MNT_NOEXEC | MNT_NOATIME | \
				 MNT_NODIRATIME | MNT_RELATIME | MNT_READONLY | MNT_NOSYMFOLLOW)
#define MNT_ATIME_MASK		(MNT_NOATIME | MNT_NODIRATIME | MNT_RELATIME)

extern seqlock_t mount_lock;
extern struct rw_semaphore namespace_sem;

static inline struct mount *real_mount(const struct vfsmount *mnt)
{
	return container_of(mnt, struct mount, mnt);
}
static inline bool mnt_has_parent(const struct mount *mnt)
{
	return mnt != mnt->mnt_parent;
}
static inline bool is_mounted(const struct vfsmount *mnt)
{
	return real_mount(mnt)->mnt_ns;
}
static inline void lock_mount_hash(void) { write_seqlock(&mount_lock); }
static inline void unlock_mount_hash(void) { write_sequnlock(&mount_lock); }
/* To look only: walks below a given root need not start over for it. */
static inline void read_lock_mounts(void) { read_seqlock_excl(&mount_lock); }
static inline void read_unlock_mounts(void) { read_sequnlock_excl(&mount_lock); }

/* namespace.c: one mount */
struct mount *alloc_vfsmnt(const char *name);
struct mount *clone_mnt(struct mount *old, struct dentry *root, int flag);
void mntput_no_expire(struct mount *mnt);
int mnt_make_readonly(struct mount *mnt);
int mnt_hold_writers(struct mount *mnt);
void mnt_unhold_writers(struct mount *mnt);
struct mount *__lookup_mnt(const struct vfsmount *mnt, const struct dentry *dentry);
bool __path_is_mountpoint(const struct path *path);
bool is_path_reachable(struct mount *mnt, struct dentry *dentry, const struct path *root);
bool check_mnt(const struct mount *mnt);
void mount_hash_add(struct mount *mnt);
static inline void mnt_add_count(struct mount *mnt, int n) { atomic_add(n, &mnt->mnt_count); }
static inline int mnt_get_count(const struct mount *mnt) { return atomic_read(&mnt->mnt_count); }

/* clone_mnt(), copy_tree() */
#define CL_COPY_UNBINDABLE	0x01
#define CL_PRIVATE		0x02
#define CL_MAKE_SHARED		0x08
#define CL_SLAVE		0x10

/* namespace_tree.c: attaching and detaching trees */
struct mountpoint *get_mountpoint(struct dentry *dentry);
struct mountpoint *lookup_mountpoint(struct dentry *dentry);
void put_mountpoint(struct mountpoint *mp);
struct mountpoint *lock_mount(struct path *path);
void unlock_mount(struct mountpoint *mp, const struct path *path);
static inline void namespace_lock(void) { down_write(&namespace_sem); }
void namespace_unlock(void);
struct mount *next_mnt(struct mount *p, const struct mount *root);
struct mount *copy_tree(struct mount *mnt, struct dentry *root, int flag);
void mnt_set_mountpoint(struct mount *parent, struct mountpoint *mp, struct mount *child);
void attach_mnt(struct mount *child, struct mount *parent, struct mountpoint *mp);
struct mountpoint *unhash_mnt(struct mount *mnt);
void umount_mnt(struct mount *mnt);
int graft_tree(struct mount *mnt, struct mount *parent, struct mountpoint *mp);
int attach_recursive_mnt(struct mount *source, struct mount *dest, struct mountpoint *mp, bool moving);
void touch_mnt_namespace(struct mnt_namespace *ns);
void mnt_add_to_ns(struct mnt_namespace *ns, struct mount *mnt);
enum umount_tree_flags { UMOUNT_PROPAGATE = 1 };
void umount_tree(struct mount *mnt, enum umount_tree_flags how);
bool may_mount(void);
bool is_local_mountpoint(const struct dentry *dentry);
void detach_mounts(struct dentry *dentry);

/* pnode.c: propagation; namespace_sem held for writing */
int invent_group_ids(struct mount *mnt, bool recurse);
void cleanup_group_ids(struct mount *mnt, const struct mount *end);
void mnt_release_group_id(struct mount *mnt);
void change_mnt_propagation(struct mount *mnt, int type);
int get_dominating_id(struct mount *mnt, const struct path *root);
int propagate_mnt(struct mount *dest, struct mountpoint *mp, struct mount *source,
		  struct list_head *copies);
void propagate_umount(struct list_head *list);
bool propagate_mount_busy(struct mount *mnt, int refcnt);
static inline void set_mnt_shared(struct mount *mnt)
{
	mnt->mnt.mnt_flags = (mnt->mnt.mnt_flags & ~MNT_UNBINDABLE) | MNT_SHARED;
}
static inline bool mnt_is_shared(const struct mount *mnt) { return mnt->mnt.mnt_flags & MNT_SHARED; }
static inline bool mnt_is_unbindable(const struct mount *mnt)
{
	return mnt->mnt.mnt_flags & MNT_UNBINDABLE;
}

#endif /* FS_MOUNT_H */
