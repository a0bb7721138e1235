/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PARSER_H
#define INCLUDE_LINUX_PARSER_H

/*
 * Recognising options by pattern. A pattern is literal text with %s, %d, %u,
 * %o, %x or %% in it; match_token() fills in where each was found.
 */
#include <linux/types.h>

typedef struct {
	const char *from;
	const char *to;
} substring_t;

/* The table ends with an entry whose pattern is NULL. */
struct match_token {
	int token;
	const char *pattern;
};
typedef struct match_token match_table_t[];

#define MAX_OPT_ARGS 3

/* lib/parser.c */
int match_token(char *s, const match_table_t table, substring_t args[]);
int match_int(substring_t *s, int *result);
int match_uint(substring_t *s, unsigned int *result);
int match_u64(substring_t *s, u64 *result);
int match_octal(substring_t *s, int *result);
int match_hex(substring_t *s, int *result);
bool match_wildcard(const char *pattern, const char *str);
size_t match_strlcpy(char *dest, const substring_t *src, size_t size);
char *match_strdup(const substring_t *s);

#endif /* INCLUDE_LINUX_PARSER_H */
