// SPDX-License-Identifier: GPL-2.0
/*
 * Files made of records: the reading side. The user iterates and shows; here is
 * the buffer that lets a record be cut by a small read() and grow past a page.
 *
 * A record is shown whole or not at all: when it does not fit, the buffer is
 * doubled and the record shown again. What the reader did not take stays in the
 * buffer (from, count) for the next read. A read at another position than the
 * last one walks the records again from the beginning, counting bytes.
 *
 * Lock: seq_file->lock around everything, so user methods may sleep and are
 * never called twice at a time for one open file. Printing into the buffer is
 * in seq_print.c.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uio.h>

static int seq_alloc_buf(struct seq_file *m, size_t size)
{
	kvfree(m->buf);
	m->count = 0;
	m->from = 0;
	m->size = size;
	m->buf = size > MAX_RW_COUNT ? NULL : kvmalloc(size, GFP_KERNEL);
	return m->buf ? 0 : -ENOMEM;
}

/**
 * seq_open - make an open file a sequence
 * @file: being opened; its private_data becomes the struct seq_file
 * @op: methods
 *
 * Return: 0 or -ENOMEM.
 */
int seq_open(struct file *file, const struct seq_operations *op)
{
	struct seq_file *m;

	WARN_ON(file->private_data);
	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	mutex_init(&m->lock);
	m->op = op;
	m->file = file;
	file->private_data = m;
	return 0;
}
EXPORT_SYMBOL(seq_open);

void *__seq_open_private(struct file *file, const struct seq_operations *ops,
			 int psize)
{
	void *private = kzalloc(psize, GFP_KERNEL);

	if (!private)
		return NULL;
	if (seq_open(file, ops)) {
		kfree(private);
		return NULL;
	}
	((struct seq_file *)file->private_data)->private = private;
	return private;
}
EXPORT_SYMBOL(__seq_open_private);

int seq_open_private(struct file *file, const struct seq_operations *ops,
		     int psize)
{
	return __seq_open_private(file, ops, psize) ? 0 : -ENOMEM;
}
EXPORT_SYMBOL(seq_open_private);

int seq_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kvfree(m->buf);
	kfree(m);
	return 0;
}
EXPORT_SYMBOL(seq_release);

int seq_release_private(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->private);
	m->private = NULL;
	return seq_release(inode, file);
}
EXPORT_SYMBOL(seq_release_private);

/* Show the record; what it printed is dropped on SEQ_SKIP and on errors. */
static int seq_show_record(struct seq_file *m, void *p)
{
	size_t before = m->count;
	int err = m->op->show(m, p);

	if (err)
		m->count = before;
	return min(err, 0);
}

/*
 * Put the first record that prints something into the empty buffer. *pp is that
 * record, with the iteration not stopped.
 */
static int seq_first_record(struct seq_file *m, void **pp)
{
	void *p = m->op->start(m, &m->index);
	int err = 0;

	while (p && !IS_ERR(p)) {
		err = seq_show_record(m, p);
		if (err < 0)
			break;
		if (seq_has_overflowed(m)) {
			m->op->stop(m, p);
			err = seq_alloc_buf(m, m->size * 2);
			if (err) {
				*pp = NULL;
				return err;
			}
			p = m->op->start(m, &m->index);
			continue;
		}
		if (m->count) {
			*pp = p;
			return 0;
		}
		p = m->op->next(m, p, &m->index);
	}
	if (IS_ERR(p))
		err = PTR_ERR(p);
	m->op->stop(m, p);
	m->count = 0;
	*pp = NULL;
	return err;
}

/* Add records while they fit and the reader has room for more. */
static void seq_more_records(struct seq_file *m, void *p, size_t wanted)
{
	for (;;) {
		size_t before = m->count;
		loff_t index = m->index;
		int err;

		p = m->op->next(m, p, &m->index);
		if (index == m->index) {
			WARN_ONCE(1, "seq_file: next() did not move %ps\n",
				  m->op->next);
			m->index++;
		}
		if (!p || IS_ERR(p) || m->count >= wanted)
			break;
		err = seq_show_record(m, p);
		if (err < 0 || seq_has_overflowed(m)) {
			m->count = before;
			break;
		}
	}
	m->op->stop(m, p);
}

/* One pass over the records up to byte offset; -EAGAIN: the buffer grew. */
static int seq_walk_to(struct seq_file *m, loff_t offset)
{
	loff_t pos = 0;
	void *p;
	int err = 0;

	m->index = 0;
	m->count = m->from = 0;
	if (!offset)
		return 0;
	p = m->op->start(m, &m->index);
	while (p && !IS_ERR(p)) {
		err = seq_show_record(m, p);
		if (err < 0)
			break;
		if (seq_has_overflowed(m)) {
			m->op->stop(m, p);
			err = seq_alloc_buf(m, m->size * 2);
			return err ? err : -EAGAIN;
		}
		p = m->op->next(m, p, &m->index);
		if (pos + (loff_t)m->count > offset) {
			m->from = offset - pos;
			m->count -= m->from;
			break;
		}
		pos += m->count;
		m->count = 0;
		if (pos == offset)
			break;
	}
	if (IS_ERR(p))
		err = PTR_ERR(p);
	m->op->stop(m, p);
	return err;
}

/* Make the sequence stand at that byte. */
static int seq_move_to(struct seq_file *m, loff_t offset)
{
	int err;

	do {
		err = seq_walk_to(m, offset);
	} while (err == -EAGAIN);
	if (err) {
		m->read_pos = 0;
		m->index = 0;
		m->count = 0;
		return err;
	}
	m->read_pos = offset;
	return 0;
}

static size_t seq_drain(struct seq_file *m, struct iov_iter *iter)
{
	size_t n = copy_to_iter(m->buf + m->from, m->count, iter);

	m->from += n;
	m->count -= n;
	return n;
}

static ssize_t seq_fill(struct seq_file *m, struct iov_iter *iter, loff_t pos)
	__must_hold(&m->lock)
{
	size_t copied;
	int err;
	void *p;

	if (!m->buf) {
		err = seq_alloc_buf(m, PAGE_SIZE);
		if (err)
			return err;
	}
	if (!pos) {
		m->index = 0;
		m->count = 0;
		m->read_pos = 0;
	} else if (pos != m->read_pos) {
		err = seq_move_to(m, pos);
		if (err)
			return err;
	}
	copied = m->count ? seq_drain(m, iter) : 0;
	if (m->count || !iov_iter_count(iter))
		return copied ? (ssize_t)copied : -EFAULT;
	/* What comes now must not fail the part that is done. */

	m->from = 0;
	err = seq_first_record(m, &p);
	if (!p)
		return copied ? (ssize_t)copied : err;
	seq_more_records(m, p, iov_iter_count(iter));
	copied += seq_drain(m, iter);
	return copied ? (ssize_t)copied : -EFAULT;
}

static ssize_t seq_read_to(struct seq_file *m, struct iov_iter *iter,
			   loff_t *ppos)
{
	ssize_t ret;

	if (!iov_iter_count(iter))
		return 0;
	mutex_lock(&m->lock);
	ret = seq_fill(m, iter, *ppos);
	if (ret > 0) {
		*ppos += ret;
		m->read_pos += ret;
	}
	mutex_unlock(&m->lock);
	return ret;
}

ssize_t seq_read(struct file *file, char __user *buf, size_t size,
		 loff_t *ppos)
{
	struct iov_iter iter;

	iov_iter_ubuf(&iter, ITER_DEST, buf, size);
	return seq_read_to(file->private_data, &iter, ppos);
}
EXPORT_SYMBOL(seq_read);

ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return seq_read_to(iocb->ki_filp->private_data, iter, &iocb->ki_pos);
}
EXPORT_SYMBOL(seq_read_iter);

static loff_t seq_seek_to(struct seq_file *m, struct file *file, loff_t offset)
	__must_hold(&m->lock)
{
	int err = 0;

	if (offset != m->read_pos) {
		if (!m->buf)
			err = seq_alloc_buf(m, PAGE_SIZE);
		if (!err)
			err = seq_move_to(m, offset);
	}
	file->f_pos = err ? 0 : offset;
	return err ? err : offset;
}

loff_t seq_lseek(struct file *file, loff_t offset, int whence)
{
	struct seq_file *m = file->private_data;
	loff_t ret = -EINVAL;

	mutex_lock(&m->lock);
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	if ((whence == SEEK_SET || whence == SEEK_CUR) && offset >= 0)
		ret = seq_seek_to(m, file, offset);
	mutex_unlock(&m->lock);
	return ret;
}
EXPORT_SYMBOL(seq_lseek);

/*
 * One record only: show() prints the whole file.
 */

static void *single_start(struct seq_file *m, loff_t *pos)
{
	return *pos ? NULL : SEQ_START_TOKEN;
}

static void *single_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void single_stop(struct seq_file *m, void *v)
{
}

int single_open(struct file *file, int (*show)(struct seq_file *, void *),
		void *data)
{
	struct seq_operations *op = kzalloc(sizeof(*op), GFP_KERNEL);
	int err;

	if (!op)
		return -ENOMEM;
	op->start = single_start;
	op->next = single_next;
	op->stop = single_stop;
	op->show = show;
	err = seq_open(file, op);
	if (err)
		kfree(op);
	else
		((struct seq_file *)file->private_data)->private = data;
	return err;
}
EXPORT_SYMBOL(single_open);

/* With a first guess at the size, which saves showing it again. */
int single_open_size(struct file *file, int (*show)(struct seq_file *, void *),
		     void *data, size_t size)
{
	int err = single_open(file, show, data);

	if (err)
		return err;
	err = seq_alloc_buf(file->private_data, size);
	if (err) {
		single_release(NULL, file);
		file->private_data = NULL;
	}
	return err;
}
EXPORT_SYMBOL(single_open_size);

int single_release(struct inode *inode, struct file *file)
{
	const struct seq_operations *op =
		((struct seq_file *)file->private_data)->op;
	int ret = seq_release(inode, file);

	kfree(op);
	return ret;
}
EXPORT_SYMBOL(single_release);

/*
 * Lists as sequences.
 */

struct list_head *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *lh;

	list_for_each(lh, head)
		if (pos-- == 0)
			return lh;
	return NULL;
}
EXPORT_SYMBOL(seq_list_start);

/* Position 0 is the head itself, for a heading. */
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos)
{
	return pos ? seq_list_start(head, pos - 1) : head;
}
EXPORT_SYMBOL(seq_list_start_head);

struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos)
{
	struct list_head *lh = ((struct list_head *)v)->next;

	++*ppos;
	return lh == head ? NULL : lh;
}
EXPORT_SYMBOL(seq_list_next);

struct hlist_node *seq_hlist_start(struct hlist_head *head, loff_t pos)
{
	struct hlist_node *node;

	hlist_for_each(node, head)
		if (pos-- == 0)
			return node;
	return NULL;
}
EXPORT_SYMBOL(seq_hlist_start);

struct hlist_node *seq_hlist_next(void *v, struct hlist_head *head,
				  loff_t *ppos)
{
	struct hlist_node *node = v;

	++*ppos;
	return v == SEQ_START_TOKEN ? head->first : node->next;
}
EXPORT_SYMBOL(seq_hlist_next);
