// SPDX-License-Identifier: GPL-2.0
/*
 * A fast mix of bytes for hash tables: 64-bit multiplications whose halves are
 * folded together. With a random initval good enough against accidents; where a
 * guest may attack, use siphash().
 */
#include <linux/export.h>
#include <linux/jhash.h>
#include <linux/unaligned.h>

static inline u64 fold(u64 a, u64 b)
{
	unsigned __int128 p = (unsigned __int128)a * b;

	return (u64)p ^ (u64)(p >> 64);
}

u32 jhash(const void *key, u32 length, u32 initval)
{
	const u8 *p = key;
	u64 h = fold(initval ^ 0x9e3779b97f4a7c15ULL,
		     length ^ 0xbf58476d1ce4e5b9ULL);
	u64 rest = 0;

	for (; length >= 8; length -= 8, p += 8)
		h = fold(h ^ get_unaligned_le64(p), 0x94d049bb133111ebULL);
	while (length--)
		rest = rest << 8 | p[length];
	h = fold(h ^ rest, 0x94d049bb133111ebULL);
	return h ^ h >> 32;
}
EXPORT_SYMBOL(jhash);

u32 jhash2(const u32 *k, u32 length, u32 initval)
{
	return jhash(k, length * 4, initval);
}
EXPORT_SYMBOL(jhash2);
