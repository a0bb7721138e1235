// SPDX-License-Identifier: GPL-2.0
/*
 * Object caches. A cache owns slabs (runs of pages cut into objects of one size)
 * and, for each CPU, a magazine: a small array of free objects in front of them,
 * which serves nearly every allocation with one lock nobody else wants.
 *
 * A slab is on the cache's partial list while it has free objects and others,
 * on the empty list while all are free, on no list when it is full. A few empty
 * slabs are kept, the rest goes back to the page allocator.
 *
 * Locks: slab_mutex (list of caches); magazine->lock, cache->lock: both spin,
 * in this order, with the page allocator called under neither.
 *
 * Left out against Linux: merging of caches, NUMA, bulk calls, RCU-typesafe caches.
 */
#include <linux/bug.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kasan.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "internal.h"
#include "slab.h"

#define KEEP_EMPTY	2
#define MAX_SLAB_ORDER	3

LIST_HEAD(slab_caches);
DEFINE_MUTEX(slab_mutex);

static struct kmem_cache cache_cache, magazine_cache;	/* the two that come first */
static bool magazines_ready;

/* ---- slabs ---- */

static inline void **free_link(struct kmem_cache *cache, void *obj)
{
	return obj + cache->free_offset;
}

static enum vm_stat_item slab_stat(struct kmem_cache *cache)
{
	return cache->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE :
						     NR_SLAB_UNRECLAIMABLE;
}

static void slab_cut(struct kmem_cache *cache, struct slab *slab)
{
	void *base = slab_address(slab);

	slab->freelist = NULL;
	for (unsigned int i = cache->objects; i-- > 0; ) {
		void *obj = base + i * cache->size;

		slab_debug_new(cache, obj);
		if (cache->ctor)
			cache->ctor(obj);
		*free_link(cache, obj) = slab->freelist;
		slab->freelist = obj;
		kasan_poison(obj, cache->object_size);
	}
}

static struct slab *slab_new(struct kmem_cache *cache, gfp_t gfp)
{
	struct slab *slab;

	gfp = (gfp & ~__GFP_ZERO) | __GFP_COMP;
	slab = (struct slab *)alloc_pages(gfp, cache->order);
	if (!slab)
		return NULL;
	slab->flags |= 1UL << PG_slab;
	slab->cache = cache;
	slab->inuse = 0;
	slab->objects = cache->objects;
	slab_cut(cache, slab);
	vm_stat_mod(slab_stat(cache), 1L << cache->order);
	return slab;
}

static void slab_release(struct kmem_cache *cache, struct slab *slab)
{
	struct page *page = (struct page *)slab;

	vm_stat_mod(slab_stat(cache), -(1L << cache->order));
	page->flags &= ~(1UL << PG_slab);
	page->mapping = NULL;
	__free_pages(page, cache->order);
}

static void slab_release_list(struct kmem_cache *cache, struct list_head *list)
{
	struct slab *slab, *next;

	list_for_each_entry_safe(slab, next, list, list)
		slab_release(cache, slab);
}

/* One object out of the slabs, or NULL. cache->lock held. */
static void *take_object(struct kmem_cache *cache)
{
	struct slab *slab;
	void *obj;

	slab = list_first_entry_or_null(&cache->partial, struct slab, list);
	if (!slab) {
		slab = list_first_entry_or_null(&cache->empty, struct slab, list);
		if (!slab)
			return NULL;
		cache->nr_empty--;
		list_move(&slab->list, &cache->partial);
	}
	obj = slab->freelist;
	slab->freelist = *free_link(cache, obj);
	if (++slab->inuse == slab->objects)
		list_del_init(&slab->list);
	cache->nr_inuse++;
	return obj;
}

/* Back into its slab; slabs to be freed go to @spare. cache->lock held. */
static void return_object(struct kmem_cache *cache, void *obj, struct list_head *spare)
{
	struct slab *slab = virt_to_slab(obj);

	*free_link(cache, obj) = slab->freelist;
	slab->freelist = obj;
	cache->nr_inuse--;
	if (slab->inuse-- == slab->objects)
		list_add(&slab->list, &cache->partial);
	if (slab->inuse)
		return;
	if (cache->nr_empty < KEEP_EMPTY) {
		cache->nr_empty++;
		list_move(&slab->list, &cache->empty);
	} else {
		cache->nr_slabs--;
		list_move(&slab->list, spare);
	}
}

static void *alloc_from_slabs(struct kmem_cache *cache, gfp_t gfp)
{
	struct slab *slab = NULL;
	void *obj;

	spin_lock(&cache->lock);
	while (!(obj = take_object(cache))) {
		spin_unlock(&cache->lock);
		slab = slab_new(cache, gfp);
		if (!slab)
			return NULL;
		spin_lock(&cache->lock);
		list_add(&slab->list, &cache->empty);
		cache->nr_empty++;
		cache->nr_slabs++;
	}
	spin_unlock(&cache->lock);
	return obj;
}

static void free_to_slabs(struct kmem_cache *cache, void **objs, unsigned int nr)
{
	LIST_HEAD(spare);

	spin_lock(&cache->lock);
	while (nr--)
		return_object(cache, *objs++, &spare);
	spin_unlock(&cache->lock);
	slab_release_list(cache, &spare);
}

/* ---- magazines ---- */

static struct magazine *magazine_get(struct kmem_cache *cache)
{
	int cpu = smp_processor_id();
	struct magazine *mag = cache->mag[cpu];

	if (likely(mag) || !magazines_ready || !cache->mag_limit)
		return mag;
	mag = kmem_cache_alloc(&magazine_cache, GFP_NOWAIT | __GFP_NOWARN);
	if (!mag)
		return NULL;
	spin_lock_init(&mag->lock);
	mag->count = 0;
	cache->mag[cpu] = mag;
	return mag;
}

/* Fill a magazine half from slabs that exist. mag->lock held. */
static void magazine_refill(struct kmem_cache *cache, struct magazine *mag)
{
	spin_lock(&cache->lock);
	while (mag->count < cache->mag_limit / 2) {
		void *obj = take_object(cache);

		if (!obj)
			break;
		mag->objs[mag->count++] = obj;
	}
	spin_unlock(&cache->lock);
}

static void *magazine_alloc(struct kmem_cache *cache)
{
	struct magazine *mag = magazine_get(cache);
	void *obj = NULL;

	if (!mag)
		return NULL;
	spin_lock(&mag->lock);
	if (!mag->count)
		magazine_refill(cache, mag);
	if (mag->count)
		obj = mag->objs[--mag->count];
	spin_unlock(&mag->lock);
	return obj;
}

static bool magazine_free(struct kmem_cache *cache, void *obj)
{
	struct magazine *mag = magazine_get(cache);
	void *out[MAGAZINE_SIZE];
	unsigned int nr = 0;

	if (!mag)
		return false;
	spin_lock(&mag->lock);
	if (mag->count == cache->mag_limit) {	/* the older half goes home */
		nr = cache->mag_limit / 2;
		memcpy(out, mag->objs, nr * sizeof(void *));
		mag->count -= nr;
		memmove(mag->objs, mag->objs + nr, mag->count * sizeof(void *));
	}
	mag->objs[mag->count++] = obj;
	spin_unlock(&mag->lock);
	if (nr)
		free_to_slabs(cache, out, nr);
	return true;
}

static void magazine_drain(struct kmem_cache *cache, int cpu)
{
	struct magazine *mag = cache->mag[cpu];
	void *out[MAGAZINE_SIZE];
	unsigned int nr;

	if (!mag)
		return;
	spin_lock(&mag->lock);
	nr = mag->count;
	memcpy(out, mag->objs, nr * sizeof(void *));
	mag->count = 0;
	spin_unlock(&mag->lock);
	free_to_slabs(cache, out, nr);
}

/* ---- the calls ---- */

/**
 * kmem_cache_alloc() - an object of a cache
 * @cache: cache
 * @gfp: GFP_*; __GFP_ZERO is for caches without constructor
 *
 * Context: may sleep with __GFP_RECLAIM.
 * Return: the object or NULL.
 */
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp)
{
	void *obj = magazine_alloc(cache);

	if (unlikely(!obj)) {
		obj = alloc_from_slabs(cache, gfp);
		if (!obj)
			return NULL;
	}
	kasan_unpoison(obj, cache->object_size);
	slab_debug_alloc(cache, obj);
	if (gfp & __GFP_ZERO)
		memset(obj, 0, cache->object_size);
	return obj;
}

void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t gfp)
{
	return kmem_cache_alloc(cache, gfp | __GFP_ZERO);
}

/**
 * kmem_cache_free() - give an object back
 * @cache: the cache it is from
 * @obj: object, or NULL
 */
void kmem_cache_free(struct kmem_cache *cache, void *obj)
{
	if (!obj)
		return;
	if (WARN_ON_ONCE(virt_to_slab(obj)->cache != cache))
		return;
	if (!slab_debug_free(cache, obj, (unsigned long)__builtin_return_address(0)))
		return;
	kasan_poison(obj, cache->object_size);
	if (!magazine_free(cache, obj))
		free_to_slabs(cache, &obj, 1);
}

/* ---- caches ---- */

/* The smallest order that wastes at most an eighth and holds a few objects. */
static int choose_order(struct kmem_cache *cache)
{
	unsigned int order;

	for (order = 0; order <= MAX_SLAB_ORDER; order++) {
		size_t bytes = PAGE_SIZE << order;

		if (bytes / cache->size >= 8 && bytes % cache->size <= bytes / 8)
			break;
	}
	if (order > MAX_SLAB_ORDER)
		order = max_t(int, get_order(cache->size), min(MAX_SLAB_ORDER, 2));
	cache->order = order;
	cache->objects = (PAGE_SIZE << order) / cache->size;
	return cache->objects ? 0 : -E2BIG;
}

static void lay_out(struct kmem_cache *cache, unsigned int size)
{
	bool in_use_while_free = cache->ctor || IS_ENABLED(CONFIG_DEBUG_SLAB) ||
				 IS_ENABLED(CONFIG_KASAN);

	cache->object_size = size;
	size = ALIGN(max_t(unsigned int, size, sizeof(void *)), sizeof(void *));
	if (in_use_while_free) {
		cache->free_offset = size + slab_debug_room();
		size = cache->free_offset + sizeof(void *);
	}
	cache->size = ALIGN(size, cache->align);
}

int __kmem_cache_init(struct kmem_cache *cache, const char *name, unsigned int size,
		      unsigned int align, unsigned int flags, void (*ctor)(void *))
{
	int err;

	memset(cache, 0, sizeof(*cache));
	cache->name = name;
	cache->flags = flags;
	cache->ctor = ctor;
	cache->align = max_t(unsigned int, align, sizeof(void *));
	if ((flags & SLAB_HWCACHE_ALIGN) && size > 32)
		cache->align = max(cache->align, 64U);
	lay_out(cache, size);
	err = choose_order(cache);
	if (err)
		return err;
	cache->mag_limit = cache->size <= 1024 ? MAGAZINE_SIZE : cache->size <= 4096 ? 8 : 4;
	spin_lock_init(&cache->lock);
	INIT_LIST_HEAD(&cache->partial);
	INIT_LIST_HEAD(&cache->empty);
	list_add_tail(&cache->caches, &slab_caches);
	return 0;
}

/**
 * kmem_cache_create() - a cache for objects of one kind
 * @name: as shown in /proc/slabinfo; copied
 * @size: bytes of an object, at most 32 KiB
 * @align: 0 or a power of two
 * @flags: SLAB_*
 * @ctor: called once for each object when its slab is made, or NULL
 *
 * Context: may sleep.
 * Return: the cache or NULL; with SLAB_PANIC never NULL.
 */
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size,
				     unsigned int align, unsigned int flags,
				     void (*ctor)(void *))
{
	struct kmem_cache *cache = kmem_cache_alloc(&cache_cache, GFP_KERNEL);
	char *copy = kstrdup(name, GFP_KERNEL);
	int err = -ENOMEM;

	if (cache && copy) {
		mutex_lock(&slab_mutex);
		err = __kmem_cache_init(cache, copy, size, align, flags, ctor);
		mutex_unlock(&slab_mutex);
	}
	if (!err)
		return cache;
	if (flags & SLAB_PANIC)
		panic("kmem_cache_create(%s): error %d", name, err);
	kfree(copy);
	kmem_cache_free(&cache_cache, cache);
	return NULL;
}

/**
 * kmem_cache_shrink() - give unused slabs back
 * @cache: cache
 *
 * Return: 0 when the cache is now empty, else 1.
 */
int kmem_cache_shrink(struct kmem_cache *cache)
{
	LIST_HEAD(spare);
	int cpu, left;

	for_each_possible_cpu(cpu)
		magazine_drain(cache, cpu);
	spin_lock(&cache->lock);
	list_splice_init(&cache->empty, &spare);
	cache->nr_slabs -= cache->nr_empty;
	cache->nr_empty = 0;
	left = cache->nr_slabs != 0;
	spin_unlock(&cache->lock);
	slab_release_list(cache, &spare);
	return left;
}

/* Reclaim: empty the magazines and free the empty slabs of all caches. */
void slab_shrink_all(void)
{
	struct kmem_cache *cache;

	if (!mutex_trylock(&slab_mutex))
		return;
	list_for_each_entry(cache, &slab_caches, caches)
		kmem_cache_shrink(cache);
	mutex_unlock(&slab_mutex);
}

/**
 * kmem_cache_destroy() - end of a cache
 * @cache: cache without objects in use, or NULL
 */
void kmem_cache_destroy(struct kmem_cache *cache)
{
	int cpu;

	if (!cache)
		return;
	mutex_lock(&slab_mutex);
	if (kmem_cache_shrink(cache)) {
		pr_err("kmem_cache_destroy(%s): %lu objects still in use\n",
		       cache->name, cache->nr_inuse);
		mutex_unlock(&slab_mutex);
		WARN_ON_ONCE(1);
		return;
	}
	list_del(&cache->caches);
	mutex_unlock(&slab_mutex);
	for_each_possible_cpu(cpu)
		kmem_cache_free(&magazine_cache, cache->mag[cpu]);
	kfree(cache->name);
	kmem_cache_free(&cache_cache, cache);
}

void __init kmem_cache_init(void)
{
	__kmem_cache_init(&cache_cache, "kmem_cache", sizeof(struct kmem_cache), 0,
			  SLAB_PANIC, NULL);
	__kmem_cache_init(&magazine_cache, "kmem_cache_magazine", sizeof(struct magazine),
			  64, SLAB_PANIC, NULL);
	magazine_cache.mag_limit = 0;
	cache_cache.mag_limit = 0;
	kmalloc_init();
	magazines_ready = true;
}

unsigned long slab_pages(bool reclaimable)
{
	return vm_stat_read(reclaimable ? NR_SLAB_RECLAIMABLE : NR_SLAB_UNRECLAIMABLE);
}
