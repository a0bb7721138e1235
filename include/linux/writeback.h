/* SPDX-License-Identifier: GPL-2.0 */
/* Writing dirty pages and inodes: mm/page-writeback.c, fs/fs-writeback.c */
#ifndef INCLUDE_LINUX_WRITEBACK_H
#define INCLUDE_LINUX_WRITEBACK_H

#include <linux/fs.h>
#include <linux/pagemap.h>

enum writeback_sync_modes { WB_SYNC_NONE, WB_SYNC_ALL };

struct writeback_control {
	long		nr_to_write;		/* decremented for each page */
	long		pages_skipped;
	loff_t		range_start, range_end;	/* bytes, inclusive */
	enum writeback_sync_modes sync_mode;
	unsigned	for_kupdate:1, for_background:1, for_reclaim:1, for_sync:1, range_cyclic:1, tagged_writepages:1;
};

int do_writepages(struct address_space *mapping, struct writeback_control *wbc);
/* Call @writepage for each dirty folio of the range, locked, dirty cleared. */
int write_cache_pages(struct address_space *mapping, struct writeback_control *wbc,
		      int (*writepage)(struct folio *folio, struct writeback_control *wbc, void *data), void *data);
void tag_pages_for_writeback(struct address_space *mapping, pgoff_t start, pgoff_t end);
void global_dirty_limits(unsigned long *background, unsigned long *dirty);	/* pages */
extern int dirty_background_ratio, vm_dirty_ratio;
extern unsigned int dirty_writeback_interval, dirty_expire_interval;		/* centiseconds */
extern unsigned long vm_dirty_bytes, dirty_background_bytes;
/* fs/fs-writeback.c: ask the flusher to start; the dirty inode came or went */
void wakeup_flusher_threads(void);
long writeback_some(long nr_pages);	/* write at least @nr_pages now; pages written */
void inode_wait_for_writeback(struct inode *inode);
void inode_io_list_del(struct inode *inode);

#endif /* INCLUDE_LINUX_WRITEBACK_H */
