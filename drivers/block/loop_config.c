// SPDX-License-Identifier: GPL-2.0
/*
 * Binding loop devices to files and changing what they show: the work behind
 * the LOOP_ ioctls, with Linux's errors in Linux's order.
 *
 * Locks: lo->lock; disk_scan_partitions() takes disk->open_mutex, which comes
 * before it, so partitions are looked for after lo->lock is dropped.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/string.h>

#include "loop.h"

#define SETTABLE_FLAGS	(LO_FLAGS_AUTOCLEAR | LO_FLAGS_PARTSCAN)
#define CLEARABLE_FLAGS	LO_FLAGS_AUTOCLEAR
#define CONFIGURE_FLAGS	(LO_FLAGS_READ_ONLY | LO_FLAGS_AUTOCLEAR | LO_FLAGS_PARTSCAN | \
			 LO_FLAGS_DIRECT_IO)

static sector_t loop_sectors(struct file *file, u64 offset, u64 sizelimit)
{
	loff_t size = i_size_read(file->f_mapping->host);

	if (offset > (u64)size)
		return 0;
	size -= offset;
	if (sizelimit && sizelimit < (u64)size)
		size = sizelimit;
	return size >> SECTOR_SHIFT;
}

static void update_size(struct loop_device *lo)
{
	set_capacity(lo->disk, loop_sectors(lo->file, lo->offset, lo->sizelimit));
	kobject_uevent(&lo->disk->part0->bd_device.kobj, KOBJ_CHANGE);
}

static struct block_device *file_bdev(struct file *file)
{
	struct inode *inode = file->f_mapping->host;

	return S_ISBLK(inode->i_mode) ? I_BDEV(inode) : NULL;
}

/* A file the device may stand on: not, through other loop devices, on itself. */
static int check_file(struct file *file, struct loop_device *lo)
{
	struct inode *inode = file->f_mapping->host;
	struct block_device *bdev = file_bdev(file);
	struct file *below = file;

	while (bdev && bdev->bd_disk->queue && bdev->bd_disk->fops == lo->disk->fops) {
		struct loop_device *other = bdev->bd_disk->private_data;

		if (other == lo)
			return -EBADF;
		below = READ_ONCE(other->file);
		if (!below)
			return -EINVAL;
		bdev = file_bdev(below);
	}
	return S_ISREG(inode->i_mode) || S_ISBLK(inode->i_mode) ? 0 : -EINVAL;
}

static bool can_direct_io(struct loop_device *lo)
{
	return lo->file->f_mode & FMODE_CAN_ODIRECT && !(lo->offset & 511);
}

static void set_direct_io(struct loop_device *lo, bool on)
{
	if (on && can_direct_io(lo))
		lo->flags |= LO_FLAGS_DIRECT_IO;
	else
		lo->flags &= ~LO_FLAGS_DIRECT_IO;
}

static void set_limits(struct loop_device *lo, unsigned int block_size)
{
	struct queue_limits *lim = bdev_limits(lo->disk->part0);
	struct block_device *below = file_bdev(lo->file);
	bool punch = lo->file->f_op->fallocate && !(lo->flags & LO_FLAGS_READ_ONLY);

	if (below)
		punch = punch && bdev_limits(below)->max_write_zeroes_sectors;
	lim->logical_block_size = lim->physical_block_size = block_size;
	lim->io_min = block_size;
	lim->max_discard_sectors = punch ? UINT_MAX >> SECTOR_SHIFT : 0;
	lim->max_write_zeroes_sectors = lim->max_discard_sectors;
	lim->discard_granularity = punch ? max(512u, 1u << lo->file->f_mapping->host->i_blkbits) : 0;
	lim->features = lo->file->f_op->fsync ? BLK_FEAT_WRITE_CACHE : 0;
}

static int check_info(const struct loop_info64 *info)
{
	if (info->lo_encrypt_key_size > LO_KEY_SIZE || info->lo_encrypt_type)
		return -EINVAL;
	if (info->lo_offset > LLONG_MAX || info->lo_sizelimit > LLONG_MAX)
		return -EOVERFLOW;
	return 0;
}

static void use_info(struct loop_device *lo, const struct loop_info64 *info)
{
	lo->offset = info->lo_offset;
	lo->sizelimit = info->lo_sizelimit;
	memcpy(lo->name, info->lo_file_name, sizeof(lo->name));
	lo->name[LO_NAME_SIZE - 1] = '\0';
}

static int check_block_size(unsigned long size)
{
	return size < 512 || size > PAGE_SIZE || size & (size - 1) ? -EINVAL : 0;
}

/* Context: lo->lock. The file's reference becomes the device's. */
static int bind(struct loop_device *lo, struct file *file, fmode_t mode,
		const struct loop_config *config)
{
	int err;

	if (lo->file)
		return -EBUSY;
	err = check_file(file, lo);
	if (err)
		return err;
	if (config->info.lo_flags & ~CONFIGURE_FLAGS)
		return -EINVAL;
	err = config->block_size ? check_block_size(config->block_size) : 0;
	if (!err)
		err = check_info(&config->info);
	if (err)
		return err;
	lo->flags = config->info.lo_flags & (SETTABLE_FLAGS | LO_FLAGS_READ_ONLY);
	if (!(file->f_mode & FMODE_WRITE) || !(mode & FMODE_WRITE) || !file->f_op->write_iter)
		lo->flags |= LO_FLAGS_READ_ONLY;
	use_info(lo, &config->info);
	lo->file = file;
	set_disk_ro(lo->disk, lo->flags & LO_FLAGS_READ_ONLY);
	set_direct_io(lo, config->info.lo_flags & LO_FLAGS_DIRECT_IO || file->f_flags & O_DIRECT);
	set_limits(lo, config->block_size ?: 512);
	lo->disk->no_part = !(lo->flags & LO_FLAGS_PARTSCAN);
	set_blocksize(lo->disk->part0, max(config->block_size, 512u));
	update_size(lo);
	return sysfs_create_group(&lo->disk->part0->bd_device.kobj, &loop_attribute_group);
}

int loop_configure(struct loop_device *lo, fmode_t mode, const struct loop_config *config)
{
	struct file *file = fget(config->fd);
	bool scan;
	int err;

	if (!file)
		return -EBADF;
	mutex_lock(&lo->lock);
	err = bind(lo, file, mode, config);
	scan = !err && lo->flags & LO_FLAGS_PARTSCAN;
	mutex_unlock(&lo->lock);
	if (err)
		fput(file);
	else if (scan)
		disk_scan_partitions(lo->disk);
	return err;
}

/* Context: lo->lock and disk->open_mutex; nobody but perhaps one closer is left. */
static void unbind(struct loop_device *lo)
{
	struct gendisk *disk = lo->disk;
	struct file *file = lo->file;

	sync_blockdev(disk->part0);
	loop_drain(lo);
	sysfs_remove_group(&disk->part0->bd_device.kobj, &loop_attribute_group);
	lo->file = NULL;
	lo->flags = 0;
	lo->offset = lo->sizelimit = 0;
	memset(lo->name, 0, sizeof(lo->name));
	disk_del_partitions(disk);
	disk->no_part = true;
	set_capacity(disk, 0);
	set_disk_ro(disk, false);
	truncate_inode_pages(disk->part0->bd_inode->i_mapping, 0);
	bdev_limits(disk->part0)->logical_block_size = 512;
	bdev_limits(disk->part0)->physical_block_size = 512;
	kobject_uevent(&disk->part0->bd_device.kobj, KOBJ_CHANGE);
	fput(file);
}

/*
 * Other openers keep it: then it goes with the last of them, as with autoclear.
 */
int loop_clear(struct loop_device *lo)
{
	int err = 0;

	mutex_lock(&lo->disk->open_mutex);
	mutex_lock(&lo->lock);
	if (!lo->file)
		err = -ENXIO;
	else if (disk_openers(lo->disk) > 1)
		lo->flags |= LO_FLAGS_AUTOCLEAR;
	else
		unbind(lo);
	mutex_unlock(&lo->lock);
	mutex_unlock(&lo->disk->open_mutex);
	return err;
}

/* Context: disk->open_mutex. */
void loop_last_close(struct loop_device *lo)
{
	mutex_lock(&lo->lock);
	if (lo->file && lo->flags & LO_FLAGS_AUTOCLEAR)
		unbind(lo);
	mutex_unlock(&lo->lock);
}

int loop_change_fd(struct loop_device *lo, unsigned int fd)
{
	struct file *file = fget(fd), *old = NULL;
	int err;

	if (!file)
		return -EBADF;
	mutex_lock(&lo->lock);
	err = !lo->file ? -ENXIO : !(lo->flags & LO_FLAGS_READ_ONLY) ? -EINVAL :
	      check_file(file, lo);
	if (!err && loop_sectors(file, lo->offset, lo->sizelimit) != get_capacity(lo->disk))
		err = -EINVAL;
	if (!err) {
		loop_drain(lo);
		old = lo->file;
		lo->file = file;
		set_direct_io(lo, lo->flags & LO_FLAGS_DIRECT_IO);
	}
	mutex_unlock(&lo->lock);
	fput(err ? file : old);
	return err;
}

int loop_set_status(struct loop_device *lo, const struct loop_info64 *info)
{
	bool scan = false, moved;
	int err;

	mutex_lock(&lo->lock);
	err = lo->file ? check_info(info) : -ENXIO;
	if (!err) {
		moved = lo->offset != info->lo_offset || lo->sizelimit != info->lo_sizelimit;
		if (moved) {
			sync_blockdev(lo->disk->part0);
			invalidate_bdev(lo->disk->part0);
		}
		loop_drain(lo);
		use_info(lo, info);
		scan = !(lo->flags & LO_FLAGS_PARTSCAN) && info->lo_flags & LO_FLAGS_PARTSCAN;
		lo->flags &= ~CLEARABLE_FLAGS;
		lo->flags |= info->lo_flags & SETTABLE_FLAGS;
		lo->disk->no_part = !(lo->flags & LO_FLAGS_PARTSCAN);
		set_direct_io(lo, lo->flags & LO_FLAGS_DIRECT_IO);
		if (moved)
			update_size(lo);
	}
	mutex_unlock(&lo->lock);
	if (scan)
		disk_scan_partitions(lo->disk);
	return err;
}

int loop_get_status(struct loop_device *lo, struct loop_info64 *info)
{
	struct kstat stat;
	struct path path;
	int err;

	mutex_lock(&lo->lock);
	if (!lo->file) {
		mutex_unlock(&lo->lock);
		return -ENXIO;
	}
	*info = (struct loop_info64){
		.lo_number = lo->number, .lo_offset = lo->offset,
		.lo_sizelimit = lo->sizelimit, .lo_flags = lo->flags,
	};
	memcpy(info->lo_file_name, lo->name, sizeof(lo->name));
	path = lo->file->f_path;
	path_get(&path);
	mutex_unlock(&lo->lock);
	err = vfs_getattr(&path, &stat, STATX_INO, AT_STATX_SYNC_AS_STAT);
	if (!err) {
		info->lo_device = new_encode_dev(stat.dev);
		info->lo_inode = stat.ino;
		info->lo_rdevice = new_encode_dev(stat.rdev);
	}
	path_put(&path);
	return err;
}

int loop_set_capacity(struct loop_device *lo)
{
	int err = -ENXIO;

	mutex_lock(&lo->lock);
	if (lo->file) {
		update_size(lo);
		err = 0;
	}
	mutex_unlock(&lo->lock);
	return err;
}

int loop_set_direct_io(struct loop_device *lo, unsigned long on)
{
	int err = -ENXIO;

	mutex_lock(&lo->lock);
	if (lo->file) {
		vfs_fsync(lo->file, 0);
		loop_drain(lo);
		set_direct_io(lo, on);
		err = !!(lo->flags & LO_FLAGS_DIRECT_IO) == !!on ? 0 : -EINVAL;
	}
	mutex_unlock(&lo->lock);
	return err;
}

int loop_set_block_size(struct loop_device *lo, unsigned long size)
{
	int err = -ENXIO;

	mutex_lock(&lo->lock);
	if (lo->file) {
		err = check_block_size(size);
		if (!err && size != bdev_logical_block_size(lo->disk->part0)) {
			sync_blockdev(lo->disk->part0);
			invalidate_bdev(lo->disk->part0);
			set_limits(lo, size);
			set_blocksize(lo->disk->part0, size);
		}
	}
	mutex_unlock(&lo->lock);
	return err;
}
