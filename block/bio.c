// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a struct bio: allocation, filling, ending. Submission is in
 * blk-core.c. A bio's bytes are page runs; its completion runs at an
 * interrupt point and must not sleep.
 */
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define BIO_INLINE_VECS	4

static struct kmem_cache *bio_cache;

static const struct { int err; const char *name; } blk_errors[] = {
	[BLK_STS_OK]		= { 0, "" },
	[BLK_STS_NOTSUPP]	= { -EOPNOTSUPP, "operation not supported" },
	[BLK_STS_TIMEOUT]	= { -ETIMEDOUT, "timeout" },
	[BLK_STS_NOSPC]		= { -ENOSPC, "critical space allocation" },
	[BLK_STS_MEDIUM]	= { -ENODATA, "critical medium" },
	[BLK_STS_IOERR]		= { -EIO, "I/O" },
	[BLK_STS_AGAIN]		= { -EAGAIN, "nonblocking retry" },
	[BLK_STS_RESOURCE]	= { -ENOMEM, "kernel resource" },
};

int blk_status_to_errno(blk_status_t status)
{
	return status < ARRAY_SIZE(blk_errors) ? blk_errors[status].err : -EIO;
}

blk_status_t errno_to_blk_status(int err)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(blk_errors); i++)
		if (blk_errors[i].err == err)
			return i;
	return BLK_STS_IOERR;
}

/**
 * bio_alloc() - a bio with room for @nr_vecs page runs
 *
 * Context: may sleep if @gfp allows; then it does not fail.
 */
struct bio *bio_alloc(struct block_device *bdev, unsigned short nr_vecs, blk_opf_t opf, gfp_t gfp)
{
	struct bio *bio;

	if (nr_vecs <= BIO_INLINE_VECS) {
		nr_vecs = BIO_INLINE_VECS;
		bio = kmem_cache_zalloc(bio_cache, gfp | __GFP_HIGH);
	} else {
		bio = kzalloc(struct_size(bio, bi_inline_vecs, nr_vecs), gfp | __GFP_HIGH);
	}
	if (!bio)
		return NULL;
	bio->bi_bdev = bdev;
	bio->bi_opf = opf;
	bio->bi_max_vecs = nr_vecs;
	bio->bi_io_vec = bio->bi_inline_vecs;
	atomic_set(&bio->bi_cnt, 1);
	atomic_set(&bio->bi_remaining, 1);
	return bio;
}

void bio_get(struct bio *bio)
{
	atomic_inc(&bio->bi_cnt);
}

void bio_put(struct bio *bio)
{
	if (!atomic_dec_and_test(&bio->bi_cnt))
		return;
	if (bio->bi_max_vecs <= BIO_INLINE_VECS)
		kmem_cache_free(bio_cache, bio);
	else
		kfree(bio);
}

int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int offset)
{
	struct bio_vec *bv;

	if (bio->bi_iter.bi_size > UINT_MAX - len)
		return 0;
	if (bio->bi_vcnt) {
		bv = &bio->bi_io_vec[bio->bi_vcnt - 1];
		/* Guest RAM is linear: neighbours in memory are one run. */
		if (page_address(bv->bv_page) + bv->bv_offset + bv->bv_len ==
		    page_address(page) + offset) {
			bv->bv_len += len;
			bio->bi_iter.bi_size += len;
			return len;
		}
	}
	if (bio->bi_vcnt == bio->bi_max_vecs)
		return 0;
	bv = &bio->bi_io_vec[bio->bi_vcnt++];
	bv->bv_page = page;
	bv->bv_len = len;
	bv->bv_offset = offset;
	bio->bi_iter.bi_size += len;
	return len;
}

bool bio_add_folio(struct bio *bio, struct folio *folio, size_t len, size_t offset)
{
	return bio_add_page(bio, &folio->page, len, offset) == (int)len;
}

void bio_advance(struct bio *bio, unsigned int bytes)
{
	bio->bi_iter.bi_sector += bytes >> SECTOR_SHIFT;
	bio->bi_iter.bi_size -= bytes;
}

void bio_endio(struct bio *bio)
{
	if (!atomic_dec_and_test(&bio->bi_remaining))
		return;
	if (bio->bi_end_io)
		bio->bi_end_io(bio);
}

void bio_io_error(struct bio *bio)
{
	bio->bi_status = BLK_STS_IOERR;
	bio_endio(bio);
}

static void bio_wait_end_io(struct bio *bio)
{
	complete(bio->bi_private);
}

/**
 * submit_bio_wait() - submit and sleep until it is done
 *
 * Return: 0 or -errno. The bio stays the caller's.
 */
int submit_bio_wait(struct bio *bio)
{
	DECLARE_COMPLETION_ONSTACK(done);

	bio->bi_private = &done;
	bio->bi_end_io = bio_wait_end_io;
	submit_bio(bio);
	blk_flush_plug(current);
	wait_for_completion(&done);
	return blk_status_to_errno(bio->bi_status);
}

static int __init bio_init(void)
{
	bio_cache = kmem_cache_create("bio", sizeof(struct bio) +
				      BIO_INLINE_VECS * sizeof(struct bio_vec), 0,
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	return 0;
}
core_initcall(bio_init);
