/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The header of a COW file. A COW file holds the sectors of a disk that differ
 * from those of its backing file: a header, a bitmap with one bit per sector
 * (least significant first, set = here), the sectors at their own distances.
 */
#ifndef TOOLS_UML_COW_H
#define TOOLS_UML_COW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COW_SECTOR	512
#define COW_ALIGN	4096
#define COW_NAME_MAX	4096		/* with its NUL */
#define COW_V3_SIZE	4128
#define COW_HEADER_MAX	4136		/* version 3 as old 64-bit builds wrote it */

struct cow_header {
	unsigned int	version;	/* 1, 2 or 3 */
	uint32_t	mtime;		/* of the backing file, seconds */
	uint64_t	size;		/* of the backing file, bytes */
	uint64_t	bitmap_offset;	/* all four in bytes */
	uint64_t	bitmap_len;
	uint64_t	data_offset;	/* of sector 0 */
	char		backing[COW_NAME_MAX];
};

/**
 * cow_parse() - understand the first bytes of a file
 * @buf: the bytes
 * @len: how many; COW_HEADER_MAX are enough for every version
 * @cow: the result
 *
 * Whatever the bytes are, the layout that comes out is consistent: bitmap and
 * data do not overlap the header or each other and end below 2^63.
 *
 * Return: NULL, or what is wrong in words that follow "x: ".
 */
const char *cow_parse(const void *buf, size_t len, struct cow_header *cow);

/* Version 3, all of COW_V3_SIZE bytes, from mtime, size and backing. */
void cow_encode(const struct cow_header *cow, void *buf);

/* Fills in the offsets of a version 3 header for @cow->size. */
void cow_layout(struct cow_header *cow);

/*
 * A backing file, or any file that could be one: its size (of a block device
 * too) and the second it was last written. Return: 0, or -1 with errno.
 */
int cow_stat_backing(int fd, uint64_t *size, int64_t *mtime);

/*
 * cow_lock() - POSIX lock on the whole file, of the kind a running UML takes
 *
 * Return: 0, the pid that holds a lock in the way, or -1 with errno.
 */
long cow_lock(int fd, bool exclusive);

#endif
