// SPDX-License-Identifier: GPL-2.0
/*
 * namei.c: path walking, from a name to a place.
 *
 * A walk takes its steps one component at a time, holding a reference on where
 * it is. Symlinks do not recurse: entering one pushes the rest of the path on a
 * small stack and goes on with the symlink's text; 40 in all are allowed.
 *
 * The files of the walk:
 *	namei.c		the loop, starting points, the public lookups
 *	namei_step.c	one step: mounts, "..", symlinks
 *	namei_lookup.c	one name in the cache or the filesystem
 *	namei_open.c	open(2) at the end of a walk
 *	namei_create.c	mkdir, mknod, symlink, link
 *	namei_unlink.c	unlink, rmdir
 *	namei_rename.c	rename
 *	permission.c	who may
 *
 * Lock order: s_vfs_rename_mutex, i_rwsem of a parent before its child's (of two
 * unrelated directories: only under s_vfs_rename_mutex), i_rwsem of directories
 * before that of other files, then what the filesystem takes. mnt_want_write()
 * comes before any i_rwsem.
 *
 * Not here: RCU walk, automounts, casefolding.
 */
#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "internal.h"
#include "mount.h"
#include "namei.h"

void path_get(const struct path *path)
{
	mntget(path->mnt);
	dget(path->dentry);
}

void path_put(const struct path *path)
{
	dput(path->dentry);
	mntput(path->mnt);
}

/* Begin a walk; nests, because a ->get_link() may itself look something up. */
void set_nameidata(struct nameidata *nd, int dfd, struct filename *name, const struct path *root)
{
	struct nameidata *old = current->nameidata;

	memset(nd, 0, sizeof(*nd));
	nd->stack = nd->internal;
	nd->dfd = dfd;
	nd->name = name;
	nd->total_link_count = old ? old->total_link_count : 0;
	nd->saved = old;
	if (root) {
		nd->root = *root;
		nd->root_is_given = true;
	}
	current->nameidata = nd;
}

void restore_nameidata(void)
{
	struct nameidata *nd = current->nameidata, *old = nd->saved;

	current->nameidata = old;
	if (old)
		old->total_link_count = nd->total_link_count;
	if (nd->stack != nd->internal)
		kfree(nd->stack);
}

static int path_init_dfd(struct nameidata *nd, const char *name)
{
	struct fd f = fdget_raw(nd->dfd);
	int err = 0;

	if (!f.file)
		return -EBADF;
	if (*name && !d_can_lookup(f.file->f_path.dentry)) {
		err = -ENOTDIR;
	} else {
		nd->path = f.file->f_path;
		path_get(&nd->path);
	}
	fdput(f);
	return err;
}

/**
 * path_init - go to where a walk starts
 * @nd: after set_nameidata()
 * @flags: LOOKUP_*
 *
 * terminate_walk() must follow, also after an error.
 * Return: the name, or ERR_PTR.
 */
const char *path_init(struct nameidata *nd, unsigned int flags)
{
	const char *name = nd->name->name;
	int err = 0;

	nd->flags = flags;
	nd->depth = 0;
	if (flags & LOOKUP_IS_SCOPED) {
		nd->m_seq = read_seqbegin(&mount_lock);
		nd->r_seq = read_seqbegin(&rename_lock);
	}
	if (nd->root_is_given) {
		if (*name && !d_can_lookup(nd->root.dentry))
			return ERR_PTR(-ENOTDIR);
		nd->path = nd->root;
		path_get(&nd->path);
		return name;
	}
	nd->root.mnt = NULL;
	if (*name == '/' && !(flags & LOOKUP_IN_ROOT)) {
		err = nd_jump_root(nd);
		return err ? ERR_PTR(err) : name;
	}
	if (nd->dfd == AT_FDCWD)
		get_fs_pwd(current->fs, &nd->path);
	else
		err = path_init_dfd(nd, name);
	if (err)
		return ERR_PTR(err);
	if (flags & LOOKUP_IS_SCOPED) {
		nd->root = nd->path;
		path_get(&nd->root);
	}
	return name;
}

/* Drop everything the walk holds. */
void terminate_walk(struct nameidata *nd)
{
	path_put(&nd->path);
	nd->path = (struct path){};
	while (nd->depth)
		put_link(nd);
	if (!nd->root_is_given && nd->root.mnt) {
		path_put(&nd->root);
		nd->root = (struct path){};
	}
}

/*
 * Set nd->last to the component @name begins with. Returns what follows it, or
 * ERR_PTR.
 */
static const char *next_component(struct nameidata *nd, const char *name)
{
	struct dentry *dir = nd->path.dentry;
	const char *end = name;
	unsigned int len;

	while (*end && *end != '/')
		end++;
	len = end - name;
	nd->last.name = (const unsigned char *)name;
	nd->last.len = len;
	nd->last_type = LAST_NORM;
	if (name[0] == '.') {
		if (len == 1)
			nd->last_type = LAST_DOT;
		else if (len == 2 && name[1] == '.')
			nd->last_type = LAST_DOTDOT;
	}
	if (likely(nd->last_type == LAST_NORM)) {
		nd->last.hash = full_name_hash(dir, name, len);
		if (unlikely(dir->d_op && dir->d_op->d_hash)) {
			int err = dir->d_op->d_hash(dir, &nd->last);

			if (err < 0)
				return ERR_PTR(err);
		}
	}
	return end;
}

/**
 * link_path_walk - walk up to, but not into, the last component
 * @name: the path, or a symlink's text
 * @nd: where to start; then the directory, with nd->last still to be looked up
 *
 * Return: 0 or -errno.
 */
int link_path_walk(const char *name, struct nameidata *nd)
{
	const char *link;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	nd->last_type = LAST_ROOT;
	while (*name == '/')
		name++;
	if (!*name) {
		nd->dir_mode = 0;	/* no directory was passed */
		return 0;
	}
	for (;;) {
		err = inode_permission(d_inode(nd->path.dentry), MAY_EXEC);
		if (err)
			return err;
		name = next_component(nd, name);
		if (IS_ERR(name))
			return PTR_ERR(name);
		while (*name == '/')
			name++;
		if (*name) {
			link = walk_component(nd, WALK_MORE);
		} else if (nd->depth && nd->stack[nd->depth - 1].rest) {
			/* End of a symlink's text in the middle of a path. */
			name = nd->stack[nd->depth - 1].rest;
			link = walk_component(nd, 0);
		} else {
			struct inode *dir = d_inode(nd->path.dentry);

			nd->dir_uid = dir->i_uid;
			nd->dir_mode = dir->i_mode;
			return 0;
		}
		if (unlikely(link)) {
			if (IS_ERR(link))
				return PTR_ERR(link);
			nd->stack[nd->depth - 1].rest = name;
			name = link;
			continue;
		}
		if (unlikely(!d_can_lookup(nd->path.dentry)))
			return -ENOTDIR;
	}
}

/* The walk is done: is the place one that a scoped walk may end at? */
int complete_walk(struct nameidata *nd)
{
	if (unlikely(nd->flags & LOOKUP_IS_SCOPED) && !path_is_under(&nd->path, &nd->root))
		return -EXDEV;
	return 0;
}

static const char *lookup_last(struct nameidata *nd)
{
	if (nd->last_type == LAST_NORM && nd->last.name[nd->last.len])
		nd->flags |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	return walk_component(nd, WALK_TRAILING);
}

/**
 * path_lookupat - a whole walk
 * @nd: after set_nameidata()
 * @flags: LOOKUP_*
 * @path: set to the place, referenced
 */
int path_lookupat(struct nameidata *nd, unsigned int flags, struct path *path)
{
	const char *name = path_init(nd, flags);
	int err;

	for (;;) {
		err = link_path_walk(name, nd);
		if (err)
			break;
		if (nd->last_type == LAST_ROOT)
			break;
		name = lookup_last(nd);
		if (!name)
			break;
	}
	if (!err)
		err = complete_walk(nd);
	if (!err && nd->flags & LOOKUP_DIRECTORY && !d_can_lookup(nd->path.dentry))
		err = -ENOTDIR;
	if (!err) {
		*path = nd->path;
		nd->path = (struct path){};
	}
	terminate_walk(nd);
	return err;
}

/**
 * filename_lookup - from a name to a place
 * @dfd: where a relative name starts, or AT_FDCWD
 * @name: stays the caller's; may be an ERR_PTR
 * @flags: LOOKUP_*
 * @path: set to the place, referenced
 * @root: NULL, or what '/' and the start are
 *
 * Context: may sleep.
 * Return: 0 or -errno.
 */
int filename_lookup(int dfd, struct filename *name, unsigned int flags, struct path *path,
		    struct path *root)
{
	struct nameidata nd;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	set_nameidata(&nd, dfd, name, root);
	err = path_lookupat(&nd, flags, path);
	restore_nameidata();
	if (unlikely(err == -ESTALE) && !(flags & LOOKUP_REVAL))
		return filename_lookup(dfd, name, flags | LOOKUP_REVAL, path, root);
	return err;
}

/**
 * filename_parentat - walk to the directory of the last component
 * @dfd: where a relative name starts
 * @name: stays the caller's; may be an ERR_PTR
 * @flags: LOOKUP_*
 * @parent: set to the directory, referenced
 * @last: set to the last component, pointing into @name
 * @type: set to what kind it is
 * @root: NULL, or what '/' and the start are
 */
int filename_parentat(int dfd, struct filename *name, unsigned int flags, struct path *parent,
		      struct qstr *last, enum last_type *type, const struct path *root)
{
	struct nameidata nd;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	set_nameidata(&nd, dfd, name, root);
	err = link_path_walk(path_init(&nd, flags), &nd);
	if (!err)
		err = complete_walk(&nd);
	if (!err) {
		*parent = nd.path;
		*last = nd.last;
		*type = nd.last_type;
		nd.path = (struct path){};
	}
	terminate_walk(&nd);
	restore_nameidata();
	return err;
}

int user_path_at(int dfd, const char __user *uname, unsigned int flags, struct path *path)
{
	struct filename *name = getname_flags(uname, flags);
	int err = filename_lookup(dfd, name, flags, path, NULL);

	putname(name);
	return err;
}

/* For names that come from the kernel. */
int kern_path(const char *str, unsigned int flags, struct path *path)
{
	struct filename *name = getname_kernel(str);
	int err = filename_lookup(AT_FDCWD, name, flags, path, NULL);

	putname(name);
	return err;
}

/**
 * vfs_path_lookup - a walk that stays below a place
 * @dentry: the place, which is '/' for this walk
 * @mnt: its mount
 * @str: the name
 * @flags: LOOKUP_*
 * @path: set to what was found, referenced
 */
int vfs_path_lookup(struct dentry *dentry, struct vfsmount *mnt, const char *str,
		    unsigned int flags, struct path *path)
{
	struct path root = { .mnt = mnt, .dentry = dentry };
	struct filename *name = getname_kernel(str);
	int err = filename_lookup(AT_FDCWD, name, flags, path, &root);

	putname(name);
	return err;
}

/* The parent's i_rwsem is held on success; NULL-terminated kernel @str. */
struct dentry *kern_path_locked(const char *str, struct path *parent)
{
	struct filename *name = getname_kernel(str);
	struct dentry *dentry;
	enum last_type type;
	struct qstr last;
	int err;

	err = filename_parentat(AT_FDCWD, name, 0, parent, &last, &type, NULL);
	if (err) {
		dentry = ERR_PTR(err);
		goto out;
	}
	if (type != LAST_NORM) {
		path_put(parent);
		dentry = ERR_PTR(-EINVAL);
		goto out;
	}
	inode_lock_nested(d_inode(parent->dentry), I_MUTEX_PARENT);
	dentry = lookup_locked(parent->dentry, &last, 0);
	if (IS_ERR(dentry)) {
		inode_unlock(d_inode(parent->dentry));
		path_put(parent);
	}
out:
	putname(name);
	return dentry;
}

/* From a place to where its mount is mounted. 1, or 0 at the top. */
int follow_up(struct path *path)
{
	struct mount *mnt = real_mount(path->mnt);
	struct path up;

	read_lock_mounts();
	if (!mnt_has_parent(mnt)) {
		read_unlock_mounts();
		return 0;
	}
	up.mnt = mntget(&mnt->mnt_parent->mnt);
	up.dentry = dget(mnt->mnt_mountpoint);
	read_unlock_mounts();
	path_put(path);
	*path = up;
	return 1;
}

/* To the top of what is mounted on a place. */
int follow_down(struct path *path)
{
	struct vfsmount *mounted;

	while (d_mountpoint(path->dentry) && (mounted = lookup_mnt(path)) != NULL) {
		path_put(path);
		path->mnt = mounted;
		path->dentry = dget(mounted->mnt_root);
	}
	return 0;
}

/* Is @path @under or below it, also through mounts? */
bool path_is_under(const struct path *path, const struct path *under)
{
	bool is;

	read_lock_mounts();
	is = is_path_reachable(real_mount(path->mnt), path->dentry, under);
	read_unlock_mounts();
	return is;
}
