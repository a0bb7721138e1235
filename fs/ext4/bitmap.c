// SPDX-License-Identifier: GPL-2.0
/*
 * Block and inode bitmaps: one block of each per group. A group whose bitmap
 * was never written (uninit_bg) gets it made up here on first use. Checksums
 * are checked once per buffer and kept right at each change.
 *
 * Context: s_bitmap_lock held.
 */
#include <linux/bitops.h>

#include "ext4.h"

static void mark_bits(char *map, u64 first, u64 count)
{
	while (count--)
		__set_bit(first++, (unsigned long *)map);
}

static u32 group_blocks(struct super_block *sb, ext4_group_t group)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	if (group < sbi->s_groups_count - 1)
		return sbi->s_blocks_per_group;
	return sbi->s_blocks_count - ext4_group_first_block(sb, group);
}

/* Mark what of [block, block+count) lies in this group. */
static void mark_own(struct super_block *sb, ext4_group_t group, char *map, ext4_fsblk_t block, u64 count)
{
	ext4_fsblk_t first = ext4_group_first_block(sb, group), end = first + group_blocks(sb, group);

	for (; count; count--, block++)
		if (block >= first && block < end)
			__set_bit(block - first, (unsigned long *)map);
}

static void make_block_bitmap(struct super_block *sb, ext4_group_t group, struct ext4_group_desc *gd,
			      struct buffer_head *bh)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u32 nr = group_blocks(sb, group);
	u64 base = 0;

	memset(bh->b_data, 0, bh->b_size);
	if (ext4_bg_has_super(sb, group))
		base = 1;
	base += ext4_bg_num_gdb(sb, group);
	if (ext4_bg_has_super(sb, group) && !HAS_INCOMPAT(sb, META_BG))
		base += le16_to_cpu(sbi->s_es->s_reserved_gdt_blocks);
	mark_bits(bh->b_data, 0, min_t(u64, base, nr));
	mark_own(sb, group, bh->b_data, ext4_block_bitmap(sb, gd), 1);
	mark_own(sb, group, bh->b_data, ext4_inode_bitmap(sb, gd), 1);
	mark_own(sb, group, bh->b_data, ext4_inode_table(sb, gd), sbi->s_itb_per_group);
	mark_bits(bh->b_data, nr, sb->s_blocksize * 8 - nr);
}

static u32 bitmap_csum(struct super_block *sb, struct buffer_head *bh, u32 bits)
{
	return ext4_chksum(EXT4_SB(sb)->s_csum_seed, bh->b_data, bits / 8);
}

static bool csum_matches(struct super_block *sb, u32 crc, __le16 lo, __le16 hi)
{
	u32 stored = le16_to_cpu(lo);

	if (EXT4_SB(sb)->s_desc_size >= 64)
		return crc == (stored | (u32)le16_to_cpu(hi) << 16);
	return (crc & 0xffff) == stored;
}

static struct buffer_head *read_bitmap(struct super_block *sb, ext4_group_t group, ext4_fsblk_t block,
				       bool uninit, const char *what)
{
	struct buffer_head *bh;

	if (!ext4_block_valid(sb, block, 1)) {
		ext4_error(sb, "group %u: bad %s bitmap block %llu", group, what, block);
		return ERR_PTR(-EUCLEAN);
	}
	bh = uninit ? sb_getblk(sb, block) : sb_bread(sb, block);
	if (!bh) {
		ext4_error(sb, "group %u: cannot read the %s bitmap (block %llu)", group, what, block);
		return ERR_PTR(-EIO);
	}
	return bh;
}

struct buffer_head *ext4_read_block_bitmap(struct super_block *sb, ext4_group_t group)
{
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	bool uninit = EXT4_SB(sb)->s_has_gdt_csum && (gd->bg_flags & cpu_to_le16(EXT4_BG_BLOCK_UNINIT));
	struct buffer_head *bh = read_bitmap(sb, group, ext4_block_bitmap(sb, gd), uninit, "block");

	if (IS_ERR(bh) || buffer_verified(bh))
		return bh;
	if (uninit) {
		make_block_bitmap(sb, group, gd, bh);
		set_buffer_uptodate(bh);
	} else if (EXT4_SB(sb)->s_has_csum &&
		   !csum_matches(sb, bitmap_csum(sb, bh, EXT4_SB(sb)->s_blocks_per_group),
				 gd->bg_block_bitmap_csum_lo, gd->bg_block_bitmap_csum_hi)) {
		ext4_error(sb, "group %u: block bitmap checksum does not match", group);
		brelse(bh);
		return ERR_PTR(-EBADMSG);
	}
	set_buffer_verified(bh);
	return bh;
}

struct buffer_head *ext4_read_inode_bitmap(struct super_block *sb, ext4_group_t group)
{
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	bool uninit = EXT4_SB(sb)->s_has_gdt_csum && (gd->bg_flags & cpu_to_le16(EXT4_BG_INODE_UNINIT));
	struct buffer_head *bh = read_bitmap(sb, group, ext4_inode_bitmap(sb, gd), uninit, "inode");
	u32 nr = EXT4_SB(sb)->s_inodes_per_group;

	if (IS_ERR(bh) || buffer_verified(bh))
		return bh;
	if (uninit) {
		memset(bh->b_data, 0, bh->b_size);
		mark_bits(bh->b_data, nr, sb->s_blocksize * 8 - nr);
		set_buffer_uptodate(bh);
	} else if (EXT4_SB(sb)->s_has_csum &&
		   !csum_matches(sb, bitmap_csum(sb, bh, nr), gd->bg_inode_bitmap_csum_lo,
				 gd->bg_inode_bitmap_csum_hi)) {
		ext4_error(sb, "group %u: inode bitmap checksum does not match", group);
		brelse(bh);
		return ERR_PTR(-EBADMSG);
	}
	set_buffer_verified(bh);
	return bh;
}

/* The bitmap is now the truth: checksum, flags, descriptor, all dirty. */
void ext4_block_bitmap_changed(struct super_block *sb, ext4_group_t group, struct buffer_head *bh)
{
	struct buffer_head *gdb;
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, &gdb);
	u32 crc;

	if (EXT4_SB(sb)->s_has_csum) {
		crc = bitmap_csum(sb, bh, EXT4_SB(sb)->s_blocks_per_group);
		gd->bg_block_bitmap_csum_lo = cpu_to_le16(crc & 0xffff);
		if (EXT4_SB(sb)->s_desc_size >= 64)
			gd->bg_block_bitmap_csum_hi = cpu_to_le16(crc >> 16);
	}
	gd->bg_flags &= cpu_to_le16(~EXT4_BG_BLOCK_UNINIT);
	ext4_group_csum_set(sb, group, gd);
	ext4_dirty_metadata(sb, bh);
	ext4_dirty_metadata(sb, gdb);
}

void ext4_inode_bitmap_changed(struct super_block *sb, ext4_group_t group, struct buffer_head *bh)
{
	struct buffer_head *gdb;
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, &gdb);
	u32 crc;

	if (EXT4_SB(sb)->s_has_csum) {
		crc = bitmap_csum(sb, bh, EXT4_SB(sb)->s_inodes_per_group);
		gd->bg_inode_bitmap_csum_lo = cpu_to_le16(crc & 0xffff);
		if (EXT4_SB(sb)->s_desc_size >= 64)
			gd->bg_inode_bitmap_csum_hi = cpu_to_le16(crc >> 16);
	}
	gd->bg_flags &= cpu_to_le16(~EXT4_BG_INODE_UNINIT);
	ext4_group_csum_set(sb, group, gd);
	ext4_dirty_metadata(sb, bh);
	ext4_dirty_metadata(sb, gdb);
}
