// SPDX-License-Identifier: GPL-2.0
/*
 * permission.c: who may do what with a file.
 *
 * inode_permission() is the one question everything asks; the may_*() functions
 * combine it with the rules for directories: sticky bits, append-only and
 * immutable files, the protected_* sysctls. The order of the checks decides
 * which errno a program sees, and is Linux's.
 *
 * Not here: user namespaces and ID-mapped mounts, security modules.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/posix_acl.h>
#include <linux/sysctl.h>
#include "internal.h"
#include "namei.h"

int sysctl_protected_symlinks;
int sysctl_protected_hardlinks;
int sysctl_protected_fifos;
int sysctl_protected_regular;

/* -EAGAIN: no ACL, the mode decides. */
static int check_acl(struct inode *inode, int mask)
{
	struct posix_acl *acl = get_inode_acl(inode, ACL_TYPE_ACCESS);
	int err;

	if (IS_ERR(acl))
		return PTR_ERR(acl);
	if (!acl)
		return -EAGAIN;
	err = posix_acl_permission(inode, acl, mask);
	posix_acl_release(acl);
	return err;
}

/* The mode bits and the ACL, without capabilities. */
static int acl_permission_check(struct inode *inode, int mask)
{
	unsigned int mode = inode->i_mode;

	mask &= MAY_READ | MAY_WRITE | MAY_EXEC;
	if (inode->i_uid == current_fsuid()) {
		mode >>= 6;
		return mask & ~mode ? -EACCES : 0;
	}
	if (IS_POSIXACL(inode) && mode & S_IRWXG) {
		int err = check_acl(inode, mask);

		if (err != -EAGAIN)
			return err;
	}
	/* Only ask for the group when its bits differ from the others'. */
	if (mask & (mode ^ (mode >> 3)) && in_group_p(inode->i_gid))
		mode >>= 3;
	return mask & ~mode ? -EACCES : 0;
}

/**
 * generic_permission - the usual rules: mode, ACL, capabilities
 * @inode: the file
 * @mask: MAY_READ, MAY_WRITE, MAY_EXEC
 *
 * Return: 0 or -EACCES (or an error of reading the ACL).
 */
int generic_permission(struct inode *inode, int mask)
{
	int err = acl_permission_check(inode, mask);

	if (err != -EACCES)
		return err;
	if (S_ISDIR(inode->i_mode)) {
		if (!(mask & MAY_WRITE) && capable_wrt_inode(inode, CAP_DAC_READ_SEARCH))
			return 0;
		return capable_wrt_inode(inode, CAP_DAC_OVERRIDE) ? 0 : -EACCES;
	}
	mask &= MAY_READ | MAY_WRITE | MAY_EXEC;
	if (mask == MAY_READ && capable_wrt_inode(inode, CAP_DAC_READ_SEARCH))
		return 0;
	/* Even root executes only what someone may execute. */
	if (!(mask & MAY_EXEC) || inode->i_mode & S_IXUGO)
		return capable_wrt_inode(inode, CAP_DAC_OVERRIDE) ? 0 : -EACCES;
	return -EACCES;
}

/**
 * inode_permission - may current access this file so
 * @inode: the file
 * @mask: MAY_*
 *
 * Return: 0, -EROFS, -EPERM for an immutable file, -EACCES.
 */
int inode_permission(struct inode *inode, int mask)
{
	if (mask & MAY_WRITE) {
		umode_t mode = inode->i_mode;

		if (sb_rdonly(inode->i_sb) && (S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode)))
			return -EROFS;
		if (IS_IMMUTABLE(inode))
			return -EPERM;
	}
	if (inode->i_op->permission)
		return inode->i_op->permission(inode, mask);
	return generic_permission(inode, mask);
}

int path_permission(const struct path *path, int mask)
{
	return inode_permission(d_inode(path->dentry), mask);
}

/* In a sticky directory only owners delete. True: current is not one. */
static bool check_sticky(const struct inode *dir, const struct inode *inode)
{
	if (!(dir->i_mode & S_ISVTX))
		return false;
	if (inode->i_uid == current_fsuid() || dir->i_uid == current_fsuid())
		return false;
	return !capable_wrt_inode(inode, CAP_FOWNER);
}

/* @dir's i_rwsem is held. */
int may_create(struct inode *dir, struct dentry *child)
{
	if (d_is_positive(child))
		return -EEXIST;
	if (IS_DEADDIR(dir))
		return -ENOENT;
	return inode_permission(dir, MAY_WRITE | MAY_EXEC);
}

/*
 * May the entry be removed or replaced? @isdir: by something that removes
 * directories. @dir's i_rwsem is held.
 */
int may_delete(struct inode *dir, struct dentry *victim, bool isdir)
{
	struct inode *inode = d_inode(victim);
	int err;

	if (d_is_negative(victim))
		return -ENOENT;
	err = inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (err)
		return err;
	if (IS_APPEND(dir))
		return -EPERM;
	if (check_sticky(dir, inode) || IS_APPEND(inode) || IS_IMMUTABLE(inode) ||
	    IS_SWAPFILE(inode))
		return -EPERM;
	if (isdir) {
		if (!d_is_dir(victim))
			return -ENOTDIR;
		if (IS_ROOT(victim))
			return -EBUSY;
	} else if (d_is_dir(victim)) {
		return -EISDIR;
	}
	return IS_DEADDIR(dir) ? -ENOENT : 0;
}

/*
 * protected_symlinks: in a sticky directory everyone may write to, a symlink is
 * followed only by its owner, or if the directory's owner made it.
 */
int may_follow_link(const struct nameidata *nd, const struct inode *inode)
{
	if (!sysctl_protected_symlinks || inode->i_uid == current_fsuid())
		return 0;
	if ((nd->dir_mode & (S_ISVTX | S_IWOTH)) != (S_ISVTX | S_IWOTH))
		return 0;
	return nd->dir_uid == inode->i_uid ? 0 : -EACCES;
}

/* A file one may link to without owning it: writable, and no set-id trap. */
static bool safe_hardlink_source(struct inode *inode)
{
	umode_t mode = inode->i_mode;

	if (!S_ISREG(mode) || mode & S_ISUID)
		return false;
	if ((mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
		return false;
	return !inode_permission(inode, MAY_READ | MAY_WRITE);
}

/* protected_hardlinks */
int may_linkat(const struct path *link)
{
	struct inode *inode = d_inode(link->dentry);

	if (!sysctl_protected_hardlinks)
		return 0;
	return safe_hardlink_source(inode) || inode_owner_or_capable(inode) ? 0 : -EPERM;
}

/*
 * protected_fifos, protected_regular: open(O_CREAT) in a sticky directory that
 * others may write to must not get a file someone else has put there.
 */
int may_create_in_sticky(const struct nameidata *nd, struct inode *inode)
{
	umode_t dir_mode = nd->dir_mode;
	int level;

	if (!(dir_mode & S_ISVTX))
		return 0;
	if (S_ISREG(inode->i_mode))
		level = sysctl_protected_regular;
	else if (S_ISFIFO(inode->i_mode))
		level = sysctl_protected_fifos;
	else
		return 0;
	if (!level || inode->i_uid == nd->dir_uid || inode->i_uid == current_fsuid())
		return 0;
	if (dir_mode & S_IWOTH || (dir_mode & S_IWGRP && level >= 2))
		return -EACCES;
	return 0;
}

bool may_open_dev(const struct path *path)
{
	return !(path->mnt->mnt_flags & MNT_NODEV) &&
	       !(path->mnt->mnt_sb->s_iflags & SB_I_NODEV);
}

/*
 * The mode a new file really gets: set-group-id as its directory demands, the
 * umask unless the directory's ACL takes its place, and the type.
 */
umode_t vfs_prepare_mode(const struct inode *dir, umode_t mode, umode_t mask_perms, umode_t type)
{
	mode = mode_strip_sgid(dir, mode);
	if (!IS_POSIXACL(dir))
		mode &= ~current_umask();
	mode &= mask_perms & ~S_IFMT;
	return mode | (type & S_IFMT);
}

static const struct ctl_table namei_sysctls[] = {
	{ .procname = "protected_symlinks", .data = &sysctl_protected_symlinks,
	  .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE },
	{ .procname = "protected_hardlinks", .data = &sysctl_protected_hardlinks,
	  .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_ONE },
	{ .procname = "protected_fifos", .data = &sysctl_protected_fifos,
	  .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_TWO },
	{ .procname = "protected_regular", .data = &sysctl_protected_regular,
	  .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec_minmax,
	  .extra1 = SYSCTL_ZERO, .extra2 = SYSCTL_TWO },
};

static int __init namei_sysctl_init(void)
{
	register_sysctl_init("fs", namei_sysctls);
	return 0;
}
fs_initcall(namei_sysctl_init);
