// SPDX-License-Identifier: GPL-2.0
/*
 * The XArray's tree and the cursor that walks and changes it.
 *
 * xa_head is NULL, the entry at index 0, or the top node. A node of shift s has
 * 64 slots of 2^s indices each; nodes of shift 0 hold the entries. A tree is as
 * high as its largest index needs, and shrinks when only index 0 of the top is
 * left. A mark bit in a node says that the entry, or something below the slot,
 * has the mark; xa_marks says so for the whole array. With XA_FLAGS_TRACK_FREE
 * mark 0 is turned round: it says that the slot is empty or that there is room
 * below it, and it is set for every slot of a new node.
 *
 * Readers without the lock walk while the tree changes under them. Nodes stay
 * nodes (xa_node.c), so they read nothing worse than another array's; and
 * writers bump xa_seq around every change, which tells a reader that its walk
 * was worthless.
 *
 * Lock: xa_lock, and below it only those of the allocator.
 */
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/kernel.h>

#include "xarray_internal.h"

/*
 * Marks.
 */

/* Set the mark of a slot and of what leads to it. */
static void node_mark_up(struct xarray *xa, struct xa_node *node,
			 unsigned int offset, xa_mark_t mark)
{
	while (node) {
		if (node_get_mark(node, offset, mark))
			return;
		node->marks[mark] |= 1UL << offset;
		offset = node->offset;
		node = node->parent;
	}
	xa->xa_marks |= 1U << mark;
}

/* Clear it, and what led only to it. */
static void node_unmark_up(struct xarray *xa, struct xa_node *node,
			   unsigned int offset, xa_mark_t mark)
{
	while (node) {
		node->marks[mark] &= ~(1UL << offset);
		if (node->marks[mark])
			return;
		offset = node->offset;
		node = node->parent;
	}
	xa->xa_marks &= ~(1U << mark);
}

/*
 * Walking and changing, with the lock.
 */

/*
 * Put the cursor on its index. xa_node becomes the lowest node on the way:
 * the one that holds the entry, or a higher one when there is nothing below.
 * NULL stands for the head itself.
 */
static void *xas_walk(struct xa_state *xas)
{
	void *entry = xas->xa->xa_head;

	xas->xa_node = NULL;
	xas->xa_offset = 0;
	if (!xa_is_node(entry)) {
		if (!xas->xa_index)
			return entry;
		xas->xa_node = XAS_BOUNDS;
		return NULL;
	}
	if (xas->xa_index > node_max(xa_to_node(entry))) {
		xas->xa_node = XAS_BOUNDS;
		return NULL;
	}
	while (xa_is_node(entry)) {
		struct xa_node *node = xa_to_node(entry);

		xas->xa_node = node;
		xas->xa_offset = node_offset(node, xas->xa_index);
		entry = node->slots[xas->xa_offset];
	}
	return entry;
}

/* The entry at the cursor. Context: xa_lock. */
void *xas_load(struct xa_state *xas)
{
	return xas_error(xas) ? NULL : xas_walk(xas);
}
EXPORT_SYMBOL(xas_load);

/* Does this node hold entries, and is the cursor on one of them? */
static bool xas_at_leaf(const struct xa_state *xas)
{
	if (xas_invalid(xas))
		return false;
	return xas->xa_node ? !xas->xa_node->shift : !xas->xa_index;
}

/*
 * Put a node above the top, so that larger indices fit. An empty array gets its
 * top at once at the height needed, as no node may stay empty.
 */
static bool xas_grow(struct xa_state *xas)
{
	struct xarray *xa = xas->xa;
	void *head = xa->xa_head;
	unsigned int shift = 0;
	struct xa_node *node;

	if (xa_is_node(head))
		shift = xa_to_node(head)->shift + XA_CHUNK_SHIFT;
	else if (!head)
		shift = __fls(xas->xa_index) / XA_CHUNK_SHIFT * XA_CHUNK_SHIFT;
	node = xas_new_node(xas, NULL, shift, 0);
	if (!node)
		return false;
	if (head)
		node->count = 1;
	node->slots[0] = head;
	for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++) {
		bool marked = xa_marked(xa, mark);

		if (xa_track_free(xa) && mark == XA_FREE_MARK) {
			/* All else is free; slot 0 is if there was room. */
			if (!marked && head)
				node->marks[mark] &= ~1UL;
			xa->xa_marks |= 1U << mark;
		} else if (marked) {
			node->marks[mark] = 1;
		}
	}
	if (xa_is_node(head)) {
		xa_to_node(head)->parent = node;
		xa_to_node(head)->offset = 0;
	}
	xa->xa_head = xa_mk_node(node);
	return true;
}

static bool xas_grow_to_index(struct xa_state *xas)
{
	for (;;) {
		void *head = xas->xa->xa_head;

		if (xa_is_node(head)) {
			if (xas->xa_index <= node_max(xa_to_node(head)))
				return true;
		} else if (!xas->xa_index) {
			return true;
		}
		if (!xas_grow(xas))
			return false;
	}
}

/* Make the nodes down to the slot of the index. */
static bool xas_create(struct xa_state *xas)
{
	struct xa_node *node = NULL, *child;
	void *entry;

	if (!xas_grow_to_index(xas))
		return false;
	entry = xas->xa->xa_head;
	xas->xa_node = NULL;
	xas->xa_offset = 0;
	if (!xa_is_node(entry))
		return true;
	for (;;) {
		node = xa_to_node(entry);
		xas->xa_node = node;
		xas->xa_offset = node_offset(node, xas->xa_index);
		if (!node->shift)
			return true;
		entry = node->slots[xas->xa_offset];
		if (entry)
			continue;
		child = xas_new_node(xas, node, node->shift - XA_CHUNK_SHIFT,
				     xas->xa_offset);
		if (!child)
			return false;
		entry = xa_mk_node(child);
		node->slots[xas->xa_offset] = entry;
		node->count++;
	}
}

/* A top with nothing but index 0 in it is one level too high. */
static void xas_shrink(struct xarray *xa)
{
	while (xa_is_node(xa->xa_head)) {
		struct xa_node *node = xa_to_node(xa->xa_head);
		void *entry = node->slots[0];

		if (node->count != 1 || !entry)
			return;
		if (!xa_is_node(entry) && node->shift)
			return;
		if (xa_track_free(xa) && !node_get_mark(node, 0, XA_FREE_MARK))
			xa->xa_marks &= ~(1U << XA_FREE_MARK);
		xa->xa_head = entry;
		if (xa_is_node(entry))
			xa_to_node(entry)->parent = NULL;
		xa_node_put(node);
	}
}

/* Give back nodes that have become empty, from this one upwards. */
static void xas_delete_empty(struct xa_state *xas, struct xa_node *node)
{
	struct xarray *xa = xas->xa;

	while (node && !node->count) {
		struct xa_node *parent = node->parent;

		if (parent) {
			parent->slots[node->offset] = NULL;
			parent->count--;
		} else {
			xa->xa_head = NULL;
			xa->xa_marks &= ~(1U << XA_FREE_MARK);
		}
		xa_node_put(node);
		node = parent;
		xas->xa_node = XAS_RESTART;
	}
	if (!node || !node->parent) {
		xas_shrink(xa);
		xas->xa_node = XAS_RESTART;
	}
}

/* Memory ran out on the way down: no node may stay empty. */
static void xas_prune(struct xa_state *xas)
{
	void *entry = xas->xa->xa_head;
	struct xa_node *node = NULL;

	while (xa_is_node(entry)) {
		node = xa_to_node(entry);
		entry = node->slots[xas->xa_index > node_max(node) ? 0 :
				    node_offset(node, xas->xa_index)];
	}
	if (node && !node->count)
		xas_delete_empty(xas, node);
	xas_set_err(xas, -ENOMEM);
}

static void xas_clear_all_marks(struct xa_state *xas)
{
	for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++) {
		if (xa_track_free(xas->xa) && mark == XA_FREE_MARK)
			continue;
		node_unmark_up(xas->xa, xas->xa_node, xas->xa_offset, mark);
	}
}

/* Write the slot the cursor stands on. */
static void xas_set_slot(struct xa_state *xas, void *old, void *entry)
{
	struct xarray *xa = xas->xa;
	struct xa_node *node = xas->xa_node;

	if (!entry)
		xas_clear_all_marks(xas);
	if (!node) {
		xa->xa_head = entry;
		if (xa_track_free(xa))
			xa->xa_marks &= ~(1U << XA_FREE_MARK);
		return;
	}
	node->slots[xas->xa_offset] = entry;
	node->count += !!entry - !!old;
	if (xa_track_free(xa) && !entry != !old) {
		if (entry)
			node_unmark_up(xa, node, xas->xa_offset, XA_FREE_MARK);
		else
			node_mark_up(xa, node, xas->xa_offset, XA_FREE_MARK);
	}
	if (!entry && old)
		xas_delete_empty(xas, node);
}

/**
 * xas_store - put an entry at the cursor
 * @xas: cursor
 * @entry: or NULL to remove
 *
 * Removing needs no memory and cannot fail.
 *
 * Context: xa_lock.
 * Return: the entry before; NULL with xas_error() set on failure.
 */
void *xas_store(struct xa_state *xas, void *entry)
{
	struct xarray *xa = xas->xa;
	void *old;

	lockdep_assert_held(&xa->xa_lock);
	if (xas_error(xas))
		return NULL;
	old = xas_walk(xas);
	if (!old && !entry)
		return NULL;
	raw_write_seqcount_begin(&xa->xa_seq);
	if (xas_at_leaf(xas) || xas_create(xas)) {
		xas_set_slot(xas, old, entry);
	} else {
		old = NULL;
		xas_prune(xas);
	}
	raw_write_seqcount_end(&xa->xa_seq);
	return old;
}
EXPORT_SYMBOL(xas_store);

bool xas_get_mark(const struct xa_state *xas, xa_mark_t mark)
{
	if (xas_invalid(xas))
		return false;
	if (!xas->xa_node)
		return xa_marked(xas->xa, mark);
	return node_get_mark(xas->xa_node, xas->xa_offset, mark);
}
EXPORT_SYMBOL(xas_get_mark);

/* The cursor must be on an entry: after xas_load() or a find. */
void xas_set_mark(struct xa_state *xas, xa_mark_t mark)
{
	lockdep_assert_held(&xas->xa->xa_lock);
	if (xas_invalid(xas) || xas_get_mark(xas, mark))
		return;
	raw_write_seqcount_begin(&xas->xa->xa_seq);
	node_mark_up(xas->xa, xas->xa_node, xas->xa_offset, mark);
	raw_write_seqcount_end(&xas->xa->xa_seq);
}
EXPORT_SYMBOL(xas_set_mark);

void xas_clear_mark(struct xa_state *xas, xa_mark_t mark)
{
	lockdep_assert_held(&xas->xa->xa_lock);
	if (xas_invalid(xas) || !xas_get_mark(xas, mark))
		return;
	raw_write_seqcount_begin(&xas->xa->xa_seq);
	node_unmark_up(xas->xa, xas->xa_node, xas->xa_offset, mark);
	raw_write_seqcount_end(&xas->xa->xa_seq);
}
EXPORT_SYMBOL(xas_clear_mark);

void xas_init_marks(struct xa_state *xas)
{
	for (xa_mark_t mark = 0; mark < XA_MAX_MARKS; mark++) {
		if (xa_track_free(xas->xa) && mark == XA_FREE_MARK)
			xas_set_mark(xas, mark);
		else
			xas_clear_mark(xas, mark);
	}
}
EXPORT_SYMBOL(xas_init_marks);

/*
 * Finding. One routine serves the cursor and the lockless functions; it must
 * survive nodes that change under it, hence the bounded number of levels and
 * the single reads.
 */

/*
 * Go down once towards *index. Returns the entry found; or NULL with *index
 * moved to where to go on, which is 0 when there is nothing more.
 */
static void *find_descend(void *entry, unsigned long *index, xa_mark_t filter,
			  struct xa_node **nodep)
{
	for (int level = 0; level < XA_MAX_LEVELS && xa_is_node(entry); level++) {
		struct xa_node *node = xa_to_node(entry);
		unsigned int shift = READ_ONCE(node->shift) & 63;
		unsigned int offset = *index >> shift & XA_CHUNK_MASK;
		unsigned int next = node_next(node, offset, filter);

		*nodep = node;
		if (next == XA_CHUNK_SIZE) {
			unsigned int up = shift + XA_CHUNK_SHIFT;

			*index = up >= BITS_PER_LONG ? 0 : index_after(*index, up);
			return NULL;
		}
		if (next != offset)
			*index = ((*index >> shift & ~XA_CHUNK_MASK) | next) << shift;
		entry = READ_ONCE(node->slots[next]);
		if (!entry) {
			*index = index_after(*index, shift);
			return NULL;
		}
	}
	return entry;
}

/* The first entry in *index..max; *nodep is the node it is in. */
void *xa_find_entry(const struct xarray *xa, unsigned long *index,
			   unsigned long max, xa_mark_t filter,
			   struct xa_node **nodep)
{
	void *head = READ_ONCE(xa->xa_head), *entry;
	unsigned long at = *index;

	*nodep = NULL;
	if (filter != XA_PRESENT && !xa_marked(xa, filter))
		return NULL;
	if (!xa_is_node(head)) {
		if (at || !head)
			return NULL;
		return head;
	}
	while (at <= max && at <= node_max(xa_to_node(head))) {
		unsigned long from = at;

		entry = find_descend(head, &at, filter, nodep);
		if (entry && at <= max) {
			*index = at;
			return entry;
		}
		/* Nothing more, or the tree is not what it was. */
		if (entry || at <= from)
			return NULL;
	}
	return NULL;
}

/* The next one in the node the cursor is in, if that is a leaf. */
static void *xas_find_near(struct xa_state *xas, unsigned long *index,
			   unsigned long max, xa_mark_t filter)
{
	struct xa_node *node = xas->xa_node;
	unsigned int offset = *index & XA_CHUNK_MASK, next;

	if (xas_invalid(xas) || !node || node->shift || !offset)
		return NULL;
	next = node_next(node, offset, filter);
	*index = (*index & ~XA_CHUNK_MASK) + next;
	if (next == XA_CHUNK_SIZE || *index > max)
		return NULL;
	xas->xa_index = *index;
	xas->xa_offset = next;
	return node->slots[next];
}

static void *xas_find_filtered(struct xa_state *xas, unsigned long max,
			       xa_mark_t filter)
{
	struct xa_node *node;
	unsigned long index = xas->xa_index, start;
	void *entry;

	if (xas_error(xas) || xas->xa_node == XAS_BOUNDS)
		return NULL;
	if (xas->xa_node != XAS_RESTART) {
		/* The cursor stands on the one found before. */
		if (index == ULONG_MAX)
			goto out;
		index++;
	}
	if (index > max)
		goto out;
	start = index;
	entry = xas_find_near(xas, &index, max, filter);
	if (entry)
		return entry;
	if (index < start || index > max)
		goto out;
	entry = xa_find_entry(xas->xa, &index, max, filter, &node);
	if (!entry)
		goto out;
	xas->xa_index = index;
	xas->xa_node = node;
	xas->xa_offset = index & XA_CHUNK_MASK;
	return entry;
out:
	xas->xa_node = XAS_BOUNDS;
	return NULL;
}

/**
 * xas_find - the next entry
 * @xas: cursor
 * @max: last index to look at
 *
 * The first call may return the entry at the cursor's index, the following
 * ones go on behind it.
 *
 * Context: xa_lock.
 * Return: the entry, with the cursor on it, or NULL.
 */
void *xas_find(struct xa_state *xas, unsigned long max)
{
	return xas_find_filtered(xas, max, XA_PRESENT);
}
EXPORT_SYMBOL(xas_find);

void *xas_find_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark)
{
	return xas_find_filtered(xas, max, mark);
}
EXPORT_SYMBOL(xas_find_marked);

/* The next find begins behind the entry the cursor is on. */
void xas_pause(struct xa_state *xas)
{
	if (xas_invalid(xas))
		return;
	if (xas->xa_index == ULONG_MAX) {
		xas->xa_node = XAS_BOUNDS;
		return;
	}
	xas->xa_index++;
	xas->xa_node = XAS_RESTART;
}
EXPORT_SYMBOL(xas_pause);

void *xas_next(struct xa_state *xas)
{
	if (xas_error(xas))
		return NULL;
	if (xas->xa_node != XAS_RESTART)
		xas->xa_index++;
	return xas_walk(xas);
}
EXPORT_SYMBOL(xas_next);

void *xas_prev(struct xa_state *xas)
{
	if (xas_error(xas))
		return NULL;
	if (xas->xa_node != XAS_RESTART)
		xas->xa_index--;
	return xas_walk(xas);
}
EXPORT_SYMBOL(xas_prev);
