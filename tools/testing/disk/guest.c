// SPDX-License-Identifier: GPL-2.0
/*
 * Endless writes to /dev/ubda that can be checked whenever they are cut off.
 *
 * Record number s goes to sector hash(s) % sectors and repeats its number and
 * sector. After every few records the device is synced and "ack <s>" printed: all
 * records up to s have to survive from then on. disk.py has the same hash.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <linux/fs.h>
#include <unistd.h>

static uint64_t hash(uint64_t s)
{
	return (s * 0x9e3779b97f4a7c15ULL) >> 24;
}

static void fill(uint64_t *rec, uint64_t s, uint64_t sector)
{
	for (int i = 0; i < 64; i += 2) {
		rec[i] = s;
		rec[i + 1] = sector;
	}
}

int main(int argc, char **argv)
{
	uint64_t s, last = argc > 1 ? strtoull(argv[1], NULL, 0) : UINT64_MAX, size = 0;
	uint64_t rec[64] __attribute__((aligned(512)));
	int fd = open("/dev/ubda", O_RDWR);

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &size)) {
		perror("/dev/ubda");
		return 1;
	}
	setvbuf(stdout, NULL, _IONBF, 0);
	for (s = 1; s <= last; s++) {
		uint64_t sector = hash(s) % (size / 512);

		fill(rec, s, sector);
		if (pwrite(fd, rec, 512, sector * 512) != 512)
			printf("error write %llu %m\n", (unsigned long long)s);
		if (s % 8)
			continue;
		if (fsync(fd))
			printf("error sync %llu %m\n", (unsigned long long)s);
		else
			printf("ack %llu\n", (unsigned long long)s);
	}
	puts("done");
	return 0;
}
