// SPDX-License-Identifier: GPL-2.0
/*
 * Which virtual CPU's thread traces a host process, and giving it to another.
 *
 * The host takes ptrace requests for a process only from the one thread that traces
 * it.  When a guest thread has moved to another virtual CPU, the thread there asks
 * the tracer, by HANDOVER_SIGNAL, to let go: its handler detaches the process and
 * leaves it stopped, whatever the thread was doing, so nobody can wait for each
 * other in a circle.  The new thread seizes it.  No guest code runs in between,
 * because SIGSTOP is taken on the way to it.
 *
 * A process is *claimed* by who makes requests for it: to run it, to let it execute
 * the stub, to end it.
 */
#include <linux/futex.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../engine_ops.h"
#include "../internal.h"
#include "ptrace.h"

enum { NOTHING, WANTED, DETACHED };

/* What virtual CPU number [index] wants. */
static struct request {
	unsigned int	state;		/* atomic; futex */
	int		pid;
	int		owner;
} requests[UM_MAX_CPUS];

/* Let go of what others want from this thread. */
static void handover_handler(int sig, siginfo_t *si, void *context)
{
	int saved = errno, me = vcpu_number();

	(void)sig;
	(void)si;
	(void)context;
	for (struct request *r = requests; r < requests + UM_MAX_CPUS; r++) {
		if (__atomic_load_n(&r->state, __ATOMIC_ACQUIRE) != WANTED ||
		    r->owner != me)
			continue;
		kill(r->pid, SIGSTOP);
		ptrace(PTRACE_DETACH, r->pid, 0, 0);
		__atomic_store_n(&r->state, DETACHED, __ATOMIC_RELEASE);
		syscall(SYS_futex, &r->state, FUTEX_WAKE_PRIVATE, 1);
	}
	errno = saved;
}

static void make_owner_detach(struct host_task *task)
{
	struct request *r = &requests[vcpu_number()];

	r->pid = task->pid;
	r->owner = task->owner;
	__atomic_store_n(&r->state, WANTED, __ATOMIC_RELEASE);
	vcpu_signal(task->owner, HANDOVER_SIGNAL);
	while (__atomic_load_n(&r->state, __ATOMIC_ACQUIRE) == WANTED)
		syscall(SYS_futex, &r->state, FUTEX_WAIT_PRIVATE, WANTED, NULL);
	__atomic_store_n(&r->state, NOTHING, __ATOMIC_RELEASE);
}

/**
 * task_take() - make the calling thread the tracer of a task
 * @task: claimed by the caller
 *
 * Its registers are what they were; the host's copy of them is taken for unknown.
 *
 * Return: 0, or -ESRCH when the process is gone.
 */
int task_take(struct host_task *task)
{
	int status = 0;

	if (task->pid <= 0)
		return -ESRCH;
	if (task->owner == vcpu_number())
		return 0;
	make_owner_detach(task);
	task->owner = vcpu_number();
	task->loaded.cs = 0;
	if (ptrace(PTRACE_SEIZE, task->pid, 0,
		   PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD) < 0)
		reaper_kill(task->pid);
	else if (RETRY(waitpid(task->pid, &status, __WALL)) > 0 && WIFSTOPPED(status))
		return 0;
	task->pid = -1;
	return -ESRCH;
}

void handover_prepare(void)
{
	vcpu_set_handler(HANDOVER_SIGNAL, handover_handler);
}
