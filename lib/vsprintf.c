// SPDX-License-Identifier: GPL-2.0
/*
 * The printf family. A format is cut into literal text and conversions; each
 * conversion becomes a struct spec and writes to a sink that counts what does
 * not fit. The kernel's %p extensions are in vsprintf_pointer.c.
 *
 * Floating point and %n do not exist here. Any context; never sleeps.
 */
#include <linux/bug.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "vsprintf.h"

#define FIELD_MAX	((1 << 23) - 1)
/* Pointers below or near the top are no strings. */
#define STRING_MIN	4096

void sink_fill(struct sink *s, char c, int n)
{
	while (n-- > 0)
		sink_putc(s, c);
}

/* Least significant digit first; the number of digits, 0 for 0. */
static int number_digits(char *tmp, u64 num, const struct spec *spec)
{
	const char *digits = spec->flags & SPEC_UPPER ? hex_asc_upper : hex_asc;
	int n = 0;

	if (spec->base == 10) {
		for (; num; num /= 10)
			tmp[n++] = '0' + num % 10;
		return n;
	}
	for (; num; num /= spec->base)
		tmp[n++] = digits[num % spec->base];
	return n;
}

static char number_sign(u64 *num, const struct spec *spec)
{
	if (!(spec->flags & SPEC_SIGNED))
		return 0;
	if ((s64)*num < 0) {
		*num = -*num;
		return '-';
	}
	if (spec->flags & SPEC_PLUS)
		return '+';
	return spec->flags & SPEC_SPACE ? ' ' : 0;
}

/* Write one integer: blanks, sign, prefix, zeros, digits, blanks. */
void sink_number(struct sink *s, u64 num, struct spec spec)
{
	char tmp[64];
	char sign = number_sign(&num, &spec);
	int n = number_digits(tmp, num, &spec);
	int prefix = 0, zeros, blanks;

	if (!n && spec.precision != 0)
		tmp[n++] = '0';
	if (spec.flags & SPEC_ALT) {
		if (spec.base == 16)
			prefix = 2;
		else if (spec.base == 8 && spec.precision <= n &&
			 (!n || tmp[n - 1] != '0'))
			prefix = 1;
	}
	zeros = max(spec.precision - n, 0);
	blanks = spec.width - (sign != 0) - prefix - zeros - n;
	if ((spec.flags & SPEC_ZERO) && !(spec.flags & SPEC_LEFT) &&
	    spec.precision < 0 && blanks > 0) {
		zeros += blanks;
		blanks = 0;
	}
	if (!(spec.flags & SPEC_LEFT)) {
		sink_fill(s, ' ', blanks);
		blanks = 0;
	}
	if (sign)
		sink_putc(s, sign);
	if (prefix)
		sink_putc(s, '0');
	if (prefix == 2)
		sink_putc(s, spec.flags & SPEC_UPPER ? 'X' : 'x');
	sink_fill(s, '0', zeros);
	while (n)
		sink_putc(s, tmp[--n]);
	sink_fill(s, ' ', blanks);
}

void sink_string_n(struct sink *s, const char *str, int len, struct spec spec)
{
	int blanks = spec.width - len;

	if (!(spec.flags & SPEC_LEFT)) {
		sink_fill(s, ' ', blanks);
		blanks = 0;
	}
	while (len-- > 0)
		sink_putc(s, *str++);
	sink_fill(s, ' ', blanks);
}

void sink_string(struct sink *s, const char *str, struct spec spec)
{
	size_t limit = spec.precision >= 0 ? (size_t)spec.precision : FIELD_MAX;

	if (!str)
		str = "(null)";
	else if ((unsigned long)str < STRING_MIN || IS_ERR_VALUE(str))
		str = "(efault)";
	sink_string_n(s, str, strnlen(str, limit), spec);
}

static void sink_char(struct sink *s, int c, struct spec spec)
{
	char ch = c;

	sink_string_n(s, &ch, 1, spec);
}

/* How wide the argument is. */
enum qualifier { Q_INT, Q_CHAR, Q_SHORT, Q_LONG, Q_LLONG };

static u64 fetch_integer(va_list *args, enum qualifier q, bool is_signed)
{
	switch (q) {
	case Q_LLONG:
		return va_arg(*args, unsigned long long);
	case Q_LONG:
		return va_arg(*args, unsigned long);
	case Q_SHORT:
		return is_signed ? (u64)(short)va_arg(*args, int)
				 : (unsigned short)va_arg(*args, int);
	case Q_CHAR:
		return is_signed ? (u64)(signed char)va_arg(*args, int)
				 : (unsigned char)va_arg(*args, int);
	default:
		return is_signed ? (u64)va_arg(*args, int)
				 : va_arg(*args, unsigned int);
	}
}

static const char *parse_flags(const char *fmt, struct spec *spec)
{
	for (;; fmt++) {
		switch (*fmt) {
		case '-':
			spec->flags |= SPEC_LEFT;
			continue;
		case '+':
			spec->flags |= SPEC_PLUS;
			continue;
		case ' ':
			spec->flags |= SPEC_SPACE;
			continue;
		case '#':
			spec->flags |= SPEC_ALT;
			continue;
		case '0':
			spec->flags |= SPEC_ZERO;
			continue;
		}
		return fmt;
	}
}

static const char *parse_decimal(const char *fmt, int *value)
{
	int v = 0;

	for (; isdigit(*fmt); fmt++)
		if (v <= FIELD_MAX)
			v = v * 10 + *fmt - '0';
	*value = min(v, FIELD_MAX);
	return fmt;
}

static const char *parse_width(const char *fmt, struct spec *spec,
			       va_list *args)
{
	if (isdigit(*fmt))
		return parse_decimal(fmt, &spec->width);
	if (*fmt != '*')
		return fmt;
	spec->width = va_arg(*args, int);
	if (spec->width < 0) {
		spec->flags |= SPEC_LEFT;
		spec->width = spec->width == INT_MIN ? FIELD_MAX : -spec->width;
	}
	spec->width = min(spec->width, FIELD_MAX);
	return fmt + 1;
}

static const char *parse_precision(const char *fmt, struct spec *spec,
				   va_list *args)
{
	if (*fmt != '.')
		return fmt;
	fmt++;
	if (*fmt != '*')
		return parse_decimal(fmt, &spec->precision);
	spec->precision = clamp(va_arg(*args, int), -1, FIELD_MAX);
	return fmt + 1;
}

static const char *parse_qualifier(const char *fmt, enum qualifier *q)
{
	*q = Q_INT;
	switch (*fmt) {
	case 'h':
		*q = fmt[1] == 'h' ? Q_CHAR : Q_SHORT;
		return fmt + (fmt[1] == 'h' ? 2 : 1);
	case 'l':
		*q = fmt[1] == 'l' ? Q_LLONG : Q_LONG;
		return fmt + (fmt[1] == 'l' ? 2 : 1);
	case 'L':
	case 'j':
		*q = Q_LLONG;
		return fmt + 1;
	case 'z':
	case 'Z':
	case 't':
		*q = Q_LONG;
		return fmt + 1;
	}
	return fmt;
}

/* The conversion at fmt; returns what follows it. */
static const char *sink_conversion(struct sink *s, const char *fmt,
				   struct spec spec, enum qualifier q,
				   va_list *args)
{
	switch (*fmt) {
	case 'd':
	case 'i':
		spec.flags |= SPEC_SIGNED;
		fallthrough;
	case 'u':
		break;
	case 'o':
		spec.base = 8;
		break;
	case 'X':
		spec.flags |= SPEC_UPPER;
		fallthrough;
	case 'x':
		spec.base = 16;
		break;
	case 'c':
		sink_char(s, va_arg(*args, int), spec);
		return fmt + 1;
	case 's':
		sink_string(s, va_arg(*args, const char *), spec);
		return fmt + 1;
	case 'p':
		sink_pointer(s, ++fmt, va_arg(*args, const void *), spec);
		while (isalnum(*fmt))
			fmt++;
		return fmt;
	case '%':
		sink_putc(s, '%');
		return fmt + 1;
	case '\0':
		sink_putc(s, '%');
		return fmt;
	default:
		WARN_ONCE(1, "printf: unsupported conversion %%%c\n", *fmt);
		sink_putc(s, '%');
		sink_putc(s, *fmt);
		return fmt + 1;
	}
	sink_number(s, fetch_integer(args, q, spec.flags & SPEC_SIGNED), spec);
	return fmt + 1;
}

void sink_vprintf(struct sink *s, const char *fmt, va_list caller_args)
{
	va_list args;

	/* A parameter may be an array type, whose address is of no use. */
	va_copy(args, caller_args);
	while (*fmt) {
		struct spec spec = { .width = -1, .precision = -1, .base = 10 };
		enum qualifier q;

		if (*fmt != '%') {
			sink_putc(s, *fmt++);
			continue;
		}
		fmt = parse_flags(fmt + 1, &spec);
		fmt = parse_width(fmt, &spec, &args);
		fmt = parse_precision(fmt, &spec, &args);
		fmt = parse_qualifier(fmt, &q);
		fmt = sink_conversion(s, fmt, spec, q, &args);
	}
	va_end(args);
}

void sink_printf(struct sink *s, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	sink_vprintf(s, fmt, args);
	va_end(args);
}

/**
 * vsnprintf - format into a buffer
 * @buf: result, terminated unless @size is 0
 * @size: of @buf
 * @fmt: see linux/sprintf.h
 * @args: arguments
 *
 * Return: characters that a large enough buffer would hold, without the
 * terminator.
 */
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct sink s;

	if (WARN_ON_ONCE(size > INT_MAX))
		return 0;
	s.pos = buf;
	s.end = buf + size;
	sink_vprintf(&s, fmt, args);
	if (size)
		*(s.pos < s.end ? s.pos : s.end - 1) = '\0';
	return s.pos - buf;
}
EXPORT_SYMBOL(vsnprintf);

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n;

	if (!size)
		return 0;
	n = vsnprintf(buf, size, fmt, args);
	return (size_t)n < size ? n : (int)size - 1;
}
EXPORT_SYMBOL(vscnprintf);

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}
EXPORT_SYMBOL(snprintf);

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}
EXPORT_SYMBOL(scnprintf);

int vsprintf(char *buf, const char *fmt, va_list args)
{
	return vsnprintf(buf, INT_MAX, fmt, args);
}

int sprintf(char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, INT_MAX, fmt, args);
	va_end(args);
	return n;
}
EXPORT_SYMBOL(sprintf);
