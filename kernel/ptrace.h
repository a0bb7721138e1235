/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of guest tracing tell each other. */
#ifndef KERNEL_PTRACE_H
#define KERNEL_PTRACE_H

#include <linux/ptrace.h>

/* ptrace.c: let a tracee go on, even one that is frozen; siglock held. */
static inline void ptrace_signal_wake_up(struct task_struct *t, bool resume)
{
	unsigned int state = 0;

	if (resume) {
		t->jobctl &= ~JOBCTL_TRACED;
		state = __TASK_TRACED;
	}
	signal_wake_up_state(t, state);
}
int ptrace_detach(struct task_struct *child, unsigned int data);
/* 0, -EINVAL or -EPERM */
int check_ptrace_options(unsigned long data);

/* ptrace_request.c: the child is stopped and will stay so */
long ptrace_request(struct task_struct *child, long request, unsigned long addr,
		    unsigned long data);

#endif /* KERNEL_PTRACE_H */
