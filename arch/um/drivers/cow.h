/* SPDX-License-Identifier: GPL-2.0 */
/* The format of copy-on-write files: headers and layout, no I/O. */
#ifndef ARCH_UM_DRIVERS_COW_H
#define ARCH_UM_DRIVERS_COW_H

#include <linux/types.h>

#define COW_MAGIC	0x4f4f4f4dU
#define COW_HEADER_MAX	4136		/* the broken version 3, the longest */
#define COW_PATH_MAX	4096		/* with its NUL; 256 in version 1 */
#define COW_ALIGN	4096		/* of the files we create */

/**
 * struct cow_layout - where things are in a COW file
 * @bitmap_offset: byte n/8, bit n%8 is set when sector n is in this file
 * @bitmap_len: bytes of bitmap that belong to the format
 * @data_offset: sector n is at data_offset + n * 512
 */
struct cow_layout {
	u64	bitmap_offset;
	u64	bitmap_len;
	u64	data_offset;
};

/**
 * struct cow_header - what a header says
 * @version: 1 to 3
 * @mtime: of the backing file, seconds
 * @size: of the backing file, bytes
 * @name_offset: where the backing file's name is in the file
 * @name_size: room for it, with its NUL
 * @backing: the name, in the parsed buffer
 */
struct cow_header {
	unsigned int		version;
	s64			mtime;
	u64			size;
	unsigned int		name_offset, name_size;
	const char		*backing;
	struct cow_layout	layout;
};

/**
 * cow_parse() - understand the start of a file
 * @buf: the first bytes of it
 * @len: how many, at least COW_HEADER_MAX unless the file is shorter
 * @h: the result; @h->backing points into @buf
 *
 * Reads versions 1 and 2, 3, and the version 3 that 64-bit builds once wrote
 * with a layout of their own.
 *
 * Context: any. Return: 1 for a COW file, 0 when it is none, -EINVAL for a COW
 * file whose header makes no sense (said in the log).
 */
int cow_parse(const void *buf, size_t len, struct cow_header *h);

/**
 * cow_build() - a version 3 header
 * @buf: room for COW_HEADER_MAX bytes, filled
 * @h: @size, @mtime and @backing are used, the rest is set
 *
 * Return: bytes of the header; -ENAMETOOLONG.
 */
int cow_build(void *buf, struct cow_header *h);

#endif /* ARCH_UM_DRIVERS_COW_H */
