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
#include <linux/bitmap.h>
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

static bool holds_nothing(pte_t pte)
{
	return pte_none(pte) || (pte_special(pte) && is_zero_pfn(pte_pfn(pte)));
}

/*
 * Pages for an aligned window: block + i is for base + i pages, if @wanted says so.
 * Locks: none; the caller's own.
 */
struct window {
	unsigned long	base;
	unsigned int	order;
	struct page	*block;
	DECLARE_BITMAP(wanted, FAULT_WINDOW);
};

static pte_t *window_pte(struct window *w, struct vm_fault *vmf)
{
	return vmf->pte - ((vmf->address - w->base) >> PAGE_SHIFT);
}

/* Note what holds nothing yet. Return: how much that is. */
static unsigned int window_look(struct window *w, struct vm_fault *vmf, unsigned int order)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int found = 0;
	pte_t *pte;

	w->order = order;
	w->base = ALIGN_DOWN(vmf->address, PAGE_SIZE << order);
	pte = window_pte(w, vmf);
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

static unsigned int first_order(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned int first = FAULT_AROUND;

	if (vma->vm_flags & VM_NOHUGEPAGE)
		return 0;
	if (vma->vm_flags & VM_HUGEPAGE)
		first = FAULT_WINDOW;
	else if (vma->vm_end - vma->vm_start < (unsigned long)FAULT_AROUND << PAGE_SHIFT)
		first = 1;
	return ilog2(fault_window(vmf, first, FAULT_WINDOW));
}

/* Return: false when there is no memory even for the page of the fault. */
static bool window_alloc(struct window *w, struct vm_fault *vmf)
{
	unsigned int order = first_order(vmf);

	for (; order; order--) {
		if (window_look(w, vmf, order) <= 1U << (order - 1))
			continue;
		w->block = alloc_pages_split(order);
		if (w->block)
			return true;
	}
	window_look(w, vmf, 0);
	w->block = alloc_pages(GFP_HIGHUSER_MOVABLE, 0);
	return w->block;
}

static void window_clear(struct window *w)
{
	unsigned int i;

	for_each_set_bit(i, w->wanted, 1U << w->order)
		clear_page(page_address(w->block + i));
}

/* Entries that still hold nothing get their page. Return: whether any held zeroes. */
static bool window_install(struct window *w, struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t *pte = window_pte(w, vmf);
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

static void window_finish(struct window *w, struct vm_area_struct *vma)
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
	struct window w;

	if (anon_vma_prepare(vma) || !window_alloc(&w, vmf))
		return VM_FAULT_OOM;
	window_clear(&w);
	end = w.base + (PAGE_SIZE << w.order);
	if (window_install(&w, vmf))	/* who still sees zeroes there would not see writes */
		flush_tlb_range(vma, max(w.base, vma->vm_start), min(end, vma->vm_end));
	window_finish(&w, vma);
	fault_window_used(vma, end, 1U << w.order);
	return VM_FAULT_NOPAGE;
}

/* First touch of a page of anonymous memory. */
vm_fault_t do_anonymous_page(struct vm_fault *vmf)
{
	if (vmf->flags & FAULT_FLAG_WRITE)
		return anon_write(vmf);
	if ((vmf->flags & FAULT_FLAG_MAYBE_WRITE) && (vmf->vma->vm_flags & VM_WRITE))
		return anon_write(vmf);
	return map_zero_pages(vmf);
}
