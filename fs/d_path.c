// SPDX-License-Identifier: GPL-2.0
/*
 * d_path.c: from a dentry and mount back to a path name; getcwd(2).
 *
 * Names are built from the end of the buffer. mount_lock and rename_lock are
 * held meanwhile, so the answer was true at one instant.
 *
 * Lock order: mount_lock, rename_lock.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"
#include "mount.h"

struct prepend_buffer {
	char	*pos;		/* first byte used */
	int	left;		/* bytes before it; negative: did not fit */
};

static void prepend(struct prepend_buffer *b, const void *str, int len)
{
	b->left -= len;
	if (b->left < 0)
		return;
	b->pos -= len;
	memcpy(b->pos, str, len);
}

static void prepend_name(struct prepend_buffer *b, const struct qstr *name)
{
	prepend(b, name->name, name->len);
	prepend(b, "/", 1);
}

static char *prepend_result(const struct prepend_buffer *b)
{
	return b->left < 0 ? ERR_PTR(-ENAMETOOLONG) : b->pos;
}

/* How a walk up ended. */
enum reach {
	REACHED_ROOT,		/* at @root */
	REACHED_TOP,		/* at the namespace's root, outside @root */
	REACHED_DETACHED,	/* at the root of a mount that is in no namespace */
	REACHED_ESCAPED,	/* above the mount's root: moved away from under it */
};

/* mount_lock and rename_lock held. */
static enum reach prepend_path_locked(struct prepend_buffer *b, const struct path *path,
				      const struct path *root)
{
	struct mount *mnt = real_mount(path->mnt);
	struct dentry *dentry = path->dentry;

	while (dentry != root->dentry || &mnt->mnt != root->mnt) {
		if (dentry == mnt->mnt.mnt_root) {
			if (!mnt_has_parent(mnt))
				return is_mounted(&mnt->mnt) ? REACHED_TOP : REACHED_DETACHED;
			dentry = mnt->mnt_mountpoint;
			mnt = mnt->mnt_parent;
			continue;
		}
		if (IS_ROOT(dentry))
			return REACHED_ESCAPED;
		prepend_name(b, &dentry->d_name);
		dentry = dentry->d_parent;
	}
	return REACHED_ROOT;
}

static enum reach prepend_path(struct prepend_buffer *b, const struct path *path,
			       const struct path *root)
{
	int left = b->left;
	enum reach reach;

	read_lock_mounts();
	read_seqlock_excl(&rename_lock);
	reach = prepend_path_locked(b, path, root);
	read_sequnlock_excl(&rename_lock);
	read_unlock_mounts();
	if (b->left == left)
		prepend(b, "/", 1);
	return reach;
}

/**
 * __d_path - the path as seen from a given root
 * @path: what to name
 * @root: referenced
 * @buf: filled from its end
 * @buflen: its size
 *
 * Return: start of the name, NULL if @path is not below @root, or ERR_PTR.
 */
char *__d_path(const struct path *path, const struct path *root, char *buf, int buflen)
{
	struct prepend_buffer b = { .pos = buf + buflen, .left = buflen };

	prepend(&b, "", 1);
	if (prepend_path(&b, path, root) != REACHED_ROOT)
		return NULL;
	return prepend_result(&b);
}

/* As __d_path() from the root of the mount namespace; -EINVAL when detached. */
char *d_absolute_path(const struct path *path, char *buf, int buflen)
{
	struct prepend_buffer b = { .pos = buf + buflen, .left = buflen };
	struct path root = {};

	prepend(&b, "", 1);
	if (prepend_path(&b, path, &root) > REACHED_TOP)
		return ERR_PTR(-EINVAL);
	return prepend_result(&b);
}

/**
 * d_path - the path as current sees it
 * @path: what to name; " (deleted)" is appended if the name is gone
 * @buf: filled from its end
 * @buflen: its size
 *
 * Return: start of the name, or ERR_PTR(-ENAMETOOLONG).
 */
char *d_path(const struct path *path, char *buf, int buflen)
{
	struct prepend_buffer b = { .pos = buf + buflen, .left = buflen };
	struct dentry *dentry = path->dentry;
	struct path root;

	if (dentry->d_op && dentry->d_op->d_dname &&
	    (!IS_ROOT(dentry) || dentry != path->mnt->mnt_root))
		return dentry->d_op->d_dname(dentry, buf, buflen);

	get_fs_root(current->fs, &root);
	prepend(&b, "", 1);
	if (d_unlinked(dentry))
		prepend(&b, " (deleted)", 10);
	prepend_path(&b, path, &root);
	path_put(&root);
	return prepend_result(&b);
}

/* For ->d_dname(): a made-up name, such as pipe:[4711]. */
char *dynamic_dname(char *buf, int buflen, const char *fmt, ...)
{
	char temp[64];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(temp, sizeof(temp), fmt, args) + 1;
	va_end(args);
	if (len > sizeof(temp) || len > buflen)
		return ERR_PTR(-ENAMETOOLONG);
	return memcpy(buf + buflen - len, temp, len);
}

/* For ->d_dname() of objects whose dentry's own name is to be shown. */
char *simple_dname(struct dentry *dentry, char *buf, int buflen)
{
	struct prepend_buffer b = { .pos = buf + buflen, .left = buflen };

	prepend(&b, " (deleted)", 11);
	prepend(&b, dentry->d_name.name, dentry->d_name.len);
	prepend(&b, "/", 1);
	return prepend_result(&b);
}

static void prepend_dentry(struct prepend_buffer *b, const struct dentry *dentry)
{
	int left = b->left;

	read_seqlock_excl(&rename_lock);
	for (; !IS_ROOT(dentry); dentry = dentry->d_parent)
		prepend_name(b, &dentry->d_name);
	read_sequnlock_excl(&rename_lock);
	if (b->left == left)
		prepend(b, "/", 1);
}

/* The path from the filesystem's own root, whatever is mounted where. */
char *dentry_path_raw(struct dentry *dentry, char *buf, int buflen)
{
	struct prepend_buffer b = { .pos = buf + buflen, .left = buflen };

	prepend(&b, "", 1);
	prepend_dentry(&b, dentry);
	return prepend_result(&b);
}

/* The same, with "//deleted" when it has no name any more (mountinfo). */
char *dentry_path(struct dentry *dentry, char *buf, int buflen)
{
	struct prepend_buffer b = { .pos = buf + buflen, .left = buflen };

	prepend(&b, "", 1);
	if (d_unlinked(dentry))
		prepend(&b, "//deleted", 9);
	prepend_dentry(&b, dentry);
	return prepend_result(&b);
}

static long copy_cwd(char *page, char __user *buf, unsigned long size)
{
	struct prepend_buffer b = { .pos = page + PATH_MAX, .left = PATH_MAX };
	struct path root, pwd;
	enum reach reach;
	long err = -ENOENT;
	unsigned long len;

	get_fs_root(current->fs, &root);
	get_fs_pwd(current->fs, &pwd);
	if (d_unlinked(pwd.dentry))
		goto out;
	prepend(&b, "", 1);
	reach = prepend_path(&b, &pwd, &root);
	if (reach != REACHED_ROOT)
		prepend(&b, "(unreachable)", 13);
	err = -ENAMETOOLONG;
	if (b.left < 0)
		goto out;
	len = page + PATH_MAX - b.pos;
	err = -ERANGE;
	if (len <= size)
		err = copy_to_user(buf, b.pos, len) ? -EFAULT : len;
out:
	path_put(&pwd);
	path_put(&root);
	return err;
}

SYSCALL_DEFINE2(getcwd, char __user *, buf, unsigned long, size)
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL);
	long err;

	if (!page)
		return -ENOMEM;
	err = copy_cwd(page, buf, size);
	kfree(page);
	return err;
}
