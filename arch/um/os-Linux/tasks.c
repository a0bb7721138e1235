// SPDX-License-Identifier: GPL-2.0
/*
 * Lists of tasks that have a host process: those of each space, and all of the
 * machine, which must be killed before a reboot.
 */
#include <pthread.h>
#include <sched.h>
#include "engine_ops.h"
#include "internal.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct host_task all_tasks = {		/* [lock] */
	.all_next = &all_tasks, .all_prev = &all_tasks,
};

void task_link(struct host_task *task, struct host_space *space, int pid,
	       int host_cpu)
{
	pthread_mutex_lock(&lock);
	task->pid = pid;
	task->space = space;
	task->self = task;
	task->host_cpu = host_cpu;
	task->owner = vcpu_number();
	task->claimed = 0;
	task->loaded.cs = 0;		/* no run can want this */
	task->prev = NULL;
	task->next = space->tasks;
	if (task->next)
		task->next->prev = task;
	space->tasks = task;
	task->all_next = all_tasks.all_next;
	task->all_prev = &all_tasks;
	task->all_next->all_prev = task;
	all_tasks.all_next = task;
	pthread_mutex_unlock(&lock);
}

void task_unlink(struct host_task *task)
{
	pthread_mutex_lock(&lock);
	if (task->next)
		task->next->prev = task->prev;
	if (task->prev)
		task->prev->next = task->next;
	else
		task->space->tasks = task->next;
	task->all_next->all_prev = task->all_prev;
	task->all_prev->all_next = task->all_next;
	task->space = NULL;
	pthread_mutex_unlock(&lock);
}

void task_claim(struct host_task *task)
{
	while (!task_try_claim(task))
		sched_yield();
}

int task_try_claim(struct host_task *task)
{
	return !__atomic_exchange_n(&task->claimed, 1, __ATOMIC_ACQUIRE);
}

void task_release(struct host_task *task)
{
	__atomic_store_n(&task->claimed, 0, __ATOMIC_RELEASE);
}

/*
 * A process of the space that is not in use, claimed; best one that this thread owns.
 * *@err is set where there is none.
 */
struct host_task *task_claim_any(struct host_space *space, int *err)
{
	struct host_task *task, *found = NULL;

	*err = -ESRCH;
	pthread_mutex_lock(&lock);
	for (task = space->tasks; task; task = task->next) {
		if (task->pid <= 0)
			continue;
		*err = -EBUSY;
		if ((found && task->owner != vcpu_number()) || !task_try_claim(task))
			continue;
		if (found)
			task_release(found);
		found = task;
		if (task->owner == vcpu_number())
			break;
	}
	pthread_mutex_unlock(&lock);
	return found;
}

/* Nobody may be left over: the next kernel would not know them. */
void tasks_kill_all(void)
{
	struct host_task *task;

	pthread_mutex_lock(&lock);
	for (task = all_tasks.all_next; task != &all_tasks; task = task->all_next)
		if (task->pid > 0)
			reaper_kill(task->pid);
	pthread_mutex_unlock(&lock);
}
