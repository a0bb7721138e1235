/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The host mapping cache: arch/um/kernel/tlb.c.
 *
 * Changes are queued per mm in order (adjacent ones merge) and applied in one
 * batch, at the latest by um_tlb_sync() before any thread of the mm runs
 * again. A frame whose mapping was revoked may be reused before that on one
 * CPU only because nothing of the mm can run in between; with several CPUs
 * the flush_tlb calls make the revocation complete first.
 *
 * Context: page_table_lock held for the queueing calls; they do not sleep.
 */
#ifndef ARCH_UM_ASM_TLBFLUSH_H
#define ARCH_UM_ASM_TLBFLUSH_H

#include <asm/pgtable_types.h>

struct mm_struct;
struct vm_area_struct;

void um_tlb_map(struct mm_struct *mm, unsigned long va, unsigned long pfn, unsigned long pte_flags);
void um_tlb_unmap(struct mm_struct *mm, unsigned long va, unsigned long len);
void um_tlb_protect(struct mm_struct *mm, unsigned long va, unsigned long len, unsigned long pte_flags);
/*
 * @child's tables are a copy of @parent's as of now: if the parent's host mappings
 * change before its host process is cloned, the child starts with none of them.
 */
void um_tlb_forked(struct mm_struct *child, struct mm_struct *parent);
/* Before return to the guest: 0, or -ENOMEM when the host can't hold even this. */
int um_tlb_sync(struct mm_struct *mm);

/* Revocations of @mm (or the range) have reached every CPU on return. */
void flush_tlb_mm(struct mm_struct *mm);
void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);
void flush_tlb_page(struct vm_area_struct *vma, unsigned long addr);

#endif /* ARCH_UM_ASM_TLBFLUSH_H */
