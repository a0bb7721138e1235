// SPDX-License-Identifier: GPL-2.0
/*
 * The I/O of loop devices: each request is a piece of work that reads, writes,
 * syncs or punches the backing file, through its page cache or, with
 * LO_FLAGS_DIRECT_IO, past it.
 *
 * Context: requests are taken without sleeping and done by a workqueue.
 */
#include <uapi/linux/falloc.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/uio.h>

#include "loop.h"

static ssize_t transfer(struct loop_device *lo, struct iov_iter *iter, loff_t *pos, bool write)
{
	struct kiocb iocb;
	ssize_t n;

	if (!(lo->flags & LO_FLAGS_DIRECT_IO))
		return write ? vfs_iter_write(lo->file, iter, pos) :
			       vfs_iter_read(lo->file, iter, pos);
	init_sync_kiocb(&iocb, lo->file);
	iocb.ki_pos = *pos;
	iocb.ki_flags |= IOCB_DIRECT;
	n = write ? lo->file->f_op->write_iter(&iocb, iter) :
		    lo->file->f_op->read_iter(&iocb, iter);
	*pos = iocb.ki_pos;
	return n;
}

static int rw_bio(struct loop_device *lo, struct bio *bio, loff_t pos, bool write)
{
	struct iov_iter iter;

	iov_iter_bvec(&iter, write ? ITER_SOURCE : ITER_DEST, bio->bi_io_vec, bio->bi_vcnt,
		      bio->bi_iter.bi_size);
	while (iov_iter_count(&iter)) {
		ssize_t n = transfer(lo, &iter, &pos, write);

		if (n < 0)
			return n;
		if (!n && write)
			return -EIO;
		if (!n) {		/* the file ends here */
			iov_iter_zero(iov_iter_count(&iter), &iter);
			break;
		}
	}
	return 0;
}

static int rw_request(struct loop_device *lo, struct request *rq, bool write)
{
	loff_t pos = (blk_rq_pos(rq) << SECTOR_SHIFT) + lo->offset;
	struct bio *bio;
	int err = 0;

	rq_for_each_bio(bio, rq) {
		err = rw_bio(lo, bio, pos, write);
		if (err)
			break;
		pos += bio->bi_iter.bi_size;
	}
	return err;
}

static int zero_range(struct loop_device *lo, struct request *rq, int mode)
{
	loff_t pos = (blk_rq_pos(rq) << SECTOR_SHIFT) + lo->offset;
	int err = vfs_fallocate(lo->file, mode | FALLOC_FL_KEEP_SIZE, pos, blk_rq_bytes(rq));

	return err == -EINVAL ? -EOPNOTSUPP : err;
}

static int do_request(struct loop_device *lo, struct request *rq)
{
	int err;

	if (!lo->file)
		return -EIO;
	switch (req_op(rq)) {
	case REQ_OP_READ:
		return rw_request(lo, rq, false);
	case REQ_OP_WRITE:
		if (lo->flags & LO_FLAGS_READ_ONLY)
			return -EIO;
		return rw_request(lo, rq, true);
	case REQ_OP_FLUSH:
		err = vfs_fsync(lo->file, 0);
		return err == -EINVAL ? 0 : err;
	case REQ_OP_DISCARD:
		return zero_range(lo, rq, FALLOC_FL_PUNCH_HOLE);
	case REQ_OP_WRITE_ZEROES:
		err = zero_range(lo, rq, FALLOC_FL_PUNCH_HOLE);
		return err == -EOPNOTSUPP ? zero_range(lo, rq, FALLOC_FL_ZERO_RANGE) : err;
	default:
		return -EOPNOTSUPP;
	}
}

static void loop_work(struct work_struct *work)
{
	struct loop_cmd *cmd = container_of(work, struct loop_cmd, work);
	struct loop_device *lo = cmd->rq->disk->private_data;
	int err;

	/* Dirty limits count pages that wait for this very request. */
	current->flags |= PF_LOCAL_THROTTLE;
	err = do_request(lo, cmd->rq);
	current->flags &= ~PF_LOCAL_THROTTLE;
	blk_mq_end_request(cmd->rq, err ? errno_to_blk_status(err) : BLK_STS_OK);
}

static blk_status_t loop_queue_rq(struct request *rq, bool last)
{
	struct loop_device *lo = rq->disk->private_data;
	struct loop_cmd *cmd = rq->driver_data;

	cmd->rq = rq;
	INIT_WORK(&cmd->work, loop_work);
	queue_work(lo->wq, &cmd->work);
	return BLK_STS_OK;
}

/* Nothing uses lo->file afterwards, if nobody submits. Context: sleeps. */
void loop_drain(struct loop_device *lo)
{
	flush_workqueue(lo->wq);
}

const struct blk_mq_ops loop_mq_ops = {
	.queue_rq	= loop_queue_rq,
	.cmd_size	= sizeof(struct loop_cmd),
	.queue_depth	= LOOP_QUEUE_DEPTH,
};
