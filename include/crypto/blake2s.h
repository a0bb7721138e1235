/* SPDX-License-Identifier: GPL-2.0 */
/* The BLAKE2s hash (RFC 7693): lib/crypto/blake2s.c */
#ifndef INCLUDE_CRYPTO_BLAKE2S_H
#define INCLUDE_CRYPTO_BLAKE2S_H

#include <linux/types.h>

#define BLAKE2S_BLOCK_SIZE	64
#define BLAKE2S_HASH_SIZE	32

struct blake2s_state {
	u32	h[8];
	u64	count;			/* bytes hashed before those in buf */
	u8	buf[BLAKE2S_BLOCK_SIZE];
	u32	buflen, outlen;
};

/* @key may be NULL with @keylen 0; both lengths are at most BLAKE2S_HASH_SIZE. */
void blake2s_init(struct blake2s_state *s, size_t outlen, const void *key, size_t keylen);
void blake2s_update(struct blake2s_state *s, const void *in, size_t len);
/* Writes outlen bytes and clears @s. */
void blake2s_final(struct blake2s_state *s, u8 *out);

#endif /* INCLUDE_CRYPTO_BLAKE2S_H */
