// SPDX-License-Identifier: GPL-2.0
/*
 * Virtual CPUs among themselves.
 */
#include <linux/smp.h>
#include <os_vcpu.h>

/* Make @cpu look at its run queue and timers. */
void smp_send_reschedule(int cpu)
{
	os_kick(cpu);
}
