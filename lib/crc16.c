// SPDX-License-Identifier: GPL-2.0
/* CRC-16 (x^16 + x^15 + x^2 + 1, bit-reversed), for ext4's group checksums. */
#include <linux/crc16.h>
#include <linux/export.h>

/* Four bits at a time: the inputs are short. */
u16 crc16(u16 crc, const void *buf, size_t len)
{
	static const u16 nibble[16] = {
		0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800, 0xe401,
		0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01, 0x8801, 0x4400,
	};

	for (const u8 *p = buf; len--; p++) {
		crc ^= *p;
		crc = crc >> 4 ^ nibble[crc & 15];
		crc = crc >> 4 ^ nibble[crc & 15];
	}
	return crc;
}
EXPORT_SYMBOL(crc16);
