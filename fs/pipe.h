/* SPDX-License-Identifier: GPL-2.0 */
/* Ring arithmetic of pipes, for pipe.c and splice.c. */
#ifndef FS_PIPE_H
#define FS_PIPE_H

#include <linux/compiler.h>
#include <linux/pipe_fs_i.h>

extern const struct pipe_buf_operations page_pipe_buf_ops;

static inline struct pipe_buffer *pipe_slot(struct pipe_inode_info *pipe, unsigned int pos)
{
	return &pipe->bufs[pos & (pipe->ring_size - 1)];
}
static inline bool pipe_empty(unsigned int head, unsigned int tail) { return head == tail; }
static inline bool pipe_full(unsigned int head, unsigned int tail, unsigned int limit)
{
	return head - tail >= limit;
}
/* Without the lock: conditions to wake up for. */
static inline bool pipe_readable(const struct pipe_inode_info *pipe)
{
	return READ_ONCE(pipe->head) != READ_ONCE(pipe->tail) || !READ_ONCE(pipe->writers);
}
static inline bool pipe_writable(const struct pipe_inode_info *pipe)
{
	return !pipe_full(READ_ONCE(pipe->head), READ_ONCE(pipe->tail), READ_ONCE(pipe->max_usage)) ||
	       !READ_ONCE(pipe->readers);
}

#endif /* FS_PIPE_H */
