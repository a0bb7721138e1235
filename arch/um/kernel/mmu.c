// SPDX-License-Identifier: GPL-2.0
/*
 * Guest address spaces and their host processes: birth, fork, exec, end.
 *
 * An mm gets its host process late: a fresh one when a task enters the guest in it
 * for the first time (exec), a copy of the parent's when copy_thread() runs (fork).
 * Until then nothing of it is mapped anywhere.
 */
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <asm/machine.h>

int init_new_context(struct task_struct *t, struct mm_struct *mm)
{
	mm_context_t *context = &mm->context;

	memset(context, 0, sizeof(*context));
	spin_lock_init(&context->lock);
	context->state = MM_CONTEXT_FRESH;
	return 0;
}

int dup_context(struct mm_struct *mm, struct mm_struct *old)
{
	mm->context.state = MM_CONTEXT_FORKING;
	return 0;
}

void destroy_context(struct mm_struct *mm)
{
	os_space_destroy(&mm->context.space);
}

/* A host process for current in @mm, instead of the one it has. */
static int move_to(struct mm_struct *mm)
{
	struct host_task *host = &current->thread.host;
	int err;

	os_task_destroy(host);
	memset(host, 0, sizeof(*host));
	err = os_space_create(&mm->context.space, host);
	if (err)
		return err;
	spin_lock(&mm->context.lock);
	mm->context.state = MM_CONTEXT_LIVE;
	spin_unlock(&mm->context.lock);
	return 0;
}

int activate_mm(struct mm_struct *old, struct mm_struct *mm)
{
	return move_to(mm);
}

/*
 * Before guest code runs.  A thread that was never given a host process in its mm
 * can only be the first of a fresh one.
 */
int ensure_host_task(void)
{
	struct host_task *host = &current->thread.host;
	struct mm_struct *mm = current->mm;

	if (likely(host->space == &mm->context.space))
		return host->pid > 0 ? 0 : -ESRCH;
	if (mm->context.state == MM_CONTEXT_LIVE)
		return -ESRCH;
	return move_to(mm);
}
