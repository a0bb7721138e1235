// SPDX-License-Identifier: GPL-2.0
/*
 * Headers of copy-on-write files: three versions, and the broken third one of
 * old 64-bit builds, whose compiler padded the structure. All integers are big
 * endian, but for version 1, which has the order of the machine that wrote it.
 *
 * A header comes from outside: sizes and offsets are checked here so that
 * nobody who uses the layout can overflow. Sectors are 512 bytes in every file
 * that is known; others are refused.
 */
#include <linux/align.h>
#include <linux/build_bug.h>
#include <linux/byteorder.h>
#include <linux/errno.h>
#include <linux/math.h>
#include <linux/printk.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "cow.h"

#define COW_SECTOR	512
#define COW_SIZE_MAX	(1ULL << 60)
#define COW_ALIGN_MAX	(1U << 30)

struct cow_v1 {
	__be32	magic, version;
	char	backing[256];
	__be32	mtime;
	__be64	size;
	__be32	sectorsize;
} __packed;
static_assert(sizeof(struct cow_v1) == 280);

struct cow_v2 {
	__be32	magic, version;
	char	backing[COW_PATH_MAX];
	__be32	mtime;
	__be64	size;
	__be32	sectorsize;
} __packed;
static_assert(sizeof(struct cow_v2) == 4120);

struct cow_v3 {
	__be32	magic, version, mtime;
	__be64	size;
	__be32	sectorsize, alignment, cow_format;
	char	backing[COW_PATH_MAX];
} __packed;
static_assert(sizeof(struct cow_v3) == 4128);

struct cow_v3_broken {
	__be32	magic, version, mtime, mtime_low;
	__be64	size;
	__be32	sectorsize, alignment, cow_format;
	char	backing[COW_PATH_MAX];
	__be32	pad;
} __packed;
static_assert(sizeof(struct cow_v3_broken) == 4136);

/* Fields common to all versions, in our byte order. */
struct cow_fields {
	u32	mtime, sectorsize, align;
	u64	size;
	u64	header_size;
};

static int cow_error(const char *what)
{
	pr_err("read_cow_header - %s\n", what);
	return -EINVAL;
}

static int set_layout(struct cow_header *h, const struct cow_fields *f)
{
	u64 sectors = DIV_ROUND_UP_ULL(f->size, COW_SECTOR);

	if (f->sectorsize != COW_SECTOR)
		return cow_error("invalid COW header, sector size is not 512");
	if (!f->align)
		return cow_error("invalid COW header, align == 0");
	if (f->size > COW_SIZE_MAX || f->align > COW_ALIGN_MAX)
		return cow_error("invalid COW header, sizes out of range");
	h->mtime = f->mtime;
	h->size = f->size;
	if (h->version < 3) {
		/* Rounded down: up to seven sectors may have no bit. */
		h->layout.bitmap_offset = f->header_size;
		h->layout.bitmap_len = (f->size + COW_SECTOR - 1) / (8 * COW_SECTOR);
	} else {
		h->layout.bitmap_offset = roundup(f->header_size, (u64)f->align);
		h->layout.bitmap_len = DIV_ROUND_UP_ULL(sectors, 8);
	}
	h->layout.data_offset = roundup(h->layout.bitmap_offset + h->layout.bitmap_len,
					(u64)f->align);
	return 1;
}

static int set_name(struct cow_header *h, const void *buf, size_t offset, size_t size)
{
	h->backing = buf + offset;
	h->name_offset = offset;
	h->name_size = size;
	if (strnlen(h->backing, size) == size)
		return cow_error("invalid COW header, the backing file's name has no end");
	return 0;
}

static int parse_v1(const struct cow_v1 *v, bool swapped, struct cow_header *h)
{
	struct cow_fields f = {
		.mtime = swapped ? be32_to_cpu(v->mtime) : (__force u32)v->mtime,
		.size = swapped ? be64_to_cpu(v->size) : (__force u64)v->size,
		.sectorsize = swapped ? be32_to_cpu(v->sectorsize) : (__force u32)v->sectorsize,
		.align = COW_SECTOR,
		.header_size = sizeof(*v),
	};
	int err = set_name(h, v, offsetof(struct cow_v1, backing), sizeof(v->backing));

	return err ? err : set_layout(h, &f);
}

static int parse_v2(const struct cow_v2 *v, struct cow_header *h)
{
	struct cow_fields f = {
		.mtime = be32_to_cpu(v->mtime),
		.size = be64_to_cpu(v->size),
		.sectorsize = be32_to_cpu(v->sectorsize),
		.align = COW_SECTOR,
		.header_size = sizeof(*v),
	};
	int err = set_name(h, v, offsetof(struct cow_v2, backing), sizeof(v->backing));

	return err ? err : set_layout(h, &f);
}

static int parse_v3_broken(const struct cow_v3_broken *v, struct cow_header *h)
{
	struct cow_fields f = {
		.mtime = be32_to_cpu(v->mtime),
		.size = be64_to_cpu(v->size),
		.sectorsize = be32_to_cpu(v->sectorsize),
		.align = be32_to_cpu(v->alignment),
		.header_size = sizeof(*v),
	};
	int err = set_name(h, v, offsetof(struct cow_v3_broken, backing), sizeof(v->backing));

	pr_err("read_cow_header - broken V3 file with 64-bit layout - recovering content.\n");
	if (v->cow_format)
		return cow_error("unknown COW format");
	return err ? err : set_layout(h, &f);
}

static int parse_v3(const struct cow_v3 *v, struct cow_header *h)
{
	struct cow_fields f = {
		.mtime = be32_to_cpu(v->mtime),
		.size = be64_to_cpu(v->size),
		.sectorsize = be32_to_cpu(v->sectorsize),
		.align = be32_to_cpu(v->alignment),
		.header_size = sizeof(*v),
	};
	int err;

	/* A name starts with a slash; where it would be, the other one has zeroes. */
	if (!memchr_inv(v->backing, 0, 4))
		return parse_v3_broken((const void *)v, h);
	err = set_name(h, v, offsetof(struct cow_v3, backing), sizeof(v->backing));
	if (v->cow_format)
		return cow_error("unknown COW format");
	return err ? err : set_layout(h, &f);
}

/* Bytes a header of this version has; 0 for a version nobody knows. */
static size_t header_bytes(unsigned int version)
{
	switch (version) {
	case 1:	return sizeof(struct cow_v1);
	case 2:	return sizeof(struct cow_v2);
	case 3:	return sizeof(struct cow_v3_broken);
	}
	return 0;
}

int cow_parse(const void *buf, size_t len, struct cow_header *h)
{
	const u32 *words = buf;
	bool swapped;

	memset(h, 0, sizeof(*h));
	if (len < 4)
		return 0;
	if (words[0] != COW_MAGIC && be32_to_cpu((__force __be32)words[0]) != COW_MAGIC)
		return 0;
	if (len < 8) {
		cow_error("short header");
		return 0;
	}
	swapped = words[0] != COW_MAGIC;
	h->version = swapped ? be32_to_cpu((__force __be32)words[1]) : words[1];
	if (!header_bytes(h->version)) {
		cow_error("invalid COW version");
		return 0;
	}
	if (len < header_bytes(h->version))
		return cow_error("short header");
	switch (h->version) {
	case 1:	return parse_v1(buf, swapped, h);
	case 2:	return parse_v2(buf, h);
	}
	return parse_v3(buf, h);
}

int cow_build(void *buf, struct cow_header *h)
{
	struct cow_fields f = {
		.mtime = h->mtime,
		.size = h->size,
		.sectorsize = COW_SECTOR,
		.align = COW_ALIGN,
		.header_size = sizeof(struct cow_v3),
	};
	struct cow_v3 *v = buf;
	int ret;

	if (strlen(h->backing) >= COW_PATH_MAX)
		return -ENAMETOOLONG;
	memset(buf, 0, COW_HEADER_MAX);
	v->magic = cpu_to_be32(COW_MAGIC);
	v->version = cpu_to_be32(3);
	v->mtime = cpu_to_be32(f.mtime);
	v->size = cpu_to_be64(f.size);
	v->sectorsize = cpu_to_be32(f.sectorsize);
	v->alignment = cpu_to_be32(f.align);
	strscpy(v->backing, h->backing, sizeof(v->backing));
	h->version = 3;
	h->name_offset = offsetof(struct cow_v3, backing);
	h->name_size = sizeof(v->backing);
	ret = set_layout(h, &f);
	return ret < 0 ? ret : (int)sizeof(*v);
}
