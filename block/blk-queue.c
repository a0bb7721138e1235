// SPDX-License-Identifier: GPL-2.0
/*
 * Request queues: bios wait in order; each free request takes the first one
 * and every bio that continues it, and goes to the driver. All requests of a
 * queue are made with it, so write-back under memory pressure needs no memory.
 *
 * A flush around a write (REQ_PREFLUSH, or REQ_FUA without such a device) is
 * done by the same request in steps.
 *
 * Locks: q->lock, a leaf; not held over the driver's queue_rq().
 */
#include <linux/blkdev.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "blk.h"

static struct request *request_at(struct request_queue *q, unsigned int n)
{
	return q->requests + n * ALIGN(sizeof(struct request) + q->ops->cmd_size, 16);
}

struct request_queue *blk_alloc_queue(const struct queue_limits *lim, const struct blk_mq_ops *ops)
{
	struct request_queue *q = kzalloc(sizeof(*q), GFP_KERNEL);
	unsigned int i;

	if (!q)
		return NULL;
	spin_lock_init(&q->lock);
	q->tail = &q->head;
	INIT_LIST_HEAD(&q->free);
	INIT_LIST_HEAD(&q->requeue);
	q->ops = ops;
	q->limits = *lim;
	q->limits.logical_block_size = q->limits.logical_block_size ?: 512;
	q->limits.physical_block_size = q->limits.physical_block_size ?: 512;
	q->limits.max_hw_sectors = q->limits.max_hw_sectors ?: 2048;
	q->limits.max_segments = q->limits.max_segments ?: 128;
	if (!ops)
		return q;
	q->requests = kvzalloc(ops->queue_depth *
			       ALIGN(sizeof(struct request) + ops->cmd_size, 16), GFP_KERNEL);
	if (!q->requests) {
		kfree(q);
		return NULL;
	}
	for (i = 0; i < ops->queue_depth; i++) {
		struct request *rq = request_at(q, i);

		rq->q = q;
		rq->driver_data = rq + 1;
		list_add_tail(&rq->queuelist, &q->free);
	}
	return q;
}

void blk_free_queue(struct request_queue *q)
{
	kvfree(q->requests);
	kfree(q);
}

static bool can_merge(struct request_queue *q, struct request *rq, struct bio *bio)
{
	const blk_opf_t barrier = REQ_PREFLUSH | REQ_FUA;

	return bio_op(bio) == req_op(rq) && bio_op(bio) <= REQ_OP_WRITE && bio->bi_iter.bi_size &&
	       !((bio->bi_opf | rq->cmd_flags) & barrier) &&
	       bio->bi_iter.bi_sector == rq->__sector + (rq->__data_len >> SECTOR_SHIFT) &&
	       rq->__data_len + bio->bi_iter.bi_size <= q->limits.max_hw_sectors << SECTOR_SHIFT &&
	       rq->nr_segments + bio->bi_vcnt <= q->limits.max_segments;
}

static struct bio *pop_bio(struct request_queue *q)
{
	struct bio *bio = q->head;

	q->head = bio->bi_next;
	if (!q->head)
		q->tail = &q->head;
	bio->bi_next = NULL;
	return bio;
}

static unsigned int steps_of(struct request_queue *q, struct bio *bio)
{
	bool cache = q->limits.features & BLK_FEAT_WRITE_CACHE;
	unsigned int steps = bio->bi_iter.bi_size ? RQ_STEP_DATA : 0;

	if (cache && (bio->bi_opf & REQ_PREFLUSH || bio_op(bio) == REQ_OP_FLUSH))
		steps |= RQ_STEP_PREFLUSH;
	if (cache && (bio->bi_opf & REQ_FUA) && !(q->limits.features & BLK_FEAT_FUA))
		steps |= RQ_STEP_POSTFLUSH;
	return steps;
}

/* Index into bd_stats: read, write, discard, flush. */
static int stat_kind(const struct bio *bio)
{
	if (bio_op(bio) == REQ_OP_DISCARD || bio_op(bio) == REQ_OP_SECURE_ERASE)
		return 2;
	if (bio_op(bio) == REQ_OP_FLUSH || (bio->bi_opf & REQ_PREFLUSH && !bio->bi_iter.bi_size))
		return 3;
	return op_is_write(bio->bi_opf);
}

/* A partition's I/O is also the disk's. */
static void count_in_flight(struct bio *bio, int n)
{
	struct block_device *bdev = bio->bi_bdev, *whole = bdev->bd_disk->part0;
	bool write = op_is_write(bio->bi_opf);

	atomic_add(n, &bdev->bd_in_flight[write]);
	if (bdev != whole)
		atomic_add(n, &whole->bd_in_flight[write]);
}

/* A request from the waiting bios. Context: q->lock held; both lists not empty. */
static struct request *make_request(struct request_queue *q)
{
	struct request *rq = list_first_entry(&q->free, struct request, queuelist);
	struct bio *bio = pop_bio(q);

	list_del(&rq->queuelist);
	rq->disk = q->disk;
	rq->bio = rq->biotail = bio;
	rq->cmd_flags = bio->bi_opf;
	rq->__sector = bio->bi_iter.bi_sector;
	rq->__data_len = bio->bi_iter.bi_size;
	rq->nr_segments = bio->bi_vcnt;
	rq->start_time_ns = ktime_get_ns();
	rq->steps = steps_of(q, bio);
	while (q->head && can_merge(q, rq, q->head)) {
		bio = pop_bio(q);
		rq->biotail->bi_next = bio;
		rq->biotail = bio;
		rq->__data_len += bio->bi_iter.bi_size;
		rq->nr_segments += bio->bi_vcnt;
		atomic64_inc(&bio->bi_bdev->bd_stats.merges[stat_kind(bio)]);
	}
	return rq;
}

/* What the driver shall do now: a flush, or the data. */
static void load_step(struct request *rq)
{
	blk_opf_t flags = rq->bio->bi_opf & ~(blk_opf_t)REQ_OP_MASK;

	if (rq->steps & RQ_STEP_PREFLUSH || !(rq->steps & RQ_STEP_DATA))
		rq->cmd_flags = REQ_OP_FLUSH;
	else
		rq->cmd_flags = flags | bio_op(rq->bio);
}

void bio_account_done(struct bio *bio, u64 ns)
{
	int kind = stat_kind(bio);
	struct block_device *bdev = bio->bi_bdev, *whole = bdev->bd_disk->part0;

	for (;; bdev = whole) {
		atomic64_inc(&bdev->bd_stats.ios[kind]);
		atomic64_add(bio_sectors(bio), &bdev->bd_stats.sectors[kind]);
		atomic64_add(ns, &bdev->bd_stats.ticks_ns[kind]);
		if (bdev == whole)
			break;
	}
}

static void finish_request(struct request *rq, blk_status_t status)
{
	struct request_queue *q = rq->q;
	struct bio *bio = rq->bio, *next;
	u64 ns = ktime_get_ns() - rq->start_time_ns;

	for (; bio; bio = next) {
		next = bio->bi_next;
		bio->bi_next = NULL;
		bio_account_done(bio, ns);
		count_in_flight(bio, -1);
		if (status)
			bio->bi_status = status;
		bio_endio(bio);
	}
	spin_lock(&q->lock);
	list_add(&rq->queuelist, &q->free);
	q->in_flight--;
	spin_unlock(&q->lock);
}

static struct request *next_request(struct request_queue *q)
{
	struct request *rq;

	if (!list_empty(&q->requeue)) {
		rq = list_first_entry(&q->requeue, struct request, queuelist);
		list_del(&rq->queuelist);
		return rq;
	}
	if (!q->head || list_empty(&q->free))
		return NULL;
	q->in_flight++;
	return make_request(q);
}

/* Hand requests to the driver until it, or the work, runs out. */
void blk_dispatch(struct request_queue *q)
{
	struct request *rq;

	spin_lock(&q->lock);
	if (q->dispatching)
		goto unlock;
	q->dispatching = true;
	while ((rq = next_request(q))) {
		blk_status_t status;
		bool last = !q->head;

		spin_unlock(&q->lock);
		if (rq->steps) {
			load_step(rq);
			status = q->ops->queue_rq(rq, last);
		} else {
			finish_request(rq, BLK_STS_OK);	/* a flush nobody needs */
			status = BLK_STS_OK;
		}
		if (status && status != BLK_STS_RESOURCE)
			blk_mq_end_request(rq, status);
		spin_lock(&q->lock);
		if (status == BLK_STS_RESOURCE) {
			list_add(&rq->queuelist, &q->requeue);
			break;
		}
	}
	q->dispatching = false;
unlock:
	spin_unlock(&q->lock);
}

/* The bio waits for blk_dispatch(). */
void blk_queue_bio(struct request_queue *q, struct bio *bio)
{
	count_in_flight(bio, 1);
	spin_lock(&q->lock);
	*q->tail = bio;
	q->tail = &bio->bi_next;
	spin_unlock(&q->lock);
}

/**
 * blk_mq_end_request() - the driver is done with the current step of @rq
 *
 * Context: interrupt point or the driver's queue_rq(); does not sleep.
 */
void blk_mq_end_request(struct request *rq, blk_status_t status)
{
	struct request_queue *q = rq->q;

	rq->steps &= rq->steps - 1;
	if (!status && rq->steps) {
		spin_lock(&q->lock);
		list_add_tail(&rq->queuelist, &q->requeue);
		spin_unlock(&q->lock);
	} else {
		finish_request(rq, status);
	}
	blk_dispatch(q);
}
