// SPDX-License-Identifier: GPL-2.0
/*
 * The host files behind a ubd device: opening and locking, finding out whether
 * a file is copy-on-write and over what, creating such a file, and reading its
 * bitmap. The messages are those UML has always printed; tools look for them.
 *
 * A name "fd:<n>" is a descriptor the kernel was started with.
 *
 * Host locks are POSIX locks: closing any descriptor of a file gives up all the
 * process has on it. So files are not opened merely to look at them.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/math.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include <os_file.h>

#include "cow.h"
#include "ubd.h"

#define COW_MODE	0644

/* Scratch memory for the length of one ubd_open(). */
struct opening {
	char	header[COW_HEADER_MAX];
	char	path[COW_PATH_MAX];
};

/* The n of "fd:<n>", or -1. */
static int inherited_fd(const char *name)
{
	unsigned int fd;

	if (strncmp(name, "fd:", 3) || kstrtouint(name + 3, 10, &fd) || fd > INT_MAX)
		return -1;
	return fd;
}

static int open_host(const char *name, unsigned int flags)
{
	int fd = inherited_fd(name), have;

	if (fd < 0)
		return os_open(name, flags, 0);
	have = os_fd_flags(fd);
	if (have < 0)
		return have;
	if (flags & OS_WRITE & ~have)
		return -EACCES;
	return flags & OS_SYNC ? os_open_private(fd, flags) : os_dup(fd);
}

static int stat_host(const char *name, struct os_stat *st)
{
	int fd = inherited_fd(name), err;

	if (fd >= 0)
		return os_fstat(fd, st);
	err = os_stat(name, st);
	if (err || st->type != OS_TYPE_BLOCK)
		return err;
	fd = os_open(name, OS_READ, 0);		/* only an open one tells its size */
	if (fd < 0)
		return fd;
	err = os_fstat(fd, st);
	os_close(fd);
	return err;
}

static int lock_host(struct ubd *ubd, int fd, const char *name, bool exclusive)
{
	int holder = 0, err;

	if (ubd->flags & UBD_SHARED) {
		pr_info("Not locking \"%s\" on the host\n", name);
		return 0;
	}
	err = os_lock_file(fd, exclusive, &holder);
	if (err == -EAGAIN && holder)
		pr_err("F_SETLK failed, file already locked by pid %d\n", holder);
	if (err)
		pr_err("Failed to lock '%s', err = %d\n", name, -err);
	return err;
}

/* The descriptor of ubd->file is closed by the caller if anything fails. */
static int use_plain_file(struct ubd *ubd)
{
	struct os_stat st;
	int err = os_fstat(ubd->fd, &st);

	if (!err)
		ubd->size = ALIGN(st.size, SECTOR_SIZE);
	return err;
}

static int is_same_file(const char *a, const char *b)
{
	struct os_stat sa, sb;

	return !strcmp(a, b) || (!stat_host(a, &sa) && !stat_host(b, &sb) &&
				 sa.dev == sb.dev && sa.ino == sb.ino);
}

/* Is @name the file that @h was made for? Says so in the log if it is not. */
static int check_backing(const char *name, const struct cow_header *h)
{
	struct os_stat st;
	int err = stat_host(name, &st);

	if (err) {
		pr_err("Couldn't stat \"%s\" : err = %d\n", name, -err);
		pr_err("Failed to get modification time of backing file \"%s\", err = %d\n",
		       name, -err);
		return err;
	}
	if (st.size != h->size) {
		pr_err("Size mismatch (%llu vs %llu) of COW header vs backing file\n",
		       h->size, st.size);
		return -EINVAL;
	}
	if ((u32)st.mtime != (u32)h->mtime) {
		pr_err("mtime mismatch (%lld vs %lld) of COW header vs backing file\n",
		       h->mtime, st.mtime);
		return -EINVAL;
	}
	return 0;
}

static int absolute_name(const char *name, char *path)
{
	int fd = inherited_fd(name), err;

	err = fd >= 0 ? os_fd_path(fd, path, COW_PATH_MAX) :
			os_absolute_path(name, path, COW_PATH_MAX);
	if (err == -ENAMETOOLONG)
		pr_err("Backing file name \"%s\" is too long - names are limited to %zd characters\n",
		       name, (size_t)COW_PATH_MAX - 1);
	return err;
}

/* Only the name changes: size and time have been found equal. */
static int switch_backing(struct ubd *ubd, const struct cow_header *h, struct opening *o)
{
	int err = absolute_name(ubd->backing, o->path);
	size_t len = strlen(o->path) + 1;

	pr_info("Switching backing file to '%s'\n", ubd->backing);
	if (!err && ubd->read_only)
		return 0;			/* for this time only */
	if (!err && len > h->name_size)
		err = -ENAMETOOLONG;
	if (!err && os_pwrite(ubd->fd, o->path, len, h->name_offset) != (long long)len)
		err = -EIO;
	if (err)
		pr_err("Switch failed, errno = %d\n", -err);
	return err;
}

/* Which file to read from: the one asked for, or the header's. */
static const char *choose_backing(struct ubd *ubd, const struct cow_header *h, struct opening *o)
{
	struct os_stat st;
	int err;

	if (!ubd->backing)
		return h->backing;
	if (is_same_file(ubd->backing, h->backing))
		return ubd->backing;
	pr_info("Backing file mismatch - \"%s\" requested, \"%s\" specified in COW header of \"%s\"\n",
		ubd->backing, h->backing, ubd->file);
	if (stat_host(ubd->backing, &st) || st.size != h->size || (u32)st.mtime != (u32)h->mtime)
		return h->backing;
	err = switch_backing(ubd, h, o);
	return err ? ERR_PTR(err) : ubd->backing;
}

static int read_bitmap(struct ubd_map *map, u64 len)
{
	u64 at;
	long long n;

	for (at = 0; at < len; at += n) {
		n = os_pread(map->cow, (u8 *)map->bits + at, len - at, map->bitmap_offset + at);
		if (n < 0)
			return n;
		if (!n)
			break;			/* the file is shorter: no bits there */
	}
	return 0;
}

static void free_map(struct ubd_map *map)
{
	if (!map)
		return;
	vfree(map->bits);
	kvfree(map->dirty);
	kfree(map->batch);
	kfree(map);
}

static struct ubd_map *alloc_map(struct ubd *ubd, int index, const struct cow_header *h)
{
	u64 sectors = DIV_ROUND_UP_ULL(h->size, SECTOR_SIZE);
	u64 units = DIV_ROUND_UP_ULL(sectors, 8 * UBD_MAP_UNIT) ?: 1;
	/* Versions 1 and 2 count bytes short, but leave room before the data. */
	u64 room = (h->layout.data_offset - h->layout.bitmap_offset) * 8;
	struct ubd_map *map = kzalloc(sizeof(*map), GFP_KERNEL);

	if (!map)
		return NULL;
	map->index = index;
	map->sync = !!(ubd->flags & UBD_SYNC);
	map->data_offset = h->layout.data_offset;
	map->bitmap_offset = h->layout.bitmap_offset;
	map->nr_bits = min(sectors, room);
	map->nr_units = units;
	map->bits = vzalloc(units * UBD_MAP_UNIT);
	map->dirty = kvzalloc(DIV_ROUND_UP_ULL(units, 64) * 8, GFP_KERNEL);
	map->batch = kmalloc(UBD_MAP_BATCH * UBD_MAP_UNIT, GFP_KERNEL);
	if (map->bits && map->dirty && map->batch)
		return map;
	pr_err("Failed to vmalloc COW bitmap\n");
	free_map(map);
	return NULL;
}

static int open_backing(struct ubd *ubd, const char *name, int *fd)
{
	int err;

	*fd = open_host(name, OS_READ);
	if (*fd < 0) {
		pr_err("Failed to open '%s', errno = %d\n", name, -*fd);
		return *fd;
	}
	err = lock_host(ubd, *fd, name, false);
	if (err)
		os_close(*fd);
	return err;
}

static int use_cow_file(struct ubd *ubd, int index, const struct cow_header *h,
			struct opening *o)
{
	const char *name = choose_backing(ubd, h, o);
	struct ubd_map *map;
	int err;

	if (IS_ERR(name))
		return PTR_ERR(name);
	err = check_backing(name, h);
	if (err)
		return err;
	map = alloc_map(ubd, index, h);
	if (!map)
		return -ENOMEM;
	map->cow = ubd->fd;
	err = read_bitmap(map, DIV_ROUND_UP_ULL(map->nr_bits, 8));
	if (!err)
		err = open_backing(ubd, name, &map->backing);
	if (err) {
		free_map(map);
		return err;
	}
	ubd->map = map;
	ubd->size = ALIGN(h->size, SECTOR_SIZE);
	return 0;
}

static int write_new_cow(int fd, struct cow_header *h, struct opening *o)
{
	int len = cow_build(o->header, h), err;
	long long n;

	if (len < 0)
		return len;
	n = os_pwrite(fd, o->header, len, 0);
	if (n != len)
		return n < 0 ? n : -ENOSPC;
	err = os_truncate(fd, h->layout.data_offset + h->size);
	return err ? err : os_fsync(fd);
}

/* ubd->file is not there yet. Leaves it open in ubd->fd. */
static int create_cow(struct ubd *ubd, struct cow_header *h, struct opening *o)
{
	struct os_stat st;
	int err;

	err = stat_host(ubd->backing, &st);
	if (err) {
		pr_err("Couldn't stat \"%s\" : err = %d\n", ubd->backing, -err);
		return err;
	}
	err = absolute_name(ubd->backing, o->path);
	if (err)
		return err;
	ubd->fd = os_open(ubd->file, OS_READ | OS_WRITE | OS_CREATE | OS_EXCL |
			  (ubd->flags & UBD_SYNC ? OS_SYNC : 0), COW_MODE);
	if (ubd->fd < 0) {
		pr_err("Open of COW file '%s' failed, errno = %d\n", ubd->file, -ubd->fd);
		return ubd->fd;
	}
	pr_info("Creating \"%s\" as COW file for \"%s\"\n", ubd->file, ubd->backing);
	*h = (struct cow_header){ .mtime = st.mtime, .size = st.size, .backing = o->path };
	err = lock_host(ubd, ubd->fd, ubd->file, true);
	if (!err)
		err = write_new_cow(ubd->fd, h, o);
	if (err) {
		pr_err("Creation of COW file '%s' failed, errno = %d\n", ubd->file, -err);
		os_unlink(ubd->file);
		os_close(ubd->fd);
	}
	return err;
}

static int open_file(struct ubd *ubd, int index)
{
	unsigned int flags = OS_READ | (ubd->flags & UBD_SYNC ? OS_SYNC : 0);
	struct os_stat st;
	int err;

	ubd->fd = open_host(ubd->file, flags | (ubd->read_only ? 0 : OS_WRITE));
	if (!ubd->read_only && (ubd->fd == -EROFS || ubd->fd == -EACCES)) {
		ubd->read_only = true;
		ubd->fd = open_host(ubd->file, flags);
	}
	if (ubd->fd < 0)
		return ubd->fd;
	err = os_fstat(ubd->fd, &st);
	if (!err && st.type != OS_TYPE_FILE && st.type != OS_TYPE_BLOCK)
		err = st.type == OS_TYPE_DIR ? -EISDIR : -ENOTBLK;
	if (!err)
		err = lock_host(ubd, ubd->fd, ubd->file, !ubd->read_only);
	if (err)
		os_close(ubd->fd);
	return err;
}

/* Plain or COW? @ubd->fd is open. */
static int use_file(struct ubd *ubd, int index, struct opening *o)
{
	struct cow_header h;
	long long n;
	int ret;

	if (ubd->flags & UBD_DATA)
		return use_plain_file(ubd);
	n = os_pread(ubd->fd, o->header, sizeof(o->header), 0);
	ret = n < 0 ? (int)n : cow_parse(o->header, n, &h);
	if (ret > 0)
		return use_cow_file(ubd, index, &h, o);
	if (!ret && !ubd->backing)
		return use_plain_file(ubd);
	ret = ret ?: -EINVAL;
	pr_err("Failed to read COW header from COW file \"%s\", errno = %d\n", ubd->file, -ret);
	return ret;
}

static int open_with(struct ubd *ubd, int index, struct opening *o)
{
	struct cow_header h;
	int err = open_file(ubd, index);

	if (err == -ENOENT && ubd->backing) {
		err = create_cow(ubd, &h, o);
		if (err)
			return err;
		err = use_cow_file(ubd, index, &h, o);
	} else if (err) {
		pr_err("ubd%c: Can't open \"%s\": errno = %d\n", 'a' + index, ubd->file, -err);
		return err;
	} else {
		err = use_file(ubd, index, o);
	}
	if (err) {
		pr_err("Failed to open '%s', errno = %d\n", ubd->file, -err);
		os_close(ubd->fd);
	}
	return err;
}

int ubd_open(struct ubd *ubd, int index)
{
	struct opening *o = kmalloc(sizeof(*o), GFP_KERNEL);
	int err;

	if (!o)
		return -ENOMEM;
	ubd->read_only = ubd->flags & UBD_READ_ONLY;
	ubd->map = NULL;
	err = open_with(ubd, index, o);
	kfree(o);
	return err;
}

void ubd_close(struct ubd *ubd)
{
	if (ubd->map)
		os_close(ubd->map->backing);
	free_map(ubd->map);
	ubd->map = NULL;
	os_close(ubd->fd);
}
