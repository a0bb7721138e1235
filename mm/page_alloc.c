// SPDX-License-Identifier: GPL-2.0
/*
 * The page allocator: a binary buddy over all of guest RAM, with small lists of
 * single pages for each CPU in front of it.
 *
 * There is one zone. A free block of order n is naturally aligned; its first page
 * has PG_buddy and the order in ->private. A struct page is only written when its
 * page is handed out or freed, never at boot, so that a large and unused RAM costs
 * neither time nor host memory.
 *
 * Three watermarks decide who may have how much: below "low" kswapd is woken,
 * below "min" ordinary allocations reclaim by themselves, atomic ones may go to
 * half of it, and reclaim itself and the OOM killer's victim to nothing.
 *
 * Lock order: pcp->lock, zone.lock. Both are leaves otherwise.
 *
 * Left out against Linux: zones, nodes, migrate types and compaction.
 */
#include <linux/bug.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kasan.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "internal.h"

#define PCP_BATCH	16		/* one order-4 block, mapped by the host as one */
#define PCP_HIGH	96

/* Locks: [p] lock */
struct per_cpu_pages {
	spinlock_t		lock;
	unsigned int		count;		/* [p] */
	struct list_head	list;		/* [p] hot pages first */
};

struct zone zone;
struct page *mem_map;
unsigned long max_mapnr;
unsigned long totalram_pages_count;
static DEFINE_PER_CPU(struct per_cpu_pages, pcp_lists);

/* ---- the buddy; all under zone.lock ---- */

static void buddy_link(struct page *page, unsigned int order, bool reported)
{
	struct free_area *area = &zone.area[order];

	page->flags = 1UL << PG_buddy;
	page->private = order;
	if (reported) {
		page->flags |= 1UL << PG_reported;
		vm_stat_mod(NR_HOST_RETURNED, 1L << order);
		list_add_tail(&page->lru, &area->list);
	} else {
		if (order >= REPORT_ORDER)
			WRITE_ONCE(zone.reportable, true);
		list_add(&page->lru, &area->list);
	}
	area->nr_free++;
}

/* Returns whether the block was reported. */
static bool buddy_unlink(struct page *page, unsigned int order)
{
	bool reported = page->flags & (1UL << PG_reported);

	list_del(&page->lru);
	zone.area[order].nr_free--;
	page->flags = 0;
	page->private = 0;
	if (reported)
		vm_stat_mod(NR_HOST_RETURNED, -(1L << order));
	return reported;
}

static struct page *free_buddy_of(unsigned long pfn, unsigned int order)
{
	unsigned long buddy = pfn ^ (1UL << order);
	struct page *page;

	if (buddy < zone.start_pfn || buddy + (1UL << order) > zone.end_pfn)
		return NULL;
	page = pfn_to_page(buddy);
	if (!(page->flags & (1UL << PG_buddy)) || page->private != order)
		return NULL;
	return page;
}

/**
 * __free_one_block() - put a block back, merged with its free neighbours
 * @page: its first page
 * @order: its order
 * @reported: the host has its memory already
 *
 * Context: zone.lock held.
 */
void __free_one_block(struct page *page, unsigned int order, bool reported)
{
	unsigned long pfn = page_to_pfn(page);

	vm_stat_mod(NR_FREE_PAGES, 1L << order);
	while (order < MAX_PAGE_ORDER) {
		struct page *buddy = free_buddy_of(pfn, order);

		if (!buddy)
			break;
		reported &= buddy_unlink(buddy, order);
		pfn &= ~(1UL << order);
		order++;
	}
	buddy_link(pfn_to_page(pfn), order, reported);
}

/* Take a particular free block off its list. Context: zone.lock held. */
void __take_block(struct page *page, unsigned int order)
{
	buddy_unlink(page, order);
	vm_stat_mod(NR_FREE_PAGES, -(1L << order));
}

static struct page *take_smallest(unsigned int order)
{
	for (unsigned int o = order; o < NR_PAGE_ORDERS; o++) {
		struct free_area *area = &zone.area[o];
		struct page *page;
		bool reported;

		if (list_empty(&area->list))
			continue;
		page = list_first_entry(&area->list, struct page, lru);
		reported = buddy_unlink(page, o);
		while (o > order) {
			o--;
			buddy_link(page + (1UL << o), o, reported);
		}
		vm_stat_mod(NR_FREE_PAGES, -(1L << order));
		return page;
	}
	return NULL;
}

/* ---- pages on their way out and back in ---- */

static void prep_one(struct page *page, int refs)
{
	page->flags = 0;
	page->mapping = NULL;
	page->index = 0;
	page->private = 0;
	atomic_set(&page->_mapcount, -1);
	atomic_set(&page->_refcount, refs);
	page->compound = 0;
}

static void prep_new_block(struct page *page, unsigned int order, gfp_t gfp)
{
	unsigned long nr = 1UL << order;

	kasan_unpoison(page_address(page), PAGE_SIZE << order);
	prep_one(page, 1);
	for (unsigned long i = 1; i < nr; i++) {
		prep_one(page + i, 0);
		if (gfp & __GFP_COMP)
			page[i].compound = (unsigned long)page | 1;
	}
	if (order && (gfp & __GFP_COMP)) {
		page->compound = order << 1;
		page->flags |= 1UL << PG_head;
	}
	if (gfp & __GFP_ZERO)
		memset(page_address(page), 0, PAGE_SIZE << order);
	count_vm_events(PGALLOC, nr);
}

#define FLAGS_NOT_FREE ((1UL << PG_locked) | (1UL << PG_lru) | (1UL << PG_slab) | \
	(1UL << PG_reserved) | (1UL << PG_writeback) | (1UL << PG_buddy))

static void bad_page(struct page *page, const char *why)
{
	pr_alert("BUG: Bad page state, pfn %lx: %s\n", page_to_pfn(page), why);
	pr_alert("flags %lx refcount %d mapcount %d mapping %px index %lx\n",
		 page->flags, atomic_read(&page->_refcount),
		 atomic_read(&page->_mapcount) + 1, page->mapping, page->index);
	WARN_ON_ONCE(1);
}

/* A page in a bad state is better lost than given to somebody else. */
static bool page_ok_to_free(struct page *page)
{
	if (atomic_read(&page->_mapcount) != -1)
		bad_page(page, "still mapped");
	else if (atomic_read(&page->_refcount) != 0)
		bad_page(page, "still referenced");
	else if (page->flags & FLAGS_NOT_FREE)
		bad_page(page, "still in use");
	else
		return true;
	return false;
}

static bool prep_free_block(struct page *page, unsigned int order)
{
	unsigned long nr = 1UL << order;

	for (unsigned long i = 0; i < nr; i++) {
		if (!page_ok_to_free(page + i))
			return false;
		page[i].flags = 0;
		page[i].mapping = NULL;
		page[i].compound = 0;
	}
	kasan_poison(page_address(page), PAGE_SIZE << order);
	count_vm_events(PGFREE, nr);
	return true;
}

/* A large block has come together: the host may have it, if it stays. */
static void note_reportable(void)
{
	if (unlikely(READ_ONCE(zone.reportable))) {
		WRITE_ONCE(zone.reportable, false);
		page_reporting_kick();
	}
}

static void free_block(struct page *page, unsigned int order)
{
	spin_lock(&zone.lock);
	__free_one_block(page, order, false);
	spin_unlock(&zone.lock);
	note_reportable();
}

/* ---- the lists of single pages ---- */

/* Move @count pages from the cold end back to the buddy. pcp->lock held. */
static void pcp_shrink(struct per_cpu_pages *pcp, unsigned int count)
{
	spin_lock(&zone.lock);
	while (count-- && pcp->count) {
		struct page *page = list_last_entry(&pcp->list, struct page, lru);

		list_del(&page->lru);
		pcp->count--;
		__free_one_block(page, 0, false);
	}
	spin_unlock(&zone.lock);
}

/*
 * Fetch a batch, as one block if there is one: pages that are handed out one
 * after the other are then neighbours, and the host maps them together.
 */
static void pcp_refill(struct per_cpu_pages *pcp)
{
	unsigned int order = ilog2(PCP_BATCH), got = 0;

	spin_lock(&zone.lock);
	while (got < PCP_BATCH) {
		struct page *page = take_smallest(order);

		if (!page) {
			if (!order--)
				break;
			continue;
		}
		for (unsigned int i = 0; i < 1U << order; i++)
			list_add_tail(&page[i].lru, &pcp->list);
		got += 1U << order;
	}
	pcp->count += got;
	spin_unlock(&zone.lock);
}

static struct page *pcp_alloc(void)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(&pcp_lists);
	struct page *page = NULL;

	spin_lock(&pcp->lock);
	if (!pcp->count)
		pcp_refill(pcp);
	if (pcp->count) {
		page = list_first_entry(&pcp->list, struct page, lru);
		list_del(&page->lru);
		pcp->count--;
	}
	spin_unlock(&pcp->lock);
	return page;
}

static void pcp_free(struct page *page)
{
	struct per_cpu_pages *pcp = this_cpu_ptr(&pcp_lists);

	spin_lock(&pcp->lock);
	list_add(&page->lru, &pcp->list);
	if (++pcp->count > PCP_HIGH)
		pcp_shrink(pcp, PCP_HIGH / 2);
	spin_unlock(&pcp->lock);
	note_reportable();
}

/* Give a CPU's single pages back to the buddy. */
void drain_pages(int cpu)
{
	struct per_cpu_pages *pcp = per_cpu_ptr(&pcp_lists, cpu);

	spin_lock(&pcp->lock);
	pcp_shrink(pcp, pcp->count);
	spin_unlock(&pcp->lock);
}

void drain_all_pages(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		drain_pages(cpu);
}

unsigned long nr_pcp_pages(void)
{
	unsigned long nr = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		nr += READ_ONCE(per_cpu(pcp_lists, cpu).count);
	return nr;
}

/* ---- policy ---- */

#define ALLOC_WMARK_LOW		0
#define ALLOC_WMARK_MIN		1
#define ALLOC_HIGH		2	/* half of min */
#define ALLOC_NO_WMARK		3

static unsigned long wmark_pages(int level)
{
	switch (level) {
	case ALLOC_WMARK_LOW:
		return zone.wmark_low;
	case ALLOC_WMARK_MIN:
		return zone.wmark_min;
	case ALLOC_HIGH:
		return zone.wmark_min / 2;
	default:
		return 0;
	}
}

static struct page *alloc_at_level(unsigned int order, int level)
{
	struct page *page;

	if (level != ALLOC_NO_WMARK && zone_below(wmark_pages(level) + (1UL << order)))
		return NULL;
	if (!order)
		return pcp_alloc();
	spin_lock(&zone.lock);
	page = take_smallest(order);
	spin_unlock(&zone.lock);
	return page;
}

/* Those who free memory, or are about to die and free theirs. */
static bool may_use_reserve(void)
{
	return (current->flags & PF_MEMALLOC) || test_thread_flag(TIF_MEMDIE);
}

/* After reclaim: is it worth going on, and is a kill in order? */
static bool should_retry(gfp_t gfp, unsigned int order, unsigned long progress,
			 unsigned int *no_progress)
{
	if (progress) {
		*no_progress = 0;
		if (order <= COSTLY_ORDER)
			return true;
	}
	if (gfp & __GFP_NORETRY)
		return false;
	if (order > COSTLY_ORDER)
		return ++*no_progress < 3;
	if (++*no_progress < 4)
		return true;
	/* Without __GFP_FS reclaim was half-hearted: wait for others instead. */
	if (!(gfp & __GFP_FS)) {
		schedule_timeout_uninterruptible(HZ / 50 + 1);
		return *no_progress < 100;
	}
	return out_of_memory(gfp, order);
}

static struct page *alloc_reclaiming(gfp_t gfp, unsigned int order)
{
	unsigned int no_progress = 0, tries = 0;
	struct page *page;

	for (;;) {
		unsigned long progress = try_to_free_pages(order, gfp);

		page = alloc_at_level(order, ALLOC_WMARK_MIN);
		if (!page && order)
			progress += reclaim_blocks(order);
		if (!page && (order || progress)) {
			drain_all_pages();
			page = alloc_at_level(order, ALLOC_WMARK_MIN);
		}
		if (page)
			return page;
		if (may_use_reserve())
			return alloc_at_level(order, ALLOC_NO_WMARK);
		if (order && ++tries > 64 && !(gfp & __GFP_NOFAIL))
			return NULL;
		if (!should_retry(gfp, order, progress, &no_progress)) {
			if (!(gfp & __GFP_NOFAIL))
				return NULL;
			schedule_timeout_uninterruptible(HZ / 50 + 1);
		}
		cond_resched();
	}
}

static void warn_alloc(gfp_t gfp, unsigned int order)
{
	static int budget = 10;

	if ((gfp & __GFP_NOWARN) || budget <= 0)
		return;
	budget--;
	pr_warn("%s: page allocation failure: order:%u, mode:%#x\n",
		current->comm, order, gfp);
	show_mem();
}

static struct page *alloc_slow(gfp_t gfp, unsigned int order)
{
	bool blocking = gfpflags_allow_blocking(gfp) && !in_atomic();
	struct page *page;

	gfp = current_gfp_context(gfp);
	wakeup_kswapd(order);
	page = alloc_at_level(order, gfp & __GFP_HIGH ? ALLOC_HIGH : ALLOC_WMARK_MIN);
	if (!page && may_use_reserve())
		page = alloc_at_level(order, ALLOC_NO_WMARK);
	if (!page && blocking && !(current->flags & PF_MEMALLOC))
		page = alloc_reclaiming(gfp, order);
	if (!page)
		warn_alloc(gfp, order);
	return page;
}

static struct page *alloc_raw(gfp_t gfp, unsigned int order)
{
	struct page *page;

	if (order > MAX_PAGE_ORDER) {
		WARN_ON_ONCE(!(gfp & __GFP_NOWARN));
		return NULL;
	}
	page = alloc_at_level(order, ALLOC_WMARK_LOW);
	return page ? page : alloc_slow(gfp, order);
}

/**
 * alloc_pages() - allocate 2^order contiguous, naturally aligned pages
 * @gfp: GFP_*; __GFP_COMP makes them one folio, else only the first is counted
 * @order: at most MAX_PAGE_ORDER
 *
 * Context: may sleep with __GFP_RECLAIM.
 * Return: the first page, with one reference, or NULL.
 */
struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_raw(gfp, order);

	if (page)
		prep_new_block(page, order, gfp);
	return page;
}

/* Largest aligned block that is not more than @nr pages. */
static struct page *alloc_run(unsigned long nr, unsigned int *order)
{
	unsigned int o = min_t(unsigned int, ilog2(nr), 9);

	for (; o; o--) {
		struct page *page = alloc_at_level(o, ALLOC_WMARK_LOW);

		if (page) {
			*order = o;
			return page;
		}
	}
	return NULL;
}

/**
 * alloc_pages_bulk() - allocate many single pages, contiguous as far as possible
 * @gfp: as for alloc_pages()
 * @nr: how many are wanted
 * @pages: room for them
 *
 * Only the first of them is worth reclaiming for.
 *
 * Return: how many there are in @pages.
 */
unsigned long alloc_pages_bulk(gfp_t gfp, unsigned long nr, struct page **pages)
{
	unsigned long got = 0;
	unsigned int order;

	while (nr - got > 1) {
		struct page *page = alloc_run(nr - got, &order);

		if (!page)
			break;
		prep_new_block(page, order, gfp & ~__GFP_COMP);
		split_page(page, order);
		for (unsigned int i = 0; i < 1U << order; i++)
			pages[got++] = page + i;
	}
	while (got < nr) {
		struct page *page;

		if (got && zone_below(zone.wmark_low))
			break;
		page = alloc_pages(gfp, 0);
		if (!page)
			break;
		pages[got++] = page;
	}
	return got;
}

/**
 * alloc_pages_split() - single pages in a row, if they are at hand
 * @order: 2^order pages, the first one aligned to that
 *
 * Context: any; does not reclaim.
 * Return: the first page, contents undefined, each with a reference; or NULL.
 */
struct page *alloc_pages_split(unsigned int order)
{
	struct page *page = alloc_at_level(order, ALLOC_WMARK_LOW);

	if (page) {
		prep_new_block(page, order, 0);
		split_page(page, order);
	}
	return page;
}

/* Make a non-compound block into single pages, each with its reference. */
void split_page(struct page *page, unsigned int order)
{
	for (unsigned long i = 1; i < 1UL << order; i++)
		atomic_set(&page[i]._refcount, 1);
}

/* The last reference is gone. */
static void free_unref(struct page *page, unsigned int order)
{
	if (!prep_free_block(page, order))
		return;
	if (order)
		free_block(page, order);
	else
		pcp_free(page);
}

/**
 * __free_pages() - drop the reference that alloc_pages() gave
 * @page: first page
 * @order: as allocated
 */
void __free_pages(struct page *page, unsigned int order)
{
	if (!atomic_dec_and_test(&page->_refcount)) {
		/* A stray look-up holds the first page; the others are free now. */
		while (!(page->flags & (1UL << PG_head)) && order-- > 0)
			free_unref(page + (1UL << order), order);
		return;
	}
	if (page->flags & (1UL << PG_head)) {
		order = page->compound >> 1;
		page->flags &= ~(1UL << PG_head);
	}
	free_unref(page, order);
}

/* Free a folio nobody refers to, that is on no list: see __folio_put(). */
void free_unref_folio(struct folio *folio)
{
	unsigned int order = folio_order(folio);

	folio->flags &= ~(1UL << PG_head);
	free_unref(&folio->page, order);
}

unsigned long __get_free_pages(gfp_t gfp, unsigned int order)
{
	struct page *page = alloc_pages(gfp, order);

	return page ? (unsigned long)page_address(page) : 0;
}

unsigned long get_zeroed_page(gfp_t gfp)
{
	return __get_free_pages(gfp | __GFP_ZERO, 0);
}

void free_pages(unsigned long addr, unsigned int order)
{
	if (addr)
		__free_pages(virt_to_page(addr), order);
}

void *alloc_pages_exact(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	unsigned long nr = PFN_UP(size);
	struct page *page;

	if (!size)
		return NULL;
	page = alloc_pages(gfp & ~__GFP_COMP, order);
	if (!page)
		return NULL;
	split_page(page, order);
	for (unsigned long i = nr; i < 1UL << order; i++)
		__free_page(page + i);
	return page_address(page);
}

void free_pages_exact(void *virt, size_t size)
{
	struct page *page = virt_to_page(virt);

	for (unsigned long i = 0; i < PFN_UP(size); i++)
		__free_page(page + i);
}

struct folio *folio_alloc(gfp_t gfp, unsigned int order)
{
	return (struct folio *)alloc_pages(gfp | __GFP_COMP, order);
}

unsigned long nr_free_pages(void)
{
	return vm_stat_read(NR_FREE_PAGES) + nr_pcp_pages();
}

/* ---- boot ---- */

int sysctl_min_free_kbytes;

/* As Linux: the square root of sixteen times the size, in KiB. */
void setup_watermarks(void)
{
	unsigned long kib = totalram_pages_count << (PAGE_SHIFT - 10);

	if (sysctl_min_free_kbytes <= 0)
		sysctl_min_free_kbytes = clamp_t(unsigned long, int_sqrt(kib * 16), 128, 262144);
	min_free_kbytes_changed();
}

void min_free_kbytes_changed(void)
{
	unsigned long min = sysctl_min_free_kbytes >> (PAGE_SHIFT - 10);

	min = min(min, totalram_pages_count / 4);
	zone.wmark_min = min;
	zone.wmark_low = min + min / 4;
	zone.wmark_high = min + min / 2;
}

/* Largest aligned blocks first; nothing but their first pages is touched. */
void page_alloc_init(unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long pfn = start_pfn;
	int cpu;

	spin_lock_init(&zone.lock);
	for (unsigned int o = 0; o < NR_PAGE_ORDERS; o++)
		INIT_LIST_HEAD(&zone.area[o].list);
	for_each_possible_cpu(cpu) {
		struct per_cpu_pages *pcp = per_cpu_ptr(&pcp_lists, cpu);

		spin_lock_init(&pcp->lock);
		INIT_LIST_HEAD(&pcp->list);
	}
	zone.start_pfn = start_pfn;
	zone.end_pfn = end_pfn;
	while (pfn < end_pfn) {
		unsigned int order = pfn ? min_t(unsigned int, __ffs(pfn), MAX_PAGE_ORDER) :
			MAX_PAGE_ORDER;

		while (pfn + (1UL << order) > end_pfn)
			order--;
		buddy_link(pfn_to_page(pfn), order, true);
		vm_stat_mod(NR_FREE_PAGES, 1L << order);
		pfn += 1UL << order;
	}
	totalram_pages_count = end_pfn - start_pfn;
	setup_watermarks();
}
