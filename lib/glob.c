// SPDX-License-Identifier: GPL-2.0
/*
 * Shell patterns. A star remembers where it stood; on a mismatch the match goes
 * back to the last one and lets it take one character more. That is enough,
 * since an earlier star never needs to take more than it did.
 */
#include <linux/export.h>
#include <linux/glob.h>

/*
 * Match c against the class behind "["; sets *end behind the "]". Returns -1
 * when there is no "]", then "[" stands for itself.
 */
static int match_class(const char *p, char c, const char **end)
{
	bool invert = *p == '!', match = false;
	const char *start;

	p += invert;
	start = p;
	while (*p != ']' || p == start) {
		unsigned char from = *p, to = from;

		if (!*p)
			return -1;
		if (p[1] == '-' && p[2] && p[2] != ']') {
			to = p[2];
			p += 2;
		}
		if (from <= (unsigned char)c && (unsigned char)c <= to)
			match = true;
		p++;
	}
	*end = p + 1;
	return match != invert;
}

/* One pattern element against one character; *pat moves behind it. */
static bool match_one(const char **pat, char c)
{
	const char *p = *pat;
	int ret;

	switch (*p) {
	case '?':
		*pat = p + 1;
		return c;
	case '[':
		if (!c)
			return false;
		ret = match_class(p + 1, c, pat);
		if (ret >= 0)
			return ret;
		break;
	case '\\':
		if (p[1])
			p++;
		break;
	}
	*pat = p + 1;
	return c && *p == c;
}

/**
 * glob_match - match a whole string against a shell pattern
 * @pat: with *, ?, [a-z], [!a-z] and backslash
 * @str: string
 *
 * Return: whether it matches.
 */
bool glob_match(const char *pat, const char *str)
{
	const char *star_pat = NULL, *star_str = NULL;

	for (;;) {
		if (*pat == '*') {
			star_pat = ++pat;
			star_str = str;
			continue;
		}
		if (!*pat && !*str)
			return true;
		if (*pat && match_one(&pat, *str)) {
			str++;
			continue;
		}
		if (!star_pat || !*star_str)
			return false;
		pat = star_pat;
		str = ++star_str;
	}
}
EXPORT_SYMBOL(glob_match);
