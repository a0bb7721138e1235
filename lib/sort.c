// SPDX-License-Identifier: GPL-2.0
/*
 * Heap sort: no memory, no recursion, n log n in the worst case, which a guest
 * that chooses the data cannot spoil. Not stable.
 */
#include <linux/export.h>
#include <linux/sort.h>
#include <linux/types.h>

static void swap_bytes(void *a, void *b, int size)
{
	char *x = a, *y = b;

	while (size-- > 0) {
		char t = *x;

		*x++ = *y;
		*y++ = t;
	}
}

static void swap_words(void *a, void *b, int size)
{
	u64 *x = a, *y = b;

	for (; size > 0; size -= sizeof(u64)) {
		u64 t = *x;

		*x++ = *y;
		*y++ = t;
	}
}

/* Sink the element at root to its place among the first n. */
static void sift_down(char *base, size_t root, size_t n, size_t size,
		      cmp_r_func_t cmp, swap_func_t swap, const void *priv)
{
	size_t child;

	while ((child = 2 * root + 1) < n) {
		if (child + 1 < n && cmp(base + child * size,
					 base + (child + 1) * size, priv) < 0)
			child++;
		if (cmp(base + root * size, base + child * size, priv) >= 0)
			return;
		swap(base + root * size, base + child * size, size);
		root = child;
	}
}

/**
 * sort_r - sort an array
 * @base: first element
 * @num: number of elements
 * @size: of one element
 * @cmp: < 0, 0, > 0
 * @swap: exchanges two elements; NULL for byte-wise
 * @priv: handed to @cmp
 */
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp,
	    swap_func_t swap, const void *priv)
{
	if (!swap)
		swap = size % sizeof(u64) || (unsigned long)base % sizeof(u64) ?
			swap_bytes : swap_words;
	for (size_t i = num / 2; i-- > 0; )
		sift_down(base, i, num, size, cmp, swap, priv);
	for (size_t n = num; n-- > 1; ) {
		swap(base, (char *)base + n * size, size);
		sift_down(base, 0, n, size, cmp, swap, priv);
	}
}
EXPORT_SYMBOL(sort_r);

static int cmp_without_priv(const void *a, const void *b, const void *priv)
{
	return (*(const cmp_func_t *)priv)(a, b);
}

void sort(void *base, size_t num, size_t size, cmp_func_t cmp,
	  swap_func_t swap)
{
	sort_r(base, num, size, cmp_without_priv, swap, &cmp);
}
EXPORT_SYMBOL(sort);
