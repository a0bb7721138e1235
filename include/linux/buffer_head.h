/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Buffers: block-sized windows into the page cache of a block device, for
 * filesystem metadata: fs/buffer.c. b_data points into the folio, so reads
 * and writes of the raw device see the same bytes.
 */
#ifndef INCLUDE_LINUX_BUFFER_HEAD_H
#define INCLUDE_LINUX_BUFFER_HEAD_H

#include <linux/bitops.h>
#include <linux/blkdev.h>
#include <linux/pagemap.h>

enum bh_state_bits {
	BH_Uptodate, BH_Dirty, BH_Lock, BH_Req, BH_Mapped, BH_New, BH_Async_Read, BH_Async_Write,
	BH_Delay, BH_Write_EIO, BH_Unwritten, BH_Meta, BH_Prio, BH_Verified, BH_PrivateStart,
};

struct buffer_head;
typedef void (*bh_end_io_t)(struct buffer_head *bh, int uptodate);

struct buffer_head {
	unsigned long		b_state;	/* [A] BH_* */
	struct buffer_head	*b_this_page;	/* ring of the folio's buffers */
	struct folio		*b_folio;
	sector_t		b_blocknr;	/* in units of b_size */
	size_t			b_size;
	char			*b_data;
	struct block_device	*b_bdev;
	bh_end_io_t		b_end_io;
	void			*b_private;
	void			*b_journal;	/* the filesystem's journal, which holds a reference */
	atomic_t		b_count;
};

#define BUFFER_FNS(bit, name)						\
static inline void set_buffer_##name(struct buffer_head *bh) { set_bit(BH_##bit, &bh->b_state); } \
static inline void clear_buffer_##name(struct buffer_head *bh) { clear_bit(BH_##bit, &bh->b_state); } \
static inline bool buffer_##name(const struct buffer_head *bh) { return test_bit(BH_##bit, (unsigned long *)&bh->b_state); } \
static inline bool test_set_buffer_##name(struct buffer_head *bh) { return test_and_set_bit(BH_##bit, &bh->b_state); } \
static inline bool test_clear_buffer_##name(struct buffer_head *bh) { return test_and_clear_bit(BH_##bit, &bh->b_state); }
BUFFER_FNS(Uptodate, uptodate) BUFFER_FNS(Dirty, dirty) BUFFER_FNS(Lock, locked) BUFFER_FNS(Mapped, mapped)
BUFFER_FNS(New, new) BUFFER_FNS(Write_EIO, write_io_error) BUFFER_FNS(Verified, verified) BUFFER_FNS(Meta, meta)
BUFFER_FNS(Async_Write, async_write) BUFFER_FNS(Async_Read, async_read) BUFFER_FNS(Req, req)

/* Referenced; __bread also reads. NULL on I/O error. */
struct buffer_head *__getblk(struct block_device *bdev, sector_t block, unsigned int size);
struct buffer_head *__find_get_block(struct block_device *bdev, sector_t block, unsigned int size);
struct buffer_head *__bread(struct block_device *bdev, sector_t block, unsigned int size);
void __breadahead(struct block_device *bdev, sector_t block, unsigned int size);
void brelse(struct buffer_head *bh);
void __bforget(struct buffer_head *bh);		/* drop without writing */
void mark_buffer_dirty(struct buffer_head *bh);
void lock_buffer(struct buffer_head *bh);
bool trylock_buffer(struct buffer_head *bh);
void unlock_buffer(struct buffer_head *bh);
void wait_on_buffer(struct buffer_head *bh);
int bh_read(struct buffer_head *bh, blk_opf_t flags);	/* sleeps; 0 or -EIO */
void submit_bh(blk_opf_t opf, struct buffer_head *bh);
int sync_dirty_buffer(struct buffer_head *bh);
int sync_dirty_buffer_flags(struct buffer_head *bh, blk_opf_t flags);
void write_dirty_buffer(struct buffer_head *bh, blk_opf_t flags);
void invalidate_bh_lrus(void);
void buffer_init(void);
extern const struct address_space_operations def_blk_aops;
/* fsync support: buffers an inode's fsync must write */
int sync_mapping_range_buffers(struct block_device *bdev, sector_t block, sector_t nr);
void clean_bdev_aliases(struct block_device *bdev, sector_t block, sector_t nr);	/* forget stale metadata copies */

static inline void get_bh(struct buffer_head *bh) { atomic_inc(&bh->b_count); }
static inline void put_bh(struct buffer_head *bh) { brelse(bh); }
static inline struct buffer_head *sb_bread(struct super_block *sb, sector_t block)
{
	return __bread(sb->s_bdev, block, sb->s_blocksize);
}
static inline struct buffer_head *sb_getblk(struct super_block *sb, sector_t block)
{
	return __getblk(sb->s_bdev, block, sb->s_blocksize);
}
static inline void bforget(struct buffer_head *bh) { if (bh) __bforget(bh); }

#endif /* INCLUDE_LINUX_BUFFER_HEAD_H */
