// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/N/smaps and smaps_rollup: how much of each mapping is in memory, and
 * with how many others it is shared. A page mapped n times counts 1/n in Pss,
 * summed with PSS_SHIFT bits of fraction.
 *
 * Locks: mmap_lock, and page_table_lock around the walk over one mapping.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "internal.h"

#define PSS_SHIFT	12

struct mem_size_stats {
	unsigned long	resident, shared_clean, shared_dirty, private_clean, private_dirty;
	unsigned long	referenced, anonymous, size;
	u64		pss, pss_dirty, pss_anon, pss_file, pss_shmem, pss_locked;
	bool		locked;
};

static void account_shared(struct mem_size_stats *s, struct folio *folio, bool dirty)
{
	int mapcount = max(folio_mapcount(folio), 1);
	u64 pss = ((u64)PAGE_SIZE << PSS_SHIFT) / mapcount;

	s->pss += pss;
	if (dirty)
		s->pss_dirty += pss;
	if (s->locked)
		s->pss_locked += pss;
	if (folio_test_anon(folio))
		s->pss_anon += pss;
	else if (folio_test_swapbacked(folio))
		s->pss_shmem += pss;
	else
		s->pss_file += pss;
	if (mapcount > 1)
		*(dirty ? &s->shared_dirty : &s->shared_clean) += PAGE_SIZE;
	else
		*(dirty ? &s->private_dirty : &s->private_clean) += PAGE_SIZE;
}

static int smaps_pte(pte_t *pte, unsigned long addr, void *data)
{
	struct mem_size_stats *s = data;
	struct folio *folio;

	if (!pte_present(*pte) || pte_special(*pte) || is_zero_pfn(pte_pfn(*pte)))
		return 0;
	folio = page_folio(pfn_to_page(pte_pfn(*pte)));
	s->resident += PAGE_SIZE;
	if (folio_test_anon(folio))
		s->anonymous += PAGE_SIZE;
	if (pte_young(*pte) || folio_test_referenced(folio))
		s->referenced += PAGE_SIZE;
	account_shared(s, folio, pte_dirty(*pte) || folio_test_dirty(folio));
	return 0;
}

static void gather(struct vm_area_struct *vma, struct mem_size_stats *s)
{
	struct mm_struct *mm = vma->vm_mm;

	s->size += vma->vm_end - vma->vm_start;
	s->locked = vma->vm_flags & VM_LOCKED;
	spin_lock(&mm->page_table_lock);
	walk_ptes(mm, vma->vm_start, vma->vm_end, smaps_pte, s);
	spin_unlock(&mm->page_table_lock);
}

static void show_kb(struct seq_file *m, const char *name, unsigned long bytes)
{
	seq_printf(m, "%-16s%8lu kB\n", name, bytes >> 10);
}

static void show_smap_counts(struct seq_file *m, const struct mem_size_stats *s, bool rollup)
{
	show_kb(m, "Rss:", s->resident);
	show_kb(m, "Pss:", s->pss >> PSS_SHIFT);
	show_kb(m, "Pss_Dirty:", s->pss_dirty >> PSS_SHIFT);
	if (rollup) {
		show_kb(m, "Pss_Anon:", s->pss_anon >> PSS_SHIFT);
		show_kb(m, "Pss_File:", s->pss_file >> PSS_SHIFT);
		show_kb(m, "Pss_Shmem:", s->pss_shmem >> PSS_SHIFT);
	}
	show_kb(m, "Shared_Clean:", s->shared_clean);
	show_kb(m, "Shared_Dirty:", s->shared_dirty);
	show_kb(m, "Private_Clean:", s->private_clean);
	show_kb(m, "Private_Dirty:", s->private_dirty);
	show_kb(m, "Referenced:", s->referenced);
	show_kb(m, "Anonymous:", s->anonymous);
	show_kb(m, "KSM:", 0);
	show_kb(m, "LazyFree:", 0);
	show_kb(m, "AnonHugePages:", 0);
	show_kb(m, "ShmemPmdMapped:", 0);
	show_kb(m, "FilePmdMapped:", 0);
	show_kb(m, "Shared_Hugetlb:", 0);
	show_kb(m, "Private_Hugetlb:", 0);
	show_kb(m, "Swap:", 0);
	show_kb(m, "SwapPss:", 0);
	show_kb(m, "Locked:", s->pss_locked >> PSS_SHIFT);
}

static void show_smap_vma_flags(struct seq_file *m, vm_flags_t flags)
{
	static const struct {
		vm_flags_t	flag;
		const char	*name;
	} names[] = {
		{ VM_READ, "rd" }, { VM_WRITE, "wr" }, { VM_EXEC, "ex" }, { VM_SHARED, "sh" },
		{ VM_MAYREAD, "mr" }, { VM_MAYWRITE, "mw" }, { VM_MAYEXEC, "me" },
		{ VM_MAYSHARE, "ms" }, { VM_GROWSDOWN, "gd" }, { VM_PFNMAP, "pf" },
		{ VM_LOCKED, "lo" }, { VM_IO, "io" }, { VM_SEQ_READ, "sr" },
		{ VM_RAND_READ, "rr" }, { VM_DONTCOPY, "dc" }, { VM_DONTEXPAND, "de" },
		{ VM_LOCKONFAULT, "lf" }, { VM_ACCOUNT, "ac" }, { VM_NORESERVE, "nr" },
		{ VM_WIPEONFORK, "wf" }, { VM_DONTDUMP, "dd" }, { VM_MIXEDMAP, "mm" },
		{ VM_HUGEPAGE, "hg" }, { VM_NOHUGEPAGE, "nh" },
	};
	size_t i;

	seq_puts(m, "VmFlags: ");
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (flags & names[i].flag)
			seq_printf(m, "%s ", names[i].name);
	seq_putc(m, '\n');
}

static int show_smap(struct seq_file *m, void *v)
{
	struct vm_area_struct *vma = v;
	struct mem_size_stats s = {};

	gather(vma, &s);
	show_map_vma(m, vma);
	show_kb(m, "Size:", s.size);
	show_kb(m, "KernelPageSize:", PAGE_SIZE);
	show_kb(m, "MMUPageSize:", PAGE_SIZE);
	show_smap_counts(m, &s, false);
	seq_printf(m, "THPeligible:    %8u\n", 0);
	show_smap_vma_flags(m, vma->vm_flags);
	return 0;
}

static const struct seq_operations proc_pid_smaps_op = {
	.start	= proc_maps_start,
	.next	= proc_maps_next,
	.stop	= proc_maps_stop,
	.show	= show_smap,
};

static int pid_smaps_open(struct inode *inode, struct file *file)
{
	return proc_maps_open(inode, file, &proc_pid_smaps_op);
}

const struct file_operations proc_pid_smaps_operations = {
	.open		= pid_smaps_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= proc_maps_release,
};

/* ---- the sum of all ---- */

static int show_smaps_rollup(struct seq_file *m, void *v)
{
	struct mm_struct *mm = m->private;
	struct mem_size_stats s = {};
	struct vm_area_struct *vma;
	unsigned long start = 0, end = 0;

	if (!mm || !mmget_not_zero(mm))
		return -ESRCH;
	if (mmap_read_lock_killable(mm)) {
		mmput(mm);
		return -EINTR;
	}
	for_each_vma(mm, vma) {
		if (!end)
			start = vma->vm_start;
		end = vma->vm_end;
		gather(vma, &s);
	}
	mmap_read_unlock(mm);
	mmput(mm);
	show_vma_header_prefix(m, start, end, 0, 0, 0, 0);
	seq_pad(m, ' ');
	seq_puts(m, "[rollup]\n");
	show_smap_counts(m, &s, true);
	return 0;
}

static int smaps_rollup_open(struct inode *inode, struct file *file)
{
	struct mm_struct *mm = proc_mem_open(inode, PTRACE_MODE_READ);
	int err;

	if (IS_ERR(mm))
		return PTR_ERR(mm);
	err = single_open(file, show_smaps_rollup, mm);
	if (err && mm)
		mmdrop(mm);
	return err;
}

static int smaps_rollup_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	if (m->private)
		mmdrop(m->private);
	return single_release(inode, file);
}

const struct file_operations proc_pid_smaps_rollup_operations = {
	.open		= smaps_rollup_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= smaps_rollup_release,
};
