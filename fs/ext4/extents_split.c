// SPDX-License-Identifier: GPL-2.0
/*
 * Extent trees: inserting. An insertion first makes the range free in the
 * leaf (trimming or cutting extents that overlap it, without freeing their
 * blocks), then joins it to a neighbour or takes a slot, splitting nodes from
 * the bottom up when full.
 *
 * A new node is on disk before anything points at it.
 *
 * Context: i_data_sem held for writing.
 */
#include "ext4.h"

static void put_extent(struct ext4_extent *ex, ext4_lblk_t lblk, u32 len, ext4_fsblk_t pblk, bool unwritten)
{
	ex->ee_block = cpu_to_le32(lblk);
	ex->ee_len = cpu_to_le16(unwritten ? len + EXT_INIT_MAX_LEN : len);
	ex->ee_start_lo = cpu_to_le32((u32)pblk);
	ex->ee_start_hi = cpu_to_le16(pblk >> 32);
}

static void put_index(struct ext4_extent_idx *ix, ext4_lblk_t lblk, ext4_fsblk_t pblk)
{
	ix->ei_block = cpu_to_le32(lblk);
	ix->ei_leaf_lo = cpu_to_le32((u32)pblk);
	ix->ei_leaf_hi = cpu_to_le16(pblk >> 32);
	ix->ei_unused = 0;
}

static ext4_lblk_t first_lblk(struct ext4_extent_header *eh)
{
	/* Both kinds of entry begin with the block number. */
	return le32_to_cpu(EXT_FIRST(eh)->ee_block);
}

/* The first key of a node went down: so must the keys that lead to it. */
int ext4_ext_fix_index(struct inode *inode, struct ext4_ext_path *path, int depth)
{
	int i;

	for (i = depth - 1; i >= 0; i--) {
		ext4_lblk_t key = first_lblk(path[i + 1].hdr);

		if (le32_to_cpu(path[i].idx->ei_block) == key)
			break;
		path[i].idx->ei_block = cpu_to_le32(key);
		ext4_ext_dirty(inode, &path[i]);
		if (path[i].idx != EXT_FIRST_IDX(path[i].hdr))
			break;
	}
	return 0;
}

static struct buffer_head *new_node(struct inode *inode, ext4_fsblk_t *block)
{
	struct buffer_head *bh;
	u32 one = 1;
	int err = ext4_new_blocks(inode, EXT4_I(inode)->i_goal, &one, block);

	if (err)
		return ERR_PTR(err);
	bh = sb_getblk(inode->i_sb, *block);
	if (!bh) {
		ext4_free_blocks(inode, *block, 1, false);
		return ERR_PTR(-ENOMEM);
	}
	lock_buffer(bh);
	memset(bh->b_data, 0, bh->b_size);
	set_buffer_uptodate(bh);
	set_buffer_verified(bh);
	unlock_buffer(bh);
	return bh;
}

static void init_node(struct inode *inode, struct buffer_head *bh, int depth)
{
	struct ext4_extent_header *eh = (void *)bh->b_data;

	eh->eh_magic = cpu_to_le16(EXT4_EXT_MAGIC);
	eh->eh_max = cpu_to_le16((bh->b_size - sizeof(*eh)) / sizeof(struct ext4_extent));
	eh->eh_depth = cpu_to_le16(depth);
}

static int write_node(struct inode *inode, struct buffer_head *bh)
{
	ext4_extent_csum_set(inode, (void *)bh->b_data);
	return ext4_write_metadata(inode->i_sb, bh);
}

/* All of the root moves into a new node below it: one level more. */
static int grow_root(struct inode *inode)
{
	struct ext4_extent_header *root = ext_root(inode), *eh;
	int depth = le16_to_cpu(root->eh_depth), err;
	struct buffer_head *bh;
	ext4_fsblk_t block;

	if (depth >= EXT4_MAX_DEPTH)
		return -ENOSPC;
	bh = new_node(inode, &block);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	init_node(inode, bh, depth);
	eh = (void *)bh->b_data;
	eh->eh_entries = root->eh_entries;
	memcpy(EXT_FIRST(eh), EXT_FIRST(root), EXT_ENTRIES(root) * sizeof(struct ext4_extent));
	err = write_node(inode, bh);
	brelse(bh);
	if (err) {
		ext4_free_blocks(inode, block, 1, true);
		return err;
	}
	put_index(EXT_FIRST_IDX(root), EXT_ENTRIES(root) ? first_lblk(root) : 0, block);
	root->eh_entries = cpu_to_le16(1);
	root->eh_depth = cpu_to_le16(depth + 1);
	mark_inode_dirty(inode);
	return 0;
}

/* The upper half of the full node path[at] moves to a new right neighbour. */
static int split_node(struct inode *inode, struct ext4_ext_path *path, int at, int depth, ext4_lblk_t lblk)
{
	struct ext4_extent_header *eh = path[at].hdr, *right;
	struct ext4_extent_idx *ix = path[at - 1].idx + 1;
	struct ext4_extent_header *parent = path[at - 1].hdr;
	int n = EXT_ENTRIES(eh), keep = n / 2, err;
	struct buffer_head *bh;
	ext4_fsblk_t block;

	/* Appending, the usual case: leave the left node full. */
	if (lblk > le32_to_cpu(EXT_FIRST(eh)[n - 1].ee_block))
		keep = n - 1;
	bh = new_node(inode, &block);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	init_node(inode, bh, depth - at);
	right = (void *)bh->b_data;
	right->eh_entries = cpu_to_le16(n - keep);
	memcpy(EXT_FIRST(right), EXT_FIRST(eh) + keep, (n - keep) * sizeof(struct ext4_extent));
	err = write_node(inode, bh);
	if (err) {
		brelse(bh);
		ext4_free_blocks(inode, block, 1, true);
		return err;
	}
	memmove(ix + 1, ix, (char *)(EXT_FIRST_IDX(parent) + EXT_ENTRIES(parent)) - (char *)ix);
	put_index(ix, first_lblk(right), block);
	parent->eh_entries = cpu_to_le16(EXT_ENTRIES(parent) + 1);
	ext4_ext_dirty(inode, &path[at - 1]);
	if (path[at - 1].bh)
		ext4_write_metadata(inode->i_sb, path[at - 1].bh);
	else
		ext4_write_inode_raw(inode);
	eh->eh_entries = cpu_to_le16(keep);
	ext4_ext_dirty(inode, &path[at]);
	brelse(bh);
	return 0;
}

/**
 * ext4_ext_make_room() - the leaf for @lblk gets a free slot
 *
 * Splits one node at a time, topmost full one first, until there is room.
 */
int ext4_ext_make_room(struct inode *inode, ext4_lblk_t lblk)
{
	struct ext4_ext_path path[EXT4_MAX_DEPTH + 1];
	int depth, at, err;

	for (;;) {
		err = ext4_ext_find(inode, lblk, path, &depth);
		if (err)
			return err;
		for (at = depth; at >= 0; at--)
			if (EXT_ENTRIES(path[at].hdr) < EXT_MAX(path[at].hdr))
				break;
		if (at == depth)
			break;
		err = at < 0 ? grow_root(inode) : split_node(inode, path, at + 1, depth, lblk);
		ext4_ext_put_path(path, depth);
		if (err)
			return err;
	}
	ext4_ext_put_path(path, depth);
	return 0;
}

/* Put an extent, overlapping none, into the leaf that has room for it. */
static int place_extent(struct inode *inode, ext4_lblk_t lblk, u32 len, ext4_fsblk_t pblk, bool unwritten)
{
	struct ext4_ext_path path[EXT4_MAX_DEPTH + 1];
	struct ext4_extent_header *eh;
	struct ext4_extent *slot;
	int depth, err;

	err = ext4_ext_make_room(inode, lblk);
	if (!err)
		err = ext4_ext_find(inode, lblk, path, &depth);
	if (err)
		return err;
	eh = path[depth].hdr;
	slot = path[depth].ex ? path[depth].ex + 1 : EXT_FIRST(eh);
	memmove(slot + 1, slot, (char *)(EXT_FIRST(eh) + EXT_ENTRIES(eh)) - (char *)slot);
	put_extent(slot, lblk, len, pblk, unwritten);
	eh->eh_entries = cpu_to_le16(EXT_ENTRIES(eh) + 1);
	ext4_ext_dirty(inode, &path[depth]);
	if (slot == EXT_FIRST(eh))
		ext4_ext_fix_index(inode, path, depth);
	ext4_ext_put_path(path, depth);
	return 0;
}

static bool can_join(struct ext4_extent *ex, ext4_lblk_t lblk, u32 len, ext4_fsblk_t pblk, bool unwritten)
{
	u32 max = unwritten ? EXT_UNWRITTEN_MAX_LEN : EXT_INIT_MAX_LEN;

	return ext_unwritten(ex) == unwritten && le32_to_cpu(ex->ee_block) + ext_len(ex) == lblk &&
	       ext_pblk(ex) + ext_len(ex) == pblk && ext_len(ex) + len <= max;
}

/* 1: joined to its left or right neighbour in the leaf. */
static int try_join(struct inode *inode, ext4_lblk_t lblk, u32 len, ext4_fsblk_t pblk, bool unwritten)
{
	struct ext4_ext_path path[EXT4_MAX_DEPTH + 1];
	struct ext4_extent_header *eh;
	struct ext4_extent *ex, *next;
	int depth, joined = 0, err = ext4_ext_find(inode, lblk, path, &depth);

	if (err)
		return err;
	eh = path[depth].hdr;
	ex = path[depth].ex;
	next = ex ? ex + 1 : EXT_FIRST(eh);
	if (next >= EXT_FIRST(eh) + EXT_ENTRIES(eh))
		next = NULL;
	if (ex && can_join(ex, lblk, len, pblk, unwritten)) {
		put_extent(ex, le32_to_cpu(ex->ee_block), ext_len(ex) + len, ext_pblk(ex), unwritten);
		if (next && can_join(ex, le32_to_cpu(next->ee_block), ext_len(next), ext_pblk(next), unwritten) &&
		    ext_unwritten(next) == unwritten) {
			put_extent(ex, le32_to_cpu(ex->ee_block), ext_len(ex) + ext_len(next), ext_pblk(ex), unwritten);
			memmove(next, next + 1, (char *)(EXT_FIRST(eh) + EXT_ENTRIES(eh)) - (char *)(next + 1));
			eh->eh_entries = cpu_to_le16(EXT_ENTRIES(eh) - 1);
		}
		joined = 1;
	} else if (next && ext_unwritten(next) == unwritten && lblk + len == le32_to_cpu(next->ee_block) &&
		   pblk + len == ext_pblk(next) &&
		   len + ext_len(next) <= (unwritten ? EXT_UNWRITTEN_MAX_LEN : EXT_INIT_MAX_LEN)) {
		put_extent(next, lblk, len + ext_len(next), pblk, unwritten);
		joined = 1;
		if (next == EXT_FIRST(eh))
			ext4_ext_fix_index(inode, path, depth);
	}
	if (joined)
		ext4_ext_dirty(inode, &path[depth]);
	ext4_ext_put_path(path, depth);
	return joined;
}

/*
 * If an extent covers part of [lblk, lblk+len), cut the range out of it. The
 * caller's range never spans two extents. A piece right of it is put back.
 */
static int cut_out(struct inode *inode, ext4_lblk_t lblk, u32 len)
{
	struct ext4_ext_path path[EXT4_MAX_DEPTH + 1];
	struct ext4_extent_header *eh;
	struct ext4_extent *ex, old;
	u32 left, right;
	int depth, err = ext4_ext_find(inode, lblk, path, &depth);

	if (err)
		return err;
	eh = path[depth].hdr;
	ex = path[depth].ex;
	if (!ex || lblk - le32_to_cpu(ex->ee_block) >= ext_len(ex)) {
		ext4_ext_put_path(path, depth);
		return 0;
	}
	old = *ex;
	left = lblk - le32_to_cpu(old.ee_block);
	right = ext_len(&old) - left - len;
	if (left) {
		put_extent(ex, le32_to_cpu(old.ee_block), left, ext_pblk(&old), ext_unwritten(&old));
	} else if (right) {
		put_extent(ex, lblk + len, right, ext_pblk(&old) + len, ext_unwritten(&old));
	} else {
		memmove(ex, ex + 1, (char *)(EXT_FIRST(eh) + EXT_ENTRIES(eh)) - (char *)(ex + 1));
		eh->eh_entries = cpu_to_le16(EXT_ENTRIES(eh) - 1);
	}
	ext4_ext_dirty(inode, &path[depth]);
	if (ex == EXT_FIRST(eh) && EXT_ENTRIES(eh))
		ext4_ext_fix_index(inode, path, depth);
	ext4_ext_put_path(path, depth);
	if (!left || !right)
		return 0;
	return place_extent(inode, lblk + len, right, ext_pblk(&old) + left + len, ext_unwritten(&old));
}

/**
 * ext4_ext_insert() - map a range that no extent, or just one, covers
 *
 * Return: 0, -ENOSPC or another -errno; the tree stays sound in any case.
 */
int ext4_ext_insert(struct inode *inode, ext4_lblk_t lblk, u32 len, ext4_fsblk_t pblk, bool unwritten)
{
	int ret = ext4_ext_make_room(inode, lblk);

	if (!ret)
		ret = cut_out(inode, lblk, len);
	if (ret)
		return ret;
	EXT4_I(inode)->i_goal = pblk + len;
	ret = try_join(inode, lblk, len, pblk, unwritten);
	if (ret)
		return ret < 0 ? ret : 0;
	return place_extent(inode, lblk, len, pblk, unwritten);
}
