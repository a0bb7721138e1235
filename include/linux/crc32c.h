/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CRC32C_H
#define INCLUDE_LINUX_CRC32C_H

#include <linux/crc32.h>

static inline u32 crc32c(u32 crc, const void *address, size_t length)
{
	return __crc32c_le(crc, address, length);
}

#endif /* INCLUDE_LINUX_CRC32C_H */
