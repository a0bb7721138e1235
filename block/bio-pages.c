// SPDX-License-Identifier: GPL-2.0
/*
 * Bios over a user's buffer, and direct I/O on block devices: the pages are
 * pinned while the device works on them. Many bios are in flight at once; the
 * caller waits for all.
 */
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/uio.h>

#include "blk.h"

#define DIO_PAGES	64

/* Pin pages of the iterator's first segment; bytes they cover. The iterator moves on. */
static ssize_t pin_user_part(struct iov_iter *iter, struct page **pages, size_t max,
			     size_t *offset, bool will_write)
{
	const char __user *base = iter_is_ubuf(iter) ? iter->ubuf : iter_iov(iter)->iov_base;
	unsigned long addr = (unsigned long)base + iter->iov_offset;
	long nr;

	max = min(max, iov_iter_single_seg_count(iter));
	*offset = offset_in_page(addr);
	nr = min_t(size_t, DIV_ROUND_UP(*offset + max, PAGE_SIZE), DIO_PAGES);
	nr = get_user_pages_fast(addr & PAGE_MASK, nr, will_write ? FOLL_WRITE : 0, pages);
	if (nr <= 0)
		return nr ? nr : -EFAULT;
	max = min_t(size_t, max, nr * PAGE_SIZE - *offset);
	iov_iter_advance(iter, max);
	return max;
}

/* The pages of a bvec are their owner's and stay until he is told. */
static ssize_t add_kernel_pages(struct bio *bio, struct iov_iter *iter, size_t max)
{
	size_t total = 0;

	bio->bi_flags |= BIO_NO_PAGE_REF;
	while (total < max && iov_iter_count(iter)) {
		const struct bio_vec *bv = iter->bvec;
		size_t len = min(iov_iter_single_seg_count(iter), max - total);

		if (bio_add_page(bio, bv->bv_page, len, bv->bv_offset + iter->iov_offset) !=
		    (int)len)
			break;
		iov_iter_advance(iter, len);
		total += len;
	}
	return total;
}

/**
 * bio_iov_iter_get_pages() - fill an empty bio from a user's buffer
 * @bio: with room for 64 page runs
 * @iter: of user memory or of a bvec; moves on by what was taken
 * @max: bytes at most
 *
 * Context: sleeps. Return: bytes, or -EFAULT. Pages stay pinned until
 * bio_release_pages().
 */
ssize_t bio_iov_iter_get_pages(struct bio *bio, struct iov_iter *iter, size_t max)
{
	struct page *pages[DIO_PAGES];
	size_t offset, left;
	ssize_t n;
	int i;

	if (iov_iter_is_bvec(iter))
		return add_kernel_pages(bio, iter, max);
	n = pin_user_part(iter, pages, max, &offset, iov_iter_rw(iter) == ITER_DEST);
	if (n <= 0)
		return n ? n : -EFAULT;
	for (left = n, i = 0; left; i++) {
		size_t len = min_t(size_t, left, PAGE_SIZE - offset);

		if (bio_add_page(bio, pages[i], len, offset) != (int)len)
			break;
		offset = 0;
		left -= len;
	}
	return n;
}

/**
 * bio_release_pages() - unpin what bio_iov_iter_get_pages() pinned
 * @mark_dirty: the device wrote to them
 *
 * Context: sleeps.
 */
void bio_release_pages(struct bio *bio, bool mark_dirty)
{
	struct bio_vec *bv;
	int i;

	if (bio->bi_flags & BIO_NO_PAGE_REF)
		return;
	bio_for_each_bvec_all(bv, bio, i) {
		char *p = page_address(bv->bv_page) + bv->bv_offset, *end = p + bv->bv_len;

		for (; p < end; p = (char *)ALIGN((unsigned long)p + 1, PAGE_SIZE)) {
			struct page *page = virt_to_page(p);

			if (mark_dirty)
				folio_mark_dirty(page_folio(page));
			unpin_user_page(page);
		}
	}
}

/* All bios of one call. */
struct blkdev_dio {
	atomic_t		pending;
	struct completion	done;
	struct bio		*bios, **tail;
};

static void dio_end_io(struct bio *bio)
{
	struct blkdev_dio *dio = bio->bi_private;

	if (atomic_dec_and_test(&dio->pending))
		complete(&dio->done);
}

static ssize_t dio_submit(struct blkdev_dio *dio, struct block_device *bdev, loff_t pos,
			  struct iov_iter *iter, blk_opf_t opf)
{
	struct bio *bio = bio_alloc(bdev, DIO_PAGES, opf, GFP_KERNEL);
	unsigned int mask = bdev_logical_block_size(bdev) - 1;
	ssize_t n;

	if (!bio)
		return -ENOMEM;
	bio->bi_iter.bi_sector = pos >> SECTOR_SHIFT;
	bio->bi_private = dio;
	bio->bi_end_io = dio_end_io;
	n = bio_iov_iter_get_pages(bio, iter, iov_iter_count(iter));
	if (n > 0 && n & mask)
		n = -EINVAL;
	if (n <= 0) {
		bio_release_pages(bio, false);
		bio_put(bio);
		return n;
	}
	/* The queue uses bi_next until the bio ends: remembered on the side. */
	bio->bi_owner_next = NULL;
	*dio->tail = bio;
	dio->tail = &bio->bi_owner_next;
	atomic_inc(&dio->pending);
	submit_bio(bio);
	return n;
}

/* What the bios brought: bytes up to the first error, or that error. */
static ssize_t dio_finish(struct blkdev_dio *dio, bool read)
{
	struct bio *bio, *next;
	ssize_t total = 0;
	int err = 0;

	for (bio = dio->bios; bio; bio = next) {
		struct bio_vec *bv;
		int i;

		next = bio->bi_owner_next;
		if (!err && bio->bi_status)
			err = blk_status_to_errno(bio->bi_status);
		bio_for_each_bvec_all(bv, bio, i)
			total += err ? 0 : bv->bv_len;
		bio_release_pages(bio, read && !bio->bi_status);
		bio_put(bio);
	}
	return total ? total : err;
}

/**
 * blkdev_direct_IO() - read or write a block device past its page cache
 *
 * The caller has written out or dropped the cached range.
 *
 * Context: sleeps. Return: bytes; -EINVAL for what is not aligned to the logical
 * block, in the file or in memory; 0 for a buffer that is not a user's, which
 * then goes through the cache.
 */
ssize_t blkdev_direct_IO(struct kiocb *iocb, struct iov_iter *iter)
{
	struct block_device *bdev = I_BDEV(iocb->ki_filp->f_mapping->host);
	unsigned int mask = bdev_logical_block_size(bdev) - 1;
	bool read = iov_iter_rw(iter) == ITER_DEST;
	blk_opf_t opf = read ? REQ_OP_READ : REQ_OP_WRITE | REQ_SYNC;
	struct blkdev_dio dio = { .bios = NULL };
	loff_t pos = iocb->ki_pos;
	struct blk_plug plug;
	ssize_t n = 0, done;

	if ((pos | iov_iter_count(iter) | iov_iter_alignment(iter)) & mask)
		return -EINVAL;
	if (!user_backed_iter(iter) && !iov_iter_is_bvec(iter))
		return 0;
	dio.tail = &dio.bios;
	atomic_set(&dio.pending, 1);
	init_completion(&dio.done);
	blk_start_plug(&plug);
	while (iov_iter_count(iter) && (n = dio_submit(&dio, bdev, pos, iter, opf)) > 0)
		pos += n;
	blk_finish_plug(&plug);
	if (!atomic_dec_and_test(&dio.pending))
		wait_for_completion(&dio.done);
	done = dio_finish(&dio, read);
	return done ? done : n;
}
