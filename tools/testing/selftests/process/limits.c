// SPDX-License-Identifier: GPL-2.0
/* Resource limits: setting, inheriting and what happens at the limit. */
#include "harness.h"
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/time.h>

TEST(get_set_errors)
{
	struct rlimit r;

	CHECK_ERR(EINVAL, getrlimit((__rlimit_resource_t)16, &r));
	CHECK_ERR(EINVAL, getrlimit((__rlimit_resource_t)-1, &r));
	CHECK_ERR(EFAULT, syscall(SYS_getrlimit, RLIMIT_NOFILE, (void *)8));
	MUST(getrlimit(RLIMIT_NOFILE, &r));
	r.rlim_cur = r.rlim_max + 1;
	CHECK_ERR(EINVAL, setrlimit(RLIMIT_NOFILE, &r));
	CHECK_ERR(ESRCH, prlimit(0x3fffffff, RLIMIT_NOFILE, NULL, &r));
}

TEST(raising_the_hard_limit_needs_privilege)
{
	struct rlimit r = { 100, 100 };

	MUST(setrlimit(RLIMIT_NOFILE, &r));
	if (have_cap(CAP_SYS_RESOURCE)) {
		r.rlim_max = 200;
		CHECK_EQ(0, setrlimit(RLIMIT_NOFILE, &r));
	}
	if (!geteuid())
		MUST(setuid(1000));
	r.rlim_max = 300;
	CHECK_ERR(EPERM, setrlimit(RLIMIT_NOFILE, &r));
	r.rlim_cur = r.rlim_max = 50;
	CHECK_EQ(0, setrlimit(RLIMIT_NOFILE, &r));
}

TEST(prlimit_of_another)
{
	struct rlimit r = { 77, 88 }, old;
	pid_t pid = MUST(fork());

	if (!pid) {
		for (;;) {
			MUST(getrlimit(RLIMIT_NOFILE, &r));
			if (r.rlim_cur == 77)
				_exit(0);
			msleep(2);
		}
	}
	CHECK_EQ(0, prlimit(pid, RLIMIT_NOFILE, &r, &old));
	CHECK_NE(77, old.rlim_cur);
	CHECK_EXIT(pid, 0);
}

TEST(nofile_gives_emfile)
{
	struct rlimit r = { 20, 20 };
	int fd, n = 0, p[2];

	MUST(setrlimit(RLIMIT_NOFILE, &r));
	while ((fd = open("/dev/null", O_RDONLY)) >= 0) {
		CHECK_LT(fd, 20);
		n++;
	}
	CHECK_EQ(EMFILE, errno);
	CHECK_GE(n, 10);
	CHECK_ERR(EMFILE, dup(0));
	CHECK_ERR(EMFILE, pipe(p));
	CHECK_ERR(EBADF, dup2(0, 20));
	CHECK_ERR(EINVAL, fcntl(0, F_DUPFD, 20));
	CHECK_EQ(19, dup2(0, 19));		/* replacing is always possible */
}

static volatile int got_sig;

static void note_sig(int sig)
{
	got_sig = sig;
}

TEST(fsize_signals_and_efbig)
{
	struct rlimit r = { 1000, RLIM_INFINITY };
	char buf[600] = "";
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	signal(SIGXFSZ, note_sig);
	MUST(setrlimit(RLIMIT_FSIZE, &r));
	CHECK_EQ(600, write(fd, buf, 600));
	CHECK_EQ(400, write(fd, buf, 600));	/* cut at the limit */
	CHECK_EQ(0, got_sig);
	CHECK_ERR(EFBIG, write(fd, buf, 1));
	CHECK_EQ(SIGXFSZ, got_sig);
	got_sig = 0;
	CHECK_ERR(EFBIG, ftruncate(fd, 2000));
	CHECK_EQ(SIGXFSZ, got_sig);
	CHECK_EQ(0, ftruncate(fd, 1000));
	signal(SIGXFSZ, SIG_IGN);
	CHECK_ERR(EFBIG, pwrite(fd, buf, 1, 5000));
}

TEST(cpu_limit_signals_then_kills)
{
	struct rlimit r = { 1, 2 };
	pid_t pid = MUST(fork());
	int st;

	if (!pid) {
		signal(SIGXCPU, note_sig);
		setrlimit(RLIMIT_CPU, &r);
		for (;;)
			if (got_sig)
				_exit(9);
	}
	CHECK_EXIT(pid, 9);
	pid = MUST(fork());
	if (!pid) {
		signal(SIGXCPU, SIG_IGN);
		r.rlim_max = 1;
		setrlimit(RLIMIT_CPU, &r);
		for (;;)
			;
	}
	st = test_wait(pid);
	CHECK(WIFSIGNALED(st));
	CHECK_EQ(SIGKILL, WTERMSIG(st));
}

TEST(nproc_gives_eagain)
{
	struct rlimit r = { 0, 0 };
	pid_t pid;

	if (!geteuid())
		MUST(setuid(54321));
	MUST(setrlimit(RLIMIT_NPROC, &r));
	pid = fork();
	if (!pid)
		_exit(0);
	CHECK_EQ(-1, pid);
	CHECK_EQ(EAGAIN, errno);
}

TEST(sigpending_limits_queueing)
{
	struct rlimit r = { 0, 0 };
	union sigval v = { .sival_int = 1 };
	sigset_t set;
	int i, n = 0;

	if (!geteuid())
		MUST(setuid(54322));
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	r.rlim_cur = r.rlim_max = 5;
	MUST(setrlimit(RLIMIT_SIGPENDING, &r));
	for (i = 0; i < 10; i++)
		n += !sigqueue(getpid(), SIGRTMIN, v);
	CHECK_EQ(5, n);
	CHECK_EQ(EAGAIN, errno);
}

TEST(nice_limit)
{
	struct rlimit r = { 15, 15 };		/* 20 - 15: down to nice 5 */

	need_root();
	NEED_CAP(CAP_SYS_RESOURCE);
	MUST(setrlimit(RLIMIT_NICE, &r));
	MUST(setuid(1000));
	MUST(setpriority(PRIO_PROCESS, 0, 10));
	CHECK_EQ(0, setpriority(PRIO_PROCESS, 0, 5));
	CHECK_ERR(EACCES, setpriority(PRIO_PROCESS, 0, 4));
}

TEST(proc_shows_limits)
{
	struct rlimit r = { 123, 456 };
	char *p;

	MUST(setrlimit(RLIMIT_NOFILE, &r));
	p = strstr(read_file("/proc/self/limits"), "Max open files");
	MUST_TRUE(p);
	CHECK(strtol(p + strlen("Max open files"), &p, 10) == 123);
	CHECK_EQ(456, strtol(p, NULL, 10));
}
