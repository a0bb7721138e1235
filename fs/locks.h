/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of file locking share. */
#ifndef FS_LOCKS_H
#define FS_LOCKS_H

#include <linux/filelock.h>

extern struct hlist_head file_lock_list;	/* blocked_lock_lock: fl_link */

/* locks.c */
struct file_lock *locks_clone(const struct file_lock *fl);
void locks_insert_lock(struct file_lock *fl, struct list_head *before);
void locks_unlink_lock(struct file_lock *fl);
void locks_delete_lock(struct file_lock *fl, struct list_head *dispose);
void locks_dispose_list(struct list_head *dispose);
void locks_insert_block(struct file_lock *blocker, struct file_lock *waiter);
void locks_wake_up_blocks(struct file_lock *blocker);
int locks_wait(struct file_lock *fl);
bool locks_types_conflict(const struct file_lock *a, const struct file_lock *b);

/* locks_posix.c */
int posix_lock_inode(struct inode *inode, struct file_lock *request, struct file_lock *conflock);
bool posix_locks_conflict(const struct file_lock *a, const struct file_lock *b);
bool posix_locks_deadlock(const struct file_lock *caller, const struct file_lock *blocker);
void posix_hash_blocked(struct file_lock *waiter);
void posix_unhash_blocked(struct file_lock *waiter);

/* locks_flock.c */
int flock_lock_inode(struct inode *inode, struct file_lock *request);
bool flock_locks_conflict(const struct file_lock *a, const struct file_lock *b);

#endif /* FS_LOCKS_H */
