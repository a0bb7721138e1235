/* SPDX-License-Identifier: GPL-2.0 */
/* Path walking: fs/namei.c. @name here is a kernel copy, see getname(). */
#ifndef INCLUDE_LINUX_NAMEI_H
#define INCLUDE_LINUX_NAMEI_H

#include <linux/err.h>
#include <linux/path.h>
#include <uapi/linux/fcntl.h>

struct dentry;
struct inode;
struct nameidata;

#define MAXSYMLINKS	40

#define LOOKUP_FOLLOW		0x0001	/* follow a symlink at the end */
#define LOOKUP_DIRECTORY	0x0002	/* must be a directory */
#define LOOKUP_AUTOMOUNT	0x0004
#define LOOKUP_EMPTY		0x4000	/* "" means @dfd itself */
#define LOOKUP_DOWN		0x8000
#define LOOKUP_PARENT		0x0010
#define LOOKUP_OPEN		0x0100
#define LOOKUP_CREATE		0x0200
#define LOOKUP_EXCL		0x0400
#define LOOKUP_RENAME_TARGET	0x0800
#define LOOKUP_REVAL		0x0020
#define LOOKUP_NO_SYMLINKS	0x010000	/* openat2() RESOLVE_* */
#define LOOKUP_NO_MAGICLINKS	0x020000
#define LOOKUP_NO_XDEV		0x040000
#define LOOKUP_BENEATH		0x080000
#define LOOKUP_IN_ROOT		0x100000

/* A path name copied from the user, or made by the kernel. */
struct filename {
	const char	*name;
	int		refcnt;
	char		iname[];
};
struct filename *getname(const char __user *name);		/* ERR_PTR: -EFAULT, -ENAMETOOLONG, -ENOENT */
struct filename *getname_flags(const char __user *name, int lookup_flags);
struct filename *getname_kernel(const char *name);
void putname(struct filename *name);

int filename_lookup(int dfd, struct filename *name, unsigned int flags, struct path *path, struct path *root);
int user_path_at(int dfd, const char __user *name, unsigned int flags, struct path *path);
int kern_path(const char *name, unsigned int flags, struct path *path);
int vfs_path_lookup(struct dentry *dentry, struct vfsmount *mnt, const char *name, unsigned int flags, struct path *path);
/* The parent locked, a negative dentry and write access held: done_path_create() undoes. */
struct dentry *kern_path_create(int dfd, const char *name, struct path *path, unsigned int flags);
struct dentry *user_path_create(int dfd, const char __user *name, struct path *path, unsigned int flags);
/* The same below the root of @mnt, whatever namespace that is in. */
struct dentry *vfs_path_create(struct vfsmount *mnt, const char *name, struct path *path, unsigned int flags);
void done_path_create(struct path *path, struct dentry *dentry);
struct dentry *kern_path_locked(const char *name, struct path *parent);
struct dentry *lookup_one_len(const char *name, struct dentry *base, int len);
struct dentry *lock_rename(struct dentry *a, struct dentry *b);
void unlock_rename(struct dentry *a, struct dentry *b);
int follow_down(struct path *path);
int follow_up(struct path *path);
bool path_is_under(const struct path *path, const struct path *under);
/* For /proc/pid/fd/N and the like: jump there (consumes the reference). */
int nd_jump_link(const struct path *path);

struct file *do_filp_open(int dfd, struct filename *name, int open_flags, umode_t mode, unsigned int lookup_flags);
long do_sys_open(int dfd, const char __user *name, int flags, umode_t mode);

#endif /* INCLUDE_LINUX_NAMEI_H */
