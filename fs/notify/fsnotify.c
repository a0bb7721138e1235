// SPDX-License-Identifier: GPL-2.0
/*
 * Where filesystem events come in: find the watches on the inode and on its
 * directory and hand the event to each. Queues never sleep, so events may
 * come from anywhere.
 *
 * Locks: marks_lock, a leaf but for the group's queue lock.
 */
#include <linux/spinlock.h>

#include "fsnotify.h"

DEFINE_SPINLOCK(marks_lock);
atomic_t fsnotify_nr_watches = ATOMIC_INIT(0);
static atomic_t cookie_counter;

u32 fsnotify_get_cookie(void)
{
	return atomic_inc_return(&cookie_counter);
}

static void tell(struct inode *inode, u32 mask, const struct qstr *name, u32 cookie)
{
	struct inotify_mark *mark, *tmp;

	list_for_each_entry_safe(mark, tmp, &inode->i_fsnotify_marks, inode_entry)
		if (mark->mask & mask & IN_ALL_EVENTS)
			inotify_handle_event(mark, mask, name, cookie);
}

/**
 * __fsnotify() - something happened
 * @inode: to this object, or NULL
 * @dir: in this directory, or NULL
 * @name: under this name there
 */
void __fsnotify(u32 mask, struct inode *inode, struct inode *dir, const struct qstr *name, u32 cookie)
{
	spin_lock(&marks_lock);
	if (dir)
		tell(dir, mask, name, cookie);
	if (inode)
		tell(inode, mask, NULL, cookie);
	spin_unlock(&marks_lock);
}

void __fsnotify_parent(struct dentry *dentry, u32 mask)
{
	struct inode *inode = d_inode(dentry);
	struct dentry *parent;

	if (!inode)
		return;
	if (S_ISDIR(inode->i_mode))
		mask |= IN_ISDIR;
	parent = IS_ROOT(dentry) ? NULL : dget_parent(dentry);
	__fsnotify(mask, inode, parent ? d_inode(parent) : NULL, &dentry->d_name, 0);
	dput(parent);
}

void fsnotify_move(struct inode *old_dir, struct inode *new_dir, const struct qstr *old_name,
		   const struct qstr *new_name, bool isdir, struct inode *moved)
{
	u32 cookie, dir = isdir ? IN_ISDIR : 0;

	if (!fsnotify_active())
		return;
	cookie = fsnotify_get_cookie();
	__fsnotify(IN_MOVED_FROM | dir, NULL, old_dir, old_name, cookie);
	__fsnotify(IN_MOVED_TO | dir, NULL, new_dir, new_name, cookie);
	if (moved)
		__fsnotify(IN_MOVE_SELF, moved, NULL, NULL, 0);
}

/* The last name of a file went: its watches end. */
void __fsnotify_inode_delete(struct inode *inode)
{
	struct inotify_mark *mark, *tmp;

	spin_lock(&marks_lock);
	tell(inode, IN_DELETE_SELF, NULL, 0);
	list_for_each_entry_safe(mark, tmp, &inode->i_fsnotify_marks, inode_entry)
		inotify_mark_gone(mark, IN_IGNORED);
	spin_unlock(&marks_lock);
}
