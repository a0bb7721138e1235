// SPDX-License-Identifier: GPL-2.0
/*
 * open.c: open(2) and what an open file is made of.
 *
 * build_open_flags() turns what the program asked for into what the walk needs
 * and rejects nonsense; namei_open.c walks; vfs_open() makes the allocated file
 * an open one by asking the inode's operations.
 *
 * i_writecount: above 0, so many opens for writing; below 0, so many running
 * programs, during which nobody may write (ETXTBSY).
 */
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fsnotify.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/pagemap.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/openat2.h>
#include "internal.h"

#define VALID_OPEN_FLAGS \
	(O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_APPEND | O_NONBLOCK | \
	 O_DSYNC | __O_SYNC | FASYNC | O_DIRECT | O_LARGEFILE | O_DIRECTORY | O_NOFOLLOW | \
	 O_NOATIME | O_CLOEXEC | O_PATH | __O_TMPFILE)
#define O_PATH_FLAGS	(O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC)
#define VALID_RESOLVE_FLAGS \
	(RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH | \
	 RESOLVE_IN_ROOT | RESOLVE_CACHED)
/* O_RDONLY etc. to MAY_*; 3 asks for both without giving either (ioctl only). */
#define OPEN_HOW_SIZE_VER0	24	/* sizeof first published struct */
#define ACC_MODE(flags)	("\004\002\006\006"[(flags) & O_ACCMODE])

int get_write_access(struct inode *inode)
{
	return atomic_inc_unless_negative(&inode->i_writecount) ? 0 : -ETXTBSY;
}

void put_write_access(struct inode *inode)
{
	atomic_dec(&inode->i_writecount);
}

int deny_write_access(struct file *file)
{
	struct inode *inode = file_inode(file);

	return atomic_dec_unless_positive(&inode->i_writecount) ? 0 : -ETXTBSY;
}

void allow_write_access(struct file *file)
{
	if (file)
		atomic_inc(&file_inode(file)->i_writecount);
}

static bool special_file(umode_t mode)
{
	return S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode);
}

static int file_get_access(struct file *file, struct inode *inode)
{
	int err;

	if (!(file->f_mode & FMODE_WRITE) || special_file(inode->i_mode))
		return 0;
	err = get_write_access(inode);
	if (err)
		return err;
	err = mnt_want_write(file->f_path.mnt);
	if (err) {
		put_write_access(inode);
		return err;
	}
	file->f_mode |= FMODE_WRITER;
	return 0;
}

static void file_set_abilities(struct file *file)
{
	const struct file_operations *op = file->f_op;

	if (file->f_mode & FMODE_READ && (op->read || op->read_iter))
		file->f_mode |= FMODE_CAN_READ;
	if (file->f_mode & FMODE_WRITE && (op->write || op->write_iter))
		file->f_mode |= FMODE_CAN_WRITE;
	if (file->f_mode & FMODE_LSEEK && !op->llseek)
		file->f_mode &= ~FMODE_LSEEK;
	if (file->f_mapping->a_ops && file->f_mapping->a_ops->direct_IO)
		file->f_mode |= FMODE_CAN_ODIRECT;
	file->f_flags &= ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
	file_ra_state_init(&file->f_ra, file->f_mapping->host->i_mapping);
}

/*
 * Open file->f_path, whose references are taken here. @open replaces the
 * inode's operation when not NULL.
 */
static int do_dentry_open(struct file *file, int (*open)(struct inode *, struct file *))
{
	struct inode *inode = d_inode(file->f_path.dentry);
	int err;

	path_get(&file->f_path);
	file->f_inode = inode;
	file->f_mapping = inode->i_mapping;
	file->f_wb_err = READ_ONCE(file->f_mapping->wb_err_seq);
	if (unlikely(file->f_flags & O_PATH)) {
		file->f_mode = FMODE_PATH | FMODE_OPENED;
		file->f_op = &empty_fops;
		return 0;
	}
	err = file_get_access(file, inode);
	if (err)
		goto put_path;
	if (S_ISREG(inode->i_mode) || S_ISDIR(inode->i_mode))
		file->f_mode |= FMODE_ATOMIC_POS;
	file->f_op = inode->i_fop;
	file->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	if (!open)
		open = file->f_op->open;
	if (open) {
		err = open(inode, file);
		if (err)
			goto put_access;
	}
	file->f_mode |= FMODE_OPENED;
	file_set_abilities(file);
	/* From here on a failure is undone by the last fput(). */
	if (file->f_flags & O_DIRECT && !(file->f_mode & FMODE_CAN_ODIRECT))
		return -EINVAL;
	return 0;

put_access:
	if (file->f_mode & FMODE_WRITER) {
		put_write_access(inode);
		mnt_drop_write(file->f_path.mnt);
		file->f_mode &= ~FMODE_WRITER;
	}
put_path:
	path_put(&file->f_path);
	file->f_path = (struct path){};
	file->f_inode = NULL;
	file->f_op = &empty_fops;
	return err > 0 ? -EINVAL : err;
}

/* Open a place whose checks have been made. */
int vfs_open(const struct path *path, struct file *file)
{
	int err;

	file->f_path = *path;
	err = do_dentry_open(file, NULL);
	if (!err)
		fsnotify_open(file);
	return err;
}

/**
 * finish_open - for a filesystem that finds and opens in one step
 * @file: from the VFS, ->f_path.mnt set
 * @dentry: what was found
 * @open: instead of the inode's ->open(), or NULL
 */
int finish_open(struct file *file, struct dentry *dentry, int (*open)(struct inode *, struct file *))
{
	WARN_ON_ONCE(file->f_mode & FMODE_OPENED);
	file->f_path.dentry = dentry;
	return do_dentry_open(file, open);
}

int finish_no_open(struct file *file, struct dentry *dentry)
{
	file->f_path.dentry = dentry;
	return 0;
}

/**
 * dentry_open - open a place without looking it up or checking access
 * @path: the place; references are taken
 * @flags: O_*
 * @cred: the opener
 */
struct file *dentry_open(const struct path *path, int flags, const struct cred *cred)
{
	struct file *file = alloc_empty_file(flags, cred);
	int err;

	if (IS_ERR(file))
		return file;
	err = vfs_open(path, file);
	if (!err)
		return file;
	fput(file);
	return ERR_PTR(err);
}

int generic_file_open(struct inode *inode, struct file *file)
{
	if (!(file->f_flags & O_LARGEFILE) && i_size_read(inode) > MAX_NON_LFS)
		return -EOVERFLOW;
	return 0;
}

int nonseekable_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

/* No position at all: reads and writes need not exclude each other. */
int stream_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE | FMODE_ATOMIC_POS);
	file->f_mode |= FMODE_STREAM;
	return 0;
}

/* open(2) and openat(2) ignore what they do not know; openat2(2) does not. */
struct open_how build_open_how(int flags, umode_t mode)
{
	struct open_how how = {
		.flags = flags & VALID_OPEN_FLAGS,
		.mode = mode & S_IALLUGO,
	};

	if (how.flags & O_PATH)
		how.flags &= O_PATH_FLAGS;
	if (!(how.flags & (O_CREAT | __O_TMPFILE)))
		how.mode = 0;
	return how;
}

static int check_open_how(const struct open_how *how)
{
	u64 flags = how->flags;

	if (flags & ~(u64)VALID_OPEN_FLAGS || how->resolve & ~VALID_RESOLVE_FLAGS)
		return -EINVAL;
	if (how->resolve & RESOLVE_BENEATH && how->resolve & RESOLVE_IN_ROOT)
		return -EINVAL;
	if (flags & (O_CREAT | __O_TMPFILE)) {
		if (how->mode & ~S_IALLUGO)
			return -EINVAL;
	} else if (how->mode) {
		return -EINVAL;
	}
	if ((flags & (O_DIRECTORY | O_CREAT)) == (O_DIRECTORY | O_CREAT))
		return -EINVAL;
	if (flags & __O_TMPFILE) {
		if (!(flags & O_DIRECTORY) || !(ACC_MODE(flags) & MAY_WRITE))
			return -EINVAL;
	}
	if (flags & O_PATH && flags & ~O_PATH_FLAGS)
		return -EINVAL;
	return 0;
}

static int build_lookup_flags(u64 flags, u64 resolve)
{
	int lookup = 0;

	if (flags & O_DIRECTORY)
		lookup |= LOOKUP_DIRECTORY;
	if (!(flags & O_NOFOLLOW))
		lookup |= LOOKUP_FOLLOW;
	if (resolve & RESOLVE_NO_XDEV)
		lookup |= LOOKUP_NO_XDEV;
	if (resolve & RESOLVE_NO_MAGICLINKS)
		lookup |= LOOKUP_NO_MAGICLINKS;
	if (resolve & RESOLVE_NO_SYMLINKS)
		lookup |= LOOKUP_NO_SYMLINKS;
	if (resolve & RESOLVE_BENEATH)
		lookup |= LOOKUP_BENEATH;
	if (resolve & RESOLVE_IN_ROOT)
		lookup |= LOOKUP_IN_ROOT;
	return lookup;
}

/**
 * build_open_flags - check what the program asks for, and translate it
 * @how: the request
 * @op: filled in
 *
 * Return: 0, -EINVAL, or -EAGAIN for RESOLVE_CACHED, which never can be sure.
 */
int build_open_flags(const struct open_how *how, struct open_flags *op)
{
	u64 flags = how->flags;
	int acc_mode = ACC_MODE(flags), err = check_open_how(how);

	if (err)
		return err;
	if (how->resolve & RESOLVE_CACHED) {
		/* Would have to create or truncate, or walk without sleeping. */
		return -EAGAIN;
	}
	if (flags & __O_SYNC)
		flags |= O_DSYNC;
	if (flags & O_TRUNC)
		acc_mode |= MAY_WRITE;
	if (flags & O_APPEND)
		acc_mode |= MAY_APPEND;
	if (flags & O_PATH)
		acc_mode = 0;
	op->open_flag = flags;
	op->mode = flags & (O_CREAT | __O_TMPFILE) ? how->mode | S_IFREG : 0;
	op->acc_mode = acc_mode;
	op->intent = flags & O_PATH ? 0 : LOOKUP_OPEN;
	if (flags & O_CREAT)
		op->intent |= LOOKUP_CREATE;
	/* A symlink in the place of a file to be created is in the way. */
	if (flags & O_CREAT && flags & O_EXCL) {
		op->intent |= LOOKUP_EXCL;
		flags |= O_NOFOLLOW;
	}
	op->lookup_flags = build_lookup_flags(flags, how->resolve);
	return 0;
}

static struct file *open_name(int dfd, struct filename *name, int flags, umode_t mode)
{
	struct open_how how = build_open_how(flags, mode);
	struct open_flags op;
	int err = build_open_flags(&how, &op);

	return err ? ERR_PTR(err) : do_file_open(dfd, name, &op);
}

/* As open_name(), with LOOKUP_* flags added. */
struct file *do_filp_open(int dfd, struct filename *name, int flags, umode_t mode,
			  unsigned int lookup_flags)
{
	struct open_how how = build_open_how(flags, mode);
	struct open_flags op;
	int err = build_open_flags(&how, &op);

	if (err)
		return ERR_PTR(err);
	op.lookup_flags |= lookup_flags;
	return do_file_open(dfd, name, &op);
}

/**
 * filp_open - open a file for the kernel
 * @str: kernel string
 * @flags: O_*
 * @mode: of a file to be created
 */
struct file *filp_open(const char *str, int flags, umode_t mode)
{
	struct filename *name = getname_kernel(str);
	struct file *file = ERR_CAST(name);

	if (!IS_ERR(name)) {
		file = open_name(AT_FDCWD, name, flags, mode);
		putname(name);
	}
	return file;
}

static long do_sys_openat2(int dfd, const char __user *uname, const struct open_how *how)
{
	struct open_flags op;
	struct filename *name;
	struct file *file;
	int fd, err = build_open_flags(how, &op);

	if (err)
		return err;
	name = getname(uname);
	if (IS_ERR(name))
		return PTR_ERR(name);
	fd = get_unused_fd_flags(how->flags);
	if (fd >= 0) {
		file = do_file_open(dfd, name, &op);
		if (IS_ERR(file)) {
			put_unused_fd(fd);
			fd = PTR_ERR(file);
		} else {
			fd_install(fd, file);
		}
	}
	putname(name);
	return fd;
}

long do_sys_open(int dfd, const char __user *name, int flags, umode_t mode)
{
	struct open_how how = build_open_how(flags, mode);

	return do_sys_openat2(dfd, name, &how);
}

/* A 64-bit program may always open large files. */
SYSCALL_DEFINE3(open, const char __user *, name, int, flags, umode_t, mode)
{
	return do_sys_open(AT_FDCWD, name, flags | O_LARGEFILE, mode);
}

SYSCALL_DEFINE4(openat, int, dfd, const char __user *, name, int, flags, umode_t, mode)
{
	return do_sys_open(dfd, name, flags | O_LARGEFILE, mode);
}

SYSCALL_DEFINE4(openat2, int, dfd, const char __user *, name, struct open_how __user *, uhow,
		size_t, usize)
{
	struct open_how how;
	int err;

	if (usize < OPEN_HOW_SIZE_VER0)
		return -EINVAL;
	if (usize > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&how, sizeof(how), uhow, usize);
	if (err)
		return err;
	if (!(how.flags & O_PATH))
		how.flags |= O_LARGEFILE;
	return do_sys_openat2(dfd, name, &how);
}

SYSCALL_DEFINE2(creat, const char __user *, name, umode_t, mode)
{
	return do_sys_open(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode);
}
