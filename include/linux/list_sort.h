/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_LIST_SORT_H
#define INCLUDE_LINUX_LIST_SORT_H

#include <linux/types.h>

typedef int (*list_cmp_func_t)(void *priv, const struct list_head *a,
			       const struct list_head *b);

/**
 * list_sort - sort a list, stably, in n log n comparisons
 * @priv: handed to @cmp
 * @head: list to sort
 * @cmp: > 0 when @a belongs after @b, else <= 0
 */
void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp);

#endif /* INCLUDE_LINUX_LIST_SORT_H */
