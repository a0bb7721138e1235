// SPDX-License-Identifier: GPL-2.0
/*
 * Reader/writer semaphores: many readers or one writer, may sleep.
 *
 * Strictly first come, first served: whoever arrives while others wait queues
 * behind them, readers too, so neither side starves. A release hands the lock
 * to the head of the queue - to a writer alone, or to the whole run of readers
 * up to the next writer. Waiters therefore never compete: they own the lock
 * when they see @granted.
 *
 * Everything is under the inner spinlock, which on one CPU costs nothing; the
 * plain down_read() is two such operations and no loop.
 *
 * Lock order: sem->wait_lock is outside task->pi_lock and the run queues.
 */
#include <linux/rwsem.h>
#include <linux/errno.h>
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/sched.h>

#define RWSEM_WRITER	(-1)

/* On the sleeper's stack; all members [L] sem->wait_lock. */
struct rwsem_waiter {
	struct list_head	list;
	struct task_struct	*task;
	bool			write;
	bool			granted;
};

void __init_rwsem(struct rw_semaphore *sem, const char *name)
{
	spin_lock_init(&sem->wait_lock);
	sem->count = 0;
	sem->owner = NULL;
	INIT_LIST_HEAD(&sem->wait_list);
	lockdep_init_map(&sem->dep_map, name);
}

static bool rwsem_can_grant(struct rw_semaphore *sem, bool write)
	__must_hold(&sem->wait_lock)
{
	return write ? sem->count == 0 : sem->count >= 0;
}

static void rwsem_take(struct rw_semaphore *sem, bool write, struct task_struct *task)
	__must_hold(&sem->wait_lock)
{
	if (write) {
		sem->count = RWSEM_WRITER;
		sem->owner = task;
	} else {
		sem->count++;
	}
}

/* Hand the lock to as many waiters from the head as may hold it together. */
static void rwsem_grant_waiters(struct rw_semaphore *sem)
	__must_hold(&sem->wait_lock)
{
	struct rwsem_waiter *w, *next;

	list_for_each_entry_safe(w, next, &sem->wait_list, list) {
		if (!rwsem_can_grant(sem, w->write))
			break;
		rwsem_take(sem, w->write, w->task);
		list_del_init(&w->list);
		w->granted = true;
		/* It cannot leave before we drop wait_lock. */
		wake_up_process(w->task);
	}
}

static int rwsem_wait(struct rw_semaphore *sem, bool write, unsigned int state)
	__must_hold(&sem->wait_lock)
{
	struct rwsem_waiter w = { .task = current, .write = write };
	int err = 0;

	list_add_tail(&w.list, &sem->wait_list);
	for (;;) {
		set_current_state(state);
		if (w.granted)
			break;
		if (signal_pending_state(state, current)) {
			err = -EINTR;
			list_del(&w.list);
			/* A leaving writer may have held up readers. */
			rwsem_grant_waiters(sem);
			break;
		}
		spin_unlock(&sem->wait_lock);
		schedule();
		spin_lock(&sem->wait_lock);
	}
	__set_current_state(TASK_RUNNING);
	return err;
}

static int rwsem_down(struct rw_semaphore *sem, bool write, unsigned int state)
{
	int err = 0;

	might_sleep();
	lock_check_recursion(&sem->dep_map);
	spin_lock(&sem->wait_lock);
	if (list_empty(&sem->wait_list) && rwsem_can_grant(sem, write))
		rwsem_take(sem, write, current);
	else
		err = rwsem_wait(sem, write, state);
	spin_unlock(&sem->wait_lock);
	if (!err && write)
		lock_acquired(&sem->dep_map);
	else if (!err)
		lock_acquired_read(&sem->dep_map);
	return err;
}

static int rwsem_trylock(struct rw_semaphore *sem, bool write)
{
	bool taken;

	spin_lock(&sem->wait_lock);
	taken = list_empty(&sem->wait_list) && rwsem_can_grant(sem, write);
	if (taken)
		rwsem_take(sem, write, current);
	spin_unlock(&sem->wait_lock);
	if (taken && write)
		lock_acquired_try(&sem->dep_map);
	else if (taken)
		lock_acquired_read_try(&sem->dep_map);
	return taken;
}

/**
 * down_read() - take for reading
 * @sem: the semaphore; the caller must not hold it, not even for reading: a
 *	 writer may be queued in between
 *
 * Context: may sleep.
 */
void down_read(struct rw_semaphore *sem)
{
	rwsem_down(sem, false, TASK_UNINTERRUPTIBLE);
}

/* down_read() that gives up with -EINTR when the task is killed. */
int down_read_killable(struct rw_semaphore *sem)
{
	return rwsem_down(sem, false, TASK_KILLABLE);
}

/* down_read() that gives up with -EINTR for any signal. */
int down_read_interruptible(struct rw_semaphore *sem)
{
	return rwsem_down(sem, false, TASK_INTERRUPTIBLE);
}

/* 1 when taken; 0 when that would mean waiting. Does not sleep. */
int down_read_trylock(struct rw_semaphore *sem)
{
	return rwsem_trylock(sem, false);
}

/**
 * down_write() - take for writing: alone
 * @sem: the semaphore, not held by the caller
 *
 * Context: may sleep.
 */
void down_write(struct rw_semaphore *sem)
{
	rwsem_down(sem, true, TASK_UNINTERRUPTIBLE);
}

/* down_write() that gives up with -EINTR when the task is killed. */
int down_write_killable(struct rw_semaphore *sem)
{
	return rwsem_down(sem, true, TASK_KILLABLE);
}

/* 1 when taken; 0 when that would mean waiting. Does not sleep. */
int down_write_trylock(struct rw_semaphore *sem)
{
	return rwsem_trylock(sem, true);
}

/**
 * up_read() - end reading
 * @sem: held for reading, not necessarily by this task
 *
 * Context: any; does not sleep.
 */
void up_read(struct rw_semaphore *sem)
{
	lock_released_read(&sem->dep_map);
	spin_lock(&sem->wait_lock);
	if (--sem->count == 0)
		rwsem_grant_waiters(sem);
	spin_unlock(&sem->wait_lock);
}

/**
 * up_write() - end writing
 * @sem: held for writing by the caller
 *
 * Context: any; does not sleep.
 */
void up_write(struct rw_semaphore *sem)
{
	lock_released(&sem->dep_map);
	spin_lock(&sem->wait_lock);
	sem->count = 0;
	sem->owner = NULL;
	rwsem_grant_waiters(sem);
	spin_unlock(&sem->wait_lock);
}

/**
 * downgrade_write() - from writing to reading without letting a writer in
 * @sem: held for writing by the caller
 */
void downgrade_write(struct rw_semaphore *sem)
{
	lock_released(&sem->dep_map);
	spin_lock(&sem->wait_lock);
	sem->count = 1;
	sem->owner = NULL;
	rwsem_grant_waiters(sem);
	spin_unlock(&sem->wait_lock);
	lock_acquired_read_try(&sem->dep_map);
}

/* Held by anybody, in either way, at this moment? */
bool rwsem_is_locked(struct rw_semaphore *sem)
{
	return READ_ONCE(sem->count) != 0;
}

/* Is anybody waiting? */
bool rwsem_is_contended(struct rw_semaphore *sem)
{
	return !list_empty(&sem->wait_list);
}
