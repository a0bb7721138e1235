// SPDX-License-Identifier: GPL-2.0
/*
 * Merging: the disk a guest sees through a COW file, copied run by run.
 *
 * The bitmap is read a piece at a time, so that memory does not grow with the
 * disk. Sectors the bitmap says are in the COW file must be there: a COW file
 * has its full length from the start, so one that ends early was cut off.
 */
#include "moo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool.h"

#define BITMAP_PIECE	4096			/* bytes: the bits of 16 MiB */
#define COPY_PIECE	(256 * 1024)
#define ZERO_PIECE	4096

static bool all_zero(const char *buf, size_t len)
{
	return !len || (!buf[0] && !memcmp(buf, buf + 1, len - 1));
}

/* Writes what of @buf is not zero, in steps of a page. */
static int write_sparse(int fd, const char *buf, size_t len, uint64_t offset)
{
	while (len) {
		size_t step = len < ZERO_PIECE ? len : ZERO_PIECE;

		if (!all_zero(buf, step) && pwrite_all(fd, buf, step, offset))
			return -1;
		buf += step;
		len -= step;
		offset += step;
	}
	return 0;
}

static void copy_piece(int from, const char *from_name, uint64_t from_offset,
		       const struct moo_output *out, uint64_t offset, size_t len)
{
	static char buf[COPY_PIECE];
	ssize_t n = pread_all(from, buf, len, from_offset);
	int err;

	if (n < 0)
		die_errno("cannot read '%s' at %llu", from_name, (unsigned long long)from_offset);
	if ((size_t)n < len)
		die("'%s' is cut off: it ends before byte %llu", from_name,
		    (unsigned long long)(from_offset + len));
	if (out->sparse)
		err = write_sparse(out->fd, buf, len, offset);
	else
		err = pwrite_all(out->fd, buf, len, offset);
	if (err)
		die_errno("cannot write '%s'%s", out->name,
			  out->all ? "" : "; nothing is lost, make room and run it again");
}

/* How far from @offset there is nothing but a hole; 0 where there is data. */
static uint64_t hole_length(int fd, uint64_t offset, uint64_t len)
{
	off_t data = lseek(fd, offset, SEEK_DATA);

	if (data < 0)
		return errno == ENXIO ? len : 0;
	return (uint64_t)data - offset < len ? (uint64_t)data - offset : len;
}

/* Bytes @start to @end of the disk, which are all in the same file. */
static void copy_run(const struct moo *moo, bool in_cow, const struct moo_output *out,
		     uint64_t start, uint64_t end)
{
	int from = in_cow ? moo->cow_fd : moo->backing_fd;
	const char *name = in_cow ? moo->cow_name : moo->backing_name;
	uint64_t shift = in_cow ? moo->cow.data_offset : 0;

	while (start < end) {
		uint64_t len = end - start;

		if (out->sparse && !in_cow) {
			uint64_t hole = hole_length(from, start, len);

			if (hole) {
				start += hole;
				continue;
			}
		}
		if (len > COPY_PIECE)
			len = COPY_PIECE;
		copy_piece(from, name, start + shift, out, start, len);
		start += len;
	}
}

static bool bit(const unsigned char *bitmap, size_t n)
{
	return bitmap[n / 8] >> (n % 8) & 1;
}

/* The sectors of one piece of the bitmap, grouped into runs. */
static void merge_piece(const struct moo *moo, const struct moo_output *out,
			const unsigned char *bitmap, uint64_t first, size_t sectors)
{
	uint64_t size = moo->cow.size;
	size_t n, end;

	for (n = 0; n < sectors; n = end) {
		bool in_cow = bit(bitmap, n);
		uint64_t stop;

		for (end = n + 1; end < sectors && bit(bitmap, end) == in_cow; end++)
			;
		stop = (first + end) * COW_SECTOR;
		if (in_cow || out->all)
			copy_run(moo, in_cow, out, (first + n) * COW_SECTOR,
				 stop < size ? stop : size);
	}
}

void moo_merge(const struct moo *moo, const struct moo_output *out)
{
	uint64_t sectors = (moo->cow.size + COW_SECTOR - 1) / COW_SECTOR;
	unsigned char bitmap[BITMAP_PIECE];
	uint64_t done, first, left;

	for (done = 0; done * 8 < sectors; done += BITMAP_PIECE) {
		uint64_t want = done < moo->cow.bitmap_len ? moo->cow.bitmap_len - done : 0;
		ssize_t n;

		if (want > BITMAP_PIECE)
			want = BITMAP_PIECE;
		/* No bit, not here: versions 1 and 2 have none for the last sectors. */
		memset(bitmap, 0, sizeof(bitmap));
		n = pread_all(moo->cow_fd, bitmap, want, moo->cow.bitmap_offset + done);
		if (n < 0)
			die_errno("cannot read the bitmap of '%s'", moo->cow_name);
		if ((uint64_t)n < want)
			die("'%s' is cut off: it ends inside its bitmap", moo->cow_name);
		first = done * 8;
		left = sectors - first;
		merge_piece(moo, out, bitmap, first,
			    left < 8 * BITMAP_PIECE ? left : 8 * BITMAP_PIECE);
	}
}
