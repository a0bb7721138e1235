// SPDX-License-Identifier: GPL-2.0
/*
 * The PC's master boot record: four primary partitions at offset 446, and
 * logical ones chained through extended partitions (numbers from 5 up).
 * Format: de facto; every entry is 16 bytes, see struct mbr_entry.
 */
#include <linux/byteorder.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../blk.h"

struct mbr_entry {
	u8	boot_ind;		/* 0x80 active, 0 not; else: not a table */
	u8	chs_first[3];
	u8	sys_ind;		/* type, 0 unused */
	u8	chs_last[3];
	__le32	start_sect;
	__le32	nr_sects;
} __packed;

#define MBR_TABLE_AT		446
#define MBR_MAGIC_AT		510
#define MBR_SIGNATURE_AT	440
#define FIRST_LOGICAL		5

static bool is_extended(const struct mbr_entry *p)
{
	return p->sys_ind == 0x05 || p->sys_ind == 0x0f || p->sys_ind == 0x85;
}

static bool has_magic(const u8 *sector)
{
	return sector[MBR_MAGIC_AT] == 0x55 && sector[MBR_MAGIC_AT + 1] == 0xaa;
}

static void put_partition(struct parsed_partitions *state, int n, sector_t from, sector_t size,
			  u32 signature)
{
	if (n >= (int)ARRAY_SIZE(state->parts))
		return;
	state->parts[n].from = from;
	state->parts[n].size = size;
	state->parts[n].used = true;
	if (signature)
		snprintf(state->parts[n].uuid, sizeof(state->parts[n].uuid), "%08x-%02x",
			 signature, n);
}

/* Follow the chain: each table has one logical partition and the next link. */
static int parse_extended(struct parsed_partitions *state, u8 *sector, sector_t first,
			  int n, u32 signature)
{
	sector_t here = first;
	int hops;

	for (hops = 0; hops < 64 && n < (int)ARRAY_SIZE(state->parts); hops++) {
		const struct mbr_entry *p = (void *)(sector + MBR_TABLE_AT);
		sector_t next = 0;
		int i;

		if (read_part_sector(state, here, sector) || !has_magic(sector))
			break;
		for (i = 0; i < 4; i++, p++) {
			sector_t start = le32_to_cpu(p->start_sect);
			sector_t size = le32_to_cpu(p->nr_sects);

			if (!size)
				continue;
			if (is_extended(p))
				next = next ?: first + start;
			else if (i < 2)
				put_partition(state, n++, here + start, size, signature);
		}
		if (!next || next == here)
			break;
		here = next;
	}
	return n;
}

static bool plausible(const u8 *sector)
{
	const struct mbr_entry *p = (void *)(sector + MBR_TABLE_AT);
	int i, used = 0;

	for (i = 0; i < 4; i++, p++) {
		if (p->boot_ind != 0 && p->boot_ind != 0x80)
			return false;
		used += p->nr_sects != 0;
	}
	/* A filesystem's boot sector has the magic too, but no entries. */
	return used && memcmp(sector + 0x36, "FAT", 3) && memcmp(sector + 0x52, "FAT32", 5);
}

int msdos_partition(struct parsed_partitions *state)
{
	const struct mbr_entry *p;
	u8 *sector = kmalloc(2 * SECTOR_SIZE, GFP_KERNEL);
	int i, n = FIRST_LOGICAL, ret = 0;
	u32 signature;

	if (!sector)
		return -ENOMEM;
	if (read_part_sector(state, 0, sector) || !has_magic(sector) || !plausible(sector))
		goto out;
	signature = sector[MBR_SIGNATURE_AT] | sector[MBR_SIGNATURE_AT + 1] << 8 |
		    sector[MBR_SIGNATURE_AT + 2] << 16 | (u32)sector[MBR_SIGNATURE_AT + 3] << 24;
	p = (void *)(sector + MBR_TABLE_AT);
	for (i = 1; i <= 4; i++, p++) {
		sector_t start = le32_to_cpu(p->start_sect), size = le32_to_cpu(p->nr_sects);

		if (!size)
			continue;
		/* The device of an extended partition shows just its table. */
		put_partition(state, i, start, is_extended(p) ? min_t(sector_t, size, 2) : size,
			      signature);
		if (is_extended(p))
			n = parse_extended(state, sector + SECTOR_SIZE, start, n, signature);
	}
	ret = 1;
out:
	kfree(sector);
	return ret;
}
