// SPDX-License-Identifier: GPL-2.0
/* Option patterns such as "uid=%u". See linux/parser.h. */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/parser.h>
#include <linux/slab.h>
#include <linux/string.h>

/* Where the argument of that kind at s ends; s itself when there is none. */
static char *argument_end(char *s, char kind, int limit)
{
	char *end = s;

	switch (kind) {
	case 's':
		return limit < 0 ? s + strlen(s) : s + strnlen(s, limit);
	case 'd':
		simple_strtol(s, &end, 0);
		break;
	case 'u':
		simple_strtoul(s, &end, 0);
		break;
	case 'o':
		simple_strtoul(s, &end, 8);
		break;
	case 'x':
		simple_strtoul(s, &end, 16);
		break;
	}
	return end;
}

static bool match_pattern(char *s, const char *p, substring_t args[])
{
	int argc = 0;

	while (*p) {
		int limit = -1;

		if (*p != '%') {
			if (*p++ != *s++)
				return false;
			continue;
		}
		if (*++p == '%') {
			p++;
			if (*s++ != '%')
				return false;
			continue;
		}
		if (isdigit(*p))
			limit = simple_strtoul(p, (char **)&p, 10);
		if (argc >= MAX_OPT_ARGS || !*p)
			return false;
		args[argc].from = s;
		s = argument_end(s, *p, limit);
		if (s == args[argc].from)
			return false;
		args[argc++].to = s;
		p++;
	}
	return !*s;
}

/**
 * match_token - the table entry an option matches
 * @s: one option
 * @table: patterns, ending with a NULL one whose token means "no match"
 * @args: MAX_OPT_ARGS arguments found in it
 *
 * Return: its token.
 */
int match_token(char *s, const match_table_t table, substring_t args[])
{
	const struct match_token *p = table;

	while (p->pattern && !match_pattern(s, p->pattern, args))
		p++;
	return p->token;
}
EXPORT_SYMBOL(match_token);

static int match_text(const substring_t *s, char *buf, size_t size)
{
	size_t len = s->to - s->from;

	if (len >= size)
		return -ERANGE;
	memcpy(buf, s->from, len);
	buf[len] = '\0';
	return 0;
}

static int match_signed(const substring_t *s, int *result, int base)
{
	char buf[24];
	long val;
	char *end;
	int err = match_text(s, buf, sizeof(buf));

	if (err)
		return err;
	val = simple_strtol(buf, &end, base);
	if (end == buf)
		return -EINVAL;
	if (val < INT_MIN || val > INT_MAX)
		return -ERANGE;
	*result = val;
	return 0;
}

int match_int(substring_t *s, int *result)
{
	return match_signed(s, result, 0);
}
EXPORT_SYMBOL(match_int);

int match_octal(substring_t *s, int *result)
{
	return match_signed(s, result, 8);
}

int match_hex(substring_t *s, int *result)
{
	return match_signed(s, result, 16);
}

int match_uint(substring_t *s, unsigned int *result)
{
	char buf[24];
	int err = match_text(s, buf, sizeof(buf));

	return err ? err : kstrtouint(buf, 10, result);
}

int match_u64(substring_t *s, u64 *result)
{
	char buf[24];
	int err = match_text(s, buf, sizeof(buf));

	return err ? err : kstrtoull(buf, 0, result);
}

/* Only * and ? are special. */
bool match_wildcard(const char *pattern, const char *str)
{
	const char *star = NULL, *retry = NULL;

	while (*str) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = str;
		} else if (*pattern == '?' || *pattern == *str) {
			pattern++;
			str++;
		} else if (star) {
			pattern = star;
			str = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

size_t match_strlcpy(char *dest, const substring_t *src, size_t size)
{
	size_t len = src->to - src->from;

	if (size) {
		size_t n = min(len, size - 1);

		memcpy(dest, src->from, n);
		dest[n] = '\0';
	}
	return len;
}

char *match_strdup(const substring_t *s)
{
	return kmemdup_nul(s->from, s->to - s->from, GFP_KERNEL);
}
EXPORT_SYMBOL(match_strdup);
