/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts are host events taken at known points: arch/um/kernel/irq.c.
 * A handler runs on the current kernel stack and must not sleep.
 */
#ifndef INCLUDE_LINUX_INTERRUPT_H
#define INCLUDE_LINUX_INTERRUPT_H

#include <linux/types.h>

struct seq_file;

typedef enum { IRQ_NONE, IRQ_HANDLED } irqreturn_t;
typedef irqreturn_t (*irq_handler_t)(int irq, void *dev);

enum um_irq_type { IRQ_READ, IRQ_WRITE };

#define UM_IRQ_DYNAMIC	(-1)
/*
 * Watch host descriptor @fd; @handler is called when it is readable (writable)
 * and must drain it or um_irq_disable() it. Returns the irq number or -errno.
 */
int um_request_irq(int irq, int fd, enum um_irq_type type, irq_handler_t handler, const char *name, void *dev);
void um_free_irq(int irq, void *dev);
void um_irq_disable(int irq);			/* level triggered: stop watching */
void um_irq_enable(int irq);
bool in_interrupt(void);
int show_interrupts(struct seq_file *m);
extern const unsigned int nr_irqs;
unsigned long kstat_irqs(unsigned int irq);	/* times taken, on all CPUs */

#endif /* INCLUDE_LINUX_INTERRUPT_H */
