// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's own access to guest memory: a walk of the page tables by software,
 * with the fault a processor would have taken made by hand.
 *
 * user_page_get() is the one primitive. Under it copy_to_user() works, direct I/O
 * gets its pages, and ptrace reaches into other processes.
 *
 * Lock order: mmap_lock (read), page_table_lock. Callers hold neither.
 */
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <asm/pgtable.h>
#include "internal.h"

/* A private page that a forced write may change although the guest may not. */
static bool may_force_write(pte_t pte)
{
	struct page *page = vm_normal_page(pte);

	return page && folio_test_anon(page_folio(page)) &&
	       folio_mapcount(page_folio(page)) == 1;
}

static bool entry_permits(pte_t pte, unsigned int flags)
{
	if (!pte_present(pte) || !pfn_valid(pte_pfn(pte)))
		return false;
	if (pte_protnone(pte) && !(flags & FOLL_FORCE))
		return false;
	if (!(flags & FOLL_WRITE) || pte_write(pte))
		return true;
	return (flags & FOLL_FORCE) && may_force_write(pte);
}

/* The page at @addr if it can be had without a fault. */
static struct page *try_page(struct mm_struct *mm, unsigned long addr, unsigned int flags)
{
	struct page *page = NULL;
	pte_t *pte;

	spin_lock(&mm->page_table_lock);
	pte = mm->pgd ? pte_lookup(mm, addr) : NULL;
	if (pte && entry_permits(*pte, flags)) {
		page = pfn_to_page(pte_pfn(*pte));
		get_page(page);
		pte->pte |= _PAGE_ACCESSED;
		if (flags & FOLL_WRITE)
			pte->pte |= _PAGE_DIRTY;
	}
	spin_unlock(&mm->page_table_lock);
	return page;
}

static int check_vma(struct vm_area_struct *vma, unsigned int flags)
{
	if (flags & FOLL_WRITE) {
		if (vma->vm_flags & VM_WRITE)
			return 0;
		if ((flags & FOLL_FORCE) && is_cow_mapping(vma->vm_flags))
			return 0;
		return -EFAULT;
	}
	if (vma_is_accessible(vma))
		return 0;
	return (flags & FOLL_FORCE) && (vma->vm_flags & VM_MAYREAD) ? 0 : -EFAULT;
}

static int fault_error(vm_fault_t ret)
{
	if (ret & VM_FAULT_OOM)
		return -ENOMEM;
	return ret & VM_FAULT_ERROR ? -EFAULT : 0;
}

/* One fault, as the guest would have taken it. */
static int fixup_fault(struct mm_struct *mm, unsigned long addr, unsigned int flags)
{
	struct vm_area_struct *vma = lock_mm_and_find_vma(mm, addr);
	unsigned int fault = mm == current->mm ? 0 : FAULT_FLAG_REMOTE;
	int err;

	if (!vma)
		return -EFAULT;
	if (flags & FOLL_WRITE)
		fault |= FAULT_FLAG_WRITE;
	err = check_vma(vma, flags);
	if (!err)
		err = fault_error(handle_mm_fault(vma, addr, fault));
	mmap_read_unlock(mm);
	return err;
}

void *user_page_get(struct mm_struct *mm, unsigned long addr, unsigned int gup_flags,
		    struct page **page)
{
	int err;

	if (!mm || addr >= mm->task_size)
		return ERR_PTR(-EFAULT);
	while (!(*page = try_page(mm, addr, gup_flags))) {
		if (gup_flags & FOLL_NOFAULT)
			return ERR_PTR(-EFAULT);
		err = fixup_fault(mm, addr, gup_flags);
		if (err)
			return ERR_PTR(err == -ENOMEM ? -ENOMEM : -EFAULT);
		cond_resched();
	}
	return page_address(*page) + offset_in_page(addr);
}

/**
 * get_user_pages_fast() - hold pages of the current process for I/O
 * @start: guest address
 * @nr: pages
 * @gup_flags: FOLL_WRITE when the I/O stores into them
 * @pages: result
 *
 * Context: sleeps; mmap_lock not held.
 * Return: number of pages held, or -errno when there is none.
 */
long get_user_pages_fast(unsigned long start, int nr, unsigned int gup_flags,
			 struct page **pages)
{
	struct mm_struct *mm = current->mm;
	long got = 0;

	if (mm && (gup_flags & FOLL_WRITE) && !test_bit(MMF_HAS_PINNED, &mm->flags))
		set_bit(MMF_HAS_PINNED, &mm->flags);
	while (got < nr) {
		void *p = user_page_get(mm, (start & PAGE_MASK) + (got << PAGE_SHIFT),
					gup_flags, &pages[got]);

		if (IS_ERR(p))
			return got ? got : PTR_ERR(p);
		got++;
	}
	return got;
}

void unpin_user_page(struct page *page)
{
	put_page(page);
}

/* The same after the kernel or a device has stored into the page. */
void unpin_user_page_dirty(struct page *page)
{
	struct folio *folio = page_folio(page);

	folio_lock(folio);
	if (folio->mapping && !folio_test_anon(folio))
		folio_mark_dirty(folio);
	folio_unlock(folio);
	put_page(page);
}

/* Memory without pages: the driver may know how to reach it. */
static int access_special(struct mm_struct *mm, unsigned long addr, void *buf, int len,
			  int write)
{
	struct vm_area_struct *vma;
	int done = 0;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, addr);
	if (vma && vma->vm_ops && vma->vm_ops->access)
		done = vma->vm_ops->access(vma, addr, buf, len, write);
	mmap_read_unlock(mm);
	return max(done, 0);
}

int access_remote_vm(struct mm_struct *mm, unsigned long addr, void *buf, int len,
		     unsigned int gup_flags)
{
	bool write = gup_flags & FOLL_WRITE;
	int done = 0;

	while (done < len) {
		int n = min_t(int, len - done, PAGE_SIZE - offset_in_page(addr + done));
		struct page *page;
		void *p = user_page_get(mm, addr + done, gup_flags, &page);

		if (IS_ERR(p)) {
			n = access_special(mm, addr + done, buf + done, n, write);
			if (!n)
				break;
			done += n;
			continue;
		}
		if (write)
			memcpy(p, buf + done, n);
		else
			memcpy(buf + done, p, n);
		if (write)
			unpin_user_page_dirty(page);
		else
			put_page(page);
		done += n;
	}
	return done;
}

int access_process_vm(struct task_struct *t, unsigned long addr, void *buf, int len,
		      unsigned int gup_flags)
{
	struct mm_struct *mm = get_task_mm(t);
	int done;

	if (!mm)
		return 0;
	done = access_remote_vm(mm, addr, buf, len, gup_flags);
	mmput(mm);
	return done;
}

/* Nothing to do: the entry is there and allows the access. */
static bool is_populated(struct mm_struct *mm, unsigned long addr, unsigned int flags)
{
	pte_t *pte = pte_lookup(mm, addr);

	return pte && pte_present(*pte) && (!(flags & FAULT_FLAG_WRITE) || pte_write(*pte));
}

/**
 * populate_vma_range() - touch every page of a range
 * @mm: address space
 * @start: page aligned
 * @end: page aligned
 *
 * VMAs that cannot be accessed are skipped, as mlock(2) does.
 *
 * Context: mmap_lock held for reading; sleeps.
 * Return: 0, -ENOMEM for a hole or lack of memory, -EFAULT, -EINTR.
 */
int populate_vma_range(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	while (start < end) {
		struct vm_area_struct *vma = find_vma(mm, start);
		unsigned int flags = 0;
		int err = 0;

		if (!vma || vma->vm_start > start)
			return -ENOMEM;
		if (!vma_is_accessible(vma) || (vma->vm_flags & (VM_IO | VM_PFNMAP))) {
			start = vma->vm_end;
			continue;
		}
		/* Break copy-on-write now, but do not dirty shared files. */
		if ((vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE)
			flags = FAULT_FLAG_WRITE;
		if (!is_populated(mm, start, flags))
			err = fault_error(handle_mm_fault(vma, start, flags));
		if (err)
			return err;
		if (fatal_signal_pending(current))
			return -EINTR;
		start += PAGE_SIZE;
		cond_resched();
	}
	return 0;
}

/* After mmap(MAP_POPULATE): errors do not matter, the guest faults again. */
void mm_populate(unsigned long addr, unsigned long len)
{
	struct mm_struct *mm = current->mm;
	unsigned long end = addr + PAGE_ALIGN(len);

	mmap_read_lock(mm);
	populate_vma_range(mm, addr, end);
	mmap_read_unlock(mm);
}
