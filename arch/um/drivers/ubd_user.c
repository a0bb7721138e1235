// SPDX-License-Identifier: GPL-2.0
/*
 * Copy-on-write block devices, carried out by the host half's I/O threads.
 *
 * A sector that was written is in the COW file and has its bit set; all others
 * are read from the backing file.  A bit is set in memory only after its data is
 * in the file, and goes to the file only after its data has been synced: a flush
 * syncs the data, writes the bitmap, and syncs again.  So whenever the machine or
 * the host dies, the bitmap on disk never shows a sector that is not there, and
 * all that was flushed is.  Without a flush the driver asks for one now and then.
 *
 * Locks: commit_lock (over host syncs) > bits_lock (short), one pair for each
 * device.  Reading takes none: bits are only ever set.
 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include "ubd_map.h"

#define UNITS		16
#define SECTOR_SHIFT	9
#define WORD_BITS	64
#define SECTORS_PER_UNIT (8UL * UBD_MAP_UNIT)

static struct {
	pthread_mutex_t	commit_lock;	/* one flush at a time */
	pthread_mutex_t	bits_lock;	/* bits and dirty change together */
} locks[UNITS] = {
	[0 ... UNITS - 1] = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER },
};

static int test_bit(const unsigned long *bits, unsigned long n)
{
	return __atomic_load_n(&bits[n / WORD_BITS], __ATOMIC_ACQUIRE) >> (n % WORD_BITS) & 1;
}

static void set_bit(unsigned long *bits, unsigned long n)
{
	__atomic_fetch_or(&bits[n / WORD_BITS], 1UL << (n % WORD_BITS), __ATOMIC_RELEASE);
}

/* The first sector from @n on, below @end, whose bit is not @value; or @end. */
static unsigned long end_of_run(const struct ubd_map *map, unsigned long n, unsigned long end,
				int value)
{
	const unsigned long same = value ? ~0UL : 0;

	while (n < end) {
		if (!(n % WORD_BITS) && end - n >= WORD_BITS &&
		    __atomic_load_n(&map->bits[n / WORD_BITS], __ATOMIC_ACQUIRE) == same)
			n += WORD_BITS;
		else if (test_bit(map->bits, n) == value)
			n++;
		else
			break;
	}
	return n;
}

static int map_read(struct ubd_io *io)
{
	struct ubd_map *map = io->map;
	unsigned long first = io->aio.off >> SECTOR_SHIFT, n = first, next;
	unsigned long end = first + (io->aio.len >> SECTOR_SHIFT);
	int err = 0;

	for (; n < end && !err; n = next) {
		int here = test_bit(map->bits, n);
		unsigned long long off = (unsigned long long)n << SECTOR_SHIFT;

		next = end_of_run(map, n, end, here);
		err = os_aio_transfer(here ? map->cow : map->backing, io->op, io->aio.iov,
				      (n - first) << SECTOR_SHIFT, (next - n) << SECTOR_SHIFT,
				      here ? map->data_offset + off : off);
	}
	return err;
}

/* The sectors are in the COW file now. */
static void set_bits(struct ubd_map *map, unsigned long n, unsigned long end)
{
	pthread_mutex_lock(&locks[map->index].bits_lock);
	for (; n < end; n++) {
		if (n % WORD_BITS || end - n < WORD_BITS) {
			set_bit(map->bits, n);
		} else {
			__atomic_store_n(&map->bits[n / WORD_BITS], ~0UL, __ATOMIC_RELEASE);
			n += WORD_BITS - 1;
		}
		set_bit(map->dirty, n / SECTORS_PER_UNIT);
	}
	__atomic_store_n(&map->pending, 1, __ATOMIC_RELAXED);
	pthread_mutex_unlock(&locks[map->index].bits_lock);
}

/* Copies dirty units from number *@at on, which moves on, to the batch. */
static int take_dirty(struct ubd_map *map, unsigned long *at, unsigned long *units)
{
	unsigned long n = *at, *word;
	int nr = 0;

	pthread_mutex_lock(&locks[map->index].bits_lock);
	if (!n)
		__atomic_store_n(&map->pending, 0, __ATOMIC_RELAXED);
	for (; n < map->nr_units && nr < UBD_MAP_BATCH; n++) {
		word = &map->dirty[n / WORD_BITS];
		if (!*word) {
			n |= WORD_BITS - 1;	/* none in the whole word */
		} else if (test_bit(map->dirty, n)) {
			*word &= ~(1UL << (n % WORD_BITS));
			memcpy(map->batch + nr * UBD_MAP_UNIT,
			       (unsigned char *)map->bits + n * UBD_MAP_UNIT, UBD_MAP_UNIT);
			units[nr++] = n;
		}
	}
	*at = n;
	pthread_mutex_unlock(&locks[map->index].bits_lock);
	return nr;
}

/* After an error: all bits below unit @end may be missing in the file. */
static void give_back(struct ubd_map *map, unsigned long end)
{
	static const unsigned char empty[UBD_MAP_UNIT];
	unsigned long n;

	pthread_mutex_lock(&locks[map->index].bits_lock);
	for (n = 0; n < end; n++)
		if (memcmp((unsigned char *)map->bits + n * UBD_MAP_UNIT, empty, UBD_MAP_UNIT))
			set_bit(map->dirty, n);
	__atomic_store_n(&map->pending, 1, __ATOMIC_RELAXED);
	pthread_mutex_unlock(&locks[map->index].bits_lock);
}

/* The last unit may be longer than the bitmap of the file. */
static unsigned long unit_len(const struct ubd_map *map, unsigned long unit)
{
	unsigned long long total = (map->nr_bits + 7) / 8, at = unit * UBD_MAP_UNIT;

	return total - at < UBD_MAP_UNIT ? total - at : UBD_MAP_UNIT;
}

static int write_batch(struct ubd_map *map, const unsigned long *units, int nr)
{
	int i, run, err = 0;

	for (i = 0; i < nr && !err; i += run) {
		struct os_iov iov = { map->batch + i * UBD_MAP_UNIT, 0 };

		for (run = 0; i + run < nr && units[i + run] == units[i] + run; run++)
			iov.len += unit_len(map, units[i + run]);
		err = os_aio_transfer(map->cow, OS_AIO_WRITE, &iov, 0, iov.len,
				      map->bitmap_offset + units[i] * UBD_MAP_UNIT);
	}
	return err;
}

static int map_flush(struct ubd_map *map)
{
	unsigned long units[UBD_MAP_BATCH], at = 0;
	int nr, err;

	pthread_mutex_lock(&locks[map->index].commit_lock);
	do {
		nr = take_dirty(map, &at, units);
		err = os_aio_sync(map->cow);
		if (!err && nr)
			err = write_batch(map, units, nr);
	} while (!err && nr == UBD_MAP_BATCH);
	if (!err && nr)
		err = os_aio_sync(map->cow);
	if (err)
		give_back(map, at < map->nr_units ? at : map->nr_units);
	pthread_mutex_unlock(&locks[map->index].commit_lock);
	return err;
}

/* A write in any form: data first, then its bits. */
static int map_write(struct ubd_io *io)
{
	struct ubd_map *map = io->map;
	unsigned long n = io->aio.off >> SECTOR_SHIFT;
	unsigned long end = n + (io->aio.len >> SECTOR_SHIFT);
	unsigned long long off = map->data_offset + io->aio.off;
	int err;

	if (end > map->nr_bits)
		return -ENOSPC;
	if (io->op == OS_AIO_WRITE)
		err = os_aio_transfer(map->cow, OS_AIO_WRITE, io->aio.iov, 0, io->aio.len, off);
	else
		err = os_aio_punch(map->cow, off, io->aio.len);
	if (err || end_of_run(map, n, end, 1) == end)
		return err;
	set_bits(map, n, end);
	return map->sync ? map_flush(map) : 0;
}

int ubd_map_run(struct os_aio *aio)
{
	struct ubd_io *io = (struct ubd_io *)aio;

	switch (io->op) {
	case OS_AIO_READ:
	case OS_AIO_READ_NOWAIT:
		return map_read(io);
	case OS_AIO_WRITE:
	case OS_AIO_DISCARD:
	case OS_AIO_WRITE_ZEROES:
		return map_write(io);
	case OS_AIO_FLUSH:
		return map_flush(io->map);
	}
	return -EINVAL;
}
