// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings of given pages: a driver's, or the machine's own such as the vDSO.
 *
 * A page put in by vm_insert_page() is counted like any other. A raw frame
 * (remap_pfn_range(), vmf_insert_pfn()) is not: whoever maps it sees to it that it
 * stays.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/slab.h>
#include <asm/pgtable.h>
#include "internal.h"

static int insert_entry(struct vm_area_struct *vma, unsigned long addr, pte_t entry,
			struct page *counted)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *pte = pte_alloc(mm, addr);
	int err = -EBUSY;

	if (!pte)
		return -ENOMEM;
	spin_lock(&mm->page_table_lock);
	if (pte_none(*pte)) {
		if (counted) {
			get_page(counted);
			folio_add_file_rmap(page_folio(counted));
			add_mm_counter(mm, mm_counter(counted), 1);
		}
		set_pte_at(mm, addr, pte, entry);
		err = 0;
	}
	spin_unlock(&mm->page_table_lock);
	return err;
}

/**
 * vm_insert_page() - map a kernel page
 * @vma: VMA, from the driver's ->mmap or ->fault
 * @addr: page aligned address in it
 * @page: page; the mapping takes its own reference
 *
 * Context: mmap_lock held; sleeps.
 * Return: 0, -EFAULT, -EINVAL, -ENOMEM, -EBUSY when something is there.
 */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr, struct page *page)
{
	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (!page_count(page) || folio_test_anon(page_folio(page)))
		return -EINVAL;
	vma->vm_flags |= VM_MIXEDMAP;
	return insert_entry(vma, addr, mk_pte(page, vma->vm_page_prot), page);
}

/* From a ->fault of a VM_PFNMAP VMA. Return: VM_FAULT_NOPAGE or an error. */
vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn)
{
	pte_t entry = pte_mkspecial(pte_mkyoung(pfn_pte(pfn, vma->vm_page_prot)));
	int err;

	if (WARN_ON_ONCE(!(vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))) || !pfn_valid(pfn))
		return VM_FAULT_SIGBUS;
	err = insert_entry(vma, addr, entry, NULL);
	if (err == -ENOMEM)
		return VM_FAULT_OOM;
	return VM_FAULT_NOPAGE;
}

/**
 * remap_pfn_range() - map a run of frames
 * @vma: VMA, from ->mmap
 * @addr: page aligned address in it
 * @pfn: first frame
 * @size: bytes
 * @prot: their protection
 *
 * Return: 0 or -errno; on error the caller's ->mmap fails and all is undone.
 */
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr, unsigned long pfn,
		    unsigned long size, pgprot_t prot)
{
	unsigned long nr = PFN_UP(size);

	if (!pfn_valid(pfn + nr - 1) || pfn + nr < pfn)
		return -EINVAL;
	vma->vm_flags |= VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP;
	for (unsigned long i = 0; i < nr; i++) {
		pte_t entry = pte_mkspecial(pte_mkyoung(pfn_pte(pfn + i, prot)));
		int err = insert_entry(vma, addr + (i << PAGE_SHIFT), entry, NULL);

		if (err)
			return err;
	}
	return 0;
}

/* ---- special mappings: [vdso] and the like ---- */

struct special_mapping {
	const char	*name;
	struct page	**pages;	/* NULL-terminated, or vma long */
};

static vm_fault_t special_fault(struct vm_fault *vmf)
{
	struct special_mapping *sm = vmf->vma->vm_private_data;
	struct page **p = sm->pages;

	for (pgoff_t i = vmf->pgoff; i && *p; i--)
		p++;
	if (!*p)
		return VM_FAULT_SIGBUS;
	get_page(*p);
	vmf->page = *p;
	return 0;
}

static void special_open(struct vm_area_struct *vma)
{
}

static void special_close(struct vm_area_struct *vma)
{
}

static const char *special_name(struct vm_area_struct *vma)
{
	return ((struct special_mapping *)vma->vm_private_data)->name;
}

static const struct vm_operations_struct special_vm_ops = {
	.open	= special_open,
	.close	= special_close,
	.fault	= special_fault,
	.name	= special_name,
};

/* One description for each kind, for ever: there are as many as callers. */
static struct special_mapping *special_find(struct page **pages, const char *name)
{
	static struct special_mapping kinds[8];

	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (!kinds[i].pages) {
			kinds[i].name = name;
			kinds[i].pages = pages;
		}
		if (kinds[i].pages == pages)
			return &kinds[i];
	}
	return NULL;
}

/**
 * install_special_mapping() - map pages of the machine into a process
 * @mm: address space
 * @addr: page aligned
 * @len: bytes
 * @vm_flags: VM_*
 * @pages: the pages, a NULL behind the last; they and the array stay for ever
 * @name: as in /proc/pid/maps, "[vdso]"
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: 0 or -ENOMEM.
 */
int install_special_mapping(struct mm_struct *mm, unsigned long addr, unsigned long len,
			    unsigned long vm_flags, struct page **pages, const char *name)
{
	struct special_mapping *sm = special_find(pages, name);
	struct vm_area_struct *vma = sm ? vm_area_alloc(mm) : NULL;
	int err;

	if (!vma)
		return -ENOMEM;
	vma->vm_start = addr;
	vma->vm_end = addr + PAGE_ALIGN(len);
	vma->vm_flags = vm_flags | mm->def_flags | VM_DONTEXPAND;
	vma->vm_flags &= ~(VM_LOCKED | VM_LOCKONFAULT);
	vma->vm_ops = &special_vm_ops;
	vma->vm_private_data = sm;
	err = insert_vm_struct(mm, vma);
	if (err) {
		vm_area_free(vma);
		return err;
	}
	vm_stat_account(mm, vma->vm_flags, PAGE_ALIGN(len) >> PAGE_SHIFT);
	return 0;
}
