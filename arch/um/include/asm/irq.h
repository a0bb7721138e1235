/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupt numbers, and the points at which interrupts are taken.
 */
#ifndef ARCH_UM_ASM_IRQ_H
#define ARCH_UM_ASM_IRQ_H

#include <linux/smp.h>
#include <linux/types.h>
#include <os_vcpu.h>

#define TIMER_IRQ	0
#define UBD_IRQ		2
#define MCONSOLE_IRQ	5
#define WINCH_IRQ	6
#define TELNETD_IRQ	8
#define XTERM_IRQ	9
#define RANDOM_IRQ	10
#define VECTOR_BASE_IRQ	12
#define VECTOR_IRQ_SPACE 8
#define DYNAMIC_IRQ_BASE (VECTOR_BASE_IRQ + VECTOR_IRQ_SPACE)
#define NR_IRQS		128

/* Has the host something for this CPU?  Cheap enough for any loop. */
static inline bool arch_events_pending(void)
{
	return __atomic_load_n(&um_vcpus[raw_smp_processor_id()].pending,
			       __ATOMIC_RELAXED);
}

/*
 * The next timer shall set the above even while kernel code runs; otherwise
 * only guest code is sure to be interrupted.
 */
static inline void arch_timer_arm(void)
{
	os_timer_arm(raw_smp_processor_id());
}

/*
 * Take the interrupts and timers that are due: arch/um/kernel/irq.c.
 * Context: no spinlock held; does not sleep.
 */
void arch_handle_events(void);

#endif /* ARCH_UM_ASM_IRQ_H */
