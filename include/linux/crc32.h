/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CRC32_H
#define INCLUDE_LINUX_CRC32_H

#include <linux/types.h>

/*
 * lib/crc32.c: the IEEE polynomial, bit-reversed (le) or not (be). Neither the
 * start value nor the result is inverted.
 */
u32 crc32_le(u32 crc, const void *p, size_t len) __pure;
u32 crc32_be(u32 crc, const void *p, size_t len) __pure;
/* lib/crc32c.c: the Castagnoli polynomial, bit-reversed. */
u32 __crc32c_le(u32 crc, const void *p, size_t len) __pure;

#define crc32(seed, data, length) crc32_le(seed, data, length)

#endif /* INCLUDE_LINUX_CRC32_H */
