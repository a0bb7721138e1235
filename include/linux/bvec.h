/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BVEC_H
#define INCLUDE_LINUX_BVEC_H

struct page;

/* A contiguous run of bytes starting in @bv_page. */
struct bio_vec {
	struct page	*bv_page;
	unsigned int	bv_len;
	unsigned int	bv_offset;
};

static inline void bvec_set_page(struct bio_vec *bv, struct page *page,
				 unsigned int len, unsigned int offset)
{
	bv->bv_page = page;
	bv->bv_len = len;
	bv->bv_offset = offset;
}

#endif /* INCLUDE_LINUX_BVEC_H */
