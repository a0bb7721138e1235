/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that is contiguous only by its addresses: mm/vmalloc.c. Its pages are
 * shown a second time in a window of host addresses.
 */
#ifndef INCLUDE_LINUX_VMALLOC_H
#define INCLUDE_LINUX_VMALLOC_H

#include <linux/gfp.h>
#include <linux/types.h>

struct page;
struct seq_file;

void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void *__vmalloc(unsigned long size, gfp_t gfp);
void vfree(const void *p);
/* Another view of pages the caller owns; VM_MAP and friends do not exist. */
void *vmap(struct page **pages, unsigned int nr);
void vunmap(const void *p);
bool is_vmalloc_addr(const void *p);
struct page *vmalloc_to_page(const void *p);
unsigned long vmalloc_size(const void *p);	/* bytes, as allocated */
unsigned long vmalloc_total(void);		/* pages of the window */
void vmallocinfo_show(struct seq_file *m);
void vmalloc_init(void);

#endif /* INCLUDE_LINUX_VMALLOC_H */
