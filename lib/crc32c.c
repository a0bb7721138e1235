// SPDX-License-Identifier: GPL-2.0
/*
 * CRC-32 with Castagnoli's polynomial, as ext4 and btrfs use it. The processor
 * has an instruction for it (SSE4.2); without it the tables do.
 */
#include <asm/barrier.h>
#include <linux/crc32.h>
#include <linux/export.h>

#include "crc_table.h"

#define CRC32C_POLY_LE		0x82f63b78
#define CPUID_1_ECX_SSE4_2	(1u << 20)

static crc32_table_t table;

enum crc32c_way { CRC32C_UNKNOWN, CRC32C_TABLE, CRC32C_INSN };

static bool cpu_has_crc32(void)
{
	u32 a = 1, b, c = 0, d;

	__asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return c & CPUID_1_ECX_SSE4_2;
}

static enum crc32c_way crc32c_choose(void)
{
	static enum crc32c_way way;
	enum crc32c_way now = smp_load_acquire(&way);

	if (now == CRC32C_UNKNOWN) {
		now = cpu_has_crc32() ? CRC32C_INSN : CRC32C_TABLE;
		if (now == CRC32C_TABLE)
			crc32_table_init(table, CRC32C_POLY_LE);
		smp_store_release(&way, now);
	}
	return now;
}

static u32 crc32c_insn(u64 crc, const u8 *p, size_t len)
{
	for (; len >= 8; len -= 8, p += 8)
		__asm__("crc32q %1, %0" : "+r"(crc) : "r"(get_unaligned_le64(p)));
	for (; len; len--, p++)
		__asm__("crc32b %1, %k0" : "+r"(crc) : "rm"(*p));
	return crc;
}

u32 __crc32c_le(u32 crc, const void *p, size_t len)
{
	if (crc32c_choose() == CRC32C_INSN)
		return crc32c_insn(crc, p, len);
	return crc32_table_run(table, crc, p, len);
}
EXPORT_SYMBOL(__crc32c_le);
