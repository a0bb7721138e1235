// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: attributes.
 *
 * They are changed through a descriptor that is known to be of the file meant (a
 * handle): one that is open anyway, or an O_PATH one whose identity was checked.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/stat.h>

#include <os_file.h>

#include "internal.h"

/* ---- handles ---- */

static int open_handle(struct dentry *dentry)
{
	struct hostfs_place place;
	struct hostfs_stat st;
	int fd = hostfs_place_get(dentry, &place), err;

	if (fd)
		return fd;
	fd = hostfs_open_path(place.dir, place_name(&place));
	hostfs_place_put(&place);
	if (fd < 0)
		return fd == -EMFILE ? -ENFILE : fd;
	err = hostfs_fstat(fd, &st);
	if (!err && !hostfs_is_same(d_inode(dentry), &st))
		err = -ESTALE;
	if (!err)
		return fd;
	os_close(fd);
	return err;
}

/**
 * hostfs_handle_get() - a descriptor of a file, for its attributes
 * @dentry: a name of it
 * @h: filled in; to be released by hostfs_handle_put()
 */
int hostfs_handle_get(struct dentry *dentry, struct hostfs_handle *h)
{
	h->inode = d_inode(dentry);
	if (S_ISDIR(h->inode->i_mode)) {
		h->which = FD_READ;
		h->fd = hostfs_dir_get(h->inode);
		return h->fd < 0 ? h->fd : 0;
	}
	for (h->which = 0; h->which < NR_FDS; h->which++) {
		h->fd = hostfs_fd_pin(h->inode, h->which);
		if (h->fd >= 0)
			return 0;
	}
	h->fd = open_handle(dentry);
	return h->fd < 0 ? h->fd : 0;
}

void hostfs_handle_put(struct hostfs_handle *h)
{
	if (h->which < NR_FDS)
		hostfs_fd_put(h->inode, h->which);
	else
		os_close(h->fd);
}

/* ---- reading ---- */

static void refresh_by_name(struct dentry *dentry)
{
	struct inode *inode = d_inode(dentry);
	unsigned int changes = hostfs_changes(inode);
	struct hostfs_place place;
	struct hostfs_stat st;

	if (hostfs_place_get(dentry, &place))
		return;
	if (!hostfs_stat_name(dentry->d_sb, place.dir, place_name(&place), &st) &&
	    hostfs_is_same(inode, &st))
		hostfs_refresh(inode, &st, changes, false);
	hostfs_place_put(&place);
}

int hostfs_getattr(const struct path *path, struct kstat *stat, u32 mask, unsigned int flags)
{
	struct dentry *dentry = path->dentry;
	struct inode *inode = d_inode(dentry);
	struct hostfs_inode *hi = HOSTFS_I(inode);
	int which = hi->fd[FD_READ] >= 0 ? FD_READ : FD_WRITE, fd = hostfs_fd_pin(inode, which);

	if (fd >= 0) {
		hostfs_refresh_fd(inode, fd);
		hostfs_fd_put(inode, which);
	} else if (!d_unlinked(dentry) && !IS_ROOT(dentry)) {
		refresh_by_name(dentry);
	}
	generic_fillattr(inode, stat);
	stat->blksize = hi->blksize;
	if (hi->btime.sec || hi->btime.nsec) {
		stat->btime = (struct timespec64){ hi->btime.sec, hi->btime.nsec };
		stat->result_mask |= STATX_BTIME;
	}
	return 0;
}

/*
 * The guest's rules, and then what the kernel's user may do on the host. open(2)
 * is told by the host anyway.
 */
int hostfs_permission(struct inode *inode, int mask)
{
	unsigned int rwx = mask & (MAY_READ | MAY_WRITE | MAY_EXEC);
	int err = generic_permission(inode, mask);
	struct hostfs_place place;
	struct dentry *dentry;

	if (err || mask & MAY_OPEN || HOSTFS_SB(inode->i_sb)->mapped)
		return err;
	/* Walking through a directory: the host says at the next step. */
	if (S_ISDIR(inode->i_mode) && rwx == MAY_EXEC && !(mask & (MAY_ACCESS | MAY_CHDIR)))
		return 0;
	dentry = d_find_alias(inode);
	if (!dentry)
		return 0;
	if (IS_ROOT(dentry)) {
		int fd = hostfs_dir_get(inode);

		err = fd < 0 ? fd : hostfs_access(fd, ".", rwx);
		if (fd >= 0)
			hostfs_dir_put(inode);
	} else if (!hostfs_place_get(dentry, &place)) {
		err = hostfs_access(place.dir, place_name(&place), rwx);
		hostfs_place_put(&place);
	}
	dput(dentry);
	return err == -EACCES || err == -EROFS ? err : 0;
}

/* ---- changing ---- */

/**
 * hostfs_set_owner() - give a new file the owner and mode it should have
 * @sb: mount
 * @fd: the file, O_PATH or not
 * @st: what it has
 * @mode: with type
 * @uid: owner
 * @gid: group
 *
 * Not being allowed to give files away is no error.
 */
int hostfs_set_owner(struct super_block *sb, int fd, struct hostfs_stat *st,
		     umode_t mode, kuid_t uid, kgid_t gid)
{
	int err;

	if (HOSTFS_SB(sb)->mapped) {
		if (S_ISLNK(mode))
			return 0;
		st->mode = mode;
		st->uid = uid;
		st->gid = gid;
		return hostfs_mapped_store(fd, st);
	}
	if (st->uid != uid || st->gid != gid) {
		err = hostfs_chown(fd, st->uid == uid ? ~0U : uid, st->gid == gid ? ~0U : gid);
		if (err && err != -EPERM)
			return err;
	}
	if (S_ISLNK(mode) || (st->mode & S_IALLUGO) == (mode & S_IALLUGO))
		return 0;
	return hostfs_chmod(fd, mode & S_IALLUGO);
}

static struct hostfs_time time_to_set(const struct iattr *attr, unsigned int which, unsigned int set,
				      const struct timespec64 *t)
{
	if (!(attr->ia_valid & which))
		return (struct hostfs_time){ .nsec = HOSTFS_TIME_OMIT };
	if (!(attr->ia_valid & set))
		return (struct hostfs_time){ .nsec = HOSTFS_TIME_NOW };
	return (struct hostfs_time){ .sec = t->tv_sec, .nsec = t->tv_nsec };
}

static int set_times(int fd, const struct iattr *attr)
{
	struct hostfs_time atime = time_to_set(attr, ATTR_ATIME, ATTR_ATIME_SET, &attr->ia_atime);
	struct hostfs_time mtime = time_to_set(attr, ATTR_MTIME, ATTR_MTIME_SET, &attr->ia_mtime);

	if (atime.nsec == HOSTFS_TIME_OMIT && mtime.nsec == HOSTFS_TIME_OMIT)
		return 0;
	return hostfs_set_times(fd, &atime, &mtime);
}

static int set_mapped(struct inode *inode, int fd, const struct iattr *attr)
{
	struct hostfs_stat st;
	int err = hostfs_stat_fd(inode->i_sb, fd, &st);

	if (err)
		return err;
	if (S_ISLNK(inode->i_mode)) {
		bool same = (!(attr->ia_valid & ATTR_UID) || attr->ia_uid == st.uid) &&
			    (!(attr->ia_valid & ATTR_GID) || attr->ia_gid == st.gid);

		return same ? 0 : -EOPNOTSUPP;	/* no room for it */
	}
	if (attr->ia_valid & ATTR_UID)
		st.uid = attr->ia_uid;
	if (attr->ia_valid & ATTR_GID)
		st.gid = attr->ia_gid;
	if (attr->ia_valid & ATTR_MODE)
		st.mode = (st.mode & S_IFMT) | (attr->ia_mode & S_IALLUGO);
	st.rdev_major = MAJOR(inode->i_rdev);
	st.rdev_minor = MINOR(inode->i_rdev);
	return hostfs_mapped_store(fd, &st);
}

/* Owner before mode: the host takes set-id bits away with the owner. */
static int set_owner_mode(struct inode *inode, int fd, const struct iattr *attr)
{
	unsigned int valid = attr->ia_valid;
	int err = 0;

	if (!(valid & (ATTR_UID | ATTR_GID | ATTR_MODE)))
		return 0;
	if (HOSTFS_SB(inode->i_sb)->mapped)
		return set_mapped(inode, fd, attr);
	if (valid & (ATTR_UID | ATTR_GID))
		err = hostfs_chown(fd, valid & ATTR_UID ? attr->ia_uid : ~0U,
				   valid & ATTR_GID ? attr->ia_gid : ~0U);
	if (!err && valid & ATTR_MODE)
		err = hostfs_chmod(fd, attr->ia_mode & S_IALLUGO);
	return err;
}

static int set_size(struct dentry *dentry, loff_t size)
{
	struct inode *inode = d_inode(dentry);
	int fd, err;

	if (HOSTFS_SB(inode->i_sb)->append)
		return 0;
	fd = hostfs_file_get(dentry, FD_WRITE);
	if (fd < 0)
		return fd;
	err = filemap_write_and_wait_range(inode->i_mapping, size, LLONG_MAX);
	if (!err)
		err = os_truncate(fd, size);
	if (!err)
		truncate_setsize(inode, size);
	hostfs_fd_put(inode, FD_WRITE);
	return err;
}

int hostfs_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	int err = setattr_prepare(dentry, attr);
	struct hostfs_handle h;

	if (!err)
		err = hostfs_handle_get(dentry, &h);
	if (err)
		return err;
	hostfs_begin_change(inode);
	if (attr->ia_valid & ATTR_SIZE)
		err = set_size(dentry, attr->ia_size);
	if (!err)
		err = set_owner_mode(inode, h.fd, attr);
	if (!err)
		err = set_times(h.fd, attr);
	hostfs_end_change(inode, h.fd);
	hostfs_handle_put(&h);
	return err;
}

/*
 * The host keeps the times. But reading from our cache it does not see, so an
 * access time is passed on where a descriptor is at hand.
 */
int hostfs_update_time(struct inode *inode, int flags)
{
	struct hostfs_time now = { .nsec = HOSTFS_TIME_NOW }, omit = { .nsec = HOSTFS_TIME_OMIT };
	int fd;

	if (!(flags & S_ATIME) || !S_ISREG(inode->i_mode))
		return 0;
	fd = hostfs_fd_pin(inode, FD_READ);
	if (fd < 0)
		return 0;
	hostfs_begin_change(inode);
	hostfs_set_times(fd, &now, &omit);
	hostfs_end_change(inode, fd);
	hostfs_fd_put(inode, FD_READ);
	return 0;
}
