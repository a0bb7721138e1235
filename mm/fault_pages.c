// SPDX-License-Identifier: GPL-2.0
/*
 * How much a fault that needs new pages takes care of, and the pages for it: an
 * aligned window of addresses gets an aligned block of RAM, page for page, so that
 * the host has one mapping for it. Entries in the window that hold something
 * already are left alone; their share of the block is freed.
 *
 * Used by first touches (anon.c) and by private copies of file pages (memory.c).
 *
 * Lock order: mmap_lock (read), page_table_lock.
 */
#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "internal.h"

/* ---- the window ---- */

/* Halve until it is a small part of what is free and not needed otherwise. */
static unsigned int fit_to_memory(unsigned int nr)
{
	unsigned long free = vm_stat_read(NR_FREE_PAGES), keep = zone.wmark_high * 2 + 256;
	unsigned long spare = free > keep ? (free - keep) / 64 : 0;

	while (nr > 1 && nr > spare)
		nr >>= 1;
	return nr;
}

/**
 * fault_window() - how many pages a fault should take care of
 * @vmf: fault
 * @first: for one that follows on no other
 * @most: for one of a long sequence, a power of two as @first
 *
 * The hints in the VMA are written without a lock: a lost update costs a smaller
 * window, nothing more.
 *
 * Return: a power of two.
 */
unsigned int fault_window(struct vm_fault *vmf, unsigned int first, unsigned int most)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int nr = first;

	if (vmf->flags & FAULT_FLAG_REMOTE)
		return 1;
	if (vmf->address == READ_ONCE(vma->fault_next))
		nr = clamp(READ_ONCE(vma->fault_pages) * 2, first, most);
	return fit_to_memory(nr);
}

/* The last fault took care of everything in front of @next, with @nr pages. */
void fault_window_used(struct vm_area_struct *vma, unsigned long next, unsigned int nr)
{
	WRITE_ONCE(vma->fault_pages, nr);
	WRITE_ONCE(vma->fault_next, next);
}

/* ---- the pages ---- */

static bool holds_nothing(pte_t pte)
{
	return pte_none(pte) || (pte_special(pte) && is_zero_pfn(pte_pfn(pte)));
}

static pte_t *fault_pages_pte(struct fault_pages *w, struct vm_fault *vmf)
{
	return vmf->pte - ((vmf->address - w->base) >> PAGE_SHIFT);
}

/* Note what of a window holds nothing yet. Return: how much that is. */
static unsigned int fault_pages_look(struct fault_pages *w, struct vm_fault *vmf,
				     unsigned long base, unsigned int order)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int found = 0;
	pte_t *pte;

	w->order = order;
	w->base = base;
	pte = fault_pages_pte(w, vmf);
	bitmap_zero(w->wanted, FAULT_WINDOW);
	for (unsigned int i = 0; i < 1U << order; i++) {
		unsigned long addr = w->base + ((unsigned long)i << PAGE_SHIFT);

		if (addr < vma->vm_start || addr >= vma->vm_end || !holds_nothing(READ_ONCE(pte[i])))
			continue;
		__set_bit(i, w->wanted);
		found++;
	}
	return found;
}

/**
 * fault_pages_alloc() - pages for what holds nothing around a fault
 * @w: result; contents of the pages undefined
 * @vmf: fault on an entry that holds nothing
 * @order: the window is at most 2^order pages, less if it is half full
 *
 * Context: mmap_lock held; may sleep.
 * Return: false when there is no memory even for the page of the fault.
 */
bool fault_pages_alloc(struct fault_pages *w, struct vm_fault *vmf, unsigned int order)
{
	for (; order; order--) {
		unsigned long base = ALIGN_DOWN(vmf->address, PAGE_SIZE << order);

		if (fault_pages_look(w, vmf, base, order) <= 1U << (order - 1))
			continue;
		w->block = alloc_pages_split(order);
		if (w->block)
			return true;
	}
	fault_pages_look(w, vmf, vmf->address, 0);
	w->block = alloc_pages(GFP_HIGHUSER_MOVABLE, 0);
	return w->block;
}

/* Does a window of the whole VMA lie in one page table? */
static bool fits_table(struct vm_area_struct *vma, unsigned int order)
{
	unsigned long last = vma->vm_start + (PAGE_SIZE << order) - 1;

	return !((vma->vm_start ^ last) >> (PAGE_SHIFT + ilog2(PTRS_PER_TABLE)));
}

/**
 * fault_pages_alloc_all() - the same for all of a small VMA, wherever it starts
 * @w: result; contents of the pages undefined
 * @vmf: fault on an entry that holds nothing, in a VMA of at most FAULT_AROUND pages
 *
 * Context: mmap_lock held; may sleep.
 * Return: false when there is no memory even for the page of the fault.
 */
bool fault_pages_alloc_all(struct fault_pages *w, struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int order = get_order(vma->vm_end - vma->vm_start);

	if (order && fit_to_memory(1U << order) == 1U << order && fits_table(vma, order) &&
	    fault_pages_look(w, vmf, vma->vm_start, order) > 1U << (order - 1)) {
		w->block = alloc_pages_split(order);
		if (w->block)
			return true;
	}
	return fault_pages_alloc(w, vmf, ilog2(fault_window(vmf, FAULT_AROUND, FAULT_AROUND)));
}

/**
 * fault_pages_install() - map the pages where the entries still hold nothing
 * @w: pages with their contents; those not mapped are not wanted afterwards
 * @vmf: the fault
 *
 * Return: whether one is in the place of a page of zeroes.
 */
bool fault_pages_install(struct fault_pages *w, struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t *pte = fault_pages_pte(w, vmf);
	bool replaced = false;
	unsigned int i;

	spin_lock(&vma->vm_mm->page_table_lock);
	for_each_set_bit(i, w->wanted, 1U << w->order) {
		if (!holds_nothing(pte[i])) {
			__clear_bit(i, w->wanted);	/* another thread was here */
			continue;
		}
		replaced |= !pte_none(pte[i]);
		set_new_anon_pte(vma, page_folio(w->block + i),
				 w->base + ((unsigned long)i << PAGE_SHIFT), pte + i, true);
	}
	spin_unlock(&vma->vm_mm->page_table_lock);
	return replaced;
}

/* Behind the flush that may be due: the lists get the new pages, the rest is freed. */
void fault_pages_finish(struct fault_pages *w, struct vm_area_struct *vma)
{
	for (unsigned int i = 0; i < 1U << w->order; i++) {
		struct folio *folio = page_folio(w->block + i);

		if (!test_bit(i, w->wanted)) {
			folio_put(folio);
			continue;
		}
		folio_add_lru(folio);
		if (vma->vm_flags & VM_LOCKED)
			mlock_folio(folio);
	}
}

