/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the files of drivers/tty only. */
#ifndef DRIVERS_TTY_TTY_INTERNAL_H
#define DRIVERS_TTY_TTY_INTERNAL_H

#include <linux/tty.h>

/* file->private_data of an open terminal */
struct tty_file_private {
	struct tty_struct	*tty;
	struct file		*file;
	struct list_head	list;		/* tty->files_lock */
};

extern const struct tty_ldisc_ops n_tty_ops;
extern const struct file_operations tty_fops, hung_up_tty_fops;
extern struct class tty_class;

static inline struct tty_struct *file_tty(struct file *file)
{
	return ((struct tty_file_private *)file->private_data)->tty;
}

/* tty_io.c; tty_mutex held for the first three */
struct tty_struct *tty_init_dev(struct tty_driver *driver, int index);
void tty_add_file(struct tty_struct *tty, struct file *file, struct tty_file_private *priv);
struct tty_struct *tty_alloc_struct(struct tty_driver *driver, int index);
void tty_std_install(struct tty_driver *driver, struct tty_struct *tty);
long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
int tty_release(struct inode *inode, struct file *file);
ssize_t tty_read(struct file *file, char __user *buf, size_t count, loff_t *pos);
ssize_t tty_write(struct file *file, const char __user *buf, size_t count, loff_t *pos);
__poll_t tty_poll(struct file *file, struct poll_table_struct *wait);
int tty_fasync(int fd, struct file *file, int on);

/* tty_ioctl.c */
int tty_mode_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd, unsigned long arg);
void tty_wait_until_sent(struct tty_struct *tty, long timeout);
unsigned int tty_chars_in_buffer(struct tty_struct *tty);
unsigned int tty_write_room(struct tty_struct *tty);
void tty_set_termios(struct tty_struct *tty, const struct ktermios *new);
void tty_flush_output(struct tty_struct *tty);
void tty_stop(struct tty_struct *tty);
void tty_start(struct tty_struct *tty);

/* tty_jobctrl.c */
long tty_jobctrl_ioctl(struct tty_struct *tty, struct file *file, unsigned int cmd, unsigned long arg);
void tty_open_proc_set_tty(struct file *file, struct tty_struct *tty);
int __tty_check_change(struct tty_struct *tty, int sig);
struct pid *tty_get_pgrp(struct tty_struct *tty);	/* referenced or NULL */
int tty_signal_session_leader(struct tty_struct *tty, bool exit_session);

/* pty.c */
bool tty_is_pty_master(const struct tty_struct *tty);
int ptm_open_peer(struct file *master_file, struct tty_struct *master, int flags);

#endif /* DRIVERS_TTY_TTY_INTERNAL_H */
