// SPDX-License-Identifier: GPL-2.0
/* Hexadecimal: digits to and from bytes, and dumps of memory for people. */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/unaligned.h>

const char hex_asc[] = "0123456789abcdef";
const char hex_asc_upper[] = "0123456789ABCDEF";

/* 0..15, or -1 when it is no hex digit. */
int hex_to_bin(unsigned char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch |= 0x20;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}
EXPORT_SYMBOL(hex_to_bin);

int hex2bin(u8 *dst, const char *src, size_t count)
{
	while (count--) {
		int hi = hex_to_bin(src[0]);
		int lo = hi < 0 ? -1 : hex_to_bin(src[1]);

		if (lo < 0)
			return -EINVAL;
		*dst++ = hi << 4 | lo;
		src += 2;
	}
	return 0;
}
EXPORT_SYMBOL(hex2bin);

/* Returns the end; does not terminate. */
char *bin2hex(char *dst, const void *src, size_t count)
{
	const u8 *p = src;

	while (count--)
		dst = hex_byte_pack(dst, *p++);
	return dst;
}
EXPORT_SYMBOL(bin2hex);

static u64 dump_group(const u8 *p, int groupsize)
{
	switch (groupsize) {
	case 8:
		return get_unaligned_le64(p);
	case 4:
		return get_unaligned_le32(p);
	case 2:
		return get_unaligned_le16(p);
	}
	return *p;
}

/**
 * hex_dump_to_buffer - one line of a dump
 * @buf: memory
 * @len: bytes of it
 * @rowsize: bytes per line, 16 or 32
 * @groupsize: bytes printed together, 1, 2, 4 or 8
 * @linebuf: result
 * @linebuflen: its size
 * @ascii: the characters behind the numbers
 *
 * Return: characters a large enough buffer would hold.
 */
int hex_dump_to_buffer(const void *buf, size_t len, int rowsize, int groupsize,
		       char *linebuf, size_t linebuflen, bool ascii)
{
	const u8 *p = buf;
	size_t pos = 0, column;

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	len = min_t(size_t, len, rowsize);
	if (!is_power_of_2(groupsize) || groupsize > 8 || len % groupsize)
		groupsize = 1;
	column = rowsize * 2 + rowsize / groupsize + 1;

#define DUMP(...) \
	(pos += snprintf(pos < linebuflen ? linebuf + pos : NULL, \
			 pos < linebuflen ? linebuflen - pos : 0, __VA_ARGS__))
	if (linebuflen)
		*linebuf = '\0';
	for (size_t i = 0; i < len; i += groupsize)
		DUMP("%s%0*llx", i ? " " : "", groupsize * 2,
		     dump_group(p + i, groupsize));
	if (ascii && len) {
		DUMP("%*s", (int)(column - pos), "");
		for (size_t i = 0; i < len; i++)
			DUMP("%c", isascii(p[i]) && isprint(p[i]) ? p[i] : '.');
	}
#undef DUMP
	return pos;
}
EXPORT_SYMBOL(hex_dump_to_buffer);

void print_hex_dump(const char *level, const char *prefix_str, int prefix_type,
		    int rowsize, int groupsize, const void *buf, size_t len,
		    bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (size_t off = 0; off < len; off += rowsize) {
		hex_dump_to_buffer(buf + off, min_t(size_t, len - off, rowsize),
				   rowsize, groupsize, line, sizeof(line), ascii);
		switch (prefix_type) {
		case DUMP_PREFIX_ADDRESS:
			printk("%s%s%px: %s\n", level, prefix_str, buf + off, line);
			break;
		case DUMP_PREFIX_OFFSET:
			printk("%s%s%.8zx: %s\n", level, prefix_str, off, line);
			break;
		default:
			printk("%s%s%s\n", level, prefix_str, line);
		}
	}
}
EXPORT_SYMBOL(print_hex_dump);
