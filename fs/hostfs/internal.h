/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of the kernel half of hostfs only. */
#ifndef FS_HOSTFS_INTERNAL_H
#define FS_HOSTFS_INTERNAL_H

#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/spinlock.h>

#include "hostfs.h"

#define HOSTFS_SUPER_MAGIC	0x00c0ffee

/* [I] constant once mounted, [A] atomic */
struct hostfs_sb_info {
	char		*path;		/* [I] the mount option */
	bool		append;		/* [I] hostfs=...,append */
	bool		mapped;		/* [I] owners and devices in attributes */
	unsigned long long dev;		/* [I] of the root, as the host's dev_t */
	int		root_fd;	/* [I] O_PATH; -1: none yet */
	atomic_t	written;	/* [A] something to sync on the host */
};

enum { FD_READ, FD_WRITE, NR_FDS };

/* Locks: [I] constant once published, [f] the cache's (fdcache.c), [c] change_lock */
struct hostfs_inode {
	struct inode		vfs_inode;
	unsigned long long	dev, ino;	/* [I] on the host */
	struct hostfs_time	btime;		/* [I] */
	int			fd[NR_FDS];	/* [f] -1: closed; directories have the first */
	unsigned int		users[NR_FDS];	/* [f] */
	struct list_head	lru;		/* [f] while open and not used */
	spinlock_t		change_lock;
	unsigned int		busy;		/* [c] our own changes going on */
	unsigned int		changes;	/* [c] our own changes done */
	unsigned int		blksize;	/* [c] */
	struct hostfs_time	mtime, ctime;	/* [c] the cached pages are of */
	bool			racy;		/* [c] it may have changed within them */
};

static inline struct hostfs_inode *HOSTFS_I(const struct inode *inode)
{
	return container_of(inode, struct hostfs_inode, vfs_inode);
}

static inline struct hostfs_sb_info *HOSTFS_SB(const struct super_block *sb)
{
	return sb->s_fs_info;
}

/* fdcache.c: descriptors, as many as the host's limit allows */
void hostfs_cache_init(void);
int hostfs_fd_pin(struct inode *inode, int which);
void hostfs_fd_put(struct inode *inode, int which);
void hostfs_fd_install(struct inode *inode, int which, int fd);
void hostfs_fd_forget(struct inode *inode);	/* at eviction */
int hostfs_dir_get(struct inode *dir);		/* pinned until hostfs_dir_put() */
static inline void hostfs_dir_put(struct inode *dir)
{
	hostfs_fd_put(dir, FD_READ);
}
bool hostfs_cache_shrink(void);			/* -EMFILE: did it help? */

/* A name in its directory, both kept while it is used. */
struct hostfs_place {
	struct dentry		*parent;
	int			dir;
	struct name_snapshot	snap;
};
int hostfs_place_get(struct dentry *dentry, struct hostfs_place *place);
void hostfs_place_put(struct hostfs_place *place);
static inline const char *place_name(const struct hostfs_place *place)
{
	return (const char *)place->snap.name.name;
}

/* inode.c: inodes, and whether what they say is still so */
struct inode *hostfs_alloc_inode(struct super_block *sb);
void hostfs_free_inode(struct inode *inode);
void hostfs_evict_inode(struct inode *inode);
struct inode *hostfs_iget(struct super_block *sb, const struct hostfs_stat *st);
bool hostfs_is_same(const struct inode *inode, const struct hostfs_stat *st);
unsigned long hostfs_ino(struct inode *dir, unsigned long long ino);
unsigned int hostfs_changes(struct inode *inode);
void hostfs_refresh(struct inode *inode, const struct hostfs_stat *st,
		    unsigned int changes, bool settle);
void hostfs_refresh_fd(struct inode *inode, int fd);
void hostfs_begin_change(struct inode *inode);
void hostfs_end_change(struct inode *inode, int fd);
int hostfs_stat_name(struct super_block *sb, int dir, const char *name, struct hostfs_stat *st);
int hostfs_stat_fd(struct super_block *sb, int fd, struct hostfs_stat *st);
int hostfs_inode_init(void);

/* dir.c, namei.c */
extern const struct inode_operations hostfs_dir_inode_operations;
extern const struct inode_operations hostfs_symlink_inode_operations;
extern const struct file_operations hostfs_dir_operations;
extern const struct dentry_operations hostfs_dentry_operations;
struct dentry *hostfs_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags);
extern const struct inode_operations hostfs_special_inode_operations;

/* file.c, write.c */
extern const struct inode_operations hostfs_file_inode_operations;
extern const struct file_operations hostfs_file_operations;
extern const struct address_space_operations hostfs_aops;
int hostfs_file_get(struct dentry *dentry, int which);	/* until hostfs_fd_put() */
void hostfs_file_adopt(struct inode *inode, int fd);
ssize_t hostfs_write_iter(struct kiocb *iocb, struct iov_iter *from);
int hostfs_writepages(struct address_space *mapping, struct writeback_control *wbc);

/* attr.c */
struct hostfs_handle {
	int		fd;
	int		which;		/* FD_*; NR_FDS: opened for this */
	struct inode	*inode;
};
int hostfs_handle_get(struct dentry *dentry, struct hostfs_handle *h);
void hostfs_handle_put(struct hostfs_handle *h);
int hostfs_setattr(struct dentry *dentry, struct iattr *attr);
int hostfs_getattr(const struct path *path, struct kstat *stat, u32 mask, unsigned int flags);
int hostfs_permission(struct inode *inode, int mask);
int hostfs_update_time(struct inode *inode, int flags);
int hostfs_set_owner(struct super_block *sb, int fd, struct hostfs_stat *st,
		     umode_t mode, kuid_t uid, kgid_t gid);

/* xattr.c */
extern const struct xattr_handler *const hostfs_xattr_handlers[];
ssize_t hostfs_listxattr_op(struct dentry *dentry, char *list, size_t size);

/* mapped.c: owner, mode and device number in an attribute of the host file */
#define MAPPED_PREFIX	"user.uml."
#define MAPPED_STAT	MAPPED_PREFIX "stat"
#define MAPPED_LEN	64
void hostfs_mapped_decode(struct hostfs_stat *st, const char *text, long len);
int hostfs_mapped_store(int fd, const struct hostfs_stat *st);
unsigned int hostfs_mapped_mode(umode_t mode);	/* what the host file gets */

#endif /* FS_HOSTFS_INTERNAL_H */
