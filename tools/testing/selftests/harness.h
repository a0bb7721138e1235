/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A small test harness: TAP on stdout, one forked child per test.
 *
 * A test program includes this file once and defines tests:
 *
 *	TEST(close_frees_lowest_number)
 *	{
 *		int fd = MUST(open("/dev/null", O_RDONLY));
 *
 *		CHECK_EQ(0, close(fd));
 *		CHECK_ERR(EBADF, close(fd));
 *	}
 *
 * Every test runs in a child in a process group of its own, is killed with
 * its group after TEST_TIMEOUT seconds, and may ask for an empty directory
 * with scratch(). CHECKs report and go on, MUST reports and ends the test.
 * The program exits with 0 (all passed or skipped), 1 (some failed) or
 * 4 (all skipped).
 *
 * A grandchild ends with done(), which carries its failed CHECKs in the exit
 * status, and the test collects it with CHECK_EXIT(pid, 0).
 *
 * Arguments of the program: -l lists the tests, -n runs without forking,
 * any other word selects the tests whose name contains it. A program that
 * re-executes itself defines HARNESS_EXEC, a function called first with argc
 * and argv; it returns to let the tests run.
 */
#ifndef SELFTESTS_HARNESS_H
#define SELFTESTS_HARNESS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef TEST_TIMEOUT
#define TEST_TIMEOUT	30
#endif

enum { TEST_PASS = 0, TEST_FAIL = 1, TEST_SKIP = 4 };

struct test {
	const char	*name;
	void		(*fn)(void);
	struct test	*next;
};

static struct test *test_head, **test_tail = &test_head;
static int test_failed;			/* failed CHECKs of this process */
static pid_t test_child;		/* what the alarm handler kills */
static volatile sig_atomic_t test_timed_out;
static char test_dir[64];		/* scratch directory of this test */

#define TEST(id)							\
	static void test_##id(void);					\
	__attribute__((constructor)) static void add_##id(void)		\
	{								\
		static struct test t = { #id, test_##id, NULL };	\
									\
		*test_tail = &t;					\
		test_tail = &t.next;					\
	}								\
	static void test_##id(void)

/* One line of diagnostics, written at once so that processes do not mix. */
__attribute__((format(printf, 3, 4), unused))
static void test_report(const char *file, int line, const char *fmt, ...)
{
	char buf[1024];
	va_list ap;
	int n = snprintf(buf, sizeof(buf), "# %s:%d: ", file, line);

	va_start(ap, fmt);
	n += vsnprintf(buf + n, sizeof(buf) - n - 1, fmt, ap);
	va_end(ap);
	if (n > (int)sizeof(buf) - 2)
		n = sizeof(buf) - 2;
	buf[n++] = '\n';
	if (write(STDOUT_FILENO, buf, n) < 0)
		_exit(TEST_FAIL);
}

#define NOTE(fmt, ...)							\
	test_report(__FILE_NAME__, __LINE__, fmt, ##__VA_ARGS__)

#define FAIL(fmt, ...)							\
	do {								\
		NOTE(fmt, ##__VA_ARGS__);				\
		__atomic_fetch_add(&test_failed, 1, __ATOMIC_RELAXED);	\
	} while (0)

#define SKIP(fmt, ...)							\
	do {								\
		NOTE("SKIP " fmt, ##__VA_ARGS__);			\
		_exit(test_failed ? TEST_FAIL : TEST_SKIP);		\
	} while (0)

#define CHECK(cond)							\
	do {								\
		if (!(cond))						\
			FAIL("not true: %s", #cond);			\
	} while (0)

#define CHECK_OP(a, op, b)						\
	do {								\
		long long a_ = (long long)(a), b_ = (long long)(b);	\
		int e_ = errno;						\
									\
		if (!(a_ op b_))					\
			FAIL("not true: %s %s %s (%lld, %lld; %s)",	\
			     #a, #op, #b, a_, b_, strerrorname_np(e_));	\
	} while (0)

/* The wanted value comes first. */
#define CHECK_EQ(a, b)	CHECK_OP(a, ==, b)
#define CHECK_NE(a, b)	CHECK_OP(a, !=, b)
#define CHECK_LT(a, b)	CHECK_OP(a, <, b)
#define CHECK_LE(a, b)	CHECK_OP(a, <=, b)
#define CHECK_GT(a, b)	CHECK_OP(a, >, b)
#define CHECK_GE(a, b)	CHECK_OP(a, >=, b)

/* expr must be -1 (or MAP_FAILED) with exactly this errno. */
#define CHECK_ERR(err, expr)						\
	do {								\
		long r_;						\
									\
		errno = 0;						\
		r_ = (long)(expr);					\
		if (r_ != -1)						\
			FAIL("%s is %ld, expected %s", #expr, r_, #err);\
		else if (errno != (err))				\
			FAIL("%s gives %s, expected %s", #expr,		\
			     strerrorname_np(errno), #err);		\
	} while (0)

#define CHECK_STR(a, b)							\
	do {								\
		const char *a_ = (a), *b_ = (b);			\
									\
		if (!a_ || !b_ || strcmp(a_, b_))			\
			FAIL("%s is \"%s\", expected \"%s\"", #b,	\
			     b_ ? b_ : "(null)", a_ ? a_ : "(null)");	\
	} while (0)

#define CHECK_MEM(a, b, n)						\
	do {								\
		if (memcmp((a), (b), (n)))				\
			FAIL("%s and %s differ", #a, #b);		\
	} while (0)

/* The value of expr, which must not be -1. */
#define MUST(expr)							\
	({								\
		__typeof__(expr) v_ = (expr);				\
									\
		if ((long)v_ == -1) {					\
			FAIL("%s: %s", #expr, strerrorname_np(errno));	\
			_exit(TEST_FAIL);				\
		}							\
		v_;							\
	})

#define MUST_TRUE(cond)							\
	do {								\
		if (!(cond)) {						\
			FAIL("not true: %s", #cond);			\
			_exit(TEST_FAIL);				\
		}							\
	} while (0)

/* Wait for pid: it must exit (not die) with this code. */
#define CHECK_EXIT(pid, code)						\
	do {								\
		int st_ = test_wait(pid);				\
									\
		if (!WIFEXITED(st_) || WEXITSTATUS(st_) != (code))	\
			FAIL("child status %#x, expected exit %d",	\
			     st_, (code));				\
	} while (0)

/* Wait for pid: it must die from this signal. */
#define CHECK_KILLED(pid, sig)						\
	do {								\
		int st_ = test_wait(pid);				\
									\
		if (!WIFSIGNALED(st_) || WTERMSIG(st_) != (sig))	\
			FAIL("child status %#x, expected signal %d",	\
			     st_, (sig));				\
	} while (0)

__attribute__((unused))
static int test_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

/* The end of a grandchild. */
__attribute__((noreturn, unused))
static void done(void)
{
	_exit(test_failed ? TEST_FAIL : TEST_PASS);
}

/* Move into a fresh empty directory, removed after the test. */
__attribute__((unused))
static void scratch(void)
{
	MUST(mkdir(test_dir, 0755));
	MUST(chdir(test_dir));
}

__attribute__((unused))
static void need_root(void)
{
	if (geteuid())
		SKIP("needs root");
}

/* Root in a container may lack some: cap is a CAP_ number. */
__attribute__((unused))
static bool have_cap(int cap)
{
	struct { unsigned int version; int pid; } head = { 0x20080522, 0 };
	struct { unsigned int eff, perm, inh; } data[2] = { { 0, 0, 0 } };

	if (syscall(SYS_capget, &head, data))
		return false;
	return data[cap / 32].eff & 1u << cap % 32;
}

#define NEED_CAP(cap)							\
	do {								\
		if (!have_cap(cap))					\
			SKIP("needs %s", #cap);				\
	} while (0)

/* A syscall newer than the oldest reference kernel (6.1). */
#define NEED_SYSCALL(expr)						\
	do {								\
		errno = 0;						\
		if ((long)(expr) == -1 && errno == ENOSYS)		\
			SKIP("%s: not in this kernel", #expr);		\
	} while (0)

__attribute__((unused))
static void msleep(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

/* CLOCK_MONOTONIC in milliseconds. */
__attribute__((unused))
static long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* The state letter of a task in /proc, 0 when there is none. */
__attribute__((unused))
static char task_state(pid_t pid)
{
	char path[48], buf[256], *p;
	int fd, n;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, buf, sizeof(buf) - 1);
	close(fd);
	if (n <= 0)
		return 0;
	buf[n] = 0;
	p = strrchr(buf, ')');
	return p ? p[2] : 0;
}

/* Wait until pid sleeps (or what state says): true if seen within 5 s. */
__attribute__((unused))
static bool wait_state(pid_t pid, char state)
{
	int i;

	for (i = 0; i < 2500; i++) {
		if (task_state(pid) == state)
			return true;
		msleep(2);
	}
	return false;
}

/* Write a whole file, read a whole file (NUL-terminated, static buffer). */
__attribute__((unused))
static void write_file(const char *path, const char *text)
{
	int fd = MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));

	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		FAIL("short write to %s", path);
	close(fd);
}

__attribute__((unused))
static char *read_file(const char *path)
{
	static char buf[65536];
	int fd = MUST(open(path, O_RDONLY | O_CLOEXEC));
	size_t len = 0;
	ssize_t n;

	while ((n = read(fd, buf + len, sizeof(buf) - 1 - len)) > 0)
		len += n;
	if (n < 0)
		FAIL("read %s: %s", path, strerrorname_np(errno));
	close(fd);
	buf[len] = 0;
	return buf;
}

/* ------------------------------------------------------------------ main */

static void test_remove_tree(int at, const char *name)
{
	struct dirent *d;
	DIR *dir;
	int fd;

	if (!unlinkat(at, name, 0) || !unlinkat(at, name, AT_REMOVEDIR))
		return;
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	fchmod(fd, 0700);
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return;
	}
	while ((d = readdir(dir)))
		if (strcmp(d->d_name, ".") && strcmp(d->d_name, ".."))
			test_remove_tree(dirfd(dir), d->d_name);
	closedir(dir);
	unlinkat(at, name, AT_REMOVEDIR);
}

static void test_on_alarm(int sig)
{
	(void)sig;
	test_timed_out = 1;
	kill(-test_child, SIGKILL);
	kill(test_child, SIGKILL);
}

static int test_run(struct test *t, bool forked)
{
	int status = 0;

	if (!forked) {
		test_failed = 0;
		t->fn();
		return test_failed ? TEST_FAIL : TEST_PASS;
	}
	test_timed_out = 0;
	test_child = fork();
	if (test_child < 0) {
		NOTE("fork: %s", strerrorname_np(errno));
		return TEST_FAIL;
	}
	if (!test_child) {
		setpgid(0, 0);
		signal(SIGALRM, SIG_DFL);
		t->fn();
		fflush(stdout);
		done();
	}
	setpgid(test_child, test_child);
	alarm(TEST_TIMEOUT);
	status = test_wait(test_child);
	alarm(0);
	kill(-test_child, SIGKILL);	/* what the test left behind */
	test_remove_tree(AT_FDCWD, test_dir);
	if (test_timed_out) {
		NOTE("timed out after %d s", TEST_TIMEOUT);
		return TEST_FAIL;
	}
	if (WIFSIGNALED(status)) {
		NOTE("died from signal %d", WTERMSIG(status));
		return TEST_FAIL;
	}
	return WEXITSTATUS(status);
}

static bool test_selected(struct test *t, int argc, char **argv)
{
	bool words = false;
	int i;

	for (i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			continue;
		words = true;
		if (strstr(t->name, argv[i]))
			return true;
	}
	return !words;
}

#ifdef HARNESS_EXEC
static void HARNESS_EXEC(int argc, char **argv);
#endif

int main(int argc, char **argv)
{
	int n = 0, i = 0, failed = 0, skipped = 0, ret;
	const char *tmp = getenv("TMPDIR");
	bool forked = true;
	struct test *t;

#ifdef HARNESS_EXEC
	HARNESS_EXEC(argc, argv);
#endif
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc > 1 && !strcmp(argv[1], "-n"))
		forked = false;
	if (argc > 1 && !strcmp(argv[1], "-l")) {
		for (t = test_head; t; t = t->next)
			puts(t->name);
		return 0;
	}
	signal(SIGALRM, test_on_alarm);
	snprintf(test_dir, sizeof(test_dir), "%.32s/selftest.%d",
		 tmp && *tmp ? tmp : "/tmp", getpid());
	for (t = test_head; t; t = t->next)
		n += test_selected(t, argc, argv);
	printf("TAP version 13\n1..%d\n", n);
	for (t = test_head; t; t = t->next) {
		if (!test_selected(t, argc, argv))
			continue;
		fflush(stdout);
		ret = test_run(t, forked);
		i++;
		skipped += ret == TEST_SKIP;
		failed += ret != TEST_SKIP && ret != TEST_PASS;
		printf("%s %d %s%s\n", ret == TEST_PASS || ret == TEST_SKIP ?
		       "ok" : "not ok", i, t->name,
		       ret == TEST_SKIP ? " # SKIP" : "");
	}
	printf("# Totals: pass:%d fail:%d skip:%d total:%d\n",
	       n - failed - skipped, failed, skipped, n);
	if (failed)
		return TEST_FAIL;
	return n && skipped == n ? TEST_SKIP : TEST_PASS;
}

#endif /* SELFTESTS_HARNESS_H */
