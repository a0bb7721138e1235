// SPDX-License-Identifier: GPL-2.0
/*
 * namei_open.c: the end of a walk made by open(2): find or create the last
 * component, check, open.
 *
 * O_CREAT and another task's creating or removing the file exclude each other
 * through the directory's i_rwsem: lookup and creation are one step.
 *
 * Neighbours: namei.c (the walk), open.c (what an open file is made of).
 */
#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include "internal.h"
#include "namei.h"

/* An open of an existing file is checked against its type, mode and flags. */
static int may_open_type(const struct path *path, struct inode *inode, int acc_mode)
{
	switch (inode->i_mode & S_IFMT) {
	case S_IFLNK:
		return -ELOOP;
	case S_IFDIR:
		if (acc_mode & MAY_WRITE)
			return -EISDIR;
		if (acc_mode & MAY_EXEC)
			return -EACCES;
		return 0;
	case S_IFBLK:
	case S_IFCHR:
		if (!may_open_dev(path))
			return -EACCES;
		fallthrough;
	case S_IFIFO:
	case S_IFSOCK:
		return acc_mode & MAY_EXEC ? -EACCES : 0;
	case S_IFREG:
		return acc_mode & MAY_EXEC && path_noexec(path) ? -EACCES : 0;
	}
	return 0;
}

static int may_open(const struct path *path, int acc_mode, int flag)
{
	struct inode *inode = d_inode(path->dentry);
	int err;

	if (!inode)
		return -ENOENT;
	err = may_open_type(path, inode, acc_mode);
	if (err)
		return err;
	if (!S_ISREG(inode->i_mode) && !S_ISDIR(inode->i_mode))
		flag &= ~O_TRUNC;
	err = inode_permission(inode, MAY_OPEN | acc_mode);
	if (err)
		return err;
	if (IS_APPEND(inode)) {
		if ((flag & O_ACCMODE) != O_RDONLY && !(flag & O_APPEND))
			return -EPERM;
		if (flag & O_TRUNC)
			return -EPERM;
	}
	if (flag & O_NOATIME && !inode_owner_or_capable(inode))
		return -EPERM;
	return 0;
}

static int handle_truncate(struct file *file)
{
	struct inode *inode = file_inode(file);
	int err = get_write_access(inode);

	if (err)
		return err;
	err = do_truncate(file_dentry(file), 0, ATTR_MTIME | ATTR_CTIME | ATTR_OPEN, file);
	put_write_access(inode);
	return err;
}

static int may_o_create(const struct path *dir, umode_t mode)
{
	return inode_permission(d_inode(dir->dentry), MAY_WRITE | MAY_EXEC);
}

/*
 * Find the last component, creating it if asked to. The directory's i_rwsem is
 * held. Return: the dentry, with FMODE_CREATED in the file if it is new.
 */
static struct dentry *lookup_open(struct nameidata *nd, struct file *file,
				  const struct open_flags *op, bool got_write)
{
	struct dentry *dir = nd->path.dentry, *dentry;
	struct inode *dir_inode = d_inode(dir);
	umode_t mode = op->mode;
	int err = 0;

	if (unlikely(IS_DEADDIR(dir_inode)))
		return ERR_PTR(-ENOENT);
	dentry = lookup_locked(dir, &nd->last, nd->flags);
	if (IS_ERR(dentry) || d_is_positive(dentry) || !(op->open_flag & O_CREAT))
		return dentry;

	mode = vfs_prepare_mode(dir_inode, mode, mode, mode);
	if (!got_write)
		err = -EROFS;
	else
		err = may_o_create(&nd->path, mode);
	if (!err && !dir_inode->i_op->create)
		err = -EACCES;
	if (!err) {
		file->f_mode |= FMODE_CREATED;
		err = dir_inode->i_op->create(dir_inode, dentry, mode, op->open_flag & O_EXCL);
	}
	if (err) {
		dput(dentry);
		return ERR_PTR(err);
	}
	fsnotify_create(dir_inode, dentry);
	return dentry;
}

/* With the locks and write access lookup_open() needs. */
static struct dentry *lookup_open_locked(struct nameidata *nd, struct file *file,
					 const struct open_flags *op)
{
	struct inode *dir = d_inode(nd->path.dentry);
	struct dentry *dentry;
	bool got_write = false;

	/* A read-only mount shows only if something is to be created. */
	if (op->open_flag & O_CREAT)
		got_write = !mnt_want_write(nd->path.mnt);
	inode_lock(dir);
	dentry = lookup_open(nd, file, op, got_write);
	inode_unlock(dir);
	if (got_write)
		mnt_drop_write(nd->path.mnt);
	return dentry;
}

/* What the cache knows, when that is enough to go on with. */
static struct dentry *lookup_open_cached(struct nameidata *nd, const struct open_flags *op)
{
	struct dentry *dentry;

	if (op->open_flag & O_EXCL && op->open_flag & O_CREAT)
		return NULL;
	dentry = lookup_fast(nd->path.dentry, &nd->last, nd->flags);
	if (IS_ERR_OR_NULL(dentry) || d_is_positive(dentry) || !(op->open_flag & O_CREAT))
		return dentry;
	dput(dentry);
	return NULL;
}

/* NULL when at the end, the text of a trailing symlink, or ERR_PTR. */
static const char *open_last_lookups(struct nameidata *nd, struct file *file,
				     const struct open_flags *op)
{
	struct dentry *dentry;
	const char *text;

	nd->flags |= op->intent;
	if (nd->last_type != LAST_NORM) {
		if (nd->depth)
			put_link(nd);
		return handle_dots(nd, nd->last_type);
	}
	if (nd->last.name[nd->last.len]) {
		/* Trailing slashes: only a directory will do, and open() makes none. */
		if (op->open_flag & O_CREAT)
			return ERR_PTR(-EISDIR);
		nd->flags |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	}
	dentry = lookup_open_cached(nd, op);
	if (!dentry)
		dentry = lookup_open_locked(nd, file, op);
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	if (nd->depth)
		put_link(nd);
	if (file->f_mode & FMODE_CREATED) {
		dput(nd->path.dentry);
		nd->path.dentry = dentry;
		return NULL;
	}
	text = step_into(nd, WALK_TRAILING, dentry);
	if (unlikely(text))
		nd->flags &= ~(LOOKUP_OPEN | LOOKUP_CREATE | LOOKUP_EXCL);
	return text;
}

/* Checks that come with O_CREAT when the file was there already. */
static int may_open_existing(struct nameidata *nd, struct file *file, int open_flag)
{
	if (open_flag & O_EXCL && !(file->f_mode & FMODE_CREATED))
		return -EEXIST;
	if (d_is_dir(nd->path.dentry))
		return -EISDIR;
	if (file->f_mode & FMODE_CREATED)
		return 0;
	return may_create_in_sticky(nd, d_inode(nd->path.dentry));
}

/* The walk has arrived: check and open. */
static int do_open(struct nameidata *nd, struct file *file, const struct open_flags *op)
{
	int open_flag = op->open_flag, acc_mode = op->acc_mode, err;
	bool truncate = false;

	if (!(file->f_mode & FMODE_CREATED)) {
		err = complete_walk(nd);
		if (err)
			return err;
	}
	if (open_flag & O_CREAT) {
		err = may_open_existing(nd, file, open_flag);
		if (err)
			return err;
	}
	if (nd->flags & LOOKUP_DIRECTORY && !d_can_lookup(nd->path.dentry))
		return -ENOTDIR;

	if (file->f_mode & FMODE_CREATED) {
		/* Whoever creates a file may open it, whatever its mode. */
		open_flag &= ~O_TRUNC;
		acc_mode = 0;
	} else if (d_is_reg(nd->path.dentry) && open_flag & O_TRUNC) {
		err = mnt_want_write(nd->path.mnt);
		if (err)
			return err;
		truncate = true;
	}
	err = may_open(&nd->path, acc_mode, open_flag);
	if (!err)
		err = vfs_open(&nd->path, file);
	if (!err && truncate)
		err = handle_truncate(file);
	if (truncate)
		mnt_drop_write(nd->path.mnt);
	return err;
}

/* O_TMPFILE: a file in a directory's filesystem, without a name. */
static int vfs_tmpfile(const struct path *parent, struct file *file, umode_t mode, int open_flag)
{
	struct inode *dir = d_inode(parent->dentry);
	struct path path = { .mnt = parent->mnt };
	struct inode *inode;
	int err;

	err = inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (err)
		return err;
	if (!dir->i_op->tmpfile)
		return -EOPNOTSUPP;
	path.dentry = d_alloc(parent->dentry, &slash_name);
	if (!path.dentry)
		return -ENOMEM;
	file->f_path = path;
	mode = vfs_prepare_mode(dir, mode, mode, mode);
	err = dir->i_op->tmpfile(dir, file, mode);
	if (!err && !(file->f_mode & FMODE_OPENED))
		err = vfs_open(&path, file);
	dput(path.dentry);
	if (err)
		return err;
	/* The path's own checks; the file's mode is ours, so no access check. */
	err = may_open(&file->f_path, 0, open_flag);
	if (err)
		return err;
	inode = file_inode(file);
	if (!(open_flag & O_EXCL)) {
		spin_lock(&inode->i_lock);
		inode->i_state |= I_LINKABLE;
		spin_unlock(&inode->i_lock);
	}
	return 0;
}

static int do_tmpfile(struct nameidata *nd, unsigned int flags, const struct open_flags *op,
		      struct file *file)
{
	struct path path;
	int err = path_lookupat(nd, flags | LOOKUP_DIRECTORY, &path);

	if (err)
		return err;
	err = mnt_want_write(path.mnt);
	if (!err) {
		err = vfs_tmpfile(&path, file, op->mode, op->open_flag);
		mnt_drop_write(path.mnt);
	}
	path_put(&path);
	return err;
}

static int do_o_path(struct nameidata *nd, unsigned int flags, struct file *file)
{
	struct path path;
	int err = path_lookupat(nd, flags, &path);

	if (!err) {
		err = vfs_open(&path, file);
		path_put(&path);
	}
	return err;
}

static int open_walk(struct nameidata *nd, unsigned int flags, const struct open_flags *op,
		     struct file *file)
{
	const char *name = path_init(nd, flags);
	int err;

	do {
		err = link_path_walk(name, nd);
		if (err)
			break;
		name = open_last_lookups(nd, file, op);
	} while (name);
	if (!err)
		err = do_open(nd, file, op);
	terminate_walk(nd);
	return err;
}

static struct file *path_openat(struct nameidata *nd, const struct open_flags *op, unsigned int flags)
{
	struct file *file = alloc_empty_file(op->open_flag, current_cred());
	int err;

	if (IS_ERR(file))
		return file;
	if (unlikely(op->open_flag & __O_TMPFILE))
		err = do_tmpfile(nd, flags, op, file);
	else if (unlikely(op->open_flag & O_PATH))
		err = do_o_path(nd, flags, file);
	else
		err = open_walk(nd, flags, op, file);
	if (!err)
		return file;
	fput(file);
	return ERR_PTR(err);
}

/**
 * do_file_open - open a name
 * @dfd: where a relative name starts
 * @name: stays the caller's
 * @op: from build_open_flags()
 *
 * Context: may sleep.
 * Return: the file, or ERR_PTR.
 */
struct file *do_file_open(int dfd, struct filename *name, const struct open_flags *op)
{
	struct nameidata nd;
	struct file *file;

	if (IS_ERR(name))
		return ERR_CAST(name);
	set_nameidata(&nd, dfd, name, NULL);
	file = path_openat(&nd, op, op->lookup_flags);
	restore_nameidata();
	if (unlikely(file == ERR_PTR(-ESTALE))) {
		set_nameidata(&nd, dfd, name, NULL);
		file = path_openat(&nd, op, op->lookup_flags | LOOKUP_REVAL);
		restore_nameidata();
	}
	return file;
}
