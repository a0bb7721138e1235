/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_XARRAY_INTERNAL_H
#define LIB_XARRAY_INTERNAL_H

/* Shared by xarray.c, xa_state.c and xa_node.c. */
#include <linux/bitops.h>
#include <linux/xarray.h>

/* No tree is higher than that: 11 * 6 > 64. */
#define XA_MAX_LEVELS	11

static inline bool xa_track_free(const struct xarray *xa)
{
	return xa->xa_flags & XA_FLAGS_TRACK_FREE;
}

static inline bool xa_zero_busy(const struct xarray *xa)
{
	return xa->xa_flags & XA_FLAGS_ZERO_BUSY;
}

/* What the simple interface shows for an entry. */
static inline void *xa_visible(void *entry)
{
	return xa_is_zero(entry) ? NULL : entry;
}

static inline unsigned long node_max(const struct xa_node *node)
{
	unsigned int bits = node->shift + XA_CHUNK_SHIFT;

	return bits >= BITS_PER_LONG ? ULONG_MAX : (1UL << bits) - 1;
}

static inline unsigned int node_offset(const struct xa_node *node,
				       unsigned long index)
{
	return (index >> node->shift) & XA_CHUNK_MASK;
}

static inline bool node_get_mark(const struct xa_node *node,
				 unsigned int offset, xa_mark_t mark)
{
	return node->marks[mark] >> offset & 1;
}

/* Slots of the node that may lead to what is looked for. */
static inline unsigned long node_candidates(const struct xa_node *node,
				     xa_mark_t filter)
{
	unsigned long bits = 0;

	if (filter != XA_PRESENT)
		return READ_ONCE(node->marks[filter]);
	for (unsigned int i = 0; i < XA_CHUNK_SIZE; i++)
		if (READ_ONCE(node->slots[i]))
			bits |= 1UL << i;
	return bits;
}

/* The next slot from offset on, or 64. */
static inline unsigned int node_next(const struct xa_node *node, unsigned int offset,
			      xa_mark_t filter)
{
	unsigned long bits;

	if (offset >= XA_CHUNK_SIZE)
		return XA_CHUNK_SIZE;
	/* Mostly the very slot asked for. */
	if (filter == XA_PRESENT && READ_ONCE(node->slots[offset]))
		return offset;
	bits = node_candidates(node, filter) & (~0UL << offset);
	return bits ? __ffs(bits) : XA_CHUNK_SIZE;
}

/* Index of the first slot behind this one at its level; 0 when none. */
static inline unsigned long index_after(unsigned long index, unsigned int shift)
{
	return ((index >> shift) + 1) << shift;
}

/* xa_node.c */
struct xa_node *xas_new_node(struct xa_state *xas, struct xa_node *parent,
			     unsigned int shift, unsigned int offset);
void xa_node_put(struct xa_node *node);
bool __xas_nomem(struct xa_state *xas, gfp_t gfp)
	__must_hold(&xas->xa->xa_lock);

/* xa_state.c: the first entry in *index..max; *nodep is the node it is in. */
void *xa_find_entry(const struct xarray *xa, unsigned long *index,
		    unsigned long max, xa_mark_t filter,
		    struct xa_node **nodep);

#endif /* LIB_XARRAY_INTERNAL_H */
