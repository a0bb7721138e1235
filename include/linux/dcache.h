/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The directory entry cache: fs/dcache.c. A dentry names an inode, or (no
 * inode) the fact that the name does not exist. Lock order: rename_lock,
 * inode->i_lock, parent's d_lock, child's d_lock, then hash bucket or LRU lock.
 */
#ifndef INCLUDE_LINUX_DCACHE_H
#define INCLUDE_LINUX_DCACHE_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct dentry;
struct inode;
struct path;
struct super_block;

struct qstr {
	const unsigned char	*name;
	u32			len;
	u32			hash;
};
#define QSTR_INIT(n, l)	{ .name = (const unsigned char *)(n), .len = (l) }

#define DNAME_INLINE_LEN 40

/*
 * Locks: [d] d_lock, [p] parent's d_lock, [r] rename_lock (write), [l] LRU lock,
 *	  [A] atomic, [I] constant
 */
struct dentry {
	unsigned int		d_flags;	/* [d] DCACHE_* */
	atomic_t		d_count;	/* [A] references; negative: being freed */
	spinlock_t		d_lock;
	struct hlist_node	d_hash;		/* hash bucket lock */
	struct dentry		*d_parent;	/* [r] [d] */
	struct qstr		d_name;		/* [r] [d] */
	struct inode		*d_inode;	/* [d] NULL = negative */
	unsigned char		d_iname[DNAME_INLINE_LEN];
	const struct dentry_operations *d_op;	/* [I] */
	struct super_block	*d_sb;		/* [I] */
	unsigned long		d_time;		/* for d_revalidate */
	void			*d_fsdata;
	struct list_head	d_lru;		/* [l] */
	struct list_head	d_child;	/* [p] in d_parent->d_subdirs */
	struct list_head	d_subdirs;	/* [d] */
	struct hlist_node	d_alias;	/* inode->i_lock */
};

struct dentry_operations {
	int (*d_revalidate)(struct dentry *dentry, unsigned int flags);
	int (*d_hash)(const struct dentry *dentry, struct qstr *name);
	int (*d_compare)(const struct dentry *dentry, unsigned int len, const char *str, const struct qstr *name);
	int (*d_delete)(const struct dentry *dentry);	/* 1 = do not keep when unused */
	void (*d_release)(struct dentry *dentry);
	void (*d_iput)(struct dentry *dentry, struct inode *inode);
	char *(*d_dname)(struct dentry *dentry, char *buf, int len); /* pipe:[123] */
};

#define DCACHE_MOUNTED		0x0001	/* something is mounted here */
#define DCACHE_UNHASHED		0x0002
#define DCACHE_REFERENCED	0x0004
#define DCACHE_DISCONNECTED	0x0008
#define DCACHE_CANT_MOUNT	0x0010
#define DCACHE_LRU_LIST		0x0020
#define DCACHE_DENTRY_KILLED	0x0040
#define DCACHE_DONTCACHE	0x0080
#define DCACHE_CURSOR		0x0100	/* a readdir position, not an entry */
#define DCACHE_GENOCIDE		0x0200	/* d_genocide() took its reference */
#define DCACHE_NEGATIVE		0x0400	/* counted as negative */

extern seqlock_t rename_lock;
extern const struct qstr empty_name, slash_name, dotdot_name;

void dcache_init(void);
struct dentry *d_alloc(struct dentry *parent, const struct qstr *name);
struct dentry *d_alloc_name(struct dentry *parent, const char *name);
struct dentry *d_alloc_anon(struct super_block *sb);
struct dentry *d_alloc_pseudo(struct super_block *sb, const struct qstr *name);
struct dentry *d_make_root(struct inode *inode);	/* consumes inode; NULL on error */
struct dentry *d_obtain_alias(struct inode *inode);
void d_instantiate(struct dentry *dentry, struct inode *inode);	/* consumes inode ref */
void d_add(struct dentry *dentry, struct inode *inode);		/* instantiate and hash */
void d_instantiate_new(struct dentry *dentry, struct inode *inode);	/* and unlock_new_inode */
struct dentry *d_splice_alias(struct inode *inode, struct dentry *dentry);
void d_rehash(struct dentry *dentry);
void d_drop(struct dentry *dentry);		/* unhash: next lookup asks the filesystem */
void d_delete(struct dentry *dentry);		/* after unlink: make negative or drop */
void d_invalidate(struct dentry *dentry);
void d_move(struct dentry *dentry, struct dentry *target);	/* rename */
void d_exchange(struct dentry *a, struct dentry *b);
void d_tmpfile(struct dentry *dentry, struct inode *inode);
void d_genocide(struct dentry *root);
struct dentry *d_lookup(const struct dentry *parent, const struct qstr *name);	/* referenced or NULL */
struct dentry *d_hash_and_lookup(struct dentry *dir, struct qstr *name);
struct dentry *d_ancestor(struct dentry *a, struct dentry *b);
bool is_subdir(struct dentry *dentry, struct dentry *ancestor);
void d_prune_aliases(struct inode *inode);
struct dentry *d_find_alias(struct inode *inode);
void shrink_dcache_sb(struct super_block *sb);
void shrink_dcache_parent(struct dentry *parent);
void shrink_dcache_for_umount(struct super_block *sb);
unsigned long shrink_dcache_memory(unsigned long nr);	/* reclaim: number freed */
struct dentry *dget(struct dentry *dentry);
void dput(struct dentry *dentry);
struct dentry *dget_parent(struct dentry *dentry);
struct dentry *d_find_any_alias(struct inode *inode);
void d_mark_dontcache(struct inode *inode);
int d_set_mounted(struct dentry *dentry);	/* 0, -EBUSY, -ENOENT */
/* Does @data->... say more than "go on"? See d_walk() in fs/dcache_tree.c. */
enum d_walk_ret { D_WALK_CONTINUE, D_WALK_QUIT, D_WALK_SKIP };
void d_walk(struct dentry *parent, void *data,
	    enum d_walk_ret (*enter)(void *data, struct dentry *dentry));
bool path_has_submounts(const struct path *parent);
/* A name that stays readable while the dentry is renamed. */
struct name_snapshot {
	struct qstr	name;
	unsigned char	inline_name[DNAME_INLINE_LEN];
};
void take_dentry_name_snapshot(struct name_snapshot *snap, struct dentry *dentry);
void release_dentry_name_snapshot(struct name_snapshot *snap);
unsigned long shrink_dcache_sb_lru(struct super_block *sb, unsigned long nr);
void get_nr_dentry_stat(long *nr, long *unused, long *negative);
u32 full_name_hash(const void *salt, const char *name, unsigned int len);

/* Absolute path into @buf's end; ERR_PTR(-ENAMETOOLONG). " (deleted)" as Linux. */
char *d_path(const struct path *path, char *buf, int buflen);
char *d_absolute_path(const struct path *path, char *buf, int buflen);
char *dentry_path_raw(struct dentry *dentry, char *buf, int buflen);
char *dynamic_dname(char *buf, int buflen, const char *fmt, ...) __printf(3, 4);
char *simple_dname(struct dentry *dentry, char *buf, int buflen);

static inline struct inode *d_inode(const struct dentry *d) { return d->d_inode; }
static inline bool d_is_negative(const struct dentry *d) { return !d->d_inode; }
static inline bool d_is_positive(const struct dentry *d) { return d->d_inode; }
#define d_really_is_negative(d)	d_is_negative(d)
#define d_really_is_positive(d)	d_is_positive(d)
static inline bool d_unhashed(const struct dentry *d) { return d->d_flags & DCACHE_UNHASHED; }
static inline int d_count(const struct dentry *d) { return atomic_read(&d->d_count); }
static inline bool d_unlinked(const struct dentry *d) { return d_unhashed(d) && d->d_parent != d; }
static inline bool d_mountpoint(const struct dentry *d) { return d->d_flags & DCACHE_MOUNTED; }
#define IS_ROOT(d)	((d) == (d)->d_parent)
bool d_is_dir(const struct dentry *dentry);
bool d_is_symlink(const struct dentry *dentry);
bool d_is_reg(const struct dentry *dentry);

#endif /* INCLUDE_LINUX_DCACHE_H */
