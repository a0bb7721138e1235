// SPDX-License-Identifier: GPL-2.0
/*
 * Page faults: making an access possible that the page tables, or the host, do not
 * allow yet.
 *
 * The entry of the address says which of four cases it is: empty and anonymous
 * (anon.c); empty and of a file (the do_*_fault() here); write-protected (cow.c);
 * or all right, and then it was the host that did not know.
 *
 * The host may be unable to tell a read from a write. FAULT_FLAG_MAYBE_WRITE is
 * resolved here: anonymous memory is taken as written, a file page as read first,
 * and an entry which the host had, and which allows reading, as written.
 *
 * Lock order: mmap_lock (read), folio lock, page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "filemap.h"
#include "internal.h"

static bool wants_write(struct vm_fault *vmf)
{
	return vmf->flags & FAULT_FLAG_WRITE;
}

/* ---- faults on files ---- */

/* vmf->page: referenced and locked on success. */
static vm_fault_t call_fault(struct vm_fault *vmf)
{
	vm_fault_t ret = vmf->vma->vm_ops->fault(vmf);

	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY | VM_FAULT_DONE_COW))
		return ret;
	if (!(ret & VM_FAULT_LOCKED))
		folio_lock(page_folio(vmf->page));
	return ret | VM_FAULT_LOCKED;
}

/**
 * set_file_pte() - map a page of the page cache
 * @vmf: fault
 * @page: page, locked; one more reference is taken
 * @addr: where
 * @pte: its entry, empty
 * @write: with write access
 *
 * Context: page_table_lock held.
 */
void set_file_pte(struct vm_fault *vmf, struct page *page, unsigned long addr, pte_t *pte,
		  bool write)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t entry = mk_pte(page, vma->vm_page_prot);

	if (write)
		entry = maybe_mkwrite(pte_mkdirty(entry), vma);
	get_page(page);
	folio_add_file_rmap(page_folio(page));
	add_mm_counter(vma->vm_mm, mm_counter(page), 1);
	set_pte_at(vma->vm_mm, addr, pte, entry);
}

/* Map vmf->page, locked, unless another thread was faster. */
static vm_fault_t finish_file_fault(struct vm_fault *vmf, bool write)
{
	struct mm_struct *mm = vmf->vma->vm_mm;
	struct folio *folio = page_folio(vmf->page);

	spin_lock(&mm->page_table_lock);
	if (!entry_changed(vmf))
		set_file_pte(vmf, vmf->page, vmf->address, vmf->pte, write);
	spin_unlock(&mm->page_table_lock);
	if ((vmf->vma->vm_flags & VM_LOCKED) && !folio_test_mlocked(folio))
		mlock_folio(folio);
	return 0;
}

/* What of a VMA a read fault may map: [*start, *end), in one page table. */
static void range_around(struct vm_fault *vmf, unsigned long *start, unsigned long *end)
{
	struct vm_area_struct *vma = vmf->vma;
	bool copied = is_cow_mapping(vma->vm_flags) && (vma->vm_flags & VM_WRITE);
	unsigned long span = (unsigned long)FAULT_AROUND << PAGE_SHIFT;

	/* Where writes will not split the host's mapping, it may be long. */
	if (!copied)
		span = FILE_AROUND << PAGE_SHIFT;
	if (!copied && vma->vm_end - vma->vm_start <= span)
		span = PTRS_PER_TABLE << PAGE_SHIFT;
	*start = max(ALIGN_DOWN(vmf->address, span), vma->vm_start);
	*end = min(ALIGN_DOWN(vmf->address, span) + span, vma->vm_end);
}

/**
 * fault_around() - map the pages around a read fault that are in memory already
 * @vmf: fault in a VMA with ->map_pages
 *
 * Context: mmap_lock held; does not wait for I/O.
 * Return: VM_FAULT_NOPAGE when the page of the fault is among them, else 0.
 */
vm_fault_t fault_around(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long start, end;

	if (vma->vm_flags & VM_RAND_READ)
		return 0;
	range_around(vmf, &start, &end);
	return vma->vm_ops->map_pages(vmf, linear_page_index(vma, start),
				      linear_page_index(vma, end - 1));
}

static vm_fault_t do_read_fault(struct vm_fault *vmf)
{
	vm_fault_t ret;

	if (vmf->vma->vm_ops->map_pages) {
		ret = fault_around(vmf);
		if (ret)
			return ret;
	}
	ret = call_fault(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY))
		return ret;
	finish_file_fault(vmf, false);
	folio_unlock(page_folio(vmf->page));
	put_page(vmf->page);
	return ret & ~VM_FAULT_LOCKED;
}

/* ---- private copies ---- */

/*
 * The data segment of a program or library: most of its pages will be written, each
 * after a fault of its own, and a copy costs a fraction of a fault.
 */
static bool is_data_segment(struct vm_area_struct *vma)
{
	return (vma->vm_flags & VM_WRITE) && vma->vm_ops->map_pages &&
	       vma_is_small(vma);
}

static bool alloc_copies(struct fault_pages *w, struct vm_fault *vmf)
{
	if (!vmf->vma->vm_ops->map_pages)
		return fault_pages_alloc(w, vmf, 0);
	if (is_data_segment(vmf->vma) && !(vmf->flags & FAULT_FLAG_REMOTE))
		return fault_pages_alloc_all(w, vmf);
	return fault_pages_alloc(w, vmf, ilog2(fault_window(vmf, 1, FAULT_AROUND)));
}

/* Copy a neighbour of the fault, if it is at hand. */
static bool copy_cached(struct vm_area_struct *vma, unsigned long addr, void *to)
{
	struct address_space *mapping = vma->vm_file->f_mapping;
	struct folio *folio = filemap_lock_cached(mapping, linear_page_index(vma, addr));

	if (!folio)
		return false;
	copy_page(to, folio_address(folio));
	folio_unlock(folio);
	folio_put(folio);
	return true;
}

static void copy_around(struct vm_fault *vmf, struct fault_pages *w)
{
	unsigned int i;

	for_each_set_bit(i, w->wanted, 1U << w->order) {
		unsigned long addr = w->base + ((unsigned long)i << PAGE_SHIFT);
		void *to = page_address(w->block + i);

		if (addr == vmf->address)
			copy_page(to, page_address(vmf->page));
		else if (!copy_cached(vmf->vma, addr, to))
			__clear_bit(i, w->wanted);
	}
}

/* Write to a private mapping: straight to a copy. */
static vm_fault_t do_cow_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct fault_pages w;
	vm_fault_t ret;

	if (anon_vma_prepare(vma) || !alloc_copies(&w, vmf))
		return VM_FAULT_OOM;
	ret = call_fault(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY)) {
		bitmap_zero(w.wanted, FAULT_WINDOW);
	} else {
		copy_around(vmf, &w);
		fault_pages_install(&w, vmf);
		folio_unlock(page_folio(vmf->page));
		put_page(vmf->page);
		ret &= ~VM_FAULT_LOCKED;
	}
	fault_pages_finish(&w, vma);
	fault_window_used(vma, w.base + (PAGE_SIZE << w.order), 1U << w.order);
	return ret;
}

/* ---- shared pages ---- */

/*
 * A shared page is to become writable: ask the filesystem, mark it dirty. Called
 * with the page referenced and locked; on success it is locked still.
 */
vm_fault_t make_page_writable(struct vm_fault *vmf)
{
	const struct vm_operations_struct *ops = vmf->vma->vm_ops;
	struct folio *folio = page_folio(vmf->page);
	vm_fault_t ret = VM_FAULT_LOCKED;

	if (ops && ops->page_mkwrite) {
		folio_unlock(folio);
		ret = ops->page_mkwrite(vmf);
		if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY))
			return ret;
		if (!(ret & VM_FAULT_LOCKED))
			folio_lock(folio);
		if (!folio->mapping) {		/* truncated meanwhile */
			folio_unlock(folio);
			return VM_FAULT_NOPAGE;
		}
	}
	folio_mark_dirty(folio);
	return VM_FAULT_LOCKED;
}

/* Behind a write to a shared mapping: times, and no more dirt than allowed. */
void shared_write_done(struct vm_fault *vmf, struct address_space *mapping)
{
	struct file *file = vmf->vma->vm_file;

	if (file && !(vmf->vma->vm_ops && vmf->vma->vm_ops->page_mkwrite))
		file_update_time(file);
	if (mapping)
		balance_dirty_pages_ratelimited(mapping);
}

static vm_fault_t do_shared_fault(struct vm_fault *vmf)
{
	struct address_space *mapping;
	vm_fault_t ret, wr;

	ret = call_fault(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY))
		return ret;
	wr = make_page_writable(vmf);
	if (!(wr & VM_FAULT_LOCKED)) {
		put_page(vmf->page);
		return wr;
	}
	finish_file_fault(vmf, true);
	mapping = page_folio(vmf->page)->mapping;
	folio_unlock(page_folio(vmf->page));
	put_page(vmf->page);
	shared_write_done(vmf, mapping);
	return ret & ~VM_FAULT_LOCKED;
}

static vm_fault_t do_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;

	if (!vma->vm_ops->fault)
		return VM_FAULT_SIGBUS;
	if (vma->vm_flags & VM_SHARED)
		return wants_write(vmf) ? do_shared_fault(vmf) : do_read_fault(vmf);
	if (wants_write(vmf) || (is_data_segment(vma) && !(vmf->flags & FAULT_FLAG_REMOTE)))
		return do_cow_fault(vmf);
	return do_read_fault(vmf);
}

/* ---- the entry ---- */

/* An entry that forbids what the host tried: was it a write? */
static bool is_write_to_present(struct vm_fault *vmf)
{
	if (wants_write(vmf))
		return true;
	return (vmf->flags & FAULT_FLAG_MAYBE_WRITE) && (vmf->vma->vm_flags & VM_WRITE) &&
	       (vmf->orig_pte.pte & _PAGE_HOST) && !pte_write(vmf->orig_pte);
}

static vm_fault_t handle_present(struct vm_fault *vmf)
{
	struct mm_struct *mm = vmf->vma->vm_mm;
	pte_t entry;

	spin_lock(&mm->page_table_lock);
	if (entry_changed(vmf)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	if (is_write_to_present(vmf) && !pte_write(vmf->orig_pte)) {
		vmf->flags |= FAULT_FLAG_WRITE;
		return do_wp_page(vmf);
	}
	entry = pte_mkyoung(vmf->orig_pte);
	if (wants_write(vmf))
		entry = pte_mkdirty(entry);
	set_pte_at(mm, vmf->address, vmf->pte, entry);
	spin_unlock(&mm->page_table_lock);
	return 0;
}

/* What the VMA forbids is not a matter for page tables. */
static bool access_allowed(struct vm_area_struct *vma, unsigned int flags)
{
	if (!(flags & FAULT_FLAG_USER))
		return true;
	if (flags & FAULT_FLAG_WRITE)
		return vma->vm_flags & VM_WRITE;
	if (flags & FAULT_FLAG_INSTRUCTION)
		return vma->vm_flags & VM_EXEC;
	return vma_is_accessible(vma);
}

static void count_fault(vm_fault_t ret)
{
	count_vm_event(PGFAULT);
	if (ret & VM_FAULT_MAJOR) {
		count_vm_event(PGMAJFAULT);
		current->maj_flt++;
	} else {
		current->min_flt++;
	}
}

/**
 * handle_mm_fault() - make an access possible
 * @vma: the VMA of @address
 * @address: any byte of the page
 * @flags: FAULT_FLAG_*; with FAULT_FLAG_USER the VMA's permissions are checked
 *
 * Context: mmap_lock held for reading, and still held on return; sleeps.
 * Return: VM_FAULT_*; without VM_FAULT_ERROR the access may be tried again.
 */
vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags)
{
	struct vm_fault vmf = {
		.vma = vma,
		.flags = flags,
		.address = address & PAGE_MASK,
		.real_address = address,
		.pgoff = linear_page_index(vma, address & PAGE_MASK),
	};
	vm_fault_t ret;

	if (!access_allowed(vma, flags))
		return VM_FAULT_SIGSEGV;
	vmf.pte = pte_alloc(vma->vm_mm, vmf.address);
	if (!vmf.pte)
		return VM_FAULT_OOM;
	vmf.orig_pte = READ_ONCE(*vmf.pte);
	if (!pte_none(vmf.orig_pte))
		ret = handle_present(&vmf);
	else if (vma_is_anonymous(vma))
		ret = do_anonymous_page(&vmf);
	else
		ret = do_fault(&vmf);
	count_fault(ret);
	return ret & ~(VM_FAULT_LOCKED | VM_FAULT_NOPAGE);
}
