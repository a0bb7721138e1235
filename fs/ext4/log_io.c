// SPDX-License-Identifier: GPL-2.0
/*
 * Reading and writing many blocks at once, for the journal: neighbours share a
 * bio, and the caller waits for all together. The pages are the caller's; blocks
 * do not pass through the page cache of the device, whose buffers may be newer.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>

#include "journal.h"

#define IO_VECS 64

static void put_io(struct log_io *io)
{
	if (atomic_dec_and_test(&io->left))
		complete(&io->done);
}

static void log_end_io(struct bio *bio)
{
	struct log_io *io = bio->bi_private;

	if (bio->bi_status)
		WRITE_ONCE(io->error, blk_status_to_errno(bio->bi_status));
	bio_put(bio);
	put_io(io);
}

static void submit(struct log_io *io)
{
	if (io->bio)
		submit_bio(io->bio);
	io->bio = NULL;
}

/* Until log_io_wait() the caller keeps @io and the pages. */
void log_io_begin(struct log_io *io, struct ext4_journal *j, blk_opf_t opf)
{
	*io = (struct log_io){ .j = j, .opf = opf };
	atomic_set(&io->left, 1);
	init_completion(&io->done);
}

/**
 * log_io_add() - one block of the device
 * @io: begun
 * @block: of the device
 * @page: holds it, from its start
 *
 * Context: sleeps; no locks but checkpoint_mutex.
 */
void log_io_add(struct log_io *io, ext4_fsblk_t block, struct page *page)
{
	struct super_block *sb = io->j->sb;
	sector_t sector = block << (sb->s_blocksize_bits - SECTOR_SHIFT);
	unsigned int len = sb->s_blocksize;

	if (io->bio && (io->next != sector || bio_add_page(io->bio, page, len, 0) != (int)len))
		submit(io);
	if (!io->bio) {
		io->bio = bio_alloc(sb->s_bdev, IO_VECS, io->opf, GFP_NOIO | __GFP_NOFAIL);
		io->bio->bi_iter.bi_sector = sector;
		io->bio->bi_end_io = log_end_io;
		io->bio->bi_private = io;
		atomic_inc(&io->left);
		bio_add_page(io->bio, page, len, 0);
	}
	io->next = sector + (len >> SECTOR_SHIFT);
}

/* Return: 0, or the error of one of them. Context: sleeps. */
int log_io_wait(struct log_io *io)
{
	submit(io);
	blk_flush_plug(current);
	put_io(io);
	wait_for_completion(&io->done);
	return io->error;
}
