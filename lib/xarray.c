// SPDX-License-Identifier: GPL-2.0
/*
 * The XArray's plain interface: load, store, find, allocate an index. Those
 * functions that change the array take the lock and run the cursor of
 * xa_state.c; those that read do without it, under the sequence count.
 */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>

#include "xarray_internal.h"

static void *xa_load_once(const struct xarray *xa, unsigned long index)
{
	void *entry = READ_ONCE(xa->xa_head);

	if (!xa_is_node(entry))
		return index ? NULL : entry;
	if (index > node_max(xa_to_node(entry)))
		return NULL;
	for (int level = 0; level < XA_MAX_LEVELS && xa_is_node(entry); level++) {
		struct xa_node *node = xa_to_node(entry);
		unsigned int shift = READ_ONCE(node->shift) & 63;

		entry = READ_ONCE(node->slots[index >> shift & XA_CHUNK_MASK]);
	}
	return entry;
}

/**
 * xa_load - the entry at an index
 * @xa: array
 * @index: index
 *
 * Context: any.
 * Return: the entry or NULL.
 */
void *xa_load(struct xarray *xa, unsigned long index)
{
	unsigned int seq;
	void *entry;

	do {
		seq = read_seqcount_begin(&xa->xa_seq);
		entry = xa_load_once(xa, index);
	} while (read_seqcount_retry(&xa->xa_seq, seq));
	return xa_visible(entry);
}
EXPORT_SYMBOL(xa_load);

static void *xas_result(struct xa_state *xas, void *old)
{
	int err = xas_error(xas);

	return err ? xa_mk_internal(err) : xa_visible(old);
}

void *__xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	XA_STATE(xas, xa, index);
	void *old;

	if (WARN_ON_ONCE(xa_is_internal(entry) && !xa_is_zero(entry)))
		return xa_mk_internal(-EINVAL);
	/* An array that hands out indices keeps NULL as taken. */
	if (xa_track_free(xa) && !entry)
		entry = XA_ZERO_ENTRY;
	do {
		old = xas_store(&xas, entry);
	} while (__xas_nomem(&xas, gfp));
	return xas_result(&xas, old);
}
EXPORT_SYMBOL(__xa_store);

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *old;

	xa_lock(xa);
	old = __xa_store(xa, index, entry, gfp);
	xa_unlock(xa);
	return old;
}
EXPORT_SYMBOL(xa_store);

void *__xa_erase(struct xarray *xa, unsigned long index)
{
	XA_STATE(xas, xa, index);

	return xas_result(&xas, xas_store(&xas, NULL));
}
EXPORT_SYMBOL(__xa_erase);

void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *old;

	xa_lock(xa);
	old = __xa_erase(xa, index);
	xa_unlock(xa);
	return old;
}
EXPORT_SYMBOL(xa_erase);

void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		   void *entry, gfp_t gfp)
{
	XA_STATE(xas, xa, index);
	void *now;

	do {
		now = xas_load(&xas);
		if (now == old)
			xas_store(&xas, entry);
	} while (__xas_nomem(&xas, gfp));
	return xas_result(&xas, now);
}
EXPORT_SYMBOL(__xa_cmpxchg);

void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		 void *entry, gfp_t gfp)
{
	void *now;

	xa_lock(xa);
	now = __xa_cmpxchg(xa, index, old, entry, gfp);
	xa_unlock(xa);
	return now;
}
EXPORT_SYMBOL(xa_cmpxchg);

int __xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	XA_STATE(xas, xa, index);
	void *now;

	if (!entry)
		entry = XA_ZERO_ENTRY;
	do {
		now = xas_load(&xas);
		if (!now)
			xas_store(&xas, entry);
		else
			xas_set_err(&xas, -EBUSY);
	} while (__xas_nomem(&xas, gfp));
	return xas_error(&xas);
}
EXPORT_SYMBOL(__xa_insert);

int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	int err;

	xa_lock(xa);
	err = __xa_insert(xa, index, entry, gfp);
	xa_unlock(xa);
	return err;
}
EXPORT_SYMBOL(xa_insert);

int xa_reserve(struct xarray *xa, unsigned long index, gfp_t gfp)
{
	return xa_err(xa_cmpxchg(xa, index, NULL, XA_ZERO_ENTRY, gfp));
}
EXPORT_SYMBOL(xa_reserve);

void xa_release(struct xarray *xa, unsigned long index)
{
	xa_cmpxchg(xa, index, XA_ZERO_ENTRY, NULL, 0);
}
EXPORT_SYMBOL(xa_release);

/* The lowest empty index in *index..max. Context: xa_lock. */
static bool xa_find_free(const struct xarray *xa, unsigned long *index,
			 unsigned long max)
{
	void *head = xa->xa_head;
	unsigned long at = *index;

	if (!at && xa_zero_busy(xa))
		at = 1;
	while (at <= max) {
		void *entry = head;
		unsigned long from = at;

		if (!xa_is_node(head) || at > node_max(xa_to_node(head)))
			break;
		while (xa_is_node(entry)) {
			struct xa_node *node = xa_to_node(entry);
			unsigned int offset = node_offset(node, at), next;

			next = node_next(node, offset, XA_FREE_MARK);
			if (next == XA_CHUNK_SIZE) {
				at = node_max(node) == ULONG_MAX ? 0 :
				     index_after(at, node->shift + XA_CHUNK_SHIFT);
				break;
			}
			if (next != offset)
				at = ((at >> node->shift & ~XA_CHUNK_MASK) |
				      next) << node->shift;
			entry = node->slots[next];
		}
		if (!entry)
			break;
		if (at <= from)
			return false;
	}
	if (!xa_is_node(head) && head && !at)
		at = 1;
	*index = at;
	return at <= max;
}

int __xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
	       gfp_t gfp)
{
	XA_STATE(xas, xa, 0);

	if (WARN_ON_ONCE(xa_is_internal(entry) || !xa_track_free(xa)))
		return -EINVAL;
	if (!entry)
		entry = XA_ZERO_ENTRY;
	do {
		unsigned long index = limit.min;

		if (!xa_find_free(xa, &index, limit.max)) {
			xas_set_err(&xas, -EBUSY);
		} else {
			xas_set(&xas, index);
			xas_store(&xas, entry);
		}
	} while (__xas_nomem(&xas, gfp));
	if (!xas_error(&xas))
		*id = xas.xa_index;
	return xas_error(&xas);
}
EXPORT_SYMBOL(__xa_alloc);

int xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit,
	     gfp_t gfp)
{
	int err;

	xa_lock(xa);
	err = __xa_alloc(xa, id, entry, limit, gfp);
	xa_unlock(xa);
	return err;
}
EXPORT_SYMBOL(xa_alloc);

int xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
		    struct xa_limit limit, u32 *next, gfp_t gfp)
{
	u32 min = limit.min;
	int ret;

	xa_lock(xa);
	limit.min = max(min, *next);
	ret = limit.min > limit.max ? -EBUSY :
	      __xa_alloc(xa, id, entry, limit, gfp);
	if (ret == -EBUSY && limit.min > min) {
		limit.min = min;
		ret = __xa_alloc(xa, id, entry, limit, gfp);
		if (!ret)
			ret = 1;
	}
	if (ret >= 0)
		*next = *id + 1;
	xa_unlock(xa);
	return ret;
}
EXPORT_SYMBOL(xa_alloc_cyclic);

bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	unsigned long at;
	unsigned int seq;
	struct xa_node *node;
	void *entry;

	do {
		seq = read_seqcount_begin(&xa->xa_seq);
		at = index;
		entry = xa_find_entry(xa, &at, index, mark, &node);
	} while (read_seqcount_retry(&xa->xa_seq, seq));
	return entry != NULL;
}
EXPORT_SYMBOL(xa_get_mark);

void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);

	if (xas_load(&xas))
		xas_set_mark(&xas, mark);
}
EXPORT_SYMBOL(__xa_set_mark);

void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	XA_STATE(xas, xa, index);

	if (xas_load(&xas))
		xas_clear_mark(&xas, mark);
}
EXPORT_SYMBOL(__xa_clear_mark);

void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_set_mark(xa, index, mark);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_set_mark);

void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	xa_lock(xa);
	__xa_clear_mark(xa, index, mark);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_clear_mark);

void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max,
	      xa_mark_t filter)
{
	unsigned long from = *index, at;
	struct xa_node *node;
	unsigned int seq;
	void *entry;

	for (;;) {
		do {
			seq = read_seqcount_begin(&xa->xa_seq);
			at = from;
			entry = xa_find_entry(xa, &at, max, filter, &node);
		} while (read_seqcount_retry(&xa->xa_seq, seq));
		if (!xa_is_zero(entry))
			break;
		if (at == ULONG_MAX)
			return NULL;
		from = at + 1;
	}
	if (entry)
		*index = at;
	return entry;
}
EXPORT_SYMBOL(xa_find);

void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max,
		    xa_mark_t filter)
{
	unsigned long at = *index + 1;
	void *entry;

	if (!at)
		return NULL;
	entry = xa_find(xa, &at, max, filter);
	if (entry)
		*index = at;
	return entry;
}
EXPORT_SYMBOL(xa_find_after);

unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start,
			unsigned long max, unsigned int n, xa_mark_t filter)
{
	unsigned long index = start;
	unsigned int i = 0;
	void *entry;

	if (!n)
		return 0;
	for (entry = xa_find(xa, &index, max, filter); entry;
	     entry = xa_find_after(xa, &index, max, filter)) {
		dst[i++] = entry;
		if (i == n)
			break;
	}
	return i;
}
EXPORT_SYMBOL(xa_extract);

static void free_subtree(void *entry)
{
	struct xa_node *node;

	if (!xa_is_node(entry))
		return;
	node = xa_to_node(entry);
	if (node->shift)
		for (unsigned int i = 0; i < XA_CHUNK_SIZE; i++)
			free_subtree(node->slots[i]);
	xa_node_put(node);
}

void xa_destroy(struct xarray *xa)
{
	void *head;

	xa_lock(xa);
	raw_write_seqcount_begin(&xa->xa_seq);
	head = xa->xa_head;
	xa->xa_head = NULL;
	xa->xa_marks = 0;
	free_subtree(head);
	raw_write_seqcount_end(&xa->xa_seq);
	xa_unlock(xa);
}
EXPORT_SYMBOL(xa_destroy);
