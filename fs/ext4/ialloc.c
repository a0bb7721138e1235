// SPDX-License-Identifier: GPL-2.0
/*
 * Allocating and freeing inodes. Files go to their directory's group;
 * directories of the root are spread over groups with room, deeper ones stay
 * near their parents. Without a journal a freed number is reused after the next
 * commit only, see balloc.c.
 *
 * Locks: s_bitmap_lock.
 */
#include <linux/bitops.h>
#include <linux/find.h>
#include <linux/random.h>

#include "ext4.h"

static u32 get16(struct super_block *sb, __le16 lo, __le16 hi)
{
	return le16_to_cpu(lo) | (EXT4_SB(sb)->s_desc_size >= 64 ? (u32)le16_to_cpu(hi) << 16 : 0);
}

static void put16(struct super_block *sb, __le16 *lo, __le16 *hi, u32 v)
{
	*lo = cpu_to_le16(v & 0xffff);
	if (EXT4_SB(sb)->s_desc_size >= 64)
		*hi = cpu_to_le16(v >> 16);
}

static u32 free_inodes(struct super_block *sb, struct ext4_group_desc *gd)
{
	return get16(sb, gd->bg_free_inodes_count_lo, gd->bg_free_inodes_count_hi);
}

static void change_counts(struct super_block *sb, struct ext4_group_desc *gd, int inodes, int dirs)
{
	put16(sb, &gd->bg_free_inodes_count_lo, &gd->bg_free_inodes_count_hi,
	      free_inodes(sb, gd) + inodes);
	put16(sb, &gd->bg_used_dirs_count_lo, &gd->bg_used_dirs_count_hi,
	      get16(sb, gd->bg_used_dirs_count_lo, gd->bg_used_dirs_count_hi) + dirs);
	EXT4_SB(sb)->s_free_inodes += inodes;
}

/* A group with free inodes and blocks for a new top-level directory. */
static ext4_group_t spread_group(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t best = 0, start = get_random_u32() % sbi->s_groups_count, i;
	u64 best_score = 0;

	for (i = 0; i < sbi->s_groups_count; i++) {
		ext4_group_t g = (start + i) % sbi->s_groups_count;
		struct ext4_group_desc *gd = ext4_group_desc(sb, g, NULL);
		u64 score = free_inodes(sb, gd) ? ext4_free_group_blocks(sb, gd) + 1 : 0;

		if (score > best_score) {
			best_score = score;
			best = g;
		}
	}
	return best;
}

/* Numbers below the never-used tail of the table have been written before. */
static void update_unused(struct super_block *sb, ext4_group_t group, struct ext4_group_desc *gd, u32 bit)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u32 unused = get16(sb, gd->bg_itable_unused_lo, gd->bg_itable_unused_hi);

	if (!sbi->s_has_gdt_csum)
		return;
	if (gd->bg_flags & cpu_to_le16(EXT4_BG_INODE_UNINIT))
		unused = sbi->s_inodes_per_group;
	if (bit + 1 > sbi->s_inodes_per_group - unused)
		put16(sb, &gd->bg_itable_unused_lo, &gd->bg_itable_unused_hi,
		      sbi->s_inodes_per_group - bit - 1);
}

/*
 * When no other inode of its table block is in use, the block need not be
 * (and, never written, must not be) read.
 */
static void prepare_table_block(struct super_block *sb, ext4_group_t group, const char *map, u32 bit)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u32 first = bit - bit % sbi->s_inodes_per_block, i;
	struct buffer_head *bh;
	ext4_fsblk_t block;

	for (i = first; i < first + sbi->s_inodes_per_block; i++)
		if (i != bit && test_bit(i, (unsigned long *)map))
			return;
	block = ext4_inode_table(sb, ext4_group_desc(sb, group, NULL)) + bit / sbi->s_inodes_per_block;
	bh = sb_getblk(sb, block);
	if (!bh)
		return;
	if (!buffer_uptodate(bh)) {
		lock_buffer(bh);
		if (!buffer_uptodate(bh)) {
			memset(bh->b_data, 0, bh->b_size);
			set_buffer_uptodate(bh);
		}
		unlock_buffer(bh);
	}
	brelse(bh);
}

/* A free inode of @group: its number, 0 for none, or -errno. */
static long take_inode(struct super_block *sb, ext4_group_t group, bool is_dir)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	u32 bit = group ? 0 : sbi->s_first_ino - 1, nr = sbi->s_inodes_per_group;
	struct buffer_head *bh;

	if (!free_inodes(sb, gd))
		return 0;
	bh = ext4_read_inode_bitmap(sb, group);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	bit = find_next_zero_bit((unsigned long *)bh->b_data, nr, bit);
	if (bit >= nr) {
		brelse(bh);
		return 0;
	}
	prepare_table_block(sb, group, bh->b_data, bit);
	__set_bit(bit, (unsigned long *)bh->b_data);
	update_unused(sb, group, gd, bit);
	change_counts(sb, gd, -1, is_dir);
	ext4_inode_bitmap_changed(sb, group, bh);
	brelse(bh);
	return (long)group * nr + bit + 1;
}

static long find_inode_number(struct inode *dir, umode_t mode)
{
	struct super_block *sb = dir->i_sb;
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t start = (dir->i_ino - 1) / sbi->s_inodes_per_group, i;
	long ino = 0;

	mutex_lock(&sbi->s_bitmap_lock);
	if (S_ISDIR(mode) && dir->i_ino == EXT4_ROOT_INO)
		start = spread_group(sb);
	for (i = 0; i < sbi->s_groups_count && !ino; i++)
		ino = take_inode(sb, (start + i) % sbi->s_groups_count, S_ISDIR(mode));
	mutex_unlock(&sbi->s_bitmap_lock);
	return ino ? ino : -ENOSPC;
}

static void init_new(struct inode *inode, struct inode *dir, umode_t mode)
{
	struct super_block *sb = inode->i_sb;
	struct ext4_inode_info *ei = EXT4_I(inode);
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	__le32 nr = cpu_to_le32(inode->i_ino), gen;

	inode_init_owner(inode, dir, mode);
	inode->i_atime = inode->i_mtime = inode->i_ctime = ei->i_crtime = current_time(inode);
	inode->i_generation = get_random_u32();
	ei->i_flags = EXT4_I(dir)->i_flags & EXT4_FL_INHERITED;
	if (!S_ISDIR(mode))
		ei->i_flags &= ~(FS_DIRSYNC_FL | FS_TOPDIR_FL);
	if (!S_ISDIR(mode) && !S_ISREG(mode))
		ei->i_flags &= FS_NODUMP_FL | FS_NOATIME_FL;
	ei->i_extra_isize = sbi->s_inode_size > EXT4_GOOD_OLD_INODE_SIZE ? sbi->s_want_extra_isize : 0;
	ei->i_projid = EXT4_I(dir)->i_flags & FS_PROJINHERIT_FL ? EXT4_I(dir)->i_projid : 0;
	gen = cpu_to_le32(inode->i_generation);
	ei->i_csum_seed = ext4_chksum(ext4_chksum(sbi->s_csum_seed, &nr, sizeof(nr)), &gen, sizeof(gen));
	if (HAS_INCOMPAT(sb, EXTENTS) && (S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode))) {
		ei->i_flags |= EXT4_EXTENTS_FL;
		ext4_ext_init_root(inode);
	}
	ei->i_goal = ext4_group_first_block(sb, (inode->i_ino - 1) / sbi->s_inodes_per_group);
	ext4_set_inode_flags(inode);
}

/* Nothing of the number's last owner may show, attributes least of all. */
static int clear_raw(struct inode *inode)
{
	struct buffer_head *bh;
	struct ext4_inode *raw;
	int err = ext4_get_inode_loc(inode, &bh, &raw);

	if (err)
		return err;
	lock_buffer(bh);
	memset(raw, 0, EXT4_SB(inode->i_sb)->s_inode_size);
	unlock_buffer(bh);
	brelse(bh);
	return 0;
}

/**
 * ext4_new_inode() - a fresh inode, I_NEW, link count 1, not yet in a directory
 *
 * Context: sleeps. Return: the inode or ERR_PTR(-ENOSPC, -EIO, ...).
 */
struct inode *ext4_new_inode(struct inode *dir, umode_t mode, const struct qstr *name)
{
	struct inode *inode;
	long ino;
	int err;

	if (sb_rdonly(dir->i_sb))
		return ERR_PTR(-EROFS);
	inode = new_inode(dir->i_sb);
	if (!inode)
		return ERR_PTR(-ENOMEM);
	ino = find_inode_number(dir, mode);
	if (ino == -ENOSPC && !EXT4_SB(dir->i_sb)->s_journal && !ext4_commit_metadata(dir->i_sb))
		ino = find_inode_number(dir, mode);
	if (ino < 0) {
		make_bad_inode(inode);
		iput(inode);
		return ERR_PTR(ino);
	}
	inode->i_ino = ino;
	init_new(inode, dir, mode);
	if (insert_inode_locked(inode) < 0) {
		ext4_error(dir->i_sb, "inode %ld is free on disk but in use in memory", ino);
		make_bad_inode(inode);
		iput(inode);
		return ERR_PTR(-EUCLEAN);
	}
	err = clear_raw(inode);
	if (!err)
		err = ext4_init_acl(inode, dir);
	if (err) {
		clear_nlink(inode);
		unlock_new_inode(inode);
		iput(inode);
		return ERR_PTR(err);
	}
	mark_inode_dirty(inode);
	return inode;
}

void ext4_release_inode_bit(struct super_block *sb, unsigned long ino)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t group = (ino - 1) / sbi->s_inodes_per_group;
	u32 bit = (ino - 1) % sbi->s_inodes_per_group;
	struct ext4_group_desc *gd = ext4_group_desc(sb, group, NULL);
	struct buffer_head *bh = ext4_read_inode_bitmap(sb, group);

	if (IS_ERR(bh))
		return;
	if (__test_and_clear_bit(bit, (unsigned long *)bh->b_data))
		change_counts(sb, gd, 1, 0);
	else
		ext4_error(sb, "inode %lu was free already", ino);
	ext4_inode_bitmap_changed(sb, group, bh);
	brelse(bh);
}

/* The inode is gone, and its number free: without a journal, after the next commit. */
void ext4_free_inode(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t group = (inode->i_ino - 1) / sbi->s_inodes_per_group;
	struct buffer_head *gdb;
	struct ext4_group_desc *gd;

	if (S_ISDIR(inode->i_mode)) {
		mutex_lock(&sbi->s_bitmap_lock);
		gd = ext4_group_desc(sb, group, &gdb);
		change_counts(sb, gd, 0, -1);
		ext4_group_csum_set(sb, group, gd);
		ext4_dirty_metadata(sb, gdb);
		mutex_unlock(&sbi->s_bitmap_lock);
	}
	if (!sbi->s_journal)
		return ext4_pending_inode(sb, inode->i_ino);
	mutex_lock(&sbi->s_bitmap_lock);
	ext4_release_inode_bit(sb, inode->i_ino);
	mutex_unlock(&sbi->s_bitmap_lock);
}
