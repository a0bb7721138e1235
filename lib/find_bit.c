// SPDX-License-Identifier: GPL-2.0
/* Searching arrays of bits, a word at a time. See linux/find.h. */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/find.h>
#include <linux/minmax.h>

/* FETCH gives word idx with the bits looked for set. */
#define FIND_NEXT(size, start, FETCH) ({				\
	unsigned long __sz = (size), __st = (start);			\
	unsigned long __ret = __sz;					\
	if (__st < __sz) {						\
		unsigned long idx = __st / BITS_PER_LONG;		\
		unsigned long __w = (FETCH) &				\
				    (~0UL << (__st % BITS_PER_LONG));	\
		while (!__w && (idx + 1) * BITS_PER_LONG < __sz) {	\
			idx++;						\
			__w = (FETCH);					\
		}							\
		if (__w)						\
			__ret = min(idx * BITS_PER_LONG + __ffs(__w), __sz); \
	}								\
	__ret; })

unsigned long find_next_bit(const unsigned long *addr, unsigned long size,
			    unsigned long offset)
{
	return FIND_NEXT(size, offset, addr[idx]);
}
EXPORT_SYMBOL(find_next_bit);

unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset)
{
	return FIND_NEXT(size, offset, ~addr[idx]);
}
EXPORT_SYMBOL(find_next_zero_bit);

unsigned long find_next_and_bit(const unsigned long *addr1,
				const unsigned long *addr2, unsigned long size,
				unsigned long offset)
{
	return FIND_NEXT(size, offset, addr1[idx] & addr2[idx]);
}
EXPORT_SYMBOL(find_next_and_bit);

unsigned long find_next_andnot_bit(const unsigned long *addr1,
				   const unsigned long *addr2,
				   unsigned long size, unsigned long offset)
{
	return FIND_NEXT(size, offset, addr1[idx] & ~addr2[idx]);
}
EXPORT_SYMBOL(find_next_andnot_bit);

unsigned long find_last_bit(const unsigned long *addr, unsigned long size)
{
	unsigned long idx, w;

	if (!size)
		return size;
	idx = (size - 1) / BITS_PER_LONG;
	w = addr[idx] & (~0UL >> (-size & (BITS_PER_LONG - 1)));
	while (!w && idx)
		w = addr[--idx];
	return w ? idx * BITS_PER_LONG + __fls(w) : size;
}
EXPORT_SYMBOL(find_last_bit);
