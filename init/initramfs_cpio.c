// SPDX-License-Identifier: GPL-2.0
/*
 * Unpacking a "newc" cpio archive into rootfs (cpio(5)): directories, files,
 * symbolic links, devices, hard links, with owner, mode and times. Several
 * archives may follow one another, with zeroes between them.
 *
 * A hard link is a second entry with the same device and inode number; only
 * the last of them carries the data in most archives, so each is written to
 * the one file made by the first.
 *
 * The image is trusted as little as any file: every length is checked.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/uidgid.h>

#include "init.h"

#define HEADER_SIZE	110
#define NR_FIELDS	13

/* In the order of the header, after the magic. */
struct cpio_entry {
	u32	ino, mode, uid, gid, nlink, mtime, body_len;
	u32	major, minor, rmajor, rminor, name_len, check;
	const char *name;
	const u8 *body;
};

/* What is not unpacked yet. */
struct cpio {
	const u8	*p;
	size_t		left;
	size_t		done;		/* for the alignment to 4 */
	const char	*message;
};

/* ---- hard links, and directory times ---- */

#define LINK_BUCKETS_SHIFT	5

struct seen_link {
	struct hlist_node	node;
	u32			major, minor, ino, type;
	char			name[];
};

/* Filling a directory changes its time, so that is set at the end. */
struct dir_time {
	struct list_head	list;
	time64_t		mtime;
	char			name[];
};

static struct hlist_head seen_links[1 << LINK_BUCKETS_SHIFT];
static LIST_HEAD(dir_times);

/* The first name of that file; NULL when this is it, which is remembered. */
static const char *__init find_link(const struct cpio_entry *e)
{
	struct hlist_head *head = &seen_links[hash_32(e->ino ^ e->major << 8 ^ e->minor,
						      LINK_BUCKETS_SHIFT)];
	struct seen_link *link;
	size_t size = strlen(e->name) + 1;

	hlist_for_each_entry(link, head, node) {
		if (link->ino == e->ino && link->major == e->major &&
		    link->minor == e->minor && link->type == (e->mode & S_IFMT))
			return link->name;
	}
	link = kmalloc(sizeof(*link) + size, GFP_KERNEL);
	if (!link)
		panic("Initramfs unpacking failed: can't allocate link hash entry");
	*link = (struct seen_link){ .major = e->major, .minor = e->minor, .ino = e->ino,
				    .type = e->mode & S_IFMT };
	memcpy(link->name, e->name, size);
	hlist_add_head(&link->node, head);
	return NULL;
}

static void __init forget_links(void)
{
	struct hlist_node *next;
	struct seen_link *link;

	for (int i = 0; i < 1 << LINK_BUCKETS_SHIFT; i++) {
		hlist_for_each_entry_safe(link, next, &seen_links[i], node) {
			hlist_del(&link->node);
			kfree(link);
		}
	}
}

static void __init set_times(const char *name, time64_t mtime)
{
	struct iattr attr = {
		.ia_valid = ATTR_MTIME | ATTR_MTIME_SET | ATTR_ATIME | ATTR_ATIME_SET,
		.ia_mtime = { .tv_sec = mtime },
		.ia_atime = { .tv_sec = mtime },
	};
	struct path path;

	if (kern_path(name, 0, &path))
		return;
	inode_lock(d_inode(path.dentry));
	notify_change(path.dentry, &attr);
	inode_unlock(d_inode(path.dentry));
	path_put(&path);
}

static void __init remember_dir_time(const struct cpio_entry *e)
{
	size_t size = strlen(e->name) + 1;
	struct dir_time *dir = kmalloc(sizeof(*dir) + size, GFP_KERNEL);

	if (!dir)
		return;
	dir->mtime = e->mtime;
	memcpy(dir->name, e->name, size);
	list_add(&dir->list, &dir_times);
}

static void __init set_dir_times(void)
{
	struct dir_time *dir, *next;

	list_for_each_entry_safe(dir, next, &dir_times, list) {
		set_times(dir->name, dir->mtime);
		list_del(&dir->list);
		kfree(dir);
	}
}

/* ---- making one object ---- */

static void __init set_owner_and_mode(const char *name, const struct cpio_entry *e)
{
	struct iattr attr = {
		.ia_valid = ATTR_UID | ATTR_GID,
		.ia_uid = make_kuid(&init_user_ns, e->uid),
		.ia_gid = make_kgid(&init_user_ns, e->gid),
	};
	struct path path;

	if (kern_path(name, 0, &path))
		return;
	inode_lock(d_inode(path.dentry));
	notify_change(path.dentry, &attr);
	if (!S_ISLNK(e->mode)) {
		/* After the owner, which would clear set-uid bits. */
		attr.ia_valid = ATTR_MODE;
		attr.ia_mode = e->mode;
		notify_change(path.dentry, &attr);
	}
	inode_unlock(d_inode(path.dentry));
	path_put(&path);
}

/* Something else of that name from an earlier archive has to go. */
static void __init remove_other(const char *name, umode_t mode)
{
	struct dentry *dentry;
	struct path path;
	umode_t there;

	if (kern_path(name, 0, &path))
		return;
	there = d_inode(path.dentry)->i_mode;
	path_put(&path);
	if (!((there ^ mode) & S_IFMT) && S_ISDIR(mode))
		return;
	dentry = kern_path_locked(name, &path);
	if (IS_ERR(dentry))
		return;
	if (S_ISDIR(there))
		vfs_rmdir(d_inode(path.dentry), dentry);
	else
		vfs_unlink(d_inode(path.dentry), dentry);
	inode_unlock(d_inode(path.dentry));
	dput(dentry);
	path_put(&path);
}

static int __init make_object(const struct cpio_entry *e, const char *target)
{
	struct path parent;
	struct inode *dir;
	struct dentry *dentry;
	int err;

	dentry = kern_path_create(AT_FDCWD, e->name, &parent,
				  S_ISDIR(e->mode) ? LOOKUP_DIRECTORY : 0);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	dir = d_inode(parent.dentry);
	if (S_ISDIR(e->mode))
		err = vfs_mkdir(dir, dentry, e->mode & 07777);
	else if (S_ISLNK(e->mode))
		err = vfs_symlink(dir, dentry, target);
	else
		err = vfs_mknod(dir, dentry, e->mode, MKDEV(e->rmajor, e->rminor));
	done_path_create(&parent, dentry);
	return err;
}

static int __init make_link(const char *old_name, const char *name)
{
	struct path old, parent;
	struct dentry *dentry;
	int err = kern_path(old_name, 0, &old);

	if (err)
		return err;
	dentry = kern_path_create(AT_FDCWD, name, &parent, 0);
	err = PTR_ERR_OR_ZERO(dentry);
	if (!err) {
		err = vfs_link(old.dentry, d_inode(parent.dentry), dentry);
		done_path_create(&parent, dentry);
	}
	path_put(&old);
	return err;
}

static void __init write_file(struct cpio *cpio, const struct cpio_entry *e, bool truncate)
{
	int flags = O_WRONLY | O_CREAT | O_LARGEFILE | (truncate ? O_TRUNC : 0);
	struct file *file = filp_open(e->name, flags, e->mode & 07777);
	loff_t pos = 0;

	if (IS_ERR(file))
		return;
	if (e->body_len && kernel_write(file, e->body, e->body_len, &pos) != e->body_len)
		cpio->message = "write error";
	filp_close(file, NULL);
}

static void __init unpack_file(struct cpio *cpio, const struct cpio_entry *e)
{
	const char *first = e->nlink >= 2 ? find_link(e) : NULL;

	remove_other(e->name, e->mode);
	if (first)
		make_link(first, e->name);
	/* Of linked files only the one with data must not lose it. */
	if (!first || e->body_len)
		write_file(cpio, e, true);
	set_owner_and_mode(e->name, e);
	set_times(e->name, e->mtime);
}

static void __init unpack_symlink(const struct cpio_entry *e)
{
	char *target;

	if (!e->body_len || e->body_len >= PATH_MAX)
		return;
	target = kmemdup_nul((const char *)e->body, e->body_len, GFP_KERNEL);
	if (!target)
		return;
	remove_other(e->name, e->mode);
	make_object(e, target);
	kfree(target);
	set_owner_and_mode(e->name, e);
	set_times(e->name, e->mtime);
}

static void __init unpack_special(const struct cpio_entry *e)
{
	const char *first = e->nlink >= 2 ? find_link(e) : NULL;

	remove_other(e->name, e->mode);
	if (first)
		make_link(first, e->name);
	else
		make_object(e, NULL);
	set_owner_and_mode(e->name, e);
	set_times(e->name, e->mtime);
}

static void __init unpack_entry(struct cpio *cpio, const struct cpio_entry *e)
{
	switch (e->mode & S_IFMT) {
	case S_IFREG:
		unpack_file(cpio, e);
		break;
	case S_IFDIR:
		remove_other(e->name, e->mode);
		make_object(e, NULL);
		set_owner_and_mode(e->name, e);
		remember_dir_time(e);
		break;
	case S_IFLNK:
		unpack_symlink(e);
		break;
	case S_IFBLK:
	case S_IFCHR:
	case S_IFIFO:
	case S_IFSOCK:
		unpack_special(e);
		break;
	}
}

/* ---- the archive ---- */

static const u8 *__init take(struct cpio *cpio, size_t len)
{
	const u8 *p = cpio->p;

	if (len > cpio->left)
		return NULL;
	cpio->p += len;
	cpio->left -= len;
	cpio->done += len;
	return p;
}

/* Names and bodies are padded to a multiple of 4; the end may lack it. */
static void __init pad(struct cpio *cpio)
{
	take(cpio, min_t(size_t, -cpio->done & 3, cpio->left));
}

static bool __init parse_hex(const u8 *p, u32 *value)
{
	*value = 0;
	for (int i = 0; i < 8; i++) {
		int digit = hex_to_bin(p[i]);

		if (digit < 0)
			return false;
		*value = *value << 4 | digit;
	}
	return true;
}

static bool __init read_entry(struct cpio *cpio, struct cpio_entry *e)
{
	const u8 *header = take(cpio, HEADER_SIZE);
	u32 *field = &e->ino;

	cpio->message = "broken header";
	if (!header || (memcmp(header, "070701", 6) && memcmp(header, "070702", 6)))
		return false;
	for (int i = 0; i < NR_FIELDS; i++) {
		if (!parse_hex(header + 6 + 8 * i, &field[i]))
			return false;
	}
	if (!e->name_len || e->name_len > PATH_MAX)
		return false;
	e->name = (const char *)take(cpio, e->name_len);
	if (!e->name || e->name[e->name_len - 1])
		return false;
	pad(cpio);
	e->body = take(cpio, e->body_len);
	if (!e->body)
		return false;
	pad(cpio);
	cpio->message = NULL;
	return true;
}

/* Zeroes between archives; the next one starts its alignment afresh. */
static void __init skip_zeroes(struct cpio *cpio)
{
	while (cpio->left && !*cpio->p)
		take(cpio, 1);
	cpio->done = 0;
}

/**
 * unpack_cpio() - unpack one or more archives into rootfs
 * @image: the archives
 * @size: bytes
 *
 * Return: NULL, or a word about what is wrong.
 */
const char *__init unpack_cpio(const u8 *image, size_t size)
{
	struct cpio cpio = { .p = image, .left = size };
	struct cpio_entry e;

	while (cpio.left && !cpio.message) {
		if (!read_entry(&cpio, &e))
			break;
		if (!strcmp(e.name, "TRAILER!!!")) {
			forget_links();
			skip_zeroes(&cpio);
			continue;
		}
		unpack_entry(&cpio, &e);
	}
	forget_links();
	set_dir_times();
	return cpio.message;
}
