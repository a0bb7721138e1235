// SPDX-License-Identifier: GPL-2.0
/* Tests of the page allocator. */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmstat.h>

#define NR_BLOCKS	64

static void blocks_are_aligned_and_apart(struct kunit *test)
{
	struct page *pages[NR_BLOCKS];

	for (int i = 0; i < NR_BLOCKS; i++) {
		unsigned int order = i % 5;

		pages[i] = alloc_pages(GFP_KERNEL, order);
		KUNIT_ASSERT_NOT_NULL(test, pages[i]);
		KUNIT_EXPECT_EQ(test, page_to_pfn(pages[i]) & ((1UL << order) - 1), 0UL);
		memset(page_address(pages[i]), i, PAGE_SIZE << order);
	}
	for (int i = 0; i < NR_BLOCKS; i++) {
		size_t size = PAGE_SIZE << (i % 5);

		KUNIT_EXPECT_NULL(test, memchr_inv(page_address(pages[i]), i, size));
		__free_pages(pages[i], i % 5);
	}
}

static void zeroed_means_zero(struct kunit *test)
{
	void *p = (void *)__get_free_pages(GFP_KERNEL, 2);

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 0xff, PAGE_SIZE << 2);
	free_pages((unsigned long)p, 2);
	p = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, 2);
	KUNIT_ASSERT_NOT_NULL(test, p);
	KUNIT_EXPECT_NULL(test, memchr_inv(p, 0, PAGE_SIZE << 2));
	free_pages((unsigned long)p, 2);
}

static void compound_pages_know_their_head(struct kunit *test)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 3);

	KUNIT_ASSERT_NOT_NULL(test, folio);
	KUNIT_EXPECT_EQ(test, folio_order(folio), 3U);
	KUNIT_EXPECT_EQ(test, folio_size(folio), PAGE_SIZE << 3);
	for (int i = 0; i < 8; i++)
		KUNIT_EXPECT_PTR_EQ(test, page_folio(folio_page(folio, i)), folio);
	get_page(folio_page(folio, 5));
	KUNIT_EXPECT_EQ(test, folio_ref_count(folio), 2);
	put_page(folio_page(folio, 7));
	folio_put(folio);
}

static void exact_gives_the_tail_back(struct kunit *test)
{
	void *p = alloc_pages_exact(5 * PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, p);
	for (int i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, page_count(virt_to_page(p + i * PAGE_SIZE)), 1);
	free_pages_exact(p, 5 * PAGE_SIZE);
}

static void bulk_gives_neighbours(struct kunit *test)
{
	struct page *pages[16];
	unsigned long nr = alloc_pages_bulk(GFP_KERNEL, 16, pages);
	int neighbours = 0;

	KUNIT_EXPECT_EQ(test, nr, 16UL);
	for (unsigned long i = 1; i < nr; i++)
		neighbours += pages[i] == pages[i - 1] + 1;
	KUNIT_EXPECT_GE(test, neighbours, 8);
	for (unsigned long i = 0; i < nr; i++)
		__free_page(pages[i]);
}

static void too_large_an_order_fails(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, alloc_pages(GFP_KERNEL | __GFP_NOWARN, MAX_PAGE_ORDER + 1));
}

static struct kunit_case page_alloc_cases[] = {
	KUNIT_CASE(blocks_are_aligned_and_apart),
	KUNIT_CASE(zeroed_means_zero),
	KUNIT_CASE(compound_pages_know_their_head),
	KUNIT_CASE(exact_gives_the_tail_back),
	KUNIT_CASE(bulk_gives_neighbours),
	KUNIT_CASE(too_large_an_order_fails),
	{}
};

static struct kunit_suite page_alloc_suite = {
	.name = "page_alloc",
	.test_cases = page_alloc_cases,
};
kunit_test_suite(page_alloc_suite);
