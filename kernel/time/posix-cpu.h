/* SPDX-License-Identifier: GPL-2.0 */
/* The timers of CPU clocks, for the table of their clock. */
#ifndef KERNEL_TIME_POSIX_CPU_H
#define KERNEL_TIME_POSIX_CPU_H

#include <linux/posix-timers.h>

int posix_cpu_timer_create(struct k_itimer *timer);
void posix_cpu_timer_arm(struct k_itimer *timer, ktime_t value, bool absolute, bool notify);
int posix_cpu_timer_try_cancel(struct k_itimer *timer);
u64 posix_cpu_timer_forward(struct k_itimer *timer, ktime_t now);
void posix_cpu_timer_rearm(struct k_itimer *timer);
ktime_t posix_cpu_timer_expiry(struct k_itimer *timer);
ktime_t posix_cpu_timer_now(struct k_itimer *timer);
void posix_cpu_timer_delete(struct k_itimer *timer);

#endif /* KERNEL_TIME_POSIX_CPU_H */
