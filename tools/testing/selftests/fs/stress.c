// SPDX-License-Identifier: GPL-2.0
/*
 * Several processes work on files at the same time; what each wrote must be
 * there, and names that all fight for must stay in one piece.
 */
#define TEST_TIMEOUT	120
#include "harness.h"
#include <sys/statfs.h>

#define WORKERS	4

static unsigned long long seed;

static unsigned int rnd(unsigned int n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (seed >> 33) % n;
}

static void fill(unsigned int *buf, int n, unsigned int mark)
{
	int i;

	for (i = 0; i < n; i++)
		buf[i] = mark * 2654435761u + i;
}

/* Own files: written, truncated, renamed, verified, removed. */
static void own_files(int me)
{
	static unsigned int buf[8192], want[8192];
	long size[8] = { 0 };
	unsigned int mark[8] = { 0 };
	char name[32], to[32];
	int i, k, fd, words;

	seed = me + 1;
	for (i = 0; i < 250; i++) {
		k = rnd(8);
		snprintf(name, sizeof(name), "own-%d-%d", me, k);
		switch (rnd(5)) {
		case 0: case 1:
			words = rnd(8192);
			mark[k] = rnd(1 << 30);
			fill(buf, words, mark[k]);
			fd = MUST(open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600));
			if (write(fd, buf, words * 4) != words * 4)
				SKIP("no room");
			if (!rnd(8))
				MUST(fsync(fd));
			close(fd);
			size[k] = words * 4;
			break;
		case 2:
			if (!size[k])
				break;
			size[k] = rnd(size[k]) & ~3;
			MUST(truncate(name, size[k]));
			break;
		case 3:
			snprintf(to, sizeof(to), "own-%d-tmp", me);
			if (!rename(name, to))
				MUST(rename(to, name));
			break;
		default:
			fd = open(name, O_RDONLY);
			if (fd < 0) {
				CHECK_EQ(0, size[k]);
				break;
			}
			fill(want, 8192, mark[k]);
			CHECK_EQ(size[k], read(fd, buf, sizeof(buf)));
			CHECK_MEM(want, buf, size[k]);
			close(fd);
			if (!rnd(4)) {
				MUST(unlink(name));
				size[k] = 0;
			}
		}
		if (test_failed)
			break;
	}
}

/* Shared names: any answer will do but a wrong one. */
static void shared_names(int me)
{
	static const int fine[] = { 0, ENOENT, EEXIST, ENOTDIR, EISDIR, ENOTEMPTY, EINVAL, EBUSY, EMLINK };
	char a[32], b[32];
	unsigned int k;
	int i, fd;

	seed = me + 100;
	for (i = 0; i < 800; i++) {
		snprintf(a, sizeof(a), rnd(3) ? "s%d" : "sd/s%d", rnd(6));
		snprintf(b, sizeof(b), rnd(3) ? "s%d" : "sd/s%d", rnd(6));
		errno = 0;
		switch (rnd(8)) {
		case 0:
			fd = open(a, O_CREAT | O_RDWR, 0600);
			if (fd >= 0)
				close(fd);
			break;
		case 1:
			unlink(a);
			break;
		case 2:
			mkdir(a, 0700);
			break;
		case 3:
			rmdir(a);
			break;
		case 4:
			link(a, b);
			break;
		case 5:
			symlink("target", a);
			break;
		default:
			rename(a, b);
		}
		for (k = 0; k < sizeof(fine) / sizeof(*fine); k++)
			if (errno == fine[k])
				break;
		/* Links that are no directories, or lead nowhere. */
		if (k == sizeof(fine) / sizeof(*fine) && errno != EPERM)
			FAIL("%s %s: %s", a, b, strerrorname_np(errno));
	}
}

TEST(own_files_of_several_processes)
{
	int i;

	scratch();
	for (i = 0; i < WORKERS; i++)
		if (!MUST(fork())) {
			own_files(i);
			done();
		}
	for (i = 0; i < WORKERS; i++) {
		int st = test_wait(-1);

		if (st == TEST_SKIP << 8)
			SKIP("no room");
		CHECK_EQ(0, st);
	}
}

TEST(names_that_all_fight_for)
{
	struct dirent *d;
	DIR *dir;
	struct stat st;
	int i;

	scratch();
	MUST(mkdir("sd", 0700));
	for (i = 0; i < WORKERS; i++)
		if (!MUST(fork())) {
			shared_names(i);
			done();
		}
	for (i = 0; i < WORKERS; i++)
		CHECK_EXIT(-1, 0);
	dir = opendir(".");
	while ((d = readdir(dir)))
		CHECK_EQ(0, lstat(d->d_name, &st));
	closedir(dir);
}

TEST(appending_together)
{
	static char line[64], all[4 * 200 * 64 + 1];
	int i, k, fd, bad = 0;

	scratch();
	for (i = 0; i < 4; i++)
		if (!MUST(fork())) {
			fd = MUST(open("log", O_WRONLY | O_CREAT | O_APPEND, 0600));
			memset(line, 'a' + i, 63);
			line[63] = '\n';
			for (k = 0; k < 200; k++)
				MUST(write(fd, line, 64));
			_exit(0);
		}
	for (i = 0; i < 4; i++)
		CHECK_EXIT(-1, 0);
	fd = MUST(open("log", O_RDONLY));
	CHECK_EQ(4 * 200 * 64, read(fd, all, sizeof(all)));
	for (i = 0; i < 800; i++)
		for (k = 1; k < 63; k++)
			bad += all[i * 64 + k] != all[i * 64];
	CHECK_EQ(0, bad);
}

TEST(create_and_remove_in_one_directory)
{
	char name[32];
	int i, k, fd;
	struct dirent *d;
	DIR *dir;

	scratch();
	for (i = 0; i < WORKERS; i++)
		if (!MUST(fork())) {
			for (k = 0; k < 400; k++) {
				snprintf(name, sizeof(name), "f-%d-%d", i, k);
				fd = MUST(open(name, O_CREAT | O_EXCL | O_WRONLY, 0600));
				close(fd);
				if (k % 2)
					MUST(unlink(name));
			}
			done();
		}
	for (i = 0; i < WORKERS; i++)
		CHECK_EXIT(-1, 0);
	k = 0;
	dir = opendir(".");
	while ((d = readdir(dir)))
		k += d->d_name[0] == 'f';
	CHECK_EQ(WORKERS * 200, k);
}

TEST(filled_to_the_last_byte)
{
	static char buf[65536];
	struct statfs sfs;
	char name[16];
	int i, fd, last = 0;
	long n;

	scratch();
	/* Only where that is quick and harms nobody. */
	MUST(statfs(".", &sfs));
	if (!getenv("TMPDIR") || strcmp(getenv("TMPDIR"), "/mnt") ||
	    (long long)sfs.f_blocks * sfs.f_bsize > 1LL << 30)
		SKIP("not on a small disk of its own");
	for (i = 0; i < 1000 && !last; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		fd = open(name, O_CREAT | O_WRONLY, 0600);
		if (fd < 0) {
			last = errno;
			break;
		}
		while ((n = write(fd, buf, sizeof(buf))) == sizeof(buf) && lseek(fd, 0, SEEK_CUR) < 8 << 20)
			;
		if (n < (long)sizeof(buf))
			last = n < 0 ? errno : ENOSPC;
		close(fd);
	}
	CHECK_EQ(ENOSPC, last);
	for (; i >= 0; i--) {
		snprintf(name, sizeof(name), "f%d", i);
		unlink(name);
	}
	write_file("again", "there is room again");
	CHECK_STR("there is room again", read_file("again"));
}
