/* SPDX-License-Identifier: GPL-2.0 */
/* The window of addresses behind vmalloc(), as the machine provides it. */
#ifndef ARCH_UM_ASM_VMALLOC_H
#define ARCH_UM_ASM_VMALLOC_H

#include <asm/page.h>
#include <os_process.h>

/* Once, at boot: start of an empty window, 0 when there is no room for it. */
static inline unsigned long arch_vmap_reserve(unsigned long size)
{
	return (unsigned long)os_window_reserve(size);
}

/* Show @nr pages from @pfn on at @addr; 0 or -errno. */
static inline int arch_vmap(unsigned long addr, unsigned long pfn, unsigned long nr)
{
	return os_window_map((unsigned char *)addr, pfn_to_phys(pfn), nr << PAGE_SHIFT);
}

static inline void arch_vunmap(unsigned long addr, unsigned long nr)
{
	os_window_unmap((unsigned char *)addr, nr << PAGE_SHIFT);
}

#endif /* ARCH_UM_ASM_VMALLOC_H */
