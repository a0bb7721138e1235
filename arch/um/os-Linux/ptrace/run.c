// SPDX-License-Identifier: GPL-2.0
/*
 * Running guest code under PTRACE_SYSEMU: the ptrace engine's inner loop.
 *
 * One round trip is SETREGS (only when something changed), SYSEMU, waitpid,
 * GETREGS.  FP state never leaves the host process, except for signal frames and
 * the guest's ptrace.
 *
 * Kicks: @running is published before @pending is looked at, and os_kick() does it
 * the other way round, so that one of the two notices.  A kick signal without
 * @pending is an old one and is swallowed.
 */
#include <string.h>
#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <linux/audit.h>
#include "../engine_ops.h"
#include "../internal.h"
#include "ptrace.h"

#define USER_CS	0x33
#define USER_SS	0x2b

/* What the host refuses to load is replaced by what every program has. */
static int load_regs_sanitised(struct host_task *task)
{
	struct um_regs *regs = &task->loaded;

	regs->cs = USER_CS;
	regs->ss = USER_SS;
	regs->ds = regs->es = regs->fs = regs->gs = 0;
	if (regs->fs_base >= UM_STUB_END)
		regs->fs_base = 0;
	if (regs->gs_base >= UM_STUB_END)
		regs->gs_base = 0;
	return ptrace(PTRACE_SETREGS, task->pid, 0, regs);
}

static int load_regs(struct host_task *task, struct um_regs *regs)
{
	regs->orig_rax = -1UL;		/* the host must not restart anything */
	if (!memcmp(regs, &task->loaded, sizeof(*regs)))
		return 0;
	task->loaded = *regs;
	if (!ptrace(PTRACE_SETREGS, task->pid, 0, regs))
		return 0;
	if (errno == ESRCH)
		return -1;
	return load_regs_sanitised(task);
}

/*
 * SYSCALL leaves rip and the flags in rcx and r11, other ways into the host do
 * not; a guest which imitates that only gets a 64-bit call.
 */
static int syscall_type(int pid, const struct um_regs *regs)
{
	struct __ptrace_syscall_info info;

	if (regs->rcx == regs->rip && regs->r11 == regs->eflags)
		return UM_EVENT_SYSCALL;
	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0)
		return UM_EVENT_SYSCALL;
	return info.arch == AUDIT_ARCH_X86_64 ? UM_EVENT_SYSCALL :
						UM_EVENT_COMPAT;
}

/* Return: false for a signal somebody sent, which guests do not see. */
static int exception_event(int pid, int sig, struct um_event *ev)
{
	siginfo_t si;

	if (ptrace(PTRACE_GETSIGINFO, pid, 0, &si) < 0 || si.si_code <= 0)
		return 0;
	ev->signo = sig;
	ev->code = si.si_code;
	ev->addr = (unsigned long)si.si_addr;
	ev->type = UM_EVENT_TRAP;
	if (sig == SIGSEGV && si.si_code != SI_KERNEL) {
		ev->type = UM_EVENT_FAULT;
		ev->mapped = si.si_code != SEGV_MAPERR;
	}
	return 1;
}

/* What a stop means.  Return: 1 when @ev is filled, 0 to go on running. */
static int stop_event(int pid, int status, struct um_event *ev)
{
	if (!WIFSTOPPED(status)) {
		ev->type = UM_EVENT_DIED;
		return 1;
	}
	if (status >> 16)
		return 0;		/* PTRACE_EVENT_STOP */
	switch (WSTOPSIG(status)) {
	case SIGTRAP | 0x80:
		ev->type = UM_EVENT_SYSCALL;
		return 1;
	case KICK_SIGNAL:
		ev->type = UM_EVENT_KICKED;
		return __atomic_load_n(&this_vcpu->pending, __ATOMIC_SEQ_CST);
	case SIGSEGV:
	case SIGBUS:
	case SIGILL:
	case SIGFPE:
	case SIGTRAP:
		return exception_event(pid, WSTOPSIG(status), ev);
	}
	return 0;
}

/* Let it run once.  Return: 1 with *@status, 0 when kicked, -1 when it is gone. */
static int run_once(struct host_task *task, int request, int *status)
{
	struct um_vcpu *vcpu = this_vcpu;
	long ret;

	__atomic_store_n(&vcpu->running, task->pid, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&vcpu->pending, __ATOMIC_SEQ_CST)) {
		__atomic_store_n(&vcpu->running, 0, __ATOMIC_SEQ_CST);
		return 0;
	}
	ret = ptrace(request, task->pid, 0, 0);
	if (!ret)
		ret = RETRY(waitpid(task->pid, status, __WALL));
	__atomic_store_n(&vcpu->running, 0, __ATOMIC_SEQ_CST);
	return ret < 0 ? -1 : 1;
}

static void task_died(struct host_task *task, struct um_event *ev, int reaped)
{
	if (!reaped)
		reaper_kill(task->pid);
	task->pid = -1;
	ev->type = UM_EVENT_DIED;
}

/* @task: claimed. */
static void run(struct host_task *task, struct um_regs *regs, unsigned int flags,
		struct um_event *ev)
{
	int request = flags & UM_RUN_STEP ? PTRACE_SYSEMU_SINGLESTEP :
					    PTRACE_SYSEMU;
	int status, ret;

	if (task_take(task)) {
		ev->type = UM_EVENT_DIED;
		return;
	}
	if (load_regs(task, regs) < 0)
		return task_died(task, ev, 0);
	vcpu_arm_timer(this_vcpu);
	affinity_follow(task->pid, &task->host_cpu);
	do {
		ret = run_once(task, request, &status);
		if (!ret) {
			ev->type = UM_EVENT_KICKED;
			return;
		}
		if (ret < 0)
			return task_died(task, ev, 0);
	} while (!stop_event(task->pid, status, ev));

	if (ev->type == UM_EVENT_DIED)
		return task_died(task, ev, 1);
	if (ptrace(PTRACE_GETREGS, task->pid, 0, regs) < 0)
		return task_died(task, ev, 0);
	task->loaded = *regs;
	if (ev->type == UM_EVENT_SYSCALL)
		ev->type = syscall_type(task->pid, regs);
	else if (ev->type == UM_EVENT_FAULT)
		ev->exec = ev->addr == regs->rip;
}

void ptrace_task_run(struct host_task *task, struct um_regs *regs,
		     unsigned int flags, struct um_event *ev)
{
	memset(ev, 0, sizeof(*ev));
	task_claim(task);
	run(task, regs, flags, ev);
	task_release(task);
}

/* PTRACE_GETREGSET or PTRACE_SETREGSET.  Return: bytes, or -errno. */
static long xstate_request(struct host_task *task, int request, void *buf,
			   unsigned int size)
{
	struct iovec iov = { buf, size };
	long ret;

	task_claim(task);
	ret = task_take(task);
	if (!ret && ptrace(request, task->pid, NT_X86_XSTATE, &iov) < 0)
		ret = -errno;
	task_release(task);
	return ret ? ret : (long)iov.iov_len;
}

int ptrace_get_xstate(struct host_task *task, void *buf, unsigned int size)
{
	return xstate_request(task, PTRACE_GETREGSET, buf, size);
}

int ptrace_set_xstate(struct host_task *task, const void *buf, unsigned int size)
{
	long ret = xstate_request(task, PTRACE_SETREGSET, (void *)buf, size);

	return ret < 0 ? ret : 0;
}

/* How large the extended state is on this host, and what is in it. */
void xstate_probe(int pid)
{
	static char buf[64 * 1024] __attribute__((aligned(64)));
	struct iovec iov = { buf, sizeof(buf) };
	unsigned long long features;

	if (ptrace(PTRACE_GETREGSET, pid, NT_X86_XSTATE, &iov) < 0)
		host_die("This host cannot show extended FP state: %s\n",
			 strerror(errno));
	memcpy(&features, buf + 464, sizeof(features));
	xstate_set(iov.iov_len, features);
}
