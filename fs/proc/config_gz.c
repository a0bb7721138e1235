// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/config.gz: the configuration this kernel was built with, as a gzip
 * file. It is packed with stored blocks, that is, not compressed at all: the
 * format allows it, and a compressor for this alone would be a waste.
 */
#include <linux/crc32.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "internal.h"

#define BLOCK_MAX	65535
#define GZIP_HEADER	10
#define GZIP_TRAILER	8

extern const char um_config_text[];

static char *config_gz;
static size_t config_gz_size;

static ssize_t config_read(struct file *file, char __user *buf, size_t len, loff_t *offset)
{
	return simple_read_from_buffer(buf, len, offset, config_gz, config_gz_size);
}

static const struct proc_ops config_gz_proc_ops = {
	.proc_read	= config_read,
	.proc_lseek	= default_llseek,
};

/* One stored block: last flag, length, its complement, the bytes. */
static u8 *put_block(u8 *p, const char *data, size_t len, bool last)
{
	*p++ = last;
	put_unaligned_le16(len, p);
	put_unaligned_le16(~len, p + 2);
	memcpy(p + 4, data, len);
	return p + 4 + len;
}

static size_t pack(u8 *out, const char *text, size_t len)
{
	static const u8 header[GZIP_HEADER] = { 0x1f, 0x8b, 8, [9] = 3 };
	u8 *p = out;
	size_t left = len, n;

	memcpy(p, header, sizeof(header));
	p += sizeof(header);
	for (; left; left -= n) {
		n = min_t(size_t, left, BLOCK_MAX);
		p = put_block(p, text + len - left, n, n == left);
	}
	put_unaligned_le32(~crc32_le(~0U, text, len), p);
	put_unaligned_le32(len, p + 4);
	return p + GZIP_TRAILER - out;
}

static int __init config_gz_init(void)
{
	size_t len = strlen(um_config_text);
	size_t room = GZIP_HEADER + GZIP_TRAILER + len + (len / BLOCK_MAX + 1) * 5;
	struct proc_dir_entry *entry;

	if (!len)
		return 0;
	config_gz = kvmalloc(room, GFP_KERNEL);
	if (!config_gz)
		return -ENOMEM;
	config_gz_size = pack((u8 *)config_gz, um_config_text, len);
	entry = proc_create("config.gz", 0444, NULL, &config_gz_proc_ops);
	if (!entry)
		return -ENOMEM;
	proc_set_size(entry, config_gz_size);
	return 0;
}
device_initcall(config_gz_init);
