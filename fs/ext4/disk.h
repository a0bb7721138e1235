/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The on-disk format of ext2, ext3 and ext4, all little endian. Source: the
 * filesystem's own format document ("ext4 Data Structures and Algorithms")
 * and e2fsprogs' debugfs.
 */
#ifndef FS_EXT4_DISK_H
#define FS_EXT4_DISK_H

#include <linux/types.h>

#define EXT4_SUPER_MAGIC	0xEF53
#define EXT4_ROOT_INO		2
#define EXT4_JOURNAL_INO	8
#define EXT4_GOOD_OLD_FIRST_INO	11
#define EXT4_GOOD_OLD_INODE_SIZE 128
#define EXT4_N_BLOCKS		15
#define EXT4_NDIR_BLOCKS	12
#define EXT4_NAME_LEN		255

struct ext4_super_block {
	__le32	s_inodes_count, s_blocks_count_lo, s_r_blocks_count_lo, s_free_blocks_count_lo;
	__le32	s_free_inodes_count, s_first_data_block, s_log_block_size, s_log_cluster_size;
	__le32	s_blocks_per_group, s_clusters_per_group, s_inodes_per_group, s_mtime;
	__le32	s_wtime;
	__le16	s_mnt_count, s_max_mnt_count, s_magic, s_state, s_errors, s_minor_rev_level;
	__le32	s_lastcheck, s_checkinterval, s_creator_os, s_rev_level;
	__le16	s_def_resuid, s_def_resgid;
	__le32	s_first_ino;				/* 0x54 */
	__le16	s_inode_size, s_block_group_nr;
	__le32	s_feature_compat, s_feature_incompat, s_feature_ro_compat;
	__u8	s_uuid[16];				/* 0x68 */
	char	s_volume_name[16], s_last_mounted[64];
	__le32	s_algorithm_usage_bitmap;		/* 0xC8 */
	__u8	s_prealloc_blocks, s_prealloc_dir_blocks;
	__le16	s_reserved_gdt_blocks;
	__u8	s_journal_uuid[16];			/* 0xD0 */
	__le32	s_journal_inum, s_journal_dev, s_last_orphan, s_hash_seed[4];
	__u8	s_def_hash_version, s_jnl_backup_type;	/* 0xFC */
	__le16	s_desc_size;
	__le32	s_default_mount_opts, s_first_meta_bg, s_mkfs_time, s_jnl_blocks[17];
	__le32	s_blocks_count_hi, s_r_blocks_count_hi, s_free_blocks_count_hi; /* 0x150 */
	__le16	s_min_extra_isize, s_want_extra_isize;
	__le32	s_flags;				/* 0x160 */
	__le16	s_raid_stride, s_mmp_update_interval;
	__le64	s_mmp_block;
	__le32	s_raid_stripe_width;			/* 0x170 */
	__u8	s_log_groups_per_flex, s_checksum_type, s_encryption_level, s_reserved_pad;
	__le64	s_kbytes_written;
	__le32	s_snapshot_inum, s_snapshot_id;		/* 0x180 */
	__le64	s_snapshot_r_blocks_count;
	__le32	s_snapshot_list, s_error_count, s_first_error_time, s_first_error_ino;
	__le64	s_first_error_block;			/* 0x1A0 */
	__u8	s_first_error_func[32];
	__le32	s_first_error_line, s_last_error_time, s_last_error_ino, s_last_error_line;
	__le64	s_last_error_block;			/* 0x1D8 */
	__u8	s_last_error_func[32], s_mount_opts[64];
	__le32	s_usr_quota_inum, s_grp_quota_inum, s_overhead_blocks, s_backup_bgs[2]; /* 0x240 */
	__u8	s_encrypt_algos[4], s_encrypt_pw_salt[16];
	__le32	s_lpf_ino, s_prj_quota_inum, s_checksum_seed;	/* 0x268 */
	__u8	s_time_hi[6], s_pad[2];
	__le16	s_encoding, s_encoding_flags;
	__le32	s_orphan_file_inum, s_reserved[94];
	__le32	s_checksum;				/* 0x3FC */
};

#define EXT4_VALID_FS		0x0001
#define EXT4_ERROR_FS		0x0002
#define EXT4_ORPHAN_FS		0x0004
#define EXT4_ERRORS_CONTINUE	1
#define EXT4_ERRORS_RO		2
#define EXT4_ERRORS_PANIC	3

#define COMPAT_DIR_PREALLOC	0x0001
#define COMPAT_HAS_JOURNAL	0x0004
#define COMPAT_EXT_ATTR		0x0008
#define COMPAT_RESIZE_INODE	0x0010
#define COMPAT_DIR_INDEX	0x0020
#define COMPAT_SPARSE_SUPER2	0x0200
#define INCOMPAT_FILETYPE	0x0002
#define INCOMPAT_RECOVER	0x0004
#define INCOMPAT_META_BG	0x0010
#define INCOMPAT_EXTENTS	0x0040
#define INCOMPAT_64BIT		0x0080
#define INCOMPAT_FLEX_BG	0x0200
#define INCOMPAT_CSUM_SEED	0x2000
#define INCOMPAT_LARGEDIR	0x4000
#define INCOMPAT_SUPPORTED	(INCOMPAT_FILETYPE | INCOMPAT_RECOVER | INCOMPAT_META_BG | \
	INCOMPAT_EXTENTS | INCOMPAT_64BIT | INCOMPAT_FLEX_BG | INCOMPAT_CSUM_SEED | INCOMPAT_LARGEDIR)
#define RO_COMPAT_SPARSE_SUPER	0x0001
#define RO_COMPAT_LARGE_FILE	0x0002
#define RO_COMPAT_HUGE_FILE	0x0008
#define RO_COMPAT_GDT_CSUM	0x0010
#define RO_COMPAT_DIR_NLINK	0x0020
#define RO_COMPAT_EXTRA_ISIZE	0x0040
#define RO_COMPAT_METADATA_CSUM	0x0400
#define RO_COMPAT_READONLY	0x1000
#define RO_COMPAT_PROJECT	0x2000
#define RO_COMPAT_SUPPORTED	(RO_COMPAT_SPARSE_SUPER | RO_COMPAT_LARGE_FILE | RO_COMPAT_HUGE_FILE | \
	RO_COMPAT_GDT_CSUM | RO_COMPAT_DIR_NLINK | RO_COMPAT_EXTRA_ISIZE | \
	RO_COMPAT_METADATA_CSUM | RO_COMPAT_PROJECT)

struct ext4_group_desc {
	__le32	bg_block_bitmap_lo, bg_inode_bitmap_lo, bg_inode_table_lo;
	__le16	bg_free_blocks_count_lo, bg_free_inodes_count_lo, bg_used_dirs_count_lo, bg_flags;
	__le32	bg_exclude_bitmap_lo;
	__le16	bg_block_bitmap_csum_lo, bg_inode_bitmap_csum_lo, bg_itable_unused_lo, bg_checksum;
	__le32	bg_block_bitmap_hi, bg_inode_bitmap_hi, bg_inode_table_hi;	/* from here: 64bit */
	__le16	bg_free_blocks_count_hi, bg_free_inodes_count_hi, bg_used_dirs_count_hi, bg_itable_unused_hi;
	__le32	bg_exclude_bitmap_hi;
	__le16	bg_block_bitmap_csum_hi, bg_inode_bitmap_csum_hi;
	__le32	bg_reserved;
};
#define EXT4_BG_INODE_UNINIT	0x1
#define EXT4_BG_BLOCK_UNINIT	0x2
#define EXT4_BG_INODE_ZEROED	0x4

struct ext4_inode {
	__le16	i_mode, i_uid;
	__le32	i_size_lo, i_atime, i_ctime, i_mtime, i_dtime;
	__le16	i_gid, i_links_count;
	__le32	i_blocks_lo, i_flags, i_version;
	__le32	i_block[EXT4_N_BLOCKS];			/* 0x28 */
	__le32	i_generation, i_file_acl_lo, i_size_high, i_obso_faddr;
	__le16	i_blocks_high, i_file_acl_high, i_uid_high, i_gid_high, i_checksum_lo, i_reserved;
	__le16	i_extra_isize, i_checksum_hi;		/* 0x80 */
	__le32	i_ctime_extra, i_mtime_extra, i_atime_extra, i_crtime, i_crtime_extra, i_version_hi, i_projid;
};

/* i_flags: FS_*_FL of <uapi/linux/fs.h>, and */
#define EXT4_INDEX_FL		0x00001000
#define EXT4_HUGE_FILE_FL	0x00040000
#define EXT4_EXTENTS_FL		0x00080000
#define EXT4_EA_INODE_FL	0x00200000
#define EXT4_INLINE_DATA_FL	0x10000000
#define EXT4_FL_USER_VISIBLE	0x004BDFFF
#define EXT4_FL_USER_MODIFIABLE	0x004380FF
#define EXT4_FL_INHERITED	(0x00000001 | 0x00000002 | 0x00000004 | 0x00000008 | 0x00000040 | \
	0x00000080 | 0x00000100 | 0x00000400 | 0x00004000 | 0x00010000 | 0x20000000 | 0x40000000)

struct ext4_extent_header {
	__le16	eh_magic, eh_entries, eh_max, eh_depth;
	__le32	eh_generation;
};
struct ext4_extent {
	__le32	ee_block;
	__le16	ee_len;			/* > 32768: unwritten, length - 32768 */
	__le16	ee_start_hi;
	__le32	ee_start_lo;
};
struct ext4_extent_idx {
	__le32	ei_block, ei_leaf_lo;
	__le16	ei_leaf_hi, ei_unused;
};
struct ext4_extent_tail { __le32 et_checksum; };
#define EXT4_EXT_MAGIC		0xf30a
#define EXT_INIT_MAX_LEN	32768u
#define EXT_UNWRITTEN_MAX_LEN	32767u
#define EXT4_MAX_DEPTH		5

struct ext4_dir_entry {
	__le32	inode;
	__le16	rec_len;
	__u8	name_len, file_type;
	char	name[];
};
#define EXT4_DIR_REC_LEN(n)	(((n) + 8 + 3) & ~3u)
#define EXT4_FT_DIR_CSUM	0xDE

/* Closes a directory block when there are checksums; looks like an empty entry. */
struct ext4_dir_tail {
	__le32	det_reserved1;
	__le16	det_rec_len;			/* 12 */
	__u8	det_reserved2, det_reserved_ft;	/* 0, 0xDE */
	__le32	det_checksum;
};

struct dx_entry { __le32 hash, block; };
struct dx_countlimit { __le16 limit, count; };
struct dx_root_info {
	__le32	reserved_zero;
	__u8	hash_version, info_length, indirect_levels, unused_flags;
};
struct dx_tail { __le32 dt_reserved, dt_checksum; };
#define DX_HASH_LEGACY		0
#define DX_HASH_HALF_MD4	1
#define DX_HASH_TEA		2
#define DX_HASH_LEGACY_UNSIGNED	3

struct ext4_xattr_header {			/* of a block */
	__le32	h_magic, h_refcount, h_blocks, h_hash, h_checksum, h_reserved[3];
};
struct ext4_xattr_ibody_header { __le32 h_magic; };
struct ext4_xattr_entry {
	__u8	e_name_len, e_name_index;
	__le16	e_value_offs;
	__le32	e_value_inum, e_value_size, e_hash;
	char	e_name[];
};
#define EXT4_XATTR_MAGIC	0xEA020000
#define EXT4_XATTR_LEN(n)	(((n) + sizeof(struct ext4_xattr_entry) + 3) & ~3u)
#define EXT4_XATTR_SIZE(n)	(((n) + 3) & ~3u)

#endif /* FS_EXT4_DISK_H */
