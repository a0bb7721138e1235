/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of the loop driver. */
#ifndef DRIVERS_BLOCK_LOOP_H
#define DRIVERS_BLOCK_LOOP_H

#include <linux/blkdev.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include <uapi/linux/loop.h>

#define LOOP_QUEUE_DEPTH	128

/*
 * Locks: [l] lock, under disk->open_mutex where both are held. A device is bound
 * while @file is set; then the members below it are constant for I/O, which
 * ends before they change (loop_drain()).
 */
struct loop_device {
	int			number;		/* [I] */
	struct gendisk		*disk;		/* [I] */
	struct mutex		lock;
	struct file		*file;		/* [l] */
	u64			offset;		/* [l] bytes */
	u64			sizelimit;	/* [l] bytes, 0 = none */
	u32			flags;		/* [l] LO_FLAGS_* */
	char			name[LO_NAME_SIZE];	/* [l] lo_file_name */
	struct workqueue_struct	*wq;		/* [I] */
};

struct loop_cmd {
	struct work_struct	work;
	struct request		*rq;
};

/* loop_io.c */
extern const struct blk_mq_ops loop_mq_ops;
void loop_drain(struct loop_device *lo);

/* loop_config.c. All take lo->lock themselves. */
int loop_configure(struct loop_device *lo, fmode_t mode, const struct loop_config *config);
int loop_change_fd(struct loop_device *lo, unsigned int fd);
int loop_clear(struct loop_device *lo);
int loop_set_status(struct loop_device *lo, const struct loop_info64 *info);
int loop_get_status(struct loop_device *lo, struct loop_info64 *info);
int loop_set_capacity(struct loop_device *lo);
int loop_set_direct_io(struct loop_device *lo, unsigned long on);
int loop_set_block_size(struct loop_device *lo, unsigned long size);
void loop_last_close(struct loop_device *lo);
extern const struct attribute_group loop_attribute_group;

/* loop.c: makes number @n, any free one if negative; the number or -errno */
int loop_add(int n);
int loop_remove(int n);
int loop_get_free(void);

#endif /* DRIVERS_BLOCK_LOOP_H */
