// SPDX-License-Identifier: GPL-2.0
/*
 * Microbenchmarks of a kernel, seen from a program.
 *
 * One static program, so that the same bytes run on any kernel. Each row is
 * run for a fixed time (BENCH_MS, default 200 ms) after a warm-up, in several
 * rounds (BENCH_ROUNDS, default 5); the median time of one operation is
 * printed as "row NAME NANOSECONDS UNIT". As pid 1 (unless BENCH_PLAIN is set)
 * it sets up what it needs, does what BENCH_DO says (rows, work: see work.sh,
 * halt, idle) and powers off; else it runs the rows named as arguments.
 * BENCH_ROWS=,a,b, selects rows, too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROUNDS	31

static const char *self = "/proc/self/exe";
static long round_ns = 200000000;
static int nr_rounds = 5;
static int file_fd;
static char dir[64] = "/tmp/bench.XXXXXX";

static long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000L + ts.tv_nsec;
}

static void die(const char *what)
{
	printf("bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* ------------------------------------------------------------- the rows
 * Each does n operations. What it needs for longer is made at n == 0 and
 * kept in static variables.
 */

static void row_getppid(long n)
{
	while (n--)
		syscall(SYS_getppid);
}

static void row_clock_gettime(long n)
{
	struct timespec ts;

	while (n--)
		clock_gettime(CLOCK_REALTIME, &ts);
}

/* First touch of anonymous pages, mapping and unmapping not counted much. */
static void row_page_touch(long n)
{
	const long chunk = 1024;

	while (n > 0) {
		long i, pages = n < chunk ? n : chunk;
		char *p = mmap(NULL, pages * 4096, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			die("mmap");
		for (i = 0; i < pages; i++)
			p[i * 4096] = 1;
		munmap(p, pages * 4096);
		n -= pages;
	}
}

static void row_mmap_touch_munmap(long n)
{
	while (n--) {
		char *p = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			die("mmap");
		p[0] = 1;
		munmap(p, 65536);
	}
}

static void row_file_fault(long n)
{
	while (n > 0) {
		long i, pages = n < 256 ? n : 256, sum = 0;
		char *p = mmap(NULL, 1 << 20, PROT_READ, MAP_SHARED, file_fd, 0);

		if (p == MAP_FAILED)
			die("mmap file");
		for (i = 0; i < pages; i++)
			sum += *(volatile char *)(p + i * 4096);
		munmap(p, 1 << 20);
		n -= pages;
	}
}

static void row_mprotect(long n)
{
	static char *p;
	long i;

	if (!p)
		p = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (i = 0; i < n; i++) {
		p[4096] = 1;
		mprotect(p, 65536, PROT_READ);
		mprotect(p, 65536, PROT_READ | PROT_WRITE);
	}
}

static void reap(pid_t pid)
{
	int st;

	if (pid < 0)
		die("fork");
	if (waitpid(pid, &st, 0) != pid || st)
		die("child");
}

static void row_fork_exit_wait(long n)
{
	pid_t pid;

	while (n--) {
		pid = fork();
		if (!pid)
			_exit(0);
		reap(pid);
	}
}

/* fork of a process with 32 MB of touched memory. */
static void row_fork_32mb(long n)
{
	static char *p;
	long i;

	if (!p) {
		p = mmap(NULL, 32 << 20, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		for (i = 0; i < 32 << 20; i += 4096)
			p[i] = 1;
	}
	row_fork_exit_wait(n);
}

static void row_vfork_exec_wait(long n)
{
	char *args[] = { "bench", "--exit", NULL };
	pid_t pid;

	while (n--) {
		pid = vfork();
		if (!pid) {
			execv(self, args);
			_exit(1);
		}
		reap(pid);
	}
}

static void row_sh_true(long n)
{
	pid_t pid;

	while (n--) {
		pid = fork();
		if (!pid) {
			execl("/bin/sh", "sh", "-c", "true; true", (char *)NULL);
			_exit(127);
		}
		reap(pid);
	}
}

/* A child that answers each byte; the pipes stay for the next round. */
static void pipe_pair(int fds[4], pid_t *pid)
{
	char c;

	if (pipe(fds) || pipe(fds + 2))
		die("pipe");
	*pid = fork();
	if (!*pid) {
		close(fds[1]);
		close(fds[2]);
		while (read(fds[0], &c, 1) == 1)
			if (write(fds[3], &c, 1) != 1)
				break;
		_exit(0);
	}
	close(fds[0]);
	close(fds[3]);
}

static void row_pipe_ping_pong(long n)
{
	int fds[4];
	pid_t pid;
	char c = 0;

	pipe_pair(fds, &pid);
	while (n--)
		if (write(fds[1], &c, 1) != 1 || read(fds[2], &c, 1) != 1)
			die("ping");
	close(fds[1]);
	close(fds[2]);
	reap(pid);
}

static void row_unix_ping_pong(long n)
{
	int sv[2];
	pid_t pid;
	char c = 0;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv))
		die("socketpair");
	pid = fork();
	if (!pid) {
		close(sv[0]);
		while (read(sv[1], &c, 1) == 1)
			if (write(sv[1], &c, 1) != 1)
				break;
		_exit(0);
	}
	close(sv[1]);
	while (n--)
		if (write(sv[0], &c, 1) != 1 || read(sv[0], &c, 1) != 1)
			die("ping");
	close(sv[0]);
	reap(pid);
}

static int futex_word;

static void *futex_peer(void *arg)
{
	long n = (long)arg;

	while (n--) {
		while (__atomic_load_n(&futex_word, __ATOMIC_ACQUIRE) != 1)
			syscall(SYS_futex, &futex_word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
		__atomic_store_n(&futex_word, 0, __ATOMIC_RELEASE);
		syscall(SYS_futex, &futex_word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
	}
	return NULL;
}

/* Two threads hand a word to and fro: the switch inside one address space. */
static void row_futex_ping_pong(long n)
{
	pthread_t t;

	futex_word = 0;
	if (pthread_create(&t, NULL, futex_peer, (void *)n))
		die("thread");
	while (n--) {
		__atomic_store_n(&futex_word, 1, __ATOMIC_RELEASE);
		syscall(SYS_futex, &futex_word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
		while (__atomic_load_n(&futex_word, __ATOMIC_ACQUIRE) != 0)
			syscall(SYS_futex, &futex_word, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
	}
	pthread_join(t, NULL);
}

static void row_context_switch(long n)
{
	pid_t pid = fork();

	if (!pid) {
		for (;;)
			sched_yield();
	}
	while (n--)
		sched_yield();
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void *nothing(void *arg)
{
	return arg;
}

static void row_thread_create_join(long n)
{
	pthread_t t;

	while (n--) {
		if (pthread_create(&t, NULL, nothing, NULL))
			die("thread");
		pthread_join(t, NULL);
	}
}

static void on_usr1(int sig)
{
	(void)sig;
}

static void row_signal_self(long n)
{
	pid_t pid = getpid(), tid = syscall(SYS_gettid);

	signal(SIGUSR1, on_usr1);
	while (n--)
		syscall(SYS_tgkill, pid, tid, SIGUSR1);
}

static char *fault_page;

static void on_segv(int sig)
{
	(void)sig;
	mprotect(fault_page, 4096, PROT_READ | PROT_WRITE);
}

static void row_segv_handled(long n)
{
	fault_page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	signal(SIGSEGV, on_segv);
	while (n--) {
		mprotect(fault_page, 4096, PROT_READ);
		*(volatile char *)fault_page = 1;
	}
	signal(SIGSEGV, SIG_DFL);
	munmap(fault_page, 4096);
}

static void row_pread_4k(long n)
{
	static char buf[4096];

	while (n--)
		if (pread(file_fd, buf, 4096, (n & 255) * 4096) != 4096)
			die("pread");
}

static void row_pwrite_4k(long n)
{
	static char buf[4096];

	while (n--)
		if (pwrite(file_fd, buf, 4096, (n & 255) * 4096) != 4096)
			die("pwrite");
}

static void row_read_1mb(long n)
{
	static char buf[1 << 20];

	while (n--)
		if (pread(file_fd, buf, sizeof(buf), 0) != sizeof(buf))
			die("pread");
}

static void row_open_close(long n)
{
	int fd;

	while (n--) {
		fd = open("file", O_RDONLY);
		if (fd < 0)
			die("open");
		close(fd);
	}
}

static void row_stat(long n)
{
	struct stat st;

	while (n--)
		if (stat("file", &st))
			die("stat");
}

static void row_create_unlink(long n)
{
	int fd;

	while (n--) {
		fd = open("new", O_WRONLY | O_CREAT, 0600);
		if (fd < 0)
			die("create");
		close(fd);
		unlink("new");
	}
}

static void row_write_null(long n)
{
	static int fd = -1;
	char c = 0;

	if (fd < 0)
		fd = open("/dev/null", O_WRONLY);
	while (n--)
		if (write(fd, &c, 1) != 1)
			die("null");
}

static void row_epoll_pipe(long n)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int p[2], ep = epoll_create1(0);
	char c = 0;

	if (ep < 0 || pipe(p) || epoll_ctl(ep, EPOLL_CTL_ADD, p[0], &ev))
		die("epoll");
	while (n--)
		if (write(p[1], &c, 1) != 1 || epoll_wait(ep, &ev, 1, -1) != 1 ||
		    read(p[0], &c, 1) != 1)
			die("epoll");
	close(ep);
	close(p[0]);
	close(p[1]);
}

/* User code alone: shows the cost of the machine when nothing is asked. */
static void row_compute(long n)
{
	volatile unsigned int x = 1;
	int i;

	while (n--)
		for (i = 0; i < 1000; i++)
			x = x * 1664525u + 1013904223u;
}

static void *compute(void *arg)
{
	row_compute((long)arg);
	return NULL;
}

/* n times 1000 rounds of computing, shared by threads. */
static void compute_threads(long n, int nr)
{
	pthread_t t[2];
	int i;

	for (i = 0; i < nr; i++)
		if (pthread_create(&t[i], NULL, compute, (void *)(n / nr + 1)))
			die("thread");
	for (i = 0; i < nr; i++)
		pthread_join(t[i], NULL);
}

static void row_compute_1_thread(long n)
{
	compute_threads(n, 1);
}

static void row_compute_2_threads(long n)
{
	compute_threads(n, 2);
}

static const struct row {
	const char	*name;
	void		(*fn)(long n);
	long		divide;		/* operations in one count */
} rows[] = {
	{ "getppid", row_getppid, 1 },
	{ "clock_gettime", row_clock_gettime, 1 },
	{ "write_null", row_write_null, 1 },
	{ "page_touch", row_page_touch, 1 },
	{ "file_fault", row_file_fault, 1 },
	{ "mmap_touch_munmap", row_mmap_touch_munmap, 1 },
	{ "mprotect_pair", row_mprotect, 1 },
	{ "fork_exit_wait", row_fork_exit_wait, 1 },
	{ "vfork_exec_wait", row_vfork_exec_wait, 1 },
	{ "sh_true", row_sh_true, 1 },
	{ "pipe_ping_pong", row_pipe_ping_pong, 1 },
	{ "unix_ping_pong", row_unix_ping_pong, 1 },
	{ "futex_ping_pong", row_futex_ping_pong, 1 },
	{ "context_switch", row_context_switch, 2 },
	{ "thread_create_join", row_thread_create_join, 1 },
	{ "signal_self", row_signal_self, 1 },
	{ "segv_handled", row_segv_handled, 1 },
	{ "pread_4k", row_pread_4k, 1 },
	{ "pwrite_4k", row_pwrite_4k, 1 },
	{ "read_1mb", row_read_1mb, 1 },
	{ "open_close", row_open_close, 1 },
	{ "stat", row_stat, 1 },
	{ "create_unlink", row_create_unlink, 1 },
	{ "epoll_pipe", row_epoll_pipe, 1 },
	{ "compute_1_thread", row_compute_1_thread, 1 },
	{ "compute_2_threads", row_compute_2_threads, 1 },
	{ "fork_32mb", row_fork_32mb, 1 },	/* keeps its memory: last */
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void measure(const struct row *row)
{
	double result[MAX_ROUNDS];
	long n = 1, t, took;
	int i;

	/* Warm up, and find how many fit into a round. */
	for (;;) {
		t = now();
		row->fn(n);
		took = now() - t;
		if (took > round_ns / 8 || n > 1L << 40)
			break;
		n *= 2;
	}
	n = (double)n * round_ns / (took ? took : 1);
	if (n < 1)
		n = 1;
	for (i = 0; i < nr_rounds; i++) {
		t = now();
		row->fn(n);
		result[i] = (double)(now() - t) / n / row->divide;
	}
	qsort(result, nr_rounds, sizeof(*result), by_value);
	printf("row %s %.1f ns\n", row->name, result[nr_rounds / 2]);
	fflush(stdout);
}

static void make_file(void)
{
	static char buf[65536];
	int i;

	if (!mkdtemp(dir) || chdir(dir))
		die(dir);
	file_fd = open("file", O_RDWR | O_CREAT, 0600);
	if (file_fd < 0)
		die("file");
	memset(buf, 1, sizeof(buf));
	for (i = 0; i < 16; i++)
		if (write(file_fd, buf, sizeof(buf)) != sizeof(buf))
			die("write");
}

/* What takes seconds is a script's; it prints rows of its own. */
static void work(void)
{
	pid_t pid = fork();

	if (!pid) {
		execl("/bin/bash", "bash", "/work.sh", (char *)NULL);
		_exit(127);
	}
	reap(pid);
}

static void set_up_as_init(void)
{
	umask(0);
	mkdir("/proc", 0755);
	mkdir("/tmp", 01777);
	mkdir("/dev", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("tmpfs", "/tmp", "tmpfs", 0, "mode=1777");
	mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3));
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	setenv("PATH", "/usr/bin:/bin", 1);
}

static void power_off(void)
{
	fflush(stdout);
	mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL);
	reboot(RB_POWER_OFF);
	reboot(RB_HALT_SYSTEM);
}

static char **rows_to_measure;
static int nr_rows_to_measure;

/* Named in BENCH_ROWS (between commas), or as an argument, or nothing is. */
static int wanted(const char *name)
{
	const char *list = getenv("BENCH_ROWS");
	size_t len = strlen(name);
	int i;

	for (i = 0; i < nr_rows_to_measure; i++)
		if (!strcmp(rows_to_measure[i], name))
			return 1;
	if (!list || !*list)
		return !nr_rows_to_measure;
	while ((list = strstr(list, name))) {
		if (list[-1] == ',' && list[len] == ',')
			return 1;
		list += len;
	}
	return 0;
}

static void measure_all(void)
{
	unsigned int i;

	make_file();
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!wanted(rows[i].name))
			continue;
		if (rows[i].fn == row_sh_true && access("/bin/sh", X_OK))
			continue;
		measure(&rows[i]);
	}
}

static int finish(void (*fn)(void), int init)
{
	fn();
	printf("bench: done\n");
	if (init)
		power_off();
	return chdir("/") != 0;
}

int main(int argc, char **argv)
{
	const char *s;
	unsigned int i;
	int init = getpid() == 1 && !getenv("BENCH_PLAIN");

	if (argc == 2 && !strcmp(argv[1], "--exit"))
		return 0;
	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
			puts(rows[i].name);
		return 0;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	s = getenv("BENCH_DO");
	if (!s)
		s = "rows";
	if (init) {
		printf("init-reached\n");
		if (!strcmp(s, "halt"))
			power_off();
		if (!strcmp(s, "idle"))
			for (;;)
				pause();
		set_up_as_init();
		argc = 1;
	}
	if (!strcmp(s, "work"))
		return finish(work, init);
	if ((s = getenv("BENCH_MS")))
		round_ns = atol(s) * 1000000;
	if ((s = getenv("BENCH_ROUNDS")))
		nr_rounds = atoi(s) < MAX_ROUNDS ? atoi(s) : MAX_ROUNDS;
	rows_to_measure = argv + 1;
	nr_rows_to_measure = argc - 1;
	return finish(measure_all, init);
}
