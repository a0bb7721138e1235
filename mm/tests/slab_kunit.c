// SPDX-License-Identifier: GPL-2.0
/* Tests of object caches, kmalloc() and vmalloc(). */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static void kmalloc_gives_at_least_the_size(struct kunit *test)
{
	static const size_t sizes[] = { 1, 8, 9, 96, 97, 192, 193, 256, 1000, 4096, 8192,
					8193, 100000, 1 << 20 };

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		u8 *p = kmalloc(sizes[i], GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_GE(test, ksize(p), sizes[i]);
		memset(p, i, sizes[i]);
		kfree(p);
	}
}

static void kmalloc_of_nothing_and_too_much(struct kunit *test)
{
	void *p = kmalloc(0, GFP_KERNEL);

	KUNIT_EXPECT_PTR_EQ(test, p, ZERO_SIZE_PTR);
	kfree(p);
	kfree(NULL);
	KUNIT_EXPECT_NULL(test, kmalloc(KMALLOC_MAX_SIZE + 1, GFP_KERNEL));
	KUNIT_EXPECT_NULL(test, kmalloc_array(SIZE_MAX / 2, 4, GFP_KERNEL));
}

static void powers_of_two_are_aligned(struct kunit *test)
{
	for (size_t size = 8; size <= PAGE_SIZE; size *= 2) {
		void *p = kmalloc(size, GFP_KERNEL);

		KUNIT_EXPECT_EQ(test, (unsigned long)p & (size - 1), 0UL);
		kfree(p);
	}
}

static void krealloc_keeps_the_contents(struct kunit *test)
{
	char *p = kmalloc(20, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	strcpy(p, "nineteen characters");
	for (size_t size = 30; size < 50000; size *= 3) {
		p = krealloc(p, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_STREQ(test, p, "nineteen characters");
	}
	kfree(p);
}

static int constructed;

static void construct(void *obj)
{
	*(u64 *)obj = 0x1234;
	constructed++;
}

static void constructors_run_once_for_each_object(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("kunit_ctor", 80, 0, 0, construct);
	u64 *a, *b;
	int before;

	KUNIT_ASSERT_NOT_NULL(test, cache);
	a = kmem_cache_alloc(cache, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_EXPECT_EQ(test, *a, 0x1234ULL);
	before = constructed;
	kmem_cache_free(cache, a);
	b = kmem_cache_alloc(cache, GFP_KERNEL);
	KUNIT_EXPECT_EQ(test, *b, 0x1234ULL);
	KUNIT_EXPECT_EQ(test, constructed, before);
	kmem_cache_free(cache, b);
	kmem_cache_destroy(cache);
}

static void many_objects_do_not_overlap(struct kunit *test)
{
	struct kmem_cache *cache = kmem_cache_create("kunit_many", 200, 64, 0, NULL);
	u8 *objs[200];

	KUNIT_ASSERT_NOT_NULL(test, cache);
	for (int i = 0; i < 200; i++) {
		objs[i] = kmem_cache_alloc(cache, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, objs[i]);
		KUNIT_EXPECT_EQ(test, (unsigned long)objs[i] & 63, 0UL);
		memset(objs[i], i, 200);
	}
	for (int i = 0; i < 200; i++) {
		KUNIT_EXPECT_NULL(test, memchr_inv(objs[i], i, 200));
		kmem_cache_free(cache, objs[i]);
	}
	kmem_cache_destroy(cache);
}

static void vmalloc_is_contiguous(struct kunit *test)
{
	const unsigned long size = 3 * PAGE_SIZE + 100;
	u8 *p = vzalloc(size);

	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_TRUE(test, is_vmalloc_addr(p));
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(test));
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, size));
	memset(p, 0x5a, size);
	/* The same bytes through the pages. */
	for (int i = 0; i < 3; i++) {
		struct page *page = vmalloc_to_page(p + i * PAGE_SIZE);

		KUNIT_ASSERT_NOT_NULL(test, page);
		KUNIT_EXPECT_NULL(test, memchr_inv(page_address(page), 0x5a, PAGE_SIZE));
	}
	vfree(p);
	p = kvmalloc(100, GFP_KERNEL);
	KUNIT_EXPECT_FALSE(test, is_vmalloc_addr(p));
	kvfree(p);
}

static struct kunit_case slab_cases[] = {
	KUNIT_CASE(kmalloc_gives_at_least_the_size),
	KUNIT_CASE(kmalloc_of_nothing_and_too_much),
	KUNIT_CASE(powers_of_two_are_aligned),
	KUNIT_CASE(krealloc_keeps_the_contents),
	KUNIT_CASE(constructors_run_once_for_each_object),
	KUNIT_CASE(many_objects_do_not_overlap),
	KUNIT_CASE(vmalloc_is_contiguous),
	{}
};

static struct kunit_suite slab_suite = {
	.name = "slab",
	.test_cases = slab_cases,
};
kunit_test_suite(slab_suite);
