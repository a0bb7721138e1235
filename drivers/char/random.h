/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by random.c (the generator) and random_dev.c (its faces) only. */
#ifndef DRIVERS_CHAR_RANDOM_H
#define DRIVERS_CHAR_RANDOM_H

#include <linux/types.h>

#define POOL_BITS	256

extern const struct file_operations random_fops, urandom_fops;

/* Make a new key from the pool and the host, now. */
void crng_reseed(void);
/* The stream of one reader: 32 bytes to start with, more from crng_more(). */
void crng_make_state(u32 state[16], u8 *first, size_t len);

#endif /* DRIVERS_CHAR_RANDOM_H */
