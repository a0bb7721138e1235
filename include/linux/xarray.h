/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_XARRAY_H
#define INCLUDE_LINUX_XARRAY_H

/*
 * A sparse array of pointers indexed by unsigned long: a radix tree of 64-slot
 * nodes. Entries carry up to three marks that are found without looking at the
 * rest.
 *
 * An entry is a pointer aligned to 4 bytes or a small integer made by
 * xa_mk_value(). NULL is no entry.
 *
 * Each array has a lock, xa_lock. The xa_*() functions that change the array
 * take it themselves; the __xa_*() ones want it held and may drop it to
 * allocate. xa_load(), xa_find*(), xa_get_mark() and the xa_for_each*() loops
 * need no lock and may be used with it held: nodes are never given back while
 * the kernel runs, so a reader at worst sees one reused, and a sequence count
 * tells it to look again. They say nothing about the life of the object found;
 * that is up to the caller's lock or reference scheme.
 *
 * The xas_*() functions are the cursor underneath. They want xa_lock held.
 * Left out against Linux: entries spanning several indices.
 */
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include <linux/types.h>

typedef unsigned int xa_mark_t;
#define XA_MARK_0		0U
#define XA_MARK_1		1U
#define XA_MARK_2		2U
#define XA_MARK_MAX		XA_MARK_2
/* Any entry at all, for the functions that find. */
#define XA_PRESENT		8U
/* Used by the array itself when it hands out free indices. */
#define XA_FREE_MARK		XA_MARK_0

#define XA_FLAGS_LOCK_IRQ	0U
#define XA_FLAGS_LOCK_BH	0U
#define XA_FLAGS_ACCOUNT	0U
#define XA_FLAGS_TRACK_FREE	1U
#define XA_FLAGS_ZERO_BUSY	2U
#define XA_FLAGS_ALLOC		XA_FLAGS_TRACK_FREE
#define XA_FLAGS_ALLOC1		(XA_FLAGS_TRACK_FREE | XA_FLAGS_ZERO_BUSY)

/* [x] xa_lock; readers without it look under xa_seq. */
struct xarray {
	spinlock_t xa_lock;
	unsigned int xa_flags;	/* [I] */
	unsigned int xa_marks;	/* [x] bit per mark: some entry has it */
	seqcount_t xa_seq;	/* [x] */
	void *xa_head;		/* [x] entry at index 0, or the top node */
};

#define XARRAY_INIT(name, flags) {					\
	.xa_lock = __SPIN_LOCK_UNLOCKED(name.xa_lock),			\
	.xa_flags = flags,						\
}
#define DEFINE_XARRAY_FLAGS(name, flags) \
	struct xarray name = XARRAY_INIT(name, flags)
#define DEFINE_XARRAY(name)		DEFINE_XARRAY_FLAGS(name, 0)
#define DEFINE_XARRAY_ALLOC(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC)
#define DEFINE_XARRAY_ALLOC1(name)	DEFINE_XARRAY_FLAGS(name, XA_FLAGS_ALLOC1)

/* Indices min..max, both included. */
struct xa_limit {
	u32 max;
	u32 min;
};

#define XA_LIMIT(_min, _max)	(struct xa_limit) { .min = _min, .max = _max }
#define xa_limit_32b		XA_LIMIT(0, UINT_MAX)
#define xa_limit_31b		XA_LIMIT(0, INT_MAX)
#define xa_limit_16b		XA_LIMIT(0, USHRT_MAX)

#define xa_lock(xa)		spin_lock(&(xa)->xa_lock)
#define xa_unlock(xa)		spin_unlock(&(xa)->xa_lock)
#define xa_trylock(xa)		spin_trylock(&(xa)->xa_lock)
#define xa_lock_bh(xa)		xa_lock(xa)
#define xa_unlock_bh(xa)	xa_unlock(xa)

static inline void xa_init_flags(struct xarray *xa, gfp_t flags)
{
	spin_lock_init(&xa->xa_lock);
	xa->xa_flags = flags;
	xa->xa_marks = 0;
	seqcount_init(&xa->xa_seq);
	xa->xa_head = NULL;
}

static inline void xa_init(struct xarray *xa)
{
	xa_init_flags(xa, 0);
}

static inline bool xa_empty(const struct xarray *xa)
{
	return READ_ONCE(xa->xa_head) == NULL;
}

static inline bool xa_marked(const struct xarray *xa, xa_mark_t mark)
{
	return READ_ONCE(xa->xa_marks) & (1U << mark);
}

/* Integers as entries: 63 bits. */
static inline void *xa_mk_value(unsigned long v)
{
	WARN_ON((long)v < 0);
	return (void *)((v << 1) | 1);
}

static inline unsigned long xa_to_value(const void *entry)
{
	return (unsigned long)entry >> 1;
}

static inline bool xa_is_value(const void *entry)
{
	return (unsigned long)entry & 1;
}

static inline void *xa_tag_pointer(void *p, unsigned long tag)
{
	return (void *)((unsigned long)p | tag);
}

static inline void *xa_untag_pointer(void *entry)
{
	return (void *)((unsigned long)entry & ~3UL);
}

static inline unsigned int xa_pointer_tag(void *entry)
{
	return (unsigned long)entry & 3UL;
}

/* Entries of the array's own: 2 in the low bits. */
static inline void *xa_mk_internal(unsigned long v)
{
	return (void *)((v << 2) | 2);
}

static inline unsigned long xa_to_internal(const void *entry)
{
	return (unsigned long)entry >> 2;
}

static inline bool xa_is_internal(const void *entry)
{
	return ((unsigned long)entry & 3) == 2;
}

/* Reserved: NULL for the simple interface, busy for allocation. */
#define XA_ZERO_ENTRY		xa_mk_internal(257)

static inline bool xa_is_zero(const void *entry)
{
	return entry == XA_ZERO_ENTRY;
}

/* Results of storing functions may be errors. */
static inline bool xa_is_err(const void *entry)
{
	return xa_is_internal(entry) &&
	       (unsigned long)entry >= (unsigned long)xa_mk_internal(-MAX_ERRNO);
}

static inline int xa_err(void *entry)
{
	return xa_is_err(entry) ? (int)((long)entry >> 2) : 0;
}

/* lib/xarray.c: results are the entry there before, or xa_is_err(). */
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_erase(struct xarray *xa, unsigned long index);
void *xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		 void *entry, gfp_t gfp);
void *__xa_store(struct xarray *xa, unsigned long index, void *entry,
		 gfp_t gfp) __must_hold(&xa->xa_lock);
void *__xa_erase(struct xarray *xa, unsigned long index)
	__must_hold(&xa->xa_lock);
void *__xa_cmpxchg(struct xarray *xa, unsigned long index, void *old,
		   void *entry, gfp_t gfp) __must_hold(&xa->xa_lock);
/* 0, -EBUSY when something is there, -ENOMEM. */
int __must_check xa_insert(struct xarray *xa, unsigned long index, void *entry,
			   gfp_t gfp);
int __must_check __xa_insert(struct xarray *xa, unsigned long index,
			     void *entry, gfp_t gfp)
	__must_hold(&xa->xa_lock);
/* Make room so that a later store cannot fail; reads as NULL. */
int __must_check xa_reserve(struct xarray *xa, unsigned long index, gfp_t gfp);
void xa_release(struct xarray *xa, unsigned long index);
/* Take the lowest free index: 0, -EBUSY when there is none, -ENOMEM. */
int __must_check xa_alloc(struct xarray *xa, u32 *id, void *entry,
			  struct xa_limit limit, gfp_t gfp);
int __must_check __xa_alloc(struct xarray *xa, u32 *id, void *entry,
			    struct xa_limit limit, gfp_t gfp)
	__must_hold(&xa->xa_lock);
/* From *next on, wrapping: 1 when it wrapped. */
int __must_check xa_alloc_cyclic(struct xarray *xa, u32 *id, void *entry,
				 struct xa_limit limit, u32 *next, gfp_t gfp);
bool xa_get_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void __xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
	__must_hold(&xa->xa_lock);
void __xa_clear_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
	__must_hold(&xa->xa_lock);
/* First entry with *index <= i <= max; *index says where. */
void *xa_find(struct xarray *xa, unsigned long *index, unsigned long max,
	      xa_mark_t filter);
/* The same with *index < i. */
void *xa_find_after(struct xarray *xa, unsigned long *index, unsigned long max,
		    xa_mark_t filter);
/* Up to n entries of start..max; how many. */
unsigned int xa_extract(struct xarray *xa, void **dst, unsigned long start,
			unsigned long max, unsigned int n, xa_mark_t filter);
/* Drop all entries, not the objects. */
void xa_destroy(struct xarray *xa);

/* The array may change in the body, and the body may sleep. */
#define xa_for_each_range(xa, index, entry, start, last)		\
	for (index = start,						\
	     entry = xa_find(xa, &index, last, XA_PRESENT);		\
	     entry;							\
	     entry = xa_find_after(xa, &index, last, XA_PRESENT))
#define xa_for_each_start(xa, index, entry, start) \
	xa_for_each_range(xa, index, entry, start, ULONG_MAX)
#define xa_for_each(xa, index, entry) \
	xa_for_each_start(xa, index, entry, 0)
#define xa_for_each_marked(xa, index, entry, filter)			\
	for (index = 0, entry = xa_find(xa, &index, ULONG_MAX, filter);	\
	     entry;							\
	     entry = xa_find_after(xa, &index, ULONG_MAX, filter))

/* The tree. */
#define XA_CHUNK_SHIFT	6
#define XA_CHUNK_SIZE	(1UL << XA_CHUNK_SHIFT)
#define XA_CHUNK_MASK	(XA_CHUNK_SIZE - 1)
#define XA_MAX_MARKS	3

struct xa_node {
	unsigned char shift;	/* of the index, to get the slot */
	unsigned char offset;	/* of this node in its parent */
	unsigned char count;	/* slots that are not NULL */
	struct xa_node *parent;	/* NULL at the top; free list otherwise */
	void *slots[XA_CHUNK_SIZE];
	unsigned long marks[XA_MAX_MARKS];
};

static inline void *xa_mk_node(const struct xa_node *node)
{
	return (void *)((unsigned long)node | 2);
}

static inline struct xa_node *xa_to_node(const void *entry)
{
	return (struct xa_node *)((unsigned long)entry - 2);
}

static inline bool xa_is_node(const void *entry)
{
	return xa_is_internal(entry) && (unsigned long)entry > 4096 &&
	       !xa_is_err(entry);
}

/* The cursor. xa_node is also where errors and "not yet walked" are kept. */
struct xa_state {
	struct xarray *xa;
	unsigned long xa_index;
	unsigned char xa_offset;
	struct xa_node *xa_node;
	struct xa_node *xa_alloc;	/* spare nodes for the next store */
};

#define XA_ERROR(errno)	((struct xa_node *)(((unsigned long)(errno) << 2) | 2UL))
#define XAS_BOUNDS	((struct xa_node *)1UL)
#define XAS_RESTART	((struct xa_node *)3UL)

#define XA_STATE(name, array, index)					\
	struct xa_state name = {					\
		.xa = array,						\
		.xa_index = index,					\
		.xa_node = XAS_RESTART,					\
	}

#define xas_lock(xas)		xa_lock((xas)->xa)
#define xas_unlock(xas)		xa_unlock((xas)->xa)
#define xas_trylock(xas)	xa_trylock((xas)->xa)
#define xas_marked(xas, mark)	xa_marked((xas)->xa, (mark))

static inline int xas_error(const struct xa_state *xas)
{
	return xa_err(xas->xa_node);
}

static inline void xas_set_err(struct xa_state *xas, long err)
{
	xas->xa_node = XA_ERROR(err);
}

static inline bool xas_invalid(const struct xa_state *xas)
{
	return (unsigned long)xas->xa_node & 3;
}

static inline bool xas_valid(const struct xa_state *xas)
{
	return !xas_invalid(xas);
}

/* Walk again at the next use: needed whenever the lock was dropped. */
static inline void xas_reset(struct xa_state *xas)
{
	xas->xa_node = XAS_RESTART;
}

static inline void xas_set(struct xa_state *xas, unsigned long index)
{
	xas->xa_index = index;
	xas_reset(xas);
}

/* No entry ever asks for a retry here; for code written with RCU in mind. */
static inline bool xas_retry(struct xa_state *xas, const void *entry)
{
	(void)xas;
	(void)entry;
	return false;
}

/* lib/xarray.c */
void *xas_load(struct xa_state *xas);
/* Old entry; look at xas_error() and call xas_nomem() to retry. */
void *xas_store(struct xa_state *xas, void *entry);
/* Next entry at or after the cursor (first call) or behind it, up to max. */
void *xas_find(struct xa_state *xas, unsigned long max);
void *xas_find_marked(struct xa_state *xas, unsigned long max, xa_mark_t mark);
/* The neighbouring index, entry or not. */
void *xas_next(struct xa_state *xas);
void *xas_prev(struct xa_state *xas);
bool xas_get_mark(const struct xa_state *xas, xa_mark_t mark);
void xas_set_mark(struct xa_state *xas, xa_mark_t mark);
void xas_clear_mark(struct xa_state *xas, xa_mark_t mark);
void xas_init_marks(struct xa_state *xas);
/*
 * After a store failed with -ENOMEM and the lock was dropped: get memory; true
 * when the store is to be tried again. Always call it in the end, as it also
 * frees what was not used.
 */
bool xas_nomem(struct xa_state *xas, gfp_t gfp);
void xas_destroy(struct xa_state *xas);
/* Before dropping the lock in the middle of a loop. */
void xas_pause(struct xa_state *xas);

static inline void *xas_next_entry(struct xa_state *xas, unsigned long max)
{
	return xas_find(xas, max);
}

static inline void *xas_reload(struct xa_state *xas)
{
	return xas_load(xas);
}

#define xas_for_each(xas, entry, max) \
	for (entry = xas_find(xas, max); entry; \
	     entry = xas_next_entry(xas, max))
#define xas_for_each_marked(xas, entry, max, mark) \
	for (entry = xas_find_marked(xas, max, mark); entry; \
	     entry = xas_find_marked(xas, max, mark))

#endif /* INCLUDE_LINUX_XARRAY_H */
