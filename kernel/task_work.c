// SPDX-License-Identifier: GPL-2.0
/*
 * task_work.c: callbacks that a task runs itself at a point where it holds no
 * locks. Closing a file for the last time is done here, for one: the release
 * may sleep and take any lock, while fput() is called from anywhere.
 *
 * task->task_works is a lock-free stack: anyone pushes, only the task takes all.
 * When the task has exited it holds WORK_EXITED and pushing fails.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/task_work.h>

static struct callback_head work_exited;
#define WORK_EXITED	(&work_exited)

/**
 * task_work_add - have a task call a function
 * @task: referenced by the caller, or current
 * @work: prepared by init_task_work(); belongs to the task until it runs
 * @notify: how the task is made to look
 *
 * Context: any.
 * Return: 0, or -ESRCH when the task has exited.
 */
int task_work_add(struct task_struct *task, struct callback_head *work,
		  enum task_work_notify_mode notify)
{
	struct callback_head *head = READ_ONCE(task->task_works);

	do {
		if (head == WORK_EXITED)
			return -ESRCH;
		work->next = head;
	} while (!try_cmpxchg(&task->task_works, &head, work));

	switch (notify) {
	case TWA_NONE:
		break;
	case TWA_RESUME:
		set_tsk_thread_flag(task, TIF_NOTIFY_RESUME);
		break;
	case TWA_SIGNAL:
		set_tsk_thread_flag(task, TIF_NOTIFY_RESUME);
		set_tsk_thread_flag(task, TIF_NOTIFY_SIGNAL);
		signal_wake_up(task, false);
		break;
	}
	return 0;
}

/* First added, first run: the stack has them the other way round. */
static struct callback_head *reverse(struct callback_head *work)
{
	struct callback_head *list = NULL, *next;

	for (; work; work = next) {
		next = work->next;
		work->next = list;
		list = work;
	}
	return list;
}

static void run_works(struct callback_head *at_end)
{
	for (;;) {
		struct callback_head *work = READ_ONCE(current->task_works), *next;

		while (!try_cmpxchg(&current->task_works, &work, work ? NULL : at_end))
			;
		if (!work)
			return;
		for (work = reverse(work); work; work = next) {
			next = work->next;
			work->func(work);
			cond_resched();
		}
	}
}

/**
 * task_work_run - run what is queued for current
 *
 * Context: may sleep; no locks held.
 */
void task_work_run(void)
{
	if (READ_ONCE(current->task_works) && READ_ONCE(current->task_works) != WORK_EXITED)
		run_works(NULL);
}

void exit_task_work(struct task_struct *task)
{
	run_works(WORK_EXITED);
}
