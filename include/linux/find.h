/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_FIND_H
#define INCLUDE_LINUX_FIND_H

/*
 * Searching bit arrays. Every function returns the size when there is no such
 * bit.
 */
#include <linux/bits.h>
#include <linux/types.h>

/* lib/find_bit.c */
unsigned long find_next_bit(const unsigned long *addr, unsigned long size,
			    unsigned long offset);
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long offset);
unsigned long find_next_and_bit(const unsigned long *addr1,
				const unsigned long *addr2, unsigned long size,
				unsigned long offset);
unsigned long find_next_andnot_bit(const unsigned long *addr1,
				   const unsigned long *addr2,
				   unsigned long size, unsigned long offset);
unsigned long find_last_bit(const unsigned long *addr, unsigned long size);

/* Bits numbered as ext4 numbers them on disk; on x86 the same. */
#define find_next_bit_le(addr, size, off) \
	find_next_bit((const unsigned long *)(addr), size, off)
#define find_next_zero_bit_le(addr, size, off) \
	find_next_zero_bit((const unsigned long *)(addr), size, off)
#define find_first_zero_bit_le(addr, size) \
	find_next_zero_bit((const unsigned long *)(addr), size, 0)
#define test_bit_le(nr, addr)	test_bit(nr, (const unsigned long *)(addr))
#define __set_bit_le(nr, addr)	__set_bit(nr, (unsigned long *)(addr))
#define __clear_bit_le(nr, addr) __clear_bit(nr, (unsigned long *)(addr))
#define set_bit_le(nr, addr)	set_bit(nr, (unsigned long *)(addr))
#define clear_bit_le(nr, addr)	clear_bit(nr, (unsigned long *)(addr))
#define __test_and_set_bit_le(nr, addr) \
	__test_and_set_bit(nr, (unsigned long *)(addr))
#define __test_and_clear_bit_le(nr, addr) \
	__test_and_clear_bit(nr, (unsigned long *)(addr))

static inline unsigned long find_first_bit(const unsigned long *addr,
					   unsigned long size)
{
	return find_next_bit(addr, size, 0);
}

static inline unsigned long find_first_zero_bit(const unsigned long *addr,
						unsigned long size)
{
	return find_next_zero_bit(addr, size, 0);
}

static inline unsigned long find_first_and_bit(const unsigned long *addr1,
					       const unsigned long *addr2,
					       unsigned long size)
{
	return find_next_and_bit(addr1, addr2, size, 0);
}

#define for_each_set_bit(bit, addr, size) \
	for ((bit) = 0; \
	     (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); \
	     (bit)++)
#define for_each_set_bit_from(bit, addr, size) \
	for (; (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); \
	     (bit)++)
#define for_each_clear_bit(bit, addr, size) \
	for ((bit) = 0; \
	     (bit) = find_next_zero_bit((addr), (size), (bit)), \
	     (bit) < (size); (bit)++)
#define for_each_clear_bit_from(bit, addr, size) \
	for (; (bit) = find_next_zero_bit((addr), (size), (bit)), \
	     (bit) < (size); (bit)++)
#define for_each_and_bit(bit, addr1, addr2, size) \
	for ((bit) = 0; \
	     (bit) = find_next_and_bit((addr1), (addr2), (size), (bit)), \
	     (bit) < (size); (bit)++)

#endif /* INCLUDE_LINUX_FIND_H */
