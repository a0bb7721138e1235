/* SPDX-License-Identifier: GPL-2.0 */
/* The state of one path walk, shared by the namei*.c files. */
#ifndef FS_NAMEI_H
#define FS_NAMEI_H

#include <linux/fs.h>
#include <linux/namei.h>

enum last_type { LAST_NORM, LAST_ROOT, LAST_DOT, LAST_DOTDOT };

#define EMBEDDED_LEVELS	2

/* A symlink being followed: its text is needed until the walk is past it. */
struct saved_link {
	struct path		link;		/* referenced */
	struct delayed_call	done;		/* frees the text */
	const char		*rest;		/* of the path after the symlink */
};

struct nameidata {
	struct path		path;		/* where the walk is; referenced */
	struct path		root;		/* what '/' means; mnt NULL: not yet asked for */
	struct qstr		last;		/* component to be looked up */
	enum last_type		last_type;
	unsigned int		flags;		/* LOOKUP_* */
	unsigned int		depth;		/* symlinks inside which we are */
	unsigned int		total_link_count;
	bool			root_is_given;	/* root belongs to the caller */
	unsigned int		m_seq, r_seq;	/* scoped walks: mount_lock, rename_lock */
	struct saved_link	*stack;
	struct saved_link	internal[EMBEDDED_LEVELS];
	struct filename		*name;
	int			dfd;
	kuid_t			dir_uid;	/* of the last directory, for protected_* */
	umode_t			dir_mode;
	struct nameidata	*saved;		/* of an outer walk of this task */
};

#define LOOKUP_IS_SCOPED	(LOOKUP_BENEATH | LOOKUP_IN_ROOT)

/* walk_component(), step_into() */
#define WALK_TRAILING	1	/* last component: follow a symlink only if asked to */
#define WALK_MORE	2	/* more of this text follows */
#define WALK_NOFOLLOW	4

/* namei.c */
void set_nameidata(struct nameidata *nd, int dfd, struct filename *name, const struct path *root);
void restore_nameidata(void);
const char *path_init(struct nameidata *nd, unsigned int flags);
void terminate_walk(struct nameidata *nd);
int link_path_walk(const char *name, struct nameidata *nd);
int complete_walk(struct nameidata *nd);
int path_lookupat(struct nameidata *nd, unsigned int flags, struct path *path);
int filename_parentat(int dfd, struct filename *name, unsigned int flags, struct path *parent,
		      struct qstr *last, enum last_type *type, const struct path *root);

/* namei_step.c */
const char *walk_component(struct nameidata *nd, int flags);
const char *step_into(struct nameidata *nd, int flags, struct dentry *dentry);
const char *handle_dots(struct nameidata *nd, enum last_type type);
int nd_jump_root(struct nameidata *nd);
void put_link(struct nameidata *nd);

/* namei_lookup.c */
struct dentry *lookup_fast(struct dentry *dir, const struct qstr *name, unsigned int flags);
struct dentry *lookup_locked(struct dentry *dir, const struct qstr *name, unsigned int flags);
struct dentry *lookup_slow(struct dentry *dir, const struct qstr *name, unsigned int flags);
bool d_can_lookup(const struct dentry *dentry);

/* permission.c */
int may_create(struct inode *dir, struct dentry *child);
int may_delete(struct inode *dir, struct dentry *victim, bool isdir);
int may_follow_link(const struct nameidata *nd, const struct inode *inode);
int may_create_in_sticky(const struct nameidata *nd, struct inode *inode);
bool may_open_dev(const struct path *path);
umode_t vfs_prepare_mode(const struct inode *dir, umode_t mode, umode_t mask_perms, umode_t type);

/* namei_create.c */
struct dentry *filename_create(int dfd, struct filename *name, struct path *path,
			       unsigned int flags, const struct path *root);
void dont_mount(struct dentry *dentry);

#endif /* FS_NAMEI_H */
