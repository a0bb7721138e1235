// SPDX-License-Identifier: GPL-2.0
/*
 * What a case must not leave behind: memory and actions, undone in reverse order
 * when it ends, however it ends.
 */
#include <linux/export.h>
#include <linux/list.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "internal.h"

struct kunit_action {
	struct list_head node;
	kunit_action_t *fn;
	void *ctx;
};

int kunit_add_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	struct kunit_action *a = kmalloc(sizeof(*a), GFP_KERNEL);

	if (!a)
		return -ENOMEM;
	a->fn = action;
	a->ctx = ctx;
	list_add(&a->node, &test->resources);
	return 0;
}
EXPORT_SYMBOL(kunit_add_action);

int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *action,
			      void *ctx)
{
	int err = kunit_add_action(test, action, ctx);

	if (err)
		action(ctx);
	return err;
}
EXPORT_SYMBOL(kunit_add_action_or_reset);

static bool kunit_forget(struct kunit *test, kunit_action_t *action, void *ctx)
{
	struct kunit_action *a;

	list_for_each_entry(a, &test->resources, node) {
		if (a->fn != action || a->ctx != ctx)
			continue;
		list_del(&a->node);
		kfree(a);
		return true;
	}
	return false;
}

/* It will not be done. */
void kunit_remove_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	kunit_forget(test, action, ctx);
}
EXPORT_SYMBOL(kunit_remove_action);

/* It is done now instead. */
void kunit_release_action(struct kunit *test, kunit_action_t *action,
			  void *ctx)
{
	if (kunit_forget(test, action, ctx))
		action(ctx);
}
EXPORT_SYMBOL(kunit_release_action);

void kunit_cleanup(struct kunit *test)
{
	while (!list_empty(&test->resources)) {
		struct kunit_action *a = list_first_entry(&test->resources,
						struct kunit_action, node);

		list_del(&a->node);
		a->fn(a->ctx);
		kfree(a);
	}
}

static void kunit_kfree_action(void *ptr)
{
	kfree(ptr);
}

void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	void *p = kmalloc(size, gfp);

	if (p && kunit_add_action_or_reset(test, kunit_kfree_action, p))
		return NULL;
	return p;
}
EXPORT_SYMBOL(kunit_kmalloc);

void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc(test, size, gfp | __GFP_ZERO);
}
EXPORT_SYMBOL(kunit_kzalloc);

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	return check_mul_overflow(n, size, &bytes) ? NULL :
	       kunit_kmalloc(test, bytes, gfp);
}
EXPORT_SYMBOL(kunit_kmalloc_array);

void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, n, size, gfp | __GFP_ZERO);
}
EXPORT_SYMBOL(kunit_kcalloc);

void kunit_kfree(struct kunit *test, const void *ptr)
{
	kunit_release_action(test, kunit_kfree_action, (void *)ptr);
}
EXPORT_SYMBOL(kunit_kfree);
