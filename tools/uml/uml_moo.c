// SPDX-License-Identifier: GPL-2.0
/*
 * uml_moo: merge a COW file with its backing file, into a new file or in place.
 *
 * A new file appears under its name when it is complete and on disk; until
 * then an old one of that name stays. In place (-d) nothing can be lost either,
 * see moo_marker.c: the order is marker, sectors, sync, a new mtime, marker
 * gone. The new mtime is what tells every other COW file of that backing file
 * that it does not fit any more, so it is made sure to differ.
 *
 * Locks are those of a running machine. In place, a backing file that any
 * machine uses is refused; a copy made under a running machine is only warned
 * about, because the machine may have been stopped for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "moo.h"
#include "tool.h"

static _Noreturn void usage(void)
{
	fprintf(stderr, "%s usage:\n"
		"\t%s [ -b <actual backing file> ] <COW file> <new backing file>\n"
		"\t%s [ -b <actual backing file> ] -d <COW file>\n"
		"Creates a new filesystem image from the COW file and its backing file.\n"
		"Specifying -d will cause a destructive, in-place merge of the COW file into\n"
		"its current backing file\n"
		"Specifying -b overrides the backing_file specified in the COW file.  This is\n"
		"needed when dealing with a COW file that was created inside a chroot jail.\n"
		"%s supports version 1,2 and 3 COW files.\n",
		tool_name, tool_name, tool_name, tool_name);
	exit(1);
}

static void open_cow(struct moo *moo)
{
	char buf[COW_HEADER_MAX];
	const char *wrong;
	ssize_t n;

	moo->cow_fd = open(moo->cow_name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (moo->cow_fd < 0)
		die_errno("COW file open: '%s'", moo->cow_name);
	n = pread_all(moo->cow_fd, buf, sizeof(buf), 0);
	if (n < 0)
		die_errno("Reading COW header failed: '%s'", moo->cow_name);
	wrong = cow_parse(buf, n, &moo->cow);
	if (wrong)
		die("Reading COW header failed: '%s': %s", moo->cow_name, wrong);
}

/* The backing file must be the one the COW file was made for, unchanged. */
static void check_backing(const struct moo *moo)
{
	uint64_t size;
	int64_t mtime;

	if (cow_stat_backing(moo->backing_fd, &size, &mtime))
		die_errno("Stating backing file: '%s'", moo->backing_name);
	if (size != moo->cow.size)
		die_bare("Size mismatch (%llu vs %llu) of COW header vs backing file \"%s\"",
			 (unsigned long long)moo->cow.size, (unsigned long long)size,
			 moo->backing_name);
	if ((uint32_t)mtime == moo->cow.mtime)
		return;
	if (moo_marker_is_set(moo)) {
		complain("'%s' was being merged in place and is good to go on with", moo->cow_name);
		return;
	}
	die_bare("mtime mismatch (%u vs %lld) of COW header vs backing file \"%s\"",
		 moo->cow.mtime, (long long)mtime, moo->backing_name);
}

static void open_backing(struct moo *moo, int flags)
{
	moo->backing_fd = open(moo->backing_name, flags | O_CLOEXEC | O_NONBLOCK);
	if (moo->backing_fd < 0)
		die_errno("Stating backing file: '%s'", moo->backing_name);
	check_backing(moo);
}

static bool same_file(int fd, const struct stat *st)
{
	struct stat other;

	return !fstat(fd, &other) && other.st_dev == st->st_dev && other.st_ino == st->st_ino;
}

/* Merge in place */

static void lock_in_place(const struct moo *moo)
{
	long cow = cow_lock(moo->cow_fd, false);
	long backing = cow_lock(moo->backing_fd, true);

	if (cow > 0)
		die("COW file '%s' is in use by pid %ld", moo->cow_name, cow);
	if (backing > 0)
		die("backing file '%s' is in use by pid %ld", moo->backing_name, backing);
}

static void renew_mtime(const struct moo *moo)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = 0 } };
	struct stat st;

	if (fstat(moo->backing_fd, &st))
		die_errno("backing file '%s'", moo->backing_name);
	if ((uint32_t)st.st_mtime != moo->cow.mtime)
		return;
	times[1].tv_sec = st.st_mtime + 1;
	if (futimens(moo->backing_fd, times))
		die_errno("cannot set the time of backing file '%s'", moo->backing_name);
}

static void merge_in_place(struct moo *moo)
{
	struct moo_output out = { .name = moo->backing_name };

	open_backing(moo, O_RDWR);
	lock_in_place(moo);
	out.fd = moo->backing_fd;
	moo_marker_set(moo);
	moo_merge(moo, &out);
	renew_mtime(moo);
	if (fsync(moo->backing_fd))
		die_errno("cannot sync backing file '%s'; run it again", moo->backing_name);
	moo_marker_clear(moo);
}

/* Merge into a new file */

static char unfinished[PATH_MAX];

static void remove_unfinished(void)
{
	if (unfinished[0])
		unlink(unfinished);
}

static void on_signal(int sig)
{
	remove_unfinished();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void watch_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGXFSZ };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		if (signal(signals[i], on_signal) == SIG_IGN)
			signal(signals[i], SIG_IGN);
	atexit(remove_unfinished);
}

/* A device is written where it is; anything else is built beside its name. */
static void open_output(const struct moo *moo, struct moo_output *out)
{
	struct stat st;
	bool exists = !stat(out->name, &st);

	if (exists && same_file(moo->backing_fd, &st))
		die("'%s' is the backing file itself; -d merges in place", out->name);
	if (exists && same_file(moo->cow_fd, &st))
		die("'%s' is the COW file itself", out->name);
	if (exists && S_ISDIR(st.st_mode))
		die("'%s' is a directory", out->name);
	if (exists && !S_ISREG(st.st_mode)) {
		out->fd = open(out->name, O_WRONLY | O_CLOEXEC);
		if (out->fd < 0)
			die_errno("Output file open: '%s'", out->name);
		return;
	}
	if (snprintf(unfinished, PATH_MAX, "%s.%d", out->name, (int)getpid()) >= PATH_MAX)
		die("the name of the new file is too long");
	watch_signals();
	out->fd = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (out->fd < 0) {
		unfinished[0] = 0;
		die_errno("Output file open: '%s'", out->name);
	}
	out->sparse = true;
}

static void merge_to_new(struct moo *moo, const char *name)
{
	struct moo_output out = { .name = name, .all = true };
	long holder;

	open_backing(moo, O_RDONLY);
	holder = cow_lock(moo->cow_fd, false);
	if (holder > 0)
		complain("warning: COW file '%s' is in use by pid %ld; the copy is good only"
			 " if that machine is stopped and synced", moo->cow_name, holder);
	open_output(moo, &out);
	if (out.sparse && ftruncate(out.fd, moo->cow.size))
		die_errno("cannot give '%s' its size", name);
	moo_merge(moo, &out);
	if (fsync(out.fd) && errno != EINVAL)
		die_errno("cannot sync '%s'", name);
	if (out.sparse && rename(unfinished, name))
		die_errno("cannot give '%s' its name", name);
	unfinished[0] = 0;
}

int main(int argc, char **argv)
{
	static struct moo moo;
	bool in_place = false;
	int opt;

	tool_start(argv);
	opterr = 0;
	while ((opt = getopt(argc, argv, "b:d")) != -1) {
		if (opt == 'b')
			moo.backing_name = optarg;
		else if (opt == 'd')
			in_place = true;
		else
			usage();
	}
	if (argc - optind != (in_place ? 1 : 2))
		usage();
	moo.cow_name = argv[optind];
	open_cow(&moo);
	if (!moo.backing_name)
		moo.backing_name = moo.cow.backing;
	if (in_place)
		merge_in_place(&moo);
	else
		merge_to_new(&moo, argv[optind + 1]);
	return 0;
}
