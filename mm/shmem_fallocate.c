// SPDX-License-Identifier: GPL-2.0
/*
 * shmem: reserving and releasing space inside a file, and finding where it is.
 *
 * Pages that fallocate(2) reserves are zeroed but not up to date: SEEK_DATA still
 * passes over them, and a failure half way takes only these away again.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <uapi/linux/falloc.h>
#include "internal.h"
#include "shmem.h"

static long punch_hole(struct inode *inode, loff_t offset, loff_t len)
{
	struct address_space *mapping = inode->i_mapping;
	loff_t start = round_up(offset, PAGE_SIZE);
	loff_t end = round_down(offset + len, PAGE_SIZE) - 1;

	if (SHMEM_I(inode)->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	if (end > start)
		unmap_mapping_range(mapping, start, 1 + end - start, 0);
	shmem_truncate_range(inode, offset, offset + len - 1);
	return 0;
}

/* Reserved pages of [first, end) that are not data: give them back. */
static void undo_reserve(struct inode *inode, pgoff_t first, pgoff_t end)
{
	for (pgoff_t i = first; i < end; i++) {
		struct folio *folio = filemap_get_folio(inode->i_mapping, i);
		bool data;

		if (IS_ERR(folio))
			continue;
		data = folio_test_uptodate(folio);
		folio_put(folio);
		if (!data)
			shmem_truncate_range(inode, (loff_t)i << PAGE_SHIFT,
					     ((loff_t)(i + 1) << PAGE_SHIFT) - 1);
	}
}

static long reserve(struct inode *inode, loff_t offset, loff_t len)
{
	pgoff_t first = offset >> PAGE_SHIFT;
	pgoff_t end = (offset + len + PAGE_SIZE - 1) >> PAGE_SHIFT;
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);

	if (sbinfo->max_blocks && end - first > sbinfo->max_blocks)
		return -ENOSPC;
	for (pgoff_t i = first; i < end; i++) {
		struct folio *folio;
		int err = signal_pending(current) ? -EINTR :
			shmem_get_folio(inode, i, &folio, SGP_FALLOC);

		if (err) {
			undo_reserve(inode, first, i);
			return err;
		}
		folio_unlock(folio);
		folio_put(folio);
		cond_resched();
	}
	return 0;
}

long shmem_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	long err;

	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE))
		return -EOPNOTSUPP;
	inode_lock(inode);
	if (mode & FALLOC_FL_PUNCH_HOLE) {
		err = punch_hole(inode, offset, len);
		goto unlock;
	}
	err = inode_newsize_ok(inode, offset + len);
	if (!err && (SHMEM_I(inode)->seals & F_SEAL_GROW) && offset + len > inode->i_size)
		err = -EPERM;
	if (!err)
		err = reserve(inode, offset, len);
	if (!err && !(mode & FALLOC_FL_KEEP_SIZE) && offset + len > inode->i_size)
		i_size_write(inode, offset + len);
	if (!err)
		inode_set_ctime_current(inode);
unlock:
	inode_unlock(inode);
	return err;
}

loff_t shmem_file_llseek(struct file *file, loff_t offset, int whence)
{
	struct inode *inode = file_inode(file);

	if (whence != SEEK_DATA && whence != SEEK_HOLE)
		return generic_file_llseek_size(file, offset, whence, MAX_LFS_FILESIZE,
						i_size_read(inode));
	if (offset < 0)
		return -ENXIO;
	inode_lock_shared(inode);
	offset = mapping_seek_hole_data(inode->i_mapping, offset, i_size_read(inode), whence);
	if (offset >= 0)
		offset = vfs_setpos(file, offset, MAX_LFS_FILESIZE);
	inode_unlock_shared(inode);
	return offset;
}
