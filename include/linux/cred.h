/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Credentials: kernel/cred.c. A struct cred is never changed once published;
 * prepare_creds() copies, commit_creds() replaces. One user namespace.
 */
#ifndef INCLUDE_LINUX_CRED_H
#define INCLUDE_LINUX_CRED_H

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct user_struct;

struct group_info {
	refcount_t	usage;
	int		ngroups;
	kgid_t		gid[];			/* sorted */
};

struct cred {
	atomic_long_t	usage;
	kuid_t		uid, euid, suid, fsuid;
	kgid_t		gid, egid, sgid, fsgid;
	unsigned int	securebits;
	kernel_cap_t	cap_inheritable, cap_permitted, cap_effective, cap_bset, cap_ambient;
	struct group_info *group_info;
	struct user_struct *user;		/* accounting of the real uid */
};

struct user_struct {
	refcount_t	count;
	kuid_t		uid;
	atomic_long_t	processes;
	atomic_long_t	sigpending;
	atomic_long_t	epoll_watches;
	atomic_long_t	locked_vm;
	atomic_long_t	unix_inflight;
	atomic_long_t	pipe_bufs;
	atomic_long_t	inotify_instances;
	struct hlist_node node;
};

extern struct cred init_cred;
extern struct user_struct root_user;

#define current_cred()	(current->cred)
/* Of another task: only under its cred_lock. Elsewhere get_task_cred(). */
#define __task_cred(t)	((t)->real_cred)
#define current_uid()	(current_cred()->uid)
#define current_gid()	(current_cred()->gid)
#define current_euid()	(current_cred()->euid)
#define current_egid()	(current_cred()->egid)
#define current_fsuid()	(current_cred()->fsuid)
#define current_fsgid()	(current_cred()->fsgid)
#define current_user()	(current_cred()->user)

const struct cred *get_cred(const struct cred *cred);
void put_cred(const struct cred *cred);
const struct cred *get_task_cred(struct task_struct *t);	/* referenced */
#define get_current_cred() get_cred(current_cred())
struct cred *prepare_creds(void);		/* NULL: no memory */
struct cred *prepare_exec_creds(void);
int commit_creds(struct cred *new);
void abort_creds(struct cred *new);
const struct cred *override_creds(const struct cred *new);
void revert_creds(const struct cred *old);
struct cred *prepare_kernel_cred(void);
int copy_creds(struct task_struct *t, unsigned long clone_flags);
void exit_creds(struct task_struct *t);
void cred_init(void);
struct user_struct *alloc_uid(kuid_t uid);
void free_uid(struct user_struct *user);

struct group_info *groups_alloc(int n);
void put_group_info(struct group_info *gi);
bool groups_search(const struct group_info *gi, kgid_t gid);
bool in_group_p(kgid_t gid);			/* fsgid or supplementary */
bool in_egroup_p(kgid_t gid);
struct group_info *get_group_info(struct group_info *gi);
void groups_sort(struct group_info *gi);
void set_groups(struct cred *new, struct group_info *gi);
bool may_setgroups(void);
int set_current_groups(struct group_info *gi);
int set_cred_user(struct cred *new);		/* charge new->uid */
int cred_fscmp(const struct cred *a, const struct cred *b);
kuid_t task_uid(struct task_struct *t);
kuid_t task_euid(struct task_struct *t);
DEFINE_FREE(put_cred, const struct cred *, if (_T) put_cred(_T))

#endif /* INCLUDE_LINUX_CRED_H */
