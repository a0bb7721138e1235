// SPDX-License-Identifier: GPL-2.0
/*
 * Writes to entries that forbid them: copying on write, and letting a shared page be
 * written.
 *
 * A private page that nobody else refers to any more is simply made writable, and so
 * are its neighbours that are like it, which costs nothing and spares their faults.
 * Otherwise the page is copied; when such faults come in sequence, the pages that
 * follow are copied with it, in a window that grows like that of first touches.
 *
 * Lock order: mmap_lock (read), folio lock (shared pages), page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "internal.h"

/* ---- nobody else's ---- */

static bool is_sole_owner(struct folio *folio)
{
	return folio_test_anon(folio) && folio_mapcount(folio) == 1 &&
	       folio_ref_count(folio) == 1;
}

/* The entry allows the write from now on. page_table_lock held. */
static void make_entry_writable(struct vm_area_struct *vma, unsigned long addr, pte_t *pte)
{
	pte_t new = maybe_mkwrite(pte_mkyoung(pte_mkdirty(*pte)), vma);

	if (pte->pte & _PAGE_HOST)
		ptep_modify_prot(vma->vm_mm, addr, pte, new);
	else
		set_pte_at(vma->vm_mm, addr, pte, new);
}

static bool can_reuse(pte_t pte)
{
	struct page *page = pte_present(pte) && !pte_write(pte) ? vm_normal_page(pte) : NULL;

	return page && is_sole_owner(page_folio(page));
}

/* The page of the fault and those of the aligned sixteen around it. */
static void reuse_around(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long base = ALIGN_DOWN(vmf->address, (unsigned long)FAULT_AROUND << PAGE_SHIFT);
	unsigned long addr = max(base, vma->vm_start);
	unsigned long end = min(base + ((unsigned long)FAULT_AROUND << PAGE_SHIFT), vma->vm_end);
	pte_t *pte = vmf->pte - ((vmf->address - addr) >> PAGE_SHIFT);

	if (!(vma->vm_flags & VM_WRITE)) {	/* a debugger's forced write */
		make_entry_writable(vma, vmf->address, vmf->pte);
		return;
	}
	for (; addr < end; addr += PAGE_SIZE, pte++) {
		if (addr == vmf->address || can_reuse(*pte))
			make_entry_writable(vma, addr, pte);
	}
	folio_set_hot(page_folio(vm_normal_page(*vmf->pte)));
}

/* ---- copies ---- */

/* Locks: page_table_lock to fill and to replace; in between nobody's but ours. */
struct cow_batch {
	unsigned int	nr;
	pte_t		orig[FAULT_AROUND];
	struct page	*old[FAULT_AROUND];	/* referenced; NULL: a raw frame */
	struct page	*new[FAULT_AROUND];
};

static void batch_add(struct cow_batch *b, pte_t pte)
{
	struct page *page = vm_normal_page(pte);

	if (page)
		get_page(page);
	b->orig[b->nr] = pte;
	b->old[b->nr] = page;
	b->nr++;
}

/* The entry of the fault, and what follows and needs a copy, too. */
static void batch_fill(struct cow_batch *b, struct vm_fault *vmf)
{
	unsigned long room = (vmf->vma->vm_end - vmf->address) >> PAGE_SHIFT;
	unsigned long table = PTRS_PER_TABLE -
		((vmf->address >> PAGE_SHIFT) & (PTRS_PER_TABLE - 1));
	unsigned int window = fault_window(vmf, 1, FAULT_AROUND);

	b->nr = 0;
	batch_add(b, vmf->orig_pte);
	while (b->nr < min3((unsigned long)window, room, table)) {
		pte_t pte = vmf->pte[b->nr];

		if (!pte_present(pte) || pte_write(pte) || !vm_normal_page(pte) ||
		    can_reuse(pte))
			break;
		batch_add(b, pte);
	}
	fault_window_used(vmf->vma, vmf->address + ((unsigned long)b->nr << PAGE_SHIFT), b->nr);
}

/* Return: false when there is no memory even for the first. */
static bool batch_copy(struct cow_batch *b)
{
	unsigned int got = alloc_pages_bulk(GFP_HIGHUSER_MOVABLE, b->nr, b->new);

	if (!got)
		return false;
	while (b->nr > got) {
		if (b->old[--b->nr])
			put_page(b->old[b->nr]);
	}
	for (unsigned int i = 0; i < b->nr; i++)
		copy_page(page_address(b->new[i]), pfn_to_virt(pte_pfn(b->orig[i])));
	return true;
}

/* Put a copy in the place of the old page; page_table_lock held. */
static void replace_page(struct vm_area_struct *vma, unsigned long addr, pte_t *pte,
			 struct page *old, struct folio *copy)
{
	struct mm_struct *mm = vma->vm_mm;
	bool was_anon = old && folio_test_anon(page_folio(old));

	*pte = __pte(0);	/* the host's mapping is overwritten, not removed */
	if (old) {
		add_mm_counter(mm, mm_counter(old), -1);
		folio_remove_rmap(page_folio(old), vma);
	}
	set_new_anon_pte(vma, copy, addr, pte, true);
	if (was_anon) {		/* whoever of the two forks next */
		folio_set_hot(copy);
		folio_set_hot(page_folio(old));
	}
}

/* Entries that are still what they were get their copies; the rest is freed. */
static void batch_install(struct cow_batch *b, struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	bool used[FAULT_AROUND];

	spin_lock(&vma->vm_mm->page_table_lock);
	for (unsigned int i = 0; i < b->nr; i++) {
		used[i] = pte_val(vmf->pte[i]) == pte_val(b->orig[i]);
		if (used[i])
			replace_page(vma, vmf->address + ((unsigned long)i << PAGE_SHIFT),
				     vmf->pte + i, b->old[i], page_folio(b->new[i]));
	}
	spin_unlock(&vma->vm_mm->page_table_lock);
	flush_tlb_range(vma, vmf->address, vmf->address + ((unsigned long)b->nr << PAGE_SHIFT));
	for (unsigned int i = 0; i < b->nr; i++) {
		if (!used[i]) {
			put_page(b->new[i]);
			continue;
		}
		folio_add_lru(page_folio(b->new[i]));
		if (vma->vm_flags & VM_LOCKED)
			mlock_folio(page_folio(b->new[i]));
		if (b->old[i])
			put_page(b->old[i]);		/* the entry's */
	}
}

static vm_fault_t wp_page_copy(struct vm_fault *vmf, struct cow_batch *b)
{
	vm_fault_t ret = VM_FAULT_OOM;

	if (!anon_vma_prepare(vmf->vma) && batch_copy(b)) {
		batch_install(b, vmf);
		ret = 0;
	}
	for (unsigned int i = 0; i < b->nr; i++) {
		if (b->old[i])
			put_page(b->old[i]);
	}
	return ret;
}

/* ---- shared pages ---- */

/* @page: referenced. */
static vm_fault_t wp_page_shared(struct vm_fault *vmf, struct page *page)
{
	struct mm_struct *mm = vmf->vma->vm_mm;
	struct folio *folio = page_folio(page);
	struct address_space *mapping;
	vm_fault_t ret;

	vmf->page = page;
	folio_lock(folio);
	ret = make_page_writable(vmf);
	if (!(ret & VM_FAULT_LOCKED)) {
		put_page(page);
		return ret;
	}
	spin_lock(&mm->page_table_lock);
	if (!entry_changed(vmf))
		make_entry_writable(vmf->vma, vmf->address, vmf->pte);
	spin_unlock(&mm->page_table_lock);
	mapping = folio_test_anon(folio) ? NULL : folio->mapping;
	folio_unlock(folio);
	put_page(page);
	shared_write_done(vmf, mapping);
	return 0;
}

/**
 * do_wp_page() - a write to a present entry without write access
 * @vmf: fault
 *
 * Context: mmap_lock held for reading; page_table_lock held, and dropped here.
 * Return: VM_FAULT_*.
 */
vm_fault_t do_wp_page(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	struct page *page = vm_normal_page(vmf->orig_pte);
	struct cow_batch batch;

	if (vma->vm_flags & VM_SHARED) {
		if (page)
			get_page(page);
		else
			make_entry_writable(vma, vmf->address, vmf->pte);
		spin_unlock(&mm->page_table_lock);
		return page ? wp_page_shared(vmf, page) : 0;
	}
	if (page && is_sole_owner(page_folio(page))) {
		reuse_around(vmf);
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	if (!page && is_zero_pfn(pte_pfn(vmf->orig_pte))) {
		spin_unlock(&mm->page_table_lock);
		return anon_write(vmf);
	}
	batch_fill(&batch, vmf);
	spin_unlock(&mm->page_table_lock);
	return wp_page_copy(vmf, &batch);
}
