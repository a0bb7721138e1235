/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The host mapping cache: arch/um/kernel/tlb.c.
 *
 * Changes are queued per mm in order (adjacent ones merge) and applied in one
 * batch, at the latest by um_tlb_enter() before a thread of the mm runs again. A
 * frame that was taken away or made read-only may be reused, or relied upon, only
 * after flush_tlb_*(): flush, then put the page.
 *
 * Context: page_table_lock held for the queueing calls; they do not sleep. The
 * flush_tlb calls may wait for the host for some microseconds, and for other CPUs
 * to leave the guest, and want no spinlock held.
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
/* Apply the queue: 0, -ENOMEM when the host can't, -EBUSY when all of @mm runs. */
int um_tlb_sync(struct mm_struct *mm);
/* Around each stretch of guest code. */
int um_tlb_enter(struct mm_struct *mm);
void um_tlb_leave(void);
void um_leave_guest(struct mm_struct *mm);
/* @mm has no users left: no guest code sees anything of it on return. */
void um_tlb_exit(struct mm_struct *mm);

/* Revocations of @mm (or the range) have reached all guest code on return. */
void flush_tlb_mm(struct mm_struct *mm);
void flush_tlb_range(struct vm_area_struct *vma, unsigned long start, unsigned long end);
void flush_tlb_page(struct vm_area_struct *vma, unsigned long addr);
/*
 * The same for the parent of a fork, except for the thread that calls: its host task
 * is stopped, and what is queued is applied before it is cloned.
 */
void flush_tlb_fork(struct mm_struct *mm);

#endif /* ARCH_UM_ASM_TLBFLUSH_H */
