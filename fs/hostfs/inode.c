// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs: inodes, and how long to believe them.
 *
 * An inode stands for a host file, recognised by device, number, type and time of
 * birth, so that hard links share one and a number used again does not. What it
 * says is a copy: every step of a path walk, stat(2), open(2) and read(2) asks the
 * host anew (hostfs_refresh()). If the host's file is not the one the cached pages
 * were read from, they are dropped; dirty ones, from a shared mapping, win.
 *
 * Our own changes must not be taken for the host's: hostfs_begin_change() and
 * hostfs_end_change() enclose them. An answer of the host that was on its way
 * meanwhile is not used.
 *
 * The host's clock for timestamps ticks: a file can change twice with one ctime.
 * So as long as that can be (RACY_NS), open(2) drops the pages in any case, and
 * they are dropped once when it is over.
 */
#include <linux/err.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <os_vcpu.h>

#include "internal.h"

#define RACY_NS		(20 * 1000 * 1000LL)

static struct kmem_cache *hostfs_inode_cache;

/* ---- life ---- */

struct inode *hostfs_alloc_inode(struct super_block *sb)
{
	struct hostfs_inode *hi = kmem_cache_alloc(hostfs_inode_cache, GFP_KERNEL);

	if (!hi)
		return NULL;
	spin_lock_init(&hi->change_lock);
	INIT_LIST_HEAD(&hi->lru);
	hi->fd[FD_READ] = hi->fd[FD_WRITE] = -1;
	hi->users[FD_READ] = hi->users[FD_WRITE] = 0;
	hi->busy = hi->changes = 0;
	hi->racy = false;
	return &hi->vfs_inode;
}

void hostfs_free_inode(struct inode *inode)
{
	kmem_cache_free(hostfs_inode_cache, HOSTFS_I(inode));
}

void hostfs_evict_inode(struct inode *inode)
{
	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	hostfs_fd_forget(inode);
}

static void inode_once(void *object)
{
	struct hostfs_inode *hi = object;

	inode_init_once(&hi->vfs_inode);
}

int __init hostfs_inode_init(void)
{
	hostfs_inode_cache = kmem_cache_create("hostfs_inode_cache", sizeof(struct hostfs_inode), 0,
					       SLAB_RECLAIM_ACCOUNT, inode_once);
	return hostfs_inode_cache ? 0 : -ENOMEM;
}

/* ---- identity ---- */

bool hostfs_is_same(const struct inode *inode, const struct hostfs_stat *st)
{
	const struct hostfs_inode *hi = HOSTFS_I(inode);

	return hi->dev == st->dev && hi->ino == st->ino && hi->btime.sec == st->btime.sec &&
	       hi->btime.nsec == st->btime.nsec;
}

static int test_inode(struct inode *inode, void *data)
{
	const struct hostfs_stat *st = data;

	return hostfs_is_same(inode, st) && (inode->i_mode & S_IFMT) == (st->mode & S_IFMT);
}

static int set_inode(struct inode *inode, void *data)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);
	const struct hostfs_stat *st = data;

	hi->dev = st->dev;
	hi->ino = st->ino;
	hi->btime = st->btime;
	inode->i_mode = st->mode;
	return 0;
}

/* One number for a guest that sees several host filesystems as one. */
static unsigned long guest_ino(struct super_block *sb, const struct hostfs_stat *st)
{
	if (st->dev == HOSTFS_SB(sb)->dev)
		return st->ino;
	return st->ino ^ ((u64)hash_64(st->dev, 24) << 40);
}

unsigned long hostfs_ino(struct inode *dir, unsigned long long ino)
{
	struct hostfs_stat st = { .dev = HOSTFS_I(dir)->dev, .ino = ino };

	return guest_ino(dir->i_sb, &st);
}

/* ---- what the host says ---- */

int hostfs_stat_name(struct super_block *sb, int dir, const char *name, struct hostfs_stat *st)
{
	char text[MAPPED_LEN];
	int err = hostfs_stat_at(dir, name, st);
	long len = -1;

	if (err || !HOSTFS_SB(sb)->mapped)
		return err;
	if (S_ISREG(st->mode) || S_ISDIR(st->mode))
		len = hostfs_getxattr_at(dir, name, MAPPED_STAT, text, sizeof(text));
	hostfs_mapped_decode(st, text, len);
	return 0;
}

int hostfs_stat_fd(struct super_block *sb, int fd, struct hostfs_stat *st)
{
	char text[MAPPED_LEN];
	int err = hostfs_fstat(fd, st);
	long len = -1;

	if (err || !HOSTFS_SB(sb)->mapped)
		return err;
	if (S_ISREG(st->mode) || S_ISDIR(st->mode))
		len = hostfs_getxattr(fd, MAPPED_STAT, text, sizeof(text));
	hostfs_mapped_decode(st, text, len);
	return 0;
}

static bool same_time(const struct hostfs_time *a, const struct hostfs_time *b)
{
	return a->sec == b->sec && a->nsec == b->nsec;
}

static long long age_of(const struct hostfs_time *t)
{
	return (long long)os_realtime_ns() - (t->sec * NSEC_PER_SEC + t->nsec);
}

static struct timespec64 to_timespec(const struct hostfs_time *t)
{
	return (struct timespec64){ .tv_sec = t->sec, .tv_nsec = t->nsec };
}

/* change_lock held. */
static void copy_stat(struct inode *inode, const struct hostfs_stat *st)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);

	inode->i_mode = (inode->i_mode & S_IFMT) | (st->mode & S_IALLUGO);
	inode->i_uid = st->uid;
	inode->i_gid = st->gid;
	spin_lock(&inode->i_lock);
	inode->i_atime = to_timespec(&st->atime);
	inode->i_mtime = to_timespec(&st->mtime);
	inode->i_ctime = to_timespec(&st->ctime);
	inode->i_blocks = st->blocks;
	spin_unlock(&inode->i_lock);
	if (inode->i_nlink != st->nlink)
		set_nlink(inode, st->nlink);
	i_size_write(inode, st->size);
	hi->blksize = st->blksize;
	hi->mtime = st->mtime;
	hi->ctime = st->ctime;
	hi->racy = age_of(&st->ctime) < RACY_NS;
}

unsigned int hostfs_changes(struct inode *inode)
{
	return READ_ONCE(HOSTFS_I(inode)->changes);
}

/* Do the cached pages have to go? change_lock held. */
static bool pages_are_old(struct inode *inode, const struct hostfs_stat *st, bool settle)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);

	if (!S_ISREG(inode->i_mode) || !inode->i_mapping->nrpages)
		return false;
	if (!same_time(&hi->ctime, &st->ctime) || !same_time(&hi->mtime, &st->mtime) ||
	    i_size_read(inode) != st->size)
		return true;
	return hi->racy && (settle || age_of(&st->ctime) >= RACY_NS);
}

/**
 * hostfs_refresh() - the host has told about a file
 * @inode: the file
 * @st: what it is like
 * @changes: hostfs_changes() from before the host was asked
 * @settle: pages that may be old are to go as well (open)
 *
 * Context: sleeps; no folio is locked.
 */
void hostfs_refresh(struct inode *inode, const struct hostfs_stat *st, unsigned int changes,
		    bool settle)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);
	loff_t old_size;
	bool drop;

	spin_lock(&hi->change_lock);
	if (hi->busy || hi->changes != changes) {
		spin_unlock(&hi->change_lock);
		return;
	}
	drop = pages_are_old(inode, st, settle);
	old_size = i_size_read(inode);
	copy_stat(inode, st);
	spin_unlock(&hi->change_lock);
	if (!drop)
		return;
	if (st->size < old_size)
		truncate_pagecache(inode, st->size);
	invalidate_inode_pages2_range(inode->i_mapping, 0, ULONG_MAX);
}

/* An open file is read or written: is it still what we think? */
void hostfs_refresh_fd(struct inode *inode, int fd)
{
	unsigned int changes = hostfs_changes(inode);
	struct hostfs_stat st;

	if (!hostfs_stat_fd(inode->i_sb, fd, &st))
		hostfs_refresh(inode, &st, changes, false);
}

void hostfs_begin_change(struct inode *inode)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);

	spin_lock(&hi->change_lock);
	hi->busy++;
	spin_unlock(&hi->change_lock);
	atomic_set(&HOSTFS_SB(inode->i_sb)->written, 1);
}

/**
 * hostfs_end_change() - we have changed the file
 * @inode: it
 * @fd: any descriptor of it, to learn its new times and size
 */
void hostfs_end_change(struct inode *inode, int fd)
{
	struct hostfs_inode *hi = HOSTFS_I(inode);
	struct hostfs_stat st;
	int err = hostfs_stat_fd(inode->i_sb, fd, &st);

	spin_lock(&hi->change_lock);
	hi->busy--;
	hi->changes++;
	if (!err)
		copy_stat(inode, &st);
	spin_unlock(&hi->change_lock);
}

/* ---- making them ---- */

static void set_operations(struct inode *inode, const struct hostfs_stat *st)
{
	switch (inode->i_mode & S_IFMT) {
	case S_IFREG:
		inode->i_op = &hostfs_file_inode_operations;
		inode->i_fop = &hostfs_file_operations;
		inode->i_mapping->a_ops = &hostfs_aops;
		break;
	case S_IFDIR:
		inode->i_op = &hostfs_dir_inode_operations;
		inode->i_fop = &hostfs_dir_operations;
		break;
	case S_IFLNK:
		inode->i_op = &hostfs_symlink_inode_operations;
		break;
	default:
		init_special_inode(inode, inode->i_mode, MKDEV(st->rdev_major, st->rdev_minor));
		inode->i_op = &hostfs_special_inode_operations;
		break;
	}
}

/**
 * hostfs_iget() - the inode of a host file
 * @sb: mount
 * @st: from hostfs_stat_name() or hostfs_stat_fd()
 *
 * One that was there already is not refreshed: @st may be older than it.
 * Return: inode or ERR_PTR(-ENOMEM).
 */
struct inode *hostfs_iget(struct super_block *sb, const struct hostfs_stat *st)
{
	struct inode *inode = iget5_locked(sb, st->ino, test_inode, set_inode, (void *)st);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	if (!(inode->i_state & I_NEW))
		return inode;
	inode->i_ino = guest_ino(sb, st);
	inode->i_flags |= S_NOCMTIME;		/* the host's business */
	set_operations(inode, st);
	copy_stat(inode, st);
	unlock_new_inode(inode);
	return inode;
}
