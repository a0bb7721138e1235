// SPDX-License-Identifier: GPL-2.0
/*
 * dcache_lru.c: dentries nobody uses, and giving them back under pressure.
 *
 * Each superblock has a list, most recently used first. A dentry joins it when
 * its count falls to 0 and stays, whatever its count, until the shrinker or its
 * death takes it off: that keeps dget() and lookups away from the list's lock.
 *
 * To reclaim, the shrinker takes the one reference of an unused dentry (0 to 1)
 * and moves it to a private list through d_lru; since the count is no longer 0
 * nobody else touches d_lru. shrink_dentry_list() then drops that reference
 * and frees the dentry unless others found it meanwhile.
 *
 * Lock order: d_lock, then s_dentry_lru_lock (the shrinker tries d_lock).
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "internal.h"

#define SHRINK_BATCH	128

static atomic_long_t nr_unused;

long nr_dentry_unused(void)
{
	return atomic_long_read(&nr_unused);
}

/* d_lock held, count just fell to 0. */
void d_lru_add(struct dentry *dentry)
{
	struct super_block *sb = dentry->d_sb;

	if (dentry->d_flags & DCACHE_LRU_LIST) {
		dentry->d_flags |= DCACHE_REFERENCED;
		return;
	}
	spin_lock(&sb->s_dentry_lru_lock);
	list_add(&dentry->d_lru, &sb->s_dentry_lru);
	dentry->d_flags |= DCACHE_LRU_LIST;
	sb->s_nr_dentry_unused++;
	spin_unlock(&sb->s_dentry_lru_lock);
	atomic_long_inc(&nr_unused);
}

/* d_lock and the LRU lock held. */
static void __d_lru_del(struct dentry *dentry)
{
	list_del_init(&dentry->d_lru);
	dentry->d_flags &= ~(DCACHE_LRU_LIST | DCACHE_REFERENCED);
	dentry->d_sb->s_nr_dentry_unused--;
	atomic_long_dec(&nr_unused);
}

/* d_lock held. */
void d_lru_del(struct dentry *dentry)
{
	struct super_block *sb = dentry->d_sb;

	if (!(dentry->d_flags & DCACHE_LRU_LIST))
		return;
	spin_lock(&sb->s_dentry_lru_lock);
	__d_lru_del(dentry);
	spin_unlock(&sb->s_dentry_lru_lock);
}

/*
 * Claim an unused dentry for @dispose. d_lock held. False if it is in use.
 */
bool d_claim_unused(struct dentry *dentry, struct list_head *dispose)
{
	if (atomic_cmpxchg(&dentry->d_count, 0, 1) != 0)
		return false;
	d_lru_del(dentry);
	list_add_tail(&dentry->d_lru, dispose);
	return true;
}

/* Drop a reference and, if it was the last, free the dentry rather than keep it. */
static void dput_and_kill(struct dentry *dentry)
{
	while (dentry) {
		spin_lock(&dentry->d_lock);
		if (!atomic_dec_and_test(&dentry->d_count)) {
			spin_unlock(&dentry->d_lock);
			return;
		}
		dentry = dentry_kill(dentry);
	}
}

/**
 * shrink_dentry_list - free what d_claim_unused() gathered
 * @dispose: dentries linked by d_lru, one reference each
 *
 * Parents that become unused by it are freed too.
 * Context: may sleep.
 */
void shrink_dentry_list(struct list_head *dispose)
{
	while (!list_empty(dispose)) {
		struct dentry *dentry = list_first_entry(dispose, struct dentry, d_lru);

		list_del_init(&dentry->d_lru);
		dput_and_kill(dentry);
		cond_resched();
	}
}

/* Look at the tail of the list. LRU lock held, so d_lock can only be tried. */
static bool lru_isolate(struct dentry *dentry, bool all, struct list_head *dispose)
{
	struct super_block *sb = dentry->d_sb;
	bool claimed = false;

	if (!spin_trylock(&dentry->d_lock)) {
		list_move(&dentry->d_lru, &sb->s_dentry_lru);
		return false;
	}
	if (atomic_read(&dentry->d_count) != 0) {
		__d_lru_del(dentry);
	} else if (!all && dentry->d_flags & DCACHE_REFERENCED) {
		dentry->d_flags &= ~DCACHE_REFERENCED;
		list_move(&dentry->d_lru, &sb->s_dentry_lru);
	} else if (atomic_cmpxchg(&dentry->d_count, 0, 1) == 0) {
		__d_lru_del(dentry);
		list_add_tail(&dentry->d_lru, dispose);
		claimed = true;
	} else {
		__d_lru_del(dentry);
	}
	spin_unlock(&dentry->d_lock);
	return claimed;
}

static unsigned long lru_isolate_batch(struct super_block *sb, unsigned long *scan,
				       bool all, struct list_head *dispose)
{
	unsigned long claimed = 0;

	spin_lock(&sb->s_dentry_lru_lock);
	while (*scan && claimed < SHRINK_BATCH && !list_empty(&sb->s_dentry_lru)) {
		struct dentry *dentry = list_last_entry(&sb->s_dentry_lru, struct dentry, d_lru);

		(*scan)--;
		claimed += lru_isolate(dentry, all, dispose);
	}
	spin_unlock(&sb->s_dentry_lru_lock);
	return claimed;
}

/**
 * shrink_dcache_sb_lru - reclaim unused dentries of one filesystem
 * @sb: kept alive by the caller
 * @nr: how many to look at; recently used ones get a second chance
 *
 * Return: how many were given up (some may have been revived).
 */
unsigned long shrink_dcache_sb_lru(struct super_block *sb, unsigned long nr)
{
	unsigned long freed = 0, got;
	LIST_HEAD(dispose);

	do {
		got = lru_isolate_batch(sb, &nr, false, &dispose);
		freed += got;
		shrink_dentry_list(&dispose);
	} while (got && nr);
	return freed;
}

/**
 * shrink_dcache_sb - free every unused dentry of a filesystem
 * @sb: s_umount held or otherwise alive
 */
void shrink_dcache_sb(struct super_block *sb)
{
	LIST_HEAD(dispose);

	while (!list_empty_careful(&sb->s_dentry_lru)) {
		unsigned long scan = SHRINK_BATCH;

		lru_isolate_batch(sb, &scan, true, &dispose);
		shrink_dentry_list(&dispose);
		cond_resched();
	}
}

struct shrink_request {
	unsigned long nr, total, freed;
};

static void shrink_one_sb(struct super_block *sb, void *arg)
{
	struct shrink_request *req = arg;
	unsigned long unused = READ_ONCE(sb->s_nr_dentry_unused);

	if (unused)
		req->freed += shrink_dcache_sb_lru(sb, 1 + req->nr * unused / req->total);
}

/**
 * shrink_dcache_memory - reclaim entry: free dentries, from each filesystem
 *			  in proportion to what it caches
 * @nr: how many to look at
 *
 * Context: may sleep; not under a filesystem's locks (GFP_NOFS does not come).
 * Return: number freed.
 */
unsigned long shrink_dcache_memory(unsigned long nr)
{
	struct shrink_request req = { .nr = nr, .total = nr_dentry_unused() };

	if ((long)req.total <= 0)
		return 0;
	iterate_supers_try(shrink_one_sb, &req);
	return req.freed;
}
