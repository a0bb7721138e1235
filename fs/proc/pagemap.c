// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/N/pagemap, 64 bits for each page of the address space, and clear_refs,
 * which makes pages look unused so that a later look at smaps tells what was
 * used since.
 *
 * Left out against Linux: soft-dirty tracking (clear_refs 4 is accepted and
 * every page stays soft-dirty), as entries have no bit for it.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

#define PM_ENTRY_BYTES		8
#define PM_PFRAME_MASK		((1ULL << 55) - 1)
#define PM_SOFT_DIRTY		(1ULL << 55)
#define PM_MMAP_EXCLUSIVE	(1ULL << 56)
#define PM_FILE			(1ULL << 61)
#define PM_PRESENT		(1ULL << 63)
#define PAGES_AT_ONCE		(PAGE_SIZE / PM_ENTRY_BYTES)

struct pagemap_walk {
	unsigned long	start;
	u64		*entries;
	bool		show_pfn;
};

static int pagemap_pte(pte_t *pte, unsigned long addr, void *data)
{
	struct pagemap_walk *w = data;
	u64 entry = PM_PRESENT | PM_SOFT_DIRTY;
	struct folio *folio;

	if (!pte_present(*pte))
		return 0;
	if (w->show_pfn)
		entry |= pte_pfn(*pte) & PM_PFRAME_MASK;
	if (!pte_special(*pte)) {
		folio = page_folio(pfn_to_page(pte_pfn(*pte)));
		if (!folio_test_anon(folio))
			entry |= PM_FILE;
		if (folio_mapcount(folio) == 1)
			entry |= PM_MMAP_EXCLUSIVE;
	}
	w->entries[(addr - w->start) >> PAGE_SHIFT] = entry;
	return 0;
}

static ssize_t pagemap_chunk(struct mm_struct *mm, struct pagemap_walk *w, unsigned long pages)
{
	unsigned long end = w->start + (pages << PAGE_SHIFT);

	memset(w->entries, 0, pages * PM_ENTRY_BYTES);
	if (mmap_read_lock_killable(mm))
		return -EINTR;
	spin_lock(&mm->page_table_lock);
	walk_ptes(mm, w->start, end, pagemap_pte, w);
	spin_unlock(&mm->page_table_lock);
	mmap_read_unlock(mm);
	return 0;
}

static ssize_t pagemap_copy(struct mm_struct *mm, struct pagemap_walk *w, char __user *buf,
			    size_t count, loff_t *ppos)
{
	unsigned long page = *ppos / PM_ENTRY_BYTES, last = mm->task_size >> PAGE_SHIFT;
	ssize_t copied = 0, err;

	while (count && page < last) {
		unsigned long n = min3(count / PM_ENTRY_BYTES, PAGES_AT_ONCE, last - page);

		w->start = page << PAGE_SHIFT;
		err = pagemap_chunk(mm, w, n);
		if (!err && copy_to_user(buf, w->entries, n * PM_ENTRY_BYTES))
			err = -EFAULT;
		if (err)
			return copied ? copied : err;
		page += n;
		n *= PM_ENTRY_BYTES;
		buf += n;
		count -= n;
		copied += n;
		*ppos += n;
	}
	return copied;
}

static ssize_t pagemap_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm = file->private_data;
	struct pagemap_walk w = { .show_pfn = file_capable(file, CAP_SYS_ADMIN) };
	ssize_t ret;

	if (!mm || !mmget_not_zero(mm))
		return 0;
	ret = -EINVAL;
	if (*ppos < 0 || *ppos % PM_ENTRY_BYTES || count % PM_ENTRY_BYTES)
		goto out;
	ret = -ENOMEM;
	w.entries = (u64 *)__get_free_page(GFP_KERNEL);
	if (!w.entries)
		goto out;
	ret = pagemap_copy(mm, &w, buf, count, ppos);
	free_page((unsigned long)w.entries);
out:
	mmput(mm);
	return ret;
}

static int pagemap_open(struct inode *inode, struct file *file)
{
	struct mm_struct *mm = proc_mem_open(inode, PTRACE_MODE_READ);

	if (IS_ERR(mm))
		return PTR_ERR(mm);
	file->private_data = mm;
	return 0;
}

static int pagemap_release(struct inode *inode, struct file *file)
{
	if (file->private_data)
		mmdrop(file->private_data);
	return 0;
}

const struct file_operations proc_pagemap_operations = {
	.llseek		= mem_lseek,
	.read		= pagemap_read,
	.open		= pagemap_open,
	.release	= pagemap_release,
};

/* ---- clear_refs ---- */

enum { CLEAR_REFS_ALL = 1, CLEAR_REFS_ANON, CLEAR_REFS_MAPPED, CLEAR_REFS_SOFT_DIRTY,
       CLEAR_REFS_MM_HIWATER_RSS };

static int clear_pte(pte_t *pte, unsigned long addr, void *data)
{
	if (!pte_present(*pte) || pte_special(*pte))
		return 0;
	*pte = pte_mkold(*pte);
	folio_clear_referenced(page_folio(pfn_to_page(pte_pfn(*pte))));
	return 0;
}

static int do_clear_refs(struct mm_struct *mm, int type)
{
	struct vm_area_struct *vma;

	if (type == CLEAR_REFS_SOFT_DIRTY)
		return 0;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	if (type == CLEAR_REFS_MM_HIWATER_RSS) {
		mm->hiwater_rss = get_mm_rss(mm);
		goto out;
	}
	for_each_vma(mm, vma) {
		if ((type == CLEAR_REFS_ANON && vma->vm_file) ||
		    (type == CLEAR_REFS_MAPPED && !vma->vm_file))
			continue;
		spin_lock(&mm->page_table_lock);
		walk_ptes(mm, vma->vm_start, vma->vm_end, clear_pte, NULL);
		spin_unlock(&mm->page_table_lock);
	}
out:
	mmap_write_unlock(mm);
	return 0;
}

static ssize_t clear_refs_write(struct file *file, const char __user *buf, size_t count,
				loff_t *ppos)
{
	struct task_struct *task;
	struct mm_struct *mm;
	char text[13] = "";
	int type, err;

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	err = kstrtoint(strstrip(text), 10, &type);
	if (err)
		return err;
	if (type < CLEAR_REFS_ALL || type > CLEAR_REFS_MM_HIWATER_RSS)
		return -EINVAL;
	task = get_proc_task(file_inode(file));
	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	if (mm) {
		err = do_clear_refs(mm, type);
		mmput(mm);
	}
	put_task_struct(task);
	return err ? err : (ssize_t)count;
}

const struct file_operations proc_clear_refs_operations = {
	.write		= clear_refs_write,
	.llseek		= noop_llseek,
};
