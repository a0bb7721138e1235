/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files of kernel/futex.
 *
 * Lock order, outermost first:
 *	bucket->lock (two of them: the lower address first)
 *	  rt_mutex_chain_lock
 *	    task->pi_lock, run queues
 *	  mm->page_table_lock (inside the atomic user accesses)
 */
#ifndef KERNEL_FUTEX_FUTEX_H
#define KERNEL_FUTEX_FUTEX_H

#include <linux/atomic.h>
#include <linux/futex.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/rtmutex.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <asm/futex.h>

#define FLAGS_SHARED		0x01	/* look behind the address */
#define FLAGS_CLOCKRT		0x02	/* timeout on CLOCK_REALTIME */
#define FLAGS_HAS_TIMEOUT	0x04

/*
 * What names a futex: within one process the mm and the address, else the
 * inode and the place in it. An inode cannot go while a waiter maps it; that
 * the pointer may mean another inode later costs a spurious wake-up at worst.
 */
struct futex_key {
	const void	*object;	/* mm_struct or inode */
	unsigned long	word;		/* byte offset */
	bool		shared;		/* object is an inode */
};

struct futex_bucket {
	spinlock_t		lock;
	atomic_t		waiters;	/* [A] queued or about to be */
	struct list_head	queue;		/* [b] lock; by priority, then age */
} __aligned(64);

/*
 * A contended PI futex; lives as long as somebody waits for it.
 * [C] rt_mutex_chain_lock, [A] atomic, [I] constant
 */
struct futex_pi_state {
	struct list_head	list;		/* [C] owner->pi_state_list */
	struct rt_mutex		pi_mutex;	/* [C] */
	struct task_struct	*owner;		/* [C] NULL: it died, the word is stale */
	refcount_t		refcount;	/* [A] one for each waiter */
	struct futex_key	key;		/* [I] */
};

/* One waiter; on its stack. [b] bucket lock */
struct futex_q {
	struct list_head	list;		/* [b] */
	struct task_struct	*task;		/* [b] NULL once woken */
	int			prio;		/* [I] place in the queue */
	struct futex_bucket	*bucket;	/* [b] NULL when off the queue */
	struct futex_key	key;		/* [b] */
	u32			bitset;		/* [I] */
	struct futex_pi_state	*pi_state;	/* [b] */
	struct rt_mutex_waiter	*rt_waiter;	/* [I] for requeueing to a PI futex */
	const struct futex_key	*requeue_pi_key; /* [I] to that one only */
};

#define FUTEX_Q_INIT	{ .bitset = FUTEX_BITSET_MATCH_ANY }

/* key.c */
int get_futex_key(u32 __user *uaddr, unsigned int flags, struct futex_key *key, bool write);
static inline bool futex_match(const struct futex_key *a, const struct futex_key *b)
{
	return a->object == b->object && a->word == b->word && a->shared == b->shared;
}
struct futex_bucket *futex_hash(const struct futex_key *key);

/* core.c */
int futex_get_value(u32 *value, u32 __user *uaddr);		/* no fault: -EFAULT */
int fault_in_user_writeable(u32 __user *uaddr);		/* may sleep */
struct futex_bucket *futex_q_lock(struct futex_q *q);
void futex_q_unlock(struct futex_bucket *bucket);
void futex_queue(struct futex_q *q, struct futex_bucket *bucket);	/* keeps the lock */
void futex_unqueue_locked(struct futex_q *q);
bool futex_unqueue(struct futex_q *q);		/* false: somebody woke us */
struct futex_q *futex_top_waiter(struct futex_bucket *bucket, const struct futex_key *key);
void futex_mark_and_wake(struct futex_q *q);
void double_lock_buckets(struct futex_bucket *a, struct futex_bucket *b);
void double_unlock_buckets(struct futex_bucket *a, struct futex_bucket *b);
struct hrtimer_sleeper *futex_setup_timer(const ktime_t *time, struct hrtimer_sleeper *timer,
					  unsigned int flags);
void futex_cancel_timer(struct hrtimer_sleeper *timer);

/* wait.c */
int futex_wait(u32 __user *uaddr, unsigned int flags, u32 val, ktime_t *abs_time, u32 bitset);
int futex_wait_setup(u32 __user *uaddr, u32 val, unsigned int flags, struct futex_q *q,
		     struct futex_bucket **bucket);
void futex_wait_sleep(struct futex_bucket *bucket, struct futex_q *q, struct hrtimer_sleeper *to);

/* wake.c */
int futex_wake(u32 __user *uaddr, unsigned int flags, int nr_wake, u32 bitset);
int futex_wake_op(u32 __user *uaddr1, unsigned int flags, u32 __user *uaddr2,
		  int nr_wake, int nr_wake2, int op);

/* requeue.c */
struct futex_requeue {
	u32 __user	*uaddr1, *uaddr2;
	unsigned int	flags1, flags2;
	int		nr_wake, nr_requeue;
	const u32	*cmpval;	/* NULL: no comparison */
};
int futex_requeue(const struct futex_requeue *r);
void requeue_one(struct futex_q *q, struct futex_bucket *to, const struct futex_key *key);

/* requeue_pi.c */
int futex_requeue_pi(const struct futex_requeue *r);
int futex_wait_requeue_pi(u32 __user *uaddr, unsigned int flags, u32 val, ktime_t *abs_time,
			  u32 bitset, u32 __user *uaddr2);

/* pi.c */
int futex_lock_pi(u32 __user *uaddr, unsigned int flags, ktime_t *time, bool trylock);
int futex_unlock_pi(u32 __user *uaddr, unsigned int flags);
/*
 * Take the futex for @task or find the state to wait on. 1: taken. 0: *ps has
 * a reference. -EFAULT: fault the word in. -EAGAIN: try again. -EBUSY: again,
 * but later (the owner is exiting).
 */
int lock_pi_atomic(u32 __user *uaddr, struct futex_bucket *bucket, const struct futex_key *key,
		   struct futex_pi_state **ps, struct task_struct *task, bool set_waiters);
/* After the wait: 1 when we own the futex and its word says so, 0, or -errno. */
int fixup_pi_owner(u32 __user *uaddr, struct futex_q *q, bool granted);
void unqueue_pi(struct futex_q *q);
int pi_try_again(int err, u32 __user *uaddr);

/* pi_state.c */
int refill_pi_state_cache(void);
struct futex_pi_state *alloc_pi_state(const struct futex_key *key, struct task_struct *owner);
void get_pi_state(struct futex_pi_state *ps);
void put_pi_state(struct futex_pi_state *ps);
void pi_state_set_owner(struct futex_pi_state *ps, struct task_struct *owner);
void exit_pi_state_list(struct task_struct *t);

/* robust.c */
void exit_robust_list(struct task_struct *t);

/* task->futex_state */
enum { FUTEX_STATE_OK, FUTEX_STATE_EXITING, FUTEX_STATE_DEAD };

#endif /* KERNEL_FUTEX_FUTEX_H */
