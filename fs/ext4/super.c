// SPDX-License-Identifier: GPL-2.0
/*
 * ext4: mounting, the superblock, group descriptors, and bringing metadata to
 * the disk. ext2 and ext3 images are mounted by the same code.
 *
 * With a journal all changes of metadata go through it (journal.h), and the feature
 * flag "recover" is set on disk while mounted for writing. Without one EXT4_VALID_FS
 * is clear meanwhile, so that e2fsck looks at the filesystem after a machine was
 * killed; what keeps the damage small then is order, see balloc.c and
 * extents_split.c.
 *
 * Lock order: i_rwsem > folio lock > i_data_sem > s_bitmap_lock > buffer lock.
 */
#include <linux/blkdev.h>
#include <linux/build_bug.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/panic.h>
#include <linux/statfs.h>
#include <linux/timekeeping.h>
#include <linux/writeback.h>

#include "ext4.h"

static struct kmem_cache *ext4_inode_cache;

void ext4_msg(struct super_block *sb, const char *level, const char *fmt, ...)
{
	struct va_format vaf;
	va_list args;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	printk("%sEXT4-fs (%s): %pV\n", level, sb->s_id, &vaf);
	va_end(args);
}

/*
 * The image is not what it should be. Remembered on disk; then errors= says
 * whether to go on, to stop writing or to panic.
 */
void __ext4_error(struct super_block *sb, const char *func, unsigned int line, const char *fmt, ...)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct va_format vaf;
	va_list args;

	va_start(args, fmt);
	vaf.fmt = fmt;
	vaf.va = &args;
	if (printk_ratelimit())
		pr_crit("EXT4-fs error (device %s): %s:%u: %pV\n", sb->s_id, func, line, &vaf);
	va_end(args);
	sbi->s_error = true;
	if (!sb_rdonly(sb)) {
		sbi->s_es->s_state |= cpu_to_le16(EXT4_ERROR_FS);
		le32_add_cpu(&sbi->s_es->s_error_count, 1);
		sbi->s_es->s_last_error_time = cpu_to_le32(ktime_get_real_seconds());
		strscpy((char *)sbi->s_es->s_last_error_func, func, sizeof(sbi->s_es->s_last_error_func));
		sbi->s_es->s_last_error_line = cpu_to_le32(line);
		ext4_super_csum_set(sb);
		mark_buffer_dirty(sbi->s_sbh);	/* not through the journal, which may be at fault */
	}
	if (sbi->s_mount_opt & OPT_ERRORS_PANIC)
		panic("EXT4-fs (device %s): panic forced after error\n", sb->s_id);
	if ((sbi->s_mount_opt & OPT_ERRORS_RO) && !sb_rdonly(sb)) {
		ext4_msg(sb, KERN_CRIT, "Remounting filesystem read-only");
		sb->s_flags |= SB_RDONLY;
	}
}

struct ext4_group_desc *ext4_group_desc(struct super_block *sb, ext4_group_t group, struct buffer_head **bh)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct buffer_head *gdb = sbi->s_group_desc[group / sbi->s_desc_per_block];

	if (bh)
		*bh = gdb;
	return (void *)(gdb->b_data + (group % sbi->s_desc_per_block) * sbi->s_desc_size);
}

static bool is_power_of(u32 n, u32 base)
{
	u64 p = base;

	while (p < n)
		p *= base;
	return p == n;
}

/* Does the group hold a copy of the superblock? (sparse_super: 0, 1, powers of 3, 5, 7) */
bool ext4_bg_has_super(struct super_block *sb, ext4_group_t group)
{
	struct ext4_super_block *es = EXT4_SB(sb)->s_es;

	if (group == 0)
		return true;
	if (HAS_COMPAT(sb, SPARSE_SUPER2))
		return group == le32_to_cpu(es->s_backup_bgs[0]) || group == le32_to_cpu(es->s_backup_bgs[1]);
	if (group == 1 || !HAS_RO_COMPAT(sb, SPARSE_SUPER))
		return true;
	return is_power_of(group, 3) || is_power_of(group, 5) || is_power_of(group, 7);
}

/* Blocks of group descriptors in @group. */
unsigned long ext4_bg_num_gdb(struct super_block *sb, ext4_group_t group)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u32 first_meta = le32_to_cpu(sbi->s_es->s_first_meta_bg);
	u32 metagroup = group / sbi->s_desc_per_block, in = group % sbi->s_desc_per_block;

	if (!HAS_INCOMPAT(sb, META_BG) || metagroup < first_meta) {
		if (!ext4_bg_has_super(sb, group))
			return 0;
		return HAS_INCOMPAT(sb, META_BG) ? first_meta : sbi->s_gdb_count;
	}
	return in == 0 || in == 1 || in == sbi->s_desc_per_block - 1;
}

static ext4_fsblk_t descriptor_block(struct super_block *sb, unsigned long nr)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t group;

	if (!HAS_INCOMPAT(sb, META_BG) || nr < le32_to_cpu(sbi->s_es->s_first_meta_bg))
		return sbi->s_first_data_block + 1 + nr;
	group = nr * sbi->s_desc_per_block;
	return ext4_group_first_block(sb, group) + ext4_bg_has_super(sb, group);
}

static void super_update_counts(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u64 free = sbi->s_free_blocks;

	sbi->s_es->s_free_blocks_count_lo = cpu_to_le32((u32)free);
	if (HAS_INCOMPAT(sb, 64BIT))
		sbi->s_es->s_free_blocks_count_hi = cpu_to_le32(free >> 32);
	sbi->s_es->s_free_inodes_count = cpu_to_le32(sbi->s_free_inodes);
	sbi->s_es->s_wtime = cpu_to_le32(ktime_get_real_seconds());
	ext4_super_csum_set(sb);
}

struct buffer_head *ext4_count_super(struct super_block *sb)
{
	super_update_counts(sb);
	return EXT4_SB(sb)->s_sbh;
}

void ext4_mark_super_dirty(struct super_block *sb)
{
	ext4_dirty_metadata(sb, ext4_count_super(sb));
}

/**
 * ext4_commit_metadata() - all inodes' and other metadata to the disk
 *
 * After it the blocks freed before may be used again.
 * Context: sleeps; no ext4 lock held but i_rwsem or i_data_sem of one inode.
 */
int ext4_commit_metadata(struct super_block *sb)
{
	int err;

	if (list_empty(&EXT4_SB(sb)->s_pending))
		return 0;
	err = sync_blockdev(sb->s_bdev);
	if (!err)
		err = blkdev_issue_flush(sb->s_bdev);
	if (err && err != -EOPNOTSUPP)
		return err;
	ext4_release_pending(sb);
	return 0;
}

static int ext4_sync_fs(struct super_block *sb, int wait)
{
	int err;

	if (sb_rdonly(sb))
		return 0;
	if (EXT4_SB(sb)->s_journal)
		return ext4_journal_commit(sb, wait);
	ext4_mark_super_dirty(sb);
	if (!wait)
		return 0;
	err = sync_blockdev(sb->s_bdev);
	if (err)
		return err;
	ext4_release_pending(sb);
	ext4_mark_super_dirty(sb);
	err = sync_blockdev(sb->s_bdev);
	if (!err && (EXT4_SB(sb)->s_mount_opt & OPT_BARRIER)) {
		err = blkdev_issue_flush(sb->s_bdev);
		if (err == -EOPNOTSUPP)
			err = 0;
	}
	return err;
}

/* On disk: in use (@clean false) or cleanly unmounted. The journal is empty. */
static void set_clean(struct super_block *sb, bool clean)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);

	if (clean && !sbi->s_error)
		sbi->s_es->s_state |= cpu_to_le16(EXT4_VALID_FS);
	else if (!sbi->s_journal)
		sbi->s_es->s_state &= cpu_to_le16(~EXT4_VALID_FS);
	if (clean)
		sbi->s_es->s_feature_incompat &= cpu_to_le32(~INCOMPAT_RECOVER);
	else if (sbi->s_journal)
		sbi->s_es->s_feature_incompat |= cpu_to_le32(INCOMPAT_RECOVER);
	super_update_counts(sb);
	mark_buffer_dirty(sbi->s_sbh);
	sync_dirty_buffer(sbi->s_sbh);
}

static int start_writing(struct super_block *sb)
{
	struct ext4_super_block *es = EXT4_SB(sb)->s_es;
	int err = ext4_journal_open(sb);

	if (!err && EXT4_SB(sb)->s_journal)
		err = ext4_busy_init(sb);
	if (err) {
		ext4_journal_close(sb);
		return err;
	}
	if (EXT4_SB(sb)->s_journal)
		ext4_journal_set_interval(sb, EXT4_SB(sb)->s_commit_interval);
	le16_add_cpu(&es->s_mnt_count, 1);
	es->s_mtime = cpu_to_le32(ktime_get_real_seconds());
	set_clean(sb, false);
	return 0;
}

static void stop_writing(struct super_block *sb)
{
	if (!EXT4_SB(sb)->s_journal)
		ext4_sync_fs(sb, 1);
	else if (ext4_journal_close(sb))
		return;				/* the next mount replays it */
	ext4_busy_free(sb);
	set_clean(sb, true);
	sync_blockdev(sb->s_bdev);
	blkdev_issue_flush(sb->s_bdev);
}

static void free_sbi(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	unsigned long i;

	for (i = 0; sbi->s_group_desc && i < sbi->s_gdb_count; i++)
		brelse(sbi->s_group_desc[i]);
	kvfree(sbi->s_group_desc);
	brelse(sbi->s_sbh);
	kfree(sbi);
	sb->s_fs_info = NULL;
}

static void ext4_put_super(struct super_block *sb)
{
	if (!sb_rdonly(sb) || EXT4_SB(sb)->s_journal)
		stop_writing(sb);
	ext4_busy_free(sb);
	free_sbi(sb);
}

static int ext4_statfs(struct dentry *dentry, struct kstatfs *buf)
{
	struct super_block *sb = dentry->d_sb;
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	u64 overhead = sbi->s_first_data_block, free = sbi->s_free_blocks + sbi->s_pending_blocks;
	ext4_group_t g;

	for (g = 0; g < sbi->s_groups_count; g++)
		overhead += 2 + sbi->s_itb_per_group + ext4_bg_has_super(sb, g) + ext4_bg_num_gdb(sb, g);
	buf->f_type = EXT4_SUPER_MAGIC;
	buf->f_bsize = sb->s_blocksize;
	buf->f_blocks = sbi->s_blocks_count - (sbi->s_mount_opt & OPT_MINIX_DF ? 0 : overhead);
	buf->f_bfree = free;
	buf->f_bavail = free > sbi->s_r_blocks_count ? free - sbi->s_r_blocks_count : 0;
	buf->f_files = le32_to_cpu(sbi->s_es->s_inodes_count);
	buf->f_ffree = sbi->s_free_inodes;
	buf->f_namelen = EXT4_NAME_LEN;
	memcpy(&buf->f_fsid, sbi->s_es->s_uuid, sizeof(buf->f_fsid));
	return 0;
}

static int ext4_remount(struct super_block *sb, int *flags, char *data)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	unsigned int opt = sbi->s_mount_opt;
	int err = ext4_parse_options(sb, data, &opt);

	if (err)
		return err;
	if ((*flags & SB_RDONLY) && !sb_rdonly(sb)) {
		err = sync_filesystem(sb);
		if (err)
			return err;
		sb->s_flags |= SB_RDONLY;
		stop_writing(sb);
	} else if (!(*flags & SB_RDONLY) && sb_rdonly(sb)) {
		if (bdev_read_only(sb->s_bdev))
			return -EACCES;
		if (sbi->s_es->s_feature_ro_compat & cpu_to_le32(~RO_COMPAT_SUPPORTED)) {
			ext4_msg(sb, KERN_ERR, "couldn't remount RDWR because of unsupported optional features (%x)",
				 le32_to_cpu(sbi->s_es->s_feature_ro_compat) & ~RO_COMPAT_SUPPORTED);
			return -EROFS;
		}
		sb->s_flags &= ~SB_RDONLY;
		err = start_writing(sb);
		if (err) {
			sb->s_flags |= SB_RDONLY;
			return err;
		}
		ext4_orphan_cleanup(sb);
	}
	sbi->s_mount_opt = opt;
	if (sbi->s_journal)
		ext4_journal_set_interval(sb, sbi->s_commit_interval);
	sb->s_flags = (sb->s_flags & ~SB_POSIXACL) | (opt & OPT_ACL ? SB_POSIXACL : 0);
	return 0;
}

static struct inode *ext4_alloc_inode(struct super_block *sb)
{
	struct ext4_inode_info *ei = kmem_cache_zalloc(ext4_inode_cache, GFP_NOFS);

	if (!ei)
		return NULL;
	inode_init_once(&ei->vfs_inode);
	init_rwsem(&ei->i_data_sem);
	init_rwsem(&ei->xattr_sem);
	INIT_LIST_HEAD(&ei->i_orphan);
	INIT_LIST_HEAD(&ei->i_ordered);
	return &ei->vfs_inode;
}

static void ext4_free_in_core_inode(struct inode *inode)
{
	kmem_cache_free(ext4_inode_cache, EXT4_I(inode));
}

static const struct super_operations ext4_sops = {
	.alloc_inode	= ext4_alloc_inode,
	.free_inode	= ext4_free_in_core_inode,
	.write_inode	= ext4_write_inode,
	.dirty_inode	= ext4_dirty_inode,
	.evict_inode	= ext4_evict_inode,
	.put_super	= ext4_put_super,
	.sync_fs	= ext4_sync_fs,
	.statfs		= ext4_statfs,
	.remount_fs	= ext4_remount,
	.show_options	= ext4_show_options,
};

static const struct { u32 bit; const char *name; } incompat_names[] = {
	{ 0x0001, "compression" }, { 0x0008, "journal_dev" }, { 0x0100, "mmp" }, { 0x0400, "ea_inode" },
	{ 0x1000, "dirdata" }, { 0x8000, "inline_data" }, { 0x10000, "encrypt" }, { 0x20000, "casefold" },
};
static const struct { u32 bit; const char *name; } ro_compat_names[] = {
	{ 0x0004, "btree_dir" }, { 0x0080, "has_snapshot" }, { 0x0100, "quota" }, { 0x0200, "bigalloc" },
	{ 0x0800, "replica" }, { 0x4000, "shared_blocks" }, { 0x8000, "verity" }, { 0x10000, "orphan_present" },
};

/* Features we don't know: refuse by name what we could only spoil. */
static int check_features(struct super_block *sb, struct ext4_super_block *es)
{
	u32 bad = le32_to_cpu(es->s_feature_incompat) & ~INCOMPAT_SUPPORTED;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(incompat_names); i++)
		if (bad & incompat_names[i].bit)
			ext4_msg(sb, KERN_ERR, "the feature \"%s\" is not supported, can't mount",
				 incompat_names[i].name);
	if (bad) {
		ext4_msg(sb, KERN_ERR, "Couldn't mount because of unsupported optional features (%x)", bad);
		return -EINVAL;
	}
	bad = le32_to_cpu(es->s_feature_ro_compat) & ~(RO_COMPAT_SUPPORTED | RO_COMPAT_READONLY);
	for (i = 0; i < ARRAY_SIZE(ro_compat_names) && !sb_rdonly(sb); i++)
		if (bad & ro_compat_names[i].bit)
			ext4_msg(sb, KERN_ERR, "the feature \"%s\" allows only mounting read-only",
				 ro_compat_names[i].name);
	if (bad && !sb_rdonly(sb)) {
		ext4_msg(sb, KERN_ERR, "couldn't mount RDWR because of unsupported optional features (%x)", bad);
		return -EINVAL;
	}
	if (es->s_feature_ro_compat & cpu_to_le32(RO_COMPAT_READONLY))
		sb->s_flags |= SB_RDONLY;
	return 0;
}

static int geometry_error(struct super_block *sb, const char *what)
{
	ext4_msg(sb, KERN_ERR, "corrupt superblock: %s", what);
	return -EUCLEAN;
}

/* Everything later code divides or shifts by, checked. */
static int read_geometry(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct ext4_super_block *es = sbi->s_es;
	u64 groups, dev_blocks = bdev_nr_bytes(sb->s_bdev) >> sb->s_blocksize_bits;
	bool is64 = HAS_INCOMPAT(sb, 64BIT);

	sbi->s_inode_size = le32_to_cpu(es->s_rev_level) ? le16_to_cpu(es->s_inode_size) : EXT4_GOOD_OLD_INODE_SIZE;
	sbi->s_first_ino = le32_to_cpu(es->s_rev_level) ? le32_to_cpu(es->s_first_ino) : EXT4_GOOD_OLD_FIRST_INO;
	if (sbi->s_inode_size < EXT4_GOOD_OLD_INODE_SIZE || sbi->s_inode_size > sb->s_blocksize ||
	    !is_power_of_2(sbi->s_inode_size))
		return geometry_error(sb, "unsupported inode size");
	sbi->s_desc_size = is64 ? le16_to_cpu(es->s_desc_size) : 32;
	if (sbi->s_desc_size < 32 || (is64 && sbi->s_desc_size < 64) || sbi->s_desc_size > sb->s_blocksize ||
	    !is_power_of_2(sbi->s_desc_size))
		return geometry_error(sb, "unsupported descriptor size");
	sbi->s_desc_per_block = sb->s_blocksize / sbi->s_desc_size;
	sbi->s_blocks_per_group = le32_to_cpu(es->s_blocks_per_group);
	sbi->s_inodes_per_group = le32_to_cpu(es->s_inodes_per_group);
	sbi->s_inodes_per_block = sb->s_blocksize / sbi->s_inode_size;
	if (!sbi->s_blocks_per_group || sbi->s_blocks_per_group > sb->s_blocksize * 8 || sbi->s_blocks_per_group & 7)
		return geometry_error(sb, "blocks per group");
	if (sbi->s_inodes_per_group < sbi->s_inodes_per_block || sbi->s_inodes_per_group > sb->s_blocksize * 8)
		return geometry_error(sb, "inodes per group");
	sbi->s_itb_per_group = DIV_ROUND_UP(sbi->s_inodes_per_group, sbi->s_inodes_per_block);
	sbi->s_first_data_block = le32_to_cpu(es->s_first_data_block);
	sbi->s_blocks_count = le32_to_cpu(es->s_blocks_count_lo) |
			      (is64 ? (u64)le32_to_cpu(es->s_blocks_count_hi) << 32 : 0);
	sbi->s_r_blocks_count = le32_to_cpu(es->s_r_blocks_count_lo) |
				(is64 ? (u64)le32_to_cpu(es->s_r_blocks_count_hi) << 32 : 0);
	if (sbi->s_first_data_block != (sb->s_blocksize == 1024) || sbi->s_blocks_count <= sbi->s_first_data_block)
		return geometry_error(sb, "first data block or block count");
	if (dev_blocks < sbi->s_blocks_count) {
		ext4_msg(sb, KERN_ERR, "bad geometry: block count %llu exceeds size of device (%llu blocks)",
			 sbi->s_blocks_count, dev_blocks);
		return -EINVAL;
	}
	groups = DIV_ROUND_UP_ULL(sbi->s_blocks_count - sbi->s_first_data_block, sbi->s_blocks_per_group);
	if (groups > 1u << 31 || groups * sbi->s_inodes_per_group != le32_to_cpu(es->s_inodes_count))
		return geometry_error(sb, "group count and inode count differ");
	sbi->s_groups_count = groups;
	sbi->s_gdb_count = DIV_ROUND_UP_ULL(groups, sbi->s_desc_per_block);
	return 0;
}

static void read_settings(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct ext4_super_block *es = sbi->s_es;
	int i;

	sbi->s_has_csum = HAS_RO_COMPAT(sb, METADATA_CSUM);
	sbi->s_has_gdt_csum = sbi->s_has_csum || HAS_RO_COMPAT(sb, GDT_CSUM);
	sbi->s_csum_seed = HAS_INCOMPAT(sb, CSUM_SEED) ? le32_to_cpu(es->s_checksum_seed) :
			   ext4_chksum(~0u, es->s_uuid, sizeof(es->s_uuid));
	for (i = 0; i < 4; i++)
		sbi->s_hash_seed[i] = le32_to_cpu(es->s_hash_seed[i]);
	sbi->s_def_hash_version = es->s_def_hash_version;
	sbi->s_hash_unsigned = le32_to_cpu(es->s_flags) & 2 ? 3 : 0;
	sbi->s_resuid = le16_to_cpu(es->s_def_resuid);
	sbi->s_resgid = le16_to_cpu(es->s_def_resgid);
	sbi->s_want_extra_isize = min_t(u32, sizeof(struct ext4_inode) - EXT4_GOOD_OLD_INODE_SIZE,
					sbi->s_inode_size - EXT4_GOOD_OLD_INODE_SIZE);
	memcpy(sb->s_uuid, es->s_uuid, sizeof(es->s_uuid));
}

static int read_descriptors(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	unsigned long i;

	sbi->s_group_desc = kvcalloc(sbi->s_gdb_count, sizeof(*sbi->s_group_desc), GFP_KERNEL);
	if (!sbi->s_group_desc)
		return -ENOMEM;
	for (i = 0; i < sbi->s_gdb_count; i++) {
		sbi->s_group_desc[i] = sb_bread(sb, descriptor_block(sb, i));
		if (!sbi->s_group_desc[i]) {
			ext4_msg(sb, KERN_ERR, "can't read group descriptor %lu", i);
			return -EIO;
		}
	}
	return 0;
}

/* Believe the descriptors only after the journal was replayed. */
static int check_descriptors(struct super_block *sb)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	ext4_group_t g;

	for (g = 0; g < sbi->s_groups_count; g++) {
		struct ext4_group_desc *gd = ext4_group_desc(sb, g, NULL);

		if (!ext4_block_valid(sb, ext4_block_bitmap(sb, gd), 1) ||
		    !ext4_block_valid(sb, ext4_inode_bitmap(sb, gd), 1) ||
		    !ext4_block_valid(sb, ext4_inode_table(sb, gd), sbi->s_itb_per_group)) {
			ext4_msg(sb, KERN_ERR, "group descriptors corrupted! (group %u: a bitmap or the inode table is outside the filesystem)", g);
			return -EUCLEAN;
		}
		if (sbi->s_has_gdt_csum && gd->bg_checksum != cpu_to_le16(ext4_group_csum(sb, g, gd))) {
			ext4_msg(sb, KERN_ERR, "group descriptors corrupted! (checksum of group %u; run e2fsck)", g);
			return -EBADMSG;
		}
		sbi->s_free_blocks += ext4_free_group_blocks(sb, gd);
		sbi->s_free_inodes += le16_to_cpu(gd->bg_free_inodes_count_lo) |
			(sbi->s_desc_size >= 64 ? (u32)le16_to_cpu(gd->bg_free_inodes_count_hi) << 16 : 0);
	}
	return 0;
}

/* The superblock is at byte 1024 whatever the block size. */
static int read_super(struct super_block *sb, int silent)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	struct ext4_super_block *es;
	unsigned int log;

	BUILD_BUG_ON(sizeof(struct ext4_super_block) != 1024);
	BUILD_BUG_ON(offsetof(struct ext4_super_block, s_checksum_seed) != 0x270);
	BUILD_BUG_ON(sizeof(struct ext4_inode) != 160);
	if (!sb_min_blocksize(sb, 1024))
		return -EINVAL;
	sbi->s_sbh = sb_bread(sb, 1024 / sb->s_blocksize);
	if (!sbi->s_sbh) {
		ext4_msg(sb, KERN_ERR, "unable to read superblock");
		return -EIO;
	}
	es = (void *)(sbi->s_sbh->b_data + 1024 % sb->s_blocksize);
	if (es->s_magic != cpu_to_le16(EXT4_SUPER_MAGIC)) {
		if (!silent)
			ext4_msg(sb, KERN_ERR, "VFS: Can't find ext4 filesystem");
		return -EINVAL;
	}
	log = le32_to_cpu(es->s_log_block_size);
	if (log > 2) {
		ext4_msg(sb, KERN_ERR, "unsupported block size (2^%u * 1024): 1024, 2048 and 4096 are", log);
		return -EINVAL;
	}
	if (sb->s_blocksize != 1024u << log) {
		brelse(sbi->s_sbh);
		sbi->s_sbh = NULL;
		if (!sb_set_blocksize(sb, 1024 << log))
			return -EINVAL;
		sbi->s_sbh = sb_bread(sb, 1024 / sb->s_blocksize);
		if (!sbi->s_sbh)
			return -EIO;
	}
	sbi->s_es = (void *)(sbi->s_sbh->b_data + 1024 % sb->s_blocksize);
	if (sbi->s_es->s_magic != cpu_to_le16(EXT4_SUPER_MAGIC))
		return -EINVAL;
	if (!ext4_super_csum_ok(sbi->s_es)) {
		ext4_msg(sb, KERN_ERR, "superblock checksum does not match; run e2fsck");
		return -EBADMSG;
	}
	return 0;
}

static int get_root(struct super_block *sb)
{
	struct inode *root = ext4_iget(sb, EXT4_ROOT_INO);

	if (IS_ERR(root)) {
		ext4_msg(sb, KERN_ERR, "get root inode failed");
		return PTR_ERR(root);
	}
	if (!S_ISDIR(root->i_mode) || !root->i_size) {
		ext4_msg(sb, KERN_ERR, "corrupt root inode, run e2fsck");
		iput(root);
		return -EUCLEAN;
	}
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static int ext4_load(struct super_block *sb, void *data, int silent)
{
	struct ext4_sb_info *sbi = EXT4_SB(sb);
	int err = read_super(sb, silent);

	if (!err)
		err = check_features(sb, sbi->s_es);
	if (!err)
		err = read_geometry(sb);
	if (err)
		return err;
	read_settings(sb);
	sbi->s_mount_opt = OPT_ACL | OPT_XATTR_USER | OPT_BARRIER;
	if (le16_to_cpu(sbi->s_es->s_errors) == EXT4_ERRORS_RO)
		sbi->s_mount_opt |= OPT_ERRORS_RO;
	if (le16_to_cpu(sbi->s_es->s_errors) == EXT4_ERRORS_PANIC)
		sbi->s_mount_opt |= OPT_ERRORS_PANIC;
	err = ext4_parse_options(sb, data, &sbi->s_mount_opt);
	if (err)
		return err;
	sb->s_op = &ext4_sops;
	sb->s_xattr = ext4_xattr_handlers;
	sb->s_magic = EXT4_SUPER_MAGIC;
	sb->s_maxbytes = ext4_max_size(sb, HAS_INCOMPAT(sb, EXTENTS));
	sb->s_time_gran = sbi->s_inode_size > EXT4_GOOD_OLD_INODE_SIZE ? 1 : NSEC_PER_SEC;
	sb->s_time_min = -(1LL << 31);
	sb->s_time_max = sb->s_time_gran == 1 ? (1LL << 34) - (1LL << 31) - 1 : (1LL << 31) - 1;
	if (sbi->s_mount_opt & OPT_ACL)
		sb->s_flags |= SB_POSIXACL;
	err = read_descriptors(sb);
	if (!err)
		err = ext4_recover_journal(sb);
	if (!err)
		err = check_descriptors(sb);
	if (!err)
		err = get_root(sb);
	return err;
}

static int ext4_fill_super(struct super_block *sb, void *data, int silent)
{
	struct ext4_sb_info *sbi = kzalloc(sizeof(*sbi), GFP_KERNEL);
	int err;

	if (!sbi)
		return -ENOMEM;
	sb->s_fs_info = sbi;
	sbi->s_sb = sb;
	mutex_init(&sbi->s_bitmap_lock);
	mutex_init(&sbi->s_orphan_lock);
	INIT_LIST_HEAD(&sbi->s_pending);
	INIT_LIST_HEAD(&sbi->s_orphan);
	err = ext4_load(sb, data, silent);
	if (err) {
		free_sbi(sb);
		return err;
	}
	if (!(le16_to_cpu(sbi->s_es->s_state) & EXT4_VALID_FS) && !sbi->s_journal_was_dirty)
		ext4_msg(sb, KERN_WARNING, "warning: mounting unchecked fs, running e2fsck is recommended");
	err = sb_rdonly(sb) ? 0 : start_writing(sb);
	if (err) {
		dput(sb->s_root);
		sb->s_root = NULL;
		free_sbi(sb);
		return err;
	}
	ext4_orphan_cleanup(sb);
	ext4_msg(sb, KERN_INFO, "mounted filesystem %pUb %s %s. Quota mode: disabled.", sbi->s_es->s_uuid,
		 sb_rdonly(sb) ? "ro" : "r/w", !HAS_COMPAT(sb, HAS_JOURNAL) ? "without journal" :
		 sbi->s_mount_opt & OPT_WRITEBACK ? "with writeback data mode" : "with ordered data mode");
	return 0;
}

static struct dentry *ext4_mount(struct file_system_type *type, int flags, const char *dev_name, void *data)
{
	return mount_bdev(type, flags, dev_name, data, ext4_fill_super);
}

static struct file_system_type ext4_types[] = {
	{ .name = "ext4", .mount = ext4_mount, .kill_sb = kill_block_super, .fs_flags = FS_REQUIRES_DEV },
	{ .name = "ext3", .mount = ext4_mount, .kill_sb = kill_block_super, .fs_flags = FS_REQUIRES_DEV },
	{ .name = "ext2", .mount = ext4_mount, .kill_sb = kill_block_super, .fs_flags = FS_REQUIRES_DEV },
};

static int __init ext4_init(void)
{
	size_t i;
	int err = 0;

	ext4_inode_cache = kmem_cache_create("ext4_inode_cache", sizeof(struct ext4_inode_info), 0,
					     SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, NULL);
	for (i = 0; i < ARRAY_SIZE(ext4_types) && !err; i++)
		err = register_filesystem(&ext4_types[i]);
	return err;
}
fs_initcall(ext4_init);
