/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of fs/overlayfs only. */
#ifndef FS_OVERLAYFS_OVERLAYFS_H
#define FS_OVERLAYFS_OVERLAYFS_H

#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <linux/stat.h>

#define OVL_MAX_LOWER	64

/* All constant once mounted. Layer 0 is the upper one, if there is one. */
struct ovl_fs {
	struct vfsmount	*mnt[OVL_MAX_LOWER + 1];	/* private; [0] may be NULL */
	unsigned int	nr_layers;		/* used of mnt[], the first included */
	struct vfsmount	*work_mnt;		/* what keeps workdir's filesystem */
	struct dentry	*workdir;		/* "work" in it */
	const struct cred *cred;		/* who mounted it */
	const char	*prefix;		/* of our attributes */
	char		*lowerdir, *upperdir, *workname; /* as given */
	bool		redirect;		/* redirect_dir=on: make them */
	bool		userxattr;
	atomic_t	counter;		/* [A] names in workdir */
};

struct seq_file;

/* One real directory or file of those an inode is made of. */
struct ovl_layer_entry {
	unsigned int	layer;
	struct dentry	*dentry;
};

/* What lies on top of each other, from above; constant. */
struct ovl_stack {
	unsigned int		nr;
	struct ovl_layer_entry	lower[];
};

/*
 * Locks: [I] constant once published, [c] lock, and set only once
 */
struct ovl_inode {
	struct inode		vfs_inode;
	struct mutex		lock;		/* copying up */
	struct dentry		*upper;		/* [c] read by READ_ONCE() */
	struct ovl_stack	*stack;		/* [I] NULL: nothing below */
	bool			opaque;		/* [c] nothing below shows through */
};

static inline struct ovl_inode *OVL_I(const struct inode *inode)
{
	return container_of(inode, struct ovl_inode, vfs_inode);
}

static inline struct ovl_fs *OVL_FS(const struct super_block *sb)
{
	return sb->s_fs_info;
}

static inline struct dentry *ovl_upper(const struct inode *inode)
{
	return READ_ONCE(OVL_I(inode)->upper);
}

static inline unsigned int ovl_nr_lower(const struct inode *inode)
{
	return OVL_I(inode)->stack ? OVL_I(inode)->stack->nr : 0;
}

/* Real filesystems are worked on with the rights of who mounted us. */
static inline const struct cred *ovl_override(struct super_block *sb)
{
	return override_creds(OVL_FS(sb)->cred);
}

static inline bool ovl_is_whiteout(const struct dentry *dentry)
{
	const struct inode *inode = d_inode(dentry);

	return inode && S_ISCHR(inode->i_mode) && !inode->i_rdev;
}

/* params.c */
int ovl_parse_options(struct ovl_fs *ofs, char *data);
int ovl_show_options(struct seq_file *m, struct dentry *root);

/* inode.c */
extern const struct inode_operations ovl_file_inode_operations;
extern const struct inode_operations ovl_symlink_inode_operations;
struct inode *ovl_alloc_inode(struct super_block *sb);
void ovl_free_inode(struct inode *inode);
void ovl_evict_inode(struct inode *inode);
struct inode *ovl_get_inode(struct super_block *sb, struct dentry *upper, struct ovl_stack *stack);
void ovl_copyattr(struct inode *inode);
void ovl_real_path(const struct inode *inode, struct path *path);
u64 ovl_map_ino(struct super_block *sb, const struct super_block *real, u64 ino);
int ovl_setattr(struct dentry *dentry, struct iattr *attr);
int ovl_getattr(const struct path *path, struct kstat *stat, u32 mask, unsigned int flags);
int ovl_permission(struct inode *inode, int mask);
int ovl_update_time(struct inode *inode, int flags);
int ovl_inode_init(void);

/* lookup.c */
struct dentry *ovl_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags);
struct dentry *ovl_lookup_real(struct dentry *base, const char *name, unsigned int len);
bool ovl_lower_has(struct dentry *dentry);	/* does its name exist below? */
bool ovl_is_opaque(struct super_block *sb, struct dentry *real);

/* dir.c, rename.c */
extern const struct inode_operations ovl_dir_inode_operations;
int ovl_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
	       struct dentry *new, unsigned int flags);
struct dentry *ovl_lookup_temp(struct super_block *sb);
void ovl_cleanup(struct dentry *dir, struct dentry *real);
int ovl_cover(struct dentry *dentry);
int ovl_set_opaque(struct super_block *sb, struct dentry *upper);
int ovl_do_rename(struct dentry *from_dir, struct dentry *from, struct dentry *to_dir,
		  struct dentry *to, unsigned int flags);

/* readdir.c */
extern const struct file_operations ovl_dir_operations;
int ovl_check_empty(struct dentry *dentry);
int ovl_clear_whiteouts(struct super_block *sb, struct dentry *upper);

/* copy_up.c */
int ovl_copy_up(struct dentry *dentry);
int ovl_copy_up_size(struct dentry *dentry, loff_t size);	/* only so much of it */
int ovl_want_write(struct dentry *dentry);
void ovl_drop_write(struct dentry *dentry);

/* file.c */
extern const struct file_operations ovl_file_operations;

/* xattr.c */
extern const struct xattr_handler *const ovl_xattr_handlers[];
ssize_t ovl_listxattr(struct dentry *dentry, char *list, size_t size);
bool ovl_is_own_xattr(struct super_block *sb, const char *name);
ssize_t ovl_get_own(struct super_block *sb, struct dentry *real, const char *name, void *buf, size_t size);
int ovl_set_own(struct super_block *sb, struct dentry *real, const char *name, const void *value, size_t size);

#endif /* FS_OVERLAYFS_OVERLAYFS_H */
