// SPDX-License-Identifier: GPL-2.0
/*
 * namei_step.c: one step of a path walk: into a component, across mounts, up
 * through "..", into a symlink.
 *
 * A step that ends at a symlink to be followed returns the symlink's text,
 * which the walk goes on with (namei.c); NULL means the step is done, and
 * nd->path is the new place.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "internal.h"
#include "mount.h"
#include "namei.h"

/* Drop a path that shares its mount reference with nd->path if it is the same. */
static void path_put_conditional(const struct path *path, const struct nameidata *nd)
{
	dput(path->dentry);
	if (path->mnt != nd->path.mnt)
		mntput(path->mnt);
}

static void path_to_nd(const struct path *path, struct nameidata *nd)
{
	dput(nd->path.dentry);
	if (nd->path.mnt != path->mnt)
		mntput(nd->path.mnt);
	nd->path = *path;
}

/* Go to the top of what is mounted here. path->mnt shared with nd as above. */
static int traverse_mounts(struct path *path, struct nameidata *nd)
{
	struct vfsmount *mounted;

	while (d_mountpoint(path->dentry)) {
		mounted = lookup_mnt(path);
		if (!mounted)
			break;
		dput(path->dentry);
		if (path->mnt != nd->path.mnt)
			mntput(path->mnt);
		path->mnt = mounted;
		path->dentry = dget(mounted->mnt_root);
		if (nd->flags & LOOKUP_NO_XDEV)
			return -EXDEV;
	}
	return 0;
}

/* The symlink's text has been used up. */
void put_link(struct nameidata *nd)
{
	struct saved_link *link = nd->stack + --nd->depth;

	do_delayed_call(&link->done);
	path_put(&link->link);
}

static bool nd_grow_stack(struct nameidata *nd)
{
	struct saved_link *stack;

	if (nd->depth < EMBEDDED_LEVELS || nd->stack != nd->internal)
		return true;
	stack = kmalloc_array(MAXSYMLINKS, sizeof(*stack), GFP_KERNEL);
	if (!stack)
		return false;
	memcpy(stack, nd->internal, sizeof(nd->internal));
	nd->stack = stack;
	return true;
}

/* What '/' means to current, asked for once per walk. */
static void set_root(struct nameidata *nd)
{
	if (!nd->root.mnt)
		get_fs_root(current->fs, &nd->root);
}

int nd_jump_root(struct nameidata *nd)
{
	if (unlikely(nd->flags & LOOKUP_BENEATH))
		return -EXDEV;
	set_root(nd);
	if (unlikely(nd->flags & LOOKUP_NO_XDEV) && nd->path.mnt && nd->path.mnt != nd->root.mnt)
		return -EXDEV;
	path_put(&nd->path);
	nd->path = nd->root;
	path_get(&nd->path);
	return 0;
}

/**
 * nd_jump_link - for a ->get_link() that knows the place rather than its name
 * @path: its references pass to the walk, or are dropped on error
 *
 * Return: 0, -ELOOP or -EXDEV where openat2() forbids it.
 */
int nd_jump_link(const struct path *path)
{
	struct nameidata *nd = current->nameidata;
	int err = 0;

	if (unlikely(nd->flags & LOOKUP_NO_MAGICLINKS))
		err = -ELOOP;
	else if (unlikely(nd->flags & LOOKUP_NO_XDEV) && nd->path.mnt != path->mnt)
		err = -EXDEV;
	else if (unlikely(nd->flags & LOOKUP_IS_SCOPED))
		err = -EXDEV;
	if (err) {
		path_put(path);
		return err;
	}
	path_put(&nd->path);
	nd->path = *path;
	return 0;
}

static const char *get_link_text(struct saved_link *link, struct inode *inode)
{
	if (inode->i_link)
		return inode->i_link;
	if (!inode->i_op->get_link)
		return ERR_PTR(-EINVAL);
	return inode->i_op->get_link(link->link.dentry, inode, &link->done);
}

/* Enter a symlink at @path, whose references are consumed. */
static const char *pick_link(struct nameidata *nd, struct path *path, struct inode *inode, int flags)
{
	struct saved_link *link;
	const char *text;
	int err;

	if (unlikely(nd->total_link_count++ >= MAXSYMLINKS)) {
		path_put_conditional(path, nd);
		return ERR_PTR(-ELOOP);
	}
	if (unlikely(!nd_grow_stack(nd))) {
		path_put_conditional(path, nd);
		return ERR_PTR(-ENOMEM);
	}
	if (path->mnt == nd->path.mnt)
		mntget(path->mnt);
	link = nd->stack + nd->depth++;
	link->link = *path;
	link->done = (struct delayed_call){};
	link->rest = NULL;

	if (flags & WALK_TRAILING) {
		err = may_follow_link(nd, inode);
		if (unlikely(err))
			return ERR_PTR(err);
	}
	if (unlikely(nd->flags & LOOKUP_NO_SYMLINKS) ||
	    unlikely(link->link.mnt->mnt_flags & MNT_NOSYMFOLLOW))
		return ERR_PTR(-ELOOP);
	touch_atime(&link->link);

	text = get_link_text(link, inode);
	if (IS_ERR(text))
		return text;
	if (text && *text == '/') {
		err = nd_jump_root(nd);
		if (unlikely(err))
			return ERR_PTR(err);
		while (*++text == '/')
			;
	}
	if (text && *text)
		return text;
	put_link(nd);		/* a magic link has jumped, or "/" */
	return NULL;
}

/**
 * step_into - make a looked-up dentry the new place
 * @nd: the walk
 * @flags: WALK_*
 * @dentry: reference consumed; maybe negative
 *
 * Return: NULL, the text of a symlink to follow, or ERR_PTR.
 */
const char *step_into(struct nameidata *nd, int flags, struct dentry *dentry)
{
	struct path path = { .mnt = nd->path.mnt, .dentry = dentry };
	struct inode *inode;
	int err = traverse_mounts(&path, nd);

	if (unlikely(err < 0)) {
		path_put_conditional(&path, nd);
		return ERR_PTR(err);
	}
	inode = READ_ONCE(path.dentry->d_inode);
	if (unlikely(!inode)) {
		path_put_conditional(&path, nd);
		return ERR_PTR(-ENOENT);
	}
	if (likely(!S_ISLNK(inode->i_mode)) || flags & WALK_NOFOLLOW ||
	    (flags & WALK_TRAILING && !(nd->flags & LOOKUP_FOLLOW))) {
		path_to_nd(&path, nd);
		return NULL;
	}
	return pick_link(nd, &path, inode, flags);
}

/*
 * From the root of a mount to where it is mounted, several levels if need be,
 * but not above nd->root. False: there is no way up.
 */
static bool choose_mountpoint(struct nameidata *nd)
{
	struct mount *m = real_mount(nd->path.mnt);
	struct path path = {};

	read_lock_mounts();
	while (mnt_has_parent(m)) {
		struct dentry *mountpoint = m->mnt_mountpoint;

		m = m->mnt_parent;
		if (nd->root.dentry == mountpoint && nd->root.mnt == &m->mnt)
			break;
		if (mountpoint != m->mnt.mnt_root) {
			path.dentry = dget(mountpoint);
			path.mnt = mntget(&m->mnt);
			break;
		}
	}
	read_unlock_mounts();
	if (!path.mnt)
		return false;
	path_put(&nd->path);
	nd->path = path;
	return true;
}

/* Is the directory still below the root of its mount? A bind mount's may not be. */
static bool path_connected(struct vfsmount *mnt, struct dentry *dentry)
{
	if (mnt->mnt_root == mnt->mnt_sb->s_root)
		return true;
	return is_subdir(dentry, mnt->mnt_root);
}

/* The dentry ".." leads to, referenced; nd->path may have moved to its mount. */
static struct dentry *dotdot_target(struct nameidata *nd)
{
	struct vfsmount *mnt = nd->path.mnt;
	struct dentry *parent;

	if (path_equal(&nd->path, &nd->root))
		goto in_root;
	if (unlikely(nd->path.dentry == mnt->mnt_root)) {
		if (!choose_mountpoint(nd))
			goto in_root;
		if (unlikely(nd->flags & LOOKUP_NO_XDEV))
			return ERR_PTR(-EXDEV);
	}
	parent = dget_parent(nd->path.dentry);
	if (unlikely(!path_connected(nd->path.mnt, parent))) {
		dput(parent);
		return ERR_PTR(-ENOENT);
	}
	return parent;
in_root:
	if (unlikely(nd->flags & LOOKUP_BENEATH))
		return ERR_PTR(-EXDEV);
	return dget(nd->path.dentry);
}

const char *handle_dots(struct nameidata *nd, enum last_type type)
{
	struct dentry *parent;
	const char *err;

	if (type != LAST_DOTDOT)
		return NULL;
	set_root(nd);
	parent = dotdot_target(nd);
	if (IS_ERR(parent))
		return ERR_CAST(parent);
	err = step_into(nd, WALK_NOFOLLOW, parent);
	if (unlikely(err))
		return err;
	/*
	 * Inside a given root, a rename or mount during the walk may have led us
	 * out of it: have the program try again.
	 */
	if (unlikely(nd->flags & LOOKUP_IS_SCOPED) &&
	    (read_seqretry(&mount_lock, nd->m_seq) || read_seqretry(&rename_lock, nd->r_seq)))
		return ERR_PTR(-EAGAIN);
	return NULL;
}

/**
 * walk_component - take the step nd->last
 * @nd: the walk
 * @flags: WALK_*
 *
 * Return: as step_into().
 */
const char *walk_component(struct nameidata *nd, int flags)
{
	struct dentry *dentry;

	if (unlikely(nd->last_type != LAST_NORM)) {
		if (!(flags & WALK_MORE) && nd->depth)
			put_link(nd);
		return handle_dots(nd, nd->last_type);
	}
	dentry = lookup_fast(nd->path.dentry, &nd->last, nd->flags);
	if (!dentry)
		dentry = lookup_slow(nd->path.dentry, &nd->last, nd->flags);
	if (IS_ERR(dentry))
		return ERR_CAST(dentry);
	if (!(flags & WALK_MORE) && nd->depth)
		put_link(nd);
	return step_into(nd, flags, dentry);
}
