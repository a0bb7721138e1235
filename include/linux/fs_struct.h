/* SPDX-License-Identifier: GPL-2.0 */
/* A task's root, working directory and umask: fs/fs_struct.c */
#ifndef INCLUDE_LINUX_FS_STRUCT_H
#define INCLUDE_LINUX_FS_STRUCT_H

#include <linux/path.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

struct fs_struct {
	int		users;			/* [l] */
	spinlock_t	lock;
	int		umask;
	int		in_exec;		/* [l] */
	struct path	root, pwd;		/* [l] */
};

extern struct fs_struct init_fs;

void set_fs_root(struct fs_struct *fs, const struct path *path);
void set_fs_pwd(struct fs_struct *fs, const struct path *path);
void get_fs_root(struct fs_struct *fs, struct path *root);
void get_fs_pwd(struct fs_struct *fs, struct path *pwd);
struct fs_struct *copy_fs_struct(struct fs_struct *old);
void free_fs_struct(struct fs_struct *fs);
int unshare_fs_struct(void);
int copy_fs(unsigned long clone_flags, struct task_struct *t);
void chroot_fs_refs(const struct path *old_root, const struct path *new_root);
static inline int current_umask(void) { return current->fs->umask; }

#endif /* INCLUDE_LINUX_FS_STRUCT_H */
