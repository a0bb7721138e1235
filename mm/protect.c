// SPDX-License-Identifier: GPL-2.0
/*
 * mprotect(2): other permissions for a range. Entries are rewritten with as much
 * access as they may have at once, so that a private page nobody shares does not
 * fault again only because its VMA became writable.
 *
 * Memory protection keys do not exist here: pkey_alloc(2) fails as on a processor
 * without them, and pkey -1 is plain mprotect(2).
 *
 * Lock order: mmap_lock (write), page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/personality.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <asm/pgtable.h>
#include "internal.h"

/* May a private entry be written without a fault? It was, and is nobody else's. */
static bool may_write_at_once(struct vm_area_struct *vma, pte_t pte)
{
	struct page *page = vm_normal_page(pte);
	struct folio *folio;

	if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) != VM_WRITE || !page || !pte_dirty(pte))
		return false;
	folio = page_folio(page);
	return folio_test_anon(folio) && folio_mapcount(folio) == 1 &&
	       folio_ref_count(folio) == 1;
}

static int change_entry(pte_t *ptep, unsigned long addr, void *data)
{
	struct vm_area_struct *vma = data;
	pte_t old = *ptep, new = pte_modify(old, vma->vm_page_prot);

	/* A shared page that is dirty already has been asked for. */
	if (may_write_at_once(vma, old) ||
	    ((vma->vm_flags & VM_SHARED) && pte_write(old) && pte_dirty(old)))
		new = maybe_mkwrite(new, vma);
	if (pte_val(new) == pte_val(old))
		return 0;
	if (!pte_protnone(new)) {
		ptep_modify_prot(vma->vm_mm, addr, ptep, new);
	} else {
		if (old.pte & _PAGE_HOST)
			um_tlb_unmap(vma->vm_mm, addr, PAGE_SIZE);
		set_pte_lazy(ptep, new);
	}
	return 0;
}

/* Rewrite the entries of @vma for its vm_page_prot. */
static void change_protection(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = vma->vm_start, stop;

	while (pte_span(mm, &addr, vma->vm_end, &stop)) {
		spin_lock(&mm->page_table_lock);
		walk_ptes(mm, addr, stop, change_entry, vma);
		spin_unlock(&mm->page_table_lock);
		addr = stop;
		cond_resched();
	}
	flush_tlb_range(vma, vma->vm_start, vma->vm_end);
}

/* A private mapping that becomes writable is a promise of memory. */
static int charge_write(struct vm_area_struct *vma, unsigned long pages,
			vm_flags_t *newflags)
{
	struct mm_struct *mm = vma->vm_mm;

	if (!(*newflags & VM_WRITE))
		return 0;
	if (!may_expand_vm(mm, *newflags, pages) && may_expand_vm(mm, vma->vm_flags, pages))
		return -ENOMEM;
	if (vma->vm_flags & (VM_ACCOUNT | VM_WRITE | VM_SHARED | VM_NORESERVE))
		return 0;
	if (vm_enough_memory(mm, pages))
		return -ENOMEM;
	*newflags |= VM_ACCOUNT;
	return 0;
}

/**
 * mprotect_fixup() - new flags for a part of a VMA
 * @vma: VMA
 * @pprev: set to the VMA that covers the part afterwards
 * @start: page aligned, inside @vma
 * @end: page aligned, inside @vma
 * @newflags: vm_flags
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: 0 or -ENOMEM.
 */
int mprotect_fixup(struct vm_area_struct *vma, struct vm_area_struct **pprev,
		   unsigned long start, unsigned long end, unsigned long newflags)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long pages = (end - start) >> PAGE_SHIFT;
	vm_flags_t oldflags = vma->vm_flags, flags = newflags;
	struct vm_area_struct *part;
	int err;

	*pprev = vma;
	if (flags == oldflags)
		return 0;
	err = charge_write(vma, pages, &flags);
	if (err)
		return err;
	part = vma_isolate(vma, start, end);
	if (IS_ERR(part)) {
		if ((flags & VM_ACCOUNT) && !(oldflags & VM_ACCOUNT))
			vm_unacct_memory(pages);
		return PTR_ERR(part);
	}
	vm_stat_account(mm, oldflags, -(long)pages);
	vm_stat_account(mm, flags, pages);
	part->vm_flags = flags;
	vma_set_page_prot(part);
	change_protection(part);
	*pprev = vma_merge_neighbours(part);
	return 0;
}

static vm_flags_t prot_flags(unsigned long prot)
{
	vm_flags_t flags = 0;

	if (prot & PROT_READ)
		flags |= VM_READ;
	if (prot & PROT_WRITE)
		flags |= VM_WRITE;
	if (prot & PROT_EXEC)
		flags |= VM_EXEC;
	return flags;
}

/* All VMAs from @vma to @end. */
static int protect_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
			 unsigned long prot)
{
	bool rier = (current->personality & READ_IMPLIES_EXEC) && (prot & PROT_READ);

	while (start < end) {
		unsigned long stop = min(vma->vm_end, end);
		struct mm_struct *mm = vma->vm_mm;
		unsigned long p = prot;
		vm_flags_t flags;
		int err;

		if (rier && (vma->vm_flags & VM_MAYEXEC))
			p |= PROT_EXEC;
		flags = (vma->vm_flags & ~VM_ACCESS_FLAGS) | prot_flags(p);
		if ((flags & ~(flags >> 4)) & VM_ACCESS_FLAGS)
			return -EACCES;
		err = mprotect_fixup(vma, &vma, start, stop, flags);
		if (err)
			return err;
		start = stop;
		if (start >= end)
			break;
		vma = find_vma(mm, start);
		if (!vma || vma->vm_start > start)
			return -ENOMEM;
	}
	return 0;
}

static int protect_locked(struct mm_struct *mm, unsigned long start, unsigned long end,
			  unsigned long prot, bool grows)
{
	struct vm_area_struct *vma = find_vma(mm, start);

	if (!vma)
		return -ENOMEM;
	if (grows) {
		if (vma->vm_start >= end)
			return -ENOMEM;
		start = vma->vm_start;
		if (!(vma->vm_flags & VM_GROWSDOWN))
			return -EINVAL;
	} else if (vma->vm_start > start) {
		return -ENOMEM;
	}
	return protect_range(vma, start, end, prot);
}

static int do_mprotect(unsigned long start, size_t len, unsigned long prot)
{
	const unsigned long grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
	struct mm_struct *mm = current->mm;
	unsigned long end;
	int err;

	prot &= ~(PROT_GROWSDOWN | PROT_GROWSUP);
	if (grows == (PROT_GROWSDOWN | PROT_GROWSUP))
		return -EINVAL;
	if (offset_in_page(start))
		return -EINVAL;
	if (!len)
		return 0;
	end = start + PAGE_ALIGN(len);
	if (end <= start)
		return -ENOMEM;
	if (prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM))
		return -EINVAL;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (grows & PROT_GROWSUP)
		err = -EINVAL;
	else
		err = protect_locked(mm, start, end, prot, grows);
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE3(mprotect, unsigned long, start, size_t, len, unsigned long, prot)
{
	return do_mprotect(start, len, prot);
}

SYSCALL_DEFINE4(pkey_mprotect, unsigned long, start, size_t, len, unsigned long, prot,
		int, pkey)
{
	if (pkey != -1 && pkey != 0)
		return -EINVAL;
	return do_mprotect(start, len, prot);
}

SYSCALL_DEFINE2(pkey_alloc, unsigned long, flags, unsigned long, init_val)
{
	if (flags || (init_val & ~3UL))
		return -EINVAL;
	return -ENOSPC;
}

SYSCALL_DEFINE1(pkey_free, int, pkey)
{
	return -EINVAL;
}
