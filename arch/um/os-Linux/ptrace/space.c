// SPDX-License-Identifier: GPL-2.0
/*
 * Guest address spaces and their tasks as host processes: creation, fork, end,
 * and batches of mapping changes.  Half of the ptrace engine; run.c has the other.
 *
 * A new space gets its data page (host_space.attached) with its first batch.
 */
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include "../engine_ops.h"
#include "../internal.h"
#include "ptrace.h"
#include "stub.h"

static void kill_all(void)
{
	tasks_kill_all();
	zygote_kill();
	reaper_wait();
}

static int space_set(struct host_space *space, struct host_task *task,
		     int slot, int pid, int host_cpu)
{
	space->attached = 0;
	space->tasks = NULL;
	space->slot = slot;
	if (pid < 0) {
		zygote_slot_put(slot);
		space->slot = 0;
		return pid == -ENOMEM ? -ENOMEM : -EAGAIN;
	}
	task_link(task, space, pid, host_cpu);
	return 0;
}

static int space_create(struct host_space *space, struct host_task *task)
{
	int slot = zygote_slot_get();
	int pid, host_cpu;

	if (slot < 0)
		return slot;
	pid = zygote_clone(&host_cpu);
	return space_set(space, task, slot, pid, host_cpu);
}

static void space_destroy(struct host_space *space)
{
	if (space->slot > 0)
		zygote_slot_put(space->slot);
	space->slot = 0;
}

static void task_destroy(struct host_task *task)
{
	if (!task->space)
		return;
	task_claim(task);
	if (task->pid > 0)
		reaper_kill(task->pid);
	task->pid = 0;
	task_unlink(task);
	task_release(task);
}

static void encode_map(struct stub_op *op, const struct um_map_op *map)
{
	*op = (struct stub_op){
		.nr = SYS_mmap,
		.arg = { map->va, map->len, map->prot, map_flags(map),
			 um_machine.physmem_fd, map->offset },
	};
}

/* Return: 0, -EINVAL for what would touch the stub or is not aligned. */
static int encode(struct stub_op *op, const struct um_map_op *map)
{
	if ((map->va | map->len | map->offset) & (STUB_PAGE - 1) || !map->len ||
	    map->va >= UM_STUB_START || map->len > UM_STUB_START - map->va)
		return -EINVAL;
	switch (map->type) {
	case UM_MAP:
		encode_map(op, map);
		return 0;
	case UM_UNMAP:
		*op = (struct stub_op){
			.nr = SYS_munmap,
			.arg = { map->va, map->len },
		};
		return 0;
	case UM_PROTECT:
		*op = (struct stub_op){
			.nr = SYS_mprotect,
			.arg = { map->va, map->len, map->prot },
		};
		return 0;
	}
	return -EINVAL;
}

static int encode_all(struct stub_data *data, const struct um_map_op *ops,
		      unsigned int nr)
{
	unsigned int i;
	int err;

	if (nr > UM_MAP_BATCH)
		return -EINVAL;
	for (i = 0; i < nr; i++) {
		err = encode(&data->op[i], &ops[i]);
		if (err)
			return err;
	}
	data->count = nr;
	return 0;
}

/*
 * Clone the process behind @from, @nr commands being in its data page before, of
 * which *@done succeed.
 */
static int task_clone(struct host_task *from, unsigned int nr, unsigned long flags,
		      unsigned int *done)
{
	struct host_space *space = from->space;
	int pid = -EAGAIN;

	task_claim(from);
	*done = nr;
	if (!task_take(from)) {
		affinity_follow(from->pid, &from->host_cpu);
		pid = stub_clone(from->pid, space->slot, nr, !space->attached, flags,
				 done);
		from->loaded.cs = 0;
	}
	if (pid > 0)
		space->attached = 1;
	task_release(from);
	return pid;
}

static int space_clone(struct host_space *space, struct host_task *task,
		       struct host_task *parent, const struct um_map_op *ops,
		       unsigned int nr, unsigned int *done)
{
	int slot, pid, err;

	*done = 0;
	if (parent->pid <= 0)
		return -EAGAIN;
	err = encode_all(zygote_stub_data(parent->space->slot), ops, nr);
	if (err)
		return err;
	*done = nr;
	slot = zygote_slot_get();
	if (slot < 0)
		return slot;
	pid = task_clone(parent, nr, 0, done);
	return space_set(space, task, slot, pid, parent->host_cpu);
}

static int task_create(struct host_task *task, struct host_task *from)
{
	unsigned int done;
	int pid = from->pid > 0 ? task_clone(from, 0, CLONE_VM, &done) : -EAGAIN;

	if (pid < 0)
		return pid == -ENOMEM ? -ENOMEM : -EAGAIN;
	task_link(task, from->space, pid, from->host_cpu);
	return 0;
}

/* @task: claimed. */
static int apply_with(struct host_task *task, unsigned int nr, unsigned int *done)
{
	struct host_space *space = task->space;
	long ret = task_take(task);

	if (ret)
		return ret;
	affinity_follow(task->pid, &task->host_cpu);
	ret = stub_run(task->pid, space->slot, !space->attached, done);
	task->loaded.cs = 0;
	if (ret == -ESRCH && !*done) {
		reaper_kill(task->pid);
		task->pid = -1;
		return ret;
	}
	space->attached |= ret != -ENOMEM || *done;
	return *done < nr ? ret : 0;
}

static int map_apply(struct host_space *space, const struct um_map_op *ops,
		     unsigned int nr, unsigned int *done)
{
	struct host_task *task;
	int err, gone;

	*done = 0;
	if (!space->slot)
		return -ESRCH;
	err = encode_all(zygote_stub_data(space->slot), ops, nr);
	if (err)
		return err;
	do {
		task = task_claim_any(space, &err);
		if (!task)
			return err;
		err = apply_with(task, nr, done);
		gone = task->pid <= 0;
		task_release(task);
	} while (gone);
	return err;
}

const struct engine ptrace_engine = {
	.stops_are_facts = 1,
	.space_create	= space_create,
	.space_clone	= space_clone,
	.space_destroy	= space_destroy,
	.task_create	= task_create,
	.task_destroy	= task_destroy,
	.map_apply	= map_apply,
	.task_run	= ptrace_task_run,
	.get_xstate	= ptrace_get_xstate,
	.set_xstate	= ptrace_set_xstate,
	.cpu_prepare	= zygote_clone_for,
	.cpu_start	= zygote_adopt,
	.kill_all	= kill_all,
};
