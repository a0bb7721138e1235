/* SPDX-License-Identifier: GPL-2.0 */
/* Mounts: fs/namespace.c. struct mount (fs/mount.h) wraps the public part. */
#ifndef INCLUDE_LINUX_MOUNT_H
#define INCLUDE_LINUX_MOUNT_H

#include <linux/types.h>

struct dentry;
struct file;
struct file_system_type;
struct fs_struct;
struct mnt_namespace;
struct inode;
struct path;
struct poll_table_struct;
struct super_block;
struct task_struct;

#define MNT_NOSUID	0x01
#define MNT_NODEV	0x02
#define MNT_NOEXEC	0x04
#define MNT_NOATIME	0x08
#define MNT_NODIRATIME	0x10
#define MNT_RELATIME	0x20
#define MNT_READONLY	0x40
#define MNT_NOSYMFOLLOW	0x80
#define MNT_SHARED	0x1000
#define MNT_UNBINDABLE	0x2000
#define MNT_INTERNAL	0x4000

struct vfsmount {
	struct dentry		*mnt_root;
	struct super_block	*mnt_sb;
	int			mnt_flags;
};

struct vfsmount *mntget(struct vfsmount *mnt);
void mntput(struct vfsmount *mnt);
int mnt_want_write(struct vfsmount *mnt);		/* 0 or -EROFS */
void mnt_drop_write(struct vfsmount *mnt);
int mnt_want_write_file(struct file *file);
void mnt_drop_write_file(struct file *file);
bool __mnt_is_readonly(struct vfsmount *mnt);
bool mnt_may_suid(struct vfsmount *mnt);
struct vfsmount *kern_mount(struct file_system_type *type);
void kern_unmount(struct vfsmount *mnt);
struct vfsmount *clone_private_mount(const struct path *path);
struct vfsmount *vfs_kern_mount(struct file_system_type *type, int flags, const char *name, void *data);
struct vfsmount *lookup_mnt(const struct path *path);
bool path_is_mountpoint(const struct path *path);
bool our_mnt(struct vfsmount *mnt);
int real_mnt_id(const struct vfsmount *mnt);
void mnt_init(void);
/* The same, referenced, or with CLONE_NEWNS a copy into which @fs's paths move. */
struct mnt_namespace *copy_mnt_ns(unsigned long flags, struct mnt_namespace *ns,
				  struct fs_struct *fs);
void put_mnt_ns(struct mnt_namespace *ns);
/* In-kernel mount(2), umount(2), chdir, chroot with kernel strings (init/). */
int path_mount(const char *dev_name, struct path *path, const char *type, unsigned long flags, void *data);
int do_mount_kernel(const char *dev, const char *dir, const char *type, unsigned long flags, void *data);
/* init/: make @rootfs the first mount and everyone's root. */
int init_mount_tree(struct file_system_type *rootfs);
void root_offer(const char *type, const char *data);
/* /proc/mounts, mountinfo, mountstats for the namespace and root of @t. */
enum { MOUNTS_MOUNTS, MOUNTS_INFO, MOUNTS_STATS };
int mounts_open_common(struct file *file, struct task_struct *t, int which);
int mounts_release(struct inode *inode, struct file *file);
__poll_t mounts_poll(struct file *file, struct poll_table_struct *wait);
unsigned int mnt_ns_inum(const struct mnt_namespace *ns);	/* /proc/pid/ns/mnt */

#endif /* INCLUDE_LINUX_MOUNT_H */
