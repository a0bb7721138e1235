/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_VSPRINTF_H
#define LIB_VSPRINTF_H

#include <linux/compiler.h>
#include <linux/stdarg.h>
#include <linux/types.h>

/*
 * Where formatted characters go: pos runs on past end, so that in the end it
 * says how long the text would have been.
 */
struct sink {
	char *pos;
	char *end;
};

#define SPEC_LEFT	0x01	/* - */
#define SPEC_PLUS	0x02	/* + */
#define SPEC_SPACE	0x04
#define SPEC_ALT	0x08	/* # */
#define SPEC_ZERO	0x10	/* 0 */
#define SPEC_SIGNED	0x20
#define SPEC_UPPER	0x40

/* One conversion. */
struct spec {
	unsigned int flags;
	int width;	/* -1: not given */
	int precision;	/* -1: not given */
	unsigned int base;
};

static inline void sink_putc(struct sink *s, char c)
{
	if (s->pos < s->end)
		*s->pos = c;
	s->pos++;
}

void sink_fill(struct sink *s, char c, int n);
void sink_number(struct sink *s, u64 num, struct spec spec);
void sink_string(struct sink *s, const char *str, struct spec spec);
void sink_string_n(struct sink *s, const char *str, int len, struct spec spec);
void sink_printf(struct sink *s, const char *fmt, ...) __printf(2, 3);
void sink_vprintf(struct sink *s, const char *fmt, va_list args)
	__printf(2, 0);
/* fmt is what follows the p. */
void sink_pointer(struct sink *s, const char *fmt, const void *ptr,
		  struct spec spec);
/* lib/vsprintf_path.c */
void sink_dentry(struct sink *s, const void *ptr, int depth, struct spec spec);
void sink_file(struct sink *s, const void *ptr, int depth, struct spec spec);

#endif /* LIB_VSPRINTF_H */
