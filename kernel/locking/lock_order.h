/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KERNEL_LOCKING_LOCK_ORDER_H
#define KERNEL_LOCKING_LOCK_ORDER_H

#include <linux/lockdep_types.h>

/* The running task has taken the lock; try: it would not have waited. */
void lock_order_acquired(const struct lockdep_map *map, bool read, bool try);
void lock_order_released(struct lock_holds *holds,
			 const struct lockdep_map *map);
/* A lock taken by one task is now another's. */
void lock_order_move(struct lock_holds *from, struct lock_holds *to,
		     const struct lockdep_map *map);

#endif /* KERNEL_LOCKING_LOCK_ORDER_H */
