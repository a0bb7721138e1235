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
/* Names tell the places of initialisation apart, as they are the class. */
#define LOCK_NAME(lock)			#lock " (" __FILE__ ")"
#define __LOCKDEP_MAP_INIT(_name)	{ .name = LOCK_NAME(_name) }

/* More locks than that are not held at a time by code one can understand. */
#define LOCK_HOLDS_MAX	24

struct lock_hold {
	const struct lockdep_map *map;
	short class;			/* see kernel/locking/lock_order.c; -1: none */
	bool read;
};

/* [P] what a task holds, oldest first. In its thread_info. */
struct lock_holds {
	unsigned int nr;
	unsigned int next_subclass;	/* of next_map, taken next */
	const struct lockdep_map *next_map;
	unsigned int outer_subclass;	/* the same, kept while that one is waited for */
	const struct lockdep_map *outer_map;
	struct lock_hold held[LOCK_HOLDS_MAX];
};
#else
#define LOCK_NAME(lock)			""
struct lockdep_map { };
struct lock_holds { };
#define __LOCKDEP_MAP_INIT(_name)	{ }
#endif

#endif /* INCLUDE_LINUX_LOCKDEP_TYPES_H */
