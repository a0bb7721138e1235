/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SPINLOCK_H
#define INCLUDE_LINUX_SPINLOCK_H

/*
 * Locks that wait by spinning. The holder may not sleep. There is nothing to
 * disable: events from the host are taken at safe points only, where no
 * spinlock is held, so a lock is only against other CPUs.
 *
 * A debug build knows the owner, so recursion and unlocking by a stranger are
 * reported, and counts held locks, so that might_sleep() can complain.
 */
#include <asm/processor.h>
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>
#include <linux/types.h>

/* kernel/locking/spinlock.c */
void spin_lock_contended(spinlock_t *lock);
void read_lock_contended(rwlock_t *lock);
void write_lock_contended(rwlock_t *lock);

/* The machine's: a lock's holder may be waiting for the host CPU we burn. */
void arch_spin_yield(void);

#ifdef CONFIG_DEBUG_LOCKS
#define __spin_lock_init(lock, lockname)				\
do {									\
	*(lock) = (spinlock_t){ .dep_map = { .name = lockname } };	\
} while (0)
#define __rwlock_init(lock, lockname)					\
do {									\
	*(lock) = (rwlock_t){ .dep_map = { .name = lockname } };	\
} while (0)
#else
#define __spin_lock_init(lock, lockname) \
	do { *(lock) = (spinlock_t){ .locked = 0 }; } while (0)
#define __rwlock_init(lock, lockname) \
	do { *(lock) = (rwlock_t){ .count = 0 }; } while (0)
#endif
#define spin_lock_init(lock)	__spin_lock_init(lock, LOCK_NAME(lock))
#define rwlock_init(lock)	__rwlock_init(lock, LOCK_NAME(lock))

static __always_inline int spin_is_locked(const spinlock_t *lock)
{
	return READ_ONCE(lock->locked);
}

static __always_inline bool __spin_try(spinlock_t *lock)
{
	return !__atomic_exchange_n(&lock->locked, 1, __ATOMIC_ACQUIRE);
}

static __always_inline int spin_trylock(spinlock_t *lock)
{
	preempt_disable();
	if (__spin_try(lock)) {
		lock_acquired_try(&lock->dep_map);
		return 1;
	}
	preempt_enable();
	return 0;
}

static __always_inline void spin_lock(spinlock_t *lock)
{
	preempt_disable();
	if (unlikely(!__spin_try(lock))) {
		lock_check_recursion(&lock->dep_map);
		spin_lock_contended(lock);
	}
	lock_acquired(&lock->dep_map);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	lock_released(&lock->dep_map);
	__atomic_store_n(&lock->locked, 0, __ATOMIC_RELEASE);
	preempt_enable();
}

/* For a lock of the same kind as one already held, with a rule for which. */
#define spin_lock_nested(lock, subclass) do {				\
	lock_next_subclass(&(lock)->dep_map, subclass);			\
	spin_lock(lock);						\
} while (0)
#define spin_lock_nest_lock(lock, nest)	spin_lock(lock)
#define spin_lock_bh(lock)		spin_lock(lock)
#define spin_unlock_bh(lock)		spin_unlock(lock)
#define spin_trylock_bh(lock)		spin_trylock(lock)
#define spin_is_contended(lock)		((void)(lock), 0)
#define spin_needbreak(lock)		((void)(lock), 0)
#define assert_spin_locked(lock)	lockdep_assert_held(lock)

#define raw_spin_lock_init(lock)	spin_lock_init(lock)
#define raw_spin_lock(lock)		spin_lock(lock)
#define raw_spin_lock_nested(lock, sub)	spin_lock_nested(lock, sub)
#define raw_spin_trylock(lock)		spin_trylock(lock)
#define raw_spin_unlock(lock)		spin_unlock(lock)
#define raw_spin_is_locked(lock)	spin_is_locked(lock)

#include <linux/rwlock.h>

DEFINE_GUARD(spinlock, spinlock_t *, spin_lock(_T), spin_unlock(_T))
DEFINE_GUARD(raw_spinlock, raw_spinlock_t *, spin_lock(_T), spin_unlock(_T))
DEFINE_GUARD(read_lock, rwlock_t *, read_lock(_T), read_unlock(_T))
DEFINE_GUARD(write_lock, rwlock_t *, write_lock(_T), write_unlock(_T))
DEFINE_LOCK_GUARD_0(preempt, preempt_disable(), preempt_enable())

#endif /* INCLUDE_LINUX_SPINLOCK_H */
