/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stub: the only code of ours inside a guest address space, and the page of
 * commands it works through.  Used by stub.S too.
 */
#ifndef OS_LINUX_PTRACE_STUB_H
#define OS_LINUX_PTRACE_STUB_H

#define STUB_PAGE	4096
#define STUB_HEADER	64
#define STUB_OP_SIZE	64
#define STUB_MAX_OPS	((STUB_PAGE - STUB_HEADER) / STUB_OP_SIZE)

#define STUB_OFF_COUNT	0

#ifndef __ASSEMBLY__

/* One host system call. */
struct stub_op {
	long nr;
	long arg[6];
	long unused;
};

/* Written by us only: the guest has it read-only. */
struct stub_data {
	unsigned long count;	/* calls to make; the first that fails ends it all */
	unsigned long unused[7];
	struct stub_op op[STUB_MAX_OPS];
};

/* Bounds of the code, and its three entries. */
extern char um_stub_begin[], um_stub_end[];
extern char um_stub_attach[], um_stub_loop[], um_stub_single[];

#endif /* __ASSEMBLY__ */
#endif /* OS_LINUX_PTRACE_STUB_H */
