/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Wait queues: kernel/sched/wait.c. Semantics are Linux's: exclusive waiters
 * queue at the tail, wake_up() wakes all others and one exclusive.
 */
#ifndef INCLUDE_LINUX_WAIT_H
#define INCLUDE_LINUX_WAIT_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/sched.h>
#include <linux/ktime.h>
#include <uapi/linux/wait.h>

struct wait_queue_entry;
typedef int (*wait_queue_func_t)(struct wait_queue_entry *wqe, unsigned int mode,
				 int flags, void *key);

#define WQ_FLAG_EXCLUSIVE	0x01
#define WQ_FLAG_WOKEN		0x02

struct wait_queue_entry {
	unsigned int		flags;
	void			*private;	/* the task, for the default function */
	wait_queue_func_t	func;
	struct list_head	entry;		/* [L] the head's lock */
};
typedef struct wait_queue_entry wait_queue_entry_t;

struct wait_queue_head {
	spinlock_t		lock;
	struct list_head	head;		/* [L] lock */
};
typedef struct wait_queue_head wait_queue_head_t;

#define __WAIT_QUEUE_HEAD_INITIALIZER(name) { \
	.lock = __SPIN_LOCK_UNLOCKED(name.lock), .head = LIST_HEAD_INIT(name.head) }
#define DECLARE_WAIT_QUEUE_HEAD(name) \
	wait_queue_head_t name = __WAIT_QUEUE_HEAD_INITIALIZER(name)

void init_waitqueue_head(wait_queue_head_t *wq);
void init_waitqueue_entry(wait_queue_entry_t *wqe, struct task_struct *task);
void init_waitqueue_func_entry(wait_queue_entry_t *wqe, wait_queue_func_t func);
void init_wait_entry(wait_queue_entry_t *wqe, int flags);
int default_wake_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *key);
int autoremove_wake_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *key);

#define DEFINE_WAIT_FUNC(name, function) \
	struct wait_queue_entry name = { .private = current, .func = function, \
		.entry = LIST_HEAD_INIT(name.entry) }
#define DEFINE_WAIT(name)	DEFINE_WAIT_FUNC(name, autoremove_wake_function)
#define DECLARE_WAITQUEUE(name, tsk) \
	struct wait_queue_entry name = { .private = tsk, .func = default_wake_function }

void add_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wqe);
void add_wait_queue_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wqe);
void remove_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wqe);
void prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state);
void prepare_to_wait_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state);
/* -ERESTARTSYS when @state is interruptible and a signal is pending. */
long prepare_to_wait_event(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state);
void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wqe);

/* Wake up to @nr_exclusive exclusive waiters (0 = all); @key goes to func. */
void __wake_up(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive, void *key);
void __wake_up_locked_key(wait_queue_head_t *wq, unsigned int mode, void *key);

static inline bool waitqueue_active(wait_queue_head_t *wq)
{
	return !list_empty(&wq->head);
}

static inline bool wq_has_sleeper(wait_queue_head_t *wq)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return waitqueue_active(wq);
}

#define wake_up(wq)			__wake_up(wq, TASK_NORMAL, 1, NULL)
#define wake_up_nr(wq, nr)		__wake_up(wq, TASK_NORMAL, nr, NULL)
#define wake_up_all(wq)			__wake_up(wq, TASK_NORMAL, 0, NULL)
#define wake_up_interruptible(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_all(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define poll_to_key(m)			((void *)(unsigned long)(m))
#define key_to_poll(m)			((__poll_t)(unsigned long)(void *)(m))
#define wake_up_poll(wq, m)		__wake_up(wq, TASK_NORMAL, 1, poll_to_key(m))
#define wake_up_interruptible_poll(wq, m) __wake_up(wq, TASK_INTERRUPTIBLE, 1, poll_to_key(m))
#define wake_up_interruptible_sync_poll(wq, m) wake_up_interruptible_poll(wq, m)

/*
 * The one loop under all wait_event() forms. @cmd sleeps. Evaluates to 0, or
 * -ERESTARTSYS when interrupted; @exclusive is 0 or WQ_FLAG_EXCLUSIVE.
 */
#define ___wait_event(wq, condition, state, exclusive, ret, cmd) ({	\
	wait_queue_entry_t __wqe;					\
	long __ret = ret;						\
									\
	init_wait_entry(&__wqe, exclusive);				\
	for (;;) {							\
		long __int = prepare_to_wait_event(&(wq), &__wqe, state); \
									\
		if (condition)						\
			break;						\
		if (__int) {						\
			__ret = __int;					\
			break;						\
		}							\
		cmd;							\
	}								\
	finish_wait(&(wq), &__wqe);					\
	__ret;								\
})

#define wait_event(wq, condition) do {					\
	might_sleep();							\
	if (!(condition))						\
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, 0, schedule()); \
} while (0)

#define __wait_event_state(wq, condition, state, exclusive) ({		\
	int __r = 0;							\
	might_sleep();							\
	if (!(condition))						\
		__r = ___wait_event(wq, condition, state, exclusive, 0, schedule()); \
	__r;								\
})
#define wait_event_interruptible(wq, condition) \
	__wait_event_state(wq, condition, TASK_INTERRUPTIBLE, 0)
#define wait_event_interruptible_exclusive(wq, condition) \
	__wait_event_state(wq, condition, TASK_INTERRUPTIBLE, WQ_FLAG_EXCLUSIVE)
#define wait_event_killable(wq, condition) \
	__wait_event_state(wq, condition, TASK_KILLABLE, 0)

/* @timeout in jiffies. 0: timed out and false; else the jiffies left (>= 1). */
#define ___wait_cond_timeout(condition) ({				\
	bool __cond = (condition);					\
	if (__cond && !__ret)						\
		__ret = 1;						\
	__cond || !__ret;						\
})
#define __wait_event_timeout(wq, condition, state, timeout) ({		\
	long __ret = timeout;						\
	might_sleep();							\
	if (!___wait_cond_timeout(condition))				\
		__ret = ___wait_event(wq, ___wait_cond_timeout(condition), \
				      state, 0, timeout, __ret = schedule_timeout(__ret)); \
	__ret;								\
})
#define wait_event_timeout(wq, condition, timeout) \
	__wait_event_timeout(wq, condition, TASK_UNINTERRUPTIBLE, timeout)
#define wait_event_interruptible_timeout(wq, condition, timeout) \
	__wait_event_timeout(wq, condition, TASK_INTERRUPTIBLE, timeout)

/* Waiting on a bit of a word (page locks, buffer locks, inode states). */
int wait_on_bit(unsigned long *word, int bit, unsigned int mode);
int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode);
void wake_up_bit(unsigned long *word, int bit);
wait_queue_head_t *bit_waitqueue(unsigned long *word, int bit);

#endif /* INCLUDE_LINUX_WAIT_H */
