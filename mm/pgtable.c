// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's page tables: four levels of tables of 512 words. An entry of an
 * upper level is the kernel address of the next table or zero; a leaf entry is a
 * pte_t. Hardware never looks at them, so there is no format to obey.
 *
 * Tables appear under mm->page_table_lock, with mmap_lock held at least for reading,
 * and go away only with mmap_lock held for writing and page_table_lock: with either
 * lock a table that was found stays.
 *
 * Lock order: mmap_lock, page_table_lock.
 */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <asm/pgtable.h>
#include "internal.h"

#define LEVEL_SHIFT(l)	(PAGE_SHIFT + 9 * (l))
#define LEVEL_SPAN(l)	(1UL << (LEVEL_SHIFT(l) + 9))	/* bytes one table covers */
#define TOP_LEVEL	(PGDIR_LEVELS - 1)

static unsigned int table_index(unsigned long addr, int level)
{
	return (addr >> LEVEL_SHIFT(level)) & (PTRS_PER_TABLE - 1);
}

static pgd_t *table_of(pgd_t entry)
{
	return (pgd_t *)entry.pgd;
}

static void *table_alloc(gfp_t gfp)
{
	void *table = (void *)get_zeroed_page(gfp);

	if (table)
		vm_stat_mod(NR_PAGETABLE, 1);
	return table;
}

static void table_free(void *table)
{
	vm_stat_mod(NR_PAGETABLE, -1);
	free_page((unsigned long)table);
}

pgd_t *pgd_alloc(void)
{
	return table_alloc(GFP_KERNEL_ACCOUNT);
}

/**
 * pte_lookup() - the entry for an address
 * @mm: address space
 * @addr: address below 2^48
 *
 * Context: page_table_lock, or mmap_lock, held.
 * Return: the entry, perhaps empty; NULL when there is no table for it.
 */
pte_t *pte_lookup(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *table = mm->pgd;

	for (int level = TOP_LEVEL; level > 0; level--) {
		table = table_of(READ_ONCE(table[table_index(addr, level)]));
		if (!table)
			return NULL;
	}
	return (pte_t *)table + table_index(addr, 0);
}

/* Hang a new table in, unless somebody else was faster. */
static pgd_t *table_add(struct mm_struct *mm, pgd_t *entry)
{
	pgd_t *new = table_alloc(GFP_KERNEL_ACCOUNT);

	if (!new)
		return NULL;
	spin_lock(&mm->page_table_lock);
	if (entry->pgd) {
		spin_unlock(&mm->page_table_lock);
		table_free(new);
		return table_of(*entry);
	}
	WRITE_ONCE(entry->pgd, (unsigned long)new);
	spin_unlock(&mm->page_table_lock);
	atomic_long_add(PAGE_SIZE, &mm->pgtables_bytes);
	return new;
}

/**
 * pte_alloc() - the entry for an address, with its tables made
 * @mm: address space
 * @addr: address below 2^48
 *
 * Context: mmap_lock held, page_table_lock not; may sleep.
 * Return: the entry, or NULL for lack of memory.
 */
pte_t *pte_alloc(struct mm_struct *mm, unsigned long addr)
{
	pgd_t *table = mm->pgd;

	for (int level = TOP_LEVEL; level > 0; level--) {
		pgd_t *entry = &table[table_index(addr, level)];

		table = table_of(READ_ONCE(*entry));
		if (!table)
			table = table_add(mm, entry);
		if (!table)
			return NULL;
	}
	return (pte_t *)table + table_index(addr, 0);
}

/**
 * pte_span() - the next run of entries that has a table
 * @mm: address space
 * @addr: where to start; set to the address of the entry returned
 * @end: where to stop
 * @stop: set to the end of the table's part of the range
 *
 * Empty upper levels are skipped in one step each.
 *
 * Context: page_table_lock or mmap_lock held.
 * Return: the entry of *@addr, or NULL when there are no more before @end.
 */
pte_t *pte_span(struct mm_struct *mm, unsigned long *addr, unsigned long end,
		unsigned long *stop)
{
	unsigned long a = *addr;

	while (a < end) {
		pgd_t *table = mm->pgd;
		int level = TOP_LEVEL;

		for (; level > 0; level--) {
			pgd_t *next = table_of(READ_ONCE(table[table_index(a, level)]));

			if (!next)
				break;
			table = next;
		}
		if (!level) {
			*addr = a;
			*stop = min(end, ALIGN_DOWN(a, LEVEL_SPAN(0)) + LEVEL_SPAN(0));
			return (pte_t *)table + table_index(a, 0);
		}
		a = ALIGN_DOWN(a, LEVEL_SPAN(level - 1)) + LEVEL_SPAN(level - 1);
	}
	return NULL;
}

int walk_ptes(struct mm_struct *mm, unsigned long start, unsigned long end,
	      int (*fn)(pte_t *pte, unsigned long addr, void *data), void *data)
{
	unsigned long addr = start, stop;
	pte_t *pte;
	int ret;

	while ((pte = pte_span(mm, &addr, end, &stop))) {
		for (; addr < stop; addr += PAGE_SIZE, pte++) {
			if (pte_none(*pte))
				continue;
			ret = fn(pte, addr, data);
			if (ret)
				return ret;
		}
	}
	return 0;
}

/* Detach the tables below @table that lie wholly in [start, end). */
static void detach_tables(struct mm_struct *mm, pgd_t *table, int level, unsigned long base,
			  unsigned long start, unsigned long end, struct list_head *out)
{
	unsigned long span = LEVEL_SPAN(level - 1);
	unsigned int first = start > base ? (start - base) / span : 0;

	for (unsigned int i = first; i < PTRS_PER_TABLE && base + i * span < end; i++) {
		unsigned long lo = base + i * span;
		pgd_t *child = table_of(table[i]);

		if (!child)
			continue;
		if (level > 1)
			detach_tables(mm, child, level - 1, lo, start, end, out);
		if (start > lo || end < lo + span)
			continue;
		WRITE_ONCE(table[i].pgd, 0);
		list_add(&virt_to_page(child)->lru, out);
		atomic_long_sub(PAGE_SIZE, &mm->pgtables_bytes);
	}
}

/**
 * free_pgtables() - free the tables that only cover a range without mappings
 * @mm: address space
 * @start: end of the mapping before, or 0
 * @end: start of the mapping behind, or the end of everything
 *
 * Context: mmap_lock held for writing, or nobody else uses @mm; all entries of
 * the range are empty.
 */
void free_pgtables(struct mm_struct *mm, unsigned long start, unsigned long end)
{
	struct page *page, *next;
	LIST_HEAD(out);

	spin_lock(&mm->page_table_lock);
	detach_tables(mm, mm->pgd, TOP_LEVEL, 0, start, end, &out);
	spin_unlock(&mm->page_table_lock);
	list_for_each_entry_safe(page, next, &out, lru)
		table_free(page_address(page));
}

void pgd_free(struct mm_struct *mm)
{
	if (!mm->pgd)
		return;
	free_pgtables(mm, 0, LEVEL_SPAN(TOP_LEVEL));
	table_free(mm->pgd);
	mm->pgd = NULL;
}
