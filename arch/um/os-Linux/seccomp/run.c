// SPDX-License-Identifier: GPL-2.0
/*
 * Running guest code under the seccomp engine.
 *
 * A task waits in the stub until its state is STATE_RUN, and stops by a signal whose
 * handler puts the state back.  Both sides first yield the CPU they share, then
 * sleep on the state; each says so before it looks for the last time.
 *
 * That a task has stopped is its own claim.  It is only good for what happens to
 * the task itself; see mapper.c for what others rely on.
 *
 * Kicks are as in the ptrace engine: @running is published before @pending is
 * looked at.
 */
#include <linux/audit.h>
#include <string.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#define NS_PER_MS	1000000L
#define PF_WRITE	2UL
#define PF_INSTR	16UL
#define X86_TRAP_PF	14
#define EFLAGS_TF	0x100UL

/* How often to see whether the host process is still there. */
#define DEATH_CHECK_MS	1000
/* How often to see whether a kicked one does what it should, and bears with it. */
#define KICKED_CHECK_MS	10
#define MAX_DEFIANCE	5

static unsigned int get_state(const struct stub_control *ctl)
{
	return __atomic_load_n(&ctl->state, __ATOMIC_SEQ_CST);
}

/* CPU time of a process, in ns; 0 when it is gone. */
static unsigned long long cpu_time(int pid)
{
	struct timespec ts = { 0 };
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &ts) < 0)
		return 0;
	return ts.tv_sec * 1000ULL * NS_PER_MS + ts.tv_nsec;
}

/* What is known of a task that was kicked and has not stopped. */
struct patience {
	unsigned long long	next_ns;	/* when to look again */
	unsigned long long	cpu_ns;		/* what it had used then */
	int			defiance;	/* how often it had used more */
};

/*
 * A kicked task stops with its next instruction.  One that gets CPU time again and
 * again and has not is hostile, or its siblings are and forge its state; one that
 * gets none only has a busy host.
 *
 * Return: 1 when it must not go on.
 */
static int is_defiant(int pid, struct patience *p)
{
	unsigned long long cpu_ns, now = os_monotonic_ns();

	if (now < p->next_ns)
		return 0;
	cpu_ns = cpu_time(pid);
	if (p->next_ns && cpu_ns != p->cpu_ns)
		p->defiance++;
	p->cpu_ns = cpu_ns;
	p->next_ns = now + KICKED_CHECK_MS * NS_PER_MS;
	syscall(SYS_tgkill, pid, pid, KICK_SIGNAL);
	return p->defiance > MAX_DEFIANCE || reaper_is_dead(pid);
}

/* Sleep once.  Return: 1 when the task is dead, or has to be ended. */
static int sleep_once(int pid, struct stub_control *ctl, struct patience *p)
{
	int kicked = __atomic_load_n(&this_vcpu->pending, __ATOMIC_SEQ_CST);
	int err, ms = kicked ? KICKED_CHECK_MS : DEATH_CHECK_MS;
	const struct timespec timeout = { ms / 1000, ms % 1000 * NS_PER_MS };

	err = futex_wait(&ctl->state, STATE_RUN, &timeout);
	if (kicked)
		return is_defiant(pid, p);
	return err == -ETIMEDOUT && reaper_is_dead(pid);
}

/* Return: state, or STATE_RUN when the task is dead or has to be ended. */
static unsigned int sleep_until_stopped(int pid, struct stub_control *ctl)
{
	struct patience patience = { 0 };
	unsigned int state;

	__atomic_store_n(&ctl->kernel_sleeps, 1, __ATOMIC_SEQ_CST);
	while ((state = get_state(ctl)) == STATE_RUN)
		if (sleep_once(pid, ctl, &patience))
			break;
	__atomic_store_n(&ctl->kernel_sleeps, 0, __ATOMIC_SEQ_CST);
	return state;
}

static unsigned int wait_until_stopped(int pid, struct stub_control *ctl,
				       unsigned int yields)
{
	unsigned int state;

	while (yields--) {
		handoff_yield();
		state = get_state(ctl);
		if (state != STATE_RUN)
			return state;
	}
	return sleep_until_stopped(pid, ctl);
}

static void let_go(struct stub_control *ctl, unsigned int yields)
{
	ctl->spin = 0;
	ctl->yields = yields;
	__atomic_store_n(&ctl->state, STATE_RUN, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&ctl->guest_sleeps, __ATOMIC_SEQ_CST))
		futex_wake(&ctl->state);
}

/* Let it run once.  Return: STATE_*; STATE_RUN when it is dead. */
static unsigned int run_once(struct host_task *task)
{
	struct stub_control *ctl = slot_control(task->slot);
	struct um_vcpu *vcpu = this_vcpu;
	unsigned int yields, state = STATE_KICKED;

	__atomic_store_n(&vcpu->running, task->pid, __ATOMIC_SEQ_CST);
	if (!__atomic_load_n(&vcpu->pending, __ATOMIC_SEQ_CST)) {
		yields = handoff_yields();
		let_go(ctl, yields);
		state = wait_until_stopped(task->pid, ctl, yields);
	}
	__atomic_store_n(&vcpu->running, 0, __ATOMIC_SEQ_CST);
	return state;
}

static void syscall_event(struct um_event *ev, struct um_regs *regs,
			  const siginfo_t *info)
{
	ev->type = info->si_arch == AUDIT_ARCH_X86_64 ? UM_EVENT_SYSCALL :
							UM_EVENT_COMPAT;
	regs->orig_rax = info->si_syscall;
}

static void exception_event(struct um_event *ev, const siginfo_t *info,
			    unsigned long error_code)
{
	ev->type = UM_EVENT_TRAP;
	ev->signo = info->si_signo;
	ev->code = info->si_code;
	ev->addr = (unsigned long)info->si_addr;
	if (info->si_signo != SIGSEGV || (info->si_code != SEGV_MAPERR &&
					  info->si_code != SEGV_ACCERR))
		return;
	ev->type = UM_EVENT_FAULT;
	ev->mapped = info->si_code == SEGV_ACCERR;
	ev->exec = !!(error_code & PF_INSTR);
	ev->access = error_code & PF_WRITE ? UM_ACCESS_WRITE : UM_ACCESS_READ;
}

/* What a stop means.  Return: 1 when @ev is filled, 0 to go on running. */
static int stop_event(struct um_event *ev, struct um_regs *regs,
		      const siginfo_t *info, unsigned long error_code)
{
	switch (info->si_signo) {
	case SIGSYS:
		syscall_event(ev, regs, info);
		return 1;
	case KICK_SIGNAL:
		ev->type = UM_EVENT_KICKED;
		return __atomic_load_n(&this_vcpu->pending, __ATOMIC_SEQ_CST);
	case SIGSEGV:
	case SIGBUS:
	case SIGILL:
	case SIGFPE:
	case SIGTRAP:
		if (info->si_code <= 0)		/* somebody sent it */
			return 0;
		exception_event(ev, info, error_code);
		return 1;
	}
	return 0;
}

static void task_died(struct host_task *task, struct um_event *ev)
{
	reaper_kill_then(task->pid, slot_put, task->slot);
	task->pid = -1;
	ev->type = UM_EVENT_DIED;
}

/* The CPU would refuse to go there, but in the stub's name. */
static int is_beyond_user(unsigned long rip)
{
	return rip >= UM_STUB_END;
}

static void run_until_event(struct host_task *task, struct um_regs *regs,
			    unsigned int flags, struct um_event *ev)
{
	unsigned long error_code = 0;
	unsigned int state;
	siginfo_t info;

	do {
		frame_load(task, regs, flags);
		state = run_once(task);
		if (state == STATE_KICKED) {
			info.si_signo = KICK_SIGNAL;
			continue;
		}
		if (state == STATE_RUN ||
		    frame_store(task, regs, &info, &error_code))
			return task_died(task, ev);
	} while (!stop_event(ev, regs, &info, error_code));
}

void seccomp_task_run(struct host_task *task, struct um_regs *regs,
		      unsigned int flags, struct um_event *ev)
{
	unsigned long traced = regs->eflags & EFLAGS_TF;

	memset(ev, 0, sizeof(*ev));
	if (task->pid <= 0) {
		ev->type = UM_EVENT_DIED;
		return;
	}
	if (is_beyond_user(regs->rip)) {
		ev->type = UM_EVENT_TRAP;
		ev->signo = SIGSEGV;
		ev->code = SI_KERNEL;
		return;
	}
	vcpu_arm_timer(this_vcpu);
	affinity_follow(task->pid, &task->host_cpu);
	run_until_event(task, regs, flags, ev);
	if (flags & UM_RUN_STEP && !traced)
		regs->eflags &= ~EFLAGS_TF;
}
