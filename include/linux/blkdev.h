/* SPDX-License-Identifier: GPL-2.0 */
/* Disks, partitions and requests: block/. */
#ifndef INCLUDE_LINUX_BLKDEV_H
#define INCLUDE_LINUX_BLKDEV_H

#include <linux/bio.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>

struct attribute_group;
struct gendisk;
struct hd_geometry;
struct request;
struct request_queue;

/* What a driver's hardware can do; zero means the default in brackets. */
struct queue_limits {
	unsigned int	logical_block_size;	/* [512] */
	unsigned int	physical_block_size;	/* [512] */
	unsigned int	max_hw_sectors;		/* [2048] */
	unsigned int	max_segments;		/* [128] */
	unsigned int	max_discard_sectors;	/* [0 = none] */
	unsigned int	max_write_zeroes_sectors;
	unsigned int	discard_granularity;
	unsigned int	io_min, io_opt;
	unsigned int	features;		/* BLK_FEAT_* */
};
#define BLK_FEAT_WRITE_CACHE	1		/* wants REQ_OP_FLUSH */
#define BLK_FEAT_FUA		2
#define BLK_FEAT_ROTATIONAL	4

/* One unit of work for a driver: merged bios, contiguous on the device. */
struct request {
	struct list_head	queuelist;	/* [q] */
	struct request_queue	*q;
	struct gendisk		*disk;
	struct bio		*bio, *biotail;
	blk_opf_t		cmd_flags;
	sector_t		__sector;
	unsigned int		__data_len;	/* bytes */
	unsigned short		nr_segments;
	unsigned int		steps;		/* RQ_STEP_*, see block/blk-queue.c */
	u64			start_time_ns;
	void			*driver_data;	/* pdu of blk_mq_ops->cmd_size bytes follows */
};
#define req_op(rq)		((enum req_op)((rq)->cmd_flags & REQ_OP_MASK))
#define blk_rq_pos(rq)		((rq)->__sector)
#define blk_rq_bytes(rq)	((rq)->__data_len)
#define rq_for_each_bio(b, rq)	for (b = (rq)->bio; b; b = b->bi_next)

struct blk_mq_ops {
	/* Start it; BLK_STS_RESOURCE = busy, ask again after a completion. May not sleep. */
	blk_status_t (*queue_rq)(struct request *rq, bool last);
	unsigned int cmd_size;			/* driver bytes per request */
	unsigned int queue_depth;		/* requests in flight */
};
void bio_account_done(struct bio *bio, u64 ns);	/* for drivers with ->submit_bio */
void blk_mq_end_request(struct request *rq, blk_status_t status);	/* interrupt point */

struct block_device_operations {
	int (*open)(struct gendisk *disk, fmode_t mode);
	void (*release)(struct gendisk *disk);
	int (*ioctl)(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg);
	int (*getgeo)(struct block_device *bdev, struct hd_geometry *geo);
	void (*free_disk)(struct gendisk *disk);
	void (*submit_bio)(struct bio *bio);	/* bio-based drivers: brd, loop */
};

/* Locks: [I] constant, [o] disk->open_mutex, [A] atomic */
struct block_device {
	dev_t			bd_dev;		/* [I] */
	struct gendisk		*bd_disk;	/* [I] */
	u8			bd_partno;	/* [I] 0 = whole disk */
	bool			bd_read_only;
	sector_t		bd_start_sect;	/* [I] */
	sector_t		bd_nr_sectors;	/* [o] */
	struct inode		*bd_inode;	/* [I] page cache of the raw device */
	int			bd_openers;	/* [o] */
	void			*bd_holder;	/* [o] exclusive claim: a mounted filesystem */
	int			bd_holders;	/* [o] */
	struct device		bd_device;
	char			bd_partuuid[37], bd_partname[36 * 3 + 1];
	/* by read, write, discard, flush */
	struct { atomic64_t ios[4], sectors[4], ticks_ns[4], merges[4]; } bd_stats;
	atomic_t		bd_in_flight[2];	/* reads, writes */
};

#define DISK_MAX_PARTS	256	/* with the whole disk */
#define BLOCK_EXT_MAJOR	259	/* of partitions beyond a disk's own minors */

struct gendisk {
	int			major, first_minor, minors;	/* minors = partitions + 1 */
	char			disk_name[32];
	struct block_device	*part0;
	struct block_device	*part_tbl[DISK_MAX_PARTS]; /* [o] by partno, 0 = part0 */
	const struct block_device_operations *fops;
	struct request_queue	*queue;
	void			*private_data;
	bool			removable;	/* [I] */
	bool			no_part;	/* partitions are not looked for */
	bool			dead;		/* [o] no more opens */
	bool			read_only;
	struct mutex		open_mutex;
	struct device		*parent;
	int			open_partitions;
	const struct attribute_group **groups;	/* extra sysfs attributes */
};

struct gendisk *blk_mq_alloc_disk(const struct blk_mq_ops *ops, const struct queue_limits *lim, void *queuedata);
struct gendisk *blk_alloc_disk(const struct queue_limits *lim);	/* bio-based */
int add_disk(struct gendisk *disk);		/* visible, partitions scanned, devtmpfs nodes made */
void del_gendisk(struct gendisk *disk);
int del_gendisk_unused(struct gendisk *disk);	/* -EBUSY, and nothing done, while it is open */
int disk_openers(struct gendisk *disk);		/* of it and its partitions; open_mutex held */
void disk_del_partitions(struct gendisk *disk);	/* open_mutex held */
int disk_scan_partitions(struct gendisk *disk);
void put_disk(struct gendisk *disk);		/* freed with the last reference to it */
void set_capacity(struct gendisk *disk, sector_t sectors);
sector_t get_capacity(struct gendisk *disk);
void set_disk_ro(struct gendisk *disk, bool ro);
bool bdev_read_only(struct block_device *bdev);
int register_blkdev(unsigned int major, const char *name);	/* 0 asks for a dynamic one */
void unregister_blkdev(unsigned int major, const char *name);
void blkdev_show(struct seq_file *m, off_t offset);	/* /proc/devices */
void *queue_data(struct request_queue *q);
struct queue_limits *bdev_limits(struct block_device *bdev);
unsigned int bdev_logical_block_size(struct block_device *bdev);
sector_t bdev_nr_sectors(struct block_device *bdev);
static inline loff_t bdev_nr_bytes(struct block_device *bdev) { return (loff_t)bdev_nr_sectors(bdev) << SECTOR_SHIFT; }

#define BLK_OPEN_READ	FMODE_READ
#define BLK_OPEN_WRITE	FMODE_WRITE
#define BLK_OPEN_EXCL	0x80u
/* Open for the kernel: @holder claims it exclusively when not NULL. ERR_PTR. */
struct block_device *blkdev_get_by_dev(dev_t dev, fmode_t mode, void *holder);
struct block_device *blkdev_get_by_path(const char *path, fmode_t mode, void *holder);
void blkdev_put(struct block_device *bdev, void *holder);
int lookup_bdev(const char *path, dev_t *dev);
ssize_t blkdev_direct_IO(struct kiocb *iocb, struct iov_iter *iter);
int sync_blockdev(struct block_device *bdev);
void invalidate_bdev(struct block_device *bdev);
int set_blocksize(struct block_device *bdev, int size);
int blkdev_issue_flush(struct block_device *bdev);
int blkdev_issue_discard(struct block_device *bdev, sector_t sector, sector_t nr, gfp_t gfp);
int blkdev_issue_zeroout(struct block_device *bdev, sector_t sector, sector_t nr, gfp_t gfp);
/* name ("ubda1", "98:1", "UUID=..", "PARTUUID=..", "LABEL=..") to number, 0 if unknown */
dev_t name_to_dev_t(const char *name);
void printk_all_partitions(void);
/* iterate for /proc/partitions, /proc/diskstats, sysfs: referenced walk */
struct block_device *bdev_next(struct block_device *prev);

/* Plugging: collect this task's bios until blk_finish_plug() or it sleeps. */
struct blk_plug { struct bio *list, **tail; unsigned int count; };
#define BLK_PLUG_MAX	128
void blk_start_plug(struct blk_plug *plug);
void blk_finish_plug(struct blk_plug *plug);
void blk_flush_plug(struct task_struct *t);

#endif /* INCLUDE_LINUX_BLKDEV_H */
