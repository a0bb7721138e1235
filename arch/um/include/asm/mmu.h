/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the machine keeps in each mm: its host processes and the changes of host
 * mappings that they have not been told yet.  arch/um/kernel/tlb.c, mmu.c.
 */
#ifndef ARCH_UM_ASM_MMU_H
#define ARCH_UM_ASM_MMU_H

#include <linux/spinlock_types.h>
#include <engine.h>

enum mm_context_state {
	MM_CONTEXT_FRESH,	/* no host process yet: nothing to forget */
	MM_CONTEXT_FORKING,	/* will start as a host copy of its parent */
	MM_CONTEXT_LIVE,
	MM_CONTEXT_GONE,	/* nobody uses it any more */
};

/*
 * Locks: [l] lock, inside mm->page_table_lock.
 */
typedef struct mm_context {
	spinlock_t		lock;
	enum mm_context_state	state;		/* [l] */
	bool			drop_all;	/* [l] forget all host mappings first */
	unsigned int		nr_ops;		/* [l] queued */
	unsigned long		changes;	/* [l] ever made */
	unsigned long		parent_changes;	/* FORKING: the parent's, when its tables were copied */
	struct um_map_op	ops[UM_MAP_BATCH]; /* [l] in order */
	struct host_space	space;		/* [l] and the engine's */
} mm_context_t;

#endif /* ARCH_UM_ASM_MMU_H */
