// SPDX-License-Identifier: GPL-2.0
/*
 * Anonymous memory: what a first touch of it gets.
 *
 * A read gets a page of zeroes that all share. A write gets a page of its own, and
 * when writes come one after the other, up to sixteen at once: a fault costs the
 * host ten microseconds, a further page in the same call less than one. The window
 * doubles with each sequential fault, is one page for any other, and stays one
 * page when memory is short.
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

#define ANON_WINDOW	16
#define ZERO_WINDOW	16

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

/* ---- reads: the zero page, with its neighbours where nothing is yet ---- */

static vm_fault_t map_zero_pages(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long span = ZERO_WINDOW << PAGE_SHIFT;
	unsigned long start = max(ALIGN_DOWN(vmf->address, span), vma->vm_start);
	unsigned long end = min(ALIGN_DOWN(vmf->address, span) + span, vma->vm_end);
	pte_t *pte;

	/* A writable VMA is likely to be written: spare the host a split. */
	if (vma->vm_flags & VM_WRITE) {
		start = vmf->address;
		end = start + PAGE_SIZE;
	}
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

static bool memory_is_plentiful(void)
{
	return !zone_below(zone.wmark_high * 2 + 256);
}

/*
 * How many pages from the fault address on. The hints in the VMA are written
 * without a lock: a lost update costs a smaller window, nothing more.
 */
static unsigned int anon_window(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long room = (vma->vm_end - vmf->address) >> PAGE_SHIFT;
	unsigned long table = PTRS_PER_TABLE -
		((vmf->address >> PAGE_SHIFT) & (PTRS_PER_TABLE - 1));
	unsigned long nr = 1;

	if (vmf->address == READ_ONCE(vma->fault_next))
		nr = min(READ_ONCE(vma->fault_pages) * 2, (unsigned int)ANON_WINDOW);
	nr = min3(nr, room, table);
	if (nr > 1 && !memory_is_plentiful())
		nr = 1;
	WRITE_ONCE(vma->fault_pages, nr);
	WRITE_ONCE(vma->fault_next, vmf->address + (nr << PAGE_SHIFT));
	return nr;
}

/* Entries that are still empty get a page each; what is left over is freed. */
static void install_pages(struct vm_fault *vmf, struct page **pages, unsigned int nr)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = vmf->address;
	unsigned int used = 0;

	spin_lock(&mm->page_table_lock);
	for (unsigned int i = 0; i < nr; i++, addr += PAGE_SIZE) {
		struct folio *folio = page_folio(pages[used]);

		if (!pte_none(vmf->pte[i])) {
			if (!i)
				break;		/* another thread was here */
			continue;
		}
		set_new_anon_pte(vma, folio, addr, vmf->pte + i, true);
		used++;
	}
	spin_unlock(&mm->page_table_lock);
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
 * do_anonymous_page() - first touch of a page of anonymous memory
 * @vmf: fault on an empty entry
 *
 * Context: mmap_lock held for reading; may sleep.
 * Return: VM_FAULT_*.
 */
vm_fault_t do_anonymous_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	bool write = vmf->flags & FAULT_FLAG_WRITE;
	struct page *pages[ANON_WINDOW];
	unsigned int nr;

	if ((vmf->flags & FAULT_FLAG_MAYBE_WRITE) && (vma->vm_flags & VM_WRITE))
		write = true;
	if (!write)
		return map_zero_pages(vmf);
	if (anon_vma_prepare(vma))
		return VM_FAULT_OOM;
	nr = vmf->flags & FAULT_FLAG_REMOTE ? 1 : anon_window(vmf);
	nr = alloc_pages_bulk(GFP_HIGHUSER_MOVABLE | __GFP_ZERO, nr, pages);
	if (!nr)
		return VM_FAULT_OOM;
	install_pages(vmf, pages, nr);
	return VM_FAULT_NOPAGE;
}
