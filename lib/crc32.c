// SPDX-License-Identifier: GPL-2.0
/*
 * CRC-32 of IEEE 802.3, in both bit orders. The tables are computed on first
 * use: whoever comes second either sees them finished or computes the same.
 */
#include <asm/barrier.h>
#include <linux/crc32.h>
#include <linux/export.h>
#include <linux/swab.h>

#include "crc_table.h"

#define CRC32_POLY_LE	0xedb88320
#define CRC32_POLY_BE	0x04c11db7

static crc32_table_t table_le;
static u32 table_be[256];
static bool tables_ready;

static void crc32_tables(void)
{
	if (smp_load_acquire(&tables_ready))
		return;
	crc32_table_init(table_le, CRC32_POLY_LE);
	for (int i = 0; i < 256; i++) {
		u32 crc = (u32)i << 24;

		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc >> 31 ? CRC32_POLY_BE : 0);
		table_be[i] = crc;
	}
	smp_store_release(&tables_ready, true);
}

u32 crc32_le(u32 crc, const void *p, size_t len)
{
	crc32_tables();
	return crc32_table_run(table_le, crc, p, len);
}
EXPORT_SYMBOL(crc32_le);

u32 crc32_be(u32 crc, const void *p, size_t len)
{
	const u8 *b = p;

	crc32_tables();
	while (len--)
		crc = crc << 8 ^ table_be[crc >> 24 ^ *b++];
	return crc;
}
EXPORT_SYMBOL(crc32_be);
