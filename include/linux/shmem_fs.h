/* SPDX-License-Identifier: GPL-2.0 */
/* Memory that looks like files: tmpfs, memfd, shared anonymous memory. mm/shmem*.c */
#ifndef INCLUDE_LINUX_SHMEM_FS_H
#define INCLUDE_LINUX_SHMEM_FS_H

#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/rwsem.h>

/* Locks: [l] lock, [r] vfs_inode.i_rwsem, [x] xattr_sem, [I] constant */
struct shmem_inode_info {
	spinlock_t		lock;
	unsigned int		seals;		/* [r] F_SEAL_*; F_SEAL_SEAL: no more */
	vm_flags_t		flags;		/* [I] VM_NORESERVE: pay page by page */
	u32			fsflags;	/* i_rwsem; FS_*_FL, for chattr(1) */
	unsigned long		alloced;	/* [l] pages accounted */
	struct rw_semaphore	xattr_sem;
	struct list_head	xattrs;		/* [x] */
	struct inode		vfs_inode;
};

static inline struct shmem_inode_info *SHMEM_I(struct inode *inode)
{
	return container_of(inode, struct shmem_inode_info, vfs_inode);
}

bool shmem_mapping(struct address_space *mapping);
static inline bool shmem_file(struct file *file)
{
	return file->f_mapping && shmem_mapping(file->f_mapping);
}

struct file *shmem_file_setup(const char *name, loff_t size, unsigned long flags);
struct file *shmem_kernel_file_setup(const char *name, loff_t size, unsigned long flags);
int shmem_zero_setup(struct vm_area_struct *vma);
/* A folio of the file, zeroed if new; referenced and unlocked. ERR_PTR(). */
struct folio *shmem_read_folio(struct address_space *mapping, pgoff_t index);

#endif /* INCLUDE_LINUX_SHMEM_FS_H */
