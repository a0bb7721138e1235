// SPDX-License-Identifier: GPL-2.0
/*
 * fs-writeback.c: dirty inodes, and writing them back.
 *
 * A dirty inode is on one of three lists of its superblock, under s_wb_lock:
 *
 *	s_dirty		in order of becoming dirty
 *	s_dirty_time	only its times are dirty, with lazytime
 *	s_io		picked by the write-back that holds s_sync_lock
 *
 * While one is being written it has I_SYNC, which keeps it in memory: evict()
 * waits. A dirty page makes its inode I_DIRTY_PAGES; ->writepages() writes the
 * pages, ->write_inode() the inode.
 *
 * One kernel thread, "flush", writes what is older than dirty_expire_centisecs
 * every dirty_writeback_centisecs, and when asked to, until the dirty pages are
 * below the background limit (mm/page-writeback.c).
 *
 * Lock order: s_sync_lock, then what filesystems take; i_lock, then s_wb_lock.
 *
 * Not here: a flusher per device, cgroup write-back.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/sysctl.h>
#include <linux/timekeeping.h>
#include <linux/vmstat.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include "internal.h"

/* Pages of one inode before the next has its turn. */
#define WB_CHUNK	1024

static unsigned int dirtytime_expire_interval = 12 * 60 * 60;	/* seconds */
static DECLARE_WAIT_QUEUE_HEAD(flusher_wait);
static unsigned long flusher_asked;		/* bit 0: write more than what is old */

/* Ask the flusher to start. Any context. */
void wakeup_flusher_threads(void)
{
	if (!test_and_set_bit(0, &flusher_asked))
		wake_up(&flusher_wait);
}

/* i_lock held. Put the inode at the young end of @list. */
static void inode_io_list_move(struct inode *inode, struct list_head *list)
{
	spin_lock(&inode->i_sb->s_wb_lock);
	list_move_tail(&inode->i_io_list, list);
	spin_unlock(&inode->i_sb->s_wb_lock);
}

/* The inode is being evicted: nobody is to write it. */
void inode_io_list_del(struct inode *inode)
{
	spin_lock(&inode->i_lock);
	spin_lock(&inode->i_sb->s_wb_lock);
	list_del_init(&inode->i_io_list);
	spin_unlock(&inode->i_sb->s_wb_lock);
	spin_unlock(&inode->i_lock);
}

/* Is there anything to write it to? */
static bool inode_has_store(const struct inode *inode)
{
	return inode->i_sb->s_op->write_inode || inode->i_mapping->a_ops->writepages ||
	       inode->i_sb->s_op->dirty_inode;
}

/* i_lock held. */
static void note_dirty(struct inode *inode, int flags)
{
	struct super_block *sb = inode->i_sb;
	bool was_dirty = inode->i_state & I_DIRTY;

	if (flags & I_DIRTY_INODE)
		inode->i_state &= ~I_DIRTY_TIME;
	inode->i_state |= flags;
	/* Who writes it now puts it back on a list; who frees it needs none. */
	if (inode->i_state & (I_SYNC | I_FREEING | I_WILL_FREE))
		return;
	if (was_dirty || (inode_unhashed(inode) && !S_ISBLK(inode->i_mode)))
		return;
	inode->dirtied_when = ktime_get_ns();
	inode_io_list_move(inode, inode->i_state & I_DIRTY ? &sb->s_dirty : &sb->s_dirty_time);
}

/**
 * __mark_inode_dirty - something of an inode differs from the disk
 * @inode: the inode
 * @flags: I_DIRTY_SYNC the inode, I_DIRTY_DATASYNC what is needed to read its
 *	   data, I_DIRTY_PAGES pages, I_DIRTY_TIME times only
 *
 * Context: any with I_DIRTY_PAGES alone; else ->dirty_inode() may sleep.
 */
void __mark_inode_dirty(struct inode *inode, int flags)
{
	struct super_block *sb = inode->i_sb;

	if (!inode_has_store(inode))
		return;
	if (flags & (I_DIRTY_INODE | I_DIRTY_TIME) && sb->s_op->dirty_inode)
		sb->s_op->dirty_inode(inode, flags & (I_DIRTY_INODE | I_DIRTY_TIME));
	if (flags & I_DIRTY_INODE)
		flags &= ~I_DIRTY_TIME;
	smp_mb();	/* what was changed, before the look at i_state */
	if ((READ_ONCE(inode->i_state) & flags) == flags)
		return;
	spin_lock(&inode->i_lock);
	/* Times go with the inode when that is to be written anyway. */
	if (flags != I_DIRTY_TIME || !(inode->i_state & I_DIRTY_INODE))
		note_dirty(inode, flags);
	spin_unlock(&inode->i_lock);
}

void mark_inode_dirty(struct inode *inode)
{
	__mark_inode_dirty(inode, I_DIRTY_SYNC | I_DIRTY_DATASYNC);
}

/* Only attributes that are of no concern to reading the data back. */
void mark_inode_dirty_sync(struct inode *inode)
{
	__mark_inode_dirty(inode, I_DIRTY_SYNC);
}

/* i_lock held; dropped meanwhile. */
static void wait_for_sync(struct inode *inode)
{
	while (inode->i_state & I_SYNC) {
		spin_unlock(&inode->i_lock);
		wait_on_bit(&inode->i_state, __I_SYNC, TASK_UNINTERRUPTIBLE);
		spin_lock(&inode->i_lock);
	}
}

void inode_wait_for_writeback(struct inode *inode)
{
	spin_lock(&inode->i_lock);
	wait_for_sync(inode);
	spin_unlock(&inode->i_lock);
}

/* i_lock held, dropped: the inode is not being written any more. */
static void end_sync(struct inode *inode)
{
	inode->i_state &= ~I_SYNC;
	inode_add_lru(inode);
	spin_unlock(&inode->i_lock);
	wake_up_bit(&inode->i_state, __I_SYNC);
}

/* Lazy times are due for a sync, and when they have waited for half a day. */
static void settle_times(struct inode *inode, const struct writeback_control *wbc)
{
	u64 age;

	if (!(READ_ONCE(inode->i_state) & I_DIRTY_TIME))
		return;
	age = ktime_get_ns() - inode->dirtied_when;
	if (wbc->sync_mode == WB_SYNC_ALL || age > dirtytime_expire_interval * NSEC_PER_SEC)
		mark_inode_dirty_sync(inode);
}

/* Write pages, then the inode. I_SYNC is ours. */
static int write_inode_and_pages(struct inode *inode, struct writeback_control *wbc)
{
	struct address_space *mapping = inode->i_mapping;
	int err = 0, err2, dirty;

	if (wbc->nr_to_write > 0)
		err = do_writepages(mapping, wbc);
	if (wbc->sync_mode == WB_SYNC_ALL && !wbc->for_sync) {
		err2 = filemap_fdatawait(mapping);
		if (!err)
			err = err2;
	}
	settle_times(inode, wbc);

	spin_lock(&inode->i_lock);
	dirty = inode->i_state & I_DIRTY;
	inode->i_state &= ~dirty;
	smp_mb();	/* pairs with __mark_inode_dirty(): clear, then look at pages */
	if (mapping_tagged(mapping, PAGECACHE_TAG_DIRTY))
		inode->i_state |= I_DIRTY_PAGES;
	spin_unlock(&inode->i_lock);

	if (dirty & I_DIRTY_INODE && inode->i_sb->s_op->write_inode) {
		err2 = inode->i_sb->s_op->write_inode(inode, wbc);
		if (!err)
			err = err2;
	}
	return err;
}

/*
 * Where an inode belongs that has just been written. i_lock held. @more: its turn
 * was over before its pages were, so it is as old as before.
 */
static void requeue(struct inode *inode, bool more)
{
	struct super_block *sb = inode->i_sb;

	spin_lock(&sb->s_wb_lock);
	if (inode->i_state & I_FREEING || !(inode->i_state & I_DIRTY_ALL)) {
		list_del_init(&inode->i_io_list);
	} else if (inode->i_state & I_DIRTY_PAGES && more) {
		list_move(&inode->i_io_list, &sb->s_dirty);
	} else if (inode->i_state & I_DIRTY) {
		inode->dirtied_when = ktime_get_ns();
		list_move_tail(&inode->i_io_list, &sb->s_dirty);
	} else {
		list_move_tail(&inode->i_io_list, &sb->s_dirty_time);
	}
	spin_unlock(&sb->s_wb_lock);
}

/* For a caller that holds the inode: write it, if it is not clean. */
static int writeback_single_inode(struct inode *inode, struct writeback_control *wbc)
{
	int err;

	spin_lock(&inode->i_lock);
	if (inode->i_state & I_SYNC) {
		if (wbc->sync_mode != WB_SYNC_ALL) {
			spin_unlock(&inode->i_lock);
			return 0;
		}
		wait_for_sync(inode);
	}
	if (!(inode->i_state & I_DIRTY_ALL) &&
	    (wbc->sync_mode != WB_SYNC_ALL ||
	     !mapping_tagged(inode->i_mapping, PAGECACHE_TAG_WRITEBACK))) {
		spin_unlock(&inode->i_lock);
		return 0;
	}
	inode->i_state |= I_SYNC;
	spin_unlock(&inode->i_lock);

	err = write_inode_and_pages(inode, wbc);

	spin_lock(&inode->i_lock);
	requeue(inode, false);
	end_sync(inode);
	return err;
}

/**
 * write_inode_now - write an inode and its pages
 * @inode: referenced, or being freed
 * @sync: and wait
 */
int write_inode_now(struct inode *inode, int sync)
{
	struct writeback_control wbc = {
		.nr_to_write = LONG_MAX,
		.sync_mode = sync ? WB_SYNC_ALL : WB_SYNC_NONE,
		.range_end = LLONG_MAX,
	};

	if (!inode_has_store(inode))
		return 0;
	might_sleep();
	return writeback_single_inode(inode, &wbc);
}

/* Write the inode alone: its pages have been written. */
int sync_inode_metadata(struct inode *inode, int wait)
{
	struct writeback_control wbc = {
		.nr_to_write = 0,
		.sync_mode = wait ? WB_SYNC_ALL : WB_SYNC_NONE,
		.range_end = LLONG_MAX,
	};

	return writeback_single_inode(inode, &wbc);
}

/* One round of write-back of a filesystem. */
struct wb_work {
	long			nr_pages;	/* left to write */
	u64			older_than;	/* ns: what became dirty after is left */
	enum writeback_sync_modes sync_mode;
	bool			for_sync;
	bool			for_background;	/* stop when below the limit */
	bool			all_times;	/* lazy times too */
};

static void move_old(struct list_head *from, struct list_head *to, u64 older_than)
{
	while (!list_empty(from)) {
		struct inode *inode = list_first_entry(from, struct inode, i_io_list);

		if (inode->dirtied_when > older_than)
			break;
		list_move_tail(&inode->i_io_list, to);
	}
}

static void queue_io(struct super_block *sb, const struct wb_work *work)
{
	u64 times = work->older_than, expire = dirtytime_expire_interval * NSEC_PER_SEC;

	if (!work->all_times)
		times = times > expire ? times - expire : 0;
	spin_lock(&sb->s_wb_lock);
	move_old(&sb->s_dirty, &sb->s_io, work->older_than);
	move_old(&sb->s_dirty_time, &sb->s_io, times);
	spin_unlock(&sb->s_wb_lock);
}

/*
 * The next inode of s_io, with I_SYNC ours. NULL when there is none; *@again
 * when one was in the way.
 */
static struct inode *next_io(struct super_block *sb, const struct wb_work *work, bool *again)
{
	struct inode *inode;

	*again = false;
	spin_lock(&sb->s_wb_lock);
	inode = list_first_entry_or_null(&sb->s_io, struct inode, i_io_list);
	if (!inode) {
		spin_unlock(&sb->s_wb_lock);
		return NULL;
	}
	*again = true;
	if (!spin_trylock(&inode->i_lock)) {
		spin_unlock(&sb->s_wb_lock);
		cpu_relax();
		return NULL;
	}
	if (inode->i_state & (I_NEW | I_FREEING | I_WILL_FREE)) {
		/* Whoever is at it will take it off, or it will be ready later. */
		inode->dirtied_when = ktime_get_ns();
		list_move_tail(&inode->i_io_list, &sb->s_dirty);
		spin_unlock(&inode->i_lock);
		spin_unlock(&sb->s_wb_lock);
		return NULL;
	}
	if (inode->i_state & I_SYNC) {
		if (work->sync_mode != WB_SYNC_ALL) {
			inode->dirtied_when = ktime_get_ns();
			list_move_tail(&inode->i_io_list, &sb->s_dirty);
		}
		spin_unlock(&sb->s_wb_lock);
		if (work->sync_mode == WB_SYNC_ALL) {
			__iget(inode);
			wait_for_sync(inode);
			spin_unlock(&inode->i_lock);
			iput(inode);
		} else {
			spin_unlock(&inode->i_lock);
		}
		return NULL;
	}
	spin_unlock(&sb->s_wb_lock);
	inode->i_state |= I_SYNC;
	spin_unlock(&inode->i_lock);
	return inode;
}

static bool below_background(void)
{
	unsigned long background, limit;

	global_dirty_limits(&background, &limit);
	return vm_stat_read(NR_FILE_DIRTY) <= background;
}

/* Write what s_io holds. s_sync_lock held. Returns the pages written. */
static long write_io(struct super_block *sb, struct wb_work *work)
{
	struct inode *inode;
	long written = 0;
	bool again;

	for (;;) {
		struct writeback_control wbc = {
			.sync_mode = work->sync_mode,
			.for_sync = work->for_sync,
			.for_background = work->for_background,
			.range_cyclic = work->sync_mode == WB_SYNC_NONE,
			.range_end = LLONG_MAX,
		};
		long chunk = work->sync_mode == WB_SYNC_ALL ? LONG_MAX :
			     min_t(long, WB_CHUNK, work->nr_pages);

		if (work->nr_pages <= 0 || (work->for_background && below_background()))
			break;
		inode = next_io(sb, work, &again);
		if (!inode) {
			if (!again)
				break;
			cond_resched();
			continue;
		}
		wbc.nr_to_write = chunk;
		write_inode_and_pages(inode, &wbc);
		written += chunk - wbc.nr_to_write;
		if (work->nr_pages != LONG_MAX)
			work->nr_pages -= chunk - wbc.nr_to_write;

		spin_lock(&inode->i_lock);
		requeue(inode, wbc.nr_to_write <= 0);
		end_sync(inode);
		cond_resched();
	}
	return written;
}

/* What was picked and not written is the oldest of all: back to the front. */
static void requeue_io(struct super_block *sb)
{
	spin_lock(&sb->s_wb_lock);
	list_splice_init(&sb->s_io, &sb->s_dirty);
	spin_unlock(&sb->s_wb_lock);
}

/*
 * One round, or for WB_SYNC_NONE as many as make progress: an inode with more
 * than a chunk of dirty pages comes back to the front of s_dirty.
 */
static long writeback_sb(struct super_block *sb, struct wb_work *work)
{
	long written = 0, got;

	do {
		queue_io(sb, work);
		got = write_io(sb, work);
		requeue_io(sb);
		written += got;
	} while (got && work->nr_pages > 0 && work->sync_mode == WB_SYNC_NONE &&
		 !(work->for_background && below_background()));
	return written;
}

/**
 * writeback_inodes_sb - start writing everything of a filesystem
 * @sb: s_umount held
 */
void writeback_inodes_sb(struct super_block *sb)
{
	struct wb_work work = {
		.nr_pages = LONG_MAX,
		.older_than = ktime_get_ns(),
		.sync_mode = WB_SYNC_NONE,
		.all_times = true,
	};

	mutex_lock(&sb->s_sync_lock);
	writeback_sb(sb, &work);
	mutex_unlock(&sb->s_sync_lock);
}

/* Wait for pages whose writing was started by whomever. */
static void wait_sb_inodes(struct super_block *sb)
{
	struct inode *inode, *prev = NULL;

	spin_lock(&sb->s_inode_list_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list) {
		if (!mapping_tagged(inode->i_mapping, PAGECACHE_TAG_WRITEBACK))
			continue;
		spin_lock(&inode->i_lock);
		if (inode->i_state & (I_FREEING | I_WILL_FREE | I_NEW)) {
			spin_unlock(&inode->i_lock);
			continue;
		}
		__iget(inode);
		spin_unlock(&inode->i_lock);
		spin_unlock(&sb->s_inode_list_lock);
		/* Our reference keeps the place in the list. */
		iput(prev);
		prev = inode;
		filemap_fdatawait(inode->i_mapping);
		cond_resched();
		spin_lock(&sb->s_inode_list_lock);
	}
	spin_unlock(&sb->s_inode_list_lock);
	iput(prev);
}

/**
 * sync_inodes_sb - write everything of a filesystem, and wait
 * @sb: s_umount held
 */
void sync_inodes_sb(struct super_block *sb)
{
	struct wb_work work = {
		.nr_pages = LONG_MAX,
		.older_than = ktime_get_ns(),
		.sync_mode = WB_SYNC_ALL,
		.for_sync = true,
		.all_times = true,
	};

	mutex_lock(&sb->s_sync_lock);
	writeback_sb(sb, &work);
	mutex_unlock(&sb->s_sync_lock);
	wait_sb_inodes(sb);
}

static long work_written;

static void writeback_one_sb(struct super_block *sb, void *arg)
{
	struct wb_work *work = arg;
	long written;

	if (work->nr_pages <= 0 || sb_rdonly(sb) || !mutex_trylock(&sb->s_sync_lock))
		return;
	written = writeback_sb(sb, work);
	mutex_unlock(&sb->s_sync_lock);
	__atomic_fetch_add(&work_written, written, __ATOMIC_RELAXED);
}

/**
 * writeback_some - write dirty pages now
 * @nr_pages: how many at least, if there are so many
 *
 * Context: may sleep; for those who dirty pages faster than the flusher cleans.
 * Return: pages written meanwhile.
 */
long writeback_some(long nr_pages)
{
	long before = READ_ONCE(work_written);
	struct wb_work work = {
		.nr_pages = nr_pages,
		.older_than = ktime_get_ns(),
		.sync_mode = WB_SYNC_NONE,
	};

	iterate_supers_try(writeback_one_sb, &work);
	return READ_ONCE(work_written) - before;
}

/* Write what is old enough. */
static void flush_old(void)
{
	u64 now = ktime_get_ns(), expire = dirty_expire_interval * (NSEC_PER_SEC / 100);
	struct wb_work work = {
		.nr_pages = LONG_MAX,
		.older_than = now > expire ? now - expire : 0,
		.sync_mode = WB_SYNC_NONE,
	};

	iterate_supers_try(writeback_one_sb, &work);
}

static void flush_to_background(void)
{
	struct wb_work work = {
		.nr_pages = LONG_MAX,
		.older_than = ktime_get_ns(),
		.sync_mode = WB_SYNC_NONE,
		.for_background = true,
	};

	if (!below_background())
		iterate_supers_try(writeback_one_sb, &work);
}

/* Someone asked, who may know better than the limits. */
static void flush_asked(void)
{
	struct wb_work work = {
		.nr_pages = vm_stat_read(NR_FILE_DIRTY) + WB_CHUNK,
		.older_than = ktime_get_ns(),
		.sync_mode = WB_SYNC_NONE,
	};

	iterate_supers_try(writeback_one_sb, &work);
}

static int flusher(void *unused)
{
	while (!kthread_should_stop()) {
		unsigned int interval = READ_ONCE(dirty_writeback_interval);

		if (interval)
			wait_event_idle_timeout(flusher_wait, test_bit(0, &flusher_asked),
					   max(interval * HZ / 100, 1U));
		else
			wait_event_idle(flusher_wait, test_bit(0, &flusher_asked));
		if (test_and_clear_bit(0, &flusher_asked))
			flush_asked();
		flush_old();
		flush_to_background();
	}
	return 0;
}

static int __init flusher_init(void)
{
	struct task_struct *t = kthread_run(flusher, NULL, "flush");

	return PTR_ERR_OR_ZERO(t);
}
fs_initcall(flusher_init);

static const struct ctl_table dirtytime_sysctls[] = {
	{ .procname = "dirtytime_expire_seconds", .data = &dirtytime_expire_interval,
	  .maxlen = sizeof(unsigned int), .mode = 0644, .proc_handler = proc_douintvec },
};

static int __init dirtytime_sysctl_init(void)
{
	register_sysctl_init("vm", dirtytime_sysctls);
	return 0;
}
fs_initcall(dirtytime_sysctl_init);
