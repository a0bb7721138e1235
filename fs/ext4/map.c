// SPDX-License-Identifier: GPL-2.0
/*
 * From file blocks to device blocks, whichever format the inode has, and the
 * page cache on top through iomap. Blocks of directories and other metadata
 * are read as buffers.
 *
 * Locks: i_data_sem for the map; taken inside handles, folio locks and i_rwsem. A
 * write opens its handle before it locks a folio (ext4_write_begin()), since a commit
 * waits for handles and then locks folios.
 */
#include <linux/blkdev.h>
#include <linux/pagemap.h>
#include <linux/writeback.h>

#include "ext4.h"

static int fill_hole(struct inode *inode, struct ext4_map *map, u32 len, unsigned int create)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	int ret;

	map->len = len;
	down_write(&ei->i_data_sem);
	ret = ext4_uses_extents(inode) ? ext4_ext_map(inode, map, create) : ext4_ind_map(inode, map, create);
	up_write(&ei->i_data_sem);
	if (ret <= 0)
		return ret;
	if (create & MAP_CREATE)
		ext4_order_data(inode);
	mark_inode_dirty(inode);
	return ret;
}

int ext4_map_blocks(struct inode *inode, struct ext4_map *map, unsigned int create)
{
	struct ext4_inode_info *ei = EXT4_I(inode);
	u32 wanted = map->len;
	int ret;

	down_read(&ei->i_data_sem);
	ret = ext4_uses_extents(inode) ? ext4_ext_map(inode, map, 0) : ext4_ind_map(inode, map, 0);
	up_read(&ei->i_data_sem);
	if (ret < 0 || !create || (map->flags & MAP_MAPPED) ||
	    ((map->flags & MAP_UNWRITTEN) && !(create & MAP_CREATE)))
		return ret;
	return ext4_in_transaction(inode->i_sb, CREDITS_MAP, fill_hole(inode, map, wanted, create));
}

struct buffer_head *ext4_bread(struct inode *inode, ext4_lblk_t lblk)
{
	struct ext4_map map = { .lblk = lblk, .len = 1 };
	struct buffer_head *bh;
	int ret = ext4_map_blocks(inode, &map, 0);

	if (ret <= 0)
		return ERR_PTR(ret);
	bh = sb_bread(inode->i_sb, map.pblk);
	return bh ? bh : ERR_PTR(-EIO);
}

/* A zeroed block at the end of a directory; the caller dirties it. */
struct buffer_head *ext4_append(struct inode *inode, ext4_lblk_t *lblk)
{
	struct ext4_map map = { .lblk = inode->i_size >> inode->i_sb->s_blocksize_bits, .len = 1 };
	struct buffer_head *bh;
	int ret = ext4_map_blocks(inode, &map, MAP_CREATE);

	if (ret <= 0)
		return ERR_PTR(ret ? ret : -EIO);
	bh = sb_getblk(inode->i_sb, map.pblk);
	if (!bh)
		return ERR_PTR(-ENOMEM);
	lock_buffer(bh);
	memset(bh->b_data, 0, bh->b_size);
	set_buffer_uptodate(bh);
	set_buffer_verified(bh);
	unlock_buffer(bh);
	*lblk = map.lblk;
	i_size_write(inode, inode->i_size + inode->i_sb->s_blocksize);
	mark_inode_dirty(inode);
	return bh;
}

static int to_iomap(struct inode *inode, struct ext4_map *map, int ret, struct iomap *iomap)
{
	unsigned int bits = inode->i_blkbits;

	if (ret < 0)
		return ret;
	iomap->bdev = inode->i_sb->s_bdev;
	iomap->offset = (loff_t)map->lblk << bits;
	iomap->length = (u64)map->len << bits;
	iomap->addr = IOMAP_NULL_ADDR;
	iomap->flags = map->flags & MAP_NEW ? IOMAP_F_NEW : 0;
	iomap->type = IOMAP_HOLE;
	if (!(map->flags & (MAP_MAPPED | MAP_UNWRITTEN)))
		return 0;
	iomap->type = map->flags & MAP_MAPPED ? IOMAP_MAPPED : IOMAP_UNWRITTEN;
	iomap->addr = map->pblk << bits;
	return 0;
}

static void set_range(struct inode *inode, struct ext4_map *map, loff_t pos, loff_t len)
{
	unsigned int bits = inode->i_blkbits;
	u64 first = pos >> bits, last = (pos + len - 1) >> bits;

	map->lblk = first;
	map->len = min_t(u64, last - first + 1, EXT_INIT_MAX_LEN);
}

static int ext4_iomap_begin(struct inode *inode, loff_t pos, loff_t len, unsigned int flags,
			    struct iomap *iomap)
{
	struct ext4_map map = { 0 };

	if (pos >> inode->i_blkbits > 0xfffffffeLL)
		return -EFBIG;
	set_range(inode, &map, pos, len);
	return to_iomap(inode, &map, ext4_map_blocks(inode, &map, flags & IOMAP_WRITE ? MAP_CREATE : 0), iomap);
}

/*
 * A folio of a buffered write: its blocks and the size that makes them part of the
 * file are one transaction. Blocks ahead of it: see write_locked() in file.c.
 */
static int ext4_write_begin(struct inode *inode, loff_t pos, size_t len)
{
	return PTR_ERR_OR_ZERO(ext4_journal_start(inode->i_sb, CREDITS_MAP + CREDITS_INODE));
}

static void ext4_write_end(struct inode *inode, loff_t pos, size_t copied)
{
	if (copied && pos + (loff_t)copied == i_size_read(inode))
		mark_inode_dirty(inode);
	ext4_journal_stop(ext4_current_handle(inode->i_sb));
}

const struct iomap_ops ext4_iomap_ops = {
	.iomap_begin	= ext4_iomap_begin,
	.write_begin	= ext4_write_begin,
	.write_end	= ext4_write_end,
};

static int ext4_wb_map(struct inode *inode, loff_t offset, unsigned int len, struct iomap *iomap)
{
	/* Ask for more than the folio: neighbours will come. */
	return ext4_iomap_begin(inode, offset, max(len, 1u << 20), 0, iomap);
}

static const struct iomap_writeback_ops ext4_writeback_ops = { .map_blocks = ext4_wb_map };

static int ext4_read_folio(struct file *file, struct folio *folio)
{
	return iomap_read_folio(folio, &ext4_iomap_ops);
}

static void ext4_readahead(struct readahead_control *rac)
{
	iomap_readahead(rac, &ext4_iomap_ops);
}

static int ext4_writepages(struct address_space *mapping, struct writeback_control *wbc)
{
	return iomap_writepages(mapping, wbc, &ext4_writeback_ops);
}

static sector_t ext4_bmap(struct address_space *mapping, sector_t block)
{
	return iomap_bmap(mapping, block, &ext4_iomap_ops);
}

const struct address_space_operations ext4_aops = {
	.read_folio	= ext4_read_folio,
	.readahead	= ext4_readahead,
	.writepages	= ext4_writepages,
	.dirty_folio	= iomap_dirty_folio,
	.release_folio	= iomap_release_folio,
	.invalidate_folio = iomap_invalidate_folio,
	.bmap		= ext4_bmap,
};
