// SPDX-License-Identifier: GPL-2.0
/*
 * namespace_mount.c: mount(2): new mounts, bind mounts, moves, remounts, changes
 * of propagation.
 *
 * Not here: the calls that take a mount apart into steps (fsopen, fsconfig,
 * fsmount, open_tree, move_mount, mount_setattr); they are ENOSYS and util-linux
 * falls back to mount(2).
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"
#include "mount.h"

#define MS_PROPAGATION	(MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)
#define MS_ATIME	(MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME)
#define MS_TO_SB	(MS_RDONLY | MS_SYNCHRONOUS | MS_MANDLOCK | MS_DIRSYNC | MS_SILENT | \
			 MS_POSIXACL | MS_LAZYTIME | MS_I_VERSION)

/* Is the place the root of its mount? */
static bool path_mounted(const struct path *path)
{
	return path->dentry == path->mnt->mnt_root;
}

static bool tree_has_unbindable(struct mount *mnt)
{
	struct mount *p;

	for (p = mnt; p; p = next_mnt(p, mnt)) {
		if (mnt_is_unbindable(p))
			return true;
	}
	return false;
}

/* The MNT_* flags a mount call asks for. @path: of the mount, if there is one. */
static int mount_flags(unsigned long flags, const struct path *path)
{
	int mnt_flags = 0;

	if (!(flags & MS_NOATIME))
		mnt_flags |= MNT_RELATIME;
	if (flags & MS_NOSUID)
		mnt_flags |= MNT_NOSUID;
	if (flags & MS_NODEV)
		mnt_flags |= MNT_NODEV;
	if (flags & MS_NOEXEC)
		mnt_flags |= MNT_NOEXEC;
	if (flags & MS_NOATIME)
		mnt_flags |= MNT_NOATIME;
	if (flags & MS_NODIRATIME)
		mnt_flags |= MNT_NODIRATIME;
	if (flags & MS_STRICTATIME)
		mnt_flags &= ~(MNT_RELATIME | MNT_NOATIME);
	if (flags & MS_RDONLY)
		mnt_flags |= MNT_READONLY;
	if (flags & MS_NOSYMFOLLOW)
		mnt_flags |= MNT_NOSYMFOLLOW;
	/* A remount that does not speak of access times leaves them alone. */
	if (flags & MS_REMOUNT && !(flags & MS_ATIME)) {
		mnt_flags &= ~MNT_ATIME_MASK;
		mnt_flags |= path->mnt->mnt_flags & MNT_ATIME_MASK;
	}
	return mnt_flags;
}

/* mount_lock held. */
static void set_mount_attributes(struct mount *mnt, int mnt_flags)
{
	mnt->mnt.mnt_flags = (mnt->mnt.mnt_flags & ~MNT_USER_SETTABLE) | mnt_flags;
	touch_mnt_namespace(mnt->mnt_ns);
}

/* MS_REMOUNT | MS_BIND: the mount's own flags. */
static int do_reconfigure_mnt(const struct path *path, int mnt_flags)
{
	struct mount *mnt = real_mount(path->mnt);
	int err = 0;

	if (!check_mnt(mnt) || !path_mounted(path))
		return -EINVAL;
	down_write(&namespace_sem);
	lock_mount_hash();
	if (mnt_flags & MNT_READONLY && !(mnt->mnt.mnt_flags & MNT_READONLY))
		err = mnt_make_readonly(mnt);
	if (!err)
		set_mount_attributes(mnt, mnt_flags);
	unlock_mount_hash();
	up_write(&namespace_sem);
	return err;
}

/* MS_REMOUNT: the filesystem's options, and the mount's flags. */
static int do_remount(const struct path *path, int sb_flags, int mnt_flags, void *data)
{
	struct super_block *sb = path->mnt->mnt_sb;
	struct mount *mnt = real_mount(path->mnt);
	int err;

	if (!check_mnt(mnt) || !path_mounted(path))
		return -EINVAL;
	down_write(&sb->s_umount);
	err = do_remount_sb(sb, sb_flags, data);
	up_write(&sb->s_umount);
	if (err)
		return err;
	down_write(&namespace_sem);
	lock_mount_hash();
	set_mount_attributes(mnt, mnt_flags);
	unlock_mount_hash();
	up_write(&namespace_sem);
	return 0;
}

static struct mount *clone_for_bind(const struct path *old, bool recurse)
{
	struct mount *mnt = real_mount(old->mnt);

	if (mnt_is_unbindable(mnt) || !check_mnt(mnt))
		return ERR_PTR(-EINVAL);
	if (recurse)
		return copy_tree(mnt, old->dentry, 0);
	return clone_mnt(mnt, old->dentry, 0);
}

/* MS_BIND: show a directory or file in another place as well. */
static int do_loopback(struct path *path, const char *old_name, bool recurse)
{
	struct mountpoint *mp;
	struct mount *mnt, *parent;
	struct path old;
	int err;

	if (!old_name || !*old_name)
		return -EINVAL;
	err = kern_path(old_name, LOOKUP_FOLLOW | LOOKUP_AUTOMOUNT, &old);
	if (err)
		return err;
	mp = lock_mount(path);
	if (IS_ERR(mp)) {
		err = PTR_ERR(mp);
		goto put_old;
	}
	parent = real_mount(path->mnt);
	err = -EINVAL;
	if (!check_mnt(parent))
		goto unlock;
	mnt = clone_for_bind(&old, recurse);
	err = PTR_ERR_OR_ZERO(mnt);
	if (err)
		goto unlock;
	err = graft_tree(mnt, parent, mp);
	if (err) {
		lock_mount_hash();
		umount_tree(mnt, 0);
		unlock_mount_hash();
	}
unlock:
	unlock_mount(mp, path);
put_old:
	path_put(&old);
	return err;
}

/* MS_SHARED, MS_PRIVATE, MS_SLAVE, MS_UNBINDABLE: one of them, and MS_REC. */
static int do_change_type(const struct path *path, unsigned long flags)
{
	struct mount *mnt = real_mount(path->mnt), *m;
	unsigned long type = flags & ~(unsigned long)(MS_REC | MS_SILENT);
	bool recurse = flags & MS_REC;
	int err = 0;

	if (!path_mounted(path))
		return -EINVAL;
	if (type & ~(unsigned long)MS_PROPAGATION || !is_power_of_2(type))
		return -EINVAL;
	namespace_lock();
	if (!check_mnt(mnt))
		err = -EINVAL;
	else if (type == MS_SHARED)
		err = invent_group_ids(mnt, recurse);
	if (!err) {
		lock_mount_hash();
		for (m = mnt; m; m = recurse ? next_mnt(m, mnt) : NULL)
			change_mnt_propagation(m, type);
		unlock_mount_hash();
	}
	namespace_unlock();
	return err;
}

/* Both locked: may @old's mount go where @new is? */
static int may_move(const struct path *old, const struct path *new)
{
	struct mount *from = real_mount(old->mnt), *to = real_mount(new->mnt), *p;

	if (!check_mnt(to) || !check_mnt(from) || !mnt_has_parent(from))
		return -EINVAL;
	if (from->mnt.mnt_flags & MNT_LOCKED || !path_mounted(old))
		return -EINVAL;
	if (d_is_dir(new->dentry) != d_is_dir(old->dentry))
		return -EINVAL;
	/* Those who share with the old parent would lose it and not get it back. */
	if (mnt_is_shared(from->mnt_parent))
		return -EINVAL;
	if (mnt_is_shared(to) && tree_has_unbindable(from))
		return -EINVAL;
	for (p = to; mnt_has_parent(p); p = p->mnt_parent) {
		if (p == from)
			return -ELOOP;
	}
	return 0;
}

/* MS_MOVE */
static int do_move_mount(struct path *path, const char *old_name)
{
	struct mountpoint *mp;
	struct path old;
	int err;

	if (!old_name || !*old_name)
		return -EINVAL;
	err = kern_path(old_name, LOOKUP_FOLLOW, &old);
	if (err)
		return err;
	mp = lock_mount(path);
	if (IS_ERR(mp)) {
		err = PTR_ERR(mp);
	} else {
		err = may_move(&old, path);
		if (!err)
			err = attach_recursive_mnt(real_mount(old.mnt), real_mount(path->mnt),
						   mp, true);
		unlock_mount(mp, path);
	}
	path_put(&old);
	return err;
}

/* As lock_mount() leaves it. */
static int add_mount(struct mount *mnt, const struct path *path, struct mountpoint *mp, int mnt_flags)
{
	if (!check_mnt(real_mount(path->mnt)))
		return -EINVAL;
	/* The same thing on top of itself is most likely a mistake. */
	if (path->mnt->mnt_sb == mnt->mnt.mnt_sb && path_mounted(path))
		return -EBUSY;
	if (d_is_symlink(mnt->mnt.mnt_root))
		return -EINVAL;
	mnt->mnt.mnt_flags = mnt_flags;
	return graft_tree(mnt, real_mount(path->mnt), mp);
}

static int set_subtype(struct super_block *sb, const char *fstype)
{
	const char *dot = strchr(fstype, '.');

	if (!dot || sb->s_subtype || !(sb->s_type->fs_flags & FS_HAS_SUBTYPE))
		return 0;
	sb->s_subtype = kstrdup(dot + 1, GFP_KERNEL);
	return sb->s_subtype ? 0 : -ENOMEM;
}

/* A filesystem onto a place. */
static int do_new_mount(struct path *path, const char *fstype, int sb_flags, int mnt_flags,
			const char *name, void *data)
{
	struct file_system_type *type;
	struct mountpoint *mp;
	struct vfsmount *mnt;
	int err;

	if (!fstype)
		return -EINVAL;
	type = get_fs_type(fstype);
	if (!type)
		return -ENODEV;
	mnt = vfs_kern_mount(type, sb_flags, name, data);
	put_filesystem(type);
	if (IS_ERR(mnt))
		return PTR_ERR(mnt);
	err = set_subtype(mnt->mnt_sb, fstype);
	if (!err) {
		mp = lock_mount(path);
		err = PTR_ERR_OR_ZERO(mp);
		if (!err) {
			err = add_mount(real_mount(mnt), path, mp, mnt_flags);
			unlock_mount(mp, path);
		}
	}
	if (err)
		mntput(mnt);
	return err;
}

/**
 * path_mount - mount(2) with kernel strings
 * @dev_name: device, or the old place; may be NULL
 * @path: where; may be moved to the top of what is mounted there
 * @type: filesystem, where one is needed
 * @flags: MS_*
 * @data: options for the filesystem
 *
 * Context: may sleep.
 * Return: 0 or -errno.
 */
int path_mount(const char *dev_name, struct path *path, const char *type, unsigned long flags,
	       void *data)
{
	int mnt_flags, sb_flags;

	if ((flags & MS_MGC_MSK) == MS_MGC_VAL)
		flags &= ~(unsigned long)MS_MGC_MSK;
	if (flags & MS_NOUSER)
		return -EINVAL;
	if (!may_mount())
		return -EPERM;
	mnt_flags = mount_flags(flags, path);
	sb_flags = flags & MS_TO_SB;
	if ((flags & (MS_REMOUNT | MS_BIND)) == (MS_REMOUNT | MS_BIND))
		return do_reconfigure_mnt(path, mnt_flags);
	if (flags & MS_REMOUNT)
		return do_remount(path, sb_flags, mnt_flags, data);
	if (flags & MS_BIND)
		return do_loopback(path, dev_name, flags & MS_REC);
	if (flags & MS_PROPAGATION)
		return do_change_type(path, flags);
	if (flags & MS_MOVE)
		return do_move_mount(path, dev_name);
	return do_new_mount(path, type, sb_flags, mnt_flags, dev_name, data);
}

/* For boot: @dir is a kernel string too. */
int do_mount_kernel(const char *dev, const char *dir, const char *type, unsigned long flags,
		    void *data)
{
	struct path path;
	int err = kern_path(dir, LOOKUP_FOLLOW, &path);

	if (err)
		return err;
	err = path_mount(dev, &path, type, flags, data);
	path_put(&path);
	return err;
}

/*
 * Options are text for most filesystems and a struct for a few: up to a page,
 * or as much of it as the guest has.
 */
static char *copy_mount_options(const char __user *data)
{
	char *copy;
	size_t left;

	if (!data)
		return NULL;
	copy = kzalloc(PAGE_SIZE, GFP_KERNEL);
	if (!copy)
		return ERR_PTR(-ENOMEM);
	left = copy_from_user(copy, data, PAGE_SIZE);
	if (left == PAGE_SIZE) {
		kfree(copy);
		return ERR_PTR(-EFAULT);
	}
	memset(copy + PAGE_SIZE - left, 0, left);
	copy[PAGE_SIZE - 1] = '\0';
	return copy;
}

static char *copy_mount_string(const char __user *str)
{
	return str ? strndup_user(str, PATH_MAX) : NULL;
}

static long user_mount(const char *dev, const char __user *dir, const char *type,
		       unsigned long flags, void *data)
{
	struct path path;
	int err = user_path_at(AT_FDCWD, dir, LOOKUP_FOLLOW, &path);

	if (err)
		return err;
	err = path_mount(dev, &path, type, flags, data);
	path_put(&path);
	return err;
}

SYSCALL_DEFINE5(mount, const char __user *, dev_name, const char __user *, dir_name,
		const char __user *, type, unsigned long, flags, void __user *, data)
{
	char *ktype, *kdev, *options;
	long err;

	ktype = copy_mount_string(type);
	if (IS_ERR(ktype))
		return PTR_ERR(ktype);
	kdev = copy_mount_string(dev_name);
	err = PTR_ERR_OR_ZERO(kdev);
	if (err)
		goto free_type;
	options = copy_mount_options(data);
	err = PTR_ERR_OR_ZERO(options);
	if (err)
		goto free_dev;
	err = user_mount(kdev, dir_name, ktype, flags, options);
	kfree(options);
free_dev:
	kfree(kdev);
free_type:
	kfree(ktype);
	return err;
}
