/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_JHASH_H
#define INCLUDE_LINUX_JHASH_H

/*
 * A keyed mix for hash tables whose keys a guest chooses. The interface of
 * Linux's jhash on another mixing function; the values are not Linux's.
 */
#include <linux/types.h>

#define JHASH_INITVAL	0xdeadbeef

/* lib/jhash.c */
u32 jhash(const void *key, u32 length, u32 initval);
u32 jhash2(const u32 *k, u32 length, u32 initval);

static inline u32 jhash_3words(u32 a, u32 b, u32 c, u32 initval)
{
	u32 k[3] = { a, b, c };

	return jhash2(k, 3, initval);
}

static inline u32 jhash_2words(u32 a, u32 b, u32 initval)
{
	return jhash_3words(a, b, 0, initval);
}

static inline u32 jhash_1word(u32 a, u32 initval)
{
	return jhash_3words(a, 0, 0, initval);
}

#endif /* INCLUDE_LINUX_JHASH_H */
