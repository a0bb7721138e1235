// SPDX-License-Identifier: GPL-2.0
/*
 * Unix98 pseudo terminals: /dev/ptmx makes a master and its slave
 * /dev/pts/N. What one end writes is the other end's input, delivered at once;
 * a full reader makes the writer wait.
 *
 * Lifetimes: both ends are made by the open of ptmx and freed together when
 * neither is open. When the master closes, the slave is hung up; when the last
 * slave closes, the master reads EIO until one is opened again.
 *
 * Locks: see tty_io.c; a slave's line discipline lock is outside its master's.
 * BSD ptys are left out.
 */
#include <linux/file.h>
#include <linux/init.h>
#include <linux/major.h>
#include <linux/mount.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "tty_internal.h"

#define NR_UNIX98_PTY_MAX	(1u << MINORBITS)

static struct tty_driver *ptm_driver, *pts_driver;

bool tty_is_pty_master(const struct tty_struct *tty)
{
	return tty->driver == ptm_driver;
}

/* One end has no opener left. Context: tty_mutex held. */
static void pty_close(struct tty_struct *tty, struct file *file)
{
	struct tty_struct *link = tty->link;

	if (tty->count > 1)
		return;
	wake_up_interruptible_all(&tty->read_wait);
	wake_up_interruptible_all(&tty->write_wait);
	if (!link)
		return;
	set_bit(TTY_OTHER_CLOSED, &link->flags);
	wake_up_interruptible_all(&link->read_wait);
	wake_up_interruptible_all(&link->write_wait);
	if (tty->driver != ptm_driver)
		return;
	if (link->driver_data) {
		devpts_pty_kill(link->driver_data);
		link->driver_data = NULL;
	}
	tty_vhangup_locked(link);
}

static int pty_open(struct tty_struct *tty, struct file *file)
{
	if (tty->driver == pts_driver) {
		if (test_bit(TTY_PTY_LOCK, &tty->flags) || !tty->link->count)
			return -EIO;
		clear_bit(TTY_IO_ERROR, &tty->flags);
	}
	clear_bit(TTY_OTHER_CLOSED, &tty->link->flags);
	return 0;
}

static ssize_t pty_write(struct tty_struct *tty, const u8 *buf, size_t count)
{
	if (tty->flow_stopped || !count)
		return 0;
	return tty_receive(tty->link, buf, count);
}

static unsigned int pty_write_room(struct tty_struct *tty)
{
	return tty->flow_stopped ? 0 : tty_receive_room(tty->link);
}

/* The reader made room: the other end may write on. */
static void pty_unthrottle(struct tty_struct *tty)
{
	if (tty->link)
		tty_wakeup(tty->link);
}

static void pty_packet_event(struct tty_struct *tty, u8 set, u8 clear)
{
	if (!tty->link || !tty->link->packet)
		return;
	spin_lock(&tty->ctrl_lock);
	tty->pktstatus = (tty->pktstatus & ~clear) | set;
	spin_unlock(&tty->ctrl_lock);
	wake_up_interruptible(&tty->link->read_wait);
}

static void pty_flush_buffer(struct tty_struct *tty)
{
	pty_packet_event(tty, TIOCPKT_FLUSHWRITE, 0);
}

static void pty_stop(struct tty_struct *tty)
{
	pty_packet_event(tty, TIOCPKT_STOP, TIOCPKT_START);
}

static void pty_start(struct tty_struct *tty)
{
	pty_packet_event(tty, TIOCPKT_START, TIOCPKT_STOP);
}

static void pty_set_termios(struct tty_struct *tty, const struct ktermios *old)
{
	tty->termios.c_cflag &= ~(CSIZE | PARENB);
	tty->termios.c_cflag |= CS8 | CREAD;
}

/* Either end sets the size of both; both foreground groups are told. */
static int pty_resize(struct tty_struct *tty, struct winsize *ws)
{
	struct tty_struct *link = tty->link;
	struct pid *pgrp, *other;

	down_write(&tty->termios_rwsem);
	if (!memcmp(ws, &tty->winsize, sizeof(*ws))) {
		up_write(&tty->termios_rwsem);
		return 0;
	}
	tty->winsize = *ws;
	if (link)
		link->winsize = *ws;
	up_write(&tty->termios_rwsem);
	pgrp = tty_get_pgrp(tty);
	other = link ? tty_get_pgrp(link) : NULL;
	if (pgrp)
		kill_pgrp(pgrp, SIGWINCH, 1);
	if (other && other != pgrp)
		kill_pgrp(other, SIGWINCH, 1);
	put_pid(pgrp);
	put_pid(other);
	return 0;
}

static int pty_set_packet(struct tty_struct *tty, int __user *arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	spin_lock(&tty->ctrl_lock);
	if (on && !tty->packet)
		tty->link->pktstatus = 0;
	tty->packet = on;
	spin_unlock(&tty->ctrl_lock);
	return 0;
}

static int pty_set_lock(struct tty_struct *tty, int __user *arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	if (on)
		set_bit(TTY_PTY_LOCK, &tty->link->flags);
	else
		clear_bit(TTY_PTY_LOCK, &tty->link->flags);
	return 0;
}

/* TIOCSIG: the master sends a signal to the slave's foreground group. */
static int pty_signal(struct tty_struct *tty, int sig)
{
	struct pid *pgrp;

	if (sig != SIGINT && sig != SIGQUIT && sig != SIGTSTP)
		return -EINVAL;
	pgrp = tty_get_pgrp(tty->link);
	if (pgrp)
		kill_pgrp(pgrp, sig, 1);
	put_pid(pgrp);
	return 0;
}

/* TIOCGPTPEER: open the slave without going by its name. */
int ptm_open_peer(struct file *master_file, struct tty_struct *master, int flags)
{
	struct file *file;
	struct path path;
	int fd;

	if (!master->link->driver_data)
		return -EIO;
	path.mnt = devpts_mntget(master_file, master->driver_data);
	if (IS_ERR(path.mnt))
		return PTR_ERR(path.mnt);
	path.dentry = master->link->driver_data;
	fd = get_unused_fd_flags(flags);
	if (fd >= 0) {
		file = dentry_open(&path, flags, current_cred());
		if (IS_ERR(file)) {
			put_unused_fd(fd);
			fd = PTR_ERR(file);
		} else {
			fd_install(fd, file);
		}
	}
	mntput(path.mnt);
	return fd;
}

static int ptm_ioctl(struct tty_struct *tty, unsigned int cmd, unsigned long arg)
{
	int __user *p = (int __user *)arg;

	switch (cmd) {
	case TIOCSPTLCK:
		return pty_set_lock(tty, p);
	case TIOCGPTLCK:
		return put_user(test_bit(TTY_PTY_LOCK, &tty->link->flags) ? 1 : 0, p);
	case TIOCPKT:
		return pty_set_packet(tty, p);
	case TIOCGPKT:
		return put_user((int)tty->packet, p);
	case TIOCGPTN:
		return put_user(tty->index, p);
	case TIOCSIG:
		return pty_signal(tty, (int)arg);
	}
	return -ENOIOCTLCMD;
}

/* The master comes with its slave. */
static int ptm_install(struct tty_driver *driver, struct tty_struct *tty)
{
	struct tty_struct *slave = tty_alloc_struct(pts_driver, tty->index);

	if (!slave)
		return -ENOMEM;
	tty->link = slave;
	slave->link = tty;
	return 0;
}

static void ptm_remove(struct tty_driver *driver, struct tty_struct *tty)
{
	if (!tty->driver_data)
		return;
	devpts_kill_index(tty->driver_data, tty->index);
	devpts_release(tty->driver_data);
}

static const struct tty_operations ptm_ops = {
	.install	= ptm_install,
	.remove		= ptm_remove,
	.open		= pty_open,
	.close		= pty_close,
	.write		= pty_write,
	.write_room	= pty_write_room,
	.unthrottle	= pty_unthrottle,
	.ioctl		= ptm_ioctl,
	.resize		= pty_resize,
};

static const struct tty_operations pts_ops = {
	.open		= pty_open,
	.close		= pty_close,
	.write		= pty_write,
	.write_room	= pty_write_room,
	.flush_buffer	= pty_flush_buffer,
	.unthrottle	= pty_unthrottle,
	.set_termios	= pty_set_termios,
	.stop		= pty_stop,
	.start		= pty_start,
	.resize		= pty_resize,
};

/* Make the pair and its name. Context: tty_mutex held. */
static struct tty_struct *ptmx_make_pair(struct pts_fs_info *fsi, int index)
{
	struct tty_struct *tty = tty_init_dev(ptm_driver, index);
	struct dentry *dentry;

	if (IS_ERR(tty))
		return tty;
	dentry = devpts_pty_new(fsi, index, tty->link);
	if (IS_ERR(dentry)) {
		tty->ldisc->close(tty->link);
		tty->ldisc->close(tty);
		tty_kref_put(tty->link);
		tty_kref_put(tty);
		return ERR_CAST(dentry);
	}
	set_bit(TTY_PTY_LOCK, &tty->link->flags);
	tty->link->driver_data = dentry;
	tty->driver_data = fsi;
	tty->count = 1;
	return tty;
}

static int ptmx_open(struct inode *inode, struct file *file)
{
	struct tty_file_private *priv;
	struct pts_fs_info *fsi;
	struct tty_struct *tty;
	int index;

	nonseekable_open(inode, file);
	priv = kmalloc(sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;
	fsi = devpts_acquire(file);
	if (IS_ERR(fsi)) {
		kfree(priv);
		return PTR_ERR(fsi);
	}
	index = devpts_new_index(fsi);
	if (index < 0) {
		devpts_release(fsi);
		kfree(priv);
		return index;
	}
	mutex_lock(&tty_mutex);
	tty = ptmx_make_pair(fsi, index);
	if (!IS_ERR(tty))
		tty_add_file(tty, file, priv);
	mutex_unlock(&tty_mutex);
	if (IS_ERR(tty)) {
		devpts_kill_index(fsi, index);
		devpts_release(fsi);
		kfree(priv);
		return PTR_ERR(tty);
	}
	return 0;
}

static const struct file_operations ptmx_fops = {
	.llseek		= no_llseek,
	.read		= tty_read,
	.write		= tty_write,
	.poll		= tty_poll,
	.unlocked_ioctl	= tty_ioctl,
	.open		= ptmx_open,
	.release	= tty_release,
	.fasync		= tty_fasync,
};

static struct cdev ptmx_cdev;
static struct tty_driver *pty_driver_alloc(const char *driver_name, const char *name, int subtype,
					   const struct tty_operations *ops)
{
	struct tty_driver *driver = tty_alloc_driver(NR_UNIX98_PTY_MAX,
						     TTY_DRIVER_RESET_TERMIOS |
						     TTY_DRIVER_REAL_RAW |
						     TTY_DRIVER_DYNAMIC_DEV |
						     TTY_DRIVER_DEVPTS_MEM);

	if (IS_ERR(driver))
		panic("Couldn't allocate the pty driver\n");
	driver->driver_name = driver_name;
	driver->name = name;
	driver->type = TTY_DRIVER_TYPE_PTY;
	driver->subtype = subtype;
	driver->init_termios.c_cflag = B38400 | CS8 | CREAD;
	driver->ops = ops;
	return driver;
}

static int __init pty_init(void)
{
	ptm_driver = pty_driver_alloc("pty_master", "ptm", PTY_TYPE_MASTER, &ptm_ops);
	ptm_driver->major = UNIX98_PTY_MASTER_MAJOR;
	ptm_driver->init_termios.c_iflag = 0;
	ptm_driver->init_termios.c_oflag = 0;
	ptm_driver->init_termios.c_lflag = 0;
	pts_driver = pty_driver_alloc("pty_slave", "pts", PTY_TYPE_SLAVE, &pts_ops);
	pts_driver->major = UNIX98_PTY_SLAVE_MAJOR;
	ptm_driver->other = pts_driver;
	pts_driver->other = ptm_driver;
	if (tty_register_driver(ptm_driver) || tty_register_driver(pts_driver))
		panic("Couldn't register the pty drivers\n");

	cdev_init(&ptmx_cdev, &ptmx_fops);
	if (register_chrdev_region(MKDEV(TTYAUX_MAJOR, 2), 1, "/dev/ptmx") ||
	    cdev_add(&ptmx_cdev, MKDEV(TTYAUX_MAJOR, 2), 1))
		panic("Couldn't register /dev/ptmx\n");
	device_create(&tty_class, NULL, MKDEV(TTYAUX_MAJOR, 2), NULL, "ptmx");
	return 0;
}
device_initcall(pty_init);
