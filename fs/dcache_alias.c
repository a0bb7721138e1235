// SPDX-License-Identifier: GPL-2.0
/*
 * dcache_alias.c: from an inode to its dentries.
 *
 * An inode's dentries are on inode->i_dentry under i_lock. A directory has at
 * most one that is connected; d_splice_alias() keeps it so when a filesystem
 * finds a directory under a new name. d_obtain_alias() makes dentries that are
 * not connected to the tree, for file handles.
 *
 * Lock order as in dcache.c: i_lock, then d_lock.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include "internal.h"

/* i_lock held. */
static struct dentry *__d_find_any_alias(struct inode *inode)
{
	struct dentry *alias;

	hlist_for_each_entry(alias, &inode->i_dentry, d_alias) {
		if (dget_live(alias))
			return alias;
	}
	return NULL;
}

struct dentry *d_find_any_alias(struct inode *inode)
{
	struct dentry *alias;

	spin_lock(&inode->i_lock);
	alias = __d_find_any_alias(inode);
	spin_unlock(&inode->i_lock);
	return alias;
}

/**
 * d_find_alias - a hashed dentry of an inode (for a directory: its only one)
 * @inode: referenced
 *
 * Return: the dentry, referenced, or NULL.
 */
struct dentry *d_find_alias(struct inode *inode)
{
	struct dentry *alias, *found = NULL;

	spin_lock(&inode->i_lock);
	if (S_ISDIR(inode->i_mode)) {
		found = __d_find_any_alias(inode);
		goto out;
	}
	hlist_for_each_entry(alias, &inode->i_dentry, d_alias) {
		if (!d_unhashed(alias) && dget_live(alias)) {
			found = alias;
			break;
		}
	}
out:
	spin_unlock(&inode->i_lock);
	return found;
}

/**
 * d_prune_aliases - free the unused dentries of an inode
 * @inode: referenced
 *
 * Context: may sleep.
 */
void d_prune_aliases(struct inode *inode)
{
	struct dentry *dentry;
	LIST_HEAD(dispose);

	spin_lock(&inode->i_lock);
	hlist_for_each_entry(dentry, &inode->i_dentry, d_alias) {
		spin_lock(&dentry->d_lock);
		d_claim_unused(dentry, &dispose);
		spin_unlock(&dentry->d_lock);
	}
	spin_unlock(&inode->i_lock);
	shrink_dentry_list(&dispose);
}

/* Make an inode's dentries and then itself go as soon as unused. */
void d_mark_dontcache(struct inode *inode)
{
	struct dentry *dentry;

	spin_lock(&inode->i_lock);
	hlist_for_each_entry(dentry, &inode->i_dentry, d_alias) {
		spin_lock(&dentry->d_lock);
		dentry->d_flags |= DCACHE_DONTCACHE;
		spin_unlock(&dentry->d_lock);
	}
	inode->i_state |= I_DONTCACHE;
	spin_unlock(&inode->i_lock);
}

/**
 * d_obtain_alias - any dentry for an inode reached without a path
 * @inode: consumed, also on error; may be an ERR_PTR or NULL
 *
 * Return: a dentry, possibly disconnected, or ERR_PTR.
 */
struct dentry *d_obtain_alias(struct inode *inode)
{
	struct dentry *dentry, *other;

	if (!inode)
		return ERR_PTR(-ESTALE);
	if (IS_ERR(inode))
		return ERR_CAST(inode);
	other = d_find_any_alias(inode);
	if (other)
		goto found;
	dentry = d_alloc_anon(inode->i_sb);
	if (!dentry) {
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	spin_lock(&inode->i_lock);
	other = __d_find_any_alias(inode);
	if (other) {
		spin_unlock(&inode->i_lock);
		dput(dentry);
		goto found;
	}
	spin_lock(&dentry->d_lock);
	dentry->d_flags |= DCACHE_DISCONNECTED;
	__d_set_inode(dentry, inode);
	spin_unlock(&dentry->d_lock);
	spin_unlock(&inode->i_lock);
	return dentry;

found:
	iput(inode);
	return other;
}

/*
 * The directory is known under another parent: move it, if the locks a rename
 * would hold can be had. The caller holds the new parent's i_rwsem.
 */
static int splice_across(struct dentry *alias, struct dentry *dentry)
{
	struct super_block *sb = alias->d_sb;
	struct dentry *old_parent, *put;
	int err = -ESTALE;

	if (!mutex_trylock(&sb->s_vfs_rename_mutex))
		return err;
	old_parent = dget_parent(alias);
	if (!down_read_trylock(&old_parent->d_inode->i_rwsem))
		goto out;
	write_seqlock(&rename_lock);
	put = __d_move(alias, dentry, false);
	write_sequnlock(&rename_lock);
	dput(put);
	up_read(&old_parent->d_inode->i_rwsem);
	err = 0;
out:
	mutex_unlock(&sb->s_vfs_rename_mutex);
	dput(old_parent);
	return err;
}

static int splice_directory(struct dentry *alias, struct dentry *dentry)
{
	struct dentry *put = NULL;

	write_seqlock(&rename_lock);
	if (alias == dentry->d_parent || d_ancestor(alias, dentry->d_parent)) {
		write_sequnlock(&rename_lock);
		return -ELOOP;
	}
	if (!IS_ROOT(alias) && alias->d_parent != dentry->d_parent) {
		write_sequnlock(&rename_lock);
		return splice_across(alias, dentry);
	}
	put = __d_move(alias, dentry, false);
	write_sequnlock(&rename_lock);
	dput(put);
	return 0;
}

/**
 * d_splice_alias - end of a lookup: name an inode, which may already have a
 *		    dentry if it is a directory
 * @inode: consumed; NULL: the name does not exist; ERR_PTR is passed through
 * @dentry: what ->lookup() was asked for
 *
 * Return: NULL when @dentry was used, the existing dentry that took its place
 * (referenced), or ERR_PTR: -ELOOP for a directory below itself, -ESTALE.
 */
struct dentry *d_splice_alias(struct inode *inode, struct dentry *dentry)
{
	struct dentry *alias;
	int err;

	if (IS_ERR(inode))
		return ERR_CAST(inode);
	if (!inode || !S_ISDIR(inode->i_mode))
		goto add;
	alias = d_find_any_alias(inode);
	if (!alias)
		goto add;
	err = splice_directory(alias, dentry);
	iput(inode);
	if (!err)
		return alias;
	dput(alias);
	return ERR_PTR(err);
add:
	d_add(dentry, inode);
	return NULL;
}
