// SPDX-License-Identifier: GPL-2.0
/*
 * The UML block device: requests become reads, writes, fdatasync and hole
 * punching of a host file (ubd_user.c: of two), done by the host half's I/O
 * threads so that no virtual CPU ever waits for a disk. Data goes straight
 * between guest RAM and the file. Small reads are first tried at once: what the
 * host has in its page cache costs less than waking a thread.
 *
 * The files are opened and locked once, when the device appears.
 *
 * Locks: ubd_lock for adding and removing. Context: queue_rq and completion run
 * without sleeping; adding and removing sleep.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/linux/cdrom.h>
#include <uapi/linux/hdreg.h>

#include <asm/irq.h>
#include <os_aio.h>
#include <os_file.h>

#include "ubd.h"

#define UBD_QUEUE_DEPTH		64
#define UBD_MAX_SEGMENTS	128
#define UBD_TRY_BYTES		(64 * 1024)	/* copied on the spot */

struct ubd ubd_devs[UBD_UNITS];
static DEFINE_MUTEX(ubd_lock);

/* Per request, behind struct request. */
struct ubd_request {
	struct ubd_io	io;
	struct os_iov	iov[UBD_MAX_SEGMENTS];
};

static void fill_iov(struct request *rq, struct ubd_request *ur)
{
	struct bio_vec *bv;
	struct bio *bio;
	int i, nr = 0;

	rq_for_each_bio(bio, rq) {
		bio_for_each_bvec_all(bv, bio, i) {
			ur->iov[nr++] = (struct os_iov){
				.base = page_address(bv->bv_page) + bv->bv_offset,
				.len = bv->bv_len,
			};
		}
	}
	ur->io.aio.iov = ur->iov;
	ur->io.aio.nr = nr;
}

static int aio_op(enum req_op op)
{
	switch (op) {
	case REQ_OP_READ:		return OS_AIO_READ;
	case REQ_OP_WRITE:		return OS_AIO_WRITE;
	case REQ_OP_FLUSH:		return OS_AIO_FLUSH;
	case REQ_OP_DISCARD:		return OS_AIO_DISCARD;
	case REQ_OP_WRITE_ZEROES:	return OS_AIO_WRITE_ZEROES;
	default:			return -1;
	}
}

/* The host can't do it on this file: never offer it again. */
static void operation_refused(struct request *rq)
{
	struct queue_limits *lim = bdev_limits(rq->disk->part0);

	if (req_op(rq) == REQ_OP_DISCARD)
		lim->max_discard_sectors = 0;
	else if (req_op(rq) == REQ_OP_WRITE_ZEROES)
		lim->max_write_zeroes_sectors = 0;
}

static blk_status_t status_of(int result)
{
	switch (result) {
	case 0:
		return BLK_STS_OK;
	case -EOPNOTSUPP:
	case -ENOSYS:
		return BLK_STS_NOTSUPP;
	case -ENOSPC:
	case -EDQUOT:
	case -EFBIG:
		return BLK_STS_NOSPC;
	}
	return BLK_STS_IOERR;
}

static void ubd_done(struct os_aio *aio)
{
	struct request *rq = aio->cookie;
	blk_status_t status = status_of(aio->result);

	if (status == BLK_STS_NOTSUPP)
		operation_refused(rq);
	ubd_commit_later(rq->disk->private_data);
	blk_mq_end_request(rq, status);
}

static void set_op(struct ubd *ubd, struct ubd_io *io, int op)
{
	io->op = op;
	io->aio.op = ubd->map ? OS_AIO_CALL : op;
}

/* True when it is done: all of it was at hand. */
static bool try_read(struct ubd *ubd, struct ubd_io *io)
{
	int err;

	if (io->op != OS_AIO_READ || io->aio.len > UBD_TRY_BYTES || ubd->no_nowait)
		return false;
	set_op(ubd, io, OS_AIO_READ_NOWAIT);
	err = os_aio_run(&io->aio);
	set_op(ubd, io, OS_AIO_READ);
	if (err == -EOPNOTSUPP || err == -ENOSYS)
		ubd->no_nowait = true;
	return !err;
}

static blk_status_t ubd_queue_rq(struct request *rq, bool last)
{
	struct ubd_request *ur = rq->driver_data;
	struct ubd *ubd = rq->disk->private_data;
	int op = aio_op(req_op(rq));

	if (op < 0)
		return BLK_STS_NOTSUPP;
	ur->io.map = ubd->map;
	ur->io.aio = (struct os_aio){
		.fd = ubd->fd,
		.off = blk_rq_pos(rq) << SECTOR_SHIFT,
		.len = blk_rq_bytes(rq),
		.call = ubd_map_run,
		.done = ubd_done,
		.cookie = rq,
	};
	set_op(ubd, &ur->io, op);
	if (op == OS_AIO_READ || op == OS_AIO_WRITE)
		fill_iov(rq, ur);
	if (try_read(ubd, &ur->io))
		blk_mq_end_request(rq, BLK_STS_OK);
	else
		os_aio_submit(&ur->io.aio);
	return BLK_STS_OK;
}

static const struct blk_mq_ops ubd_mq_ops = {
	.queue_rq	= ubd_queue_rq,
	.cmd_size	= sizeof(struct ubd_request),
	.queue_depth	= UBD_QUEUE_DEPTH,
};

static int ubd_getgeo(struct block_device *bdev, struct hd_geometry *geo)
{
	struct ubd *ubd = bdev->bd_disk->private_data;

	geo->heads = 128;
	geo->sectors = 32;
	geo->cylinders = ubd->size / (128 * 32 * 512);
	return 0;
}

static int ubd_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg)
{
	struct ubd *ubd = bdev->bd_disk->private_data;
	struct cdrom_volctrl volume = { 255, 255, 255, 255 };
	u16 id[256] = { 0 };

	switch (cmd) {
	case HDIO_GET_IDENTITY:
		id[1] = ubd->size / (128 * 32 * 512);
		id[3] = 128;
		id[6] = 32;
		return copy_to_user((void __user *)arg, id, sizeof(id)) ? -EFAULT : 0;
	case CDROMVOLREAD:
		return copy_to_user((void __user *)arg, &volume, sizeof(volume)) ? -EFAULT : 0;
	}
	return -EINVAL;
}

static const struct block_device_operations ubd_fops = {
	.getgeo	= ubd_getgeo,
	.ioctl	= ubd_ioctl,
};

static ssize_t serial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct block_device *bdev = container_of(dev, struct block_device, bd_device);
	struct ubd *ubd = bdev->bd_disk->private_data;

	return sysfs_emit(buf, "%s", ubd->serial ? ubd->serial : "(null)");
}
static DEVICE_ATTR_RO(serial);

static struct attribute *ubd_attrs[] = { &dev_attr_serial.attr, NULL };
ATTRIBUTE_GROUPS(ubd);

static int ubd_add_disk(struct ubd *ubd, int index)
{
	bool trim = !(ubd->flags & UBD_NO_TRIM);
	struct queue_limits lim = {
		.max_segments	= UBD_MAX_SEGMENTS,
		.max_discard_sectors = trim ? UINT_MAX >> SECTOR_SHIFT : 0,
		.max_write_zeroes_sectors = trim ? UINT_MAX >> SECTOR_SHIFT : 0,
		.discard_granularity = trim ? 512 : 0,
		.features	= BLK_FEAT_WRITE_CACHE,
	};
	struct gendisk *disk = blk_mq_alloc_disk(&ubd_mq_ops, &lim, ubd);
	int err;

	if (IS_ERR(disk))
		return PTR_ERR(disk);
	disk->major = UBD_MAJOR;
	disk->first_minor = index * UBD_MINORS;
	disk->minors = UBD_MINORS;
	disk->fops = &ubd_fops;
	disk->private_data = ubd;
	disk->groups = ubd_groups;
	disk->parent = &ubd->pdev.dev;
	snprintf(disk->disk_name, sizeof(disk->disk_name), "ubd%c", 'a' + index);
	set_capacity(disk, ubd->size >> SECTOR_SHIFT);
	set_disk_ro(disk, ubd->read_only);
	ubd->pdev = (struct platform_device){ .name = "uml-blkdev", .id = index };
	err = platform_device_register(&ubd->pdev);
	if (err)
		goto put_disk;
	ubd->disk = disk;
	err = add_disk(disk);
	if (!err)
		return 0;
	ubd->disk = NULL;
	platform_device_unregister(&ubd->pdev);
put_disk:
	put_disk(disk);
	return err;
}

/* Context: ubd_lock. */
static int add_locked(struct ubd *ubd, int index)
{
	int err = ubd_open(ubd, index);

	if (!err) {
		ubd->no_nowait = false;
		ubd_commit_init(ubd);
		err = ubd_add_disk(ubd, index);
		if (err)
			ubd_close(ubd);
	}
	if (!err)
		return 0;
	if (err == -ENOENT)
		pr_err("Failed to initialize ubd device %d :Couldn't determine size of device's file\n",
		       index);
	else
		pr_err("Failed to initialize ubd device %d :Couldn't use the file \"%s\"\n",
		       index, ubd->file);
	kfree(ubd->option);
	ubd->option = NULL;
	ubd->file = NULL;
	return err;
}

/**
 * ubd_add() - a parsed option becomes a disk
 * @index: of its slot, which is free again after an error
 *
 * Context: sleeps. Return: 0 or -errno.
 */
int ubd_add(int index)
{
	int err;

	mutex_lock(&ubd_lock);
	err = add_locked(&ubd_devs[index], index);
	mutex_unlock(&ubd_lock);
	return err;
}

static int remove_locked(struct ubd *ubd)
{
	int err;

	if (!ubd->disk)
		return 0;
	err = del_gendisk_unused(ubd->disk);
	if (err)
		return err;
	ubd_commit_stop(ubd);
	platform_device_unregister(&ubd->pdev);
	put_disk(ubd->disk);
	ubd->disk = NULL;
	ubd_close(ubd);
	kfree(ubd->option);
	ubd->option = NULL;
	ubd->file = NULL;
	return 0;
}

/**
 * ubd_remove() - take a disk away
 * @index: of its slot; an empty one is fine
 *
 * Context: sleeps. Return: 0, -EBUSY while it or a partition is open.
 */
int ubd_remove(int index)
{
	int err;

	mutex_lock(&ubd_lock);
	err = remove_locked(&ubd_devs[index]);
	mutex_unlock(&ubd_lock);
	return err;
}

/* ubd0=<directory>: it is the root filesystem, by hostfs. */
static bool __init ubd_is_root_directory(struct ubd *ubd)
{
	struct os_stat st;
	char *path;

	if (!IS_ENABLED(CONFIG_HOSTFS) || os_stat(ubd->file, &st) || st.type != OS_TYPE_DIR)
		return false;
	path = kzalloc(PATH_MAX, GFP_KERNEL);
	if (path && !os_absolute_path(ubd->file, path, PATH_MAX))
		root_offer("hostfs", path);
	kfree(path);
	kfree(ubd->option);
	ubd->option = NULL;
	ubd->file = NULL;
	return true;
}

static int __init ubd_init(void)
{
	static char default_file[] = "root_fs";
	int i, err;

	err = register_blkdev(UBD_MAJOR, "ubd");
	if (err)
		return err;
	if (!ubd_devs[0].file && !os_access(default_file, OS_READ))
		ubd_devs[0].file = default_file;
	for (i = 0; i < UBD_UNITS; i++)
		if (ubd_devs[i].file && !(i == 0 && ubd_is_root_directory(&ubd_devs[0])))
			ubd_add(i);
	return 0;
}
device_initcall(ubd_init);
