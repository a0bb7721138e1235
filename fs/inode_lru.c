// SPDX-License-Identifier: GPL-2.0
/*
 * inode_lru.c: inodes nobody uses, and giving them back under pressure.
 *
 * An inode is put on its superblock's list when its last reference goes and
 * again when write-back has made it clean. It stays on the list when it is used
 * anew; the shrinker takes it off then. Inodes with cached pages are left to
 * page reclaim: when their pages are gone, they go.
 *
 * Lock order: i_lock, then s_inode_lru_lock (the shrinker tries i_lock).
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "internal.h"

#define PRUNE_BATCH	64

static atomic_long_t nr_unused;

long nr_inodes_unused(void)
{
	return atomic_long_read(&nr_unused);
}

/* i_lock held. Does nothing for an inode that cannot be evicted yet. */
void inode_add_lru(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;

	if (inode->i_state & (I_DIRTY_ALL | I_SYNC | I_FREEING | I_WILL_FREE))
		return;
	if (atomic_read(&inode->i_count) || !(sb->s_flags & SB_ACTIVE))
		return;
	spin_lock(&sb->s_inode_lru_lock);
	if (list_empty(&inode->i_lru)) {
		list_add(&inode->i_lru, &sb->s_inode_lru);
		sb->s_nr_inode_unused++;
		atomic_long_inc(&nr_unused);
	} else {
		inode->i_state |= I_REFERENCED;
	}
	spin_unlock(&sb->s_inode_lru_lock);
}

/* LRU lock held. */
static void __inode_lru_del(struct inode *inode)
{
	list_del_init(&inode->i_lru);
	inode->i_sb->s_nr_inode_unused--;
	atomic_long_dec(&nr_unused);
}

void inode_lru_del(struct inode *inode)
{
	struct super_block *sb = inode->i_sb;

	spin_lock(&sb->s_inode_lru_lock);
	if (!list_empty(&inode->i_lru))
		__inode_lru_del(inode);
	spin_unlock(&sb->s_inode_lru_lock);
}

static void dispose_inodes(struct list_head *dispose)
{
	while (!list_empty(dispose)) {
		struct inode *inode = list_first_entry(dispose, struct inode, i_lru);

		list_del_init(&inode->i_lru);
		evict(inode);
		cond_resched();
	}
}

/* LRU lock held, so i_lock can only be tried. */
static bool lru_isolate(struct inode *inode, struct list_head *dispose)
{
	struct super_block *sb = inode->i_sb;
	bool claimed = false;

	if (!spin_trylock(&inode->i_lock)) {
		list_move(&inode->i_lru, &sb->s_inode_lru);
		return false;
	}
	if (atomic_read(&inode->i_count) ||
	    inode->i_state & (I_DIRTY_ALL | I_SYNC | I_FREEING | I_WILL_FREE)) {
		__inode_lru_del(inode);
	} else if (inode->i_state & I_REFERENCED || inode->i_data.nrpages) {
		inode->i_state &= ~I_REFERENCED;
		list_move(&inode->i_lru, &sb->s_inode_lru);
	} else {
		inode->i_state |= I_FREEING;
		__inode_lru_del(inode);
		list_add_tail(&inode->i_lru, dispose);
		claimed = true;
	}
	spin_unlock(&inode->i_lock);
	return claimed;
}

/**
 * prune_icache_sb - evict unused inodes of one filesystem
 * @sb: kept alive by the caller
 * @nr: how many to look at
 *
 * Context: may sleep.
 * Return: how many were evicted.
 */
unsigned long prune_icache_sb(struct super_block *sb, unsigned long nr)
{
	unsigned long freed = 0, got;
	LIST_HEAD(dispose);

	do {
		got = 0;
		spin_lock(&sb->s_inode_lru_lock);
		while (nr && got < PRUNE_BATCH && !list_empty(&sb->s_inode_lru)) {
			nr--;
			got += lru_isolate(list_last_entry(&sb->s_inode_lru, struct inode, i_lru),
					   &dispose);
		}
		spin_unlock(&sb->s_inode_lru_lock);
		freed += got;
		dispose_inodes(&dispose);
	} while (got && nr);
	return freed;
}

struct prune_request {
	unsigned long nr, total, freed;
};

static void prune_one_sb(struct super_block *sb, void *arg)
{
	struct prune_request *req = arg;
	unsigned long unused = READ_ONCE(sb->s_nr_inode_unused);

	if (unused)
		req->freed += prune_icache_sb(sb, 1 + req->nr * unused / req->total);
}

/**
 * shrink_icache_memory - reclaim entry: evict unused inodes of all filesystems
 * @nr: how many to look at
 *
 * Context: may sleep; not under a filesystem's locks.
 * Return: number evicted.
 */
unsigned long shrink_icache_memory(unsigned long nr)
{
	struct prune_request req = { .nr = nr, .total = nr_inodes_unused() };

	if ((long)req.total <= 0)
		return 0;
	iterate_supers_try(prune_one_sb, &req);
	return req.freed;
}

/* Claim up to a batch of a dying filesystem's unused inodes. */
static bool gather_unused(struct super_block *sb, struct list_head *dispose)
{
	struct inode *inode;
	int n = 0;

	spin_lock(&sb->s_inode_list_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
		spin_lock(&inode->i_lock);
		if (!atomic_read(&inode->i_count) &&
		    !(inode->i_state & (I_NEW | I_FREEING | I_WILL_FREE))) {
			inode->i_state |= I_FREEING;
			inode_lru_del(inode);
			list_add(&inode->i_lru, dispose);
			n++;
		}
		spin_unlock(&inode->i_lock);
		if (n >= PRUNE_BATCH)
			break;
	}
	spin_unlock(&sb->s_inode_list_lock);
	return n;
}

/**
 * evict_inodes - evict every unused inode of a filesystem being unmounted
 * @sb: not SB_ACTIVE any more
 *
 * Context: may sleep.
 * Return: nonzero if inodes are left, which someone must still be using.
 */
int evict_inodes(struct super_block *sb)
{
	LIST_HEAD(dispose);

	while (gather_unused(sb, &dispose))
		dispose_inodes(&dispose);
	return !list_empty(&sb->s_inodes);
}
