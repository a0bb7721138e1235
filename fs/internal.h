/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of fs/ share among themselves. */
#ifndef FS_INTERNAL_H
#define FS_INTERNAL_H

#include <linux/dcache.h>
#include <linux/fs.h>

struct filename;
struct iattr;
struct mnt_namespace;
struct open_how;

/* dcache.c: see the head comment there for the life of a dentry */
#define DENTRY_DEAD	(-128)		/* d_count of a dying dentry */
static inline bool dget_live(struct dentry *dentry)
{
	return atomic_inc_unless_negative(&dentry->d_count);
}
struct dentry *dentry_kill(struct dentry *dentry);
struct dentry *d_alloc_cursor(struct dentry *parent);
void dentry_copy_name(struct dentry *dentry, struct dentry *target);
void dentry_swap_names(struct dentry *a, struct dentry *b);
void __d_rehash(struct dentry *dentry);
void __d_drop(struct dentry *dentry);
void __d_set_inode(struct dentry *dentry, struct inode *inode);

/* dcache_lru.c */
void d_lru_add(struct dentry *dentry);
void d_lru_del(struct dentry *dentry);
bool d_claim_unused(struct dentry *dentry, struct list_head *dispose);
void shrink_dentry_list(struct list_head *dispose);
long nr_dentry_unused(void);

/* dcache_tree.c */
struct dentry *__d_move(struct dentry *dentry, struct dentry *target, bool exchange);

/* d_path.c */
char *__d_path(const struct path *path, const struct path *root, char *buf, int buflen);
char *dentry_path(struct dentry *dentry, char *buf, int buflen);

/* inode.c, inode_lru.c */
void __iget(struct inode *inode);
void inode_add_lru(struct inode *inode);
void inode_lru_del(struct inode *inode);
void evict(struct inode *inode);
void inode_sb_list_del(struct inode *inode);
long nr_inodes_unused(void);

/* super.c */
extern struct list_head super_blocks;	/* sb_lock */
extern spinlock_t sb_lock;
void iterate_supers_try(void (*fn)(struct super_block *, void *), void *arg);
int reconfigure_super(struct super_block *sb, int sb_flags, void *data, bool force);

/* filesystems.c */
struct file_system_type *get_filesystem(struct file_system_type *type);
void put_filesystem(struct file_system_type *type);

/* namei.c */
extern int sysctl_protected_symlinks, sysctl_protected_hardlinks;
extern int sysctl_protected_fifos, sysctl_protected_regular;

/* getname.c */
void getname_init(void);

/* open.c */
struct open_flags {
	int		open_flag;		/* O_* */
	umode_t		mode;			/* of a file to be created */
	int		acc_mode;		/* MAY_* */
	int		intent;			/* LOOKUP_OPEN, LOOKUP_CREATE ... */
	int		lookup_flags;
};
int build_open_flags(const struct open_how *how, struct open_flags *op);
struct open_how build_open_how(int flags, umode_t mode);
struct file *do_file_open(int dfd, struct filename *name, const struct open_flags *op);
int vfs_open(const struct path *path, struct file *file);
int may_linkat(const struct path *link);
int chmod_common(const struct path *path, umode_t mode);
int chown_common(const struct path *path, uid_t user, gid_t group);
long do_sys_truncate(const char __user *pathname, loff_t length);

/* file_table.c */
struct file *alloc_empty_file_noaccount(int flags, const struct cred *cred);
void __fput_sync(struct file *file);
void release_empty_file(struct file *file);

/* namei_create.c, namei_unlink.c, namei_rename.c: the bodies of the syscalls */
int do_mkdirat(int dfd, struct filename *name, umode_t mode);
int do_rmdir(int dfd, struct filename *name);
int do_unlinkat(int dfd, struct filename *name);

/* attr.c, inode_time.c */
int file_remove_privs_flags(struct file *file);
bool in_group_or_capable(const struct inode *inode, kgid_t gid);
int setattr_should_drop_suidgid(struct inode *inode);
umode_t mode_strip_sgid(const struct inode *dir, umode_t mode);
int dentry_needs_remove_privs(struct dentry *dentry);

/* ioctl_attr.c, ioctl_fiemap.c */
struct fiemap;
int ioctl_getflags(struct file *file, unsigned int __user *p);
int ioctl_setflags(struct file *file, unsigned int __user *p);
int ioctl_fsgetxattr(struct file *file, struct fsxattr __user *p);
int ioctl_fssetxattr(struct file *file, struct fsxattr __user *p);
int ioctl_fiemap(struct file *file, struct fiemap __user *ufiemap);

/* xattr.c */
int xattr_permission(struct inode *inode, const char *name, int mask);

/* char_dev.c */
void chrdev_init(void);

#endif /* FS_INTERNAL_H */
