// SPDX-License-Identifier: GPL-2.0
/*
 * Anonymous memory: what a first touch of it gets.
 *
 * A read gets a page of zeroes that all share. A write gets a page of its own, also
 * in the place of a page of zeroes, and so do the pages around it: a fault costs as
 * much as mapping a dozen pages. They come as one aligned block of RAM for an
 * aligned window of addresses, so that they are one mapping of the host.
 *
 * The window is sixteen pages, doubles with each fault that follows the one before,
 * up to 2 MiB, and shrinks when memory is short. It starts as one page in mappings
 * that are smaller, where programs like to look with mincore() at what they touched.
 * MADV_HUGEPAGE asks for the largest at once, MADV_NOHUGEPAGE for none.
 *
 * Lock order: mmap_lock (read), page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/rmap.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "internal.h"

/* A page for guest memory, contents undefined. */
struct folio *alloc_user_folio(gfp_t gfp)
{
	return folio_alloc(GFP_HIGHUSER_MOVABLE | gfp, 0);
}

/* @folio is new and @pte empty: make it the anonymous page at @addr. */
void set_new_anon_pte(struct vm_area_struct *vma, struct folio *folio, unsigned long addr,
		      pte_t *pte, bool write)
{
	pte_t entry = pte_mkdirty(mk_pte(&folio->page, vma->vm_page_prot));

	if (write)
		entry = maybe_mkwrite(entry, vma);
	folio_mark_uptodate(folio);
	folio_add_new_anon_rmap(folio, vma, addr);
	add_mm_counter(vma->vm_mm, MM_ANONPAGES, 1);
	set_pte_at(vma->vm_mm, addr, pte, entry);
}

/* ---- reads ---- */

/*
 * Zero pages cost no memory, so where only reading is allowed the aligned sixteen
 * around the fault get them. Elsewhere a write may come, which splits the host's
 * mapping: only as far as reads come in sequence.
 */
static void zero_range(struct vm_fault *vmf, unsigned long *start, unsigned long *end)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int nr = FAULT_AROUND;

	if (vma->vm_flags & VM_WRITE)
		nr = fault_window(vmf, 1, FAULT_AROUND);
	*start = ALIGN_DOWN(vmf->address, (unsigned long)nr << PAGE_SHIFT);
	*end = min(*start + ((unsigned long)nr << PAGE_SHIFT), vma->vm_end);
	*start = max(*start, vma->vm_start);
	fault_window_used(vma, *end, nr);
}

static vm_fault_t map_zero_pages(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long start, end;
	pte_t *pte;

	zero_range(vmf, &start, &end);
	pte = vmf->pte - ((vmf->address - start) >> PAGE_SHIFT);
	spin_lock(&mm->page_table_lock);
	for (; start < end; start += PAGE_SIZE, pte++) {
		struct page *page = zero_page_for(start);

		if (pte_none(*pte))
			set_pte_at(mm, start, pte, pte_mkspecial(mk_pte(page, vma->vm_page_prot)));
	}
	spin_unlock(&mm->page_table_lock);
	return VM_FAULT_NOPAGE;
}

/* ---- writes ---- */

/*
 * The zeroes behind the data segment of a program or library are a mapping of their
 * own, and most of it is written sooner or later.
 */
static bool is_bss(struct vm_area_struct *vma)
{
	struct vm_area_struct *data = vma_prev(vma->vm_mm, vma);

	return vma_is_small(vma) && data && data->vm_end == vma->vm_start && data->vm_file &&
	       (data->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE;
}

static unsigned int first_order(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int first = FAULT_AROUND;

	if (vma->vm_flags & VM_NOHUGEPAGE)
		return 0;
	if (vma->vm_flags & VM_HUGEPAGE)
		first = FAULT_WINDOW;
	else if (vma_is_small(vma))
		first = 1;
	return ilog2(fault_window(vmf, first, FAULT_WINDOW));
}

static bool alloc_window(struct fault_pages *w, struct vm_fault *vmf)
{
	if (is_bss(vmf->vma) && !(vmf->flags & FAULT_FLAG_REMOTE))
		return fault_pages_alloc_all(w, vmf);
	return fault_pages_alloc(w, vmf, first_order(vmf));
}

static void clear_pages(struct fault_pages *w)
{
	unsigned int i;

	for_each_set_bit(i, w->wanted, 1U << w->order)
		clear_page(page_address(w->block + i));
}

/**
 * anon_write() - first write to a page of private memory
 * @vmf: fault on an entry that is empty or a page of zeroes
 *
 * Context: mmap_lock held for reading; may sleep.
 * Return: VM_FAULT_*.
 */
vm_fault_t anon_write(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long end;
	struct fault_pages w;

	if (anon_vma_prepare(vma) || !alloc_window(&w, vmf))
		return VM_FAULT_OOM;
	clear_pages(&w);
	end = w.base + (PAGE_SIZE << w.order);
	if (fault_pages_install(&w, vmf))	/* who still sees zeroes there would not see writes */
		flush_tlb_range(vma, max(w.base, vma->vm_start), min(end, vma->vm_end));
	fault_pages_finish(&w, vma);
	fault_window_used(vma, end, 1U << w.order);
	return VM_FAULT_NOPAGE;
}

/* First touch of a page of anonymous memory. */
vm_fault_t do_anonymous_page(struct vm_fault *vmf)
{
	if (vmf->flags & FAULT_FLAG_WRITE)
		return anon_write(vmf);
	if ((vmf->vma->vm_flags & VM_WRITE) && !(vmf->flags & FAULT_FLAG_REMOTE) &&
	    ((vmf->flags & FAULT_FLAG_MAYBE_WRITE) || is_bss(vmf->vma)))
		return anon_write(vmf);
	return map_zero_pages(vmf);
}
