// SPDX-License-Identifier: GPL-2.0
/*
 * Wait queues: a list of entries, each with a function that is called by a
 * wake-up. The usual function wakes a task; epoll, poll and signalfd bring
 * their own, which run under the queue's lock and must not sleep.
 *
 * Exclusive entries stand behind the others, so one pass wakes all the others
 * and then as many exclusive ones as were asked for.
 *
 * No wake-up is lost because both sides agree on an order: the sleeper puts
 * itself on the queue, sets its state, then looks at the condition; the waker
 * makes the condition true, then looks at the queue.
 *
 * Lock order: wq->lock is outside task->pi_lock and the run queues. A wake
 * function may take other queues' locks (epoll does), never the same one.
 */
#include <linux/wait.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched.h>

void __init_waitqueue_head(wait_queue_head_t *wq, const char *name)
{
	__spin_lock_init(&wq->lock, name);
	INIT_LIST_HEAD(&wq->head);
}

/* An entry that wakes @task and stays on the queue. */
void init_waitqueue_entry(wait_queue_entry_t *wqe, struct task_struct *task)
{
	*wqe = (wait_queue_entry_t){ .private = task, .func = default_wake_function };
	INIT_LIST_HEAD(&wqe->entry);
}

/* An entry that calls @func. */
void init_waitqueue_func_entry(wait_queue_entry_t *wqe, wait_queue_func_t func)
{
	*wqe = (wait_queue_entry_t){ .func = func };
	INIT_LIST_HEAD(&wqe->entry);
}

/* An entry for the current task that leaves the queue when it is woken. */
void init_wait_entry(wait_queue_entry_t *wqe, int flags)
{
	*wqe = (wait_queue_entry_t){
		.flags = flags,
		.private = current,
		.func = autoremove_wake_function,
	};
	INIT_LIST_HEAD(&wqe->entry);
}

static void queue_entry(wait_queue_head_t *wq, wait_queue_entry_t *wqe)
	__must_hold(&wq->lock)
{
	if (wqe->flags & WQ_FLAG_EXCLUSIVE)
		list_add_tail(&wqe->entry, &wq->head);
	else
		list_add(&wqe->entry, &wq->head);
}

/**
 * add_wait_queue() - put an entry on a queue, before the exclusive ones
 * @wq: the queue
 * @wqe: an entry on no queue
 *
 * Context: any; takes wq->lock.
 */
void add_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wqe)
{
	wqe->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock(&wq->lock);
	queue_entry(wq, wqe);
	spin_unlock(&wq->lock);
}

/* The same at the tail, one wake_up() waking only one of those. */
void add_wait_queue_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wqe)
{
	wqe->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock(&wq->lock);
	queue_entry(wq, wqe);
	spin_unlock(&wq->lock);
}

void remove_wait_queue(wait_queue_head_t *wq, wait_queue_entry_t *wqe)
{
	spin_lock(&wq->lock);
	list_del_init(&wqe->entry);
	spin_unlock(&wq->lock);
}

static void prepare(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state)
{
	spin_lock(&wq->lock);
	if (list_empty(&wqe->entry))
		queue_entry(wq, wqe);
	set_current_state(state);
	spin_unlock(&wq->lock);
}

/**
 * prepare_to_wait() - be on the queue and in @state, before looking
 * @wq: the queue
 * @wqe: the current task's entry, on this queue or on none
 * @state: TASK_*
 *
 * Then the caller looks at its condition and calls schedule() or
 * finish_wait(). Context: any; takes wq->lock.
 */
void prepare_to_wait(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state)
{
	wqe->flags &= ~WQ_FLAG_EXCLUSIVE;
	prepare(wq, wqe, state);
}

void prepare_to_wait_exclusive(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state)
{
	wqe->flags |= WQ_FLAG_EXCLUSIVE;
	prepare(wq, wqe, state);
}

/**
 * prepare_to_wait_event() - the same for wait_event(), with a look at signals
 * @wq: the queue
 * @wqe: entry from init_wait_entry()
 * @state: TASK_*
 *
 * A task that is about to give up because of a signal leaves the queue first,
 * so that an exclusive wake-up is never spent on it.
 *
 * Return: 0, or -ERESTARTSYS.
 */
long prepare_to_wait_event(wait_queue_head_t *wq, wait_queue_entry_t *wqe, int state)
{
	long ret = 0;

	spin_lock(&wq->lock);
	if (signal_pending_state(state, current)) {
		list_del_init(&wqe->entry);
		ret = -ERESTARTSYS;
	} else {
		if (list_empty(&wqe->entry))
			queue_entry(wq, wqe);
		set_current_state(state);
	}
	spin_unlock(&wq->lock);
	return ret;
}

/**
 * finish_wait() - run again and be on no queue
 * @wq: the queue
 * @wqe: the entry prepare_to_wait() was called with
 */
void finish_wait(wait_queue_head_t *wq, wait_queue_entry_t *wqe)
{
	__set_current_state(TASK_RUNNING);
	/*
	 * Empty means that the waker took us off, with the lock held until it
	 * was done with the entry; careful, for it may still be in there.
	 */
	if (!list_empty_careful(&wqe->entry)) {
		spin_lock(&wq->lock);
		list_del_init(&wqe->entry);
		spin_unlock(&wq->lock);
	}
}

/* Returns whether a task was woken. */
int default_wake_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *key)
{
	return try_to_wake_up(wqe->private, mode, flags);
}

int autoremove_wake_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *key)
{
	int woken = default_wake_function(wqe, mode, flags, key);

	if (woken)
		list_del_init_careful(&wqe->entry);
	return woken;
}

static void wake_up_common(wait_queue_head_t *wq, unsigned int mode,
			   int nr_exclusive, void *key)
	__must_hold(&wq->lock)
{
	wait_queue_entry_t *wqe, *next;

	list_for_each_entry_safe(wqe, next, &wq->head, entry) {
		unsigned int flags = wqe->flags;
		int ret = wqe->func(wqe, mode, 0, key);

		if (ret < 0)
			break;
		if (ret && (flags & WQ_FLAG_EXCLUSIVE) && !--nr_exclusive)
			break;
	}
}

/**
 * __wake_up() - call the functions of waiting entries
 * @wq: the queue
 * @mode: wake tasks in these states
 * @nr_exclusive: how many exclusive entries at most, 0 for all
 * @key: handed to the functions, for instance poll events
 *
 * Context: any; takes wq->lock.
 */
void __wake_up(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive, void *key)
{
	spin_lock(&wq->lock);
	wake_up_common(wq, mode, nr_exclusive, key);
	spin_unlock(&wq->lock);
}

/**
 * __wake_up_sync_key() - wake one waiter, which need not run at once
 * @wq: the queue
 * @mode: wake tasks in these states
 * @key: handed to the functions
 *
 * For a waker who has more to hand over, or is about to sleep: he goes on until then,
 * or until his slice ends, where otherwise the two would switch for each byte.
 *
 * Context: any; takes wq->lock.
 */
void __wake_up_sync_key(wait_queue_head_t *wq, unsigned int mode, void *key)
{
	current->wakes_in_sync = true;
	__wake_up(wq, mode, 1, key);
	current->wakes_in_sync = false;
}

/* __wake_up() for a caller who holds wq->lock. */
void __wake_up_locked(wait_queue_head_t *wq, unsigned int mode, int nr_exclusive)
{
	wake_up_common(wq, mode, nr_exclusive, NULL);
}

void __wake_up_locked_key(wait_queue_head_t *wq, unsigned int mode, void *key)
{
	wake_up_common(wq, mode, 1, key);
}

/**
 * wait_woken() - sleep unless the entry was woken since the last call
 * @wqe: entry with woken_wake_function(), on its queue
 * @mode: TASK_*
 * @timeout: jiffies, or MAX_SCHEDULE_TIMEOUT
 *
 * Context: may sleep.
 * Return: the jiffies left.
 */
long wait_woken(wait_queue_entry_t *wqe, unsigned int mode, long timeout)
{
	set_current_state(mode);
	if (!(__atomic_load_n(&wqe->flags, __ATOMIC_SEQ_CST) & WQ_FLAG_WOKEN))
		timeout = schedule_timeout(timeout);
	__set_current_state(TASK_RUNNING);
	__atomic_fetch_and(&wqe->flags, ~WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return timeout;
}

int woken_wake_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *key)
{
	__atomic_fetch_or(&wqe->flags, WQ_FLAG_WOKEN, __ATOMIC_SEQ_CST);
	return default_wake_function(wqe, mode, flags, key);
}
