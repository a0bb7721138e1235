/* SPDX-License-Identifier: GPL-2.0 */
/* Pipes and FIFOs: fs/pipe.c; their pages move by fs/splice.c. */
#ifndef INCLUDE_LINUX_PIPE_FS_I_H
#define INCLUDE_LINUX_PIPE_FS_I_H

#include <linux/mutex.h>
#include <linux/wait.h>

struct fasync_struct;
struct inode;
struct page;
struct pipe_inode_info;
struct user_struct;

#define PIPE_DEF_BUFFERS	16
#define PIPE_BUF_FLAG_GIFT	0x04
#define PIPE_BUF_FLAG_PACKET	0x08		/* O_DIRECT: keep boundaries */
#define PIPE_BUF_FLAG_CAN_MERGE	0x10

struct pipe_buffer {
	struct page	*page;
	unsigned int	offset, len;
	const struct pipe_buf_operations *ops;
	unsigned int	flags;
	unsigned long	private;
};

struct pipe_buf_operations {
	int (*confirm)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
	void (*release)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
	bool (*try_steal)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
	bool (*get)(struct pipe_inode_info *pipe, struct pipe_buffer *buf);
};

/* [m] mutex */
struct pipe_inode_info {
	struct mutex		mutex;
	wait_queue_head_t	rd_wait, wr_wait;
	unsigned int		head, tail;	/* [m] free-running; slot = x & (ring_size - 1) */
	unsigned int		max_usage, ring_size; /* [m] slots */
	unsigned int		readers, writers, files; /* [m] */
	unsigned int		r_counter, w_counter; /* [m] opens, for FIFO hand-shakes */
	struct pipe_buffer	*bufs;		/* [m] */
	struct fasync_struct	*fasync_readers, *fasync_writers;
	struct user_struct	*user;
	bool			poll_usage;
};

struct pipe_inode_info *alloc_pipe_info(void);
void free_pipe_info(struct pipe_inode_info *pipe);
struct pipe_inode_info *get_pipe_info(struct file *file, bool for_splice);
int create_pipe_files(struct file **res, int flags);
long pipe_fcntl(struct file *file, unsigned int cmd, unsigned int arg);	/* F_SETPIPE_SZ, F_GETPIPE_SZ */
void pipe_lock(struct pipe_inode_info *pipe);
void pipe_unlock(struct pipe_inode_info *pipe);
extern unsigned int pipe_max_size;

#endif /* INCLUDE_LINUX_PIPE_FS_I_H */
