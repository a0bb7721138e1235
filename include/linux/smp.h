/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SMP_H
#define INCLUDE_LINUX_SMP_H

#include <asm/thread_info.h>
#include <linux/threads.h>

/* The CPU this code runs on; constant until the next point that may sleep. */
#define raw_smp_processor_id()	(current_thread_info()->cpu)
#define smp_processor_id()	raw_smp_processor_id()
#define get_cpu()		({ preempt_disable(); smp_processor_id(); })
#define put_cpu()		preempt_enable()

/* Stop the other CPUs for good (panic). The machine has the true one. */
void smp_send_stop(void);

#include <linux/preempt.h>

/* The machine's: make that CPU look at its events and at need_resched() soon. */
void smp_send_reschedule(int cpu);
void smp_send_stop(void);		/* a panic: the other CPUs show where they are and stop */
void smp_init(void);			/* start the other CPUs */

#endif /* INCLUDE_LINUX_SMP_H */
