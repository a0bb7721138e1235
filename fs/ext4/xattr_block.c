// SPDX-License-Identifier: GPL-2.0
/*
 * The attribute block. Others' may be shared by inodes with the same
 * attributes (a count in its header); changing one then means a block of
 * one's own. Entries are sorted by index, length and name.
 *
 * Context: xattr_sem held.
 */
#include <linux/sort.h>

#include "xattr.h"

static bool block_ok(struct inode *inode, struct buffer_head *bh)
{
	struct ext4_xattr_header *h = (void *)bh->b_data;

	if (h->h_magic != cpu_to_le32(EXT4_XATTR_MAGIC) || h->h_blocks != cpu_to_le32(1))
		return false;
	return !EXT4_SB(inode->i_sb)->s_has_csum ||
	       h->h_checksum == cpu_to_le32(ext4_xattr_block_csum(inode, bh->b_blocknr, h));
}

static struct buffer_head *read_block(struct inode *inode)
{
	struct buffer_head *bh = sb_bread(inode->i_sb, EXT4_I(inode)->i_file_acl);

	if (!bh)
		return ERR_PTR(-EIO);
	if (block_ok(inode, bh))
		return bh;
	ext4_inode_error(inode, "corrupted xattr block %llu", EXT4_I(inode)->i_file_acl);
	brelse(bh);
	return ERR_PTR(-EUCLEAN);
}

int ext4_xattr_read_block(struct inode *inode, struct xattr_list *list)
{
	struct buffer_head *bh;
	size_t size = inode->i_sb->s_blocksize;

	if (!EXT4_I(inode)->i_file_acl)
		return 0;
	bh = read_block(inode);
	if (IS_ERR(bh))
		return PTR_ERR(bh);
	list->block = kmemdup(bh->b_data, size, GFP_NOFS);
	brelse(bh);
	if (!list->block)
		return -ENOMEM;
	return ext4_xattr_parse(inode, list, list->block + sizeof(struct ext4_xattr_header), list->block,
				list->block + size);
}

static void write_block_csum(struct inode *inode, struct buffer_head *bh)
{
	struct ext4_xattr_header *h = (void *)bh->b_data;

	if (EXT4_SB(inode->i_sb)->s_has_csum)
		h->h_checksum = cpu_to_le32(ext4_xattr_block_csum(inode, bh->b_blocknr, h));
	ext4_dirty_metadata(inode->i_sb, bh);
}

/* The inode lets go of its block: one user less, or none. */
static void drop_block(struct inode *inode)
{
	ext4_fsblk_t block = EXT4_I(inode)->i_file_acl;
	struct ext4_xattr_header *h;
	struct buffer_head *bh;
	u32 users;

	if (!block)
		return;
	EXT4_I(inode)->i_file_acl = 0;
	bh = sb_bread(inode->i_sb, block);
	if (!bh)
		return;
	h = (void *)bh->b_data;
	lock_buffer(bh);
	users = block_ok(inode, bh) ? le32_to_cpu(h->h_refcount) : 0;
	if (users > 1) {
		h->h_refcount = cpu_to_le32(users - 1);
		write_block_csum(inode, bh);
		inode_sub_bytes(inode, inode->i_sb->s_blocksize);
	}
	unlock_buffer(bh);
	brelse(bh);
	if (users == 1)
		ext4_free_blocks(inode, block, 1, true);
}

void ext4_xattr_delete_inode(struct inode *inode)
{
	down_write(&EXT4_I(inode)->xattr_sem);
	drop_block(inode);
	up_write(&EXT4_I(inode)->xattr_sem);
}

static int item_order(const void *a, const void *b)
{
	const struct xattr_item *x = *(struct xattr_item *const *)a, *y = *(struct xattr_item *const *)b;

	if (x->index != y->index)
		return x->index - y->index;
	if (x->name_len != y->name_len)
		return x->name_len - y->name_len;
	return memcmp(x->name, y->name, x->name_len);
}

static u32 entries_hash(struct ext4_xattr_entry *e, u32 nr)
{
	u32 hash = 0;

	while (nr--) {
		if (!e->e_hash)
			return 0;
		hash = (hash << 16) ^ (hash >> 16) ^ le32_to_cpu(e->e_hash);
		e = (void *)((char *)e + EXT4_XATTR_LEN(e->e_name_len));
	}
	return hash;
}

static void fill_block(struct inode *inode, struct buffer_head *bh, struct xattr_item **item, u32 nr)
{
	struct ext4_xattr_header *h = (void *)bh->b_data;

	lock_buffer(bh);
	memset(h, 0, sizeof(*h));
	ext4_xattr_layout((char *)(h + 1), bh->b_size - sizeof(*h), bh->b_data, item, nr);
	h->h_magic = cpu_to_le32(EXT4_XATTR_MAGIC);
	h->h_refcount = cpu_to_le32(1);
	h->h_blocks = cpu_to_le32(1);
	h->h_hash = cpu_to_le32(entries_hash((void *)(h + 1), nr));
	set_buffer_uptodate(bh);
	write_block_csum(inode, bh);
	unlock_buffer(bh);
}

/**
 * ext4_xattr_write_block() - the block gets exactly these attributes
 * @nr: 0 frees it
 *
 * A new block is on disk before the inode refers to it.
 * Return: 0, -ENOSPC when they do not fit or the disk is full, -EIO.
 */
int ext4_xattr_write_block(struct inode *inode, struct xattr_item **item, u32 nr)
{
	size_t need = sizeof(struct ext4_xattr_header) + 4;
	struct buffer_head *bh;
	ext4_fsblk_t block;
	u32 one = 1, i;
	int err;

	for (i = 0; i < nr; i++)
		need += EXT4_XATTR_LEN(item[i]->name_len) + EXT4_XATTR_SIZE(item[i]->size);
	if (nr && need > inode->i_sb->s_blocksize)
		return -ENOSPC;
	if (!nr) {
		drop_block(inode);
		return 0;
	}
	sort(item, nr, sizeof(*item), item_order, NULL);
	err = ext4_new_blocks(inode, EXT4_I(inode)->i_goal, &one, &block);
	if (err)
		return err;
	bh = sb_getblk(inode->i_sb, block);
	if (!bh) {
		ext4_free_blocks(inode, block, 1, false);
		return -ENOMEM;
	}
	fill_block(inode, bh, item, nr);
	err = ext4_write_metadata(inode->i_sb, bh);
	brelse(bh);
	if (err) {
		ext4_free_blocks(inode, block, 1, true);
		return err;
	}
	drop_block(inode);
	EXT4_I(inode)->i_file_acl = block;
	return 0;
}
