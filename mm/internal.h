/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of mm/ tell each other and nobody else. */
#ifndef MM_INTERNAL_H
#define MM_INTERNAL_H

#include <linux/bitmap.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <asm/pgtable.h>

/* page_alloc.c */
#define PG_reported	PG_owner_priv_1		/* free, and the host has its memory back */
#define NR_PAGE_ORDERS	(MAX_PAGE_ORDER + 1)
#define COSTLY_ORDER	3			/* larger ones may fail without a kill */

struct free_area {
	struct list_head	list;		/* [z] page->lru, first page of each block */
	unsigned long		nr_free;	/* [z] blocks */
};

/* The one zone. Locks: [z] lock, [I] constant after boot */
struct zone {
	spinlock_t		lock;
	struct free_area	area[NR_PAGE_ORDERS];
	unsigned long		start_pfn;	/* [I] below: the boot allocator's */
	unsigned long		end_pfn;	/* [I] */
	unsigned long		wmark_min;	/* pages; written by the sysctl */
	unsigned long		wmark_low;
	unsigned long		wmark_high;
	bool			reportable;	/* a large block was freed; a hint */
};
extern struct zone zone;

void page_alloc_init(unsigned long start_pfn, unsigned long end_pfn);
void setup_watermarks(void);
struct page *alloc_pages_split(unsigned int order);
void split_page(struct page *page, unsigned int order);
void drain_pages(int cpu);
void drain_all_pages(void);
unsigned long nr_pcp_pages(void);
void free_unref_folio(struct folio *folio);
void __free_one_block(struct page *page, unsigned int order, bool reported);
void __take_block(struct page *page, unsigned int order);

static inline bool zone_below(unsigned long wmark)
{
	return vm_stat_read(NR_FREE_PAGES) < wmark;
}

/* page_reporting.c: free blocks go back to the host */
#define REPORT_ORDER	9
void page_reporting_kick(void);			/* vmscan.c: kswapd does it */
bool page_reporting_wanted(void);
void page_reporting_work(void);

/* block_reclaim.c, vmscan.c */
unsigned long reclaim_blocks(unsigned int order);
unsigned long try_to_free_pages(unsigned int order, gfp_t gfp);
void wakeup_kswapd(unsigned int order);

/* pgtable.c */
#define PGTABLES_END	(1UL << 48)	/* behind everything the tables can hold */
pte_t *pte_span(struct mm_struct *mm, unsigned long *addr, unsigned long end,
		unsigned long *stop);

/* rmap.c */
int mm_counter(struct page *page);

/* vma.c */
struct unmapped_area {
	unsigned long	len, low, high;
	bool		topdown;
};
void vma_init_caches(void);
struct vm_area_struct *vm_area_dup(struct vm_area_struct *src);
void vma_insert(struct mm_struct *mm, struct vm_area_struct *vma);
void vma_erase(struct mm_struct *mm, struct vm_area_struct *vma);
void vma_unlink_rmap(struct vm_area_struct *vma);
void vma_destroy(struct vm_area_struct *vma);
struct vm_area_struct *vma_before(struct mm_struct *mm, struct vm_area_struct *vma);
unsigned long vm_start_gap(struct vm_area_struct *vma);
unsigned long find_unmapped_area(struct mm_struct *mm, const struct unmapped_area *want);
bool vma_could_merge(struct vm_area_struct *a, struct vm_area_struct *b);
void vma_set_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		   pgoff_t pgoff);
struct vm_area_struct *vma_merge_neighbours(struct vm_area_struct *vma);
struct vm_area_struct *vma_grow_over(struct mm_struct *mm, struct vm_area_struct *new);
int __split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr);
int split_vma(struct mm_struct *mm, struct vm_area_struct *vma, unsigned long addr);
struct vm_area_struct *vma_isolate(struct vm_area_struct *vma, unsigned long start,
				   unsigned long end);
extern unsigned long stack_guard_gap;

/* mmap.c */
void vma_set_page_prot(struct vm_area_struct *vma);
bool mlock_future_ok(struct mm_struct *mm, vm_flags_t flags, unsigned long bytes);
bool can_do_mlock(void);
/* A copy of a shared writable VMA counts as another writer of the file. */
static inline void mapping_allow_one_more_writer(struct address_space *mapping,
						 struct vm_area_struct *vma)
{
	if ((vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE))
		atomic_inc(&mapping->i_mmap_writable);
}

/* fault_pages.c */
#define FAULT_AROUND	16U		/* pages that a first fault takes care of */
#define FAULT_WINDOW	512U		/* one of a long sequence: a whole table */
#define FILE_AROUND	128UL		/* cached pages mapped by one fault */
unsigned int fault_window(struct vm_fault *vmf, unsigned int first, unsigned int most);
void fault_window_used(struct vm_area_struct *vma, unsigned long next, unsigned int nr);

/*
 * Pages for an aligned window: block + i is for base + i pages, if @wanted says so.
 * Locks: none; the caller's own.
 */
struct fault_pages {
	unsigned long	base;
	unsigned int	order;
	struct page	*block;
	DECLARE_BITMAP(wanted, FAULT_WINDOW);
};
bool fault_pages_alloc(struct fault_pages *w, struct vm_fault *vmf, unsigned int order);
bool fault_pages_alloc_all(struct fault_pages *w, struct vm_fault *vmf);
bool fault_pages_install(struct fault_pages *w, struct vm_fault *vmf);
void fault_pages_finish(struct fault_pages *w, struct vm_area_struct *vma);

/* memory.c, anon.c, cow.c */
vm_fault_t fault_around(struct vm_fault *vmf);
vm_fault_t do_anonymous_page(struct vm_fault *vmf);
vm_fault_t anon_write(struct vm_fault *vmf);
vm_fault_t do_wp_page(struct vm_fault *vmf);
vm_fault_t make_page_writable(struct vm_fault *vmf);
void shared_write_done(struct vm_fault *vmf, struct address_space *mapping);

/* Has the entry changed since it was read? page_table_lock held. */
static inline bool entry_changed(struct vm_fault *vmf)
{
	return pte_val(*vmf->pte) != pte_val(vmf->orig_pte);
}

struct folio *alloc_user_folio(gfp_t gfp);
void set_file_pte(struct vm_fault *vmf, struct page *page, unsigned long addr, pte_t *pte,
		  bool write);
void set_new_anon_pte(struct vm_area_struct *vma, struct folio *folio, unsigned long addr,
		      pte_t *pte, bool write);

static inline pte_t mk_pte(struct page *page, pgprot_t prot)
{
	return pte_mkyoung(pfn_pte(page_to_pfn(page), prot));
}

static inline bool is_cow_mapping(vm_flags_t flags)
{
	return (flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

static inline bool vma_is_anonymous(struct vm_area_struct *vma)
{
	return !vma->vm_ops;
}

static inline bool vma_is_small(struct vm_area_struct *vma)
{
	return vma->vm_end - vma->vm_start <= (unsigned long)FAULT_AROUND << PAGE_SHIFT;
}

static inline bool vma_is_accessible(struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_ACCESS_FLAGS;
}

/* With write access only if the VMA has it: a forced write must not grant it. */
static inline pte_t maybe_mkwrite(pte_t pte, struct vm_area_struct *vma)
{
	return vma->vm_flags & VM_WRITE ? pte_mkwrite(pte) : pte;
}

/* The page of a normal entry; NULL for the zero page and raw frames. */
static inline struct page *vm_normal_page(pte_t pte)
{
	if (pte_special(pte) || !pfn_valid(pte_pfn(pte)))
		return NULL;
	return pfn_to_page(pte_pfn(pte));
}

/* zap.c */
struct zap_details {
	struct address_space	*only;		/* not NULL: leave other pages alone */
	bool			host_gone;	/* um_tlb_exit() took the mappings away */
};
void zap_vma_range(struct vm_area_struct *vma, unsigned long start, unsigned long end,
		   const struct zap_details *details);

#endif /* MM_INTERNAL_H */
