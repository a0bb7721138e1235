// SPDX-License-Identifier: GPL-2.0
/*
 * libfs_link.c: the two usual homes of a symlink's target: a string in memory
 * (inode->i_link), and the first page of the page cache.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"

const char *simple_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done)
{
	return inode->i_link;
}

const struct inode_operations simple_symlink_inode_operations = {
	.get_link = simple_get_link,
};

/* For a delayed_call: the target was kmalloc()ed for one use. */
void kfree_link(void *p)
{
	kfree(p);
}

static void page_put_link(void *folio)
{
	folio_put(folio);
}

const char *page_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done)
{
	struct address_space *mapping = inode->i_mapping;
	struct folio *folio = read_mapping_folio(mapping, 0, NULL);
	char *target;

	if (IS_ERR(folio))
		return ERR_CAST(folio);
	set_delayed_call(done, page_put_link, folio);
	target = folio_address(folio);
	/* A damaged disk may hold a target without end. */
	target[min_t(loff_t, i_size_read(inode), PAGE_SIZE - 1)] = '\0';
	return target;
}

const struct inode_operations page_symlink_inode_operations = {
	.get_link = page_get_link,
};

/**
 * page_symlink - store a symlink's target in the page cache
 * @inode: new, with address space operations
 * @target: the text
 * @len: its length with the terminator
 */
int page_symlink(struct inode *inode, const char *target, int len)
{
	struct address_space *mapping = inode->i_mapping;
	const struct address_space_operations *aops = mapping->a_ops;
	struct folio *folio;
	void *fsdata = NULL;
	int err;

	do {
		err = aops->write_begin(NULL, mapping, 0, len - 1, &folio, &fsdata);
		if (err)
			return err;
		memcpy(folio_address(folio), target, len - 1);
		err = aops->write_end(NULL, mapping, 0, len - 1, len - 1, folio, fsdata);
		if (err < 0)
			return err;
	} while (err < len - 1);
	mark_inode_dirty(inode);
	return 0;
}
