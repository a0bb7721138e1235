// SPDX-License-Identifier: GPL-2.0
/*
 * Finished requests of the host half's I/O threads: one interrupt for all
 * drivers that use os_aio_submit(); each request says who wants to know.
 */
#include <linux/init.h>
#include <linux/interrupt.h>

#include <asm/irq.h>
#include <os_aio.h>

static irqreturn_t aio_interrupt(int irq, void *dev)
{
	struct os_aio *aio = os_aio_reap(), *next;

	for (; aio; aio = next) {
		next = aio->next;
		aio->done(aio);
	}
	return IRQ_HANDLED;
}

static int __init aio_irq_init(void)
{
	int err = um_request_irq(UBD_IRQ, os_aio_eventfd(), IRQ_READ, aio_interrupt, "ubd", NULL);

	return err < 0 ? err : 0;
}
arch_initcall(aio_irq_init);
