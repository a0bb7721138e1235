// SPDX-License-Identifier: GPL-2.0
/*
 * execve(2), execveat(2): the calls, and the way from a name to a format that
 * takes it.
 *
 * An exec opens the file, copies arguments and environment to the top of a new
 * address space (exec_args.c), works out the new credentials' beginnings
 * (exec_creds.c) and asks the formats in turn. A script's format asks for its
 * interpreter to be tried instead; that goes on at most five times. The format
 * that takes the file calls begin_new_exec() (exec_begin.c) when nothing is
 * left that can fail politely: from there on failure is death.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/ptrace.h>
#include <linux/rwsem.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/user.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include "exec.h"
#include "internal.h"

#define MAX_INTERPRETERS	5

int suid_dumpable;
int randomize_va_space = 2;

static LIST_HEAD(formats);
static DECLARE_RWSEM(binfmt_lock);

/* --- formats ------------------------------------------------------------- */

void register_binfmt(struct linux_binfmt *fmt)
{
	down_write(&binfmt_lock);
	list_add_tail(&fmt->lh, &formats);
	up_write(&binfmt_lock);
}

void insert_binfmt(struct linux_binfmt *fmt)
{
	down_write(&binfmt_lock);
	list_add(&fmt->lh, &formats);
	up_write(&binfmt_lock);
}

void unregister_binfmt(struct linux_binfmt *fmt)
{
	down_write(&binfmt_lock);
	list_del(&fmt->lh);
	up_write(&binfmt_lock);
}

/* The first bytes of the file, zero where it has none. */
static int prepare_binprm(struct linux_binprm *bprm)
{
	loff_t pos = 0;
	ssize_t n;

	memset(bprm->buf, 0, sizeof(bprm->buf));
	n = kernel_read(bprm->file, bprm->buf, sizeof(bprm->buf), &pos);
	return n < 0 ? n : 0;
}

static int search_binary_handler(struct linux_binprm *bprm)
{
	struct linux_binfmt *fmt;
	int ret;

	ret = prepare_binprm(bprm);
	if (ret)
		return ret;
	ret = -ENOENT;
	/* Formats do not come and go: reading them while they load is fine. */
	down_read(&binfmt_lock);
	list_for_each_entry(fmt, &formats, lh) {
		ret = fmt->load_binary(bprm);
		if (bprm->point_of_no_return || ret != -ENOEXEC)
			break;
	}
	up_read(&binfmt_lock);
	return ret;
}

/* The interpreter a format asked for takes the file's place. */
static int use_interpreter(struct linux_binprm *bprm)
{
	struct file *script = bprm->file;

	bprm->file = bprm->interpreter;
	bprm->interpreter = NULL;
	allow_write_access(script);
	if (!bprm->have_execfd) {
		fput(script);
		return 0;
	}
	if (bprm->executable) {
		fput(script);
		return -ENOEXEC;
	}
	bprm->executable = script;
	return 0;
}

static int exec_binprm(struct linux_binprm *bprm)
{
	pid_t old_pid = task_pid_vnr(current);
	int depth, ret;

	for (depth = 0;; depth++) {
		if (depth > MAX_INTERPRETERS)
			return -ELOOP;
		ret = search_binary_handler(bprm);
		if (ret < 0)
			return ret;
		if (!bprm->interpreter)
			break;
		ret = use_interpreter(bprm);
		if (ret)
			return ret;
	}
	ptrace_event(PTRACE_EVENT_EXEC, old_pid);
	return 0;
}

static int bprm_execve(struct linux_binprm *bprm)
{
	int ret;

	ret = prepare_bprm_creds(bprm);
	if (ret)
		return ret;
	check_unsafe_exec(bprm);
	current->in_execve = true;
	ret = exec_binprm(bprm);
	current->in_execve = false;
	if (ret >= 0) {
		current->did_exec = true;
		return ret;
	}
	/* The old program is gone: never return to it. */
	if (bprm->point_of_no_return && !fatal_signal_pending(current))
		force_fatal_sig(SIGSEGV);
	spin_lock(&current->fs->lock);
	current->fs->in_exec = 0;
	spin_unlock(&current->fs->lock);
	return ret;
}

/* --- files --------------------------------------------------------------- */

bool path_noexec(const struct path *path)
{
	return (path->mnt->mnt_flags & MNT_NOEXEC) ||
	       (path->mnt->mnt_sb->s_iflags & SB_I_NOEXEC);
}

/* A file that may be executed; nobody may write to it until close_execat(). */
static struct file *do_open_execat(int fd, struct filename *name, int flags)
{
	struct open_flags op = {
		.open_flag	= O_LARGEFILE | O_RDONLY,
		.acc_mode	= MAY_EXEC,
		.intent		= LOOKUP_OPEN,
		.lookup_flags	= LOOKUP_FOLLOW,
	};
	struct file *file;
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return ERR_PTR(-EINVAL);
	if (flags & AT_SYMLINK_NOFOLLOW)
		op.lookup_flags &= ~LOOKUP_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		op.lookup_flags |= LOOKUP_EMPTY;
	file = do_file_open(fd, name, &op);
	if (IS_ERR(file))
		return file;
	err = -EACCES;
	if (S_ISREG(file_inode(file)->i_mode) && !path_noexec(&file->f_path))
		err = deny_write_access(file);
	if (err) {
		fput(file);
		return ERR_PTR(err);
	}
	return file;
}

static void close_execat(struct file *file)
{
	if (!file)
		return;
	allow_write_access(file);
	fput(file);
}

struct file *open_exec(const char *name)
{
	struct filename *filename = getname_kernel(name);
	struct file *file;

	if (IS_ERR(filename))
		return ERR_CAST(filename);
	file = do_open_execat(AT_FDCWD, filename, 0);
	putname(filename);
	return file;
}

/* --- the structure ------------------------------------------------------- */

static void free_bprm(struct linux_binprm *bprm)
{
	if (bprm->mm)
		mmput(bprm->mm);
	if (bprm->cred) {		/* begin_new_exec() did not use them */
		mutex_unlock(&current->signal->cred_guard_mutex);
		abort_creds(bprm->cred);
	}
	close_execat(bprm->file);
	close_execat(bprm->interpreter);
	if (bprm->executable)
		fput(bprm->executable);
	if (bprm->interp != bprm->filename)
		kfree(bprm->interp);
	kfree(bprm->fdpath);
	kfree(bprm);
}

/* The name a program can be found by: its own, or one below /dev/fd. */
static int set_bprm_filename(struct linux_binprm *bprm, int fd, struct filename *name)
{
	if (fd == AT_FDCWD || name->name[0] == '/') {
		bprm->filename = name->name;
	} else {
		bprm->fdpath = kasprintf(GFP_KERNEL, name->name[0] ? "/dev/fd/%d/%s" :
					 "/dev/fd/%d", fd, name->name);
		if (!bprm->fdpath)
			return -ENOMEM;
		/* The program will not find itself there. */
		if (get_close_on_exec(fd))
			bprm->interp_flags |= BINPRM_FLAGS_PATH_INACCESSIBLE;
		bprm->filename = bprm->fdpath;
	}
	bprm->interp = bprm->filename;
	return 0;
}

static struct linux_binprm *alloc_bprm(int fd, struct filename *name, int flags)
{
	struct linux_binprm *bprm;
	struct file *file;
	int err;

	file = do_open_execat(fd, name, flags);
	if (IS_ERR(file))
		return ERR_CAST(file);
	bprm = kzalloc(sizeof(*bprm), GFP_KERNEL);
	if (!bprm) {
		close_execat(file);
		return ERR_PTR(-ENOMEM);
	}
	bprm->file = file;
	err = set_bprm_filename(bprm, fd, name);
	if (!err)
		err = bprm_mm_init(bprm);
	if (err) {
		free_bprm(bprm);
		return ERR_PTR(err);
	}
	return bprm;
}

int bprm_change_interp(const char *interp, struct linux_binprm *bprm)
{
	const char *copy = kstrdup(interp, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	if (bprm->interp != bprm->filename)
		kfree(bprm->interp);
	bprm->interp = copy;
	return 0;
}

/* --- system calls -------------------------------------------------------- */

/* set*uid() let the user go over RLIMIT_NPROC; here is where it ends. */
static bool nproc_exceeded(void)
{
	if ((current->flags & PF_NPROC_EXCEEDED) &&
	    atomic_long_read(&current_user()->processes) > rlimit(RLIMIT_NPROC))
		return true;
	current->flags &= ~PF_NPROC_EXCEEDED;
	return false;
}

static int copy_user_strings(struct linux_binprm *bprm, struct filename *filename,
			     const char __user *const __user *argv,
			     const char __user *const __user *envp)
{
	int ret;

	bprm->argc = ret = count_strings(argv);
	if (ret < 0)
		return ret;
	if (!ret)
		pr_warn_once("process '%s' launched '%s' with NULL argv: empty string added\n",
			     current->comm, bprm->filename);
	bprm->envc = ret = count_strings(envp);
	if (ret < 0)
		return ret;
	ret = bprm_stack_limits(bprm);
	if (!ret)
		ret = copy_string_kernel(bprm->filename, bprm);
	if (ret)
		return ret;
	bprm->exec = bprm->p;
	ret = copy_strings(bprm->envc, envp, bprm);
	if (!ret)
		ret = copy_strings(bprm->argc, argv, bprm);
	if (!ret && !bprm->argc) {
		/* Programs rely on argv[0] being a string. */
		ret = copy_string_kernel("", bprm);
		bprm->argc = 1;
	}
	return ret;
}

static int do_execveat(int fd, struct filename *filename,
		       const char __user *const __user *argv,
		       const char __user *const __user *envp, int flags)
{
	struct linux_binprm *bprm;
	int ret;

	if (IS_ERR(filename))
		return PTR_ERR(filename);
	if (nproc_exceeded()) {
		putname(filename);
		return -EAGAIN;
	}
	bprm = alloc_bprm(fd, filename, flags);
	if (IS_ERR(bprm)) {
		putname(filename);
		return PTR_ERR(bprm);
	}
	ret = copy_user_strings(bprm, filename, argv, envp);
	if (!ret)
		ret = bprm_execve(bprm);
	free_bprm(bprm);
	putname(filename);
	return ret;
}

SYSCALL_DEFINE3(execve, const char __user *, filename,
		const char __user *const __user *, argv,
		const char __user *const __user *, envp)
{
	return do_execveat(AT_FDCWD, getname(filename), argv, envp, 0);
}

SYSCALL_DEFINE5(execveat, int, fd, const char __user *, filename,
		const char __user *const __user *, argv,
		const char __user *const __user *, envp, int, flags)
{
	int lookup = flags & AT_EMPTY_PATH ? LOOKUP_EMPTY : 0;

	return do_execveat(fd, getname_flags(filename, lookup), argv, envp, flags);
}

static int copy_all_kernel_strings(struct linux_binprm *bprm, const char *const *argv,
				   const char *const *envp)
{
	int ret;

	bprm->argc = ret = count_strings_kernel(argv);
	if (ret < 0)
		return ret;
	if (!ret)
		return -EINVAL;
	bprm->envc = ret = count_strings_kernel(envp);
	if (ret < 0)
		return ret;
	ret = bprm_stack_limits(bprm);
	if (!ret)
		ret = copy_string_kernel(bprm->filename, bprm);
	if (ret)
		return ret;
	bprm->exec = bprm->p;
	ret = copy_strings_kernel(bprm->envc, envp, bprm);
	return ret ?: copy_strings_kernel(bprm->argc, argv, bprm);
}

/**
 * kernel_execve() - a kernel thread made by user_mode_thread() becomes a program
 * @kernel_filename: its file
 * @argv: arguments, a NULL behind the last
 * @envp: environment, likewise
 *
 * Context: may sleep.
 * Return: 0: return from the thread's function to enter it; or -errno.
 */
int kernel_execve(const char *kernel_filename, const char *const *argv,
		  const char *const *envp)
{
	struct filename *filename;
	struct linux_binprm *bprm;
	int ret;

	if (WARN_ON_ONCE(current->flags & PF_KTHREAD))
		return -EINVAL;
	filename = getname_kernel(kernel_filename);
	if (IS_ERR(filename))
		return PTR_ERR(filename);
	bprm = alloc_bprm(AT_FDCWD, filename, 0);
	if (IS_ERR(bprm)) {
		putname(filename);
		return PTR_ERR(bprm);
	}
	ret = copy_all_kernel_strings(bprm, argv, envp);
	if (!ret)
		ret = bprm_execve(bprm);
	free_bprm(bprm);
	putname(filename);
	return ret;
}

/* --- dumpability --------------------------------------------------------- */

void set_binfmt(struct linux_binfmt *fmt)
{
	current->mm->binfmt = fmt;
}

/* May the process's memory be seen by others of its user? SUID_DUMP_* */
void set_dumpable(struct mm_struct *mm, int value)
{
	unsigned long old = READ_ONCE(mm->flags), new;

	if (WARN_ON_ONCE((unsigned int)value > SUID_DUMP_ROOT))
		return;
	do
		new = (old & ~(unsigned long)MMF_DUMPABLE_MASK) | value;
	while (!__atomic_compare_exchange_n(&mm->flags, &old, new, false,
					    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
}

int get_dumpable(const struct mm_struct *mm)
{
	return READ_ONCE(mm->flags) & MMF_DUMPABLE_MASK;
}

static int __init norandmaps_setup(char *value)
{
	randomize_va_space = 0;
	return 1;
}
__setup("norandmaps", norandmaps_setup);

static const struct ctl_table exec_fs_table[] = {
	{ .procname = "suid_dumpable", .data = &suid_dumpable, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_TWO },
};

static const struct ctl_table exec_kernel_table[] = {
	{ .procname = "randomize_va_space", .data = &randomize_va_space,
	  .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec },
};

static int __init exec_sysctl_init(void)
{
	register_sysctl_init("fs", exec_fs_table);
	register_sysctl_init("kernel", exec_kernel_table);
	return 0;
}
fs_initcall(exec_sysctl_init);
