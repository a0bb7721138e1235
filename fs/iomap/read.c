// SPDX-License-Identifier: GPL-2.0
/*
 * Reading folios: each is cut where the file's mapping changes; holes and
 * unwritten ranges are zeroed, the rest is read. Read-ahead keeps one bio open
 * as long as folios continue each other on the device.
 *
 * A folio under read carries a counter of its outstanding pieces; whoever
 * takes it to zero ends the read. Completions run at interrupt points.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "iomap_internal.h"

/* One folio being read. */
struct folio_read {
	struct folio	*folio;
	atomic_t	left;
	bool		failed;
};

/* A read in progress over several folios. */
struct read_ctx {
	struct inode		*inode;
	const struct iomap_ops	*ops;
	struct iomap		map;
	bool			have_map;
	struct bio		*bio;
	unsigned int		nr_vecs;
};

/* Which folio_read a vector of a bio belongs to: kept in the folio. */
static void folio_read_put(struct folio_read *fr, bool failed)
{
	if (failed)
		WRITE_ONCE(fr->failed, true);
	if (!atomic_dec_and_test(&fr->left))
		return;
	fr->folio->private = NULL;
	folio_end_read(fr->folio, !READ_ONCE(fr->failed));
	kfree(fr);
}

/*
 * bio_add_page() joins neighbours into one vector, so the folios of a vector
 * are found by walking its pages.
 */
static void iomap_read_end_io(struct bio *bio)
{
	struct bio_vec *bv;
	int i;

	bio_for_each_bvec_all(bv, bio, i) {
		char *p = page_address(bv->bv_page) + bv->bv_offset, *end = p + bv->bv_len;

		while (p < end) {
			struct folio *folio = page_folio(virt_to_page(p));
			char *folio_end = (char *)folio_address(folio) + folio_size(folio);

			folio_read_put(folio->private, bio->bi_status);
			p = folio_end;
		}
	}
	bio_put(bio);
}

static void submit_read(struct read_ctx *ctx)
{
	if (ctx->bio)
		submit_bio(ctx->bio);
	ctx->bio = NULL;
}

/* The bio's last byte on disk is right before @sector, and its last folio is another one. */
static bool bio_continues(struct read_ctx *ctx, sector_t sector, struct folio *folio)
{
	struct bio *bio = ctx->bio;
	struct bio_vec *bv;

	if (!bio || bio->bi_bdev != ctx->map.bdev || bio_end_sector(bio) != sector)
		return false;
	bv = &bio->bi_io_vec[bio->bi_vcnt - 1];
	return page_folio(virt_to_page(page_address(bv->bv_page) + bv->bv_offset + bv->bv_len - 1)) != folio;
}

static void add_read(struct read_ctx *ctx, struct folio *folio, struct folio_read *fr,
		     loff_t pos, size_t len)
{
	sector_t sector = iomap_sector(&ctx->map, pos);

	atomic_inc(&fr->left);
	if (bio_continues(ctx, sector, folio) &&
	    bio_add_folio(ctx->bio, folio, len, offset_in_folio(folio, pos)))
		return;
	submit_read(ctx);
	ctx->bio = bio_alloc(ctx->map.bdev, ctx->nr_vecs, REQ_OP_READ, GFP_KERNEL | __GFP_NOFAIL);
	ctx->bio->bi_iter.bi_sector = sector;
	ctx->bio->bi_end_io = iomap_read_end_io;
	bio_add_folio(ctx->bio, folio, len, offset_in_folio(folio, pos));
}

static int get_read_map(struct read_ctx *ctx, loff_t pos, loff_t len)
{
	int err;

	if (ctx->have_map && pos >= ctx->map.offset && iomap_length_from(&ctx->map, pos) > 0 &&
	    pos < (loff_t)(ctx->map.offset + ctx->map.length))
		return 0;
	err = iomap_get(ctx->inode, pos, len, 0, ctx->ops, &ctx->map);
	ctx->have_map = !err;
	if (!err && (ctx->map.offset > pos || ctx->map.length == 0))
		err = -EIO;
	return err;
}

static void copy_inline(struct folio *folio, const struct iomap *map, loff_t pos, size_t len)
{
	size_t have = map->length > (u64)(pos - map->offset) ? map->length - (pos - map->offset) : 0;
	size_t n = min(have, len), at = offset_in_folio(folio, pos);

	memcpy((char *)folio_address(folio) + at, (char *)map->inline_data + (pos - map->offset), n);
	folio_zero_range(folio, at + n, len - n);
}

/* Start reading all of a locked folio; @window: how much may be mapped at once. */
static int read_folio_pieces(struct read_ctx *ctx, struct folio *folio, loff_t window)
{
	loff_t pos = folio_pos(folio), end = pos + folio_size(folio);
	loff_t isize = i_size_read(ctx->inode);
	unsigned int blocksize = i_blocksize(ctx->inode);
	struct folio_read *fr;
	int err = 0;

	fr = kmalloc(sizeof(*fr), GFP_KERNEL);
	if (!fr) {
		folio_end_read(folio, false);
		return -ENOMEM;
	}
	*fr = (struct folio_read){ .folio = folio };
	atomic_set(&fr->left, 1);
	folio->private = fr;
	while (pos < end && !err) {
		size_t len = end - pos;

		if (pos >= isize) {
			folio_zero_range(folio, offset_in_folio(folio, pos), len);
			break;
		}
		err = get_read_map(ctx, pos, max_t(loff_t, window, len));
		if (err)
			break;
		len = min_t(u64, len, iomap_length_from(&ctx->map, pos));
		len = min_t(u64, len, ALIGN(isize, blocksize) - pos);
		if (ctx->map.type == IOMAP_MAPPED)
			add_read(ctx, folio, fr, pos, len);
		else if (ctx->map.type == IOMAP_INLINE)
			copy_inline(folio, &ctx->map, pos, len);
		else
			folio_zero_range(folio, offset_in_folio(folio, pos), len);
		pos += len;
	}
	folio_read_put(fr, err);
	return err;
}

/**
 * iomap_read_folio() - ->read_folio of a filesystem
 *
 * Return: 0 when the read was started; the folio is unlocked at its end.
 */
int iomap_read_folio(struct folio *folio, const struct iomap_ops *ops)
{
	struct read_ctx ctx = { .inode = folio->mapping->host, .ops = ops, .nr_vecs = 4 };
	int err = read_folio_pieces(&ctx, folio, folio_size(folio));

	submit_read(&ctx);
	return err;
}

void iomap_readahead(struct readahead_control *rac, const struct iomap_ops *ops)
{
	struct read_ctx ctx = {
		.inode = rac->mapping->host, .ops = ops,
		.nr_vecs = min_t(unsigned int, BIO_MAX_VECS, rac->_nr_pages + 1),
	};
	struct blk_plug plug;
	struct folio *folio;

	blk_start_plug(&plug);
	for (;;) {
		loff_t window = readahead_length(rac);

		folio = readahead_folio(rac);
		if (!folio)
			break;
		read_folio_pieces(&ctx, folio, window);
	}
	submit_read(&ctx);
	blk_finish_plug(&plug);
}

int iomap_fill_folio(struct inode *inode, struct folio *folio, const struct iomap_ops *ops)
{
	struct read_ctx ctx = { .inode = inode, .ops = ops, .nr_vecs = 4 };
	int err;

	err = read_folio_pieces(&ctx, folio, folio_size(folio));
	submit_read(&ctx);
	blk_flush_plug(current);
	folio_lock(folio);
	if (folio->mapping != inode->i_mapping)
		return -ESTALE;			/* truncated meanwhile: start over */
	return folio_test_uptodate(folio) ? 0 : err ? err : -EIO;
}
