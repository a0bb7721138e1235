// SPDX-License-Identifier: GPL-2.0
/*
 * Inodes: a file is the first record of its name, a directory its own first
 * record ("."), so both are known by a place on the volume. Data is one or
 * more contiguous sections.
 */
#include <linux/iomap.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "isofs.h"

static int isofs_iomap_begin(struct inode *inode, loff_t pos, loff_t length, unsigned int flags,
			     struct iomap *iomap)
{
	struct isofs_inode *ii = ISOFS_I(inode);
	loff_t start = 0;
	unsigned int i;

	iomap->bdev = inode->i_sb->s_bdev;
	for (i = 0; i < ii->nr; i++) {
		loff_t size = ii->section[i].size;

		/* The last section's block is there to its end. */
		if (i + 1 == ii->nr)
			size = ALIGN(size, ISO_BLOCK);
		if (pos < start + size) {
			iomap->type = IOMAP_MAPPED;
			iomap->addr = iso_pos(inode->i_sb, ii->section[i].extent);
			iomap->offset = start;
			iomap->length = size;
			return 0;
		}
		start += size;
	}
	iomap->type = IOMAP_HOLE;
	iomap->addr = IOMAP_NULL_ADDR;
	iomap->offset = start;
	iomap->length = LLONG_MAX - start;
	return 0;
}

static const struct iomap_ops isofs_iomap_ops = { .iomap_begin = isofs_iomap_begin };

static int isofs_read_folio(struct file *file, struct folio *folio)
{
	return iomap_read_folio(folio, &isofs_iomap_ops);
}

static void isofs_readahead(struct readahead_control *rac)
{
	iomap_readahead(rac, &isofs_iomap_ops);
}

static const struct address_space_operations isofs_aops = {
	.read_folio	= isofs_read_folio,
	.readahead	= isofs_readahead,
	.release_folio	= iomap_release_folio,
	.invalidate_folio = iomap_invalidate_folio,
};

/* All sections of the file whose first record is at @pos. */
static int read_sections(struct inode *inode, u64 pos, struct iso_entry *e)
{
	struct isofs_inode *ii = ISOFS_I(inode);
	struct super_block *sb = inode->i_sb;
	struct buffer_head *bh;
	loff_t total = 0;
	u8 *rec, flags;

	for (;;) {
		u64 at;

		bh = iso_record(sb, pos, pos + 2 * ISO_BLOCK, &at);
		if (IS_ERR_OR_NULL(bh))
			return -EIO;
		rec = (u8 *)bh->b_data + (at & (ISO_BLOCK - 1));
		ii->section[ii->nr].extent = get_unaligned_le32(rec + REC_EXTENT) + rec[1];
		ii->section[ii->nr].size = get_unaligned_le32(rec + REC_SIZE);
		total += ii->section[ii->nr++].size;
		flags = rec[REC_FLAGS];
		pos = at + rec[REC_LEN];
		brelse(bh);
		if (!(flags & REC_MULTI))
			break;
		if (ii->nr == ISO_SECTIONS)
			return -EFBIG;
		/* Only the last one may end within a block. */
		if (total & (ISO_BLOCK - 1))
			return -EIO;
	}
	i_size_write(inode, total);
	return 0;
}

static umode_t mode_of(struct isofs_sb *isb, const struct iso_entry *e, bool is_dir)
{
	if (is_dir && isb->has_dmode)
		return S_IFDIR | isb->dmode;
	if (e->mode)
		return isb->has_mode && S_ISREG(e->mode) ? S_IFREG | isb->mode : e->mode;
	if (is_dir)
		return S_IFDIR | 0555;
	return S_IFREG | (isb->has_mode ? isb->mode : 0555);
}

static int set_operations(struct inode *inode, const struct iso_entry *e)
{
	struct isofs_inode *ii = ISOFS_I(inode);

	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
		inode->i_fop = &generic_ro_fops;
		inode->i_mapping->a_ops = &isofs_aops;
		return 0;
	case S_IFDIR:
		inode->i_op = &isofs_dir_inode_operations;
		inode->i_fop = &isofs_dir_operations;
		return 0;
	case S_IFLNK:
		ii->link = kmemdup_nul(e->link, e->link_len, GFP_KERNEL);
		if (!ii->link)
			return -ENOMEM;
		inode->i_link = ii->link;
		inode->i_op = &simple_symlink_inode_operations;
		i_size_write(inode, e->link_len);
		return 0;
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		/* Small numbers may be in one word, major and minor together. */
		init_special_inode(inode, inode->i_mode, e->rdev_high || e->rdev_low <= 0xff ?
				   MKDEV(e->rdev_high, e->rdev_low) :
				   MKDEV(e->rdev_low >> 8, e->rdev_low & 0xff));
		return 0;
	}
	return -EIO;
}

static int fill_inode(struct inode *inode, const u8 *rec, u64 pos, bool is_dir,
		      struct iso_entry *e)
{
	struct isofs_sb *isb = ISOFS_SB(inode->i_sb);
	int err = iso_read_entry(inode->i_sb, rec, e);

	if (err)
		return err;
	if (is_dir != !!(e->flags & REC_DIRECTORY))
		return -EIO;
	inode->i_mode = mode_of(isb, e, is_dir);
	if (is_dir != S_ISDIR(inode->i_mode))
		return -EIO;
	inode->i_uid = isb->has_uid ? isb->uid : KUIDT_INIT(e->uid);
	inode->i_gid = isb->has_gid ? isb->gid : KGIDT_INIT(e->gid);
	inode->i_mtime = e->mtime;
	inode->i_atime = e->atime;
	inode->i_ctime = e->ctime;
	set_nlink(inode, e->nlink ?: 1);
	err = read_sections(inode, pos, e);
	if (err)
		return err;
	inode->i_blocks = (i_size_read(inode) + 511) >> 9;
	return set_operations(inode, e);
}

static int read_inode(struct inode *inode, u64 pos, bool is_dir)
{
	struct iso_entry *e = kmalloc(sizeof(*e), GFP_KERNEL);
	struct buffer_head *bh;
	int err = -ENOMEM;
	u64 at;

	if (!e)
		return -ENOMEM;
	e->link = kmalloc(ISO_BLOCK, GFP_KERNEL);
	if (!e->link)
		goto free_entry;
	bh = iso_record(inode->i_sb, pos, pos + 1, &at);
	err = IS_ERR_OR_NULL(bh) ? -EIO : 0;
	if (!err) {
		err = fill_inode(inode, (u8 *)bh->b_data + (at & (ISO_BLOCK - 1)), pos, is_dir, e);
		brelse(bh);
	}
	kfree(e->link);
free_entry:
	kfree(e);
	return err;
}

/**
 * isofs_iget() - the inode whose record is at byte @pos
 * @is_dir: a directory, and @pos the start of its extent
 *
 * Context: sleeps. Return: the inode, ERR_PTR(-EIO) for a damaged record, -ENOMEM.
 */
struct inode *isofs_iget(struct super_block *sb, u64 pos, bool is_dir)
{
	/* No record is shorter than 34 bytes. */
	struct inode *inode = iget_locked(sb, pos >> 5);
	int err;

	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (!(inode->i_state & I_NEW))
		return inode;
	err = read_inode(inode, pos, is_dir);
	if (err) {
		iget_failed(inode);
		return ERR_PTR(err);
	}
	unlock_new_inode(inode);
	return inode;
}
