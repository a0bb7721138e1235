// SPDX-License-Identifier: GPL-2.0
/*
 * pnode.c: propagation of mounts between mounts that share.
 *
 * Shared mounts form peer groups, rings through mnt_share with one mnt_group_id:
 * what is mounted on one appears on all. A slave gets what appears on its
 * master's group, but not the reverse; a slave may itself be shared with peers.
 *
 *	peer group A:  m1 -- m2		both get what is mounted on either
 *	                      \
 *	slave group B:         s1 -- s2	get it too; what is mounted here stays here
 *
 * The receivers of a mount are its peers, their slaves, the slaves of those and
 * so on. Each receiver's copy is made from that of a peer, and becomes its peer,
 * or else from that of the nearest master, and becomes its slave: so the copies
 * share just as the mounts do that carry them.
 *
 * All under namespace_sem for writing.
 */
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include "internal.h"
#include "mount.h"

static DEFINE_IDA(mnt_group_ida);

static struct mount *next_peer(struct mount *mnt)
{
	return list_next_entry(mnt, mnt_share);
}

static struct mount *first_slave(struct mount *mnt)
{
	return list_first_entry_or_null(&mnt->mnt_slave_list, struct mount, mnt_slave);
}

/*
 * The receiver after @m of what is mounted on @origin; start with @origin. Depth
 * first: the slaves of @m, else the next on its way up, else the next peer.
 */
static struct mount *next_receiver(struct mount *m, struct mount *origin)
{
	struct mount *peer = first_slave(m);

	if (peer)
		return peer;
	while (m->mnt_master && m->mnt_master != origin->mnt_master) {
		struct mount *master = m->mnt_master;

		if (!list_is_last(&m->mnt_slave, &master->mnt_slave_list))
			return list_next_entry(m, mnt_slave);
		m = master;
	}
	peer = next_peer(m);
	return peer == origin ? NULL : peer;
}

static int alloc_group_id(struct mount *mnt)
{
	int id = ida_alloc_range(&mnt_group_ida, 1, INT_MAX, GFP_KERNEL);

	if (id < 0)
		return id;
	mnt->mnt_group_id = id;
	return 0;
}

void mnt_release_group_id(struct mount *mnt)
{
	ida_free(&mnt_group_ida, mnt->mnt_group_id);
	mnt->mnt_group_id = 0;
}

/* Take back the ids of mounts, before @end, that did not become shared. */
void cleanup_group_ids(struct mount *mnt, const struct mount *end)
{
	struct mount *p;

	for (p = mnt; p && p != end; p = next_mnt(p, mnt)) {
		if (p->mnt_group_id && !mnt_is_shared(p))
			mnt_release_group_id(p);
	}
}

/* Give a mount, or a whole tree, group ids if they are not shared yet. */
int invent_group_ids(struct mount *mnt, bool recurse)
{
	struct mount *p;
	int err;

	for (p = mnt; p; p = recurse ? next_mnt(p, mnt) : NULL) {
		if (p->mnt_group_id)
			continue;
		err = alloc_group_id(p);
		if (err) {
			cleanup_group_ids(mnt, p);
			return err;
		}
	}
	return 0;
}

/* Slaves of a mount that leaves its group go to a peer, or to its own master. */
static void hand_over_slaves(struct mount *mnt, struct mount *to)
{
	struct mount *slave;

	list_for_each_entry(slave, &mnt->mnt_slave_list, mnt_slave)
		slave->mnt_master = to;
	if (to) {
		list_splice_init(&mnt->mnt_slave_list, to->mnt_slave_list.prev);
		return;
	}
	while ((slave = first_slave(mnt)) != NULL)
		list_del_init(&slave->mnt_slave);
}

/* A peer with the same root if there is one: its slaves see the same files. */
static struct mount *best_peer(struct mount *mnt)
{
	struct mount *m;

	for (m = next_peer(mnt); m != mnt; m = next_peer(m)) {
		if (m->mnt.mnt_root == mnt->mnt.mnt_root)
			return m;
	}
	return next_peer(mnt) == mnt ? NULL : next_peer(mnt);
}

/* Leave the peer group; mnt_master becomes what it is to be a slave of. */
static void leave_group(struct mount *mnt)
{
	struct mount *peer = best_peer(mnt);

	if (list_empty(&mnt->mnt_share) && mnt_is_shared(mnt))
		mnt_release_group_id(mnt);
	list_del_init(&mnt->mnt_share);
	mnt->mnt_group_id = 0;
	mnt->mnt.mnt_flags &= ~MNT_SHARED;
	hand_over_slaves(mnt, peer ? peer : mnt->mnt_master);
	if (!peer)
		return;
	if (mnt->mnt_master)
		list_del_init(&mnt->mnt_slave);
	mnt->mnt_master = peer;
	list_add(&mnt->mnt_slave, &peer->mnt_slave_list);
}

static void leave_master(struct mount *mnt)
{
	if (mnt->mnt_master) {
		list_del_init(&mnt->mnt_slave);
		mnt->mnt_master = NULL;
	}
}

/**
 * change_mnt_propagation - make a mount shared, slave, private or unbindable
 * @mnt: the mount; mount_lock held
 * @type: MS_SHARED (it has a group id), MS_SLAVE, MS_PRIVATE or MS_UNBINDABLE
 */
void change_mnt_propagation(struct mount *mnt, int type)
{
	if (type == MS_SHARED) {
		set_mnt_shared(mnt);
		return;
	}
	if (mnt_is_shared(mnt) || mnt->mnt_group_id || !list_empty(&mnt->mnt_slave_list))
		leave_group(mnt);
	if (type == MS_SLAVE)
		return;
	leave_master(mnt);
	if (type == MS_UNBINDABLE)
		mnt->mnt.mnt_flags |= MNT_UNBINDABLE;
	else
		mnt->mnt.mnt_flags &= ~MNT_UNBINDABLE;
}

/*
 * For mountinfo: the nearest group above a slave that has a mount below @root,
 * when the master itself has none. mount_lock held.
 */
int get_dominating_id(struct mount *mnt, const struct path *root)
{
	struct mount *m, *peer;

	for (m = mnt->mnt_master; m; m = m->mnt_master) {
		peer = m;
		do {
			if (peer->mnt_ns == mnt->mnt_ns &&
			    is_path_reachable(peer, peer->mnt.mnt_root, root))
				return peer->mnt_group_id;
			peer = next_peer(peer);
		} while (peer != m);
	}
	return 0;
}

/* The copy some mount of @m's peer group has got, or NULL. */
static struct mount *group_copy(struct mount *m)
{
	struct mount *peer = m;

	do {
		if (peer->mnt_copy)
			return peer->mnt_copy;
		peer = next_peer(peer);
	} while (peer != m);
	return NULL;
}

/* Make the copy for one receiver, in the relation the head comment says. */
static int propagate_one(struct mount *m, struct mountpoint *mp, struct list_head *copies)
{
	struct mount *from, *copy, *master;
	int flag = CL_MAKE_SHARED;

	/* Not onto what is being mounted itself. */
	if (!m->mnt_ns)
		return 0;
	/* A receiver that shows another part of the filesystem has no such place. */
	if (!is_subdir(mp->m_dentry, m->mnt.mnt_root))
		return 0;
	from = group_copy(m);
	if (!from) {
		flag = CL_SLAVE | (mnt_is_shared(m) ? CL_MAKE_SHARED : 0);
		for (master = m->mnt_master; master && !from; master = master->mnt_master)
			from = group_copy(master);
	}
	if (WARN_ON_ONCE(!from))
		return 0;
	copy = copy_tree(from, from->mnt.mnt_root, flag);
	if (IS_ERR(copy))
		return PTR_ERR(copy);
	lock_mount_hash();
	mnt_set_mountpoint(m, mp, copy);
	unlock_mount_hash();
	m->mnt_copy = copy;
	list_add_tail(&copy->mnt_list, copies);
	return 0;
}

/**
 * propagate_mnt - make copies of a new mount for all receivers
 * @dest: what it is mounted on
 * @mp: where
 * @source: the new mount, with group ids
 * @copies: list of the copies, by mnt_list, placed but not shown
 *
 * Return: 0 or -ENOMEM; then @copies are the caller's to take apart.
 */
int propagate_mnt(struct mount *dest, struct mountpoint *mp, struct mount *source,
		  struct list_head *copies)
{
	struct mount *m;
	int err = 0;

	dest->mnt_copy = source;
	for (m = next_receiver(dest, dest); m && !err; m = next_receiver(m, dest))
		err = propagate_one(m, mp, copies);
	dest->mnt_copy = NULL;
	for (m = next_receiver(dest, dest); m; m = next_receiver(m, dest))
		m->mnt_copy = NULL;
	return err;
}

static bool has_live_child(const struct mount *mnt)
{
	struct mount *child;

	list_for_each_entry(child, &mnt->mnt_mounts, mnt_child) {
		if (!(child->mnt.mnt_flags & MNT_UMOUNT))
			return true;
	}
	return false;
}

/**
 * propagate_umount - find what goes together with mounts being unmounted
 * @list: the mounts, by mnt_list, parents before children; added to
 *
 * At the same place of each receiver, what has nothing mounted on it goes.
 * mount_lock held.
 */
void propagate_umount(struct list_head *list)
{
	struct mount *mnt, *m, *child;

	/* Backwards, so that a copy's children have gone when its turn comes. */
	list_for_each_entry_reverse(mnt, list, mnt_list) {
		struct mount *parent = mnt->mnt_parent;

		if (parent == mnt)
			continue;
		for (m = next_receiver(parent, parent); m; m = next_receiver(m, parent)) {
			child = __lookup_mnt(&m->mnt, mnt->mnt_mountpoint);
			if (!child || child->mnt.mnt_flags & MNT_UMOUNT || has_live_child(child))
				continue;
			child->mnt.mnt_flags |= MNT_UMOUNT;
			if (child->mnt_ns)
				child->mnt_ns->nr_mounts--;
			list_move(&child->mnt_list, list);
		}
	}
}

/**
 * propagate_mount_busy - may a mount not be unmounted
 * @mnt: which; mount_lock held
 * @refcnt: references it has when nobody uses it
 *
 * A propagated copy counts as busy only if it is used, not if it is mounted on.
 */
bool propagate_mount_busy(struct mount *mnt, int refcnt)
{
	struct mount *parent = mnt->mnt_parent, *m, *child;

	if (!list_empty(&mnt->mnt_mounts) || mnt_get_count(mnt) > refcnt)
		return true;
	if (parent == mnt)
		return false;
	for (m = next_receiver(parent, parent); m; m = next_receiver(m, parent)) {
		child = __lookup_mnt(&m->mnt, mnt->mnt_mountpoint);
		if (child && list_empty(&child->mnt_mounts) && mnt_get_count(child) > 1)
			return true;
	}
	return false;
}
