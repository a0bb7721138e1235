/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The contract of ubd's two halves: requests to a copy-on-write pair of files.
 * Plain C types only.
 */
#ifndef ARCH_UM_DRIVERS_UBD_MAP_H
#define ARCH_UM_DRIVERS_UBD_MAP_H

#include <os_aio.h>

#define UBD_MAP_UNIT		512	/* bytes of bitmap written at once */
#define UBD_MAP_BATCH		128	/* of them between two syncs */

/**
 * struct ubd_map - which sectors are in the COW file
 * @index:	of the device; it has locks of its own
 * @cow, @backing: host descriptors
 * @sync:	every write reaches the disk before it ends
 * @data_offset, @bitmap_offset: in the COW file
 * @nr_bits:	sectors that have a bit in the file
 * @bits:	bit n is set once sector n is in the COW file
 * @dirty:	bit n: unit n of @bits is newer than the file
 * @nr_units:	bits of @dirty
 * @pending:	some bit of @dirty is set
 * @batch:	UBD_MAP_BATCH * UBD_MAP_UNIT bytes to copy units to
 *
 * Memory belongs to the kernel half, which only reads @pending afterwards.
 */
struct ubd_map {
	unsigned int		index;
	int			cow, backing;
	int			sync;
	unsigned long long	data_offset, bitmap_offset;
	unsigned long long	nr_bits;
	unsigned long		*bits;
	unsigned long		*dirty;
	unsigned long		nr_units;
	int			pending;
	unsigned char		*batch;
};

/* A request; aio.op is OS_AIO_CALL, aio.call ubd_map_run, @op what is wanted. */
struct ubd_io {
	struct os_aio		aio;
	int			op;		/* enum os_aio_op */
	struct ubd_map		*map;
};

/**
 * ubd_map_run() - carry out a request; called by an I/O thread
 *
 * Return: 0 or -errno. -ENOSPC also for a sector that has no bit in the file.
 */
int ubd_map_run(struct os_aio *aio);

#endif /* ARCH_UM_DRIVERS_UBD_MAP_H */
