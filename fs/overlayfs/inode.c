// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: inodes and their attributes.
 *
 * Each name has an inode of its own, but those of one upper file share one. Owner,
 * mode, times and size are copies of the real inode's, renewed when asked for.
 * The number stays the same while the inode is in memory, also over a copy-up.
 */
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>

#include "overlayfs.h"

static struct kmem_cache *ovl_inode_cache;

/* ---- life ---- */

static void inode_once(void *object)
{
	struct ovl_inode *oi = object;

	inode_init_once(&oi->vfs_inode);
}

int __init ovl_inode_init(void)
{
	ovl_inode_cache = kmem_cache_create("ovl_inode", sizeof(struct ovl_inode), 0,
					    SLAB_RECLAIM_ACCOUNT, inode_once);
	return ovl_inode_cache ? 0 : -ENOMEM;
}

struct inode *ovl_alloc_inode(struct super_block *sb)
{
	struct ovl_inode *oi = kmem_cache_alloc(ovl_inode_cache, GFP_KERNEL);

	if (!oi)
		return NULL;
	mutex_init(&oi->lock);
	oi->upper = NULL;
	oi->stack = NULL;
	oi->opaque = false;
	return &oi->vfs_inode;
}

static void put_stack(struct ovl_stack *stack)
{
	for (unsigned int i = 0; stack && i < stack->nr; i++)
		dput(stack->lower[i].dentry);
	kfree(stack);
}

void ovl_free_inode(struct inode *inode)
{
	struct ovl_inode *oi = OVL_I(inode);

	kmem_cache_free(ovl_inode_cache, oi);
}

void ovl_evict_inode(struct inode *inode)
{
	struct ovl_inode *oi = OVL_I(inode);

	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	dput(oi->upper);
	put_stack(oi->stack);
	oi->upper = NULL;
	oi->stack = NULL;
}

/* ---- the real one ---- */

/* Where the file that is read is; not referenced: it lives as long as @inode. */
void ovl_real_path(const struct inode *inode, struct path *path)
{
	const struct ovl_fs *ofs = OVL_FS(inode->i_sb);
	struct dentry *upper = ovl_upper(inode);
	const struct ovl_layer_entry *lower;

	if (upper) {
		*path = (struct path){ .mnt = ofs->mnt[0], .dentry = upper };
		return;
	}
	lower = &OVL_I(inode)->stack->lower[0];
	*path = (struct path){ .mnt = ofs->mnt[lower->layer], .dentry = lower->dentry };
}

static struct inode *real_inode(const struct inode *inode)
{
	struct path path;

	ovl_real_path(inode, &path);
	return d_inode(path.dentry);
}

/* One number for files of several filesystems. */
u64 ovl_map_ino(struct super_block *sb, const struct super_block *real, u64 ino)
{
	const struct ovl_fs *ofs = OVL_FS(sb);
	const struct vfsmount *top = ofs->mnt[0] ? ofs->mnt[0] : ofs->mnt[1];

	return real == top->mnt_sb ? ino : ino ^ ((u64)hash_64(real->s_dev, 16) << 48);
}

/* What the real inode says now. */
void ovl_copyattr(struct inode *inode)
{
	struct inode *real = real_inode(inode);

	inode->i_uid = real->i_uid;
	inode->i_gid = real->i_gid;
	inode->i_mode = real->i_mode;
	spin_lock(&inode->i_lock);
	inode->i_atime = real->i_atime;
	inode->i_mtime = real->i_mtime;
	inode->i_ctime = real->i_ctime;
	inode->i_blocks = real->i_blocks;
	spin_unlock(&inode->i_lock);
	i_size_write(inode, i_size_read(real));
	if (inode->i_nlink != real->i_nlink && !S_ISDIR(inode->i_mode) && ovl_upper(inode))
		set_nlink(inode, real->i_nlink);
}

static void set_operations(struct inode *inode, const struct inode *real)
{
	switch (real->i_mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &ovl_file_inode_operations;
		inode->i_fop = &ovl_file_operations;
		break;
	case S_IFDIR:
		inode->i_op = &ovl_dir_inode_operations;
		inode->i_fop = &ovl_dir_operations;
		break;
	case S_IFLNK:
		inode->i_op = &ovl_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, real->i_mode, real->i_rdev);
		inode->i_op = &ovl_file_inode_operations;
		break;
	}
}

static int test_upper(struct inode *inode, void *data)
{
	struct dentry *upper = ovl_upper(inode);

	return upper && d_inode(upper) == data;
}

static int set_upper(struct inode *inode, void *data)
{
	return 0;
}

/* Two names of one upper file are one file; others have an inode each. */
static struct inode *find_or_make(struct super_block *sb, struct dentry *upper)
{
	struct inode *inode;

	if (upper && !d_is_dir(upper))
		return iget5_locked(sb, (unsigned long)d_inode(upper), test_upper, set_upper,
				    d_inode(upper));
	inode = new_inode(sb);
	return inode;
}

/**
 * ovl_get_inode() - the overlay inode of real files
 * @sb: overlay
 * @upper: in the upper layer, or NULL; consumed
 * @stack: below it, or NULL; consumed
 *
 * Return: inode or ERR_PTR(-ENOMEM).
 */
struct inode *ovl_get_inode(struct super_block *sb, struct dentry *upper, struct ovl_stack *stack)
{
	struct inode *inode = find_or_make(sb, upper), *real;
	bool hashed = upper && !d_is_dir(upper);

	if (!inode || (hashed && !(inode->i_state & I_NEW))) {
		dput(upper);
		put_stack(stack);
		return inode ? inode : ERR_PTR(-ENOMEM);
	}
	OVL_I(inode)->upper = upper;
	OVL_I(inode)->stack = stack;
	real = real_inode(inode);
	inode->i_ino = ovl_map_ino(sb, real->i_sb, real->i_ino);
	inode->i_mode = real->i_mode;
	set_operations(inode, real);
	set_nlink(inode, real->i_nlink ? real->i_nlink : 1);
	ovl_copyattr(inode);
	inode->i_flags |= S_NOCMTIME | (real->i_flags & (S_APPEND | S_IMMUTABLE));
	if (hashed)
		unlock_new_inode(inode);
	return inode;
}

/* ---- operations ---- */

int ovl_getattr(const struct path *path, struct kstat *stat, u32 mask, unsigned int flags)
{
	struct inode *inode = d_inode(path->dentry);
	const struct cred *old = ovl_override(inode->i_sb);
	struct path real;
	int err;

	ovl_real_path(inode, &real);
	err = vfs_getattr(&real, stat, mask, flags);
	revert_creds(old);
	if (err)
		return err;
	stat->dev = inode->i_sb->s_dev;
	stat->ino = inode->i_ino;
	if (S_ISDIR(stat->mode) && ovl_nr_lower(inode))
		stat->nlink = 1;		/* not known */
	ovl_copyattr(inode);
	return 0;
}

/* What the overlay shows, and what whoever mounted it may. */
int ovl_permission(struct inode *inode, int mask)
{
	struct inode *real = real_inode(inode);
	const struct cred *old;
	int err;

	ovl_copyattr(inode);
	err = generic_permission(inode, mask);
	if (err)
		return err;
	/* A lower file that is to be written to is read first. */
	if (!ovl_upper(inode) && !(mask & MAY_NOT_BLOCK) && mask & MAY_WRITE &&
	    !S_ISDIR(inode->i_mode)) {
		mask &= ~(MAY_WRITE | MAY_APPEND);
		mask |= MAY_READ;
	}
	if (!ovl_upper(inode) && S_ISDIR(inode->i_mode))
		mask &= ~MAY_WRITE;
	old = ovl_override(inode->i_sb);
	err = inode_permission(real, mask);
	revert_creds(old);
	return err;
}

static int change_upper(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	struct dentry *upper = ovl_upper(inode);
	const struct cred *old;
	int err = 0;

	attr->ia_valid &= ~(ATTR_FILE | ATTR_OPEN);
	old = ovl_override(inode->i_sb);
	if (attr->ia_valid & ATTR_SIZE)
		err = get_write_access(d_inode(upper));
	if (!err) {
		inode_lock(d_inode(upper));
		err = notify_change(upper, attr);
		inode_unlock(d_inode(upper));
		if (attr->ia_valid & ATTR_SIZE)
			put_write_access(d_inode(upper));
	}
	revert_creds(old);
	if (!err)
		ovl_copyattr(inode);
	return err;
}

int ovl_setattr(struct dentry *dentry, struct iattr *attr)
{
	int err = setattr_prepare(dentry, attr);

	if (!err)
		err = ovl_want_write(dentry);
	if (err)
		return err;
	if (attr->ia_valid & ATTR_SIZE)
		err = ovl_copy_up_size(dentry, attr->ia_size);
	else
		err = ovl_copy_up(dentry);
	if (!err)
		err = change_upper(dentry, attr);
	ovl_drop_write(dentry);
	return err;
}

/* Access times are kept for what is in the upper layer. */
int ovl_update_time(struct inode *inode, int flags)
{
	struct path upper = { .mnt = OVL_FS(inode->i_sb)->mnt[0], .dentry = ovl_upper(inode) };

	if (flags & S_ATIME && upper.dentry) {
		touch_atime(&upper);
		spin_lock(&inode->i_lock);
		inode->i_atime = d_inode(upper.dentry)->i_atime;
		spin_unlock(&inode->i_lock);
	}
	return 0;
}

static const char *ovl_get_link(struct dentry *dentry, struct inode *inode,
				struct delayed_call *done)
{
	const struct cred *old;
	struct inode *real_inode;
	struct path real;
	const char *text;

	ovl_real_path(inode, &real);
	real_inode = d_inode(real.dentry);
	if (real_inode->i_link)
		return real_inode->i_link;
	if (!real_inode->i_op->get_link)
		return ERR_PTR(-EINVAL);
	old = ovl_override(inode->i_sb);
	text = real_inode->i_op->get_link(real.dentry, real_inode, done);
	revert_creds(old);
	return text;
}

const struct inode_operations ovl_file_inode_operations = {
	.permission	= ovl_permission,
	.setattr	= ovl_setattr,
	.getattr	= ovl_getattr,
	.listxattr	= ovl_listxattr,
	.update_time	= ovl_update_time,
};

const struct inode_operations ovl_symlink_inode_operations = {
	.get_link	= ovl_get_link,
	.setattr	= ovl_setattr,
	.getattr	= ovl_getattr,
	.listxattr	= ovl_listxattr,
	.update_time	= ovl_update_time,
};
