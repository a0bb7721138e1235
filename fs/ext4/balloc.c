// SPDX-License-Identifier: GPL-2.0
/*
 * Allocating and freeing blocks.
 *
 * Allocation wants a run: first from the goal on in its group, then the best
 * run of the following groups, then whatever there is.
 *
 * Freed blocks are not given out again until the metadata that stopped using
 * them is on disk, so that a machine that is killed never leaves a block with two
 * owners. With a journal they are free in the bitmap, and busy in memory until their
 * transaction is committed. Without one they are pending, still used in the bitmap,
 * until ext4_commit_metadata().
 *
 * Locks: s_bitmap_lock (sleeps) over bitmaps, descriptors' counts and the
 * pending list; taken inside i_data_sem.
 */
#include <linux/bitops.h>
#include <linux/find.h>
#include <linux/sched.h>

#include "ext4.h"

struct pending_free {
	struct list_head	list;
	u64			start, count;	/* blocks; count 0: inode @start */
};

/* The bitmap with what is not to be used yet. */
static const unsigned long *search_map(struct super_block *sb, ext4_group_t group, struct buffer_head *bh)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	const unsigned long *used = (const unsigned long *)bh->b_data, *busy;
	size_t i;

	busy = sbi->s_busy ? sbi->s_busy[group] : NULL;
	if (!busy)
		return used;
	for (i = 0; i < sb->s_blocksize / sizeof(long); i++)
		sbi->s_search[i] = used[i] | busy[i];
	return sbi->s_search;
}

ext4_fsblk_t ext4_block_bitmap(struct super_block *sb, struct ext4_group_desc *gd)
{
	return le32_to_cpu(gd->bg_block_bitmap_lo) |
	       (EXT4_SB(sb)->s_desc_size >= 64 ? (u64)le32_to_cpu(gd->bg_block_bitmap_hi) << 32 : 0);
}

ext4_fsblk_t ext4_inode_bitmap(struct super_block *sb, struct ext4_group_desc *gd)
{
	return le32_to_cpu(gd->bg_inode_bitmap_lo) |
	       (EXT4_SB(sb)->s_desc_size >= 64 ? (u64)le32_to_cpu(gd->bg_inode_bitmap_hi) << 32 : 0);
}

ext4_fsblk_t ext4_inode_table(struct super_block *sb, struct ext4_group_desc *gd)
{
	return le32_to_cpu(gd->bg_inode_table_lo) |
	       (EXT4_SB(sb)->s_desc_size >= 64 ? (u64)le32_to_cpu(gd->bg_inode_table_hi) << 32 : 0);
}

u32 ext4_free_group_blocks(struct super_block *sb, struct ext4_group_desc *gd)
{
	return le16_to_cpu(gd->bg_free_blocks_count_lo) |
	       (EXT4_SB(sb)->s_desc_size >= 64 ? (u32)le16_to_cpu(gd->bg_free_blocks_count_hi) << 16 : 0);
}

void ext4_set_free_group_blocks(struct super_block *sb, struct ext4_group_desc *gd, u32 n)
{
	gd->bg_free_blocks_count_lo = cpu_to_le16(n & 0xffff);
	if (EXT4_SB(sb)->s_desc_size >= 64)
		gd->bg_free_blocks_count_hi = cpu_to_le16(n >> 16);
}

ext4_fsblk_t ext4_group_first_block(struct super_block *sb, ext4_group_t group)
{
	return EXT4_SB(sb)->s_first_data_block + (u64)group * EXT4_SB(sb)->s_blocks_per_group;
}

bool ext4_block_valid(struct super_block *sb, ext4_fsblk_t block, u64 count)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	return block >= sbi->s_first_data_block && block < sbi->s_blocks_count &&
	       count <= sbi->s_blocks_count - block;
}

/* Free to the caller: root and the reserved user may have the reserve too. */
u64 ext4_avail_blocks(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u64 free = READ_ONCE(sbi->s_free_blocks) + READ_ONCE(sbi->s_pending_blocks);

	if (uid_eq(current_fsuid(), sbi->s_resuid) || capable(CAP_SYS_RESOURCE) ||
	    (sbi->s_resgid && in_group_p(sbi->s_resgid)))
		return free;
	return free > sbi->s_r_blocks_count ? free - sbi->s_r_blocks_count : 0;
}

static u32 group_bits(struct super_block *sb, ext4_group_t group)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	if (group < sbi->s_groups_count - 1)
		return sbi->s_blocks_per_group;
	return sbi->s_blocks_count - ext4_group_first_block(sb, group);
}

/* The first run of @want zero bits at or after @start, else the longest there. */
static u32 find_run(const unsigned long *map, u32 bits, u32 start, u32 want, u32 *at)
{
	u32 best = 0, bit = start;

	while (bit < bits) {
		u32 end, limit;

		bit = find_next_zero_bit(map, bits, bit);
		if (bit >= bits)
			break;
		limit = min(bits, bit + want);
		end = find_next_bit(map, limit, bit);
		if (end - bit > best) {
			best = end - bit;
			*at = bit;
			if (best >= want)
				break;
		}
		bit = end + 1;
	}
	return best;
}

static void take_run(struct super_block *sb, ext4_group_t group, struct buffer_head *bh, u32 at, u32 n)
{
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	u32 i;

	for (i = 0; i < n; i++)
		__set_bit(at + i, (unsigned long *)bh->b_data);
	ext4_set_free_group_blocks(sb, gd, ext4_free_group_blocks(sb, gd) - n);
	ext4_block_bitmap_changed(sb, group, bh);
	EXT4_SB(sb)->s_free_blocks -= n;
}

/* At least @least blocks of @group from bit @start on; 0 = none, or -errno. */
static int alloc_in_group(struct super_block *sb, ext4_group_t group, u32 start, u32 want, u32 least,
			  ext4_fsblk_t *block)
{
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	u32 bits = group_bits(sb, group), at = 0, n;
	struct buffer_head *bh;

	if (ext4_free_group_blocks(sb, gd) < least)
		return 0;
	bh = ext4_read_block_bitmap(sb, group);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	n = find_run(search_map(sb, group, bh), bits, start, want, &at);
	if (n > ext4_free_group_blocks(sb, gd)) {
		ext4_error(sb, "group %u: free block count and bitmap differ", group);
		n = ext4_free_group_blocks(sb, gd);
	}
	if (n >= least && n) {
		*block = ext4_group_first_block(sb, group) + at;
		if (!ext4_block_valid(sb, *block, n)) {
			brelse(bh);
			return -EUCLEAN;
		}
		take_run(sb, group, bh, at, n);
	} else {
		n = 0;
	}
	brelse(bh);
	return n;
}

static int alloc_run(struct super_block *sb, ext4_fsblk_t goal, u32 want, ext4_fsblk_t *block)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t start = (goal - sbi->s_first_data_block) / sbi->s_blocks_per_group, i;
	u32 bit = (goal - sbi->s_first_data_block) % sbi->s_blocks_per_group;
	u32 least[] = { want, max(want / 4, 1u), 1 };
	size_t pass;
	int n;

	n = alloc_in_group(sb, start, bit, want, min(want, 8u), block);
	for (pass = 0; !n && pass < ARRAY_SIZE(least); pass++)
		for (i = 0; !n && i < sbi->s_groups_count; i++)
			n = alloc_in_group(sb, (start + i) % sbi->s_groups_count, 0, want,
					   least[pass], block);
	return n;
}

/**
 * ext4_new_blocks() - a contiguous run of blocks
 * @goal: where it should best start, 0 for anywhere near the inode
 * @count: wanted, then got (at least 1)
 * @block: the first
 *
 * Context: sleeps, may write metadata out when space is short.
 * Return: 0, -ENOSPC, -EIO or -EUCLEAN.
 */
int ext4_new_blocks(struct inode *inode, ext4_fsblk_t goal, u32 *count, ext4_fsblk_t *block)
{
	struct super_block *sb = inode->i_sb;
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u64 avail = ext4_avail_blocks(sb);
	int n = 0, tries;

	if (!avail)
		return -ENOSPC;
	*count = min_t(u64, *count, min_t(u64, avail, sbi->s_blocks_per_group - 8));
	if (!ext4_block_valid(sb, goal, 1))
		goal = ext4_group_first_block(sb, (inode->i_ino - 1) / sbi->s_inodes_per_group);
	for (tries = 0; tries < 2 && !n; tries++) {
		/* Space may be had by committing what was freed. */
		if (tries && sbi->s_journal)
			break;
		if (tries)
			ext4_commit_metadata(sb);
		mutex_lock(&sbi->s_bitmap_lock);
		n = alloc_run(sb, goal, *count, block);
		mutex_unlock(&sbi->s_bitmap_lock);
	}
	if (n <= 0)
		return n ? n : -ENOSPC;
	*count = n;
	inode_add_bytes(inode, (loff_t)n << sb->s_blocksize_bits);
	clean_bdev_aliases(sb->s_bdev, *block, n);
	return 0;
}

static void add_run(struct list_head *list, u64 start, u64 count)
{
	struct pending_free *p = list_empty(list) ? NULL :
		list_last_entry(list, struct pending_free, list);

	/* Files are freed in order: most runs continue the last one. */
	if (p && p->count && count && p->start + p->count == start) {
		p->count += count;
		return;
	}
	p = kmalloc(sizeof(*p), GFP_NOFS | __GFP_NOFAIL);
	p->start = start;
	p->count = count;
	list_add_tail(&p->list, list);
}

static void add_pending(struct super_block *sb, u64 start, u64 count)
{
	EXT4_SB(sb)->s_pending_blocks += count;
	add_run(&EXT4_SB(sb)->s_pending, start, count);
}

static void mark_busy(struct super_block *sb, u64 block, u64 count, bool busy)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	for (; count; count--, block++) {
		u64 rel = block - sbi->s_first_data_block;
		unsigned long **map = &sbi->s_busy[rel / sbi->s_blocks_per_group];

		if (!*map)
			*map = kzalloc(sb->s_blocksize, GFP_NOFS | __GFP_NOFAIL);
		if (busy)
			__set_bit(rel % sbi->s_blocks_per_group, *map);
		else
			__clear_bit(rel % sbi->s_blocks_per_group, *map);
	}
}

static void release_blocks(struct super_block *sb, u64 block, u64 count);

/* Free on disk with this transaction, but nobody's until it is committed. */
static void free_busy(struct super_block *sb, u64 block, u64 count)
{
	struct list_head *list = ext4_freed_list(sb);

	if (!list)
		return;
	mark_busy(sb, block, count, true);
	EXT4_SB(sb)->s_busy_blocks += count;
	add_run(list, block, count);
	release_blocks(sb, block, count);
}

/**
 * ext4_release_freed() - a transaction is on disk: its free blocks can be used
 * @freed: its list
 * @discard: tell the device, if that is wanted at all
 *
 * Context: the journal's thread; sleeps.
 */
void ext4_release_freed(struct super_block *sb, struct list_head *freed, bool discard)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	unsigned int shift = sb->s_blocksize_bits - 9;
	struct pending_free *p;

	while (!list_empty(freed)) {
		p = list_first_entry(freed, struct pending_free, list);
		list_del(&p->list);
		if (discard && sbi->s_mount_opt & OPT_DISCARD)
			blkdev_issue_discard(sb->s_bdev, p->start << shift, p->count << shift, GFP_NOFS);
		mutex_lock(&sbi->s_bitmap_lock);
		mark_busy(sb, p->start, p->count, false);
		sbi->s_busy_blocks -= p->count;
		mutex_unlock(&sbi->s_bitmap_lock);
		kfree(p);
	}
}

/**
 * ext4_should_retry() - the disk is full: may a commit help?
 * @retries: counted up
 *
 * Context: sleeps for the commit; false when a handle is open.
 */
bool ext4_should_retry(struct super_block *sb, int *retries)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	if (!sbi->s_journal || ext4_current_handle(sb) || !READ_ONCE(sbi->s_busy_blocks) || (*retries)++ == 3)
		return false;
	return !ext4_journal_commit(sb, true);
}

int ext4_busy_init(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	sbi->s_busy = kvcalloc(sbi->s_groups_count, sizeof(*sbi->s_busy), GFP_KERNEL);
	sbi->s_search = kmalloc(sb->s_blocksize, GFP_KERNEL);
	if (sbi->s_busy && sbi->s_search)
		return 0;
	ext4_busy_free(sb);
	return -ENOMEM;
}

void ext4_busy_free(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t g;

	for (g = 0; sbi->s_busy && g < sbi->s_groups_count; g++)
		kfree(sbi->s_busy[g]);
	kvfree(sbi->s_busy);
	kfree(sbi->s_search);
	sbi->s_busy = NULL;
	sbi->s_search = NULL;
}

/**
 * ext4_free_blocks() - give blocks back
 * @metadata: they may be in buffers that must not be written any more
 *
 * They can be allocated again after the next commit.
 */
void ext4_free_blocks(struct inode *inode, ext4_fsblk_t block, u64 count, bool metadata)
{
	struct super_block *sb = inode->i_sb;
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	if (!ext4_block_valid(sb, block, count)) {
		ext4_inode_error(inode, "freeing blocks outside the filesystem: %llu, %llu", block, count);
		return;
	}
	if (metadata)
		clean_bdev_aliases(sb->s_bdev, block, count);
	inode_sub_bytes(inode, (loff_t)count << sb->s_blocksize_bits);
	if (metadata && sbi->s_journal)
		ext4_forget(sb, block, count);
	mutex_lock(&sbi->s_bitmap_lock);
	if (sbi->s_journal)
		free_busy(sb, block, count);
	else
		add_pending(sb, block, count);
	mutex_unlock(&sbi->s_bitmap_lock);
}

/* The same for an inode number. */
void ext4_pending_inode(struct super_block *sb, unsigned long ino)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	mutex_lock(&sbi->s_bitmap_lock);
	add_pending(sb, ino, 0);
	mutex_unlock(&sbi->s_bitmap_lock);
}

static void release_in_group(struct super_block *sb, ext4_group_t group, u32 bit, u32 n)
{
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	struct buffer_head *bh = ext4_read_block_bitmap(sb, group);
	u32 i, freed = 0;

	if (IS_ERR(bh))
		return;
	for (i = 0; i < n; i++)
		if (__test_and_clear_bit(bit + i, (unsigned long *)bh->b_data))
			freed++;
	if (freed != n)
		ext4_error(sb, "group %u: %u of %u blocks were free already", group, n - freed, n);
	ext4_set_free_group_blocks(sb, gd, ext4_free_group_blocks(sb, gd) + freed);
	EXT4_SB(sb)->s_free_blocks += freed;
	ext4_block_bitmap_changed(sb, group, bh);
	brelse(bh);
}

static void release_blocks(struct super_block *sb, u64 block, u64 count)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	if (sbi->s_mount_opt & OPT_DISCARD && !sbi->s_journal)
		blkdev_issue_discard(sb->s_bdev, block << (sb->s_blocksize_bits - 9),
				     count << (sb->s_blocksize_bits - 9), GFP_NOFS);
	while (count) {
		u64 rel = block - sbi->s_first_data_block;
		ext4_group_t group = rel / sbi->s_blocks_per_group;
		u32 bit = rel % sbi->s_blocks_per_group;
		u32 n = min_t(u64, count, sbi->s_blocks_per_group - bit);

		release_in_group(sb, group, bit, n);
		block += n;
		count -= n;
		cond_resched();
	}
}

/**
 * ext4_release_pending() - what was freed may be used again
 *
 * Context: sleeps; the metadata that no longer refers to it is on disk.
 */
void ext4_release_pending(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct pending_free *p;

	mutex_lock(&sbi->s_bitmap_lock);
	while (!list_empty(&sbi->s_pending)) {
		p = list_first_entry(&sbi->s_pending, struct pending_free, list);
		list_del(&p->list);
		if (p->count) {
			sbi->s_pending_blocks -= p->count;
			release_blocks(sb, p->start, p->count);
		} else {
			ext4_release_inode_bit(sb, p->start);
		}
		kfree(p);
	}
	mutex_unlock(&sbi->s_bitmap_lock);
}
