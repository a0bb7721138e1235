// SPDX-License-Identifier: GPL-2.0
/*
 * Catching the misuse of objects, in builds with CONFIG_DEBUG_SLAB.
 *
 * Behind each object are a red zone of eight bytes and a word with who freed it
 * last. A free object is full of POISON_FREE (caches with a constructor excepted),
 * a fresh one of POISON_INUSE: reading either as a pointer faults at once. Found at
 * the next allocation or free: writing behind the end, writing after free, freeing
 * twice.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/poison.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "slab.h"

#define RED_USED	0xcc5a5accbb5a5abbUL
#define RED_FREE	0xbb5a5abbcc5a5accUL

struct slab_trailer {
	unsigned long	red;
	unsigned long	freed_by;
};

static struct slab_trailer *trailer(struct kmem_cache *cache, void *obj)
{
	return obj + cache->free_offset - sizeof(struct slab_trailer);
}

unsigned int slab_debug_room(void)
{
	return sizeof(struct slab_trailer);
}

static void complain(struct kmem_cache *cache, void *obj, const char *what)
{
	pr_err("BUG %s: %s, object %px, last freed by %pS\n", cache->name, what, obj,
	       (void *)trailer(cache, obj)->freed_by);
	print_hex_dump(KERN_ERR, "object: ", 0, 16, 8, obj,
		       min(cache->object_size, 128U), true);
	WARN_ON(1);
}

static void poison(struct kmem_cache *cache, void *obj, int byte)
{
	if (!cache->ctor)
		memset(obj, byte, cache->object_size);
}

void slab_debug_new(struct kmem_cache *cache, void *obj)
{
	poison(cache, obj, POISON_FREE);
	trailer(cache, obj)->red = RED_FREE;
	trailer(cache, obj)->freed_by = 0;
}

void slab_debug_alloc(struct kmem_cache *cache, void *obj)
{
	if (trailer(cache, obj)->red != RED_FREE)
		complain(cache, obj, "red zone of a free object overwritten");
	else if (!cache->ctor && memchr_inv(obj, POISON_FREE, cache->object_size))
		complain(cache, obj, "written after free");
	poison(cache, obj, POISON_INUSE);
	trailer(cache, obj)->red = RED_USED;
}

/* Return: false when the object had better not be used again. */
bool slab_debug_free(struct kmem_cache *cache, void *obj, unsigned long caller)
{
	struct slab *slab = virt_to_slab(obj);
	struct slab_trailer *t = trailer(cache, obj);

	if ((obj - slab_address(slab)) % cache->size) {
		pr_err("BUG %s: free of %px inside an object\n", cache->name, obj);
		WARN_ON(1);
		return false;
	}
	if (t->red != RED_USED) {
		complain(cache, obj, t->red == RED_FREE ? "freed twice" :
			 "written behind its end");
		return false;
	}
	poison(cache, obj, POISON_FREE);
	t->red = RED_FREE;
	t->freed_by = caller;
	return true;
}
