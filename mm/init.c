// SPDX-License-Identifier: GPL-2.0
/*
 * Boot of memory management, in three steps:
 *
 *   mem_init()        the machine says how much RAM there is and what it used of it
 *   memblock_alloc()  a bump allocator for what must exist before pages do
 *   mm_init()         page structs, page allocator, slab: from here on kmalloc()
 *
 * RAM is handed over full of zeroes, so nothing is cleared here: the page structs
 * of a large RAM are only paid for as they are used.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>
#include "internal.h"

static unsigned long boot_next, boot_end;	/* physical; boot_next = 0: closed */
static struct page *zero_pages;
static unsigned int zero_order;

void __init mem_init(unsigned long phys_size, unsigned long first_free)
{
	boot_next = max(first_free, PAGE_SIZE);	/* pfn 0 stays invalid */
	boot_end = phys_size & PAGE_MASK;
	max_mapnr = boot_end >> PAGE_SHIFT;
}

/**
 * memblock_alloc() - memory for ever, before the page allocator is up
 * @size: bytes
 * @align: power of two
 *
 * Return: zeroed memory; panics when there is none.
 */
void __init *memblock_alloc(size_t size, size_t align)
{
	unsigned long start = ALIGN(boot_next, align ? align : sizeof(long));

	if (!boot_next || start + size > boot_end || start + size < start)
		panic("memblock_alloc(%zu): out of boot memory", size);
	boot_next = start + size;
	return __va(start);
}

static void __init reserve_boot_pages(unsigned long end_pfn)
{
	for (unsigned long pfn = 0; pfn < end_pfn; pfn++) {
		struct page *page = pfn_to_page(pfn);

		page->flags = 1UL << PG_reserved;
		atomic_set(&page->_mapcount, -1);
		atomic_set(&page->_refcount, 1);
	}
}

/*
 * The zero page is a run of pages, so that a sparse read of untouched memory can
 * be shown to the host in larger pieces: 64 KiB, or 2 MiB where RAM abounds.
 */
static void __init zero_page_init(void)
{
	zero_order = totalram_pages_count >= 1UL << 18 ? 9 : 4;
	zero_pages = alloc_pages(GFP_KERNEL | __GFP_ZERO, zero_order);
	if (!zero_pages)
		panic("no memory for the zero page");
	for (unsigned long i = 0; i < 1UL << zero_order; i++) {
		zero_pages[i].flags |= 1UL << PG_reserved;
		atomic_set(&zero_pages[i]._refcount, 1);
	}
}

/* A page of zeroes for @addr: neighbours get neighbours. */
struct page *zero_page_for(unsigned long addr)
{
	return zero_pages + ((addr >> PAGE_SHIFT) & ((1UL << zero_order) - 1));
}

bool is_zero_pfn(unsigned long pfn)
{
	return pfn - page_to_pfn(zero_pages) < 1UL << zero_order;
}

void __init mm_init(void)
{
	unsigned long start;

	mem_map = memblock_alloc(max_mapnr * sizeof(struct page), PAGE_SIZE);
	start = PFN_UP(boot_next);
	boot_next = 0;
	reserve_boot_pages(start);
	page_alloc_init(start, max_mapnr);
	kmem_cache_init();
	zero_page_init();
	vmalloc_init();
	mmap_init();
	swap_setup();
	pr_info("Memory: %luK/%luK available\n",
		nr_free_pages() << (PAGE_SHIFT - 10), max_mapnr << (PAGE_SHIFT - 10));
}
