/* SPDX-License-Identifier: GPL-2.0 */
/* Object allocation: mm/slab.c (caches) and mm/kmalloc.c. */
#ifndef INCLUDE_LINUX_SLAB_H
#define INCLUDE_LINUX_SLAB_H

#include <linux/types.h>
#include <linux/gfp.h>
#include <linux/overflow.h>
#include <linux/cleanup.h>
#include <linux/err.h>

struct kmem_cache;
struct seq_file;

#define SLAB_HWCACHE_ALIGN	0x0001u
#define SLAB_RECLAIM_ACCOUNT	0x0002u
#define SLAB_PANIC		0x0004u
#define SLAB_ACCOUNT		0x0008u
#define SLAB_NO_MERGE		0x0010u

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size,
				     unsigned int align, unsigned int flags,
				     void (*ctor)(void *));
void kmem_cache_destroy(struct kmem_cache *cache);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t gfp);
void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t gfp);
void kmem_cache_free(struct kmem_cache *cache, void *obj);
int kmem_cache_shrink(struct kmem_cache *cache);
#define KMEM_CACHE(type, flags) \
	kmem_cache_create(#type, sizeof(struct type), __alignof__(struct type), flags, NULL)

#define ZERO_SIZE_PTR		((void *)16)	/* kmalloc(0): not NULL, not memory */
#define ZERO_OR_NULL_PTR(x)	((unsigned long)(x) <= (unsigned long)ZERO_SIZE_PTR)
#define KMALLOC_MAX_SIZE	(1UL << 22)

/* Up to 4 MiB; larger, or when it need not be contiguous: kvmalloc(). */
void *kmalloc(size_t size, gfp_t gfp);
void *krealloc(const void *p, size_t size, gfp_t gfp);
void kfree(const void *p);
void kfree_sensitive(const void *p);
size_t ksize(const void *p);
void *kvmalloc(size_t size, gfp_t gfp);
void kvfree(const void *p);
void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void vfree(const void *p);

static inline void *kzalloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | __GFP_ZERO);
}

static inline void *kvzalloc(size_t size, gfp_t gfp)
{
	return kvmalloc(size, gfp | __GFP_ZERO);
}

static inline void *kmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? NULL : kmalloc(bytes, gfp);
}

static inline void *kcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kmalloc_array(n, size, gfp | __GFP_ZERO);
}

static inline void *kvmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return __builtin_mul_overflow(n, size, &bytes) ? NULL : kvmalloc(bytes, gfp);
}

static inline void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kvmalloc_array(n, size, gfp | __GFP_ZERO);
}

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))

/* mm/slab.c: called once by mm_init() after the page allocator is up. */
void kmem_cache_init(void);
void slab_shrink_all(void);			/* reclaim: give unused slabs back */
/* For /proc/slabinfo and /proc/meminfo. */
void slabinfo_show(struct seq_file *m);
unsigned long slab_pages(bool reclaimable);

#endif /* INCLUDE_LINUX_SLAB_H */
