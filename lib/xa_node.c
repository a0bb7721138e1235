// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of XArray nodes. Readers without the lock may look at a node after
 * it has been taken out of its tree, so nodes are recycled and never given back
 * to the allocator: whatever such a reader follows is still a node.
 *
 * The caches are per CPU and need no lock, as kernel code is not preempted;
 * what is too much for one goes to a common list.
 */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "xarray_internal.h"

/* A store may need two nodes per level: to grow, and to go down. */
#define MAX_NODES	(2 * XA_MAX_LEVELS)
#define NODE_CACHE_MAX	64

/* NULL during early boot, when kmalloc() has to do. [I] then */
static struct kmem_cache *node_slab;

static int __init xa_node_slab_init(void)
{
	node_slab = KMEM_CACHE(xa_node, SLAB_PANIC | SLAB_RECLAIM_ACCOUNT);
	return 0;
}
early_initcall(xa_node_slab_init);

/* Unused nodes, chained through parent. */
struct node_cache {
	struct xa_node *first;
	unsigned int count;
};

static DEFINE_PER_CPU(struct node_cache, node_caches);
/* What other CPUs had too many of. */
static DEFINE_SPINLOCK(spare_lock);
static struct xa_node *spare_nodes;	/* [spare_lock] */

void xa_node_put(struct xa_node *node)
{
	struct node_cache *cache = this_cpu_ptr(&node_caches);

	if (cache->count < NODE_CACHE_MAX) {
		node->parent = cache->first;
		cache->first = node;
		cache->count++;
		return;
	}
	spin_lock(&spare_lock);
	node->parent = spare_nodes;
	spare_nodes = node;
	spin_unlock(&spare_lock);
}

static struct xa_node *nodes_get_spare(void)
{
	struct xa_node *node;

	if (!READ_ONCE(spare_nodes))
		return NULL;
	spin_lock(&spare_lock);
	node = spare_nodes;
	if (node)
		spare_nodes = node->parent;
	spin_unlock(&spare_lock);
	return node;
}

static struct xa_node *nodes_get(gfp_t gfp)
{
	struct node_cache *cache = this_cpu_ptr(&node_caches);
	struct xa_node *node = cache->first;

	if (node) {
		cache->first = node->parent;
		cache->count--;
		return node;
	}
	node = nodes_get_spare();
	if (node)
		return node;
	gfp |= __GFP_NOWARN | __GFP_ZERO;
	if (node_slab)
		return kmem_cache_alloc(node_slab, gfp);
	return kmalloc(sizeof(*node), gfp);
}

/* The cursor's own supply first; without it, what can be had at once. */
struct xa_node *xas_new_node(struct xa_state *xas,
			     struct xa_node *parent, unsigned int shift,
			     unsigned int offset)
{
	struct xa_node *node = xas->xa_alloc;

	if (node)
		xas->xa_alloc = node->parent;
	else
		node = nodes_get(GFP_NOWAIT);
	if (!node) {
		xas_set_err(xas, -ENOMEM);
		return NULL;
	}
	node->shift = shift;
	node->offset = offset;
	node->count = 0;
	node->parent = parent;
	memset(node->slots, 0, sizeof(node->slots));
	memset(node->marks, 0, sizeof(node->marks));
	if (xa_track_free(xas->xa))
		node->marks[XA_FREE_MARK] = ~0UL;
	return node;
}

void xas_destroy(struct xa_state *xas)
{
	while (xas->xa_alloc) {
		struct xa_node *node = xas->xa_alloc;

		xas->xa_alloc = node->parent;
		xa_node_put(node);
	}
}
EXPORT_SYMBOL(xas_destroy);

/* How many nodes a store at the cursor can need at most. */
static unsigned int xas_nodes_wanted(const struct xa_state *xas)
{
	unsigned int levels = xas->xa_index ?
		__fls(xas->xa_index) / XA_CHUNK_SHIFT + 1 : 1;
	void *head = READ_ONCE(xas->xa->xa_head);

	if (xa_is_node(head))
		levels = max(levels, READ_ONCE(xa_to_node(head)->shift) /
				     XA_CHUNK_SHIFT + 1U);
	return min_t(unsigned int, 2 * levels, MAX_NODES);
}

bool xas_nomem(struct xa_state *xas, gfp_t gfp)
{
	unsigned int wanted;

	if (xas_error(xas) != -ENOMEM) {
		xas_destroy(xas);
		return false;
	}
	for (wanted = xas_nodes_wanted(xas); wanted; wanted--) {
		struct xa_node *node = nodes_get(gfp);

		if (!node)
			break;
		node->parent = xas->xa_alloc;
		xas->xa_alloc = node;
	}
	if (!xas->xa_alloc)
		return false;
	xas_reset(xas);
	return true;
}
EXPORT_SYMBOL(xas_nomem);

/* xas_nomem() for callers that hold the lock and may let go of it. */
bool __xas_nomem(struct xa_state *xas, gfp_t gfp)
{
	bool retry;

	if (xas_error(xas) != -ENOMEM || !gfpflags_allow_blocking(gfp))
		return xas_nomem(xas, gfp);
	xas_unlock(xas);
	retry = xas_nomem(xas, gfp);
	xas_lock(xas);
	return retry;
}
