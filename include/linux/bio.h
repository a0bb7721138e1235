/* SPDX-License-Identifier: GPL-2.0 */
/* A block I/O in flight: block/bio.c. Sectors are 512 bytes. */
#ifndef INCLUDE_LINUX_BIO_H
#define INCLUDE_LINUX_BIO_H

#include <linux/atomic.h>
#include <linux/bvec.h>
#include <linux/types.h>

struct bio;
struct block_device;
struct folio;
typedef void (*bio_end_io_t)(struct bio *bio);
typedef u32 blk_opf_t;
typedef u8 blk_status_t;			/* 0 = fine; see blk_status_to_errno() */

#define SECTOR_SHIFT	9
#define SECTOR_SIZE	512
#define BIO_MAX_VECS	256

enum req_op { REQ_OP_READ, REQ_OP_WRITE, REQ_OP_FLUSH, REQ_OP_DISCARD, REQ_OP_SECURE_ERASE, REQ_OP_WRITE_ZEROES, REQ_OP_LAST };
#define REQ_OP_MASK	0xffu
#define REQ_SYNC	(1u << 8)
#define REQ_META	(1u << 9)
#define REQ_PREFLUSH	(1u << 10)		/* flush the cache before the data */
#define REQ_FUA		(1u << 11)		/* on stable storage when it ends */
#define REQ_RAHEAD	(1u << 12)
#define REQ_NOWAIT	(1u << 13)
#define REQ_PRIO	(1u << 14)
#define op_is_write(opf) (((opf) & REQ_OP_MASK) & 1 || ((opf) & REQ_OP_MASK) >= REQ_OP_DISCARD)
#define bio_op(bio)	((enum req_op)((bio)->bi_opf & REQ_OP_MASK))

enum { BLK_STS_OK, BLK_STS_NOTSUPP, BLK_STS_TIMEOUT, BLK_STS_NOSPC, BLK_STS_MEDIUM, BLK_STS_IOERR, BLK_STS_AGAIN, BLK_STS_RESOURCE };
int blk_status_to_errno(blk_status_t status);
blk_status_t errno_to_blk_status(int err);

struct bvec_iter {
	sector_t	bi_sector;
	unsigned int	bi_size;		/* bytes left */
	unsigned int	bi_idx;
	unsigned int	bi_bvec_done;
};

struct bio {
	struct bio		*bi_next;	/* owner's list */
	struct block_device	*bi_bdev;
	blk_opf_t		bi_opf;
	blk_status_t		bi_status;
	unsigned short		bi_flags;
	struct bvec_iter	bi_iter;
	bio_end_io_t		bi_end_io;	/* interrupt point: must not sleep */
	void			*bi_private;
	struct bio		*bi_owner_next;	/* free for who submits it */
	unsigned short		bi_vcnt, bi_max_vecs;
	atomic_t		bi_cnt;
	atomic_t		bi_remaining;
	struct bio_vec		*bi_io_vec;
	struct bio_vec		bi_inline_vecs[];
};

struct bio *bio_alloc(struct block_device *bdev, unsigned short nr_vecs, blk_opf_t opf, gfp_t gfp);
void bio_put(struct bio *bio);
void bio_get(struct bio *bio);
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int offset);	/* bytes added */
bool bio_add_folio(struct bio *bio, struct folio *folio, size_t len, size_t offset);
void bio_endio(struct bio *bio);
void bio_io_error(struct bio *bio);
void submit_bio(struct bio *bio);
int submit_bio_wait(struct bio *bio);		/* sleeps; 0 or -errno */
void bio_advance(struct bio *bio, unsigned int bytes);
#define BIO_NO_PAGE_REF	1		/* bi_flags: the pages are not pinned */
struct iov_iter;
ssize_t bio_iov_iter_get_pages(struct bio *bio, struct iov_iter *iter, size_t max);
void bio_release_pages(struct bio *bio, bool mark_dirty);
#define bio_sectors(bio)	((bio)->bi_iter.bi_size >> 9)
#define bio_end_sector(bio)	((bio)->bi_iter.bi_sector + bio_sectors(bio))
#define bio_for_each_bvec_all(bv, bio, i) \
	for (i = 0, bv = (bio)->bi_io_vec; i < (bio)->bi_vcnt; i++, bv++)

#endif /* INCLUDE_LINUX_BIO_H */
