// SPDX-License-Identifier: GPL-2.0
/* Tests of sort() and bsearch(). */
#include <kunit/test.h>
#include <linux/bsearch.h>
#include <linux/sort.h>

static int cmp_int(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return x < y ? -1 : x > y;
}

static void fill(int *v, int n, int kind)
{
	u32 seed = 42;

	for (int i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		v[i] = kind == 0 ? (int)(seed >> 8) : kind == 1 ? i :
		       kind == 2 ? n - i : 7;
	}
}

static void sorts_every_length_and_order(struct kunit *test)
{
	int *v = kunit_kcalloc(test, 100, sizeof(*v), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, v);
	for (int n = 0; n <= 100; n++) {
		for (int kind = 0; kind < 4; kind++) {
			fill(v, n, kind);
			sort(v, n, sizeof(*v), cmp_int, NULL);
			for (int i = 1; i < n; i++)
				KUNIT_ASSERT_LE(test, v[i - 1], v[i]);
		}
	}
}

struct odd {
	char name[5];
	u8 key;
};

static int cmp_odd(const void *a, const void *b, const void *priv)
{
	int sign = *(const int *)priv;

	return sign * (((const struct odd *)a)->key -
		       ((const struct odd *)b)->key);
}

static void moves_whole_elements_of_odd_size(struct kunit *test)
{
	struct odd v[20];
	int down = -1;

	for (int i = 0; i < 20; i++) {
		v[i].key = i * 7 % 20;
		snprintf(v[i].name, sizeof(v[i].name), "n%02u", v[i].key);
	}
	sort_r(v, 20, sizeof(v[0]), cmp_odd, NULL, &down);
	for (int i = 0; i < 20; i++) {
		char want[5];

		snprintf(want, sizeof(want), "n%02d", 19 - i);
		KUNIT_EXPECT_EQ(test, v[i].key, 19 - i);
		KUNIT_EXPECT_STREQ(test, v[i].name, want);
	}
}

static void bsearch_finds_all_and_only_those(struct kunit *test)
{
	int v[50];

	for (int i = 0; i < 50; i++)
		v[i] = i * 2;
	for (int n = 0; n <= 50; n++) {
		for (int key = -1; key <= 100; key++) {
			int *p = bsearch(&key, v, n, sizeof(*v), cmp_int);
			bool there = key >= 0 && key % 2 == 0 && key < n * 2;

			KUNIT_ASSERT_PTR_EQ(test, p, there ? &v[key / 2] : NULL);
		}
	}
}

static struct kunit_case sort_cases[] = {
	KUNIT_CASE(sorts_every_length_and_order),
	KUNIT_CASE(moves_whole_elements_of_odd_size),
	KUNIT_CASE(bsearch_finds_all_and_only_those),
	{}
};

static struct kunit_suite sort_suite = {
	.name = "sort",
	.test_cases = sort_cases,
};
kunit_test_suite(sort_suite);
