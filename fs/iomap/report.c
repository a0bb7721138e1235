// SPDX-License-Identifier: GPL-2.0
/* Questions about a file's mapping: fiemap, bmap, SEEK_HOLE and SEEK_DATA. */
#include <linux/err.h>
#include <linux/sched.h>
#include <uapi/linux/fiemap.h>

#include "iomap_internal.h"

static int report_extent(struct fiemap_extent_info *fi, const struct iomap *map, u32 flags)
{
	switch (map->type) {
	case IOMAP_HOLE:
		return 0;
	case IOMAP_DELALLOC:
		flags |= FIEMAP_EXTENT_DELALLOC | FIEMAP_EXTENT_UNKNOWN;
		break;
	case IOMAP_UNWRITTEN:
		flags |= FIEMAP_EXTENT_UNWRITTEN;
		break;
	case IOMAP_INLINE:
		flags |= FIEMAP_EXTENT_DATA_INLINE;
		break;
	}
	if (map->flags & IOMAP_F_MERGED)
		flags |= FIEMAP_EXTENT_MERGED;
	return fiemap_fill_next_extent(fi, map->offset,
				       map->addr != IOMAP_NULL_ADDR ? map->addr : 0,
				       map->length, flags);
}

int iomap_fiemap(struct inode *inode, struct fiemap_extent_info *fi, u64 start, u64 len,
		 const struct iomap_ops *ops)
{
	struct iomap prev = { .type = IOMAP_HOLE };
	int err;

	err = fiemap_prep(inode, fi, start, &len, 0);
	if (err)
		return err;
	inode_lock_shared(inode);
	while (len > 0 && start < (u64)ALIGN(i_size_read(inode), i_blocksize(inode))) {
		struct iomap map;
		u64 n;

		err = iomap_get(inode, start, len, IOMAP_REPORT, ops, &map);
		if (err)
			break;
		n = iomap_length_from(&map, start);
		if (map.type != IOMAP_HOLE) {
			err = report_extent(fi, &prev, 0);
			prev = map;
			if (err)
				break;
		}
		start += n;
		len -= min(len, n);
		cond_resched();
	}
	if (!err && prev.type != IOMAP_HOLE)
		err = report_extent(fi, &prev, FIEMAP_EXTENT_LAST);
	inode_unlock_shared(inode);
	return err == 1 ? 0 : err;
}

/* Unwritten ranges are holes unless the page cache has something there. */
static loff_t seek(struct inode *inode, loff_t pos, const struct iomap_ops *ops, bool data)
{
	loff_t size = i_size_read(inode);

	if (pos < 0 || pos >= size)
		return -ENXIO;
	while (pos < size) {
		struct iomap map;
		bool is_data;
		loff_t next;
		int err = iomap_get(inode, pos, size - pos, IOMAP_REPORT, ops, &map);

		if (err)
			return err;
		next = map.offset + map.length;
		is_data = map.type != IOMAP_HOLE;
		if (map.type == IOMAP_UNWRITTEN)
			is_data = filemap_range_has_page(inode->i_mapping, pos, next - 1);
		if (is_data == data)
			return pos;
		pos = next;
	}
	return data ? -ENXIO : size;
}

loff_t iomap_seek_hole(struct inode *inode, loff_t pos, const struct iomap_ops *ops)
{
	return seek(inode, pos, ops, false);
}

loff_t iomap_seek_data(struct inode *inode, loff_t pos, const struct iomap_ops *ops)
{
	return seek(inode, pos, ops, true);
}

sector_t iomap_bmap(struct address_space *mapping, sector_t block, const struct iomap_ops *ops)
{
	struct inode *inode = mapping->host;
	loff_t pos = block << inode->i_blkbits;
	struct iomap map;

	if (filemap_write_and_wait(mapping))
		return 0;
	if (iomap_get(inode, pos, i_blocksize(inode), IOMAP_REPORT, ops, &map))
		return 0;
	return map.type == IOMAP_MAPPED ? (map.addr + (pos - map.offset)) >> inode->i_blkbits : 0;
}
