// SPDX-License-Identifier: GPL-2.0
/*
 * posix_acl.c: access control lists: checking, inheriting, changing with the
 * mode, and keeping them in the inode.
 *
 * An ACL is a sorted list: owner, named users, owning group, named groups, mask,
 * others. The mask bounds all but owner and others; the mode's group bits are
 * the mask when there is one. An ACL with three entries says no more than a mode.
 *
 * ACLs are shared by reference and never changed once others can see them.
 * inode->i_acl and i_default_acl cache what the filesystem said, under i_lock.
 *
 * Neighbour: posix_acl_xattr.c, their form as an extended attribute.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/posix_acl.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

#define for_each_entry(e, acl) \
	for ((e) = (acl)->a_entries; (e) < (acl)->a_entries + (acl)->a_count; (e)++)

struct posix_acl *posix_acl_alloc(unsigned int count, gfp_t gfp)
{
	struct posix_acl *acl;

	acl = kmalloc(sizeof(*acl) + count * sizeof(struct posix_acl_entry), gfp);
	if (acl) {
		refcount_set(&acl->a_refcount, 1);
		acl->a_count = count;
	}
	return acl;
}

struct posix_acl *posix_acl_dup(struct posix_acl *acl)
{
	if (acl)
		refcount_inc(&acl->a_refcount);
	return acl;
}

void posix_acl_release(struct posix_acl *acl)
{
	if (acl && refcount_dec_and_test(&acl->a_refcount))
		kfree(acl);
}

/* A copy that may be changed. */
static struct posix_acl *posix_acl_clone(const struct posix_acl *acl)
{
	struct posix_acl *clone = posix_acl_alloc(acl->a_count, GFP_KERNEL);

	if (clone)
		memcpy(clone->a_entries, acl->a_entries, acl->a_count * sizeof(acl->a_entries[0]));
	return clone;
}

/* Where a tag may stand, and what it may be followed by. */
static int tag_rank(short tag)
{
	switch (tag) {
	case ACL_USER_OBJ:
		return 0;
	case ACL_USER:
		return 1;
	case ACL_GROUP_OBJ:
		return 2;
	case ACL_GROUP:
		return 3;
	case ACL_MASK:
		return 4;
	case ACL_OTHER:
		return 5;
	}
	return -1;
}

/**
 * posix_acl_valid - is it well formed
 * @acl: the list
 *
 * Return: 0 or -EINVAL.
 */
int posix_acl_valid(const struct posix_acl *acl)
{
	const struct posix_acl_entry *e;
	bool seen[6] = {}, named = false;
	int last = -1;

	for_each_entry(e, acl) {
		int rank = tag_rank(e->e_tag);

		if (e->e_perm & ~(ACL_READ | ACL_WRITE | ACL_EXECUTE))
			return -EINVAL;
		if (rank < last || rank < 0)
			return -EINVAL;
		if (e->e_tag == ACL_USER || e->e_tag == ACL_GROUP) {
			if (e->e_id == (u32)-1)
				return -EINVAL;
			named = true;
		} else if (seen[rank]) {
			return -EINVAL;
		}
		seen[rank] = true;
		last = rank;
	}
	if (!seen[0] || !seen[2] || !seen[5] || (named && !seen[4]))
		return -EINVAL;
	return 0;
}

/**
 * posix_acl_equiv_mode - the mode an ACL amounts to
 * @acl: the list; NULL: the mode says it all
 * @mode: its permission bits are set; may be NULL
 *
 * Return: 0 if the mode says it all, 1 if there is more, -EINVAL.
 */
int posix_acl_equiv_mode(const struct posix_acl *acl, umode_t *mode)
{
	const struct posix_acl_entry *e;
	umode_t bits = 0;
	int more = 0;

	if (!acl)
		return 0;
	for_each_entry(e, acl) {
		switch (e->e_tag) {
		case ACL_USER_OBJ:
			bits |= (e->e_perm & S_IRWXO) << 6;
			break;
		case ACL_GROUP_OBJ:
			bits |= (e->e_perm & S_IRWXO) << 3;
			break;
		case ACL_OTHER:
			bits |= e->e_perm & S_IRWXO;
			break;
		case ACL_MASK:
			bits = (bits & ~S_IRWXG) | (e->e_perm & S_IRWXO) << 3;
			more = 1;
			break;
		case ACL_USER:
		case ACL_GROUP:
			more = 1;
			break;
		default:
			return -EINVAL;
		}
	}
	if (mode)
		*mode = (*mode & ~S_IRWXUGO) | bits;
	return more;
}

struct posix_acl *posix_acl_from_mode(umode_t mode, gfp_t gfp)
{
	static const short tags[] = { ACL_USER_OBJ, ACL_GROUP_OBJ, ACL_OTHER };
	struct posix_acl *acl = posix_acl_alloc(ARRAY_SIZE(tags), gfp);

	if (!acl)
		return ERR_PTR(-ENOMEM);
	for (int i = 0; i < ARRAY_SIZE(tags); i++) {
		acl->a_entries[i].e_tag = tags[i];
		acl->a_entries[i].e_perm = (mode >> (6 - 3 * i)) & S_IRWXO;
		acl->a_entries[i].e_id = ACL_UNDEFINED_ID;
	}
	return acl;
}

/* What an entry grants, bounded by the mask if one follows. */
static int check_masked(const struct posix_acl *acl, const struct posix_acl_entry *match, int want)
{
	const struct posix_acl_entry *e;
	unsigned int perm = match->e_perm;

	for (e = match + 1; e < acl->a_entries + acl->a_count; e++) {
		if (e->e_tag == ACL_MASK)
			perm &= e->e_perm;
	}
	return (perm & want) == want ? 0 : -EACCES;
}

/**
 * posix_acl_permission - does the list grant access
 * @inode: whose list it is
 * @acl: the list
 * @want: MAY_READ, MAY_WRITE, MAY_EXEC
 *
 * The first entry that is about current decides; of the groups, any that grants
 * all that is wanted.
 * Return: 0, -EACCES, -EIO for a damaged list.
 */
int posix_acl_permission(struct inode *inode, const struct posix_acl *acl, int want)
{
	const struct posix_acl_entry *e;
	bool group_matched = false;

	want &= MAY_READ | MAY_WRITE | MAY_EXEC;
	for_each_entry(e, acl) {
		switch (e->e_tag) {
		case ACL_USER_OBJ:
			if (inode->i_uid == current_fsuid())
				return (e->e_perm & want) == want ? 0 : -EACCES;
			break;
		case ACL_USER:
			if (e->e_id == current_fsuid())
				return check_masked(acl, e, want);
			break;
		case ACL_GROUP_OBJ:
		case ACL_GROUP:
			if (!in_group_p(e->e_tag == ACL_GROUP ? e->e_id : inode->i_gid))
				break;
			group_matched = true;
			if ((e->e_perm & want) == want)
				return check_masked(acl, e, want);
			break;
		case ACL_MASK:
			break;
		case ACL_OTHER:
			if (group_matched)
				return -EACCES;
			return (e->e_perm & want) == want ? 0 : -EACCES;
		default:
			return -EIO;
		}
	}
	return -EIO;
}

/*
 * The ACL of a new file: its directory's default, bounded by the mode asked for;
 * and the mode, bounded by the ACL. Return as posix_acl_equiv_mode().
 */
static int create_masq(struct posix_acl *acl, umode_t *mode_p)
{
	struct posix_acl_entry *e, *group = NULL, *mask = NULL;
	umode_t mode = *mode_p;
	int more = 0;

	for_each_entry(e, acl) {
		switch (e->e_tag) {
		case ACL_USER_OBJ:
			e->e_perm &= (mode >> 6) | ~S_IRWXO;
			mode &= (e->e_perm << 6) | ~S_IRWXU;
			break;
		case ACL_USER:
		case ACL_GROUP:
			more = 1;
			break;
		case ACL_GROUP_OBJ:
			group = e;
			break;
		case ACL_OTHER:
			e->e_perm &= mode | ~S_IRWXO;
			mode &= e->e_perm | ~S_IRWXO;
			break;
		case ACL_MASK:
			mask = e;
			more = 1;
			break;
		default:
			return -EIO;
		}
	}
	e = mask ? mask : group;
	if (!e)
		return -EIO;
	e->e_perm &= (mode >> 3) | ~S_IRWXO;
	mode &= (e->e_perm << 3) | ~S_IRWXG;
	*mode_p = (*mode_p & ~S_IRWXUGO) | (mode & S_IRWXUGO);
	return more;
}

/* chmod: owner, others, and the mask or else the group get the new bits. */
static int chmod_masq(struct posix_acl *acl, umode_t mode)
{
	struct posix_acl_entry *e, *group = NULL, *mask = NULL;

	for_each_entry(e, acl) {
		switch (e->e_tag) {
		case ACL_USER_OBJ:
			e->e_perm = (mode & S_IRWXU) >> 6;
			break;
		case ACL_GROUP_OBJ:
			group = e;
			break;
		case ACL_MASK:
			mask = e;
			break;
		case ACL_OTHER:
			e->e_perm = mode & S_IRWXO;
			break;
		case ACL_USER:
		case ACL_GROUP:
			break;
		default:
			return -EIO;
		}
	}
	e = mask ? mask : group;
	if (!e)
		return -EIO;
	e->e_perm = (mode & S_IRWXG) >> 3;
	return 0;
}

/**
 * posix_acl_create - what a new file inherits
 * @dir: where it is created
 * @mode: wanted; bounded by the default ACL or, without one, by the umask
 * @default_acl: to be set as the new directory's default, or NULL
 * @acl: to be set as the new file's, or NULL
 *
 * Return: 0 or -errno. The lists are the caller's to release.
 */
int posix_acl_create(struct inode *dir, umode_t *mode, struct posix_acl **default_acl,
		     struct posix_acl **acl)
{
	struct posix_acl *p, *clone;
	int more;

	*acl = *default_acl = NULL;
	if (S_ISLNK(*mode) || !IS_POSIXACL(dir))
		return 0;
	p = get_inode_acl(dir, ACL_TYPE_DEFAULT);
	if (!p || p == ERR_PTR(-EOPNOTSUPP)) {
		*mode &= ~current_umask();
		return 0;
	}
	if (IS_ERR(p))
		return PTR_ERR(p);
	clone = posix_acl_clone(p);
	more = clone ? create_masq(clone, mode) : -ENOMEM;
	if (more < 0) {
		posix_acl_release(clone);
		posix_acl_release(p);
		return more;
	}
	if (more)
		*acl = clone;
	else
		posix_acl_release(clone);
	if (S_ISDIR(*mode))
		*default_acl = p;
	else
		posix_acl_release(p);
	return 0;
}

/**
 * posix_acl_chmod - let a file's ACL follow its new mode
 * @dentry: the file, i_rwsem held
 * @mode: set already
 */
int posix_acl_chmod(struct dentry *dentry, umode_t mode)
{
	struct inode *inode = d_inode(dentry);
	struct posix_acl *acl, *clone;
	int err;

	if (!IS_POSIXACL(inode))
		return 0;
	if (!inode->i_op->set_acl)
		return -EOPNOTSUPP;
	acl = get_inode_acl(inode, ACL_TYPE_ACCESS);
	if (IS_ERR_OR_NULL(acl))
		return acl == ERR_PTR(-EOPNOTSUPP) ? 0 : PTR_ERR_OR_ZERO(acl);
	clone = posix_acl_clone(acl);
	posix_acl_release(acl);
	if (!clone)
		return -ENOMEM;
	err = chmod_masq(clone, mode);
	if (!err)
		err = inode->i_op->set_acl(dentry, clone, ACL_TYPE_ACCESS);
	posix_acl_release(clone);
	return err;
}

/**
 * posix_acl_update_mode - for ->set_acl(): the mode that goes with a new ACL
 * @inode: the file
 * @mode: set to it
 * @acl: set to NULL if the mode says it all
 */
int posix_acl_update_mode(struct inode *inode, umode_t *mode, struct posix_acl **acl)
{
	umode_t new = inode->i_mode;
	int more = posix_acl_equiv_mode(*acl, &new);

	if (more < 0)
		return more;
	if (!more)
		*acl = NULL;
	if (!in_group_or_capable(inode, inode->i_gid))
		new &= ~S_ISGID;
	*mode = new;
	return 0;
}

static struct posix_acl **acl_slot(struct inode *inode, int type)
{
	return type == ACL_TYPE_ACCESS ? &inode->i_acl : &inode->i_default_acl;
}

/**
 * get_inode_acl - an inode's ACL, from the cache or the filesystem
 * @inode: the inode
 * @type: ACL_TYPE_ACCESS or ACL_TYPE_DEFAULT
 *
 * Return: referenced; NULL if there is none; or ERR_PTR.
 */
struct posix_acl *get_inode_acl(struct inode *inode, int type)
{
	struct posix_acl **slot = acl_slot(inode, type), *acl;

	spin_lock(&inode->i_lock);
	acl = *slot;
	if (acl != ACL_NOT_CACHED)
		posix_acl_dup(acl);
	spin_unlock(&inode->i_lock);
	if (acl != ACL_NOT_CACHED)
		return acl;
	if (!IS_POSIXACL(inode))
		return NULL;

	acl = inode->i_op->get_acl ? inode->i_op->get_acl(inode, type) : NULL;
	if (IS_ERR(acl))
		return acl;
	spin_lock(&inode->i_lock);
	/* Someone may have set another one meanwhile: that is newer. */
	if (*slot == ACL_NOT_CACHED)
		*slot = posix_acl_dup(acl);
	spin_unlock(&inode->i_lock);
	return acl;
}

/* The filesystem has stored a new one, or NULL. */
void set_cached_acl(struct inode *inode, int type, struct posix_acl *acl)
{
	struct posix_acl **slot = acl_slot(inode, type), *old;

	spin_lock(&inode->i_lock);
	old = *slot;
	*slot = posix_acl_dup(acl);
	spin_unlock(&inode->i_lock);
	if (old != ACL_NOT_CACHED)
		posix_acl_release(old);
}

void forget_all_cached_acls(struct inode *inode)
{
	struct posix_acl *acl, *default_acl;

	spin_lock(&inode->i_lock);
	acl = inode->i_acl;
	default_acl = inode->i_default_acl;
	inode->i_acl = inode->i_default_acl = ACL_NOT_CACHED;
	spin_unlock(&inode->i_lock);
	if (acl != ACL_NOT_CACHED)
		posix_acl_release(acl);
	if (default_acl != ACL_NOT_CACHED)
		posix_acl_release(default_acl);
}
