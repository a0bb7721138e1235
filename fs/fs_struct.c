// SPDX-License-Identifier: GPL-2.0
/*
 * fs_struct.c: a task's root, working directory and umask, shared by threads.
 *
 * fs->lock is a leaf: the old path is put after it is dropped.
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include "internal.h"

struct fs_struct init_fs = {
	.users	= 1,
	.lock	= __SPIN_LOCK_UNLOCKED(init_fs.lock),
	.umask	= 0022,
};

static void replace_path(struct fs_struct *fs, struct path *which, const struct path *path)
{
	struct path old;

	path_get(path);
	spin_lock(&fs->lock);
	old = *which;
	*which = *path;
	spin_unlock(&fs->lock);
	if (old.dentry)
		path_put(&old);
}

void set_fs_root(struct fs_struct *fs, const struct path *path)
{
	replace_path(fs, &fs->root, path);
}

void set_fs_pwd(struct fs_struct *fs, const struct path *path)
{
	replace_path(fs, &fs->pwd, path);
}

void get_fs_root(struct fs_struct *fs, struct path *root)
{
	spin_lock(&fs->lock);
	*root = fs->root;
	path_get(root);
	spin_unlock(&fs->lock);
}

void get_fs_pwd(struct fs_struct *fs, struct path *pwd)
{
	spin_lock(&fs->lock);
	*pwd = fs->pwd;
	path_get(pwd);
	spin_unlock(&fs->lock);
}

static int replace_if_equal(struct path *p, const struct path *old, const struct path *new)
{
	if (!path_equal(p, old))
		return 0;
	*p = *new;
	path_get(p);
	return 1;
}

/**
 * chroot_fs_refs - pivot_root(2): move everyone who was at the old root
 * @old_root: where they are
 * @new_root: where they shall be
 */
void chroot_fs_refs(const struct path *old_root, const struct path *new_root)
{
	struct task_struct *p, *t;
	int moved = 0;

	read_lock(&tasklist_lock);
	for_each_process_thread(p, t) {
		task_lock(t);
		if (t->fs) {
			spin_lock(&t->fs->lock);
			moved += replace_if_equal(&t->fs->root, old_root, new_root);
			moved += replace_if_equal(&t->fs->pwd, old_root, new_root);
			spin_unlock(&t->fs->lock);
		}
		task_unlock(t);
	}
	read_unlock(&tasklist_lock);
	/* Dropping may sleep: only now. */
	while (moved--)
		path_put(old_root);
}

struct fs_struct *copy_fs_struct(struct fs_struct *old)
{
	struct fs_struct *fs = kmalloc(sizeof(*fs), GFP_KERNEL);

	if (!fs)
		return NULL;
	fs->users = 1;
	fs->in_exec = 0;
	spin_lock_init(&fs->lock);
	fs->umask = old->umask;
	spin_lock(&old->lock);
	fs->root = old->root;
	path_get(&fs->root);
	fs->pwd = old->pwd;
	path_get(&fs->pwd);
	spin_unlock(&old->lock);
	return fs;
}

/* The last user is gone. */
void free_fs_struct(struct fs_struct *fs)
{
	path_put(&fs->root);
	path_put(&fs->pwd);
	if (fs != &init_fs)
		kfree(fs);
}

static void put_fs(struct fs_struct *fs)
{
	int users;

	spin_lock(&fs->lock);
	users = --fs->users;
	spin_unlock(&fs->lock);
	if (!users)
		free_fs_struct(fs);
}

void exit_fs(struct task_struct *t)
{
	struct fs_struct *fs = t->fs;

	if (!fs)
		return;
	task_lock(t);
	t->fs = NULL;
	task_unlock(t);
	put_fs(fs);
}

/* fork: share or copy. -EAGAIN: another thread is just executing a program. */
int copy_fs(unsigned long clone_flags, struct task_struct *t)
{
	struct fs_struct *fs = current->fs;

	if (clone_flags & CLONE_FS) {
		spin_lock(&fs->lock);
		if (fs->in_exec) {
			spin_unlock(&fs->lock);
			return -EAGAIN;
		}
		fs->users++;
		spin_unlock(&fs->lock);
		return 0;
	}
	t->fs = copy_fs_struct(fs);
	return t->fs ? 0 : -ENOMEM;
}

/* Have an fs_struct of one's own: init, and unshare(2). */
int unshare_fs_struct(void)
{
	struct fs_struct *old = current->fs, *new = copy_fs_struct(old);

	if (!new)
		return -ENOMEM;
	task_lock(current);
	current->fs = new;
	task_unlock(current);
	put_fs(old);
	return 0;
}

SYSCALL_DEFINE1(umask, int, mask)
{
	return xchg(&current->fs->umask, mask & S_IRWXUGO);
}
