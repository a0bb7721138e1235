/* SPDX-License-Identifier: GPL-2.0 */
/* May a process's memory be looked at or written to a file? */
#ifndef INCLUDE_LINUX_SCHED_COREDUMP_H
#define INCLUDE_LINUX_SCHED_COREDUMP_H

#include <linux/mm_types.h>

#define SUID_DUMP_DISABLE	0	/* no: it has changed identity */
#define SUID_DUMP_USER		1	/* as its user pleases */
#define SUID_DUMP_ROOT		2	/* readable by root only */

/* fs/exec.c */
void set_dumpable(struct mm_struct *mm, int value);
int get_dumpable(const struct mm_struct *mm);
extern int suid_dumpable;

/* mm->flags: which mappings a core file holds, /proc/pid/coredump_filter */
#define MMF_DUMP_FILTER_SHIFT	2
#define MMF_DUMP_FILTER_BITS	9
#define MMF_DUMP_FILTER_MASK \
	(((1UL << MMF_DUMP_FILTER_BITS) - 1) << MMF_DUMP_FILTER_SHIFT)
#define MMF_DUMP_ANON_PRIVATE	2
#define MMF_DUMP_ANON_SHARED	3
#define MMF_DUMP_MAPPED_PRIVATE	4
#define MMF_DUMP_MAPPED_SHARED	5
#define MMF_DUMP_ELF_HEADERS	6
#define MMF_DUMP_FILTER_DEFAULT	((1UL << MMF_DUMP_ANON_PRIVATE) | \
	(1UL << MMF_DUMP_ANON_SHARED) | (1UL << MMF_DUMP_ELF_HEADERS))
/* What fork() hands on. */
#define MMF_INIT_MASK	(MMF_DUMPABLE_MASK | MMF_DUMP_FILTER_MASK)

#endif /* INCLUDE_LINUX_SCHED_COREDUMP_H */
