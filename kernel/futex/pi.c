// SPDX-License-Identifier: GPL-2.0
/*
 * PI futexes: FUTEX_LOCK_PI, FUTEX_LOCK_PI2, FUTEX_TRYLOCK_PI, FUTEX_UNLOCK_PI.
 *
 * The word holds the owner's thread id, FUTEX_WAITERS when the kernel must be
 * asked to unlock, FUTEX_OWNER_DIED after a robust owner's death. User space
 * takes and releases an uncontended futex by itself.
 *
 * A contended one has a futex_pi_state. Unlocking writes the next owner's id
 * into the word and hands the lock over in one step under the bucket's lock,
 * so word, pi_state->owner and rt_mutex owner agree at any time - but after an
 * owner died: then pi_state->owner is NULL until the new owner has corrected
 * the word (fixup_pi_owner).
 *
 * The word may hold anything a program likes: what does not fit the kernel's
 * state is an error, never believed.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched/task.h>
#include <linux/uaccess.h>

#include "futex.h"

/* Store a new word if it is still @old; -EFAULT or -EAGAIN if not. */
static int update_word(u32 __user *uaddr, u32 old, u32 new)
{
	u32 seen;

	if (futex_atomic_cmpxchg_inatomic(&seen, uaddr, old, new))
		return -EFAULT;
	return seen == old ? 0 : -EAGAIN;
}

/* There are waiters: is the state consistent with the word @value? */
static int attach_to_waiter(struct futex_pi_state *ps, u32 value, struct futex_pi_state **result)
{
	pid_t tid = value & FUTEX_TID_MASK;
	int err = 0;

	if (!ps)
		return -EINVAL;		/* they wait by FUTEX_WAIT */
	spin_lock(&rt_mutex_chain_lock);
	if (!ps->owner)
		err = -EBUSY;		/* the next owner is about to write its id */
	else if (tid != task_pid_vnr(ps->owner) && !(!tid && (value & FUTEX_OWNER_DIED)))
		err = -EINVAL;
	if (!err) {
		get_pi_state(ps);
		*result = ps;
	}
	spin_unlock(&rt_mutex_chain_lock);
	return err;
}

/* The owner is gone or going; has it changed the word meanwhile? */
static int owner_is_gone(u32 __user *uaddr, u32 value)
{
	u32 now;

	if (futex_get_value(&now, uaddr))
		return -EFAULT;
	return now == value ? -ESRCH : -EAGAIN;
}

/* We are the first waiter: the owner is whom the word names. */
static int attach_to_owner(u32 __user *uaddr, u32 value, const struct futex_key *key,
			   struct futex_pi_state **result)
{
	pid_t tid = value & FUTEX_TID_MASK;
	struct task_struct *owner;
	unsigned int state;

	if (!tid)
		return -EAGAIN;
	owner = find_get_task_by_vpid(tid);
	if (!owner)
		return owner_is_gone(uaddr, value);
	if (owner->flags & PF_KTHREAD) {
		put_task_struct(owner);
		return -EPERM;
	}
	spin_lock(&rt_mutex_chain_lock);
	/* Against futex_exit_release(): either it sees our state, or we its. */
	spin_lock(&owner->pi_lock);
	state = owner->futex_state;
	spin_unlock(&owner->pi_lock);
	if (state == FUTEX_STATE_OK)
		*result = alloc_pi_state(key, owner);
	spin_unlock(&rt_mutex_chain_lock);
	put_task_struct(owner);
	if (state == FUTEX_STATE_EXITING)
		return -EBUSY;
	return state == FUTEX_STATE_OK ? 0 : owner_is_gone(uaddr, value);
}

int lock_pi_atomic(u32 __user *uaddr, struct futex_bucket *bucket, const struct futex_key *key,
		   struct futex_pi_state **ps, struct task_struct *task, bool set_waiters)
	__must_hold(&bucket->lock)
{
	pid_t tid = task_pid_vnr(task);
	struct futex_q *top;
	u32 value, new;
	int err;

	if (futex_get_value(&value, uaddr))
		return -EFAULT;
	if ((value & FUTEX_TID_MASK) == tid)
		return -EDEADLK;
	top = futex_top_waiter(bucket, key);
	if (top)
		return attach_to_waiter(top->pi_state, value, ps);
	if (!(value & FUTEX_TID_MASK)) {
		new = (value & FUTEX_OWNER_DIED) | tid | (set_waiters ? FUTEX_WAITERS : 0);
		err = update_word(uaddr, value, new);
		return err ?: 1;
	}
	/* From here on the owner has to ask us to unlock. */
	new = value | FUTEX_WAITERS;
	err = update_word(uaddr, value, new);
	return err ?: attach_to_owner(uaddr, new, key, ps);
}

/* After an error outside of the locks: 0 to try again, else the error. */
int pi_try_again(int err, u32 __user *uaddr)
{
	switch (err) {
	case -EFAULT:
		return fault_in_user_writeable(uaddr);
	case -EBUSY:
		/* Let the exiting one finish, whatever our priority. */
		schedule_timeout_uninterruptible(1);
		return 0;
	case -EAGAIN:
		cond_resched();
		return 0;
	}
	return err;
}

/* Leave the queue, and with it the state. The bucket is locked. */
void unqueue_pi(struct futex_q *q)
{
	struct futex_pi_state *ps = q->pi_state;

	q->pi_state = NULL;
	futex_unqueue_locked(q);
	put_pi_state(ps);
}

/* The last owner died: write our id. Drops and takes the bucket's lock to fault. */
static int write_own_id(u32 __user *uaddr, struct futex_q *q)
	__must_hold(&q->bucket->lock)
{
	struct futex_bucket *bucket = q->bucket;
	u32 value, new;
	int err;

	for (;;) {
		err = futex_get_value(&value, uaddr);
		if (!err) {
			new = task_pid_vnr(current) | FUTEX_WAITERS | (value & FUTEX_OWNER_DIED);
			err = update_word(uaddr, value, new);
		}
		if (!err)
			return 0;
		if (err == -EAGAIN)
			continue;
		/* Nobody can take us off: we are queued until we leave. */
		spin_unlock(&bucket->lock);
		err = fault_in_user_writeable(uaddr);
		spin_lock(&bucket->lock);
		if (err)
			return err;
	}
}

int fixup_pi_owner(u32 __user *uaddr, struct futex_q *q, bool granted)
	__must_hold(&q->bucket->lock)
{
	struct futex_pi_state *ps = q->pi_state;
	int err;

	if (!granted)
		return 0;
	if (ps->owner == current)
		return 1;
	err = write_own_id(uaddr, q);
	spin_lock(&rt_mutex_chain_lock);
	if (err)
		rt_mutex_hand_over(&ps->pi_mutex);	/* let another one try */
	else
		pi_state_set_owner(ps, current);
	spin_unlock(&rt_mutex_chain_lock);
	return err ?: 1;
}

/* Queued on the futex: wait for the lock. 1: we have it; else the error. */
static int wait_for_pi(u32 __user *uaddr, struct futex_q *q, struct futex_bucket *bucket,
		       struct rt_mutex_waiter *waiter, struct hrtimer_sleeper *to)
{
	int ret, fixed;
	bool granted;

	spin_unlock(&bucket->lock);
	if (to)
		hrtimer_sleeper_start(to, hrtimer_get_expires(&to->timer), HRTIMER_MODE_ABS);
	ret = rt_mutex_wait(waiter, to);
	spin_lock(&bucket->lock);
	spin_lock(&rt_mutex_chain_lock);
	granted = waiter->granted;
	rt_mutex_dequeue(waiter);
	spin_unlock(&rt_mutex_chain_lock);
	/* Granted counts, even when the time is over as well. */
	fixed = fixup_pi_owner(uaddr, q, granted);
	unqueue_pi(q);
	return fixed ?: ret;
}

static int enqueue_pi(struct futex_q *q, struct futex_bucket *bucket, struct futex_pi_state *ps,
		      struct rt_mutex_waiter *waiter)
	__must_hold(&bucket->lock)
{
	int err;

	spin_lock(&rt_mutex_chain_lock);
	/* The owner died just now: its word is not corrected yet. */
	err = ps->owner ? rt_mutex_enqueue(&ps->pi_mutex, waiter, current) : -EBUSY;
	spin_unlock(&rt_mutex_chain_lock);
	if (err)
		return err;
	q->pi_state = ps;
	futex_queue(q, bucket);
	return 0;
}

static int lock_pi_once(u32 __user *uaddr, unsigned int flags, bool trylock,
			struct futex_q *q, struct hrtimer_sleeper *to)
{
	struct rt_mutex_waiter waiter;
	struct futex_pi_state *ps = NULL;
	struct futex_bucket *bucket;
	int ret;

	ret = get_futex_key(uaddr, flags, &q->key, true);
	if (ret)
		return ret;
	bucket = futex_q_lock(q);
	ret = lock_pi_atomic(uaddr, bucket, &q->key, &ps, current, false);
	if (!ret && trylock)
		ret = -EWOULDBLOCK;
	if (!ret)
		ret = enqueue_pi(q, bucket, ps, &waiter);
	if (!ret) {
		ret = wait_for_pi(uaddr, q, bucket, &waiter, to);
		spin_unlock(&bucket->lock);
		return ret;
	}
	futex_q_unlock(bucket);
	put_pi_state(ps);
	return ret;
}

/**
 * futex_lock_pi() - take a PI futex user space could not take
 * @uaddr: its word
 * @flags: FLAGS_*
 * @time: absolute limit, or NULL
 * @trylock: do not wait
 *
 * Context: may sleep.
 * Return: 0, -EDEADLK, -ESRCH (the owner is no thread), -EINVAL (the word does
 * not fit the waiters), -ETIMEDOUT, -EWOULDBLOCK, a restart code.
 */
int futex_lock_pi(u32 __user *uaddr, unsigned int flags, ktime_t *time, bool trylock)
{
	struct hrtimer_sleeper timer, *to;
	struct futex_q q = FUTEX_Q_INIT;
	int ret;

	to = futex_setup_timer(time, &timer, flags);
	for (;;) {
		ret = refill_pi_state_cache();
		if (ret)
			break;
		ret = lock_pi_once(uaddr, flags, trylock, &q, to);
		if (ret == -EWOULDBLOCK && trylock)
			break;
		if (ret != -EFAULT && ret != -EBUSY && ret != -EAGAIN)
			break;
		ret = pi_try_again(ret, uaddr);
		if (ret)
			break;
		if (fatal_signal_pending(current)) {
			ret = -EINTR;
			break;
		}
	}
	futex_cancel_timer(to);
	if (ret == 1)
		return 0;
	return ret == -EINTR ? -ERESTARTNOINTR : ret;
}

/* ---- unlocking ---- */

/* There is a waiter: make it the owner, in the word and here. */
static int hand_over(u32 __user *uaddr, u32 value, struct futex_q *top)
{
	struct futex_pi_state *ps = top->pi_state;
	struct task_struct *next;
	int err = -EINVAL;

	if (!ps)
		return -EINVAL;
	spin_lock(&rt_mutex_chain_lock);
	if (ps->owner != current)
		goto out;
	next = rt_mutex_top_waiter(&ps->pi_mutex);
	/* None: all of them are just giving up. */
	err = update_word(uaddr, value, next ? FUTEX_WAITERS | task_pid_vnr(next) : 0);
	if (err)
		goto out;
	pi_state_set_owner(ps, next);
	rt_mutex_hand_over(&ps->pi_mutex);
out:
	spin_unlock(&rt_mutex_chain_lock);
	return err;
}

static int unlock_pi_once(u32 __user *uaddr, unsigned int flags)
{
	struct futex_bucket *bucket;
	struct futex_key key;
	struct futex_q *top;
	u32 value;
	int err;

	if (get_user(value, uaddr))
		return -EFAULT;
	if ((value & FUTEX_TID_MASK) != task_pid_vnr(current))
		return -EPERM;
	err = get_futex_key(uaddr, flags, &key, true);
	if (err)
		return err;
	bucket = futex_hash(&key);
	spin_lock(&bucket->lock);
	top = futex_top_waiter(bucket, &key);
	if (top)
		err = hand_over(uaddr, value, top);
	else
		err = update_word(uaddr, value, 0);
	spin_unlock(&bucket->lock);
	return err;
}

/**
 * futex_unlock_pi() - release a PI futex that may have waiters
 * @uaddr: its word, which must name the caller
 * @flags: FLAGS_*
 *
 * Context: may sleep. Return: 0, -EPERM, -EINVAL, -EFAULT.
 */
int futex_unlock_pi(u32 __user *uaddr, unsigned int flags)
{
	for (;;) {
		int err = unlock_pi_once(uaddr, flags);

		if (err != -EFAULT && err != -EAGAIN)
			return err;
		err = pi_try_again(err, uaddr);
		if (err)
			return err;
	}
}
