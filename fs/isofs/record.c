// SPDX-License-Identifier: GPL-2.0
/*
 * Directory records: finding the next one, and names of the plain and the
 * Joliet kind. The medium is not trusted: a record that does not fit its
 * sector ends the directory.
 */
#include <linux/ctype.h>
#include <linux/string.h>

#include "isofs.h"

#define REC_MIN	34

static bool record_fits(const u8 *rec, unsigned int room)
{
	return room >= REC_MIN && rec[REC_LEN] >= REC_MIN && rec[REC_LEN] <= room &&
	       REC_NAME + rec[REC_NAME_LEN] <= rec[REC_LEN];
}

/**
 * iso_record() - the first record at or after a place
 * @pos: byte on the volume
 * @end: of the directory
 * @at: where it is
 *
 * Return: its buffer; NULL when there is no more; ERR_PTR(-EIO).
 */
struct buffer_head *iso_record(struct super_block *sb, u64 pos, u64 end, u64 *at)
{
	while (pos < end) {
		unsigned int offset = pos & (ISO_BLOCK - 1);
		struct buffer_head *bh = sb_bread(sb, pos >> ISO_BLOCK_BITS);
		const u8 *rec;

		if (!bh)
			return ERR_PTR(-EIO);
		rec = (u8 *)bh->b_data + offset;
		if (record_fits(rec, ISO_BLOCK - offset)) {
			*at = pos;
			return bh;
		}
		/* The rest of a sector is empty; anything else there is damage. */
		if (rec[REC_LEN])
			pr_err_ratelimited("isofs: bad directory record at byte %llu\n", pos);
		brelse(bh);
		pos = (pos | (ISO_BLOCK - 1)) + 1;
	}
	return NULL;
}

/* ECMA-119 9.1.5: years since 1900, ..., offset from GMT in quarters of an hour. */
void iso_date(const u8 *d, struct timespec64 *ts)
{
	ts->tv_nsec = 0;
	ts->tv_sec = 0;
	if (d[1])
		ts->tv_sec = mktime64(1900 + d[0], d[1], d[2], d[3], d[4], d[5]) -
			     (s8)d[6] * 15 * 60;
}

static int put_utf8(char *to, int room, u32 c)
{
	if (c < 0x80) {
		if (room < 1)
			return 0;
		to[0] = c;
		return 1;
	}
	if (c < 0x800) {
		if (room < 2)
			return 0;
		to[0] = 0xc0 | c >> 6;
		to[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	if (c < 0x10000) {
		if (room < 3)
			return 0;
		to[0] = 0xe0 | c >> 12;
		to[1] = 0x80 | (c >> 6 & 0x3f);
		to[2] = 0x80 | (c & 0x3f);
		return 3;
	}
	if (room < 4)
		return 0;
	to[0] = 0xf0 | c >> 18;
	to[1] = 0x80 | (c >> 12 & 0x3f);
	to[2] = 0x80 | (c >> 6 & 0x3f);
	to[3] = 0x80 | (c & 0x3f);
	return 4;
}

/* Big endian UTF-16 to UTF-8; half a pair becomes a question mark. */
static int joliet_name(const u8 *from, int len, char *to)
{
	int i, n = 0;

	for (i = 0; i + 1 < len; i += 2) {
		u32 c = get_unaligned_be16(from + i), low;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < len) {
			low = get_unaligned_be16(from + i + 2);
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if ((c >= 0xd800 && c < 0xe000) || !c || c == '/')
			c = '?';
		n += put_utf8(to + n, ISO_NAME_MAX - n, c);
	}
	return n;
}

/* "NAME.;1" is name. */
static int plain_name(const u8 *from, int len, char *to, bool keep)
{
	int i;

	for (i = 0; i < len; i++)
		to[i] = keep ? from[i] : from[i] == ';' || from[i] == '/' ? '.' :
			tolower(from[i]);
	return len;
}

static int strip_version(const char *name, int len)
{
	if (len > 2 && name[len - 2] == ';' && name[len - 1] == '1')
		len -= 2;
	return len;
}

static void read_name(struct isofs_sb *isb, const u8 *rec, struct iso_entry *e)
{
	const u8 *name = rec + REC_NAME;
	int len = rec[REC_NAME_LEN];

	if (isb->joliet) {
		e->name_len = joliet_name(name, len, e->name);
		e->name_len = strip_version(e->name, e->name_len);
	} else {
		if (!isb->keep_names) {
			len = strip_version((const char *)name, len);
			if (len > 1 && name[len - 1] == '.')
				len--;
		}
		e->name_len = plain_name(name, len, e->name, isb->keep_names);
	}
}

/**
 * iso_read_entry() - what a record says
 * @rec: the record, checked by iso_record()
 * @e: filled; @e->link is set by who wants the target of a symlink
 *
 * Context: sleeps (Rock Ridge may continue elsewhere). Return: 0 or -EIO. The
 * name of "." and ".." is one byte, 0 or 1.
 */
int iso_read_entry(struct super_block *sb, const u8 *rec, struct iso_entry *e)
{
	struct isofs_sb *isb = ISOFS_SB(sb);
	char *link = e->link;

	memset(e, 0, sizeof(*e));
	e->link = link;
	e->flags = rec[REC_FLAGS];
	e->extent = get_unaligned_le32(rec + REC_EXTENT);
	e->size = get_unaligned_le32(rec + REC_SIZE);
	e->nlink = 1;
	iso_date(rec + REC_DATE, &e->mtime);
	e->atime = e->ctime = e->mtime;
	if (rec[REC_NAME_LEN] == 1 && rec[REC_NAME] <= 1) {
		e->name[0] = rec[REC_NAME];
		e->name_len = 1;
	} else {
		read_name(isb, rec, e);
	}
	return isb->rock ? rock_read(sb, rec, e) : 0;
}
