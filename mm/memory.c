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

/* Map those of the sixteen pages around that are in memory already. */
static vm_fault_t fault_around(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	unsigned long base = ALIGN_DOWN(vmf->address, (unsigned long)FAULT_AROUND << PAGE_SHIFT);
	unsigned long start = max(base, vma->vm_start);
	unsigned long end = min(base + ((unsigned long)FAULT_AROUND << PAGE_SHIFT), vma->vm_end);

	if (vma->vm_flags & VM_RAND_READ)
		return 0;
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

/* Write to a private mapping: straight to a copy. */
static vm_fault_t do_cow_fault(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	struct folio *copy;
	bool installed = false;
	vm_fault_t ret;

	if (anon_vma_prepare(vma))
		return VM_FAULT_OOM;
	copy = alloc_user_folio(0);
	if (!copy)
		return VM_FAULT_OOM;
	ret = call_fault(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE | VM_FAULT_RETRY))
		goto drop_copy;
	copy_page(folio_address(copy), page_address(vmf->page));
	folio_unlock(page_folio(vmf->page));
	put_page(vmf->page);
	spin_lock(&mm->page_table_lock);
	if (!entry_changed(vmf)) {
		set_new_anon_pte(vma, copy, vmf->address, vmf->pte, true);
		installed = true;
	}
	spin_unlock(&mm->page_table_lock);
	ret &= ~VM_FAULT_LOCKED;
	if (installed) {
		folio_add_lru(copy);
		return ret;
	}
drop_copy:
	folio_put(copy);
	return ret;
}

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
	if (!wants_write(vmf))
		return do_read_fault(vmf);
	if (!(vma->vm_flags & VM_SHARED))
		return do_cow_fault(vmf);
	return do_shared_fault(vmf);
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
