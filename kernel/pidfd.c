// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors of processes, pidfd_open(2): a file that holds a struct pid, so
 * that it can never mean another process. It polls readable when the process
 * (with PIDFD_THREAD: the thread) has ended; waitid(), pidfd_send_signal() and
 * setns() accept it elsewhere.
 */
#include <linux/anon_inodes.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/pid.h>
#include <linux/pidfd.h>
#include <linux/poll.h>
#include <linux/rwsem.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/syscalls.h>
#include <linux/wait.h>

static int pidfd_release(struct inode *inode, struct file *file)
{
	put_pid(file->private_data);
	return 0;
}

static __poll_t pidfd_poll(struct file *file, struct poll_table_struct *pts)
{
	struct pid *pid = file->private_data;
	struct task_struct *t;
	__poll_t events = 0;

	poll_wait(file, pid->wait_pidfd, pts);
	read_lock(&tasklist_lock);
	t = pid_task(pid, PIDTYPE_PID);
	if (!t)				/* its parent has been told */
		events = EPOLLIN | EPOLLRDNORM | EPOLLHUP;
	else if (t->exit_state &&
		 ((file->f_flags & PIDFD_THREAD) || thread_group_empty(t)))
		events = EPOLLIN | EPOLLRDNORM;
	read_unlock(&tasklist_lock);
	return events;
}

static void pidfd_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct pid *pid = file->private_data;
	pid_t nr = -1;

	read_lock(&tasklist_lock);
	if (pid_has_task(pid, PIDTYPE_PID))
		nr = pid_nr(pid);
	read_unlock(&tasklist_lock);
	seq_printf(m, "Pid:\t%d\nNSpid:\t%d\n", nr, nr);
}

const struct file_operations pidfd_fops = {
	.release	= pidfd_release,
	.poll		= pidfd_poll,
	.show_fdinfo	= pidfd_show_fdinfo,
};

struct pid *pidfd_pid(const struct file *file)
{
	if (file->f_op == &pidfd_fops)
		return file->private_data;
	return ERR_PTR(-EBADF);
}

struct pid *pidfd_get_pid(unsigned int fd, unsigned int *flags)
{
	struct file *file = fget(fd);
	struct pid *pid;

	if (!file)
		return ERR_PTR(-EBADF);
	pid = pidfd_pid(file);
	if (!IS_ERR(pid)) {
		get_pid(pid);
		*flags = file->f_flags;
	}
	fput(file);
	return pid;
}

/* The process of a pidfd, referenced; -ESRCH when it has been waited for. */
struct task_struct *pidfd_get_task(int pidfd, unsigned int *flags)
{
	struct task_struct *t;
	struct pid *pid;

	pid = pidfd_get_pid(pidfd, flags);
	if (IS_ERR(pid))
		return ERR_CAST(pid);
	t = get_pid_task(pid, PIDTYPE_TGID);
	put_pid(pid);
	return t ?: ERR_PTR(-ESRCH);
}

int pidfd_prepare(struct pid *pid, unsigned int flags, struct file **ret)
{
	struct file *file;
	int fd;

	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd < 0)
		return fd;
	file = anon_inode_getfile("[pidfd]", &pidfd_fops, pid,
				  O_RDWR | (flags & PIDFD_NONBLOCK));
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	file->f_flags |= flags & PIDFD_THREAD;
	get_pid(pid);
	*ret = file;
	return fd;
}

static int pidfd_create(struct pid *pid, unsigned int flags)
{
	enum pid_type type = flags & PIDFD_THREAD ? PIDTYPE_PID : PIDTYPE_TGID;
	struct file *file;
	bool alive;
	int fd;

	read_lock(&tasklist_lock);
	alive = pid_has_task(pid, type);
	read_unlock(&tasklist_lock);
	if (!alive)
		return -EINVAL;
	fd = pidfd_prepare(pid, flags, &file);
	if (fd >= 0)
		fd_install(fd, file);
	return fd;
}

SYSCALL_DEFINE2(pidfd_open, pid_t, pid, unsigned int, flags)
{
	struct pid *p;
	int fd;

	if (flags & ~(PIDFD_NONBLOCK | PIDFD_THREAD))
		return -EINVAL;
	if (pid <= 0)
		return -EINVAL;
	p = find_get_pid(pid);
	if (!p)
		return -ESRCH;
	fd = pidfd_create(p, flags);
	put_pid(p);
	return fd;
}

/* A descriptor of another process, for those who could trace it. */
static struct file *pidfd_fget(struct task_struct *t, unsigned int fd)
{
	struct file *file;
	int err;

	err = down_read_killable(&t->signal->exec_update_lock);
	if (err)
		return ERR_PTR(err);
	if (ptrace_may_access(t, PTRACE_MODE_ATTACH_REALCREDS))
		file = fget_task(t, fd) ?: ERR_PTR(-EBADF);
	else
		file = ERR_PTR(-EPERM);
	up_read(&t->signal->exec_update_lock);
	return file;
}

SYSCALL_DEFINE3(pidfd_getfd, int, pidfd, int, fd, unsigned int, flags)
{
	struct task_struct *t;
	unsigned int pidfd_flags;
	struct file *file;
	struct pid *pid;
	int ret;

	if (flags)
		return -EINVAL;
	pid = pidfd_get_pid(pidfd, &pidfd_flags);
	if (IS_ERR(pid))
		return PTR_ERR(pid);
	t = get_pid_task(pid, PIDTYPE_PID);
	put_pid(pid);
	if (!t)
		return -ESRCH;
	file = pidfd_fget(t, fd);
	put_task_struct(t);
	if (IS_ERR(file))
		return PTR_ERR(file);
	ret = receive_fd(file, NULL, O_CLOEXEC);
	fput(file);
	return ret;
}

void do_notify_pidfd(struct task_struct *t)
{
	struct pid *pid = task_pid(t);

	__wake_up(pid->wait_pidfd, TASK_NORMAL, 0,
		  poll_to_key(EPOLLIN | EPOLLRDNORM));
}
