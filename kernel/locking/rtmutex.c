// SPDX-License-Identifier: GPL-2.0
/*
 * Priority inheritance. While a task waits for a lock, the lock's owner has at
 * least the waiter's priority, and so has whoever that owner waits for, and so
 * on along the chain. Thus a low-priority owner cannot be kept from releasing
 * a lock by tasks of middle priority.
 *
 * lock->waiters has all who wait for a lock. task->pi_waiters has the top
 * waiter of each lock the task owns, so its first is whose priority it gets.
 *
 * A release hands the lock to the top waiter at once (rt_mutex_hand_over), so
 * the owner seen by everybody changes exactly once.
 *
 * Locks: only PI futexes in contention come here, so one lock for all chains
 * is enough and makes walking them trivial. Order:
 *	futex bucket -> rt_mutex_chain_lock -> task->pi_lock -> rq->lock
 */
#include <linux/rtmutex.h>
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#define MAX_CHAIN	1024	/* longer ones are taken for a deadlock */

DEFINE_SPINLOCK(rt_mutex_chain_lock);

/* Nice values do not count: such tasks wait in order of arrival. */
static int waiter_prio(const struct task_struct *t)
{
	return min(t->prio, DEFAULT_PRIO) < MAX_RT_PRIO ? t->prio : DEFAULT_PRIO;
}

static bool waiter_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct rt_mutex_waiter, node)->prio <
	       rb_entry(b, struct rt_mutex_waiter, node)->prio;
}

static bool pi_waiter_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct rt_mutex_waiter, pi_node)->prio <
	       rb_entry(b, struct rt_mutex_waiter, pi_node)->prio;
}

static struct rt_mutex_waiter *top_waiter(struct rt_mutex *lock)
{
	return rb_entry_safe(rb_first_cached(&lock->waiters), struct rt_mutex_waiter, node);
}

struct task_struct *rt_mutex_top_waiter(struct rt_mutex *lock)
{
	struct rt_mutex_waiter *top = top_waiter(lock);

	return top ? top->task : NULL;
}

static void owner_forgets(struct task_struct *owner, struct rt_mutex_waiter *waiter)
{
	if (!owner || !waiter || RB_EMPTY_NODE(&waiter->pi_node))
		return;
	rb_erase_cached(&waiter->pi_node, &owner->pi_waiters);
	RB_CLEAR_NODE(&waiter->pi_node);
}

static void owner_learns(struct task_struct *owner, struct rt_mutex_waiter *waiter)
{
	if (owner && waiter)
		rb_add_cached(&waiter->pi_node, &owner->pi_waiters, pi_waiter_less);
}

/* Lend @t the priority of its most important waiter, or take it back. */
static void adjust_prio(struct task_struct *t)
{
	struct rt_mutex_waiter *top;

	top = rb_entry_safe(rb_first_cached(&t->pi_waiters), struct rt_mutex_waiter, pi_node);
	rt_mutex_setprio(t, top && top->prio < MAX_RT_PRIO ? top->task : NULL);
}

/* A waiter's place after its task's priority changed. */
static void requeue_waiter(struct rt_mutex_waiter *waiter)
{
	struct rt_mutex *lock = waiter->lock;

	owner_forgets(lock->owner, top_waiter(lock));
	rb_erase_cached(&waiter->node, &lock->waiters);
	waiter->prio = waiter_prio(waiter->task);
	rb_add_cached(&waiter->node, &lock->waiters, waiter_less);
	owner_learns(lock->owner, top_waiter(lock));
}

/* From @t on: its priority, its place in the queue it waits in, that owner... */
static void adjust_chain(struct task_struct *t)
{
	for (int depth = 0; t && depth < MAX_CHAIN; depth++) {
		struct rt_mutex_waiter *waiter;

		adjust_prio(t);
		waiter = t->pi_blocked_on;
		if (!waiter || waiter->prio == waiter_prio(t))
			return;
		requeue_waiter(waiter);
		t = waiter->lock->owner;
	}
}

static bool would_deadlock(struct rt_mutex *lock, struct task_struct *task)
{
	struct task_struct *owner = lock->owner;

	for (int depth = 0; owner; depth++) {
		struct rt_mutex_waiter *waiter = owner->pi_blocked_on;

		if (owner == task || depth > MAX_CHAIN)
			return true;
		if (!waiter)
			return false;
		owner = waiter->lock->owner;
	}
	return false;
}

void rt_mutex_init_owned(struct rt_mutex *lock, struct task_struct *owner)
{
	lock->waiters = RB_ROOT_CACHED;
	lock->owner = owner;
}

int rt_mutex_enqueue(struct rt_mutex *lock, struct rt_mutex_waiter *waiter,
		     struct task_struct *task)
{
	lockdep_assert_held(&rt_mutex_chain_lock);
	if (would_deadlock(lock, task))
		return -EDEADLK;
	*waiter = (struct rt_mutex_waiter){
		.task = task, .lock = lock, .prio = waiter_prio(task),
	};
	RB_CLEAR_NODE(&waiter->pi_node);
	owner_forgets(lock->owner, top_waiter(lock));
	rb_add_cached(&waiter->node, &lock->waiters, waiter_less);
	owner_learns(lock->owner, top_waiter(lock));
	task->pi_blocked_on = waiter;
	if (lock->owner)
		adjust_chain(lock->owner);
	return 0;
}

static void take_off(struct rt_mutex_waiter *waiter)
{
	struct rt_mutex *lock = waiter->lock;

	owner_forgets(lock->owner, top_waiter(lock));
	rb_erase_cached(&waiter->node, &lock->waiters);
	owner_learns(lock->owner, top_waiter(lock));
	waiter->task->pi_blocked_on = NULL;
	waiter->lock = NULL;
}

/* It gives up. Nothing when it was granted already, or never queued. */
void rt_mutex_dequeue(struct rt_mutex_waiter *waiter)
{
	struct rt_mutex *lock = waiter->lock;

	lockdep_assert_held(&rt_mutex_chain_lock);
	if (!lock)
		return;
	take_off(waiter);
	if (lock->owner)
		adjust_chain(lock->owner);
}

void rt_mutex_set_owner(struct rt_mutex *lock, struct task_struct *owner)
{
	struct task_struct *old = lock->owner;

	lockdep_assert_held(&rt_mutex_chain_lock);
	owner_forgets(old, top_waiter(lock));
	lock->owner = owner;
	owner_learns(owner, top_waiter(lock));
	if (old)
		adjust_chain(old);
	if (owner)
		adjust_chain(owner);
}

struct task_struct *rt_mutex_hand_over(struct rt_mutex *lock)
{
	struct rt_mutex_waiter *top = top_waiter(lock);
	struct task_struct *next = top ? top->task : NULL;

	if (top)
		take_off(top);
	rt_mutex_set_owner(lock, next);
	if (!top)
		return NULL;
	/* From here on @top may vanish, but not its task: it needs our lock. */
	smp_store_release(&top->granted, true);
	wake_up_process(next);
	return next;
}

int rt_mutex_wait(struct rt_mutex_waiter *waiter, struct hrtimer_sleeper *timeout)
{
	int ret = 0;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (smp_load_acquire(&waiter->granted))
			break;
		if (timeout && !READ_ONCE(timeout->task)) {
			ret = -ETIMEDOUT;
			break;
		}
		if (signal_pending(current)) {
			ret = -EINTR;
			break;
		}
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return ret;
}

void rt_mutex_adjust_pi(struct task_struct *t)
{
	if (!READ_ONCE(t->pi_blocked_on))
		return;
	spin_lock(&rt_mutex_chain_lock);
	adjust_chain(t);
	spin_unlock(&rt_mutex_chain_lock);
}
