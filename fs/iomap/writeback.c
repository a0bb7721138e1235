// SPDX-License-Identifier: GPL-2.0
/*
 * Write-back: each dirty folio is cut where the mapping changes and goes out
 * in bios that continue as long as the device blocks do. Holes inside a dirty
 * folio are zeros and stay holes.
 *
 * A folio under write-back counts its outstanding pieces in a small object;
 * the last one ends write-back. Completions run at interrupt points; the
 * filesystem's end_io (which may sleep) is not called from them.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/writeback.h>

#include "iomap_internal.h"

struct folio_wb {
	struct folio	*folio;
	atomic_t	left;
};

/* What a bio writes: the folios of its vectors, in order. */
struct write_ctx {
	struct inode			*inode;
	const struct iomap_writeback_ops *ops;
	struct iomap			map;
	bool				have_map;
	struct bio			*bio;
};

static void folio_wb_put(struct folio_wb *wb)
{
	struct folio *folio = wb->folio;

	if (!atomic_dec_and_test(&wb->left))
		return;
	folio->private = NULL;
	kfree(wb);
	folio_end_writeback(folio);
}

static void iomap_write_end_io(struct bio *bio)
{
	struct bio_vec *bv;
	int i;

	bio_for_each_bvec_all(bv, bio, i) {
		char *p = page_address(bv->bv_page) + bv->bv_offset, *end = p + bv->bv_len;

		while (p < end) {
			struct folio *folio = page_folio(virt_to_page(p));

			p = (char *)folio_address(folio) + folio_size(folio);
			if (bio->bi_status)
				mapping_set_error(folio->mapping, blk_status_to_errno(bio->bi_status));
			folio_wb_put(folio->private);
		}
	}
	bio_put(bio);
}

static void submit_write(struct write_ctx *ctx)
{
	if (ctx->bio)
		submit_bio(ctx->bio);
	ctx->bio = NULL;
}

static bool bio_continues(struct write_ctx *ctx, sector_t sector, struct folio *folio)
{
	struct bio *bio = ctx->bio;
	struct bio_vec *bv;

	if (!bio || bio->bi_bdev != ctx->map.bdev || bio_end_sector(bio) != sector)
		return false;
	/* One vector per folio and piece: see iomap_write_end_io(). */
	bv = &bio->bi_io_vec[bio->bi_vcnt - 1];
	return page_folio(virt_to_page(page_address(bv->bv_page) + bv->bv_offset + bv->bv_len - 1)) != folio;
}

static void add_write(struct write_ctx *ctx, struct folio *folio, struct folio_wb *wb,
		      loff_t pos, size_t len, blk_opf_t opf)
{
	sector_t sector = iomap_sector(&ctx->map, pos);

	atomic_inc(&wb->left);
	if (bio_continues(ctx, sector, folio) &&
	    bio_add_folio(ctx->bio, folio, len, offset_in_folio(folio, pos)))
		return;
	submit_write(ctx);
	ctx->bio = bio_alloc(ctx->map.bdev, 64, opf, GFP_NOFS | __GFP_NOFAIL);
	ctx->bio->bi_iter.bi_sector = sector;
	ctx->bio->bi_end_io = iomap_write_end_io;
	bio_add_folio(ctx->bio, folio, len, offset_in_folio(folio, pos));
}

static int get_write_map(struct write_ctx *ctx, loff_t pos, unsigned int len)
{
	int err;

	if (ctx->have_map && pos >= ctx->map.offset &&
	    pos < (loff_t)(ctx->map.offset + ctx->map.length))
		return 0;
	ctx->map = (struct iomap){ .addr = IOMAP_NULL_ADDR };
	err = ctx->ops->map_blocks(ctx->inode, pos, len, &ctx->map);
	ctx->have_map = !err;
	return !err && (ctx->map.offset > pos || !ctx->map.length) ? -EIO : err;
}

/* Write one locked folio whose dirty bit was just cleared; unlocks it. */
static int iomap_write_folio(struct folio *folio, struct writeback_control *wbc, void *data)
{
	struct write_ctx *ctx = data;
	loff_t pos = folio_pos(folio), isize = i_size_read(ctx->inode);
	loff_t end = min_t(loff_t, pos + folio_size(folio), ALIGN(isize, i_blocksize(ctx->inode)));
	blk_opf_t opf = REQ_OP_WRITE | (wbc->sync_mode == WB_SYNC_ALL ? REQ_SYNC : 0);
	struct folio_wb *wb;
	int err = 0;

	if (pos >= isize) {			/* truncated meanwhile */
		folio_unlock(folio);
		return 0;
	}
	if (isize < pos + (loff_t)folio_size(folio))
		folio_zero_segment(folio, isize - pos, folio_size(folio));
	wb = kmalloc(sizeof(*wb), GFP_NOFS | __GFP_NOFAIL);
	*wb = (struct folio_wb){ .folio = folio };
	atomic_set(&wb->left, 1);
	folio_start_writeback(folio);
	folio->private = wb;
	while (pos < end && !err) {
		size_t len = end - pos;

		err = get_write_map(ctx, pos, len);
		if (err)
			break;
		len = min_t(u64, len, iomap_length_from(&ctx->map, pos));
		if (ctx->map.type == IOMAP_MAPPED)
			add_write(ctx, folio, wb, pos, len, opf);
		pos += len;
	}
	if (err)
		mapping_set_error(folio->mapping, err);
	folio_unlock(folio);
	folio_wb_put(wb);
	return err;
}

int iomap_writepages(struct address_space *mapping, struct writeback_control *wbc,
		     const struct iomap_writeback_ops *ops)
{
	struct write_ctx ctx = { .inode = mapping->host, .ops = ops };
	struct blk_plug plug;
	int err;

	blk_start_plug(&plug);
	err = write_cache_pages(mapping, wbc, iomap_write_folio, &ctx);
	submit_write(&ctx);
	blk_finish_plug(&plug);
	return err;
}
