// SPDX-License-Identifier: GPL-2.0
/*
 * Printing into a seq_file's buffer. Nothing here fails: what does not fit makes
 * the buffer "overflowed" (count == size), and seq_file.c shows the record again
 * with a larger one.
 */
#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/path.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "internal.h"

static void seq_set_overflow(struct seq_file *m)
{
	m->count = m->size;
}

void seq_vprintf(struct seq_file *m, const char *fmt, va_list args)
{
	if (m->count < m->size) {
		size_t room = m->size - m->count;
		size_t len = vsnprintf(m->buf + m->count, room, fmt, args);

		if (len < room) {
			m->count += len;
			return;
		}
	}
	seq_set_overflow(m);
}
EXPORT_SYMBOL(seq_vprintf);

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	seq_vprintf(m, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(seq_printf);

/* 0, or -1 when it did not fit. */
int seq_write(struct seq_file *m, const void *data, size_t len)
{
	if (len < m->size - m->count) {
		memcpy(m->buf + m->count, data, len);
		m->count += len;
		return 0;
	}
	seq_set_overflow(m);
	return -1;
}
EXPORT_SYMBOL(seq_write);

void seq_putc(struct seq_file *m, char c)
{
	seq_write(m, &c, 1);
}
EXPORT_SYMBOL(seq_putc);

void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}
EXPORT_SYMBOL(seq_puts);

void seq_put_decimal_ull(struct seq_file *m, const char *delimiter,
			 unsigned long long num)
{
	seq_printf(m, "%s%llu", delimiter ? delimiter : "", num);
}
EXPORT_SYMBOL(seq_put_decimal_ull);

void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter,
			       unsigned long long num, unsigned int width)
{
	seq_printf(m, "%s%*llu", delimiter ? delimiter : "", width, num);
}
EXPORT_SYMBOL(seq_put_decimal_ull_width);

void seq_put_decimal_ll(struct seq_file *m, const char *delimiter,
			long long num)
{
	seq_printf(m, "%s%lld", delimiter ? delimiter : "", num);
}
EXPORT_SYMBOL(seq_put_decimal_ll);

void seq_put_hex_ll(struct seq_file *m, const char *delimiter,
		    unsigned long long v, unsigned int width)
{
	seq_printf(m, "%s%0*llx", delimiter ? delimiter : "", width, v);
}
EXPORT_SYMBOL(seq_put_hex_ll);

void seq_escape_mem(struct seq_file *m, const char *src, size_t len,
		    unsigned int flags, const char *esc)
{
	char *buf;
	size_t room = seq_get_buf(m, &buf);
	int ret = string_escape_mem(src, len, buf, room, flags, esc);

	seq_commit(m, (size_t)ret < room ? ret : -1);
}
EXPORT_SYMBOL(seq_escape_mem);

/* The characters of esc as \nnn. */
void seq_escape(struct seq_file *m, const char *s, const char *esc)
{
	seq_escape_mem(m, s, strlen(s), ESCAPE_OCTAL, esc);
}
EXPORT_SYMBOL(seq_escape);

/**
 * mangle_path - copy a path with some characters as octal escapes
 * @s: where to; @p may overlap it from behind, as d_path() returns it
 * @p: path
 * @esc: characters to escape
 *
 * Return: the end of the result, or NULL when it would overtake @p.
 */
char *mangle_path(char *s, const char *p, const char *esc)
{
	while (s <= p) {
		char c = *p++;

		if (!c)
			return s;
		if (!strchr(esc, c)) {
			*s++ = c;
			continue;
		}
		if (s + 4 > p)
			break;
		*s++ = '\\';
		*s++ = '0' + ((c & 0300) >> 6);
		*s++ = '0' + ((c & 070) >> 3);
		*s++ = '0' + (c & 07);
	}
	return NULL;
}
EXPORT_SYMBOL(mangle_path);

/* A path was made at the end of the free space: move it to the front. */
static int seq_commit_path(struct seq_file *m, char *buf, char *path,
			   const char *esc)
{
	char *end;
	int len = -1;

	if (!IS_ERR(path)) {
		end = mangle_path(buf, path, esc);
		if (end)
			len = end - buf;
	}
	seq_commit(m, len);
	return len;
}

/* Length printed, or -1: then it will be tried with more room. */
int seq_path(struct seq_file *m, const struct path *path, const char *esc)
{
	char *buf;
	size_t size = seq_get_buf(m, &buf);

	if (!size)
		return -1;
	return seq_commit_path(m, buf, d_path(path, buf, size), esc);
}
EXPORT_SYMBOL(seq_path);

int seq_file_path(struct seq_file *m, struct file *file, const char *esc)
{
	return seq_path(m, &file->f_path, esc);
}
EXPORT_SYMBOL(seq_file_path);

/* SEQ_SKIP when the path is not below root. */
int seq_path_root(struct seq_file *m, const struct path *path,
		  const struct path *root, const char *esc)
{
	char *buf, *p;
	size_t size = seq_get_buf(m, &buf);

	if (!size)
		return -1;
	p = __d_path(path, root, buf, size);
	if (!p)
		return SEQ_SKIP;
	if (IS_ERR(p) && PTR_ERR(p) != -ENAMETOOLONG) {
		seq_commit(m, -1);
		return PTR_ERR(p);
	}
	seq_commit_path(m, buf, p, esc);
	return 0;
}
EXPORT_SYMBOL(seq_path_root);

int seq_dentry(struct seq_file *m, struct dentry *dentry, const char *esc)
{
	char *buf;
	size_t size = seq_get_buf(m, &buf);

	if (!size)
		return -1;
	return seq_commit_path(m, buf, dentry_path(dentry, buf, size), esc);
}
EXPORT_SYMBOL(seq_dentry);

void seq_hex_dump(struct seq_file *m, const char *prefix_str, int prefix_type,
		  int rowsize, int groupsize, const void *buf, size_t len,
		  bool ascii)
{
	char line[32 * 3 + 2 + 32 + 1];

	if (rowsize != 16 && rowsize != 32)
		rowsize = 16;
	for (size_t off = 0; off < len; off += rowsize) {
		hex_dump_to_buffer(buf + off, min_t(size_t, len - off, rowsize),
				   rowsize, groupsize, line, sizeof(line), ascii);
		switch (prefix_type) {
		case DUMP_PREFIX_ADDRESS:
			seq_printf(m, "%s%p: %s\n", prefix_str, buf + off, line);
			break;
		case DUMP_PREFIX_OFFSET:
			seq_printf(m, "%s%.8zx: %s\n", prefix_str, off, line);
			break;
		default:
			seq_printf(m, "%s%s\n", prefix_str, line);
		}
	}
}
EXPORT_SYMBOL(seq_hex_dump);

/* Blanks up to the width of seq_setwidth(), then c. */
void seq_pad(struct seq_file *m, char c)
{
	if (m->pad_until > m->count && !seq_has_overflowed(m)) {
		size_t n = m->pad_until - m->count;

		if (n >= m->size - m->count) {
			seq_set_overflow(m);
			return;
		}
		memset(m->buf + m->count, ' ', n);
		m->count += n;
	}
	if (c)
		seq_putc(m, c);
}
EXPORT_SYMBOL(seq_pad);
