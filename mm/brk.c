// SPDX-License-Identifier: GPL-2.0
/*
 * Memory that grows by itself: the heap by brk(2), stacks by faults below them.
 *
 * A stack never grows to within stack_guard_gap of the mapping below, unless that is
 * a stack, too, or cannot be accessed: running over the end faults.
 *
 * Lock order: mmap_lock (write), anon_vma->rwsem.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/syscalls.h>
#include "internal.h"

static int brk_vma(struct mm_struct *mm, unsigned long addr, unsigned long len,
		   vm_flags_t flags)
{
	struct vm_area_struct like = {
		.vm_mm = mm, .vm_start = addr, .vm_end = addr + len,
		.vm_flags = flags, .vm_pgoff = addr >> PAGE_SHIFT,
	};
	struct vm_area_struct *vma;

	if (vma_grow_over(mm, &like))
		return 0;
	vma = vm_area_alloc(mm);
	if (!vma)
		return -ENOMEM;
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_flags = flags;
	vma->vm_pgoff = addr >> PAGE_SHIFT;
	vma_set_page_prot(vma);
	vma_insert(mm, vma);
	return 0;
}

/* Anonymous memory at [addr, addr + len), where nothing is. mmap_lock write. */
static int do_brk(struct mm_struct *mm, unsigned long addr, unsigned long len,
		  vm_flags_t extra)
{
	vm_flags_t flags = VM_DATA_DEFAULT_FLAGS | VM_ACCOUNT | mm->def_flags | extra;
	unsigned long pages = len >> PAGE_SHIFT;
	int err;

	if (!mlock_future_ok(mm, mm->def_flags, len))
		return -EAGAIN;
	if (!may_expand_vm(mm, flags, pages) || mm->map_count > sysctl_max_map_count)
		return -ENOMEM;
	if (vm_enough_memory(mm, pages))
		return -ENOMEM;
	err = brk_vma(mm, addr, len, flags);
	if (err) {
		vm_unacct_memory(pages);
		return err;
	}
	vm_stat_account(mm, flags, pages);
	if (flags & VM_LOCKED)
		mm->locked_vm += pages;
	return 0;
}

/* Room for @to, with the guard gap of a stack above and a page to spare? */
static bool may_grow_to(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	struct vm_area_struct *next = find_vma(mm, from);

	return to <= mm->task_size && (!next || to + PAGE_SIZE <= vm_start_gap(next));
}

static bool within_data_limit(struct mm_struct *mm, unsigned long brk)
{
	unsigned long limit = rlimit(RLIMIT_DATA);

	return limit == RLIM_INFINITY ||
	       brk - mm->start_brk + (mm->end_data - mm->start_data) <= limit;
}

/* Return: whether pages are to be touched now (mlockall). */
static bool set_brk(struct mm_struct *mm, unsigned long brk, unsigned long *old)
{
	unsigned long newbrk = PAGE_ALIGN(brk), oldbrk = PAGE_ALIGN(mm->brk);

	*old = oldbrk;
	if (brk < mm->start_brk || brk > mm->task_size || !within_data_limit(mm, brk))
		return false;
	if (newbrk < oldbrk) {
		if (do_munmap(mm, newbrk, oldbrk - newbrk))
			return false;
	} else if (newbrk > oldbrk) {
		if (!may_grow_to(mm, oldbrk, newbrk) ||
		    do_brk(mm, oldbrk, newbrk - oldbrk, 0))
			return false;
	}
	mm->brk = brk;
	return newbrk > oldbrk && (mm->def_flags & VM_LOCKED);
}

/* Never fails: the result is the break as it is then. See brk(2), "C library". */
SYSCALL_DEFINE1(brk, unsigned long, brk)
{
	struct mm_struct *mm = current->mm;
	unsigned long old, now;
	bool populate;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	populate = set_brk(mm, brk, &old);
	now = mm->brk;
	mmap_write_unlock(mm);
	if (populate)
		mm_populate(old, PAGE_ALIGN(now) - old);
	return now;
}

/**
 * vm_brk_flags() - anonymous memory for exec: the zeroes behind the data segment
 * @addr: page aligned
 * @len: bytes
 * @flags: VM_EXEC or 0
 *
 * Return: 0, -ENOMEM, -EINVAL, -EINTR.
 */
int vm_brk_flags(unsigned long addr, unsigned long len, unsigned long flags)
{
	struct mm_struct *mm = current->mm;
	int err = 0;

	len = PAGE_ALIGN(len);
	if (!len)
		return 0;
	if ((flags & ~VM_EXEC) || addr > mm->task_size - len)
		return -EINVAL;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (find_vma_intersection(mm, addr, addr + len))
		err = do_munmap(mm, addr, len);
	if (!err)
		err = do_brk(mm, addr, len, flags);
	mmap_write_unlock(mm);
	return err;
}

/* ---- stacks ---- */

static int check_stack_growth(struct mm_struct *mm, struct vm_area_struct *vma,
			      unsigned long size, unsigned long grow)
{
	if (!may_expand_vm(mm, vma->vm_flags, grow))
		return -ENOMEM;
	if (size > rlimit(RLIMIT_STACK))
		return -ENOMEM;
	if (!mlock_future_ok(mm, vma->vm_flags, grow << PAGE_SHIFT))
		return -ENOMEM;
	if ((vma->vm_flags & VM_ACCOUNT) && vm_enough_memory(mm, grow))
		return -ENOMEM;
	return 0;
}

/**
 * expand_stack() - let a stack grow down to an address
 * @mm: address space
 * @vma: VMA above @addr, with VM_GROWSDOWN
 * @addr: address below it that was accessed
 *
 * Context: mmap_lock held for writing; sleeps.
 * Return: 0, -ENOMEM when a limit or a mapping is in the way, -EFAULT otherwise.
 */
int expand_stack(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr)
{
	struct vm_area_struct *prev = vma_prev(mm, vma);
	unsigned long grow;
	int err;

	addr &= PAGE_MASK;
	if (!(vma->vm_flags & VM_GROWSDOWN) || addr < mmap_min_addr)
		return -EFAULT;
	if (addr >= vma->vm_start)
		return 0;
	if (prev && !(prev->vm_flags & VM_GROWSDOWN) && vma_is_accessible(prev) &&
	    addr - prev->vm_end < stack_guard_gap)
		return -ENOMEM;
	if (prev && addr < prev->vm_end)
		return -ENOMEM;
	if (anon_vma_prepare(vma))
		return -ENOMEM;
	grow = (vma->vm_start - addr) >> PAGE_SHIFT;
	if (grow > vma->vm_pgoff)
		return -ENOMEM;
	err = check_stack_growth(mm, vma, vma->vm_end - addr, grow);
	if (err)
		return err;
	vm_stat_account(mm, vma->vm_flags, grow);
	if (vma->vm_flags & VM_LOCKED)
		mm->locked_vm += grow;
	vma_set_range(vma, addr, vma->vm_end, vma->vm_pgoff - grow);
	return 0;
}

/**
 * lock_mm_and_find_vma() - the VMA that a fault at an address is for
 * @mm: address space
 * @addr: address
 *
 * Context: sleeps.
 * Return: the VMA, with mmap_lock held for reading; NULL with no lock held.
 */
struct vm_area_struct *lock_mm_and_find_vma(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma;

	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (likely(vma && vma->vm_start <= addr))
		return vma;
	mmap_read_unlock(mm);
	if (!vma || !(vma->vm_flags & VM_GROWSDOWN))
		return NULL;
	/* Growing moves the bounds, and the VMA may not be the same any more. */
	if (mmap_write_lock_killable(mm))
		return NULL;
	vma = find_vma(mm, addr);
	if (!vma || (vma->vm_start > addr && expand_stack(mm, vma, addr))) {
		mmap_write_unlock(mm);
		return NULL;
	}
	mmap_write_downgrade(mm);
	return vma;
}
