/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SIPHASH_H
#define INCLUDE_LINUX_SIPHASH_H

/* SipHash-2-4, a keyed hash a guest cannot steer. */
#include <linux/types.h>

typedef struct {
	u64 key[2];
} siphash_key_t;

#define siphash_aligned_key_t	siphash_key_t __aligned(16)

/* lib/siphash.c */
u64 siphash(const void *data, size_t len, const siphash_key_t *key);
u64 siphash_1u64(u64 a, const siphash_key_t *key);
u64 siphash_2u64(u64 a, u64 b, const siphash_key_t *key);
u64 siphash_3u64(u64 a, u64 b, u64 c, const siphash_key_t *key);
u64 siphash_4u64(u64 a, u64 b, u64 c, u64 d, const siphash_key_t *key);

#endif /* INCLUDE_LINUX_SIPHASH_H */
