/* SPDX-License-Identifier: GPL-2.0 */
/* page->flags: atomic bits, meaning as in Linux. */
#ifndef INCLUDE_LINUX_PAGE_FLAGS_H
#define INCLUDE_LINUX_PAGE_FLAGS_H

#include <linux/bitops.h>
#include <linux/mm_types.h>

enum pageflags {
	PG_locked,		/* folio lock: contents and mapping are stable */
	PG_referenced,
	PG_uptodate,		/* contents are what is on disk or newer */
	PG_dirty,		/* must be written back */
	PG_lru,			/* on an LRU list */
	PG_active,
	PG_workingset,
	PG_slab,
	PG_reserved,		/* not the allocator's */
	PG_private,		/* ->private is in use: buffers */
	PG_writeback,		/* being written */
	PG_head,
	PG_reclaim,
	PG_swapbacked,		/* anonymous or shmem: no file behind it */
	PG_unevictable,
	PG_mlocked,
	PG_error,
	PG_readahead,		/* reaching this one starts the next window */
	PG_buddy,		/* free, in the buddy; order in ->private */
	PG_owner_priv_1,
	PG_waiters,
	PG_hot,			/* anonymous, and written soon after a fork */
	__NR_PAGEFLAGS
};

#define __FOLIO_FLAG(lname)						\
static inline bool folio_test_##lname(const struct folio *f)		\
{ return test_bit(PG_##lname, (unsigned long *)&f->flags); }		\
static inline void folio_set_##lname(struct folio *f)			\
{ set_bit(PG_##lname, &f->flags); }					\
static inline void folio_clear_##lname(struct folio *f)			\
{ clear_bit(PG_##lname, &f->flags); }					\
static inline bool folio_test_set_##lname(struct folio *f)		\
{ return test_and_set_bit(PG_##lname, &f->flags); }			\
static inline bool folio_test_clear_##lname(struct folio *f)		\
{ return test_and_clear_bit(PG_##lname, &f->flags); }
__FOLIO_FLAG(locked) __FOLIO_FLAG(referenced) __FOLIO_FLAG(dirty) __FOLIO_FLAG(lru)
__FOLIO_FLAG(active) __FOLIO_FLAG(workingset) __FOLIO_FLAG(slab) __FOLIO_FLAG(reserved)
__FOLIO_FLAG(private) __FOLIO_FLAG(writeback) __FOLIO_FLAG(reclaim) __FOLIO_FLAG(swapbacked)
__FOLIO_FLAG(unevictable) __FOLIO_FLAG(mlocked) __FOLIO_FLAG(error) __FOLIO_FLAG(readahead)
__FOLIO_FLAG(buddy) __FOLIO_FLAG(owner_priv_1) __FOLIO_FLAG(waiters) __FOLIO_FLAG(uptodate)
__FOLIO_FLAG(hot)

static inline void folio_mark_uptodate(struct folio *f) { folio_set_uptodate(f); }

#endif /* INCLUDE_LINUX_PAGE_FLAGS_H */
