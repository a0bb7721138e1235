/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_LOCKDEP_TYPES_H
#define INCLUDE_LINUX_LOCKDEP_TYPES_H

/*
 * What a debug build remembers about a lock: who holds it and what it is
 * called. Locks of other kinds embed it too and maintain it with
 * lock_acquired() and lock_released().
 */
#include <linux/types.h>

struct task_struct;

struct lock_class_key {
	char dummy;
};

#ifdef CONFIG_DEBUG_LOCKS
struct lockdep_map {
	const char *name;
	struct task_struct *owner;	/* NULL when free or held for reading */
};
#define __LOCKDEP_MAP_INIT(_name)	{ .name = #_name }
#else
struct lockdep_map { };
#define __LOCKDEP_MAP_INIT(_name)	{ }
#endif

#endif /* INCLUDE_LINUX_LOCKDEP_TYPES_H */
