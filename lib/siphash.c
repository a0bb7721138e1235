// SPDX-License-Identifier: GPL-2.0
/*
 * SipHash-2-4 by Aumasson and Bernstein: a 64-bit hash under a 128-bit key. Who
 * does not know the key can neither predict values nor make collisions, so
 * hash tables whose keys come from outside use it, and %p hides addresses.
 */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/siphash.h>
#include <linux/unaligned.h>

struct sip {
	u64 v0, v1, v2, v3;
};

static __always_inline void sip_round(struct sip *s)
{
	s->v0 += s->v1;
	s->v1 = rol64(s->v1, 13) ^ s->v0;
	s->v0 = rol64(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rol64(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rol64(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rol64(s->v1, 17) ^ s->v2;
	s->v2 = rol64(s->v2, 32);
}

static __always_inline void sip_start(struct sip *s, const siphash_key_t *key)
{
	s->v0 = key->key[0] ^ 0x736f6d6570736575ULL;
	s->v1 = key->key[1] ^ 0x646f72616e646f6dULL;
	s->v2 = key->key[0] ^ 0x6c7967656e657261ULL;
	s->v3 = key->key[1] ^ 0x7465646279746573ULL;
}

static __always_inline void sip_word(struct sip *s, u64 m)
{
	s->v3 ^= m;
	sip_round(s);
	sip_round(s);
	s->v0 ^= m;
}

/* The last word: what is left of the message, and its length on top. */
static __always_inline u64 sip_finish(struct sip *s, u64 rest, size_t len)
{
	sip_word(s, rest | (u64)len << 56);
	s->v2 ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(s);
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

u64 siphash(const void *data, size_t len, const siphash_key_t *key)
{
	const u8 *p = data;
	size_t left = len;
	struct sip s;
	u64 rest = 0;

	sip_start(&s, key);
	for (; left >= 8; left -= 8, p += 8)
		sip_word(&s, get_unaligned_le64(p));
	while (left--)
		rest |= (u64)p[left] << (8 * left);
	return sip_finish(&s, rest, len);
}
EXPORT_SYMBOL(siphash);

u64 siphash_1u64(u64 a, const siphash_key_t *key)
{
	struct sip s;

	sip_start(&s, key);
	sip_word(&s, a);
	return sip_finish(&s, 0, 8);
}
EXPORT_SYMBOL(siphash_1u64);

u64 siphash_2u64(u64 a, u64 b, const siphash_key_t *key)
{
	struct sip s;

	sip_start(&s, key);
	sip_word(&s, a);
	sip_word(&s, b);
	return sip_finish(&s, 0, 16);
}
EXPORT_SYMBOL(siphash_2u64);

u64 siphash_3u64(u64 a, u64 b, u64 c, const siphash_key_t *key)
{
	struct sip s;

	sip_start(&s, key);
	sip_word(&s, a);
	sip_word(&s, b);
	sip_word(&s, c);
	return sip_finish(&s, 0, 24);
}
EXPORT_SYMBOL(siphash_3u64);

u64 siphash_4u64(u64 a, u64 b, u64 c, u64 d, const siphash_key_t *key)
{
	struct sip s;

	sip_start(&s, key);
	sip_word(&s, a);
	sip_word(&s, b);
	sip_word(&s, c);
	sip_word(&s, d);
	return sip_finish(&s, 0, 32);
}
EXPORT_SYMBOL(siphash_4u64);
