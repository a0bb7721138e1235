// SPDX-License-Identifier: GPL-2.0
/*
 * vmalloc(): large memory that need not be contiguous in guest RAM.
 *
 * The machine keeps a window of host addresses free. An area is a piece of that
 * window in which the host shows the pages a second time, in order; between areas
 * one page stays empty, so that running over the end faults. Pages come in blocks
 * as large as there are, which keeps the number of host mappings small.
 *
 * Areas are in a list ordered by address; there are few, and long-lived.
 *
 * Locks: vmap_lock (spin): the list. Host calls and allocation are made outside.
 */
#include <linux/init.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/vmalloc.h>
#include "internal.h"

#define WINDOW_SIZE	(4UL << 30)

/* Locks: [v] vmap_lock, [I] constant once listed */
struct vm_area {
	struct list_head	list;		/* [v] by address */
	unsigned long		addr;		/* [I] */
	unsigned long		nr_pages;	/* [I] */
	unsigned long		size;		/* [I] bytes asked for */
	bool			owner;		/* [I] of the pages */
	unsigned long		caller;		/* [I] */
	struct page		*pages[];	/* [I] */
};

static DEFINE_SPINLOCK(vmap_lock);
static LIST_HEAD(areas);
static unsigned long window_start, window_end;

void __init vmalloc_init(void)
{
	window_start = arch_vmap_reserve(WINDOW_SIZE);
	window_end = window_start ? window_start + WINDOW_SIZE : 0;
}

bool is_vmalloc_addr(const void *p)
{
	return (unsigned long)p >= window_start && (unsigned long)p < window_end;
}

/* Put @area in the first gap it fits in, with a page of nothing behind it. */
static bool area_insert(struct vm_area *area)
{
	unsigned long need = (area->nr_pages + 1) << PAGE_SHIFT;
	unsigned long addr = window_start;
	struct vm_area *a;

	spin_lock(&vmap_lock);
	list_for_each_entry(a, &areas, list) {
		if (a->addr - addr >= need)
			break;
		addr = a->addr + ((a->nr_pages + 1) << PAGE_SHIFT);
	}
	if (window_end - addr < need) {
		spin_unlock(&vmap_lock);
		return false;
	}
	area->addr = addr;
	list_add_tail(&area->list, &a->list);
	spin_unlock(&vmap_lock);
	return true;
}

static struct vm_area *area_find(unsigned long addr)
{
	struct vm_area *a, *found = NULL;

	spin_lock(&vmap_lock);
	list_for_each_entry(a, &areas, list) {
		if (addr < a->addr)
			break;
		if (addr < a->addr + (a->nr_pages << PAGE_SHIFT)) {
			found = a;
			break;
		}
	}
	spin_unlock(&vmap_lock);
	return found;
}

static void area_remove(struct vm_area *area)
{
	arch_vunmap(area->addr, area->nr_pages);
	spin_lock(&vmap_lock);
	list_del(&area->list);
	spin_unlock(&vmap_lock);
}

/* One host call for each run of neighbouring pages. */
static int area_map(struct vm_area *area)
{
	unsigned long i = 0;

	while (i < area->nr_pages) {
		unsigned long pfn = page_to_pfn(area->pages[i]), run = 1;
		int err;

		while (i + run < area->nr_pages &&
		       page_to_pfn(area->pages[i + run]) == pfn + run)
			run++;
		err = arch_vmap(area->addr + (i << PAGE_SHIFT), pfn, run);
		if (err)
			return err;
		i += run;
	}
	return 0;
}

static void area_free(struct vm_area *area)
{
	if (area->owner) {
		for (unsigned long i = 0; i < area->nr_pages && area->pages[i]; i++)
			__free_page(area->pages[i]);
	}
	kfree(area);
}

/* The array of a 2 GiB area is itself 4 MiB, the most there is in one piece. */
static struct vm_area *area_alloc(unsigned long size, gfp_t gfp, unsigned long caller)
{
	unsigned long nr = PFN_UP(size);
	struct vm_area *area;

	if (!nr || nr > totalram_pages_count || !window_end)
		return NULL;
	area = kzalloc(struct_size(area, pages, nr), gfp & ~(__GFP_ZERO | __GFP_NORETRY));
	if (!area)
		return NULL;
	area->nr_pages = nr;
	area->size = size;
	area->caller = caller;
	return area;
}

static bool area_populate(struct vm_area *area, gfp_t gfp)
{
	unsigned long got = 0;

	area->owner = true;
	while (got < area->nr_pages) {
		unsigned long n = alloc_pages_bulk(gfp, area->nr_pages - got,
						   area->pages + got);

		if (!n)
			return false;
		got += n;
	}
	return true;
}

static void *area_publish(struct vm_area *area)
{
	if (!area_insert(area))
		return NULL;
	if (area_map(area)) {
		area_remove(area);
		return NULL;
	}
	if (area->owner)
		vm_stat_mod(NR_VMALLOC, area->nr_pages);
	return (void *)area->addr;
}

static void *vmalloc_at(unsigned long size, gfp_t gfp, unsigned long caller)
{
	struct vm_area *area = area_alloc(size, gfp, caller);
	void *p = NULL;

	if (!area)
		return NULL;
	if (area_populate(area, gfp))
		p = area_publish(area);
	if (!p)
		area_free(area);
	return p;
}

/**
 * __vmalloc() - memory contiguous by address
 * @size: bytes, up to what RAM and the window hold
 * @gfp: GFP_KERNEL, with __GFP_ZERO or __GFP_NOWARN
 *
 * Context: may sleep.
 * Return: page-aligned memory, or NULL.
 */
void *__vmalloc(unsigned long size, gfp_t gfp)
{
	return vmalloc_at(size, gfp, (unsigned long)__builtin_return_address(0));
}

void *vmalloc(unsigned long size)
{
	return vmalloc_at(size, GFP_KERNEL, (unsigned long)__builtin_return_address(0));
}

void *vzalloc(unsigned long size)
{
	return vmalloc_at(size, GFP_KERNEL | __GFP_ZERO,
			  (unsigned long)__builtin_return_address(0));
}

/**
 * vfree() - give vmalloc() memory back
 * @p: its start, or NULL
 *
 * Context: not under a spinlock.
 */
void vfree(const void *p)
{
	struct vm_area *area;

	if (!p)
		return;
	area = area_find((unsigned long)p);
	if (WARN_ON_ONCE(!area || area->addr != (unsigned long)p))
		return;
	if (area->owner)
		vm_stat_mod(NR_VMALLOC, -(long)area->nr_pages);
	area_remove(area);
	area_free(area);
}

void *vmap(struct page **pages, unsigned int nr)
{
	struct vm_area *area = area_alloc((unsigned long)nr << PAGE_SHIFT, GFP_KERNEL,
					  (unsigned long)__builtin_return_address(0));
	void *p;

	if (!area)
		return NULL;
	memcpy(area->pages, pages, nr * sizeof(*pages));
	p = area_publish(area);
	if (!p)
		area_free(area);
	return p;
}

void vunmap(const void *p)
{
	vfree(p);
}

struct page *vmalloc_to_page(const void *p)
{
	struct vm_area *area = area_find((unsigned long)p);

	return area ? area->pages[((unsigned long)p - area->addr) >> PAGE_SHIFT] : NULL;
}

unsigned long vmalloc_size(const void *p)
{
	struct vm_area *area = area_find((unsigned long)p);

	return area ? area->size : 0;
}

unsigned long vmalloc_total(void)
{
	return (window_end - window_start) >> PAGE_SHIFT;
}

/* Body of /proc/vmallocinfo. */
void vmallocinfo_show(struct seq_file *m)
{
	struct vm_area *a;

	spin_lock(&vmap_lock);
	list_for_each_entry(a, &areas, list)
		seq_printf(m, "0x%px-0x%px %7lu %pS pages=%lu %s\n", (void *)a->addr,
			   (void *)(a->addr + ((a->nr_pages + 1) << PAGE_SHIFT)),
			   (a->nr_pages + 1) << PAGE_SHIFT, (void *)a->caller,
			   a->nr_pages, a->owner ? "vmalloc" : "vmap");
	spin_unlock(&vmap_lock);
}
