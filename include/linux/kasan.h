/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Telling the address sanitizer's run time which memory may be touched. Without
 * CONFIG_KASAN all of this is nothing.
 */
#ifndef INCLUDE_LINUX_KASAN_H
#define INCLUDE_LINUX_KASAN_H

#include <linux/types.h>

#ifdef CONFIG_KASAN

void __asan_poison_memory_region(const volatile void *addr, size_t size);
void __asan_unpoison_memory_region(const volatile void *addr, size_t size);

#define kasan_poison(addr, size)	__asan_poison_memory_region(addr, size)
#define kasan_unpoison(addr, size)	__asan_unpoison_memory_region(addr, size)

#else

static inline void kasan_poison(const void *addr, size_t size) { }
static inline void kasan_unpoison(const void *addr, size_t size) { }

#endif /* CONFIG_KASAN */

#endif /* INCLUDE_LINUX_KASAN_H */
