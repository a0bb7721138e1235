// SPDX-License-Identifier: GPL-2.0
/*
 * init of the selftest initramfs: runs every program below /tests and
 * powers the machine off.
 *
 * It needs nothing but itself: no shell, no libraries, no files but /tests.
 * Words of the kernel command line reach it as environment:
 *
 *	TESTS=word,word		only programs whose path contains a word
 *	TEST_SECONDS=n		kill a program after n seconds (default 120)
 *	TEST_DISK=/dev/ubda	mount it and run the fs tests once more on it
 *	TEST_HOSTFS=DIR		the same on this directory of the host
 *	TEST_OVERLAY=1		the same on an overlay in memory
 *	TEST_KEEP=1		do not power off (the shell of a developer)
 *
 * Output is TAP, one line per program after the program's own, indented
 * lines, and at the very end "# selftests: N passed, N failed, N skipped".
 * The exit status of the machine is 1 when something failed.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_PROGRAMS	512

static char *programs[MAX_PROGRAMS];
static int nr_programs, passed, failed, skipped, number;

static void mount_on(const char *type, const char *dir, const char *data)
{
	mkdir(dir, 0755);
	if (mount(type, dir, type, 0, data) && errno != EBUSY)
		printf("# init: mount %s on %s: %s\n", type, dir, strerror(errno));
}

static void make_node(const char *path, mode_t mode, unsigned int ma, unsigned int mi)
{
	mknod(path, mode, makedev(ma, mi));
	chmod(path, mode & 07777);
}

static void set_up(void)
{
	umask(0);
	mount_on("proc", "/proc", NULL);
	mount_on("sysfs", "/sys", NULL);
	mount_on("devtmpfs", "/dev", NULL);
	make_node("/dev/null", S_IFCHR | 0666, 1, 3);
	make_node("/dev/zero", S_IFCHR | 0666, 1, 5);
	make_node("/dev/full", S_IFCHR | 0666, 1, 7);
	make_node("/dev/random", S_IFCHR | 0666, 1, 8);
	make_node("/dev/urandom", S_IFCHR | 0666, 1, 9);
	make_node("/dev/tty", S_IFCHR | 0666, 5, 0);
	make_node("/dev/ptmx", S_IFCHR | 0666, 5, 2);
	make_node("/dev/ubda", S_IFBLK | 0660, 98, 0);
	mount_on("devpts", "/dev/pts", "mode=620,ptmxmode=666");
	mount_on("tmpfs", "/dev/shm", "mode=1777");
	mount_on("tmpfs", "/tmp", "mode=1777");
	umask(022);
	setenv("PATH", "/bin:/usr/bin:/sbin", 1);
	setenv("HOME", "/tmp", 1);
	setenv("TEST_SET_CLOCK", "1", 1);
	sethostname("selftests", 9);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Collect the executables of /tests/<area>/. */
static void collect(const char *dir)
{
	char path[PATH_MAX];
	struct dirent *d;
	struct stat st;
	DIR *dp = opendir(dir);

	if (!dp)
		return;
	while ((d = readdir(dp))) {
		if (d->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, d->d_name);
		if (stat(path, &st))
			continue;
		if (S_ISDIR(st.st_mode))
			collect(path);
		else if (st.st_mode & 0100 && nr_programs < MAX_PROGRAMS)
			programs[nr_programs++] = strdup(path);
	}
	closedir(dp);
}

/* Is this program among the words of TESTS=? */
static int selected(const char *path)
{
	const char *list = getenv("TESTS");
	char buf[1024], *word, *save;

	if (!list || !*list)
		return 1;
	snprintf(buf, sizeof(buf), "%s", list);
	for (word = strtok_r(buf, ",", &save); word; word = strtok_r(NULL, ",", &save))
		if (strstr(path, word))
			return 1;
	return 0;
}

/* In seconds, of a clock that the tests do not set. */
static long uptime(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* Copy the program's output, indented, until it ends or the time is over. */
static int relay(pid_t pid, int fd, int seconds)
{
	long end = uptime() + seconds;
	int status = 0, in_line = 0, timed_out = 0, i, n, reaped = 0;
	char buf[4096];

	fcntl(fd, F_SETFL, O_NONBLOCK);
	for (;;) {
		n = read(fd, buf, sizeof(buf));
		for (i = 0; i < n; i++) {
			if (!in_line)
				fputs("    ", stdout);
			putchar(buf[i]);
			in_line = buf[i] != '\n';
		}
		if (n > 0)
			continue;
		if (reaped)
			break;
		if (waitpid(pid, &status, WNOHANG) == pid) {
			reaped = 1;	/* one more read for what is left */
			continue;
		}
		if (uptime() >= end && !timed_out) {
			timed_out = 1;
			kill(pid, SIGKILL);
		}
		usleep(2000);
	}
	if (in_line)
		putchar('\n');
	if (timed_out)
		printf("    # killed after %d s\n", seconds);
	return status;
}

static void run(const char *path, const char *label)
{
	const char *s = getenv("TEST_SECONDS");
	int status, seconds = s ? atoi(s) : 120, out[2];
	pid_t pid;

	printf("# %s%s\n", path + strlen("/tests/"), label);
	fflush(stdout);
	if (pipe(out) || (pid = fork()) < 0) {
		printf("not ok %d %s%s # %s\n", ++number, path, label, strerror(errno));
		failed++;
		return;
	}
	if (!pid) {
		setsid();
		dup2(out[1], 1);
		dup2(out[1], 2);
		close(out[0]);
		close(out[1]);
		close(0);
		open("/dev/null", O_RDWR);
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	status = relay(pid, out[0], seconds);
	close(out[0]);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;			/* orphans */
	number++;
	path += strlen("/tests/");
	if (WIFEXITED(status) && !WEXITSTATUS(status)) {
		passed++;
		printf("ok %d %s%s\n", number, path, label);
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == 4) {
		skipped++;
		printf("ok %d %s%s # SKIP\n", number, path, label);
	} else {
		failed++;
		printf("not ok %d %s%s # status %#x\n", number, path, label, status);
	}
	fflush(stdout);
}

/* The fs tests once more, on another filesystem. */
static void run_on(const char *dev, const char *type, const char *data)
{
	char label[32];
	int i;

	snprintf(label, sizeof(label), " on %s", type);
	mkdir("/mnt", 0755);
	if (mount(dev, "/mnt", type, 0, data)) {
		printf("not ok %d mount %s %s # %s\n", ++number, type, data ? data : dev,
		       strerror(errno));
		failed++;
		return;
	}
	setenv("TMPDIR", "/mnt", 1);
	for (i = 0; i < nr_programs; i++)
		if (selected(programs[i]) && !strncmp(programs[i], "/tests/fs/", 10))
			run(programs[i], label);
	unsetenv("TMPDIR");
	if (umount("/mnt")) {
		printf("not ok %d umount %s # %s\n", ++number, dev, strerror(errno));
		failed++;
	}
}

static void run_on_overlay(void)
{
	mkdir("/layers", 0755);
	if (mount("tmpfs", "/layers", "tmpfs", 0, "mode=755,size=64m"))
		return;
	mkdir("/layers/lower", 0755);
	mkdir("/layers/upper", 0755);
	mkdir("/layers/work", 0755);
	run_on("overlay", "overlay",
	       "lowerdir=/layers/lower,upperdir=/layers/upper,workdir=/layers/work");
	umount("/layers");
}

static void finish(void)
{
	int fd = open("/proc/exitcode", O_WRONLY);

	printf("# selftests: %d passed, %d failed, %d skipped\n", passed, failed, skipped);
	fflush(stdout);
	if (fd >= 0) {
		if (write(fd, failed ? "1\n" : "0\n", 2) != 2)
			perror("# init: /proc/exitcode");
		close(fd);
	}
	sync();
	if (getenv("TEST_KEEP"))
		for (;;)
			pause();
	reboot(RB_POWER_OFF);
	reboot(RB_HALT_SYSTEM);
}

int main(void)
{
	const char *disk = getenv("TEST_DISK"), *dir = getenv("TEST_HOSTFS");
	int i, n = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	set_up();
	collect("/tests");
	qsort(programs, nr_programs, sizeof(*programs), by_name);
	for (i = 0; i < nr_programs; i++)
		n += selected(programs[i]);
	printf("TAP version 13\n# %d programs\n", n);
	for (i = 0; i < nr_programs; i++)
		if (selected(programs[i]))
			run(programs[i], "");
	if (disk && *disk)
		run_on(disk, "ext4", NULL);
	if (dir && *dir)
		run_on("none", "hostfs", dir);
	if (getenv("TEST_OVERLAY"))
		run_on_overlay();
	printf("1..%d\n", number);
	finish();
	return 1;
}
