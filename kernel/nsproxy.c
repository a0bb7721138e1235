// SPDX-License-Identifier: GPL-2.0
/*
 * The set of namespaces a task lives in, shared by tasks that have the same.
 * Mount and UTS namespaces exist; for the others this is a kernel built without
 * them: asking for a new one is -EINVAL (Documentation/ABI/differences.rst).
 *
 * Locks: task->nsproxy is written by the task itself under alloc_lock; others
 * look under that lock. The object is constant.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/mount.h>
#include <linux/nsproxy.h>
#include <linux/pidfd.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/utsname.h>

#define CLONE_NEW_ANY	(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | \
			 CLONE_NEWNET | CLONE_NEWCGROUP | CLONE_NEWTIME)
/* No such namespaces here. A cgroup one is accepted and hides nothing. */
#define CLONE_NEW_ABSENT (CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWTIME)

struct nsproxy init_nsproxy = {
	.count	= REFCOUNT_INIT(1),
	.uts_ns	= &init_uts_ns,		/* mnt_ns: init_mount_tree() */
};

static void get_nsproxy(struct nsproxy *ns)
{
	refcount_inc(&ns->count);
}

void put_nsproxy(struct nsproxy *ns)
{
	if (!refcount_dec_and_test(&ns->count))
		return;
	if (ns->mnt_ns)
		put_mnt_ns(ns->mnt_ns);
	put_uts_ns(ns->uts_ns);
	kfree(ns);
}

/* @fs: the fs_struct that must point into a new mount namespace afterwards. */
static struct nsproxy *create_new_namespaces(unsigned long flags, struct nsproxy *old,
					     struct fs_struct *fs)
{
	struct nsproxy *ns;
	int err;

	if (flags & CLONE_NEW_ABSENT)
		return ERR_PTR(-EINVAL);
	ns = kmalloc(sizeof(*ns), GFP_KERNEL_ACCOUNT);
	if (!ns)
		return ERR_PTR(-ENOMEM);
	refcount_set(&ns->count, 1);
	ns->uts_ns = copy_utsname(flags, old->uts_ns);
	if (IS_ERR(ns->uts_ns)) {
		err = PTR_ERR(ns->uts_ns);
		goto free_ns;
	}
	ns->mnt_ns = copy_mnt_ns(flags, old->mnt_ns, fs);
	if (IS_ERR(ns->mnt_ns)) {
		err = PTR_ERR(ns->mnt_ns);
		goto put_uts;
	}
	return ns;

put_uts:
	put_uts_ns(ns->uts_ns);
free_ns:
	kfree(ns);
	return ERR_PTR(err);
}

/**
 * copy_namespaces() - fork's part
 * @flags: CLONE_*
 * @t: new task, its fs_struct already copied
 *
 * Return: 0, -EPERM, -EINVAL or -ENOMEM.
 */
int copy_namespaces(unsigned long flags, struct task_struct *t)
{
	struct nsproxy *old = t->nsproxy, *new;

	if (!(flags & CLONE_NEW_ANY)) {
		get_nsproxy(old);
		return 0;
	}
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	/* Semaphore undo lists cannot span IPC namespaces. */
	if ((flags & (CLONE_NEWIPC | CLONE_SYSVSEM)) == (CLONE_NEWIPC | CLONE_SYSVSEM))
		return -EINVAL;
	new = create_new_namespaces(flags, old, t->fs);
	if (IS_ERR(new))
		return PTR_ERR(new);
	t->nsproxy = new;
	return 0;
}

/* unshare(): *@new is NULL when nothing of it concerns us. */
int unshare_nsproxy_namespaces(unsigned long flags, struct nsproxy **new,
			       struct fs_struct *new_fs)
{
	*new = NULL;
	if (!(flags & CLONE_NEW_ANY))
		return 0;
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	*new = create_new_namespaces(flags, current->nsproxy, new_fs ?: current->fs);
	if (IS_ERR(*new)) {
		int err = PTR_ERR(*new);

		*new = NULL;
		return err;
	}
	return 0;
}

void switch_task_namespaces(struct task_struct *t, struct nsproxy *new)
{
	struct nsproxy *old;

	task_lock(t);
	old = t->nsproxy;
	t->nsproxy = new;
	task_unlock(t);
	if (old)
		put_nsproxy(old);
}

void exit_task_namespaces(struct task_struct *t)
{
	switch_task_namespaces(t, NULL);
}

/*
 * Joining by pidfd, for what needs no more than a pointer: the UTS namespace.
 * There are no namespace files (/proc/pid/ns) and no way to enter another mount
 * tree yet, so everything else is -EINVAL, as for a kernel without them.
 */
static int setns_pidfd(struct task_struct *t, int flags)
{
	struct nsproxy *new, *old = current->nsproxy;

	if (flags != CLONE_NEWUTS)
		return -EINVAL;
	if (!ptrace_may_access(t, PTRACE_MODE_READ_REALCREDS) || !capable(CAP_SYS_ADMIN))
		return -EPERM;
	new = create_new_namespaces(0, old, current->fs);
	if (IS_ERR(new))
		return PTR_ERR(new);
	task_lock(t);
	if (t->nsproxy) {
		put_uts_ns(new->uts_ns);	/* ours: not the last reference */
		new->uts_ns = t->nsproxy->uts_ns;
		refcount_inc(&new->uts_ns->count);
	}
	task_unlock(t);
	switch_task_namespaces(current, new);
	return 0;
}

SYSCALL_DEFINE2(setns, int, fd, int, nstype)
{
	struct task_struct *t;
	unsigned int flags;
	struct file *file;
	int err;

	file = fget(fd);
	if (!file)
		return -EBADF;
	fput(file);
	t = pidfd_get_task(fd, &flags);
	if (IS_ERR(t))		/* a file, but neither a pidfd nor a namespace */
		return PTR_ERR(t) == -EBADF ? -EINVAL : PTR_ERR(t);
	err = setns_pidfd(t, nstype);
	put_task_struct(t);
	return err;
}
