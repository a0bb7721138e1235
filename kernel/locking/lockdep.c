// SPDX-License-Identifier: GPL-2.0
/*
 * Checks of the sleeping locks in a debug build; kernel/locking/debug_locks.c has those
 * of the spinlocks. lockdep_assert_held() asks the lock itself who owns it.
 */
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/sched.h>

bool mutex_is_held(const struct mutex *lock)
{
	return mutex_get_owner(lock) == current;
}

/* Readers are not known by name. */
bool rwsem_is_held(const struct rw_semaphore *sem)
{
	return READ_ONCE(sem->count) > 0 || rwsem_is_held_write(sem);
}

bool rwsem_is_held_write(const struct rw_semaphore *sem)
{
	return READ_ONCE(sem->count) < 0 && READ_ONCE(sem->owner) == current;
}
