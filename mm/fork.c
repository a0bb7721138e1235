// SPDX-License-Identifier: GPL-2.0
/*
 * Copying an address space for fork(), and its end.
 *
 * The host's mappings of the child start as a copy of the parent's (the machine
 * clones the host process after this), so the child's entries are copied together
 * with what the host knows of them, and all that is written down for the host is:
 * private pages become read-only in the parent, in as few calls as there are runs;
 * ranges the child does not get are unmapped in it.
 *
 * A page that was written again soon after an earlier fork (the top of the stack,
 * the allocator's lists) will be after this one, by parent and child: a few such
 * "hot" pages are copied at once, which is a tenth of the price of two faults. Now
 * and then one is treated like any other, and only stays hot if it is written again.
 *
 * Lock order: parent's mmap_lock, child's mmap_lock, i_mmap_rwsem or anon_vma->rwsem;
 * parent's page_table_lock, child's page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/swap.h>
#include <asm/pgtable.h>
#include "internal.h"

#define MAX_HOT		32	/* pages copied at once by one fork */
#define HOT_TRIAL	8	/* of so many forks, one tries to share a hot page */

/* ---- page tables ---- */

/* State of the copy of one VMA. The run is what the parent's host must protect. */
struct pte_copy {
	struct vm_area_struct	*dst, *src;
	unsigned long		run_start, run_end;
	bool			run_writable;	/* some of it is writable on the host */
	unsigned int		*hot_left;	/* how many more may be copied at once */
	long			rss[NR_MM_COUNTERS];
};

static void end_run(struct pte_copy *c)
{
	pgprot_t prot = c->src->vm_page_prot;

	if (c->run_writable)
		um_tlb_protect(c->src->vm_mm, c->run_start, c->run_end - c->run_start,
			       prot.pgprot & ~_PAGE_RW);
	c->run_start = c->run_end = 0;
	c->run_writable = false;
}

static void add_to_run(struct pte_copy *c, unsigned long addr, pte_t pte)
{
	if (!(pte.pte & _PAGE_HOST))
		return;
	if (c->run_end != addr) {
		end_run(c);
		c->run_start = addr;
	}
	c->run_end = addr + PAGE_SIZE;
	c->run_writable |= pte_write(pte);
}

/*
 * Somebody may be storing into the page by I/O: the parent must keep it, so the
 * child cannot share it.
 */
static bool may_be_pinned(struct pte_copy *c, struct folio *folio)
{
	return test_bit(MMF_HAS_PINNED, &c->src->vm_mm->flags) &&
	       folio_test_anon(folio) &&
	       folio_ref_count(folio) > folio_mapcount(folio);
}

static bool copy_at_once(struct pte_copy *c, pte_t *src, unsigned long addr,
			 struct folio *folio)
{
	if (!folio_test_hot(folio) || !folio_test_anon(folio) || folio_mapcount(folio) != 1 ||
	    !(c->src->vm_flags & VM_WRITE) || !*c->hot_left)
		return false;
	if (!(((addr >> PAGE_SHIFT) + total_forks) % HOT_TRIAL)) {
		folio_clear_hot(folio);
		return false;
	}
	--*c->hot_left;
	return true;
}

/* Return: false when the child needs a copy of its own. Both tables are locked. */
static bool copy_entry(struct pte_copy *c, pte_t *dst, pte_t *src, unsigned long addr)
{
	struct page *page = vm_normal_page(*src);
	pte_t pte = *src;

	if (page && (may_be_pinned(c, page_folio(page)) ||
		     copy_at_once(c, src, addr, page_folio(page))))
		return false;
	if (is_cow_mapping(c->src->vm_flags)) {
		add_to_run(c, addr, pte);
		pte = pte_wrprotect(pte);
		*src = pte;
	}
	if (page) {
		struct folio *folio = page_folio(page);

		get_page(page);
		if (folio_test_anon(folio))
			folio_add_anon_rmap(folio);
		else
			folio_add_file_rmap(folio);
		c->rss[mm_counter(page)]++;
	}
	if (c->src->vm_flags & VM_SHARED)
		pte = pte_mkclean(pte);
	*dst = pte;
	return true;
}

/* One table. Return: where it stopped, which is @stop unless a copy is needed. */
static unsigned long copy_table(struct pte_copy *c, pte_t *dst, pte_t *src,
				unsigned long addr, unsigned long stop)
{
	struct mm_struct *from = c->src->vm_mm, *to = c->dst->vm_mm;

	spin_lock(&from->page_table_lock);
	spin_lock_nested(&to->page_table_lock, SINGLE_DEPTH_NESTING);
	for (; addr < stop; addr += PAGE_SIZE, src++, dst++) {
		if (pte_none(*src))
			continue;
		if (!copy_entry(c, dst, src, addr))
			break;
	}
	end_run(c);
	spin_unlock(&to->page_table_lock);
	spin_unlock(&from->page_table_lock);
	return addr;
}

/* The child gets a copy now, and its host forgets the parent's page. */
static int copy_now(struct pte_copy *c, pte_t *dst, pte_t *src, unsigned long addr)
{
	struct mm_struct *mm = c->dst->vm_mm;
	struct folio *copy = alloc_user_folio(0);

	if (!copy)
		return -ENOMEM;
	copy_page(folio_address(copy), pfn_to_virt(pte_pfn(*src)));
	spin_lock(&mm->page_table_lock);
	set_new_anon_pte(c->dst, copy, addr, dst, true);
	spin_unlock(&mm->page_table_lock);
	folio_add_lru(copy);
	return 0;
}

/**
 * copy_page_range() - share the pages of a VMA with its copy in a new process
 * @dst: the copy, of the child
 * @src: the parent's
 * @hot_left: how many pages may be copied rather than shared
 *
 * Context: both mmap_locks held for writing; sleeps.
 * Return: 0 or -ENOMEM.
 */
int copy_page_range(struct vm_area_struct *dst, struct vm_area_struct *src,
		    unsigned int *hot_left)
{
	struct pte_copy c = { .dst = dst, .src = src, .hot_left = hot_left };
	unsigned long addr = src->vm_start, stop;
	pte_t *from, *to;
	int err = 0;

	while (!err && (from = pte_span(src->vm_mm, &addr, src->vm_end, &stop))) {
		unsigned long at = addr;

		to = pte_alloc(dst->vm_mm, addr);
		if (!to) {
			err = -ENOMEM;
			break;
		}
		addr = copy_table(&c, to, from, at, stop);
		if (addr < stop) {
			unsigned long i = (addr - at) >> PAGE_SHIFT;

			err = copy_now(&c, to + i, from + i, addr);
			addr += PAGE_SIZE;
		}
		cond_resched();
	}
	for (int i = 0; i < NR_MM_COUNTERS; i++)
		add_mm_counter(dst->vm_mm, i, c.rss[i]);
	return err;
}

/* ---- VMAs ---- */

/* The child has no business with this range, but its host has a copy of it. */
static void forget_on_host(struct mm_struct *mm, struct vm_area_struct *vma)
{
	spin_lock(&mm->page_table_lock);
	um_tlb_unmap(mm, vma->vm_start, vma->vm_end - vma->vm_start);
	spin_unlock(&mm->page_table_lock);
}

static void link_file(struct vm_area_struct *vma)
{
	struct address_space *mapping;

	if (!vma->vm_file)
		return;
	get_file(vma->vm_file);
	mapping = vma->vm_file->f_mapping;
	mapping_allow_one_more_writer(mapping, vma);
	down_write(&mapping->i_mmap_rwsem);
	list_add(&vma->shared, &mapping->i_mmap);
	up_write(&mapping->i_mmap_rwsem);
}

static int dup_vma(struct mm_struct *mm, struct vm_area_struct *src,
		   unsigned int *hot_left)
{
	unsigned long pages = (src->vm_end - src->vm_start) >> PAGE_SHIFT;
	struct vm_area_struct *vma;

	if ((src->vm_flags & VM_ACCOUNT) && vm_enough_memory(mm, pages))
		return -ENOMEM;
	vma = vm_area_dup(src);
	if (!vma) {
		if (src->vm_flags & VM_ACCOUNT)
			vm_unacct_memory(pages);
		return -ENOMEM;
	}
	vma->vm_mm = mm;
	vma->vm_flags &= ~(VM_LOCKED | VM_LOCKONFAULT);
	if (src->vm_flags & VM_WIPEONFORK) {
		vma->anon_vma = NULL;
		INIT_LIST_HEAD(&vma->anon_vma_node);
	} else {
		anon_vma_clone(vma, src);
	}
	link_file(vma);
	vma_insert(mm, vma);
	if (vma->vm_ops && vma->vm_ops->open)
		vma->vm_ops->open(vma);
	if (src->vm_flags & VM_WIPEONFORK) {
		forget_on_host(mm, src);
		return 0;
	}
	return copy_page_range(vma, src, hot_left);
}

/**
 * dup_mmap() - give a new process a copy of its parent's address space
 * @mm: the child's, without VMAs; its context is prepared by dup_context()
 * @oldmm: the parent's
 *
 * Context: sleeps.
 * Return: 0, -ENOMEM or -EINTR; the caller's mmput() then clears what was done.
 */
int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm)
{
	unsigned int hot_left = MAX_HOT;
	struct vm_area_struct *vma;
	int err = 0;

	if (mmap_write_lock_killable(oldmm))
		return -EINTR;
	down_write_nested(&mm->mmap_lock, SINGLE_DEPTH_NESTING);
	mm->total_vm = oldmm->total_vm;
	mm->data_vm = oldmm->data_vm;
	mm->exec_vm = oldmm->exec_vm;
	mm->stack_vm = oldmm->stack_vm;
	for_each_vma(oldmm, vma) {
		if (vma->vm_flags & VM_DONTCOPY) {
			vm_stat_account(mm, vma->vm_flags,
					-(long)((vma->vm_end - vma->vm_start) >> PAGE_SHIFT));
			forget_on_host(mm, vma);
			continue;
		}
		if (fatal_signal_pending(current))
			err = -EINTR;
		else
			err = dup_vma(mm, vma, &hot_left);
		if (err)
			break;
	}
	up_write(&mm->mmap_lock);
	flush_tlb_fork(oldmm);
	um_tlb_forked(mm, oldmm);
	mmap_write_unlock(oldmm);
	return err;
}

/**
 * exit_mmap() - the end of an address space
 * @mm: address space nobody runs in any more
 *
 * The host's mappings go all at once before the first page does.
 *
 * Context: sleeps.
 */
void exit_mmap(struct mm_struct *mm)
{
	const struct zap_details details = { .host_gone = true };
	struct vm_area_struct *vma, *next;

	mmap_write_lock(mm);
	um_tlb_exit(mm);
	for_each_vma(mm, vma)
		zap_vma_range(vma, vma->vm_start, vma->vm_end, &details);
	list_for_each_entry_safe(vma, next, &mm->mmap, vm_list) {
		if (vma->vm_flags & VM_ACCOUNT)
			vm_unacct_memory((vma->vm_end - vma->vm_start) >> PAGE_SHIFT);
		vma_erase(mm, vma);
		vma_unlink_rmap(vma);
		vma_destroy(vma);
		cond_resched();
	}
	if (mm->pgd)
		free_pgtables(mm, 0, PGTABLES_END);
	mm->total_vm = 0;
	mmap_write_unlock(mm);
}
