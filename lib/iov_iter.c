// SPDX-License-Identifier: GPL-2.0
/*
 * Walking the memory of a read or write: guest buffers, kernel buffers, pages.
 *
 * One loop, iter_run(), cuts the wanted bytes at segment ends and hands each
 * piece to a copy operation, of which there are three: to the iterator, from
 * it, and zeroing it. A piece of guest memory that faults ends the loop, so the
 * caller sees a short count and decides what that means.
 *
 * Pages are in the kernel's linear mapping, so pieces of them are plain kernel
 * memory, also across page ends.
 */
#include <asm/page.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm_types.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

/* A piece of one segment; exactly one of the pointers counts. */
struct piece {
	bool user;
	bool nofault;
	void *kern;
	void __user *ptr;
};

/* Bytes not done. buf is the kernel's side, NULL for zeroing. */
typedef size_t (*piece_fn)(const struct piece *p, void *buf, size_t len);

static void iov_iter_setup(struct iov_iter *i, enum iter_type type,
			   unsigned int direction, unsigned long nr_segs,
			   size_t count)
{
	memset(i, 0, sizeof(*i));
	i->iter_type = type;
	i->data_source = direction == ITER_SOURCE;
	i->nr_segs = nr_segs;
	i->count = count;
}

void iov_iter_init(struct iov_iter *i, unsigned int direction,
		   const struct iovec *iov, unsigned long nr_segs,
		   size_t count)
{
	iov_iter_setup(i, ITER_IOVEC, direction, nr_segs, count);
	i->__iov = iov;
}
EXPORT_SYMBOL(iov_iter_init);

void iov_iter_kvec(struct iov_iter *i, unsigned int direction,
		   const struct kvec *kvec, unsigned long nr_segs,
		   size_t count)
{
	iov_iter_setup(i, ITER_KVEC, direction, nr_segs, count);
	i->kvec = kvec;
}
EXPORT_SYMBOL(iov_iter_kvec);

void iov_iter_bvec(struct iov_iter *i, unsigned int direction,
		   const struct bio_vec *bvec, unsigned long nr_segs,
		   size_t count)
{
	iov_iter_setup(i, ITER_BVEC, direction, nr_segs, count);
	i->bvec = bvec;
}
EXPORT_SYMBOL(iov_iter_bvec);

void iov_iter_ubuf(struct iov_iter *i, unsigned int direction,
		   void __user *buf, size_t count)
{
	iov_iter_setup(i, ITER_UBUF, direction, 1, count);
	i->ubuf = buf;
}
EXPORT_SYMBOL(iov_iter_ubuf);

void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count)
{
	iov_iter_setup(i, ITER_DISCARD, direction, 0, count);
}
EXPORT_SYMBOL(iov_iter_discard);

/* Length of the segment the iterator is in, from its beginning. */
static size_t seg_len(const struct iov_iter *i)
{
	switch (i->iter_type) {
	case ITER_IOVEC:
		return i->__iov->iov_len;
	case ITER_KVEC:
		return i->kvec->iov_len;
	case ITER_BVEC:
		return i->bvec->bv_len;
	default:
		return i->iov_offset + i->count;
	}
}

static void seg_next(struct iov_iter *i)
{
	i->nr_segs--;
	i->iov_offset = 0;
	switch (i->iter_type) {
	case ITER_IOVEC:
		i->__iov++;
		break;
	case ITER_KVEC:
		i->kvec++;
		break;
	case ITER_BVEC:
		i->bvec++;
		break;
	}
}

static void seg_prev(struct iov_iter *i)
{
	i->nr_segs++;
	switch (i->iter_type) {
	case ITER_IOVEC:
		i->__iov--;
		break;
	case ITER_KVEC:
		i->kvec--;
		break;
	case ITER_BVEC:
		i->bvec--;
		break;
	}
}

static bool is_segmented(const struct iov_iter *i)
{
	return i->iter_type == ITER_IOVEC || i->iter_type == ITER_KVEC ||
	       i->iter_type == ITER_BVEC;
}

/* Where the iterator stands. */
static struct piece iter_piece(const struct iov_iter *i)
{
	struct piece p = { .nofault = i->nofault };

	switch (i->iter_type) {
	case ITER_UBUF:
		p.user = true;
		p.ptr = i->ubuf + i->iov_offset;
		break;
	case ITER_IOVEC:
		p.user = true;
		p.ptr = i->__iov->iov_base + i->iov_offset;
		break;
	case ITER_KVEC:
		p.kern = i->kvec->iov_base + i->iov_offset;
		break;
	case ITER_BVEC:
		p.kern = page_to_virt(i->bvec->bv_page) +
			 i->bvec->bv_offset + i->iov_offset;
		break;
	}
	return p;
}

static size_t iter_run(struct iov_iter *i, size_t bytes, piece_fn fn, void *buf)
{
	size_t done = 0;

	bytes = min(bytes, i->count);
	if (i->iter_type == ITER_DISCARD) {
		i->count -= bytes;
		return bytes;
	}
	while (done < bytes) {
		size_t len = min(seg_len(i) - i->iov_offset, bytes - done);
		size_t copied = len;

		if (len) {
			struct piece p = iter_piece(i);

			copied -= fn(&p, buf ? buf + done : NULL, len);
			done += copied;
			i->count -= copied;
			i->iov_offset += copied;
		}
		if (copied < len)
			break;
		if (is_segmented(i) && i->iov_offset == seg_len(i))
			seg_next(i);
	}
	return done;
}

static size_t piece_fill(const struct piece *p, void *buf, size_t len)
{
	if (p->user)
		return p->nofault ? copy_to_user_inatomic(p->ptr, buf, len)
				  : copy_to_user(p->ptr, buf, len);
	memmove(p->kern, buf, len);
	return 0;
}

static size_t piece_take(const struct piece *p, void *buf, size_t len)
{
	if (p->user)
		return p->nofault ? copy_from_user_inatomic(buf, p->ptr, len)
				  : copy_from_user(buf, p->ptr, len);
	memmove(buf, p->kern, len);
	return 0;
}

static size_t piece_zero(const struct piece *p, void *buf, size_t len)
{
	if (p->user)
		return clear_user(p->ptr, len);
	memset(p->kern, 0, len);
	return 0;
}

/**
 * copy_to_iter - fill the iterator from kernel memory
 * @addr: data
 * @bytes: how much
 * @i: iterator, advanced
 *
 * Context: may sleep when the iterator is guest memory.
 * Return: bytes copied, fewer than @bytes when it is full or a fault occurred.
 */
size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON_ONCE(i->data_source))
		return 0;
	return iter_run(i, bytes, piece_fill, (void *)addr);
}
EXPORT_SYMBOL(copy_to_iter);

size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON_ONCE(!i->data_source))
		return 0;
	return iter_run(i, bytes, piece_take, addr);
}
EXPORT_SYMBOL(copy_from_iter);

/* All or nothing: the iterator is where it was when this returns false. */
bool copy_from_iter_full(void *addr, size_t bytes, struct iov_iter *i)
{
	size_t copied = copy_from_iter(addr, bytes, i);

	if (copied == bytes)
		return true;
	iov_iter_revert(i, copied);
	return false;
}
EXPORT_SYMBOL(copy_from_iter_full);

size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	return iter_run(i, bytes, piece_zero, NULL);
}
EXPORT_SYMBOL(iov_iter_zero);

size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes,
			 struct iov_iter *i)
{
	return copy_to_iter(page_to_virt(page) + offset, bytes, i);
}
EXPORT_SYMBOL(copy_page_to_iter);

size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes,
			   struct iov_iter *i)
{
	return copy_from_iter(page_to_virt(page) + offset, bytes, i);
}
EXPORT_SYMBOL(copy_page_from_iter);

size_t copy_folio_to_iter(struct folio *folio, size_t offset, size_t bytes,
			  struct iov_iter *i)
{
	return copy_page_to_iter(&folio->page, offset, bytes, i);
}
EXPORT_SYMBOL(copy_folio_to_iter);

size_t copy_page_from_iter_atomic(struct page *page, size_t offset,
				  size_t bytes, struct iov_iter *i)
{
	bool nofault = i->nofault;
	size_t copied;

	i->nofault = true;
	copied = copy_page_from_iter(page, offset, bytes, i);
	i->nofault = nofault;
	return copied;
}
EXPORT_SYMBOL(copy_page_from_iter_atomic);

size_t copy_folio_from_iter_atomic(struct folio *folio, size_t offset,
				   size_t bytes, struct iov_iter *i)
{
	return copy_page_from_iter_atomic(&folio->page, offset, bytes, i);
}
EXPORT_SYMBOL(copy_folio_from_iter_atomic);

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	if (WARN_ON_ONCE(bytes > i->count))
		bytes = i->count;
	i->count -= bytes;
	if (!is_segmented(i)) {
		i->iov_offset += bytes;
		return;
	}
	bytes += i->iov_offset;
	i->iov_offset = 0;
	while (i->nr_segs && bytes >= seg_len(i)) {
		bytes -= seg_len(i);
		seg_next(i);
	}
	i->iov_offset = bytes;
}
EXPORT_SYMBOL(iov_iter_advance);

/* Take back what was advanced; the caller knows that it was that much. */
void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	i->count += bytes;
	if (!is_segmented(i)) {
		if (i->iter_type == ITER_UBUF)
			i->iov_offset -= bytes;
		return;
	}
	while (bytes > i->iov_offset) {
		bytes -= i->iov_offset;
		seg_prev(i);
		i->iov_offset = seg_len(i);
	}
	i->iov_offset -= bytes;
}
EXPORT_SYMBOL(iov_iter_revert);

void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state)
{
	while (is_segmented(i) && i->nr_segs < state->nr_segs)
		seg_prev(i);
	i->nr_segs = state->nr_segs;
	i->iov_offset = state->iov_offset;
	i->count = state->count;
}
EXPORT_SYMBOL(iov_iter_restore);

size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	if (!i->count || !is_segmented(i))
		return i->count;
	return min(i->count, seg_len(i) - i->iov_offset);
}
EXPORT_SYMBOL(iov_iter_single_seg_count);

/* Address and length bits of all pieces or-ed together. */
unsigned long iov_iter_alignment(const struct iov_iter *i)
{
	struct iov_iter walk = *i;
	unsigned long bits = 0;

	while (walk.count) {
		size_t len = iov_iter_single_seg_count(&walk);

		if (len) {
			struct piece p = iter_piece(&walk);

			bits |= len | (p.user ? (unsigned long)p.ptr
					      : (unsigned long)p.kern);
		}
		iov_iter_advance(&walk, len);
	}
	return bits;
}
EXPORT_SYMBOL(iov_iter_alignment);

int iov_iter_npages(const struct iov_iter *i, int maxpages)
{
	struct iov_iter walk = *i;
	int pages = 0;

	while (walk.count && pages < maxpages) {
		size_t len = iov_iter_single_seg_count(&walk);
		struct piece p = iter_piece(&walk);
		unsigned long start = p.user ? (unsigned long)p.ptr
					     : (unsigned long)p.kern;

		if (len)
			pages += PFN_UP(start + len) - PFN_DOWN(start);
		iov_iter_advance(&walk, len);
	}
	return min(pages, maxpages);
}
EXPORT_SYMBOL(iov_iter_npages);

/* Bytes that could not be made present; kernel memory always is. */
static size_t fault_in_iter(const struct iov_iter *i, size_t bytes, bool write)
{
	struct iov_iter walk = *i;
	size_t left;

	if (!user_backed_iter(i))
		return 0;
	left = min(bytes, i->count);
	while (left) {
		size_t len = min(iov_iter_single_seg_count(&walk), left);
		struct piece p = iter_piece(&walk);
		size_t missing = 0;

		if (len)
			missing = write ? fault_in_writeable(p.ptr, len)
					: fault_in_readable(p.ptr, len);
		left -= len - missing;
		if (missing)
			break;
		iov_iter_advance(&walk, len);
	}
	return left;
}

size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t bytes)
{
	return fault_in_iter(i, bytes, false);
}
EXPORT_SYMBOL(fault_in_iov_iter_readable);

size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t bytes)
{
	return fault_in_iter(i, bytes, true);
}
EXPORT_SYMBOL(fault_in_iov_iter_writeable);

/* Check all lengths and addresses; cut the total at MAX_RW_COUNT. */
static ssize_t iovec_check(struct iovec *iov, unsigned int nr_segs)
{
	size_t total = 0;

	for (unsigned int seg = 0; seg < nr_segs; seg++) {
		size_t len = iov[seg].iov_len;

		if ((ssize_t)len < 0)
			return -EINVAL;
		if (!access_ok(iov[seg].iov_base, len))
			return -EFAULT;
		len = min_t(size_t, len, MAX_RW_COUNT - total);
		iov[seg].iov_len = len;
		total += len;
	}
	return total;
}

ssize_t import_iovec(int type, const struct iovec __user *uvec,
		     unsigned int nr_segs, unsigned int fast_segs,
		     struct iovec **iovp, struct iov_iter *i)
{
	struct iovec *iov = *iovp;
	ssize_t total;

	*iovp = NULL;
	if (nr_segs > UIO_MAXIOV)
		return -EINVAL;
	if (nr_segs > fast_segs) {
		iov = kmalloc_array(nr_segs, sizeof(*iov), GFP_KERNEL);
		if (!iov)
			return -ENOMEM;
	}
	if (copy_from_user(iov, uvec, nr_segs * sizeof(*iov)))
		total = -EFAULT;
	else
		total = iovec_check(iov, nr_segs);
	if (total < 0) {
		if (nr_segs > fast_segs)
			kfree(iov);
		return total;
	}
	iov_iter_init(i, type, iov, nr_segs, total);
	if (nr_segs > fast_segs)
		*iovp = iov;
	return total;
}
EXPORT_SYMBOL(import_iovec);

int import_ubuf(int type, void __user *buf, size_t len, struct iov_iter *i)
{
	len = min_t(size_t, len, MAX_RW_COUNT);
	if (!access_ok(buf, len))
		return -EFAULT;
	iov_iter_ubuf(i, type, buf, len);
	return 0;
}
EXPORT_SYMBOL(import_ubuf);
