/* SPDX-License-Identifier: GPL-2.0 */
/* UML block devices: ubda to ubdp, each a file of the host. */
#ifndef ARCH_UM_DRIVERS_UBD_H
#define ARCH_UM_DRIVERS_UBD_H

#include <linux/blkdev.h>
#include <linux/timer.h>
#include <linux/wait.h>

#include "ubd_map.h"

#define UBD_MAJOR	98
#define UBD_UNITS	16
#define UBD_MINORS	16		/* a disk and 15 partitions */

/* Flag letters of ubd<n><flags>= */
#define UBD_READ_ONLY	0x01		/* r */
#define UBD_SYNC	0x02		/* s */
#define UBD_DATA	0x04		/* d: take the file literally, no COW header */
#define UBD_SHARED	0x08		/* c: no locks */
#define UBD_NO_TRIM	0x10		/* t */

/*
 * A slot is in use while @file is set. Members are constant from then on, but
 * for those of the bitmap's writing back and @disk.
 *
 * Locks: ubd_lock (ubd_kern.c) for a slot's coming and going.
 */
struct ubd {
	unsigned int		flags;
	char			*option;		/* kfree()d with the slot, or NULL */
	char			*file, *backing, *serial;	/* parts of the option */
	int			fd;
	bool			read_only;
	bool			no_nowait;		/* the host can't try without waiting */
	unsigned long long	size;			/* bytes, multiple of 512 */
	struct ubd_map		*map;			/* NULL: a plain file */
	struct timer_list	commit_timer;		/* bits that nobody flushes */
	struct ubd_io		commit;
	bool			committing;
	wait_queue_head_t	commit_wait;
	struct gendisk		*disk;
	struct platform_device	pdev;
};

extern struct ubd ubd_devs[UBD_UNITS];

/* ubd_option.c */
int ubd_parse(char *str, int *index, const char **error);
int ubd_parse_unit(char **str);		/* -EINVAL if there is none */

/* ubd_open.c: sets fd, map, size, read_only. Says in the log what is wrong. */
int ubd_open(struct ubd *ubd, int index);
void ubd_close(struct ubd *ubd);

/* ubd_commit.c: writing bitmaps back without being asked */
void ubd_commit_init(struct ubd *ubd);
void ubd_commit_later(struct ubd *ubd);
void ubd_commit_stop(struct ubd *ubd);

/* ubd_kern.c. Context: sleeps. */
int ubd_add(int index);
int ubd_remove(int index);		/* -EBUSY while it is open */

#endif /* ARCH_UM_DRIVERS_UBD_H */
