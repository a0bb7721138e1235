/* SPDX-License-Identifier: GPL-2.0 */
/* Core files: fs/coredump.c, and fs/binfmt_elf_core.c for their format. */
#ifndef INCLUDE_LINUX_COREDUMP_H
#define INCLUDE_LINUX_COREDUMP_H

#include <linux/completion.h>
#include <linux/signal_types.h>
#include <linux/types.h>

struct file;
struct pt_regs;
struct task_struct;

/* A mapping as it was when the dump began. */
struct core_vma_metadata {
	unsigned long	start, end;
	unsigned long	flags;		/* VM_* */
	unsigned long	dump_size;	/* bytes of it that go into the file */
	unsigned long	pgoff;
	struct file	*file;		/* referenced */
};

struct coredump_params {
	const kernel_siginfo_t	*siginfo;
	struct file		*file;
	unsigned long		limit;		/* RLIMIT_CORE */
	unsigned long		mm_flags;
	loff_t			written, pos;
	loff_t			to_skip;	/* hole before the next byte */
	int			vma_count;
	size_t			vma_data_size;
	struct core_vma_metadata *vma_meta;
};

/* The threads of a dying process, parked in exit until the file is written. */
struct core_thread {
	struct task_struct	*task;
	struct core_thread	*next;
};
struct core_state {
	atomic_t		nr_threads;	/* still on their way */
	struct core_thread	dumper;		/* list head; [s] siglock */
	struct completion	startup;
};

void do_coredump(const kernel_siginfo_t *siginfo);
/* do_exit(): wait while somebody dumps us. */
void coredump_task_exit(struct task_struct *t);
/* For formats: true when all went well. */
bool dump_emit(struct coredump_params *cprm, const void *addr, size_t nr);
void dump_skip(struct coredump_params *cprm, size_t nr);
void dump_skip_to(struct coredump_params *cprm, unsigned long pos);
bool dump_align(struct coredump_params *cprm, size_t align);
/* @fault: pages not mapped now are read, not left as a hole. */
bool dump_user_range(struct coredump_params *cprm, unsigned long start, unsigned long len,
		     bool fault);

#endif /* INCLUDE_LINUX_COREDUMP_H */
