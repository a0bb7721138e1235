// SPDX-License-Identifier: GPL-2.0
/*
 * namespace_umount.c: umount(2) and pivot_root(2).
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include "internal.h"
#include "mount.h"

/* MNT_EXPIRE: the second call finds what nobody used since the first. */
static int umount_expire(struct mount *mnt, int flags)
{
	bool busy;

	if (&mnt->mnt == current->fs->root.mnt || flags & (MNT_FORCE | MNT_DETACH))
		return -EINVAL;
	lock_mount_hash();
	busy = mnt_get_count(mnt) != 2;		/* the tree's and ours */
	unlock_mount_hash();
	if (busy)
		return -EBUSY;
	return xchg(&mnt->mnt_expiry_mark, 1) ? 0 : -EAGAIN;
}

/* Shutdown unmounts the root, which cannot be: make it read-only. */
static int umount_root(struct super_block *sb)
{
	int err = 0;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	down_write(&sb->s_umount);
	if (!sb_rdonly(sb))
		err = do_remount_sb(sb, sb->s_flags | SB_RDONLY, NULL);
	up_write(&sb->s_umount);
	return err;
}

static int do_umount(struct mount *mnt, int flags)
{
	struct super_block *sb = mnt->mnt.mnt_sb;
	int err;

	if (flags & MNT_EXPIRE) {
		err = umount_expire(mnt, flags);
		if (err)
			return err;
	}
	/* Lets go requests that hang for want of a server. */
	if (flags & MNT_FORCE && sb->s_op->umount_begin)
		sb->s_op->umount_begin(sb);
	if (&mnt->mnt == current->fs->root.mnt && !(flags & MNT_DETACH))
		return umount_root(sb);

	namespace_lock();
	lock_mount_hash();
	err = -EINVAL;
	if (!check_mnt(mnt) || mnt->mnt.mnt_flags & MNT_LOCKED)
		goto out;
	err = 0;
	if (flags & MNT_DETACH)
		umount_tree(mnt, UMOUNT_PROPAGATE);
	else if (propagate_mount_busy(mnt, 2))
		err = -EBUSY;
	else
		umount_tree(mnt, UMOUNT_PROPAGATE);
out:
	unlock_mount_hash();
	namespace_unlock();
	return err;
}

static int can_umount(const struct path *path, int flags)
{
	struct mount *mnt = real_mount(path->mnt);

	if (!may_mount())
		return -EPERM;
	if (path->dentry != path->mnt->mnt_root)
		return -EINVAL;
	if (!check_mnt(mnt) || mnt->mnt.mnt_flags & MNT_LOCKED)
		return -EINVAL;
	if (flags & MNT_FORCE && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	return 0;
}

SYSCALL_DEFINE2(umount, const char __user *, name, int, flags)
{
	struct path path;
	int err;

	if (flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW))
		return -EINVAL;
	err = user_path_at(AT_FDCWD, name, flags & UMOUNT_NOFOLLOW ? 0 : LOOKUP_FOLLOW, &path);
	if (err)
		return err;
	err = can_umount(&path, flags);
	if (!err)
		err = do_umount(real_mount(path.mnt), flags);
	dput(path.dentry);
	mntput_no_expire(real_mount(path.mnt));
	return err;
}

struct pivot {
	struct path root, new, old;
};

static int may_pivot(const struct pivot *p)
{
	struct mount *new = real_mount(p->new.mnt), *root = real_mount(p->root.mnt);
	struct mount *old = real_mount(p->old.mnt);
	bool reachable;

	if (mnt_is_shared(old) || mnt_is_shared(new->mnt_parent) || mnt_is_shared(root->mnt_parent))
		return -EINVAL;
	if (!check_mnt(root) || !check_mnt(new) || new->mnt.mnt_flags & MNT_LOCKED)
		return -EINVAL;
	if (d_unlinked(p->new.dentry))
		return -ENOENT;
	if (new == root || old == root)
		return -EBUSY;
	/* The roots must be roots of mounts, and not the namespace's first. */
	if (p->root.dentry != p->root.mnt->mnt_root || !mnt_has_parent(root))
		return -EINVAL;
	if (p->new.dentry != p->new.mnt->mnt_root || !mnt_has_parent(new))
		return -EINVAL;
	/* The old root goes below the new one, which is below the old one now. */
	read_lock_mounts();
	reachable = is_path_reachable(old, p->old.dentry, &p->new) &&
		    is_path_reachable(new, p->new.dentry, &p->root);
	read_unlock_mounts();
	return reachable ? 0 : -EINVAL;
}

static void pivot_mounts(struct pivot *p, struct mountpoint *old_mp)
{
	struct mount *new = real_mount(p->new.mnt), *root = real_mount(p->root.mnt);
	struct mount *root_parent = root->mnt_parent;
	struct mountpoint *root_mp;

	lock_mount_hash();
	umount_mnt(new);
	root_mp = unhash_mnt(root);
	if (root->mnt.mnt_flags & MNT_LOCKED) {
		new->mnt.mnt_flags |= MNT_LOCKED;
		root->mnt.mnt_flags &= ~MNT_LOCKED;
	}
	attach_mnt(root, real_mount(p->old.mnt), old_mp);
	attach_mnt(new, root_parent, root_mp);
	mnt_add_count(root_parent, -1);		/* held by the old root so far */
	touch_mnt_namespace(current->nsproxy->mnt_ns);
	put_mountpoint(root_mp);
	unlock_mount_hash();
}

static int do_pivot_root(struct pivot *p)
{
	struct mountpoint *mp = lock_mount(&p->old);
	int err;

	if (IS_ERR(mp))
		return PTR_ERR(mp);
	err = may_pivot(p);
	if (!err)
		pivot_mounts(p, mp);
	unlock_mount(mp, &p->old);
	if (!err)
		chroot_fs_refs(&p->root, &p->new);
	return err;
}

SYSCALL_DEFINE2(pivot_root, const char __user *, new_root, const char __user *, put_old)
{
	struct pivot p;
	int err;

	if (!may_mount())
		return -EPERM;
	err = user_path_at(AT_FDCWD, new_root, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &p.new);
	if (err)
		return err;
	err = user_path_at(AT_FDCWD, put_old, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &p.old);
	if (!err) {
		get_fs_root(current->fs, &p.root);
		err = do_pivot_root(&p);
		path_put(&p.root);
		path_put(&p.old);
	}
	path_put(&p.new);
	return err;
}
