/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Mutual exclusion with priority inheritance: kernel/locking/rtmutex.c. PI
 * futexes are made of it; kernel code uses ordinary mutexes.
 */
#ifndef INCLUDE_LINUX_RTMUTEX_H
#define INCLUDE_LINUX_RTMUTEX_H

#include <linux/rbtree.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct hrtimer_sleeper;
struct task_struct;

/* All locks and waiters there are, [C]; also task->pi_waiters and the like. */
extern spinlock_t rt_mutex_chain_lock;

struct rt_mutex {
	struct rb_root_cached	waiters;	/* [C] by priority, then age */
	struct task_struct	*owner;		/* [C] */
};

struct rt_mutex_waiter {
	struct rb_node		node;		/* [C] in lock->waiters */
	struct rb_node		pi_node;	/* [C] in owner->pi_waiters: the top one */
	struct task_struct	*task;		/* [C] */
	struct rt_mutex		*lock;		/* [C] NULL when not queued */
	int			prio;		/* [C] by which it is queued */
	bool			granted;	/* [C] it owns the lock now; read without */
};

/* All with rt_mutex_chain_lock held. */
void rt_mutex_init_owned(struct rt_mutex *lock, struct task_struct *owner);
/* Queue @task: 0, or -EDEADLK when it would wait for itself. */
int rt_mutex_enqueue(struct rt_mutex *lock, struct rt_mutex_waiter *waiter, struct task_struct *task);
void rt_mutex_dequeue(struct rt_mutex_waiter *waiter);
struct task_struct *rt_mutex_top_waiter(struct rt_mutex *lock);
/* The owner leaves; the top waiter owns it and is woken. NULL: it is free. */
struct task_struct *rt_mutex_hand_over(struct rt_mutex *lock);
void rt_mutex_set_owner(struct rt_mutex *lock, struct task_struct *owner);

/* Without it: sleep until granted; -ETIMEDOUT, -EINTR. It stays queued then. */
int rt_mutex_wait(struct rt_mutex_waiter *waiter, struct hrtimer_sleeper *timeout);
/* @t's own priority changed: so may those it waits for. */
void rt_mutex_adjust_pi(struct task_struct *t);

#endif /* INCLUDE_LINUX_RTMUTEX_H */
