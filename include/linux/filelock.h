/* SPDX-License-Identifier: GPL-2.0 */
/* Advisory file locks: fs/locks.c (what they share), locks_posix.c, locks_flock.c */
#ifndef INCLUDE_LINUX_FILELOCK_H
#define INCLUDE_LINUX_FILELOCK_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

typedef void *fl_owner_t;

#define FL_POSIX	1
#define FL_FLOCK	2
#define FL_ACCESS	8	/* only see whether it could be had */
#define FL_EXISTS	16	/* -ENOENT when there is nothing to unlock */
#define FL_CLOSE	64	/* unlock because of a close */
#define FL_SLEEP	128	/* wait for it */
#define FL_OFDLCK	1024	/* owned by the open file */

/* The request waits in line; fl_wait is woken when it may be tried again. */
#define FILE_LOCK_DEFERRED	1
#define OFFSET_MAX		LLONG_MAX

/*
 * A lock, or a request for one.
 * Locks: [c] its inode's flc_lock, [b] blocked_lock_lock, [I] constant
 */
struct file_lock {
	struct list_head	fl_list;	/* [c] in the inode's list */
	struct hlist_node	fl_link;	/* [b] all locks there are, or by owner */
	struct file_lock	*fl_blocker;	/* [b] what this request waits for */
	struct list_head	fl_blocked_requests; /* [b] who waits for this one */
	struct list_head	fl_blocked_member; /* [b] in the blocker's list */
	wait_queue_head_t	fl_wait;
	fl_owner_t		fl_owner;	/* [I] files_struct or file */
	struct file		*fl_file;	/* [I] */
	unsigned int		fl_flags;	/* [I] FL_* */
	unsigned char		fl_type;	/* [c] F_RDLCK, F_WRLCK, F_UNLCK */
	pid_t			fl_pid;		/* [I] who asked */
	loff_t			fl_start, fl_end; /* [c] inclusive */
};

struct file_lock_context {
	spinlock_t		flc_lock;
	struct list_head	flc_flock;	/* [c] */
	struct list_head	flc_posix;	/* [c] one owner's together, by start */
};

extern spinlock_t blocked_lock_lock;

void locks_init_lock(struct file_lock *fl);
struct file_lock *locks_alloc_lock(void);
void locks_free_lock(struct file_lock *fl);
void locks_copy_conflock(struct file_lock *to, const struct file_lock *fl);
struct file_lock_context *locks_get_lock_context(struct inode *inode, int type);
static inline struct file_lock_context *locks_inode_context(const struct inode *inode)
{
	return READ_ONCE(inode->i_flctx);
}
void locks_delete_block(struct file_lock *waiter);

int posix_lock_file(struct file *file, struct file_lock *fl, struct file_lock *conflock);
void posix_test_lock(struct file *file, struct file_lock *fl);
int vfs_lock_file(struct file *file, unsigned int cmd, struct file_lock *fl, struct file_lock *conflock);
int vfs_test_lock(struct file *file, struct file_lock *fl);
int locks_lock_file_wait(struct file *file, struct file_lock *fl);
/* /proc/pid/fdinfo: the locks of an open file held by @files */
struct files_struct;
void show_fd_locks(struct seq_file *m, struct file *file, struct files_struct *files);

#endif /* INCLUDE_LINUX_FILELOCK_H */
