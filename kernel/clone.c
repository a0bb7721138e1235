// SPDX-License-Identifier: GPL-2.0
/*
 * The system calls that make tasks, and unshare(2): each checks what programs
 * may ask for and leaves the work to kernel_clone().
 */
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nsproxy.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

/* Levels of pid namespaces clone3() may name; there is one. */
#define MAX_PID_NS_LEVEL	32
#define CLONE_LEGACY_FLAGS	0xffffffffULL

SYSCALL_DEFINE0(fork)
{
	struct kernel_clone_args args = { .exit_signal = SIGCHLD };

	return kernel_clone(&args);
}

SYSCALL_DEFINE0(vfork)
{
	struct kernel_clone_args args = {
		.flags		= CLONE_VFORK | CLONE_VM,
		.exit_signal	= SIGCHLD,
	};

	return kernel_clone(&args);
}

SYSCALL_DEFINE5(clone, unsigned long, clone_flags, unsigned long, newsp,
		int __user *, parent_tidptr, int __user *, child_tidptr,
		unsigned long, tls)
{
	struct kernel_clone_args args = {
		.flags		= lower_32_bits(clone_flags) & ~CSIGNAL,
		.pidfd		= parent_tidptr,
		.child_tid	= child_tidptr,
		.parent_tid	= parent_tidptr,
		.exit_signal	= lower_32_bits(clone_flags) & CSIGNAL,
		.stack		= newsp,
		.tls		= tls,
	};

	return kernel_clone(&args);
}

static int copy_clone_args(struct kernel_clone_args *kargs, pid_t *set_tid,
			   const struct clone_args __user *uargs, size_t usize)
{
	struct clone_args args;
	int err;

	if (usize > PAGE_SIZE)
		return -E2BIG;
	if (usize < CLONE_ARGS_SIZE_VER0)
		return -EINVAL;
	err = copy_struct_from_user(&args, sizeof(args), uargs, usize);
	if (err)
		return err;
	if (args.set_tid_size > MAX_PID_NS_LEVEL)
		return -EINVAL;
	if (!args.set_tid != !args.set_tid_size)
		return -EINVAL;
	if ((args.exit_signal & ~((u64)CSIGNAL)) || !valid_signal(args.exit_signal))
		return -EINVAL;
	if ((args.flags & CLONE_INTO_CGROUP) &&
	    (args.cgroup > INT_MAX || usize < CLONE_ARGS_SIZE_VER2))
		return -EINVAL;
	*kargs = (struct kernel_clone_args){
		.flags		= args.flags,
		.pidfd		= u64_to_user_ptr(args.pidfd),
		.child_tid	= u64_to_user_ptr(args.child_tid),
		.parent_tid	= u64_to_user_ptr(args.parent_tid),
		.exit_signal	= args.exit_signal,
		.stack		= args.stack,
		.stack_size	= args.stack_size,
		.tls		= args.tls,
		.set_tid	= set_tid,
		.set_tid_size	= args.set_tid_size,
	};
	if (args.set_tid && copy_from_user(set_tid, u64_to_user_ptr(args.set_tid),
					   args.set_tid_size * sizeof(pid_t)))
		return -EFAULT;
	return 0;
}

/* Both or neither, and inside the address space. */
static bool clone3_stack_valid(const struct kernel_clone_args *args)
{
	if (!args->stack)
		return !args->stack_size;
	return args->stack_size &&
	       access_ok((void __user *)args->stack, args->stack_size);
}

static bool clone3_args_valid(const struct kernel_clone_args *args)
{
	if (args->flags & ~(CLONE_LEGACY_FLAGS | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP))
		return false;
	if (args->flags & (CLONE_DETACHED | (CSIGNAL & ~CLONE_NEWTIME)))
		return false;
	if ((args->flags & CLONE_SIGHAND) && (args->flags & CLONE_CLEAR_SIGHAND))
		return false;
	if ((args->flags & (CLONE_THREAD | CLONE_PARENT)) && args->exit_signal)
		return false;
	return clone3_stack_valid(args);
}

SYSCALL_DEFINE2(clone3, struct clone_args __user *, uargs, size_t, size)
{
	pid_t set_tid[MAX_PID_NS_LEVEL];
	struct kernel_clone_args kargs;
	int err;

	err = copy_clone_args(&kargs, set_tid, uargs, size);
	if (err)
		return err;
	if (!clone3_args_valid(&kargs))
		return -EINVAL;
	return kernel_clone(&kargs);
}

SYSCALL_DEFINE1(set_tid_address, int __user *, tidptr)
{
	current->clear_child_tid = tidptr;
	return task_pid_vnr(current);
}

/* --- unshare ------------------------------------------------------------- */

static int check_unshare_flags(unsigned long flags)
{
	if (flags & ~(CLONE_THREAD | CLONE_FS | CLONE_NEWNS | CLONE_SIGHAND | CLONE_VM |
		      CLONE_FILES | CLONE_SYSVSEM | CLONE_NEWUTS | CLONE_NEWIPC |
		      CLONE_NEWNET | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWCGROUP |
		      CLONE_NEWTIME))
		return -EINVAL;
	/* What is really shared cannot be undone; not sharing it is fine. */
	if ((flags & (CLONE_THREAD | CLONE_SIGHAND | CLONE_VM)) &&
	    !thread_group_empty(current))
		return -EINVAL;
	if ((flags & (CLONE_SIGHAND | CLONE_VM)) &&
	    refcount_read(&current->sighand->count) > 1)
		return -EINVAL;
	if ((flags & CLONE_VM) && atomic_read(&current->mm->mm_users) > 1)
		return -EINVAL;
	return 0;
}

static int unshare_fs(unsigned long flags, struct fs_struct **new)
{
	struct fs_struct *fs = current->fs;

	*new = NULL;
	if (!(flags & CLONE_FS) || !fs || fs->users == 1)
		return 0;
	*new = copy_fs_struct(fs);
	return *new ? 0 : -ENOMEM;
}

static void install_fs(struct fs_struct *new)
{
	struct fs_struct *old = current->fs;
	bool last;

	task_lock(current);
	spin_lock(&old->lock);
	current->fs = new;
	last = !--old->users;
	spin_unlock(&old->lock);
	task_unlock(current);
	if (last)
		free_fs_struct(old);
}

/* Some things can only be one's own together with others. */
static unsigned long complete_unshare_flags(unsigned long flags)
{
	if (flags & CLONE_NEWUSER)
		flags |= CLONE_THREAD | CLONE_FS;
	if (flags & CLONE_VM)
		flags |= CLONE_SIGHAND;
	if (flags & CLONE_SIGHAND)
		flags |= CLONE_THREAD;
	if (flags & CLONE_NEWNS)
		flags |= CLONE_FS;
	return flags;
}

SYSCALL_DEFINE1(unshare, unsigned long, unshare_flags)
{
	unsigned long flags = complete_unshare_flags(unshare_flags);
	struct nsproxy *new_nsproxy;
	struct fs_struct *new_fs;
	int err;

	err = check_unshare_flags(flags);
	if (err)
		return err;
	if (flags & CLONE_NEWUSER)
		return -EINVAL;		/* as a kernel without them */
	err = unshare_fs(flags, &new_fs);
	if (err)
		return err;
	err = unshare_nsproxy_namespaces(flags, &new_nsproxy, new_fs);
	if (err)
		goto free_fs;
	if (flags & CLONE_FILES) {
		err = unshare_files();
		if (err)
			goto put_nsproxy;
	}
	if (new_fs)
		install_fs(new_fs);
	if (new_nsproxy)
		switch_task_namespaces(current, new_nsproxy);
	return 0;

put_nsproxy:
	if (new_nsproxy)
		put_nsproxy(new_nsproxy);
free_fs:
	if (new_fs)
		free_fs_struct(new_fs);
	return err;
}
