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
#define TTY_PTY_LOCK		6
#define TTY_INPUT_ENDED		7	/* the host file or pipe behind it ended */

struct tty_operations {
	int  (*install)(struct tty_driver *driver, struct tty_struct *tty);
	void (*remove)(struct tty_driver *driver, struct tty_struct *tty);
	int  (*open)(struct tty_struct *tty, struct file *file);
	void (*close)(struct tty_struct *tty, struct file *file);
	ssize_t (*write)(struct tty_struct *tty, const u8 *buf, size_t count); /* no sleep; bytes taken */
	unsigned int (*write_room)(struct tty_struct *tty);
	unsigned int (*chars_in_buffer)(struct tty_struct *tty);
	int  (*ioctl)(struct tty_struct *tty, unsigned int cmd, unsigned long arg); /* -ENOIOCTLCMD */
	void (*set_termios)(struct tty_struct *tty, const struct ktermios *old);
	void (*unthrottle)(struct tty_struct *tty);
	void (*stop)(struct tty_struct *tty);
	void (*start)(struct tty_struct *tty);
	void (*hangup)(struct tty_struct *tty);
	void (*flush_buffer)(struct tty_struct *tty);
	void (*wait_until_sent)(struct tty_struct *tty, int timeout);
	int  (*resize)(struct tty_struct *tty, struct winsize *ws);
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

/*
 * Locks:	[m] tty_mutex			[t] termios_rwsem
 *		[c] ctrl_lock			[f] files_lock
 *		[A] atomic bits			[I] constant while it exists
 */
struct tty_struct {
	struct kref		kref;
	struct tty_driver	*driver;	/* [I] */
	const struct tty_operations *ops;	/* [I] */
	int			index;		/* [I] within the driver */
	char			name[64];	/* [I] */
	const struct tty_ldisc_ops *ldisc;	/* [m] */
	void			*disc_data;	/* [m] */
	struct mutex		atomic_write_lock; /* one write(2) at a time */
	struct mutex		atomic_read_lock;
	struct rw_semaphore	termios_rwsem;
	struct ktermios		termios, termios_locked; /* [t] */
	unsigned long		flags;		/* [A] TTY_* bits */
	int			count;		/* [m] opens */
	struct winsize		winsize;	/* [t] */
	spinlock_t		ctrl_lock;
	struct pid		*pgrp, *session; /* [c] foreground group, session */
	bool			packet;		/* [c] pty packet mode, master side */
	unsigned char		pktstatus;	/* [c] */
	bool			flow_stopped;	/* [c] ^S seen */
	bool			tco_stopped;	/* [c] tcflow(TCOOFF) */
	struct tty_struct	*link;		/* [m] other end of a pty */
	struct fasync_struct	*fasync;
	wait_queue_head_t	write_wait, read_wait;
	struct work_struct	hangup_work;
	void			*driver_data;
	spinlock_t		files_lock;
	struct list_head	tty_files;	/* [f] who has it open */
	u8			*write_buf;	/* atomic_write_lock */
	unsigned int		write_cnt;
};

/* A line discipline: what the bytes mean. */
struct tty_ldisc_ops {
	const char *name;
	int num;
	int (*open)(struct tty_struct *tty);
	void (*close)(struct tty_struct *tty);
	void (*flush_buffer)(struct tty_struct *tty);
	ssize_t (*read)(struct tty_struct *tty, struct file *file, char __user *buf, size_t nr);
	/* @buf is kernel memory */
	ssize_t (*write)(struct tty_struct *tty, struct file *file, const u8 *buf, size_t nr);
	int (*ioctl)(struct tty_struct *tty, unsigned int cmd, unsigned long arg);
	void (*set_termios)(struct tty_struct *tty, const struct ktermios *old);
	__poll_t (*poll)(struct tty_struct *tty, struct file *file, struct poll_table_struct *wait);
	/* From the driver, any context, must not sleep: bytes consumed. */
	size_t (*receive_buf)(struct tty_struct *tty, const u8 *cp, size_t count);
	/* How many bytes receive_buf() would take now. */
	size_t (*receive_room)(struct tty_struct *tty);
	void (*write_wakeup)(struct tty_struct *tty);
};

struct tty_driver *tty_alloc_driver(unsigned int lines, unsigned long flags);
int tty_register_driver(struct tty_driver *driver);
void tty_unregister_driver(struct tty_driver *driver);
struct device *tty_register_device(struct tty_driver *driver, unsigned int index, struct device *parent);
void tty_unregister_device(struct tty_driver *driver, unsigned int index);
int tty_register_ldisc(const struct tty_ldisc_ops *ops);
extern const struct ktermios tty_std_termios;
/*
 * Input from the hardware: straight to the line discipline. Any context, does
 * not sleep. Returns the bytes accepted; the driver keeps the rest until
 * ->unthrottle says that there is room again.
 */
size_t tty_receive(struct tty_struct *tty, const u8 *chars, size_t size);
size_t tty_receive_room(struct tty_struct *tty);
void tty_unthrottle(struct tty_struct *tty);	/* the reader made room */
void tty_wakeup(struct tty_struct *tty);	/* the driver can take more */
void tty_hangup(struct tty_struct *tty);	/* from any context, later */
void tty_vhangup(struct tty_struct *tty);
void tty_vhangup_locked(struct tty_struct *tty);	/* tty_mutex held */
void tty_vhangup_self(void);
int tty_do_resize(struct tty_struct *tty, const struct winsize *ws);	/* SIGWINCH */
struct tty_struct *get_current_tty(void);	/* referenced */
bool tty_hung_up_p(struct file *file);
extern struct mutex tty_mutex;
extern struct list_head tty_drivers;	/* tty_mutex */
void disassociate_ctty(int on_exit);		/* a session leader exits */
void session_clear_tty(struct pid *session);
void proc_clear_tty(struct task_struct *t);
struct tty_struct *tty_kref_get(struct tty_struct *tty);
void tty_kref_put(struct tty_struct *tty);
int tty_check_change(struct tty_struct *tty);	/* SIGTTOU rules */
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
