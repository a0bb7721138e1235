/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BSEARCH_H
#define INCLUDE_LINUX_BSEARCH_H

#include <linux/types.h>

/* lib/bsearch.c */
void *bsearch(const void *key, const void *base, size_t num, size_t size,
	      cmp_func_t cmp);

#endif /* INCLUDE_LINUX_BSEARCH_H */
