// SPDX-License-Identifier: GPL-2.0
/*
 * Mapped files: faults served from the page cache.
 *
 * filemap_map_pages() maps what is there without waiting for anything;
 * filemap_fault() brings one page in, with read-around: a fault in a program's text
 * reads the pages on both sides, a sequential one those ahead.
 *
 * Lock order: mmap_lock (read), mapping->invalidate_lock, folio lock,
 * page_table_lock.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "filemap.h"
#include "internal.h"

static pgoff_t size_in_pages(struct address_space *mapping)
{
	return DIV_ROUND_UP_ULL((u64)i_size_read(mapping->host), PAGE_SIZE);
}

/* ---- what is there ---- */

/* Locked, and good to be mapped? Never waits. */
static bool lock_for_mapping(struct address_space *mapping, struct folio *folio, pgoff_t size)
{
	if (folio_test_locked(folio) || folio_test_readahead(folio) ||
	    !folio_test_uptodate(folio) || !folio_trylock(folio))
		return false;
	if (folio->mapping == mapping && folio_test_uptodate(folio) && folio->index < size)
		return true;
	folio_unlock(folio);
	return false;
}

/**
 * filemap_lock_cached() - a page of a file if it can be had at once
 * @mapping: the file's
 * @index: page
 *
 * Context: any that may take the folio lock; does not wait.
 * Return: up-to-date folio, locked and referenced, or NULL.
 */
struct folio *filemap_lock_cached(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_find(mapping, index);

	if (!folio || lock_for_mapping(mapping, folio, size_in_pages(mapping)))
		return folio;
	folio_put(folio);
	return NULL;
}

/* Map a batch of folios. Return: whether the page of the fault is among them. */
static bool map_folios(struct vm_fault *vmf, struct folio **folios, unsigned int nr,
		       pgoff_t size)
{
	struct vm_area_struct *vma = vmf->vma;
	struct address_space *mapping = vma->vm_file->f_mapping;
	bool found = false;

	spin_lock(&vma->vm_mm->page_table_lock);
	for (unsigned int i = 0; i < nr; i++) {
		struct folio *folio = folios[i];
		long offset = (long)folio->index - (long)vmf->pgoff;
		pte_t *pte;

		if (!lock_for_mapping(mapping, folio, size))
			continue;
		pte = vmf->pte + offset;
		if (pte_none(*pte))
			set_file_pte(vmf, &folio->page, vmf->address + (offset << PAGE_SHIFT),
				     pte, false);
		found |= !offset;
		folio_unlock(folio);
	}
	spin_unlock(&vma->vm_mm->page_table_lock);
	return found;
}

/**
 * filemap_map_pages() - map cached pages around a fault
 * @vmf: read fault
 * @start: first page of the file to consider
 * @end: last one; all are in the VMA and in one page table
 *
 * Return: VM_FAULT_NOPAGE when the page of the fault is among them, else 0.
 */
vm_fault_t filemap_map_pages(struct vm_fault *vmf, pgoff_t start, pgoff_t end)
{
	struct address_space *mapping = vmf->vma->vm_file->f_mapping;
	pgoff_t size = size_in_pages(mapping);
	struct folio *folios[FOLIO_BATCH];
	vm_fault_t ret = 0;
	unsigned int nr;

	while ((nr = filemap_get_folios(mapping, &start, end, folios, FOLIO_BATCH))) {
		if (map_folios(vmf, folios, nr, size))
			ret = VM_FAULT_NOPAGE;
		put_batch(folios, nr);
		if (nr < FOLIO_BATCH)
			break;
	}
	return ret;
}

/* ---- what must be read ---- */

/* The page is not cached: read it together with its surroundings. */
static void read_around(struct vm_fault *vmf)
{
	struct file *file = vmf->vma->vm_file;
	struct address_space *mapping = file->f_mapping;
	struct file_ra_state *ra = &file->f_ra;
	pgoff_t start;

	if ((vmf->vma->vm_flags & VM_RAND_READ) || !ra->ra_pages)
		return;
	if (vmf->vma->vm_flags & VM_SEQ_READ) {
		page_cache_sync_readahead(mapping, ra, file, vmf->pgoff, ra->ra_pages);
		return;
	}
	start = vmf->pgoff > ra->ra_pages / 2 ? vmf->pgoff - ra->ra_pages / 2 : 0;
	ra->start = start;
	ra->size = ra->ra_pages;
	ra->async_size = ra->ra_pages / 4;
	ra_submit(mapping, ra, file);
}

/* The page is cached but marks the end of a window. */
static void read_on(struct vm_fault *vmf, struct folio *folio)
{
	struct file *file = vmf->vma->vm_file;

	if (!(vmf->vma->vm_flags & VM_RAND_READ) && folio_test_readahead(folio))
		page_cache_async_readahead(file->f_mapping, &file->f_ra, file, folio,
					   file->f_ra.ra_pages);
}

/* Referenced and locked, in the file; ERR_PTR(). */
static struct folio *get_locked(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, FGP_LOCK | FGP_CREAT, mapping->gfp_mask);
}

/**
 * filemap_fault() - ->fault for files in the page cache
 * @vmf: fault
 *
 * Context: mmap_lock held for reading; sleeps.
 * Return: VM_FAULT_LOCKED with vmf->page, or VM_FAULT_SIGBUS, VM_FAULT_OOM.
 */
vm_fault_t filemap_fault(struct vm_fault *vmf)
{
	struct file *file = vmf->vma->vm_file;
	struct address_space *mapping = file->f_mapping;
	struct folio *folio;
	vm_fault_t ret = 0;
	int err;

	if (vmf->pgoff >= size_in_pages(mapping))
		return VM_FAULT_SIGBUS;
	folio = filemap_find(mapping, vmf->pgoff);
	if (folio) {
		read_on(vmf, folio);
		folio_put(folio);
	} else {
		ret = VM_FAULT_MAJOR;
		read_around(vmf);
	}
	for (;;) {
		down_read(&mapping->invalidate_lock);
		folio = get_locked(mapping, vmf->pgoff);
		if (IS_ERR(folio)) {
			up_read(&mapping->invalidate_lock);
			return PTR_ERR(folio) == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
		}
		if (folio_test_uptodate(folio))
			break;
		err = filemap_read_folio(file, mapping->a_ops->read_folio, folio);
		up_read(&mapping->invalidate_lock);
		folio_put(folio);
		if (err)		/* -EINTR: the task is dying, any signal will do */
			return VM_FAULT_SIGBUS;
	}
	up_read(&mapping->invalidate_lock);
	if (vmf->pgoff >= size_in_pages(mapping)) {
		folio_unlock(folio);
		folio_put(folio);
		return VM_FAULT_SIGBUS;
	}
	folio_mark_accessed(folio);
	vmf->page = &folio->page;
	return ret | VM_FAULT_LOCKED;
}

/**
 * filemap_page_mkwrite() - ->page_mkwrite for filesystems that need no more
 * @vmf: write fault; vmf->page is referenced
 *
 * Return: VM_FAULT_LOCKED, or VM_FAULT_NOPAGE when the page left the file.
 */
vm_fault_t filemap_page_mkwrite(struct vm_fault *vmf)
{
	struct address_space *mapping = vmf->vma->vm_file->f_mapping;
	struct folio *folio = page_folio(vmf->page);

	file_update_time(vmf->vma->vm_file);
	folio_lock(folio);
	if (folio->mapping != mapping) {
		folio_unlock(folio);
		return VM_FAULT_NOPAGE;
	}
	folio_mark_dirty(folio);
	folio_wait_stable(folio);
	return VM_FAULT_LOCKED;
}

const struct vm_operations_struct generic_file_vm_ops = {
	.fault		= filemap_fault,
	.map_pages	= filemap_map_pages,
	.page_mkwrite	= filemap_page_mkwrite,
};

int generic_file_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (!file->f_mapping->a_ops->read_folio)
		return -ENOEXEC;
	file_accessed(file);
	vma->vm_ops = &generic_file_vm_ops;
	return 0;
}

/* For filesystems that cannot write. */
int generic_file_readonly_mmap(struct file *file, struct vm_area_struct *vma)
{
	if ((vma->vm_flags & VM_SHARED) && (vma->vm_flags & VM_MAYWRITE))
		return -EINVAL;
	return generic_file_mmap(file, vma);
}
