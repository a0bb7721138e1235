/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_UIO_H
#define INCLUDE_LINUX_UIO_H

/*
 * Where the bytes of a read or write are: struct iov_iter walks an array of
 * guest iovecs, kernel kvecs or page bvecs. Copies advance it and return how
 * much was done, which is less only when guest memory faulted.
 *
 * READ as a direction means that the iterator is filled (ITER_DEST).
 */
#include <linux/bvec.h>
#include <linux/kernel.h>
#include <linux/types.h>
#include <uapi/linux/uio.h>

struct page;
struct folio;

struct kvec {
	void *iov_base;
	size_t iov_len;
};

enum iter_type {
	ITER_UBUF,	/* one piece of guest memory */
	ITER_IOVEC,	/* pieces of guest memory */
	ITER_BVEC,	/* pieces of pages */
	ITER_KVEC,	/* pieces of kernel memory */
	ITER_DISCARD,	/* nowhere */
};

#define ITER_SOURCE	1	/* == WRITE: data is taken from it */
#define ITER_DEST	0	/* == READ: data is put into it */

struct iov_iter {
	u8 iter_type;
	bool nofault;		/* never wait for a page of guest memory */
	bool data_source;
	size_t iov_offset;	/* into the first segment */
	size_t count;		/* bytes left */
	union {
		const struct iovec *__iov;
		const struct kvec *kvec;
		const struct bio_vec *bvec;
		void __user *ubuf;
	};
	unsigned long nr_segs;	/* 1 for ITER_UBUF */
};

struct iov_iter_state {
	size_t iov_offset;
	size_t count;
	unsigned long nr_segs;
};

static inline enum iter_type iov_iter_type(const struct iov_iter *i)
{
	return i->iter_type;
}

static inline bool iter_is_ubuf(const struct iov_iter *i)
{
	return i->iter_type == ITER_UBUF;
}

static inline bool iter_is_iovec(const struct iov_iter *i)
{
	return i->iter_type == ITER_IOVEC;
}

static inline bool iov_iter_is_kvec(const struct iov_iter *i)
{
	return i->iter_type == ITER_KVEC;
}

static inline bool iov_iter_is_bvec(const struct iov_iter *i)
{
	return i->iter_type == ITER_BVEC;
}

static inline bool iov_iter_is_discard(const struct iov_iter *i)
{
	return i->iter_type == ITER_DISCARD;
}

static inline bool user_backed_iter(const struct iov_iter *i)
{
	return iter_is_ubuf(i) || iter_is_iovec(i);
}

static inline unsigned char iov_iter_rw(const struct iov_iter *i)
{
	return i->data_source ? ITER_SOURCE : ITER_DEST;
}

static inline size_t iov_iter_count(const struct iov_iter *i)
{
	return i->count;
}

static inline const struct iovec *iter_iov(const struct iov_iter *i)
{
	return i->__iov;
}

static inline size_t iov_length(const struct iovec *iov, unsigned long nr_segs)
{
	size_t ret = 0;

	for (unsigned long seg = 0; seg < nr_segs; seg++)
		ret += iov[seg].iov_len;
	return ret;
}

static inline void iov_iter_truncate(struct iov_iter *i, u64 count)
{
	if (i->count > count)
		i->count = count;
}

/* Undo a truncation. */
static inline void iov_iter_reexpand(struct iov_iter *i, size_t count)
{
	i->count = count;
}

static inline void iov_iter_save_state(struct iov_iter *iter,
				       struct iov_iter_state *state)
{
	state->iov_offset = iter->iov_offset;
	state->count = iter->count;
	state->nr_segs = iter->nr_segs;
}

/* lib/iov_iter.c */
void iov_iter_init(struct iov_iter *i, unsigned int direction,
		   const struct iovec *iov, unsigned long nr_segs,
		   size_t count);
void iov_iter_kvec(struct iov_iter *i, unsigned int direction,
		   const struct kvec *kvec, unsigned long nr_segs,
		   size_t count);
void iov_iter_bvec(struct iov_iter *i, unsigned int direction,
		   const struct bio_vec *bvec, unsigned long nr_segs,
		   size_t count);
void iov_iter_ubuf(struct iov_iter *i, unsigned int direction,
		   void __user *buf, size_t count);
void iov_iter_discard(struct iov_iter *i, unsigned int direction,
		      size_t count);
void iov_iter_advance(struct iov_iter *i, size_t bytes);
void iov_iter_revert(struct iov_iter *i, size_t bytes);
void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state);
size_t iov_iter_single_seg_count(const struct iov_iter *i);
unsigned long iov_iter_alignment(const struct iov_iter *i);
int iov_iter_npages(const struct iov_iter *i, int maxpages);

/* These may sleep and fault in guest memory, unless the iter says nofault. */
size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i);
size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *i);
bool copy_from_iter_full(void *addr, size_t bytes, struct iov_iter *i);
size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes,
			 struct iov_iter *i);
size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes,
			   struct iov_iter *i);
size_t copy_folio_to_iter(struct folio *folio, size_t offset, size_t bytes,
			  struct iov_iter *i);
size_t iov_iter_zero(size_t bytes, struct iov_iter *i);
/* Never waits for guest memory: the caller holds a page lock. */
size_t copy_page_from_iter_atomic(struct page *page, size_t offset,
				  size_t bytes, struct iov_iter *i);
size_t copy_folio_from_iter_atomic(struct folio *folio, size_t offset,
				   size_t bytes, struct iov_iter *i);
#define copy_from_iter_nocache(addr, bytes, i) copy_from_iter(addr, bytes, i)

/* Bytes that could NOT be faulted in, without advancing. */
size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t bytes);
size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t bytes);

/**
 * import_iovec - fetch and check a guest iovec array
 * @type: ITER_SOURCE or ITER_DEST
 * @uvec: the array in guest memory
 * @nr_segs: its length
 * @fast_segs: length of the array *@iovp points at
 * @iovp: in: an array to use when large enough; out: what to kfree(), or NULL
 * @i: the iterator set up
 *
 * Context: may sleep.
 * Return: total bytes, -EINVAL, -EFAULT or -ENOMEM.
 */
ssize_t import_iovec(int type, const struct iovec __user *uvec,
		     unsigned int nr_segs, unsigned int fast_segs,
		     struct iovec **iovp, struct iov_iter *i);
int import_ubuf(int type, void __user *buf, size_t len, struct iov_iter *i);
#define import_single_range(type, buf, len, iov, i) \
	((void)(iov), import_ubuf(type, buf, len, i))

#endif /* INCLUDE_LINUX_UIO_H */
