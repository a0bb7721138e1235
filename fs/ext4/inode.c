// SPDX-License-Identifier: GPL-2.0
/*
 * Inodes between memory and disk: reading with every field doubted, writing
 * into the inode table's buffers, attributes, truncation, and the end.
 *
 * Locks: i_rwsem over attributes, i_data_sem over the map.
 */
#include <linux/cred.h>
#include <linux/pagemap.h>
#include <linux/posix_acl.h>
#include <linux/timekeeping.h>
#include <linux/writeback.h>

#include "ext4.h"

bool ext4_inode_is_fast_symlink(struct inode *inode)
{
	unsigned int ea_blocks = EXT4_I(inode)->i_file_acl ? inode->i_sb->s_blocksize >> 9 : 0;

	return S_ISLNK(inode->i_mode) && inode->i_blocks == ea_blocks &&
	       inode->i_size < (loff_t)sizeof(EXT4_I(inode)->i_data);
}

/* The most a file may hold in either format, and in the format's size fields. */
loff_t ext4_max_size(struct super_block *sb, bool extents)
{
	u32 bits = sb->s_blocksize_bits, per = bits - 2;
	u64 blocks;

	if (extents)
		return ((loff_t)0xffffffffLL << bits) - 1;
	blocks = EXT4_NDIR_BLOCKS + (1ULL << per) + (1ULL << 2 * per) + (1ULL << 3 * per);
	return min_t(u64, blocks << bits, ((1ULL << 32) - 1) << 9);
}

/* The table block that holds the inode, read, and the inode in it. */
int ext4_get_inode_loc(struct inode *inode, struct buffer_head **bhp, struct ext4_inode **raw)
{
	struct super_block *sb = inode->i_sb;
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u32 index = (inode->i_ino - 1) % sbi->s_inodes_per_group;
	struct ext4_group_desc *gd;
	struct buffer_head *bh;

	if (!inode->i_ino || inode->i_ino > le32_to_cpu(sbi->s_es->s_inodes_count))
		return -EUCLEAN;
	gd = ext4_group_desc(sb, (inode->i_ino - 1) / sbi->s_inodes_per_group, NULL);
	bh = sb_bread(sb, ext4_inode_table(sb, gd) + index / sbi->s_inodes_per_block);
	if (!bh) {
		ext4_inode_error(inode, "unable to read the inode table block");
		return -EIO;
	}
	*bhp = bh;
	*raw = (void *)(bh->b_data + (index % sbi->s_inodes_per_block) * sbi->s_inode_size);
	return 0;
}

static void get_time(struct timespec64 *ts, __le32 sec, __le32 extra, bool has_extra)
{
	u32 e = le32_to_cpu(extra);

	ts->tv_sec = (s32)le32_to_cpu(sec);
	ts->tv_nsec = 0;
	if (has_extra) {
		ts->tv_sec += (u64)(e & 3) << 32;
		ts->tv_nsec = min_t(u32, e >> 2, NSEC_PER_SEC - 1);
	}
}

static __le32 extra_of(const struct timespec64 *ts)
{
	u32 epoch = ((ts->tv_sec - (s32)ts->tv_sec) >> 32) & 3;

	return cpu_to_le32(epoch | (u32)ts->tv_nsec << 2);
}

/* Does the inode on disk reach to the end of @field? */
#define FITS(raw, ei, field)						\
	(offsetof(struct ext4_inode, field) + sizeof((raw)->field) <=	\
	 EXT4_GOOD_OLD_INODE_SIZE + (ei)->i_extra_isize)

void ext4_set_inode_flags(struct inode *inode)
{
	u32 f = EXT4_I(inode)->i_flags;

	inode->i_flags &= ~(S_SYNC | S_APPEND | S_IMMUTABLE | S_NOATIME | S_DIRSYNC);
	inode->i_flags |= (f & FS_SYNC_FL ? S_SYNC : 0) | (f & FS_APPEND_FL ? S_APPEND : 0) |
			  (f & FS_IMMUTABLE_FL ? S_IMMUTABLE : 0) | (f & FS_NOATIME_FL ? S_NOATIME : 0) |
			  (f & FS_DIRSYNC_FL ? S_DIRSYNC : 0);
}

static int read_times_and_ids(struct inode *inode, struct ext4_inode *raw)
{
	struct ext4_inode_info *ei = EXT4_I(inode);

	inode->i_uid = le16_to_cpu(raw->i_uid) | (u32)le16_to_cpu(raw->i_uid_high) << 16;
	inode->i_gid = le16_to_cpu(raw->i_gid) | (u32)le16_to_cpu(raw->i_gid_high) << 16;
	get_time(&inode->i_atime, raw->i_atime, raw->i_atime_extra, FITS(raw, ei, i_atime_extra));
	get_time(&inode->i_mtime, raw->i_mtime, raw->i_mtime_extra, FITS(raw, ei, i_mtime_extra));
	get_time(&inode->i_ctime, raw->i_ctime, raw->i_ctime_extra, FITS(raw, ei, i_ctime_extra));
	if (FITS(raw, ei, i_crtime))
		get_time(&ei->i_crtime, raw->i_crtime, raw->i_crtime_extra, FITS(raw, ei, i_crtime_extra));
	if (FITS(raw, ei, i_projid))
		ei->i_projid = le32_to_cpu(raw->i_projid);
	return 0;
}

static int read_csum(struct inode *inode, struct ext4_inode *raw)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	struct ext4_sb_info *sbi = EXT4_SB(inode->i_sb);
	__le32 nr = cpu_to_le32(inode->i_ino);
	u32 crc, stored;

	ei->i_csum_seed = ext4_chksum(sbi->s_csum_seed, &nr, sizeof(nr));
	ei->i_csum_seed = ext4_chksum(ei->i_csum_seed, &raw->i_generation, sizeof(raw->i_generation));
	if (!sbi->s_has_csum)
		return 0;
	crc = ext4_inode_csum(inode, raw);
	stored = le16_to_cpu(raw->i_checksum_lo);
	if (sbi->s_inode_size > EXT4_GOOD_OLD_INODE_SIZE && ei->i_extra_isize >= 4)
		stored |= (u32)le16_to_cpu(raw->i_checksum_hi) << 16;
	else
		crc &= 0xffff;
	if (crc == stored)
		return 0;
	ext4_inode_error(inode, "checksum invalid");
	return -EBADMSG;
}

static int read_inode(struct inode *inode, struct ext4_inode *raw)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	struct super_block *sb = inode->i_sb;
	u64 blocks;
	int err;

	if (EXT4_SB(sb)->s_inode_size > EXT4_GOOD_OLD_INODE_SIZE) {
		ei->i_extra_isize = le16_to_cpu(raw->i_extra_isize);
		if (ei->i_extra_isize & 3 ||
		    EXT4_GOOD_OLD_INODE_SIZE + ei->i_extra_isize > EXT4_SB(sb)->s_inode_size) {
			ext4_inode_error(inode, "bad extra_isize %u", ei->i_extra_isize);
			return -EUCLEAN;
		}
	}
	err = read_csum(inode, raw);
	if (err)
		return err;
	inode->i_mode = le16_to_cpu(raw->i_mode);
	set_nlink(inode, le16_to_cpu(raw->i_links_count));
	ei->i_flags = le32_to_cpu(raw->i_flags);
	ei->i_dtime = le32_to_cpu(raw->i_dtime);
	ei->i_file_acl = le32_to_cpu(raw->i_file_acl_lo);
	if (HAS_INCOMPAT(sb, 64BIT))
		ei->i_file_acl |= (u64)le16_to_cpu(raw->i_file_acl_high) << 32;
	inode->i_size = le32_to_cpu(raw->i_size_lo);
	if (S_ISREG(inode->i_mode) || (S_ISDIR(inode->i_mode) && HAS_INCOMPAT(sb, LARGEDIR)))
		inode->i_size |= (u64)le32_to_cpu(raw->i_size_high) << 32;
	blocks = le32_to_cpu(raw->i_blocks_lo);
	if (HAS_RO_COMPAT(sb, HUGE_FILE)) {
		blocks |= (u64)le16_to_cpu(raw->i_blocks_high) << 32;
		if (ei->i_flags & EXT4_HUGE_FILE_FL)
			blocks <<= sb->s_blocksize_bits - 9;
	}
	inode->i_blocks = blocks;
	inode->i_generation = le32_to_cpu(raw->i_generation);
	memcpy(ei->i_data, raw->i_block, sizeof(ei->i_data));
	read_times_and_ids(inode, raw);
	return 0;
}

static int check_inode(struct inode *inode)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	const char *why = NULL;

	if (!inode->i_nlink && (!inode->i_mode || list_empty(&ei->i_orphan)) && !(inode->i_sb->s_flags & SB_ACTIVE))
		return inode->i_mode ? 0 : -ESTALE;
	if (!inode->i_nlink)
		return -ESTALE;
	if (inode->i_size < 0 || inode->i_size > ext4_max_size(inode->i_sb, ext4_uses_extents(inode)) + 1)
		why = "bad i_size value";
	else if (ei->i_file_acl && !ext4_block_valid(inode->i_sb, ei->i_file_acl, 1))
		why = "bad extended attribute block";
	else if (ei->i_flags & (EXT4_INLINE_DATA_FL | EXT4_EA_INODE_FL))
		why = "a feature that is not supported is in use (inline data or ea_inode)";
	else if (ext4_uses_extents(inode) && !ext4_inode_is_fast_symlink(inode) &&
		 ext4_ext_check(inode, ext_root(inode), le16_to_cpu(ext_root(inode)->eh_depth)))
		return -EUCLEAN;
	if (!why)
		return 0;
	ext4_inode_error(inode, "%s", why);
	return -EUCLEAN;
}

static dev_t read_rdev(struct inode *inode)
{
	__le32 *data = EXT4_I(inode)->i_data;

	return data[0] ? old_decode_dev(le32_to_cpu(data[0])) : new_decode_dev(le32_to_cpu(data[1]));
}

static int set_operations(struct inode *inode)
{
	umode_t mode = inode->i_mode;

	inode->i_op = ext4_inode_ops_for(mode);
	if (S_ISREG(mode)) {
		inode->i_fop = &ext4_file_operations;
		ext4_set_aops(inode);
	} else if (S_ISDIR(mode)) {
		inode->i_fop = &ext4_dir_operations;
	} else if (S_ISLNK(mode)) {
		if (ext4_inode_is_fast_symlink(inode)) {
			char *link = (char *)EXT4_I(inode)->i_data;

			inode->i_op = &ext4_fast_symlink_inode_operations;
			inode->i_link = link;
			link[min_t(loff_t, inode->i_size, sizeof(EXT4_I(inode)->i_data) - 1)] = '\0';
		} else {
			ext4_set_aops(inode);
		}
	} else if (S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode)) {
		init_special_inode(inode, mode, read_rdev(inode));
	} else {
		ext4_inode_error(inode, "bogus i_mode (%o)", mode);
		return -EUCLEAN;
	}
	return 0;
}

void ext4_set_aops(struct inode *inode)
{
	inode->i_mapping->a_ops = &ext4_aops;
}

/**
 * ext4_iget() - the inode of a number, read if need be
 *
 * Return: referenced; ERR_PTR(-ESTALE) for a free one, -EUCLEAN, -EBADMSG,
 * -EIO, -ENOMEM.
 */
struct inode *ext4_iget(struct super_block *sb, unsigned long ino)
{
	struct inode *inode = iget_locked(sb, ino);
	struct buffer_head *bh = NULL;
	struct ext4_inode *raw;
	int err;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (!(inode->i_state & I_NEW))
		return inode;
	err = ext4_get_inode_loc(inode, &bh, &raw);
	if (!err)
		err = read_inode(inode, raw);
	if (!err)
		err = check_inode(inode);
	if (!err)
		err = set_operations(inode);
	brelse(bh);
	if (err) {
		iget_failed(inode);
		return ERR_PTR(err);
	}
	EXT4_I(inode)->i_goal = ext4_group_first_block(sb, (ino - 1) / EXT4_SB(sb)->s_inodes_per_group);
	ext4_set_inode_flags(inode);
	unlock_new_inode(inode);
	return inode;
}

static void write_blocks_count(struct inode *inode, struct ext4_inode *raw)
{
	u64 blocks = inode->i_blocks;

	EXT4_I(inode)->i_flags &= ~EXT4_HUGE_FILE_FL;
	if (blocks > 0xffffffffffffULL) {
		blocks >>= inode->i_sb->s_blocksize_bits - 9;
		EXT4_I(inode)->i_flags |= EXT4_HUGE_FILE_FL;
	}
	raw->i_blocks_lo = cpu_to_le32((u32)blocks);
	if (HAS_RO_COMPAT(inode->i_sb, HUGE_FILE))
		raw->i_blocks_high = cpu_to_le16(blocks >> 32);
}

static void write_times(struct inode *inode, struct ext4_inode *raw)
{
	struct ext4_inode_info *ei = EXT4_I(inode);

	raw->i_atime = cpu_to_le32(inode->i_atime.tv_sec);
	raw->i_mtime = cpu_to_le32(inode->i_mtime.tv_sec);
	raw->i_ctime = cpu_to_le32(inode->i_ctime.tv_sec);
	raw->i_dtime = cpu_to_le32(ei->i_dtime);
	if (EXT4_SB(inode->i_sb)->s_inode_size <= EXT4_GOOD_OLD_INODE_SIZE)
		return;
	raw->i_extra_isize = cpu_to_le16(ei->i_extra_isize);
	if (FITS(raw, ei, i_atime_extra)) {
		raw->i_ctime_extra = extra_of(&inode->i_ctime);
		raw->i_mtime_extra = extra_of(&inode->i_mtime);
		raw->i_atime_extra = extra_of(&inode->i_atime);
	}
	if (FITS(raw, ei, i_crtime_extra)) {
		raw->i_crtime = cpu_to_le32(ei->i_crtime.tv_sec);
		raw->i_crtime_extra = extra_of(&ei->i_crtime);
	}
	if (FITS(raw, ei, i_projid))
		raw->i_projid = cpu_to_le32(ei->i_projid);
}

static void write_map(struct inode *inode, struct ext4_inode *raw)
{
	struct ext4_inode_info *ei = EXT4_I(inode);

	if (!S_ISCHR(inode->i_mode) && !S_ISBLK(inode->i_mode)) {
		memcpy(raw->i_block, ei->i_data, sizeof(raw->i_block));
		return;
	}
	memset(raw->i_block, 0, sizeof(raw->i_block));
	if (old_valid_dev(inode->i_rdev))
		raw->i_block[0] = cpu_to_le32(old_encode_dev(inode->i_rdev));
	else
		raw->i_block[1] = cpu_to_le32(new_encode_dev(inode->i_rdev));
}

static void fill_raw(struct inode *inode, struct ext4_inode *raw)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	struct super_block *sb = inode->i_sb;
	u32 crc;

	raw->i_mode = cpu_to_le16(inode->i_mode);
	raw->i_links_count = cpu_to_le16(inode->i_nlink);
	raw->i_uid = cpu_to_le16(inode->i_uid & 0xffff);
	raw->i_uid_high = cpu_to_le16(inode->i_uid >> 16);
	raw->i_gid = cpu_to_le16(inode->i_gid & 0xffff);
	raw->i_gid_high = cpu_to_le16(inode->i_gid >> 16);
	raw->i_size_lo = cpu_to_le32((u32)inode->i_size);
	if (S_ISREG(inode->i_mode) || HAS_INCOMPAT(sb, LARGEDIR))
		raw->i_size_high = cpu_to_le32(inode->i_size >> 32);
	write_blocks_count(inode, raw);
	raw->i_flags = cpu_to_le32(ei->i_flags);
	raw->i_generation = cpu_to_le32(inode->i_generation);
	raw->i_file_acl_lo = cpu_to_le32((u32)ei->i_file_acl);
	raw->i_file_acl_high = cpu_to_le16(ei->i_file_acl >> 32);
	write_map(inode, raw);
	write_times(inode, raw);
	if (!EXT4_SB(sb)->s_has_csum)
		return;
	crc = ext4_inode_csum(inode, raw);
	raw->i_checksum_lo = cpu_to_le16(crc & 0xffff);
	if (EXT4_SB(sb)->s_inode_size > EXT4_GOOD_OLD_INODE_SIZE && ei->i_extra_isize >= 4)
		raw->i_checksum_hi = cpu_to_le16(crc >> 16);
}

/* The inode as it is now into its table buffer. Context: sleeps. */
int ext4_write_inode_raw(struct inode *inode)
{
	struct buffer_head *bh;
	struct ext4_inode *raw;
	int err = ext4_get_inode_loc(inode, &bh, &raw);

	if (err)
		return err;
	lock_buffer(bh);
	if (inode->i_size > 0x7fffffffLL && S_ISREG(inode->i_mode) && !HAS_RO_COMPAT(inode->i_sb, LARGE_FILE)) {
		EXT4_SB(inode->i_sb)->s_es->s_feature_ro_compat |= cpu_to_le32(RO_COMPAT_LARGE_FILE);
		ext4_mark_super_dirty(inode->i_sb);
	}
	fill_raw(inode, raw);
	unlock_buffer(bh);
	ext4_dirty_metadata(inode->i_sb, bh);
	brelse(bh);
	WRITE_ONCE(EXT4_I(inode)->i_sync_tid, ext4_handle_tid(inode->i_sb));
	return 0;
}

/* With a journal an inode is in its buffer as soon as it is dirty. */
void ext4_dirty_inode(struct inode *inode, int flags)
{
	struct super_block *sb = inode->i_sb;
	struct ext4_handle *h;

	if (!EXT4_SB(sb)->s_journal || flags == I_DIRTY_TIME)
		return;
	h = ext4_journal_start(sb, CREDITS_INODE);
	if (IS_ERR(h))
		return;
	if (!ext4_write_inode_raw(inode) && flags & I_DIRTY_DATASYNC)
		WRITE_ONCE(EXT4_I(inode)->i_datasync_tid, EXT4_I(inode)->i_sync_tid);
	ext4_journal_stop(h);
}

int ext4_write_inode(struct inode *inode, struct writeback_control *wbc)
{
	struct buffer_head *bh;
	struct ext4_inode *raw;
	int err;

	if (sb_rdonly(inode->i_sb))
		return 0;
	if (EXT4_SB(inode->i_sb)->s_journal) {
		if (wbc->sync_mode != WB_SYNC_ALL || wbc->for_sync)
			return 0;
		return ext4_journal_sync(inode->i_sb, READ_ONCE(EXT4_I(inode)->i_sync_tid));
	}
	err = ext4_write_inode_raw(inode);
	if (err || wbc->sync_mode != WB_SYNC_ALL || wbc->for_sync)
		return err;
	err = ext4_get_inode_loc(inode, &bh, &raw);
	if (err)
		return err;
	err = sync_dirty_buffer(bh);
	brelse(bh);
	return err;
}

static int remove_step(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	int err;

	down_write(&ei->i_data_sem);
	err = ext4_uses_extents(inode) ? ext4_ext_remove(inode, from, to) : ext4_ind_remove(inode, from, to);
	up_write(&ei->i_data_sem);
	ext4_dirty_inode(inode, I_DIRTY_SYNC | I_DIRTY_DATASYNC);
	return err;
}

/**
 * ext4_remove_blocks() - free file blocks @from to @to, inclusive
 *
 * In as many transactions as it takes, each leaving a sound file.
 * Context: i_rwsem held; no handle open, or one that has room for all of it.
 */
int ext4_remove_blocks(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to)
{
	int err;

	do
		err = ext4_in_transaction(inode->i_sb, CREDITS_REMOVE, remove_step(inode, from, to));
	while (err == -EAGAIN);
	return err;
}

/* Free all blocks past i_size, whose last page has been zeroed by the caller. */
int ext4_truncate(struct inode *inode)
{
	u64 from = (i_size_read(inode) + i_blocksize(inode) - 1) >> inode->i_blkbits;
	int err;

	if (ext4_inode_is_fast_symlink(inode) || from > 0xffffffffULL)
		return 0;
	err = ext4_remove_blocks(inode, from, ~0u);
	inode->i_mtime = inode->i_ctime = current_time(inode);
	mark_inode_dirty(inode);
	return err;
}

/* The size may reach the disk before the blocks go, so the inode becomes an orphan. */
static int shrink(struct inode *inode, loff_t size)
{
	ext4_orphan_add(inode);
	i_size_write(inode, size);
	mark_inode_dirty(inode);
	return 0;
}

static int change_size(struct inode *inode, loff_t size)
{
	loff_t old = i_size_read(inode);
	int err;

	if (size > ext4_max_size(inode->i_sb, ext4_uses_extents(inode)))
		return -EFBIG;
	inode_dio_wait(inode);
	if (size >= old) {
		err = size > old ? iomap_zero_range(inode, old, ALIGN(old, PAGE_SIZE) - old, NULL, &ext4_iomap_ops) : 0;
		if (err)
			return err;
		truncate_setsize(inode, size);
		return 0;
	}
	err = iomap_truncate_page(inode, size, NULL, &ext4_iomap_ops);
	if (err)
		return err;
	err = ext4_in_transaction(inode->i_sb, CREDITS_NAME, shrink(inode, size));
	if (err)
		return err;
	truncate_setsize(inode, size);
	err = ext4_truncate(inode);
	ext4_orphan_done(inode);
	return err;
}

int ext4_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int err = setattr_prepare(dentry, attr);

	if (err)
		return err;
	if (attr->ia_valid & ATTR_SIZE) {
		err = change_size(inode, attr->ia_size);
		if (err)
			return err;
	}
	setattr_copy(inode, attr);
	mark_inode_dirty(inode);
	if (attr->ia_valid & ATTR_MODE)
		err = posix_acl_chmod(dentry, inode->i_mode);
	return err;
}

int ext4_getattr(const struct path *path, struct kstat *stat, u32 mask, unsigned int query)
{
	struct inode *inode = d_inode(path->dentry);
	struct ext4_inode_info *ei = EXT4_I(inode);

	generic_fillattr(inode, stat);
	if (ei->i_crtime.tv_sec || ei->i_crtime.tv_nsec) {
		stat->result_mask |= STATX_BTIME;
		stat->btime = ei->i_crtime;
	}
	stat->attributes |= (ei->i_flags & FS_APPEND_FL ? STATX_ATTR_APPEND : 0) |
			    (ei->i_flags & FS_IMMUTABLE_FL ? STATX_ATTR_IMMUTABLE : 0) |
			    (ei->i_flags & FS_NODUMP_FL ? STATX_ATTR_NODUMP : 0);
	stat->attributes_mask |= STATX_ATTR_APPEND | STATX_ATTR_IMMUTABLE | STATX_ATTR_NODUMP;
	return 0;
}

/* Attributes, the place in the orphan list and the number go together. */
static int delete_inode(struct inode *inode)
{
	ext4_xattr_delete_inode(inode);
	ext4_orphan_del(inode);
	EXT4_I(inode)->i_dtime = ktime_get_real_seconds();
	ext4_write_inode_raw(inode);
	ext4_free_inode(inode);
	return 0;
}

/* The last reference went. With no link left, everything goes. */
void ext4_evict_inode(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;
	bool gone = !inode->i_nlink && !is_bad_inode(inode) && !sb_rdonly(sb);

	ext4_unorder_data(inode);
	truncate_inode_pages_final(&inode->i_data);
	if (gone) {
		i_size_write(inode, 0);
		if (inode->i_blocks)
			ext4_truncate(inode);
		ext4_in_transaction(sb, CREDITS_NAME, delete_inode(inode));
	}
	clear_inode(inode);
}
