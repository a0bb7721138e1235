// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers: block-sized windows into the page cache of a block device. They
 * hang in a ring on their folio, so raw reads and writes of the device and the
 * filesystem's metadata are the same bytes.
 *
 * A buffer's own state bits say what is valid and dirty within the folio; the
 * folio is dirty when one of them is, and up to date when all are. The folio
 * lock protects the ring and submission for reading; BH_Lock a buffer's I/O.
 *
 * Lock order: folio lock > buffer lock. Completions run at interrupt points.
 */
#include <linux/buffer_head.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/writeback.h>

static struct kmem_cache *bh_cache;

static struct buffer_head *folio_buffers(struct folio *folio)
{
	return folio_test_private(folio) ? folio->private : NULL;
}

static void free_buffers(struct buffer_head *head)
{
	struct buffer_head *bh = head, *next;

	do {
		next = bh->b_this_page;
		kmem_cache_free(bh_cache, bh);
		bh = next;
	} while (bh != head);
}

/* Buffers for all blocks of a locked folio of @bdev. */
static struct buffer_head *create_buffers(struct folio *folio, struct block_device *bdev,
					  unsigned int size)
{
	sector_t block = folio_pos(folio) >> __builtin_ctz(size);
	struct buffer_head *head = NULL, *last = NULL;
	size_t offset;

	for (offset = 0; offset < folio_size(folio); offset += size) {
		struct buffer_head *bh = kmem_cache_zalloc(bh_cache, GFP_NOFS);

		if (!bh) {
			if (head) {
				last->b_this_page = head;
				free_buffers(head);
			}
			return NULL;
		}
		bh->b_folio = folio;
		bh->b_size = size;
		bh->b_data = (char *)folio_address(folio) + offset;
		bh->b_bdev = bdev;
		bh->b_blocknr = block++;
		set_buffer_mapped(bh);
		if (folio_test_uptodate(folio))
			set_buffer_uptodate(bh);
		if (folio_test_dirty(folio))
			set_buffer_dirty(bh);
		if (last)
			last->b_this_page = bh;
		else
			head = bh;
		last = bh;
	}
	last->b_this_page = head;
	folio_attach_private(folio, head);
	return head;
}

static struct buffer_head *nth_buffer(struct buffer_head *head, sector_t block)
{
	struct buffer_head *bh = head;

	while (bh->b_blocknr != block) {
		bh = bh->b_this_page;
		if (bh == head)
			return NULL;
	}
	return bh;
}

/**
 * __getblk() - the buffer of a block, contents not necessarily read
 *
 * Context: sleeps. Return: referenced; NULL without memory or beyond the end.
 */
struct buffer_head *__getblk(struct block_device *bdev, sector_t block, unsigned int size)
{
	struct address_space *mapping = bdev->bd_inode->i_mapping;
	unsigned int bits = __builtin_ctz(size);
	struct buffer_head *head, *bh = NULL;
	struct folio *folio;

	if (block >= (sector_t)(bdev_nr_bytes(bdev) >> bits))
		return NULL;
	folio = __filemap_get_folio(mapping, block >> (PAGE_SHIFT - bits),
				    FGP_LOCK | FGP_ACCESSED | FGP_CREAT, GFP_NOFS);
	if (IS_ERR(folio))
		return NULL;
	head = folio_buffers(folio);
	if (!head)
		head = create_buffers(folio, bdev, size);
	if (head && head->b_size == size)
		bh = nth_buffer(head, block);
	if (bh)
		get_bh(bh);
	folio_unlock(folio);
	folio_put(folio);
	return bh;
}

struct buffer_head *__find_get_block(struct block_device *bdev, sector_t block, unsigned int size)
{
	struct address_space *mapping = bdev->bd_inode->i_mapping;
	unsigned int bits = __builtin_ctz(size);
	struct buffer_head *bh = NULL;
	struct folio *folio = filemap_lock_folio(mapping, block >> (PAGE_SHIFT - bits));

	if (IS_ERR(folio))
		return NULL;
	if (folio_buffers(folio))
		bh = nth_buffer(folio_buffers(folio), block);
	if (bh)
		get_bh(bh);
	folio_unlock(folio);
	folio_put(folio);
	return bh;
}

void brelse(struct buffer_head *bh)
{
	if (bh)
		atomic_dec(&bh->b_count);
}

void lock_buffer(struct buffer_head *bh)
{
	wait_on_bit_lock(&bh->b_state, BH_Lock, TASK_UNINTERRUPTIBLE);
}

bool trylock_buffer(struct buffer_head *bh)
{
	return !test_set_buffer_locked(bh);
}

void unlock_buffer(struct buffer_head *bh)
{
	clear_buffer_locked(bh);
	wake_up_bit(&bh->b_state, BH_Lock);
}

void wait_on_buffer(struct buffer_head *bh)
{
	if (buffer_locked(bh))
		wait_on_bit(&bh->b_state, BH_Lock, TASK_UNINTERRUPTIBLE);
}

/* All valid: so is the folio. Raw readers then need no I/O. */
static void note_uptodate(struct buffer_head *bh)
{
	struct buffer_head *p = bh;

	do {
		if (!buffer_uptodate(p))
			return;
		p = p->b_this_page;
	} while (p != bh);
	folio_mark_uptodate(bh->b_folio);
}

static void bh_end_io(struct bio *bio)
{
	struct buffer_head *bh = bio->bi_private;
	bool write = op_is_write(bio->bi_opf);

	if (!bio->bi_status) {
		if (!write) {
			set_buffer_uptodate(bh);
			note_uptodate(bh);
		}
		clear_buffer_write_io_error(bh);
	} else if (write) {
		set_buffer_write_io_error(bh);
		mapping_set_error(bh->b_bdev->bd_inode->i_mapping,
				  blk_status_to_errno(bio->bi_status));
		pr_err_ratelimited("Buffer I/O error on dev %s, logical block %llu, lost page write\n",
				   bh->b_bdev->bd_disk->disk_name, bh->b_blocknr);
	} else {
		clear_buffer_uptodate(bh);
	}
	if (bh->b_end_io)
		bh->b_end_io(bh, !bio->bi_status);
	unlock_buffer(bh);
	put_bh(bh);
	bio_put(bio);
}

/**
 * submit_bh() - start I/O on a locked buffer, which is unlocked at its end
 *
 * Context: the buffer is locked; a reference is taken for the I/O.
 */
void submit_bh(blk_opf_t opf, struct buffer_head *bh)
{
	struct bio *bio = bio_alloc(bh->b_bdev, 1, opf, GFP_NOIO | __GFP_NOFAIL);
	size_t offset = bh->b_data - (char *)folio_address(bh->b_folio);

	get_bh(bh);
	bio->bi_iter.bi_sector = bh->b_blocknr * (bh->b_size >> SECTOR_SHIFT);
	bio_add_folio(bio, bh->b_folio, bh->b_size, offset);
	bio->bi_private = bh;
	bio->bi_end_io = bh_end_io;
	submit_bio(bio);
}

int bh_read(struct buffer_head *bh, blk_opf_t flags)
{
	if (buffer_uptodate(bh))
		return 0;
	lock_buffer(bh);
	if (buffer_uptodate(bh)) {
		unlock_buffer(bh);
		return 0;
	}
	submit_bh(REQ_OP_READ | flags, bh);
	blk_flush_plug(current);
	wait_on_buffer(bh);
	return buffer_uptodate(bh) ? 0 : -EIO;
}

struct buffer_head *__bread(struct block_device *bdev, sector_t block, unsigned int size)
{
	struct buffer_head *bh = __getblk(bdev, block, size);

	if (bh && bh_read(bh, REQ_META)) {
		brelse(bh);
		return NULL;
	}
	return bh;
}

void __breadahead(struct block_device *bdev, sector_t block, unsigned int size)
{
	struct buffer_head *bh = __getblk(bdev, block, size);

	if (!bh)
		return;
	if (!buffer_uptodate(bh) && trylock_buffer(bh)) {
		if (buffer_uptodate(bh))
			unlock_buffer(bh);
		else
			submit_bh(REQ_OP_READ | REQ_META | REQ_RAHEAD, bh);
	}
	brelse(bh);
}

void mark_buffer_dirty(struct buffer_head *bh)
{
	if (buffer_dirty(bh) || test_set_buffer_dirty(bh))
		return;
	folio_get(bh->b_folio);
	if (bh->b_folio->mapping)
		filemap_dirty_folio(bh->b_folio->mapping, bh->b_folio);
	folio_put(bh->b_folio);
}

/* Forget it: its block was freed and must not be written any more. */
void __bforget(struct buffer_head *bh)
{
	clear_buffer_dirty(bh);
	brelse(bh);
}

int sync_dirty_buffer_flags(struct buffer_head *bh, blk_opf_t flags)
{
	lock_buffer(bh);
	if (!test_clear_buffer_dirty(bh)) {
		unlock_buffer(bh);
		return buffer_write_io_error(bh) ? -EIO : 0;
	}
	submit_bh(REQ_OP_WRITE | flags, bh);
	blk_flush_plug(current);
	wait_on_buffer(bh);
	return buffer_write_io_error(bh) ? -EIO : 0;
}

int sync_dirty_buffer(struct buffer_head *bh)
{
	return sync_dirty_buffer_flags(bh, REQ_SYNC);
}

/* Start writing, do not wait. */
void write_dirty_buffer(struct buffer_head *bh, blk_opf_t flags)
{
	lock_buffer(bh);
	if (!test_clear_buffer_dirty(bh)) {
		unlock_buffer(bh);
		return;
	}
	submit_bh(REQ_OP_WRITE | flags, bh);
}

void invalidate_bh_lrus(void)
{
	/* No per-CPU cache of buffers holds references here. */
}

void clean_bdev_aliases(struct block_device *bdev, sector_t block, sector_t nr)
{
	unsigned int size = 1u << bdev->bd_inode->i_blkbits;

	if (nr > 64) {			/* rare and large: by folios */
		loff_t start = block << bdev->bd_inode->i_blkbits;

		filemap_fdatawait_range(bdev->bd_inode->i_mapping, start,
					start + (nr << bdev->bd_inode->i_blkbits) - 1);
	}
	for (; nr; nr--, block++) {
		struct buffer_head *bh = __find_get_block(bdev, block, size);

		if (!bh)
			continue;
		clear_buffer_dirty(bh);
		wait_on_buffer(bh);
		brelse(bh);
	}
}

int sync_mapping_range_buffers(struct block_device *bdev, sector_t block, sector_t nr)
{
	unsigned int bits = bdev->bd_inode->i_blkbits;
	loff_t start = block << bits;

	return filemap_write_and_wait_range(bdev->bd_inode->i_mapping, start,
					    start + (nr << bits) - 1);
}

/* Address space operations of raw devices */

/* Write a folio's dirty buffers; the last one to end clears writeback. */
struct folio_write {
	struct folio	*folio;
	atomic_t	left;
};

static void folio_write_put(struct folio_write *fw)
{
	if (!atomic_dec_and_test(&fw->left))
		return;
	folio_end_writeback(fw->folio);
	kfree(fw);
}

static void folio_buffer_written(struct buffer_head *bh, int uptodate)
{
	struct folio_write *fw = bh->b_private;

	bh->b_end_io = NULL;
	bh->b_private = NULL;
	folio_write_put(fw);
}

static int write_buffers(struct folio *folio, struct writeback_control *wbc)
{
	struct buffer_head *head = folio_buffers(folio), *bh = head;
	struct folio_write *fw = kmalloc(sizeof(*fw), GFP_NOIO | __GFP_NOFAIL);

	fw->folio = folio;
	atomic_set(&fw->left, 1);
	folio_start_writeback(folio);
	do {
		if (wbc->sync_mode == WB_SYNC_NONE && !trylock_buffer(bh)) {
			if (buffer_dirty(bh))
				folio_redirty_for_writepage(wbc, folio);
			continue;
		}
		if (wbc->sync_mode != WB_SYNC_NONE)
			lock_buffer(bh);
		if (!test_clear_buffer_dirty(bh)) {
			unlock_buffer(bh);
			continue;
		}
		atomic_inc(&fw->left);
		bh->b_private = fw;
		bh->b_end_io = folio_buffer_written;
		submit_bh(REQ_OP_WRITE, bh);
	} while ((bh = bh->b_this_page) != head);
	folio_unlock(folio);
	folio_write_put(fw);
	return 0;
}

static void folio_write_end_io(struct bio *bio)
{
	struct folio *folio = bio->bi_private;

	if (bio->bi_status)
		mapping_set_error(folio->mapping, blk_status_to_errno(bio->bi_status));
	folio_end_writeback(folio);
	bio_put(bio);
}

static size_t folio_bytes_on_device(struct folio *folio, struct block_device *bdev)
{
	loff_t size = bdev_nr_bytes(bdev), pos = folio_pos(folio);

	return pos >= size ? 0 : min_t(loff_t, folio_size(folio), size - pos);
}

static int blkdev_write_folio(struct folio *folio, struct writeback_control *wbc, void *data)
{
	struct block_device *bdev = I_BDEV(folio->mapping->host);
	size_t len = folio_bytes_on_device(folio, bdev);
	struct bio *bio;

	if (folio_buffers(folio))
		return write_buffers(folio, wbc);
	folio_start_writeback(folio);
	folio_unlock(folio);
	if (!len) {
		folio_end_writeback(folio);
		return 0;
	}
	bio = bio_alloc(bdev, 1, REQ_OP_WRITE, GFP_NOIO | __GFP_NOFAIL);
	bio->bi_iter.bi_sector = folio_pos(folio) >> SECTOR_SHIFT;
	bio_add_folio(bio, folio, len, 0);
	bio->bi_private = folio;
	bio->bi_end_io = folio_write_end_io;
	submit_bio(bio);
	return 0;
}

static int blkdev_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	struct blk_plug plug;
	int err;

	blk_start_plug(&plug);
	err = write_cache_pages(mapping, wbc, blkdev_write_folio, NULL);
	blk_finish_plug(&plug);
	return err;
}

static void folio_read_end_io(struct bio *bio)
{
	struct folio *folio = bio->bi_private;

	folio_end_read(folio, !bio->bi_status);
	bio_put(bio);
}

/* Buffers that are newer than the disk must survive a read of the rest. */
static int read_missing_buffers(struct folio *folio)
{
	struct buffer_head *head = folio_buffers(folio), *bh = head;
	int err = 0;

	do {
		if (!err)
			err = bh_read(bh, 0);
	} while ((bh = bh->b_this_page) != head);
	if (!err)
		folio_mark_uptodate(folio);
	folio_unlock(folio);
	return err;
}

static int blkdev_read_folio(struct file *file, struct folio *folio)
{
	struct block_device *bdev = I_BDEV(folio->mapping->host);
	size_t len = folio_bytes_on_device(folio, bdev);
	struct bio *bio;

	if (folio_buffers(folio))
		return read_missing_buffers(folio);
	if (len < folio_size(folio))
		folio_zero_segment(folio, len, folio_size(folio));
	if (!len) {
		folio_end_read(folio, true);
		return 0;
	}
	bio = bio_alloc(bdev, 1, REQ_OP_READ, GFP_KERNEL | __GFP_NOFAIL);
	bio->bi_iter.bi_sector = folio_pos(folio) >> SECTOR_SHIFT;
	bio_add_folio(bio, folio, len, 0);
	bio->bi_private = folio;
	bio->bi_end_io = folio_read_end_io;
	submit_bio(bio);
	return 0;
}

static void blkdev_readahead(struct readahead_control *rac)
{
	struct blk_plug plug;
	struct folio *folio;

	blk_start_plug(&plug);
	while ((folio = readahead_folio(rac)))
		blkdev_read_folio(rac->file, folio);
	blk_finish_plug(&plug);
}

static int blkdev_write_begin(struct file *file, struct address_space *mapping, loff_t pos,
			      unsigned int len, struct folio **foliop, void **fsdata)
{
	struct folio *folio;
	int err;

	for (;;) {
		folio = __filemap_get_folio(mapping, pos >> PAGE_SHIFT, FGP_WRITEBEGIN, GFP_KERNEL);
		if (IS_ERR(folio))
			return PTR_ERR(folio);
		if (folio_test_uptodate(folio) || (len == folio_size(folio) && !folio_buffers(folio)))
			break;
		err = blkdev_read_folio(NULL, folio);
		if (!err) {
			folio_wait_locked(folio);
			err = folio_test_uptodate(folio) ? 0 : -EIO;
		}
		folio_put(folio);
		if (err)
			return err;
	}
	*foliop = folio;
	return 0;
}

static int blkdev_write_end(struct file *file, struct address_space *mapping, loff_t pos,
			    unsigned int len, unsigned int copied, struct folio *folio, void *fsdata)
{
	struct buffer_head *head = folio_buffers(folio), *bh = head;
	size_t from = offset_in_folio(folio, pos), to = from + copied;

	if (copied < len && !folio_test_uptodate(folio))
		copied = 0;
	if (copied && head) {
		do {
			size_t at = bh->b_data - (char *)folio_address(folio);

			if (at < to && at + bh->b_size > from) {
				set_buffer_uptodate(bh);
				mark_buffer_dirty(bh);
			}
		} while ((bh = bh->b_this_page) != head);
	}
	if (copied) {
		folio_mark_uptodate(folio);
		folio_mark_dirty(folio);
	}
	folio_unlock(folio);
	folio_put(folio);
	return copied;
}

/* Dirty by a memory map: every buffer of it is. */
static bool blkdev_dirty_folio(struct address_space *mapping, struct folio *folio)
{
	struct buffer_head *head = folio_buffers(folio), *bh = head;

	if (head) {
		do {
			if (buffer_uptodate(bh))
				set_buffer_dirty(bh);
		} while ((bh = bh->b_this_page) != head);
	}
	return filemap_dirty_folio(mapping, folio);
}

static bool buffers_busy(struct buffer_head *head)
{
	struct buffer_head *bh = head;

	do {
		if (atomic_read(&bh->b_count) || buffer_dirty(bh) || buffer_locked(bh))
			return true;
	} while ((bh = bh->b_this_page) != head);
	return false;
}

static bool blkdev_release_folio(struct folio *folio, gfp_t gfp)
{
	struct buffer_head *head = folio_buffers(folio);

	if (!head)
		return true;
	if (folio_test_writeback(folio) || buffers_busy(head))
		return false;
	folio_detach_private(folio);
	free_buffers(head);
	return true;
}

static void blkdev_invalidate_folio(struct folio *folio, size_t offset, size_t len)
{
	struct buffer_head *head = folio_buffers(folio), *bh = head;

	if (!head)
		return;
	do {
		size_t at = bh->b_data - (char *)folio_address(folio);

		if (at >= offset && at + bh->b_size <= offset + len) {
			lock_buffer(bh);
			clear_buffer_dirty(bh);
			unlock_buffer(bh);
		}
	} while ((bh = bh->b_this_page) != head);
	if (!offset && len == folio_size(folio))
		blkdev_release_folio(folio, 0);
}

const struct address_space_operations def_blk_aops = {
	.read_folio	= blkdev_read_folio,
	.readahead	= blkdev_readahead,
	.writepages	= blkdev_writepages,
	.write_begin	= blkdev_write_begin,
	.write_end	= blkdev_write_end,
	.dirty_folio	= blkdev_dirty_folio,
	.invalidate_folio = blkdev_invalidate_folio,
	.release_folio	= blkdev_release_folio,
	.direct_IO	= blkdev_direct_IO,
};

void __init buffer_init(void)
{
	bh_cache = kmem_cache_create("buffer_head", sizeof(struct buffer_head), 0,
				     SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, NULL);
}

static int __init buffer_initcall(void)
{
	buffer_init();
	return 0;
}
core_initcall(buffer_initcall);
