// SPDX-License-Identifier: GPL-2.0
/*
 * The init of badinput.py's guests. The words of its command line, taken
 * from the environment variable DO (separated by commas), are done in turn:
 *
 *	exit=N		end, with status N (which must be a panic)
 *	crash		die from SIGSEGV
 *	code=N		write N to /proc/exitcode
 *	read		read a line from standard input, say it
 *	fill		fill the root with a file, say the errno, remove it
 *	walk=DEV	mount DEV read-write on /mnt, read all, write a bit, unmount
 *	flood		write 4 MB to standard output
 *	pause		wait for ever
 *	reboot		ask for a reboot
 *
 * At the end it says "guest: done", remounts the root read-only and halts.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

static char block[65536];

static void write_exitcode(const char *n)
{
	int fd = open("/proc/exitcode", O_WRONLY);

	/* With a newline: UML 6.1 judges the byte behind the text, too. */
	if (fd < 0 || dprintf(fd, "%s\n", n) < 0)
		printf("guest: exitcode: %s\n", strerrorname_np(errno));
	close(fd);
}

static void read_line(void)
{
	struct pollfd p = { .fd = 0, .events = POLLIN };
	char buf[128];
	int n;

	if (poll(&p, 1, 5000) == 0) {
		printf("guest: no input\n");
		return;
	}
	n = read(0, buf, sizeof(buf) - 1);
	if (n <= 0) {
		printf("guest: %s\n", n ? strerrorname_np(errno) : "end of file");
		return;
	}
	buf[n] = 0;
	buf[strcspn(buf, "\r\n")] = 0;
	printf("guest: read %s\n", buf);
}

static void fill(void)
{
	int fd = open("/big", O_WRONLY | O_CREAT, 0600);
	long total = 0, n;

	memset(block, 'x', sizeof(block));
	while ((n = write(fd, block, sizeof(block))) > 0)
		total += n;
	printf("guest: full %s\n", strerrorname_np(errno));
	if (fsync(fd))
		printf("guest: fsync %s\n", strerrorname_np(errno));
	close(fd);
	if (mkdir("/dir", 0700) && errno != ENOSPC)
		printf("guest: mkdir %s\n", strerrorname_np(errno));
	unlink("/big");
	rmdir("/dir");
	printf("guest: wrote %s\n", total > 1000000 ? "much" : "little");
}

/* Read everything below a directory; errors are counted, not judged. */
static int walk(const char *path, int depth, int *budget)
{
	char sub[4096];
	int errors = 0, fd;
	struct dirent *d;
	struct stat st;
	DIR *dir;

	if (depth > 20 || --*budget < 0)
		return 0;
	if (lstat(path, &st))
		return 1;
	listxattr(path, block, sizeof(block));
	if (S_ISLNK(st.st_mode))
		return readlink(path, block, sizeof(block)) < 0;
	if (S_ISREG(st.st_mode)) {
		long n = 0, left = 64;

		fd = open(path, O_RDONLY | O_NONBLOCK);
		if (fd < 0)
			return 1;
		while (left-- && (n = read(fd, block, sizeof(block))) > 0)
			;
		close(fd);
		return n < 0;
	}
	if (!S_ISDIR(st.st_mode))
		return 0;
	dir = opendir(path);
	if (!dir)
		return 1;
	errno = 0;
	while ((d = readdir(dir))) {
		if (!strcmp(d->d_name, ".") || !strcmp(d->d_name, ".."))
			continue;
		snprintf(sub, sizeof(sub), "%s/%.255s", path, d->d_name);
		errors += walk(sub, depth + 1, budget);
		errno = 0;
	}
	errors += errno != 0;
	closedir(dir);
	return errors;
}

static void walk_disk(const char *dev)
{
	int budget = 5000, i, fd;
	char name[64];

	mkdir("/mnt", 0755);
	if (mount(dev, "/mnt", "ext4", 0, NULL)) {
		printf("guest: mount %s\n", strerrorname_np(errno));
		return;
	}
	i = walk("/mnt", 0, &budget);
	printf("guest: walked, %s\n", i ? "errors" : "no errors");
	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "/mnt/new%d", i);
		fd = open(name, O_WRONLY | O_CREAT, 0600);
		if (fd < 0)
			continue;
		if (write(fd, block, sizeof(block)) < 0)
			errno = 0;
		close(fd);
		if (i & 1)
			unlink(name);
	}
	mkdir("/mnt/newdir", 0700);
	rename("/mnt/new2", "/mnt/newdir/x");
	sync();
	if (umount("/mnt"))
		umount2("/mnt", MNT_DETACH);
}

static void flood(void)
{
	int i;

	memset(block, 'f', 1023);
	block[1023] = '\n';
	for (i = 0; i < 4096; i++)
		if (write(1, block, 1024) < 0)
			break;
}

static void act(const char *word)
{
	const char *arg = strchr(word, '=');

	arg = arg ? arg + 1 : "";
	if (!strncmp(word, "exit", 4))
		exit(atoi(arg));
	if (!strcmp(word, "crash"))
		*(volatile int *)16 = 1;
	if (!strncmp(word, "code", 4))
		write_exitcode(arg);
	if (!strcmp(word, "read"))
		read_line();
	if (!strcmp(word, "fill"))
		fill();
	if (!strncmp(word, "walk", 4))
		walk_disk(arg);
	if (!strcmp(word, "flood"))
		flood();
	if (!strcmp(word, "pause"))
		for (;;)
			pause();
	if (!strcmp(word, "reboot"))
		reboot(RB_AUTOBOOT);
}

int main(void)
{
	char *words = getenv("DO"), *word;

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("guest: up\n");
	mount("proc", "/proc", "proc", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	while (words && (word = strsep(&words, ",")))
		act(word);
	printf("guest: done\n");
	fflush(stdout);
	umount("/proc");
	umount("/dev");
	sync();
	mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL);
	reboot(RB_HALT_SYSTEM);
	return 1;
}
