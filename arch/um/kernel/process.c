// SPDX-License-Identifier: GPL-2.0
/*
 * Tasks as the machine sees them: kernel stacks, registers, host processes.
 *
 * A task that leaves the CPU parks on its kernel stack (thread.sp).  CPU time is
 * accounted here and in userspace.c by the moments at which the mode changes:
 * @mode_since of each CPU is when the present one began.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/panic.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <uapi/linux/magic.h>
#include <asm/irq.h>
#include <asm/ptrace.h>
#include <os_vcpu.h>
#include <asm/machine.h>

/* What __switch_stacks() pops. */
struct switch_frame {
	unsigned long r15, r14, r13, r12, rbx, rbp;
	unsigned long ret;
};

static u64 mode_since[NR_CPUS];	/* [P] the CPU itself */

/* Charge the time since the last change to the kernel, or to idleness. */
void account_switch(struct task_struct *prev)
{
	int cpu = raw_smp_processor_id();
	u64 now = um_clock_read();
	u64 ns = mode_since[cpu] ? now - mode_since[cpu] : 0;

	mode_since[cpu] = now;
	if (is_idle_task(prev))
		account_idle_time(cpu, ns);
	else
		account_system_time(prev, ns);
}

/* The same at the end of a stretch of guest code. */
static void account_guest(struct task_struct *task)
{
	int cpu = raw_smp_processor_id();
	u64 now = um_clock_read();

	account_user_time(task, now - mode_since[cpu]);
	mode_since[cpu] = now;
}

void account_enter_guest(void)
{
	account_switch(current);
}

void account_leave_guest(void)
{
	account_guest(current);
}

/* The word above thread_info: a stack that grew down to it has overflowed. */
static unsigned long *stack_end(struct task_struct *task)
{
	return (unsigned long *)(task_thread_info(task) + 1);
}

static void check_stack(struct task_struct *task)
{
	if (unlikely(*stack_end(task) != STACK_END_MAGIC) && task != &init_task)
		panic("kernel stack of %s[%d] has overflowed", task->comm,
		      task->pid);
}

struct task_struct *switch_to(struct task_struct *prev, struct task_struct *next)
{
	check_stack(prev);
	account_switch(prev);
	if (!is_idle_task(next))
		os_timer_arm(raw_smp_processor_id());
	return __switch_stacks(&prev->thread.sp, next->thread.sp, prev);
}

static void setup_kernel_stack(struct task_struct *p)
{
	unsigned long top = (unsigned long)p->stack + THREAD_SIZE;
	struct switch_frame *frame;

	/* At ret_from_fork the stack must be 16-byte aligned. */
	frame = (struct switch_frame *)(top - 16 - sizeof(*frame));
	memset(frame, 0, sizeof(*frame) + 16);
	frame->ret = (unsigned long)ret_from_fork;
	p->thread.sp = (unsigned long)frame;
	*stack_end(p) = STACK_END_MAGIC;
}

/* The new guest thread's host process: in the same space, or a copy of it. */
static int copy_host_task(struct task_struct *p, u64 flags)
{
	struct host_task *from = &current->thread.host;

	if (flags & CLONE_VM)
		return um_tlb_new_thread(p->mm, &p->thread.host, from);
	return um_tlb_clone(p->mm, current->mm, &p->thread.host, from);
}

int copy_thread(struct task_struct *p, const struct kernel_clone_args *args)
{
	struct thread_struct *thread = &p->thread;
	struct pt_regs *regs = &thread->regs;

	memset(&thread->host, 0, sizeof(thread->host));
	thread->loop_count = 0;
	thread->single_step = false;
	setup_kernel_stack(p);
	thread->fn = args->fn;
	thread->fn_arg = args->fn_arg;
	if (args->fn || args->kthread || args->idle) {
		memset(regs, 0, sizeof(*regs));
		return 0;
	}
	*regs = *current_pt_regs();
	regs->gp.rax = 0;
	if (args->stack)
		regs->gp.rsp = args->stack + args->stack_size;
	if (args->flags & CLONE_SETTLS)
		regs->gp.fs_base = args->tls;
	return copy_host_task(p, args->flags);
}

/* First C code of every task but the first, on its own stack. */
void um_ret_from_fork(struct task_struct *prev)
{
	struct thread_struct *thread = &current->thread;

	schedule_tail(prev);
	if (thread->fn) {
		int (*fn)(void *) = thread->fn;

		thread->fn = NULL;
		fn(thread->fn_arg);
		if (!current->mm)
			do_exit(0);
	}
	if (is_idle_task(current))
		cpu_startup_entry();
	userspace();
}

void start_thread(struct pt_regs *regs, unsigned long ip, unsigned long sp)
{
	memset(regs, 0, sizeof(*regs));
	regs->gp.rip = ip;
	regs->gp.rsp = sp;
	regs->gp.cs = PT_REGS_USER_CS;
	regs->gp.ss = PT_REGS_USER_SS;
	regs->gp.eflags = X86_EFLAGS_DEFAULT;
	regs->gp.orig_rax = -1UL;
}

void flush_thread(void)
{
	struct thread_struct *thread = &current->thread;

	thread->loop_count = 0;
	thread->trap_nr = 0;
	thread->error_code = 0;
	thread->cr2 = 0;
}

/*
 * A task that failed to be born carries a copy of its parent's host_task: only the
 * one the engine has linked is given back.
 */
void exit_thread(struct task_struct *p)
{
	struct host_task *host = &p->thread.host;

	if (host->self == host)
		os_task_destroy(host);
	memset(host, 0, sizeof(*host));
}

void release_thread(struct task_struct *p)
{
}

void arch_cpu_idle(void)
{
	os_idle(raw_smp_processor_id());
	arch_handle_events();
}

/* The first return address on a sleeping task's stack outside the scheduler. */
unsigned long __get_wchan(struct task_struct *task)
{
	unsigned long low = (unsigned long)task->stack;
	unsigned long bp;
	int depth;

	if (task == current || task_is_running(task))
		return 0;
	bp = ((struct switch_frame *)task->thread.sp)->rbp;
	for (depth = 0; depth < 3; depth++) {
		if (bp < low || bp > low + THREAD_SIZE - 16)
			return 0;
		bp = *(unsigned long *)bp;
	}
	if (bp < low || bp > low + THREAD_SIZE - 16)
		return 0;
	return ((unsigned long *)bp)[1];
}
