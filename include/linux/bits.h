/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BITS_H
#define INCLUDE_LINUX_BITS_H

#include <linux/const.h>
#include <linux/types.h>

#define BITS_PER_BYTE		8
#define BIT(nr)			(UL(1) << (nr))
#define BIT_ULL(nr)		(ULL(1) << (nr))
#define BIT_MASK(nr)		(UL(1) << ((nr) % BITS_PER_LONG))
#define BIT_WORD(nr)		((nr) / BITS_PER_LONG)
#define BIT_ULL_MASK(nr)	(ULL(1) << ((nr) % BITS_PER_LONG_LONG))
#define BIT_ULL_WORD(nr)	((nr) / BITS_PER_LONG_LONG)

/* Bits l..h, both included. */
#define GENMASK(h, l) \
	(((~UL(0)) << (l)) & (~UL(0) >> (BITS_PER_LONG - 1 - (h))))
#define GENMASK_ULL(h, l) \
	(((~ULL(0)) << (l)) & (~ULL(0) >> (BITS_PER_LONG_LONG - 1 - (h))))

#define __KERNEL_BITS_DIV(n, d)	(((n) + (d) - 1) / (d))
#define BITS_TO_LONGS(nr)	__KERNEL_BITS_DIV(nr, BITS_PER_LONG)
#define BITS_TO_U64(nr)		__KERNEL_BITS_DIV(nr, 64)
#define BITS_TO_U32(nr)		__KERNEL_BITS_DIV(nr, 32)
#define BITS_TO_BYTES(nr)	__KERNEL_BITS_DIV(nr, BITS_PER_BYTE)
#define BYTES_TO_BITS(nb)	((nb) * BITS_PER_BYTE)

#endif /* INCLUDE_LINUX_BITS_H */
