/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the page cache share. */
#ifndef MM_FILEMAP_H
#define MM_FILEMAP_H

#include <linux/pagemap.h>

#define FOLIO_BATCH	16

struct folio *filemap_find(struct address_space *mapping, pgoff_t index);
struct folio *filemap_lock_cached(struct address_space *mapping, pgoff_t index);
int __filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index,
			gfp_t gfp);
void __filemap_remove_folio(struct folio *folio);
int filemap_read_folio(struct file *file, int (*filler)(struct file *, struct folio *),
		       struct folio *folio);

/* readahead.c: read the window that is set in @ra */
void ra_submit(struct address_space *mapping, struct file_ra_state *ra, struct file *file);
/* vmscan.c: take out a locked folio that only the cache and the caller refer to */
bool remove_mapping(struct address_space *mapping, struct folio *folio);

static inline void put_batch(struct folio **folios, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		folio_put(folios[i]);
}

#endif /* MM_FILEMAP_H */
