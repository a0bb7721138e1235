// SPDX-License-Identifier: GPL-2.0
/*
 * Bit arrays as sets, and their text form. Bits past the size in the last word
 * are ignored in what is read.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>

/* Word i of the set, without what lies past its end. */
static inline unsigned long word_mask(unsigned int i, unsigned int nbits)
{
	return (i + 1) * BITS_PER_LONG <= nbits ? ~0UL
						: BITMAP_LAST_WORD_MASK(nbits);
}

#define for_each_word(i, nbits) \
	for (unsigned int i = 0; i < BITS_TO_LONGS(nbits); i++)

bool bitmap_equal(const unsigned long *a, const unsigned long *b,
		  unsigned int nbits)
{
	for_each_word(i, nbits)
		if ((a[i] ^ b[i]) & word_mask(i, nbits))
			return false;
	return true;
}

bool bitmap_empty(const unsigned long *src, unsigned int nbits)
{
	return find_first_bit(src, nbits) == nbits;
}

bool bitmap_full(const unsigned long *src, unsigned int nbits)
{
	return find_first_zero_bit(src, nbits) == nbits;
}

/* The return values say whether the result has any bit. */
bool bitmap_and(unsigned long *dst, const unsigned long *a,
		const unsigned long *b, unsigned int nbits)
{
	unsigned long any = 0;

	for_each_word(i, nbits)
		any |= (dst[i] = a[i] & b[i] & word_mask(i, nbits));
	return any;
}

bool bitmap_andnot(unsigned long *dst, const unsigned long *a,
		   const unsigned long *b, unsigned int nbits)
{
	unsigned long any = 0;

	for_each_word(i, nbits)
		any |= (dst[i] = a[i] & ~b[i] & word_mask(i, nbits));
	return any;
}

void bitmap_or(unsigned long *dst, const unsigned long *a,
	       const unsigned long *b, unsigned int nbits)
{
	for_each_word(i, nbits)
		dst[i] = a[i] | b[i];
}

void bitmap_xor(unsigned long *dst, const unsigned long *a,
		const unsigned long *b, unsigned int nbits)
{
	for_each_word(i, nbits)
		dst[i] = a[i] ^ b[i];
}

void bitmap_complement(unsigned long *dst, const unsigned long *src,
		       unsigned int nbits)
{
	for_each_word(i, nbits)
		dst[i] = ~src[i];
}

bool bitmap_intersects(const unsigned long *a, const unsigned long *b,
		       unsigned int nbits)
{
	return find_first_and_bit(a, b, nbits) < nbits;
}

bool bitmap_subset(const unsigned long *a, const unsigned long *b,
		   unsigned int nbits)
{
	return find_next_andnot_bit(a, b, nbits, 0) == nbits;
}

unsigned int bitmap_weight(const unsigned long *src, unsigned int nbits)
{
	unsigned int n = 0;

	for_each_word(i, nbits)
		n += hweight_long(src[i] & word_mask(i, nbits));
	return n;
}
EXPORT_SYMBOL(bitmap_weight);

void bitmap_set(unsigned long *map, unsigned int start, unsigned int len)
{
	unsigned int end = start + len;

	while (start < end && start % BITS_PER_LONG)
		__set_bit(start++, map);
	for (; end - start >= BITS_PER_LONG && start < end; start += BITS_PER_LONG)
		map[BIT_WORD(start)] = ~0UL;
	while (start < end)
		__set_bit(start++, map);
}
EXPORT_SYMBOL(bitmap_set);

void bitmap_clear(unsigned long *map, unsigned int start, unsigned int len)
{
	unsigned int end = start + len;

	while (start < end && start % BITS_PER_LONG)
		__clear_bit(start++, map);
	for (; end - start >= BITS_PER_LONG && start < end; start += BITS_PER_LONG)
		map[BIT_WORD(start)] = 0;
	while (start < end)
		__clear_bit(start++, map);
}
EXPORT_SYMBOL(bitmap_clear);

void bitmap_shift_right(unsigned long *dst, const unsigned long *src,
			unsigned int shift, unsigned int nbits)
{
	unsigned int words = BITS_TO_LONGS(nbits), off = shift / BITS_PER_LONG;
	unsigned int rem = shift % BITS_PER_LONG;

	for (unsigned int i = 0; i < words; i++) {
		unsigned long lo = 0, hi = 0;

		if (i + off < words)
			lo = src[i + off] & word_mask(i + off, nbits);
		if (i + off + 1 < words)
			hi = src[i + off + 1] & word_mask(i + off + 1, nbits);
		dst[i] = rem ? lo >> rem | hi << (BITS_PER_LONG - rem) : lo;
	}
}

void bitmap_shift_left(unsigned long *dst, const unsigned long *src,
		       unsigned int shift, unsigned int nbits)
{
	unsigned int words = BITS_TO_LONGS(nbits), off = shift / BITS_PER_LONG;
	unsigned int rem = shift % BITS_PER_LONG;

	for (unsigned int i = words; i-- > 0; ) {
		unsigned long hi = i >= off ? src[i - off] : 0;
		unsigned long lo = i > off ? src[i - off - 1] : 0;

		dst[i] = rem ? hi << rem | lo >> (BITS_PER_LONG - rem) : hi;
	}
}

/**
 * bitmap_find_next_zero_area - find a run of clear bits
 * @map: the bits
 * @size: how many
 * @start: where to begin
 * @nr: length of the run
 * @align_mask: the run begins where these bits of the index are 0
 *
 * Return: index of the run, > @size when there is none.
 */
unsigned long bitmap_find_next_zero_area(unsigned long *map, unsigned long size,
					 unsigned long start, unsigned int nr,
					 unsigned long align_mask)
{
	for (;;) {
		unsigned long index, end, used;

		index = find_next_zero_bit(map, size, start);
		index = (index + align_mask) & ~align_mask;
		end = index + nr;
		if (end > size)
			return size + 1;
		used = find_next_bit(map, end, index);
		if (used >= end)
			return index;
		start = used + 1;
	}
}
EXPORT_SYMBOL(bitmap_find_next_zero_area);

static const char *parse_number(const char *p, unsigned int *val, int *err)
{
	unsigned int v = 0;

	if (!isdigit(*p)) {
		*err = -EINVAL;
		return p;
	}
	for (; isdigit(*p); p++) {
		if (v > (UINT_MAX - 9) / 10) {
			*err = -EOVERFLOW;
			return p;
		}
		v = v * 10 + *p - '0';
	}
	*val = v;
	return p;
}

/* "3", "0-7", or "0-31:2/8": the first 2 of each 8. */
static const char *parse_region(const char *p, unsigned long *map, int nbits,
				int *err)
{
	unsigned int start, end, off, group, i;

	p = parse_number(p, &start, err);
	end = start;
	if (!*err && *p == '-')
		p = parse_number(p + 1, &end, err);
	off = group = end - start + 1;
	if (!*err && *p == ':') {
		p = parse_number(p + 1, &off, err);
		if (!*err && *p++ != '/')
			*err = -EINVAL;
		if (!*err)
			p = parse_number(p, &group, err);
	}
	if (*err)
		return p;
	if (start > end || !group || off > group) {
		*err = -EINVAL;
	} else if (end >= (unsigned int)nbits) {
		*err = -ERANGE;
	} else {
		for (i = start; i <= end; i += group)
			bitmap_set(map, i, min(end - i + 1, off));
	}
	return p;
}

int bitmap_parselist(const char *buf, unsigned long *map, int nbits)
{
	int err = 0;

	bitmap_zero(map, nbits);
	for (;;) {
		while (isspace(*buf) || *buf == ',')
			buf++;
		if (!*buf)
			return 0;
		buf = parse_region(buf, map, nbits, &err);
		if (err)
			return err;
		if (*buf && *buf != ',' && !isspace(*buf))
			return -EINVAL;
	}
}
EXPORT_SYMBOL(bitmap_parselist);

int bitmap_parse(const char *buf, unsigned int buflen, unsigned long *map,
		 int nbits)
{
	const char *end = buf + strnlen(buf, buflen);
	int chunk = 0, digits = 0, bit = 0;

	bitmap_zero(map, nbits);
	while (end > buf && isspace(end[-1]))
		end--;
	if (end == buf)
		return -EINVAL;
	while (end > buf) {
		int val;

		if (*--end == ',') {
			if (!digits)
				return -EINVAL;
			digits = 0;
			bit = ++chunk * 32;
			continue;
		}
		val = hex_to_bin(*end);
		if (val < 0)
			return -EINVAL;
		if (++digits > 8)
			return -EOVERFLOW;
		for (int i = 0; i < 4; i++, bit++) {
			if (!(val >> i & 1))
				continue;
			if (bit >= nbits)
				return -EOVERFLOW;
			__set_bit(bit, map);
		}
	}
	return 0;
}
EXPORT_SYMBOL(bitmap_parse);

unsigned long *bitmap_alloc(unsigned int nbits, gfp_t flags)
{
	return kmalloc_array(BITS_TO_LONGS(nbits), sizeof(unsigned long), flags);
}

unsigned long *bitmap_zalloc(unsigned int nbits, gfp_t flags)
{
	return kcalloc(BITS_TO_LONGS(nbits), sizeof(unsigned long), flags);
}

void bitmap_free(const unsigned long *bitmap)
{
	kfree(bitmap);
}
