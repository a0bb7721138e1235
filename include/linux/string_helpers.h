/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_STRING_HELPERS_H
#define INCLUDE_LINUX_STRING_HELPERS_H

#include <linux/bits.h>
#include <linux/ctype.h>
#include <linux/string.h>
#include <linux/types.h>

enum string_size_units {
	STRING_UNITS_10,	/* powers of 1000: kB */
	STRING_UNITS_2,		/* powers of 1024: KiB */
};

#define ESCAPE_SPACE	BIT(0)	/* \f \n \r \t \v */
#define ESCAPE_SPECIAL	BIT(1)	/* \" \\ \a \e */
#define ESCAPE_NULL	BIT(2)	/* \0 */
#define ESCAPE_OCTAL	BIT(3)	/* \nnn */
#define ESCAPE_ANY	(ESCAPE_SPACE | ESCAPE_OCTAL | ESCAPE_SPECIAL | ESCAPE_NULL)
#define ESCAPE_NP	BIT(4)	/* only what is not printable */
#define ESCAPE_ANY_NP	(ESCAPE_ANY | ESCAPE_NP)
#define ESCAPE_HEX	BIT(5)	/* \xHH */
#define ESCAPE_NA	BIT(6)	/* only what is not ASCII */
#define ESCAPE_NAP	BIT(7)	/* only what is not printable ASCII */
#define ESCAPE_APPEND	BIT(8)	/* also the characters given */

#define UNESCAPE_SPACE	BIT(0)
#define UNESCAPE_OCTAL	BIT(1)
#define UNESCAPE_HEX	BIT(2)
#define UNESCAPE_SPECIAL BIT(3)
#define UNESCAPE_ANY	(UNESCAPE_SPACE | UNESCAPE_OCTAL | UNESCAPE_HEX | UNESCAPE_SPECIAL)

/* lib/string_helpers.c */
int string_get_size(u64 size, u64 blk_size, enum string_size_units units,
		    char *buf, int len);
/* Returns the length the result needs; not terminated, as in Linux. */
int string_escape_mem(const char *src, size_t isz, char *dst, size_t osz,
		      unsigned int flags, const char *only);
int string_unescape(char *src, char *dst, size_t size, unsigned int flags);
void string_lower(char *dst, const char *src);
void string_upper(char *dst, const char *src);

static inline const char *str_yes_no(bool v)
{
	return v ? "yes" : "no";
}

static inline const char *str_on_off(bool v)
{
	return v ? "on" : "off";
}

static inline const char *str_enabled_disabled(bool v)
{
	return v ? "enabled" : "disabled";
}

static inline const char *str_plural(size_t num)
{
	return num == 1 ? "" : "s";
}

#endif /* INCLUDE_LINUX_STRING_HELPERS_H */
