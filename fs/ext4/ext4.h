/* SPDX-License-Identifier: GPL-2.0 */
/* In-memory side of ext4, shared by the files of fs/ext4 only. */
#ifndef FS_EXT4_EXT4_H
#define FS_EXT4_EXT4_H

#include <linux/buffer_head.h>
#include <linux/byteorder.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/iomap.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "disk.h"

typedef u32 ext4_lblk_t;
typedef u64 ext4_fsblk_t;
typedef u32 ext4_group_t;

/* Mount options, sbi->s_mount_opt */
#define OPT_ERRORS_RO		0x0001
#define OPT_ERRORS_PANIC	0x0002
#define OPT_ACL			0x0004
#define OPT_XATTR_USER		0x0008
#define OPT_BARRIER		0x0010
#define OPT_DISCARD		0x0020
#define OPT_MINIX_DF		0x0040
#define OPT_GRPID		0x0080
#define OPT_NOLOAD		0x0100
#define OPT_WRITEBACK		0x0200		/* data=writeback */

/*
 * Locks: [b] s_bitmap_lock (sleeps): bitmaps, group counts, pending frees;
 *	  [o] s_orphan_lock; [I] constant after mount; [u] s_umount
 */
struct ext4_sb_info {
	struct super_block	*s_sb;
	struct buffer_head	*s_sbh;			/* [I] holds s_es */
	struct ext4_super_block	*s_es;
	struct buffer_head	**s_group_desc;		/* [I] blocks of descriptors */
	unsigned long		s_gdb_count, s_desc_per_block, s_desc_size;
	ext4_group_t		s_groups_count;
	u32			s_blocks_per_group, s_inodes_per_group, s_itb_per_group;
	u32			s_inode_size, s_inodes_per_block, s_first_ino;
	ext4_fsblk_t		s_first_data_block, s_blocks_count, s_r_blocks_count;
	u32			s_csum_seed, s_want_extra_isize;
	bool			s_has_csum, s_has_gdt_csum;
	u32			s_hash_seed[4];
	u8			s_def_hash_version, s_hash_unsigned;
	unsigned int		s_mount_opt;		/* [u] */
	kuid_t			s_resuid;
	kgid_t			s_resgid;
	struct mutex		s_bitmap_lock;
	u64			s_free_blocks, s_free_inodes; /* [b] */
	struct ext4_journal	*s_journal;		/* [u] NULL: none in use */
	struct list_head	s_pending;		/* [b] freed, not yet reusable (no journal) */
	u64			s_pending_blocks;	/* [b] */
	unsigned long		**s_busy;		/* [b] per group: free, but not to be used yet (journal) */
	unsigned long		*s_search;		/* [b] scratch: used or busy */
	u64			s_busy_blocks;		/* [b] */
	unsigned int		s_commit_interval;	/* [u] seconds, 0: the default */
	struct mutex		s_orphan_lock;
	struct list_head	s_orphan;		/* [o] in on-disk order, newest first */
	u32			s_next_generation;
	bool			s_journal_was_dirty, s_error;
};

/* Locks: [d] i_data_sem, [x] xattr_sem, [o] sbi->s_orphan_lock, [r] i_rwsem */
struct ext4_inode_info {
	__le32			i_data[EXT4_N_BLOCKS];	/* [d] map, or a short symlink */
	u32			i_flags;		/* [r] EXT4_*_FL */
	u32			i_dtime;
	ext4_fsblk_t		i_file_acl;		/* [x] xattr block */
	u16			i_extra_isize;
	u32			i_csum_seed, i_projid;
	struct timespec64	i_crtime;
	struct rw_semaphore	i_data_sem, xattr_sem;
	ext4_fsblk_t		i_goal;			/* [d] where to allocate next */
	ext4_lblk_t		i_goal_lblk;
	struct list_head	i_orphan;		/* [o] */
	struct list_head	i_ordered;		/* journal->lock: data to write before a commit */
	u32			i_ordered_tid;		/* journal->lock */
	bool			i_ordered_again;	/* journal->lock: also before the next */
	u32			i_sync_tid, i_datasync_tid; /* [A] transactions fsync waits for */
	struct inode		vfs_inode;
};

static inline struct ext4_inode_info *EXT4_I(struct inode *inode)
{
	return container_of(inode, struct ext4_inode_info, vfs_inode);
}
static inline struct ext4_sb_info *EXT4_SB(struct super_block *sb) { return sb->s_fs_info; }

#define HAS_INCOMPAT(sb, f)	(EXT4_SB(sb)->s_es->s_feature_incompat & cpu_to_le32(INCOMPAT_##f))
#define HAS_RO_COMPAT(sb, f)	(EXT4_SB(sb)->s_es->s_feature_ro_compat & cpu_to_le32(RO_COMPAT_##f))
#define HAS_COMPAT(sb, f)	(EXT4_SB(sb)->s_es->s_feature_compat & cpu_to_le32(COMPAT_##f))

/* super.c */
void __ext4_error(struct super_block *sb, const char *func, unsigned int line, const char *fmt, ...) __printf(4, 5);
#define ext4_error(sb, fmt, ...) __ext4_error(sb, __func__, __LINE__, fmt, ##__VA_ARGS__)
#define ext4_inode_error(inode, fmt, ...) \
	__ext4_error((inode)->i_sb, __func__, __LINE__, "inode #%lu: " fmt, (inode)->i_ino, ##__VA_ARGS__)
void ext4_msg(struct super_block *sb, const char *level, const char *fmt, ...) __printf(3, 4);
struct ext4_group_desc *ext4_group_desc(struct super_block *sb, ext4_group_t group, struct buffer_head **bh);
void ext4_mark_super_dirty(struct super_block *sb);
int ext4_commit_metadata(struct super_block *sb);	/* all metadata out, then pending frees */
bool ext4_bg_has_super(struct super_block *sb, ext4_group_t group);
unsigned long ext4_bg_num_gdb(struct super_block *sb, ext4_group_t group);

struct buffer_head *ext4_count_super(struct super_block *sb);	/* free counts into it */

/* journal.c, transaction.c: also callable on filesystems without one */
struct ext4_handle;
int ext4_journal_open(struct super_block *sb);
int ext4_journal_close(struct super_block *sb);
int ext4_journal_commit(struct super_block *sb, bool wait);
int ext4_journal_sync(struct super_block *sb, u32 tid);
void ext4_journal_set_interval(struct super_block *sb, unsigned int seconds);
void ext4_journal_fail(struct super_block *sb);
struct ext4_handle *ext4_journal_start(struct super_block *sb, unsigned int blocks);
int ext4_journal_stop(struct ext4_handle *h);
struct ext4_handle *ext4_current_handle(struct super_block *sb);
bool ext4_handle_is_full(struct super_block *sb);
void ext4_handle_sync(struct super_block *sb);
u32 ext4_handle_tid(struct super_block *sb);
void ext4_dirty_metadata(struct super_block *sb, struct buffer_head *bh);
int ext4_write_metadata(struct super_block *sb, struct buffer_head *bh);
void ext4_forget(struct super_block *sb, ext4_fsblk_t block, u64 count);
struct list_head *ext4_freed_list(struct super_block *sb);
void ext4_order_data(struct inode *inode);
void ext4_unorder_data(struct inode *inode);

/* Blocks of metadata that operations change at most. */
#define CREDITS_INODE		4
#define CREDITS_MAP		32	/* one extent or a branch, with splits */
#define CREDITS_NAME		64	/* entries, index splits, both inodes, orphan list */
#define CREDITS_REMOVE		256	/* a step of a truncation */

/*
 * Run @op, an int expression, in a transaction; again when it failed for want of
 * space that is only waiting for a commit. For operations that undo what they did.
 */
#define ext4_in_transaction(sb, blocks, op) ({				\
	struct ext4_handle *__h;					\
	int __err, __err2, __retries = 0;				\
									\
	do {								\
		__h = ext4_journal_start(sb, blocks);			\
		if (IS_ERR(__h)) {					\
			__err = PTR_ERR(__h);				\
			break;						\
		}							\
		__err = (op);						\
		__err2 = ext4_journal_stop(__h);			\
		if (__err >= 0 && __err2)				\
			__err = __err2;					\
	} while (__err == -ENOSPC && ext4_should_retry(sb, &__retries)); \
	__err;								\
})

/* options.c */
int ext4_parse_options(struct super_block *sb, char *data, unsigned int *opt);
int ext4_show_options(struct seq_file *m, struct dentry *root);

/* csum.c */
u32 ext4_chksum(u32 crc, const void *p, size_t len);
bool ext4_super_csum_ok(struct ext4_super_block *es);
void ext4_super_csum_set(struct super_block *sb);
u16 ext4_group_csum(struct super_block *sb, ext4_group_t group, struct ext4_group_desc *gd);
void ext4_group_csum_set(struct super_block *sb, ext4_group_t group, struct ext4_group_desc *gd);
u32 ext4_inode_csum(struct inode *inode, struct ext4_inode *raw);
void ext4_extent_csum_set(struct inode *inode, struct ext4_extent_header *eh);
bool ext4_extent_csum_ok(struct inode *inode, struct ext4_extent_header *eh);
void ext4_dirblock_csum_set(struct inode *inode, struct buffer_head *bh);
bool ext4_dirblock_csum_ok(struct inode *inode, struct buffer_head *bh);
void ext4_dx_csum_set(struct inode *inode, struct buffer_head *bh);
bool ext4_dx_csum_ok(struct inode *inode, struct buffer_head *bh);
u32 ext4_xattr_block_csum(struct inode *inode, ext4_fsblk_t block, struct ext4_xattr_header *h);

/* bitmap.c; s_bitmap_lock held */
struct buffer_head *ext4_read_block_bitmap(struct super_block *sb, ext4_group_t group);
struct buffer_head *ext4_read_inode_bitmap(struct super_block *sb, ext4_group_t group);
void ext4_block_bitmap_changed(struct super_block *sb, ext4_group_t group, struct buffer_head *bh);
void ext4_inode_bitmap_changed(struct super_block *sb, ext4_group_t group, struct buffer_head *bh);

/* balloc.c */
ext4_fsblk_t ext4_block_bitmap(struct super_block *sb, struct ext4_group_desc *gd);
ext4_fsblk_t ext4_inode_bitmap(struct super_block *sb, struct ext4_group_desc *gd);
ext4_fsblk_t ext4_inode_table(struct super_block *sb, struct ext4_group_desc *gd);
u32 ext4_free_group_blocks(struct super_block *sb, struct ext4_group_desc *gd);
void ext4_set_free_group_blocks(struct super_block *sb, struct ext4_group_desc *gd, u32 n);
int ext4_new_blocks(struct inode *inode, ext4_fsblk_t goal, u32 *count, ext4_fsblk_t *block);
void ext4_free_blocks(struct inode *inode, ext4_fsblk_t block, u64 count, bool metadata);
void ext4_release_pending(struct super_block *sb);
void ext4_release_freed(struct super_block *sb, struct list_head *freed, bool discard);
bool ext4_should_retry(struct super_block *sb, int *retries);
int ext4_busy_init(struct super_block *sb);
void ext4_busy_free(struct super_block *sb);
void ext4_pending_inode(struct super_block *sb, unsigned long ino);
ext4_fsblk_t ext4_group_first_block(struct super_block *sb, ext4_group_t group);
bool ext4_block_valid(struct super_block *sb, ext4_fsblk_t block, u64 count);
u64 ext4_avail_blocks(struct super_block *sb);

/* ialloc.c */
struct inode *ext4_new_inode(struct inode *dir, umode_t mode, const struct qstr *name);
void ext4_free_inode(struct inode *inode);
void ext4_release_inode_bit(struct super_block *sb, unsigned long ino);	/* s_bitmap_lock held */

/* inode.c */
struct inode *ext4_iget(struct super_block *sb, unsigned long ino);
int ext4_write_inode(struct inode *inode, struct writeback_control *wbc);
int ext4_write_inode_raw(struct inode *inode);		/* to its buffer */
void ext4_dirty_inode(struct inode *inode, int flags);
int ext4_remove_blocks(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to);
int ext4_get_inode_loc(struct inode *inode, struct buffer_head **bh, struct ext4_inode **raw);
void ext4_evict_inode(struct inode *inode);
int ext4_setattr(struct dentry *dentry, struct iattr *attr);
int ext4_getattr(const struct path *path, struct kstat *stat, u32 mask, unsigned int flags);
void ext4_set_inode_flags(struct inode *inode);
void ext4_set_aops(struct inode *inode);
int ext4_truncate(struct inode *inode);
bool ext4_inode_is_fast_symlink(struct inode *inode);
loff_t ext4_max_size(struct super_block *sb, bool extents);

/* map.c: file blocks to device blocks */
struct ext4_map {
	ext4_lblk_t	lblk;		/* in */
	u32		len;		/* in: wanted, out: of this answer */
	ext4_fsblk_t	pblk;		/* out */
	unsigned int	flags;		/* out: MAP_* */
};
#define MAP_MAPPED	1
#define MAP_UNWRITTEN	2
#define MAP_NEW		4
#define MAP_CREATE		1	/* allocate, make unwritten blocks written */
#define MAP_CREATE_UNWRITTEN	2	/* allocate unwritten (fallocate) */
int ext4_map_blocks(struct inode *inode, struct ext4_map *map, unsigned int create);
struct buffer_head *ext4_bread(struct inode *inode, ext4_lblk_t lblk);	/* ERR_PTR, NULL = hole */
struct buffer_head *ext4_append(struct inode *inode, ext4_lblk_t *lblk);	/* a new block at the end */
extern const struct iomap_ops ext4_iomap_ops;
extern const struct address_space_operations ext4_aops;
static inline bool ext4_uses_extents(struct inode *inode) { return EXT4_I(inode)->i_flags & EXT4_EXTENTS_FL; }

/* extents*.c; i_data_sem held for writing where the tree changes */
struct ext4_ext_path {
	struct buffer_head		*bh;	/* NULL: the root, in the inode */
	struct ext4_extent_header	*hdr;
	struct ext4_extent_idx		*idx;	/* upper levels: the one followed */
	struct ext4_extent		*ex;	/* leaf: last one starting at or before lblk */
};
void ext4_ext_init_root(struct inode *inode);
int ext4_ext_find(struct inode *inode, ext4_lblk_t lblk, struct ext4_ext_path *path, int *depth);
void ext4_ext_put_path(struct ext4_ext_path *path, int depth);
int ext4_ext_map(struct inode *inode, struct ext4_map *map, unsigned int create);
int ext4_ext_insert(struct inode *inode, ext4_lblk_t lblk, u32 len, ext4_fsblk_t pblk, bool unwritten);
int ext4_ext_make_room(struct inode *inode, ext4_lblk_t lblk);
int ext4_ext_remove(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to);	/* -EAGAIN: go on with a new handle */
int ext4_ext_dirty(struct inode *inode, struct ext4_ext_path *p);
int ext4_ext_check(struct inode *inode, struct ext4_extent_header *eh, int depth);
int ext4_ext_fix_index(struct inode *inode, struct ext4_ext_path *path, int depth);
static inline ext4_fsblk_t ext_pblk(const struct ext4_extent *ex)
{
	return le32_to_cpu(ex->ee_start_lo) | (u64)le16_to_cpu(ex->ee_start_hi) << 32;
}
static inline bool ext_unwritten(const struct ext4_extent *ex) { return le16_to_cpu(ex->ee_len) > EXT_INIT_MAX_LEN; }
static inline u32 ext_len(const struct ext4_extent *ex)
{
	u32 len = le16_to_cpu(ex->ee_len);

	return len > EXT_INIT_MAX_LEN ? len - EXT_INIT_MAX_LEN : len;
}
static inline ext4_fsblk_t idx_pblk(const struct ext4_extent_idx *ix)
{
	return le32_to_cpu(ix->ei_leaf_lo) | (u64)le16_to_cpu(ix->ei_leaf_hi) << 32;
}
#define EXT_FIRST(h)	((struct ext4_extent *)((h) + 1))
#define EXT_FIRST_IDX(h) ((struct ext4_extent_idx *)((h) + 1))
#define EXT_ENTRIES(h)	le16_to_cpu((h)->eh_entries)
#define EXT_MAX(h)	le16_to_cpu((h)->eh_max)
static inline struct ext4_extent_header *ext_root(struct inode *inode) { return (void *)EXT4_I(inode)->i_data; }

/* indirect.c */
int ext4_ind_map(struct inode *inode, struct ext4_map *map, unsigned int create);
int ext4_ind_remove(struct inode *inode, ext4_lblk_t from, ext4_lblk_t to);

/* dir.c, dirent.c */
extern const struct file_operations ext4_dir_operations;
int ext4_check_dirent(struct inode *dir, struct buffer_head *bh, struct ext4_dir_entry *de);
unsigned int ext4_rec_len(__le16 disk, unsigned int blocksize);
__le16 ext4_rec_len_to_disk(unsigned int len, unsigned int blocksize);
struct buffer_head *ext4_read_dirblock(struct inode *dir, ext4_lblk_t lblk);
unsigned int ext4_dirblock_space(struct inode *dir);	/* without the tail */
void ext4_init_dirblock_tail(struct inode *dir, struct buffer_head *bh);
void ext4_dirblock_dirty(struct inode *dir, struct buffer_head *bh);
u8 ext4_file_type(umode_t mode);
unsigned int ext4_dtype(u8 file_type);
struct buffer_head *ext4_find_entry(struct inode *dir, const struct qstr *name, struct ext4_dir_entry **de);
int ext4_add_entry(struct inode *dir, const struct qstr *name, struct inode *inode);
int ext4_delete_entry(struct inode *dir, struct buffer_head *bh, struct ext4_dir_entry *de);
int ext4_insert_in_block(struct inode *dir, struct buffer_head *bh, const struct qstr *name, u32 ino, u8 type);
struct ext4_dir_entry *ext4_search_block(struct inode *dir, struct buffer_head *bh, const struct qstr *name);
bool ext4_empty_dir(struct inode *dir);
int ext4_make_empty_dir(struct inode *dir, struct inode *inode);

/* htree.c, hash.c */
struct dx_hash { u32 hash, minor; u8 version; };
int ext4_hash_name(struct super_block *sb, const char *name, int len, struct dx_hash *h);
struct buffer_head *ext4_dx_find_entry(struct inode *dir, const struct qstr *name, struct ext4_dir_entry **de);
int ext4_dx_add_entry(struct inode *dir, const struct qstr *name, u32 ino, u8 type);
int ext4_make_indexed(struct inode *dir, struct buffer_head *bh);
static inline bool ext4_is_indexed(struct inode *dir)
{
	return HAS_COMPAT(dir->i_sb, DIR_INDEX) && (EXT4_I(dir)->i_flags & EXT4_INDEX_FL);
}

/* namei.c, rename.c, symlink.c, file.c, ioctl.c */
extern const struct inode_operations ext4_dir_inode_operations, ext4_file_inode_operations,
	ext4_special_inode_operations, ext4_symlink_inode_operations, ext4_fast_symlink_inode_operations;
extern const struct file_operations ext4_file_operations;
int ext4_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir, struct dentry *new, unsigned int flags);
int ext4_symlink(struct inode *dir, struct dentry *dentry, const char *target);
long ext4_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
int ext4_fileattr_get(struct dentry *dentry, struct fileattr *fa);
int ext4_fileattr_set(struct dentry *dentry, struct fileattr *fa);
int ext4_fiemap(struct inode *inode, struct fiemap_extent_info *fi, u64 start, u64 len);
int ext4_sync_file(struct file *file, loff_t start, loff_t end, int datasync);
void ext4_inc_count(struct inode *inode);
void ext4_dec_count(struct inode *inode);
int ext4_add_nondir(struct dentry *dentry, struct inode *dir, struct inode *inode);
extern const struct inode_operations *ext4_inode_ops_for(umode_t mode);

/* orphan.c, recovery.c */
int ext4_orphan_add(struct inode *inode);
int ext4_orphan_del(struct inode *inode);	/* both in a handle */
void ext4_orphan_done(struct inode *inode);
void ext4_orphan_cleanup(struct super_block *sb);
int ext4_recover_journal(struct super_block *sb);

/* xattr*.c, acl.c */
extern const struct xattr_handler *const ext4_xattr_handlers[];
#define XATTR_INDEX_USER	1
#define XATTR_INDEX_ACL_ACCESS	2
#define XATTR_INDEX_ACL_DEFAULT	3
#define XATTR_INDEX_TRUSTED	4
#define XATTR_INDEX_SECURITY	6
int ext4_xattr_get(struct inode *inode, int index, const char *name, void *buf, size_t size);
int ext4_xattr_set(struct inode *inode, int index, const char *name, const void *value, size_t size, int flags);
ssize_t ext4_listxattr(struct dentry *dentry, char *buf, size_t size);
void ext4_xattr_delete_inode(struct inode *inode);
struct posix_acl *ext4_get_acl(struct inode *inode, int type);
int ext4_set_acl(struct dentry *dentry, struct posix_acl *acl, int type);
int ext4_init_acl(struct inode *inode, struct inode *dir);

#endif /* FS_EXT4_EXT4_H */
