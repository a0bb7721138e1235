/* SPDX-License-Identifier: GPL-2.0 */
/* Futexes: what the rest of the kernel asks of kernel/futex/. */
#ifndef INCLUDE_LINUX_FUTEX_H
#define INCLUDE_LINUX_FUTEX_H

#include <linux/ktime.h>
#include <linux/types.h>
#include <uapi/linux/futex.h>

struct task_struct;

/* futex(2) from inside; @timeout is absolute, or NULL. */
long do_futex(u32 __user *uaddr, int op, u32 val, ktime_t *timeout,
	      u32 __user *uaddr2, u32 val2, u32 val3);

/*
 * The current task gives up its memory: robust lists are walked, PI futexes
 * it owns handed on. At exit no more PI waiters can attach afterwards.
 */
void futex_exit_release(struct task_struct *t);
void futex_exec_release(struct task_struct *t);
/* A fault during exit: do not try again. */
void futex_exit_recursive(struct task_struct *t);

#endif /* INCLUDE_LINUX_FUTEX_H */
