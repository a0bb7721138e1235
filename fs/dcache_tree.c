// SPDX-License-Identifier: GPL-2.0
/*
 * dcache_tree.c: operations on the shape of the dentry tree: walking a subtree,
 * freeing what is unused in it, moving a dentry to another name.
 *
 * rename_lock freezes every d_parent and name. Moves hold it for writing; d_walk()
 * and the makers of path names (d_path.c) hold it exclusively, without making
 * those who watch its sequence start over. Nothing sleeps inside.
 *
 * Neighbours: dcache.c (life of one dentry), dcache_lru.c (disposal),
 * namespace_umount.c (detaching mounts from a subtree that goes away).
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "internal.h"
#include "mount.h"

/*
 * Drop the walk's own reference; cannot sleep, so an unused dentry stays cached.
 * The parent's d_lock is held.
 */
static void d_walk_put(struct dentry *dentry)
{
	spin_lock_nested(&dentry->d_lock, 1);
	if (atomic_dec_and_test(&dentry->d_count))
		d_lru_add(dentry);
	spin_unlock(&dentry->d_lock);
}

/*
 * Go up from a finished directory: leaves the parent locked and returns the
 * entry after @child, or the list's head.
 */
static struct list_head *d_walk_up(struct dentry *child)
{
	/* Our reference on @child and rename_lock keep it on the parent's list. */
	spin_unlock(&child->d_lock);
	spin_lock(&child->d_parent->d_lock);
	return child->d_child.next;
}

/**
 * d_walk - call a function for a dentry and everything below it, top down
 * @parent: referenced
 * @data: for @enter
 * @enter: called with d_lock held; says whether to go on, to skip what is
 *	   below, or to end the walk
 *
 * Context: takes rename_lock; does not sleep. @enter may not either.
 */
void d_walk(struct dentry *parent, void *data,
	    enum d_walk_ret (*enter)(void *data, struct dentry *dentry))
{
	struct dentry *dir = parent;
	struct list_head *next;
	enum d_walk_ret ret;

	read_seqlock_excl(&rename_lock);
	spin_lock(&dir->d_lock);
	ret = enter(data, dir);
	next = dir->d_subdirs.next;
	if (ret != D_WALK_CONTINUE)
		goto out;
	for (;;) {
		struct dentry *child;

		if (ret == D_WALK_QUIT || next == &dir->d_subdirs) {
			if (dir == parent)
				break;
			child = dir;
			dir = dir->d_parent;
			next = d_walk_up(child);
			d_walk_put(child);
			continue;
		}
		child = list_entry(next, struct dentry, d_child);
		next = next->next;
		if (child->d_flags & DCACHE_CURSOR)
			continue;
		spin_lock_nested(&child->d_lock, 1);
		if (d_count(child) < 0) {
			spin_unlock(&child->d_lock);
			continue;
		}
		ret = enter(data, child);
		if (ret == D_WALK_CONTINUE && !list_empty(&child->d_subdirs)) {
			/* What is below keeps the count above 0. */
			dget(child);
			spin_unlock(&dir->d_lock);
			/* Anew, as the parent it is from now on. */
			spin_unlock(&child->d_lock);
			spin_lock(&child->d_lock);
			dir = child;
			next = dir->d_subdirs.next;
			continue;
		}
		spin_unlock(&child->d_lock);
	}
out:
	spin_unlock(&dir->d_lock);
	read_sequnlock_excl(&rename_lock);
}

static enum d_walk_ret collect_unused(void *data, struct dentry *dentry)
{
	d_claim_unused(dentry, data);
	return D_WALK_CONTINUE;
}

/**
 * shrink_dcache_parent - free the unused dentries below a directory
 * @parent: referenced; itself not freed
 *
 * Context: may sleep.
 */
void shrink_dcache_parent(struct dentry *parent)
{
	for (;;) {
		LIST_HEAD(dispose);

		d_walk(parent, &dispose, collect_unused);
		if (list_empty(&dispose))
			return;
		shrink_dentry_list(&dispose);
		cond_resched();
	}
}

static enum d_walk_ret report_busy(void *data, struct dentry *dentry)
{
	struct dentry *root = data;

	if (dentry != root && list_empty(&dentry->d_subdirs))
		pr_err("VFS: dentry %.*s of %s (%s) still in use (%d) at unmount\n",
		       (int)dentry->d_name.len, dentry->d_name.name, dentry->d_sb->s_id,
		       dentry->d_sb->s_type->name, d_count(dentry));
	return D_WALK_CONTINUE;
}

/**
 * shrink_dcache_for_umount - free every dentry of a filesystem nobody can reach
 * @sb: s_umount held, no mounts left
 */
void shrink_dcache_for_umount(struct super_block *sb)
{
	struct dentry *root = sb->s_root;

	sb->s_root = NULL;
	if (!root)
		return;
	shrink_dcache_parent(root);
	d_walk(root, root, report_busy);
	d_drop(root);
	dput(root);
}

static enum d_walk_ret genocide_one(void *data, struct dentry *dentry)
{
	if (dentry == data)
		return D_WALK_CONTINUE;
	if (d_unhashed(dentry) || !dentry->d_inode)
		return D_WALK_SKIP;
	if (!(dentry->d_flags & DCACHE_GENOCIDE)) {
		dentry->d_flags |= DCACHE_GENOCIDE;
		if (atomic_dec_and_test(&dentry->d_count))
			d_lru_add(dentry);
	}
	return D_WALK_CONTINUE;
}

/**
 * d_genocide - drop the reference that pins each file of a memory filesystem
 * @root: its root
 */
void d_genocide(struct dentry *root)
{
	d_walk(root, root, genocide_one);
}

static enum d_walk_ret find_submount(void *data, struct dentry *dentry)
{
	struct dentry **victim = data;

	if (!d_mountpoint(dentry))
		return D_WALK_CONTINUE;
	*victim = dget(dentry);
	return D_WALK_QUIT;
}

/**
 * d_invalidate - forget a dentry the filesystem says is stale, and all below
 * @dentry: referenced
 *
 * Detaches what is mounted there.
 * Context: may sleep.
 */
void d_invalidate(struct dentry *dentry)
{
	bool had_submounts = false;

	spin_lock(&dentry->d_lock);
	if (d_unhashed(dentry)) {
		spin_unlock(&dentry->d_lock);
		return;
	}
	__d_drop(dentry);
	spin_unlock(&dentry->d_lock);
	if (!dentry->d_inode)
		return;

	shrink_dcache_parent(dentry);
	for (;;) {
		struct dentry *victim = NULL;

		d_walk(dentry, &victim, find_submount);
		if (!victim) {
			if (had_submounts)
				shrink_dcache_parent(dentry);
			return;
		}
		had_submounts = true;
		detach_mounts(victim);
		dput(victim);
	}
}

struct submount_check {
	const struct path *parent;
	bool found;
};

static enum d_walk_ret check_submount(void *data, struct dentry *dentry)
{
	struct submount_check *check = data;
	struct path path = { .mnt = check->parent->mnt, .dentry = dentry };

	if (!d_mountpoint(dentry) || !__path_is_mountpoint(&path))
		return D_WALK_CONTINUE;
	check->found = true;
	return D_WALK_QUIT;
}

/* Is something mounted on @parent or below it, as seen through its mount? */
bool path_has_submounts(const struct path *parent)
{
	struct submount_check check = { .parent = parent };

	read_lock_mounts();
	d_walk(parent->dentry, &check, check_submount);
	read_unlock_mounts();
	return check.found;
}

/**
 * d_set_mounted - mark a dentry as a mount point
 * @dentry: referenced
 *
 * Return: 0, -EBUSY if it already is one, -ENOENT if it or a directory above
 * it was removed.
 */
int d_set_mounted(struct dentry *dentry)
{
	struct dentry *p;
	int ret = -ENOENT;

	read_seqlock_excl(&rename_lock);
	for (p = dentry->d_parent; !IS_ROOT(p); p = p->d_parent) {
		/* Unhashed by d_invalidate() or rmdir(): nothing may appear below. */
		if (d_unhashed(p))
			goto out;
	}
	spin_lock(&dentry->d_lock);
	if (!d_unlinked(dentry)) {
		ret = -EBUSY;
		if (!d_mountpoint(dentry)) {
			dentry->d_flags |= DCACHE_MOUNTED;
			ret = 0;
		}
	}
	spin_unlock(&dentry->d_lock);
out:
	read_sequnlock_excl(&rename_lock);
	return ret;
}

/* The child of @a that is @b or above it, NULL if @b is not below @a. */
struct dentry *d_ancestor(struct dentry *a, struct dentry *b)
{
	struct dentry *p;

	for (p = b; !IS_ROOT(p); p = p->d_parent) {
		if (p->d_parent == a)
			return p;
	}
	return NULL;
}

/**
 * is_subdir - is @dentry @ancestor or below it
 * @dentry: referenced
 * @ancestor: referenced
 */
bool is_subdir(struct dentry *dentry, struct dentry *ancestor)
{
	bool below;

	if (dentry == ancestor)
		return true;
	read_seqlock_excl(&rename_lock);
	below = d_ancestor(ancestor, dentry);
	read_sequnlock_excl(&rename_lock);
	return below;
}

/* Parents first, ancestor before descendant; then the two dentries by address. */
static void lock_for_move(struct dentry *dentry, struct dentry *target)
{
	struct dentry *from = dentry->d_parent, *to = target->d_parent;

	if (from == dentry || from == to) {
		spin_lock(&to->d_lock);
	} else if (d_ancestor(from, to)) {
		spin_lock(&from->d_lock);
		spin_lock_nested(&to->d_lock, 1);
	} else {
		spin_lock(&to->d_lock);
		spin_lock_nested(&from->d_lock, 1);
	}
	if (target < dentry)
		swap(target, dentry);
	spin_lock_nested(&dentry->d_lock, 2);
	spin_lock_nested(&target->d_lock, 3);
}

static void unlock_for_move(struct dentry *dentry, struct dentry *target,
			    struct dentry *from, struct dentry *to)
{
	spin_unlock(&target->d_lock);
	spin_unlock(&dentry->d_lock);
	if (from != dentry && from != to)
		spin_unlock(&from->d_lock);
	spin_unlock(&to->d_lock);
}

/*
 * Give @dentry the place of @target. rename_lock is held for writing. When
 * exchanging, @target gets the old place, otherwise it becomes unhashed in its
 * own. Returns a parent the caller must dput() after unlocking, or NULL.
 */
struct dentry *__d_move(struct dentry *dentry, struct dentry *target, bool exchange)
{
	struct dentry *from = dentry->d_parent, *to = target->d_parent;
	struct dentry *put = NULL;
	bool was_root = IS_ROOT(dentry);

	lock_for_move(dentry, target);
	__d_drop(dentry);
	__d_drop(target);
	if (exchange) {
		dentry_swap_names(dentry, target);
		list_swap(&dentry->d_child, &target->d_child);
		swap(dentry->d_parent, target->d_parent);
		__d_rehash(target);
	} else {
		dentry_copy_name(dentry, target);
		if (from != to) {
			dentry->d_parent = dget(to);
			put = was_root ? NULL : from;
			list_move(&dentry->d_child, &to->d_subdirs);
		}
	}
	if (was_root)
		dentry->d_flags &= ~DCACHE_DISCONNECTED;
	__d_rehash(dentry);
	unlock_for_move(dentry, target, from, to);
	return put;
}

/**
 * d_move - a file was renamed
 * @dentry: the file's dentry, takes over name and parent of @target
 * @target: what was at the new name (negative or replaced); becomes unhashed
 *
 * Context: both parents' i_rwsem held. May sleep.
 */
void d_move(struct dentry *dentry, struct dentry *target)
{
	struct dentry *put;

	write_seqlock(&rename_lock);
	put = __d_move(dentry, target, false);
	write_sequnlock(&rename_lock);
	dput(put);
}

/* Two files exchanged their places (RENAME_EXCHANGE). Locks as d_move(). */
void d_exchange(struct dentry *a, struct dentry *b)
{
	write_seqlock(&rename_lock);
	__d_move(a, b, true);
	write_sequnlock(&rename_lock);
}
