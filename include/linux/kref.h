/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_KREF_H
#define INCLUDE_LINUX_KREF_H

#include <linux/refcount.h>
#include <linux/types.h>

/* A reference count that calls a function when the last one goes. */
struct kref {
	refcount_t refcount;
};

struct mutex;

#define KREF_INIT(n)	{ .refcount = REFCOUNT_INIT(n), }

static inline void kref_init(struct kref *kref)
{
	refcount_set(&kref->refcount, 1);
}

static inline unsigned int kref_read(const struct kref *kref)
{
	return refcount_read(&kref->refcount);
}

static inline void kref_get(struct kref *kref)
{
	refcount_inc(&kref->refcount);
}

/* Returns 1 when the object was released. */
static inline int kref_put(struct kref *kref,
			   void (*release)(struct kref *kref))
{
	if (refcount_dec_and_test(&kref->refcount)) {
		release(kref);
		return 1;
	}
	return 0;
}

static inline int __must_check kref_get_unless_zero(struct kref *kref)
{
	return refcount_inc_not_zero(&kref->refcount);
}

#endif /* INCLUDE_LINUX_KREF_H */
