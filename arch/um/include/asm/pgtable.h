/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page table entries: making, asking, and setting them so that the host's
 * cache follows. mm/pgtable.c walks and allocates the levels.
 */
#ifndef ARCH_UM_ASM_PGTABLE_H
#define ARCH_UM_ASM_PGTABLE_H

#include <linux/mm_types.h>
#include <asm/tlbflush.h>

#define PTRS_PER_TABLE	512UL
#define PGDIR_LEVELS	4

static inline bool pte_none(pte_t pte) { return !pte.pte; }
static inline bool pte_present(pte_t pte) { return pte.pte & _PAGE_PRESENT; }
static inline bool pte_write(pte_t pte) { return pte.pte & _PAGE_RW; }
static inline bool pte_exec(pte_t pte) { return pte.pte & _PAGE_EXEC; }
static inline bool pte_dirty(pte_t pte) { return pte.pte & _PAGE_DIRTY; }
static inline bool pte_young(pte_t pte) { return pte.pte & _PAGE_ACCESSED; }
static inline bool pte_special(pte_t pte) { return pte.pte & _PAGE_SPECIAL; }
static inline bool pte_protnone(pte_t pte) { return pte_present(pte) && !(pte.pte & _PAGE_USER); }
static inline unsigned long pte_pfn(pte_t pte) { return pte.pte >> PAGE_SHIFT; }
static inline pte_t pfn_pte(unsigned long pfn, pgprot_t prot) { return __pte(pfn << PAGE_SHIFT | prot.pgprot); }
static inline pte_t pte_mkwrite(pte_t pte) { return __pte(pte.pte | _PAGE_RW); }
static inline pte_t pte_wrprotect(pte_t pte) { return __pte(pte.pte & ~_PAGE_RW); }
static inline pte_t pte_mkdirty(pte_t pte) { return __pte(pte.pte | _PAGE_DIRTY); }
static inline pte_t pte_mkclean(pte_t pte) { return __pte(pte.pte & ~_PAGE_DIRTY); }
static inline pte_t pte_mkyoung(pte_t pte) { return __pte(pte.pte | _PAGE_ACCESSED); }
static inline pte_t pte_mkold(pte_t pte) { return __pte(pte.pte & ~_PAGE_ACCESSED); }
static inline pte_t pte_mkspecial(pte_t pte) { return __pte(pte.pte | _PAGE_SPECIAL); }
static inline pte_t pte_modify(pte_t pte, pgprot_t prot)
{
	return __pte((pte.pte & (~_PAGE_FLAGS | _PAGE_ACCESSED | _PAGE_DIRTY | _PAGE_SPECIAL | _PAGE_HOST)) |
		     prot.pgprot);
}

/* All under mm->page_table_lock. */
static inline void set_pte_at(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte)
{
	*ptep = __pte(pte.pte | _PAGE_HOST);
	um_tlb_map(mm, addr, pte_pfn(pte), pte.pte & _PAGE_FLAGS);
}
/* The entry is known to the kernel only; the host learns at the first touch. */
static inline void set_pte_lazy(pte_t *ptep, pte_t pte)
{
	*ptep = __pte(pte.pte & ~_PAGE_HOST);
}
static inline pte_t ptep_get_and_clear(struct mm_struct *mm, unsigned long addr, pte_t *ptep)
{
	pte_t old = *ptep;

	*ptep = __pte(0);
	if (old.pte & _PAGE_HOST)
		um_tlb_unmap(mm, addr, PAGE_SIZE);
	return old;
}
/* Less permission, same frame (write-protect, mprotect). */
static inline void ptep_modify_prot(struct mm_struct *mm, unsigned long addr, pte_t *ptep, pte_t pte)
{
	bool host = ptep->pte & _PAGE_HOST;

	*ptep = pte;
	if (host)
		um_tlb_protect(mm, addr, PAGE_SIZE, pte.pte & _PAGE_FLAGS);
}

/* mm/pgtable.c: NULL when no table is there / no memory for one. */
pte_t *pte_lookup(struct mm_struct *mm, unsigned long addr);
pte_t *pte_alloc(struct mm_struct *mm, unsigned long addr);
/*
 * Call @fn for each non-empty entry in [start, end) until it returns non-zero.
 * Empty upper levels are skipped at no cost.
 */
int walk_ptes(struct mm_struct *mm, unsigned long start, unsigned long end,
	      int (*fn)(pte_t *pte, unsigned long addr, void *data), void *data);
pgd_t *pgd_alloc(void);
void pgd_free(struct mm_struct *mm);		/* all levels; entries are clear */

#endif /* ARCH_UM_ASM_PGTABLE_H */
