// SPDX-License-Identifier: GPL-2.0
/* stat, statx, utimens, statfs: numbers that must agree. */
#include "harness.h"
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

TEST(fields)
{
	struct stat st;
	int fd;
	time_t t = time(NULL);

	umask(022);
	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0640));
	MUST(write(fd, "hello", 5));
	MUST(fstat(fd, &st));
	CHECK_EQ(0100640, st.st_mode);
	CHECK_EQ(1, st.st_nlink);
	CHECK_EQ(geteuid(), st.st_uid);
	CHECK_EQ(getegid(), st.st_gid);
	CHECK_EQ(5, st.st_size);
	CHECK_NE(0, st.st_ino);
	CHECK_GE(st.st_blksize, 512);
	CHECK_LE(labs(st.st_mtime - t), 5);
	CHECK_LE(labs(st.st_atime - t), 5);
	CHECK_LE(labs(st.st_ctime - t), 5);
	MUST(stat("/dev/null", &st));
	CHECK(S_ISCHR(st.st_mode));
	CHECK_EQ(makedev(1, 3), st.st_rdev);
	CHECK_ERR(EBADF, fstat(999, &st));
	CHECK_ERR(EFAULT, stat("f", (void *)8));
	CHECK_ERR(ENOENT, stat("none", &st));
	CHECK_ERR(ENOTDIR, stat("f/x", &st));
}

TEST(times_move_as_they_should)
{
	struct timespec old[2] = { { 1000, 5 }, { 2000, 7 } };
	struct stat a, b;
	int fd;
	char c;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(write(fd, "x", 1));
	MUST(futimens(fd, old));
	MUST(fstat(fd, &a));
	CHECK_EQ(1000, a.st_atime);
	CHECK_EQ(2000, a.st_mtime);
	CHECK_EQ(7, a.st_mtim.tv_nsec);
	CHECK_GT(a.st_ctime, 100000);
	msleep(20);
	MUST(pwrite(fd, "y", 1, 0));
	MUST(fstat(fd, &b));
	CHECK_GT(b.st_mtime, 2000);
	CHECK_EQ(b.st_mtime, b.st_ctime);
	CHECK_EQ(1000, b.st_atime);
	MUST(futimens(fd, old));
	MUST(fchmod(fd, 0644));
	MUST(fstat(fd, &b));
	CHECK_EQ(2000, b.st_mtime);		/* only the change time */
	MUST(pread(fd, &c, 1, 0));
	MUST(link("f", "g"));
	MUST(fstat(fd, &b));
	CHECK_EQ(2000, b.st_mtime);
	MUST(ftruncate(fd, 0));
	MUST(fstat(fd, &b));
	CHECK_GT(b.st_mtime, 2000);
}

TEST(directory_times)
{
	struct timespec old[2] = { { 1000, 0 }, { 2000, 0 } };
	struct stat st;

	scratch();
	MUST(mkdir("d", 0755));
	MUST(utimensat(AT_FDCWD, "d", old, 0));
	write_file("d/f", "");
	MUST(stat("d", &st));
	CHECK_GT(st.st_mtime, 2000);
	MUST(utimensat(AT_FDCWD, "d", old, 0));
	write_file("d/f", "more");		/* the entry does not change */
	MUST(stat("d", &st));
	CHECK_EQ(2000, st.st_mtime);
	MUST(unlink("d/f"));
	MUST(stat("d", &st));
	CHECK_GT(st.st_mtime, 2000);
}

TEST(utimens_special_values)
{
	struct timespec ts[2] = { { 0, UTIME_OMIT }, { 5, 6 } };
	struct stat a, b;

	scratch();
	write_file("f", "");
	MUST(stat("f", &a));
	MUST(utimensat(AT_FDCWD, "f", ts, 0));
	MUST(stat("f", &b));
	CHECK_EQ(a.st_atime, b.st_atime);
	CHECK_EQ(5, b.st_mtime);
	ts[0].tv_nsec = UTIME_NOW;
	ts[1].tv_nsec = UTIME_OMIT;
	MUST(utimensat(AT_FDCWD, "f", ts, 0));
	MUST(stat("f", &b));
	CHECK_EQ(5, b.st_mtime);
	CHECK_GT(b.st_atime, 100000);
	ts[0].tv_nsec = 1000000000;
	CHECK_ERR(EINVAL, utimensat(AT_FDCWD, "f", ts, 0));
	ts[0] = (struct timespec){ -100, 0 };	/* before 1970 */
	ts[1] = (struct timespec){ 5000000000, 0 };	/* after 2106 */
	MUST(utimensat(AT_FDCWD, "f", ts, 0));
	MUST(stat("f", &b));
	CHECK_EQ(-100, b.st_atime);
	CHECK_EQ(5000000000, b.st_mtime);
}

TEST(relatime)
{
	struct timespec ts[2];
	struct stat st;
	char c;
	int fd;

	scratch();
	write_file("f", "x");
	fd = MUST(open("f", O_RDONLY));
	clock_gettime(CLOCK_REALTIME, &ts[0]);
	ts[1] = ts[0];
	ts[0].tv_sec -= 200000;			/* older than a day */
	ts[1].tv_sec -= 300000;
	MUST(utimensat(AT_FDCWD, "f", ts, 0));
	MUST(read(fd, &c, 1));
	MUST(fstat(fd, &st));
	CHECK_GE(st.st_atime, ts[0].tv_sec + 100000);
	fd = MUST(open("f", O_RDONLY | O_NOATIME));
	MUST(utimensat(AT_FDCWD, "f", ts, 0));
	MUST(read(fd, &c, 1));
	MUST(fstat(fd, &st));
	CHECK_EQ(ts[0].tv_sec, st.st_atime);
}

TEST(statx_masks)
{
	struct statx sx;
	struct stat st;

	scratch();
	write_file("f", "hello");
	MUST(stat("f", &st));
	MUST(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS | STATX_BTIME, &sx));
	CHECK_EQ(STATX_BASIC_STATS, sx.stx_mask & STATX_BASIC_STATS);
	CHECK_EQ(st.st_ino, sx.stx_ino);
	CHECK_EQ(st.st_mode, sx.stx_mode);
	CHECK_EQ(5, sx.stx_size);
	CHECK_EQ(st.st_mtime, sx.stx_mtime.tv_sec);
	CHECK_EQ(major(st.st_dev), sx.stx_dev_major);
	CHECK_EQ(minor(st.st_dev), sx.stx_dev_minor);
	if (sx.stx_mask & STATX_BTIME)
		CHECK_GT(sx.stx_btime.tv_sec, 100000);
	CHECK_ERR(EINVAL, statx(AT_FDCWD, "f", 0x4, STATX_ALL, &sx));
	CHECK_ERR(EINVAL, statx(AT_FDCWD, "f", AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC, STATX_ALL, &sx));
	CHECK_ERR(EINVAL, statx(AT_FDCWD, "f", 0, 0x80000000, &sx));
	CHECK_ERR(ENOENT, statx(AT_FDCWD, "", 0, STATX_ALL, &sx));
	MUST(statx(MUST(open("f", O_PATH)), "", AT_EMPTY_PATH, STATX_ALL, &sx));
}

TEST(mount_root_attribute)
{
	struct statx sx;

	MUST(statx(AT_FDCWD, "/proc", 0, STATX_BASIC_STATS, &sx));
	CHECK(sx.stx_attributes_mask & 0x2000);		/* STATX_ATTR_MOUNT_ROOT */
	CHECK(sx.stx_attributes & 0x2000);
	MUST(statx(AT_FDCWD, "/proc/self", 0, STATX_BASIC_STATS, &sx));
	CHECK(!(sx.stx_attributes & 0x2000));
}

TEST(blocks_and_holes)
{
	struct stat st;
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(ftruncate(fd, 10 << 20));
	MUST(fstat(fd, &st));
	CHECK_EQ(10 << 20, st.st_size);
	CHECK_LE(st.st_blocks, 16);
	MUST(pwrite(fd, "x", 1, 5 << 20));
	MUST(fsync(fd));
	MUST(fstat(fd, &st));
	CHECK_GE(st.st_blocks, 2);
	CHECK_LE(st.st_blocks, 200);
}

TEST(statfs_sanity)
{
	struct statfs s;
	struct statvfs v;

	scratch();
	MUST(statfs(".", &s));
	CHECK_GT(s.f_bsize, 0);
	CHECK_LE(s.f_bfree, s.f_blocks);
	CHECK_LE(s.f_bavail, s.f_bfree);
	CHECK_EQ(255, s.f_namelen);
	CHECK_NE(0, s.f_type);
	MUST(statvfs("/proc", &v));
	MUST(statfs("/proc", &s));
	CHECK_EQ(0x9fa0, s.f_type);
	CHECK_ERR(ENOENT, statfs("none", &s));
	CHECK_ERR(EBADF, fstatfs(999, &s));
}

TEST(root_is_its_own_parent)
{
	struct stat a, b;

	MUST(stat("/", &a));
	MUST(stat("/..", &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK_EQ(a.st_dev, b.st_dev);
}
