/* SPDX-License-Identifier: GPL-2.0 */
/* Descriptors of processes: kernel/pidfd.c */
#ifndef INCLUDE_LINUX_PIDFD_H
#define INCLUDE_LINUX_PIDFD_H

#include <linux/types.h>
#include <uapi/linux/pidfd.h>

#ifndef PIDFD_THREAD
#define PIDFD_THREAD	O_EXCL		/* of a thread, not of its group */
#endif

struct file;
struct pid;
struct task_struct;

extern const struct file_operations pidfd_fops;

/* A reserved descriptor and its file for @pid; fd_install() makes it visible. */
int pidfd_prepare(struct pid *pid, unsigned int flags, struct file **file);
/* pid of a descriptor, referenced; -EBADF in ERR_PTR. */
struct pid *pidfd_get_pid(unsigned int fd, unsigned int *flags);
struct task_struct *pidfd_get_task(int pidfd, unsigned int *flags);
/* Something happened to @t that pollers wait for. */
void do_notify_pidfd(struct task_struct *t);

#endif /* INCLUDE_LINUX_PIDFD_H */
