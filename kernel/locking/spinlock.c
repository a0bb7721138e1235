// SPDX-License-Identifier: GPL-2.0
/*
 * The waiting part of spinlocks. The uncontended path is inline; what is here
 * runs only when another virtual CPU holds the lock.
 *
 * A virtual CPU is a host thread, so the holder may have been descheduled by
 * the host in the middle of its critical section: after a short spin we give
 * the host CPU away rather than burn the holder's time.
 *
 * rwlocks prefer readers, as tasklist_lock wants it: a reader may take the
 * lock again while a writer is waiting.
 */
#include <linux/spinlock.h>
#include <linux/sched.h>

#define SPINS_BEFORE_YIELD	256

/* The machine lends the host CPU to somebody else for a moment. */
void __weak arch_spin_yield(void)
{
}

static void spin_pause(unsigned int *spins)
{
	if (++*spins < SPINS_BEFORE_YIELD) {
		cpu_relax();
		return;
	}
	*spins = 0;
	arch_spin_yield();
}

/**
 * spin_lock_contended() - take a spinlock somebody else holds
 * @lock: the lock
 *
 * Context: any; the caller has counted the lock already (preempt_disable()).
 */
void spin_lock_contended(spinlock_t *lock)
{
	unsigned int spins = 0;

	do {
		while (READ_ONCE(lock->locked))
			spin_pause(&spins);
	} while (!__spin_try(lock));
}

/* The same for a reader; waits for the writer to leave. */
void read_lock_contended(rwlock_t *lock)
{
	unsigned int spins = 0;

	while (!__read_try(lock))
		spin_pause(&spins);
}

/* The same for a writer; waits until nobody is inside. */
void write_lock_contended(rwlock_t *lock)
{
	unsigned int spins = 0;

	while (!__write_try(lock))
		spin_pause(&spins);
}
