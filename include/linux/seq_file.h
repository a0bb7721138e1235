/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SEQ_FILE_H
#define INCLUDE_LINUX_SEQ_FILE_H

/*
 * Files whose content is made when they are read: a sequence of records, each
 * shown whole. Implemented in fs/seq_file.c.
 */
#include <linux/compiler.h>
#include <linux/mutex.h>
#include <linux/stdarg.h>
#include <linux/string_helpers.h>
#include <linux/types.h>

struct file;
struct inode;
struct path;
struct dentry;
struct vfsmount;
struct seq_operations;
struct iov_iter;
struct kiocb;

/* [l] lock, [I] constant; it also covers the operations. */
struct seq_file {
	char *buf;		/* [l] */
	size_t size;		/* [l] of buf */
	size_t from;		/* [l] first byte of buf not yet read */
	size_t count;		/* [l] bytes in buf; == size: overflow */
	size_t pad_until;	/* [l] */
	loff_t index;		/* [l] record to show next */
	loff_t read_pos;	/* [l] file position of the next byte */
	struct mutex lock;
	const struct seq_operations *op;	/* [I] */
	int poll_event;
	const struct file *file;	/* [I] */
	void *private;		/* the user's */
};

struct seq_operations {
	/* The record at *pos, NULL past the end, or ERR_PTR(). */
	void *(*start)(struct seq_file *m, loff_t *pos);
	/* Always called after start, also when that failed. */
	void (*stop)(struct seq_file *m, void *v);
	/* The next record; must advance *pos. */
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	/* 0, SEQ_SKIP to drop what it printed, or an error. */
	int (*show)(struct seq_file *m, void *v);
};

#define SEQ_SKIP	1
#define SEQ_START_TOKEN	((void *)1)

int seq_open(struct file *file, const struct seq_operations *op);
int seq_open_private(struct file *file, const struct seq_operations *ops,
		     int psize);
void *__seq_open_private(struct file *file, const struct seq_operations *ops,
			 int psize);
ssize_t seq_read(struct file *file, char __user *buf, size_t size,
		 loff_t *ppos);
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter);
loff_t seq_lseek(struct file *file, loff_t offset, int whence);
int seq_release(struct inode *inode, struct file *file);
int seq_release_private(struct inode *inode, struct file *file);
int single_open(struct file *file, int (*show)(struct seq_file *, void *),
		void *data);
int single_open_size(struct file *file, int (*show)(struct seq_file *, void *),
		     void *data, size_t size);
int single_release(struct inode *inode, struct file *file);

void seq_printf(struct seq_file *m, const char *fmt, ...) __printf(2, 3);
void seq_vprintf(struct seq_file *m, const char *fmt, va_list args)
	__printf(2, 0);
void seq_putc(struct seq_file *m, char c);
void seq_puts(struct seq_file *m, const char *s);
int seq_write(struct seq_file *m, const void *data, size_t len);
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter,
			 unsigned long long num);
void seq_put_decimal_ull_width(struct seq_file *m, const char *delimiter,
			       unsigned long long num, unsigned int width);
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter,
			long long num);
void seq_put_hex_ll(struct seq_file *m, const char *delimiter,
		    unsigned long long v, unsigned int width);
void seq_escape_mem(struct seq_file *m, const char *src, size_t len,
		    unsigned int flags, const char *esc);
void seq_escape(struct seq_file *m, const char *s, const char *esc);
char *mangle_path(char *s, const char *p, const char *esc);
int seq_path(struct seq_file *m, const struct path *path, const char *esc);
int seq_path_root(struct seq_file *m, const struct path *path,
		  const struct path *root, const char *esc);
int seq_file_path(struct seq_file *m, struct file *file, const char *esc);
int seq_dentry(struct seq_file *m, struct dentry *dentry, const char *esc);
void seq_hex_dump(struct seq_file *m, const char *prefix_str, int prefix_type,
		  int rowsize, int groupsize, const void *buf, size_t len,
		  bool ascii);
void seq_pad(struct seq_file *m, char c);

static inline bool seq_has_overflowed(struct seq_file *m)
{
	return m->count == m->size;
}

static inline void seq_setwidth(struct seq_file *m, size_t size)
{
	m->pad_until = m->count + size;
}

/* The space left, for writers into the buffer; then seq_commit(). */
static inline size_t seq_get_buf(struct seq_file *m, char **bufp)
{
	if (m->count < m->size)
		*bufp = m->buf + m->count;
	else
		*bufp = NULL;
	return m->size - m->count;
}

static inline void seq_commit(struct seq_file *m, int num)
{
	if (num < 0)
		m->count = m->size;
	else
		m->count += num;
}

static inline void seq_show_option(struct seq_file *m, const char *name,
				   const char *value)
{
	seq_putc(m, ',');
	seq_escape(m, name, ",= \t\n\\");
	if (value) {
		seq_putc(m, '=');
		seq_escape(m, value, ", \t\n\\");
	}
}

/* Lists as sequences. */
struct list_head *seq_list_start(struct list_head *head, loff_t pos);
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos);
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos);
struct hlist_node *seq_hlist_start(struct hlist_head *head, loff_t pos);
struct hlist_node *seq_hlist_next(void *v, struct hlist_head *head,
				  loff_t *ppos);

/* name_open() and name_fops from name_show(). */
#define DEFINE_SHOW_ATTRIBUTE(__name)					\
static int __name##_open(struct inode *inode, struct file *file)	\
{									\
	return single_open(file, __name##_show, inode->i_private);	\
}									\
static const struct file_operations __name##_fops = {			\
	.open		= __name##_open,				\
	.read		= seq_read,					\
	.llseek		= seq_lseek,					\
	.release	= single_release,				\
}
#define DEFINE_SEQ_ATTRIBUTE(__name)					\
static int __name##_open(struct inode *inode, struct file *file)	\
{									\
	int ret = seq_open(file, &__name##_sops);			\
	if (!ret && inode->i_private) {					\
		struct seq_file *seq_f = file->private_data;		\
		seq_f->private = inode->i_private;			\
	}								\
	return ret;							\
}									\
static const struct file_operations __name##_fops = {			\
	.open		= __name##_open,				\
	.read		= seq_read,					\
	.llseek		= seq_lseek,					\
	.release	= seq_release,					\
}

#endif /* INCLUDE_LINUX_SEQ_FILE_H */
