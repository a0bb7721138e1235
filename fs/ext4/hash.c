// SPDX-License-Identifier: GPL-2.0
/*
 * Hashes of names for indexed directories: the legacy one, half of MD4
 * (RFC 1320) and TEA (Wheeler and Needham), each over signed or unsigned
 * characters. Disk format: results must match e2fsprogs' bit by bit.
 */
#include <linux/bitops.h>

#include "ext4.h"

#define HTREE_EOF	0x7fffffffu

static int char_at(const char *s, bool is_unsigned)
{
	return is_unsigned ? (unsigned char)*s : (signed char)*s;
}

static u32 legacy_hash(const char *name, int len, bool is_unsigned)
{
	u32 h0 = 0x12a3fe2d, h1 = 0x37abe8f9, h;

	while (len--) {
		h = h1 + (h0 ^ (char_at(name++, is_unsigned) * 7152373));
		if (h & 0x80000000)
			h -= 0x7fffffff;
		h1 = h0;
		h0 = h;
	}
	return h0 << 1;
}

/* Up to @num words of the name; what is missing is filled with its length. */
static void name_to_words(const char *msg, int len, u32 *buf, int num, bool is_unsigned)
{
	u32 pad = (u32)len | (u32)len << 8, val;
	int i;

	pad |= pad << 16;
	val = pad;
	if (len > num * 4)
		len = num * 4;
	for (i = 0; i < len; i++) {
		val = char_at(msg + i, is_unsigned) + (val << 8);
		if (i % 4 == 3) {
			*buf++ = val;
			val = pad;
			num--;
		}
	}
	if (--num >= 0)
		*buf++ = val;
	while (--num >= 0)
		*buf++ = pad;
}

static void tea_transform(u32 buf[4], const u32 in[4])
{
	u32 sum = 0, b0 = buf[0], b1 = buf[1];
	int n;

	for (n = 0; n < 16; n++) {
		sum += 0x9E3779B9;
		b0 += ((b1 << 4) + in[0]) ^ (b1 + sum) ^ ((b1 >> 5) + in[1]);
		b1 += ((b0 << 4) + in[2]) ^ (b0 + sum) ^ ((b0 >> 5) + in[3]);
	}
	buf[0] += b0;
	buf[1] += b1;
}

static u32 md4_f(u32 x, u32 y, u32 z) { return z ^ (x & (y ^ z)); }
static u32 md4_g(u32 x, u32 y, u32 z) { return (x & y) + ((x ^ y) & z); }
static u32 md4_h(u32 x, u32 y, u32 z) { return x ^ y ^ z; }

/* Three rounds of eight steps; each round takes the words in an order of its own. */
static void half_md4_transform(u32 buf[4], const u32 in[8])
{
	static const u8 order[3][8] = {
		{ 0, 1, 2, 3, 4, 5, 6, 7 }, { 1, 3, 5, 7, 0, 2, 4, 6 }, { 3, 7, 2, 6, 1, 5, 0, 4 },
	};
	static const u8 shift[3][4] = { { 3, 7, 11, 19 }, { 3, 5, 9, 13 }, { 3, 9, 11, 15 } };
	static const u32 constant[3] = { 0, 013240474631, 015666365641 };
	static u32 (*const f[3])(u32, u32, u32) = { md4_f, md4_g, md4_h };
	u32 v[4] = { buf[0], buf[1], buf[2], buf[3] };
	int round, i;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < 8; i++) {
			/* The updated word moves d, c, b, a. */
			int w = (4 - i % 4) % 4;

			v[w] += f[round](v[(w + 1) % 4], v[(w + 2) % 4], v[(w + 3) % 4]) +
				in[order[round][i]] + constant[round];
			v[w] = rol32(v[w], shift[round][i % 4]);
		}
	}
	for (i = 0; i < 4; i++)
		buf[i] += v[i];
}

/**
 * ext4_hash_name() - the hash an indexed directory sorts @name by
 * @h: version is set; hash and minor are filled in
 *
 * Return: 0, or -EINVAL for an unknown version.
 */
int ext4_hash_name(struct super_block *sb, const char *name, int len, struct dx_hash *h)
{
	u32 buf[4] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 }, in[8];
	u32 *seed = EXT4_SB(sb)->s_hash_seed, hash, minor = 0;
	bool is_unsigned = h->version >= DX_HASH_LEGACY_UNSIGNED;
	const char *p;

	if (seed[0] | seed[1] | seed[2] | seed[3])
		memcpy(buf, seed, sizeof(buf));
	switch (h->version % DX_HASH_LEGACY_UNSIGNED) {
	case DX_HASH_LEGACY:
		hash = legacy_hash(name, len, is_unsigned);
		break;
	case DX_HASH_HALF_MD4:
		for (p = name; len > 0; len -= 32, p += 32) {
			name_to_words(p, len, in, 8, is_unsigned);
			half_md4_transform(buf, in);
		}
		minor = buf[2];
		hash = buf[1];
		break;
	case DX_HASH_TEA:
		for (p = name; len > 0; len -= 16, p += 16) {
			name_to_words(p, len, in, 4, is_unsigned);
			tea_transform(buf, in);
		}
		hash = buf[0];
		minor = buf[1];
		break;
	default:
		return -EINVAL;
	}
	hash &= ~1u;
	if (hash == HTREE_EOF << 1)
		hash = (HTREE_EOF - 1) << 1;
	h->hash = hash;
	h->minor = minor;
	return h->version > 5 ? -EINVAL : 0;
}
