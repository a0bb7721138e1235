// SPDX-License-Identifier: GPL-2.0
/*
 * The engine in use: chosen once, before guest RAM is mapped, by seccomp= and by
 * what the host permits.
 */
#include <stdio.h>
#include "engine_ops.h"
#include "internal.h"

static const struct engine *engine = &ptrace_engine;
static unsigned int xstate_size;
static unsigned long long xstate_features;

/* Return: 1 when the seccomp engine runs. */
static int try_seccomp(void)
{
	char why[120] = "";

	host_info("Checking that seccomp filters can be installed...");
	if (!seccomp_start(why, sizeof(why))) {
		host_info("OK\n");
		return 1;
	}
	host_info("error\n");
	if (um_options.seccomp == UM_SECCOMP_ON) {
		host_say("%s\n", why);
		host_die("SECCOMP userspace requested but not functional!\n");
	}
	host_say("seccomp=auto: %s; guest programs run by ptrace, slower\n", why);
	return 0;
}

void engine_start(void)
{
	if (um_options.seccomp != UM_SECCOMP_OFF && try_seccomp()) {
		engine = &seccomp_engine;
		return;
	}
	host_info("Checking syscall emulation for ptrace...");
	ptrace_start();
	host_info("OK\n");
}

int engine_cpu_prepare(int cpu)
{
	return engine->cpu_prepare ? engine->cpu_prepare(cpu) : 0;
}

int engine_cpu_start(int cpu)
{
	return engine->cpu_start ? engine->cpu_start(cpu) : 0;
}

void engine_kill_all(void)
{
	engine->kill_all();
}

int os_stops_are_facts(void)
{
	return engine->stops_are_facts;
}

int os_space_create(struct host_space *space, struct host_task *task)
{
	return engine->space_create(space, task);
}

int os_space_clone(struct host_space *space, struct host_task *task,
		   struct host_task *parent, const struct um_map_op *ops,
		   unsigned int nr, unsigned int *done)
{
	return engine->space_clone(space, task, parent, ops, nr, done);
}

void os_space_destroy(struct host_space *space)
{
	engine->space_destroy(space);
}

int os_task_create(struct host_task *task, struct host_task *from)
{
	return engine->task_create(task, from);
}

void os_task_destroy(struct host_task *task)
{
	engine->task_destroy(task);
}

int os_map_apply(struct host_space *space, const struct um_map_op *ops,
		 unsigned int nr, unsigned int *done)
{
	return engine->map_apply(space, ops, nr, done);
}

void os_task_run(struct host_task *task, struct um_regs *regs,
		 unsigned int flags, struct um_event *ev)
{
	engine->task_run(task, regs, flags, ev);
}

void os_task_answers(struct host_task *task, const struct um_answers *answers)
{
	if (engine->task_answers)
		engine->task_answers(task, answers);
}

int os_get_xstate(struct host_task *task, void *buf, unsigned int size)
{
	return engine->get_xstate(task, buf, size);
}

int os_set_xstate(struct host_task *task, const void *buf, unsigned int size)
{
	return engine->set_xstate(task, buf, size);
}

void xstate_set(unsigned int size, unsigned long long features)
{
	xstate_size = size;
	xstate_features = features;
}

unsigned int os_xstate_size(void)
{
	return xstate_size;
}

unsigned long long os_xstate_features(void)
{
	return xstate_features;
}
