// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/sys/vm/drop_caches: 1 drops clean page cache, 2 unused names and inodes.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/vmstat.h>

/* The next inode of @sb behind @prev, referenced; @prev's reference is dropped. */
static struct inode *next_inode(struct super_block *sb, struct inode *prev)
{
	struct inode *inode, *found = NULL;
	struct list_head *from = prev ? &prev->i_sb_list : &sb->s_inodes;

	spin_lock(&sb->s_inode_list_lock);
	for (from = from->next; from != &sb->s_inodes; from = from->next) {
		inode = list_entry(from, struct inode, i_sb_list);
		spin_lock(&inode->i_lock);
		if (!(inode->i_state & (I_FREEING | I_WILL_FREE | I_NEW)) &&
		    inode->i_mapping->nrpages) {
			atomic_inc(&inode->i_count);
			found = inode;
		}
		spin_unlock(&inode->i_lock);
		if (found)
			break;
	}
	spin_unlock(&sb->s_inode_list_lock);
	iput(prev);
	return found;
}

static void drop_pagecache_sb(struct super_block *sb, void *unused)
{
	struct inode *inode = NULL;

	while ((inode = next_inode(sb, inode))) {
		invalidate_mapping_pages(inode->i_mapping, 0, ULONG_MAX);
		cond_resched();
	}
}

void drop_pagecache(void)
{
	iterate_supers(drop_pagecache_sb, NULL);
	count_vm_event(DROP_PAGECACHE);
}

void drop_slab(void)
{
	while (shrink_dcache_memory(1024) + shrink_icache_memory(1024) > 10)
		cond_resched();
	slab_shrink_all();
	count_vm_event(DROP_SLAB);
}
