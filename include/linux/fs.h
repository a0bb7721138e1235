/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The VFS: superblocks, inodes, open files, and the operations a filesystem
 * or driver supplies. Documentation/filesystems/vfs.rst has a table of every
 * operation with the locks held.
 */
#ifndef INCLUDE_LINUX_FS_H
#define INCLUDE_LINUX_FS_H

#include <linux/atomic.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/kdev_t.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/stat.h>
#include <linux/time64.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <linux/xarray.h>
#include <uapi/linux/fcntl.h>
#include <uapi/linux/fs.h>
#include <uapi/linux/mount.h>

struct bio;
struct block_device;
struct cdev;
struct dir_context;
struct fiemap_extent_info;
struct file;
struct file_lock;
struct file_lock_context;
struct fileattr;
struct folio;
struct iattr;
struct inode_operations;
struct file_operations;
struct delayed_call;
struct super_operations;
struct address_space_operations;
struct super_block;
struct inode;
struct address_space;
struct kiocb;
struct kstat;
struct kstatfs;
struct nameidata;
struct pipe_inode_info;
struct poll_table_struct;
struct posix_acl;
struct readahead_control;
struct seq_file;
struct vfsmount;
struct vm_area_struct;
struct writeback_control;
struct xattr_handler;

#ifndef READ
#define READ		0
#define WRITE		1
#endif
#define MAX_NON_LFS	((1UL << 31) - 1)
#define MAX_LFS_FILESIZE ((loff_t)LLONG_MAX)
/* What one call reads or writes at most. */
#define MAX_RW_COUNT	(INT_MAX & ~0xfffL)

#ifndef O_LARGEFILE
#define O_LARGEFILE	00100000
#endif

/* file->f_mode */
#define FMODE_READ		0x1u
#define FMODE_WRITE		0x2u
#define FMODE_LSEEK		0x4u
#define FMODE_PREAD		0x8u
#define FMODE_PWRITE		0x10u
#define FMODE_EXEC		0x20u
#define FMODE_RANDOM		0x1000u		/* posix_fadvise(): no read-ahead */
#define FMODE_NOREUSE		0x800000u		/* reading does not make pages active */
#define FMODE_PATH		0x4000u		/* O_PATH */
#define FMODE_ATOMIC_POS	0x8000u		/* f_pos under f_pos_lock */
#define FMODE_CAN_READ		0x20000u
#define FMODE_CAN_WRITE		0x40000u
#define FMODE_OPENED		0x80000u
#define FMODE_CREATED		0x100000u
#define FMODE_STREAM		0x200000u
#define FMODE_CAN_ODIRECT	0x400000u
#define FMODE_NOWAIT		0x8000000u
#define FMODE_NONOTIFY		0x4000000u
#define FMODE_WRITER		0x10000u
#define FMODE_UNSIGNED_OFFSET	0x2000u	/* /proc/pid/mem, /dev/mem: positions are addresses */
#define FMODE_NOCMTIME		0x800u
#define FMODE_NOACCOUNT		0x20000000u	/* not in nr_files */
#define OPEN_FMODE(flags)	((fmode_t)(((flags) + 1) & O_ACCMODE))

#define MAY_EXEC	0x01
#define MAY_WRITE	0x02
#define MAY_READ	0x04
#define MAY_APPEND	0x08
#define MAY_ACCESS	0x10
#define MAY_OPEN	0x20
#define MAY_CHDIR	0x40
#define MAY_NOT_BLOCK	0x80

#define ATTR_MODE	(1 << 0)
#define ATTR_UID	(1 << 1)
#define ATTR_GID	(1 << 2)
#define ATTR_SIZE	(1 << 3)
#define ATTR_ATIME	(1 << 4)
#define ATTR_MTIME	(1 << 5)
#define ATTR_CTIME	(1 << 6)
#define ATTR_ATIME_SET	(1 << 7)
#define ATTR_MTIME_SET	(1 << 8)
#define ATTR_FORCE	(1 << 9)
#define ATTR_KILL_SUID	(1 << 11)
#define ATTR_KILL_SGID	(1 << 12)
#define ATTR_FILE	(1 << 13)
#define ATTR_KILL_PRIV	(1 << 14)	/* file capabilities */
#define ATTR_OPEN	(1 << 15)
#define ATTR_TIMES_SET	(1 << 16)
#define ATTR_TOUCH	(1 << 17)

struct iattr {
	unsigned int	ia_valid;		/* ATTR_* */
	umode_t		ia_mode;
	kuid_t		ia_uid;
	kgid_t		ia_gid;
	loff_t		ia_size;
	struct timespec64 ia_atime, ia_mtime, ia_ctime;
	struct file	*ia_file;
};

struct address_space_operations {
	/* Fill a locked folio and unlock it, now or when the I/O ends. */
	int (*read_folio)(struct file *file, struct folio *folio);
	void (*readahead)(struct readahead_control *rac);
	int (*writepages)(struct address_space *mapping, struct writeback_control *wbc);
	bool (*dirty_folio)(struct address_space *mapping, struct folio *folio);
	/* Around a copy from user: *@foliop comes back locked and referenced. */
	int (*write_begin)(struct file *file, struct address_space *mapping, loff_t pos,
			   unsigned int len, struct folio **foliop, void **fsdata);
	int (*write_end)(struct file *file, struct address_space *mapping, loff_t pos,
			 unsigned int len, unsigned int copied, struct folio *folio, void *fsdata);
	sector_t (*bmap)(struct address_space *mapping, sector_t block);
	void (*invalidate_folio)(struct folio *folio, size_t offset, size_t len);
	bool (*release_folio)(struct folio *folio, gfp_t gfp);
	void (*free_folio)(struct folio *folio);
	ssize_t (*direct_IO)(struct kiocb *iocb, struct iov_iter *iter);
	int (*launder_folio)(struct folio *folio);
};

/* Locks: [x] i_pages.xa_lock, [i] i_mmap_rwsem, [A] atomic */
struct address_space {
	struct inode		*host;
	struct xarray		i_pages;	/* [x] folios by index; marks DIRTY, WRITEBACK, TOWRITE */
	struct rw_semaphore	invalidate_lock; /* truncate against faults and readahead */
	gfp_t			gfp_mask;
	atomic_t		i_mmap_writable; /* [A] VM_SHARED and may-write mappings */
	struct list_head	i_mmap;		/* [i] vma->shared */
	struct rw_semaphore	i_mmap_rwsem;
	unsigned long		nrpages;	/* [x] */
	pgoff_t			writeback_index;
	const struct address_space_operations *a_ops;
	unsigned long		flags;		/* [A] AS_* */
	int			wb_err;		/* last write error, see file_check_and_advance_wb_err */
	unsigned int		wb_err_seq;
	spinlock_t		private_lock;
	void			*private_data;
};

#define AS_EIO		0
#define AS_ENOSPC	1
#define AS_UNEVICTABLE	2
#define PAGECACHE_TAG_DIRTY	XA_MARK_0
#define PAGECACHE_TAG_WRITEBACK	XA_MARK_1
#define PAGECACHE_TAG_TOWRITE	XA_MARK_2

/*
 * Locks: [l] i_lock, [r] i_rwsem, [I] constant, [A] atomic, [h] inode hash lock,
 *	  [w] the superblock's writeback list lock
 */
struct inode {
	umode_t			i_mode;		/* [r] type and permissions */
	unsigned short		i_opflags;
	kuid_t			i_uid;		/* [r] */
	kgid_t			i_gid;		/* [r] */
	unsigned int		i_flags;	/* [r] S_* */
	struct posix_acl	*i_acl, *i_default_acl;	/* [l] ACL_NOT_CACHED until read */
	const struct inode_operations *i_op;	/* [I] once published */
	struct super_block	*i_sb;		/* [I] */
	struct address_space	*i_mapping;	/* [I] usually &i_data */
	unsigned long		i_ino;		/* [I] */
	unsigned int		i_nlink;	/* [r] use set_nlink() and friends */
	dev_t			i_rdev;		/* [I] device special files */
	loff_t			i_size;		/* [r] + folio lock, i_size_read() anywhere */
	struct timespec64	i_atime, i_mtime, i_ctime; /* [l] */
	spinlock_t		i_lock;
	unsigned short		i_bytes;	/* [l] */
	u8			i_blkbits;	/* [I] */
	u8			i_write_hint;	/* RWH_WRITE_LIFE_* */
	blkcnt_t		i_blocks;	/* [l] 512-byte units */
	unsigned long		i_state;	/* [l] I_* */
	struct rw_semaphore	i_rwsem;	/* directory contents; file writes and truncate */
	u64			dirtied_when;	/* [w] ns */
	struct hlist_node	i_hash;		/* [h] */
	u32			i_hash_bucket;	/* [h] while hashed */
	struct list_head	i_io_list;	/* [w] dirty, under writeback */
	struct list_head	i_lru;		/* unused inodes */
	struct list_head	i_sb_list;	/* sb->s_inode_list_lock */
	struct hlist_head	i_dentry;	/* [l] aliases */
	atomic64_t		i_version;
	atomic_t		i_count;	/* [A] */
	atomic_t		i_dio_count;	/* [A] direct I/O in flight */
	atomic_t		i_writecount;	/* [A] >0 writers, <0 denied (running program) */
	const struct file_operations *i_fop;	/* [I] for open */
	struct file_lock_context *i_flctx;
	struct address_space	i_data;
	union {
		struct pipe_inode_info	*i_pipe;
		struct cdev		*i_cdev;
		struct block_device	*i_bdev;
		char			*i_link;	/* symlink body */
	};
	struct list_head	i_devices;	/* on i_cdev's list: fs/char_dev.c */
	u32			i_generation;
	u32			i_fsnotify_mask; /* [l] */
	struct list_head	i_fsnotify_marks; /* fs/notify */
	void			*i_private;
};

#define S_SYNC		(1 << 0)
#define S_NOATIME	(1 << 1)
#define S_APPEND	(1 << 2)
#define S_IMMUTABLE	(1 << 3)
#define S_DEAD		(1 << 4)
#define S_DIRSYNC	(1 << 6)
#define S_NOCMTIME	(1 << 7)
#define S_SWAPFILE	(1 << 8)
#define S_PRIVATE	(1 << 9)
#define S_NOSEC		(1 << 12)

#define I_DIRTY_SYNC		(1 << 0)
#define I_DIRTY_DATASYNC	(1 << 1)
#define I_DIRTY_PAGES		(1 << 2)
#define I_NEW			(1 << 3)
#define I_WILL_FREE		(1 << 4)
#define I_FREEING		(1 << 5)
#define I_CLEAR			(1 << 6)
#define I_SYNC			(1 << 7)
#define I_REFERENCED		(1 << 8)
#define I_LINKABLE		(1 << 10)
#define I_DIRTY_TIME		(1 << 11)
#define I_DONTCACHE		(1 << 12)	/* evict as soon as unused */
#define I_CREATING		(1 << 13)
#define I_SYNC_QUEUED		(1 << 14)	/* on s_io */
#define I_DIRTY_INODE	(I_DIRTY_SYNC | I_DIRTY_DATASYNC)
#define I_DIRTY		(I_DIRTY_INODE | I_DIRTY_PAGES)
#define I_DIRTY_ALL		(I_DIRTY | I_DIRTY_TIME)
#define __I_NEW		3
#define __I_SYNC	7

#define ACL_NOT_CACHED	((struct posix_acl *)(-1L))



struct inode_operations {
	struct dentry *(*lookup)(struct inode *dir, struct dentry *dentry, unsigned int flags);
	const char *(*get_link)(struct dentry *dentry, struct inode *inode, struct delayed_call *done);
	int (*permission)(struct inode *inode, int mask);
	struct posix_acl *(*get_acl)(struct inode *inode, int type);
	int (*set_acl)(struct dentry *dentry, struct posix_acl *acl, int type);
	int (*readlink)(struct dentry *dentry, char __user *buf, int buflen);
	int (*create)(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl);
	int (*link)(struct dentry *old, struct inode *dir, struct dentry *dentry);
	int (*unlink)(struct inode *dir, struct dentry *dentry);
	int (*symlink)(struct inode *dir, struct dentry *dentry, const char *target);
	int (*mkdir)(struct inode *dir, struct dentry *dentry, umode_t mode);
	int (*rmdir)(struct inode *dir, struct dentry *dentry);
	int (*mknod)(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev);
	int (*rename)(struct inode *old_dir, struct dentry *old, struct inode *new_dir,
		      struct dentry *new, unsigned int flags);
	int (*tmpfile)(struct inode *dir, struct file *file, umode_t mode);
	int (*setattr)(struct dentry *dentry, struct iattr *attr);
	int (*getattr)(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags);
	ssize_t (*listxattr)(struct dentry *dentry, char *list, size_t size);
	int (*fiemap)(struct inode *inode, struct fiemap_extent_info *info, u64 start, u64 len);
	int (*update_time)(struct inode *inode, int flags);
	int (*fileattr_get)(struct dentry *dentry, struct fileattr *fa);
	int (*fileattr_set)(struct dentry *dentry, struct fileattr *fa);
};

struct delayed_call {
	void (*fn)(void *arg);
	void *arg;
};
static inline void set_delayed_call(struct delayed_call *call, void (*fn)(void *), void *arg)
{
	call->fn = fn;
	call->arg = arg;
}
static inline void do_delayed_call(struct delayed_call *call)
{
	if (call->fn)
		call->fn(call->arg);
}

struct fileattr {
	u32 flags;				/* FS_*_FL */
	u32 fsx_xflags, fsx_extsize, fsx_nextents, fsx_projid, fsx_cowextsize;
	bool fsx_valid;
};

void fileattr_fill_flags(struct fileattr *fa, u32 flags);	/* for ->fileattr_get() */

/* kiocb->ki_flags */
#define IOCB_EVENTFD	(1 << 0)
#define IOCB_APPEND	(1 << 1)
#define IOCB_DIRECT	(1 << 2)
#define IOCB_DSYNC	(1 << 4)
#define IOCB_SYNC	(1 << 5)
#define IOCB_WRITE	(1 << 6)
#define IOCB_NOWAIT	(1 << 7)
#define IOCB_NOIO	(1 << 9)

struct kiocb {
	struct file	*ki_filp;
	loff_t		ki_pos;
	int		ki_flags;		/* IOCB_* */
};
void init_sync_kiocb(struct kiocb *iocb, struct file *file);
int kiocb_set_rw_flags(struct kiocb *iocb, int rwf);	/* RWF_* of preadv2 */

struct fown_struct {
	spinlock_t	lock;
	struct pid	*pid;			/* F_SETOWN */
	enum pid_type	pid_type;
	kuid_t		uid, euid;
	int		signum;			/* F_SETSIG */
};

struct file_ra_state {
	pgoff_t		start;			/* window */
	unsigned int	size, async_size;	/* pages */
	unsigned int	ra_pages;		/* limit */
	loff_t		prev_pos;
};

/* Locks: [A] atomic, [I] constant after open, [f] f_lock, [p] f_pos_lock */
struct file {
	atomic_long_t		f_count;	/* [A] get_file()/fput() */
	fmode_t			f_mode;		/* [I] */
	unsigned int		f_flags;	/* [f] O_* */
	spinlock_t		f_lock;
	struct mutex		f_pos_lock;
	loff_t			f_pos;		/* [p] */
	const struct file_operations *f_op;	/* [I] */
	struct path		f_path;		/* [I] */
	struct inode		*f_inode;	/* [I] */
	struct address_space	*f_mapping;	/* [I] */
	const struct cred	*f_cred;	/* [I] opener's */
	struct fown_struct	f_owner;
	struct file_ra_state	f_ra;
	struct list_head	f_ep_links;	/* [f] epoll items watching this */
	int			f_wb_err;	/* [f] last seen mapping->wb_err_seq */
	void			*private_data;
	void			*f_security;
	struct cdev		*f_cdev;	/* referenced while open */
	struct callback_head	f_delayed;	/* the deferred last fput() */
};

struct file_operations {
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	ssize_t (*read)(struct file *file, char __user *buf, size_t count, loff_t *pos);
	ssize_t (*write)(struct file *file, const char __user *buf, size_t count, loff_t *pos);
	ssize_t (*read_iter)(struct kiocb *iocb, struct iov_iter *to);
	ssize_t (*write_iter)(struct kiocb *iocb, struct iov_iter *from);
	int (*iterate_shared)(struct file *file, struct dir_context *ctx);
	__poll_t (*poll)(struct file *file, struct poll_table_struct *wait);
	long (*unlocked_ioctl)(struct file *file, unsigned int cmd, unsigned long arg);
	int (*mmap)(struct file *file, struct vm_area_struct *vma);
	int (*open)(struct inode *inode, struct file *file);
	int (*flush)(struct file *file, void *owner);
	int (*release)(struct inode *inode, struct file *file);
	int (*fsync)(struct file *file, loff_t start, loff_t end, int datasync);
	int (*fasync)(int fd, struct file *file, int on);
	int (*lock)(struct file *file, int cmd, struct file_lock *fl);
	int (*flock)(struct file *file, int cmd, struct file_lock *fl);
	unsigned long (*get_unmapped_area)(struct file *file, unsigned long addr, unsigned long len,
					   unsigned long pgoff, unsigned long flags);
	ssize_t (*splice_write)(struct pipe_inode_info *pipe, struct file *out, loff_t *pos, size_t len, unsigned int flags);
	ssize_t (*splice_read)(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len, unsigned int flags);
	long (*fallocate)(struct file *file, int mode, loff_t offset, loff_t len);
	void (*show_fdinfo)(struct seq_file *m, struct file *file);
	ssize_t (*copy_file_range)(struct file *in, loff_t pos_in, struct file *out, loff_t pos_out, size_t len, unsigned int flags);
	int (*fadvise)(struct file *file, loff_t offset, loff_t len, int advice);
};

/* Directory reading: the actor returns false when its buffer is full. */
struct dir_context;
typedef bool (*filldir_t)(struct dir_context *ctx, const char *name, int len, loff_t pos, u64 ino, unsigned int type);
struct dir_context {
	filldir_t	actor;
	loff_t		pos;
};
static inline bool dir_emit(struct dir_context *ctx, const char *name, int len, u64 ino, unsigned int type)
{
	return ctx->actor(ctx, name, len, ctx->pos, ino, type);
}
bool dir_emit_dots(struct file *file, struct dir_context *ctx);
int iterate_dir(struct file *file, struct dir_context *ctx);

struct super_operations {
	struct inode *(*alloc_inode)(struct super_block *sb);
	void (*free_inode)(struct inode *inode);
	void (*dirty_inode)(struct inode *inode, int flags);
	int (*write_inode)(struct inode *inode, struct writeback_control *wbc);
	int (*drop_inode)(struct inode *inode);		/* true: evict when unused */
	void (*evict_inode)(struct inode *inode);
	void (*put_super)(struct super_block *sb);
	int (*sync_fs)(struct super_block *sb, int wait);
	int (*freeze_fs)(struct super_block *sb);
	int (*unfreeze_fs)(struct super_block *sb);
	int (*statfs)(struct dentry *dentry, struct kstatfs *buf);
	int (*remount_fs)(struct super_block *sb, int *flags, char *data);
	int (*show_options)(struct seq_file *m, struct dentry *root);
	int (*show_devname)(struct seq_file *m, struct dentry *root);
	void (*umount_begin)(struct super_block *sb);
};

/* Locks: [u] s_umount, [I] constant, [i] s_inode_list_lock, [w] s_wb_lock */
struct super_block {
	struct list_head	s_list;		/* sb_lock */
	dev_t			s_dev;		/* [I] */
	u8			s_blocksize_bits;
	unsigned long		s_blocksize;
	loff_t			s_maxbytes;
	struct file_system_type	*s_type;
	const struct super_operations *s_op;
	const struct xattr_handler *const *s_xattr;
	const struct dentry_operations *s_d_op;
	unsigned long		s_flags;	/* [u] SB_* */
	unsigned long		s_iflags;
	unsigned long		s_magic;
	struct dentry		*s_root;
	struct rw_semaphore	s_umount;
	int			s_count;
	atomic_t		s_active;	/* [A] */
	struct block_device	*s_bdev;
	struct list_head	s_mounts;	/* mounts of it */
	spinlock_t		s_inode_list_lock;
	struct list_head	s_inodes;	/* [i] */
	spinlock_t		s_wb_lock;
	struct list_head	s_dirty;	/* [w] inodes to write back, oldest first */
	struct mutex		s_vfs_rename_mutex;
	void			*s_fs_info;
	u32			s_time_gran;	/* ns */
	time64_t		s_time_min, s_time_max;
	char			s_id[32];	/* device name for messages */
	unsigned char		s_uuid[16];
	int			s_stack_depth;
	const char		*s_subtype;
	spinlock_t		s_dentry_lru_lock;
	struct list_head	s_dentry_lru;	/* s_dentry_lru_lock, newest first */
	long			s_nr_dentry_unused; /* s_dentry_lru_lock */
	spinlock_t		s_inode_lru_lock;
	struct list_head	s_inode_lru;	/* s_inode_lru_lock, newest first */
	long			s_nr_inode_unused; /* s_inode_lru_lock */
	struct list_head	s_io;		/* [w] inodes picked by the running write-back */
	struct list_head	s_dirty_time;	/* [w] only their times are dirty (lazytime) */
	struct hlist_node	s_instances;	/* sb_lock: type->fs_supers */
	atomic_long_t		s_remove_count;	/* [A] unlinked inodes still in use */
	int			s_readonly_remount; /* mount_lock */
	struct mutex		s_sync_lock;	/* who works on s_io */
	const void		*s_export_op;	/* struct export_operations, for file handles */
};

/* umount2() */
#define MNT_FORCE	0x00000001
#define MNT_DETACH	0x00000002
#define MNT_EXPIRE	0x00000004
#define UMOUNT_NOFOLLOW	0x00000008

#define SB_RDONLY	MS_RDONLY
#define SB_NOSUID	MS_NOSUID
#define SB_NODEV	MS_NODEV
#define SB_NOEXEC	MS_NOEXEC
#define SB_SYNCHRONOUS	MS_SYNCHRONOUS
#define SB_MANDLOCK	MS_MANDLOCK
#define SB_DIRSYNC	MS_DIRSYNC
#define SB_NOATIME	MS_NOATIME
#define SB_NODIRATIME	MS_NODIRATIME
#define SB_SILENT	MS_SILENT
#define SB_POSIXACL	(1 << 16)
#define SB_LAZYTIME	(1 << 25)
#define SB_KERNMOUNT	(1 << 22)
#define SB_DYING	(1 << 24)
#define SB_I_VERSION	(1 << 23)
#define SB_I_NOEXEC	0x00000002	/* s_iflags */
#define SB_I_NODEV	0x00000004
#define SB_I_NOSEC_OK	0x00000008	/* S_NOSEC may be cached */
#define SB_BORN		(1 << 29)
#define SB_ACTIVE	(1 << 30)
#define SB_NOUSER	(1UL << 31)
#define sb_rdonly(sb)	((sb)->s_flags & SB_RDONLY)
#define IS_RDONLY(inode)	sb_rdonly((inode)->i_sb)
#define IS_SYNC(inode)		(((inode)->i_sb->s_flags & SB_SYNCHRONOUS) || ((inode)->i_flags & S_SYNC))
#define IS_DIRSYNC(inode)	(((inode)->i_sb->s_flags & (SB_SYNCHRONOUS | SB_DIRSYNC)) || ((inode)->i_flags & (S_SYNC | S_DIRSYNC)))
#define IS_APPEND(inode)	((inode)->i_flags & S_APPEND)
#define IS_IMMUTABLE(inode)	((inode)->i_flags & S_IMMUTABLE)
#define IS_DEADDIR(inode)	((inode)->i_flags & S_DEAD)
#define IS_NOATIME(inode)	(((inode)->i_sb->s_flags & SB_NOATIME) || ((inode)->i_flags & S_NOATIME))
#define IS_POSIXACL(inode)	((inode)->i_sb->s_flags & SB_POSIXACL)
#define IS_SWAPFILE(inode)	((inode)->i_flags & S_SWAPFILE)

struct file_system_type {
	const char	*name;
	int		fs_flags;
#define FS_REQUIRES_DEV		1
#define FS_HAS_SUBTYPE		4
#define FS_USERNS_MOUNT		8
#define FS_RENAME_DOES_D_MOVE	32768
	/* Returns the root dentry (referenced) of an active, s_umount-locked sb. */
	struct dentry *(*mount)(struct file_system_type *type, int flags, const char *dev_name, void *data);
	void (*kill_sb)(struct super_block *sb);
	struct file_system_type *next;
	struct hlist_head fs_supers;		/* sb_lock */
};

/* super.c, filesystems.c */
int register_filesystem(struct file_system_type *type);
int unregister_filesystem(struct file_system_type *type);
struct file_system_type *get_fs_type(const char *name);
int list_filesystems(char *page, size_t size);
struct dentry *mount_bdev(struct file_system_type *type, int flags, const char *dev_name, void *data,
			  int (*fill_super)(struct super_block *, void *, int));
struct dentry *mount_nodev(struct file_system_type *type, int flags, void *data,
			   int (*fill_super)(struct super_block *, void *, int));
struct dentry *mount_single(struct file_system_type *type, int flags, void *data,
			    int (*fill_super)(struct super_block *, void *, int));
struct dentry *mount_pseudo(struct file_system_type *type, const char *name,
			    const struct super_operations *ops, const struct dentry_operations *dops,
			    unsigned long magic);
void kill_block_super(struct super_block *sb);
void kill_anon_super(struct super_block *sb);
void kill_litter_super(struct super_block *sb);
void generic_shutdown_super(struct super_block *sb);
void deactivate_super(struct super_block *sb);
void deactivate_locked_super(struct super_block *sb);
struct super_block *sget(struct file_system_type *type, int (*test)(struct super_block *, void *),
			 int (*set)(struct super_block *, void *), int flags, void *data);
int set_anon_super(struct super_block *sb, void *data);
struct dentry *mount_fs(struct file_system_type *type, int flags, const char *name, void *data);
int get_anon_bdev(dev_t *dev);
void free_anon_bdev(dev_t dev);
int do_remount_sb(struct super_block *sb, int sb_flags, void *data);
void iterate_supers(void (*fn)(struct super_block *, void *), void *arg);
void iterate_supers_type(struct file_system_type *type, void (*fn)(struct super_block *, void *), void *arg);
struct super_block *get_active_super(struct block_device *bdev);
void drop_super(struct super_block *sb);
int set_bdev_super(struct super_block *sb, void *data);
unsigned long prune_icache_sb(struct super_block *sb, unsigned long nr);
struct super_block *user_get_super(dev_t dev);
void emergency_remount(void);
int sb_set_blocksize(struct super_block *sb, int size);
int sb_min_blocksize(struct super_block *sb, int size);
int simple_fill_super(struct super_block *sb, unsigned long magic);

/* inode.c */
void inode_init(void);
void inode_init_once(struct inode *inode);		/* slab constructor */
int inode_init_always(struct super_block *sb, struct inode *inode);
struct inode *new_inode(struct super_block *sb);
struct inode *new_inode_pseudo(struct super_block *sb);
struct inode *alloc_anon_inode(struct super_block *sb);
struct inode *iget_locked(struct super_block *sb, unsigned long ino);	/* I_NEW set: fill and unlock_new_inode() */
struct inode *iget5_locked(struct super_block *sb, unsigned long hash, int (*test)(struct inode *, void *),
			   int (*set)(struct inode *, void *), void *data);
struct inode *ilookup(struct super_block *sb, unsigned long ino);
int insert_inode_locked(struct inode *inode);
void unlock_new_inode(struct inode *inode);
void iget_failed(struct inode *inode);
void discard_new_inode(struct inode *inode);
void make_bad_inode(struct inode *inode);
bool is_bad_inode(const struct inode *inode);
void insert_inode_hash(struct inode *inode);
void remove_inode_hash(struct inode *inode);
static inline bool inode_unhashed(const struct inode *inode) { return hlist_unhashed_lockless(&inode->i_hash); }
void ihold(struct inode *inode);
struct inode *igrab(struct inode *inode);
void iput(struct inode *inode);
void clear_inode(struct inode *inode);
void clear_nlink(struct inode *inode);
void drop_nlink(struct inode *inode);
void inc_nlink(struct inode *inode);
void set_nlink(struct inode *inode, unsigned int nlink);
void inode_inc_link_count(struct inode *inode);	/* and mark dirty */
void inode_dec_link_count(struct inode *inode);
unsigned int get_next_ino(void);
void inode_init_owner(struct inode *inode, const struct inode *dir, umode_t mode);
bool inode_owner_or_capable(const struct inode *inode);
void init_special_inode(struct inode *inode, umode_t mode, dev_t rdev);
struct timespec64 timestamp_truncate(struct timespec64 t, struct inode *inode);
int inode_update_timestamps(struct inode *inode, int flags);
int inode_update_time(struct inode *inode, int flags);
void inode_set_flags(struct inode *inode, unsigned int flags, unsigned int mask);
loff_t inode_get_bytes(struct inode *inode);
void inode_set_bytes(struct inode *inode, loff_t bytes);
struct timespec64 current_time(struct inode *inode);
struct timespec64 inode_set_ctime_current(struct inode *inode);
void touch_atime(const struct path *path);
bool atime_needs_update(const struct path *path, struct inode *inode);
int file_update_time(struct file *file);
int file_modified(struct file *file);
int file_remove_privs(struct file *file);
int should_remove_suid(struct dentry *dentry);
void file_accessed(struct file *file);
int generic_update_time(struct inode *inode, int flags);
#define S_ATIME		1
#define S_MTIME		2
#define S_CTIME		4
#define S_VERSION	8
int generic_drop_inode(struct inode *inode);	/* unlinked: evict */
int generic_delete_inode(struct inode *inode);
unsigned long shrink_icache_memory(unsigned long nr);
int evict_inodes(struct super_block *sb);
void mark_inode_dirty(struct inode *inode);
void mark_inode_dirty_sync(struct inode *inode);
void __mark_inode_dirty(struct inode *inode, int flags);
int write_inode_now(struct inode *inode, int sync);
int sync_inode_metadata(struct inode *inode, int wait);
int inode_newsize_ok(const struct inode *inode, loff_t offset);
void inode_dio_wait(struct inode *inode);
void inode_dio_begin(struct inode *inode);
void inode_dio_end(struct inode *inode);
void inode_add_bytes(struct inode *inode, loff_t bytes);
void inode_sub_bytes(struct inode *inode, loff_t bytes);
void get_nr_inodes_stat(long *nr, long *unused);

static inline loff_t i_size_read(const struct inode *inode) { return READ_ONCE(inode->i_size); }
static inline void i_size_write(struct inode *inode, loff_t size) { WRITE_ONCE(inode->i_size, size); }
static inline void inode_lock(struct inode *inode) { down_write(&inode->i_rwsem); }
static inline void inode_unlock(struct inode *inode) { up_write(&inode->i_rwsem); }
static inline void inode_lock_shared(struct inode *inode) { down_read(&inode->i_rwsem); }
static inline void inode_unlock_shared(struct inode *inode) { up_read(&inode->i_rwsem); }
static inline int inode_trylock(struct inode *inode) { return down_write_trylock(&inode->i_rwsem); }
/* Of several i_rwsem held at once: which is which, for the lock checker. */
enum inode_i_mutex_lock_class {
	I_MUTEX_NORMAL,
	I_MUTEX_PARENT,
	I_MUTEX_CHILD,
	I_MUTEX_XATTR,
	I_MUTEX_NONDIR2,
	I_MUTEX_PARENT2,
};
static inline void inode_lock_nested(struct inode *inode, unsigned int subclass)
{
	down_write_nested(&inode->i_rwsem, subclass);
}
void lock_two_nondirectories(struct inode *a, struct inode *b);
void unlock_two_nondirectories(struct inode *a, struct inode *b);
static inline unsigned int i_blocksize(const struct inode *inode) { return 1u << inode->i_blkbits; }
static inline struct inode *file_inode(const struct file *f) { return f->f_inode; }
static inline struct dentry *file_dentry(const struct file *f) { return f->f_path.dentry; }
static inline unsigned int iminor(const struct inode *i) { return MINOR(i->i_rdev); }
static inline unsigned int imajor(const struct inode *i) { return MAJOR(i->i_rdev); }

/* attr.c, namei.c (the vfs_ calls want the parent locked as their tables say) */
int setattr_prepare(struct dentry *dentry, struct iattr *attr);
void setattr_copy(struct inode *inode, const struct iattr *attr);
int notify_change(struct dentry *dentry, struct iattr *attr);
int inode_permission(struct inode *inode, int mask);
int generic_permission(struct inode *inode, int mask);
int path_permission(const struct path *path, int mask);
int vfs_create(struct inode *dir, struct dentry *dentry, umode_t mode, bool excl);
int vfs_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode);
int vfs_mknod(struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev);
int vfs_symlink(struct inode *dir, struct dentry *dentry, const char *target);
int vfs_link(struct dentry *old, struct inode *dir, struct dentry *dentry);
int vfs_unlink(struct inode *dir, struct dentry *dentry);
int vfs_rmdir(struct inode *dir, struct dentry *dentry);
int vfs_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir, struct dentry *new, unsigned int flags);
int vfs_readlink(struct dentry *dentry, char __user *buf, int buflen);
int page_symlink(struct inode *inode, const char *target, int len);
const char *page_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done);
void kfree_link(void *p);
const char *simple_get_link(struct dentry *dentry, struct inode *inode, struct delayed_call *done);
extern const struct inode_operations page_symlink_inode_operations, simple_symlink_inode_operations;
bool may_mandlock(void);

/* open.c, file_table.c, file.c */
void files_init(void);
struct file *filp_open(const char *path, int flags, umode_t mode);
struct file *dentry_open(const struct path *path, int flags, const struct cred *cred);
int filp_close(struct file *file, void *owner);
int vfs_truncate(const struct path *path, loff_t length);
int do_truncate(struct dentry *dentry, loff_t length, unsigned int time_attrs, struct file *file);
int vfs_fallocate(struct file *file, int mode, loff_t offset, loff_t len);
int finish_open(struct file *file, struct dentry *dentry, int (*open)(struct inode *, struct file *));
/* For ->tmpfile(): d_tmpfile() was called; the VFS opens the file if this did not. */
static inline int finish_open_simple(struct file *file, int error)
{
	return error ? error : finish_open(file, file->f_path.dentry, NULL);
}
int finish_no_open(struct file *file, struct dentry *dentry);
int generic_file_open(struct inode *inode, struct file *file);
int nonseekable_open(struct inode *inode, struct file *file);
int stream_open(struct inode *inode, struct file *file);
struct file *alloc_empty_file(int flags, const struct cred *cred);
struct file *alloc_file_pseudo(struct inode *inode, struct vfsmount *mnt, const char *name, int flags, const struct file_operations *fops);
void file_init_path(struct file *file, const struct path *path, const struct file_operations *fops);
struct file *alloc_file(const struct path *path, int flags, const struct file_operations *fops);
void __fput_sync(struct file *file);
extern unsigned long sysctl_nr_files_max;
extern const struct file_operations empty_fops, generic_ro_fops;
struct file *alloc_file_clone(struct file *base, int flags, const struct file_operations *fops);
static inline struct file *get_file(struct file *f) { atomic_long_inc(&f->f_count); return f; }
void fput(struct file *file);
void flush_delayed_fput(void);
static inline long file_count(const struct file *f) { return atomic_long_read(&f->f_count); }
int get_write_access(struct inode *inode);
void put_write_access(struct inode *inode);
int deny_write_access(struct file *file);
void allow_write_access(struct file *file);
static inline bool inode_is_open_for_write(const struct inode *inode) { return atomic_read(&inode->i_writecount) > 0; }
unsigned long get_max_files(void);
long get_nr_files(void);
struct file *open_exec(const char *name);

/* read_write.c, libfs.c, splice.c */
ssize_t vfs_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t vfs_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
ssize_t kernel_read(struct file *file, void *buf, size_t count, loff_t *pos);
ssize_t kernel_write(struct file *file, const void *buf, size_t count, loff_t *pos);
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *pos);
ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *pos);
loff_t vfs_llseek(struct file *file, loff_t offset, int whence);
loff_t default_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek(struct file *file, loff_t offset, int whence);
loff_t generic_file_llseek_size(struct file *file, loff_t offset, int whence, loff_t maxsize, loff_t eof);
loff_t fixed_size_llseek(struct file *file, loff_t offset, int whence, loff_t size);
loff_t noop_llseek(struct file *file, loff_t offset, int whence);
loff_t no_llseek(struct file *file, loff_t offset, int whence);
loff_t vfs_setpos(struct file *file, loff_t offset, loff_t maxsize);
int rw_verify_area(int read_write, struct file *file, const loff_t *pos, size_t count);
ssize_t generic_write_checks(struct kiocb *iocb, struct iov_iter *from);
int vfs_fsync_range(struct file *file, loff_t start, loff_t end, int datasync);
int vfs_fsync(struct file *file, int datasync);
int generic_file_fsync(struct file *file, loff_t start, loff_t end, int datasync);
ssize_t generic_write_sync(struct kiocb *iocb, ssize_t count);
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);
ssize_t generic_read_dir(struct file *file, char __user *buf, size_t size, loff_t *pos);	/* -EISDIR */
int dcache_dir_open(struct inode *inode, struct file *file);
int dcache_dir_close(struct inode *inode, struct file *file);
int dcache_readdir(struct file *file, struct dir_context *ctx);
loff_t dcache_dir_lseek(struct file *file, loff_t offset, int whence);
extern const struct file_operations simple_dir_operations;
extern const struct inode_operations simple_dir_inode_operations;
struct dentry *simple_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags);
int simple_link(struct dentry *old, struct inode *dir, struct dentry *dentry);
int simple_unlink(struct inode *dir, struct dentry *dentry);
int simple_rmdir(struct inode *dir, struct dentry *dentry);
int simple_empty(struct dentry *dentry);
int simple_rename(struct inode *old_dir, struct dentry *old, struct inode *new_dir, struct dentry *new, unsigned int flags);
int simple_setattr(struct dentry *dentry, struct iattr *attr);
int simple_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags);
int simple_statfs(struct dentry *dentry, struct kstatfs *buf);
int simple_open(struct inode *inode, struct file *file);
int simple_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, struct folio **foliop, void **fsdata);
int simple_write_end(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len, unsigned int copied, struct folio *folio, void *fsdata);
extern const struct address_space_operations ram_aops;
extern const struct dentry_operations simple_dentry_operations;
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *pos, const void *from, size_t available);
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *pos, const void __user *from, size_t count);
int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count);
void simple_release_fs(struct vfsmount **mount, int *count);
int always_delete_dentry(const struct dentry *dentry);
ssize_t generic_copy_file_range(struct file *in, loff_t pos_in, struct file *out, loff_t pos_out, size_t len, unsigned int flags);
ssize_t filemap_splice_read(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len, unsigned int flags);
ssize_t copy_splice_read(struct file *in, loff_t *pos, struct pipe_inode_info *pipe, size_t len, unsigned int flags);
ssize_t iter_file_splice_write(struct pipe_inode_info *pipe, struct file *out, loff_t *pos, size_t len, unsigned int flags);
long do_splice_direct(struct file *in, loff_t *pos_in, struct file *out, loff_t *pos_out, size_t len, unsigned int flags);

/* stat.c */
int vfs_getattr(const struct path *path, struct kstat *stat, u32 request_mask, unsigned int flags);
void generic_fillattr(struct inode *inode, struct kstat *stat);
int vfs_statfs(const struct path *path, struct kstatfs *buf);

/* sync.c, fs-writeback.c */
void ksys_sync_all(void);
int sync_filesystem(struct super_block *sb);
void writeback_inodes_sb(struct super_block *sb);
void sync_inodes_sb(struct super_block *sb);
void wakeup_flusher_threads(void);

/* char_dev.c */
int register_chrdev_region(dev_t from, unsigned int count, const char *name);
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count, const char *name);
void unregister_chrdev_region(dev_t from, unsigned int count);
int register_chrdev(unsigned int major, const char *name, const struct file_operations *fops);
extern const struct file_operations def_chr_fops, def_blk_fops, pipefifo_fops;
void chrdev_show(struct seq_file *m, off_t offset);
void cd_forget(struct inode *inode);

/* locks.c */
struct file_lock;
void locks_remove_posix(struct file *file, void *owner);
void locks_remove_file(struct file *file);
void locks_free_lock_context(struct inode *inode);
int fcntl_getlk(struct file *file, unsigned int cmd, struct flock *fl);
int fcntl_setlk(unsigned int fd, struct file *file, unsigned int cmd, struct flock *fl);
int fcntl_setlease(unsigned int fd, struct file *file, long arg);
int fcntl_getlease(struct file *file);

/* fcntl.c: SIGIO */
struct fasync_struct;
int fasync_helper(int fd, struct file *file, int on, struct fasync_struct **list);
void kill_fasync(struct fasync_struct **list, int sig, int band);
int f_setown(struct file *file, int who, int force);
void f_delown(struct file *file);
pid_t f_getown(struct file *file);
void send_sigio(struct fown_struct *fown, int fd, int band);
int send_sigurg(struct fown_struct *fown);
void __f_setown(struct file *file, struct pid *pid, enum pid_type type, int force);

/* block_dev */
struct block_device *I_BDEV(struct inode *inode);
bool sb_is_blkdev_sb(struct super_block *sb);
int vfs_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
int fiemap_fill_next_extent(struct fiemap_extent_info *info, u64 logical, u64 phys, u64 len, u32 flags);
int fiemap_prep(struct inode *inode, struct fiemap_extent_info *info, u64 start, u64 *len, u32 supported);
struct fiemap_extent_info {
	unsigned int	fi_flags;
	unsigned int	fi_extents_mapped;
	unsigned int	fi_extents_max;
	void __user	*fi_extents_start;
};

#endif /* INCLUDE_LINUX_FS_H */
