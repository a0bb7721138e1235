// SPDX-License-Identifier: GPL-2.0
/*
 * Reading directories. The position is the byte offset of the next entry, in
 * linear and indexed directories alike: index blocks look empty to this walk.
 * When the directory changed since, the position is moved up to the next
 * entry's start by walking its block.
 */
#include <linux/blkdev.h>
#include <linux/sched.h>

#include "ext4.h"

/* An offset that is the start of an entry of this block, at or after @offset. */
static unsigned int resync(struct inode *dir, struct buffer_head *bh, unsigned int offset)
{
	unsigned int at = 0;

	while (at < offset && at < bh->b_size) {
		struct ext4_dir_entry *de = (void *)(bh->b_data + at);
		unsigned int len = ext4_rec_len(de->rec_len, bh->b_size);

		if (len < EXT4_DIR_REC_LEN(1))
			return bh->b_size;
		at += len;
	}
	return at;
}

/* Emit one block from the position on: 1 full, 0 done, -errno. */
static int emit_block(struct file *file, struct dir_context *ctx, struct buffer_head *bh)
{
	struct inode *dir = file_inode(file);
	unsigned int size = bh->b_size, offset = resync(dir, bh, ctx->pos & (size - 1));

	ctx->pos = (ctx->pos & ~(loff_t)(size - 1)) + offset;
	while (offset < size) {
		struct ext4_dir_entry *de = (void *)(bh->b_data + offset);
		unsigned int len;

		if (ext4_check_dirent(dir, bh, de))
			return -EUCLEAN;
		len = ext4_rec_len(de->rec_len, size);
		if (de->inode && de->name_len &&
		    !dir_emit(ctx, de->name, de->name_len, le32_to_cpu(de->inode), ext4_dtype(de->file_type)))
			return 1;
		offset += len;
		ctx->pos += len;
	}
	return 0;
}

static void readahead_blocks(struct inode *dir, ext4_lblk_t lblk, ext4_lblk_t blocks)
{
	struct ext4_map map = { .lblk = lblk + 1, .len = min(blocks - lblk - 1, 8u) };
	u32 i;

	if (lblk + 1 >= blocks || lblk % 8)
		return;
	if (ext4_map_blocks(dir, &map, 0) <= 0)
		return;
	for (i = 0; i < map.len; i++)
		__breadahead(dir->i_sb->s_bdev, map.pblk + i, dir->i_sb->s_blocksize);
}

static int ext4_readdir(struct file *file, struct dir_context *ctx)
{
	struct inode *dir = file_inode(file);
	unsigned int bits = dir->i_sb->s_blocksize_bits;

	while (ctx->pos < dir->i_size) {
		ext4_lblk_t lblk = ctx->pos >> bits;
		struct buffer_head *bh;
		int ret;

		readahead_blocks(dir, lblk, dir->i_size >> bits);
		bh = ext4_read_dirblock(dir, lblk);
		if (IS_ERR(bh))
			return PTR_ERR(bh);
		ret = emit_block(file, ctx, bh);
		brelse(bh);
		if (ret)
			return ret < 0 ? ret : 0;
		cond_resched();
	}
	return 0;
}

const struct file_operations ext4_dir_operations = {
	.llseek		= generic_file_llseek,
	.read		= generic_read_dir,
	.iterate_shared	= ext4_readdir,
	.unlocked_ioctl	= ext4_ioctl,
	.fsync		= ext4_sync_file,
};
