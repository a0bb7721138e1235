// SPDX-License-Identifier: GPL-2.0
/*
 * shmem: files whose pages have no other place than memory. The pages of tmpfs, of
 * memfds, of MAP_SHARED | MAP_ANONYMOUS and of System V segments.
 *
 * A page is in the page cache from its first write, or fault, until it is truncated.
 * It is accounted twice: against the size of its filesystem, and as a promise of
 * memory; shared anonymous memory makes that promise for all pages when it is made.
 *
 * Neighbours: shmem_inode.c (names), shmem_super.c (mounts), shmem_fallocate.c,
 * shmem_xattr.c, memfd.c (seals).
 *
 * Lock order: inode->i_rwsem, folio lock, info->lock, sbinfo->lock.
 *
 * Left out against Linux: swap, huge pages, quotas, NUMA policies.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <linux/uio.h>
#include <linux/writeback.h>
#include <asm/pgtable.h>
#include "filemap.h"
#include "internal.h"
#include "shmem.h"

static const struct vm_operations_struct shmem_vm_ops, shmem_anon_vm_ops;

bool shmem_mapping(struct address_space *mapping)
{
	return mapping->a_ops == &shmem_aops;
}

/* ---- accounting ---- */

/* Memory promised at once, for objects of a fixed size. */
static int shmem_acct_size(unsigned long flags, loff_t size)
{
	return flags & VM_NORESERVE ? 0 : vm_enough_memory(current->mm, PFN_UP((u64)size));
}

void shmem_unacct_size(unsigned long flags, loff_t size)
{
	if (!(flags & VM_NORESERVE))
		vm_unacct_memory(PFN_UP((u64)size));
}

int shmem_reacct_size(unsigned long flags, loff_t oldsize, loff_t newsize)
{
	long delta = (long)PFN_UP((u64)newsize) - (long)PFN_UP((u64)oldsize);

	if ((flags & VM_NORESERVE) || !delta)
		return 0;
	if (delta > 0)
		return vm_enough_memory(current->mm, delta);
	vm_unacct_memory(-delta);
	return 0;
}

/* One page more. Return: 0, -ENOSPC, or -ENOMEM. */
static int shmem_acct_page(struct inode *inode)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);
	bool full;

	if ((info->flags & VM_NORESERVE) && vm_enough_memory(current->mm, 1))
		return -ENOSPC;
	spin_lock(&sbinfo->lock);
	full = sbinfo->max_blocks && sbinfo->used_blocks >= sbinfo->max_blocks;
	if (!full)
		sbinfo->used_blocks++;
	spin_unlock(&sbinfo->lock);
	if (full) {
		if (info->flags & VM_NORESERVE)
			vm_unacct_memory(1);
		return -ENOSPC;
	}
	spin_lock(&info->lock);
	info->alloced++;
	spin_unlock(&info->lock);
	spin_lock(&inode->i_lock);
	inode->i_blocks += BLOCKS_PER_PAGE;
	spin_unlock(&inode->i_lock);
	return 0;
}

static void shmem_unacct_pages(struct inode *inode, unsigned long nr)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	struct shmem_sb_info *sbinfo = SHMEM_SB(inode->i_sb);

	spin_lock(&info->lock);
	info->alloced -= nr;
	spin_unlock(&info->lock);
	spin_lock(&inode->i_lock);
	inode->i_blocks -= nr * BLOCKS_PER_PAGE;
	spin_unlock(&inode->i_lock);
	spin_lock(&sbinfo->lock);
	sbinfo->used_blocks -= nr;
	spin_unlock(&sbinfo->lock);
	if (info->flags & VM_NORESERVE)
		vm_unacct_memory(nr);
}

/* ---- pages ---- */

/* A new folio at @index, locked. -EEXIST: another one came first. */
static int add_folio(struct inode *inode, pgoff_t index, struct folio **out)
{
	struct address_space *mapping = inode->i_mapping;
	struct folio *folio;
	int err = shmem_acct_page(inode);

	if (err)
		return err;
	folio = folio_alloc(mapping->gfp_mask | __GFP_ZERO, 0);
	if (!folio) {
		shmem_unacct_pages(inode, 1);
		return -ENOMEM;
	}
	folio_set_swapbacked(folio);
	err = filemap_add_folio(mapping, folio, index, mapping->gfp_mask);
	if (err) {
		folio_put(folio);
		shmem_unacct_pages(inode, 1);
		return err;
	}
	*out = folio;
	return 0;
}

static bool beyond_end(struct inode *inode, pgoff_t index)
{
	return ((loff_t)index << PAGE_SHIFT) >= i_size_read(inode);
}

/* Wanted within the file, and the file has become shorter. */
static bool is_outside(struct inode *inode, pgoff_t index, enum sgp_type sgp)
{
	return (sgp == SGP_READ || sgp == SGP_CACHE) && beyond_end(inode, index);
}

/**
 * shmem_get_folio() - the page of a file
 * @inode: file
 * @index: which
 * @out: the folio, locked and referenced; NULL for a hole
 * @sgp: what is wanted
 *
 * Context: sleeps.
 * Return: 0, -EFBIG, -EINVAL beyond the end, -ENOSPC, -ENOMEM.
 */
int shmem_get_folio(struct inode *inode, pgoff_t index, struct folio **out, enum sgp_type sgp)
{
	struct folio *folio;
	int err;

	*out = NULL;
	if (index > MAX_LFS_FILESIZE >> PAGE_SHIFT)
		return -EFBIG;
	for (;;) {
		if (is_outside(inode, index, sgp))
			return -EINVAL;
		folio = filemap_lock_folio(inode->i_mapping, index);
		if (!IS_ERR(folio))
			break;
		if (sgp == SGP_READ)
			return 0;
		err = add_folio(inode, index, &folio);
		if (!err)
			break;
		if (err != -EEXIST)
			return err;
	}
	if (sgp != SGP_FALLOC)
		folio_mark_uptodate(folio);
	/* A truncation may have looked here before the folio was. */
	if (is_outside(inode, index, sgp)) {
		folio_unlock(folio);
		folio_put(folio);
		shmem_truncate_range(inode, i_size_read(inode), -1);
		return -EINVAL;
	}
	*out = folio;
	return 0;
}

struct folio *shmem_read_folio(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio;
	int err = shmem_get_folio(mapping->host, index, &folio, SGP_CACHE);

	if (err)
		return ERR_PTR(err);
	folio_unlock(folio);
	return folio;
}

/**
 * shmem_truncate_range() - remove pages
 * @inode: file
 * @start: first byte
 * @end: last byte, -1: to the end
 */
void shmem_truncate_range(struct inode *inode, loff_t start, loff_t end)
{
	struct shmem_inode_info *info = SHMEM_I(inode);
	long freed;

	truncate_inode_pages_range(inode->i_mapping, start, end);
	/* What is accounted and not there any more has just gone. */
	spin_lock(&info->lock);
	freed = (long)info->alloced - (long)READ_ONCE(inode->i_mapping->nrpages);
	spin_unlock(&info->lock);
	if (freed > 0)
		shmem_unacct_pages(inode, freed);
	inode->i_mtime = inode_set_ctime_current(inode);
}

/* ---- mappings ---- */

static vm_fault_t shmem_fault(struct vm_fault *vmf)
{
	struct inode *inode = file_inode(vmf->vma->vm_file);
	struct folio *folio;
	int err;

	err = shmem_get_folio(inode, vmf->pgoff, &folio, SGP_CACHE);
	if (err)
		return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
	vmf->page = &folio->page;
	return VM_FAULT_LOCKED;
}

static int shmem_mmap(struct file *file, struct vm_area_struct *vma)
{
	file_accessed(file);
	vma->vm_ops = file_inode(file)->i_nlink ? &shmem_vm_ops : &shmem_anon_vm_ops;
	return 0;
}

static const struct vm_operations_struct shmem_vm_ops = {
	.fault		= shmem_fault,
	.map_pages	= filemap_map_pages,
};

static const struct vm_operations_struct shmem_anon_vm_ops = {
	.fault		= shmem_fault,
	.map_pages	= filemap_map_pages,
};

/* ---- read and write ---- */

/* Bytes of one page to @to. Return: bytes, 0 at the end, -errno. */
static ssize_t read_page(struct inode *inode, struct iov_iter *to, loff_t pos)
{
	size_t offset = offset_in_page(pos), n, done;
	struct folio *folio;
	loff_t size;
	int err;

	err = shmem_get_folio(inode, pos >> PAGE_SHIFT, &folio, SGP_READ);
	if (err)
		return err == -EINVAL ? 0 : err;
	if (folio)
		folio_unlock(folio);
	size = i_size_read(inode);
	if (pos >= size) {
		if (folio)
			folio_put(folio);
		return 0;
	}
	n = min_t(u64, min_t(size_t, PAGE_SIZE - offset, iov_iter_count(to)), size - pos);
	if (folio) {
		folio_mark_accessed(folio);
		done = copy_folio_to_iter(folio, offset, n, to);
		folio_put(folio);
	} else {
		done = iov_iter_zero(n, to);
	}
	return done == n ? (ssize_t)done : done ? (ssize_t)done : -EFAULT;
}

static ssize_t shmem_file_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	ssize_t total = 0, n = 0;

	while (iov_iter_count(to)) {
		size_t left = iov_iter_count(to);

		n = read_page(inode, to, iocb->ki_pos);
		if (n <= 0)
			break;
		total += n;
		iocb->ki_pos += n;
		if (iov_iter_count(to) != left - n)
			break;
		cond_resched();
	}
	file_accessed(iocb->ki_filp);
	return total ? total : n;
}

static int shmem_write_begin(struct file *file, struct address_space *mapping, loff_t pos,
			     unsigned int len, struct folio **foliop, void **fsdata)
{
	struct inode *inode = mapping->host;
	struct shmem_inode_info *info = SHMEM_I(inode);

	/* The caller holds i_rwsem, so the seals do not change. */
	if (unlikely(info->seals & (F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))) {
		if (info->seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
			return -EPERM;
		if (pos + len > inode->i_size)
			return -EPERM;
	}
	return shmem_get_folio(inode, pos >> PAGE_SHIFT, foliop, SGP_WRITE);
}

static int shmem_write_end(struct file *file, struct address_space *mapping, loff_t pos,
			   unsigned int len, unsigned int copied, struct folio *folio,
			   void *fsdata)
{
	struct inode *inode = mapping->host;

	if (pos + copied > inode->i_size)
		i_size_write(inode, pos + copied);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	folio_put(folio);
	return copied;
}

static ssize_t shmem_file_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	struct inode *inode = file_inode(file);
	ssize_t ret;

	inode_lock(inode);
	ret = generic_write_checks(iocb, from);
	if (ret > 0) {
		int err = file_remove_privs(file);

		if (!err)
			err = file_update_time(file);
		ret = err ? err : generic_perform_write(iocb, from);
	}
	inode_unlock(inode);
	return ret;
}

const struct address_space_operations shmem_aops = {
	.dirty_folio	= noop_dirty_folio,
	.write_begin	= shmem_write_begin,
	.write_end	= shmem_write_end,
};

const struct file_operations shmem_file_operations = {
	.mmap		= shmem_mmap,
	.open		= generic_file_open,
	.llseek		= shmem_file_llseek,
	.read_iter	= shmem_file_read_iter,
	.write_iter	= shmem_file_write_iter,
	.fsync		= noop_fsync,
	.splice_read	= copy_splice_read,
	.splice_write	= iter_file_splice_write,
	.fallocate	= shmem_fallocate,
};

/* ---- files without names ---- */

static struct file *file_setup(const char *name, loff_t size, unsigned long flags,
			       unsigned int i_flags)
{
	struct inode *inode;
	struct file *file;

	if (IS_ERR(shm_mnt))
		return ERR_CAST(shm_mnt);
	if (size < 0 || size > MAX_LFS_FILESIZE)
		return ERR_PTR(-EINVAL);
	if (shmem_acct_size(flags, size))
		return ERR_PTR(-ENOMEM);
	inode = shmem_get_inode(shm_mnt->mnt_sb, NULL, S_IFREG | 0777, 0, flags);
	if (IS_ERR(inode)) {
		shmem_unacct_size(flags, size);
		return ERR_CAST(inode);
	}
	inode->i_flags |= i_flags;
	inode->i_size = size;
	clear_nlink(inode);
	/* From here on the inode's end gives the account back. */
	file = alloc_file_pseudo(inode, shm_mnt, name, O_RDWR, &shmem_file_operations);
	if (IS_ERR(file))
		iput(inode);
	return file;
}

/**
 * shmem_file_setup() - a file without a name for a guest
 * @name: as shown in /proc/pid/maps
 * @size: bytes
 * @flags: VM_NORESERVE: account pages as they come
 *
 * Return: the file, opened for reading and writing, or ERR_PTR().
 */
struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags)
{
	return file_setup(name, size, flags, 0);
}

/* The same for the kernel's own use: no permission checks apply to it. */
struct file *shmem_kernel_file_setup(const char *name, loff_t size, unsigned long flags)
{
	return file_setup(name, size, flags, S_PRIVATE);
}

/**
 * shmem_zero_setup() - back shared anonymous memory
 * @vma: its VMA, not in the tree yet
 *
 * Return: 0 or -errno.
 */
int shmem_zero_setup(struct vm_area_struct *vma)
{
	loff_t size = vma->vm_end - vma->vm_start;
	struct file *file = shmem_kernel_file_setup("dev/zero", size, vma->vm_flags & VM_NORESERVE);
	int err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = mapping_map_writable(file->f_mapping);
	if (err) {
		fput(file);
		return err;
	}
	vma->vm_file = file;
	vma->vm_ops = &shmem_anon_vm_ops;
	return 0;
}
