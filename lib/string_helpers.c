// SPDX-License-Identifier: GPL-2.0
/*
 * Strings for people and files: sizes with units, escaping and its reverse,
 * comparing what was written to sysfs.
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

/**
 * string_get_size - a size with three significant digits
 * @size: in blocks
 * @blk_size: bytes per block
 * @units: of 1000 or 1024
 * @buf: result, "10.7 GB"
 * @len: its size
 *
 * Return: as snprintf().
 */
int string_get_size(u64 size, u64 blk_size, enum string_size_units units,
		    char *buf, int len)
{
	static const char *const names[2][7] = {
		{ "B", "kB", "MB", "GB", "TB", "PB", "EB" },
		{ "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" },
	};
	unsigned int base = units == STRING_UNITS_10 ? 1000 : 1024;
	unsigned __int128 bytes = (unsigned __int128)size * blk_size;
	unsigned int i = 0, rest = 0;

	while (bytes >= base && i < 6) {
		rest = (unsigned int)((u64)(bytes & 1023));
		if (base == 1000)
			rest = (unsigned int)(bytes % 1000);
		bytes /= base;
		i++;
	}
	rest = rest * 1000 / base;
	if (!i || bytes >= 100)
		return snprintf(buf, len, "%llu %s",
				(u64)bytes + (i && rest >= 500), names[units][i]);
	if (bytes >= 10)
		return snprintf(buf, len, "%llu.%u %s", (u64)bytes, rest / 100,
				names[units][i]);
	return snprintf(buf, len, "%llu.%02u %s", (u64)bytes, rest / 10,
			names[units][i]);
}
EXPORT_SYMBOL(string_get_size);

struct escaper {
	char *pos, *end;
};

static void esc_put(struct escaper *e, char c)
{
	if (e->pos < e->end)
		*e->pos = c;
	e->pos++;
}

static bool esc_pair(struct escaper *e, char letter)
{
	esc_put(e, '\\');
	esc_put(e, letter);
	return true;
}

static bool esc_special(struct escaper *e, u8 c, unsigned int flags)
{
	static const char space[] = "\n\r\t\v\f", space_as[] = "nrtvf";
	static const char special[] = "\\\a\033\"", special_as[] = "\\ae\"";
	const char *p;

	if ((flags & ESCAPE_SPACE) && c && (p = strchr(space, c)))
		return esc_pair(e, space_as[p - space]);
	if ((flags & ESCAPE_SPECIAL) && c && (p = strchr(special, c)))
		return esc_pair(e, special_as[p - special]);
	if ((flags & ESCAPE_NULL) && !c)
		return esc_pair(e, '0');
	return false;
}

static void esc_number(struct escaper *e, u8 c, unsigned int flags)
{
	if (flags & ESCAPE_OCTAL) {
		esc_put(e, '\\');
		esc_put(e, '0' + (c >> 6));
		esc_put(e, '0' + (c >> 3 & 7));
		esc_put(e, '0' + (c & 7));
	} else if (flags & ESCAPE_HEX) {
		esc_put(e, '\\');
		esc_put(e, 'x');
		esc_put(e, hex_asc_hi(c));
		esc_put(e, hex_asc_lo(c));
	} else {
		esc_put(e, c);
	}
}

/* Characters the flags exempt from escaping. */
static bool esc_plain(u8 c, unsigned int flags, bool in_only, bool has_only)
{
	if (in_only)
		return false;
	if (has_only && !(flags & ESCAPE_APPEND))
		return true;
	if ((flags & ESCAPE_NAP) && isascii(c) && isprint(c))
		return true;
	if ((flags & ESCAPE_NP) && isprint(c))
		return true;
	if ((flags & ESCAPE_NA) && isascii(c))
		return true;
	return false;
}

/**
 * string_escape_mem - make bytes printable
 * @src: bytes
 * @isz: how many
 * @dst: result, not terminated
 * @osz: its size
 * @flags: ESCAPE_*
 * @only: characters to escape; with ESCAPE_APPEND those too. May be NULL.
 *
 * Return: the length of the whole result, also when it did not fit.
 */
int string_escape_mem(const char *src, size_t isz, char *dst, size_t osz,
		      unsigned int flags, const char *only)
{
	struct escaper e = { dst, dst + osz };
	bool has_only = only && *only;

	for (; isz--; src++) {
		u8 c = *src;
		bool in_only = has_only && c && strchr(only, c);

		if (esc_plain(c, flags, in_only, has_only))
			esc_put(&e, c);
		else if (!esc_special(&e, c, flags))
			esc_number(&e, c, flags);
	}
	return e.pos - dst;
}
EXPORT_SYMBOL(string_escape_mem);

/* One escape behind the backslash at s; returns what it used, 0 for none. */
static int unescape_one(const char *s, char *out, unsigned int flags)
{
	static const char letters[] = "nrtvf", values[] = "\n\r\t\v\f";
	static const char sletters[] = "\"\\ae", svalues[] = "\"\\\a\033";
	const char *p;
	int n, v;

	if ((flags & UNESCAPE_SPACE) && *s && (p = strchr(letters, *s))) {
		*out = values[p - letters];
		return 1;
	}
	if ((flags & UNESCAPE_SPECIAL) && *s && (p = strchr(sletters, *s))) {
		*out = svalues[p - sletters];
		return 1;
	}
	if ((flags & UNESCAPE_OCTAL) && isodigit(*s)) {
		for (n = 0, v = 0; n < 3 && isodigit(s[n]); n++) {
			if (v * 8 + s[n] - '0' > 255)
				break;
			v = v * 8 + s[n] - '0';
		}
		*out = v;
		return n;
	}
	if ((flags & UNESCAPE_HEX) && *s == 'x' && isxdigit(s[1])) {
		v = hex_to_bin(s[1]);
		if (!isxdigit(s[2])) {
			*out = v;
			return 2;
		}
		*out = v << 4 | hex_to_bin(s[2]);
		return 3;
	}
	return 0;
}

/* The reverse; dst may be src. Size 0: as long as src. Returns the length. */
int string_unescape(char *src, char *dst, size_t size, unsigned int flags)
{
	char *out = dst;

	if (!size)
		size = SIZE_MAX;
	while (*src && --size) {
		if (src[0] == '\\' && src[1]) {
			int used = unescape_one(src + 1, out, flags);

			if (used) {
				src += used + 1;
				out++;
				continue;
			}
		}
		*out++ = *src++;
	}
	*out = '\0';
	return out - dst;
}
EXPORT_SYMBOL(string_unescape);

void string_lower(char *dst, const char *src)
{
	do {
		*dst++ = tolower(*src);
	} while (*src++);
}

void string_upper(char *dst, const char *src)
{
	do {
		*dst++ = toupper(*src);
	} while (*src++);
}

/* Equal but for one newline at the end of either. */
bool sysfs_streq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == *b)
		return true;
	if (!*a && *b == '\n' && !b[1])
		return true;
	return *a == '\n' && !a[1] && !*b;
}
EXPORT_SYMBOL(sysfs_streq);

/* Index of the string in the array (n entries, or up to NULL), or -EINVAL. */
int match_string(const char *const *array, size_t n, const char *string)
{
	for (size_t i = 0; i < n && array[i]; i++)
		if (!strcmp(array[i], string))
			return i;
	return -EINVAL;
}
EXPORT_SYMBOL(match_string);

int __sysfs_match_string(const char *const *array, size_t n, const char *str)
{
	for (size_t i = 0; i < n && array[i]; i++)
		if (sysfs_streq(array[i], str))
			return i;
	return -EINVAL;
}
EXPORT_SYMBOL(__sysfs_match_string);
