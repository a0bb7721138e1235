// SPDX-License-Identifier: GPL-2.0
/*
 * Disks in memory: /dev/ram0 and up. A page exists once it has been written to;
 * discarding gives it back. I/O is a copy in the caller's context.
 *
 *	rd_nr=<count> ramdisk_size=<KiB>
 *
 * Locks: brd->lock covers pages coming and going and the copies, so that a
 * discard cannot take a page from under one. Bios may come from a task that is
 * about to sleep, so memory is taken as it is there.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/xarray.h>
#include <uapi/linux/major.h>

#define BRD_MINORS	16

struct brd {
	spinlock_t	lock;
	struct xarray	pages;		/* [lock] by page number */
	struct gendisk	*disk;
};

static unsigned int rd_nr = CONFIG_BLK_DEV_RAM_COUNT;
static unsigned long rd_size = CONFIG_BLK_DEV_RAM_SIZE;

static void *brd_page(struct brd *brd, pgoff_t index, bool create)
{
	struct page *page = xa_load(&brd->pages, index);

	if (!page && create) {
		page = alloc_page(GFP_ATOMIC | __GFP_ZERO);
		if (page && xa_err(xa_store(&brd->pages, index, page, GFP_ATOMIC))) {
			__free_page(page);
			page = NULL;
		}
	}
	return page ? page_address(page) : NULL;
}

/* @len bytes within one page. */
static int copy_piece(struct brd *brd, u64 pos, void *buf, size_t len, bool write)
{
	void *page = brd_page(brd, pos >> PAGE_SHIFT, write);
	size_t offset = pos & (PAGE_SIZE - 1);

	if (write && !page)
		return -ENOSPC;
	if (write)
		memcpy(page + offset, buf, len);
	else if (page)
		memcpy(buf, page + offset, len);
	else
		memset(buf, 0, len);
	return 0;
}

static int copy_vec(struct brd *brd, u64 pos, struct bio_vec *bv, bool write)
{
	void *buf = page_address(bv->bv_page) + bv->bv_offset;
	size_t left = bv->bv_len;
	int err = 0;

	while (left && !err) {
		size_t len = min_t(size_t, left, PAGE_SIZE - (pos & (PAGE_SIZE - 1)));

		err = copy_piece(brd, pos, buf, len, write);
		pos += len;
		buf += len;
		left -= len;
	}
	return err;
}

/* Whole pages go, the ends are zeroed. */
static void drop_range(struct brd *brd, u64 pos, u64 end)
{
	while (pos < end) {
		size_t offset = pos & (PAGE_SIZE - 1);
		size_t len = min_t(u64, end - pos, PAGE_SIZE - offset);
		struct page *page = xa_load(&brd->pages, pos >> PAGE_SHIFT);

		if (page && len == PAGE_SIZE) {
			xa_erase(&brd->pages, pos >> PAGE_SHIFT);
			__free_page(page);
		} else if (page) {
			memset(page_address(page) + offset, 0, len);
		}
		pos += len;
	}
}

static void brd_submit_bio(struct bio *bio)
{
	struct brd *brd = bio->bi_bdev->bd_disk->private_data;
	u64 pos = bio->bi_iter.bi_sector << SECTOR_SHIFT;
	struct bio_vec *bv;
	int i, err = 0;

	spin_lock(&brd->lock);
	switch (bio_op(bio)) {
	case REQ_OP_READ:
	case REQ_OP_WRITE:
		bio_for_each_bvec_all(bv, bio, i) {
			err = err ?: copy_vec(brd, pos, bv, bio_op(bio) == REQ_OP_WRITE);
			pos += bv->bv_len;
		}
		break;
	case REQ_OP_DISCARD:
	case REQ_OP_WRITE_ZEROES:
		drop_range(brd, pos, pos + bio->bi_iter.bi_size);
		break;
	case REQ_OP_FLUSH:
		break;
	default:
		err = -EOPNOTSUPP;
	}
	spin_unlock(&brd->lock);
	bio->bi_status = err ? errno_to_blk_status(err) : BLK_STS_OK;
	bio_account_done(bio, 0);
	bio_endio(bio);
}

static const struct block_device_operations brd_fops = {
	.submit_bio	= brd_submit_bio,
};

static int brd_add(unsigned int n)
{
	static const struct queue_limits lim = {
		.physical_block_size = PAGE_SIZE,
		.max_discard_sectors = UINT_MAX >> SECTOR_SHIFT,
		.max_write_zeroes_sectors = UINT_MAX >> SECTOR_SHIFT,
		.discard_granularity = PAGE_SIZE,
	};
	struct brd *brd = kzalloc(sizeof(*brd), GFP_KERNEL);
	struct gendisk *disk;
	int err;

	if (!brd)
		return -ENOMEM;
	spin_lock_init(&brd->lock);
	xa_init(&brd->pages);
	disk = blk_alloc_disk(&lim);
	if (IS_ERR(disk)) {
		kfree(brd);
		return PTR_ERR(disk);
	}
	brd->disk = disk;
	disk->major = RAMDISK_MAJOR;
	disk->first_minor = n * BRD_MINORS;
	disk->minors = BRD_MINORS;
	disk->fops = &brd_fops;
	disk->private_data = brd;
	snprintf(disk->disk_name, sizeof(disk->disk_name), "ram%u", n);
	set_capacity(disk, rd_size * 2);
	err = add_disk(disk);
	if (err) {
		put_disk(disk);
		kfree(brd);
	}
	return err;
}

static int __init brd_init(void)
{
	unsigned int n;
	int err = register_blkdev(RAMDISK_MAJOR, "ramdisk");

	for (n = 0; n < rd_nr && n < 256 && !err; n++)
		err = brd_add(n);
	return err;
}
device_initcall(brd_init);

static int __init rd_nr_setup(char *str)
{
	return !kstrtouint(str, 0, &rd_nr);
}
__setup("rd_nr=", rd_nr_setup);

static int __init rd_size_setup(char *str)
{
	return !kstrtoul(str, 0, &rd_size);
}
__setup("ramdisk_size=", rd_size_setup);
