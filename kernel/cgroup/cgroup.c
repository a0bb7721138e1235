// SPDX-License-Identifier: GPL-2.0
/*
 * Control groups, version 2: a tree of groups, and which process is in which.
 *
 * A group is for keeping track of processes: service managers put each service
 * into one of its own, wait for it to become empty, or kill all that is in it.
 * There are no controllers, so no group limits anything. All threads of a process
 * are in one group: the membership is in signal_struct, NULL means the root.
 *
 * A group lives as long as its directory, its inodes and its children.
 *
 * Locks: tasklist_lock > cgroup_lock, which protects memberships and counts and is
 * a leaf but for the queueing of work.
 *
 * Left out against Linux: controllers, threaded groups, freezing, CLONE_INTO_CGROUP,
 * namespaces of groups.
 */
#include <linux/cgroup.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "cgroup.h"

/* Legend: cgroup.h */
static DEFINE_SPINLOCK(cgroup_lock);

struct cgroup cgroup_root = { .refs = REFCOUNT_INIT(1) };

static struct cgroup *cgroup_of(const struct task_struct *t)
{
	return READ_ONCE(t->signal->cgroup) ?: &cgroup_root;
}

static bool populated(const struct cgroup *cg)
	__must_hold(&cgroup_lock)
{
	return cg->nr_procs || cg->nr_populated;
}

/* A process came or went: tell each group that became populated or empty. */
static void count_process(struct cgroup *cg, int change)
	__must_hold(&cgroup_lock)
{
	bool was = populated(cg);

	cg->nr_procs += change;
	while (cg->parent && populated(cg) != was) {
		struct cgroup *parent = cg->parent;
		bool parent_was = populated(parent);

		schedule_work(&cg->notify);
		parent->nr_populated += was ? -1 : 1;
		was = parent_was;
		cg = parent;
	}
}

bool cgroup_populated(struct cgroup *cg)
{
	bool ret;

	spin_lock(&cgroup_lock);
	ret = populated(cg);
	spin_unlock(&cgroup_lock);
	return ret;
}

/* ---- groups ---- */

void cgroup_get(struct cgroup *cg)
{
	refcount_inc(&cg->refs);
}

void cgroup_put(struct cgroup *cg)
{
	while (cg && refcount_dec_and_test(&cg->refs)) {
		struct cgroup *parent = cg->parent;

		kfree(cg);
		cg = parent;
	}
}

static void count_below(struct cgroup *cg, int change)
	__must_hold(&cgroup_lock)
{
	for (; cg; cg = cg->parent)
		cg->nr_descendants += change;
}

/* Return: a referenced group without a directory yet, or NULL. */
struct cgroup *cgroup_create(struct cgroup *parent)
{
	struct cgroup *cg = kzalloc(sizeof(*cg), GFP_KERNEL);

	if (!cg)
		return NULL;
	refcount_set(&cg->refs, 1);
	INIT_WORK(&cg->notify, cgroup_events_changed);
	cgroup_get(parent);
	cg->parent = parent;
	spin_lock(&cgroup_lock);
	count_below(parent, 1);
	spin_unlock(&cgroup_lock);
	return cg;
}

/**
 * cgroup_destroy() - close a group for ever, before its directory goes
 * @cg: the group; the caller keeps his reference
 *
 * Context: may sleep. Return: 0, or -EBUSY while somebody is in it or below it.
 */
int cgroup_destroy(struct cgroup *cg)
{
	spin_lock(&cgroup_lock);
	if (populated(cg) || cg->nr_descendants) {
		spin_unlock(&cgroup_lock);
		return -EBUSY;
	}
	cg->dead = true;
	count_below(cg->parent, -1);
	spin_unlock(&cgroup_lock);
	cancel_work_sync(&cg->notify);
	return 0;
}

static bool is_below(const struct cgroup *cg, const struct cgroup *ancestor)
{
	while (cg && cg != ancestor)
		cg = cg->parent;
	return cg;
}

/* ---- processes ---- */

void cgroup_post_fork(struct task_struct *child)
{
	struct cgroup *cg;

	spin_lock(&cgroup_lock);
	cg = current->signal->cgroup;
	child->signal->cgroup = cg;
	if (cg)
		count_process(cg, 1);
	spin_unlock(&cgroup_lock);
}

void cgroup_exit(struct task_struct *t)
{
	struct cgroup *cg;

	spin_lock(&cgroup_lock);
	cg = t->signal->cgroup;
	t->signal->cgroup = NULL;
	if (cg)
		count_process(cg, -1);
	spin_unlock(&cgroup_lock);
}

/**
 * cgroup_attach() - move a process, all its threads, into a group
 * @cg: where to
 * @p: any thread of it, referenced
 *
 * Return: 0, also for one that is ending; -ENODEV when the group was removed.
 */
int cgroup_attach(struct cgroup *cg, struct task_struct *p)
{
	struct cgroup *old;
	int err = 0;

	spin_lock(&cgroup_lock);
	old = cgroup_of(p);
	if (cg->dead) {
		err = -ENODEV;
	} else if (old != cg && atomic_read(&p->signal->live)) {
		WRITE_ONCE(p->signal->cgroup, cg->parent ? cg : NULL);
		if (cg->parent)
			count_process(cg, 1);
		if (old->parent)
			count_process(old, -1);
	}
	spin_unlock(&cgroup_lock);
	return err;
}

/*
 * Who moves processes must be allowed to write cgroup.procs of the lowest group
 * that is above both places, besides that of the destination.
 */
int cgroup_check_move(struct cgroup *to, struct task_struct *p)
{
	struct cgroup *common = to;

	if (p->flags & PF_KTHREAD)
		return -EINVAL;
	spin_lock(&cgroup_lock);
	while (!is_below(cgroup_of(p), common))
		common = common->parent;
	spin_unlock(&cgroup_lock);
	/* It is @to or above it, and so as alive as @to. */
	return inode_permission(cgroup_procs_inode(common), MAY_WRITE);
}

void cgroup_show_procs(struct seq_file *m, struct cgroup *cg)
{
	struct task_struct *p;

	read_lock(&tasklist_lock);
	for_each_process(p)
		if (cgroup_of(p) == cg && atomic_read(&p->signal->live))
			seq_printf(m, "%d\n", task_tgid_vnr(p));
	read_unlock(&tasklist_lock);
}

/* SIGKILL for all processes in the group and below. */
void cgroup_kill(struct cgroup *cg)
{
	struct task_struct *p;
	bool inside;

	read_lock(&tasklist_lock);
	for_each_process(p) {
		spin_lock(&cgroup_lock);
		inside = is_below(cgroup_of(p), cg);
		spin_unlock(&cgroup_lock);
		if (inside && !(p->flags & PF_KTHREAD))
			send_sig(SIGKILL, p, 1);
	}
	read_unlock(&tasklist_lock);
}

char *cgroup_path(struct task_struct *t, char *buf, int size)
{
	struct dentry *dir;
	char *path;

	spin_lock(&cgroup_lock);
	dir = dget(cgroup_of(t)->dir);
	spin_unlock(&cgroup_lock);
	path = dentry_path_raw(dir, buf, size);
	dput(dir);
	return path;
}
