// SPDX-License-Identifier: GPL-2.0
/*
 * Anonymous memory: what a first touch of it gets.
 *
 * A read gets a page of zeroes that all share. A write gets a page of its own, also
 * in the place of a page of zeroes. When faults come one after the other, up to
 * sixteen pages are served at once: a fault costs the host ten microseconds and
 * more, a further page in the same call less than one. The window doubles with each
 * sequential fault, is one page for any other, and stays one page when memory is
 * short.
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

/* ---- the window ---- */

static bool memory_is_plentiful(void)
{
	return !zone_below(zone.wmark_high * 2 + 256);
}

/**
 * fault_window() - how many pages a fault should take care of
 * @vmf: fault
 *
 * The hints in the VMA are written without a lock: a lost update costs a smaller
 * window, nothing more.
 *
 * Return: pages from the fault's on, all in its VMA and its page table.
 */
unsigned int fault_window(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long room = (vma->vm_end - vmf->address) >> PAGE_SHIFT;
	unsigned long table = PTRS_PER_TABLE -
		((vmf->address >> PAGE_SHIFT) & (PTRS_PER_TABLE - 1));
	unsigned long nr = 1;

	if (vmf->address == READ_ONCE(vma->fault_next))
		nr = min(READ_ONCE(vma->fault_pages) * 2, (unsigned int)FAULT_WINDOW);
	nr = min3(nr, room, table);
	if (nr > 1 && !memory_is_plentiful())
		nr = 1;
	WRITE_ONCE(vma->fault_pages, nr);
	WRITE_ONCE(vma->fault_next, vmf->address + (nr << PAGE_SHIFT));
	return nr;
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
	unsigned long span = FAULT_WINDOW << PAGE_SHIFT;

	if (vma->vm_flags & VM_WRITE) {
		*start = vmf->address;
		*end = *start + ((unsigned long)fault_window(vmf) << PAGE_SHIFT);
		return;
	}
	*start = ALIGN_DOWN(vmf->address, span);
	*end = min(*start + span, vma->vm_end);
	*start = max(*start, vma->vm_start);
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

/* Entries that still hold nothing get a page each; what is left over is freed. */
static void install_pages(struct vm_fault *vmf, struct page **pages, unsigned int nr)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = vmf->address;
	unsigned int used = 0;
	bool replaced = false;

	spin_lock(&mm->page_table_lock);
	for (unsigned int i = 0; i < nr; i++, addr += PAGE_SIZE) {
		replaced |= !pte_none(vmf->pte[i]);
		if (holds_nothing(vmf->pte[i]))
			set_new_anon_pte(vma, page_folio(pages[used++]), addr, vmf->pte + i, true);
		else if (!i)
			break;			/* another thread was here */
	}
	spin_unlock(&mm->page_table_lock);
	if (replaced)		/* who still sees zeroes there would not see writes */
		flush_tlb_range(vma, vmf->address, addr);
	for (unsigned int i = 0; i < used; i++) {
		struct folio *folio = page_folio(pages[i]);

		folio_add_lru(folio);
		if (vma->vm_flags & VM_LOCKED)
			mlock_folio(folio);
	}
	for (unsigned int i = used; i < nr; i++)
		put_page(pages[i]);
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
	struct page *pages[FAULT_WINDOW];
	unsigned int nr;

	if (anon_vma_prepare(vmf->vma))
		return VM_FAULT_OOM;
	nr = vmf->flags & FAULT_FLAG_REMOTE ? 1 : fault_window(vmf);
	nr = alloc_pages_bulk(GFP_HIGHUSER_MOVABLE | __GFP_ZERO, nr, pages);
	if (!nr)
		return VM_FAULT_OOM;
	install_pages(vmf, pages, nr);
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
