/* SPDX-License-Identifier: GPL-2.0 */
/* Inside of the object allocator: slab.c, slab_debug.c, kmalloc.c. */
#ifndef MM_SLAB_H
#define MM_SLAB_H

#include <linux/build_bug.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/threads.h>

/*
 * A run of pages cut into objects: struct page with other eyes. Free objects are
 * linked through a word at cache->free_offset.
 *
 * Locks: [I] constant while it is a slab, [c] cache->lock
 */
struct slab {
	unsigned long		flags;
	struct list_head	list;		/* [c] cache->partial or ->empty */
	struct kmem_cache	*cache;		/* [I] */
	void			*freelist;	/* [c] */
	unsigned int		inuse;		/* [c] objects not on freelist */
	unsigned int		objects;	/* [I] */
	int			_mapcount;
	int			_refcount;
	unsigned long		compound;
};
static_assert(sizeof(struct slab) == sizeof(struct page));
static_assert(offsetof(struct slab, compound) == offsetof(struct page, compound));

static inline struct slab *virt_to_slab(const void *obj)
{
	return (struct slab *)page_folio(virt_to_page(obj));
}

static inline void *slab_address(const struct slab *slab)
{
	return page_address((struct page *)slab);
}

/* A CPU's own stock of objects. Locks: [m] lock */
#define MAGAZINE_SIZE	28
struct magazine {
	spinlock_t		lock;
	unsigned int		count;		/* [m] */
	void			*objs[MAGAZINE_SIZE]; /* [m] last in, first out */
};

/* Locks: [I] constant, [c] lock, [l] slab_mutex */
struct kmem_cache {
	const char		*name;		/* [I] */
	unsigned int		object_size;	/* [I] what the user asked for */
	unsigned int		size;		/* [I] distance between objects */
	unsigned int		align;		/* [I] */
	unsigned int		free_offset;	/* [I] of the link in a free object */
	unsigned int		flags;		/* [I] SLAB_* */
	unsigned int		order;		/* [I] pages of a slab */
	unsigned int		objects;	/* [I] per slab */
	unsigned int		mag_limit;	/* [I] 0: no magazines */
	void			(*ctor)(void *obj);
	spinlock_t		lock;
	struct list_head	partial;	/* [c] some objects free */
	struct list_head	empty;		/* [c] all free */
	unsigned int		nr_empty;	/* [c] */
	unsigned long		nr_slabs;	/* [c] */
	unsigned long		nr_inuse;	/* [c] objects outside the slabs */
	struct list_head	caches;		/* [l] */
	struct magazine		*mag[NR_CPUS];	/* set once by its CPU */
};

extern struct list_head slab_caches;
extern struct mutex slab_mutex;

void kmalloc_init(void);
int __kmem_cache_init(struct kmem_cache *cache, const char *name, unsigned int size,
		      unsigned int align, unsigned int flags, void (*ctor)(void *));

/*
 * slab_debug.c: room behind each object, and what is written into it. The user
 * part of a free object is poison; behind a used one is a red zone.
 */
#ifdef CONFIG_DEBUG_SLAB
unsigned int slab_debug_room(void);
void slab_debug_new(struct kmem_cache *cache, void *obj);
void slab_debug_alloc(struct kmem_cache *cache, void *obj);
bool slab_debug_free(struct kmem_cache *cache, void *obj, unsigned long caller);
#else
static inline unsigned int slab_debug_room(void) { return 0; }
static inline void slab_debug_new(struct kmem_cache *cache, void *obj) { }
static inline void slab_debug_alloc(struct kmem_cache *cache, void *obj) { }
static inline bool slab_debug_free(struct kmem_cache *cache, void *obj, unsigned long caller)
{
	return true;
}
#endif /* CONFIG_DEBUG_SLAB */

#endif /* MM_SLAB_H */
