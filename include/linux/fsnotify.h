/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events of the filesystem for inotify: fs/notify/. The VFS calls these after
 * the fact; they cost one test when nobody watches.
 */
#ifndef INCLUDE_LINUX_FSNOTIFY_H
#define INCLUDE_LINUX_FSNOTIFY_H

#include <linux/fs.h>
#include <uapi/linux/inotify.h>

/* @mask: IN_*; @dir and @name say where the child is, NULL when unknown. */
void __fsnotify(u32 mask, struct inode *inode, struct inode *dir, const struct qstr *name, u32 cookie);
void __fsnotify_parent(struct dentry *dentry, u32 mask);	/* inode and its parent */
u32 fsnotify_get_cookie(void);
void __fsnotify_inode_delete(struct inode *inode);
extern atomic_t fsnotify_nr_watches;

static inline bool fsnotify_active(void) { return atomic_read(&fsnotify_nr_watches); }
static inline void fsnotify_dentry(struct dentry *dentry, u32 mask)
{
	if (fsnotify_active())
		__fsnotify_parent(dentry, mask);
}
static inline void fsnotify_file(struct file *file, u32 mask)
{
	if (fsnotify_active() && !(file->f_mode & (FMODE_NONOTIFY | FMODE_PATH)))
		__fsnotify_parent(file->f_path.dentry, mask);
}
static inline void fsnotify_access(struct file *file) { fsnotify_file(file, IN_ACCESS); }
static inline void fsnotify_modify(struct file *file) { fsnotify_file(file, IN_MODIFY); }
static inline void fsnotify_open(struct file *file) { fsnotify_file(file, IN_OPEN); }
static inline void fsnotify_close(struct file *file)
{
	fsnotify_file(file, (file->f_mode & FMODE_WRITE) ? IN_CLOSE_WRITE : IN_CLOSE_NOWRITE);
}
static inline void fsnotify_dirent(struct inode *dir, struct dentry *dentry, u32 mask)
{
	if (fsnotify_active())
		__fsnotify(mask, NULL, dir, &dentry->d_name, 0);
}
static inline void fsnotify_create(struct inode *dir, struct dentry *dentry) { fsnotify_dirent(dir, dentry, IN_CREATE); }
static inline void fsnotify_mkdir(struct inode *dir, struct dentry *dentry) { fsnotify_dirent(dir, dentry, IN_CREATE | IN_ISDIR); }
static inline void fsnotify_unlink(struct inode *dir, struct dentry *dentry) { fsnotify_dirent(dir, dentry, IN_DELETE); }
static inline void fsnotify_rmdir(struct inode *dir, struct dentry *dentry) { fsnotify_dirent(dir, dentry, IN_DELETE | IN_ISDIR); }
static inline void fsnotify_attrib(struct dentry *dentry) { fsnotify_dentry(dentry, IN_ATTRIB); }
static inline void fsnotify_link_count(struct inode *inode)
{
	if (fsnotify_active())
		__fsnotify(IN_ATTRIB, inode, NULL, NULL, 0);
}
static inline void fsnotify_inoderemove(struct inode *inode)
{
	if (fsnotify_active())
		__fsnotify_inode_delete(inode);
}
void fsnotify_move(struct inode *old_dir, struct inode *new_dir, const struct qstr *old_name,
		   const struct qstr *new_name, bool isdir, struct inode *moved);

#endif /* INCLUDE_LINUX_FSNOTIFY_H */
