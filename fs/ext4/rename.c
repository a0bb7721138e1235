// SPDX-License-Identifier: GPL-2.0
/*
 * rename(2): the new name is written before the old one goes, so that a file
 * is never without any. RENAME_NOREPLACE and RENAME_EXCHANGE; whiteouts are
 * refused.
 */
#include "ext4.h"

struct ren {
	struct inode		*dir, *inode;
	struct dentry		*dentry;
	struct buffer_head	*bh;		/* of the entry, NULL if there is none */
	struct ext4_dir_entry	*de;
	struct buffer_head	*dot_bh;	/* a moving directory's first block */
	struct ext4_dir_entry	*dotdot;
};

static int find(struct ren *r)
{
	r->bh = ext4_find_entry(r->dir, &r->dentry->d_name, &r->de);
	if (IS_ERR(r->bh)) {
		int err = PTR_ERR(r->bh);

		r->bh = NULL;
		return err;
	}
	return 0;
}

/* ".." of a directory that changes its parent. */
static int find_dotdot(struct ren *r)
{
	static const struct qstr dotdot = QSTR_INIT("..", 2);
	struct ext4_dir_entry *de;

	r->dot_bh = ext4_read_dirblock(r->inode, 0);
	if (IS_ERR(r->dot_bh)) {
		int err = PTR_ERR(r->dot_bh);

		r->dot_bh = NULL;
		return err;
	}
	de = (void *)(r->dot_bh->b_data + EXT4_DIR_REC_LEN(1));
	if (ext4_check_dirent(r->inode, r->dot_bh, de) || de->name_len != dotdot.len || memcmp(de->name, "..", 2))
		return -EUCLEAN;
	r->dotdot = de;
	return 0;
}

static void set_dotdot(struct ren *r, struct inode *parent)
{
	r->dotdot->inode = cpu_to_le32(parent->i_ino);
	if (ext4_is_indexed(r->inode)) {
		ext4_dx_csum_set(r->inode, r->dot_bh);
		ext4_dirty_metadata(r->dir->i_sb, r->dot_bh);
	} else {
		ext4_dirblock_dirty(r->inode, r->dot_bh);
	}
}

static void set_entry(struct ren *r, struct inode *inode)
{
	r->de->inode = cpu_to_le32(inode->i_ino);
	if (HAS_INCOMPAT(r->dir->i_sb, FILETYPE))
		r->de->file_type = ext4_file_type(inode->i_mode);
	ext4_dirblock_dirty(r->dir, r->bh);
	r->dir->i_mtime = r->dir->i_ctime = current_time(r->dir);
	mark_inode_dirty(r->dir);
}

static void put(struct ren *r)
{
	brelse(r->bh);
	brelse(r->dot_bh);
}

static int exchange(struct ren *old, struct ren *new)
{
	bool old_dir = S_ISDIR(old->inode->i_mode), new_dir = S_ISDIR(new->inode->i_mode);
	int err = 0;

	if (old->dir != new->dir && old_dir)
		err = find_dotdot(old);
	if (!err && old->dir != new->dir && new_dir)
		err = find_dotdot(new);
	if (err)
		return err;
	set_entry(new, old->inode);
	set_entry(old, new->inode);
	if (old->dotdot)
		set_dotdot(old, new->dir);
	if (new->dotdot)
		set_dotdot(new, old->dir);
	if (old->dir != new->dir && old_dir != new_dir) {
		(old_dir ? ext4_dec_count : ext4_inc_count)(old->dir);
		(old_dir ? ext4_inc_count : ext4_dec_count)(new->dir);
	}
	old->inode->i_ctime = new->inode->i_ctime = current_time(old->inode);
	mark_inode_dirty(old->inode);
	mark_inode_dirty(new->inode);
	return 0;
}

/* What had the new name loses it. */
static void drop_target(struct inode *inode)
{
	if (S_ISDIR(inode->i_mode))
		clear_nlink(inode);
	else if (inode->i_nlink)
		drop_nlink(inode);
	inode->i_ctime = current_time(inode);
	if (!inode->i_nlink)
		ext4_orphan_add(inode);
	mark_inode_dirty(inode);
}

/* The old entry may have moved when its block was split for the new one. */
static int delete_old(struct ren *old)
{
	int err;

	brelse(old->bh);
	old->bh = NULL;
	err = find(old);
	if (err)
		return err;
	return old->bh ? ext4_delete_entry(old->dir, old->bh, old->de) : -ENOENT;
}

static int move(struct ren *old, struct ren *new)
{
	bool is_dir = S_ISDIR(old->inode->i_mode);
	int err = 0;

	if (new->inode && is_dir && !ext4_empty_dir(new->inode))
		return -ENOTEMPTY;
	if (is_dir && old->dir != new->dir)
		err = find_dotdot(old);
	if (err)
		return err;
	if (new->bh)
		set_entry(new, old->inode);
	else
		err = ext4_add_entry(new->dir, &new->dentry->d_name, old->inode);
	if (err)
		return err;
	old->inode->i_ctime = current_time(old->inode);
	mark_inode_dirty(old->inode);
	err = delete_old(old);
	if (err)
		return err;
	if (new->inode)
		drop_target(new->inode);
	if (old->dotdot)
		set_dotdot(old, new->dir);
	if (is_dir) {
		if (old->dir != new->dir || new->inode)
			ext4_dec_count(old->dir);
		if (old->dir != new->dir && !new->inode)
			ext4_inc_count(new->dir);
		mark_inode_dirty(old->dir);
		mark_inode_dirty(new->dir);
	}
	return 0;
}

static int do_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		     struct dentry *new_dentry, unsigned int flags)
{
	struct ren old = { .dir = old_dir, .dentry = old_dentry, .inode = d_inode(old_dentry) };
	struct ren new = { .dir = new_dir, .dentry = new_dentry, .inode = d_inode(new_dentry) };
	int err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	if (S_ISDIR(old.inode->i_mode) && old_dir != new_dir && !new.inode && new_dir->i_nlink >= 65000 &&
	    !HAS_RO_COMPAT(new_dir->i_sb, DIR_NLINK))
		return -EMLINK;
	err = find(&old);
	if (!err && (!old.bh || le32_to_cpu(old.de->inode) != old.inode->i_ino))
		err = -ENOENT;
	if (!err)
		err = find(&new);
	if (!err && new.bh && !new.inode) {
		brelse(new.bh);
		new.bh = NULL;
	}
	if (!err && flags & RENAME_EXCHANGE)
		err = new.bh ? exchange(&old, &new) : -ENOENT;
	else if (!err)
		err = move(&old, &new);
	put(&old);
	put(&new);
	return err;
}

int ext4_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
		struct dentry *new_dentry, unsigned int flags)
{
	return ext4_in_transaction(old_dir->i_sb, 2 * CREDITS_NAME,
				   do_rename(old_dir, old_dentry, new_dir, new_dentry, flags));
}
