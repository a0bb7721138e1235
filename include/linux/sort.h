/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SORT_H
#define INCLUDE_LINUX_SORT_H

#include <linux/types.h>

/* lib/sort.c: heap sort; no extra memory, never quadratic, not stable. */
void sort(void *base, size_t num, size_t size, cmp_func_t cmp,
	  swap_func_t swap);
void sort_r(void *base, size_t num, size_t size, cmp_r_func_t cmp,
	    swap_func_t swap, const void *priv);

#endif /* INCLUDE_LINUX_SORT_H */
