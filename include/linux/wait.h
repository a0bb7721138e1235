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
#include <linux/errno.h>
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

void __init_waitqueue_head(wait_queue_head_t *wq, const char *name);
#define init_waitqueue_head(wq)	__init_waitqueue_head(wq, #wq)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) DECLARE_WAIT_QUEUE_HEAD(name)
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
/* The same for one, by a task that is about to sleep: it is not preempted for it. */
void __wake_up_sync_key(wait_queue_head_t *wq, unsigned int mode, void *key);
void __wake_up_locked(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive);
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

#define wake_up_locked(wq)		__wake_up_locked(wq, TASK_NORMAL, 1)
#define wake_up_all_locked(wq)		__wake_up_locked(wq, TASK_NORMAL, 0)
#define wake_up(wq)			__wake_up(wq, TASK_NORMAL, 1, NULL)
#define wake_up_nr(wq, nr)		__wake_up(wq, TASK_NORMAL, nr, NULL)
#define wake_up_all(wq)			__wake_up(wq, TASK_NORMAL, 0, NULL)
#define wake_up_interruptible(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_all(wq)	__wake_up(wq, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(wq)	__wake_up_sync_key(wq, TASK_INTERRUPTIBLE, NULL)
#define poll_to_key(m)			((void *)(unsigned long)(m))
#define key_to_poll(m)			((__poll_t)(unsigned long)(void *)(m))
#define wake_up_poll(wq, m)		__wake_up(wq, TASK_NORMAL, 1, poll_to_key(m))
#define wake_up_interruptible_poll(wq, m) __wake_up(wq, TASK_INTERRUPTIBLE, 1, poll_to_key(m))
#define wake_up_interruptible_sync_poll(wq, m) \
	__wake_up_sync_key(wq, TASK_INTERRUPTIBLE, poll_to_key(m))

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

#define wait_event_killable_timeout(wq, condition, timeout) \
	__wait_event_timeout(wq, condition, TASK_KILLABLE, timeout)
#define wait_event_idle(wq, condition) \
	(void)__wait_event_state(wq, condition, TASK_IDLE, 0)
#define wait_event_idle_timeout(wq, condition, timeout) \
	__wait_event_timeout(wq, condition, TASK_IDLE, timeout)
#define wait_event_freezable(wq, condition) \
	wait_event_interruptible(wq, condition)

/*
 * The condition is checked with @lock (a spinlock) held, which is dropped
 * around the sleep.
 */
#define wait_event_lock(wq, condition, lock) do {			\
	if (!(condition))						\
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, 0, \
			({ spin_unlock(&(lock)); schedule(); spin_lock(&(lock)); })); \
} while (0)
#define wait_event_interruptible_lock(wq, condition, lock) ({		\
	int __r = 0;							\
	if (!(condition))						\
		__r = ___wait_event(wq, condition, TASK_INTERRUPTIBLE, 0, 0, \
			({ spin_unlock(&(lock)); schedule(); spin_lock(&(lock)); })); \
	__r;								\
})

/* 0, -ERESTARTSYS, or -ETIME after @timeout (ktime_t; KTIME_MAX = for ever). */
#define __wait_event_hrtimeout(wq, condition, timeout, state) ({	\
	ktime_t __end = ktime_add_safe(ktime_get(), timeout);		\
	int __r = 0;							\
	might_sleep();							\
	if (!(condition))						\
		__r = ___wait_event(wq, condition, state, 0, 0,		\
			if (!schedule_hrtimeout(&__end, HRTIMER_MODE_ABS)) { \
				__ret = (condition) ? 0 : -ETIME;	\
				break;					\
			});						\
	__r;								\
})
#define wait_event_hrtimeout(wq, condition, timeout) \
	__wait_event_hrtimeout(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_hrtimeout(wq, condition, timeout) \
	__wait_event_hrtimeout(wq, condition, timeout, TASK_INTERRUPTIBLE)

/*
 * For loops that must not lose a wake-up while they are not asleep, because
 * the condition itself may sleep: DEFINE_WAIT_FUNC(wait, woken_wake_function),
 * add_wait_queue(), then wait_woken() in the loop. @timeout as schedule_timeout().
 */
long wait_woken(wait_queue_entry_t *wqe, unsigned int mode, long timeout);
int woken_wake_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *key);

/* Waiting on a bit of a word (page locks, buffer locks, inode states). */
int wait_on_bit(unsigned long *word, int bit, unsigned int mode);
int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode);
void wake_up_bit(unsigned long *word, int bit);
wait_queue_head_t *bit_waitqueue(unsigned long *word, int bit);
void clear_and_wake_up_bit(int bit, unsigned long *word);
int wait_on_bit_timeout(unsigned long *word, int bit, unsigned int mode, unsigned long timeout);
#define wait_on_bit_io(word, bit, mode)		wait_on_bit(word, bit, mode)
#define wait_on_bit_lock_io(word, bit, mode)	wait_on_bit_lock(word, bit, mode)

/* Waiting for a variable to change; who changes it calls wake_up_var(). */
wait_queue_head_t *__var_waitqueue(void *var);
void wake_up_var(void *var);
#define wait_var_event(var, condition) \
	wait_event(*__var_waitqueue(var), condition)
#define wait_var_event_killable(var, condition) \
	wait_event_killable(*__var_waitqueue(var), condition)

#endif /* INCLUDE_LINUX_WAIT_H */
