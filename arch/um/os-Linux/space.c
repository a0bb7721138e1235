// SPDX-License-Identifier: GPL-2.0
/*
 * Guest address spaces and their tasks as host processes: creation, fork, end,
 * and batches of mapping changes.  The ptrace engine's half of <engine.h>; run.c
 * has the other.
 *
 * A new space gets its data page with its first batch (HOST_TASK_DATA_MAPPED is
 * per task, but says something about the space: it is copied to every further
 * task of it).
 */
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include "internal.h"
#include "stub.h"

/* Populating pays from the second page on. */
#define POPULATE_MIN	(2 * 4096UL)
#define POPULATE_MAX	(2UL << 20)

/* All tasks with a host process: what must be killed before a reboot. */
static struct host_task all_tasks = { .next = &all_tasks, .prev = &all_tasks };

static void task_set(struct host_task *task, struct host_space *space, int pid)
{
	task->pid = pid;
	task->flags = 0;
	task->space = space;
	task->loaded.rip = 0;
	task->loaded.cs = 0;		/* no run can want this */
	space->nr_tasks++;
	task->next = all_tasks.next;
	task->prev = &all_tasks;
	task->next->prev = task;
	all_tasks.next = task;
}

/* Nobody may be left over: the next kernel would not know them. */
void space_kill_all(void)
{
	int status;

	for (struct host_task *t = all_tasks.next; t != &all_tasks; t = t->next)
		if (t->pid > 0)
			kill(t->pid, SIGKILL);
	zygote_kill();
	while (RETRY(waitpid(-1, &status, __WALL)) > 0)
		;
}

static int space_set(struct host_space *space, struct host_task *task,
		     int slot, int pid)
{
	if (pid < 0) {
		zygote_slot_put(slot);
		space->slot = 0;
		return pid == -ENOMEM ? -ENOMEM : -EAGAIN;
	}
	space->slot = slot;
	space->nr_tasks = 0;
	task_set(task, space, pid);
	return 0;
}

int os_space_create(struct host_space *space, struct host_task *task)
{
	int slot = zygote_slot_get();

	if (slot < 0)
		return slot;
	return space_set(space, task, slot, zygote_clone());
}

/* Clone the process behind @from; it has executed the stub afterwards. */
static int task_clone(struct host_task *from, unsigned long flags)
{
	int pid = stub_clone(from->pid, from->space->slot,
			     !(from->flags & HOST_TASK_DATA_MAPPED), flags);

	from->loaded.cs = 0;
	if (pid > 0)
		from->flags |= HOST_TASK_DATA_MAPPED;
	return pid;
}

int os_space_clone(struct host_space *space, struct host_task *task,
		   struct host_task *parent)
{
	int slot;

	if (parent->pid <= 0)
		return -EAGAIN;
	slot = zygote_slot_get();
	if (slot < 0)
		return slot;
	return space_set(space, task, slot, task_clone(parent, 0));
}

void os_space_destroy(struct host_space *space)
{
	if (space->slot > 0)
		zygote_slot_put(space->slot);
	space->slot = 0;
}

int os_task_create(struct host_task *task, struct host_task *from)
{
	int pid;

	if (from->pid <= 0)
		return -EAGAIN;
	pid = task_clone(from, CLONE_VM);
	if (pid < 0)
		return pid == -ENOMEM ? -ENOMEM : -EAGAIN;
	task_set(task, from->space, pid);
	task->flags = from->flags;
	return 0;
}

void os_task_destroy(struct host_task *task)
{
	if (task->pid > 0)
		reaper_kill(task->pid);
	if (task->space) {
		task->space->nr_tasks--;
		task->next->prev = task->prev;
		task->prev->next = task->next;
	}
	task->pid = 0;
	task->space = NULL;
}

static void encode_map(struct stub_op *op, const struct um_map_op *map)
{
	int flags = MAP_SHARED | MAP_FIXED;

	if (map->len >= POPULATE_MIN && map->len <= POPULATE_MAX)
		flags |= MAP_POPULATE;
	*op = (struct stub_op){
		.nr = SYS_mmap,
		.arg = { map->va, map->len, map->prot, flags,
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

int os_map_apply(struct host_task *task, const struct um_map_op *ops,
		 unsigned int nr, unsigned int *done)
{
	struct stub_data *data;
	unsigned int i;
	int err;

	*done = 0;
	if (task->pid <= 0)
		return -ESRCH;
	if (nr > UM_MAP_BATCH)
		return -EINVAL;
	data = zygote_stub_data(task->space->slot);
	for (i = 0; i < nr; i++) {
		err = encode(&data->op[i], &ops[i]);
		if (err)
			return err;
	}
	data->count = nr;
	err = stub_run(task->pid, task->space->slot,
		       !(task->flags & HOST_TASK_DATA_MAPPED));
	task->loaded.cs = 0;
	if (err)
		return err;
	task->flags |= HOST_TASK_DATA_MAPPED;
	*done = data->done < nr ? data->done : nr;
	return *done < nr ? (int)data->op[*done].result : 0;
}
