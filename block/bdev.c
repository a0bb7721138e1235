// SPDX-License-Identifier: GPL-2.0
/*
 * Block devices as objects: each disk and partition has a struct
 * block_device inside an inode of a hidden filesystem, whose page cache is the
 * raw device's. Opening, claiming for exclusive use, and finding by number.
 *
 * Locks: bdev_list_lock for the list; disk->open_mutex for open counts and
 * claims.
 */
#include <linux/blkdev.h>
#include <linux/buffer_head.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/writeback.h>

#include "blk.h"

#define BDEVFS_MAGIC	0x62646576

struct bdev_inode {
	struct block_device	bdev;
	struct list_head	list;		/* bdev_list_lock, in order of arrival */
	struct inode		inode;
};

static DEFINE_MUTEX(bdev_list_lock);
static LIST_HEAD(bdev_list);
static struct kmem_cache *bdev_cache;
static struct vfsmount *bdev_mnt;
static struct super_block *bdev_sb;

static struct bdev_inode *BDEV_I(struct inode *inode)
{
	return container_of(inode, struct bdev_inode, inode);
}

struct block_device *I_BDEV(struct inode *inode)
{
	return &BDEV_I(inode)->bdev;
}

bool sb_is_blkdev_sb(struct super_block *sb)
{
	return sb == bdev_sb;
}

static struct inode *bdev_alloc_inode(struct super_block *sb)
{
	struct bdev_inode *bi = kmem_cache_zalloc(bdev_cache, GFP_KERNEL);

	if (!bi)
		return NULL;
	inode_init_once(&bi->inode);
	INIT_LIST_HEAD(&bi->list);
	return &bi->inode;
}

/* Partitions keep the inode of the whole disk, and that keeps the disk. */
static void bdev_free_inode(struct inode *inode)
{
	struct block_device *bdev = I_BDEV(inode);
	struct gendisk *disk = bdev->bd_disk;

	if (disk && bdev->bd_partno)
		iput(disk->part0->bd_inode);
	else if (disk && disk->part0 == bdev)
		disk_free(disk);
	kmem_cache_free(bdev_cache, BDEV_I(inode));
}

static void bdev_evict_inode(struct inode *inode)
{
	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
}

static const struct super_operations bdev_sops = {
	.statfs		= simple_statfs,
	.alloc_inode	= bdev_alloc_inode,
	.free_inode	= bdev_free_inode,
	.drop_inode	= generic_delete_inode,
	.evict_inode	= bdev_evict_inode,
};

static struct dentry *bdev_mount(struct file_system_type *type, int flags, const char *dev_name,
				 void *data)
{
	return mount_pseudo(type, "bdev:", &bdev_sops, NULL, BDEVFS_MAGIC);
}

static struct file_system_type bdev_fs_type = {
	.name		= "bdev",
	.mount		= bdev_mount,
	.kill_sb	= kill_anon_super,
};

static int __init bdev_cache_init(void)
{
	int err;

	bdev_cache = kmem_cache_create("bdev_cache", sizeof(struct bdev_inode), 0,
				       SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	err = register_filesystem(&bdev_fs_type);
	if (err)
		panic("Cannot register the bdev pseudo filesystem\n");
	bdev_mnt = kern_mount(&bdev_fs_type);
	if (IS_ERR(bdev_mnt))
		panic("Cannot create the bdev pseudo filesystem\n");
	bdev_sb = bdev_mnt->mnt_sb;
	return 0;
}
postcore_initcall(bdev_cache_init);

struct block_device *bdev_alloc(struct gendisk *disk, u8 partno)
{
	struct inode *inode = new_inode(bdev_sb);
	struct block_device *bdev;

	if (!inode)
		return NULL;
	inode->i_mode = S_IFBLK;
	inode->i_data.a_ops = &def_blk_aops;
	inode->i_blkbits = PAGE_SHIFT;
	mapping_set_gfp_mask(&inode->i_data, GFP_USER);
	bdev = I_BDEV(inode);
	bdev->bd_inode = inode;
	bdev->bd_disk = disk;
	bdev->bd_partno = partno;
	if (partno)
		ihold(disk->part0->bd_inode);
	return bdev;
}

/* Findable by number from here on. */
void bdev_add(struct block_device *bdev, dev_t dev)
{
	bdev->bd_dev = dev;
	bdev->bd_inode->i_rdev = dev;
	bdev->bd_inode->i_ino = dev;
	mutex_lock(&bdev_list_lock);
	list_add_tail(&BDEV_I(bdev->bd_inode)->list, &bdev_list);
	mutex_unlock(&bdev_list_lock);
}

void bdev_remove(struct block_device *bdev)
{
	mutex_lock(&bdev_list_lock);
	list_del_init(&BDEV_I(bdev->bd_inode)->list);
	mutex_unlock(&bdev_list_lock);
}

struct block_device *bdev_lookup(dev_t dev)
{
	struct block_device *found = NULL;
	struct bdev_inode *bi;

	mutex_lock(&bdev_list_lock);
	list_for_each_entry(bi, &bdev_list, list) {
		if (bi->bdev.bd_dev == dev) {
			found = &bi->bdev;
			ihold(found->bd_inode);
			break;
		}
	}
	mutex_unlock(&bdev_list_lock);
	return found;
}

/**
 * bdev_next() - walk all block devices
 * @prev: the one before (its reference is taken over), NULL for the first
 *
 * Return: the next one, referenced; NULL at the end.
 */
struct block_device *bdev_next(struct block_device *prev)
{
	struct block_device *next = NULL;
	struct list_head *pos;

	mutex_lock(&bdev_list_lock);
	pos = prev ? BDEV_I(prev->bd_inode)->list.next : bdev_list.next;
	/* A removed one points at itself: the walk ends early. */
	if (pos != &bdev_list && !(prev && pos == &BDEV_I(prev->bd_inode)->list)) {
		next = &list_entry(pos, struct bdev_inode, list)->bdev;
		ihold(next->bd_inode);
	}
	mutex_unlock(&bdev_list_lock);
	if (prev)
		iput(prev->bd_inode);
	return next;
}

static int claim(struct block_device *bdev, void *holder)
{
	struct block_device *whole = bdev->bd_disk->part0;

	if (bdev->bd_holder && bdev->bd_holder != holder)
		return -EBUSY;
	/* The whole disk and its parts exclude each other. */
	if (bdev != whole && whole->bd_holder && whole->bd_holder != holder)
		return -EBUSY;
	bdev->bd_holder = holder;
	bdev->bd_holders++;
	return 0;
}

/* Context: sleeps. The caller holds a reference, which stays its own. */
int bdev_open(struct block_device *bdev, fmode_t mode, void *holder)
{
	struct gendisk *disk = bdev->bd_disk;
	int err = 0;

	mutex_lock(&disk->open_mutex);
	if (disk->dead || (bdev->bd_partno && disk->part_tbl[bdev->bd_partno] != bdev)) {
		err = -ENXIO;
		goto unlock;
	}
	if (holder) {
		err = claim(bdev, holder);
		if (err)
			goto unlock;
	}
	if (disk->fops && disk->fops->open)
		err = disk->fops->open(disk, mode);
	if (!err)
		bdev->bd_openers++;
	else if (holder && !--bdev->bd_holders)
		bdev->bd_holder = NULL;
unlock:
	mutex_unlock(&disk->open_mutex);
	return err;
}

void bdev_release(struct block_device *bdev, void *holder)
{
	struct gendisk *disk = bdev->bd_disk;

	/* Outside the lock: it may take long, and errors have been told by fsync. */
	if (bdev->bd_openers == 1)
		sync_blockdev(bdev);
	mutex_lock(&disk->open_mutex);
	if (!--bdev->bd_openers && !bdev->bd_partno && !get_capacity(disk))
		invalidate_bdev(bdev);
	if (holder && !--bdev->bd_holders)
		bdev->bd_holder = NULL;
	if (disk->fops && disk->fops->release)
		disk->fops->release(disk);
	mutex_unlock(&disk->open_mutex);
}

struct block_device *blkdev_get_by_dev(dev_t dev, fmode_t mode, void *holder)
{
	struct block_device *bdev = bdev_lookup(dev);
	int err;

	if (!bdev)
		return ERR_PTR(-ENXIO);
	err = (mode & FMODE_WRITE) && bdev_read_only(bdev) ? -EACCES : 0;
	if (!err)
		err = bdev_open(bdev, mode, holder);
	if (err) {
		iput(bdev->bd_inode);
		return ERR_PTR(err);
	}
	return bdev;
}

void blkdev_put(struct block_device *bdev, void *holder)
{
	bdev_release(bdev, holder);
	iput(bdev->bd_inode);
}

int lookup_bdev(const char *path, dev_t *dev)
{
	struct inode *inode;
	struct path p;
	int err;

	if (!path || !*path)
		return -EINVAL;
	err = kern_path(path, LOOKUP_FOLLOW, &p);
	if (err)
		return err;
	inode = d_inode(p.dentry);
	err = S_ISBLK(inode->i_mode) ? 0 : -ENOTBLK;
	if (!err && p.mnt->mnt_flags & MNT_NODEV)
		err = -EACCES;
	if (!err)
		*dev = inode->i_rdev;
	path_put(&p);
	return err;
}

struct block_device *blkdev_get_by_path(const char *path, fmode_t mode, void *holder)
{
	dev_t dev;
	int err = lookup_bdev(path, &dev);

	return err ? ERR_PTR(err) : blkdev_get_by_dev(dev, mode, holder);
}

struct queue_limits *bdev_limits(struct block_device *bdev)
{
	return &bdev->bd_disk->queue->limits;
}

unsigned int bdev_logical_block_size(struct block_device *bdev)
{
	return bdev_limits(bdev)->logical_block_size;
}

sector_t bdev_nr_sectors(struct block_device *bdev)
{
	return bdev->bd_nr_sectors;
}

int sync_blockdev(struct block_device *bdev)
{
	return filemap_write_and_wait(bdev->bd_inode->i_mapping);
}

void invalidate_bdev(struct block_device *bdev)
{
	invalidate_bh_lrus();
	invalidate_mapping_pages(bdev->bd_inode->i_mapping, 0, -1);
}

/**
 * set_blocksize() - the size of the buffers of a device's page cache
 * @size: bytes, a power of two from the logical block to a page
 *
 * Return: 0 or -EINVAL.
 */
int set_blocksize(struct block_device *bdev, int size)
{
	struct inode *inode = bdev->bd_inode;

	if (size < 512 || size > (int)PAGE_SIZE || (size & (size - 1)) ||
	    size < (int)bdev_logical_block_size(bdev))
		return -EINVAL;
	if (inode->i_blkbits == __builtin_ctz(size))
		return 0;
	sync_blockdev(bdev);
	inode->i_blkbits = __builtin_ctz(size);
	invalidate_bh_lrus();
	truncate_inode_pages(inode->i_mapping, 0);
	return 0;
}
