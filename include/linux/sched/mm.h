/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Restricting what allocations of this task may do, for a stretch of code: what
 * reclaim must not enter, because the task is inside it already.
 */
#ifndef INCLUDE_LINUX_SCHED_MM_H
#define INCLUDE_LINUX_SCHED_MM_H

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/sched.h>

/* task->memalloc_flags */
#define MEMALLOC_NOFS	0x1u
#define MEMALLOC_NOIO	0x2u

static inline unsigned int memalloc_nofs_save(void)
{
	unsigned int old = current->memalloc_flags;

	current->memalloc_flags |= MEMALLOC_NOFS;
	return old;
}

static inline void memalloc_nofs_restore(unsigned int old)
{
	current->memalloc_flags = old;
}

static inline unsigned int memalloc_noio_save(void)
{
	unsigned int old = current->memalloc_flags;

	current->memalloc_flags |= MEMALLOC_NOIO | MEMALLOC_NOFS;
	return old;
}

static inline void memalloc_noio_restore(unsigned int old)
{
	current->memalloc_flags = old;
}

/* A task in a filesystem transaction is inside the filesystem. */
static inline gfp_t current_gfp_context(gfp_t gfp)
{
	if (current->memalloc_flags & MEMALLOC_NOIO)
		gfp &= ~(__GFP_IO | __GFP_FS);
	else if ((current->memalloc_flags & MEMALLOC_NOFS) || current->journal_info)
		gfp &= ~__GFP_FS;
	return gfp;
}

#endif /* INCLUDE_LINUX_SCHED_MM_H */
