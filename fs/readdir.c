// SPDX-License-Identifier: GPL-2.0
/*
 * readdir.c: getdents(2) and getdents64(2).
 *
 * The filesystem's ->iterate_shared() calls back for each entry; the callback
 * appends a record to the guest's buffer and says stop when it is full. A
 * record's d_off is the position after it, which is known only when the next
 * one comes: so it is filled in one late.
 */
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"

/* getdents(): the type is in the last byte of the record. */
struct linux_dirent {
	unsigned long	d_ino;
	unsigned long	d_off;
	unsigned short	d_reclen;
	char		d_name[];
};

struct linux_dirent64 {
	u64		d_ino;
	s64		d_off;
	unsigned short	d_reclen;
	unsigned char	d_type;
	char		d_name[];
};

/**
 * iterate_dir - read on in a directory
 * @file: the open directory, position locked
 * @ctx: whom to call
 *
 * Return: 0 or -errno: -ENOTDIR, -ENOENT when it was removed, -EINTR.
 */
int iterate_dir(struct file *file, struct dir_context *ctx)
{
	struct inode *inode = file_inode(file);
	int err;

	if (!file->f_op->iterate_shared)
		return -ENOTDIR;
	err = down_read_killable(&inode->i_rwsem);
	if (err)
		return err;
	err = -ENOENT;
	if (!IS_DEADDIR(inode)) {
		ctx->pos = file->f_pos;
		err = file->f_op->iterate_shared(file, ctx);
		file->f_pos = ctx->pos;
		fsnotify_access(file);
		file_accessed(file);
	}
	up_read(&inode->i_rwsem);
	return err;
}

struct getdents_ctx {
	struct dir_context	ctx;
	char __user		*buf;		/* next record goes here */
	int			left;		/* bytes */
	int			prev_reclen;	/* of the record before, 0 = none */
	int			error;
};

/* A filesystem must not make programs believe in paths that are not there. */
static bool bad_name(const char *name, int len)
{
	return len <= 0 || len >= PATH_MAX || memchr(name, '/', len);
}

/* Is there room, and has nobody called? Sets ->error when the walk must fail. */
static bool getdents_room(struct getdents_ctx *c, const char *name, int namlen, int reclen)
{
	c->error = -EIO;
	if (bad_name(name, namlen))
		return false;
	c->error = -EINVAL;	/* not even one fits */
	if (reclen > c->left)
		return false;
	c->error = 0;
	return !(c->prev_reclen && signal_pending(current));
}

static bool fill_dirent(struct dir_context *ctx, const char *name, int namlen, loff_t pos,
			u64 ino, unsigned int type)
{
	struct getdents_ctx *c = container_of(ctx, struct getdents_ctx, ctx);
	int reclen = ALIGN(offsetof(struct linux_dirent, d_name) + namlen + 2, sizeof(long));
	struct linux_dirent __user *d = (void __user *)c->buf;
	struct linux_dirent head = { .d_ino = ino, .d_reclen = reclen };
	unsigned long off = pos;

	if (!getdents_room(c, name, namlen, reclen))
		return false;
	c->error = -EFAULT;
	if (c->prev_reclen &&
	    copy_to_user(&((struct linux_dirent __user *)(c->buf - c->prev_reclen))->d_off,
			 &off, sizeof(off)))
		return false;
	if (copy_to_user(d, &head, offsetof(struct linux_dirent, d_name)) ||
	    copy_to_user(d->d_name, name, namlen) || put_user('\0', d->d_name + namlen) ||
	    put_user((char)type, (char __user *)d + reclen - 1))
		return false;
	c->error = 0;
	c->buf += reclen;
	c->left -= reclen;
	c->prev_reclen = reclen;
	return true;
}

static bool fill_dirent64(struct dir_context *ctx, const char *name, int namlen, loff_t pos,
			  u64 ino, unsigned int type)
{
	struct getdents_ctx *c = container_of(ctx, struct getdents_ctx, ctx);
	int reclen = ALIGN(offsetof(struct linux_dirent64, d_name) + namlen + 1, sizeof(u64));
	struct linux_dirent64 __user *d = (void __user *)c->buf;
	struct linux_dirent64 head = { .d_ino = ino, .d_reclen = reclen, .d_type = type };

	if (!getdents_room(c, name, namlen, reclen))
		return false;
	c->error = -EFAULT;
	if (c->prev_reclen &&
	    copy_to_user(&((struct linux_dirent64 __user *)(c->buf - c->prev_reclen))->d_off,
			 &pos, sizeof(pos)))
		return false;
	if (copy_to_user(d, &head, offsetof(struct linux_dirent64, d_name)) ||
	    copy_to_user(d->d_name, name, namlen) || put_user('\0', d->d_name + namlen))
		return false;
	c->error = 0;
	c->buf += reclen;
	c->left -= reclen;
	c->prev_reclen = reclen;
	return true;
}

/* @d_off: of a record, where in it the position goes. */
static long do_getdents(unsigned int fd, void __user *buf, unsigned int count, filldir_t actor,
			size_t d_off)
{
	struct getdents_ctx c = {
		.ctx.actor = actor,
		.buf = buf,
		.left = min_t(unsigned int, count, INT_MAX),
	};
	struct fd f = fdget_pos(fd);
	long err;

	if (!f.file)
		return -EBADF;
	err = iterate_dir(f.file, &c.ctx);
	if (err >= 0)
		err = c.error;
	if (c.prev_reclen) {
		char __user *last = c.buf - c.prev_reclen;

		if (copy_to_user(last + d_off, &c.ctx.pos, sizeof(c.ctx.pos)))
			err = -EFAULT;
		else
			err = c.buf - (char __user *)buf;
	}
	fdput_pos(f);
	return err;
}

SYSCALL_DEFINE3(getdents, unsigned int, fd, struct linux_dirent __user *, dirent,
		unsigned int, count)
{
	return do_getdents(fd, dirent, count, fill_dirent, offsetof(struct linux_dirent, d_off));
}

SYSCALL_DEFINE3(getdents64, unsigned int, fd, struct linux_dirent64 __user *, dirent,
		unsigned int, count)
{
	return do_getdents(fd, dirent, count, fill_dirent64, offsetof(struct linux_dirent64, d_off));
}
