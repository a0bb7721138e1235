// SPDX-License-Identifier: GPL-2.0
/*
 * The UML block device: requests become reads, writes, fdatasync and hole
 * punching of a host file, done by the host half's I/O threads so that no
 * virtual CPU ever waits for a disk. Data goes straight between guest RAM and
 * the file.
 *
 * The file is opened and locked once, when the device appears. COW files are
 * recognised and refused.
 *
 * Context: queue_rq and completion run without sleeping; probing sleeps.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/mm.h>
#include <linux/printk.h>
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
#define COW_MAGIC		0x4f4f4f4d

struct ubd ubd_devs[UBD_UNITS];

/* Per request, behind struct request. */
struct ubd_request {
	struct os_aio	aio;
	struct os_iov	iov[UBD_MAX_SEGMENTS];
};

static void fill_iov(struct request *rq, struct ubd_request *ur)
{
	struct bio_vec *bv;
	struct bio *bio;
	int i;

	ur->aio.nr = 0;
	rq_for_each_bio(bio, rq) {
		bio_for_each_bvec_all(bv, bio, i) {
			ur->iov[ur->aio.nr++] = (struct os_iov){
				.base = page_address(bv->bv_page) + bv->bv_offset,
				.len = bv->bv_len,
			};
		}
	}
	ur->aio.iov = ur->iov;
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

static blk_status_t ubd_queue_rq(struct request *rq, bool last)
{
	struct ubd_request *ur = rq->driver_data;
	struct ubd *ubd = rq->disk->private_data;
	int op = aio_op(req_op(rq));

	if (op < 0)
		return BLK_STS_NOTSUPP;
	ur->aio = (struct os_aio){
		.fd = ubd->fd,
		.op = op,
		.off = blk_rq_pos(rq) << SECTOR_SHIFT,
		.len = blk_rq_bytes(rq),
		.cookie = rq,
	};
	if (op == OS_AIO_READ || op == OS_AIO_WRITE)
		fill_iov(rq, ur);
	os_aio_submit(&ur->aio);
	return BLK_STS_OK;
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

static irqreturn_t ubd_interrupt(int irq, void *dev)
{
	struct os_aio *aio = os_aio_reap(), *next;

	for (; aio; aio = next) {
		struct request *rq = aio->cookie;
		blk_status_t status = BLK_STS_OK;

		next = aio->next;
		if (aio->result == -EOPNOTSUPP || aio->result == -ENOSYS) {
			operation_refused(rq);
			status = BLK_STS_NOTSUPP;
		} else if (aio->result == -ENOSPC) {
			status = BLK_STS_NOSPC;
		} else if (aio->result) {
			status = BLK_STS_IOERR;
		}
		blk_mq_end_request(rq, status);
	}
	return IRQ_HANDLED;
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

static int ubd_lock_file(struct ubd *ubd)
{
	int holder = 0, err;

	if (ubd->flags & UBD_SHARED) {
		pr_info("Not locking \"%s\" on the host\n", ubd->file);
		return 0;
	}
	err = os_lock_file(ubd->fd, !ubd->read_only, &holder);
	if (err == -EAGAIN && holder)
		pr_err("F_SETLK failed, file already locked by pid %d\n", holder);
	if (err)
		pr_err("Failed to lock '%s', err = %d\n", ubd->file, -err);
	return err;
}

/* 1 when the file starts like a COW file, in either byte order. */
static int is_cow_file(struct ubd *ubd)
{
	u32 magic;

	if (os_pread(ubd->fd, &magic, sizeof(magic), 0) != sizeof(magic))
		return 0;
	return magic == COW_MAGIC || magic == __builtin_bswap32(COW_MAGIC);
}

static int ubd_refuse_cow(struct ubd *ubd)
{
	if (ubd->backing) {
		pr_err("ubd: COW device \"%s\" over \"%s\": COW files are not supported by this kernel; use a plain image\n",
		       ubd->file, ubd->backing);
		return -EOPNOTSUPP;
	}
	if (!(ubd->flags & UBD_DATA) && is_cow_file(ubd)) {
		pr_err("ubd: \"%s\" is a COW file, which this kernel does not support; the flag 'd' takes it literally\n",
		       ubd->file);
		return -EOPNOTSUPP;
	}
	return 0;
}

static int ubd_open_host(struct ubd *ubd, int index)
{
	unsigned int flags = OS_READ | (ubd->flags & UBD_SYNC ? OS_SYNC : 0);
	struct os_stat st;
	int err;

	ubd->read_only = ubd->flags & UBD_READ_ONLY;
	ubd->fd = os_open(ubd->file, flags | (ubd->read_only ? 0 : OS_WRITE), 0);
	if (!ubd->read_only && (ubd->fd == -EROFS || ubd->fd == -EACCES)) {
		ubd->read_only = true;
		ubd->fd = os_open(ubd->file, flags, 0);
	}
	if (ubd->fd < 0) {
		pr_err("ubd%c: Can't open \"%s\": errno = %d\n", 'a' + index, ubd->file, -ubd->fd);
		return ubd->fd;
	}
	err = os_fstat(ubd->fd, &st);
	if (!err && st.type != OS_TYPE_FILE && st.type != OS_TYPE_BLOCK)
		err = st.type == OS_TYPE_DIR ? -EISDIR : -ENOTBLK;
	if (err)
		pr_err("ubd%c: Can't use \"%s\" as a disk: errno = %d\n", 'a' + index, ubd->file, -err);
	if (!err)
		err = ubd_lock_file(ubd);
	if (!err)
		err = ubd_refuse_cow(ubd);
	if (err) {
		os_close(ubd->fd);
		return err;
	}
	ubd->size = ALIGN(st.size, SECTOR_SIZE);
	return 0;
}

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
	ubd->pdev.name = "uml-blkdev";
	ubd->pdev.id = index;
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

static void ubd_add(int index)
{
	struct ubd *ubd = &ubd_devs[index];
	int err = ubd_open_host(ubd, index);

	if (!err) {
		err = ubd_add_disk(ubd, index);
		if (err)
			os_close(ubd->fd);
	}
	if (err) {
		pr_err("Failed to initialize ubd device %d :Couldn't use the file \"%s\"\n",
		       index, ubd->file);
		ubd->file = NULL;
	}
}

static int __init ubd_init(void)
{
	static char default_file[] = "root_fs";
	int fd, i, err;

	err = register_blkdev(UBD_MAJOR, "ubd");
	if (err)
		return err;
	fd = os_aio_eventfd();
	err = um_request_irq(UBD_IRQ, fd, IRQ_READ, ubd_interrupt, "ubd", NULL);
	if (err < 0)
		return err;
	if (!ubd_devs[0].file && !os_access(default_file, OS_READ))
		ubd_devs[0].file = default_file;
	for (i = 0; i < UBD_UNITS; i++)
		if (ubd_devs[i].file)
			ubd_add(i);
	return 0;
}
device_initcall(ubd_init);
