// SPDX-License-Identifier: GPL-2.0
/*
 * kcmp(2): do two processes share a thing? The answer is an order, so that many
 * things can be sorted; addresses are disguised, since they are the kernel's.
 */
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/syscalls.h>
#include <uapi/linux/kcmp.h>

/* [I] xored and multiplied (odd) per kind: one cannot be used for another. */
static unsigned long cookies[KCMP_TYPES][2];

static int __init kcmp_cookies_init(void)
{
	int i;

	get_random_bytes(cookies, sizeof(cookies));
	for (i = 0; i < KCMP_TYPES; i++)
		cookies[i][1] |= 1;
	return 0;
}
arch_initcall(kcmp_cookies_init);

/* 0 equal, 1 less, 2 greater. */
static int kcmp_ptr(const void *v1, const void *v2, int type)
{
	unsigned long a = ((unsigned long)v1 ^ cookies[type][0]) * cookies[type][1];
	unsigned long b = ((unsigned long)v2 ^ cookies[type][0]) * cookies[type][1];

	return (a < b) | ((a > b) << 1);
}

static int kcmp_files(struct task_struct *t1, struct task_struct *t2,
		      unsigned long fd1, unsigned long fd2)
{
	struct file *f1 = fget_task(t1, fd1), *f2 = fget_task(t2, fd2);
	int ret = f1 && f2 ? kcmp_ptr(f1, f2, KCMP_FILE) : -EBADF;

	if (f1)
		fput(f1);
	if (f2)
		fput(f2);
	return ret;
}

static int kcmp_tasks(struct task_struct *t1, struct task_struct *t2, int type,
		      unsigned long idx1, unsigned long idx2)
{
	switch (type) {
	case KCMP_FILE:
		return kcmp_files(t1, t2, idx1, idx2);
	case KCMP_VM:
		return kcmp_ptr(t1->mm, t2->mm, type);
	case KCMP_FILES:
		return kcmp_ptr(t1->files, t2->files, type);
	case KCMP_FS:
		return kcmp_ptr(t1->fs, t2->fs, type);
	case KCMP_SIGHAND:
		return kcmp_ptr(t1->sighand, t2->sighand, type);
	case KCMP_IO:
	case KCMP_SYSVSEM:
		return 0;		/* nobody has any */
	case KCMP_EPOLL_TFD:
		return -EOPNOTSUPP;
	}
	return -EINVAL;
}

static int kcmp_lock(struct task_struct *t1, struct task_struct *t2)
{
	struct rw_semaphore *l1 = &t1->signal->exec_update_lock;
	struct rw_semaphore *l2 = &t2->signal->exec_update_lock;
	int err;

	if (l2 > l1)
		swap(l1, l2);
	err = down_read_killable(l1);
	if (!err && l1 != l2) {
		err = down_read_killable(l2);
		if (err)
			up_read(l1);
	}
	return err;
}

static void kcmp_unlock(struct task_struct *t1, struct task_struct *t2)
{
	up_read(&t1->signal->exec_update_lock);
	if (t1->signal != t2->signal)
		up_read(&t2->signal->exec_update_lock);
}

SYSCALL_DEFINE5(kcmp, pid_t, pid1, pid_t, pid2, int, type,
		unsigned long, idx1, unsigned long, idx2)
{
	struct task_struct *t1, *t2;
	int ret = -ESRCH;

	t1 = find_get_task_by_vpid(pid1);
	t2 = find_get_task_by_vpid(pid2);
	if (!t1 || !t2)
		goto put;
	ret = kcmp_lock(t1, t2);
	if (ret)
		goto put;
	if (ptrace_may_access(t1, PTRACE_MODE_READ_REALCREDS) &&
	    ptrace_may_access(t2, PTRACE_MODE_READ_REALCREDS))
		ret = kcmp_tasks(t1, t2, type, idx1, idx2);
	else
		ret = -EPERM;
	kcmp_unlock(t1, t2);
put:
	if (t1)
		put_task_struct(t1);
	if (t2)
		put_task_struct(t2);
	return ret;
}
