// SPDX-License-Identifier: GPL-2.0
/*
 * The grammar of ubd=:
 *
 *	ubd=sync				's' for all that follow
 *	ubd<unit>[flags]=<file>[SEP<backing>[SEP<serial>]]	SEP is ',' or ':'
 *
 * Units are numbers (decimal, 0x, 0) or one letter; flags are r s d c t. A file
 * is a name on the host or fd:<n>, a descriptor the kernel was started with.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "ubd.h"

#define MAX_FLAGS 6

static bool sync_all;

int ubd_parse_unit(char **str)
{
	char *end;
	unsigned long n;

	if (**str >= 'a' && **str <= 'z')
		return *(*str)++ - 'a';
	if (**str < '0' || **str > '9')
		return -EINVAL;
	n = simple_strtoul(*str, &end, 0);
	*str = end;
	return n > 1000 ? 1000 : (int)n;
}

static int parse_flags(char **str, unsigned int *flags, const char **error)
{
	int i;

	*flags = sync_all ? UBD_SYNC : 0;
	for (i = 0; i <= MAX_FLAGS; i++) {
		char c = *(*str)++;

		switch (c) {
		case 'r': *flags |= UBD_READ_ONLY; break;
		case 's': *flags |= UBD_SYNC; break;
		case 'd': *flags |= UBD_DATA; break;
		case 'c': *flags |= UBD_SHARED; break;
		case 't': *flags |= UBD_NO_TRIM; break;
		case '=':
			return 0;
		case '\0':
			*error = "Missing '='";
			return -EINVAL;
		default:
			*error = "Expected '=' or flag letter (r, s, c, t or d)";
			return -EINVAL;
		}
	}
	*error = "Too many flags specified";
	return -EINVAL;
}

/* Where the separator behind a part is; not the colon of fd:<n>. */
static char *end_of_part(char *part)
{
	char *p = part;

	if (!strncmp(part, "fd:", 3) && isdigit(part[3]))
		for (p += 3; isdigit(*p); p++)
			;
	return strpbrk(p, ",:");
}

/* The next part of the value; empty parts are absent. */
static char *next_part(char **str)
{
	char *part = *str;

	if (!part)
		return NULL;
	*str = end_of_part(part);
	if (*str)
		*(*str)++ = '\0';
	return *part ? part : NULL;
}

/**
 * ubd_parse() - one ubd option
 * @str: what follows "ubd"; kept and cut into pieces
 * @index: the unit
 * @error: text for the user when the result is not 0
 *
 * Return: 0; -errno, or 1 for a number out of range; the unit's slot is filled only on success.
 */
int ubd_parse(char *str, int *index, const char **error)
{
	unsigned int flags;
	struct ubd *ubd;
	char *value;
	int n, err;

	n = ubd_parse_unit(&str);
	if (n < 0) {
		*error = "Couldn't parse device number";
		return n;
	}
	if (n >= UBD_UNITS) {
		*error = "Device number out of range";
		return 1;
	}
	*index = n;
	ubd = &ubd_devs[n];
	if (ubd->file) {
		*error = "Device is already configured";
		return -EBUSY;
	}
	err = parse_flags(&str, &flags, error);
	if (err)
		return err;
	value = str;
	str = next_part(&value);
	ubd->backing = next_part(&value);
	ubd->serial = value && *value ? value : NULL;
	if (ubd->backing && (flags & UBD_DATA)) {
		*error = "Can't specify both 'd' and a cow file";
		return -EINVAL;
	}
	if (!str) {
		*error = "Missing file name after '='";
		return -EINVAL;
	}
	ubd->flags = flags;
	ubd->option = NULL;
	ubd->file = str;
	return 0;
}

static int __init ubd_option(char *str)
{
	const char *error = "";
	char name[64];
	int index;

	if (*str == '_')			/* ubd_debug.c */
		return 0;
	if (*str == '=') {
		if (!strcmp(str + 1, "sync")) {
			sync_all = true;
			pr_info("ubd: Synchronous mode\n");
		} else {
			pr_err("fake major not supported any more\n");
		}
		return 1;
	}
	strscpy(name, str, sizeof(name));
	name[strcspn(name, ",:")] = '\0';
	if (ubd_parse(str, &index, &error))
		pr_err("Failed to initialize device with \"ubd%s\" : %s\n", name, error);
	return 1;
}
__setup("ubd", ubd_option);

static int __init udb_option(char *str)
{
	pr_err("udb%s specified on command line is almost certainly a ubd -> udb TYPO\n", str);
	return 1;
}
__setup("udb", udb_option);
