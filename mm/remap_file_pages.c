// SPDX-License-Identifier: GPL-2.0
/*
 * remap_file_pages(2), as Linux has done it since 4.0: there are no non-linear
 * mappings, each call makes a mapping of its own.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <uapi/linux/mman.h>
#include "internal.h"

/* mmap_lock held for writing. */
static unsigned long remap(struct mm_struct *mm, unsigned long start, unsigned long size,
			   unsigned long pgoff, unsigned long flags)
{
	struct vm_area_struct *vma = vma_lookup(mm, start), *v;
	unsigned long prot = 0, ret;
	struct file *file;

	if (!vma || !(vma->vm_flags & VM_SHARED) || !vma->vm_file)
		return -EINVAL;
	/* All of the range must be mapped alike. */
	for (v = vma; v->vm_end < start + size; ) {
		struct vm_area_struct *next = vma_next(mm, v);

		if (!next || next->vm_start != v->vm_end || next->vm_file != vma->vm_file ||
		    next->vm_flags != vma->vm_flags)
			return -EINVAL;
		v = next;
	}
	prot |= vma->vm_flags & VM_READ ? PROT_READ : 0;
	prot |= vma->vm_flags & VM_WRITE ? PROT_WRITE : 0;
	prot |= vma->vm_flags & VM_EXEC ? PROT_EXEC : 0;
	flags = (flags & MAP_NONBLOCK) | MAP_SHARED | MAP_FIXED | MAP_POPULATE;
	if (vma->vm_flags & VM_LOCKED)
		flags |= MAP_LOCKED;
	file = get_file(vma->vm_file);
	ret = do_mmap(file, start, size, prot, flags, pgoff);
	fput(file);
	return ret;
}

SYSCALL_DEFINE5(remap_file_pages, unsigned long, start, unsigned long, size,
		unsigned long, prot, unsigned long, pgoff, unsigned long, flags)
{
	struct mm_struct *mm = current->mm;
	unsigned long ret;

	if (prot)
		return -EINVAL;
	start &= PAGE_MASK;
	size &= PAGE_MASK;
	if (start + size <= start || pgoff + (size >> PAGE_SHIFT) < pgoff)
		return -EINVAL;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	ret = remap(mm, start, size, pgoff, flags);
	mmap_write_unlock(mm);
	if (IS_ERR_VALUE(ret))
		return ret;
	if (!(flags & MAP_NONBLOCK))
		mm_populate(start, size);
	return 0;
}
