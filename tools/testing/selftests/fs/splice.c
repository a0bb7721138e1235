// SPDX-License-Identifier: GPL-2.0
/* sendfile, splice, tee, vmsplice, copy_file_range. */
#include "harness.h"
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>

static int file(const char *name, const char *text)
{
	write_file(name, text);
	return MUST(open(name, O_RDWR));
}

TEST(sendfile_file_to_file_and_socket)
{
	int in, out, sv[2];
	off_t off = 2;
	char buf[16] = "";

	scratch();
	in = file("in", "0123456789");
	out = file("out", "");
	CHECK_EQ(4, sendfile(out, in, &off, 4));
	CHECK_EQ(6, off);
	CHECK_EQ(0, lseek(in, 0, SEEK_CUR));
	CHECK_STR("2345", read_file("out"));
	CHECK_EQ(10, sendfile(out, in, NULL, 100));
	CHECK_EQ(10, lseek(in, 0, SEEK_CUR));
	CHECK_EQ(0, sendfile(out, in, NULL, 100));
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	off = 0;
	CHECK_EQ(10, sendfile(sv[0], in, &off, 10));
	CHECK_EQ(10, read(sv[1], buf, 16));
	CHECK_ERR(EBADF, sendfile(out, 999, NULL, 1));
	CHECK_ERR(EBADF, sendfile(MUST(open("in", O_RDONLY)), in, NULL, 1));
	off = -1;
	CHECK_ERR(EINVAL, sendfile(out, in, &off, 1));
	CHECK_ERR(EINVAL, sendfile(MUST(open("out", O_WRONLY | O_APPEND)), in, &off, 1));
}

TEST(splice_in_and_out)
{
	int in, out, p[2];
	loff_t off = 5;

	scratch();
	in = file("in", "0123456789");
	out = file("out", "");
	MUST(pipe(p));
	CHECK_EQ(3, splice(in, &off, p[1], NULL, 3, 0));
	CHECK_EQ(8, off);
	CHECK_EQ(10, splice(in, NULL, p[1], NULL, 100, 0));
	CHECK_EQ(13, splice(p[0], NULL, out, NULL, 100, 0));
	CHECK_STR("5670123456789", read_file("out"));
	CHECK_ERR(EAGAIN, splice(p[0], NULL, out, NULL, 1, SPLICE_F_NONBLOCK));
	close(p[1]);
	CHECK_EQ(0, splice(p[0], NULL, out, NULL, 1, 0));
	CHECK_ERR(EINVAL, splice(in, NULL, out, NULL, 1, 0));	/* no pipe */
	MUST(pipe(p));
	CHECK_ERR(ESPIPE, splice(p[0], &off, out, NULL, 1, 0));
	CHECK_ERR(EINVAL, splice(in, NULL, p[1], NULL, 1, 0x100));
	CHECK_ERR(EBADF, splice(in, NULL, p[0], NULL, 1, 0));
}

TEST(tee_copies_without_taking)
{
	int a[2], b[2];
	char buf[8] = "";

	MUST(pipe(a));
	MUST(pipe(b));
	MUST(write(a[1], "hello", 5));
	CHECK_EQ(5, tee(a[0], b[1], 100, 0));
	CHECK_EQ(5, read(a[0], buf, 8));
	CHECK_STR("hello", buf);
	memset(buf, 0, 8);
	CHECK_EQ(5, read(b[0], buf, 8));
	CHECK_STR("hello", buf);
	CHECK_ERR(EAGAIN, tee(a[0], b[1], 1, SPLICE_F_NONBLOCK));
	CHECK_ERR(EINVAL, tee(a[0], a[1], 1, 0));
	CHECK_ERR(EINVAL, tee(MUST(open("/dev/zero", O_RDONLY)), a[1], 1, 0));
}

TEST(pipe_to_pipe)
{
	int a[2], b[2];
	char buf[8] = "";

	MUST(pipe(a));
	MUST(pipe(b));
	MUST(write(a[1], "hello", 5));
	CHECK_EQ(2, splice(a[0], NULL, b[1], NULL, 2, 0));
	CHECK_EQ(2, read(b[0], buf, 8));
	CHECK_STR("he", buf);
	CHECK_EQ(3, read(a[0], buf, 8));
}

TEST(vmsplice_user_memory)
{
	int p[2];
	char buf[16] = "";
	struct iovec v[2] = { { "hello ", 6 }, { "world", 5 } }, r = { buf, 16 };

	MUST(pipe(p));
	CHECK_EQ(11, vmsplice(p[1], v, 2, 0));
	CHECK_EQ(11, vmsplice(p[0], &r, 1, 0));
	CHECK_STR("hello world", buf);
	CHECK_ERR(EBADF, vmsplice(999, v, 1, 0));
}

TEST(copy_file_range_rules)
{
	int in, out;
	loff_t a = 2, b = 1;

	scratch();
	in = file("in", "0123456789");
	out = file("out", "abcdefghij");
	CHECK_EQ(4, copy_file_range(in, &a, out, &b, 4, 0));
	CHECK_EQ(6, a);
	CHECK_EQ(5, b);
	CHECK_STR("a2345fghij", read_file("out"));
	a = 8;
	CHECK_EQ(2, copy_file_range(in, &a, out, &b, 100, 0));
	CHECK_EQ(0, copy_file_range(in, &a, out, &b, 100, 0));
	CHECK_ERR(EINVAL, copy_file_range(in, &a, out, &b, 1, 1));
	CHECK_ERR(EBADF, copy_file_range(in, &a, MUST(open("out", O_RDONLY)), &b, 1, 0));
	CHECK_ERR(EBADF, copy_file_range(in, &a, MUST(open("out", O_WRONLY | O_APPEND)), &b, 1, 0));
	CHECK_ERR(EISDIR, copy_file_range(MUST(open(".", O_RDONLY)), NULL, out, NULL, 1, 0));
	a = 0;
	b = 2;
	CHECK_ERR(EINVAL, copy_file_range(in, &a, in, &b, 5, 0));	/* overlaps */
}

TEST(megabytes_through)
{
	static char buf[1 << 16];
	int in, out, p[2], i;
	long n, total = 0;
	pid_t pid;

	scratch();
	in = file("in", "");
	for (i = 0; i < 32; i++) {
		memset(buf, i, sizeof(buf));
		MUST(write(in, buf, sizeof(buf)));
	}
	MUST(lseek(in, 0, SEEK_SET));
	out = file("out", "");
	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		close(p[0]);
		while (splice(in, NULL, p[1], NULL, 1 << 20, 0) > 0)
			;
		_exit(0);
	}
	close(p[1]);
	while ((n = splice(p[0], NULL, out, NULL, 1 << 20, 0)) > 0)
		total += n;
	CHECK_EQ(32 << 16, total);
	CHECK_EXIT(pid, 0);
	for (i = 0; i < 32; i++) {
		MUST(pread(out, buf, sizeof(buf), (long)i << 16));
		CHECK_EQ(i, buf[0]);
		CHECK_EQ(i, buf[65535]);
	}
}

/* As cp(1) asks for the rest of a large file. */
TEST(copy_file_range_of_all_there_is_at_1g)
{
	loff_t in = 1 << 30, out = 1 << 30;
	int a, b;

	scratch();
	a = MUST(open("a", O_RDWR | O_CREAT, 0600));
	b = MUST(open("b", O_RDWR | O_CREAT, 0600));
	MUST(ftruncate(a, (1 << 30) + 5));
	CHECK_EQ(5, copy_file_range(a, &in, b, &out, 0x7fffffffc0000000, 0));
	CHECK_EQ(0, copy_file_range(a, &in, b, &out, 0x7fffffffc0000000, 0));
}
