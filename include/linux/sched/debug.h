/* SPDX-License-Identifier: GPL-2.0 */
/* Showing where a task is: arch/um/kernel/oops.c. Context: any. */
#ifndef INCLUDE_LINUX_SCHED_DEBUG_H
#define INCLUDE_LINUX_SCHED_DEBUG_H

struct pt_regs;
struct task_struct;

/* The kernel stack of @task; NULL is the caller's. @sp is not needed here. */
void show_stack(struct task_struct *task, unsigned long *sp, const char *log_lvl);
void show_regs(struct pt_regs *regs);

#endif /* INCLUDE_LINUX_SCHED_DEBUG_H */
