// SPDX-License-Identifier: GPL-2.0
/*
 * Block maps of ext2 and ext3: twelve direct blocks, then one, two and three
 * levels of blocks full of block numbers.
 *
 * A new pointer block is on disk before anything points at it.
 * Context: i_data_sem, for writing when the map changes.
 */
#include <linux/sched.h>

#include "ext4.h"

/* Offsets to follow from the inode; returns how many, 0 beyond the format. */
static int ind_path(struct inode *inode, u64 lblk, u32 offsets[4])
{
	u32 bits = inode->i_sb->s_blocksize_bits - 2, per = 1u << bits;
	int depth;

	if (lblk < EXT4_NDIR_BLOCKS) {
		offsets[0] = lblk;
		return 1;
	}
	lblk -= EXT4_NDIR_BLOCKS;
	for (depth = 1; depth <= 3; depth++) {
		u64 span = 1ULL << (bits * depth);
		int i;

		if (lblk < span) {
			offsets[0] = EXT4_NDIR_BLOCKS + depth - 1;
			for (i = 1; i <= depth; i++)
				offsets[i] = (lblk >> (bits * (depth - i))) & (per - 1);
			return depth + 1;
		}
		lblk -= span;
	}
	return 0;
}

static struct buffer_head *read_ind(struct inode *inode, u32 block)
{
	struct buffer_head *bh;

	if (!ext4_block_valid(inode->i_sb, block, 1)) {
		ext4_inode_error(inode, "indirect block %u outside the filesystem", block);
		return ERR_PTR(-EUCLEAN);
	}
	bh = sb_bread(inode->i_sb, block);
	return bh ? bh : ERR_PTR(-EIO);
}

/* A zeroed pointer block, written. Returns its number or -errno. */
static long new_ind(struct inode *inode)
{
	struct buffer_head *bh;
	ext4_fsblk_t block;
	u32 one = 1;
	int err = ext4_new_blocks(inode, EXT4_I(inode)->i_goal, &one, &block);

	if (err)
		return err;
	bh = sb_getblk(inode->i_sb, block);
	if (!bh)
		return -ENOMEM;
	lock_buffer(bh);
	memset(bh->b_data, 0, bh->b_size);
	set_buffer_uptodate(bh);
	unlock_buffer(bh);
	err = ext4_write_metadata(inode->i_sb, bh);
	brelse(bh);
	return err ? err : (long)block;
}

/* How many of up to @max slots from @p on continue a run, or are holes like it. */
static u32 run_length(const __le32 *p, u32 max)
{
	u32 first = le32_to_cpu(*p), n = 1;

	while (n < max && le32_to_cpu(p[n]) == (first ? first + n : 0))
		n++;
	return n;
}

static int fill_slots(struct inode *inode, struct ext4_map *map, __le32 *slot, u32 max)
{
	u32 n = min(map->len, run_length(slot, max)), i;
	ext4_fsblk_t goal = EXT4_I(inode)->i_goal;
	int err = ext4_new_blocks(inode, goal, &n, &map->pblk);

	if (err)
		return err;
	if (map->pblk + n > 0xffffffffULL) {
		ext4_free_blocks(inode, map->pblk, n, false);
		return -EFBIG;
	}
	for (i = 0; i < n; i++)
		slot[i] = cpu_to_le32(map->pblk + i);
	EXT4_I(inode)->i_goal = map->pblk + n;
	map->len = n;
	map->flags = MAP_MAPPED | MAP_NEW;
	return n;
}

/* The question comes down to @slot, with @max slots in a row. */
static int answer(struct inode *inode, struct ext4_map *map, __le32 *slot, u32 max, unsigned int create)
{
	map->flags = 0;
	if (!*slot && create)
		return fill_slots(inode, map, slot, max);
	map->len = min(map->len, run_length(slot, max));
	if (!*slot)
		return 0;
	map->pblk = le32_to_cpu(*slot);
	if (!ext4_block_valid(inode->i_sb, map->pblk, map->len)) {
		ext4_inode_error(inode, "block %llu outside the filesystem", map->pblk);
		return -EUCLEAN;
	}
	map->flags = MAP_MAPPED;
	return map->len;
}

int ext4_ind_map(struct inode *inode, struct ext4_map *map, unsigned int create)
{
	u32 offsets[4], per = inode->i_sb->s_blocksize / 4;
	__le32 *table = EXT4_I(inode)->i_data;
	struct buffer_head *bh = NULL;
	int depth, i, ret;

	if (create & MAP_CREATE_UNWRITTEN)
		return -EOPNOTSUPP;
	depth = ind_path(inode, map->lblk, offsets);
	if (!depth)
		return -EFBIG;
	for (i = 0; i < depth - 1; i++) {
		u32 block = le32_to_cpu(table[offsets[i]]);
		struct buffer_head *next;

		if (!block && !create) {
			map->len = min(map->len, per - offsets[depth - 1]);
			map->flags = 0;
			brelse(bh);
			return 0;
		}
		if (!block) {
			long n = new_ind(inode);

			if (n < 0) {
				brelse(bh);
				return n;
			}
			block = n;
			table[offsets[i]] = cpu_to_le32(block);
			if (bh)
				ext4_dirty_metadata(inode->i_sb, bh);
			else
				mark_inode_dirty(inode);
		}
		next = read_ind(inode, block);
		brelse(bh);
		if (IS_ERR(next))
			return PTR_ERR(next);
		bh = next;
		table = (__le32 *)bh->b_data;
	}
	ret = answer(inode, map, table + offsets[depth - 1],
		     (bh ? per : EXT4_NDIR_BLOCKS) - offsets[depth - 1], create);
	if (map->flags & MAP_NEW) {
		if (bh)
			ext4_dirty_metadata(inode->i_sb, bh);
		else
			mark_inode_dirty(inode);
	}
	brelse(bh);
	return ret;
}

/*
 * Free what of [from, to] lies below one slot, @level levels of tables deep,
 * which starts at file block @base. Returns whether the slot is empty now.
 */
static bool free_branch(struct inode *inode, __le32 *slot, int level, u64 base, u64 from, u64 to)
{
	u32 bits = inode->i_sb->s_blocksize_bits - 2, per = 1u << bits, i;
	bool metadata = S_ISDIR(inode->i_mode) || S_ISLNK(inode->i_mode), all_empty = true;
	u32 block = le32_to_cpu(*slot);
	struct buffer_head *bh;

	if (!block)
		return true;
	if (!level) {
		*slot = 0;
		ext4_free_blocks(inode, block, 1, metadata);
		return true;
	}
	bh = read_ind(inode, block);
	if (IS_ERR(bh))
		return false;
	for (i = 0; i < per; i++) {
		u64 span = 1ULL << (bits * (level - 1)), first = base + i * span;
		__le32 *p = (__le32 *)bh->b_data + i;

		if (ext4_handle_is_full(inode->i_sb)) {	/* the rest is for another */
			all_empty = false;
			break;
		}
		if (*p && first <= to && first + span - 1 >= from) {
			if (!free_branch(inode, p, level - 1, first, from, to))
				all_empty = false;
		} else if (*p) {
			all_empty = false;
		}
	}
	if (!all_empty)
		ext4_dirty_metadata(inode->i_sb, bh);
	brelse(bh);
	if (all_empty) {
		*slot = 0;
		ext4_free_blocks(inode, block, 1, true);
	}
	cond_resched();
	return all_empty;
}

int ext4_ind_remove(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to)
{
	u32 bits = inode->i_sb->s_blocksize_bits - 2;
	__le32 *data = EXT4_I(inode)->i_data;
	u64 base = EXT4_NDIR_BLOCKS;
	int i;

	for (i = 0; i < EXT4_NDIR_BLOCKS; i++)
		if ((u64)i >= from && (u64)i <= to)
			free_branch(inode, &data[i], 0, i, from, to);
	for (i = 1; i <= 3; i++) {
		u64 span = 1ULL << (bits * i);

		if (base <= to && base + span - 1 >= from)
			free_branch(inode, &data[EXT4_NDIR_BLOCKS + i - 1], i, base, from, to);
		base += span;
	}
	mark_inode_dirty(inode);
	return ext4_handle_is_full(inode->i_sb) ? -EAGAIN : 0;
}
