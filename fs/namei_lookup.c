// SPDX-License-Identifier: GPL-2.0
/*
 * namei_lookup.c: one name in one directory: from the cache, or from the
 * filesystem with the directory's i_rwsem held.
 *
 * Neighbours: namei_step.c (what the walk does with the result), dcache.c.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/namei.h>
#include "internal.h"
#include "namei.h"

bool d_can_lookup(const struct dentry *dentry)
{
	const struct inode *inode = READ_ONCE(dentry->d_inode);

	return inode && S_ISDIR(inode->i_mode) && inode->i_op->lookup;
}

/**
 * lookup_fast - look in the cache, asking the filesystem whether it is current
 * @dir: the directory
 * @name: with its hash
 * @flags: LOOKUP_* for ->d_revalidate()
 *
 * Return: the dentry (maybe negative), NULL if not cached, or ERR_PTR.
 */
struct dentry *lookup_fast(struct dentry *dir, const struct qstr *name, unsigned int flags)
{
	struct dentry *dentry = d_lookup(dir, name);
	int valid;

	if (!dentry || !dentry->d_op || !dentry->d_op->d_revalidate)
		return dentry;
	valid = dentry->d_op->d_revalidate(dentry, flags);
	if (valid > 0)
		return dentry;
	if (!valid)
		d_invalidate(dentry);
	dput(dentry);
	return ERR_PTR(valid);
}

/* Ask the filesystem. The directory's i_rwsem is held exclusively. */
static struct dentry *lookup_real(struct dentry *dir, const struct qstr *name, unsigned int flags)
{
	struct inode *inode = d_inode(dir);
	struct dentry *dentry, *other;

	if (unlikely(IS_DEADDIR(inode)))
		return ERR_PTR(-ENOENT);
	dentry = d_alloc(dir, name);
	if (!dentry)
		return ERR_PTR(-ENOMEM);
	other = inode->i_op->lookup(inode, dentry, flags);
	if (unlikely(other)) {
		dput(dentry);
		return other;
	}
	return dentry;
}

/* Cache, then filesystem; @dir's i_rwsem is held exclusively. */
struct dentry *lookup_locked(struct dentry *dir, const struct qstr *name, unsigned int flags)
{
	struct dentry *dentry = lookup_fast(dir, name, flags);

	return dentry ? dentry : lookup_real(dir, name, flags);
}

/* The same for a caller that holds no lock. */
struct dentry *lookup_slow(struct dentry *dir, const struct qstr *name, unsigned int flags)
{
	struct inode *inode = d_inode(dir);
	struct dentry *dentry;

	inode_lock(inode);
	dentry = lookup_locked(dir, name, flags);
	inode_unlock(inode);
	return dentry;
}

/**
 * lookup_one_len - look up one name for a filesystem or the kernel
 * @name: not "", ".", ".." and without '/'
 * @base: the directory, i_rwsem held
 * @len: length of @name
 *
 * Return: the dentry (maybe negative), or ERR_PTR.
 */
struct dentry *lookup_one_len(const char *name, struct dentry *base, int len)
{
	struct qstr q = QSTR_INIT(name, len);
	int err;

	if (!len || (name[0] == '.' && (len < 2 || (len == 2 && name[1] == '.'))))
		return ERR_PTR(-EACCES);
	if (strnchr(name, len, '/') || strnlen(name, len) != len)
		return ERR_PTR(-EACCES);
	q.hash = full_name_hash(base, name, len);
	if (base->d_op && base->d_op->d_hash) {
		err = base->d_op->d_hash(base, &q);
		if (err < 0)
			return ERR_PTR(err);
	}
	err = inode_permission(d_inode(base), MAY_EXEC);
	if (err)
		return ERR_PTR(err);
	return lookup_locked(base, &q, 0);
}
