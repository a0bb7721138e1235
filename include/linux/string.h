/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_STRING_H
#define INCLUDE_LINUX_STRING_H

/*
 * Strings and memory. The mem*() and most str*() functions have the names the
 * compiler knows, so that small constant cases become plain instructions.
 */
#include <linux/array_size.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/* lib/string.c */
void *memset(void *s, int c, size_t n);
void *memcpy(void *dest, const void *src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
int memcmp(const void *a, const void *b, size_t n);
int bcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
void *memchr_inv(const void *s, int c, size_t n);
void *memscan(void *s, int c, size_t n);
void *memset16(u16 *s, u16 v, size_t n);
void *memset32(u32 *s, u32 v, size_t n);
void *memset64(u64 *s, u64 v, size_t n);
void memzero_explicit(void *s, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strchrnul(const char *s, int c);
char *strnchr(const char *s, size_t n, int c);
char *strnchrnul(const char *s, size_t n, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
char *strnstr(const char *s, const char *what, size_t n);
char *strpbrk(const char *s, const char *accept);
char *strsep(char **s, const char *delim);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strcpy(char *dest, const char *src);
char *strncpy(char *dest, const char *src, size_t n);
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t n);
size_t strlcpy(char *dest, const char *src, size_t size);
size_t strlcat(char *dest, const char *src, size_t size);
char *stpcpy(char *dest, const char *src);
char *skip_spaces(const char *s);
char *strim(char *s);
char *strreplace(char *s, char old, char new);
bool sysfs_streq(const char *a, const char *b);
int match_string(const char *const *array, size_t n, const char *string);
int __sysfs_match_string(const char *const *array, size_t n, const char *s);
#define sysfs_match_string(a, s) __sysfs_match_string(a, ARRAY_SIZE(a), s)

/**
 * sized_strscpy - copy a string, always terminated
 * @dest: destination
 * @src: source
 * @size: size of @dest
 *
 * Return: bytes copied without the terminator, or -E2BIG when it was cut.
 */
ssize_t sized_strscpy(char *dest, const char *src, size_t size);
ssize_t sized_strscpy_pad(char *dest, const char *src, size_t size);

/* strscpy(dest, src[, size]): the size of an array need not be given. */
#define __strscpy2(dest, src)		sized_strscpy(dest, src, sizeof(dest))
#define __strscpy3(dest, src, size)	sized_strscpy(dest, src, size)
#define __strscpy_pick(_1, _2, _3, name, ...) name
#define strscpy(...) \
	__strscpy_pick(__VA_ARGS__, __strscpy3, __strscpy2, )(__VA_ARGS__)
#define __strscpy_pad2(dest, src)	sized_strscpy_pad(dest, src, sizeof(dest))
#define __strscpy_pad3(dest, src, size)	sized_strscpy_pad(dest, src, size)
#define strscpy_pad(...) \
	__strscpy_pick(__VA_ARGS__, __strscpy_pad3, __strscpy_pad2, )(__VA_ARGS__)

#define memset_p(p, v, n)	memset64((u64 *)(p), (u64)(uintptr_t)(v), n)
#define memset_l(p, v, n)	memset64((u64 *)(p), (u64)(v), n)

static inline char *strstrip(char *str)
{
	return strim(str);
}

static inline bool strstarts(const char *str, const char *prefix)
{
	return strncmp(str, prefix, strlen(prefix)) == 0;
}

/* Length of the prefix when str begins with it, else 0. */
static __always_inline size_t str_has_prefix(const char *str,
					     const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(str, prefix, len) == 0 ? len : 0;
}

static inline const char *kbasename(const char *path)
{
	const char *tail = strrchr(path, '/');

	return tail ? tail + 1 : path;
}

static inline bool mem_is_zero(const void *s, size_t n)
{
	return !memchr_inv(s, 0, n);
}

static inline void memcpy_and_pad(void *dest, size_t dest_len, const void *src,
				  size_t count, int pad)
{
	if (dest_len > count) {
		memcpy(dest, src, count);
		memset((char *)dest + count, pad, dest_len - count);
	} else {
		memcpy(dest, src, dest_len);
	}
}

/* mm/util.c: copies on kmalloc(), to be freed with kfree(). */
char *kstrdup(const char *s, gfp_t gfp) __malloc;
const char *kstrdup_const(const char *s, gfp_t gfp);
char *kstrndup(const char *s, size_t len, gfp_t gfp);
void *kmemdup(const void *src, size_t len, gfp_t gfp);
void *kvmemdup(const void *src, size_t len, gfp_t gfp);
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp);
void kfree_const(const void *x);

/* mm/util.c: the same from guest memory; ERR_PTR() on error. May sleep. */
char *strndup_user(const char __user *s, long n);
void *memdup_user(const void __user *src, size_t len);
void *vmemdup_user(const void __user *src, size_t len);
void *memdup_user_nul(const void __user *src, size_t len);
#define memdup_array_user(src, n, size)	memdup_user(src, array_size(n, size))

/* lib/argv_split.c */
char **argv_split(gfp_t gfp, const char *str, int *argcp);
void argv_free(char **argv);

#endif /* INCLUDE_LINUX_STRING_H */
