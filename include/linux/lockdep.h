/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_LOCKDEP_H
#define INCLUDE_LINUX_LOCKDEP_H

/*
 * Lock checks of a debug build. lockdep_assert_held(&obj->lock) works for
 * spinlocks, rwlocks, mutexes and rwsems; without CONFIG_DEBUG_LOCKS it costs
 * nothing.
 */
#include <linux/compiler.h>
#include <linux/lockdep_types.h>
#include <linux/types.h>

struct spinlock;
struct rwlock;
struct mutex;
struct rw_semaphore;

#ifdef CONFIG_DEBUG_LOCKS
/* kernel/locking/debug_locks.c */
/*
 * After taking and before releasing a lock, alone or shared with readers. The
 * try variant is for a lock that was not waited for, which cannot deadlock.
 */
void lock_acquired(struct lockdep_map *map);
void lock_acquired_try(struct lockdep_map *map);
void lock_acquired_read(struct lockdep_map *map);
void lock_acquired_read_try(struct lockdep_map *map);
void lock_released(struct lockdep_map *map);
void lock_released_read(struct lockdep_map *map);
/* The lock taken next is a child, say, of one of its own kind that is held. */
void lock_next_subclass(const struct lockdep_map *map, unsigned int subclass);
/* A lock that one task takes and another releases (the run queue's). */
void lockdep_set_owner(struct lockdep_map *map, struct task_struct *task);
void lock_check_recursion(const struct lockdep_map *map);
bool lock_held_by_current(const struct lockdep_map *map);
bool spin_lock_is_held(const struct spinlock *lock);
bool rwlock_is_held(const struct rwlock *lock);
bool rwlock_is_held_write(const struct rwlock *lock);
/* Weak there; kernel/locking has the true ones. */
bool mutex_is_held(const struct mutex *lock);
bool rwsem_is_held(const struct rw_semaphore *sem);
bool rwsem_is_held_write(const struct rw_semaphore *sem);
void lockdep_assert_failed(const char *what, const char *file, int line);

#define lockdep_is_held(l) _Generic((l),				\
	struct spinlock *: spin_lock_is_held,				\
	const struct spinlock *: spin_lock_is_held,			\
	struct rwlock *: rwlock_is_held,				\
	const struct rwlock *: rwlock_is_held,				\
	struct mutex *: mutex_is_held,					\
	const struct mutex *: mutex_is_held,				\
	struct rw_semaphore *: rwsem_is_held,				\
	const struct rw_semaphore *: rwsem_is_held)(l)
#define lockdep_is_held_write(l) _Generic((l),				\
	struct rwlock *: rwlock_is_held_write,				\
	const struct rwlock *: rwlock_is_held_write,			\
	struct rw_semaphore *: rwsem_is_held_write,			\
	const struct rw_semaphore *: rwsem_is_held_write)(l)
#define __lockdep_assert(cond, what) \
	do { if (unlikely(!(cond))) \
		lockdep_assert_failed(what, __FILE__, __LINE__); } while (0)
#define lockdep_assert_held(l) \
	__lockdep_assert(lockdep_is_held(l), #l " held")
#define lockdep_assert_not_held(l) \
	__lockdep_assert(!lockdep_is_held(l), #l " not held")
#define lockdep_assert_held_write(l) \
	__lockdep_assert(lockdep_is_held_write(l), #l " held for writing")
#define lockdep_assert_held_read(l)	lockdep_assert_held(l)
#define lockdep_assert(c)		__lockdep_assert(c, #c)

static inline void lockdep_init_map(struct lockdep_map *map, const char *name)
{
	*map = (struct lockdep_map){ .name = name };
}
#else
static inline void lockdep_set_owner(struct lockdep_map *map, struct task_struct *task)
{
	(void)map;
	(void)task;
}

static inline void lockdep_init_map(struct lockdep_map *map, const char *name)
{
	(void)map;
	(void)name;
}

#define lock_acquired(map)		do { (void)(map); } while (0)
#define lock_acquired_try(map)		do { (void)(map); } while (0)
#define lock_acquired_read(map)		do { (void)(map); } while (0)
#define lock_acquired_read_try(map)	do { (void)(map); } while (0)
#define lock_released(map)		do { (void)(map); } while (0)
#define lock_released_read(map)		do { (void)(map); } while (0)
#define lock_next_subclass(map, sub) \
	do { (void)(map); (void)(sub); } while (0)

static inline void lock_check_recursion(const struct lockdep_map *map)
{
	(void)map;
}

#define lockdep_is_held(l)		((void)(l), 1)
#define lockdep_assert_held(l)		do { (void)(l); } while (0)
#define lockdep_assert_not_held(l)	do { (void)(l); } while (0)
#define lockdep_assert_held_write(l)	do { (void)(l); } while (0)
#define lockdep_assert_held_read(l)	do { (void)(l); } while (0)
#define lockdep_assert(c)		do { (void)(c); } while (0)
#endif

#define lockdep_assert_held_once(l)	lockdep_assert_held(l)
#define lockdep_assert_none_held_once()	do { } while (0)
#define lockdep_set_class(lock, key)	do { (void)(key); } while (0)
#define lockdep_set_class_and_name(lock, key, name) \
	do { (void)(key); } while (0)
#define lockdep_set_subclass(lock, sub)	do { } while (0)
#define lockdep_register_key(key)	do { (void)(key); } while (0)
#define lockdep_unregister_key(key)	do { (void)(key); } while (0)
#define SINGLE_DEPTH_NESTING		1

#endif /* INCLUDE_LINUX_LOCKDEP_H */
