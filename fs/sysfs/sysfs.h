/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of fs/sysfs only. */
#ifndef FS_SYSFS_SYSFS_H
#define FS_SYSFS_SYSFS_H

#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/refcount.h>

enum sysfs_type { SYSFS_DIR, SYSFS_ATTR, SYSFS_BIN_ATTR, SYSFS_LINK };

/*
 * A node of the tree, made with its kobject or attribute and not with an
 * inode: inodes appear when somebody looks.
 *
 * Locks: [s] sysfs_mutex, [A] atomic, [I] constant.
 */
struct sysfs_dirent {
	refcount_t		count;		/* [A] tree, children, inodes */
	enum sysfs_type		type;		/* [I] */
	umode_t			mode;		/* [s] */
	kuid_t			uid;		/* [s] */
	kgid_t			gid;		/* [s] */
	u64			ino;		/* [I] */
	char			*name;		/* [I] */
	struct sysfs_dirent	*parent;	/* [I] holds a reference */
	struct rb_node		node;		/* [s] in parent->children */
	struct rb_root		children;	/* [s] by name */
	unsigned int		nr_subdirs;	/* [s] */
	bool			removed;	/* [s] */
	unsigned int		event;		/* [s] counts sysfs_notify() */
	struct kobject		*kobj;		/* [I] DIR, attributes: the owner */
	union {
		const struct attribute	*attr;		/* [I] */
		const struct bin_attribute *bin_attr;	/* [I] */
		struct sysfs_dirent	*target;	/* [I] LINK, referenced */
	};
};

extern struct mutex sysfs_mutex;
extern struct sysfs_dirent sysfs_root;

/* dir.c */
struct sysfs_dirent *sysfs_new_dirent(const char *name, umode_t mode, enum sysfs_type type);
int sysfs_add_one(struct sysfs_dirent *parent, struct sysfs_dirent *sd);
struct sysfs_dirent *sysfs_find(struct sysfs_dirent *parent, const char *name);	/* [s] held */
void sysfs_remove_one(struct sysfs_dirent *sd);		/* with all below */
struct sysfs_dirent *sysfs_get(struct sysfs_dirent *sd);
void sysfs_put(struct sysfs_dirent *sd);
struct sysfs_dirent *sysfs_make_subdir(struct sysfs_dirent *parent, const char *name, struct kobject *kobj);

/* mount.c */
struct inode *sysfs_get_inode(struct super_block *sb, struct sysfs_dirent *sd);

extern const struct dentry_operations sysfs_dentry_ops;
extern const struct inode_operations sysfs_dir_inode_operations, sysfs_file_inode_operations, sysfs_link_inode_operations;
extern const struct file_operations sysfs_dir_operations, sysfs_file_operations, sysfs_bin_operations;

#endif /* FS_SYSFS_SYSFS_H */
