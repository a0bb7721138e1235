/* SPDX-License-Identifier: GPL-2.0 */
/* Sleeping mutual exclusion: kernel/locking/mutex.c. Not recursive. */
#ifndef INCLUDE_LINUX_MUTEX_H
#define INCLUDE_LINUX_MUTEX_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/cleanup.h>

struct task_struct;

/* Locks: [A] atomic, [L] wait_lock */
struct mutex {
	atomic_long_t		owner;		/* [A] task | MUTEX_FLAGS, 0 = free */
	spinlock_t		wait_lock;
	struct list_head	wait_list;	/* [L] waiters, oldest first */
	struct lockdep_map	dep_map;	/* the holder; empty but for debugging */
};

#define __MUTEX_INITIALIZER(name) { .owner = ATOMIC_LONG_INIT(0), \
	.wait_lock = __SPIN_LOCK_UNLOCKED(name.wait_lock), \
	.wait_list = LIST_HEAD_INIT(name.wait_list), \
	.dep_map = __LOCKDEP_MAP_INIT(name) }
#define DEFINE_MUTEX(name) struct mutex name = __MUTEX_INITIALIZER(name)

void __mutex_init(struct mutex *lock, const char *name);
#define mutex_init(lock)	__mutex_init(lock, LOCK_NAME(lock))
void mutex_lock(struct mutex *lock);
int mutex_lock_interruptible(struct mutex *lock);	/* 0 or -EINTR */
int mutex_lock_killable(struct mutex *lock);
int mutex_trylock(struct mutex *lock);			/* 1 when taken */
void mutex_unlock(struct mutex *lock);
bool mutex_is_locked(struct mutex *lock);
struct task_struct *mutex_get_owner(const struct mutex *lock);
/* For a lock of the same kind as one already held, with a rule for which. */
#define mutex_lock_nested(lock, subclass) \
	({ lock_next_subclass(&(lock)->dep_map, subclass); mutex_lock(lock); })
#define mutex_lock_interruptible_nested(lock, subclass) \
	({ lock_next_subclass(&(lock)->dep_map, subclass); \
	   mutex_lock_interruptible(lock); })
#define mutex_lock_killable_nested(lock, subclass) \
	({ lock_next_subclass(&(lock)->dep_map, subclass); \
	   mutex_lock_killable(lock); })
#define mutex_destroy(lock)			do { } while (0)

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))

#endif /* INCLUDE_LINUX_MUTEX_H */
