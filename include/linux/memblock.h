/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_MEMBLOCK_H
#define INCLUDE_LINUX_MEMBLOCK_H

#include <linux/types.h>

/* mm/init.c: memory for ever, before the page allocator is up; zeroed, panics */
void *memblock_alloc(size_t size, size_t align);

#endif /* INCLUDE_LINUX_MEMBLOCK_H */
