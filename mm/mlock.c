// SPDX-License-Identifier: GPL-2.0
/*
 * mlock(2) and relatives: memory that stays. A locked VMA has VM_LOCKED, its pages
 * are touched at once (or with MLOCK_ONFAULT as they come) and moved to the
 * unevictable list, where reclaim does not look.
 *
 * A page locked through several VMAs is unlocked with the first of them; reclaim
 * notices the others when it tries to unmap it, and locks it again.
 *
 * Lock order: mmap_lock (write), page_table_lock, lruvec.lock.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <asm/pgtable.h>
#include "internal.h"

#define VM_LOCKED_MASK	(VM_LOCKED | VM_LOCKONFAULT)

static int mark_page(pte_t *pte, unsigned long addr, void *data)
{
	struct page *page = vm_normal_page(*pte);

	if (!page)
		return 0;
	if (data)
		mlock_folio(page_folio(page));
	else if (folio_test_mlocked(page_folio(page)))
		munlock_folio(page_folio(page));
	return 0;
}

/* Pages that are there already follow the flags of their VMA. */
static void mark_pages(struct vm_area_struct *vma, bool lock)
{
	unsigned long addr = vma->vm_start, stop;

	while (pte_span(vma->vm_mm, &addr, vma->vm_end, &stop)) {
		spin_lock(&vma->vm_mm->page_table_lock);
		walk_ptes(vma->vm_mm, addr, stop, mark_page, lock ? vma : NULL);
		spin_unlock(&vma->vm_mm->page_table_lock);
		addr = stop;
		cond_resched();
	}
}

static int mlock_fixup(struct vm_area_struct *vma, struct vm_area_struct **out,
		       unsigned long start, unsigned long end, vm_flags_t flags)
{
	unsigned long pages = (end - start) >> PAGE_SHIFT;
	vm_flags_t old = vma->vm_flags;
	struct vm_area_struct *part;

	*out = vma;
	if (flags == old || (old & VM_SPECIAL))
		return 0;
	part = vma_isolate(vma, start, end);
	if (IS_ERR(part))
		return PTR_ERR(part);
	if ((flags & VM_LOCKED) && !(old & VM_LOCKED))
		vma->vm_mm->locked_vm += pages;
	else if (!(flags & VM_LOCKED) && (old & VM_LOCKED))
		vma->vm_mm->locked_vm -= pages;
	part->vm_flags = flags;
	mark_pages(part, flags & VM_LOCKED);
	*out = vma_merge_neighbours(part);
	return 0;
}

/* @flags replaces VM_LOCKED and VM_LOCKONFAULT in a range without holes. */
static int apply_vma_lock_flags(unsigned long start, size_t len, vm_flags_t flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long end = start + len;
	struct vm_area_struct *vma;

	if (end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	for (vma = vma_lookup(mm, start); vma; vma = vma_lookup(mm, start)) {
		unsigned long stop = min(vma->vm_end, end);
		int err = mlock_fixup(vma, &vma, start, stop,
				      (vma->vm_flags & ~VM_LOCKED_MASK) | flags);

		if (err)
			return err;
		if (stop >= end)
			return 0;
		start = stop;
	}
	return -ENOMEM;
}

/* Pages of the range that count already. */
static unsigned long count_locked(struct mm_struct *mm, unsigned long start, size_t len)
{
	struct vm_area_struct *vma = find_vma_intersection(mm, start, start + len);
	unsigned long pages = 0;

	for (; vma && vma->vm_start < start + len; vma = vma_next(mm, vma)) {
		if (vma->vm_flags & VM_LOCKED)
			pages += (min(vma->vm_end, start + len) -
				  max(vma->vm_start, start)) >> PAGE_SHIFT;
	}
	return pages;
}

/* As mlock(2) reports the errors of touching pages. */
static int mlock_error(int err)
{
	if (err == -EFAULT)
		return -ENOMEM;
	return err == -ENOMEM ? -EAGAIN : err;
}

static int do_mlock(unsigned long start, size_t len, vm_flags_t flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT, locked;
	int err = -ENOMEM;

	if (!can_do_mlock())
		return -EPERM;
	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	locked = (len >> PAGE_SHIFT) + mm->locked_vm;
	if (locked > limit && !capable(CAP_IPC_LOCK))
		locked -= count_locked(mm, start, len);
	if (locked <= limit || capable(CAP_IPC_LOCK))
		err = apply_vma_lock_flags(start, len, flags);
	mmap_write_unlock(mm);
	if (err || (flags & VM_LOCKONFAULT))
		return err;
	mmap_read_lock(mm);
	err = populate_vma_range(mm, start, start + len);
	mmap_read_unlock(mm);
	return mlock_error(err);
}

SYSCALL_DEFINE2(mlock, unsigned long, start, size_t, len)
{
	return do_mlock(start, len, VM_LOCKED);
}

SYSCALL_DEFINE3(mlock2, unsigned long, start, size_t, len, int, flags)
{
	if (flags & ~MLOCK_ONFAULT)
		return -EINVAL;
	return do_mlock(start, len, flags ? VM_LOCKED_MASK : VM_LOCKED);
}

SYSCALL_DEFINE2(munlock, unsigned long, start, size_t, len)
{
	int err;

	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	if (mmap_write_lock_killable(current->mm))
		return -EINTR;
	err = apply_vma_lock_flags(start, len, 0);
	mmap_write_unlock(current->mm);
	return err;
}

static void apply_mlockall_flags(struct mm_struct *mm, int flags)
{
	struct vm_area_struct *vma;
	vm_flags_t to_add = 0;

	mm->def_flags &= ~VM_LOCKED_MASK;
	if (flags & MCL_FUTURE) {
		mm->def_flags |= flags & MCL_ONFAULT ? VM_LOCKED_MASK : VM_LOCKED;
		if (!(flags & MCL_CURRENT))
			return;
	}
	if (flags & MCL_CURRENT)
		to_add = flags & MCL_ONFAULT ? VM_LOCKED_MASK : VM_LOCKED;
	for (vma = find_vma(mm, 0); vma; vma = vma_next(mm, vma))
		mlock_fixup(vma, &vma, vma->vm_start, vma->vm_end,
			    (vma->vm_flags & ~VM_LOCKED_MASK) | to_add);
}

SYSCALL_DEFINE1(mlockall, int, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
	int err = -ENOMEM;

	if (!flags || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) ||
	    flags == MCL_ONFAULT)
		return -EINVAL;
	if (!can_do_mlock())
		return -EPERM;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (!(flags & MCL_CURRENT) || mm->total_vm <= limit || capable(CAP_IPC_LOCK)) {
		apply_mlockall_flags(mm, flags);
		err = 0;
	}
	mmap_write_unlock(mm);
	if (!err && (flags & MCL_CURRENT) && !(flags & MCL_ONFAULT)) {
		struct vm_area_struct *vma;

		mmap_read_lock(mm);
		for_each_vma(mm, vma)
			populate_vma_range(mm, vma->vm_start, vma->vm_end);
		mmap_read_unlock(mm);
	}
	return err;
}

SYSCALL_DEFINE0(munlockall)
{
	if (mmap_write_lock_killable(current->mm))
		return -EINTR;
	apply_mlockall_flags(current->mm, 0);
	mmap_write_unlock(current->mm);
	return 0;
}
