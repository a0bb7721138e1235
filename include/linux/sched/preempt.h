/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SCHED_PREEMPT_H
#define INCLUDE_LINUX_SCHED_PREEMPT_H

/*
 * Sleeping-in-atomic checks. might_sleep() marks a function that may schedule;
 * a debug build complains when it is called with a spinlock held.
 */
#include <linux/compiler.h>
#include <linux/types.h>

#ifdef CONFIG_DEBUG_LOCKS
/* kernel/locking/debug_locks.c */
void __might_sleep(const char *file, int line);
#define might_sleep()		__might_sleep(__FILE__, __LINE__)
#else
#define might_sleep()		do { } while (0)
#endif

#define might_sleep_if(cond)	do { if (cond) might_sleep(); } while (0)
#define might_fault()		might_sleep()
#define cant_sleep()		do { } while (0)

#endif /* INCLUDE_LINUX_SCHED_PREEMPT_H */
