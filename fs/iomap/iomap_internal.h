/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of fs/iomap only. */
#ifndef FS_IOMAP_IOMAP_INTERNAL_H
#define FS_IOMAP_IOMAP_INTERNAL_H

#include <linux/bio.h>
#include <linux/iomap.h>

/* The mapping at @pos for @len bytes, with ->iomap_end() at the end of its use. */
static inline int iomap_get(struct inode *inode, loff_t pos, loff_t len, unsigned int flags,
			    const struct iomap_ops *ops, struct iomap *map)
{
	*map = (struct iomap){ .addr = IOMAP_NULL_ADDR };
	return ops->iomap_begin(inode, pos, len, flags, map);
}

static inline void iomap_put(struct inode *inode, loff_t pos, loff_t len, ssize_t written,
			     unsigned int flags, const struct iomap_ops *ops, struct iomap *map)
{
	if (ops->iomap_end)
		ops->iomap_end(inode, pos, len, written, flags, map);
}

static inline sector_t iomap_sector(const struct iomap *map, loff_t pos)
{
	return (map->addr + (pos - map->offset)) >> SECTOR_SHIFT;
}

/* Bytes of @map from @pos on. */
static inline u64 iomap_length_from(const struct iomap *map, loff_t pos)
{
	return map->offset + map->length - pos;
}

/* read.c: fill a locked folio now; it stays locked. 0 or -errno */
int iomap_fill_folio(struct inode *inode, struct folio *folio, const struct iomap_ops *ops);

#endif /* FS_IOMAP_IOMAP_INTERNAL_H */
