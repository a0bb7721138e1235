/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SEQ_BUF_H
#define INCLUDE_LINUX_SEQ_BUF_H

/* A fixed buffer that text is appended to; overflow is remembered, not fatal. */
#include <linux/stdarg.h>
#include <linux/types.h>

struct seq_buf {
	char *buffer;
	size_t size;
	size_t len;	/* size + 1 after an overflow */
};

#define DECLARE_SEQ_BUF(NAME, SIZE)					\
	struct seq_buf NAME = {						\
		.buffer = (char[SIZE]) { 0 },				\
		.size = SIZE,						\
	}

static inline void seq_buf_clear(struct seq_buf *s)
{
	s->len = 0;
	if (s->size)
		s->buffer[0] = '\0';
}

static inline void seq_buf_init(struct seq_buf *s, char *buf, unsigned int size)
{
	s->buffer = buf;
	s->size = size;
	seq_buf_clear(s);
}

static inline bool seq_buf_has_overflowed(const struct seq_buf *s)
{
	return s->len > s->size;
}

static inline void seq_buf_set_overflow(struct seq_buf *s)
{
	s->len = s->size + 1;
}

static inline unsigned int seq_buf_buffer_left(const struct seq_buf *s)
{
	return seq_buf_has_overflowed(s) ? 0 : s->size - s->len;
}

static inline unsigned int seq_buf_used(const struct seq_buf *s)
{
	return s->len < s->size ? s->len : s->size;
}

/* lib/seq_buf.c: 0, or -1 when it did not fit. */
int seq_buf_printf(struct seq_buf *s, const char *fmt, ...) __printf(2, 3);
int seq_buf_vprintf(struct seq_buf *s, const char *fmt, va_list args)
	__printf(2, 0);
int seq_buf_puts(struct seq_buf *s, const char *str);
int seq_buf_putc(struct seq_buf *s, unsigned char c);
int seq_buf_putmem(struct seq_buf *s, const void *mem, unsigned int len);
/* The text, terminated. */
const char *seq_buf_str(struct seq_buf *s);

#endif /* INCLUDE_LINUX_SEQ_BUF_H */
