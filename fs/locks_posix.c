// SPDX-License-Identifier: GPL-2.0
/*
 * locks_posix.c: the record locks of fcntl(2).
 *
 * An owner is a process (its descriptor table) or, for the F_OFD_ commands, an
 * open file. Its locks on a file never overlap: a new one replaces what it
 * covers, splits what reaches beyond, and merges with its like.
 *
 * A process that would wait for itself, through whatever chain of others, gets
 * EDEADLK. Waiting requests are hashed by owner so that the chain can be
 * followed; owners that are open files are not processes and do not count.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include "internal.h"
#include "locks.h"

#define BLOCKED_HASH_BITS	7
#define MAX_DEADLK_ITERATIONS	10

static struct hlist_head blocked_hash[1 << BLOCKED_HASH_BITS];	/* blocked_lock_lock */

static struct hlist_head *blocked_bucket(fl_owner_t owner)
{
	return blocked_hash + hash_ptr(owner, BLOCKED_HASH_BITS);
}

void posix_hash_blocked(struct file_lock *waiter)
{
	hlist_add_head(&waiter->fl_link, blocked_bucket(waiter->fl_owner));
}

/* Harmless for a request that is not hashed. */
void posix_unhash_blocked(struct file_lock *waiter)
{
	hlist_del_init(&waiter->fl_link);
}

static bool locks_overlap(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_end >= b->fl_start && b->fl_end >= a->fl_start;
}

bool posix_locks_conflict(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_owner != b->fl_owner && locks_overlap(a, b) && locks_types_conflict(a, b);
}

/* What does @owner wait for, if anything? */
static const struct file_lock *what_owner_waits_for(const struct file_lock *holder)
{
	const struct file_lock *fl;

	hlist_for_each_entry(fl, blocked_bucket(holder->fl_owner), fl_link) {
		if (fl->fl_owner != holder->fl_owner)
			continue;
		while (fl->fl_blocker)
			fl = fl->fl_blocker;
		return fl;
	}
	return NULL;
}

/*
 * Would the caller wait for itself? blocked_lock_lock held. Threads of a process
 * can wait for several locks at once, so the chain may branch or loop; only the
 * first branch is followed, and not for ever.
 */
bool posix_locks_deadlock(const struct file_lock *caller, const struct file_lock *blocker)
{
	if (caller->fl_flags & FL_OFDLCK)
		return false;
	for (int i = 0; i < MAX_DEADLK_ITERATIONS; i++) {
		if (blocker->fl_flags & FL_OFDLCK)
			return false;
		blocker = what_owner_waits_for(blocker);
		if (!blocker)
			return false;
		if (blocker->fl_owner == caller->fl_owner)
			return true;
	}
	return false;
}

/* Locks allocated before flc_lock is taken: one for the request, one to split. */
struct spare_locks {
	struct file_lock *new, *right;
};

static int find_conflict(struct file_lock_context *ctx, struct file_lock *request,
			 struct file_lock *conflock)
{
	struct file_lock *fl;
	int err;

	list_for_each_entry(fl, &ctx->flc_posix, fl_list) {
		if (!posix_locks_conflict(request, fl))
			continue;
		if (conflock)
			locks_copy_conflock(conflock, fl);
		if (!(request->fl_flags & FL_SLEEP))
			return -EAGAIN;
		err = -EDEADLK;
		spin_lock(&blocked_lock_lock);
		if (!posix_locks_deadlock(request, fl)) {
			locks_insert_block(fl, request);
			err = FILE_LOCK_DEFERRED;
		}
		spin_unlock(&blocked_lock_lock);
		return err;
	}
	return 0;
}

/*
 * Make room in the owner's locks for @request, whose range grows by those of its
 * type that it touches. Returns where it belongs in the list. flc_lock held.
 */
static struct list_head *make_room(struct file_lock_context *ctx, struct file_lock *request,
				   struct spare_locks *spare, struct list_head *dispose)
{
	struct list_head *place = NULL;
	struct file_lock *fl, *next;

	list_for_each_entry_safe(fl, next, &ctx->flc_posix, fl_list) {
		if (fl->fl_owner != request->fl_owner) {
			if (place)
				return place;	/* past the owner's locks */
			continue;
		}
		place = fl->fl_list.next;
		if (fl->fl_type == request->fl_type) {
			/* Touching is enough to merge; mind the ends of the range. */
			if (fl->fl_start > request->fl_end && fl->fl_start - 1 > request->fl_end)
				return &fl->fl_list;
			if (fl->fl_end < request->fl_start && fl->fl_end + 1 < request->fl_start)
				continue;
			request->fl_start = min(request->fl_start, fl->fl_start);
			request->fl_end = max(request->fl_end, fl->fl_end);
			locks_delete_lock(fl, dispose);
			continue;
		}
		if (fl->fl_start > request->fl_end)
			return &fl->fl_list;
		if (fl->fl_end < request->fl_start)
			continue;
		if (fl->fl_start < request->fl_start && fl->fl_end > request->fl_end) {
			/* Cut in two. */
			struct file_lock *right = spare->right;

			spare->right = NULL;
			locks_copy_conflock(right, fl);
			right->fl_start = request->fl_end + 1;
			locks_insert_lock(right, fl->fl_list.next);
			fl->fl_end = request->fl_start - 1;
			locks_wake_up_blocks(fl);
			return &right->fl_list;
		}
		if (fl->fl_start < request->fl_start) {
			fl->fl_end = request->fl_start - 1;
			locks_wake_up_blocks(fl);
		} else if (fl->fl_end > request->fl_end) {
			fl->fl_start = request->fl_end + 1;
			locks_wake_up_blocks(fl);
			return &fl->fl_list;
		} else {
			locks_delete_lock(fl, dispose);
		}
	}
	return place ? place : &ctx->flc_posix;
}

/* flc_lock held. */
static int posix_lock_locked(struct file_lock_context *ctx, struct file_lock *request,
			     struct file_lock *conflock, struct spare_locks *spare,
			     struct list_head *dispose)
{
	struct file_lock range;
	struct list_head *place;
	int err;

	if (request->fl_type != F_UNLCK) {
		err = find_conflict(ctx, request, conflock);
		if (err)
			return err;
	}
	if (request->fl_flags & FL_ACCESS)
		return 0;
	if (!spare->right || (request->fl_type != F_UNLCK && !spare->new))
		return -ENOLCK;
	/* The request itself is left as it was asked for. */
	locks_init_lock(&range);
	locks_copy_conflock(&range, request);
	place = make_room(ctx, &range, spare, dispose);
	if (request->fl_type == F_UNLCK)
		return 0;
	locks_copy_conflock(spare->new, &range);
	locks_insert_lock(spare->new, place);
	spare->new = NULL;
	return 0;
}

/**
 * posix_lock_inode - take or drop a record lock
 * @inode: the file
 * @request: the lock; F_UNLCK to drop
 * @conflock: set to what is in the way; may be NULL
 *
 * Context: may sleep for memory.
 * Return: 0, -EAGAIN, FILE_LOCK_DEFERRED (with FL_SLEEP), -EDEADLK, -ENOLCK.
 */
int posix_lock_inode(struct inode *inode, struct file_lock *request, struct file_lock *conflock)
{
	struct file_lock_context *ctx = locks_get_lock_context(inode, request->fl_type);
	struct spare_locks spare = {};
	LIST_HEAD(dispose);
	int err;

	if (!ctx)
		return request->fl_type == F_UNLCK ? 0 : -ENOMEM;
	if (!(request->fl_flags & FL_ACCESS)) {
		if (request->fl_type != F_UNLCK)
			spare.new = locks_alloc_lock();
		spare.right = locks_alloc_lock();
	}
	spin_lock(&ctx->flc_lock);
	err = posix_lock_locked(ctx, request, conflock, &spare, &dispose);
	spin_unlock(&ctx->flc_lock);
	locks_free_lock(spare.new);
	locks_free_lock(spare.right);
	locks_dispose_list(&dispose);
	return err;
}

int posix_lock_file(struct file *file, struct file_lock *fl, struct file_lock *conflock)
{
	return posix_lock_inode(file_inode(file), fl, conflock);
}

/* Set @fl to a lock that conflicts with it, or its type to F_UNLCK. */
void posix_test_lock(struct file *file, struct file_lock *fl)
{
	struct file_lock_context *ctx = locks_inode_context(file_inode(file));
	struct file_lock *other;

	if (ctx) {
		spin_lock(&ctx->flc_lock);
		list_for_each_entry(other, &ctx->flc_posix, fl_list) {
			if (posix_locks_conflict(fl, other)) {
				locks_copy_conflock(fl, other);
				spin_unlock(&ctx->flc_lock);
				return;
			}
		}
		spin_unlock(&ctx->flc_lock);
	}
	fl->fl_type = F_UNLCK;
}

int vfs_lock_file(struct file *file, unsigned int cmd, struct file_lock *fl, struct file_lock *conflock)
{
	if (file->f_op->lock)
		return file->f_op->lock(file, cmd, fl);
	return posix_lock_file(file, fl, conflock);
}

int vfs_test_lock(struct file *file, struct file_lock *fl)
{
	if (file->f_op->lock)
		return file->f_op->lock(file, F_GETLK, fl);
	posix_test_lock(file, fl);
	return 0;
}

/* The range of a struct flock: l_len 0 means to the end, negative means before. */
static int set_range(struct file *file, struct file_lock *fl, const struct flock *l)
{
	loff_t start;

	switch (l->l_whence) {
	case SEEK_SET:
		start = 0;
		break;
	case SEEK_CUR:
		start = file->f_pos;
		break;
	case SEEK_END:
		start = i_size_read(file_inode(file));
		break;
	default:
		return -EINVAL;
	}
	if (l->l_start > OFFSET_MAX - start)
		return -EOVERFLOW;
	start += l->l_start;
	if (start < 0)
		return -EINVAL;
	if (l->l_len > 0) {
		if (l->l_len - 1 > OFFSET_MAX - start)
			return -EOVERFLOW;
		fl->fl_start = start;
		fl->fl_end = start + l->l_len - 1;
	} else if (l->l_len < 0) {
		if (start + l->l_len < 0)
			return -EINVAL;
		fl->fl_start = start + l->l_len;
		fl->fl_end = start - 1;
	} else {
		fl->fl_start = start;
		fl->fl_end = OFFSET_MAX;
	}
	return 0;
}

static int flock_to_posix(struct file *file, struct file_lock *fl, const struct flock *l)
{
	int err;

	locks_init_lock(fl);
	err = set_range(file, fl, l);
	if (err)
		return err;
	if (l->l_type != F_RDLCK && l->l_type != F_WRLCK && l->l_type != F_UNLCK)
		return -EINVAL;
	fl->fl_owner = current->files;
	fl->fl_pid = current->tgid;
	fl->fl_file = file;
	fl->fl_flags = FL_POSIX;
	fl->fl_type = l->l_type;
	return 0;
}

static int set_ofd_owner(struct file *file, struct file_lock *fl, const struct flock *l)
{
	if (l->l_pid)
		return -EINVAL;
	fl->fl_flags |= FL_OFDLCK;
	fl->fl_owner = file;
	return 0;
}

/**
 * fcntl_getlk - F_GETLK, F_OFD_GETLK
 * @file: the file
 * @cmd: which
 * @l: the lock asked about; set to what is in its way
 */
int fcntl_getlk(struct file *file, unsigned int cmd, struct flock *l)
{
	struct file_lock fl;
	int err;

	if (l->l_type != F_RDLCK && l->l_type != F_WRLCK &&
	    !(cmd == F_OFD_GETLK && l->l_type == F_UNLCK))
		return -EINVAL;
	err = flock_to_posix(file, &fl, l);
	if (!err && cmd == F_OFD_GETLK)
		err = set_ofd_owner(file, &fl, l);
	if (!err)
		err = vfs_test_lock(file, &fl);
	if (err)
		return err;
	l->l_type = fl.fl_type;
	if (fl.fl_type == F_UNLCK)
		return 0;
	l->l_pid = fl.fl_flags & FL_OFDLCK ? -1 : fl.fl_pid;
	l->l_whence = SEEK_SET;
	l->l_start = fl.fl_start;
	l->l_len = fl.fl_end == OFFSET_MAX ? 0 : fl.fl_end - fl.fl_start + 1;
	return 0;
}

static int check_mode(const struct file *file, const struct file_lock *fl)
{
	if (fl->fl_type == F_RDLCK && !(file->f_mode & FMODE_READ))
		return -EBADF;
	if (fl->fl_type == F_WRLCK && !(file->f_mode & FMODE_WRITE))
		return -EBADF;
	return 0;
}

static int lock_file_wait(struct file *file, unsigned int cmd, struct file_lock *fl)
{
	int err;

	for (;;) {
		err = vfs_lock_file(file, cmd, fl, NULL);
		if (err != FILE_LOCK_DEFERRED)
			break;
		err = locks_wait(fl);
		if (err)
			break;
	}
	locks_delete_block(fl);
	return err;
}

/*
 * Another thread may have closed the descriptor meanwhile, and its close did not
 * see the lock: then nobody would ever drop it.
 */
static int recheck_fd(unsigned int fd, struct file *file, struct file_lock *fl)
{
	struct file *now = fget_raw(fd);

	if (now == file) {
		fput(now);
		return 0;
	}
	if (now)
		fput(now);
	fl->fl_type = F_UNLCK;
	lock_file_wait(file, F_SETLK, fl);
	return -EBADF;
}

/**
 * fcntl_setlk - F_SETLK, F_SETLKW and the F_OFD_ forms
 * @fd: through which descriptor
 * @file: the file
 * @cmd: which
 * @l: the lock
 *
 * Context: may sleep.
 */
int fcntl_setlk(unsigned int fd, struct file *file, unsigned int cmd, struct flock *l)
{
	struct file_lock fl;
	int err = flock_to_posix(file, &fl, l);

	if (!err)
		err = check_mode(file, &fl);
	if (err)
		return err;
	if (cmd == F_OFD_SETLK || cmd == F_OFD_SETLKW) {
		err = set_ofd_owner(file, &fl, l);
		if (err)
			return err;
		cmd = cmd == F_OFD_SETLK ? F_SETLK : F_SETLKW;
	}
	if (cmd == F_SETLKW)
		fl.fl_flags |= FL_SLEEP;
	err = lock_file_wait(file, cmd, &fl);
	if (!err && fl.fl_type != F_UNLCK && !(fl.fl_flags & FL_OFDLCK))
		err = recheck_fd(fd, file, &fl);
	return err;
}
