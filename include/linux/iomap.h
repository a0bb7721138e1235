/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Generic file I/O for filesystems that map file ranges to device ranges:
 * fs/iomap/. The filesystem supplies one mapping function, iomap does page
 * cache reads and writes, write-back, direct I/O, fiemap, and SEEK_HOLE/DATA.
 */
#ifndef INCLUDE_LINUX_IOMAP_H
#define INCLUDE_LINUX_IOMAP_H

#include <linux/fs.h>
#include <linux/pagemap.h>

struct writeback_control;

#define IOMAP_HOLE	0
#define IOMAP_DELALLOC	1
#define IOMAP_MAPPED	2
#define IOMAP_UNWRITTEN	3
#define IOMAP_INLINE	4

#define IOMAP_F_NEW	0x01			/* just allocated: zero the rest */
#define IOMAP_F_DIRTY	0x02
#define IOMAP_F_SHARED	0x04
#define IOMAP_F_MERGED	0x08

#define IOMAP_NULL_ADDR	(~0ULL)

struct iomap {
	u64			addr;		/* bytes on @bdev, IOMAP_NULL_ADDR */
	loff_t			offset;		/* bytes in the file */
	u64			length;		/* bytes */
	u16			type, flags;
	struct block_device	*bdev;
	void			*inline_data;
	void			*private;
};

#define IOMAP_WRITE	0x01
#define IOMAP_ZERO	0x02
#define IOMAP_REPORT	0x04
#define IOMAP_FAULT	0x08
#define IOMAP_DIRECT	0x10
#define IOMAP_NOWAIT	0x20

struct iomap_ops {
	int (*iomap_begin)(struct inode *inode, loff_t pos, loff_t length, unsigned int flags, struct iomap *iomap);
	int (*iomap_end)(struct inode *inode, loff_t pos, loff_t length, ssize_t written, unsigned int flags, struct iomap *iomap);
	/*
	 * Around the write of one folio, which is not locked yet and not any more;
	 * both or none. For a transaction that covers new blocks and the new size.
	 */
	int (*write_begin)(struct inode *inode, loff_t pos, size_t len);
	void (*write_end)(struct inode *inode, loff_t pos, size_t copied);
};
struct iomap_writeback_ops {
	/* Map (allocating if need be) one block range for write-back. */
	int (*map_blocks)(struct inode *inode, loff_t offset, unsigned int len, struct iomap *iomap);
	/* After the I/O: convert unwritten extents and the like (process context). */
	int (*end_io)(struct inode *inode, loff_t offset, size_t size, int error);
};
struct iomap_dio_ops {
	int (*end_io)(struct kiocb *iocb, ssize_t size, int error, unsigned int flags);
};

int iomap_read_folio(struct folio *folio, const struct iomap_ops *ops);
void iomap_readahead(struct readahead_control *rac, const struct iomap_ops *ops);
ssize_t iomap_file_buffered_write(struct kiocb *iocb, struct iov_iter *from, const struct iomap_ops *ops);
int iomap_zero_range(struct inode *inode, loff_t pos, loff_t len, bool *did_zero, const struct iomap_ops *ops);
int iomap_truncate_page(struct inode *inode, loff_t pos, bool *did_zero, const struct iomap_ops *ops);
vm_fault_t iomap_page_mkwrite(struct vm_fault *vmf, const struct iomap_ops *ops);
int iomap_writepages(struct address_space *mapping, struct writeback_control *wbc, const struct iomap_writeback_ops *ops);
ssize_t iomap_dio_rw(struct kiocb *iocb, struct iov_iter *iter, const struct iomap_ops *ops, const struct iomap_dio_ops *dops, unsigned int flags);
int iomap_fiemap(struct inode *inode, struct fiemap_extent_info *fi, u64 start, u64 len, const struct iomap_ops *ops);
loff_t iomap_seek_hole(struct inode *inode, loff_t pos, const struct iomap_ops *ops);
loff_t iomap_seek_data(struct inode *inode, loff_t pos, const struct iomap_ops *ops);
sector_t iomap_bmap(struct address_space *mapping, sector_t block, const struct iomap_ops *ops);
bool iomap_release_folio(struct folio *folio, gfp_t gfp);
void iomap_invalidate_folio(struct folio *folio, size_t offset, size_t len);
bool iomap_dirty_folio(struct address_space *mapping, struct folio *folio);

#endif /* INCLUDE_LINUX_IOMAP_H */
