// SPDX-License-Identifier: GPL-2.0
/* Tests of VMAs and page tables, on an address space nobody runs in. */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <asm/pgtable.h>
#include "../internal.h"

#define BASE	0x10000000UL
#define PAGES(n) ((unsigned long)(n) << PAGE_SHIFT)

static int vma_test_init(struct kunit *test)
{
	test->priv = mm_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void vma_test_exit(struct kunit *test)
{
	if (test->priv)
		mmput(test->priv);
}

static struct vm_area_struct *add(struct kunit *test, unsigned long first, unsigned long nr,
				  vm_flags_t flags)
{
	struct mm_struct *mm = test->priv;
	struct vm_area_struct *vma = vm_area_alloc(mm);

	KUNIT_ASSERT_NOT_NULL(test, vma);
	vma->vm_start = BASE + PAGES(first);
	vma->vm_end = vma->vm_start + PAGES(nr);
	vma->vm_flags = flags;
	KUNIT_ASSERT_EQ(test, insert_vm_struct(mm, vma), 0);
	return vma;
}

static void find_vma_finds_the_first_behind(struct kunit *test)
{
	struct mm_struct *mm = test->priv;
	struct vm_area_struct *a = add(test, 0, 2, VM_READ), *b = add(test, 5, 1, VM_READ);

	KUNIT_EXPECT_PTR_EQ(test, find_vma(mm, 0), a);
	KUNIT_EXPECT_PTR_EQ(test, find_vma(mm, BASE + PAGES(2) - 1), a);
	KUNIT_EXPECT_PTR_EQ(test, find_vma(mm, BASE + PAGES(2)), b);
	KUNIT_EXPECT_NULL(test, find_vma(mm, BASE + PAGES(6)));
	KUNIT_EXPECT_NULL(test, vma_lookup(mm, BASE + PAGES(3)));
	KUNIT_EXPECT_NULL(test, find_vma_intersection(mm, BASE + PAGES(2), BASE + PAGES(5)));
	KUNIT_EXPECT_PTR_EQ(test, vma_next(mm, a), b);
	KUNIT_EXPECT_PTR_EQ(test, vma_prev(mm, b), a);
	KUNIT_EXPECT_NULL(test, vma_prev(mm, a));
}

static void occupied_places_are_refused(struct kunit *test)
{
	struct mm_struct *mm = test->priv;
	struct vm_area_struct *vma = vm_area_alloc(mm);

	add(test, 0, 4, VM_READ);
	KUNIT_ASSERT_NOT_NULL(test, vma);
	vma->vm_start = BASE + PAGES(3);
	vma->vm_end = BASE + PAGES(5);
	KUNIT_EXPECT_EQ(test, insert_vm_struct(mm, vma), -ENOMEM);
	vm_area_free(vma);
}

static void gaps_are_found_from_both_ends(struct kunit *test)
{
	struct mm_struct *mm = test->priv;
	struct unmapped_area want = {
		.len = PAGES(3), .low = BASE, .high = BASE + PAGES(40), .topdown = true,
	};

	add(test, 0, 1, VM_READ);
	add(test, 3, 1, VM_READ);		/* a gap of 2 before it */
	add(test, 7, 1, VM_READ);		/* of 3 */
	add(test, 14, 1, VM_READ);		/* of 6 */
	add(test, 16, 24, VM_READ);		/* of 1; nothing above */
	KUNIT_EXPECT_EQ(test, find_unmapped_area(mm, &want), BASE + PAGES(11));
	want.topdown = false;
	KUNIT_EXPECT_EQ(test, find_unmapped_area(mm, &want), BASE + PAGES(4));
	want.len = PAGES(6);
	KUNIT_EXPECT_EQ(test, find_unmapped_area(mm, &want), BASE + PAGES(8));
	want.len = PAGES(7);
	KUNIT_EXPECT_EQ(test, (long)find_unmapped_area(mm, &want), -ENOMEM);
	want.high = BASE + PAGES(60);
	KUNIT_EXPECT_EQ(test, find_unmapped_area(mm, &want), BASE + PAGES(40));
}

static void stacks_keep_their_distance(struct kunit *test)
{
	struct mm_struct *mm = test->priv;
	struct unmapped_area want = {
		.len = PAGES(4), .low = BASE, .high = BASE + PAGES(1000), .topdown = true,
	};

	add(test, 900, 100, VM_READ | VM_WRITE | VM_GROWSDOWN);
	KUNIT_EXPECT_EQ(test, find_unmapped_area(mm, &want), BASE + PAGES(900 - 256 - 4));
}

static void split_and_merge_are_inverse(struct kunit *test)
{
	struct mm_struct *mm = test->priv;
	struct vm_area_struct *vma = add(test, 0, 10, VM_READ), *part;

	part = vma_isolate(vma, BASE + PAGES(3), BASE + PAGES(6));
	KUNIT_ASSERT_FALSE(test, IS_ERR(part));
	KUNIT_EXPECT_EQ(test, mm->map_count, 3);
	KUNIT_EXPECT_EQ(test, part->vm_start, BASE + PAGES(3));
	KUNIT_EXPECT_EQ(test, part->vm_end, BASE + PAGES(6));
	KUNIT_EXPECT_EQ(test, part->vm_pgoff, (BASE >> PAGE_SHIFT) + 3);
	part = vma_merge_neighbours(part);
	KUNIT_EXPECT_EQ(test, mm->map_count, 1);
	KUNIT_EXPECT_EQ(test, part->vm_start, BASE);
	KUNIT_EXPECT_EQ(test, part->vm_end, BASE + PAGES(10));
}

static void different_flags_do_not_merge(struct kunit *test)
{
	struct mm_struct *mm = test->priv;

	add(test, 0, 2, VM_READ);
	vma_merge_neighbours(add(test, 2, 2, VM_READ | VM_WRITE));
	KUNIT_EXPECT_EQ(test, mm->map_count, 2);
}

static int count_entry(pte_t *pte, unsigned long addr, void *data)
{
	unsigned long *last = data;

	if (addr <= *last)
		return 1;
	*last = addr;
	return 0;
}

static void walks_skip_what_is_empty(struct kunit *test)
{
	static const unsigned long addrs[] = { 0x1000, 0x200000, 0x7ffffff000, 0x7fffff000000 };
	struct mm_struct *mm = test->priv;
	unsigned long last = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(addrs); i++) {
		pte_t *pte = pte_alloc(mm, addrs[i]);

		KUNIT_ASSERT_NOT_NULL(test, pte);
		KUNIT_EXPECT_PTR_EQ(test, pte_lookup(mm, addrs[i]), pte);
		set_pte_lazy(pte, __pte(0x1000 | _PAGE_PRESENT));
	}
	KUNIT_EXPECT_NULL(test, pte_lookup(mm, 0x100000000000));
	KUNIT_EXPECT_EQ(test, walk_ptes(mm, 0, 0x7ffffffff000, count_entry, &last), 0);
	KUNIT_EXPECT_EQ(test, last, addrs[ARRAY_SIZE(addrs) - 1]);
	for (unsigned int i = 0; i < ARRAY_SIZE(addrs); i++)
		*pte_lookup(mm, addrs[i]) = __pte(0);
	free_pgtables(mm, 0, PGTABLES_END);
	KUNIT_EXPECT_EQ(test, (long)atomic_long_read(&mm->pgtables_bytes), 0L);
}

static struct kunit_case vma_cases[] = {
	KUNIT_CASE(find_vma_finds_the_first_behind),
	KUNIT_CASE(occupied_places_are_refused),
	KUNIT_CASE(gaps_are_found_from_both_ends),
	KUNIT_CASE(stacks_keep_their_distance),
	KUNIT_CASE(split_and_merge_are_inverse),
	KUNIT_CASE(different_flags_do_not_merge),
	KUNIT_CASE(walks_skip_what_is_empty),
	{}
};

static struct kunit_suite vma_suite = {
	.name = "vma",
	.init = vma_test_init,
	.exit = vma_test_exit,
	.test_cases = vma_cases,
};
kunit_test_suite(vma_suite);
