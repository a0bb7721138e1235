// SPDX-License-Identifier: GPL-2.0
/*
 * Getting a file's dirty pages written, waiting for it, and telling about errors.
 *
 * Writing is asynchronous, so an error has no caller to go to. It is kept in the
 * mapping with a sequence number; each open file remembers the last number it has
 * reported, and so every descriptor hears of every error once, by fsync(2).
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/writeback.h>
#include "filemap.h"

/* ---- writing ---- */

static int write_range(struct address_space *mapping, loff_t start, loff_t end,
		       enum writeback_sync_modes mode)
{
	struct writeback_control wbc = {
		.sync_mode	= mode,
		.nr_to_write	= LONG_MAX,
		.range_start	= start,
		.range_end	= end,
	};

	if (!mapping_tagged(mapping, PAGECACHE_TAG_DIRTY))
		return 0;
	return do_writepages(mapping, &wbc);
}

int filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end)
{
	return write_range(mapping, start, end, WB_SYNC_ALL);
}

int filemap_fdatawrite(struct address_space *mapping)
{
	return write_range(mapping, 0, LLONG_MAX, WB_SYNC_ALL);
}

/* Start what can be started; what is busy is left alone. */
int filemap_flush(struct address_space *mapping)
{
	return write_range(mapping, 0, LLONG_MAX, WB_SYNC_NONE);
}

/* ---- waiting ---- */

static void wait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	pgoff_t index = start >> PAGE_SHIFT, last = end >> PAGE_SHIFT;
	struct folio *folios[FOLIO_BATCH];
	unsigned int nr;

	if (end < start || !mapping_tagged(mapping, PAGECACHE_TAG_WRITEBACK))
		return;
	while ((nr = filemap_get_folios_tag(mapping, &index, last, PAGECACHE_TAG_WRITEBACK,
					    folios, FOLIO_BATCH))) {
		for (unsigned int i = 0; i < nr; i++)
			folio_wait_writeback(folios[i]);
		put_batch(folios, nr);
		if (index > last || !index)
			break;
		cond_resched();
	}
}

/* Errors since the last call, for callers without an open file. */
int filemap_check_errors(struct address_space *mapping)
{
	int err = 0;

	if (test_and_clear_bit(AS_ENOSPC, &mapping->flags))
		err = -ENOSPC;
	if (test_and_clear_bit(AS_EIO, &mapping->flags))
		err = -EIO;
	return err;
}

int filemap_fdatawait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	wait_range(mapping, start, end);
	return filemap_check_errors(mapping);
}

int filemap_fdatawait(struct address_space *mapping)
{
	return filemap_fdatawait_range(mapping, 0, LLONG_MAX);
}

/**
 * filemap_write_and_wait_range() - have a range on the disk
 * @mapping: mapping
 * @start: first byte
 * @end: last byte
 *
 * Context: sleeps.
 * Return: 0 or the first error.
 */
int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end)
{
	int err = 0, err2;

	if (end < start)
		return 0;
	if (mapping->nrpages) {
		err = filemap_fdatawrite_range(mapping, start, end);
		/* After -EIO some pages may be under way all the same. */
		if (err != -EIO)
			wait_range(mapping, start, end);
	}
	err2 = filemap_check_errors(mapping);
	return err ? err : err2;
}

/* ---- errors ---- */

/**
 * mapping_set_error() - a page could not be written
 * @mapping: mapping
 * @error: -errno, or 0 for none
 */
void mapping_set_error(struct address_space *mapping, int error)
{
	if (!error)
		return;
	spin_lock(&mapping->private_lock);
	mapping->wb_err = error;
	mapping->wb_err_seq++;
	spin_unlock(&mapping->private_lock);
	set_bit(error == -ENOSPC ? AS_ENOSPC : AS_EIO, &mapping->flags);
}

/* The error this file has not heard of yet, or 0. */
int file_check_and_advance_wb_err(struct file *file)
{
	struct address_space *mapping = file->f_mapping;
	int err = 0;

	if ((unsigned int)READ_ONCE(file->f_wb_err) == READ_ONCE(mapping->wb_err_seq))
		return 0;
	spin_lock(&file->f_lock);
	spin_lock(&mapping->private_lock);
	if ((unsigned int)file->f_wb_err != mapping->wb_err_seq)
		err = mapping->wb_err;
	file->f_wb_err = mapping->wb_err_seq;
	spin_unlock(&mapping->private_lock);
	spin_unlock(&file->f_lock);
	clear_bit(AS_EIO, &mapping->flags);
	clear_bit(AS_ENOSPC, &mapping->flags);
	return err;
}

/* The same as filemap_write_and_wait_range(), reporting once for each file. */
int file_write_and_wait_range(struct file *file, loff_t start, loff_t end)
{
	struct address_space *mapping = file->f_mapping;
	int err = 0, err2;

	if (end < start)
		return 0;
	if (mapping->nrpages) {
		err = filemap_fdatawrite_range(mapping, start, end);
		if (err != -EIO)
			wait_range(mapping, start, end);
	}
	err2 = file_check_and_advance_wb_err(file);
	return err ? err : err2;
}
