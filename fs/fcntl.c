// SPDX-License-Identifier: GPL-2.0
/*
 * fcntl.c: fcntl(2).
 *
 * Neighbours: fasync.c (owners and SIGIO), locks_posix.c (record locks),
 * fd_dup.c, and pipe.c and memfd.c for the commands that are theirs.
 */
#include <linux/capability.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/memfd.h>
#include <linux/pipe_fs_i.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include "internal.h"

#define SETFL_MASK	(O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME | FASYNC)

static int setfl(unsigned int fd, struct file *file, unsigned int arg)
{
	struct inode *inode = file_inode(file);
	int err = 0;

	/* An append-only file stays so, however it was opened. */
	if ((arg ^ file->f_flags) & O_APPEND && IS_APPEND(inode))
		return -EPERM;
	if (arg & O_NOATIME && !(file->f_flags & O_NOATIME) && !inode_owner_or_capable(inode))
		return -EPERM;
	if (arg & O_DIRECT && !(file->f_flags & O_DIRECT) && !(file->f_mode & FMODE_CAN_ODIRECT))
		return -EINVAL;
	/* ->fasync() sets FASYNC itself. */
	if ((arg ^ file->f_flags) & FASYNC && file->f_op->fasync) {
		err = file->f_op->fasync(fd, file, (arg & FASYNC) != 0);
		if (err < 0)
			return err;
	}
	spin_lock(&file->f_lock);
	file->f_flags = (arg & (SETFL_MASK & ~FASYNC)) | (file->f_flags & ~(SETFL_MASK & ~FASYNC));
	spin_unlock(&file->f_lock);
	return 0;
}

static enum pid_type owner_to_pid_type(int type)
{
	switch (type) {
	case F_OWNER_TID:
		return PIDTYPE_PID;
	case F_OWNER_PID:
		return PIDTYPE_TGID;
	case F_OWNER_PGRP:
		return PIDTYPE_PGID;
	}
	return PIDTYPE_MAX;
}

static int setown_ex(struct file *file, const struct f_owner_ex __user *uowner)
{
	struct f_owner_ex owner;
	enum pid_type type;
	struct pid *pid;
	int err = 0;

	if (copy_from_user(&owner, uowner, sizeof(owner)))
		return -EFAULT;
	type = owner_to_pid_type(owner.type);
	if (type == PIDTYPE_MAX)
		return -EINVAL;
	pid = owner.pid ? find_get_pid(owner.pid) : NULL;
	if (owner.pid && !pid)
		err = -ESRCH;
	else
		__f_setown(file, pid, type, 1);
	put_pid(pid);
	return err;
}

static int getown_ex(struct file *file, struct f_owner_ex __user *uowner)
{
	struct f_owner_ex owner = {};
	enum pid_type type;

	spin_lock(&file->f_owner.lock);
	owner.pid = pid_nr(file->f_owner.pid);
	type = file->f_owner.pid_type;
	spin_unlock(&file->f_owner.lock);
	switch (type) {
	case PIDTYPE_PID:
		owner.type = F_OWNER_TID;
		break;
	case PIDTYPE_TGID:
		owner.type = F_OWNER_PID;
		break;
	case PIDTYPE_PGID:
		owner.type = F_OWNER_PGRP;
		break;
	default:
		return -EINVAL;
	}
	return copy_to_user(uowner, &owner, sizeof(owner)) ? -EFAULT : 0;
}

static int getowner_uids(struct file *file, uid_t __user *ids)
{
	uid_t uid, euid;

	spin_lock(&file->f_owner.lock);
	uid = file->f_owner.uid;
	euid = file->f_owner.euid;
	spin_unlock(&file->f_owner.lock);
	return put_user(uid, &ids[0]) || put_user(euid, &ids[1]) ? -EFAULT : 0;
}

static long getlk(struct file *file, unsigned int cmd, struct flock __user *uflock)
{
	struct flock flock;
	int err;

	if (copy_from_user(&flock, uflock, sizeof(flock)))
		return -EFAULT;
	err = fcntl_getlk(file, cmd, &flock);
	if (!err && copy_to_user(uflock, &flock, sizeof(flock)))
		err = -EFAULT;
	return err;
}

static long setlk(unsigned int fd, struct file *file, unsigned int cmd, struct flock __user *uflock)
{
	struct flock flock;

	if (copy_from_user(&flock, uflock, sizeof(flock)))
		return -EFAULT;
	return fcntl_setlk(fd, file, cmd, &flock);
}

/* How long data will live: kept, and of no consequence. */
static long rw_hint(struct file *file, unsigned int cmd, u64 __user *uhint)
{
	struct inode *inode = file_inode(file);
	u64 hint;

	if (cmd == F_GET_RW_HINT) {
		hint = READ_ONCE(inode->i_write_hint);
		return copy_to_user(uhint, &hint, sizeof(hint)) ? -EFAULT : 0;
	}
	if (copy_from_user(&hint, uhint, sizeof(hint)))
		return -EFAULT;
	if (hint > RWH_WRITE_LIFE_EXTREME)
		return -EINVAL;
	WRITE_ONCE(inode->i_write_hint, hint);
	return 0;
}

/* Descriptors and flags. -ENOIOCTLCMD: none of these. */
static long fcntl_fd(unsigned int fd, struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case F_DUPFD:
		return f_dupfd(arg, file, 0);
	case F_DUPFD_CLOEXEC:
		return f_dupfd(arg, file, O_CLOEXEC);
	case F_GETFD:
		return get_close_on_exec(fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		set_close_on_exec(fd, arg & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return file->f_flags;
	}
	return -ENOIOCTLCMD;
}

/* Signals. */
static long fcntl_owner(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case F_GETOWN:
		return f_getown(file);
	case F_SETOWN:
		return f_setown(file, arg, 1);
	case F_GETOWN_EX:
		return getown_ex(file, (struct f_owner_ex __user *)arg);
	case F_SETOWN_EX:
		return setown_ex(file, (struct f_owner_ex __user *)arg);
	case F_GETOWNER_UIDS:
		return getowner_uids(file, (uid_t __user *)arg);
	case F_GETSIG:
		return file->f_owner.signum;
	case F_SETSIG:
		/* 0: SIGIO, without details. */
		if (!valid_signal(arg))
			return -EINVAL;
		file->f_owner.signum = arg;
		return 0;
	}
	return -ENOIOCTLCMD;
}

static long fcntl_file(unsigned int fd, struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case F_SETFL:
		return setfl(fd, file, arg);
	case F_GETLK:
	case F_OFD_GETLK:
		return getlk(file, cmd, (struct flock __user *)arg);
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return setlk(fd, file, cmd, (struct flock __user *)arg);
	case F_GETLEASE:
		return fcntl_getlease(file);
	case F_SETLEASE:
		return fcntl_setlease(fd, file, arg);
	case F_SETPIPE_SZ:
	case F_GETPIPE_SZ:
		return pipe_fcntl(file, cmd, arg);
	case F_ADD_SEALS:
	case F_GET_SEALS:
		return memfd_fcntl(file, cmd, arg);
	case F_GET_RW_HINT:
	case F_SET_RW_HINT:
		return rw_hint(file, cmd, (u64 __user *)arg);
	}
	return fcntl_owner(file, cmd, arg);
}

SYSCALL_DEFINE3(fcntl, unsigned int, fd, unsigned int, cmd, unsigned long, arg)
{
	struct fd f = fdget_raw(fd);
	long err;

	if (!f.file)
		return -EBADF;
	err = fcntl_fd(fd, f.file, cmd, arg);
	if (err == -ENOIOCTLCMD) {
		if (f.file->f_mode & FMODE_PATH)
			err = -EBADF;
		else
			err = fcntl_file(fd, f.file, cmd, arg);
		if (err == -ENOIOCTLCMD)
			err = -EINVAL;
	}
	fdput(f);
	return err;
}
