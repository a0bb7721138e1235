/* SPDX-License-Identifier: GPL-2.0 */
/* The namespaces a task lives in: kernel/nsproxy.c. Mount and UTS for now. */
#ifndef INCLUDE_LINUX_NSPROXY_H
#define INCLUDE_LINUX_NSPROXY_H

#include <linux/refcount.h>

struct fs_struct;
struct mnt_namespace;
struct task_struct;
struct uts_namespace;

struct nsproxy {
	refcount_t		count;
	struct mnt_namespace	*mnt_ns;
	struct uts_namespace	*uts_ns;
};
extern struct nsproxy init_nsproxy;

int copy_namespaces(unsigned long flags, struct task_struct *t);
void put_nsproxy(struct nsproxy *ns);
void exit_task_namespaces(struct task_struct *t);
int unshare_nsproxy_namespaces(unsigned long flags, struct nsproxy **new,
			       struct fs_struct *new_fs);
void switch_task_namespaces(struct task_struct *t, struct nsproxy *new);

#endif /* INCLUDE_LINUX_NSPROXY_H */
