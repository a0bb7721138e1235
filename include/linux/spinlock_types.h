/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SPINLOCK_TYPES_H
#define INCLUDE_LINUX_SPINLOCK_TYPES_H

#include <linux/compiler.h>
#include <linux/lockdep_types.h>
#include <linux/types.h>

struct task_struct;

/* locked is 0 or 1; dep_map is empty unless CONFIG_DEBUG_LOCKS. */
typedef struct spinlock {
	int locked;			/* [A] */
	struct lockdep_map dep_map;
} spinlock_t;

/* Writers -1, readers > 0. */
typedef struct rwlock {
	int count;			/* [A] */
	struct lockdep_map dep_map;
} rwlock_t;

typedef spinlock_t raw_spinlock_t;

#define __SPIN_LOCK_UNLOCKED(lockname) \
	{ .locked = 0, .dep_map = __LOCKDEP_MAP_INIT(lockname) }
#define __RW_LOCK_UNLOCKED(lockname) \
	{ .count = 0, .dep_map = __LOCKDEP_MAP_INIT(lockname) }
#define __RAW_SPIN_LOCK_UNLOCKED(x)	__SPIN_LOCK_UNLOCKED(x)
#define DEFINE_SPINLOCK(x)	spinlock_t x = __SPIN_LOCK_UNLOCKED(x)
#define DEFINE_RAW_SPINLOCK(x)	DEFINE_SPINLOCK(x)
#define DEFINE_RWLOCK(x)	rwlock_t x = __RW_LOCK_UNLOCKED(x)

#endif /* INCLUDE_LINUX_SPINLOCK_TYPES_H */
