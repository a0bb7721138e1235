/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_PAGE_H
#define ARCH_UM_INCLUDE_ASM_PAGE_H

/*
 * Guest RAM as the kernel sees it: one linear mapping of the memory file at
 * uml_physmem. A physical address is an offset into that file.
 */
#include <linux/const.h>
#include <linux/types.h>

#define PAGE_SHIFT	12
#define PAGE_SIZE	(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLY__

struct page;

/* arch/um/kernel/physmem.c: [I] once the memory is mapped. */
extern unsigned long uml_physmem;
extern unsigned long uml_physmem_size;
/* mm: one struct page for each page of guest RAM. */
extern struct page *mem_map;
extern unsigned long max_mapnr;

#define __pa(addr)		((unsigned long)(addr) - uml_physmem)
#define __va(phys)		((void *)((unsigned long)(phys) + uml_physmem))

#define phys_to_pfn(p)		((unsigned long)(p) >> PAGE_SHIFT)
#define pfn_to_phys(pfn)	((phys_addr_t)(pfn) << PAGE_SHIFT)
#define PHYS_PFN(p)		phys_to_pfn(p)
#define PFN_PHYS(pfn)		pfn_to_phys(pfn)
#define PFN_UP(x)		(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x)		((x) >> PAGE_SHIFT)

#define pfn_valid(pfn)		((unsigned long)(pfn) < max_mapnr)
#define pfn_to_page(pfn)	(mem_map + (pfn))
#define page_to_pfn(page)	((unsigned long)((page) - mem_map))
#define page_to_phys(page)	pfn_to_phys(page_to_pfn(page))
#define phys_to_page(p)		pfn_to_page(phys_to_pfn(p))
#define virt_to_pfn(addr)	phys_to_pfn(__pa(addr))
#define pfn_to_virt(pfn)	__va(pfn_to_phys(pfn))
#define pfn_to_kaddr(pfn)	pfn_to_virt(pfn)
#define virt_to_page(addr)	pfn_to_page(virt_to_pfn(addr))
#define page_to_virt(page)	pfn_to_virt(page_to_pfn(page))
#define virt_addr_valid(addr)	(__pa(addr) < uml_physmem_size)
#define virt_to_phys(addr)	((phys_addr_t)__pa(addr))
#define phys_to_virt(phys)	__va(phys)

#define clear_page(page)	__builtin_memset((void *)(page), 0, PAGE_SIZE)
#define copy_page(to, from) \
	__builtin_memcpy((void *)(to), (const void *)(from), PAGE_SIZE)

/* The smallest order whose block holds @size bytes. */
static inline __attribute_const__ int get_order(unsigned long size)
{
	size = (size - 1) >> PAGE_SHIFT;
	return size ? 64 - __builtin_clzl(size) : 0;
}

#endif /* __ASSEMBLY__ */

#endif /* ARCH_UM_INCLUDE_ASM_PAGE_H */
