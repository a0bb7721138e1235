/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an engine is made of.  engine.c chooses one at start-up and passes the calls
 * of <engine.h> on to it; their contracts are described there.
 */
#ifndef OS_LINUX_ENGINE_OPS_H
#define OS_LINUX_ENGINE_OPS_H

#include <engine.h>
#include <sys/mman.h>

struct engine {
	int	stops_are_facts;
	int	(*space_create)(struct host_space *space, struct host_task *task);
	int	(*space_clone)(struct host_space *space, struct host_task *task,
			       struct host_task *parent,
			       const struct um_map_op *ops, unsigned int nr,
			       unsigned int *done);
	void	(*space_destroy)(struct host_space *space);
	int	(*task_create)(struct host_task *task, struct host_task *from);
	void	(*task_destroy)(struct host_task *task);
	int	(*map_apply)(struct host_space *space, const struct um_map_op *ops,
			     unsigned int nr, unsigned int *done);
	void	(*task_run)(struct host_task *task, struct um_regs *regs,
			    unsigned int flags, struct um_event *ev);
	void	(*task_answers)(struct host_task *task,
				const struct um_answers *answers); /* or NULL */
	int	(*get_xstate)(struct host_task *task, void *buf, unsigned int size);
	int	(*set_xstate)(struct host_task *task, const void *buf,
			      unsigned int size);
	/* A further virtual CPU: on CPU 0 before it starts, then by itself. Or NULL. */
	int	(*cpu_prepare)(int cpu);
	int	(*cpu_start)(int cpu);
	void	(*kill_all)(void);
};

extern const struct engine ptrace_engine, seccomp_engine;

/*
 * Fork and prepare the process all spaces come from.  ptrace_start() ends the
 * program when it cannot; seccomp_start() returns 0 or says why in @why.
 */
void ptrace_start(void);
int seccomp_start(char *why, unsigned long size);

/* tasks.c: the tasks of a space, and of the machine */
void task_link(struct host_task *task, struct host_space *space, int pid,
	       int host_cpu);
void task_unlink(struct host_task *task);
void tasks_kill_all(void);
void task_claim(struct host_task *task);
int task_try_claim(struct host_task *task);
void task_release(struct host_task *task);
struct host_task *task_claim_any(struct host_space *space, int *err);

/*
 * Flags for the mmap() of a new mapping.  Entering the pages at once pays from the
 * second page on where each would fault: before writes.  Read faults the host serves
 * sixteen pages at a time by itself, and of a long text most is never read.
 */
static inline int map_flags(const struct um_map_op *map)
{
	unsigned long most = map->prot & UM_PROT_WRITE ? 2UL << 20 : 64UL << 10;

	return MAP_SHARED | MAP_FIXED |
	       (map->len > 4096 && map->len <= most ? MAP_POPULATE : 0);
}

/* engine.c: what os_xstate_size() and os_xstate_features() say */
void xstate_set(unsigned int size, unsigned long long features);

/* inheritance.c: what a process forked from this one has and should not */
void forget_libc_areas(void);
void close_all_but(const int *fds, int nr);
void reset_signals(int (*is_wanted)(int sig));

#endif /* OS_LINUX_ENGINE_OPS_H */
