// SPDX-License-Identifier: GPL-2.0
/*
 * sscanf(): white space in the format matches any amount of it, other
 * characters themselves. Conversions: d i u o x X c s [set] n %, with *, a
 * width and the usual sizes. As in Linux, a number that does not fit its
 * variable is not stored but cut.
 */
#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sprintf.h>
#include <linux/string.h>

struct scan {
	const char *str;	/* input not used yet */
	bool store;		/* no * was given */
	int width;		/* -1: none */
	int size;		/* bytes of the integer */
};

static const char *scan_modifiers(const char *fmt, struct scan *sc)
{
	sc->store = true;
	sc->width = -1;
	sc->size = sizeof(int);
	if (*fmt == '*') {
		sc->store = false;
		fmt++;
	}
	if (isdigit(*fmt)) {
		sc->width = 0;
		while (isdigit(*fmt) && sc->width < 100000)
			sc->width = sc->width * 10 + *fmt++ - '0';
	}
	switch (*fmt) {
	case 'h':
		sc->size = fmt[1] == 'h' ? 1 : 2;
		return fmt + (fmt[1] == 'h' ? 2 : 1);
	case 'l':
		sc->size = 8;
		return fmt + (fmt[1] == 'l' ? 2 : 1);
	case 'L':
	case 'j':
	case 'z':
	case 't':
		sc->size = 8;
		return fmt + 1;
	}
	return fmt;
}

static void scan_store(void *p, int size, u64 val)
{
	switch (size) {
	case 1:
		*(u8 *)p = val;
		break;
	case 2:
		*(u16 *)p = val;
		break;
	case 4:
		*(u32 *)p = val;
		break;
	default:
		*(u64 *)p = val;
	}
}

/* The digits within the width, converted; false when there are none. */
static bool scan_integer(struct scan *sc, unsigned int base, bool is_signed,
			 u64 *val)
{
	char buf[72], *end;
	const char *s = skip_spaces(sc->str);
	size_t len = sizeof(buf) - 1;
	bool negative;

	if (sc->width >= 0)
		len = min_t(size_t, len, sc->width);
	len = strnlen(s, len);
	memcpy(buf, s, len);
	buf[len] = '\0';
	negative = is_signed && buf[0] == '-';
	if (!isxdigit(buf[negative]))
		return false;
	*val = simple_strtoull(buf + negative, &end, base);
	if (end == buf + negative)
		return false;
	if (negative)
		*val = -*val;
	sc->str = s + (end - buf);
	return true;
}

/* %s; one word into dest, or skipped when that is NULL. */
static bool scan_word(struct scan *sc, char *dest)
{
	const char *s = skip_spaces(sc->str);
	int left = sc->width < 0 ? INT_MAX : sc->width;

	if (!*s)
		return false;
	while (*s && !isspace(*s) && left--) {
		if (dest)
			*dest++ = *s;
		s++;
	}
	if (dest)
		*dest = '\0';
	sc->str = s;
	return true;
}

static bool scan_chars(struct scan *sc, char *dest)
{
	int n = sc->width < 0 ? 1 : sc->width;

	if (!*sc->str)
		return false;
	while (n-- && *sc->str) {
		if (dest)
			*dest++ = *sc->str;
		sc->str++;
	}
	return true;
}

/* "[a-z]" or "[^...]" at fmt; returns behind the bracket, NULL when broken. */
static const char *scan_parse_set(const char *fmt, unsigned long *set)
{
	bool invert = fmt[1] == '^';
	const char *p = fmt + 1 + invert;

	bitmap_zero(set, 256);
	do {
		u8 from = *p, to = from;

		if (!*p)
			return NULL;
		if (p[1] == '-' && p[2] && p[2] != ']') {
			to = p[2];
			p += 2;
		}
		for (int c = from; c <= to; c++)
			__set_bit(c, set);
		p++;
	} while (*p != ']');
	if (invert)
		bitmap_complement(set, set, 256);
	__clear_bit(0, set);
	return p + 1;
}

static bool scan_set(struct scan *sc, const unsigned long *set, char *dest)
{
	int left = sc->width < 0 ? INT_MAX : sc->width;
	const char *s = sc->str;

	while (test_bit((u8)*s, set) && left--) {
		if (dest)
			*dest++ = *s;
		s++;
	}
	if (s == sc->str)
		return false;
	if (dest)
		*dest = '\0';
	sc->str = s;
	return true;
}

static bool scan_number(struct scan *sc, char conv, va_list *args)
{
	unsigned int base = conv == 'i' ? 0 : conv == 'o' ? 8 :
			    conv == 'x' || conv == 'X' ? 16 : 10;
	u64 val;

	if (!scan_integer(sc, base, conv == 'd' || conv == 'i', &val))
		return false;
	if (sc->store)
		scan_store(va_arg(*args, void *), sc->size, val);
	return true;
}

/* One conversion; moves *fmt behind it. 1 stored, 0 not stored, -1 stop. */
static int scan_conversion(struct scan *sc, const char **fmt, const char *start,
			   va_list *args)
{
	DECLARE_BITMAP(set, 256);
	char conv = *(*fmt)++;
	bool ok;

	switch (conv) {
	case 'n':
		if (sc->store)
			scan_store(va_arg(*args, void *), sc->size,
				   sc->str - start);
		return 0;
	case '%':
		return *sc->str++ == '%' ? 0 : -1;
	case 'c':
		ok = scan_chars(sc, sc->store ? va_arg(*args, char *) : NULL);
		break;
	case 's':
		ok = scan_word(sc, sc->store ? va_arg(*args, char *) : NULL);
		break;
	case '[':
		*fmt = scan_parse_set(*fmt - 1, set);
		if (!*fmt)
			return -1;
		ok = scan_set(sc, set, sc->store ? va_arg(*args, char *) : NULL);
		break;
	case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
		ok = scan_number(sc, conv, args);
		break;
	default:
		return -1;
	}
	return ok ? sc->store : -1;
}

/**
 * vsscanf - take values out of a string
 * @buf: the string
 * @fmt: what to expect
 * @caller_args: where the values go
 *
 * Return: how many were stored.
 */
int vsscanf(const char *buf, const char *fmt, va_list caller_args)
{
	struct scan sc = { .str = buf };
	int stored = 0;
	va_list args;

	va_copy(args, caller_args);
	while (*fmt) {
		int ret;

		if (isspace(*fmt)) {
			fmt = skip_spaces(fmt);
			sc.str = skip_spaces(sc.str);
			continue;
		}
		if (*fmt != '%') {
			if (*fmt++ != *sc.str++)
				break;
			continue;
		}
		fmt = scan_modifiers(fmt + 1, &sc);
		ret = scan_conversion(&sc, &fmt, buf, &args);
		if (ret < 0)
			break;
		stored += ret;
	}
	va_end(args);
	return stored;
}
EXPORT_SYMBOL(vsscanf);

int sscanf(const char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsscanf(buf, fmt, args);
	va_end(args);
	return n;
}
EXPORT_SYMBOL(sscanf);
