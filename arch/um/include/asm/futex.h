/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Atomic operations on a word of the current guest process: arch/um/kernel/uaccess.c
 * Context: may not sleep; -EFAULT means that the page is not there (or not
 * writable): the caller faults it in and tries again.
 */
#ifndef ARCH_UM_ASM_FUTEX_H
#define ARCH_UM_ASM_FUTEX_H

#include <linux/types.h>

/* *uval = *uaddr; if it was @oldval, *uaddr = @newval. */
int futex_atomic_cmpxchg_inatomic(u32 *uval, u32 __user *uaddr, u32 oldval, u32 newval);
/* *oval = *uaddr; *uaddr = *uaddr <op> @oparg.  -ENOSYS for an unknown FUTEX_OP_. */
int arch_futex_atomic_op_inuser(int op, int oparg, int *oval, u32 __user *uaddr);

#endif /* ARCH_UM_ASM_FUTEX_H */
