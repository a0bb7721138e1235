// SPDX-License-Identifier: GPL-2.0
/*
 * Submitting bios: checks and the move from partition to disk, plugging, and
 * the small synchronous helpers (flush, discard, zero-out).
 *
 * A task that plugs collects its bios until it unplugs or sleeps, so that a
 * run of single blocks becomes few requests.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "blk.h"

void *queue_data(struct request_queue *q)
{
	return q->queuedata;
}

static blk_status_t bio_check(struct bio *bio)
{
	struct block_device *bdev = bio->bi_bdev;
	sector_t nr = bio_sectors(bio), max = READ_ONCE(bdev->bd_nr_sectors);
	struct queue_limits *lim = &bdev->bd_disk->queue->limits;
	enum req_op op = bio_op(bio);

	if (nr && (nr > max || bio->bi_iter.bi_sector > max - nr)) {
		char name[BDEVNAME_SIZE];

		pr_info_ratelimited("attempt to access beyond end of device\n%s: op=%u, sector=%llu, nr_sectors = %llu limit=%llu\n",
				    bdev_name(bdev, name), op, bio->bi_iter.bi_sector, nr, max);
		return BLK_STS_IOERR;
	}
	if (op_is_write(bio->bi_opf) && nr && bdev_read_only(bdev))
		return BLK_STS_IOERR;
	if (op == REQ_OP_DISCARD && !lim->max_discard_sectors)
		return BLK_STS_NOTSUPP;
	if (op == REQ_OP_WRITE_ZEROES && !lim->max_write_zeroes_sectors)
		return BLK_STS_NOTSUPP;
	return BLK_STS_OK;
}

static void bio_to_disk(struct bio *bio)
{
	struct gendisk *disk = bio->bi_bdev->bd_disk;

	if (disk->fops && disk->fops->submit_bio) {
		disk->fops->submit_bio(bio);
		return;
	}
	blk_queue_bio(disk->queue, bio);
	blk_dispatch(disk->queue);
}

/**
 * submit_bio() - start an I/O; ->bi_end_io tells when it is over
 *
 * Context: any that may take a lock; does not sleep.
 */
void submit_bio(struct bio *bio)
{
	struct blk_plug *plug = current->plug;

	bio->bi_status = bio_check(bio);
	if (bio->bi_status) {
		bio_endio(bio);
		return;
	}
	bio->bi_iter.bi_sector += bio->bi_bdev->bd_start_sect;
	bio->bi_next = NULL;
	if (!op_is_write(bio->bi_opf)) {
		current->io_read_bytes += bio->bi_iter.bi_size;
	} else {
		current->io_write_bytes += bio->bi_iter.bi_size;
	}
	if (!plug) {
		bio_to_disk(bio);
		return;
	}
	*plug->tail = bio;
	plug->tail = &bio->bi_next;
	if (++plug->count >= BLK_PLUG_MAX)
		blk_flush_plug(current);
}

void blk_start_plug(struct blk_plug *plug)
{
	plug->list = NULL;
	plug->tail = &plug->list;
	plug->count = 0;
	if (!current->plug)
		current->plug = plug;
}

void blk_flush_plug(struct task_struct *t)
{
	struct blk_plug *plug = t->plug;
	struct request_queue *q, *last = NULL;
	struct bio *bio, *next;

	if (!plug || !plug->list)
		return;
	bio = plug->list;
	plug->list = NULL;
	plug->tail = &plug->list;
	plug->count = 0;
	for (; bio; bio = next) {
		next = bio->bi_next;
		bio->bi_next = NULL;
		q = bio->bi_bdev->bd_disk->queue;
		if (last && q != last)
			blk_dispatch(last);
		if (q->ops) {
			blk_queue_bio(q, bio);	/* all first: neighbours become one request */
			last = q;
		} else {
			bio_to_disk(bio);
			last = NULL;
		}
	}
	if (last)
		blk_dispatch(last);
}

void blk_finish_plug(struct blk_plug *plug)
{
	if (current->plug != plug)
		return;
	blk_flush_plug(current);
	current->plug = NULL;
}

int blkdev_issue_flush(struct block_device *bdev)
{
	struct bio *bio = bio_alloc(bdev, 0, REQ_OP_WRITE | REQ_PREFLUSH, GFP_KERNEL);
	int err;

	if (!bio)
		return -ENOMEM;
	err = submit_bio_wait(bio);
	bio_put(bio);
	return err;
}

/* A range operation without data, in pieces the device takes. */
static int issue_range(struct block_device *bdev, enum req_op op, sector_t sector, sector_t nr,
		       sector_t max, gfp_t gfp)
{
	while (nr) {
		sector_t len = min(nr, max);
		struct bio *bio = bio_alloc(bdev, 0, op, gfp);
		int err;

		if (!bio)
			return -ENOMEM;
		bio->bi_iter.bi_sector = sector;
		bio->bi_iter.bi_size = len << SECTOR_SHIFT;
		err = submit_bio_wait(bio);
		bio_put(bio);
		if (err)
			return err;
		sector += len;
		nr -= len;
		cond_resched();
	}
	return 0;
}

int blkdev_issue_discard(struct block_device *bdev, sector_t sector, sector_t nr, gfp_t gfp)
{
	unsigned int max = bdev_limits(bdev)->max_discard_sectors;

	return max ? issue_range(bdev, REQ_OP_DISCARD, sector, nr, max, gfp) : -EOPNOTSUPP;
}

static int write_zero_pages(struct block_device *bdev, sector_t sector, sector_t nr, gfp_t gfp)
{
	struct page *page = alloc_page(gfp | __GFP_ZERO);
	int err = 0;

	if (!page)
		return -ENOMEM;
	while (nr && !err) {
		sector_t len = min_t(sector_t, nr, PAGE_SIZE >> SECTOR_SHIFT);
		struct bio *bio = bio_alloc(bdev, 1, REQ_OP_WRITE, gfp);

		if (!bio) {
			err = -ENOMEM;
			break;
		}
		bio->bi_iter.bi_sector = sector;
		bio_add_page(bio, page, len << SECTOR_SHIFT, 0);
		err = submit_bio_wait(bio);
		bio_put(bio);
		sector += len;
		nr -= len;
		cond_resched();
	}
	__free_page(page);
	return err;
}

int blkdev_issue_zeroout(struct block_device *bdev, sector_t sector, sector_t nr, gfp_t gfp)
{
	unsigned int max = bdev_limits(bdev)->max_write_zeroes_sectors;
	int err = -EOPNOTSUPP;

	if (max)
		err = issue_range(bdev, REQ_OP_WRITE_ZEROES, sector, nr, max, gfp);
	return err == -EOPNOTSUPP ? write_zero_pages(bdev, sector, nr, gfp) : err;
}
