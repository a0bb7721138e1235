/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_CRC_TABLE_H
#define LIB_CRC_TABLE_H

#include <linux/types.h>
#include <linux/unaligned.h>

/*
 * Bit-reversed CRC-32 by slicing: table[k][b] is what byte b contributes after
 * k further bytes, so eight table reads advance eight bytes at once.
 */
typedef u32 crc32_table_t[8][256];

static inline void crc32_table_init(crc32_table_t t, u32 polynomial)
{
	for (int i = 0; i < 256; i++) {
		u32 crc = i;

		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
		t[0][i] = crc;
	}
	for (int k = 1; k < 8; k++)
		for (int i = 0; i < 256; i++)
			t[k][i] = t[k - 1][i] >> 8 ^ t[0][t[k - 1][i] & 255];
}

static inline u32 crc32_table_run(const crc32_table_t t, u32 crc,
				  const u8 *p, size_t len)
{
	for (; len >= 8; len -= 8, p += 8) {
		u32 lo = get_unaligned_le32(p) ^ crc;
		u32 hi = get_unaligned_le32(p + 4);

		crc = t[7][lo & 255] ^ t[6][lo >> 8 & 255] ^
		      t[5][lo >> 16 & 255] ^ t[4][lo >> 24] ^
		      t[3][hi & 255] ^ t[2][hi >> 8 & 255] ^
		      t[1][hi >> 16 & 255] ^ t[0][hi >> 24];
	}
	while (len--)
		crc = crc >> 8 ^ t[0][(crc ^ *p++) & 255];
	return crc;
}

#endif /* LIB_CRC_TABLE_H */
