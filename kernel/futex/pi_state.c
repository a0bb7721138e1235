// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's idea of a contended PI futex: who owns it, who waits. It exists
 * as long as there are waiters; each has a reference. It is on its owner's
 * list, so that an owner that dies can hand it on.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "futex.h"

/* Allocate before the locks are taken. 0 or -ENOMEM. */
int refill_pi_state_cache(void)
{
	if (!current->pi_state_cache)
		current->pi_state_cache = kzalloc(sizeof(struct futex_pi_state), GFP_KERNEL);
	return current->pi_state_cache ? 0 : -ENOMEM;
}

/* Under rt_mutex_chain_lock; the caller has refilled the cache. */
struct futex_pi_state *alloc_pi_state(const struct futex_key *key, struct task_struct *owner)
{
	struct futex_pi_state *ps = current->pi_state_cache;

	current->pi_state_cache = NULL;
	rt_mutex_init_owned(&ps->pi_mutex, owner);
	refcount_set(&ps->refcount, 1);
	ps->key = *key;
	ps->owner = owner;
	list_add(&ps->list, &owner->pi_state_list);
	return ps;
}

void get_pi_state(struct futex_pi_state *ps)
{
	WARN_ON_ONCE(!refcount_inc_not_zero(&ps->refcount));
}

void put_pi_state(struct futex_pi_state *ps)
{
	if (!ps || !refcount_dec_and_test(&ps->refcount))
		return;
	spin_lock(&rt_mutex_chain_lock);
	pi_state_set_owner(ps, NULL);
	rt_mutex_set_owner(&ps->pi_mutex, NULL);
	spin_unlock(&rt_mutex_chain_lock);
	kfree(ps);
}

/* Under rt_mutex_chain_lock. */
void pi_state_set_owner(struct futex_pi_state *ps, struct task_struct *owner)
{
	if (ps->owner)
		list_del_init(&ps->list);
	ps->owner = owner;
	if (owner)
		list_add(&ps->list, &owner->pi_state_list);
}

/*
 * @t dies, or gives up its memory, owning PI futexes. Each goes to its top
 * waiter, who writes the word when it runs: we may not have that memory.
 */
void exit_pi_state_list(struct task_struct *t)
{
	struct futex_pi_state *ps;

	spin_lock(&rt_mutex_chain_lock);
	while ((ps = list_first_entry_or_null(&t->pi_state_list, struct futex_pi_state, list))) {
		pi_state_set_owner(ps, NULL);
		rt_mutex_hand_over(&ps->pi_mutex);
	}
	spin_unlock(&rt_mutex_chain_lock);
}
