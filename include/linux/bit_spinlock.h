/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BIT_SPINLOCK_H
#define INCLUDE_LINUX_BIT_SPINLOCK_H

/* A spinlock in one bit of a word that has other uses. */
#include <asm/processor.h>
#include <linux/bitops.h>
#include <linux/preempt.h>

static inline void bit_spin_lock(int bitnum, unsigned long *addr)
{
	preempt_disable();
	while (unlikely(test_and_set_bit_lock(bitnum, addr))) {
		do {
			cpu_relax();
		} while (test_bit(bitnum, addr));
	}
}

static inline int bit_spin_trylock(int bitnum, unsigned long *addr)
{
	preempt_disable();
	if (unlikely(test_and_set_bit_lock(bitnum, addr))) {
		preempt_enable();
		return 0;
	}
	return 1;
}

static inline void bit_spin_unlock(int bitnum, unsigned long *addr)
{
	clear_bit_unlock(bitnum, addr);
	preempt_enable();
}

#define __bit_spin_unlock(bitnum, addr)	bit_spin_unlock(bitnum, addr)

static inline int bit_spin_is_locked(int bitnum, const unsigned long *addr)
{
	return test_bit(bitnum, addr);
}

#endif /* INCLUDE_LINUX_BIT_SPINLOCK_H */
