/* SPDX-License-Identifier: GPL-2.0 */
/* Programs: fs/exec.c and the formats it knows, fs/binfmt_*.c. */
#ifndef INCLUDE_LINUX_BINFMTS_H
#define INCLUDE_LINUX_BINFMTS_H

#include <linux/capability.h>
#include <linux/list.h>
#include <linux/resource.h>
#include <linux/sched/coredump.h>
#include <linux/types.h>
#include <uapi/linux/binfmts.h>

struct coredump_params;
struct cred;
struct file;
struct filename;
struct mm_struct;
struct pt_regs;
struct vm_area_struct;

/* A program on its way in. One task works on it; no locks. */
struct path;

struct linux_binprm {
	struct vm_area_struct	*vma;		/* the new stack, being filled */
	struct mm_struct	*mm;		/* NULL once it is current's */
	unsigned long		p;		/* lowest used byte of it */
	unsigned long		argmin;		/* @p may not go below */
	bool			have_execfd;	/* formats that pass the file on */
	bool			secureexec;	/* AT_SECURE */
	bool			point_of_no_return;
	struct file		*executable;	/* what becomes mm->exe_file */
	struct file		*interpreter;	/* set by a format: start over with it */
	struct file		*file;		/* what is being loaded */
	struct cred		*cred;		/* of the new program */
	int			unsafe;		/* LSM_UNSAFE_*: who is watching or sharing */
	unsigned int		per_clear;	/* personality bits to drop */
	int			argc, envc;
	const char		*filename;	/* as the caller named it */
	const char		*interp;	/* the binary really loaded */
	const char		*fdpath;	/* /dev/fd/N for execveat() */
	unsigned int		interp_flags;
	unsigned long		exec;		/* address of @filename on the stack */
	struct rlimit		rlim_stack;	/* frozen for this exec */
	char			buf[BINPRM_BUF_SIZE]; /* the file's first bytes */
};

/* interp_flags */
#define BINPRM_FLAGS_ENFORCE_NONDUMP	0x1	/* the file may not be read */
#define BINPRM_FLAGS_PATH_INACCESSIBLE	0x4	/* the fd closes on exec */

#define LSM_UNSAFE_SHARE	1	/* another process shares our fs_struct */
#define LSM_UNSAFE_PTRACE	2
#define LSM_UNSAFE_NO_NEW_PRIVS	4

struct linux_binfmt {
	struct list_head	lh;		/* binfmt_lock */
	/* 0: loaded. -ENOEXEC: not mine. Else the exec fails with it. */
	int			(*load_binary)(struct linux_binprm *bprm);
	int			(*core_dump)(struct coredump_params *cprm);
	unsigned long		min_coredump;	/* bytes */
};
void register_binfmt(struct linux_binfmt *fmt);
void insert_binfmt(struct linux_binfmt *fmt);	/* tried first */
void unregister_binfmt(struct linux_binfmt *fmt);

/* For formats, in the order in which they call them. */
int begin_new_exec(struct linux_binprm *bprm);	/* point of no return */
void setup_new_exec(struct linux_binprm *bprm);
int setup_arg_pages(struct linux_binprm *bprm, unsigned long stack_top, int executable_stack);
/* For setup_arg_pages(): where the stack shall end, random if it is to be. */
unsigned long exec_stack_top(struct linux_binprm *bprm);
void finalize_exec(struct linux_binprm *bprm);
extern int randomize_va_space;		/* 0 off, 1 mmap and stack, 2 the break too */
#define EXSTACK_DEFAULT		0
#define EXSTACK_DISABLE_X	1
#define EXSTACK_ENABLE_X	2
int bprm_change_interp(const char *interp, struct linux_binprm *bprm);
int copy_string_kernel(const char *arg, struct linux_binprm *bprm);
int remove_arg_zero(struct linux_binprm *bprm);
bool path_noexec(const struct path *path);
void would_dump(struct linux_binprm *bprm, struct file *file);
void set_binfmt(struct linux_binfmt *fmt);

/* kernel/: init and friends. @filename and strings are kernel memory. */
int kernel_execve(const char *filename, const char *const *argv, const char *const *envp);

#endif /* INCLUDE_LINUX_BINFMTS_H */
