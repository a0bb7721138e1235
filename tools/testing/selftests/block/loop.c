// SPDX-License-Identifier: GPL-2.0
/*
 * Loop devices, loop(4): binding, limits, flags, direct I/O, partitions, errors in
 * their order; and what every block device can do: O_EXCL, ioctls, fallocate.
 */
#include "harness.h"
#include <linux/falloc.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#define SIZE	(1 << 20)

static char dev_name[32];

/* A free device, open; the node is made if nobody else did. */
static int open_loop(int flags)
{
	int ctl, n;

	need_root();
	ctl = open("/dev/loop-control", O_RDWR);
	if (ctl < 0)
		SKIP("no /dev/loop-control");
	n = ioctl(ctl, LOOP_CTL_GET_FREE);
	if (n < 0)
		SKIP("no loop device to be had");
	close(ctl);
	snprintf(dev_name, sizeof(dev_name), "/dev/loop%d", n);
	if (access(dev_name, F_OK))
		mknod(dev_name, S_IFBLK | 0600, makedev(7, n));
	return MUST(open(dev_name, flags));
}

static int make_file(const char *name, off_t size)
{
	int fd = MUST(open(name, O_RDWR | O_CREAT | O_TRUNC, 0600));
	unsigned char buf[512];
	off_t at;

	for (at = 0; at < size; at += sizeof(buf)) {
		memset(buf, at / 512, sizeof(buf));
		MUST(pwrite(fd, buf, sizeof(buf), at));
	}
	return fd;
}

static uint64_t size_of(int dev)
{
	uint64_t size = 0;

	MUST(ioctl(dev, BLKGETSIZE64, &size));
	return size;
}

TEST(a_file_becomes_a_disk_and_none_again)
{
	int dev = open_loop(O_RDWR), file;
	struct loop_info64 info = { 0 };
	unsigned char b[512];
	struct stat st;

	scratch();
	file = make_file("f", SIZE);
	CHECK_ERR(ENXIO, ioctl(dev, LOOP_GET_STATUS64, &info));
	CHECK_ERR(ENXIO, ioctl(dev, LOOP_CLR_FD, 0));
	CHECK_EQ(0, size_of(dev));
	CHECK_ERR(EBADF, ioctl(dev, LOOP_SET_FD, 999));
	MUST(ioctl(dev, LOOP_SET_FD, file));
	CHECK_ERR(EBUSY, ioctl(dev, LOOP_SET_FD, file));
	CHECK_EQ(SIZE, size_of(dev));
	MUST(pread(dev, b, 512, 7 * 512));
	CHECK_EQ(7, b[0]);
	memset(b, 0xee, 512);
	CHECK_EQ(512, pwrite(dev, b, 512, 9 * 512));
	CHECK_EQ(0, fsync(dev));
	memset(b, 0, 512);
	MUST(pread(file, b, 512, 9 * 512));
	CHECK_EQ(0xee, b[511]);
	CHECK_EQ(0, ioctl(dev, LOOP_GET_STATUS64, &info));
	MUST(fstat(file, &st));
	CHECK_EQ(st.st_ino, info.lo_inode);
	CHECK_EQ(0, info.lo_flags);
	CHECK_EQ(0, ioctl(dev, LOOP_CLR_FD, 0));
	close(dev);
	dev = MUST(open(dev_name, O_RDONLY));
	CHECK_EQ(0, size_of(dev));
	CHECK_ERR(ENXIO, ioctl(dev, LOOP_GET_STATUS64, &info));
}

TEST(offset_and_limit_cut_a_piece_out)
{
	int dev = open_loop(O_RDWR);
	struct loop_info64 info = { .lo_offset = 4096, .lo_sizelimit = 8192 };
	unsigned char b[512];

	scratch();
	MUST(ioctl(dev, LOOP_SET_FD, make_file("f", SIZE)));
	strcpy((char *)info.lo_file_name, "piece");
	CHECK_EQ(0, ioctl(dev, LOOP_SET_STATUS64, &info));
	CHECK_EQ(8192, size_of(dev));
	MUST(pread(dev, b, 512, 512));
	CHECK_EQ(9, b[0]);
	CHECK_ERR(ENOSPC, pwrite(dev, b, 512, 8192));
	memset(&info, 0, sizeof(info));
	CHECK_EQ(0, ioctl(dev, LOOP_GET_STATUS64, &info));
	CHECK_EQ(4096, info.lo_offset);
	CHECK_EQ(8192, info.lo_sizelimit);
	CHECK_EQ(0, strcmp("piece", (char *)info.lo_file_name));
	ioctl(dev, LOOP_CLR_FD, 0);
}

TEST(configure_does_it_at_once_and_autoclear_ends_it)
{
	int dev = open_loop(O_RDWR);
	struct loop_config config = { .block_size = 4096 };
	struct loop_info64 info;
	int ssz = 0;

	scratch();
	config.fd = make_file("f", SIZE);
	config.info.lo_flags = LO_FLAGS_AUTOCLEAR | LO_FLAGS_READ_ONLY;
	config.block_size = 513;
	CHECK_ERR(EINVAL, ioctl(dev, LOOP_CONFIGURE, &config));
	config.block_size = 4096;
	MUST(ioctl(dev, LOOP_CONFIGURE, &config));
	MUST(ioctl(dev, BLKSSZGET, &ssz));
	CHECK_EQ(4096, ssz);
	CHECK_EQ(0, ioctl(dev, LOOP_GET_STATUS64, &info));
	CHECK_EQ(LO_FLAGS_AUTOCLEAR | LO_FLAGS_READ_ONLY, info.lo_flags);
	CHECK_ERR(EPERM, write(dev, &info, 1));
	close(dev);
	dev = MUST(open(dev_name, O_RDONLY));
	CHECK_ERR(ENXIO, ioctl(dev, LOOP_GET_STATUS64, &info));
}

TEST(a_grown_file_is_noticed_when_told)
{
	int dev = open_loop(O_RDWR), file;

	scratch();
	file = make_file("f", SIZE);
	MUST(ioctl(dev, LOOP_SET_FD, file));
	MUST(ftruncate(file, 2 * SIZE));
	CHECK_EQ(SIZE, size_of(dev));
	CHECK_EQ(0, ioctl(dev, LOOP_SET_CAPACITY, 0));
	CHECK_EQ(2 * SIZE, size_of(dev));
	ioctl(dev, LOOP_CLR_FD, 0);
}

TEST(direct_io_passes_the_cache)
{
	int dev = open_loop(O_RDWR | O_DIRECT), file;
	unsigned char *b = aligned_alloc(4096, 65536), c[512];

	scratch();
	file = make_file("f", SIZE);
	MUST(ioctl(dev, LOOP_SET_FD, file));
	memset(b, 0x5a, 65536);
	CHECK_EQ(65536, pwrite(dev, b, 65536, 8192));
	CHECK_EQ(0, fsync(dev));
	MUST(pread(file, c, 512, 8192 + 65536 - 512));
	CHECK_EQ(0x5a, c[511]);
	memset(b, 0, 65536);
	CHECK_EQ(65536, pread(dev, b, 65536, 12288));
	CHECK_EQ(0x5a, b[0]);
	CHECK_EQ((12288 + 65535) / 512 & 255, b[65535]);
	CHECK_ERR(EINVAL, pread(dev, b, 100, 0));
	CHECK_EQ(0, pread(dev, b, 512, SIZE));
	ioctl(dev, LOOP_CLR_FD, 0);
}

TEST(exclusive_opens_exclude_each_other_until_closed)
{
	int dev = open_loop(O_RDWR), a;

	scratch();
	MUST(ioctl(dev, LOOP_SET_FD, make_file("f", SIZE)));
	a = MUST(open(dev_name, O_RDONLY | O_EXCL));
	CHECK_ERR(EBUSY, open(dev_name, O_RDONLY | O_EXCL));
	close(MUST(open(dev_name, O_RDONLY)));
	close(a);
	close(MUST(open(dev_name, O_RDONLY | O_EXCL)));
	ioctl(dev, LOOP_CLR_FD, 0);
}

TEST(holes_are_punched_through)
{
	int dev = open_loop(O_RDWR), file;
	uint64_t range[2] = { 65536, 131072 };
	unsigned char b[512];
	struct stat st;

	scratch();
	file = make_file("f", SIZE);
	MUST(fsync(file));
	if (fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096))
		SKIP("the filesystem has no holes");
	MUST(ioctl(dev, LOOP_SET_FD, file));
	CHECK_EQ(0, ioctl(dev, BLKDISCARD, range));
	MUST(pread(dev, b, 512, 65536));
	CHECK_EQ(0, b[0]);
	CHECK_EQ(0, fallocate(dev, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 524288, 65536));
	MUST(pread(dev, b, 512, 524288));
	CHECK_EQ(0, b[511]);
	MUST(pread(dev, b, 512, 524288 + 65536));
	CHECK_EQ((524288 + 65536) / 512 & 255, b[0]);
	CHECK_ERR(EINVAL, fallocate(dev, FALLOC_FL_ZERO_RANGE, SIZE, 4096));
	CHECK_ERR(EINVAL, fallocate(dev, FALLOC_FL_ZERO_RANGE | FALLOC_FL_KEEP_SIZE, 100, 512));
	CHECK_ERR(EOPNOTSUPP, fallocate(dev, 0, 0, 4096));
	MUST(fsync(dev));
	MUST(fstat(file, &st));
	CHECK((st.st_blocks * 512) < SIZE - 131072);
	ioctl(dev, LOOP_CLR_FD, 0);
}

TEST(partitions_are_found_when_asked_for)
{
	int dev = open_loop(O_RDWR), file;
	struct loop_config config = { .info.lo_flags = LO_FLAGS_PARTSCAN };
	unsigned char mbr[512] = { [446 + 4] = 0x83, [446 + 8] = 8, [446 + 12] = 16,
				   [510] = 0x55, [511] = 0xaa };
	char part[64], line[64] = "";
	int fd;

	scratch();
	file = make_file("f", SIZE);
	MUST(pwrite(file, mbr, 512, 0));
	config.fd = file;
	snprintf(part, sizeof(part), "/sys/class/block/%s", dev_name + 5);
	if (access(part, F_OK))
		SKIP("%s is not shown", part);
	MUST(ioctl(dev, LOOP_CONFIGURE, &config));
	snprintf(part, sizeof(part), "/sys/class/block/%sp1/start", dev_name + 5);
	fd = open(part, O_RDONLY);
	CHECK(fd >= 0);
	if (fd >= 0) {
		MUST(read(fd, line, sizeof(line) - 1));
		CHECK_EQ(0, strcmp("8\n", line));
		close(fd);
	}
	CHECK_EQ(0, ioctl(dev, LOOP_CLR_FD, 0));
	close(dev);
	CHECK_ERR(ENOENT, access(part, F_OK));
}
