// SPDX-License-Identifier: GPL-2.0
/*
 * libfs_file.c: file contents that live in the page cache alone (ram_aops), and
 * small helpers for files whose contents are a buffer of the kernel's.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>
#include "internal.h"

int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}

static int simple_read_folio(struct file *file, struct folio *folio)
{
	folio_zero_range(folio, 0, folio_size(folio));
	folio_mark_uptodate(folio);
	folio_unlock(folio);
	return 0;
}

int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos,
		       unsigned int len, struct folio **foliop, void **fsdata)
{
	struct folio *folio;

	folio = __filemap_get_folio(mapping, pos >> PAGE_SHIFT, FGP_WRITEBEGIN, mapping->gfp_mask);
	if (IS_ERR(folio))
		return PTR_ERR(folio);
	if (!folio_test_uptodate(folio) && len != folio_size(folio)) {
		size_t from = offset_in_folio(folio, pos);

		folio_zero_segment(folio, 0, from);
		folio_zero_segment(folio, from + len, folio_size(folio));
	}
	*foliop = folio;
	return 0;
}

int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos,
		     unsigned int len, unsigned int copied, struct folio *folio, void *fsdata)
{
	struct inode *inode = mapping->host;
	loff_t last = pos + copied;

	if (!folio_test_uptodate(folio)) {
		/* What could not be copied must not show old memory. */
		if (copied < len)
			folio_zero_range(folio, offset_in_folio(folio, pos) + copied, len - copied);
		folio_mark_uptodate(folio);
	}
	if (last > inode->i_size)
		i_size_write(inode, last);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return copied;
}

const struct address_space_operations ram_aops = {
	.read_folio	= simple_read_folio,
	.write_begin	= simple_write_begin,
	.write_end	= simple_write_end,
	.dirty_folio	= noop_dirty_folio,
};

/**
 * simple_read_from_buffer - read(2) on a piece of kernel memory
 * @to: guest buffer
 * @count: its size
 * @pos: position, advanced
 * @from: the data
 * @available: their size
 *
 * Return: bytes read, -EINVAL for a negative position, -EFAULT.
 */
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *pos, const void *from,
				size_t available)
{
	loff_t at = *pos;
	size_t left;

	if (at < 0)
		return -EINVAL;
	if (at >= available || !count)
		return 0;
	count = min_t(size_t, count, available - at);
	left = copy_to_user(to, (const char *)from + at, count);
	if (left == count)
		return -EFAULT;
	*pos = at + count - left;
	return count - left;
}

/* The reverse: write(2) into a piece of kernel memory of @available bytes. */
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *pos, const void __user *from,
			       size_t count)
{
	loff_t at = *pos;
	size_t left;

	if (at < 0)
		return -EINVAL;
	if (at >= available || !count)
		return 0;
	count = min_t(size_t, count, available - at);
	left = copy_from_user((char *)to + at, from, count);
	if (left == count)
		return -EFAULT;
	*pos = at + count - left;
	return count - left;
}
