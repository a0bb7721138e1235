// SPDX-License-Identifier: GPL-2.0
/*
 * libfs_dir.c: reading a directory straight from its dentry's children.
 *
 * An open directory has a cursor, a dentry of its own among the children, that
 * marks where reading goes on; files created and removed meanwhile do not make
 * others appear twice or be missed. Position n >= 2 means: n - 2 files were
 * passed.
 *
 * Locks: i_rwsem shared keeps names in place; d_lock protects the list.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include "internal.h"

#define DT_DIR	4

int dcache_dir_open(struct inode *inode, struct file *file)
{
	file->private_data = d_alloc_cursor(file_dentry(file));
	return file->private_data ? 0 : -ENOMEM;
}

int dcache_dir_close(struct inode *inode, struct file *file)
{
	dput(file->private_data);
	return 0;
}

/* The @count-th file after @p, referenced; NULL if there are not so many. */
static struct dentry *scan_positives(struct dentry *dir, struct list_head *p, loff_t count)
{
	struct dentry *found = NULL;

	spin_lock(&dir->d_lock);
	while ((p = p->next) != &dir->d_subdirs) {
		struct dentry *d = list_entry(p, struct dentry, d_child);

		if (d->d_flags & DCACHE_CURSOR || !d->d_inode || d_unhashed(d))
			continue;
		if (--count)
			continue;
		if (dget_live(d)) {
			found = d;
			break;
		}
		count = 1;
	}
	spin_unlock(&dir->d_lock);
	return found;
}

/* Put the cursor after @next, or off the list when the end was reached. */
static void move_cursor(struct dentry *dir, struct dentry *cursor, struct dentry *next)
{
	spin_lock(&dir->d_lock);
	if (next)
		list_move(&cursor->d_child, &next->d_child);
	else
		list_del_init(&cursor->d_child);
	spin_unlock(&dir->d_lock);
}

loff_t dcache_dir_lseek(struct file *file, loff_t offset, int whence)
{
	struct dentry *dir = file_dentry(file), *to = NULL;

	switch (whence) {
	case SEEK_CUR:
		offset += file->f_pos;
		fallthrough;
	case SEEK_SET:
		if (offset >= 0)
			break;
		fallthrough;
	default:
		return -EINVAL;
	}
	if (offset == file->f_pos)
		return offset;
	inode_lock_shared(d_inode(dir));
	if (offset > 2)
		to = scan_positives(dir, &dir->d_subdirs, offset - 2);
	move_cursor(dir, file->private_data, to);
	dput(to);
	file->f_pos = offset;
	inode_unlock_shared(d_inode(dir));
	return offset;
}

static unsigned char dt_type(const struct inode *inode)
{
	return (inode->i_mode >> 12) & 15;
}

int dcache_readdir(struct file *file, struct dir_context *ctx)
{
	struct dentry *dir = file_dentry(file), *cursor = file->private_data;
	struct dentry *next = NULL, *shown = NULL;
	struct list_head *p;

	if (!dir_emit_dots(file, ctx))
		return 0;
	if (ctx->pos == 2)
		p = &dir->d_subdirs;
	else if (!list_empty(&cursor->d_child))
		p = &cursor->d_child;
	else
		return 0;

	while ((next = scan_positives(dir, p, 1)) != NULL) {
		struct inode *inode = d_inode(next);

		if (!dir_emit(ctx, (const char *)next->d_name.name, next->d_name.len,
			      inode->i_ino, dt_type(inode)))
			break;
		ctx->pos++;
		dput(shown);
		shown = next;
		p = &next->d_child;
	}
	if (!next)
		move_cursor(dir, cursor, NULL);
	else if (shown)
		move_cursor(dir, cursor, shown);
	dput(next);
	dput(shown);
	return 0;
}

/* "." and ".." at positions 0 and 1. False when the buffer is full. */
bool dir_emit_dots(struct file *file, struct dir_context *ctx)
{
	struct dentry *dentry = file_dentry(file);

	if (ctx->pos == 0) {
		if (!dir_emit(ctx, ".", 1, d_inode(dentry)->i_ino, DT_DIR))
			return false;
		ctx->pos = 1;
	}
	if (ctx->pos == 1) {
		struct dentry *parent = dget_parent(dentry);
		ino_t ino = d_inode(parent)->i_ino;

		dput(parent);
		if (!dir_emit(ctx, "..", 2, ino, DT_DIR))
			return false;
		ctx->pos = 2;
	}
	return true;
}

ssize_t generic_read_dir(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	return -EISDIR;
}

const struct file_operations simple_dir_operations = {
	.open		= dcache_dir_open,
	.release	= dcache_dir_close,
	.llseek		= dcache_dir_lseek,
	.read		= generic_read_dir,
	.iterate_shared	= dcache_readdir,
	.fsync		= noop_fsync,
};
