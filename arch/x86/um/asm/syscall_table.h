/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_X86_UM_ASM_SYSCALL_TABLE_H
#define ARCH_X86_UM_ASM_SYSCALL_TABLE_H

#include <linux/syscalls.h>

/* arch/x86/um/sys_call_table.c */

/* Every slot is callable; a call not written yet gives -ENOSYS. */
extern const sys_call_ptr_t sys_call_table[];

/* One more than the largest number in the table. */
extern const unsigned int nr_syscalls;

/**
 * syscall_name() - name of a system call, for traces
 * @nr: its number
 *
 * Context: any.
 * Return: the name, or NULL if there is no such number.
 */
const char *syscall_name(unsigned long nr);

#endif /* ARCH_X86_UM_ASM_SYSCALL_TABLE_H */
