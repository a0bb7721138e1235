// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: contents of files. An open file holds the open real file and passes
 * everything on; the overlay has no page cache. A file that was opened for reading
 * and is copied up later goes on with the copy; what is mapped stays mapped.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include "overlayfs.h"

#define OPEN_FLAGS	(O_ACCMODE | O_APPEND | O_DIRECT | O_DSYNC | O_SYNC | O_NOATIME | O_LARGEFILE)

/* [I] but for upper, which is set once. */
struct ovl_file {
	struct file	*first;
	struct file	*upper;		/* after a copy-up */
};

static struct file *open_real(const struct file *file)
{
	struct inode *inode = file_inode(file);
	const struct cred *old = ovl_override(inode->i_sb);
	struct path path;
	struct file *real;

	ovl_real_path(inode, &path);
	real = dentry_open(&path, file->f_flags & OPEN_FLAGS, OVL_FS(inode->i_sb)->cred);
	revert_creds(old);
	return real;
}

/* The real file to use now, or ERR_PTR; lives as long as @file. */
static struct file *real_file(struct file *file)
{
	struct ovl_file *of = file->private_data;
	struct dentry *upper = ovl_upper(file_inode(file));
	struct file *real, *seen = READ_ONCE(of->upper);

	if (seen)
		return seen;
	if (!upper || file_inode(of->first) == d_inode(upper))
		return of->first;
	real = open_real(file);
	if (IS_ERR(real))
		return real;
	seen = cmpxchg(&of->upper, NULL, real);
	if (!seen)
		return real;
	fput(real);
	return seen;
}

static int copy_up_for(struct inode *inode, struct file *file)
{
	bool truncate = file->f_flags & O_TRUNC;
	int err;

	if (!(file->f_mode & FMODE_WRITE) && !truncate)
		return 0;
	if (ovl_upper(inode))
		return 0;
	err = ovl_want_write(file_dentry(file));
	if (err)
		return err;
	err = ovl_copy_up_size(file_dentry(file), truncate ? 0 : LLONG_MAX);
	ovl_drop_write(file_dentry(file));
	return err;
}

static int ovl_open(struct inode *inode, struct file *file)
{
	int err = copy_up_for(inode, file);
	struct ovl_file *of;

	if (err)
		return err;
	of = kzalloc(sizeof(*of), GFP_KERNEL);
	if (!of)
		return -ENOMEM;
	of->first = open_real(file);
	if (IS_ERR(of->first)) {
		err = PTR_ERR(of->first);
		kfree(of);
		return err;
	}
	file->private_data = of;
	file->f_mode |= of->first->f_mode & FMODE_CAN_ODIRECT;
	return 0;
}

static int ovl_release(struct inode *inode, struct file *file)
{
	struct ovl_file *of = file->private_data;

	if (of->upper)
		fput(of->upper);
	fput(of->first);
	kfree(of);
	return 0;
}

static int ovl_flush(struct file *file, void *owner)
{
	struct file *real = real_file(file);
	const struct cred *old;
	int err = 0;

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (real->f_op->flush) {
		old = ovl_override(file_inode(file)->i_sb);
		err = real->f_op->flush(real, owner);
		revert_creds(old);
	}
	return err;
}

/* The caller's flags and position for the real file. */
static void real_kiocb(struct kiocb *to, const struct kiocb *from, struct file *real)
{
	*to = *from;
	to->ki_filp = real;
}

static ssize_t ovl_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp, *real = real_file(file);
	const struct cred *old;
	struct kiocb kiocb;
	ssize_t n;

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (!iov_iter_count(to))
		return 0;
	if (!real->f_op->read_iter)
		return -EINVAL;
	real_kiocb(&kiocb, iocb, real);
	old = ovl_override(file_inode(file)->i_sb);
	n = real->f_op->read_iter(&kiocb, to);
	revert_creds(old);
	iocb->ki_pos = kiocb.ki_pos;
	return n;
}

/* Set-id bits are the caller's affair, so they go before. i_rwsem is held. */
static ssize_t write_locked(struct kiocb *iocb, struct iov_iter *from, struct file *real)
{
	struct file *file = iocb->ki_filp;
	struct inode *inode = file_inode(file);
	const struct cred *old;
	struct kiocb kiocb;
	ssize_t n;
	int err;

	ovl_copyattr(inode);
	err = file_remove_privs(file);
	if (err)
		return err;
	real_kiocb(&kiocb, iocb, real);
	old = ovl_override(inode->i_sb);
	n = real->f_op->write_iter(&kiocb, from);
	revert_creds(old);
	iocb->ki_pos = kiocb.ki_pos;
	ovl_copyattr(inode);
	return n;
}

static ssize_t ovl_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp, *real = real_file(file);
	ssize_t n;

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (!iov_iter_count(from))
		return 0;
	if (!real->f_op->write_iter)
		return -EINVAL;
	inode_lock(file_inode(file));
	n = write_locked(iocb, from, real);
	inode_unlock(file_inode(file));
	return n;
}

/* The mapping is of the real file; so is what /proc shows. */
static int ovl_mmap(struct file *file, struct vm_area_struct *vma)
{
	bool shared = (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == (VM_SHARED | VM_MAYWRITE);
	struct file *real = real_file(file);
	int err = 0;

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (!real->f_op->mmap)
		return -ENODEV;
	if (shared)
		err = mapping_map_writable(real->f_mapping);
	if (err)
		return err;
	vma->vm_file = get_file(real);
	err = real->f_op->mmap(real, vma);
	if (err) {
		vma->vm_file = file;
		fput(real);
		if (shared)
			mapping_unmap_writable(real->f_mapping);
		return err;
	}
	if (shared)
		mapping_unmap_writable(file->f_mapping);
	fput(file);
	return 0;
}

static int ovl_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct file *real = real_file(file);
	const struct cred *old;
	int err;

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (!ovl_upper(file_inode(file)))
		return 0;
	old = ovl_override(file_inode(file)->i_sb);
	err = vfs_fsync_range(real, start, end, datasync);
	revert_creds(old);
	return err;
}

static loff_t ovl_llseek(struct file *file, loff_t offset, int whence)
{
	struct file *real = real_file(file);
	const struct cred *old;
	loff_t pos;

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (whence == SEEK_CUR || whence == SEEK_SET) {
		ovl_copyattr(file_inode(file));
		return generic_file_llseek(file, offset, whence);
	}
	old = ovl_override(file_inode(file)->i_sb);
	pos = vfs_llseek(real, offset, whence);
	revert_creds(old);
	return pos < 0 ? pos : vfs_setpos(file, pos, MAX_LFS_FILESIZE);
}

static long ovl_fallocate(struct file *file, int mode, loff_t offset, loff_t len)
{
	struct inode *inode = file_inode(file);
	struct file *real = real_file(file);
	const struct cred *old;
	long err;

	if (IS_ERR(real))
		return PTR_ERR(real);
	inode_lock(inode);
	err = file_remove_privs(file);
	if (!err) {
		old = ovl_override(inode->i_sb);
		err = vfs_fallocate(real, mode, offset, len);
		revert_creds(old);
		ovl_copyattr(inode);
	}
	inode_unlock(inode);
	return err;
}

static int ovl_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	struct file *real = real_file(file);

	return IS_ERR(real) ? PTR_ERR(real) : vfs_fadvise(real, offset, len, advice);
}

static ssize_t ovl_splice_read(struct file *in, loff_t *pos, struct pipe_inode_info *pipe,
			       size_t len, unsigned int flags)
{
	struct file *real = real_file(in);

	if (IS_ERR(real))
		return PTR_ERR(real);
	if (!real->f_op->splice_read)
		return -EINVAL;
	return real->f_op->splice_read(real, pos, pipe, len, flags);
}

const struct file_operations ovl_file_operations = {
	.open		= ovl_open,
	.release	= ovl_release,
	.flush		= ovl_flush,
	.read_iter	= ovl_read_iter,
	.write_iter	= ovl_write_iter,
	.mmap		= ovl_mmap,
	.fsync		= ovl_fsync,
	.llseek		= ovl_llseek,
	.fallocate	= ovl_fallocate,
	.fadvise	= ovl_fadvise,
	.splice_read	= ovl_splice_read,
	.splice_write	= iter_file_splice_write,
};
