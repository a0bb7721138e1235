// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: finding a name in the layers, from above.
 *
 * The search ends at a whiteout, at anything that is not a directory, and below
 * an opaque directory. A directory's redirect attribute says under which name it
 * is known further down: another name in the same place, or, beginning with "/",
 * a path from the root of the layers.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "overlayfs.h"

struct ovl_search {
	struct super_block *sb;
	struct ovl_inode *dir;			/* where the name is looked for */
	char		*redirect;		/* NULL: the dentry's own name */
	const char	*name;
	unsigned int	len;
	bool		stop;
	struct dentry	*upper;
	struct ovl_stack *stack;
};

/* @name in the real directory @base: maybe negative, or ERR_PTR. */
struct dentry *ovl_lookup_real(struct dentry *base, const char *name, unsigned int len)
{
	struct dentry *found;

	inode_lock_nested(d_inode(base), I_MUTEX_PARENT);
	found = lookup_one_len(name, base, len);
	inode_unlock(d_inode(base));
	return found;
}

bool ovl_is_opaque(struct super_block *sb, struct dentry *real)
{
	char value;

	return ovl_get_own(sb, real, "opaque", &value, 1) == 1 && value == 'y';
}

/* Where a directory is further down, if not at the same place. */
static int read_redirect(struct ovl_search *s, struct dentry *real)
{
	char *buf;
	ssize_t len = ovl_get_own(s->sb, real, "redirect", NULL, 0);

	if (len <= 0)
		return 0;
	if (len >= PATH_MAX)
		return -EUCLEAN;
	buf = kzalloc(len + 1, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	len = ovl_get_own(s->sb, real, "redirect", buf, len);
	if (len <= 0 || !*buf || (*buf != '/' && strchr(buf, '/'))) {
		kfree(buf);
		return -EUCLEAN;
	}
	kfree(s->redirect);
	s->redirect = buf;
	return 0;
}

/* An absolute redirect: component by component from a layer's root. */
static struct dentry *walk_layer(struct dentry *root, const char *path)
{
	struct dentry *dentry = dget(root), *next;

	while (*path && d_is_dir(dentry)) {
		size_t len;

		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (!len)
			break;
		next = ovl_lookup_real(dentry, path, len);
		dput(dentry);
		if (IS_ERR(next))
			return next;
		dentry = next;
		path += len;
	}
	return dentry;
}

static struct dentry *look_in(struct ovl_search *s, struct dentry *base, unsigned int layer)
{
	if (s->redirect && s->redirect[0] == '/')
		return walk_layer(OVL_FS(s->sb)->mnt[layer]->mnt_root, s->redirect);
	if (!base)
		return NULL;
	if (s->redirect)
		return ovl_lookup_real(base, s->redirect, strlen(s->redirect));
	return ovl_lookup_real(base, s->name, s->len);
}

/* A whiteout, or not here. */
static bool is_absent(struct ovl_search *s, struct dentry *found)
{
	if (d_is_negative(found))
		return true;
	if (!ovl_is_whiteout(found))
		return false;
	s->stop = true;
	return true;
}

static int search_upper(struct ovl_search *s)
{
	struct dentry *base = READ_ONCE(s->dir->upper), *found;

	if (!base)
		return 0;
	found = ovl_lookup_real(base, s->name, s->len);
	if (IS_ERR(found))
		return PTR_ERR(found);
	if (is_absent(s, found)) {
		dput(found);
		return 0;
	}
	s->upper = found;
	if (!d_is_dir(found) || ovl_is_opaque(s->sb, found)) {
		s->stop = true;
		return 0;
	}
	return read_redirect(s, found);
}

static void add_lower(struct ovl_search *s, unsigned int layer, struct dentry *found)
{
	s->stack->lower[s->stack->nr++] = (struct ovl_layer_entry){ layer, found };
}

static int search_layer(struct ovl_search *s, unsigned int layer, struct dentry *base)
{
	struct dentry *found = look_in(s, base, layer);

	if (!found)
		return 0;
	if (IS_ERR(found))
		return PTR_ERR(found) == -ENOENT ? 0 : PTR_ERR(found);
	if (is_absent(s, found)) {
		dput(found);
		return 0;
	}
	if (!d_is_dir(found)) {
		s->stop = true;
		if (s->upper || s->stack->nr)		/* below directories */
			dput(found);
		else
			add_lower(s, layer, found);
		return 0;
	}
	add_lower(s, layer, found);
	if (ovl_is_opaque(s->sb, found)) {
		s->stop = true;
		return 0;
	}
	return read_redirect(s, found);
}

/* All layers below, if a redirect leads out of the directory; else its own. */
static int search_lower(struct ovl_search *s)
{
	const struct ovl_fs *ofs = OVL_FS(s->sb);
	const struct ovl_stack *below = s->dir->stack;
	unsigned int at = 0;
	int err = 0;

	for (unsigned int layer = 1; layer < ofs->nr_layers && !s->stop && !err; layer++) {
		struct dentry *base = NULL;

		if (below && at < below->nr && below->lower[at].layer == layer)
			base = below->lower[at++].dentry;
		err = search_layer(s, layer, base);
	}
	return err;
}

static int search(struct ovl_search *s)
{
	unsigned int max = OVL_FS(s->sb)->nr_layers;
	int err;

	s->stack = kzalloc(struct_size(s->stack, lower, max), GFP_KERNEL);
	if (!s->stack)
		return -ENOMEM;
	err = search_upper(s);
	if (!err && !s->stop)
		err = search_lower(s);
	return err;
}

static void search_drop(struct ovl_search *s)
{
	dput(s->upper);
	for (unsigned int i = 0; s->stack && i < s->stack->nr; i++)
		dput(s->stack->lower[i].dentry);
	kfree(s->stack);
}

static struct inode *search_result(struct ovl_search *s)
{
	if (!s->upper && !s->stack->nr) {
		search_drop(s);
		return NULL;
	}
	if (!s->stack->nr) {
		kfree(s->stack);
		s->stack = NULL;
	}
	return ovl_get_inode(s->sb, s->upper, s->stack);
}

struct dentry *ovl_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct ovl_search s = {
		.sb = dir->i_sb, .dir = OVL_I(dir),
		.name = (const char *)dentry->d_name.name, .len = dentry->d_name.len,
	};
	const struct cred *old = ovl_override(dir->i_sb);
	struct inode *inode;
	int err = search(&s);

	if (err) {
		search_drop(&s);
		inode = ERR_PTR(err);
	} else {
		inode = search_result(&s);
	}
	kfree(s.redirect);
	revert_creds(old);
	return d_splice_alias(inode, dentry);
}

/*
 * Would the name be seen again if it went from the upper layer? The parent's
 * i_rwsem is held, credentials are the mounter's. In doubt a whiteout does no harm.
 */
bool ovl_lower_has(struct dentry *dentry)
{
	struct inode *dir = d_inode(dentry->d_parent);
	const struct ovl_stack *stack = OVL_I(dir)->stack;

	if (OVL_I(dir)->opaque)
		return false;
	for (unsigned int i = 0; stack && i < stack->nr; i++) {
		struct dentry *found = ovl_lookup_real(stack->lower[i].dentry,
						       (const char *)dentry->d_name.name,
						       dentry->d_name.len);
		bool there, whiteout;

		if (IS_ERR(found))
			return true;
		there = d_is_positive(found);
		whiteout = ovl_is_whiteout(found);
		dput(found);
		if (there)
			return !whiteout;
	}
	return false;
}
