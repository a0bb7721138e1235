// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: moving names.
 *
 * What is moved is in the upper layer first; then it is one rename there. A name
 * that exists below gets a whiteout after it. A directory with something below it
 * is only moved with redirect_dir=on, which notes where its lower parts are; else
 * EXDEV, and mv(1) copies. One that lands where something is below is made opaque.
 *
 * Context: the VFS holds the i_rwsem of both directories.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "overlayfs.h"

static bool has_lower_dirs(const struct dentry *dentry)
{
	return d_is_dir(dentry) && ovl_nr_lower(d_inode(dentry));
}

/* May this directory be moved? */
static int may_move(const struct dentry *dentry)
{
	if (!has_lower_dirs(dentry) || OVL_FS(dentry->d_sb)->redirect)
		return 0;
	return -EXDEV;
}

/* Path of a lower directory in its layer, at the end of @buf. */
static char *lower_path(struct dentry *lower, struct dentry *root, char *buf, int size)
{
	char *p = buf + size - 1;

	*p = 0;
	while (lower != root && !IS_ROOT(lower)) {
		const struct qstr *name = &lower->d_name;

		if (p - buf < (long)name->len + 1)
			return NULL;
		p -= name->len;
		memcpy(p, name->name, name->len);
		*--p = '/';
		lower = lower->d_parent;
	}
	return p;
}

/* Note in a directory that is to be moved where its lower parts are. */
static int set_redirect(struct dentry *dentry)
{
	struct super_block *sb = dentry->d_sb;
	const struct ovl_layer_entry *lower;
	struct dentry *upper = ovl_upper(d_inode(dentry));
	char *buf, *path;
	int err = -ENAMETOOLONG;

	if (!has_lower_dirs(dentry))
		return 0;
	lower = &OVL_I(d_inode(dentry))->stack->lower[0];
	buf = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	path = lower_path(lower->dentry, OVL_FS(sb)->mnt[lower->layer]->mnt_root, buf, PATH_MAX);
	if (path)
		err = ovl_set_own(sb, upper, "redirect", path, strlen(path));
	kfree(buf);
	return err;
}

/* @dentry goes where @place was: nothing below that may show through. */
static int prepare_dir(struct dentry *dentry, struct dentry *place)
{
	if (!d_is_dir(dentry))
		return 0;
	if (has_lower_dirs(dentry))
		return set_redirect(dentry);
	if (!ovl_lower_has(place))
		return 0;
	OVL_I(d_inode(dentry))->opaque = true;
	return ovl_set_opaque(dentry->d_sb, ovl_upper(d_inode(dentry)));
}

static struct dentry *upper_of(struct dentry *dentry)
{
	return ovl_lookup_real(ovl_upper(d_inode(dentry->d_parent)),
			       (const char *)dentry->d_name.name, dentry->d_name.len);
}

/* What is in the way in the upper layer and cannot just be replaced. */
static int clear_target(struct super_block *sb, struct dentry *to_dir, struct dentry *to,
			bool is_dir)
{
	if (d_is_dir(to))
		return ovl_clear_whiteouts(sb, to);
	if (is_dir && ovl_is_whiteout(to))
		ovl_cleanup(to_dir, to);
	return 0;
}

static int move_upper(struct dentry *old, struct dentry *new, bool exchange)
{
	struct dentry *from_dir = ovl_upper(d_inode(old->d_parent));
	struct dentry *to_dir = ovl_upper(d_inode(new->d_parent));
	struct dentry *from = upper_of(old), *to;
	int err = PTR_ERR_OR_ZERO(from);

	if (err)
		return err;
	to = upper_of(new);
	err = PTR_ERR_OR_ZERO(to);
	if (!err && !exchange) {
		err = clear_target(old->d_sb, to_dir, to, d_is_dir(from));
		if (!err && d_unhashed(to)) {
			dput(to);
			to = upper_of(new);
			err = PTR_ERR_OR_ZERO(to);
		}
	}
	if (!err)
		err = ovl_do_rename(from_dir, from, to_dir, to, exchange ? RENAME_EXCHANGE : 0);
	if (!IS_ERR(to))
		dput(to);
	dput(from);
	return err;
}

static int rename_upper(struct dentry *old, struct dentry *new, bool exchange)
{
	bool whiteout = !exchange && (has_lower_dirs(old) || ovl_lower_has(old));
	int err = prepare_dir(old, new);

	if (!err && exchange)
		err = prepare_dir(new, old);
	if (!err)
		err = move_upper(old, new, exchange);
	if (!err && whiteout)
		err = ovl_cover(old);
	return err;
}

static int check_rename(struct dentry *old, struct dentry *new, bool exchange)
{
	const struct cred *cred;
	int err = may_move(old);

	if (!err && exchange)
		err = may_move(new);
	if (err || exchange || !d_is_dir(new))
		return err;
	cred = ovl_override(old->d_sb);
	err = ovl_check_empty(new);
	revert_creds(cred);
	return err;
}

static int copy_all_up(struct dentry *old, struct dentry *new, bool exchange)
{
	int err = ovl_copy_up(old);

	if (!err)
		err = ovl_copy_up(exchange ? new : new->d_parent);
	return err;
}

int ovl_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
	       struct dentry *new, unsigned int flags)
{
	bool exchange = flags & RENAME_EXCHANGE;
	struct inode *replaced = exchange ? NULL : d_inode(new);
	const struct cred *cred;
	int err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	err = check_rename(old, new, exchange);
	if (!err)
		err = ovl_want_write(old);
	if (err)
		return err;
	err = copy_all_up(old, new, exchange);
	if (!err) {
		cred = ovl_override(old->d_sb);
		err = rename_upper(old, new, exchange);
		revert_creds(cred);
	}
	if (!err) {
		if (replaced && S_ISDIR(replaced->i_mode))
			clear_nlink(replaced);
		else if (replaced && replaced->i_nlink)
			drop_nlink(replaced);
		ovl_copyattr(old_dir);
		ovl_copyattr(new_dir);
		ovl_copyattr(d_inode(old));
	}
	ovl_drop_write(old);
	return err;
}
