// SPDX-License-Identifier: GPL-2.0
/*
 * Taking pages out of page tables: munmap, MADV_DONTNEED, truncation, exit.
 *
 * Entries are cleared table by table under page_table_lock; the host is told about
 * runs, not pages. The pages are collected and freed in batches, after the host's
 * mappings have gone on every CPU.
 *
 * Lock order: mmap_lock or i_mmap_rwsem, page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <asm/pgtable.h>
#include "internal.h"

#define GATHER_PAGES	128
#define GATHER_DIRTY	1UL	/* in gather.pages: its entry was dirty */

/* Pages whose entries are gone, and the run of host mappings to go. */
struct gather {
	struct vm_area_struct	*vma;
	const struct zap_details *details;
	unsigned long		run_start, run_end;	/* host mappings to revoke */
	long			rss[NR_MM_COUNTERS];
	unsigned int		nr;
	unsigned long		pages[GATHER_PAGES];	/* struct page *, GATHER_DIRTY */
};

static void gather_end_run(struct gather *g)
{
	if (g->run_end > g->run_start && !(g->details && g->details->host_gone))
		um_tlb_unmap(g->vma->vm_mm, g->run_start, g->run_end - g->run_start);
	g->run_start = g->run_end = 0;
}

static void gather_host(struct gather *g, unsigned long addr)
{
	if (!g->run_end)
		g->run_start = addr;
	g->run_end = addr + PAGE_SIZE;
}

/* What was written until the host's mapping was gone is not lost. */
static void let_go(unsigned long entry)
{
	struct page *page = (struct page *)(entry & ~GATHER_DIRTY);

	if (entry & GATHER_DIRTY)
		folio_mark_dirty(page_folio(page));
	put_page(page);
}

/* When nobody can reach the pages any more: let go of them. No lock held. */
static void gather_flush(struct gather *g, unsigned long start, unsigned long end)
{
	struct mm_struct *mm = g->vma->vm_mm;

	if (!(g->details && g->details->host_gone))
		flush_tlb_range(g->vma, start, end);
	for (int i = 0; i < NR_MM_COUNTERS; i++) {
		if (g->rss[i])
			add_mm_counter(mm, i, g->rss[i]);
		g->rss[i] = 0;
	}
	for (unsigned int i = 0; i < g->nr; i++)
		let_go(g->pages[i]);
	g->nr = 0;
}

static bool must_keep(struct gather *g, struct page *page)
{
	struct address_space *only = g->details ? g->details->only : NULL;

	return only && (!page || page_folio(page)->mapping != only);
}

/* Clear one entry. Return: false when the gather is full. page_table_lock held. */
static bool zap_entry(struct gather *g, pte_t *pte, unsigned long addr)
{
	struct page *page = vm_normal_page(*pte);
	pte_t old = *pte;
	unsigned long dirty = 0;
	struct folio *folio;

	if (must_keep(g, page)) {
		gather_end_run(g);
		return true;
	}
	if (old.pte & _PAGE_HOST)
		gather_host(g, addr);
	*pte = __pte(0);
	if (!page)
		return true;
	folio = page_folio(page);
	if (pte_dirty(old) && !folio_test_swapbacked(folio))
		dirty = GATHER_DIRTY;
	g->rss[mm_counter(page)]--;
	folio_remove_rmap(folio, g->vma);
	g->pages[g->nr++] = (unsigned long)page | dirty;
	return g->nr < GATHER_PAGES;
}

/* Entries of one table; returns where it stopped. */
static unsigned long zap_table(struct gather *g, pte_t *pte, unsigned long addr,
			       unsigned long stop)
{
	spin_lock(&g->vma->vm_mm->page_table_lock);
	while (addr < stop) {
		bool room = pte_none(*pte) || zap_entry(g, pte, addr);

		addr += PAGE_SIZE;
		pte++;
		if (!room)
			break;
	}
	gather_end_run(g);
	spin_unlock(&g->vma->vm_mm->page_table_lock);
	return addr;
}

/**
 * zap_vma_range() - empty the entries of a part of a VMA
 * @vma: VMA
 * @start: page aligned
 * @end: page aligned
 * @details: what to spare, or NULL
 *
 * Context: mmap_lock held, or the rmap lock of the VMA's file; sleeps.
 */
void zap_vma_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		   const struct zap_details *details)
{
	struct gather g;
	unsigned long addr = start, stop;
	pte_t *pte;

	update_hiwater_rss(vma->vm_mm);
	g.vma = vma;
	g.details = details;
	g.nr = 0;
	g.run_start = g.run_end = 0;
	for (int i = 0; i < NR_MM_COUNTERS; i++)
		g.rss[i] = 0;
	while ((pte = pte_span(vma->vm_mm, &addr, end, &stop))) {
		unsigned long from = addr;

		addr = zap_table(&g, pte, addr, stop);
		gather_flush(&g, from, addr);
		cond_resched();
	}
}

void zap_page_range(struct vm_area_struct *vma, unsigned long start, unsigned long len)
{
	zap_vma_range(vma, start, start + len, NULL);
}

static void unmap_from_vma(struct vm_area_struct *vma, pgoff_t first, pgoff_t last,
			   const struct zap_details *details)
{
	pgoff_t vma_first = vma->vm_pgoff;
	pgoff_t vma_last = vma_first + ((vma->vm_end - vma->vm_start) >> PAGE_SHIFT) - 1;

	if (first > vma_last || last < vma_first)
		return;
	first = max(first, vma_first);
	last = min(last, vma_last);
	zap_vma_range(vma, vma->vm_start + ((first - vma_first) << PAGE_SHIFT),
		      vma->vm_start + ((last - vma_first + 1) << PAGE_SHIFT), details);
}

/**
 * unmap_mapping_pages() - take pages of a file out of all page tables
 * @mapping: the file's
 * @start: first page
 * @nr: number of pages, 0 for all from @start on
 * @even_cows: also private copies of them
 *
 * Context: sleeps; takes i_mmap_rwsem.
 */
void unmap_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t nr,
			 bool even_cows)
{
	struct zap_details details = { .only = even_cows ? NULL : mapping };
	pgoff_t last = nr ? start + nr - 1 : ULONG_MAX;
	struct vm_area_struct *vma;

	if (last < start)
		last = ULONG_MAX;
	if (list_empty(&mapping->i_mmap))
		return;
	down_read(&mapping->i_mmap_rwsem);
	list_for_each_entry(vma, &mapping->i_mmap, shared)
		unmap_from_vma(vma, start, last, &details);
	up_read(&mapping->i_mmap_rwsem);
}

/* The same for bytes: every page that lies at least partly in the range. */
void unmap_mapping_range(struct address_space *mapping, loff_t start, loff_t len,
			 int even_cows)
{
	pgoff_t first = start >> PAGE_SHIFT;
	pgoff_t last = (u64)(start + len - 1) >> PAGE_SHIFT;

	unmap_mapping_pages(mapping, first, len ? last - first + 1 : 0, even_cows);
}
