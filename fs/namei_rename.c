// SPDX-License-Identifier: GPL-2.0
/*
 * namei_rename.c: rename, the one operation on two directories.
 *
 * lock_rename() takes the two directories in an order all renames agree on:
 * s_vfs_rename_mutex first if they differ, which keeps the tree's shape still;
 * then an ancestor before its descendant. It tells the child of the ancestor on
 * the way to the other, so that nothing is moved below itself.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include "internal.h"
#include "mount.h"
#include "namei.h"

/**
 * lock_rename - lock two directories for a move between them
 * @a: a directory
 * @b: a directory of the same filesystem, maybe the same
 *
 * Return: NULL, or the child of one that is the other or above it.
 */
struct dentry *lock_rename(struct dentry *a, struct dentry *b)
{
	struct dentry *p;

	if (a == b) {
		inode_lock_nested(d_inode(a), I_MUTEX_PARENT);
		return NULL;
	}
	mutex_lock(&a->d_sb->s_vfs_rename_mutex);
	p = d_ancestor(b, a);
	if (p) {
		inode_lock_nested(d_inode(b), I_MUTEX_PARENT);
		inode_lock_nested(d_inode(a), I_MUTEX_PARENT2);
		return p;
	}
	p = d_ancestor(a, b);
	inode_lock_nested(d_inode(a), I_MUTEX_PARENT);
	inode_lock_nested(d_inode(b), I_MUTEX_PARENT2);
	return p;
}

void unlock_rename(struct dentry *a, struct dentry *b)
{
	inode_unlock(d_inode(a));
	if (a != b) {
		inode_unlock(d_inode(b));
		mutex_unlock(&a->d_sb->s_vfs_rename_mutex);
	}
}

/* Two files that are not directories, by address; either may be NULL. */
void lock_two_nondirectories(struct inode *a, struct inode *b)
{
	if (a && S_ISDIR(a->i_mode))
		a = NULL;
	if (b && S_ISDIR(b->i_mode))
		b = NULL;
	if (a > b)
		swap(a, b);
	if (a)
		inode_lock(a);
	if (b && b != a)
		inode_lock_nested(b, I_MUTEX_NONDIR2);
}

void unlock_two_nondirectories(struct inode *a, struct inode *b)
{
	if (a && !S_ISDIR(a->i_mode))
		inode_unlock(a);
	if (b && !S_ISDIR(b->i_mode) && b != a)
		inode_unlock(b);
}

/* What a rename is about, once both ends are looked up. */
struct rename {
	struct inode	*old_dir, *new_dir;	/* both i_rwsem held */
	struct dentry	*old, *new;
	unsigned int	flags;			/* RENAME_* */
};

static int may_rename(const struct rename *r)
{
	bool is_dir = d_is_dir(r->old), new_is_dir = d_is_dir(r->new);
	int err = may_delete(r->old_dir, r->old, is_dir);

	if (err)
		return err;
	if (d_is_negative(r->new))
		err = may_create(r->new_dir, r->new);
	else if (r->flags & RENAME_EXCHANGE)
		err = may_delete(r->new_dir, r->new, new_is_dir);
	else
		err = may_delete(r->new_dir, r->new, is_dir);
	if (err)
		return err;
	if (!r->old_dir->i_op->rename)
		return -EPERM;
	/* A directory that changes its parent has its ".." written to. */
	if (r->old_dir == r->new_dir)
		return 0;
	if (is_dir) {
		err = inode_permission(d_inode(r->old), MAY_WRITE);
		if (err)
			return err;
	}
	if (r->flags & RENAME_EXCHANGE && new_is_dir)
		err = inode_permission(d_inode(r->new), MAY_WRITE);
	return err;
}

/* With the files themselves locked. */
static int rename_locked(const struct rename *r)
{
	struct inode *source = d_inode(r->old), *target = d_inode(r->new);
	int err;

	if (IS_SWAPFILE(source) || (target && IS_SWAPFILE(target)))
		return -EPERM;
	if (is_local_mountpoint(r->old) || is_local_mountpoint(r->new))
		return -EBUSY;
	err = r->old_dir->i_op->rename(r->old_dir, r->old, r->new_dir, r->new, r->flags);
	if (err)
		return err;
	if (!(r->flags & RENAME_EXCHANGE) && target) {
		if (d_is_dir(r->old)) {
			shrink_dcache_parent(r->new);
			target->i_flags |= S_DEAD;
		}
		dont_mount(r->new);
		detach_mounts(r->new);
	}
	if (!(r->old_dir->i_sb->s_type->fs_flags & FS_RENAME_DOES_D_MOVE)) {
		if (r->flags & RENAME_EXCHANGE)
			d_exchange(r->old, r->new);
		else
			d_move(r->old, r->new);
	}
	return 0;
}

static void rename_notify(const struct rename *r, const struct qstr *old_name, bool is_dir,
			  bool new_is_dir, struct inode *replaced)
{
	if (!fsnotify_active())
		return;
	fsnotify_move(r->old_dir, r->new_dir, old_name, &r->old->d_name, is_dir, d_inode(r->old));
	if (r->flags & RENAME_EXCHANGE)
		fsnotify_move(r->new_dir, r->old_dir, &r->old->d_name, old_name, new_is_dir,
			      d_inode(r->new));
	else if (replaced)
		fsnotify_link_count(replaced);
}

/**
 * vfs_rename - move a file
 * @old_dir: where it is; both directories locked by lock_rename()
 * @old: the file
 * @new_dir: where it goes
 * @new: the new name, maybe of a file that is replaced
 * @flags: RENAME_*
 */
int vfs_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
	       struct dentry *new, unsigned int flags)
{
	struct rename r = { old_dir, new_dir, old, new, flags };
	struct inode *source = d_inode(old), *target = d_inode(new);
	bool is_dir = d_is_dir(old), new_is_dir = d_is_dir(new);
	struct name_snapshot old_name;
	int err;

	if (source == target)
		return 0;
	err = may_rename(&r);
	if (err)
		return err;
	take_dentry_name_snapshot(&old_name, old);
	dget(new);
	if (!is_dir || flags & RENAME_EXCHANGE)
		lock_two_nondirectories(source, target);
	else if (target)
		inode_lock(target);
	err = rename_locked(&r);
	if (!is_dir || flags & RENAME_EXCHANGE)
		unlock_two_nondirectories(source, target);
	else if (target)
		inode_unlock(target);
	dput(new);
	if (!err)
		rename_notify(&r, &old_name.name, is_dir, new_is_dir, target);
	release_dentry_name_snapshot(&old_name);
	return err;
}

struct rename_end {
	struct path	path;		/* the directory */
	struct qstr	last;
	enum last_type	type;
};

/* The checks of names that need both ends looked up. */
static int check_ends(const struct rename_end *from, const struct rename_end *to,
		      const struct dentry *old, const struct dentry *new, unsigned int flags)
{
	if (d_is_negative(old))
		return -ENOENT;
	if (flags & RENAME_NOREPLACE && d_is_positive(new))
		return -EEXIST;
	if (flags & RENAME_EXCHANGE) {
		if (d_is_negative(new))
			return -ENOENT;
		if (!d_is_dir(new) && to->last.name[to->last.len])
			return -ENOTDIR;
	}
	/* Trailing slashes are for directories only. */
	if (!d_is_dir(old)) {
		if (from->last.name[from->last.len])
			return -ENOTDIR;
		if (!(flags & RENAME_EXCHANGE) && to->last.name[to->last.len])
			return -ENOTDIR;
	}
	return 0;
}

/* Both directories locked; @trap as from lock_rename(). */
static int rename_ends(const struct rename_end *from, const struct rename_end *to,
		       const struct dentry *trap, unsigned int flags)
{
	struct dentry *old, *new;
	int err;

	old = lookup_locked(from->path.dentry, &from->last, 0);
	if (IS_ERR(old))
		return PTR_ERR(old);
	new = lookup_locked(to->path.dentry, &to->last,
			    flags & RENAME_EXCHANGE ? 0 : LOOKUP_RENAME_TARGET | LOOKUP_CREATE);
	if (IS_ERR(new)) {
		dput(old);
		return PTR_ERR(new);
	}
	err = check_ends(from, to, old, new, flags);
	if (!err && old == trap)
		err = -EINVAL;		/* into its own subtree */
	if (!err && new == trap)	/* onto a directory above it */
		err = flags & RENAME_EXCHANGE ? -EINVAL : -ENOTEMPTY;
	if (!err)
		err = vfs_rename(d_inode(from->path.dentry), old,
				 d_inode(to->path.dentry), new, flags);
	dput(new);
	dput(old);
	return err;
}

static int rename_paths(const struct rename_end *from, const struct rename_end *to,
			unsigned int flags)
{
	struct dentry *trap;
	int err;

	if (from->path.mnt != to->path.mnt)
		return -EXDEV;
	if (from->type != LAST_NORM)
		return -EBUSY;
	if (to->type != LAST_NORM)
		return flags & RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	err = mnt_want_write(from->path.mnt);
	if (err)
		return err;
	trap = lock_rename(to->path.dentry, from->path.dentry);
	err = rename_ends(from, to, trap, flags);
	unlock_rename(to->path.dentry, from->path.dentry);
	mnt_drop_write(from->path.mnt);
	return err;
}

static long do_renameat2(int olddfd, const char __user *oldname, int newdfd,
			 const char __user *newname, unsigned int flags)
{
	struct filename *from_name, *to_name;
	struct rename_end from, to;
	int err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE | RENAME_WHITEOUT))
		return -EINVAL;
	if (flags & (RENAME_NOREPLACE | RENAME_WHITEOUT) && flags & RENAME_EXCHANGE)
		return -EINVAL;
	from_name = getname(oldname);
	to_name = getname(newname);
	err = filename_parentat(olddfd, from_name, 0, &from.path, &from.last, &from.type,
				NULL);
	if (err)
		goto put_names;
	err = filename_parentat(newdfd, to_name, 0, &to.path, &to.last, &to.type, NULL);
	if (err)
		goto put_from;
	err = rename_paths(&from, &to, flags);
	path_put(&to.path);
put_from:
	path_put(&from.path);
put_names:
	putname(to_name);
	putname(from_name);
	return err;
}

SYSCALL_DEFINE5(renameat2, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname, unsigned int, flags)
{
	return do_renameat2(olddfd, oldname, newdfd, newname, flags);
}

SYSCALL_DEFINE4(renameat, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname)
{
	return do_renameat2(olddfd, oldname, newdfd, newname, 0);
}

SYSCALL_DEFINE2(rename, const char __user *, oldname, const char __user *, newname)
{
	return do_renameat2(AT_FDCWD, oldname, AT_FDCWD, newname, 0);
}
