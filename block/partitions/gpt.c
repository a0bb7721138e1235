// SPDX-License-Identifier: GPL-2.0
/*
 * GUID partition tables (UEFI specification, chapter 5): a header in sector 1
 * with a copy at the end of the disk, both and their entry arrays guarded by
 * CRC-32. The copy is used when the first is damaged.
 */
#include <linux/byteorder.h>
#include <linux/crc32.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../blk.h"

#define GPT_SIGNATURE		0x5452415020494645ULL	/* "EFI PART" */
#define GPT_MAX_ENTRIES		1024

struct gpt_header {
	__le64	signature;
	__le32	revision, header_size, header_crc32, reserved1;
	__le64	my_lba, alternate_lba, first_usable_lba, last_usable_lba;
	u8	disk_guid[16];
	__le64	partition_entry_lba;
	__le32	num_partition_entries, sizeof_partition_entry, partition_entry_array_crc32;
} __packed;

struct gpt_entry {
	u8	type_guid[16], guid[16];
	__le64	first_lba, last_lba, attributes;
	__le16	name[36];
} __packed;

static u32 efi_crc32(const void *p, size_t len)
{
	return ~crc32_le(~0u, p, len);
}

static bool has_protective_mbr(struct parsed_partitions *state, u8 *sector)
{
	int i;

	if (read_part_sector(state, 0, sector) || sector[510] != 0x55 || sector[511] != 0xaa)
		return false;
	for (i = 0; i < 4; i++)
		if (sector[446 + 16 * i + 4] == 0xee)
			return true;
	return false;
}

static bool header_valid(struct parsed_partitions *state, struct gpt_header *h, sector_t lba)
{
	u32 size = le32_to_cpu(h->header_size), crc = le32_to_cpu(h->header_crc32), sum;

	if (le64_to_cpu(h->signature) != GPT_SIGNATURE || size < sizeof(*h) || size > SECTOR_SIZE)
		return false;
	h->header_crc32 = 0;
	sum = efi_crc32(h, size);
	h->header_crc32 = cpu_to_le32(crc);
	return sum == crc && le64_to_cpu(h->my_lba) == lba &&
	       le32_to_cpu(h->sizeof_partition_entry) == sizeof(struct gpt_entry) &&
	       le32_to_cpu(h->num_partition_entries) <= GPT_MAX_ENTRIES &&
	       le64_to_cpu(h->partition_entry_lba) < state->bdev->bd_nr_sectors;
}

/* The entries of the table at @lba if all of it is sound, else NULL. */
static struct gpt_entry *read_table(struct parsed_partitions *state, sector_t lba, u32 *nr,
				    u8 *sector)
{
	struct gpt_header *h = (void *)sector;
	struct gpt_entry *entries;
	u32 bytes, crc, at;
	sector_t from;

	if (read_part_sector(state, lba, sector) || !header_valid(state, h, lba))
		return NULL;
	*nr = le32_to_cpu(h->num_partition_entries);
	crc = le32_to_cpu(h->partition_entry_array_crc32);
	from = le64_to_cpu(h->partition_entry_lba);
	bytes = *nr * sizeof(*entries);
	entries = kvzalloc(ALIGN(bytes, SECTOR_SIZE) ?: SECTOR_SIZE, GFP_KERNEL);
	if (!entries)
		return NULL;
	for (at = 0; at < bytes; at += SECTOR_SIZE)
		if (read_part_sector(state, from + at / SECTOR_SIZE, (u8 *)entries + at))
			goto bad;
	if (efi_crc32(entries, bytes) == crc)
		return entries;
bad:
	kvfree(entries);
	return NULL;
}

static void add_entry(struct parsed_partitions *state, int n, const struct gpt_entry *e)
{
	sector_t first = le64_to_cpu(e->first_lba), last = le64_to_cpu(e->last_lba);
	size_t i;

	if (!memchr_inv(e->type_guid, 0, sizeof(e->type_guid)) || last < first)
		return;
	state->parts[n].from = first;
	state->parts[n].size = last - first + 1;
	state->parts[n].used = true;
	snprintf(state->parts[n].uuid, sizeof(state->parts[n].uuid), "%pUl", e->guid);
	/* ASCII is what udev and we agree on; the rest becomes '!'. */
	for (i = 0; i < ARRAY_SIZE(e->name); i++) {
		u16 c = le16_to_cpu(e->name[i]);

		if (!c)
			break;
		state->parts[n].name[i] = c >= 0x20 && c < 0x7f ? c : '!';
	}
	state->parts[n].name[i] = '\0';
}

int gpt_partition(struct parsed_partitions *state)
{
	struct gpt_entry *entries = NULL;
	u8 *sector = kmalloc(SECTOR_SIZE, GFP_KERNEL);
	u32 nr = 0, i;

	if (!sector)
		return -ENOMEM;
	if (has_protective_mbr(state, sector)) {
		entries = read_table(state, 1, &nr, sector);
		if (!entries) {
			entries = read_table(state, state->bdev->bd_nr_sectors - 1, &nr, sector);
			if (entries)
				pr_warn("%s: primary GPT is damaged, using its copy\n",
					state->bdev->bd_disk->disk_name);
		}
	}
	for (i = 0; entries && i < nr && i + 1 < ARRAY_SIZE(state->parts); i++)
		add_entry(state, i + 1, &entries[i]);
	kvfree(entries);
	kfree(sector);
	return entries ? 1 : 0;
}
