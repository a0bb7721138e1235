/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the ptrace engine tell each other. */
#ifndef OS_LINUX_PTRACE_PTRACE_H
#define OS_LINUX_PTRACE_PTRACE_H

#include "../engine_ops.h"

/* zygote.c: the process all spaces come from */
int zygote_clone(int *host_cpu);
int zygote_clone_for(int cpu);
int zygote_adopt(int cpu);
void zygote_kill(void);
void zygote_attach_args(int slot, long arg[6]);
struct stub_data *zygote_stub_data(int slot);
int zygote_slot_get(void);
void zygote_slot_put(int slot);

/* stub_run.c: making a stopped host process execute the stub */
long stub_syscall(int pid, unsigned long rip, long nr, const long arg[6]);
long stub_run(int pid, int slot, int attach, unsigned int *done);
int stub_wait_stop(int pid, int *status);
unsigned long stub_address(const char *entry);
void stub_set_template(const struct um_regs *regs);
int stub_clone(int pid, int slot, unsigned int nr, int attach,
	       unsigned long flags, unsigned int *done);

/* handover.c: tracees of other threads */
int task_take(struct host_task *task);
void handover_prepare(void);

/* run.c */
void ptrace_task_run(struct host_task *task, struct um_regs *regs,
		     unsigned int flags, struct um_event *ev);
int ptrace_get_xstate(struct host_task *task, void *buf, unsigned int size);
int ptrace_set_xstate(struct host_task *task, const void *buf, unsigned int size);
void xstate_probe(int pid);

#endif /* OS_LINUX_PTRACE_PTRACE_H */
