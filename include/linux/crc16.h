/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CRC16_H
#define INCLUDE_LINUX_CRC16_H

#include <linux/types.h>

/* lib/crc16.c: polynomial x^16 + x^15 + x^2 + 1, bit-reversed (as in ext4). */
u16 crc16(u16 crc, const void *p, size_t len);

#endif /* INCLUDE_LINUX_CRC16_H */
