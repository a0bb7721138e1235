// SPDX-License-Identifier: GPL-2.0
/*
 * From what root= says to a device number: /dev names, numbers, partition
 * identifiers, and the UUID or label of an ext filesystem, which are read
 * from the disks themselves.
 */
#include <linux/blkdev.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/pagemap.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/uuid.h>

#include "blk.h"

/* Where an ext2/3/4 superblock keeps its identity (bytes from the disk's start). */
#define EXT_MAGIC_AT	(1024 + 0x38)
#define EXT_UUID_AT	(1024 + 0x68)
#define EXT_LABEL_AT	(1024 + 0x78)

typedef bool (*bdev_match_t)(struct block_device *bdev, const char *value);

static dev_t find_bdev(bdev_match_t match, const char *value)
{
	struct block_device *bdev = NULL;
	dev_t dev = 0;

	while ((bdev = bdev_next(bdev))) {
		if (!match(bdev, value))
			continue;
		dev = bdev->bd_dev;
		iput(bdev->bd_inode);
		break;
	}
	return dev;
}

static bool match_name(struct block_device *bdev, const char *value)
{
	char name[BDEVNAME_SIZE];

	return !strcmp(bdev_name(bdev, name), value);
}

static bool match_partuuid(struct block_device *bdev, const char *value)
{
	return bdev->bd_partuuid[0] && !strcasecmp(bdev->bd_partuuid, value);
}

static bool match_partlabel(struct block_device *bdev, const char *value)
{
	return bdev->bd_partname[0] && !strcmp(bdev->bd_partname, value);
}

/* The first page of the device if an ext filesystem is on it. */
static struct folio *read_ext_super(struct block_device *bdev)
{
	struct folio *folio;
	const u8 *p;

	if (bdev->bd_nr_sectors < 8)
		return NULL;
	folio = read_mapping_folio(bdev->bd_inode->i_mapping, 0, NULL);
	if (IS_ERR(folio))
		return NULL;
	p = folio_address(folio);
	if (p[EXT_MAGIC_AT] == 0x53 && p[EXT_MAGIC_AT + 1] == 0xef)
		return folio;
	folio_put(folio);
	return NULL;
}

static bool match_ext_uuid(struct block_device *bdev, const char *value)
{
	struct folio *folio = read_ext_super(bdev);
	char uuid[37];

	if (!folio)
		return false;
	snprintf(uuid, sizeof(uuid), "%pUb", (u8 *)folio_address(folio) + EXT_UUID_AT);
	folio_put(folio);
	return !strcasecmp(uuid, value);
}

static bool match_ext_label(struct block_device *bdev, const char *value)
{
	struct folio *folio = read_ext_super(bdev);
	char label[17] = "";

	if (!folio)
		return false;
	memcpy(label, (u8 *)folio_address(folio) + EXT_LABEL_AT, 16);
	folio_put(folio);
	return !strcmp(label, value);
}

static dev_t parse_number(const char *name)
{
	unsigned int maj, min;
	unsigned long hex;
	char c;

	if (sscanf(name, "%u:%u%c", &maj, &min, &c) == 2)
		return MKDEV(maj, min);
	if (!kstrtoul(name, 16, &hex))
		return new_decode_dev(hex);
	return 0;
}

/**
 * name_to_dev_t() - the device that root= means
 * @name: "/dev/ubda1", "ubda1", "98:1", "6201", "PARTUUID=", "PARTLABEL=",
 *	  "UUID=", "LABEL="
 *
 * Context: sleeps, may read from disks.
 * Return: its number; 0 if there is none such (numbers are not checked).
 */
dev_t name_to_dev_t(const char *name)
{
	dev_t dev;

	if (!strncmp(name, "PARTUUID=", 9))
		return find_bdev(match_partuuid, name + 9);
	if (!strncmp(name, "PARTLABEL=", 10))
		return find_bdev(match_partlabel, name + 10);
	if (!strncmp(name, "UUID=", 5))
		return find_bdev(match_ext_uuid, name + 5);
	if (!strncmp(name, "LABEL=", 6))
		return find_bdev(match_ext_label, name + 6);
	if (!strncmp(name, "/dev/", 5))
		return find_bdev(match_name, name + 5);
	dev = find_bdev(match_name, name);
	return dev ? dev : parse_number(name);
}

void printk_all_partitions(void)
{
	struct block_device *bdev = NULL;
	char name[BDEVNAME_SIZE];

	while ((bdev = bdev_next(bdev)))
		printk("%s%02x%02x %10llu %s %s\n", bdev->bd_partno ? "  " : "",
		       MAJOR(bdev->bd_dev), MINOR(bdev->bd_dev), bdev->bd_nr_sectors >> 1,
		       bdev_name(bdev, name), bdev->bd_partuuid);
}
