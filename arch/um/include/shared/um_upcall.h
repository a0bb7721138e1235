/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The few calls from the host half up into the kernel, and what it is told about
 * the machine it finds itself on.
 */
#ifndef UM_SHARED_UM_UPCALL_H
#define UM_SHARED_UM_UPCALL_H

#include <um_regs.h>

/**
 * struct um_machine - constant once the kernel runs
 * @physmem:	guest RAM, mapped once and for all
 * @physmem_size: bytes, page multiple
 * @physmem_fd:	its file
 * @init_stack:	first kernel stack, set by the kernel; the others are guest RAM
 * @stack_size:	of every kernel stack
 */
struct um_machine {
	unsigned char		*physmem;
	unsigned long long	physmem_size;
	int			physmem_fd;
	unsigned long		init_stack;
	unsigned long		stack_size;
};

extern struct um_machine um_machine;

/**
 * um_start_kernel() - the kernel's first function, on the host's stack
 *
 * Changes to the first task's kernel stack and never returns.
 */
void um_start_kernel(void) __attribute__((noreturn));

/* First function of a further virtual CPU, on its host thread's stack; never returns. */
void um_start_secondary(int cpu) __attribute__((noreturn));

/**
 * um_host_fault() - kernel code did something the host would not have
 * @signo: SIGSEGV, SIGBUS, SIGFPE, SIGILL or SIGTRAP
 * @code: si_code
 * @addr: si_addr
 * @regs: registers at that point
 *
 * Called on the stack of the code that did it, after the signal handler has been
 * left.  Does not return: the task dies or the machine panics.
 */
void um_host_fault(int signo, int code, unsigned long addr,
		   struct um_regs *regs) __attribute__((noreturn));

#endif /* UM_SHARED_UM_UPCALL_H */
