// SPDX-License-Identifier: GPL-2.0
/*
 * Pieces of option values: "1,2,5-7" lists, sizes with K, M and G behind them,
 * words in comma lists, and the words of a whole command line with their
 * quotes. Unlike kstrtox.c these stop at what they do not understand.
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/string.h>

/**
 * get_option - take one number off a comma list
 * @str: the list; moved behind the number and its comma
 * @pint: result
 *
 * Return: 0 no number, 1 the last one, 2 a comma followed, 3 a hyphen follows.
 */
int get_option(char **str, int *pint)
{
	char *cur = *str;

	if (!cur || !*cur)
		return 0;
	*pint = *cur == '-' ? -simple_strtoull(cur + 1, str, 0)
			    : simple_strtoull(cur, str, 0);
	if (cur == *str)
		return 0;
	if (**str == ',') {
		(*str)++;
		return 2;
	}
	return **str == '-' ? 3 : 1;
}
EXPORT_SYMBOL(get_option);

/* Store from..to; how many, or -1 when the range is upside down or too long. */
static int get_range(int from, int to, int *ints, int room)
{
	int n = 0;

	if (from > to)
		return -1;
	for (long v = from; v <= to; v++, n++) {
		if (n >= room)
			return -1;
		ints[n] = v;
	}
	return n;
}

/**
 * get_options - a comma list with ranges as an array
 * @str: the list
 * @nints: length of @ints, including element 0
 * @ints: ints[0] becomes the number of values in ints[1]...
 *
 * Return: the first character not understood.
 */
char *get_options(const char *str, int nints, int *ints)
{
	char *cur = (char *)str;
	int i = 1, kind;

	while (i < nints) {
		kind = get_option(&cur, &ints[i]);
		if (!kind)
			break;
		if (kind == 3) {
			int to, n;

			cur++;
			kind = get_option(&cur, &to);
			n = kind ? get_range(ints[i], to, &ints[i], nints - i) : -1;
			if (n < 0)
				break;
			i += n - 1;
		}
		i++;
		if (kind == 1)
			break;
	}
	ints[0] = i - 1;
	return cur;
}
EXPORT_SYMBOL(get_options);

/**
 * memparse - a size with an optional K, M, G, T, P or E
 * @ptr: text
 * @retptr: set behind the number, may be NULL
 *
 * Return: the size in bytes.
 */
unsigned long long memparse(const char *ptr, char **retptr)
{
	char *end;
	unsigned long long val = simple_strtoull(ptr, &end, 0);
	static const char units[] = "kmgtpe";
	const char *unit = *end ? strchr(units, tolower(*end)) : NULL;

	if (unit) {
		val <<= 10 * (unit - units + 1);
		end++;
	}
	if (retptr)
		*retptr = end;
	return val;
}
EXPORT_SYMBOL(memparse);

/* Whether the comma list has that word. */
bool parse_option_str(const char *str, const char *option)
{
	size_t len = strlen(option);

	while (*str) {
		if (!strncmp(str, option, len) &&
		    (str[len] == '\0' || str[len] == ','))
			return true;
		str = strchrnul(str, ',');
		if (*str)
			str++;
	}
	return false;
}

/**
 * next_arg - cut the next word off a command line
 * @args: the line, without blanks in front
 * @param: the word up to its "="
 * @val: what is behind, or NULL; quotes around it or the word are removed
 *
 * Blanks inside double quotes do not end a word.
 *
 * Return: the rest of the line, without blanks in front.
 */
char *next_arg(char *args, char **param, char **val)
{
	size_t i, equals = 0;
	bool in_quote = false, quoted = false;

	if (*args == '"') {
		args++;
		in_quote = true;
		quoted = true;
	}
	for (i = 0; args[i]; i++) {
		if (isspace(args[i]) && !in_quote)
			break;
		if (!equals && args[i] == '=')
			equals = i;
		if (args[i] == '"')
			in_quote = !in_quote;
	}
	*param = args;
	*val = NULL;
	if (equals) {
		args[equals] = '\0';
		*val = args + equals + 1;
		if (**val == '"') {
			(*val)++;
			if (args[i - 1] == '"')
				args[i - 1] = '\0';
		}
	}
	if (quoted && i > 0 && args[i - 1] == '"')
		args[i - 1] = '\0';
	if (args[i]) {
		args[i] = '\0';
		args += i + 1;
	} else {
		args += i;
	}
	return skip_spaces(args);
}
EXPORT_SYMBOL(next_arg);
