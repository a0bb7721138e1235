// SPDX-License-Identifier: GPL-2.0
/*
 * Spaces and tasks of the seccomp engine: creation, fork, end.
 *
 * Every host process is a child of ours (CLONE_PARENT), made by a mapper: that of
 * the zygote makes mappers of empty spaces, that of a space its tasks and, for a
 * fork, the mapper of a copy.  A task never has a descriptor.
 */
#include <sched.h>
#include <sys/mman.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#define ZYGOTE	0		/* its space */

#define CLONE_MAPPER	(CLONE_PARENT | CLONE_FILES | CLONE_FS)
#define CLONE_TASK	(CLONE_PARENT | CLONE_VM | CLONE_FS)

static int error_of(int err)
{
	return err == -ENOMEM ? -ENOMEM : -EAGAIN;
}

/* A mapper for @space, cloned by that of @from.  Context: lock of @from held. */
static int make_mapper(int from, int space, unsigned int *done)
{
	const long arg[6] = { CLONE_MAPPER, 0, 0, 0, command_offset(space) };
	int pid;

	mapper_prepare(space);
	pid = mapper_clone(from, done, arg);
	if (pid > 0)
		mapper_set(space, pid, mapper_host_cpu(from));
	return pid;
}

static void end_mapper(int space)
{
	int pid = mapper_pid(space);

	if (pid > 0)
		reaper_kill_then(pid, space_put, space);
	mapper_set(space, 0, -1);
}

static void add_slot(int space, int slot)
{
	mapper_add(space, SYS_mmap, (const long[6]){
		slot_address(slot), SLOT_SIZE, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_FIXED, stub_fd, slot_offset(slot) });
}

/* Out of a forked space with the parent's slots. */
static void add_forget_slots(int space)
{
	mapper_add(space, SYS_munmap, (const long[6]){
		UM_STUB_TASKS, (unsigned long)NR_SLOTS * SLOT_SIZE });
}

/* A host process for @task.  Context: the mapper's lock held. */
static int make_task(struct host_task *task, struct host_space *space,
		     struct host_task *from)
{
	int fresh, pid, slot = slot_get(space->slot, &fresh);
	unsigned int done;

	if (slot < 0)
		return slot;
	task->slot = slot;
	frame_prepare(task, from);
	if (fresh)
		add_slot(space->slot, slot);
	pid = mapper_clone(space->slot, &done, (const long[6]){
		CLONE_TASK, 0, slot_address(slot) });
	if (pid < 0) {
		slot_put(slot);
		return error_of(pid);
	}
	task_link(task, space, pid, mapper_host_cpu(space->slot));
	return 0;
}

static int make_space(struct host_space *space, struct host_task *task,
		      int nr, struct host_task *parent)
{
	int err;

	space->tasks = NULL;
	space->slot = nr;
	space->empty = !parent;
	mapper_lock(nr);
	if (parent)
		add_forget_slots(nr);
	err = make_task(task, space, parent);
	mapper_unlock(nr);
	if (err) {
		end_mapper(nr);
		space->slot = 0;
	}
	return err;
}

static int space_create(struct host_space *space, struct host_task *task)
{
	int pid, nr = space_reuse();
	unsigned int done;

	if (nr) {
		mapper_forget(nr);
		if (!make_space(space, task, nr, NULL))
			return 0;
	}
	nr = space_get();
	if (nr < 0)
		return nr;
	mapper_lock(ZYGOTE);
	pid = make_mapper(ZYGOTE, nr, &done);
	mapper_unlock(ZYGOTE);
	if (pid < 0) {
		space_put(nr);
		return error_of(pid);
	}
	return make_space(space, task, nr, NULL);
}

static int space_clone(struct host_space *space, struct host_task *task,
		       struct host_task *parent, const struct um_map_op *ops,
		       unsigned int nr, unsigned int *done)
{
	int from = parent->space->slot;
	int pid, copy = space_get();

	*done = 0;
	if (copy < 0)
		return copy;
	mapper_lock(from);
	pid = mapper_add_maps(from, ops, nr);
	if (!pid)
		pid = make_mapper(from, copy, done);
	mapper_unlock(from);
	if (pid < 0) {
		space_put(copy);
		return *done < nr ? pid : error_of(pid);
	}
	*done = nr;
	return make_space(space, task, copy, parent);
}

static void space_destroy(struct host_space *space)
{
	int nr = space->slot;

	space->slot = 0;
	if (nr <= 0)
		return;
	if (!space->empty || mapper_pid(nr) <= 0 || !space_retire(nr))
		end_mapper(nr);
}

static int task_create(struct host_task *task, struct host_task *from)
{
	struct host_space *space = from->space;
	int err;

	mapper_lock(space->slot);
	err = make_task(task, space, from);
	mapper_unlock(space->slot);
	return err;
}

static void task_destroy(struct host_task *task)
{
	if (task->pid > 0)
		reaper_kill_then(task->pid, slot_put, task->slot);
	task->pid = 0;
	if (task->space)
		task_unlink(task);
}

/* Without a mapper nothing could be taken from the tasks: they go too, now. */
static void end_tasks(struct host_space *space)
{
	struct host_task *task;

	for (task = space->tasks; task; task = task->next) {
		if (task->pid <= 0)
			continue;
		reaper_kill_then(task->pid, slot_put, task->slot);
		task->pid = -1;
	}
	reaper_wait();
}

static int is_everything(const struct um_map_op *op)
{
	return op->type == UM_UNMAP && !op->va && op->len == UM_STUB_START;
}

static int map_apply(struct host_space *space, const struct um_map_op *ops,
		     unsigned int nr, unsigned int *done)
{
	int err;

	*done = 0;
	if (space->slot <= 0)
		return -ESRCH;
	mapper_lock(space->slot);
	space->empty = 0;
	err = mapper_add_maps(space->slot, ops, nr);
	if (!err)
		err = mapper_run(space->slot, done);
	mapper_unlock(space->slot);
	if (err == -ESRCH || (err && *done < nr && is_everything(&ops[*done]))) {
		end_tasks(space);
		return -ESRCH;
	}
	space->empty = !err && nr == 1 && is_everything(ops);
	return err;
}

static void task_answers(struct host_task *task, const struct um_answers *answers)
{
	if (task->pid > 0)
		*slot_answers(task->slot) = *answers;
}

static void kill_all(void)
{
	tasks_kill_all();
	for (int space = 0; space < NR_SPACES; space++)
		if (mapper_pid(space) > 0)
			reaper_kill(mapper_pid(space));
	reaper_wait();
}

const struct engine seccomp_engine = {
	.space_create	= space_create,
	.space_clone	= space_clone,
	.space_destroy	= space_destroy,
	.task_create	= task_create,
	.task_destroy	= task_destroy,
	.map_apply	= map_apply,
	.task_run	= seccomp_task_run,
	.task_answers	= task_answers,
	.get_xstate	= seccomp_get_xstate,
	.set_xstate	= seccomp_set_xstate,
	.kill_all	= kill_all,
};
