// SPDX-License-Identifier: GPL-2.0
/*
 * kmalloc(): general purpose memory from thirteen caches of 8 bytes to 8 KiB, and
 * beyond that whole pages. kvmalloc(): the same, and when no contiguous run is to
 * be had, scattered pages made contiguous by vmalloc().
 *
 * Which of the three a pointer is from is told by its page: a slab page knows its
 * cache, a head page its order, and vmalloc has its own address range.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kasan.h>
#include <linux/seq_file.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "internal.h"
#include "slab.h"

#define KMALLOC_MAX_CACHE	8192

static const struct {
	unsigned int size;
	const char *name;
} classes[] = {
	{ 8, "kmalloc-8" }, { 16, "kmalloc-16" }, { 32, "kmalloc-32" },
	{ 64, "kmalloc-64" }, { 96, "kmalloc-96" }, { 128, "kmalloc-128" },
	{ 192, "kmalloc-192" }, { 256, "kmalloc-256" }, { 512, "kmalloc-512" },
	{ 1024, "kmalloc-1k" }, { 2048, "kmalloc-2k" }, { 4096, "kmalloc-4k" },
	{ 8192, "kmalloc-8k" },
};
static struct kmem_cache kmalloc_caches[ARRAY_SIZE(classes)];
static u8 small_class[192 / 8 + 1];		/* by size in units of 8, rounded up */

/* Powers of two are aligned to themselves, up to a page: callers rely on it. */
void __init kmalloc_init(void)
{
	unsigned int c = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(classes); i++) {
		unsigned int size = classes[i].size;
		unsigned int align = is_power_of_2(size) ? min(size, 4096U) : 8;

		if (__kmem_cache_init(&kmalloc_caches[i], classes[i].name, size, align, 0, NULL))
			panic("kmalloc_init: %s", classes[i].name);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(small_class); i++) {
		while (classes[c].size < i * 8)
			c++;
		small_class[i] = c;
	}
}

static struct kmem_cache *kmalloc_cache_for(size_t size)
{
	if (size <= 192)
		return &kmalloc_caches[small_class[DIV_ROUND_UP(size, 8)]];
	return &kmalloc_caches[fls(size - 1) - 1];	/* 256 is number 7 */
}

static void *kmalloc_large(size_t size, gfp_t gfp)
{
	unsigned int order = get_order(size);
	struct page *page;

	page = alloc_pages(gfp | __GFP_COMP, order);
	if (!page)
		return NULL;
	vm_stat_mod(NR_SLAB_UNRECLAIMABLE, 1L << order);
	return page_address(page);
}

/**
 * kmalloc() - contiguous memory
 * @size: bytes, at most 4 MiB
 * @gfp: GFP_*
 *
 * Context: may sleep with __GFP_RECLAIM.
 * Return: the memory, NULL when there is none; ZERO_SIZE_PTR for 0 bytes.
 */
void *kmalloc(size_t size, gfp_t gfp)
{
	if (unlikely(!size))
		return ZERO_SIZE_PTR;
	if (unlikely(size > KMALLOC_MAX_CACHE))
		return size > KMALLOC_MAX_SIZE ? NULL : kmalloc_large(size, gfp);
	return kmem_cache_alloc(kmalloc_cache_for(size), gfp);
}

/**
 * kfree() - give back what kmalloc(), or an object cache, handed out
 * @p: the memory; NULL is fine
 *
 * Context: any; never sleeps.
 */
void kfree(const void *p)
{
	struct folio *folio;

	if (unlikely(ZERO_OR_NULL_PTR(p)))
		return;
	if (WARN_ON_ONCE(!virt_addr_valid(p)))
		return;
	folio = page_folio(virt_to_page(p));
	if (likely(folio_test_slab(folio))) {
		kmem_cache_free(((struct slab *)folio)->cache, (void *)p);
		return;
	}
	if (WARN_ON_ONCE(offset_in_page(p) || folio_test_reserved(folio)))
		return;
	vm_stat_mod(NR_SLAB_UNRECLAIMABLE, -(long)folio_nr_pages(folio));
	__free_pages(&folio->page, folio_order(folio));
}

void kfree_sensitive(const void *p)
{
	size_t size = ksize(p);

	if (size)
		memzero_explicit((void *)p, size);
	kfree(p);
}

/* Bytes that may be used behind @p, at least what was asked for. */
size_t ksize(const void *p)
{
	struct folio *folio;

	if (ZERO_OR_NULL_PTR(p))
		return 0;
	folio = page_folio(virt_to_page(p));
	if (folio_test_slab(folio))
		return ((struct slab *)folio)->cache->object_size;
	return folio_size(folio);
}

/**
 * krealloc() - change the size of a kmalloc() object
 * @p: object or NULL
 * @size: new size; 0 frees
 * @gfp: GFP_*; __GFP_ZERO also clears what is new
 *
 * Return: the object, perhaps moved; NULL leaves @p as it was.
 */
void *krealloc(const void *p, size_t size, gfp_t gfp)
{
	size_t old = ksize(p);
	void *to;

	if (!size) {
		kfree(p);
		return ZERO_SIZE_PTR;
	}
	if (old >= size && !(gfp & __GFP_ZERO))
		return (void *)p;
	to = kmalloc(size, gfp);
	if (to && old)
		memcpy(to, p, min(old, size));
	if (to)
		kfree(p);
	return to;
}

/**
 * kvmalloc() - memory of any size, contiguous by address
 * @size: bytes
 * @gfp: GFP_KERNEL and modifiers for more than a page
 *
 * Return: the memory or NULL; free with kvfree().
 */
void *kvmalloc(size_t size, gfp_t gfp)
{
	gfp_t try = gfp;
	void *p;

	if (size > PAGE_SIZE)
		try |= __GFP_NORETRY | __GFP_NOWARN;
	p = kmalloc(size, try);
	if (p || size <= PAGE_SIZE)
		return p;
	return __vmalloc(size, gfp);
}

void kvfree(const void *p)
{
	if (is_vmalloc_addr(p))
		vfree(p);
	else
		kfree(p);
}

static void cache_show(struct seq_file *m, struct kmem_cache *cache)
{
	unsigned long active, total, slabs;

	spin_lock(&cache->lock);
	active = cache->nr_inuse;
	slabs = cache->nr_slabs;
	spin_unlock(&cache->lock);
	total = slabs * cache->objects;
	seq_printf(m, "%-17s %6lu %6lu %6u %4u %4d : tunables %4u %4u %4u : slabdata %6lu %6lu %6lu\n",
		   cache->name, active, total, cache->size, cache->objects,
		   1 << cache->order, 0U, 0U, 0U, slabs, slabs, 0UL);
}

/* Body of /proc/slabinfo, version 2.1; see slabinfo(5). */
void slabinfo_show(struct seq_file *m)
{
	struct kmem_cache *cache;

	seq_puts(m, "slabinfo - version: 2.1\n");
	seq_puts(m, "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>");
	seq_puts(m, " : tunables <limit> <batchcount> <sharedfactor>");
	seq_puts(m, " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
	mutex_lock(&slab_mutex);
	list_for_each_entry(cache, &slab_caches, caches)
		cache_show(m, cache);
	mutex_unlock(&slab_mutex);
}
