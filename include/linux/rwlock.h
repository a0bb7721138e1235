/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_RWLOCK_H
#define INCLUDE_LINUX_RWLOCK_H

/* Spinlocks that readers share. Included by linux/spinlock.h. */
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>

void read_lock_contended(rwlock_t *lock);
void write_lock_contended(rwlock_t *lock);

static __always_inline bool __read_try(rwlock_t *lock)
{
	int old = READ_ONCE(lock->count);

	return old >= 0 &&
	       __atomic_compare_exchange_n(&lock->count, &old, old + 1, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static __always_inline bool __write_try(rwlock_t *lock)
{
	int old = 0;

	return __atomic_compare_exchange_n(&lock->count, &old, -1, false,
					   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static __always_inline void read_lock(rwlock_t *lock)
{
	preempt_disable();
	if (unlikely(!__read_try(lock))) {
		lock_check_recursion(&lock->dep_map);
		read_lock_contended(lock);
	}
	lock_acquired_read(&lock->dep_map);
}

static __always_inline int read_trylock(rwlock_t *lock)
{
	preempt_disable();
	if (__read_try(lock)) {
		lock_acquired_read_try(&lock->dep_map);
		return 1;
	}
	preempt_enable();
	return 0;
}

static __always_inline void read_unlock(rwlock_t *lock)
{
	lock_released_read(&lock->dep_map);
	__atomic_fetch_sub(&lock->count, 1, __ATOMIC_RELEASE);
	preempt_enable();
}

static __always_inline void write_lock(rwlock_t *lock)
{
	preempt_disable();
	if (unlikely(!__write_try(lock))) {
		lock_check_recursion(&lock->dep_map);
		write_lock_contended(lock);
	}
	lock_acquired(&lock->dep_map);
}

static __always_inline int write_trylock(rwlock_t *lock)
{
	preempt_disable();
	if (__write_try(lock)) {
		lock_acquired_try(&lock->dep_map);
		return 1;
	}
	preempt_enable();
	return 0;
}

static __always_inline void write_unlock(rwlock_t *lock)
{
	lock_released(&lock->dep_map);
	__atomic_store_n(&lock->count, 0, __ATOMIC_RELEASE);
	preempt_enable();
}

#define read_lock_bh(lock)	read_lock(lock)
#define read_unlock_bh(lock)	read_unlock(lock)
#define write_lock_bh(lock)	write_lock(lock)
#define write_unlock_bh(lock)	write_unlock(lock)

#endif /* INCLUDE_LINUX_RWLOCK_H */
