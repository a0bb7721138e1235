/* SPDX-License-Identifier: GPL-2.0 */
/* Character devices: fs/char_dev.c */
#ifndef INCLUDE_LINUX_CDEV_H
#define INCLUDE_LINUX_CDEV_H

#include <linux/fs.h>
#include <linux/kobject.h>

struct cdev {
	const struct file_operations *ops;
	struct list_head	list;		/* inodes that remember it */
	struct list_head	all;		/* all that are live */
	dev_t			dev;
	unsigned int		count;
	bool			allocated;
	refcount_t		refs;
};

void cdev_init(struct cdev *cdev, const struct file_operations *fops);
struct cdev *cdev_alloc(void);
int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count);
void cdev_del(struct cdev *cdev);
void cdev_put(struct cdev *cdev);
void chrdev_init(void);

#endif /* INCLUDE_LINUX_CDEV_H */
