// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: descriptors.
 *
 * Everything is named by one component in a directory held open (O_PATH). As
 * there may be more directories than the host grants descriptors, those not
 * in use are closed, oldest first, when there are too many; the next use opens
 * them again from the nearest ancestor that is open. That the name still leads
 * to the same directory is checked by its identity. A mount's root stays open.
 *
 * Files are open for reading, writing or both as long as the guest has them open,
 * and a new file until it is opened or others are newer.
 *
 * Locks: fd_cache_lock protects fd, users and lru of all inodes. It is a leaf; the
 * host is called without it.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/string.h>

#include <os_file.h>

#include "internal.h"

static DEFINE_SPINLOCK(fd_cache_lock);
static LIST_HEAD(idle);			/* newest first */
static unsigned int nr_idle, max_idle;

void hostfs_cache_init(void)
{
	int limit = hostfs_raise_fd_limit();

	max_idle = clamp(limit / 4, 16, 1024);
}

/* Lock held. */
static void make_idle(struct hostfs_inode *hi)
{
	list_add(&hi->lru, &idle);
	nr_idle++;
}

static void make_busy(struct hostfs_inode *hi)
{
	if (list_empty(&hi->lru))
		return;
	list_del_init(&hi->lru);
	nr_idle--;
}

/* What is open of an inode is taken out of it, to be closed. Lock held. */
static void take_fds(struct hostfs_inode *hi, int fds[NR_FDS])
{
	make_busy(hi);
	for (int i = 0; i < NR_FDS; i++) {
		fds[i] = hi->fd[i];
		hi->fd[i] = -1;
	}
}

static void close_fds(const int fds[NR_FDS])
{
	for (int i = 0; i < NR_FDS; i++)
		if (fds[i] >= 0)
			os_close(fds[i]);
}

static void shrink_to(unsigned int limit)
{
	for (;;) {
		int fds[NR_FDS] = { -1, -1 };
		bool found = false;

		spin_lock(&fd_cache_lock);
		if (nr_idle > limit) {
			take_fds(list_last_entry(&idle, struct hostfs_inode, lru), fds);
			found = true;
		}
		spin_unlock(&fd_cache_lock);
		if (!found)
			return;
		close_fds(fds);
	}
}

/**
 * hostfs_cache_shrink() - the host has no more descriptors for us
 *
 * Return: whether some could be closed, so that it is worth trying again.
 */
bool hostfs_cache_shrink(void)
{
	unsigned int before = READ_ONCE(nr_idle);

	shrink_to(before / 2);
	return before;
}

static bool is_used(const struct hostfs_inode *hi)
{
	return hi->users[FD_READ] || hi->users[FD_WRITE];
}

/**
 * hostfs_fd_pin() - a descriptor of an inode if it is open
 * @inode: directory or file
 * @which: FD_READ (directories have only that) or FD_WRITE
 *
 * Return: the descriptor, open until hostfs_fd_put(), or -1.
 */
int hostfs_fd_pin(struct inode *inode, int which)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);
	int fd;

	spin_lock(&fd_cache_lock);
	fd = hi->fd[which];
	if (fd >= 0) {
		hi->users[which]++;
		make_busy(hi);
	}
	spin_unlock(&fd_cache_lock);
	return fd;
}

/* Those of directories stay open for the next time, those of files do not. */
void hostfs_fd_put(struct inode *inode, int which)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);
	int fds[NR_FDS] = { -1, -1 };

	spin_lock(&fd_cache_lock);
	hi->users[which]--;
	if (!is_used(hi)) {
		if (S_ISDIR(inode->i_mode))
			make_idle(hi);
		else
			take_fds(hi, fds);
	}
	spin_unlock(&fd_cache_lock);
	close_fds(fds);
}

/**
 * hostfs_fd_install() - an inode was opened
 * @inode: it
 * @which: FD_READ or FD_WRITE
 * @fd: consumed; closed if somebody else was faster
 */
void hostfs_fd_install(struct inode *inode, int which, int fd)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);

	spin_lock(&fd_cache_lock);
	if (hi->fd[which] < 0) {
		hi->fd[which] = fd;
		if (!is_used(hi) && list_empty(&hi->lru))
			make_idle(hi);
		fd = -1;
	}
	spin_unlock(&fd_cache_lock);
	if (fd >= 0)
		os_close(fd);
	shrink_to(max_idle);
}

void hostfs_fd_forget(struct inode *inode)
{
	int fds[NR_FDS];

	spin_lock(&fd_cache_lock);
	take_fds(HOSTFS_I(inode), fds);
	spin_unlock(&fd_cache_lock);
	close_fds(fds);
}

/* Open @dentry's directory in its parent, whose descriptor is @pfd. */
static int open_child(struct dentry *dentry, int pfd)
{
	struct name_snapshot snap;
	struct hostfs_stat st;
	int fd, err;

	take_dentry_name_snapshot(&snap, dentry);
	fd = hostfs_open_dir(pfd, (const char *)snap.name.name);
	if ((fd == -EMFILE || fd == -ENFILE) && hostfs_cache_shrink())
		fd = hostfs_open_dir(pfd, (const char *)snap.name.name);
	release_dentry_name_snapshot(&snap);
	if (fd < 0)
		return fd == -EMFILE ? -ENFILE : fd;
	err = hostfs_fstat(fd, &st);
	if (!err && !hostfs_is_same(d_inode(dentry), &st))
		err = -ESTALE;
	if (err)
		os_close(fd);
	else
		hostfs_fd_install(d_inode(dentry), FD_READ, fd);
	return err;
}

/* Open the first directory that is not open on the way down to @dir. */
static int open_towards(struct inode *dir)
{
	struct dentry *dentry = d_find_any_alias(dir), *parent;
	int pfd, err;

	if (!dentry)
		return -ESTALE;
	for (;;) {
		parent = dget_parent(dentry);
		if (parent == dentry) {
			err = -ESTALE;
			break;
		}
		pfd = hostfs_fd_pin(d_inode(parent), FD_READ);
		if (pfd >= 0) {
			err = open_child(dentry, pfd);
			hostfs_dir_put(d_inode(parent));
			break;
		}
		dput(dentry);
		dentry = parent;
	}
	dput(parent);
	dput(dentry);
	return err;
}

/**
 * hostfs_dir_get() - a host descriptor of a directory
 * @dir: referenced
 *
 * Context: sleeps in the host.
 * Return: the descriptor, open until hostfs_dir_put(); -ENOENT, -ESTALE when it is
 * not where it was any more; -EACCES, -ENFILE ...
 */
int hostfs_dir_get(struct inode *dir)
{
	for (;;) {
		int fd = hostfs_fd_pin(dir, FD_READ), err;

		if (fd >= 0)
			return fd;
		err = open_towards(dir);
		if (err)
			return err;
	}
}

/**
 * hostfs_place_get() - where a name is on the host
 * @dentry: not the root
 * @place: filled in; to be released by hostfs_place_put()
 */
int hostfs_place_get(struct dentry *dentry, struct hostfs_place *place)
{
	place->parent = dget_parent(dentry);
	place->dir = hostfs_dir_get(d_inode(place->parent));
	if (place->dir < 0) {
		dput(place->parent);
		return place->dir;
	}
	take_dentry_name_snapshot(&place->snap, dentry);
	return 0;
}

void hostfs_place_put(struct hostfs_place *place)
{
	release_dentry_name_snapshot(&place->snap);
	hostfs_dir_put(d_inode(place->parent));
	dput(place->parent);
}
