// SPDX-License-Identifier: GPL-2.0
/*
 * Rock Ridge: POSIX names, modes, owners, links and times in the system use
 * fields of a record (IEEE P1281 SUSP, P1282 RRIP), which may continue in other
 * blocks. Fields are two letters, a length, a version, and data.
 */
#include <linux/string.h>

#include "isofs.h"

#define MAX_CONTINUATIONS	32

struct rock_walk {
	const u8		*p, *end;
	struct buffer_head	*bh;		/* of a continuation */
	u32			next_block, next_offset, next_len;
	unsigned int		hops;
};

/* The next field, or NULL. CE fields are followed when theirs is used up. */
static const u8 *next_field(struct super_block *sb, struct rock_walk *w)
{
	const u8 *f;
	u64 pos;

	while (w->end - w->p < 4 || w->p[2] < 4 || w->p[2] > w->end - w->p ||
	       !memcmp(w->p, "ST", 2)) {
		brelse(w->bh);
		w->bh = NULL;
		if (!w->next_len || w->hops++ >= MAX_CONTINUATIONS)
			return NULL;
		pos = iso_pos(sb, w->next_block) + w->next_offset;
		w->bh = sb_bread(sb, pos >> ISO_BLOCK_BITS);
		if (!w->bh)
			return NULL;
		w->p = (u8 *)w->bh->b_data + (pos & (ISO_BLOCK - 1));
		w->end = w->p + min_t(u32, w->next_len, ISO_BLOCK - (pos & (ISO_BLOCK - 1)));
		w->next_len = 0;
	}
	f = w->p;
	w->p += f[2];
	if (!memcmp(f, "CE", 2) && f[2] >= 28) {
		w->next_block = get_unaligned_le32(f + 4);
		w->next_offset = get_unaligned_le32(f + 12);
		w->next_len = get_unaligned_le32(f + 20);
	}
	return f;
}

static void first_field(const u8 *rec, unsigned int skip, struct rock_walk *w)
{
	unsigned int at = REC_NAME + rec[REC_NAME_LEN];

	at += at & 1;				/* padded to an even length */
	at += skip;
	memset(w, 0, sizeof(*w));
	w->end = rec + rec[REC_LEN];
	w->p = at < rec[REC_LEN] ? rec + at : w->end;
}

static void read_nm(const u8 *f, struct iso_entry *e, bool *first)
{
	int len = f[2] - 5;

	if (len < 0 || f[4] & 6)		/* "." and ".." */
		return;
	if (*first)
		e->name_len = 0;
	*first = false;
	len = min(len, ISO_NAME_MAX - e->name_len);
	memcpy(e->name + e->name_len, f + 5, len);
	e->name_len += len;
}

static void add_link(struct iso_entry *e, const void *text, int len)
{
	if (e->link && e->link_len + len < ISO_BLOCK) {
		memcpy(e->link + e->link_len, text, len);
		e->link_len += len;
	}
}

/*
 * Components of a target; flag 1: goes on in the next component, 2: ".",
 * 4: "..", 8: "/".
 */
static void read_sl(const u8 *f, struct iso_entry *e, bool *slash)
{
	const u8 *c = f + 5, *end = f + f[2];

	for (; end - c >= 2 && c[1] <= end - c - 2; c += 2 + c[1]) {
		if (*slash)
			add_link(e, "/", 1);
		*slash = !(c[0] & 1);
		if (c[0] & 2) {
			add_link(e, ".", 1);
		} else if (c[0] & 4) {
			add_link(e, "..", 2);
		} else if (c[0] & 8) {
			add_link(e, "/", 1);
			*slash = false;
		} else {
			add_link(e, c + 2, c[1]);
		}
	}
}

/* 17 bytes: "YYYYMMDDhhmmsscc" in digits and the offset. */
static void long_date(const u8 *d, struct timespec64 *ts)
{
	unsigned int v[7], i, width, n = 0;

	for (i = 0; i < 7; i++) {
		v[i] = 0;
		for (width = i ? 2 : 4; width; width--)
			v[i] = v[i] * 10 + (d[n++] - '0') % 10;
	}
	ts->tv_sec = v[1] ? mktime64(v[0], v[1], v[2], v[3], v[4], v[5]) - (s8)d[16] * 900 : 0;
	ts->tv_nsec = v[6] * 10000000;
}

static void read_tf(const u8 *f, struct iso_entry *e)
{
	/* creation, modification, access, attribute change */
	struct timespec64 *to[4] = { NULL, &e->mtime, &e->atime, &e->ctime };
	int i, width = f[4] & 0x80 ? 17 : 7;
	const u8 *p = f + 5;

	for (i = 0; i < 4; i++) {
		if (!(f[4] & 1 << i))
			continue;
		if (p + width > f + f[2])
			return;
		if (to[i] && width == 7)
			iso_date(p, to[i]);
		else if (to[i])
			long_date(p, to[i]);
		p += width;
	}
}

static void read_px(const u8 *f, struct iso_entry *e)
{
	if (f[2] < 36)
		return;
	e->mode = get_unaligned_le32(f + 4);
	e->nlink = get_unaligned_le32(f + 12);
	e->uid = get_unaligned_le32(f + 20);
	e->gid = get_unaligned_le32(f + 28);
}

int rock_read(struct super_block *sb, const u8 *rec, struct iso_entry *e)
{
	bool first_name = true, slash = false;
	struct rock_walk w;
	const u8 *f;

	first_field(rec, ISOFS_SB(sb)->rock_skip, &w);
	while ((f = next_field(sb, &w))) {
		if (!memcmp(f, "NM", 2)) {
			read_nm(f, e, &first_name);
		} else if (!memcmp(f, "PX", 2)) {
			read_px(f, e);
		} else if (!memcmp(f, "SL", 2) && f[2] >= 5) {
			read_sl(f, e, &slash);
		} else if (!memcmp(f, "TF", 2) && f[2] >= 5) {
			read_tf(f, e);
		} else if (!memcmp(f, "PN", 2) && f[2] >= 20) {
			e->rdev_high = get_unaligned_le32(f + 4);
			e->rdev_low = get_unaligned_le32(f + 12);
		} else if (!memcmp(f, "CL", 2) && f[2] >= 12) {
			e->child = get_unaligned_le32(f + 4);
		} else if (!memcmp(f, "RE", 2)) {
			e->relocated = true;
		}
	}
	brelse(w.bh);
	return 0;
}

/* Does the root's first record announce it (SP, then any field of RRIP)? */
void rock_probe(struct super_block *sb)
{
	struct isofs_sb *isb = ISOFS_SB(sb);
	u64 pos = iso_pos(sb, isb->root_extent), at;
	struct buffer_head *bh = iso_record(sb, pos, pos + ISO_BLOCK, &at);
	struct rock_walk w;
	const u8 *f, *rec;

	if (IS_ERR_OR_NULL(bh))
		return;
	rec = (u8 *)bh->b_data + (at & (ISO_BLOCK - 1));
	first_field(rec, 0, &w);
	f = next_field(sb, &w);
	if (f && !memcmp(f, "SP", 2) && f[2] >= 7 && f[4] == 0xbe && f[5] == 0xef) {
		isb->rock_skip = f[6];
		while ((f = next_field(sb, &w)))
			if (!memcmp(f, "RR", 2) || !memcmp(f, "ER", 2) || !memcmp(f, "PX", 2))
				isb->rock = true;
	}
	brelse(w.bh);
	brelse(bh);
}
