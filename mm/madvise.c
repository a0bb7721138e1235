// SPDX-License-Identifier: GPL-2.0
/*
 * madvise(2) and process_madvise(2). Advice that says what will be done with
 * memory is kept as VMA flags; advice to give memory back is done at once.
 *
 * MADV_FREE gives anonymous pages back at once, too: without swap there is no
 * better moment. MADV_HUGEPAGE and MADV_MERGEABLE are accepted and change nothing.
 *
 * Lock order: mmap_lock, write for flags, read for pages.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/pidfd.h>
#include <linux/ptrace.h>
#include <linux/rmap.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/uio.h>
#include <uapi/linux/falloc.h>
#include <asm/pgtable.h>
#include "internal.h"

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ	22
#define MADV_POPULATE_WRITE	23
#endif
#ifndef MADV_DONTNEED_LOCKED
#define MADV_DONTNEED_LOCKED	24
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE		25
#endif

/* ---- advice kept in the VMA ---- */

static int new_flags(struct vm_area_struct *vma, int advice, vm_flags_t *flags)
{
	vm_flags_t f = vma->vm_flags;

	switch (advice) {
	case MADV_NORMAL:
		f &= ~(VM_RAND_READ | VM_SEQ_READ);
		break;
	case MADV_SEQUENTIAL:
		f = (f & ~VM_RAND_READ) | VM_SEQ_READ;
		break;
	case MADV_RANDOM:
		f = (f & ~VM_SEQ_READ) | VM_RAND_READ;
		break;
	case MADV_DONTFORK:
		f |= VM_DONTCOPY;
		break;
	case MADV_DOFORK:
		if (f & VM_IO)
			return -EINVAL;
		f &= ~VM_DONTCOPY;
		break;
	case MADV_WIPEONFORK:
		if (vma->vm_file || (f & VM_SHARED))
			return -EINVAL;
		f |= VM_WIPEONFORK;
		break;
	case MADV_KEEPONFORK:
		f &= ~VM_WIPEONFORK;
		break;
	case MADV_DONTDUMP:
		f |= VM_DONTDUMP;
		break;
	case MADV_DODUMP:
		if (f & VM_SPECIAL)
			return -EINVAL;
		f &= ~VM_DONTDUMP;
		break;
	case MADV_HUGEPAGE:
		f = (f & ~VM_NOHUGEPAGE) | VM_HUGEPAGE;
		break;
	case MADV_NOHUGEPAGE:
		f = (f & ~VM_HUGEPAGE) | VM_NOHUGEPAGE;
		break;
	}
	*flags = f;
	return 0;
}

/* *@vma becomes the VMA that covers the range afterwards. */
static int advise_flags(struct vm_area_struct **vma, unsigned long start,
			unsigned long end, int advice)
{
	struct vm_area_struct *part;
	vm_flags_t flags;
	int err = new_flags(*vma, advice, &flags);

	if (err || flags == (*vma)->vm_flags)
		return err;
	part = vma_isolate(*vma, start, end);
	if (IS_ERR(part))
		return PTR_ERR(part) == -ENOMEM ? -EAGAIN : PTR_ERR(part);
	part->vm_flags = flags;
	*vma = vma_merge_neighbours(part);
	return 0;
}

/* ---- advice done at once ---- */

static int advise_dontneed(struct vm_area_struct *vma, unsigned long start,
			   unsigned long end, int advice)
{
	vm_flags_t never = VM_PFNMAP | VM_LOCKED;

	if (advice == MADV_DONTNEED_LOCKED)
		never &= ~VM_LOCKED;
	if (vma->vm_flags & never)
		return -EINVAL;
	zap_vma_range(vma, start, end, NULL);
	return 0;
}

static int advise_free(struct vm_area_struct *vma, unsigned long start, unsigned long end)
{
	if (!vma_is_anonymous(vma) || (vma->vm_flags & (VM_PFNMAP | VM_LOCKED)))
		return -EINVAL;
	zap_vma_range(vma, start, end, NULL);
	return 0;
}

static int advise_willneed(struct vm_area_struct *vma, unsigned long start,
			   unsigned long end)
{
	struct file *file = vma->vm_file;

	if (!file)
		return 0;
	force_page_cache_readahead(file->f_mapping, file, linear_page_index(vma, start),
				   (end - start) >> PAGE_SHIFT);
	return 0;
}

/* Punch a hole. Drops mmap_lock meanwhile: the VMA may be gone afterwards. */
static int advise_remove(struct vm_area_struct *vma, unsigned long start,
			 unsigned long end, bool *unlocked)
{
	struct mm_struct *mm = vma->vm_mm;
	struct file *file = vma->vm_file;
	loff_t offset;
	int err;

	if (vma->vm_flags & VM_LOCKED)
		return -EINVAL;
	if (!file || !file->f_mapping || !file->f_mapping->host)
		return -EINVAL;
	if ((vma->vm_flags & (VM_SHARED | VM_WRITE)) != (VM_SHARED | VM_WRITE))
		return -EACCES;
	offset = (loff_t)linear_page_index(vma, start) << PAGE_SHIFT;
	get_file(file);
	mmap_read_unlock(mm);
	err = vfs_fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset,
			    end - start);
	fput(file);
	mmap_read_lock(mm);
	*unlocked = true;
	return err;
}

/* Collect what nobody else maps, off the LRU. page_table_lock held. */
struct cold {
	struct list_head	folios;
	bool			pageout;
};

static int cold_entry(pte_t *pte, unsigned long addr, void *data)
{
	struct page *page = vm_normal_page(*pte);
	struct cold *cold = data;
	struct folio *folio;

	if (!page)
		return 0;
	folio = page_folio(page);
	if (folio_mapcount(folio) != 1 || !folio_isolate_lru(folio))
		return 0;
	list_add(&folio->lru, &cold->folios);
	return 0;
}

static int advise_cold(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		       int advice)
{
	struct mm_struct *mm = vma->vm_mm;
	struct cold cold;
	unsigned long stop;

	if (vma->vm_flags & (VM_LOCKED | VM_PFNMAP))
		return -EINVAL;
	INIT_LIST_HEAD(&cold.folios);
	while (pte_span(mm, &start, end, &stop)) {
		struct folio *folio, *next;

		spin_lock(&mm->page_table_lock);
		walk_ptes(mm, start, stop, cold_entry, &cold);
		spin_unlock(&mm->page_table_lock);
		start = stop;
		if (advice == MADV_PAGEOUT && !vma_is_anonymous(vma)) {
			reclaim_pages(&cold.folios);
			INIT_LIST_HEAD(&cold.folios);
			continue;
		}
		list_for_each_entry_safe(folio, next, &cold.folios, lru) {
			list_del_init(&folio->lru);
			folio_clear_active(folio);
			folio_putback_lru(folio);
		}
	}
	return 0;
}

/* One page of a MADV_POPULATE_* range. Return: its error. */
static int populate_one(struct vm_area_struct *vma, unsigned long addr, bool write)
{
	vm_fault_t ret;
	pte_t *pte;

	if (write ? !(vma->vm_flags & VM_WRITE) : !vma_is_accessible(vma))
		return -EINVAL;
	if (vma->vm_flags & (VM_PFNMAP | VM_IO))
		return -EINVAL;
	pte = pte_lookup(vma->vm_mm, addr);
	if (pte && pte_present(*pte) && (!write || pte_write(*pte)))
		return 0;
	ret = handle_mm_fault(vma, addr, write ? FAULT_FLAG_WRITE : 0);
	if (ret & VM_FAULT_OOM)
		return -ENOMEM;
	return ret & VM_FAULT_ERROR ? -EFAULT : 0;
}

static int advise_populate(struct mm_struct *mm, unsigned long start, unsigned long end,
			   bool write)
{
	for (; start < end; start += PAGE_SIZE) {
		struct vm_area_struct *vma = vma_lookup(mm, start);
		int err;

		if (!vma)
			return -ENOMEM;
		if (fatal_signal_pending(current))
			return -EINTR;
		err = populate_one(vma, start, write);
		if (err)
			return err;
		cond_resched();
	}
	return 0;
}

/* ---- dispatch ---- */

static bool is_known(int advice)
{
	switch (advice) {
	case MADV_NORMAL: case MADV_SEQUENTIAL: case MADV_RANDOM:
	case MADV_WILLNEED: case MADV_DONTNEED: case MADV_DONTNEED_LOCKED:
	case MADV_FREE: case MADV_REMOVE: case MADV_DONTFORK: case MADV_DOFORK:
	case MADV_WIPEONFORK: case MADV_KEEPONFORK: case MADV_DONTDUMP:
	case MADV_DODUMP: case MADV_HUGEPAGE: case MADV_NOHUGEPAGE:
	case MADV_COLD: case MADV_PAGEOUT: case MADV_POPULATE_READ:
	case MADV_POPULATE_WRITE: case MADV_MERGEABLE: case MADV_UNMERGEABLE:
	case MADV_COLLAPSE:
		return true;
	}
	return false;
}

static bool needs_write_lock(int advice)
{
	switch (advice) {
	case MADV_REMOVE: case MADV_WILLNEED: case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED: case MADV_FREE: case MADV_COLD: case MADV_PAGEOUT:
	case MADV_POPULATE_READ: case MADV_POPULATE_WRITE: case MADV_COLLAPSE:
		return false;
	}
	return true;
}

static int advise_vma(struct vm_area_struct **vma, unsigned long start, unsigned long end,
		      int advice, bool *unlocked)
{
	switch (advice) {
	case MADV_REMOVE:
		return advise_remove(*vma, start, end, unlocked);
	case MADV_WILLNEED:
		return advise_willneed(*vma, start, end);
	case MADV_COLD:
	case MADV_PAGEOUT:
		return advise_cold(*vma, start, end, advice);
	case MADV_FREE:
		return advise_free(*vma, start, end);
	case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED:
		return advise_dontneed(*vma, start, end, advice);
	case MADV_MERGEABLE:
	case MADV_UNMERGEABLE:
		return 0;
	case MADV_COLLAPSE:
		return vma_is_anonymous(*vma) ? 0 : -EINVAL;
	default:
		return advise_flags(vma, start, end, advice);
	}
}

/* Holes are passed over, and reported at the end. */
static int advise_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			int advice)
{
	int unmapped = 0, err;

	while (start < end) {
		struct vm_area_struct *vma = find_vma(mm, start);
		bool unlocked = false;
		unsigned long stop;

		if (!vma)
			return -ENOMEM;
		if (start < vma->vm_start) {
			unmapped = -ENOMEM;
			start = vma->vm_start;
			if (start >= end)
				break;
		}
		stop = min(vma->vm_end, end);
		err = advise_vma(&vma, start, stop, advice, &unlocked);
		if (err)
			return err;
		start = stop;
	}
	return unmapped;
}

static int do_madvise(struct mm_struct *mm, unsigned long start, size_t len_in, int advice)
{
	size_t len = PAGE_ALIGN(len_in);
	unsigned long end = start + len;
	bool write = needs_write_lock(advice);
	int err;

	if (!is_known(advice) || offset_in_page(start))
		return -EINVAL;
	if ((len_in && !len) || end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	if (write) {
		if (mmap_write_lock_killable(mm))
			return -EINTR;
	} else {
		mmap_read_lock(mm);
	}
	if (advice == MADV_POPULATE_READ || advice == MADV_POPULATE_WRITE)
		err = advise_populate(mm, start, end, advice == MADV_POPULATE_WRITE);
	else
		err = advise_range(mm, start, end, advice);
	if (write)
		mmap_write_unlock(mm);
	else
		mmap_read_unlock(mm);
	return err;
}

SYSCALL_DEFINE3(madvise, unsigned long, start, size_t, len, int, advice)
{
	return do_madvise(current->mm, start, len, advice);
}

/* Advice that cannot change what another process reads from its memory. */
static bool is_remote_advice(int advice)
{
	return advice == MADV_COLD || advice == MADV_PAGEOUT || advice == MADV_WILLNEED ||
	       advice == MADV_COLLAPSE;
}

static ssize_t madvise_iovec(struct mm_struct *mm, struct iov_iter *iter, int advice)
{
	size_t total = iov_iter_count(iter);
	int err = 0;

	while (iov_iter_count(iter) && !err) {
		size_t n = iov_iter_single_seg_count(iter);
		unsigned long addr = iter_is_ubuf(iter) ?
			(unsigned long)iter->ubuf + iter->iov_offset :
			(unsigned long)iter_iov(iter)->iov_base + iter->iov_offset;

		err = do_madvise(mm, addr, n, advice);
		if (!err)
			iov_iter_advance(iter, n);
	}
	return total != iov_iter_count(iter) ? total - iov_iter_count(iter) : err;
}

SYSCALL_DEFINE5(process_madvise, int, pidfd, const struct iovec __user *, vec, size_t, vlen,
		int, advice, unsigned int, flags)
{
	struct iovec fast[UIO_FASTIOV], *iov = fast;
	struct task_struct *task;
	struct mm_struct *mm;
	struct iov_iter iter;
	ssize_t ret;

	if (flags)
		return -EINVAL;
	ret = import_iovec(ITER_DEST, vec, vlen, ARRAY_SIZE(fast), &iov, &iter);
	if (ret < 0)
		return ret;
	task = pidfd_get_task(pidfd, &flags);
	if (IS_ERR(task)) {
		kfree(iov);
		return PTR_ERR(task);
	}
	mm = mm_access(task, PTRACE_MODE_READ_FSCREDS);
	if (IS_ERR_OR_NULL(mm)) {
		ret = mm ? PTR_ERR(mm) : -ESRCH;
		goto put_task;
	}
	if (mm != current->mm && !is_remote_advice(advice))
		ret = -EINVAL;
	else if (mm != current->mm && !capable(CAP_SYS_NICE))
		ret = -EPERM;
	else
		ret = madvise_iovec(mm, &iter, advice);
	mmput(mm);
put_task:
	put_task_struct(task);
	kfree(iov);
	return ret;
}
