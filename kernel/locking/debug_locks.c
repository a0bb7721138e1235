// SPDX-License-Identifier: GPL-2.0
/*
 * What a debug build (CONFIG_DEBUG_LOCKS) checks about locks: that a spinlock
 * is not taken twice by its owner, is released by its owner, is held where code
 * says so, and that nobody sleeps with one held. Each lock knows the task that
 * holds it; the number of spinlocks held is the task's preempt_count.
 *
 * The order in which locks are taken is lock_order.c's.
 */
#include <asm/current.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/sched/preempt.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "lock_order.h"

/* Reports stop once the kernel is dying: locks are broken open then. */
static bool checks_off(void)
{
	return oops_in_progress;
}

bool lock_held_by_current(const struct lockdep_map *map)
{
	return READ_ONCE(map->owner) == current;
}

void lock_acquired(struct lockdep_map *map)
{
	WRITE_ONCE(map->owner, current);
	lock_order_acquired(map, false, false);
}

void lock_acquired_try(struct lockdep_map *map)
{
	WRITE_ONCE(map->owner, current);
	lock_order_acquired(map, false, true);
}

void lock_acquired_read(struct lockdep_map *map)
{
	lock_order_acquired(map, true, false);
}

void lock_acquired_read_try(struct lockdep_map *map)
{
	lock_order_acquired(map, true, true);
}

void lock_released_read(struct lockdep_map *map)
{
	lock_order_released(&current_thread_info()->locks, map);
}

void lockdep_set_owner(struct lockdep_map *map, struct task_struct *task)
{
	struct task_struct *before = READ_ONCE(map->owner);

	if (before && before != task)
		lock_order_move(&task_thread_info(before)->locks,
				&task_thread_info(task)->locks, map);
	WRITE_ONCE(map->owner, task);
}

void lock_released(struct lockdep_map *map)
{
	lock_order_released(&current_thread_info()->locks, map);
	if (!lock_held_by_current(map) && !checks_off())
		WARN_ONCE(1, "lock %s released by a task that does not hold it\n",
			  map->name);
	WRITE_ONCE(map->owner, NULL);
}

/* Called before waiting: to wait for oneself is to wait for ever. */
void lock_check_recursion(const struct lockdep_map *map)
{
	if (lock_held_by_current(map) && !checks_off())
		panic("lock %s taken twice by the same task", map->name);
}

bool spin_lock_is_held(const spinlock_t *lock)
{
	return lock_held_by_current(&lock->dep_map);
}

/* A reader leaves no name: somebody reading is all that can be said. */
bool rwlock_is_held(const rwlock_t *lock)
{
	return READ_ONCE(lock->count) > 0 || rwlock_is_held_write(lock);
}

bool rwlock_is_held_write(const rwlock_t *lock)
{
	return lock_held_by_current(&lock->dep_map);
}

__weak bool mutex_is_held(const struct mutex *lock)
{
	return true;
}

__weak bool rwsem_is_held(const struct rw_semaphore *sem)
{
	return true;
}

__weak bool rwsem_is_held_write(const struct rw_semaphore *sem)
{
	return true;
}

void lockdep_assert_failed(const char *what, const char *file, int line)
{
	if (!checks_off())
		warn_slowpath_fmt(file, line, TAINT_WARN,
				  "lock assertion failed: %s\n", what);
}

void __might_sleep(const char *file, int line)
{
	if (likely(!preempt_count()) || checks_off())
		return;
	printk_once(KERN_ERR "BUG: sleeping function called from invalid context at %s:%d\n",
		    file, line);
	WARN_ONCE(1, "preempt_count is %d\n", preempt_count());
}
