// SPDX-License-Identifier: GPL-2.0
/*
 * What may follow %p: symbols, names, UUIDs, addresses, bitmaps, bytes and
 * error codes. A plain %p shows a keyed hash, so that the log does not tell
 * programs where things are; %px shows the address.
 *
 * Those of Linux's that print kernel objects we do not have (device tree nodes,
 * clocks, resources) are left out.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/errname.h>
#include <linux/hex.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/unaligned.h>
#include <linux/uuid.h>

#include "vsprintf.h"

static bool no_hash_pointers;

static int __init no_hash_pointers_enable(char *str)
{
	no_hash_pointers = true;
	return 0;
}
early_param("no_hash_pointers", no_hash_pointers_enable);

static void sink_address(struct sink *s, unsigned long addr, struct spec spec)
{
	spec.base = 16;
	if (spec.width < 0) {
		spec.width = 2 * sizeof(void *);
		spec.flags |= SPEC_ZERO;
	}
	sink_number(s, addr, spec);
}

/* Before there is randomness the key would be known to everyone. */
static bool hash_pointer(const void *ptr, unsigned long *hash)
{
	static siphash_key_t key;
	static bool have_key;

	if (!READ_ONCE(have_key)) {
		if (!rng_is_initialized())
			return false;
		get_random_bytes(&key, sizeof(key));
		WRITE_ONCE(have_key, true);
	}
	*hash = (u32)siphash_1u64((unsigned long)ptr, &key);
	return true;
}

static void sink_plain(struct sink *s, const void *ptr, struct spec spec)
{
	unsigned long hash;

	if (no_hash_pointers)
		sink_address(s, (unsigned long)ptr, spec);
	else if (!ptr || IS_ERR(ptr))
		sink_address(s, (unsigned long)ptr, spec);
	else if (hash_pointer(ptr, &hash))
		sink_address(s, hash, spec);
	else
		sink_string(s, "(____ptrval____)", spec);
}

static void sink_symbol(struct sink *s, const void *ptr, bool offset,
			struct spec spec)
{
	char sym[KSYM_SYMBOL_LEN];

	if (offset)
		sprint_symbol(sym, (unsigned long)ptr);
	else
		sprint_symbol_no_offset(sym, (unsigned long)ptr);
	sink_string(s, sym, spec);
}

static void sink_error(struct sink *s, const void *ptr, struct spec spec)
{
	const char *name;

	if (!IS_ERR(ptr)) {
		sink_plain(s, ptr, spec);
		return;
	}
	name = errname(PTR_ERR(ptr));
	if (name) {
		sink_string(s, name, spec);
		return;
	}
	spec.flags |= SPEC_SIGNED;
	spec.base = 10;
	sink_number(s, PTR_ERR(ptr), spec);
}

/* b, B: fields in memory order; l, L: little-endian. Capitals in capitals. */
static void sink_uuid(struct sink *s, const u8 *uuid, char kind,
		      struct spec spec)
{
	const u8 *index = tolower(kind) == 'l' ? guid_index : uuid_index;
	const char *digits = isupper(kind) ? hex_asc_upper : hex_asc;
	char text[UUID_STRING_LEN + 1], *p = text;

	for (int i = 0; i < UUID_SIZE; i++) {
		u8 byte = uuid[index[i]];

		*p++ = digits[byte >> 4];
		*p++ = digits[byte & 15];
		if (i == 3 || i == 5 || i == 7 || i == 9)
			*p++ = '-';
	}
	*p = '\0';
	sink_string(s, text, spec);
}

/* %*ph: the field width is the number of bytes. */
static void sink_bytes(struct sink *s, const u8 *p, char kind, int len)
{
	char sep = kind == 'C' ? ':' : kind == 'D' ? '-' : kind == 'N' ? 0 : ' ';

	len = len < 0 ? 1 : min(len, 64);
	for (int i = 0; i < len; i++) {
		if (i && sep)
			sink_putc(s, sep);
		sink_putc(s, hex_asc_hi(p[i]));
		sink_putc(s, hex_asc_lo(p[i]));
	}
}

static void sink_mac(struct sink *s, const u8 *addr, const char *fmt,
		     struct spec spec)
{
	char sep = fmt[0] == 'm' ? 0 : fmt[1] == 'F' ? '-' : ':';
	char text[18], *p = text;
	bool reversed = fmt[1] == 'R';

	for (int i = 0; i < 6; i++) {
		if (i && sep)
			*p++ = sep;
		p = hex_byte_pack(p, addr[reversed ? 5 - i : i]);
	}
	*p = '\0';
	sink_string(s, text, spec);
}

/* I4: 127.0.0.1; i4: 127.000.000.001. */
static int ip4_format(char *text, size_t size, const u8 *addr, bool leading)
{
	return scnprintf(text, size,
			 leading ? "%03u.%03u.%03u.%03u" : "%u.%u.%u.%u",
			 addr[0], addr[1], addr[2], addr[3]);
}

/* The longest run of at least two zero words, as RFC 5952 wants it. */
static int ip6_zero_run(const u8 *addr, int words, int *start)
{
	int best = 1;

	*start = -1;
	for (int i = 0; i < words; i++) {
		int n = 0;

		while (i + n < words && !get_unaligned_be16(addr + 2 * (i + n)))
			n++;
		if (n > best) {
			best = n;
			*start = i;
		}
		i += n;
	}
	return *start < 0 ? 0 : best;
}

static void ip6_compressed(struct sink *s, const u8 *addr)
{
	static const u8 mapped[12] = { [10] = 0xff, [11] = 0xff };
	bool v4 = !memcmp(addr, mapped, sizeof(mapped));
	int words = v4 ? 6 : 8, start;
	int run = ip6_zero_run(addr, words, &start);
	bool colon = false;

	for (int i = 0; i < words; i++) {
		if (i == start) {
			sink_putc(s, ':');
			sink_putc(s, ':');
			colon = false;
			i += run - 1;
			continue;
		}
		sink_printf(s, "%s%x", colon ? ":" : "",
			    get_unaligned_be16(addr + 2 * i));
		colon = true;
	}
	if (v4)
		sink_printf(s, "%s%u.%u.%u.%u", colon ? ":" : "", addr[12],
			    addr[13], addr[14], addr[15]);
}

/* I6: with colons, i6: without, I6c: as people write it. */
static void sink_ip(struct sink *s, const u8 *addr, const char *fmt,
		    struct spec spec)
{
	char text[48];
	struct sink t = { text, text + sizeof(text) };

	if (fmt[1] == '4') {
		u8 swapped[4] = { addr[3], addr[2], addr[1], addr[0] };

		ip4_format(text, sizeof(text),
			   fmt[2] == 'l' || fmt[2] == 'h' ? swapped : addr,
			   fmt[0] == 'i');
		sink_string(s, text, spec);
		return;
	}
	if (fmt[1] && fmt[2] == 'c') {
		ip6_compressed(&t, addr);
	} else {
		for (int i = 0; i < 16; i += 2)
			sink_printf(&t, "%s%02x%02x",
				    i && fmt[0] == 'I' ? ":" : "",
				    addr[i], addr[i + 1]);
	}
	sink_string_n(s, text, t.pos - text, spec);
}

/* %*pbl: "0-3,7"; %*pb: hex words. The field width is the number of bits. */
static void sink_bitmap_list(struct sink *s, const unsigned long *map, int bits)
{
	unsigned long first, last;
	bool comma = false;

	for (first = find_first_bit(map, bits); first < (unsigned long)bits;
	     first = find_next_bit(map, bits, last)) {
		last = find_next_zero_bit(map, bits, first);
		sink_printf(s, "%s%lu", comma ? "," : "", first);
		if (last - first > 1)
			sink_printf(s, "-%lu", last - 1);
		comma = true;
	}
}

static void sink_bitmap(struct sink *s, const unsigned long *map, int bits)
{
	bool comma = false;

	for (int chunk = (bits - 1) / 32; chunk >= 0; chunk--) {
		int width = min(bits - chunk * 32, 32);
		u32 val = map[chunk / 2] >> (chunk & 1 ? 32 : 0);

		if (width < 32)
			val &= (1U << width) - 1;
		sink_printf(s, "%s%0*x", comma ? "," : "", (width + 3) / 4, val);
		comma = true;
	}
}

static void sink_format(struct sink *s, const struct va_format *vf)
{
	sink_vprintf(s, vf->fmt, *vf->va);
}

/* Objects that are looked into: NULL and error pointers are shown as such. */
static bool sink_bad_pointer(struct sink *s, const void *ptr, struct spec spec)
{
	if (!ptr)
		sink_string(s, "(null)", spec);
	else if ((unsigned long)ptr < 4096 || IS_ERR(ptr))
		sink_string(s, "(efault)", spec);
	else
		return false;
	return true;
}

/* %pd2 shows two components. */
static int name_depth(const char *fmt)
{
	return isdigit(fmt[1]) ? fmt[1] - '0' : 1;
}

void sink_pointer(struct sink *s, const char *fmt, const void *ptr,
		  struct spec spec)
{
	switch (*fmt) {
	case 'S':
	case 's':
	case 'B':
		sink_symbol(s, ptr, *fmt != 's', spec);
		return;
	case 'e':
		sink_error(s, ptr, spec);
		return;
	case 'x':
	case 'K':
		sink_address(s, (unsigned long)ptr, spec);
		return;
	case 'U': case 'h': case 'M': case 'm': case 'I': case 'i':
	case 'b': case 'V': case 'd': case 'D':
		if (sink_bad_pointer(s, ptr, spec))
			return;
		break;
	default:
		sink_plain(s, ptr, spec);
		return;
	}

	switch (*fmt) {
	case 'U':
		sink_uuid(s, ptr, isalpha(fmt[1]) ? fmt[1] : 'b', spec);
		break;
	case 'h':
		sink_bytes(s, ptr, fmt[1], spec.width);
		break;
	case 'M':
	case 'm':
		sink_mac(s, ptr, fmt, spec);
		break;
	case 'I':
	case 'i':
		sink_ip(s, ptr, fmt, spec);
		break;
	case 'b':
		if (fmt[1] == 'l')
			sink_bitmap_list(s, ptr, max(spec.width, 0));
		else
			sink_bitmap(s, ptr, max(spec.width, 0));
		break;
	case 'V':
		sink_format(s, ptr);
		break;
	case 'd':
		sink_dentry(s, ptr, name_depth(fmt), spec);
		break;
	case 'D':
		sink_file(s, ptr, name_depth(fmt), spec);
		break;
	}
}
