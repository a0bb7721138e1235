/* SPDX-License-Identifier: GPL-2.0 */
/* Between the groups (cgroup.c) and their filesystem (cgroupfs.c). */
#ifndef KERNEL_CGROUP_CGROUP_H
#define KERNEL_CGROUP_CGROUP_H

#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct cgroup;
struct dentry;
struct seq_file;

/* One kind of file, in each group or in all but the root. */
struct cg_file_type {
	const char	*name;
	umode_t		mode;
	bool		not_on_root;
	int		(*show)(struct seq_file *m, struct cgroup *cg);
	int		(*write)(struct cgroup *cg, char *text);
};

#define CG_NR_FILES	7

struct cg_file {
	struct cgroup			*cg;		/* [I] */
	const struct cg_file_type	*type;		/* [I] */
	struct dentry			*dentry;	/* [I] the tree's reference, or NULL */
};

/* Members: [I] constant, [A] atomic, [c] cgroup_lock */
struct cgroup {
	refcount_t		refs;		/* [A] the tree's, inodes', children's */
	struct cgroup		*parent;	/* [I] referenced; NULL: the root */
	struct dentry		*dir;		/* [I] pinned by the tree until dead */
	bool			dead;		/* [c] removed: nobody can enter */
	int			nr_procs;	/* [c] not counted in the root */
	int			nr_descendants;	/* [c] groups below */
	int			nr_populated;	/* [c] children with processes below */
	struct work_struct	notify;		/* tells that "populated" changed */
	struct cg_file		files[CG_NR_FILES];
};

extern struct cgroup cgroup_root;

struct cgroup *cgroup_create(struct cgroup *parent);
int cgroup_destroy(struct cgroup *cg);
void cgroup_get(struct cgroup *cg);
void cgroup_put(struct cgroup *cg);
int cgroup_attach(struct cgroup *cg, struct task_struct *p);
void cgroup_kill(struct cgroup *cg);
bool cgroup_populated(struct cgroup *cg);
int cgroup_check_move(struct cgroup *to, struct task_struct *p);
void cgroup_show_procs(struct seq_file *m, struct cgroup *cg);

/* cgroupfs.c */
struct inode *cgroup_procs_inode(struct cgroup *cg);
void cgroup_events_changed(struct work_struct *work);

#endif /* KERNEL_CGROUP_CGROUP_H */
