// SPDX-License-Identifier: GPL-2.0
/*
 * mincore(2): which pages of a mapping are in memory. For a file that is what the
 * page cache has, told only to those who may write the file or own it.
 */
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <asm/pgtable.h>
#include "internal.h"

static unsigned char in_page_cache(struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = filemap_get_folio(mapping, index);
	unsigned char present;

	if (IS_ERR(folio))
		return 0;
	present = folio_test_uptodate(folio);
	folio_put(folio);
	return present;
}

/* Whoever only may read a file could spy on others through its residency. */
static bool may_know(struct vm_area_struct *vma)
{
	if (vma_is_anonymous(vma) || !vma->vm_file)
		return true;
	return inode_owner_or_capable(file_inode(vma->vm_file)) ||
	       !path_permission(&vma->vm_file->f_path, MAY_WRITE);
}

static unsigned char page_status(struct vm_area_struct *vma, unsigned long addr)
{
	pte_t *pte = pte_lookup(vma->vm_mm, addr);

	if (pte && pte_present(*pte))
		return 1;
	if (!vma->vm_file || !vma->vm_file->f_mapping)
		return 0;
	return in_page_cache(vma->vm_file->f_mapping, linear_page_index(vma, addr));
}

/* Up to a page of answers. Return: how many, or -ENOMEM for a hole. */
static long do_mincore(unsigned long addr, unsigned long pages, unsigned char *vec)
{
	struct vm_area_struct *vma = vma_lookup(current->mm, addr);
	unsigned long n;
	bool may;

	if (!vma)
		return -ENOMEM;
	n = min(pages, (vma->vm_end - addr) >> PAGE_SHIFT);
	may = may_know(vma);
	for (unsigned long i = 0; i < n; i++)
		vec[i] = may ? page_status(vma, addr + (i << PAGE_SHIFT)) : 1;
	return n;
}

SYSCALL_DEFINE3(mincore, unsigned long, start, size_t, len, unsigned char __user *, vec)
{
	unsigned long pages;
	unsigned char *tmp;
	long ret = 0;

	if (offset_in_page(start))
		return -EINVAL;
	if (!access_ok((void __user *)start, len))
		return -ENOMEM;
	pages = (len >> PAGE_SHIFT) + (offset_in_page(len) != 0);
	if (!access_ok(vec, pages))
		return -EFAULT;
	tmp = (unsigned char *)__get_free_page(GFP_USER);
	if (!tmp)
		return -EAGAIN;
	while (pages) {
		mmap_read_lock(current->mm);
		ret = do_mincore(start, min(pages, PAGE_SIZE), tmp);
		mmap_read_unlock(current->mm);
		if (ret <= 0)
			break;
		if (copy_to_user(vec, tmp, ret)) {
			ret = -EFAULT;
			break;
		}
		pages -= ret;
		vec += ret;
		start += ret << PAGE_SHIFT;
		ret = 0;
	}
	free_page((unsigned long)tmp);
	return ret;
}
