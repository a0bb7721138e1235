/* SPDX-License-Identifier: GPL-2.0 */
/* The first task: built by the linker, becomes the boot CPU's idle task. */
#ifndef INCLUDE_LINUX_INIT_TASK_H
#define INCLUDE_LINUX_INIT_TASK_H

#include <linux/sched.h>
#include <linux/sched/signal.h>

extern struct signal_struct init_signals;
extern struct sighand_struct init_sighand;

union thread_union {
	struct thread_info	thread_info;
	unsigned long		stack[THREAD_SIZE / sizeof(long)];
};
extern union thread_union init_thread_union;	/* THREAD_SIZE aligned */

#endif /* INCLUDE_LINUX_INIT_TASK_H */
