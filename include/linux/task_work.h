/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work a task does itself, later, where it holds no locks: before it returns to
 * the guest or when it exits. kernel/task_work.c
 *
 * The machine calls task_work_run() when TIF_NOTIFY_RESUME is set on the way to
 * the guest (after clearing the flag); do_exit() calls exit_task_work() after
 * the task has given up its files.
 */
#ifndef INCLUDE_LINUX_TASK_WORK_H
#define INCLUDE_LINUX_TASK_WORK_H

#include <linux/sched.h>

typedef void (*task_work_func_t)(struct callback_head *work);

static inline void init_task_work(struct callback_head *work, task_work_func_t func)
{
	work->func = func;
}

enum task_work_notify_mode {
	TWA_NONE,	/* someone else makes sure that it runs */
	TWA_RESUME,	/* at the latest on return to the guest */
	TWA_SIGNAL,	/* and sleeps are interrupted for it */
};

int task_work_add(struct task_struct *task, struct callback_head *work,
		  enum task_work_notify_mode notify);
void task_work_run(void);
static inline bool task_work_pending(struct task_struct *task)
{
	return READ_ONCE(task->task_works);
}
/* The last time; later additions fail. */
void exit_task_work(struct task_struct *task);

#endif /* INCLUDE_LINUX_TASK_WORK_H */
