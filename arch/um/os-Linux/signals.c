// SPDX-License-Identifier: GPL-2.0
/*
 * Signals to the kernel's own process, other than kicks.
 *
 * SIGINT, SIGTERM and SIGHUP end it: terminals and umid directory are cleaned up,
 * the guest is not shut down.  Exceptions in kernel code become um_host_fault() on
 * the stack of the code that caused them, so that the kernel can print a trace and
 * let the task die.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>
#include <os_process.h>
#include <os_tty.h>
#include "internal.h"

#define SIGNAL_STACK	(64 * 1024)
#define RED_ZONE	128

struct fault_frame {
	struct um_regs	regs;
	unsigned long	addr;
	int		signo;
	int		code;
};

static void end_handler(int sig)
{
	exit_by_signal(sig);
}

static void copy_regs(struct um_regs *to, const ucontext_t *uc)
{
	const greg_t *g = uc->uc_mcontext.gregs;

	*to = (struct um_regs){
		.r15 = g[REG_R15], .r14 = g[REG_R14], .r13 = g[REG_R13],
		.r12 = g[REG_R12], .rbp = g[REG_RBP], .rbx = g[REG_RBX],
		.r11 = g[REG_R11], .r10 = g[REG_R10], .r9 = g[REG_R9],
		.r8 = g[REG_R8], .rax = g[REG_RAX], .rcx = g[REG_RCX],
		.rdx = g[REG_RDX], .rsi = g[REG_RSI], .rdi = g[REG_RDI],
		.orig_rax = -1UL, .rip = g[REG_RIP], .rsp = g[REG_RSP],
		.eflags = g[REG_EFL], .cs = g[REG_CSGSFS] & 0xffff,
	};
}

static void __attribute__((noreturn)) fault_entry(struct fault_frame *frame)
{
	um_host_fault(frame->signo, frame->code, frame->addr, &frame->regs);
}

static int is_within(unsigned long sp, unsigned long start, unsigned long size)
{
	return start && sp > start && sp - start <= size;
}

/* Can we put things on that stack? */
static int is_good_stack(unsigned long sp)
{
	unsigned long ram = (unsigned long)um_machine.physmem;

	if (!um_machine.stack_size ||
	    sp % um_machine.stack_size < um_machine.stack_size / 8)
		return 0;
	return is_within(sp, ram, um_machine.physmem_size) ||
	       is_within(sp, um_machine.init_stack, um_machine.stack_size);
}

static void fault_handler(int sig, siginfo_t *si, void *context)
{
	ucontext_t *uc = context;
	greg_t *g = uc->uc_mcontext.gregs;
	static struct fault_frame last_resort;
	struct fault_frame *frame = &last_resort;
	unsigned long sp = g[REG_RSP];

	if (!this_vcpu) {
		signal(sig, SIG_DFL);	/* a helper thread: nothing to save */
		host_say("Signal %d at %llx in a host thread\n", sig,
			 (unsigned long long)g[REG_RIP]);
		os_tty_restore_all();
		raise(sig);
		return;
	}
	if (is_good_stack(sp)) {
		sp = (sp - RED_ZONE - sizeof(*frame)) & ~63UL;
		frame = (struct fault_frame *)sp;
	}
	copy_regs(&frame->regs, uc);
	frame->signo = sig;
	frame->code = si->si_code;
	frame->addr = (unsigned long)si->si_addr;
	if (frame == &last_resort)
		fault_entry(frame);
	g[REG_RIP] = (greg_t)fault_entry;
	g[REG_RDI] = (greg_t)frame;
	g[REG_RBP] = frame->regs.rbp;
	g[REG_RSP] = sp - 8;
	g[REG_EFL] &= ~0x500LL;		/* DF, TF */
}

static void set_handler(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa = { .sa_handler = handler };

	sa.sa_flags = SA_ONSTACK | flags;
	sigfillset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP };
static const int fault_signals[] = {
	SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP,
};

void signals_init(void)
{
	struct sigaction sa = { .sa_sigaction = fault_handler }, old;
	unsigned int i;

	for (i = 0; i < sizeof(end_signals) / sizeof(int); i++) {
		sigaction(end_signals[i], NULL, &old);
		if (old.sa_handler != SIG_IGN)	/* nohup */
			set_handler(end_signals[i], end_handler, SA_RESETHAND);
	}
	sa.sa_flags = SA_ONSTACK | SA_SIGINFO | SA_NODEFER;
	for (i = 0; i < sizeof(fault_signals) / sizeof(int); i++)
		sigaction(fault_signals[i], &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);	/* the write's EFBIG says it */
	signal(SIGTTOU, SIG_IGN);	/* a background job may set its terminal */
	signal(SIGTTIN, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);	/* ignored, we could not wait */
}

/* What the next program should not inherit. */
void signals_reset(void)
{
	sigset_t none;

	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	signal(SIGTTOU, SIG_DFL);
	signal(SIGTTIN, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The alternate stack of the calling virtual CPU. */
void signals_thread_stack(void)
{
	stack_t stack = { .ss_size = SIGNAL_STACK };

	stack.ss_sp = mmap(NULL, SIGNAL_STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) < 0)
		host_die("No memory for a signal stack.\n");
}
