// SPDX-License-Identifier: GPL-2.0
/*
 * namei_create.c: making names: mkdir, mknod, symlink, link.
 *
 * All go the same way: filename_create() walks to the directory, takes write
 * access to the mount and the directory's i_rwsem and gives a negative dentry;
 * a vfs_*() function checks and asks the filesystem; done_path_create() undoes.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/syscalls.h>
#include "internal.h"
#include "namei.h"

/* Nothing may be mounted on it any more: it is being removed. */
void dont_mount(struct dentry *dentry)
{
	spin_lock(&dentry->d_lock);
	dentry->d_flags |= DCACHE_CANT_MOUNT;
	spin_unlock(&dentry->d_lock);
}

/* The dentry to create, in the locked directory. */
static struct dentry *create_target(const struct path *dir, const struct qstr *last,
				    unsigned int flags, int write_err)
{
	struct dentry *dentry = lookup_locked(dir->dentry, last, LOOKUP_CREATE | LOOKUP_EXCL);
	int err = 0;

	if (IS_ERR(dentry))
		return dentry;
	if (d_is_positive(dentry))
		err = -EEXIST;
	else if (last->name[last->len] && !(flags & LOOKUP_DIRECTORY))
		err = -ENOENT;	/* "name/" is to be a directory */
	else
		err = write_err;
	if (!err)
		return dentry;
	dput(dentry);
	return ERR_PTR(err);
}

/**
 * filename_create - prepare to create a name
 * @dfd: where a relative name starts
 * @name: stays the caller's
 * @path: set to the directory, referenced
 * @flags: LOOKUP_DIRECTORY if a directory will be made
 * @root: NULL, or what '/' and the start are
 *
 * Return: a negative dentry with the directory's i_rwsem and write access held,
 * to be given to done_path_create(); or ERR_PTR, then nothing is held.
 */
struct dentry *filename_create(int dfd, struct filename *name, struct path *path,
			       unsigned int flags, const struct path *root)
{
	struct dentry *dentry;
	enum last_type type;
	struct qstr last;
	int err, write_err;

	err = filename_parentat(dfd, name, flags & LOOKUP_REVAL, path, &last, &type, root);
	if (err)
		return ERR_PTR(err);
	if (type != LAST_NORM) {
		path_put(path);
		return ERR_PTR(-EEXIST);
	}
	/* Told only if nothing else is wrong. */
	write_err = mnt_want_write(path->mnt);
	inode_lock_nested(d_inode(path->dentry), I_MUTEX_PARENT);
	dentry = create_target(path, &last, flags, write_err);
	if (!IS_ERR(dentry))
		return dentry;
	inode_unlock(d_inode(path->dentry));
	if (!write_err)
		mnt_drop_write(path->mnt);
	path_put(path);
	return dentry;
}

void done_path_create(struct path *path, struct dentry *dentry)
{
	dput(dentry);
	inode_unlock(d_inode(path->dentry));
	mnt_drop_write(path->mnt);
	path_put(path);
}

struct dentry *kern_path_create(int dfd, const char *str, struct path *path, unsigned int flags)
{
	struct filename *name = getname_kernel(str);
	struct dentry *dentry = filename_create(dfd, name, path, flags, NULL);

	putname(name);
	return dentry;
}

/* For a filesystem the kernel mounted for itself: @str starts at its root. */
struct dentry *vfs_path_create(struct vfsmount *mnt, const char *str, struct path *path,
			       unsigned int flags)
{
	struct path root = { .mnt = mnt, .dentry = mnt->mnt_root };
	struct filename *name = getname_kernel(str);
	struct dentry *dentry = filename_create(AT_FDCWD, name, path, flags, &root);

	putname(name);
	return dentry;
}

struct dentry *user_path_create(int dfd, const char __user *uname, struct path *path,
				unsigned int flags)
{
	struct filename *name = getname(uname);
	struct dentry *dentry = filename_create(dfd, name, path, flags, NULL);

	putname(name);
	return dentry;
}

/**
 * vfs_create - make a regular file
 * @dir: i_rwsem held
 * @dentry: negative, in it
 * @mode: before the umask
 * @excl: it must not exist
 */
int vfs_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if (!dir->i_op->create)
		return -EACCES;
	mode = vfs_prepare_mode(dir, mode, S_IALLUGO, S_IFREG);
	err = dir->i_op->create(dir, dentry, mode, excl);
	if (!err)
		fsnotify_create(dir, dentry);
	return err;
}

int vfs_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if ((S_ISCHR(mode) || S_ISBLK(mode)) && !capable(CAP_MKNOD))
		return -EPERM;
	if (!dir->i_op->mknod)
		return -EPERM;
	mode = vfs_prepare_mode(dir, mode, mode, mode);
	err = dir->i_op->mknod(dir, dentry, mode, dev);
	if (!err)
		fsnotify_create(dir, dentry);
	return err;
}

int vfs_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if (!dir->i_op->mkdir)
		return -EPERM;
	mode = vfs_prepare_mode(dir, mode, S_IRWXUGO | S_ISVTX, 0);
	err = dir->i_op->mkdir(dir, dentry, mode);
	if (!err)
		fsnotify_mkdir(dir, dentry);
	return err;
}

int vfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if (!dir->i_op->symlink)
		return -EPERM;
	err = dir->i_op->symlink(dir, dentry, target);
	if (!err)
		fsnotify_create(dir, dentry);
	return err;
}

/**
 * vfs_link - give a file another name
 * @old: the file
 * @dir: i_rwsem held
 * @new: negative, in @dir
 */
int vfs_link(struct dentry *old, struct inode *dir, struct dentry *new)
{
	struct inode *inode = d_inode(old);
	int err;

	if (!inode)
		return -ENOENT;
	err = may_create(dir, new);
	if (err)
		return err;
	if (dir->i_sb != inode->i_sb)
		return -EXDEV;
	if (IS_APPEND(inode) || IS_IMMUTABLE(inode))
		return -EPERM;
	if (!dir->i_op->link || S_ISDIR(inode->i_mode))
		return -EPERM;

	inode_lock(inode);
	/* Without a name left only O_TMPFILE files can get one. */
	if (!inode->i_nlink && !(inode->i_state & I_LINKABLE))
		err = -ENOENT;
	else
		err = dir->i_op->link(old, dir, new);
	if (!err && inode->i_state & I_LINKABLE) {
		spin_lock(&inode->i_lock);
		inode->i_state &= ~I_LINKABLE;
		spin_unlock(&inode->i_lock);
	}
	inode_unlock(inode);
	if (!err) {
		fsnotify_link_count(inode);
		fsnotify_create(dir, new);
	}
	return err;
}

int do_mkdirat(int dfd, struct filename *name, umode_t mode)
{
	struct dentry *dentry;
	struct path path;
	int err;

	dentry = filename_create(dfd, name, &path, LOOKUP_DIRECTORY, NULL);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_mkdir(d_inode(path.dentry), dentry, mode);
	done_path_create(&path, dentry);
	return err;
}

static long user_mkdirat(int dfd, const char __user *uname, umode_t mode)
{
	struct filename *name = getname(uname);
	int err = do_mkdirat(dfd, name, mode);

	putname(name);
	return err;
}

SYSCALL_DEFINE3(mkdirat, int, dfd, const char __user *, name, umode_t, mode)
{
	return user_mkdirat(dfd, name, mode);
}

SYSCALL_DEFINE2(mkdir, const char __user *, name, umode_t, mode)
{
	return user_mkdirat(AT_FDCWD, name, mode);
}

static int may_mknod(umode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
	case 0:			/* a regular file */
		return 0;
	case S_IFDIR:
		return -EPERM;
	default:
		return -EINVAL;
	}
}

static long do_mknodat(int dfd, const char __user *uname, umode_t mode, unsigned int dev)
{
	struct dentry *dentry;
	struct path path;
	int err = may_mknod(mode);

	if (err)
		return err;
	dentry = user_path_create(dfd, uname, &path, 0);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	switch (mode & S_IFMT) {
	case 0:
	case S_IFREG:
		err = vfs_create(d_inode(path.dentry), dentry, mode, true);
		break;
	case S_IFCHR:
	case S_IFBLK:
		err = vfs_mknod(d_inode(path.dentry), dentry, mode, new_decode_dev(dev));
		break;
	default:
		err = vfs_mknod(d_inode(path.dentry), dentry, mode, 0);
		break;
	}
	done_path_create(&path, dentry);
	return err;
}

SYSCALL_DEFINE4(mknodat, int, dfd, const char __user *, name, umode_t, mode, unsigned int, dev)
{
	return do_mknodat(dfd, name, mode, dev);
}

SYSCALL_DEFINE3(mknod, const char __user *, name, umode_t, mode, unsigned int, dev)
{
	return do_mknodat(AT_FDCWD, name, mode, dev);
}

static long do_symlinkat(const char __user *target, int dfd, const char __user *uname)
{
	struct filename *from = getname(target);
	struct dentry *dentry;
	struct path path;
	int err;

	if (IS_ERR(from))
		return PTR_ERR(from);
	dentry = user_path_create(dfd, uname, &path, 0);
	err = PTR_ERR_OR_ZERO(dentry);
	if (!err) {
		err = vfs_symlink(d_inode(path.dentry), dentry, from->name);
		done_path_create(&path, dentry);
	}
	putname(from);
	return err;
}

SYSCALL_DEFINE3(symlinkat, const char __user *, target, int, dfd, const char __user *, name)
{
	return do_symlinkat(target, dfd, name);
}

SYSCALL_DEFINE2(symlink, const char __user *, target, const char __user *, name)
{
	return do_symlinkat(target, AT_FDCWD, name);
}

static int link_to(const struct path *old, int dfd, const char __user *uname)
{
	struct dentry *dentry;
	struct path path;
	int err;

	dentry = user_path_create(dfd, uname, &path, 0);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = -EXDEV;
	if (old->mnt == path.mnt) {
		err = may_linkat(old);
		if (!err)
			err = vfs_link(old->dentry, d_inode(path.dentry), dentry);
	}
	done_path_create(&path, dentry);
	return err;
}

static long do_linkat(int olddfd, const char __user *oldname, int newdfd,
		      const char __user *newname, int flags)
{
	unsigned int lookup = 0;
	struct path old;
	int err;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH) {
		/* A descriptor alone must not give a way around the directories. */
		if (!capable(CAP_DAC_READ_SEARCH))
			return -ENOENT;
		lookup |= LOOKUP_EMPTY;
	}
	if (flags & AT_SYMLINK_FOLLOW)
		lookup |= LOOKUP_FOLLOW;
	err = user_path_at(olddfd, oldname, lookup, &old);
	if (err)
		return err;
	err = link_to(&old, newdfd, newname);
	path_put(&old);
	return err;
}

SYSCALL_DEFINE5(linkat, int, olddfd, const char __user *, oldname, int, newdfd,
		const char __user *, newname, int, flags)
{
	return do_linkat(olddfd, oldname, newdfd, newname, flags);
}

SYSCALL_DEFINE2(link, const char __user *, oldname, const char __user *, newname)
{
	return do_linkat(AT_FDCWD, oldname, AT_FDCWD, newname, 0);
}
