// SPDX-License-Identifier: GPL-2.0
/*
 * locks_proc.c: file locks as text: /proc/locks and /proc/pid/fdinfo.
 *
 *	1: POSIX  ADVISORY  WRITE 421 fe:00:1314 0 EOF
 *	1: -> POSIX  ADVISORY  READ 433 fe:00:1314 0 99
 */
#include <linux/fdtable.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "locks.h"

#define MAX_DEPTH	32	/* of the indentation */

static const char *lock_kind(const struct file_lock *fl)
{
	if (fl->fl_flags & FL_FLOCK)
		return "FLOCK ";
	if (fl->fl_flags & FL_OFDLCK)
		return "OFDLCK";
	return fl->fl_flags & FL_ACCESS ? "ACCESS" : "POSIX ";
}

static const char *lock_type(const struct file_lock *fl)
{
	switch (fl->fl_type) {
	case F_WRLCK:
		return "WRITE";
	case F_RDLCK:
		return "READ";
	default:
		return "UNLCK";
	}
}

static void show_lock(struct seq_file *m, const struct file_lock *fl, loff_t id, int depth)
{
	const struct inode *inode = file_inode(fl->fl_file);
	int pid = fl->fl_flags & FL_OFDLCK ? -1 : fl->fl_pid;

	if (id)
		seq_printf(m, "%lld: ", id);
	if (depth)
		seq_printf(m, "%*s-> ", min(depth, MAX_DEPTH) - 1, "");
	seq_printf(m, "%s ADVISORY  %s %d %02x:%02x:%lu ", lock_kind(fl), lock_type(fl), pid,
		   MAJOR(inode->i_sb->s_dev), MINOR(inode->i_sb->s_dev), inode->i_ino);
	if (fl->fl_end == OFFSET_MAX)
		seq_printf(m, "%lld EOF\n", fl->fl_start);
	else
		seq_printf(m, "%lld %lld\n", fl->fl_start, fl->fl_end);
}

static struct file_lock *first_waiter(struct file_lock *fl)
{
	return list_first_entry_or_null(&fl->fl_blocked_requests, struct file_lock, fl_blocked_member);
}

/* The lock and, indented, all who wait for it. blocked_lock_lock held. */
static int locks_show(struct seq_file *m, void *v)
{
	struct file_lock *top = hlist_entry(v, struct file_lock, fl_link), *fl = top, *next;
	loff_t id = m->index + 1;
	int depth = 0;

	while (fl) {
		show_lock(m, fl, id, depth);
		next = first_waiter(fl);
		if (next) {
			fl = next;
			depth++;
			continue;
		}
		while (fl != top &&
		       list_is_last(&fl->fl_blocked_member, &fl->fl_blocker->fl_blocked_requests)) {
			fl = fl->fl_blocker;
			depth--;
		}
		fl = fl == top ? NULL : list_next_entry(fl, fl_blocked_member);
	}
	return 0;
}

static void *locks_start(struct seq_file *m, loff_t *pos)
{
	spin_lock(&blocked_lock_lock);
	return seq_hlist_start(&file_lock_list, *pos);
}

static void *locks_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_hlist_next(v, &file_lock_list, pos);
}

static void locks_stop(struct seq_file *m, void *v)
{
	spin_unlock(&blocked_lock_lock);
}

static const struct seq_operations locks_seq_ops = {
	.start	= locks_start,
	.next	= locks_next,
	.stop	= locks_stop,
	.show	= locks_show,
};

static void show_list(struct seq_file *m, const struct list_head *list, struct file *file,
		      fl_owner_t files, loff_t *id)
{
	struct file_lock *fl;

	list_for_each_entry(fl, list, fl_list) {
		if (fl->fl_file != file || (fl->fl_owner != files && fl->fl_owner != file))
			continue;
		++*id;
		seq_puts(m, "lock:\t");
		show_lock(m, fl, *id, 0);
	}
}

/**
 * show_fd_locks - the locks taken through an open file
 * @m: where to
 * @file: the open file
 * @files: the table whose process's locks are meant
 */
void show_fd_locks(struct seq_file *m, struct file *file, struct files_struct *files)
{
	struct file_lock_context *ctx = locks_inode_context(file_inode(file));
	loff_t id = 0;

	if (!ctx)
		return;
	spin_lock(&ctx->flc_lock);
	show_list(m, &ctx->flc_flock, file, files, &id);
	show_list(m, &ctx->flc_posix, file, files, &id);
	spin_unlock(&ctx->flc_lock);
}

static int __init proc_locks_init(void)
{
	proc_create_seq("locks", 0444, NULL, &locks_seq_ops);
	return 0;
}
fs_initcall(proc_locks_init);
