// SPDX-License-Identifier: GPL-2.0
/*
 * When kernel code goes wrong: registers, a trace with names, and what dies of it.
 *
 * The kernel is compiled with frame pointers, so a trace is a walk of saved rbp's;
 * it stays inside the kernel stack it began on.  The names come from our own
 * executable's symbol table.
 */
#include <linux/bug.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <asm/page.h>
#include <asm/ptrace.h>
#include <os_process.h>
#include <um_upcall.h>
#include <asm/machine.h>

#define MAX_DEPTH 48

const char *kallsyms_lookup(unsigned long addr, unsigned long *symbolsize,
			    unsigned long *offset, char **modname, char *namebuf)
{
	if (modname)
		*modname = NULL;
	return os_symbol_lookup(addr, offset, symbolsize);
}

int sprint_symbol(char *buffer, unsigned long address)
{
	unsigned long offset, size;
	const char *name = os_symbol_lookup(address, &offset, &size);

	if (!name)
		return sprintf(buffer, "0x%lx", address);
	return scnprintf(buffer, KSYM_SYMBOL_LEN, "%s+0x%lx/0x%lx", name,
			 offset, size);
}

int sprint_symbol_no_offset(char *buffer, unsigned long address)
{
	unsigned long offset, size;
	const char *name = os_symbol_lookup(address, &offset, &size);

	if (!name)
		return sprintf(buffer, "0x%lx", address);
	return scnprintf(buffer, KSYM_SYMBOL_LEN, "%s", name);
}

static void show_address(unsigned long addr, const char *log_lvl)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, addr - 1);	/* the call, not what follows it */
	printk("%s [<%016lx>] %s\n", log_lvl, addr, name);
}

static bool on_stack(unsigned long bp, unsigned long sp)
{
	unsigned long end = (sp | (THREAD_SIZE - 1)) + 1;

	return bp >= sp && bp <= end - 16 && !(bp & 7);
}

void show_trace(struct task_struct *task, unsigned long sp, unsigned long bp,
		const char *log_lvl)
{
	int depth;

	printk("%sCall Trace:\n", log_lvl);
	for (depth = 0; depth < MAX_DEPTH && on_stack(bp, sp); depth++) {
		unsigned long *frame = (unsigned long *)bp;

		if (!frame[1])
			break;
		show_address(frame[1], log_lvl);
		sp = bp + 16;
		bp = frame[0];
	}
}

/* The stack of @task, or of the caller. */
void show_stack(struct task_struct *task, unsigned long *sp, const char *log_lvl)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	unsigned long *frame;

	if (!task || task == current) {
		show_trace(current, here, here, log_lvl);
		return;
	}
	/* As switch.S left it: six registers, rbp on top. */
	frame = (unsigned long *)task->thread.sp;
	show_trace(task, task->thread.sp, frame[5], log_lvl);
}

static void show_um_regs(const struct um_regs *r)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, r->rip);
	printk(KERN_ERR "RIP: %016lx %s\n", r->rip, name);
	printk(KERN_ERR "RSP: %016lx  EFLAGS: %08lx\n", r->rsp, r->eflags);
	printk(KERN_ERR "RAX: %016lx RBX: %016lx RCX: %016lx\n", r->rax, r->rbx, r->rcx);
	printk(KERN_ERR "RDX: %016lx RSI: %016lx RDI: %016lx\n", r->rdx, r->rsi, r->rdi);
	printk(KERN_ERR "RBP: %016lx R08: %016lx R09: %016lx\n", r->rbp, r->r8, r->r9);
	printk(KERN_ERR "R10: %016lx R11: %016lx R12: %016lx\n", r->r10, r->r11, r->r12);
	printk(KERN_ERR "R13: %016lx R14: %016lx R15: %016lx\n", r->r13, r->r14, r->r15);
}

void show_regs(struct pt_regs *regs)
{
	printk(KERN_ERR "Pid: %d, comm: %.20s\n", current->pid, current->comm);
	show_um_regs(&regs->gp);
}

/* A jump to nowhere leaves the place it came from on the stack. */
static void show_origin(const struct um_regs *regs)
{
	unsigned long offset, size;

	if (os_symbol_lookup(regs->rip, &offset, &size))
		show_address(regs->rip + 1, KERN_ERR);
	else if (on_stack(regs->rsp & ~7UL, (unsigned long)&offset))
		show_address(*(unsigned long *)(regs->rsp & ~7UL), KERN_ERR);
}

/* A second fault while the first is being told about says no more. */
static void __noreturn fault_again(unsigned long rip)
{
	static const char text[] = "kernel: fault while reporting a fault\n";

	os_early_write(2, text, sizeof(text) - 1);
	os_panic(NULL);
}

static const char *fault_name(int signo)
{
	switch (signo) {
	case SIGBUS:
		return "bus error (no host memory for guest RAM?)";
	case SIGFPE:
		return "arithmetic error";
	case SIGILL:
		return "invalid instruction";
	case SIGTRAP:
		return "trap";
	}
	return "memory fault";
}

void um_host_fault(int signo, int code, unsigned long addr, struct um_regs *regs)
{
	static bool reporting;

	if (reporting)
		fault_again(regs->rip);
	reporting = true;
	console_verbose();
	printk(KERN_EMERG "Kernel %s at %016lx (signal %d, code %d)\n",
	       fault_name(signo), addr, signo, code);
	printk(KERN_ERR "CPU: %d PID: %d Comm: %.20s\n", raw_smp_processor_id(),
	       current->pid, current->comm);
	show_um_regs(regs);
	show_origin(regs);
	show_trace(current, regs->rsp, regs->rbp, KERN_ERR);
	reporting = false;
	if (signo == SIGBUS || current->pid <= 1 || !current->mm ||
	    current_thread_info()->preempt_count || panic_on_oops)
		panic("Fatal exception");
	add_taint(TAINT_DIE, LOCKDEP_NOW_UNRELIABLE);
	do_exit(SIGSEGV);
}
