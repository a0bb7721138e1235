// SPDX-License-Identifier: GPL-2.0
/*
 * Completions: a count of events and a queue of those who wait for one. A
 * waiter that returns may free the structure at once: complete() does not
 * touch it after dropping the lock, and every waiter takes that lock.
 */
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/sched.h>

#define COMPLETED_FOR_EVER	UINT_MAX

void init_completion(struct completion *x)
{
	x->done = 0;
	init_waitqueue_head(&x->wait);
}

/* Use it again; nobody may be waiting. */
void reinit_completion(struct completion *x)
{
	x->done = 0;
}

/**
 * complete() - one event happened
 * @x: the completion
 *
 * Lets one waiter go, now or later. Context: any; does not sleep.
 */
void complete(struct completion *x)
{
	spin_lock(&x->wait.lock);
	if (x->done != COMPLETED_FOR_EVER)
		x->done++;
	wake_up_locked(&x->wait);
	spin_unlock(&x->wait.lock);
}

/* Lets everybody go, those who come later too, until reinit_completion(). */
void complete_all(struct completion *x)
{
	spin_lock(&x->wait.lock);
	x->done = COMPLETED_FOR_EVER;
	wake_up_all_locked(&x->wait);
	spin_unlock(&x->wait.lock);
}

static void consume(struct completion *x)
	__must_hold(&x->wait.lock)
{
	if (x->done != COMPLETED_FOR_EVER)
		x->done--;
}

/* Waits with the lock held; returns the jiffies left, 0, or -ERESTARTSYS. */
static long wait_locked(struct completion *x, long timeout, unsigned int state)
	__must_hold(&x->wait.lock)
{
	DECLARE_WAITQUEUE(wait, current);

	if (x->done) {
		consume(x);
		return timeout ?: 1;
	}
	wait.flags = WQ_FLAG_EXCLUSIVE;
	list_add_tail(&wait.entry, &x->wait.head);
	do {
		if (signal_pending_state(state, current)) {
			timeout = -ERESTARTSYS;
			break;
		}
		set_current_state(state);
		spin_unlock(&x->wait.lock);
		timeout = schedule_timeout(timeout);
		spin_lock(&x->wait.lock);
	} while (!x->done && timeout);
	list_del(&wait.entry);
	__set_current_state(TASK_RUNNING);
	if (!x->done)
		return timeout;
	consume(x);
	return timeout > 0 ? timeout : 1;
}

static long wait_for_common(struct completion *x, long timeout, unsigned int state)
{
	might_sleep();
	spin_lock(&x->wait.lock);
	timeout = wait_locked(x, timeout, state);
	spin_unlock(&x->wait.lock);
	return timeout;
}

/**
 * wait_for_completion() - wait for one event
 * @x: the completion
 *
 * Context: may sleep.
 */
void wait_for_completion(struct completion *x)
{
	wait_for_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE);
}

static int wait_signalled(struct completion *x, unsigned int state)
{
	long left = wait_for_common(x, MAX_SCHEDULE_TIMEOUT, state);

	return left == -ERESTARTSYS ? -ERESTARTSYS : 0;
}

/* 0, or -ERESTARTSYS when a signal came first. */
int wait_for_completion_interruptible(struct completion *x)
{
	return wait_signalled(x, TASK_INTERRUPTIBLE);
}

/* 0, or -ERESTARTSYS when the task is being killed. */
int wait_for_completion_killable(struct completion *x)
{
	return wait_signalled(x, TASK_KILLABLE);
}

/* Jiffies left (at least 1), 0 when the time was over first. */
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_UNINTERRUPTIBLE);
}

/* Jiffies left (at least 1), 0 after @timeout, or -ERESTARTSYS. */
long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_INTERRUPTIBLE);
}

long wait_for_completion_killable_timeout(struct completion *x, unsigned long timeout)
{
	return wait_for_common(x, timeout, TASK_KILLABLE);
}

/**
 * try_wait_for_completion() - take an event if there is one
 * @x: the completion
 *
 * Context: any; does not sleep. Return: whether there was one.
 */
bool try_wait_for_completion(struct completion *x)
{
	bool done;

	if (!READ_ONCE(x->done))
		return false;
	spin_lock(&x->wait.lock);
	done = x->done != 0;
	if (done)
		consume(x);
	spin_unlock(&x->wait.lock);
	return done;
}

/* Would a wait return at once? After true, the waker is done with @x. */
bool completion_done(struct completion *x)
{
	if (!READ_ONCE(x->done))
		return false;
	spin_lock(&x->wait.lock);
	spin_unlock(&x->wait.lock);
	return true;
}
