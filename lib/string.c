// SPDX-License-Identifier: GPL-2.0
/*
 * Memory and string functions, with C's and Linux's names and meanings. The
 * compiler calls memcpy(), memset(), memmove() and memcmp() on its own, so they
 * must exist and must not be compiled into calls of themselves: the Makefile
 * switches the recognition of such loops off for this file.
 *
 * Copies up to 128 bytes go through registers, longer ones through the string
 * instructions, which every processor of the last ten years does at full speed.
 */
#include <linux/string.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>

typedef u64 __aligned(1) __attribute__((__may_alias__)) word64;
typedef u32 __aligned(1) __attribute__((__may_alias__)) word32;
typedef u16 __aligned(1) __attribute__((__may_alias__)) word16;

#define STRING_INSN_MIN	128

/* All loads come before the stores, so overlap does not matter. */
static __always_inline void copy_upto_16(char *d, const char *s, size_t n)
{
	if (n >= 8) {
		u64 first = *(const word64 *)s;
		u64 last = *(const word64 *)(s + n - 8);

		*(word64 *)d = first;
		*(word64 *)(d + n - 8) = last;
	} else if (n >= 4) {
		u32 first = *(const word32 *)s;
		u32 last = *(const word32 *)(s + n - 4);

		*(word32 *)d = first;
		*(word32 *)(d + n - 4) = last;
	} else if (n >= 2) {
		u16 first = *(const word16 *)s;
		u16 last = *(const word16 *)(s + n - 2);

		*(word16 *)d = first;
		*(word16 *)(d + n - 2) = last;
	} else if (n) {
		*d = *s;
	}
}

void *memcpy(void *dest, const void *src, size_t n)
{
	char *d = dest;
	const char *s = src;

	if (n > STRING_INSN_MIN) {
		__asm__ __volatile__("rep movsb"
				     : "+D"(d), "+S"(s), "+c"(n) : : "memory");
		return dest;
	}
	while (n > 16) {
		u64 a = ((const word64 *)s)[0];
		u64 b = ((const word64 *)s)[1];

		((word64 *)d)[0] = a;
		((word64 *)d)[1] = b;
		d += 16;
		s += 16;
		n -= 16;
	}
	copy_upto_16(d, s, n);
	return dest;
}
EXPORT_SYMBOL(memcpy);

void *memmove(void *dest, const void *src, size_t n)
{
	char *d = dest;
	const char *s = src;

	if (n <= 16) {
		copy_upto_16(d, s, n);
		return dest;
	}
	/* Forwards is fine unless dest lies inside the source. */
	if ((unsigned long)d - (unsigned long)s >= n)
		return memcpy(dest, src, n);
	while (n >= 8) {
		n -= 8;
		*(word64 *)(d + n) = *(const word64 *)(s + n);
	}
	while (n--)
		d[n] = s[n];
	return dest;
}
EXPORT_SYMBOL(memmove);

void *memset(void *s, int c, size_t n)
{
	u64 pattern = 0x0101010101010101ULL * (u8)c;
	char *p = s;

	if (n > STRING_INSN_MIN) {
		__asm__ __volatile__("rep stosb"
				     : "+D"(p), "+c"(n) : "a"(c) : "memory");
		return s;
	}
	while (n >= 8) {
		*(word64 *)p = pattern;
		p += 8;
		n -= 8;
	}
	while (n--)
		*p++ = c;
	return s;
}
EXPORT_SYMBOL(memset);

void *memset16(u16 *s, u16 v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i] = v;
	return s;
}

void *memset32(u32 *s, u32 v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i] = v;
	return s;
}

void *memset64(u64 *s, u64 v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		s[i] = v;
	return s;
}

/* The compiler cannot drop this as a store nobody reads. */
void memzero_explicit(void *s, size_t n)
{
	memset(s, 0, n);
	barrier_data(s);
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	while (n >= 8 && *(const word64 *)x == *(const word64 *)y) {
		x += 8;
		y += 8;
		n -= 8;
	}
	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}
EXPORT_SYMBOL(memcmp);

/* Some compilers call this when only equality is asked for. */
int bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void *memchr(const void *s, int c, size_t n)
{
	for (const u8 *p = s; n; n--, p++)
		if (*p == (u8)c)
			return (void *)p;
	return NULL;
}

/**
 * memchr_inv - find the first byte that is not the one given
 * @s: memory
 * @c: byte expected everywhere
 * @n: bytes to look at
 *
 * Return: its address, or NULL when all are @c.
 */
void *memchr_inv(const void *s, int c, size_t n)
{
	u64 pattern = 0x0101010101010101ULL * (u8)c;
	const u8 *p = s;

	for (; n >= 8 && *(const word64 *)p == pattern; n -= 8)
		p += 8;
	for (; n; n--, p++)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

/* Like memchr(), but the end when there is none. */
void *memscan(void *s, int c, size_t n)
{
	u8 *p = s;

	while (n && *p != (u8)c) {
		p++;
		n--;
	}
	return p;
}

size_t strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return p - s;
}
EXPORT_SYMBOL(strlen);

size_t strnlen(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && s[len])
		len++;
	return len;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (u8)*a < (u8)*b ? -1 : (u8)*a > (u8)*b;
}
EXPORT_SYMBOL(strcmp);

int strncmp(const char *a, const char *b, size_t n)
{
	while (n && *a && *a == *b) {
		a++;
		b++;
		n--;
	}
	if (!n)
		return 0;
	return (u8)*a < (u8)*b ? -1 : (u8)*a > (u8)*b;
}
EXPORT_SYMBOL(strncmp);

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		int x = tolower(*a), y = tolower(*b);

		if (x != y)
			return x - y;
		if (!x)
			break;
	}
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, SIZE_MAX);
}

/* The first c, or where the string ends. */
char *strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}

char *strchr(const char *s, int c)
{
	s = strchrnul(s, c);
	return *s == (char)c ? (char *)s : NULL;
}
EXPORT_SYMBOL(strchr);

char *strnchrnul(const char *s, size_t n, int c)
{
	while (n && *s && *s != (char)c) {
		s++;
		n--;
	}
	return (char *)s;
}

char *strnchr(const char *s, size_t n, int c)
{
	for (; n; n--, s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			break;
	}
	return NULL;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}
EXPORT_SYMBOL(strrchr);

char *strnstr(const char *s, const char *what, size_t n)
{
	size_t len = strlen(what);

	for (; n >= len; n--, s++) {
		if (!memcmp(s, what, len))
			return (char *)s;
		if (!*s)
			break;
	}
	return NULL;
}

char *strstr(const char *s, const char *what)
{
	return strnstr(s, what, strlen(s));
}

size_t strspn(const char *s, const char *accept)
{
	size_t n = 0;

	while (s[n] && strchr(accept, s[n]))
		n++;
	return n;
}

size_t strcspn(const char *s, const char *reject)
{
	size_t n = 0;

	while (s[n] && !strchr(reject, s[n]))
		n++;
	return n;
}

char *strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : NULL;
}

/**
 * strsep - cut the next field off a string
 * @s: the string; moved behind the field, NULL after the last one
 * @delim: characters that end a field
 *
 * Return: the field, which may be empty, or NULL when *@s was NULL.
 */
char *strsep(char **s, const char *delim)
{
	char *field = *s, *end;

	if (!field)
		return NULL;
	end = strpbrk(field, delim);
	if (end)
		*end++ = '\0';
	*s = end;
	return field;
}

char *stpcpy(char *dest, const char *src)
{
	while ((*dest = *src++))
		dest++;
	return dest;
}

char *strcpy(char *dest, const char *src)
{
	stpcpy(dest, src);
	return dest;
}

/* As in C: pads with zeros, and does not terminate what fills dest. */
char *strncpy(char *dest, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dest, src, len);
	memset(dest + len, 0, n - len);
	return dest;
}

char *strcat(char *dest, const char *src)
{
	strcpy(dest + strlen(dest), src);
	return dest;
}

char *strncat(char *dest, const char *src, size_t n)
{
	size_t len = strnlen(src, n);
	char *end = dest + strlen(dest);

	memcpy(end, src, len);
	end[len] = '\0';
	return dest;
}

ssize_t sized_strscpy(char *dest, const char *src, size_t size)
{
	size_t len;

	if (!size || size > INT_MAX)
		return -E2BIG;
	len = strnlen(src, size);
	if (len == size) {
		memcpy(dest, src, size - 1);
		dest[size - 1] = '\0';
		return -E2BIG;
	}
	memcpy(dest, src, len + 1);
	return len;
}
EXPORT_SYMBOL(sized_strscpy);

ssize_t sized_strscpy_pad(char *dest, const char *src, size_t size)
{
	ssize_t len = sized_strscpy(dest, src, size);

	if (len >= 0 && (size_t)len + 1 < size)
		memset(dest + len + 1, 0, size - len - 1);
	return len;
}

/* BSD's: returns the length of what it tried to make. */
size_t strlcpy(char *dest, const char *src, size_t size)
{
	size_t len = strlen(src);

	if (size)
		sized_strscpy(dest, src, size);
	return len;
}

size_t strlcat(char *dest, const char *src, size_t size)
{
	size_t have = strnlen(dest, size);

	return have + strlcpy(dest + have, src, size - have);
}

char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}

/* Cuts white space off the end in place; returns the first non-blank. */
char *strim(char *s)
{
	size_t n = strlen(s);

	while (n && isspace(s[n - 1]))
		n--;
	s[n] = '\0';
	return skip_spaces(s);
}
EXPORT_SYMBOL(strim);

/* Returns the end of the string. */
char *strreplace(char *s, char old, char new)
{
	for (; *s; s++)
		if (*s == old)
			*s = new;
	return s;
}
