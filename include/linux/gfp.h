/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Page allocation. Every page the kernel or its guests use comes from guest
 * RAM through here (mm/page_alloc.c), which makes mem= an honest bound.
 */
#ifndef INCLUDE_LINUX_GFP_H
#define INCLUDE_LINUX_GFP_H

#include <linux/types.h>

struct page;
struct folio;

#define __GFP_RECLAIM	0x0001u		/* may sleep, write back, reclaim */
#define __GFP_ZERO	0x0002u
#define __GFP_NOWARN	0x0004u
#define __GFP_NOFAIL	0x0008u		/* with __GFP_RECLAIM only */
#define __GFP_NORETRY	0x0010u		/* one reclaim pass, no OOM killer */
#define __GFP_FS	0x0020u		/* reclaim may call into filesystems */
#define __GFP_IO	0x0040u		/* reclaim may start I/O */
#define __GFP_HIGH	0x0080u		/* may dip into the reserve */
#define __GFP_COMP	0x0100u		/* build a compound page (folio) */
#define __GFP_ACCOUNT	0x0200u
#define __GFP_MOVABLE	0x0400u
#define __GFP_USER	0x0800u		/* memory of a guest process: fails before the reserve */

#define GFP_ATOMIC	(__GFP_HIGH)
#define GFP_NOWAIT	(0u)
#define GFP_NOIO	(__GFP_RECLAIM)
#define GFP_NOFS	(__GFP_RECLAIM | __GFP_IO)
#define GFP_KERNEL	(__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_KERNEL_ACCOUNT (GFP_KERNEL | __GFP_ACCOUNT)
#define GFP_USER	(GFP_KERNEL | __GFP_USER)
#define GFP_HIGHUSER_MOVABLE (GFP_USER | __GFP_MOVABLE)

#define MAX_PAGE_ORDER	10		/* 4 MiB; 2 MiB host folios are order 9 */

/* mm/page_alloc.c: 2^order pages, naturally aligned; NULL when there are none */
struct page *alloc_pages(gfp_t gfp, unsigned int order);
void __free_pages(struct page *page, unsigned int order);
unsigned long __get_free_pages(gfp_t gfp, unsigned int order);
unsigned long get_zeroed_page(gfp_t gfp);
void free_pages(unsigned long addr, unsigned int order);
/* Byte-sized runs of pages; the tail of the power of two is given back. */
void *alloc_pages_exact(size_t size, gfp_t gfp);
void free_pages_exact(void *virt, size_t size);
struct folio *folio_alloc(gfp_t gfp, unsigned int order);
/* A page-aligned batch: returns how many pages were put in @pages. */
unsigned long alloc_pages_bulk(gfp_t gfp, unsigned long nr, struct page **pages);

#define alloc_page(gfp)		alloc_pages(gfp, 0)
#define __free_page(page)	__free_pages(page, 0)
#define __get_free_page(gfp)	__get_free_pages(gfp, 0)
#define free_page(addr)		free_pages(addr, 0)

static inline bool gfpflags_allow_blocking(gfp_t gfp)
{
	return gfp & __GFP_RECLAIM;
}

#endif /* INCLUDE_LINUX_GFP_H */
