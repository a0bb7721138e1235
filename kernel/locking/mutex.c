// SPDX-License-Identifier: GPL-2.0
/*
 * Mutexes. One word says who owns the lock, so that the uncontended case is a
 * single compare-and-swap either way; waiters queue in order of arrival.
 *
 * Unlocking normally leaves the lock free and wakes the first waiter, so that
 * a running task may take it meanwhile: that is what keeps a busy lock fast.
 * A waiter that was beaten this way once asks for the lock to be handed to it
 * (MUTEX_HANDOFF), and the next unlock passes ownership straight on, so nobody
 * waits for ever.
 *
 * Lock order: lock->wait_lock is outside task->pi_lock and the run queues.
 *
 * Left out against Linux: spinning while the owner runs on another CPU (the
 * owner's CPU is a host thread that may itself be descheduled), and wound/wait
 * mutexes.
 */
#include <linux/mutex.h>
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#define MUTEX_WAITERS	1L		/* wait_list is not empty */
#define MUTEX_HANDOFF	2L		/* the first waiter wants it handed over */
#define MUTEX_FLAGS	(MUTEX_WAITERS | MUTEX_HANDOFF)

struct mutex_waiter {
	struct list_head	list;
	struct task_struct	*task;
};

static struct task_struct *owner_task(s64 owner)
{
	return (struct task_struct *)(owner & ~MUTEX_FLAGS);
}

void __mutex_init(struct mutex *lock, const char *name)
{
	atomic_long_set(&lock->owner, 0);
	spin_lock_init(&lock->wait_lock);
	INIT_LIST_HEAD(&lock->wait_list);
	lockdep_init_map(&lock->dep_map, name);
}

/*
 * Take the lock if it is free or was handed to us, keeping the flags. Only a
 * new owner clears MUTEX_HANDOFF.
 */
static bool mutex_try_owner(struct mutex *lock)
{
	s64 old = atomic_long_read(&lock->owner);
	s64 new;

	do {
		if (owner_task(old) == current)
			return true;	/* handed over by mutex_unlock() */
		if (owner_task(old))
			return false;
		new = (long)current | (old & MUTEX_WAITERS);
	} while (!atomic_long_try_cmpxchg_acquire(&lock->owner, &old, new));
	return true;
}

static bool mutex_is_first(struct mutex *lock, struct mutex_waiter *waiter)
{
	return list_first_entry(&lock->wait_list, struct mutex_waiter, list) == waiter;
}

static void mutex_remove_waiter(struct mutex *lock, struct mutex_waiter *waiter)
	__must_hold(&lock->wait_lock)
{
	list_del(&waiter->list);
	if (list_empty(&lock->wait_list))
		atomic_long_andnot(MUTEX_FLAGS, &lock->owner);
}

static int mutex_wait(struct mutex *lock, struct mutex_waiter *waiter, unsigned int state)
	__must_hold(&lock->wait_lock)
{
	int err = 0;

	for (;;) {
		set_current_state(state);
		if (mutex_try_owner(lock))
			break;
		if (signal_pending_state(state, current)) {
			err = -EINTR;
			break;
		}
		spin_unlock(&lock->wait_lock);
		schedule();
		spin_lock(&lock->wait_lock);
		/* Woken, yet somebody may have been faster: insist. */
		if (mutex_is_first(lock, waiter))
			atomic_long_or(MUTEX_HANDOFF, &lock->owner);
	}
	__set_current_state(TASK_RUNNING);
	return err;
}

static noinline int mutex_lock_slow(struct mutex *lock, unsigned int state)
{
	struct mutex_waiter waiter = { .task = current };
	int err;

	WARN_ONCE(owner_task(atomic_long_read(&lock->owner)) == current,
		  "%s takes a mutex it holds", current->comm);
	spin_lock(&lock->wait_lock);
	list_add_tail(&waiter.list, &lock->wait_list);
	atomic_long_or(MUTEX_WAITERS, &lock->owner);
	err = mutex_wait(lock, &waiter, state);
	mutex_remove_waiter(lock, &waiter);
	spin_unlock(&lock->wait_lock);
	return err;
}

static __always_inline int mutex_lock_state(struct mutex *lock, unsigned int state)
{
	s64 free = 0;
	int err = 0;

	might_sleep();
	if (!atomic_long_try_cmpxchg_acquire(&lock->owner, &free, (long)current))
		err = mutex_lock_slow(lock, state);
	if (!err)
		lock_acquired(&lock->dep_map);
	return err;
}

/**
 * mutex_lock() - take a mutex, waiting as long as it takes
 * @lock: the mutex, not held by the caller
 *
 * Context: may sleep.
 */
void mutex_lock(struct mutex *lock)
{
	mutex_lock_state(lock, TASK_UNINTERRUPTIBLE);
}

/**
 * mutex_lock_interruptible() - take a mutex unless a signal comes first
 * @lock: the mutex, not held by the caller
 *
 * Context: may sleep.
 * Return: 0 with the mutex held, or -EINTR without it.
 */
int mutex_lock_interruptible(struct mutex *lock)
{
	return mutex_lock_state(lock, TASK_INTERRUPTIBLE);
}

/**
 * mutex_lock_killable() - take a mutex unless the task is being killed
 * @lock: the mutex, not held by the caller
 *
 * Context: may sleep.
 * Return: 0 with the mutex held, or -EINTR without it.
 */
int mutex_lock_killable(struct mutex *lock)
{
	return mutex_lock_state(lock, TASK_KILLABLE);
}

/**
 * mutex_trylock() - take a mutex if nobody has it
 * @lock: the mutex
 *
 * Context: process context; does not sleep. It does not pass waiters that
 * are queued for a handoff.
 * Return: 1 when taken, else 0.
 */
int mutex_trylock(struct mutex *lock)
{
	s64 old = atomic_long_read(&lock->owner);

	do {
		if (owner_task(old) || (old & MUTEX_HANDOFF))
			return 0;
	} while (!atomic_long_try_cmpxchg_acquire(&lock->owner, &old,
						  (long)current | old));
	lock_acquired_try(&lock->dep_map);
	return 1;
}

static noinline void mutex_unlock_slow(struct mutex *lock)
{
	struct mutex_waiter *first;
	s64 new = 0;

	spin_lock(&lock->wait_lock);
	first = list_first_entry_or_null(&lock->wait_list, struct mutex_waiter, list);
	if (first) {
		new = MUTEX_WAITERS;
		if (atomic_long_read(&lock->owner) & MUTEX_HANDOFF)
			new |= (long)first->task;
	}
	atomic_long_set_release(&lock->owner, new);
	/* Under wait_lock the waiter cannot leave, so the task stays. */
	if (first)
		wake_up_process(first->task);
	spin_unlock(&lock->wait_lock);
}

/**
 * mutex_unlock() - release a mutex
 * @lock: the mutex, held by the caller
 *
 * Context: does not sleep. The structure must stay until it returns.
 */
void mutex_unlock(struct mutex *lock)
{
	s64 mine = (long)current;

	lock_released(&lock->dep_map);
	if (!atomic_long_try_cmpxchg_release(&lock->owner, &mine, 0))
		mutex_unlock_slow(lock);
}

/**
 * mutex_is_locked() - is the mutex held by anybody at this moment?
 * @lock: the mutex
 */
bool mutex_is_locked(struct mutex *lock)
{
	return owner_task(atomic_long_read(&lock->owner)) != NULL;
}

/* Who holds it at this moment; for debugging only. */
struct task_struct *mutex_get_owner(const struct mutex *lock)
{
	return owner_task(atomic_long_read(&lock->owner));
}
