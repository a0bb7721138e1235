// SPDX-License-Identifier: GPL-2.0
/* Pipes and FIFOs: capacity, atomicity, ends that close, blocking. */
#include "harness.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

static int p[2];

static void set_up(int flags)
{
	MUST(pipe2(p, flags));
	signal(SIGPIPE, SIG_IGN);
}

TEST(order_and_partial_reads)
{
	char buf[16] = "";

	set_up(0);
	MUST(write(p[1], "hello", 5));
	MUST(write(p[1], "world", 5));
	CHECK_EQ(3, read(p[0], buf, 3));
	CHECK_STR("hel", buf);
	CHECK_EQ(7, read(p[0], buf, 16));		/* across writes */
	CHECK_MEM("loworld", buf, 7);
}

TEST(flags)
{
	struct stat st;
	char c;

	set_up(O_CLOEXEC | O_NONBLOCK);
	CHECK_EQ(FD_CLOEXEC, fcntl(p[0], F_GETFD));
	CHECK_ERR(EAGAIN, read(p[0], &c, 1));
	MUST(fstat(p[0], &st));
	CHECK(S_ISFIFO(st.st_mode));
	CHECK_EQ(0600, st.st_mode & 0777);
	CHECK_ERR(EINVAL, pipe2(p, O_APPEND));
	CHECK_ERR(EFAULT, syscall(SYS_pipe2, 8L, 0));
	CHECK_ERR(EBADF, write(p[0], "x", 1));
	CHECK_ERR(EBADF, read(p[1], &c, 1));
}

TEST(ends_that_close)
{
	char c;
	int left;

	set_up(0);
	MUST(write(p[1], "x", 1));
	close(p[1]);
	CHECK_EQ(1, read(p[0], &c, 1));
	CHECK_EQ(0, read(p[0], &c, 1));
	CHECK_EQ(0, read(p[0], &c, 1));
	set_up(0);
	close(p[0]);
	CHECK_ERR(EPIPE, write(p[1], "x", 1));
	signal(SIGPIPE, SIG_DFL);
	left = MUST(fork());
	if (!left) {
		MUST(write(p[1], "x", 1));
		_exit(0);
	}
	CHECK_KILLED(left, SIGPIPE);
}

TEST(capacity)
{
	static char buf[65536];
	long n, total = 0;

	set_up(O_NONBLOCK);
	CHECK_EQ(65536, fcntl(p[1], F_GETPIPE_SZ));
	while ((n = write(p[1], buf, 4096)) > 0)
		total += n;
	CHECK_EQ(EAGAIN, errno);
	CHECK_EQ(65536, total);
	MUST(ioctl(p[0], FIONREAD, &n));
	CHECK_EQ(65536, (int)n);
	CHECK_EQ(1, read(p[0], buf, 1));
	CHECK_ERR(EAGAIN, write(p[1], buf, 1));		/* no whole page is free */
	CHECK_EQ(4095, read(p[0], buf, 4095));
	CHECK_EQ(4096, write(p[1], buf, 8192));
	CHECK_ERR(EAGAIN, write(p[1], buf, 4096));
}

TEST(single_bytes_merge)
{
	char c = 'x';
	long n = 0;

	set_up(O_NONBLOCK);
	while (write(p[1], &c, 1) == 1)
		n++;
	CHECK_EQ(65536, n);
}

TEST(resize)
{
	static char buf[1 << 20];

	set_up(O_NONBLOCK);
	CHECK_EQ(4096, fcntl(p[1], F_SETPIPE_SZ, 1));
	CHECK_EQ(4096, write(p[1], buf, 8192));
	CHECK_EQ(1 << 20, fcntl(p[1], F_SETPIPE_SZ, 1 << 20));
	CHECK_EQ((1 << 20) - 4096, write(p[1], buf, 1 << 20));
	CHECK_ERR(EBUSY, fcntl(p[1], F_SETPIPE_SZ, 4096));
	CHECK_EQ(131072, (read(p[0], buf, sizeof(buf)), fcntl(p[1], F_SETPIPE_SZ, 70000)));
	if (!geteuid())
		MUST(setuid(1000));
	CHECK_ERR(EPERM, fcntl(p[1], F_SETPIPE_SZ, 2 << 20));
}

/* Writes up to PIPE_BUF are never torn apart by others. */
TEST(atomic_small_writes)
{
	char buf[1000], rec[1000];
	int w, i, bad = 0, got = 0;
	size_t have = 0;
	ssize_t n;

	set_up(0);
	for (w = 0; w < 4; w++)
		if (!MUST(fork())) {
			memset(buf, 'a' + w, sizeof(buf));
			for (i = 0; i < 300; i++)
				MUST(write(p[1], buf, sizeof(buf)));
			_exit(0);
		}
	close(p[1]);
	while ((n = read(p[0], rec + have, sizeof(rec) - have)) > 0) {
		have += n;
		if (have < sizeof(rec))
			continue;
		for (i = 1; i < 1000; i++)
			bad += rec[i] != rec[0];
		have = 0;
		got++;
	}
	CHECK_EQ(1200, got);
	CHECK_EQ(0, bad);
	for (w = 0; w < 4; w++)
		CHECK_EXIT(-1, 0);
}

TEST(nonblocking_write_is_all_or_nothing_up_to_4096)
{
	static char buf[65536];
	long n;

	set_up(O_NONBLOCK);
	CHECK_EQ(61440, write(p[1], buf, 61440));
	CHECK_EQ(100, write(p[1], buf, 100));
	/* 3996 bytes are left in the last page: a small write must fit. */
	CHECK_ERR(EAGAIN, write(p[1], buf, 4096));
	n = write(p[1], buf, 5000);		/* Linux: what fits after whole pages */
	CHECK(n > 0 && n <= 3996);
}

TEST(big_blocking_write)
{
	static char buf[1 << 20], in[4096];
	long n, total = 0;
	pid_t pid;

	set_up(0);
	pid = MUST(fork());
	if (!pid) {
		close(p[0]);
		CHECK_EQ(sizeof(buf), write(p[1], buf, sizeof(buf)));
		done();
	}
	close(p[1]);
	while ((n = read(p[0], in, sizeof(in))) > 0)
		total += n;
	CHECK_EQ(sizeof(buf), total);
	CHECK_EXIT(pid, 0);
}

static void nothing(int sig) { }

TEST(interrupted_write_tells_what_went)
{
	static char buf[200000];
	struct sigaction sa = { .sa_handler = nothing };

	set_up(0);
	sigaction(SIGALRM, &sa, NULL);
	ualarm(50000, 0);
	CHECK_EQ(65536, write(p[1], buf, sizeof(buf)));
	ualarm(50000, 0);
	CHECK_ERR(EINTR, write(p[1], buf, 10));
}

TEST(reader_gone_while_writing)
{
	static char buf[200000];
	pid_t pid;

	set_up(0);
	pid = MUST(fork());
	if (!pid) {
		close(p[1]);
		msleep(50);
		_exit(0);
	}
	close(p[0]);
	CHECK_EQ(65536, write(p[1], buf, sizeof(buf)));
	CHECK_ERR(EPIPE, write(p[1], buf, 1));
	CHECK_EXIT(pid, 0);
}

TEST(poll_states)
{
	struct pollfd r, w;
	static char buf[65536];

	set_up(0);
	r = (struct pollfd){ p[0], POLLIN | POLLOUT, 0 };
	w = (struct pollfd){ p[1], POLLIN | POLLOUT, 0 };
	CHECK_EQ(0, poll(&r, 1, 0));
	CHECK_EQ(1, poll(&w, 1, 0));
	CHECK_EQ(POLLOUT, w.revents);
	MUST(write(p[1], buf, sizeof(buf)));
	CHECK_EQ(0, poll(&w, 1, 0));
	CHECK_EQ(1, poll(&r, 1, 0));
	CHECK_EQ(POLLIN, r.revents);
	close(p[1]);
	poll(&r, 1, 0);
	CHECK_EQ(POLLIN | POLLHUP, r.revents);
	while (read(p[0], buf, sizeof(buf)) > 0)
		;
	poll(&r, 1, 0);
	CHECK_EQ(POLLHUP, r.revents);
	set_up(0);
	close(p[0]);
	w.fd = p[1];
	poll(&w, 1, 0);
	CHECK_EQ(POLLOUT | POLLERR, w.revents);
}

TEST(fifo_opens_in_pairs)
{
	pid_t pid;
	char c;
	int fd, w;

	scratch();
	signal(SIGPIPE, SIG_IGN);
	MUST(mkfifo("f", 0600));
	CHECK_ERR(EEXIST, mkfifo("f", 0600));
	pid = MUST(fork());
	if (!pid) {
		fd = MUST(open("f", O_WRONLY));		/* waits for the reader */
		MUST(write(fd, "x", 1));
		done();
	}
	CHECK(wait_state(pid, 'S'));
	fd = MUST(open("f", O_RDONLY));
	CHECK_EQ(1, read(fd, &c, 1));
	CHECK_EQ(0, read(fd, &c, 1));
	CHECK_EXIT(pid, 0);
	w = MUST(open("f", O_WRONLY));
	MUST(write(w, "y", 1));
	CHECK_EQ(1, read(fd, &c, 1));			/* not at its end any more */
	close(fd);
	CHECK_ERR(EPIPE, write(w, "z", 1));
	fd = MUST(open("f", O_RDWR));
	MUST(write(fd, "q", 1));
	CHECK_EQ(1, read(fd, &c, 1));
}

TEST(fifo_with_no_writer_polls_quietly)
{
	struct pollfd r;
	int w;
	char c;

	scratch();
	MUST(mkfifo("f", 0600));
	r = (struct pollfd){ MUST(open("f", O_RDONLY | O_NONBLOCK)), POLLIN, 0 };
	CHECK_EQ(0, poll(&r, 1, 0));			/* no hang-up before the first */
	CHECK_EQ(0, read(r.fd, &c, 1));
	w = MUST(open("f", O_WRONLY));
	CHECK_ERR(EAGAIN, read(r.fd, &c, 1));
	close(w);
	CHECK_EQ(1, poll(&r, 1, 0));
	CHECK_EQ(POLLHUP, r.revents);
}

TEST(packet_mode)
{
	char buf[16] = "";

	set_up(O_DIRECT);
	MUST(write(p[1], "one", 3));
	MUST(write(p[1], "two", 3));
	CHECK_EQ(3, read(p[0], buf, 16));
	CHECK_STR("one", buf);
	CHECK_EQ(1, read(p[0], buf, 1));		/* the rest is lost */
	MUST(write(p[1], "three", 5));
	CHECK_EQ(5, read(p[0], buf, 16));
}

TEST(reopen_by_proc)
{
	char path[64], c;
	int fd;

	set_up(0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	fd = MUST(open(path, O_WRONLY));
	MUST(write(fd, "x", 1));
	CHECK_EQ(1, read(p[0], &c, 1));
}
