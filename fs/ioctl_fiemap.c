// SPDX-License-Identifier: GPL-2.0
/*
 * ioctl_fiemap.c: FS_IOC_FIEMAP: where on the device a file's data are.
 *
 * The filesystem walks its extents and calls fiemap_fill_next_extent() for each.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/pagemap.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/linux/fiemap.h>
#include "internal.h"

#define SET_UNKNOWN_FLAGS	(FIEMAP_EXTENT_DELALLOC)
#define SET_NO_UNMOUNTED_IO_FLAGS (FIEMAP_EXTENT_DATA_ENCRYPTED)
#define SET_NOT_ALIGNED_FLAGS	(FIEMAP_EXTENT_DATA_TAIL | FIEMAP_EXTENT_DATA_INLINE)
#define FIEMAP_MAX_EXTENTS	(UINT_MAX / sizeof(struct fiemap_extent))

/**
 * fiemap_fill_next_extent - report one extent
 * @info: the request
 * @logical: first byte in the file
 * @phys: first byte on the device
 * @len: bytes
 * @flags: FIEMAP_EXTENT_*
 *
 * Return: 0, 1 when no more are wanted, -EFAULT.
 */
int fiemap_fill_next_extent(struct fiemap_extent_info *info, u64 logical, u64 phys, u64 len, u32 flags)
{
	struct fiemap_extent __user *dest = info->fi_extents_start;
	struct fiemap_extent extent;

	/* Only counting? */
	if (!info->fi_extents_max) {
		info->fi_extents_mapped++;
		return flags & FIEMAP_EXTENT_LAST ? 1 : 0;
	}
	if (info->fi_extents_mapped >= info->fi_extents_max)
		return 1;
	/* Some flags imply others. */
	if (flags & SET_UNKNOWN_FLAGS)
		flags |= FIEMAP_EXTENT_UNKNOWN;
	if (flags & SET_NO_UNMOUNTED_IO_FLAGS)
		flags |= FIEMAP_EXTENT_ENCODED;
	if (flags & SET_NOT_ALIGNED_FLAGS)
		flags |= FIEMAP_EXTENT_NOT_ALIGNED;

	memset(&extent, 0, sizeof(extent));
	extent.fe_logical = logical;
	extent.fe_physical = phys;
	extent.fe_length = len;
	extent.fe_flags = flags;
	if (copy_to_user(dest + info->fi_extents_mapped, &extent, sizeof(extent)))
		return -EFAULT;
	info->fi_extents_mapped++;
	if (info->fi_extents_mapped == info->fi_extents_max)
		return 1;
	return flags & FIEMAP_EXTENT_LAST ? 1 : 0;
}

/**
 * fiemap_prep - check a request; first step of a ->fiemap()
 * @inode: the file
 * @info: the request
 * @start: first byte
 * @len: bytes; cut to what a file can have
 * @supported: FIEMAP_FLAG_* the filesystem understands
 *
 * Return: 0, -EINVAL, -EFBIG, or -EBADR with the offending flags in the request.
 */
int fiemap_prep(struct inode *inode, struct fiemap_extent_info *info, u64 start, u64 *len, u32 supported)
{
	u64 maxbytes = inode->i_sb->s_maxbytes;
	u32 incompat;
	int err = 0;

	if (!*len)
		return -EINVAL;
	if (start >= maxbytes)
		return -EFBIG;
	if (*len > maxbytes || maxbytes - *len < start)
		*len = maxbytes - start;
	supported = (supported | FIEMAP_FLAG_SYNC) & FIEMAP_FLAGS_COMPAT;
	incompat = info->fi_flags & ~supported;
	if (incompat) {
		info->fi_flags = incompat;
		return -EBADR;
	}
	if (info->fi_flags & FIEMAP_FLAG_SYNC)
		err = filemap_write_and_wait(inode->i_mapping);
	return err;
}

int ioctl_fiemap(struct file *file, struct fiemap __user *ufiemap)
{
	struct fiemap_extent_info info = {};
	struct inode *inode = file_inode(file);
	struct fiemap fiemap;
	int err;

	if (!inode->i_op->fiemap)
		return -EOPNOTSUPP;
	if (copy_from_user(&fiemap, ufiemap, sizeof(fiemap)))
		return -EFAULT;
	if (fiemap.fm_extent_count > FIEMAP_MAX_EXTENTS)
		return -EINVAL;
	info.fi_flags = fiemap.fm_flags;
	info.fi_extents_max = fiemap.fm_extent_count;
	info.fi_extents_start = ufiemap->fm_extents;
	err = inode->i_op->fiemap(inode, &info, fiemap.fm_start, fiemap.fm_length);
	fiemap.fm_flags = info.fi_flags;
	fiemap.fm_mapped_extents = info.fi_extents_mapped;
	if (copy_to_user(ufiemap, &fiemap, sizeof(fiemap)))
		err = -EFAULT;
	return err;
}
