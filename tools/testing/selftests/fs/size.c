// SPDX-License-Identifier: GPL-2.0
/* lseek, truncate, fallocate, holes, positioned and vectored I/O. */
#include "harness.h"
#include <sys/resource.h>
#include <sys/uio.h>

static int new_file(const char *text)
{
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	if (*text)
		MUST(write(fd, text, strlen(text)));
	return fd;
}

static long size_of(int fd)
{
	struct stat st;

	MUST(fstat(fd, &st));
	return st.st_size;
}

TEST(lseek_rules)
{
	int fd = new_file("0123456789"), p[2];

	CHECK_EQ(10, lseek(fd, 0, SEEK_CUR));
	CHECK_EQ(3, lseek(fd, 3, SEEK_SET));
	CHECK_EQ(5, lseek(fd, 2, SEEK_CUR));
	CHECK_EQ(8, lseek(fd, -2, SEEK_END));
	CHECK_EQ(1000, lseek(fd, 990, SEEK_END));
	CHECK_EQ(10, size_of(fd));
	CHECK_ERR(EINVAL, lseek(fd, -1, SEEK_SET));
	CHECK_ERR(EINVAL, lseek(fd, -11, SEEK_END));
	CHECK_ERR(EINVAL, lseek(fd, 0, 9));
	CHECK_EQ(1000, lseek(fd, 0, SEEK_CUR));
	MUST(pipe(p));
	CHECK_ERR(ESPIPE, lseek(p[0], 0, SEEK_SET));
	CHECK_ERR(EBADF, lseek(999, 0, SEEK_SET));
	CHECK_EQ(0, lseek(MUST(open("/dev/null", O_RDONLY)), 0, SEEK_END));
}

TEST(writing_behind_the_end_leaves_zeroes)
{
	int fd = new_file("abc");
	char buf[10];

	MUST(lseek(fd, 8, SEEK_SET));
	CHECK_EQ(0, read(fd, buf, 10));
	CHECK_EQ(1, write(fd, "Z", 1));
	CHECK_EQ(9, size_of(fd));
	CHECK_EQ(9, pread(fd, buf, 10, 0));
	CHECK_MEM("abc\0\0\0\0\0Z", buf, 9);
}

TEST(data_and_holes)
{
	int fd = new_file("");
	off_t hole;

	MUST(ftruncate(fd, 1 << 20));
	MUST(pwrite(fd, "x", 1, 512 << 10));
	CHECK_EQ(512 << 10, lseek(fd, 0, SEEK_DATA));
	CHECK_EQ(0, lseek(fd, 0, SEEK_HOLE));
	hole = lseek(fd, 512 << 10, SEEK_HOLE);
	CHECK(hole > 512 << 10 && hole < 600 << 10);
	CHECK_ERR(ENXIO, lseek(fd, hole, SEEK_DATA));
	CHECK_ERR(ENXIO, lseek(fd, 1 << 20, SEEK_DATA));
	CHECK_ERR(ENXIO, lseek(fd, 1 << 20, SEEK_HOLE));
	CHECK_EQ((1 << 20) - 1, lseek(fd, (1 << 20) - 1, SEEK_HOLE));
}

TEST(truncate_and_extend)
{
	int fd = new_file("0123456789");
	char buf[20];

	MUST(ftruncate(fd, 4));
	CHECK_EQ(4, size_of(fd));
	MUST(ftruncate(fd, 12));
	CHECK_EQ(12, pread(fd, buf, 20, 0));
	CHECK_MEM("0123\0\0\0\0\0\0\0\0", buf, 12);
	CHECK_ERR(EINVAL, ftruncate(fd, -1));
	CHECK_ERR(EINVAL, truncate("f", -1));
	CHECK_ERR(EISDIR, truncate(".", 0));
	CHECK_ERR(ENOENT, truncate("none", 0));
	CHECK_ERR(EBADF, ftruncate(999, 0));
	CHECK_EQ(10, lseek(fd, 0, SEEK_CUR));		/* the offset stays */
	MUST(truncate("f", 0));
	CHECK_EQ(0, size_of(fd));
}

TEST(fallocate_modes)
{
	int fd = new_file("0123456789");
	char buf[16384];
	struct stat st;

	if (fallocate(fd, 0, 0, 16384) && errno == EOPNOTSUPP)
		SKIP("not on this filesystem");
	CHECK_EQ(16384, size_of(fd));
	CHECK_EQ(10, pread(fd, buf, 10, 0));
	CHECK_MEM("0123456789", buf, 10);
	MUST(fstat(fd, &st));
	CHECK_GE(st.st_blocks, 32);
	MUST(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 65536));
	CHECK_EQ(16384, size_of(fd));
	memset(buf, 'x', sizeof(buf));
	MUST(pwrite(fd, buf, 16384, 0));
	MUST(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4096, 4096));
	MUST(pread(fd, buf, 16384, 0));
	CHECK_EQ('x', buf[4095]);
	CHECK_EQ(0, buf[4096]);
	CHECK_EQ(0, buf[8191]);
	CHECK_EQ('x', buf[8192]);
	MUST(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 9000, 10));
	MUST(pread(fd, buf, 20, 8995));
	CHECK_EQ('x', buf[4]);
	CHECK_EQ(0, buf[5]);
	CHECK_EQ(0, buf[14]);
	CHECK_EQ('x', buf[15]);
	CHECK_ERR(EINVAL, fallocate(fd, 0, 0, 0));
	CHECK_ERR(EINVAL, fallocate(fd, 0, -1, 10));
	CHECK_ERR(EOPNOTSUPP, fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, 10));
	CHECK_ERR(EBADF, fallocate(999, 0, 0, 10));
	CHECK_ERR(EBADF, fallocate(MUST(open("f", O_RDONLY)), 0, 0, 10));
}

TEST(pread_pwrite)
{
	int fd = new_file("0123456789"), p[2];
	char buf[10] = "";

	CHECK_EQ(3, pread(fd, buf, 3, 4));
	CHECK_STR("456", buf);
	CHECK_EQ(10, lseek(fd, 0, SEEK_CUR));
	CHECK_EQ(2, pwrite(fd, "XY", 2, 1));
	CHECK_EQ(10, lseek(fd, 0, SEEK_CUR));
	CHECK_EQ(0, pread(fd, buf, 3, 100));
	CHECK_ERR(EINVAL, pread(fd, buf, 1, -1));
	MUST(pipe(p));
	CHECK_ERR(ESPIPE, pread(p[0], buf, 1, 0));
	CHECK_ERR(ESPIPE, pwrite(p[1], buf, 1, 0));
	CHECK_EQ(0, read(fd, buf, 0));
	CHECK_EQ(0, write(fd, buf, 0));
}

TEST(vectors)
{
	int fd = new_file("");
	char a[4] = "", b[4] = "", c[8] = "";
	struct iovec w[3] = { { "ab", 2 }, { NULL, 0 }, { "cdef", 4 } };
	struct iovec r[2] = { { a, 3 }, { b, 3 } }, big[1], many[1025];
	int i;

	CHECK_EQ(6, writev(fd, w, 3));
	CHECK_EQ(6, preadv(fd, r, 2, 0));
	CHECK_STR("abc", a);
	CHECK_STR("def", b);
	CHECK_EQ(6, pwritev(fd, w, 3, 2));
	CHECK_EQ(8, pread(fd, c, 8, 0));
	CHECK_MEM("ababcdef", c, 8);
	CHECK_ERR(EINVAL, writev(fd, w, -1));
	for (i = 0; i < 1025; i++)
		many[i] = w[0];
	CHECK_ERR(EINVAL, writev(fd, many, 1025));
	CHECK_EQ(2048, writev(fd, many, 1024));
	CHECK_EQ(0, writev(fd, many, 0));
	big[0] = (struct iovec){ a, (size_t)-1 };
	CHECK_ERR(EINVAL, readv(fd, big, 1));
	CHECK_ERR(EFAULT, readv(fd, (void *)8, 1));
	big[0] = (struct iovec){ (void *)8, 2 };
	CHECK_ERR(EFAULT, writev(fd, big, 1));
	CHECK_EQ(6, preadv2(fd, r, 2, 0, 0));
	CHECK_ERR(EOPNOTSUPP, preadv2(fd, r, 2, 0, 0x40000000));
}

TEST(partly_bad_buffer_gives_a_short_count)
{
	int fd = new_file("");
	char *p = MUST(mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	MUST(munmap(p + 4096, 4096));
	memset(p, 'x', 4096);
	CHECK_EQ(100, write(fd, p + 3996, 200));
	CHECK_EQ(100, size_of(fd));
	CHECK_ERR(EFAULT, write(fd, p + 4096, 10));
}

TEST(large_offsets)
{
	int fd = new_file("");
	char b[2] = "";

	if (pwrite(fd, "x", 1, 3LL << 32) != 1)
		SKIP("no large files: %s", strerrorname_np(errno));
	CHECK_EQ((3LL << 32) + 1, size_of(fd));
	CHECK_EQ(1, pread(fd, b, 1, 3LL << 32));
	CHECK_STR("x", b);
	CHECK_EQ(0, ftruncate(fd, 0));
}

TEST(sync_calls)
{
	int fd = new_file("data"), p[2];

	CHECK_EQ(0, fsync(fd));
	CHECK_EQ(0, fdatasync(fd));
	CHECK_EQ(0, syncfs(fd));
	CHECK_EQ(0, sync_file_range(fd, 0, 4, 2));
	CHECK_EQ(0, fsync(MUST(open(".", O_RDONLY))));
	CHECK_ERR(EBADF, fsync(999));
	MUST(pipe(p));
	CHECK_ERR(EINVAL, fsync(p[0]));
	CHECK_EQ(0, posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED));
	CHECK_EQ(EINVAL, posix_fadvise(fd, 0, 0, 99));
	CHECK_EQ(ESPIPE, posix_fadvise(p[0], 0, 0, POSIX_FADV_NORMAL));
	CHECK_EQ(0, readahead(fd, 0, 100));
}

TEST(big_file_pattern)
{
	static unsigned int buf[16384];
	int fd = new_file(""), i;
	unsigned int n, bad = 0;

	for (n = 0; n < 200; n++) {
		for (i = 0; i < 16384; i++)
			buf[i] = n * 16384 + i;
		if (write(fd, buf, sizeof(buf)) != sizeof(buf))
			SKIP("no room for 13 MB");
	}
	MUST(fsync(fd));
	for (n = 0; n < 200; n += 7) {
		CHECK_EQ(sizeof(buf), pread(fd, buf, sizeof(buf), (long)n * sizeof(buf)));
		for (i = 0; i < 16384; i++)
			bad += buf[i] != n * 16384 + i;
	}
	CHECK_EQ(0, bad);
}

static volatile sig_atomic_t got_xfsz;

static void on_xfsz(int sig)
{
	got_xfsz = sig;
}

TEST(fallocate_keeps_to_the_size_limit)
{
	struct rlimit r = { 65536, 65536 };
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	if (fallocate(fd, 0, 0, 4096) && errno == EOPNOTSUPP)
		SKIP("no fallocate here");
	signal(SIGXFSZ, on_xfsz);
	MUST(setrlimit(RLIMIT_FSIZE, &r));
	CHECK_EQ(0, fallocate(fd, 0, 0, 65536));
	CHECK_EQ(0, got_xfsz);
	CHECK_ERR(EFBIG, fallocate(fd, 0, 65536, 1));
	CHECK_EQ(SIGXFSZ, got_xfsz);
	CHECK_EQ(65536, lseek(fd, 0, SEEK_END));
}
