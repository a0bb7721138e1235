/* SPDX-License-Identifier: GPL-2.0 */
/* Control groups as the rest of the kernel sees them: kernel/cgroup/cgroup.c. */
#ifndef INCLUDE_LINUX_CGROUP_H
#define INCLUDE_LINUX_CGROUP_H

struct task_struct;

/* A new process is in its parent's group. Context: tasklist_lock held. */
void cgroup_post_fork(struct task_struct *child);
/* The last thread of a process leaves. */
void cgroup_exit(struct task_struct *t);
/* "/a/b" in @buf. Return: the start of it, or ERR_PTR. */
char *cgroup_path(struct task_struct *t, char *buf, int size);

#endif /* INCLUDE_LINUX_CGROUP_H */
