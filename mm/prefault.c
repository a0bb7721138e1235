// SPDX-License-Identifier: GPL-2.0
/*
 * What a new program is sure to touch is mapped before it runs: the text and data of
 * the program and its loader as far as they are in memory, and the top of its stack.
 * The host is told all of it in one batch, where each fault would cost as much.
 *
 * Lock order: mmap_lock (read), page_table_lock.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <asm/pgtable.h>
#include "filemap.h"
#include "internal.h"

static bool is_cached(struct vm_area_struct *vma, unsigned long addr)
{
	struct folio *folio = filemap_find(vma->vm_file->f_mapping, linear_page_index(vma, addr));

	if (folio)
		folio_put(folio);
	return folio;
}

/* Text and constants: no reading, no copies. */
static void prefault_cached(struct vm_area_struct *vma, unsigned long addr)
{
	struct vm_fault vmf = {
		.vma = vma, .address = addr, .real_address = addr,
		.pgoff = linear_page_index(vma, addr),
	};

	vmf.pte = pte_alloc(vma->vm_mm, addr);
	if (vmf.pte)
		fault_around(&vmf);
}

static void prefault_file(struct vm_area_struct *vma, unsigned long entry)
{
	bool has_entry = entry >= vma->vm_start && entry < vma->vm_end;
	unsigned long addr = has_entry ? entry & PAGE_MASK : vma->vm_start;

	if (!vma->vm_ops->map_pages || !is_cached(vma, addr))
		return;
	if (vma->vm_flags & VM_WRITE)
		handle_mm_fault(vma, addr, FAULT_FLAG_WRITE);
	else
		prefault_cached(vma, addr);
}

/* The machine's own pages, like the vDSO, are all there. */
static void prefault_special(struct vm_area_struct *vma)
{
	for (unsigned long addr = vma->vm_start; addr < vma->vm_end; addr += PAGE_SIZE)
		handle_mm_fault(vma, addr, 0);
}

static void prefault_vma(struct vm_area_struct *vma, unsigned long entry)
{
	if (!vma_is_accessible(vma))
		return;
	if (vma->vm_file && vma->vm_ops)
		prefault_file(vma, entry);
	else if (vma->vm_ops && vma_is_small(vma))
		prefault_special(vma);
	else if (vma_is_small(vma) && (vma->vm_flags & VM_WRITE))	/* .bss */
		handle_mm_fault(vma, vma->vm_start, FAULT_FLAG_WRITE);
}

/**
 * mm_prefault() - map what a program touches first
 * @mm: the new program's, all set up, nobody in it yet
 * @entry: its first instruction
 * @sp: its stack pointer
 *
 * Context: mmap_lock not held; sleeps. What fails is left to faults.
 */
void mm_prefault(struct mm_struct *mm, unsigned long entry, unsigned long sp)
{
	struct vm_area_struct *vma;

	mmap_read_lock(mm);
	for_each_vma(mm, vma)
		prefault_vma(vma, entry);
	sp = (sp & PAGE_MASK) - PAGE_SIZE;
	vma = vma_lookup(mm, sp);
	if (vma && vma_is_anonymous(vma) && (vma->vm_flags & VM_WRITE))
		handle_mm_fault(vma, sp, FAULT_FLAG_WRITE);
	mmap_read_unlock(mm);
}
