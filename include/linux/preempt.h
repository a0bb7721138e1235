/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PREEMPT_H
#define INCLUDE_LINUX_PREEMPT_H

/*
 * Kernel code is never preempted, so these only count: a debug build uses the
 * count to find code that sleeps with a spinlock held.
 */
#include <asm/thread_info.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define preempt_count()		(current_thread_info()->preempt_count)

static __always_inline void preempt_disable(void)
{
	current_thread_info()->preempt_count++;
	barrier();
}

static __always_inline void preempt_enable(void)
{
	barrier();
	current_thread_info()->preempt_count--;
}

#define preempt_enable_no_resched()	preempt_enable()
#define preempt_disable_notrace()	preempt_disable()
#define preempt_enable_notrace()	preempt_enable()
#define in_atomic()			(preempt_count() != 0)
#define preemptible()			(preempt_count() == 0)

#endif /* INCLUDE_LINUX_PREEMPT_H */
