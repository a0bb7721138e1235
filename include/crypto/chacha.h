/* SPDX-License-Identifier: GPL-2.0 */
/* The ChaCha20 block function (RFC 8439): lib/crypto/chacha.c */
#ifndef INCLUDE_CRYPTO_CHACHA_H
#define INCLUDE_CRYPTO_CHACHA_H

#include <linux/types.h>

#define CHACHA_KEY_SIZE		32
#define CHACHA_BLOCK_SIZE	64
#define CHACHA_STATE_WORDS	16

/* Words 0-3 constants, 4-11 key, 12-13 counter, 14-15 nonce. */
void chacha_init(u32 state[CHACHA_STATE_WORDS], const u8 key[CHACHA_KEY_SIZE]);
/* One block of key stream; the counter in @state goes up by one. */
void chacha20_block(u32 state[CHACHA_STATE_WORDS], u8 out[CHACHA_BLOCK_SIZE]);

#endif /* INCLUDE_CRYPTO_CHACHA_H */
