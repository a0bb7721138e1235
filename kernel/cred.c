// SPDX-License-Identifier: GPL-2.0
/*
 * Credentials: who a task is (real_cred, what others see) and as whom it acts
 * (cred; the two differ only inside override_creds()).
 *
 * A published struct cred is constant. To change identity, copy it with
 * prepare_creds(), change the copy, and commit_creds() it; or abort_creds().
 *
 * Locks: a task's two pointers are written by itself under its cred_lock, a leaf.
 * It reads them freely; others use get_task_cred(), or look under that lock.
 */
#include <linux/binfmts.h>
#include <linux/bug.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/user.h>
#include <linux/securebits.h>
#include <linux/slab.h>

static struct kmem_cache *cred_cache;

static struct group_info init_groups = { .usage = REFCOUNT_INIT(2) };

/* One reference is init_task's pair, one keeps it for prepare_kernel_cred(). */
struct cred init_cred = {
	.usage		= ATOMIC_LONG_INIT(4),
	.uid		= GLOBAL_ROOT_UID,
	.euid		= GLOBAL_ROOT_UID,
	.suid		= GLOBAL_ROOT_UID,
	.fsuid		= GLOBAL_ROOT_UID,
	.gid		= GLOBAL_ROOT_GID,
	.egid		= GLOBAL_ROOT_GID,
	.sgid		= GLOBAL_ROOT_GID,
	.fsgid		= GLOBAL_ROOT_GID,
	.securebits	= SECUREBITS_DEFAULT,
	.cap_inheritable = CAP_EMPTY_SET,
	.cap_permitted	= CAP_FULL_SET,
	.cap_effective	= CAP_FULL_SET,
	.cap_bset	= CAP_FULL_SET,
	.cap_ambient	= CAP_EMPTY_SET,
	.group_info	= &init_groups,
	.user		= INIT_USER,
};

void __init cred_init(void)
{
	cred_cache = kmem_cache_create("cred_jar", sizeof(struct cred), 0,
				       SLAB_HWCACHE_ALIGN | SLAB_PANIC | SLAB_ACCOUNT, NULL);
}

const struct cred *get_cred(const struct cred *cred)
{
	if (cred)
		atomic_long_inc(&((struct cred *)cred)->usage);
	return cred;
}

void put_cred(const struct cred *_cred)
{
	struct cred *cred = (struct cred *)_cred;

	if (!cred || !atomic_long_dec_and_test(&cred->usage))
		return;
	put_group_info(cred->group_info);
	free_uid(cred->user);
	kmem_cache_free(cred_cache, cred);
}

const struct cred *get_task_cred(struct task_struct *t)
{
	const struct cred *cred;

	spin_lock(&t->cred_lock);
	cred = get_cred(__task_cred(t));
	spin_unlock(&t->cred_lock);
	return cred;
}

kuid_t task_uid(struct task_struct *t)
{
	kuid_t uid;

	spin_lock(&t->cred_lock);
	uid = __task_cred(t)->uid;
	spin_unlock(&t->cred_lock);
	return uid;
}

kuid_t task_euid(struct task_struct *t)
{
	kuid_t uid;

	spin_lock(&t->cred_lock);
	uid = __task_cred(t)->euid;
	spin_unlock(&t->cred_lock);
	return uid;
}

static struct cred *cred_copy(const struct cred *old)
{
	struct cred *new = kmem_cache_alloc(cred_cache, GFP_KERNEL);

	if (!new)
		return NULL;
	*new = *old;
	atomic_long_set(&new->usage, 1);
	get_group_info(new->group_info);
	get_uid(new->user);
	return new;
}

/**
 * prepare_creds() - a copy of current's credentials, to be changed
 *
 * Context: may sleep.
 * Return: the copy, for commit_creds() or abort_creds(); NULL: no memory.
 */
struct cred *prepare_creds(void)
{
	return cred_copy(current->cred);
}

struct cred *prepare_kernel_cred(void)
{
	return cred_copy(&init_cred);
}

/* What exec starts from: a new program is its own saved and file-system user. */
struct cred *prepare_exec_creds(void)
{
	struct cred *new = prepare_creds();

	if (!new)
		return NULL;
	new->suid = new->fsuid = new->euid;
	new->sgid = new->fsgid = new->egid;
	return new;
}

void abort_creds(struct cred *new)
{
	put_cred(new);
}

/**
 * set_cred_user() - after new->uid has changed: count for that user from now on
 * @new: unpublished credentials
 *
 * Return: 0 or -EAGAIN (no memory, as setuid(2) says it).
 */
int set_cred_user(struct cred *new)
{
	struct user_struct *user = alloc_uid(new->uid);

	if (!user)
		return -EAGAIN;
	free_uid(new->user);
	new->user = user;
	return 0;
}

/* Did it lose anything, so that looking into it might show what it had? */
static bool cred_cap_issubset(const struct cred *set, const struct cred *subset)
{
	return cap_issubset(subset->cap_permitted, set->cap_permitted);
}

/**
 * commit_creds() - become what @new says
 * @new: from prepare_creds(); the reference is consumed
 *
 * A process whose identity changed may not be dumped or traced by the user, and
 * its parent-death signal is off.
 *
 * Return: 0, so that callers can end with it.
 */
int commit_creds(struct cred *new)
{
	struct task_struct *t = current;
	const struct cred *old = t->real_cred;

	WARN_ON_ONCE(t->cred != old);
	if (!uid_eq(old->euid, new->euid) || !gid_eq(old->egid, new->egid) ||
	    !uid_eq(old->fsuid, new->fsuid) || !gid_eq(old->fsgid, new->fsgid) ||
	    !cred_cap_issubset(old, new)) {
		if (t->mm)
			set_dumpable(t->mm, suid_dumpable);
		t->pdeath_signal = 0;
	}

	if (new->user != old->user)
		atomic_long_inc(&new->user->processes);
	get_cred(new);			/* cred and real_cred each hold one */
	spin_lock(&t->cred_lock);
	t->real_cred = new;
	t->cred = new;
	spin_unlock(&t->cred_lock);
	if (new->user != old->user)
		atomic_long_dec(&old->user->processes);
	put_cred(old);
	put_cred(old);
	return 0;
}

/**
 * override_creds() - act as somebody else for a while
 * @new: whose reference stays the caller's
 *
 * Return: what revert_creds() needs.
 */
const struct cred *override_creds(const struct cred *new)
{
	const struct cred *old = current->cred;

	get_cred(new);
	spin_lock(&current->cred_lock);
	current->cred = new;
	spin_unlock(&current->cred_lock);
	return old;
}

void revert_creds(const struct cred *old)
{
	const struct cred *override = current->cred;

	spin_lock(&current->cred_lock);
	current->cred = old;
	spin_unlock(&current->cred_lock);
	put_cred(override);
}

/**
 * copy_creds() - credentials for a new task
 * @t: the task, still with its parent's pointers
 * @clone_flags: CLONE_*
 *
 * Threads share; a process starts as a copy in all but name, since nothing
 * changes a published cred, so it shares too.
 *
 * Return: 0 or -errno.
 */
int copy_creds(struct task_struct *t, unsigned long clone_flags)
{
	if (clone_flags & CLONE_NEWUSER)
		return -EINVAL;		/* as a kernel without user namespaces */
	/* A task inside override_creds() does not hand that on. */
	t->real_cred = get_cred(current->real_cred);
	t->cred = get_cred(t->real_cred);
	atomic_long_inc(&t->real_cred->user->processes);
	return 0;
}

void exit_creds(struct task_struct *t)
{
	put_cred(t->real_cred);
	put_cred(t->cred);
	t->real_cred = t->cred = NULL;
}

/* An order by what access(2)-like caches care about; 0: the same. */
int cred_fscmp(const struct cred *a, const struct cred *b)
{
	int i;

	if (a == b)
		return 0;
	if (a->fsuid != b->fsuid)
		return a->fsuid < b->fsuid ? -1 : 1;
	if (a->fsgid != b->fsgid)
		return a->fsgid < b->fsgid ? -1 : 1;
	if (a->group_info == b->group_info)
		return 0;
	if (a->group_info->ngroups != b->group_info->ngroups)
		return a->group_info->ngroups < b->group_info->ngroups ? -1 : 1;
	for (i = 0; i < a->group_info->ngroups; i++)
		if (a->group_info->gid[i] != b->group_info->gid[i])
			return a->group_info->gid[i] < b->group_info->gid[i] ? -1 : 1;
	return 0;
}
