// SPDX-License-Identifier: GPL-2.0
/*
 * access.c: access(2) and its kin; chdir(2), fchdir(2), chroot(2); vhangup(2).
 */
#include <linux/binfmts.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/securebits.h>
#include <linux/syscalls.h>
#include <linux/tty.h>
#include "internal.h"
#include "namei.h"

/*
 * access() answers for the real user: act with the real ids, and with the
 * capabilities that user would have.
 */
static struct cred *access_cred(void)
{
	struct cred *cred = prepare_creds();

	if (!cred)
		return NULL;
	cred->fsuid = cred->uid;
	cred->fsgid = cred->gid;
	if (!issecure(SECURE_NO_SETUID_FIXUP)) {
		if (cred->uid)
			cred->cap_effective = CAP_EMPTY_SET;
		else
			cred->cap_effective = cred->cap_permitted;
	}
	return cred;
}

static int access_path(const struct path *path, int mode)
{
	struct inode *inode = d_inode(path->dentry);
	int err;

	if (mode & MAY_EXEC && S_ISREG(inode->i_mode) && path_noexec(path))
		return -EACCES;
	err = inode_permission(inode, mode | MAY_ACCESS);
	if (err || !(mode & MAY_WRITE))
		return err;
	if (S_ISCHR(inode->i_mode) || S_ISBLK(inode->i_mode) || S_ISFIFO(inode->i_mode) ||
	    S_ISSOCK(inode->i_mode))
		return 0;
	/* Told last; a write may still succeed when the mount has changed. */
	return __mnt_is_readonly(path->mnt) ? -EROFS : 0;
}

static long do_faccessat(int dfd, const char __user *name, int mode, int flags)
{
	unsigned int lookup = LOOKUP_FOLLOW;
	const struct cred *old = NULL;
	struct cred *cred = NULL;
	struct path path;
	int err;

	if (mode & ~S_IRWXO)
		return -EINVAL;
	if (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_SYMLINK_NOFOLLOW)
		lookup = 0;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	if (!(flags & AT_EACCESS)) {
		cred = access_cred();
		if (!cred)
			return -ENOMEM;
		old = override_creds(cred);
	}
	err = user_path_at(dfd, name, lookup, &path);
	if (!err) {
		err = access_path(&path, mode);
		path_put(&path);
	}
	if (cred) {
		revert_creds(old);
		put_cred(cred);
	}
	return err;
}

SYSCALL_DEFINE3(faccessat, int, dfd, const char __user *, name, int, mode)
{
	return do_faccessat(dfd, name, mode, 0);
}

SYSCALL_DEFINE4(faccessat2, int, dfd, const char __user *, name, int, mode, int, flags)
{
	return do_faccessat(dfd, name, mode, flags);
}

SYSCALL_DEFINE2(access, const char __user *, name, int, mode)
{
	return do_faccessat(AT_FDCWD, name, mode, 0);
}

SYSCALL_DEFINE1(chdir, const char __user *, name)
{
	struct path path;
	int err = user_path_at(AT_FDCWD, name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path);

	if (err)
		return err;
	err = path_permission(&path, MAY_EXEC | MAY_CHDIR);
	if (!err)
		set_fs_pwd(current->fs, &path);
	path_put(&path);
	return err;
}

SYSCALL_DEFINE1(fchdir, unsigned int, fd)
{
	struct fd f = fdget_raw(fd);
	int err = -ENOTDIR;

	if (!f.file)
		return -EBADF;
	if (d_can_lookup(file_dentry(f.file))) {
		err = path_permission(&f.file->f_path, MAY_EXEC | MAY_CHDIR);
		if (!err)
			set_fs_pwd(current->fs, &f.file->f_path);
	}
	fdput(f);
	return err;
}

SYSCALL_DEFINE1(chroot, const char __user *, name)
{
	struct path path;
	int err = user_path_at(AT_FDCWD, name, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &path);

	if (err)
		return err;
	err = path_permission(&path, MAY_EXEC | MAY_CHDIR);
	if (!err && !capable(CAP_SYS_CHROOT))
		err = -EPERM;
	if (!err)
		set_fs_root(current->fs, &path);
	path_put(&path);
	return err;
}

SYSCALL_DEFINE0(vhangup)
{
	if (!capable(CAP_SYS_TTY_CONFIG))
		return -EPERM;
	tty_vhangup_self();
	return 0;
}
