// SPDX-License-Identifier: GPL-2.0
/*
 * Ids for pointers (idr) and ids alone (ida). An idr is an XArray that tracks
 * free indices; id n is at index n - idr_base. An ida is an XArray of bitmaps
 * of 1024 ids each.
 *
 * Both lock themselves by xa_lock.
 */
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/slab.h>

int idr_alloc_u32(struct idr *idr, void *ptr, u32 *nextid, unsigned long max,
		  gfp_t gfp)
{
	u32 base = idr->idr_base, id;
	u32 start = *nextid < base ? 0 : *nextid - base;
	struct xa_limit limit;
	int err;

	if (max < base || start > max - base)
		return -ENOSPC;
	limit = XA_LIMIT(start, min_t(unsigned long, max - base, U32_MAX));
	err = xa_alloc(&idr->idr_xa, &id, ptr, limit, gfp);
	if (err)
		return err == -EBUSY ? -ENOSPC : err;
	*nextid = id + base;
	return 0;
}
EXPORT_SYMBOL(idr_alloc_u32);

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	u32 id = start;
	int err;

	if (WARN_ON_ONCE(start < 0))
		return -EINVAL;
	err = idr_alloc_u32(idr, ptr, &id, end > 0 ? end - 1 : INT_MAX, gfp);
	return err ? err : (int)id;
}
EXPORT_SYMBOL(idr_alloc);

/* From behind the last one on, then from start again. */
int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	u32 max = end > 0 ? end - 1 : INT_MAX;
	u32 id = READ_ONCE(idr->idr_next);
	int err;

	if ((int)id < start)
		id = start;
	err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	if (err == -ENOSPC && id > (u32)start) {
		id = start;
		err = idr_alloc_u32(idr, ptr, &id, max, gfp);
	}
	if (err)
		return err;
	WRITE_ONCE(idr->idr_next, id + 1);
	return id;
}
EXPORT_SYMBOL(idr_alloc_cyclic);

void *idr_remove(struct idr *idr, unsigned long id)
{
	return id < idr->idr_base ? NULL :
	       xa_erase(&idr->idr_xa, id - idr->idr_base);
}
EXPORT_SYMBOL(idr_remove);

void *idr_find(const struct idr *idr, unsigned long id)
{
	return id < idr->idr_base ? NULL :
	       xa_load((struct xarray *)&idr->idr_xa, id - idr->idr_base);
}
EXPORT_SYMBOL(idr_find);

void *idr_replace(struct idr *idr, void *ptr, unsigned long id)
{
	XA_STATE(xas, &idr->idr_xa, id - idr->idr_base);
	void *old;

	if (id < idr->idr_base)
		return ERR_PTR(-ENOENT);
	xas_lock(&xas);
	old = xas_load(&xas);
	if (old)
		xas_store(&xas, ptr ? ptr : XA_ZERO_ENTRY);
	xas_unlock(&xas);
	if (!old)
		return ERR_PTR(-ENOENT);
	return xa_is_zero(old) ? NULL : old;
}
EXPORT_SYMBOL(idr_replace);

void *idr_get_next_ul(struct idr *idr, unsigned long *nextid)
{
	unsigned long base = idr->idr_base;
	unsigned long index = *nextid < base ? 0 : *nextid - base;
	void *entry = xa_find(&idr->idr_xa, &index, ULONG_MAX, XA_PRESENT);

	if (entry)
		*nextid = index + base;
	return entry;
}
EXPORT_SYMBOL(idr_get_next_ul);

void *idr_get_next(struct idr *idr, int *nextid)
{
	unsigned long id = *nextid;
	void *entry = idr_get_next_ul(idr, &id);

	if (!entry || id > INT_MAX)
		return NULL;
	*nextid = id;
	return entry;
}
EXPORT_SYMBOL(idr_get_next);

/* Stops at the first result that is not 0, and returns it. */
int idr_for_each(const struct idr *idr,
		 int (*fn)(int id, void *p, void *data), void *data)
{
	struct xarray *xa = (struct xarray *)&idr->idr_xa;
	unsigned long index;
	void *entry;

	xa_for_each(xa, index, entry) {
		int ret = fn(index + idr->idr_base, entry, data);

		if (ret)
			return ret;
	}
	return 0;
}
EXPORT_SYMBOL(idr_for_each);

bool idr_is_empty(const struct idr *idr)
{
	return xa_empty(&idr->idr_xa);
}

void idr_destroy(struct idr *idr)
{
	xa_destroy(&idr->idr_xa);
}
EXPORT_SYMBOL(idr_destroy);

/* Take the lowest id in min..max, or -ENOSPC, or -ENOMEM with *index set. */
static int ida_take(struct ida *ida, unsigned int min, unsigned int max,
		    struct ida_bitmap **spare, unsigned long *index)
	__must_hold(&ida->xa.xa_lock)
{
	unsigned long chunk = min / IDA_BITMAP_BITS, first;
	unsigned int bit = min % IDA_BITMAP_BITS;

	for (; chunk <= max / IDA_BITMAP_BITS; chunk++, bit = 0) {
		struct ida_bitmap *map = xa_load(&ida->xa, chunk);

		if (!map) {
			*index = chunk;
			if (!*spare)
				return -ENOMEM;
			if (xa_is_err(__xa_store(&ida->xa, chunk, *spare,
						 GFP_NOWAIT)))
				return -ENOMEM;
			map = *spare;
			*spare = NULL;
		}
		first = find_next_zero_bit(map->bitmap, IDA_BITMAP_BITS, bit);
		if (first == IDA_BITMAP_BITS)
			continue;
		if (chunk * IDA_BITMAP_BITS + first > max)
			return -ENOSPC;
		__set_bit(first, map->bitmap);
		return chunk * IDA_BITMAP_BITS + first;
	}
	return -ENOSPC;
}

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max,
		    gfp_t gfp)
{
	struct ida_bitmap *spare = NULL;
	unsigned long index = 0;
	int id;

	if ((int)min < 0)
		return -ENOSPC;
	if ((int)max < 0)
		max = INT_MAX;
	for (;;) {
		xa_lock(&ida->xa);
		id = ida_take(ida, min, max, &spare, &index);
		xa_unlock(&ida->xa);
		if (id != -ENOMEM)
			break;
		/* Get what was missing, the bitmap and its slot, and retry. */
		if (!spare)
			spare = kzalloc(sizeof(*spare), gfp);
		if (!spare || xa_reserve(&ida->xa, index, gfp))
			break;
	}
	kfree(spare);
	return id;
}
EXPORT_SYMBOL(ida_alloc_range);

void ida_free(struct ida *ida, unsigned int id)
{
	unsigned long chunk = id / IDA_BITMAP_BITS;
	struct ida_bitmap *map;

	if ((int)id < 0)
		return;
	xa_lock(&ida->xa);
	map = xa_load(&ida->xa, chunk);
	if (!map || !__test_and_clear_bit(id % IDA_BITMAP_BITS, map->bitmap)) {
		xa_unlock(&ida->xa);
		WARN(1, "ida_free called for id=%u which is not allocated.\n", id);
		return;
	}
	if (bitmap_empty(map->bitmap, IDA_BITMAP_BITS))
		__xa_erase(&ida->xa, chunk);
	else
		map = NULL;
	xa_unlock(&ida->xa);
	kfree(map);
}
EXPORT_SYMBOL(ida_free);

bool ida_exists(struct ida *ida, unsigned int id)
{
	struct ida_bitmap *map;
	bool taken;

	xa_lock(&ida->xa);
	map = xa_load(&ida->xa, id / IDA_BITMAP_BITS);
	taken = map && test_bit(id % IDA_BITMAP_BITS, map->bitmap);
	xa_unlock(&ida->xa);
	return taken;
}

void ida_destroy(struct ida *ida)
{
	struct ida_bitmap *map;
	unsigned long chunk;

	xa_for_each(&ida->xa, chunk, map)
		kfree(map);
	xa_destroy(&ida->xa);
}
EXPORT_SYMBOL(ida_destroy);
