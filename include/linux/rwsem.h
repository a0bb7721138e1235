/* SPDX-License-Identifier: GPL-2.0 */
/* Sleeping reader/writer lock, writers not starved: kernel/locking/rwsem.c */
#ifndef INCLUDE_LINUX_RWSEM_H
#define INCLUDE_LINUX_RWSEM_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/cleanup.h>

struct task_struct;

struct rw_semaphore {
	spinlock_t		wait_lock;
	int			count;		/* [L] readers, or -1 for a writer */
	struct task_struct	*owner;		/* [L] the writer, for debugging */
	struct list_head	wait_list;	/* [L] FIFO of waiters */
	struct lockdep_map	dep_map;	/* the writer; empty but for debugging */
};

#define __RWSEM_INITIALIZER(name) { \
	.wait_lock = __SPIN_LOCK_UNLOCKED(name.wait_lock), \
	.wait_list = LIST_HEAD_INIT(name.wait_list), \
	.dep_map = __LOCKDEP_MAP_INIT(name) }
#define DECLARE_RWSEM(name) struct rw_semaphore name = __RWSEM_INITIALIZER(name)

void __init_rwsem(struct rw_semaphore *sem, const char *name);
#define init_rwsem(sem)		__init_rwsem(sem, LOCK_NAME(sem))
void down_read(struct rw_semaphore *sem);
int down_read_killable(struct rw_semaphore *sem);
int down_read_interruptible(struct rw_semaphore *sem);
int down_read_trylock(struct rw_semaphore *sem);
void up_read(struct rw_semaphore *sem);
void down_write(struct rw_semaphore *sem);
int down_write_killable(struct rw_semaphore *sem);
int down_write_trylock(struct rw_semaphore *sem);
void up_write(struct rw_semaphore *sem);
void downgrade_write(struct rw_semaphore *sem);
bool rwsem_is_locked(struct rw_semaphore *sem);
bool rwsem_is_contended(struct rw_semaphore *sem);
#define down_read_nested(sem, subclass) \
	({ lock_next_subclass(&(sem)->dep_map, subclass); down_read(sem); })
#define down_write_nested(sem, subclass) \
	({ lock_next_subclass(&(sem)->dep_map, subclass); down_write(sem); })

DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))

#endif /* INCLUDE_LINUX_RWSEM_H */
