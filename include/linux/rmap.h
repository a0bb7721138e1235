/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a page to the page tables that map it: mm/rmap.c. File pages are found
 * through their mapping's VMAs, anonymous ones through an anon_vma.
 */
#ifndef INCLUDE_LINUX_RMAP_H
#define INCLUDE_LINUX_RMAP_H

#include <linux/mm.h>

/*
 * The VMAs in which anonymous pages may be mapped that were born in one of them:
 * a VMA, what it was split into, and all their copies by fork.
 *
 * Locks: [v] rwsem, [A] atomic
 */
struct anon_vma {
	struct rw_semaphore	rwsem;
	struct list_head	vmas;		/* [v] vma->anon_vma_node */
	atomic_t		refcount;	/* [A] VMAs and walkers */
};

void rmap_init(void);
int anon_vma_prepare(struct vm_area_struct *vma);	/* mmap_lock held; 0 or -ENOMEM */
void anon_vma_clone(struct vm_area_struct *dst, struct vm_area_struct *src);
void unlink_anon_vma(struct vm_area_struct *vma);

/* A page table entry came or went. page_table_lock held. */
void folio_add_new_anon_rmap(struct folio *folio, struct vm_area_struct *vma, unsigned long addr);
void folio_add_anon_rmap(struct folio *folio);	/* another one: fork */
void folio_add_file_rmap(struct folio *folio);
void folio_remove_rmap(struct folio *folio, struct vm_area_struct *vma);

/* The folio is locked for all of these; they may sleep. */
int folio_referenced(struct folio *folio, vm_flags_t *vm_flags);

/* Address spaces that the host has yet to hear about. Starts zeroed. */
struct unmap_batch {
	unsigned int		nr;
	struct mm_struct	*mm[16];	/* mmgrab() */
};

bool try_to_unmap(struct folio *folio, struct unmap_batch *batch); /* mapped nowhere now? */
void unmap_batch_flush(struct unmap_batch *batch);
int folio_mkclean(struct folio *folio);		/* write-protect everywhere; entries changed */

/* Where @page is in @vma, or -EFAULT (as unsigned long). */
unsigned long page_address_in_vma(struct page *page, struct vm_area_struct *vma);

static inline pgoff_t linear_page_index(struct vm_area_struct *vma, unsigned long addr)
{
	return ((addr - vma->vm_start) >> PAGE_SHIFT) + vma->vm_pgoff;
}

#endif /* INCLUDE_LINUX_RMAP_H */
