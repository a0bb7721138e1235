// SPDX-License-Identifier: GPL-2.0
/*
 * uml_mkcow: make an empty COW file, version 3, sparse to its full length.
 *
 * Everything that can be wrong is found out before the first byte is written;
 * a file that could not be finished is removed again. -f starts from an empty
 * file: the bits of the old one would name sectors of another disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cow.h"
#include "tool.h"

static _Noreturn void usage(void)
{
	fprintf(stderr, "%s usage: \n"
		"\t%s [-f] <COW file> <backing file>\n"
		"\t-f forces overwrite of an existing COW file\n", tool_name, tool_name);
	exit(2);
}

static void describe_backing(const char *name, struct cow_header *cow, struct stat *st)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int64_t mtime;

	if (fd < 0)
		die_errno("cannot open backing file '%s'", name);
	if (fstat(fd, st) || cow_stat_backing(fd, &cow->size, &mtime))
		die_errno("backing file '%s' has no size", name);
	if (absolute_name(name, cow->backing, sizeof(cow->backing)))
		die_errno("cannot make the name of backing file '%s' absolute", name);
	cow->mtime = mtime;
	close(fd);
}

static int open_cow(const char *name, bool force, const struct stat *backing)
{
	struct stat st;
	long holder;
	int fd = open(name, O_RDWR | O_CLOEXEC | O_CREAT | (force ? 0 : O_EXCL), 0644);

	if (fd < 0)
		die_bare("open COW file: %s", strerror(errno));
	if (fstat(fd, &st))
		die_errno("COW file '%s'", name);
	if (st.st_dev == backing->st_dev && st.st_ino == backing->st_ino)
		die("COW file '%s' and the backing file are the same file", name);
	if (!S_ISREG(st.st_mode))
		die("COW file '%s' is not a regular file", name);
	holder = cow_lock(fd, true);
	if (holder > 0)
		die("COW file '%s' is in use by pid %ld", name, holder);
	return fd;
}

int main(int argc, char **argv)
{
	struct cow_header cow = { 0 };
	char buf[COW_V3_SIZE];
	struct stat backing;
	bool force = false;
	int opt, fd, error;

	tool_start(argv);
	opterr = 0;
	while ((opt = getopt(argc, argv, "f")) != -1) {
		if (opt != 'f')
			usage();
		force = true;
	}
	if (argc - optind != 2)
		usage();

	describe_backing(argv[optind + 1], &cow, &backing);
	cow_layout(&cow);
	cow_encode(&cow, buf);
	fd = open_cow(argv[optind], force, &backing);
	if (ftruncate(fd, 0) || pwrite_all(fd, buf, sizeof(buf), 0) ||
	    ftruncate(fd, cow.data_offset + cow.size) || fsync(fd)) {
		error = errno;
		unlink(argv[optind]);
		errno = error;
		die_errno("cannot write COW file '%s'", argv[optind]);
	}
	return 0;
}
