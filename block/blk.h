/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of block/ only. */
#ifndef BLOCK_BLK_H
#define BLOCK_BLK_H

#include <linux/blkdev.h>

/*
 * Locks: [q] lock, [I] constant once the disk is added.
 *
 * Bios wait in order of arrival; a free request takes the first and all that
 * continue it. No memory is needed on the way to the driver.
 */
struct request_queue {
	spinlock_t		lock;
	struct bio		*head, **tail;	/* [q] waiting bios */
	struct list_head	free;		/* [q] unused requests */
	struct list_head	requeue;	/* [q] the driver was busy */
	unsigned int		in_flight;	/* [q] with the driver */
	bool			dispatching;	/* [q] somebody is in the loop */
	struct queue_limits	limits;		/* [I] */
	const struct blk_mq_ops	*ops;		/* [I] NULL: bio based */
	struct gendisk		*disk;		/* [I] */
	void			*queuedata;	/* [I] */
	void			*requests;	/* [I] all of them */
	struct kobject		kobj;		/* /sys/block/X/queue */
};

/* rq->steps: what is still to be done, lowest bit first */
#define RQ_STEP_PREFLUSH	1
#define RQ_STEP_DATA		2
#define RQ_STEP_POSTFLUSH	4

struct request_queue *blk_alloc_queue(const struct queue_limits *lim, const struct blk_mq_ops *ops);
void blk_free_queue(struct request_queue *q);
void blk_queue_bio(struct request_queue *q, struct bio *bio);
void blk_dispatch(struct request_queue *q);

/* bdev.c */
struct block_device *bdev_alloc(struct gendisk *disk, u8 partno);
void bdev_add(struct block_device *bdev, dev_t dev);
void bdev_remove(struct block_device *bdev);
struct block_device *bdev_lookup(dev_t dev);		/* referenced inode or NULL */
int bdev_open(struct block_device *bdev, fmode_t mode, void *holder);
void bdev_release(struct block_device *bdev, void *holder);

/* genhd.c */
void disk_free(struct gendisk *disk);
int bdev_add_device(struct gendisk *disk, struct block_device *bdev);
void bdev_del_device(struct gendisk *disk, struct block_device *bdev);
extern struct class block_class;
extern const struct device_type disk_type, part_type;
char *bdev_name(struct block_device *bdev, char *buf);	/* BDEVNAME_SIZE */
#define BDEVNAME_SIZE	40

/* partitions/ */
struct parsed_partitions {
	struct block_device *bdev;
	struct {
		sector_t	from, size;
		char		uuid[37];
		char		name[36 * 3 + 1];
		bool		used;
	} parts[DISK_MAX_PARTS];
	bool			access_beyond_eod;
};
/* 512-byte sector @n copied to @buf; 0 or -EIO */
int read_part_sector(struct parsed_partitions *state, sector_t n, void *buf);
int msdos_partition(struct parsed_partitions *state);	/* 1 found, 0 not mine, -errno */
int gpt_partition(struct parsed_partitions *state);
int add_partition(struct gendisk *disk, int partno, sector_t start, sector_t len,
		  const char *uuid, const char *name);
int del_partition(struct gendisk *disk, int partno);
int blkdev_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg);

#endif /* BLOCK_BLK_H */
