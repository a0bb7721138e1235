/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of shmem share. */
#ifndef MM_SHMEM_H
#define MM_SHMEM_H

#include <linux/shmem_fs.h>

#define BLOCKS_PER_PAGE		(PAGE_SIZE / 512)
#define BOGO_DIRENT_SIZE	20	/* what a name adds to a directory's size */

/* Locks: [l] lock, [I] constant but for remount under s_umount */
struct shmem_sb_info {
	spinlock_t	lock;
	unsigned long	max_blocks;	/* [I] pages, 0: no limit */
	unsigned long	used_blocks;	/* [l] */
	unsigned long	max_inodes;	/* [I] 0: no limit */
	unsigned long	free_inodes;	/* [l] */
	umode_t		mode;		/* [I] of the root */
	kuid_t		uid;		/* [I] */
	kgid_t		gid;		/* [I] */
};

static inline struct shmem_sb_info *SHMEM_SB(struct super_block *sb)
{
	return sb->s_fs_info;
}

/* What is wanted of shmem_get_folio(). */
enum sgp_type {
	SGP_READ,	/* a hole is NULL */
	SGP_CACHE,	/* made if missing, but within the size of the file */
	SGP_WRITE,	/* made if missing, anywhere */
	SGP_FALLOC,	/* the same, and not data yet */
};

/* shmem.c */
int shmem_get_folio(struct inode *inode, pgoff_t index, struct folio **out, enum sgp_type sgp);
void shmem_truncate_range(struct inode *inode, loff_t start, loff_t end);
int shmem_reacct_size(unsigned long flags, loff_t oldsize, loff_t newsize);
void shmem_unacct_size(unsigned long flags, loff_t size);
extern const struct address_space_operations shmem_aops;
extern const struct file_operations shmem_file_operations;

/* shmem_fallocate.c */
long shmem_fallocate(struct file *file, int mode, loff_t offset, loff_t len);
loff_t shmem_file_llseek(struct file *file, loff_t offset, int whence);

/* shmem_inode.c */
struct inode *shmem_get_inode(struct super_block *sb, const struct inode *dir, umode_t mode,
			      dev_t dev, unsigned long flags);
int shmem_reserve_inode(struct super_block *sb);
void shmem_free_inode(struct super_block *sb);
int shmem_setattr(struct dentry *dentry, struct iattr *attr);
int shmem_getattr(const struct path *path, struct kstat *stat, u32 request_mask,
		  unsigned int flags);

/* shmem_xattr.c */
ssize_t shmem_listxattr(struct dentry *dentry, char *buffer, size_t size);
void shmem_free_xattrs(struct shmem_inode_info *info);
extern const struct xattr_handler *const shmem_xattr_handlers[];
int shmem_set_acl(struct dentry *dentry, struct posix_acl *acl, int type);

/* shmem_super.c */
extern struct vfsmount *shm_mnt;

#endif /* MM_SHMEM_H */
