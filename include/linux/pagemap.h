/* SPDX-License-Identifier: GPL-2.0 */
/* The page cache: mm/filemap.c, mm/truncate.c, mm/readahead.c. */
#ifndef INCLUDE_LINUX_PAGEMAP_H
#define INCLUDE_LINUX_PAGEMAP_H

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/page-flags.h>

#define FGP_ACCESSED	0x01
#define FGP_LOCK	0x02
#define FGP_CREAT	0x04
#define FGP_WRITE	0x08
#define FGP_NOFS	0x10
#define FGP_NOWAIT	0x20
#define FGP_STABLE	0x80
#define FGP_WRITEBEGIN	(FGP_LOCK | FGP_WRITE | FGP_CREAT | FGP_STABLE)
typedef unsigned int fgf_t;

/* All return a referenced folio or ERR_PTR(-ENOENT, -ENOMEM, -EAGAIN). */
struct folio *__filemap_get_folio(struct address_space *mapping, pgoff_t index, fgf_t fgp, gfp_t gfp);
static inline struct folio *filemap_get_folio(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, 0, 0);
}
static inline struct folio *filemap_lock_folio(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, FGP_LOCK, 0);
}
static inline struct folio *filemap_grab_folio(struct address_space *mapping, pgoff_t index)
{
	return __filemap_get_folio(mapping, index, FGP_LOCK | FGP_ACCESSED | FGP_CREAT, mapping->gfp_mask);
}
int filemap_add_folio(struct address_space *mapping, struct folio *folio, pgoff_t index, gfp_t gfp);
void filemap_remove_folio(struct folio *folio);
/* Up to date, referenced, unlocked; read if needed. ERR_PTR on I/O error. */
struct folio *read_cache_folio(struct address_space *mapping, pgoff_t index, int (*filler)(struct file *, struct folio *), struct file *file);
static inline struct folio *read_mapping_folio(struct address_space *mapping, pgoff_t index, struct file *file)
{
	return read_cache_folio(mapping, index, NULL, file);
}
/* Batches: fill @folios with up to @max referenced folios from *@start; *@start moves on. */
unsigned int filemap_get_folios(struct address_space *mapping, pgoff_t *start, pgoff_t end, struct folio **folios, unsigned int max);
unsigned int filemap_get_folios_tag(struct address_space *mapping, pgoff_t *start, pgoff_t end, xa_mark_t tag, struct folio **folios, unsigned int max);

void folio_lock(struct folio *folio);
int folio_lock_killable(struct folio *folio);
int folio_wait_locked_killable(struct folio *folio);
bool folio_trylock(struct folio *folio);
void folio_unlock(struct folio *folio);
void folio_wait_locked(struct folio *folio);
void folio_wait_writeback(struct folio *folio);
void folio_wait_stable(struct folio *folio);
void folio_start_writeback(struct folio *folio);
void folio_end_writeback(struct folio *folio);
void folio_end_read(struct folio *folio, bool success);	/* uptodate (if so) and unlock */
bool folio_mark_dirty(struct folio *folio);
bool filemap_dirty_folio(struct address_space *mapping, struct folio *folio);
bool noop_dirty_folio(struct address_space *mapping, struct folio *folio);
void folio_cancel_dirty(struct folio *folio);
bool folio_clear_dirty_for_io(struct folio *folio);
void folio_account_redirty(struct folio *folio);
void folio_account_cleaned(struct folio *folio);
struct writeback_control;
bool folio_redirty_for_writepage(struct writeback_control *wbc, struct folio *folio);
void folio_mark_accessed(struct folio *folio);
void folio_add_lru(struct folio *folio);
void lru_add_drain(void);
static inline pgoff_t folio_index(const struct folio *f) { return f->index; }
static inline loff_t folio_pos(const struct folio *f) { return (loff_t)f->index << PAGE_SHIFT; }
static inline pgoff_t folio_next_index(const struct folio *f) { return f->index + folio_nr_pages(f); }
static inline size_t offset_in_folio(const struct folio *f, loff_t pos) { return pos & (folio_size(f) - 1); }
static inline void folio_zero_segment(struct folio *f, size_t start, size_t end)
{
	__builtin_memset((char *)folio_address(f) + start, 0, end - start);
}
static inline void folio_zero_range(struct folio *f, size_t start, size_t len) { folio_zero_segment(f, start, start + len); }
#define folio_attach_private(f, data)	do { (f)->private = (data); folio_set_private(f); folio_get(f); } while (0)
static inline void *folio_get_private(const struct folio *f) { return f->private; }
void *folio_detach_private(struct folio *folio);

/* Dirty pages out, and wait. Ranges are byte offsets, @end inclusive. */
int filemap_fdatawrite(struct address_space *mapping);
int filemap_fdatawrite_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_flush(struct address_space *mapping);
int filemap_fdatawait_range(struct address_space *mapping, loff_t start, loff_t end);
int filemap_fdatawait(struct address_space *mapping);
int filemap_write_and_wait_range(struct address_space *mapping, loff_t start, loff_t end);
static inline int filemap_write_and_wait(struct address_space *mapping)
{
	return filemap_write_and_wait_range(mapping, 0, LLONG_MAX);
}
int file_write_and_wait_range(struct file *file, loff_t start, loff_t end);
int file_check_and_advance_wb_err(struct file *file);
void mapping_set_error(struct address_space *mapping, int error);
int filemap_check_errors(struct address_space *mapping);
bool filemap_range_has_page(struct address_space *mapping, loff_t start, loff_t end);

/* Generic file operations */
ssize_t generic_file_read_iter(struct kiocb *iocb, struct iov_iter *iter);
ssize_t filemap_read(struct kiocb *iocb, struct iov_iter *iter, ssize_t already_read);
ssize_t generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from);
ssize_t __generic_file_write_iter(struct kiocb *iocb, struct iov_iter *from);
ssize_t generic_perform_write(struct kiocb *iocb, struct iov_iter *from);
int generic_file_mmap(struct file *file, struct vm_area_struct *vma);
int generic_file_readonly_mmap(struct file *file, struct vm_area_struct *vma);
vm_fault_t filemap_fault(struct vm_fault *vmf);
vm_fault_t filemap_map_pages(struct vm_fault *vmf, pgoff_t start, pgoff_t end);
vm_fault_t filemap_page_mkwrite(struct vm_fault *vmf);
extern const struct vm_operations_struct generic_file_vm_ops;

/* Truncation and invalidation */
void truncate_inode_pages(struct address_space *mapping, loff_t start);
void truncate_inode_pages_range(struct address_space *mapping, loff_t start, loff_t end);
void truncate_inode_pages_final(struct address_space *mapping);
void truncate_pagecache(struct inode *inode, loff_t newsize);
void truncate_pagecache_range(struct inode *inode, loff_t start, loff_t end);
void truncate_setsize(struct inode *inode, loff_t newsize);
void pagecache_isize_extended(struct inode *inode, loff_t from, loff_t to);
unsigned long invalidate_mapping_pages(struct address_space *mapping, pgoff_t start, pgoff_t end);
int invalidate_inode_pages2_range(struct address_space *mapping, pgoff_t start, pgoff_t end);
int kiocb_invalidate_pages(struct kiocb *iocb, size_t count);

/* Read-ahead */
struct readahead_control {
	struct file		*file;
	struct address_space	*mapping;
	struct file_ra_state	*ra;
	pgoff_t			_index;		/* next folio to hand out */
	unsigned int		_nr_pages;	/* left */
};
struct folio *readahead_folio(struct readahead_control *rac);	/* locked; NULL at the end */
static inline loff_t readahead_pos(struct readahead_control *rac) { return (loff_t)rac->_index << PAGE_SHIFT; }
static inline size_t readahead_length(struct readahead_control *rac) { return (size_t)rac->_nr_pages << PAGE_SHIFT; }
void page_cache_sync_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *file, pgoff_t index, unsigned long nr);
void page_cache_async_readahead(struct address_space *mapping, struct file_ra_state *ra, struct file *file, struct folio *folio, unsigned long nr);
void force_page_cache_readahead(struct address_space *mapping, struct file *file, pgoff_t index, unsigned long nr);
extern unsigned int default_ra_pages;
int generic_fadvise(struct file *file, loff_t offset, loff_t len, int advice);
int vfs_fadvise(struct file *file, loff_t offset, loff_t len, int advice);
void file_ra_state_init(struct file_ra_state *ra, struct address_space *mapping);

void address_space_init_once(struct address_space *mapping);
static inline bool mapping_tagged(struct address_space *mapping, xa_mark_t tag) { return xa_marked(&mapping->i_pages, tag); }
static inline bool mapping_writably_mapped(struct address_space *mapping) { return atomic_read(&mapping->i_mmap_writable) > 0; }
int mapping_map_writable(struct address_space *mapping);
void mapping_unmap_writable(struct address_space *mapping);
int mapping_deny_writable(struct address_space *mapping);
void mapping_allow_writable(struct address_space *mapping);
static inline gfp_t mapping_gfp_mask(struct address_space *mapping) { return mapping->gfp_mask; }
static inline void mapping_set_gfp_mask(struct address_space *mapping, gfp_t gfp) { mapping->gfp_mask = gfp; }
loff_t mapping_seek_hole_data(struct address_space *mapping, loff_t start, loff_t end, int whence);
void balance_dirty_pages_ratelimited(struct address_space *mapping);

#endif /* INCLUDE_LINUX_PAGEMAP_H */
