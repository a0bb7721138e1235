/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest's page tables: four levels of 512 entries, walked by software
 * only (the host's mappings are a cache of them, see <asm/tlbflush.h>).
 */
#ifndef ARCH_UM_ASM_PGTABLE_TYPES_H
#define ARCH_UM_ASM_PGTABLE_TYPES_H

typedef struct { unsigned long pte; } pte_t;
typedef struct { unsigned long pgd; } pgd_t;	/* a table entry of any upper level */
typedef struct { unsigned long pgprot; } pgprot_t;

#define _PAGE_PRESENT	0x001UL
#define _PAGE_RW	0x002UL
#define _PAGE_USER	0x004UL		/* readable by the guest; clear = PROT_NONE */
#define _PAGE_EXEC	0x008UL
#define _PAGE_SPECIAL	0x010UL		/* no struct page accounting (vDSO, pfn maps) */
#define _PAGE_ACCESSED	0x020UL
#define _PAGE_DIRTY	0x040UL
#define _PAGE_HOST	0x080UL		/* the host was told of this mapping */
#define _PAGE_FLAGS	0xfffUL

#define pte_val(x)	((x).pte)
#define pgprot_val(x)	((x).pgprot)
#define __pte(x)	((pte_t){ (x) })
#define __pgprot(x)	((pgprot_t){ (x) })

#define PAGE_NONE	__pgprot(_PAGE_PRESENT)
#define PAGE_READONLY	__pgprot(_PAGE_PRESENT | _PAGE_USER)
#define PAGE_READONLY_EXEC __pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_EXEC)
#define PAGE_SHARED	__pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_RW)
#define PAGE_SHARED_EXEC __pgprot(_PAGE_PRESENT | _PAGE_USER | _PAGE_RW | _PAGE_EXEC)

#endif /* ARCH_UM_ASM_PGTABLE_TYPES_H */
