// SPDX-License-Identifier: GPL-2.0
/*
 * Making a stopped host process of a guest execute the stub.
 *
 * The guest's registers are not saved here: struct host_task.loaded is marked
 * stale by the caller, and the next run brings them back.  Kick signals that
 * arrive meanwhile are dropped, um_vcpu.pending holds what they meant.
 */
#include <sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include "../internal.h"
#include "ptrace.h"
#include "stub.h"

static struct um_regs template;

/* The registers all stub runs start with: the segments are what matters. */
void stub_set_template(const struct um_regs *regs)
{
	template = *regs;
	template.orig_rax = -1UL;
	template.eflags = 0x202;
	template.fs_base = 0;
	template.gs_base = 0;
}

/* Where a label of stub.S is in every guest address space. */
unsigned long stub_address(const char *entry)
{
	return UM_STUB_CODE + (entry - um_stub_begin);
}

/* Wait for a stop.  Return: 0, -ESRCH when the process is gone (and reaped). */
int stub_wait_stop(int pid, int *status)
{
	if (RETRY(waitpid(pid, status, __WALL)) < 0)
		return -ESRCH;
	return WIFSTOPPED(*status) ? 0 : -ESRCH;
}

/* Run until int3.  Return: 0, -ESRCH or -EFAULT. */
static int run_to_trap(int pid, struct um_regs *regs)
{
	int status;

	if (ptrace(PTRACE_SETREGS, pid, 0, regs) < 0)
		return -ESRCH;
	for (;;) {
		if (ptrace(PTRACE_CONT, pid, 0, 0) < 0)
			return -ESRCH;
		if (stub_wait_stop(pid, &status) < 0)
			return -ESRCH;
		if (status >> 16)
			continue;	/* PTRACE_EVENT_STOP */
		switch (WSTOPSIG(status)) {
		case SIGTRAP:
			return 0;
		case SIGSEGV:
		case SIGBUS:
		case SIGILL:
			return -EFAULT;
		}
	}
}

static void set_call(struct um_regs *regs, long nr, const long arg[6])
{
	regs->rax = nr;
	regs->rdi = arg[0];
	regs->rsi = arg[1];
	regs->rdx = arg[2];
	regs->r10 = arg[3];
	regs->r8 = arg[4];
	regs->r9 = arg[5];
}

/* One system call with its arguments in registers; @rip: a um_stub_single. */
long stub_syscall(int pid, unsigned long rip, long nr, const long arg[6])
{
	struct um_regs regs = template;
	int err;

	regs.rip = rip;
	set_call(&regs, nr, arg);
	err = run_to_trap(pid, &regs);
	if (err)
		return err;
	if (ptrace(PTRACE_GETREGS, pid, 0, &regs) < 0)
		return -ESRCH;
	return regs.rax;
}

/**
 * stub_run() - work through the commands in a data page
 * @pid: stopped host process of the space
 * @slot: the space's data page, filled with commands
 * @attach: the process does not have that page mapped yet
 * @done: how many were successful
 *
 * Return: the last call's result, or -errno: that of call number *@done, unless that
 * is their count.
 */
long stub_run(int pid, int slot, int attach, unsigned int *done)
{
	struct um_regs regs = template;
	long arg[6];
	int err;

	*done = 0;
	regs.r14 = -1UL;
	regs.rip = stub_address(um_stub_loop);
	if (attach) {
		zygote_attach_args(slot, arg);
		regs.rip = stub_address(um_stub_attach);
		set_call(&regs, SYS_mmap, arg);
	}
	err = run_to_trap(pid, &regs);
	if (err)
		return err;
	if (ptrace(PTRACE_GETREGS, pid, 0, &regs) < 0)
		return -ESRCH;
	if (regs.r14 == -1UL)
		return -ENOMEM;
	*done = regs.r14;
	return regs.rax;
}

/**
 * stub_clone() - clone a stopped host process
 * @pid: process
 * @slot: its data page
 * @nr: commands in there that come first
 * @attach: as for stub_run()
 * @flags: CLONE_VM for a thread, 0 for a copy
 * @done: how many of the commands before were successful
 *
 * CLONE_PARENT makes the new process our child, CLONE_PTRACE our tracee, without
 * the extra stop of PTRACE_O_TRACECLONE.
 *
 * Return: pid of the stopped clone, or -errno.
 */
int stub_clone(int pid, int slot, unsigned int nr, int attach, unsigned long flags,
	       unsigned int *done)
{
	struct stub_data *data = zygote_stub_data(slot);
	int child, status;

	data->count = nr + 1;
	data->op[nr] = (struct stub_op){
		.nr = SYS_clone,
		.arg[0] = flags | CLONE_PARENT | CLONE_PTRACE | CLONE_FILES |
			  CLONE_FS,
	};
	child = stub_run(pid, slot, attach, done);
	if (child < 0)
		return child;
	*done = nr;
	do {
		if (stub_wait_stop(child, &status) < 0)
			return -EAGAIN;
	} while (status >> 16 != PTRACE_EVENT_STOP);
	return child;
}
