// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting for a bit to clear (page and buffer locks, inode states) or for a
 * variable to change, without a wait queue in each object: the address selects
 * one of a few shared queues, and a waiter ignores wake-ups that are not for
 * its own bit.
 *
 * Who clears a bit calls wake_up_bit() after it, with a full barrier between;
 * clear_and_wake_up_bit() is both.
 */
#include <linux/wait.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include "sched.h"

#define BIT_WAIT_SHIFT	8

static wait_queue_head_t bit_wait_table[1 << BIT_WAIT_SHIFT];

struct bit_waiter {
	wait_queue_entry_t	wqe;
	const unsigned long	*word;
	int			bit;
};

struct bit_key {
	const unsigned long	*word;
	int			bit;
};

/* Called by sched_init(), before anything can wait. */
void __init wait_bit_init(void)
{
	for (int i = 0; i < 1 << BIT_WAIT_SHIFT; i++)
		init_waitqueue_head(&bit_wait_table[i]);
}

/* The queue shared by that bit and some others. */
wait_queue_head_t *bit_waitqueue(unsigned long *word, int bit)
{
	return &bit_wait_table[hash_long((unsigned long)word << 6 | (bit & 63),
					 BIT_WAIT_SHIFT)];
}

static int wake_bit_function(wait_queue_entry_t *wqe, unsigned int mode, int flags, void *arg)
{
	struct bit_waiter *w = container_of(wqe, struct bit_waiter, wqe);
	const struct bit_key *key = arg;

	if (w->word != key->word || w->bit != key->bit || test_bit(key->bit, key->word))
		return 0;
	return autoremove_wake_function(wqe, mode, flags, arg);
}

static void bit_waiter_init(struct bit_waiter *w, unsigned long *word, int bit, int flags)
{
	init_wait_entry(&w->wqe, flags);
	w->wqe.func = wake_bit_function;
	w->word = word;
	w->bit = bit;
}

static int wait_on_bit_jiffies(unsigned long *word, int bit, unsigned int mode, long timeout)
{
	wait_queue_head_t *wq = bit_waitqueue(word, bit);
	struct bit_waiter w;
	int ret = 0;

	bit_waiter_init(&w, word, bit, 0);
	for (;;) {
		prepare_to_wait(wq, &w.wqe, mode);
		if (!test_bit(bit, word))
			break;
		if (signal_pending_state(mode, current)) {
			ret = -EINTR;
			break;
		}
		if (!timeout) {
			ret = -EAGAIN;
			break;
		}
		timeout = schedule_timeout(timeout);
	}
	finish_wait(wq, &w.wqe);
	return ret;
}

/**
 * wait_on_bit() - wait until a bit is clear
 * @word: where
 * @bit: which
 * @mode: TASK_*
 *
 * Context: may sleep.
 * Return: 0, or -EINTR when @mode allows signals and one came.
 */
int wait_on_bit(unsigned long *word, int bit, unsigned int mode)
{
	might_sleep();
	if (!test_bit_acquire(bit, word))
		return 0;
	return wait_on_bit_jiffies(word, bit, mode, MAX_SCHEDULE_TIMEOUT);
}

/* The same for at most @timeout jiffies, then -EAGAIN. */
int wait_on_bit_timeout(unsigned long *word, int bit, unsigned int mode, unsigned long timeout)
{
	might_sleep();
	if (!test_bit_acquire(bit, word))
		return 0;
	return wait_on_bit_jiffies(word, bit, mode, timeout);
}

/**
 * wait_on_bit_lock() - wait until a bit is clear, and set it
 * @word: where
 * @bit: which
 * @mode: TASK_*
 *
 * Waiters are exclusive: each wake-up lets one of them try.
 *
 * Context: may sleep.
 * Return: 0 with the bit set by us, or -EINTR.
 */
int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode)
{
	wait_queue_head_t *wq = bit_waitqueue(word, bit);
	struct bit_waiter w;
	int ret = 0;

	might_sleep();
	if (!test_and_set_bit(bit, word))
		return 0;
	bit_waiter_init(&w, word, bit, WQ_FLAG_EXCLUSIVE);
	for (;;) {
		prepare_to_wait_exclusive(wq, &w.wqe, mode);
		if (!test_and_set_bit(bit, word))
			break;
		if (signal_pending_state(mode, current)) {
			ret = -EINTR;
			break;
		}
		schedule();
	}
	finish_wait(wq, &w.wqe);
	/* A wake-up may have been spent on us as we gave up: pass it on. */
	if (ret && !test_bit(bit, word))
		wake_up_bit(word, bit);
	return ret;
}

/**
 * wake_up_bit() - a bit was cleared
 * @word: where
 * @bit: which
 *
 * Context: any.
 */
void wake_up_bit(unsigned long *word, int bit)
{
	struct bit_key key = { word, bit };
	wait_queue_head_t *wq = bit_waitqueue(word, bit);

	if (wq_has_sleeper(wq))
		__wake_up(wq, TASK_NORMAL, 1, &key);
}

void clear_and_wake_up_bit(int bit, unsigned long *word)
{
	clear_bit_unlock(bit, word);
	wake_up_bit(word, bit);
}

/* Variables share the table; their waiters check the condition themselves. */
wait_queue_head_t *__var_waitqueue(void *var)
{
	return &bit_wait_table[hash_ptr(var, BIT_WAIT_SHIFT)];
}

void wake_up_var(void *var)
{
	wait_queue_head_t *wq = __var_waitqueue(var);
	struct bit_key key = { var, -1 };

	if (wq_has_sleeper(wq))
		__wake_up(wq, TASK_NORMAL, 0, &key);
}
