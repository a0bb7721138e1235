/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The integer registers of a guest thread, in the order in which the host's
 * PTRACE_GETREGS delivers them, so that one structure serves the engine, the
 * signal frame builder and the guest's own ptrace without any copying about.
 */
#ifndef UM_SHARED_UM_REGS_H
#define UM_SHARED_UM_REGS_H

struct um_regs {
	unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8;
	unsigned long rax, rcx, rdx, rsi, rdi;
	unsigned long orig_rax;		/* syscall number, or -1: not in one */
	unsigned long rip, cs, eflags, rsp, ss;
	unsigned long fs_base, gs_base;
	unsigned long ds, es, fs, gs;
};

#define UM_NR_REGS	27

#endif /* UM_SHARED_UM_REGS_H */
