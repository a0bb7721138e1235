/* SPDX-License-Identifier: GPL-2.0 */
/* UML block devices: ubda to ubdp, each a file of the host. */
#ifndef ARCH_UM_DRIVERS_UBD_H
#define ARCH_UM_DRIVERS_UBD_H

#include <linux/blkdev.h>

#define UBD_MAJOR	98
#define UBD_UNITS	16
#define UBD_MINORS	16		/* a disk and 15 partitions */

/* Flag letters of ubd<n><flags>= */
#define UBD_READ_ONLY	0x01		/* r */
#define UBD_SYNC	0x02		/* s */
#define UBD_DATA	0x04		/* d: take the file literally, no COW header */
#define UBD_SHARED	0x08		/* c: no locks */
#define UBD_NO_TRIM	0x10		/* t */

/* [I] constant after probing but for @disk, which ubd_lock protects */
struct ubd {
	unsigned int		flags;
	char			*file, *backing, *serial;	/* from the option */
	int			fd;
	bool			read_only;
	unsigned long long	size;				/* bytes, multiple of 512 */
	struct gendisk		*disk;
	struct platform_device	pdev;
};

extern struct ubd ubd_devs[UBD_UNITS];

/* ubd_option.c */
int ubd_parse(char *str, int *index, const char **error);

#endif /* ARCH_UM_DRIVERS_UBD_H */
