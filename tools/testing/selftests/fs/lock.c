// SPDX-License-Identifier: GPL-2.0
/* File locks: POSIX, open file description, flock, leases refused. */
#include "harness.h"
#include <sys/file.h>

#ifndef F_OFD_SETLK
#define F_OFD_GETLK	36
#define F_OFD_SETLK	37
#define F_OFD_SETLKW	38
#endif

static int lock(int fd, int cmd, int type, off_t start, off_t len)
{
	struct flock fl = { .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len };

	return fcntl(fd, cmd, &fl);
}

static struct flock get(int fd, int cmd, int type, off_t start, off_t len)
{
	struct flock fl = { .l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = len };

	MUST(fcntl(fd, cmd, &fl));
	return fl;
}

static int set_up(void)
{
	scratch();
	write_file("f", "0123456789");
	return MUST(open("f", O_RDWR));
}

/* Do something in a child and see it succeed. */
#define IN_CHILD(...)							\
	do {								\
		pid_t pid_ = MUST(fork());				\
									\
		if (!pid_) {						\
			__VA_ARGS__;					\
			done();						\
		}							\
		CHECK_EXIT(pid_, 0);					\
	} while (0)

TEST(posix_conflicts)
{
	int fd = set_up();
	struct flock fl;

	MUST(lock(fd, F_SETLK, F_WRLCK, 2, 3));
	CHECK_EQ(F_UNLCK, get(fd, F_GETLK, F_WRLCK, 0, 0).l_type);	/* one's own */
	IN_CHILD(
		CHECK_ERR(EAGAIN, lock(fd, F_SETLK, F_RDLCK, 4, 1));
		CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 2));
		CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 5, 0));
		fl = get(fd, F_GETLK, F_RDLCK, 0, 0);
		CHECK_EQ(F_WRLCK, fl.l_type);
		CHECK_EQ(2, fl.l_start);
		CHECK_EQ(3, fl.l_len);
		CHECK_EQ(getppid(), fl.l_pid));
	MUST(lock(fd, F_SETLK, F_RDLCK, 2, 3));
	IN_CHILD(CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, 0, 0));
		 CHECK_ERR(EAGAIN, lock(fd, F_SETLK, F_WRLCK, 0, 0)));
}

TEST(posix_split_and_merge)
{
	int fd = set_up();
	struct flock fl;

	MUST(lock(fd, F_SETLK, F_WRLCK, 0, 100));
	MUST(lock(fd, F_SETLK, F_UNLCK, 40, 20));
	IN_CHILD(
		CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 40, 20));
		CHECK_ERR(EAGAIN, lock(fd, F_SETLK, F_WRLCK, 39, 1));
		CHECK_ERR(EAGAIN, lock(fd, F_SETLK, F_WRLCK, 60, 1));
		fl = get(fd, F_GETLK, F_WRLCK, 50, 0);
		CHECK_EQ(60, fl.l_start);
		CHECK_EQ(40, fl.l_len));
	MUST(lock(fd, F_SETLK, F_RDLCK, 40, 20));
	MUST(lock(fd, F_SETLK, F_WRLCK, 40, 20));
	IN_CHILD(
		fl = get(fd, F_GETLK, F_WRLCK, 0, 0);
		CHECK_EQ(0, fl.l_start);
		CHECK_EQ(100, fl.l_len));
}

TEST(posix_goes_with_any_close_and_exit)
{
	int fd = set_up(), fd2 = MUST(open("f", O_RDONLY));

	MUST(lock(fd, F_SETLK, F_WRLCK, 0, 0));
	close(fd2);				/* the infamous rule */
	IN_CHILD(CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 0)));
	CHECK_EQ(0, lock(fd, F_SETLK, F_WRLCK, 0, 0));
}

TEST(posix_not_inherited_by_fork_kept_by_exec_of_owner)
{
	int fd = set_up();

	MUST(lock(fd, F_SETLK, F_WRLCK, 0, 0));
	IN_CHILD(CHECK_ERR(EAGAIN, lock(fd, F_SETLK, F_WRLCK, 0, 0));
		 CHECK_EQ(0, lock(fd, F_SETLK, F_UNLCK, 0, 0)));	/* not its lock */
	IN_CHILD(CHECK_ERR(EAGAIN, lock(fd, F_SETLK, F_WRLCK, 0, 0)));
}

TEST(posix_waits_and_wakes)
{
	int fd = set_up(), p[2];
	char c;
	pid_t pid;

	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		MUST(lock(fd, F_SETLK, F_WRLCK, 0, 1));
		MUST(write(p[1], "x", 1));
		msleep(100);
		_exit(0);
	}
	MUST(read(p[0], &c, 1));
	long t = now_ms();

	CHECK_EQ(0, lock(fd, F_SETLKW, F_WRLCK, 0, 1));
	CHECK_GE(now_ms() - t, 60);
	CHECK_EXIT(pid, 0);
}

TEST(posix_deadlock_is_found)
{
	int fd = set_up(), a[2], b[2];
	char c;
	pid_t pid;

	MUST(pipe(a));
	MUST(pipe(b));
	MUST(lock(fd, F_SETLK, F_WRLCK, 0, 1));
	pid = MUST(fork());
	if (!pid) {
		MUST(lock(fd, F_SETLK, F_WRLCK, 1, 1));
		MUST(write(a[1], "x", 1));
		MUST(lock(fd, F_SETLKW, F_WRLCK, 0, 1));
		done();
	}
	MUST(read(a[0], &c, 1));
	CHECK(wait_state(pid, 'S'));
	msleep(30);
	CHECK_ERR(EDEADLK, lock(fd, F_SETLKW, F_WRLCK, 1, 1));
	MUST(lock(fd, F_SETLK, F_UNLCK, 0, 0));
	CHECK_EXIT(pid, 0);
}

static void nothing(int sig) { }

TEST(waiting_is_interrupted)
{
	int fd = set_up(), p[2];
	char c;
	struct sigaction sa = { .sa_handler = nothing };
	pid_t pid;

	sigaction(SIGALRM, &sa, NULL);
	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		MUST(lock(fd, F_SETLK, F_WRLCK, 0, 0));
		MUST(write(p[1], "x", 1));
		pause();
	}
	MUST(read(p[0], &c, 1));
	ualarm(50000, 0);
	CHECK_ERR(EINTR, lock(fd, F_SETLKW, F_WRLCK, 0, 0));
	kill(pid, SIGKILL);
}

TEST(posix_errors)
{
	int fd = set_up(), r = MUST(open("f", O_RDONLY)), w = MUST(open("f", O_WRONLY));

	CHECK_ERR(EBADF, lock(r, F_SETLK, F_WRLCK, 0, 0));
	CHECK_ERR(EBADF, lock(w, F_SETLK, F_RDLCK, 0, 0));
	CHECK_ERR(EINVAL, lock(fd, F_SETLK, 77, 0, 0));
	CHECK_ERR(EINVAL, lock(fd, F_SETLK, F_RDLCK, -1, 0));
	CHECK_ERR(EINVAL, lock(fd, F_SETLK, F_RDLCK, 5, -6));
	CHECK_EQ(0, lock(fd, F_SETLK, F_RDLCK, 5, -5));
	CHECK_ERR(EFAULT, fcntl(fd, F_SETLK, (void *)8));
	CHECK_ERR(EBADF, lock(999, F_SETLK, F_RDLCK, 0, 0));
}

TEST(ofd_belongs_to_the_description)
{
	int a = set_up(), b = MUST(open("f", O_RDWR)), c = dup(a);
	struct flock fl;

	MUST(lock(a, F_OFD_SETLK, F_WRLCK, 0, 10));
	CHECK_ERR(EAGAIN, lock(b, F_OFD_SETLK, F_RDLCK, 5, 1));	/* same process */
	CHECK_EQ(0, lock(c, F_OFD_SETLK, F_WRLCK, 0, 20));
	CHECK_ERR(EAGAIN, lock(a, F_SETLK, F_WRLCK, 0, 1));	/* POSIX conflicts, too */
	fl = get(b, F_OFD_GETLK, F_WRLCK, 0, 0);
	CHECK_EQ(F_WRLCK, fl.l_type);
	CHECK_EQ(-1, fl.l_pid);
	close(a);
	CHECK_ERR(EAGAIN, lock(b, F_OFD_SETLK, F_RDLCK, 5, 1));
	IN_CHILD(CHECK_EQ(0, lock(c, F_OFD_SETLK, F_UNLCK, 0, 0)));	/* shared by fork */
	CHECK_EQ(0, lock(b, F_OFD_SETLK, F_RDLCK, 5, 1));
	fl = (struct flock){ .l_type = F_WRLCK, .l_pid = 1 };
	CHECK_ERR(EINVAL, fcntl(b, F_OFD_SETLK, &fl));
}

TEST(flock_rules)
{
	int a = set_up(), b = MUST(open("f", O_RDONLY)), c = dup(a);

	CHECK_EQ(0, flock(a, LOCK_EX));
	CHECK_ERR(EWOULDBLOCK, flock(b, LOCK_EX | LOCK_NB));
	CHECK_ERR(EWOULDBLOCK, flock(b, LOCK_SH | LOCK_NB));
	CHECK_EQ(0, flock(c, LOCK_EX | LOCK_NB));
	CHECK_EQ(0, flock(a, LOCK_SH));
	CHECK_EQ(0, flock(b, LOCK_SH | LOCK_NB));
	CHECK_ERR(EWOULDBLOCK, flock(a, LOCK_EX | LOCK_NB));
	CHECK_EQ(0, flock(b, LOCK_UN));
	/* Failing to convert has dropped the old lock. */
	CHECK_EQ(0, flock(b, LOCK_EX | LOCK_NB));
	CHECK_EQ(0, flock(b, LOCK_UN));
	CHECK_EQ(0, flock(a, LOCK_EX));
	CHECK_EQ(0, lock(a, F_SETLK, F_WRLCK, 0, 0));	/* another world */
	close(a);
	CHECK_ERR(EWOULDBLOCK, flock(b, LOCK_SH | LOCK_NB));
	close(c);
	CHECK_EQ(0, flock(b, LOCK_SH | LOCK_NB));
	CHECK_ERR(EINVAL, flock(b, 16));
	CHECK_ERR(EBADF, flock(999, LOCK_SH));
	CHECK_ERR(EBADF, flock(MUST(open("f", O_PATH)), LOCK_SH));
}

TEST(flock_waits_over_fork)
{
	int a = set_up(), b = MUST(open("f", O_RDWR));
	pid_t pid;
	long t = now_ms();

	MUST(flock(a, LOCK_EX));
	pid = MUST(fork());
	if (!pid) {
		msleep(80);
		MUST(flock(a, LOCK_UN));	/* the description is shared */
		_exit(0);
	}
	CHECK_EQ(0, flock(b, LOCK_EX));
	CHECK_GE(now_ms() - t, 70);
	CHECK_EXIT(pid, 0);
}

TEST(proc_locks_lists_them)
{
	int fd = set_up();
	char want[32];

	MUST(lock(fd, F_SETLK, F_WRLCK, 3, 4));
	snprintf(want, sizeof(want), "WRITE %d ", getpid());
	if (access("/proc/locks", R_OK))
		SKIP("no /proc/locks");
	CHECK(strstr(read_file("/proc/locks"), want));
}
