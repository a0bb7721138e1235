// SPDX-License-Identifier: GPL-2.0
/*
 * The system call table of x86-64.
 *
 * arch/x86/um/entry/syscalls.tbl, turned into X-macros, is read here three times:
 * for the entries' declarations, their addresses and their
 * names.  An entry is declared as a weak alias of sys_ni_syscall(), so that a
 * SYSCALL_DEFINE anywhere in the kernel takes its place and a call that nobody
 * has written yet answers ENOSYS.  scripts/syscall-status.sh tells the two apart
 * by the symbols of the kernel.
 *
 * The dispatcher in arch/um/kernel/skas calls through the table; it checks the
 * number against nr_syscalls first.
 */
#include <asm/syscall_table.h>
#include <uapi/asm-generic/errno.h>

long sys_ni_syscall(unsigned long, unsigned long, unsigned long,
		    unsigned long, unsigned long, unsigned long);

long sys_ni_syscall(unsigned long a, unsigned long b, unsigned long c,
		    unsigned long d, unsigned long e, unsigned long f)
{
	return -ENOSYS;
}

#define __SYSCALL(nr, entry, name) \
	long entry(unsigned long, unsigned long, unsigned long, \
		   unsigned long, unsigned long, unsigned long) __SYSCALL_ALIAS;
#define __SYSCALL_ALIAS __attribute__((__weak__, __alias__("sys_ni_syscall")))
#define __SYSCALL_NI(nr, name)
#include <generated/syscalls_64.h>
#undef __SYSCALL
#undef __SYSCALL_NI

#define __SYSCALL(nr, entry, name) [nr] = entry,
#define __SYSCALL_NI(nr, name)
const sys_call_ptr_t sys_call_table[__NR_SYSCALL_LAST + 1] = {
	[0 ... __NR_SYSCALL_LAST] = sys_ni_syscall,
#include <generated/syscalls_64.h>
};
#undef __SYSCALL
#undef __SYSCALL_NI

const unsigned int nr_syscalls = __NR_SYSCALL_LAST + 1;

#define __SYSCALL(nr, entry, name) [nr] = #name,
#define __SYSCALL_NI(nr, name) [nr] = #name,
static const char * const syscall_names[__NR_SYSCALL_LAST + 1] = {
#include <generated/syscalls_64.h>
};

const char *syscall_name(unsigned long nr)
{
	return nr < nr_syscalls ? syscall_names[nr] : (const char *)0;
}
