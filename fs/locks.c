// SPDX-License-Identifier: GPL-2.0
/*
 * locks.c: what the two kinds of advisory file locks have in common.
 *
 * An inode's locks hang on its file_lock_context, made when first needed. A
 * request that conflicts with a lock waits in line behind it (fl_blocker,
 * fl_blocked_requests). When the lock goes or shrinks, all in line are woken and
 * try again. Requests that conflict with a waiting one line up behind that, so
 * that a wake-up stirs few.
 *
 *	locks_posix.c	fcntl(2): byte ranges, owned by a process or an open file
 *	locks_flock.c	flock(2): whole files, owned by an open file
 *	locks_proc.c	/proc/locks
 *
 * Lock order: flc_lock, then blocked_lock_lock.
 *
 * Not here: leases (F_SETLEASE is refused), mandatory locks.
 */
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "internal.h"
#include "locks.h"

DEFINE_SPINLOCK(blocked_lock_lock);
HLIST_HEAD(file_lock_list);

static struct kmem_cache *flctx_cache, *filelock_cache;

/**
 * locks_get_lock_context - an inode's context
 * @inode: the inode
 * @type: of the request; F_UNLCK makes no context
 *
 * Return: the context, or NULL.
 */
struct file_lock_context *locks_get_lock_context(struct inode *inode, int type)
{
	struct file_lock_context *ctx = locks_inode_context(inode), *old = NULL;

	if (ctx || type == F_UNLCK)
		return ctx;
	ctx = kmem_cache_alloc(flctx_cache, GFP_KERNEL);
	if (!ctx)
		return NULL;
	spin_lock_init(&ctx->flc_lock);
	INIT_LIST_HEAD(&ctx->flc_flock);
	INIT_LIST_HEAD(&ctx->flc_posix);
	if (try_cmpxchg(&inode->i_flctx, &old, ctx))
		return ctx;
	kmem_cache_free(flctx_cache, ctx);
	return old;
}

/* The inode is going: it has no locks left. */
void locks_free_lock_context(struct inode *inode)
{
	struct file_lock_context *ctx = inode->i_flctx;

	if (!ctx)
		return;
	WARN_ON_ONCE(!list_empty(&ctx->flc_flock) || !list_empty(&ctx->flc_posix));
	kmem_cache_free(flctx_cache, ctx);
	inode->i_flctx = NULL;
}

void locks_init_lock(struct file_lock *fl)
{
	memset(fl, 0, sizeof(*fl));
	INIT_LIST_HEAD(&fl->fl_list);
	INIT_HLIST_NODE(&fl->fl_link);
	INIT_LIST_HEAD(&fl->fl_blocked_requests);
	INIT_LIST_HEAD(&fl->fl_blocked_member);
	init_waitqueue_head(&fl->fl_wait);
}

struct file_lock *locks_alloc_lock(void)
{
	struct file_lock *fl = kmem_cache_alloc(filelock_cache, GFP_KERNEL);

	if (fl)
		locks_init_lock(fl);
	return fl;
}

void locks_free_lock(struct file_lock *fl)
{
	if (fl)
		kmem_cache_free(filelock_cache, fl);
}

/* What a lock says, without its place in lists. */
void locks_copy_conflock(struct file_lock *to, const struct file_lock *fl)
{
	to->fl_owner = fl->fl_owner;
	to->fl_file = fl->fl_file;
	to->fl_flags = fl->fl_flags;
	to->fl_type = fl->fl_type;
	to->fl_pid = fl->fl_pid;
	to->fl_start = fl->fl_start;
	to->fl_end = fl->fl_end;
}

struct file_lock *locks_clone(const struct file_lock *fl)
{
	struct file_lock *new = locks_alloc_lock();

	if (new)
		locks_copy_conflock(new, fl);
	return new;
}

/* flc_lock held. */
void locks_insert_lock(struct file_lock *fl, struct list_head *before)
{
	list_add_tail(&fl->fl_list, before);
	spin_lock(&blocked_lock_lock);
	hlist_add_head(&fl->fl_link, &file_lock_list);
	spin_unlock(&blocked_lock_lock);
}

/* flc_lock held. */
void locks_unlink_lock(struct file_lock *fl)
{
	list_del_init(&fl->fl_list);
	spin_lock(&blocked_lock_lock);
	hlist_del_init(&fl->fl_link);
	spin_unlock(&blocked_lock_lock);
	locks_wake_up_blocks(fl);
}

/* The same, to be freed when no lock is held. */
void locks_delete_lock(struct file_lock *fl, struct list_head *dispose)
{
	locks_unlink_lock(fl);
	list_add(&fl->fl_list, dispose);
}

void locks_dispose_list(struct list_head *dispose)
{
	struct file_lock *fl, *next;

	list_for_each_entry_safe(fl, next, dispose, fl_list)
		locks_free_lock(fl);
}

bool locks_types_conflict(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_type == F_WRLCK || b->fl_type == F_WRLCK;
}

static bool requests_conflict(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_flags & FL_POSIX ? posix_locks_conflict(a, b) : flock_locks_conflict(a, b);
}

/* blocked_lock_lock held. */
static void remove_block(struct file_lock *waiter)
{
	posix_unhash_blocked(waiter);
	list_del_init(&waiter->fl_blocked_member);
}

/* blocked_lock_lock held. */
static void wake_up_blocks(struct file_lock *blocker)
{
	while (!list_empty(&blocker->fl_blocked_requests)) {
		struct file_lock *waiter = list_first_entry(&blocker->fl_blocked_requests,
							    struct file_lock, fl_blocked_member);

		remove_block(waiter);
		WRITE_ONCE(waiter->fl_blocker, NULL);
		/* It cannot go away yet: locks_delete_block() needs our lock. */
		wake_up(&waiter->fl_wait);
	}
}

void locks_wake_up_blocks(struct file_lock *blocker)
{
	if (list_empty(&blocker->fl_blocked_requests))
		return;
	spin_lock(&blocked_lock_lock);
	wake_up_blocks(blocker);
	spin_unlock(&blocked_lock_lock);
}

/* blocked_lock_lock held. Line up behind @blocker, or who waits there already. */
void locks_insert_block(struct file_lock *blocker, struct file_lock *waiter)
{
	struct file_lock *fl;

again:
	list_for_each_entry(fl, &blocker->fl_blocked_requests, fl_blocked_member) {
		if (requests_conflict(fl, waiter)) {
			blocker = fl;
			goto again;
		}
	}
	waiter->fl_blocker = blocker;
	list_add_tail(&waiter->fl_blocked_member, &blocker->fl_blocked_requests);
	if (waiter->fl_flags & FL_POSIX && !(waiter->fl_flags & FL_OFDLCK))
		posix_hash_blocked(waiter);
	/* Those behind us need not wait for us if they do not conflict with us. */
	wake_up_blocks(waiter);
}

/**
 * locks_delete_block - a request is given up, or granted
 * @waiter: taken out of line; those behind it try again
 */
void locks_delete_block(struct file_lock *waiter)
{
	spin_lock(&blocked_lock_lock);
	wake_up_blocks(waiter);
	remove_block(waiter);
	waiter->fl_blocker = NULL;
	spin_unlock(&blocked_lock_lock);
}

/* Sleep until a deferred request may be tried again; 0 or -ERESTARTSYS. */
int locks_wait(struct file_lock *fl)
{
	return wait_event_interruptible(fl->fl_wait, !READ_ONCE(fl->fl_blocker));
}

/**
 * locks_lock_file_wait - take a lock of either kind, waiting for it
 * @file: the file
 * @fl: the request
 *
 * Context: may sleep.
 * Return: 0, -ERESTARTSYS, -EAGAIN, -EDEADLK ...
 */
int locks_lock_file_wait(struct file *file, struct file_lock *fl)
{
	struct inode *inode = file_inode(file);
	int err;

	might_sleep();
	for (;;) {
		if (fl->fl_flags & FL_POSIX)
			err = posix_lock_inode(inode, fl, NULL);
		else
			err = flock_lock_inode(inode, fl);
		if (err != FILE_LOCK_DEFERRED)
			break;
		err = locks_wait(fl);
		if (err)
			break;
	}
	locks_delete_block(fl);
	return err;
}

/* Every POSIX and OFD lock of @owner goes: a descriptor of the file was closed. */
void locks_remove_posix(struct file *file, void *owner)
{
	struct file_lock_context *ctx = locks_inode_context(file_inode(file));
	struct file_lock lock;

	if (!ctx || list_empty_careful(&ctx->flc_posix))
		return;
	locks_init_lock(&lock);
	lock.fl_flags = FL_POSIX | FL_CLOSE;
	lock.fl_type = F_UNLCK;
	lock.fl_end = OFFSET_MAX;
	lock.fl_owner = owner;
	lock.fl_pid = current->tgid;
	lock.fl_file = file;
	vfs_lock_file(file, F_SETLK, &lock, NULL);
}

/* The open file itself is closed. */
void locks_remove_file(struct file *file)
{
	struct file_lock_context *ctx = locks_inode_context(file_inode(file));
	struct file_lock lock;

	if (!ctx)
		return;
	locks_remove_posix(file, file);
	if (list_empty_careful(&ctx->flc_flock))
		return;
	locks_init_lock(&lock);
	lock.fl_flags = FL_FLOCK | FL_CLOSE;
	lock.fl_type = F_UNLCK;
	lock.fl_end = OFFSET_MAX;
	lock.fl_owner = file;
	lock.fl_file = file;
	if (file->f_op->flock)
		file->f_op->flock(file, F_SETLKW, &lock);
	else
		flock_lock_inode(file_inode(file), &lock);
}

/* Leases are refused, in the way of a filesystem that has none. */
int fcntl_setlease(unsigned int fd, struct file *file, long arg)
{
	return -EINVAL;
}

int fcntl_getlease(struct file *file)
{
	return F_UNLCK;
}

static int __init filelock_init(void)
{
	flctx_cache = KMEM_CACHE(file_lock_context, SLAB_PANIC);
	filelock_cache = KMEM_CACHE(file_lock, SLAB_PANIC);
	return 0;
}
core_initcall(filelock_init);
