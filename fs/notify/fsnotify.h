/* SPDX-License-Identifier: GPL-2.0 */
/* Between the event source and inotify. */
#ifndef FS_NOTIFY_FSNOTIFY_H
#define FS_NOTIFY_FSNOTIFY_H

#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/refcount.h>

struct inotify_group;

/* One watch. Locks: [g] marks_lock, [A] atomic */
struct inotify_mark {
	struct list_head	inode_entry;	/* [g] inode->i_fsnotify_marks */
	struct list_head	group_entry;	/* [g] group->marks */
	struct inode		*inode;		/* [g] referenced while linked */
	struct inotify_group	*group;
	u32			mask;		/* [g] IN_* */
	int			wd;
	refcount_t		refs;		/* [A] */
};

extern spinlock_t marks_lock;
/* inotify.c; marks_lock held: queue an event for this watch. */
void inotify_handle_event(struct inotify_mark *mark, u32 mask, const struct qstr *name, u32 cookie);
void inotify_mark_gone(struct inotify_mark *mark, u32 mask);

#endif /* FS_NOTIFY_FSNOTIFY_H */
