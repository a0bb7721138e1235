// SPDX-License-Identifier: GPL-2.0
/*
 * locks_flock.c: flock(2): one lock per open file, on the whole file.
 *
 * Changing from shared to exclusive or back drops the old lock first: others may
 * get theirs in between, as BSD has it.
 */
#include <linux/file.h>
#include <linux/filelock.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/syscalls.h>
#include "internal.h"
#include "locks.h"

bool flock_locks_conflict(const struct file_lock *a, const struct file_lock *b)
{
	return a->fl_file != b->fl_file && locks_types_conflict(a, b);
}

/* Drop the open file's lock unless it is what is asked for. flc_lock held. */
static bool drop_old(struct file_lock_context *ctx, struct file_lock *request, bool *same,
		     struct list_head *dispose)
{
	struct file_lock *fl;

	list_for_each_entry(fl, &ctx->flc_flock, fl_list) {
		if (fl->fl_file != request->fl_file)
			continue;
		*same = fl->fl_type == request->fl_type;
		if (!*same)
			locks_delete_lock(fl, dispose);
		return true;
	}
	return false;
}

/* flc_lock held. Takes over @new on success. */
static int flock_locked(struct file_lock_context *ctx, struct file_lock *request,
			struct file_lock **new, struct list_head *dispose)
{
	bool same = false, found;
	struct file_lock *fl;

	found = drop_old(ctx, request, &same, dispose);
	if (same)
		return 0;
	if (request->fl_type == F_UNLCK)
		return request->fl_flags & FL_EXISTS && !found ? -ENOENT : 0;
	if (found) {
		/* Let those who waited for the old one come first. */
		spin_unlock(&ctx->flc_lock);
		cond_resched();
		spin_lock(&ctx->flc_lock);
	}
	list_for_each_entry(fl, &ctx->flc_flock, fl_list) {
		if (!flock_locks_conflict(request, fl))
			continue;
		if (!(request->fl_flags & FL_SLEEP))
			return -EAGAIN;
		spin_lock(&blocked_lock_lock);
		locks_insert_block(fl, request);
		spin_unlock(&blocked_lock_lock);
		return FILE_LOCK_DEFERRED;
	}
	locks_copy_conflock(*new, request);
	locks_insert_lock(*new, &ctx->flc_flock);
	*new = NULL;
	return 0;
}

/**
 * flock_lock_inode - take or drop an open file's lock
 * @inode: the file
 * @request: fl_file is the owner; F_UNLCK to drop
 *
 * Return: 0, -EAGAIN, FILE_LOCK_DEFERRED (with FL_SLEEP), -ENOMEM.
 */
int flock_lock_inode(struct inode *inode, struct file_lock *request)
{
	struct file_lock_context *ctx = locks_get_lock_context(inode, request->fl_type);
	struct file_lock *new = NULL;
	LIST_HEAD(dispose);
	int err;

	if (!ctx)
		return request->fl_type == F_UNLCK ? 0 : -ENOMEM;
	if (request->fl_type != F_UNLCK) {
		new = locks_alloc_lock();
		if (!new)
			return -ENOMEM;
	}
	spin_lock(&ctx->flc_lock);
	err = flock_locked(ctx, request, &new, &dispose);
	spin_unlock(&ctx->flc_lock);
	locks_free_lock(new);
	locks_dispose_list(&dispose);
	return err;
}

static int flock_type(unsigned int cmd)
{
	switch (cmd) {
	case LOCK_SH:
		return F_RDLCK;
	case LOCK_EX:
		return F_WRLCK;
	case LOCK_UN:
		return F_UNLCK;
	}
	return -EINVAL;
}

static int do_flock(struct file *file, int type, bool wait)
{
	struct file_lock fl;

	if (type != F_UNLCK && !(file->f_mode & (FMODE_READ | FMODE_WRITE)))
		return -EBADF;
	locks_init_lock(&fl);
	fl.fl_file = file;
	fl.fl_owner = file;
	fl.fl_pid = current->tgid;
	fl.fl_flags = FL_FLOCK | (wait ? FL_SLEEP : 0);
	fl.fl_type = type;
	fl.fl_end = OFFSET_MAX;
	if (file->f_op->flock)
		return file->f_op->flock(file, wait ? F_SETLKW : F_SETLK, &fl);
	return locks_lock_file_wait(file, &fl);
}

SYSCALL_DEFINE2(flock, unsigned int, fd, unsigned int, cmd)
{
	struct fd f;
	int err, type;

	/* Mandatory locks of this kind were removed; asking for one is ignored. */
	if (cmd & LOCK_MAND)
		return 0;
	type = flock_type(cmd & ~LOCK_NB);
	if (type < 0)
		return type;
	f = fdget(fd);
	if (!f.file)
		return -EBADF;
	err = do_flock(f.file, type, !(cmd & LOCK_NB));
	fdput(f);
	return err;
}
