/* SPDX-License-Identifier: GPL-2.0 */
/* Program formats: fs/exec.c, fs/binfmt_*.c */
#ifndef INCLUDE_LINUX_BINFMTS_H
#define INCLUDE_LINUX_BINFMTS_H

#include <linux/list.h>
#include <linux/types.h>

struct cred;
struct file;
struct mm_struct;
struct pt_regs;
struct vm_area_struct;

#define BINPRM_BUF_SIZE	256
#define MAX_ARG_STRLEN	(4096 * 32)
#define MAX_ARG_STRINGS	0x7FFFFFFF

/* A program being started. */
struct linux_binprm {
	struct vm_area_struct	*vma;		/* the new stack while arguments are copied */
	struct mm_struct	*mm;
	unsigned long		p;		/* top of the strings so far */
	unsigned long		argmin;
	struct file		*executable, *interpreter, *file;
	struct cred		*cred;
	unsigned int		have_execfd:1, secureexec:1, point_of_no_return:1;
	int			unsafe, per_clear;
	int			argc, envc;
	const char		*filename, *interp, *fdpath;
	unsigned long		loader, exec;
	struct { unsigned long rlim_cur, rlim_max; } rlim_stack;
	char			buf[BINPRM_BUF_SIZE];
};

struct linux_binfmt {
	struct list_head lh;
	int (*load_binary)(struct linux_binprm *bprm);	/* -ENOEXEC: not mine */
	int (*core_dump)(int signr, struct pt_regs *regs, struct file *file, unsigned long limit);
};

void register_binfmt(struct linux_binfmt *fmt);
int kernel_execve(const char *filename, const char *const *argv, const char *const *envp);
int begin_new_exec(struct linux_binprm *bprm);		/* past it, failure kills */
void setup_new_exec(struct linux_binprm *bprm);
void finalize_exec(struct linux_binprm *bprm);
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack);
int remove_arg_zero(struct linux_binprm *bprm);
int copy_string_kernel(const char *arg, struct linux_binprm *bprm);
int bprm_change_interp(const char *interp, struct linux_binprm *bprm);
extern int suid_dumpable;
void set_dumpable(struct mm_struct *mm, int value);
int get_dumpable(struct mm_struct *mm);

#endif /* INCLUDE_LINUX_BINFMTS_H */
