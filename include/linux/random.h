/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_RANDOM_H
#define INCLUDE_LINUX_RANDOM_H

/* Random numbers. Implemented in drivers/char/random.c; any context. */
#include <linux/types.h>
#include <uapi/linux/random.h>

void get_random_bytes(void *buf, size_t len);
u8 get_random_u8(void);
u16 get_random_u16(void);
u32 get_random_u32(void);
u64 get_random_u64(void);

static inline unsigned long get_random_long(void)
{
	return get_random_u64();
}

/* 0 <= result < ceil, every value equally likely. */
u32 __get_random_u32_below(u32 ceil);

static inline u32 get_random_u32_below(u32 ceil)
{
	return ceil <= 1 ? 0 : __get_random_u32_below(ceil);
}

static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	return floor + get_random_u32_below(ceil - floor + 1);
}

void add_device_randomness(const void *buf, size_t len);
bool rng_is_initialized(void);
int wait_for_random_bytes(void);

#endif /* INCLUDE_LINUX_RANDOM_H */
