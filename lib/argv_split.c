// SPDX-License-Identifier: GPL-2.0
/* A string as an argument vector, split at white space; quotes mean nothing. */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

static int count_words(const char *s)
{
	int n = 0;

	while (*(s = skip_spaces(s))) {
		n++;
		while (*s && !isspace(*s))
			s++;
	}
	return n;
}

/**
 * argv_split - split at white space
 * @gfp: for the memory
 * @str: string
 * @argcp: number of words, may be NULL
 *
 * Return: words and a NULL, to be given to argv_free(), or NULL.
 */
char **argv_split(gfp_t gfp, const char *str, int *argcp)
{
	char *copy = kstrdup(str, gfp);
	char **argv, *s = copy;
	int n = 0, argc;

	if (!copy)
		return NULL;
	argc = count_words(copy);
	argv = kmalloc_array(argc + 2, sizeof(*argv), gfp);
	if (!argv) {
		kfree(copy);
		return NULL;
	}
	/* The copy is remembered in front of the vector. */
	*argv++ = copy;
	while (n < argc) {
		s = skip_spaces(s);
		argv[n++] = s;
		while (*s && !isspace(*s))
			s++;
		if (*s)
			*s++ = '\0';
	}
	argv[n] = NULL;
	if (argcp)
		*argcp = argc;
	return argv;
}
EXPORT_SYMBOL(argv_split);

void argv_free(char **argv)
{
	argv--;
	kfree(argv[0]);
	kfree(argv);
}
EXPORT_SYMBOL(argv_free);
