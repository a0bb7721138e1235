/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Terminals: drivers/tty/. A tty_struct is one open terminal; a tty_driver
 * moves its bytes; a line discipline (n_tty) gives them meaning.
 */
#ifndef INCLUDE_LINUX_TTY_H
#define INCLUDE_LINUX_TTY_H

#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/rwsem.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <uapi/asm/termbits.h>
#include <uapi/asm/termios.h>
#include <uapi/linux/tty.h>
#include <uapi/linux/tty_flags.h>

struct fasync_struct;
struct tty_driver;
struct tty_ldisc_ops;
struct tty_struct;

#define ktermios termios2
#define TTY_THROTTLED		0
#define TTY_IO_ERROR		1
#define TTY_OTHER_CLOSED	2
#define TTY_EXCLUSIVE		3
#define TTY_HUPPED		4
#define TTY_HUPPING		5
#define TTY_NO_WRITE_SPLIT	6
#define TTY_PTY_LOCK		7
#define TTY_LDISC_OPEN		8

struct tty_operations {
	int  (*install)(struct tty_driver *driver, struct tty_struct *tty);
	void (*remove)(struct tty_driver *driver, struct tty_struct *tty);
	int  (*open)(struct tty_struct *tty, struct file *file);
	void (*close)(struct tty_struct *tty, struct file *file);
	void (*cleanup)(struct tty_struct *tty);
	ssize_t (*write)(struct tty_struct *tty, const u8 *buf, size_t count); /* no sleep; bytes taken */
	void (*flush_chars)(struct tty_struct *tty);
	unsigned int (*write_room)(struct tty_struct *tty);
	unsigned int (*chars_in_buffer)(struct tty_struct *tty);
	int  (*ioctl)(struct tty_struct *tty, unsigned int cmd, unsigned long arg); /* -ENOIOCTLCMD */
	void (*set_termios)(struct tty_struct *tty, const struct ktermios *old);
	void (*throttle)(struct tty_struct *tty);
	void (*unthrottle)(struct tty_struct *tty);
	void (*stop)(struct tty_struct *tty);
	void (*start)(struct tty_struct *tty);
	void (*hangup)(struct tty_struct *tty);
	void (*flush_buffer)(struct tty_struct *tty);
	void (*wait_until_sent)(struct tty_struct *tty, int timeout);
	int  (*resize)(struct tty_struct *tty, struct winsize *ws);
	void (*show_fdinfo)(struct tty_struct *tty, struct seq_file *m);
};

#define TTY_DRIVER_TYPE_SYSTEM	1
#define TTY_DRIVER_TYPE_CONSOLE	2
#define TTY_DRIVER_TYPE_SERIAL	3
#define TTY_DRIVER_TYPE_PTY	4
#define PTY_TYPE_MASTER		1
#define PTY_TYPE_SLAVE		2
#define SYSTEM_TYPE_TTY		1
#define SYSTEM_TYPE_CONSOLE	2
#define TTY_DRIVER_RESET_TERMIOS	0x02
#define TTY_DRIVER_REAL_RAW	0x04
#define TTY_DRIVER_DYNAMIC_DEV	0x08
#define TTY_DRIVER_DEVPTS_MEM	0x10

struct tty_driver {
	const char		*driver_name, *name;	/* name: "ttyS", "tty", "pts" */
	int			name_base;
	int			major, minor_start;
	unsigned int		num;
	short			type, subtype;
	unsigned long		flags;
	struct ktermios		init_termios;
	struct tty_driver	*other;			/* pty pairs */
	struct tty_struct	**ttys;			/* tty_mutex */
	struct ktermios		**termios;
	struct cdev		cdev;
	const struct tty_operations *ops;
	void			*driver_state;
	struct list_head	tty_drivers;
};

/* Locks: [t] termios_rwsem, [c] ctrl_lock, [m] tty_mutex, [l] the ldisc's own */
struct tty_struct {
	struct kref		kref;
	struct tty_driver	*driver;
	const struct tty_operations *ops;
	int			index;
	char			name[64];
	struct mutex		legacy_mutex;	/* tty_lock(): open, close, hangup */
	struct mutex		atomic_write_lock;
	struct mutex		throttle_mutex;
	struct rw_semaphore	termios_rwsem;
	struct rw_semaphore	ldisc_sem;
	const struct tty_ldisc_ops *ldisc;
	void			*disc_data;
	struct ktermios		termios, termios_locked;	/* [t] */
	unsigned long		flags;		/* TTY_* bits */
	int			count;		/* [legacy_mutex] opens */
	struct winsize		winsize;
	spinlock_t		ctrl_lock;
	struct pid		*pgrp, *session; /* [c] foreground group, session */
	bool			packet;		/* [c] pty packet mode */
	unsigned char		pktstatus;	/* [c] */
	bool			stopped, tco_stopped; /* [c] ^S */
	struct tty_struct	*link;		/* other end of a pty */
	struct fasync_struct	*fasync;
	wait_queue_head_t	write_wait, read_wait;
	struct work_struct	hangup_work;
	void			*driver_data;
	struct list_head	tty_files;
	spinlock_t		files_lock;
	int			closing;
	unsigned char		*write_buf;
	int			write_cnt;
	unsigned int		receive_room;	/* bytes the ldisc can take */
	struct device		*dev;
	void			*port;		/* input buffering: drivers/tty/tty_buffer.c */
};

struct tty_ldisc_ops {
	const char *name;
	int num;
	int (*open)(struct tty_struct *tty);
	void (*close)(struct tty_struct *tty);
	void (*flush_buffer)(struct tty_struct *tty);
	ssize_t (*read)(struct tty_struct *tty, struct file *file, char __user *buf, size_t nr);
	ssize_t (*write)(struct tty_struct *tty, struct file *file, const char __user *buf, size_t nr);
	int (*ioctl)(struct tty_struct *tty, struct file *file, unsigned int cmd, unsigned long arg);
	void (*set_termios)(struct tty_struct *tty, const struct ktermios *old);
	__poll_t (*poll)(struct tty_struct *tty, struct file *file, struct poll_table_struct *wait);
	void (*hangup)(struct tty_struct *tty);
	/* From the driver (process context or interrupt point): bytes consumed. */
	size_t (*receive_buf)(struct tty_struct *tty, const u8 *cp, const u8 *fp, size_t count);
	void (*write_wakeup)(struct tty_struct *tty);
};

struct tty_driver *tty_alloc_driver(unsigned int lines, unsigned long flags);
int tty_register_driver(struct tty_driver *driver);
void tty_unregister_driver(struct tty_driver *driver);
struct device *tty_register_device(struct tty_driver *driver, unsigned int index, struct device *parent);
void tty_unregister_device(struct tty_driver *driver, unsigned int index);
int tty_register_ldisc(const struct tty_ldisc_ops *ops);
extern const struct ktermios tty_std_termios;
/* Bytes from the hardware, interrupt point or process context; number accepted. */
size_t tty_insert_flip_string(struct tty_struct *tty, const u8 *chars, size_t size);
void tty_flip_buffer_push(struct tty_struct *tty);
unsigned int tty_flip_room(struct tty_struct *tty);
void tty_wakeup(struct tty_struct *tty);	/* the driver can take more */
void tty_hangup(struct tty_struct *tty);	/* from any context, later */
void tty_vhangup(struct tty_struct *tty);
void tty_vhangup_self(void);
int tty_do_resize(struct tty_struct *tty, const struct winsize *ws);	/* SIGWINCH */
struct tty_struct *get_current_tty(void);
void disassociate_ctty(int on_exit);		/* a session leader exits */
void session_clear_tty(struct pid *session);
void proc_clear_tty(struct task_struct *t);
struct tty_struct *tty_kref_get(struct tty_struct *tty);
void tty_kref_put(struct tty_struct *tty);
int tty_check_change(struct tty_struct *tty);	/* SIGTTOU rules */
bool is_current_pgrp_orphaned(void);
dev_t tty_devnum(struct tty_struct *tty);
void console_init(void);
int tty_init(void);
/* devpts: fs/devpts */
struct pts_fs_info;
struct pts_fs_info *devpts_acquire(struct file *file);
void devpts_release(struct pts_fs_info *fsi);
int devpts_new_index(struct pts_fs_info *fsi);
void devpts_kill_index(struct pts_fs_info *fsi, int idx);
struct dentry *devpts_pty_new(struct pts_fs_info *fsi, int index, void *priv);
void *devpts_get_priv(struct dentry *dentry);
void devpts_pty_kill(struct dentry *dentry);
struct vfsmount *devpts_mntget(struct file *file, struct pts_fs_info *fsi);

#endif /* INCLUDE_LINUX_TTY_H */
