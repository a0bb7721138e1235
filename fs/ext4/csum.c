// SPDX-License-Identifier: GPL-2.0
/*
 * Checksums of metadata: crc32c seeded with the filesystem's UUID (feature
 * metadata_csum), or crc16 of the group descriptors alone (gdt_csum). Each
 * structure's rule of what is covered stands with its function.
 */
#include <linux/crc16.h>
#include <linux/crc32c.h>

#include "ext4.h"

u32 ext4_chksum(u32 crc, const void *p, size_t len)
{
	return crc32c(crc, p, len);
}

bool ext4_super_csum_ok(struct ext4_super_block *es)
{
	if (!(es->s_feature_ro_compat & cpu_to_le32(RO_COMPAT_METADATA_CSUM)))
		return true;
	return es->s_checksum == cpu_to_le32(ext4_chksum(~0u, es, offsetof(struct ext4_super_block, s_checksum)));
}

void ext4_super_csum_set(struct super_block *sb)
{
	struct ext4_super_block *es = EXT4_SB(sb)->s_es;

	if (EXT4_SB(sb)->s_has_csum)
		es->s_checksum = cpu_to_le32(ext4_chksum(~0u, es, offsetof(struct ext4_super_block, s_checksum)));
}

/* Group number and descriptor, with the checksum field as zero (crc32c) or skipped (crc16). */
u16 ext4_group_csum(struct super_block *sb, ext4_group_t group, struct ext4_group_desc *gd)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	size_t at = offsetof(struct ext4_group_desc, bg_checksum), after = at + sizeof(gd->bg_checksum);
	__le32 nr = cpu_to_le32(group);
	__le16 zero = 0;
	u32 crc;

	if (sbi->s_has_csum) {
		crc = ext4_chksum(sbi->s_csum_seed, &nr, sizeof(nr));
		crc = ext4_chksum(crc, gd, at);
		crc = ext4_chksum(crc, &zero, sizeof(zero));
		if (after < sbi->s_desc_size)
			crc = ext4_chksum(crc, (u8 *)gd + after, sbi->s_desc_size - after);
		return crc & 0xffff;
	}
	crc = crc16(~0, sbi->s_es->s_uuid, sizeof(sbi->s_es->s_uuid));
	crc = crc16(crc, (u8 *)&nr, sizeof(nr));
	crc = crc16(crc, (u8 *)gd, at);
	if (HAS_INCOMPAT(sb, 64BIT) && after < sbi->s_desc_size)
		crc = crc16(crc, (u8 *)gd + after, sbi->s_desc_size - after);
	return crc;
}

void ext4_group_csum_set(struct super_block *sb, ext4_group_t group, struct ext4_group_desc *gd)
{
	if (EXT4_SB(sb)->s_has_gdt_csum)
		gd->bg_checksum = cpu_to_le16(ext4_group_csum(sb, group, gd));
}

/* All of the inode with both halves of the checksum as zero. */
u32 ext4_inode_csum(struct inode *inode, struct ext4_inode *raw)
{
	size_t lo = offsetof(struct ext4_inode, i_checksum_lo), hi = offsetof(struct ext4_inode, i_checksum_hi);
	size_t size = EXT4_SB(inode->i_sb)->s_inode_size;
	bool has_hi = size > EXT4_GOOD_OLD_INODE_SIZE && EXT4_I(inode)->i_extra_isize >= 4;
	u32 crc = EXT4_I(inode)->i_csum_seed;
	__le16 zero = 0;

	crc = ext4_chksum(crc, raw, lo);
	crc = ext4_chksum(crc, &zero, sizeof(zero));
	crc = ext4_chksum(crc, (u8 *)raw + lo + 2, EXT4_GOOD_OLD_INODE_SIZE - lo - 2);
	if (size <= EXT4_GOOD_OLD_INODE_SIZE)
		return crc;
	crc = ext4_chksum(crc, (u8 *)raw + EXT4_GOOD_OLD_INODE_SIZE, hi - EXT4_GOOD_OLD_INODE_SIZE);
	if (has_hi) {
		crc = ext4_chksum(crc, &zero, sizeof(zero));
		hi += 2;
	}
	return ext4_chksum(crc, (u8 *)raw + hi, size - hi);
}

static struct ext4_extent_tail *extent_tail(struct ext4_extent_header *eh)
{
	return (void *)(EXT_FIRST(eh) + EXT_MAX(eh));
}

static u32 extent_csum(struct inode *inode, struct ext4_extent_header *eh)
{
	return ext4_chksum(EXT4_I(inode)->i_csum_seed, eh, (char *)extent_tail(eh) - (char *)eh);
}

void ext4_extent_csum_set(struct inode *inode, struct ext4_extent_header *eh)
{
	if (EXT4_SB(inode->i_sb)->s_has_csum)
		extent_tail(eh)->et_checksum = cpu_to_le32(extent_csum(inode, eh));
}

bool ext4_extent_csum_ok(struct inode *inode, struct ext4_extent_header *eh)
{
	return !EXT4_SB(inode->i_sb)->s_has_csum ||
	       extent_tail(eh)->et_checksum == cpu_to_le32(extent_csum(inode, eh));
}

static struct ext4_dir_tail *dir_tail(struct buffer_head *bh)
{
	return (void *)(bh->b_data + bh->b_size - sizeof(struct ext4_dir_tail));
}

static u32 dirblock_csum(struct inode *inode, struct buffer_head *bh)
{
	return ext4_chksum(EXT4_I(inode)->i_csum_seed, bh->b_data, bh->b_size - sizeof(struct ext4_dir_tail));
}

void ext4_dirblock_csum_set(struct inode *inode, struct buffer_head *bh)
{
	if (EXT4_SB(inode->i_sb)->s_has_csum)
		dir_tail(bh)->det_checksum = cpu_to_le32(dirblock_csum(inode, bh));
}

bool ext4_dirblock_csum_ok(struct inode *inode, struct buffer_head *bh)
{
	struct ext4_dir_tail *t = dir_tail(bh);

	if (!EXT4_SB(inode->i_sb)->s_has_csum)
		return true;
	return !t->det_reserved1 && t->det_rec_len == cpu_to_le16(sizeof(*t)) && !t->det_reserved2 &&
	       t->det_reserved_ft == EXT4_FT_DIR_CSUM && t->det_checksum == cpu_to_le32(dirblock_csum(inode, bh));
}

/* Where the counts of an index block are: after one whole fake entry, or after two short ones. */
static struct dx_countlimit *dx_counts(struct buffer_head *bh)
{
	struct ext4_dir_entry *de = (void *)bh->b_data;

	if (le16_to_cpu(de->rec_len) == bh->b_size || (bh->b_size == 65536 && !de->rec_len))
		return (void *)(bh->b_data + 8);
	if (le16_to_cpu(de->rec_len) == 12)
		return (void *)(bh->b_data + 32);
	return NULL;
}

static bool dx_csum(struct inode *inode, struct buffer_head *bh, u32 *crc, struct dx_tail **tail)
{
	struct dx_countlimit *c = dx_counts(bh);
	size_t at = c ? (char *)c - bh->b_data : 0;
	__le32 zero = 0;
	size_t end;

	if (!c)
		return false;
	end = at + le16_to_cpu(c->limit) * sizeof(struct dx_entry);
	if (end + sizeof(struct dx_tail) > bh->b_size || le16_to_cpu(c->count) > le16_to_cpu(c->limit))
		return false;
	*tail = (void *)(bh->b_data + end);
	*crc = ext4_chksum(EXT4_I(inode)->i_csum_seed, bh->b_data,
			   at + le16_to_cpu(c->count) * sizeof(struct dx_entry));
	*crc = ext4_chksum(*crc, &(*tail)->dt_reserved, sizeof((*tail)->dt_reserved));
	*crc = ext4_chksum(*crc, &zero, sizeof(zero));
	return true;
}

void ext4_dx_csum_set(struct inode *inode, struct buffer_head *bh)
{
	struct dx_tail *tail;
	u32 crc;

	if (EXT4_SB(inode->i_sb)->s_has_csum && dx_csum(inode, bh, &crc, &tail))
		tail->dt_checksum = cpu_to_le32(crc);
}

bool ext4_dx_csum_ok(struct inode *inode, struct buffer_head *bh)
{
	struct dx_tail *tail;
	u32 crc;

	return !EXT4_SB(inode->i_sb)->s_has_csum ||
	       (dx_csum(inode, bh, &crc, &tail) && tail->dt_checksum == cpu_to_le32(crc));
}

/* Block number, then the block with the checksum as zero; not tied to an inode. */
u32 ext4_xattr_block_csum(struct inode *inode, ext4_fsblk_t block, struct ext4_xattr_header *h)
{
	size_t at = offsetof(struct ext4_xattr_header, h_checksum);
	__le64 nr = cpu_to_le64(block);
	__le32 zero = 0;
	u32 crc = ext4_chksum(EXT4_SB(inode->i_sb)->s_csum_seed, &nr, sizeof(nr));

	crc = ext4_chksum(crc, h, at);
	crc = ext4_chksum(crc, &zero, sizeof(zero));
	return ext4_chksum(crc, (u8 *)h + at + 4, inode->i_sb->s_blocksize - at - 4);
}
