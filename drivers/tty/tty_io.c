// SPDX-License-Identifier: GPL-2.0
/*
 * Terminals as files: drivers register ranges of device numbers here; open
 * finds or makes the tty_struct, read and write go through its line
 * discipline, and the last close takes it down.
 *
 * /dev/tty (5,0) is the opener's controlling terminal, /dev/console (5,1) the
 * terminal of the first kernel console that has one.
 *
 * Locks, outermost first:
 *	tty_mutex			open, close, hangup, the driver tables
 *	  atomic_read_lock, atomic_write_lock
 *	    termios_rwsem
 *	      the line discipline's lock (spins; see n_tty.c)
 *	        ctrl_lock, files_lock
 *
 * Left out against Linux: line disciplines other than N_TTY, tty_port and the
 * flip buffers (input goes straight to the line discipline, which never
 * sleeps), modem control.
 */
#include <linux/console.h>
#include <linux/file.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/major.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "tty_internal.h"

DEFINE_MUTEX(tty_mutex);
LIST_HEAD(tty_drivers);

/* What every terminal starts with: a sane cooked mode at 38400 baud. */
const struct ktermios tty_std_termios = {
	.c_iflag = ICRNL | IXON,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = B38400 | CS8 | CREAD | HUPCL,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
	.c_cc = {
		[VINTR] = 3, [VQUIT] = 28, [VERASE] = 127, [VKILL] = 21, [VEOF] = 4,
		[VMIN] = 1, [VSTART] = 17, [VSTOP] = 19, [VSUSP] = 26,
		[VREPRINT] = 18, [VDISCARD] = 15, [VWERASE] = 23, [VLNEXT] = 22,
	},
	.c_ispeed = 38400,
	.c_ospeed = 38400,
};

static void tty_free(struct kref *kref)
{
	struct tty_struct *tty = container_of(kref, struct tty_struct, kref);

	if (tty->ops->remove)
		tty->ops->remove(tty->driver, tty);
	put_pid(tty->pgrp);
	put_pid(tty->session);
	kfree(tty->write_buf);
	kfree(tty);
}

struct tty_struct *tty_kref_get(struct tty_struct *tty)
{
	if (tty)
		kref_get(&tty->kref);
	return tty;
}

void tty_kref_put(struct tty_struct *tty)
{
	if (tty)
		kref_put(&tty->kref, tty_free);
}

static void do_hangup_work(struct work_struct *work)
{
	struct tty_struct *tty = container_of(work, struct tty_struct, hangup_work);

	tty_vhangup(tty);
	tty_kref_put(tty);
}

struct tty_struct *tty_alloc_struct(struct tty_driver *driver, int index)
{
	struct tty_struct *tty = kzalloc(sizeof(*tty), GFP_KERNEL);

	if (!tty)
		return NULL;
	kref_init(&tty->kref);
	tty->driver = driver;
	tty->ops = driver->ops;
	tty->index = index;
	if (driver->subtype == PTY_TYPE_MASTER && driver->type == TTY_DRIVER_TYPE_PTY)
		strscpy(tty->name, "ptmx", sizeof(tty->name));
	else if (driver->type == TTY_DRIVER_TYPE_PTY)
		snprintf(tty->name, sizeof(tty->name), "%s/%d", driver->name, index);
	else
		snprintf(tty->name, sizeof(tty->name), "%s%d", driver->name,
			 index + driver->name_base);
	mutex_init(&tty->atomic_write_lock);
	mutex_init(&tty->atomic_read_lock);
	init_rwsem(&tty->termios_rwsem);
	spin_lock_init(&tty->ctrl_lock);
	spin_lock_init(&tty->files_lock);
	INIT_LIST_HEAD(&tty->tty_files);
	init_waitqueue_head(&tty->write_wait);
	init_waitqueue_head(&tty->read_wait);
	INIT_WORK(&tty->hangup_work, do_hangup_work);
	tty->termios = driver->init_termios;
	return tty;
}

/* Termios survive a close where the driver keeps a slot for them. */
void tty_std_install(struct tty_driver *driver, struct tty_struct *tty)
{
	if (driver->termios[tty->index] && !(driver->flags & TTY_DRIVER_RESET_TERMIOS))
		tty->termios = *driver->termios[tty->index];
	driver->ttys[tty->index] = tty;
}

/**
 * tty_init_dev() - make the tty_struct of a line that nobody has open
 *
 * Context: tty_mutex held, sleeps.
 * Return: the tty with one reference (the opens'), or ERR_PTR.
 */
struct tty_struct *tty_init_dev(struct tty_driver *driver, int index)
{
	struct tty_struct *tty = tty_alloc_struct(driver, index);
	int err;

	if (!tty)
		return ERR_PTR(-ENOMEM);
	if (driver->ops->install) {
		err = driver->ops->install(driver, tty);
		if (err)
			goto free_tty;
	} else {
		tty_std_install(driver, tty);
	}
	tty->ldisc = &n_tty_ops;
	err = tty->ldisc->open(tty);
	if (!err && tty->link && !tty->link->ldisc) {
		tty->link->ldisc = &n_tty_ops;
		err = tty->link->ldisc->open(tty->link);
	}
	if (!err)
		return tty;
	if (driver->ttys && driver->ttys[index] == tty)
		driver->ttys[index] = NULL;
free_tty:
	kfree(tty);
	return ERR_PTR(err);
}

void tty_add_file(struct tty_struct *tty, struct file *file, struct tty_file_private *priv)
{
	priv->tty = tty;
	priv->file = file;
	file->private_data = priv;
	spin_lock(&tty->files_lock);
	list_add(&priv->list, &tty->tty_files);
	spin_unlock(&tty->files_lock);
}

/* The driver and line behind a device number; /dev/tty and /dev/console resolved. */
static struct tty_driver *tty_lookup_driver(dev_t dev, int *index)
{
	struct tty_driver *driver;

	if (dev == MKDEV(TTYAUX_MAJOR, 1)) {
		driver = console_device(index);
		return driver ? driver : ERR_PTR(-ENODEV);
	}
	list_for_each_entry(driver, &tty_drivers, tty_drivers) {
		if (driver->type == TTY_DRIVER_TYPE_PTY && driver->subtype == PTY_TYPE_MASTER)
			continue;
		if (MAJOR(dev) != driver->major || MINOR(dev) < driver->minor_start ||
		    MINOR(dev) >= driver->minor_start + driver->num)
			continue;
		*index = MINOR(dev) - driver->minor_start;
		return driver;
	}
	return ERR_PTR(-ENODEV);
}

/* Find or make the terminal; on success its open count includes us. */
static struct tty_struct *tty_open_by_dev(dev_t dev, struct file *file)
{
	struct tty_driver *driver;
	struct tty_struct *tty;
	int index = 0;

	lockdep_assert_held(&tty_mutex);
	if (dev == MKDEV(TTYAUX_MAJOR, 0)) {
		tty = get_current_tty();
		if (!tty)
			return ERR_PTR(-ENXIO);
		tty_kref_put(tty);	/* its opens keep it while we hold tty_mutex */
		if (!tty->count)
			return ERR_PTR(-ENXIO);
		tty->count++;
		return tty;
	}
	driver = tty_lookup_driver(dev, &index);
	if (IS_ERR(driver))
		return ERR_CAST(driver);
	if (driver->flags & TTY_DRIVER_DEVPTS_MEM) {
		tty = devpts_get_priv(file->f_path.dentry);
		if (!tty || test_bit(TTY_PTY_LOCK, &tty->flags))
			return ERR_PTR(-EIO);	/* no master, or not unlocked yet */
	} else {
		tty = driver->ttys[index];
	}
	if (!tty) {
		tty = tty_init_dev(driver, index);
		if (IS_ERR(tty))
			return tty;
	} else if (test_bit(TTY_EXCLUSIVE, &tty->flags) && !capable(CAP_SYS_ADMIN)) {
		return ERR_PTR(-EBUSY);
	}
	tty->count++;
	return tty;
}

static int tty_open(struct inode *inode, struct file *file)
{
	struct tty_file_private *priv;
	struct tty_struct *tty;
	int err = 0;

	nonseekable_open(inode, file);
	priv = kmalloc(sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;

	mutex_lock(&tty_mutex);
	tty = tty_open_by_dev(inode->i_rdev, file);
	if (IS_ERR(tty)) {
		mutex_unlock(&tty_mutex);
		kfree(priv);
		return PTR_ERR(tty);
	}
	tty_add_file(tty, file, priv);
	if (tty->ops->open)
		err = tty->ops->open(tty, file);
	if (!err)
		clear_bit(TTY_HUPPED, &tty->flags);
	mutex_unlock(&tty_mutex);
	if (err) {
		tty_release(inode, file);
		return err;
	}
	if (!(file->f_flags & O_NOCTTY) && inode->i_rdev != MKDEV(TTYAUX_MAJOR, 0) &&
	    inode->i_rdev != MKDEV(TTYAUX_MAJOR, 1) && !tty_is_pty_master(tty))
		tty_open_proc_set_tty(file, tty);
	return 0;
}

/* Nobody has it (or its other end) open any more. */
static void tty_release_struct(struct tty_struct *tty)
{
	struct tty_driver *driver = tty->driver;

	tty->ldisc->close(tty);
	if (driver->ttys && driver->ttys[tty->index] == tty) {
		if (driver->termios && driver->termios[tty->index])
			*driver->termios[tty->index] = tty->termios;
		driver->ttys[tty->index] = NULL;
	}
	session_clear_tty(tty->session);
	tty_kref_put(tty);
}

/* One open less. Context: tty_mutex held. */
static void tty_put_open(struct tty_struct *tty, struct file *file)
{
	struct tty_struct *link = tty->link;

	if (tty->ops->close)
		tty->ops->close(tty, file);
	tty->count--;
	if (tty->count || (link && link->count))
		return;
	tty_release_struct(tty);
	if (link)
		tty_release_struct(link);
}

int tty_release(struct inode *inode, struct file *file)
{
	struct tty_file_private *priv = file->private_data;
	struct tty_struct *tty = priv->tty;

	tty_fasync(-1, file, 0);
	spin_lock(&tty->files_lock);
	list_del(&priv->list);
	spin_unlock(&tty->files_lock);

	/* What was written must come out, but a stopped line must not keep us. */
	if (tty->count == 1 && !test_bit(TTY_HUPPED, &tty->flags))
		tty_wait_until_sent(tty, 30 * HZ);
	mutex_lock(&tty_mutex);
	tty_put_open(tty, file);
	mutex_unlock(&tty_mutex);
	file->private_data = NULL;
	kfree(priv);
	return 0;
}

static void tty_update_time(struct file *file, bool write)
{
	struct inode *inode = file_inode(file);
	struct timespec64 now = current_time(inode);

	/* Eight second steps, so that idle times do not tell key strokes. */
	now.tv_sec &= ~7LL;
	now.tv_nsec = 0;
	if (write)
		inode->i_mtime = now;
	else
		inode->i_atime = now;
}

ssize_t tty_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct tty_struct *tty = file_tty(file);
	ssize_t n;

	if (test_bit(TTY_IO_ERROR, &tty->flags))
		return -EIO;
	n = tty->ldisc->read(tty, file, buf, count);
	if (n > 0)
		tty_update_time(file, false);
	return n;
}

#define TTY_WRITE_CHUNK	2048

static ssize_t tty_write_chunks(struct tty_struct *tty, struct file *file,
				const char __user *buf, size_t count)
{
	ssize_t done = 0;

	while (count) {
		size_t chunk = min_t(size_t, count, TTY_WRITE_CHUNK);
		ssize_t n;

		if (copy_from_user(tty->write_buf, buf, chunk))
			return done ? done : -EFAULT;
		n = tty->ldisc->write(tty, file, tty->write_buf, chunk);
		if (n <= 0)
			return done ? done : n;
		done += n;
		buf += n;
		count -= n;
		if ((size_t)n < chunk)
			break;
		if (count && signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

ssize_t tty_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	struct tty_struct *tty = file_tty(file);
	ssize_t n;

	if (test_bit(TTY_IO_ERROR, &tty->flags) || !tty->ops->write)
		return -EIO;
	if (file->f_flags & O_NONBLOCK) {
		if (!mutex_trylock(&tty->atomic_write_lock))
			return -EAGAIN;
	} else if (mutex_lock_interruptible(&tty->atomic_write_lock)) {
		return -ERESTARTSYS;
	}
	if (!tty->write_buf)
		tty->write_buf = kmalloc(TTY_WRITE_CHUNK, GFP_KERNEL);
	n = tty->write_buf ? tty_write_chunks(tty, file, buf, count) : -ENOMEM;
	mutex_unlock(&tty->atomic_write_lock);
	if (n > 0)
		tty_update_time(file, true);
	return n;
}

__poll_t tty_poll(struct file *file, struct poll_table_struct *wait)
{
	struct tty_struct *tty = file_tty(file);

	return tty->ldisc->poll(tty, file, wait);
}

int tty_fasync(int fd, struct file *file, int on)
{
	struct tty_struct *tty = file_tty(file);
	int err = fasync_helper(fd, file, on, &tty->fasync);

	if (err <= 0 || !on)
		return err < 0 ? err : 0;
	spin_lock(&tty->ctrl_lock);
	if (!file->f_owner.pid && tty->pgrp)
		__f_setown(file, tty->pgrp, PIDTYPE_PGID, 0);
	else if (!file->f_owner.pid)
		__f_setown(file, task_tgid(current), PIDTYPE_TGID, 0);
	spin_unlock(&tty->ctrl_lock);
	return 0;
}

const struct file_operations tty_fops = {
	.llseek		= no_llseek,
	.read		= tty_read,
	.write		= tty_write,
	.poll		= tty_poll,
	.unlocked_ioctl	= tty_ioctl,
	.open		= tty_open,
	.release	= tty_release,
	.fasync		= tty_fasync,
};

size_t tty_receive_room(struct tty_struct *tty)
{
	return tty->ldisc && tty->disc_data ? tty->ldisc->receive_room(tty) : 0;
}

size_t tty_receive(struct tty_struct *tty, const u8 *chars, size_t size)
{
	return tty->ldisc && tty->disc_data ? tty->ldisc->receive_buf(tty, chars, size) : 0;
}

void tty_unthrottle(struct tty_struct *tty)
{
	if (tty->ops->unthrottle)
		tty->ops->unthrottle(tty);
}

/* The driver can take more: let the line discipline and the writers know. */
void tty_wakeup(struct tty_struct *tty)
{
	if (tty->ldisc && tty->disc_data && tty->ldisc->write_wakeup)
		tty->ldisc->write_wakeup(tty);
	wake_up_interruptible_poll(&tty->write_wait, EPOLLOUT | EPOLLWRNORM);
}

dev_t tty_devnum(struct tty_struct *tty)
{
	return MKDEV(tty->driver->major, tty->driver->minor_start) + tty->index;
}

struct tty_driver *tty_alloc_driver(unsigned int lines, unsigned long flags)
{
	struct tty_driver *driver = kzalloc(sizeof(*driver), GFP_KERNEL);

	if (!driver)
		return ERR_PTR(-ENOMEM);
	driver->num = lines;
	driver->flags = flags;
	driver->init_termios = tty_std_termios;
	if (flags & TTY_DRIVER_DEVPTS_MEM)
		return driver;
	driver->ttys = kcalloc(lines, sizeof(*driver->ttys), GFP_KERNEL);
	driver->termios = kcalloc(lines, sizeof(*driver->termios), GFP_KERNEL);
	if (driver->ttys && driver->termios)
		return driver;
	kfree(driver->ttys);
	kfree(driver->termios);
	kfree(driver);
	return ERR_PTR(-ENOMEM);
}

int tty_register_driver(struct tty_driver *driver)
{
	dev_t dev = MKDEV(driver->major, driver->minor_start);
	unsigned int i;
	int err;

	if (driver->major) {
		err = register_chrdev_region(dev, driver->num, driver->name);
		if (err)
			return err;
		cdev_init(&driver->cdev, &tty_fops);
		err = cdev_add(&driver->cdev, dev, driver->num);
		if (err) {
			unregister_chrdev_region(dev, driver->num);
			return err;
		}
	}
	mutex_lock(&tty_mutex);
	list_add_tail(&driver->tty_drivers, &tty_drivers);
	mutex_unlock(&tty_mutex);
	if (!(driver->flags & TTY_DRIVER_DYNAMIC_DEV))
		for (i = 0; i < driver->num; i++)
			tty_register_device(driver, i, NULL);
	return 0;
}

void tty_unregister_driver(struct tty_driver *driver)
{
	mutex_lock(&tty_mutex);
	list_del(&driver->tty_drivers);
	mutex_unlock(&tty_mutex);
	if (driver->major) {
		cdev_del(&driver->cdev);
		unregister_chrdev_region(MKDEV(driver->major, driver->minor_start), driver->num);
	}
}

struct device *tty_register_device(struct tty_driver *driver, unsigned int index,
				   struct device *parent)
{
	if (index >= driver->num)
		return ERR_PTR(-EINVAL);
	return device_create(&tty_class, parent, MKDEV(driver->major, driver->minor_start + index),
			     NULL, "%s%d", driver->name, index + driver->name_base);
}

void tty_unregister_device(struct tty_driver *driver, unsigned int index)
{
	device_destroy(&tty_class, MKDEV(driver->major, driver->minor_start + index));
}

/* /dev/tty is everybody's, whatever device node it is reached by. */
static char *tty_devnode(const struct device *dev, umode_t *mode)
{
	if (mode && (dev->devt == MKDEV(TTYAUX_MAJOR, 0) || dev->devt == MKDEV(TTYAUX_MAJOR, 2)))
		*mode = 0666;
	return NULL;
}

struct class tty_class = {
	.name		= "tty",
	.devnode	= tty_devnode,
};

static int __init tty_class_init(void)
{
	return class_register(&tty_class);
}
postcore_initcall(tty_class_init);

/* Names of the consoles, the one behind /dev/console last. */
static ssize_t active_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct console *con, *first = NULL;
	int n = 0;

	console_lock();
	for_each_console(con) {
		if (!con->device || !(con->flags & CON_ENABLED))
			continue;
		if ((con->flags & CON_CONSDEV) && !first)
			first = con;
		else
			n += sysfs_emit_at(buf, n, "%s%d ", con->name, con->index);
	}
	if (first)
		n += sysfs_emit_at(buf, n, "%s%d ", first->name, first->index);
	console_unlock();
	if (n)
		buf[n - 1] = '\n';
	return n;
}
static DEVICE_ATTR_RO(active);

static struct cdev tty_cdev, console_cdev;

int __init tty_init(void)
{
	struct device *dev;

	cdev_init(&tty_cdev, &tty_fops);
	cdev_init(&console_cdev, &tty_fops);
	if (register_chrdev_region(MKDEV(TTYAUX_MAJOR, 0), 1, "/dev/tty") ||
	    cdev_add(&tty_cdev, MKDEV(TTYAUX_MAJOR, 0), 1) ||
	    register_chrdev_region(MKDEV(TTYAUX_MAJOR, 1), 1, "/dev/console") ||
	    cdev_add(&console_cdev, MKDEV(TTYAUX_MAJOR, 1), 1))
		panic("Couldn't register the tty devices\n");
	device_create(&tty_class, NULL, MKDEV(TTYAUX_MAJOR, 0), NULL, "tty");
	dev = device_create(&tty_class, NULL, MKDEV(TTYAUX_MAJOR, 1), NULL, "console");
	return IS_ERR(dev) ? PTR_ERR(dev) : device_create_file(dev, &dev_attr_active);
}
fs_initcall(tty_init);
