// SPDX-License-Identifier: GPL-2.0
/* FUTEX_WAKE, FUTEX_WAKE_BITSET, FUTEX_WAKE_OP. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "futex.h"

/* Wake up to @nr waiters of @key; -EINVAL when one of them is a PI waiter. */
static int wake_matching(struct futex_bucket *bucket, const struct futex_key *key,
			 int nr, u32 bitset)
	__must_hold(&bucket->lock)
{
	struct futex_q *q, *next;
	int woken = 0;

	list_for_each_entry_safe(q, next, &bucket->queue, list) {
		if (!futex_match(&q->key, key))
			continue;
		if (q->pi_state || q->rt_waiter)
			return -EINVAL;
		if (!(q->bitset & bitset))
			continue;
		futex_mark_and_wake(q);
		if (++woken >= nr)
			break;
	}
	return woken;
}

/**
 * futex_wake() - wake those who wait on a word
 * @uaddr: the word; not looked at
 * @flags: FLAGS_*
 * @nr_wake: how many at most; at least one is
 * @bitset: those who wait for one of these bits
 *
 * Context: may sleep. Return: how many, or -errno.
 */
int futex_wake(u32 __user *uaddr, unsigned int flags, int nr_wake, u32 bitset)
{
	struct futex_bucket *bucket;
	struct futex_key key;
	int ret;

	if (!bitset)
		return -EINVAL;
	ret = get_futex_key(uaddr, flags, &key, false);
	if (ret)
		return ret;
	bucket = futex_hash(&key);
	/* The caller changed the word before; see futex_q_lock(). */
	smp_mb();
	if (!atomic_read(&bucket->waiters))
		return 0;
	spin_lock(&bucket->lock);
	ret = wake_matching(bucket, &key, nr_wake, bitset);
	spin_unlock(&bucket->lock);
	return ret;
}

/* ---- FUTEX_WAKE_OP ---- */

static int sign_extend_12(unsigned int value)
{
	return (int)(value << 20) >> 20;
}

static int decode_oparg(unsigned int encoded)
{
	int arg = sign_extend_12((encoded >> 12) & 0xfff);

	if (encoded & ((unsigned int)FUTEX_OP_OPARG_SHIFT << 28)) {
		if (arg < 0 || arg > 31)
			pr_info_ratelimited("futex_wake_op: %s tries to shift op by %d; fix this program\n",
					    current->comm, arg);
		arg = 1 << (arg & 31);
	}
	return arg;
}

static int compare(unsigned int encoded, int old)
{
	int with = sign_extend_12(encoded & 0xfff);

	switch ((encoded >> 24) & 15) {
	case FUTEX_OP_CMP_EQ:
		return old == with;
	case FUTEX_OP_CMP_NE:
		return old != with;
	case FUTEX_OP_CMP_LT:
		return old < with;
	case FUTEX_OP_CMP_GE:
		return old >= with;
	case FUTEX_OP_CMP_LE:
		return old <= with;
	case FUTEX_OP_CMP_GT:
		return old > with;
	}
	return -ENOSYS;
}

/* Change the word as @encoded says. Whether the comparison holds, or -errno. */
static int atomic_op(unsigned int encoded, u32 __user *uaddr)
{
	int op = (encoded >> 28) & 7;
	int old, err;

	err = arch_futex_atomic_op_inuser(op, decode_oparg(encoded), &old, uaddr);
	return err ?: compare(encoded, old);
}

static int wake_op_locked(u32 __user *uaddr2, int encoded, struct futex_bucket *bucket1,
			  struct futex_bucket *bucket2, const struct futex_key *key1,
			  const struct futex_key *key2, int nr_wake, int nr_wake2)
{
	int holds = atomic_op(encoded, uaddr2);
	int woken, more;

	if (holds < 0)
		return holds;
	woken = wake_matching(bucket1, key1, nr_wake, FUTEX_BITSET_MATCH_ANY);
	if (woken < 0 || !holds)
		return woken;
	more = wake_matching(bucket2, key2, nr_wake2, FUTEX_BITSET_MATCH_ANY);
	return more < 0 ? more : woken + more;
}

/**
 * futex_wake_op() - change one word, wake waiters of two
 * @uaddr1: wake up to @nr_wake here
 * @flags: FLAGS_*
 * @uaddr2: the word to change; wake @nr_wake2 here if the comparison holds
 * @nr_wake: see above
 * @nr_wake2: see above
 * @op: encoded operation and comparison, see FUTEX_OP()
 *
 * Context: may sleep. Return: how many, or -errno.
 */
int futex_wake_op(u32 __user *uaddr1, unsigned int flags, u32 __user *uaddr2,
		  int nr_wake, int nr_wake2, int op)
{
	struct futex_bucket *bucket1, *bucket2;
	struct futex_key key1, key2;
	int ret;

	for (;;) {
		ret = get_futex_key(uaddr1, flags, &key1, false);
		if (!ret)
			ret = get_futex_key(uaddr2, flags, &key2, true);
		if (ret)
			return ret;
		bucket1 = futex_hash(&key1);
		bucket2 = futex_hash(&key2);
		double_lock_buckets(bucket1, bucket2);
		ret = wake_op_locked(uaddr2, op, bucket1, bucket2, &key1, &key2,
				     nr_wake, nr_wake2);
		double_unlock_buckets(bucket1, bucket2);
		if (ret != -EFAULT)
			return ret;
		ret = fault_in_user_writeable(uaddr2);
		if (ret)
			return ret;
		cond_resched();
	}
}
